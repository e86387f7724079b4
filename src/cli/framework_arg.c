#include "cli/framework_arg.h"

#include "cli/message.h"
#include "cli/suggest.h"
#include "io/atomic_file.h"

#include <string.h>

enum { FRAMEWORK_OCTETS = 256 << 10 };

static bool is_file(const char *name)
{
	size_t len = strlen(name);
	return strchr(name, '/') || (len > 4 && strcmp(name + len - 4, ".ini") == 0);
}

static enum cli_exit load_file(const char *file, struct framework *out, struct buf *text)
{
	struct buf all = {0};
	struct io_fail fail = {0};
	struct cli_messages messages;
	cli_messages_init(&messages, file);
	struct diag diag = {.fn = cli_messages_report, .ctx = &messages};
	enum cli_exit x = CLI_DONE;
	if (io_file_read(file, FRAMEWORK_OCTETS, &all, &fail) != ERR_OK) {
		cli_fault(file, "%s", fail.what);
		x = CLI_INPUT;
	} else if (framework_parse(all.at ? all.at : "", all.len, &diag, out) != ERR_OK) {
		x = CLI_INPUT;
	}
	cli_messages_fini(&messages);
	if (x == CLI_DONE && text)
		buf_add(text, all.at ? all.at : "", all.len);
	buf_fini(&all);
	return x;
}

enum cli_exit cli_framework_load(const struct cli *c, const char *name, struct framework *out,
                                 struct buf *text)
{
	if (is_file(name))
		return load_file(name, out, text);
	const struct framework *f = framework_builtin(name);
	if (f) {
		*out = *f;
		if (text)
			buf_str(text, framework_builtin_text(name));
		return CLI_DONE;
	}
	struct suggest s = {.typed = name};
	for (size_t i = 0; framework_builtin_name(i); i++)
		suggest_offer(&s, framework_builtin_name(i));
	if (s.best)
		return cli_usage(c, "no framework %s; did you mean %s?", name, s.best);
	return cli_usage(c, "no framework %s; a file's name has a / or ends in .ini", name);
}
