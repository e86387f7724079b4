#include "cli/message.h"

#include "base/mem.h"
#include "cli/out.h"
#include "cli/progress.h"
#include "cli/verb.h"
#include "io/stream.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Names and texts come from files: what could steer a terminal is taken out. */
static void say(struct buf *line)
{
	struct buf out = {0};
	buf_str(&out, "norma: ");
	out_text_clean(&out, line->at ? line->at : "", line->len);
	buf_char(&out, '\n');
	progress_hide();
	fwrite(out.at, 1, out.len, stderr);
	buf_fini(&out);
	buf_fini(line);
}

static void add_words(struct buf *b, const char *fmt, va_list ap)
{
	char words[1024];
	vsnprintf(words, sizeof words, fmt, ap);
	buf_str(b, words);
}

void cli_error(const char *fmt, ...)
{
	struct buf b = {0};
	va_list ap;
	va_start(ap, fmt);
	add_words(&b, fmt, ap);
	va_end(ap);
	say(&b);
}

void cli_fault(const char *file, const char *fmt, ...)
{
	struct buf b = {0};
	va_list ap;
	buf_printf(&b, "%s: ", file);
	va_start(ap, fmt);
	add_words(&b, fmt, ap);
	va_end(ap);
	say(&b);
}

void cli_fault_line(const char *file, unsigned line, const char *fmt, ...)
{
	struct buf b = {0};
	va_list ap;
	buf_printf(&b, "%s:%u:1: ", file, line);
	va_start(ap, fmt);
	add_words(&b, fmt, ap);
	va_end(ap);
	say(&b);
}

void cli_fault_stream(const char *file, const struct io_stream *s)
{
	const struct io_fail *fail = io_stream_fail(s);
	struct io_facts facts = io_stream_facts(s);
	struct buf b = {0};
	if (fail->err == ERR_OK || fail->err == ERR_EOF)
		return;
	buf_printf(&b, "%s:%llu: %s", file, (unsigned long long)facts.out, fail->what);
	if (facts.kind != IO_PLAIN)
		buf_printf(&b, ": at octet %llu of the %s file", (unsigned long long)fail->offset,
		           io_kind_name(facts.kind));
	say(&b);
}

enum cli_exit cli_usage(const struct cli *c, const char *fmt, ...)
{
	char words[512];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(words, sizeof words, fmt, ap);
	va_end(ap);
	if (c->verb)
		cli_error("%s: %s (norma help %s)", c->verb->name, words, c->verb->name);
	else
		cli_error("%s (norma help)", words);
	return CLI_USAGE;
}

void cli_messages_init(struct cli_messages *m, const char *file)
{
	*m = (struct cli_messages){.file = file};
}

static uint64_t seen(const struct tally *t, const char *reason)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->at[i].reason, reason) == 0)
			return t->at[i].n;
	return 0;
}

/* "bad-prefix" is for counting, "bad prefix" for reading. */
static void add_reason(struct buf *b, const char *reason)
{
	for (; *reason; reason++)
		buf_char(b, *reason == '-' ? ' ' : *reason);
}

void cli_fault_at(const char *file, struct diag_pos pos, const char *reason, const char *what)
{
	struct buf b = {0};
	if (pos.line)
		buf_printf(&b, "%s:%llu:%llu: ", file, (unsigned long long)pos.line,
		           (unsigned long long)pos.column);
	else if (pos.offset != DIAG_NOWHERE)
		buf_printf(&b, "%s:%llu: ", file, (unsigned long long)pos.offset);
	else
		buf_printf(&b, "%s: ", file);
	add_reason(&b, reason);
	if (*what)
		buf_printf(&b, "%s%s", *reason ? ": " : "", what);
	say(&b);
}

void cli_fault_more(const char *file, const char *reason, uint64_t n)
{
	struct buf b = {0};
	buf_printf(&b, "%s: ", file);
	add_reason(&b, reason);
	buf_printf(&b, ": %llu more", (unsigned long long)n);
	say(&b);
}

void cli_messages_report(void *ctx, struct diag_pos pos, const char *reason, const char *what)
{
	struct cli_messages *m = ctx;
	tally_add(&m->seen, reason, 1);
	if (seen(&m->seen, reason) <= CLI_REPEATS)
		cli_fault_at(m->file, pos, reason, what);
}

void cli_messages_fini(struct cli_messages *m)
{
	for (size_t i = 0; i < m->seen.n; i++)
		if (m->seen.at[i].n > CLI_REPEATS)
			cli_fault_more(m->file, m->seen.at[i].reason, m->seen.at[i].n - CLI_REPEATS);
	tally_fini(&m->seen);
}
