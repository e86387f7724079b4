#include "cli/validate_tables.h"

#include "cli/message.h"
#include "io/stream.h"
#include "text/recognise.h"
#include "text/vrp_csv.h"
#include "text/vrp_json.h"

#include <string.h>
#include <sys/stat.h>

/* Everything that is being built while files are read. */
struct load {
	struct rov_builder *rov;
	struct irr_builder *irr;
	struct aspa_builder *aspa;
	uint32_t file; /* the number of the one that is being read, in the builder of its kind */
	instant_t newest;
	bool failed;
};

static void on_vrp(void *ctx, const struct vrp *v)
{
	struct load *l = ctx;
	rov_builder_add(l->rov, l->file, v);
}

static void on_aspa(void *ctx, const struct aspa *a)
{
	struct load *l = ctx;
	aspa_builder_add(l->aspa, a);
}

static struct text_reader *vrp_reader(struct load *l, enum text_kind kind, struct diag *diag)
{
	if (kind == TEXT_VRP_JSON)
		return vrp_json_reader_new(on_vrp, on_aspa, l, diag);
	return kind == TEXT_VRP_CSV ? vrp_csv_reader_new(on_vrp, l, diag) : NULL;
}

/* Push the whole stream through the reader. Wrong rows cost themselves; anything else costs the file. */
static bool stream_read(const char *path, struct io_stream *s, struct text_reader *r)
{
	const uint8_t *data;
	size_t len;
	enum err e, ended;
	while ((e = io_stream_read(s, &data, &len)) == ERR_OK) {
		e = text_reader_feed(r, (const char *)data, len);
		if (e != ERR_OK) {
			cli_fault(path, "%s", err_text(e));
			return false;
		}
	}
	cli_fault_stream(path, s);
	ended = text_reader_finish(r);
	if (e == ERR_EOF && ended != ERR_OK)
		cli_fault(path, "%s", err_text(ended));
	return e == ERR_EOF && ended == ERR_OK;
}

static instant_t file_time(const char *path, const struct text_reader *r)
{
	struct stat st;
	if (r->as_of != INSTANT_NONE)
		return r->as_of;
	return stat(path, &st) == 0 ? st.st_mtime : INSTANT_NONE;
}

typedef struct text_reader *(*reader_fn)(struct load *l, enum text_kind kind, struct diag *diag);

/* Read one file; gives its time, INSTANT_NONE when it is unusable. */
static instant_t file_read(struct load *l, const char *path, reader_fn reader_for, const char *wanted)
{
	struct io_stream *s;
	struct io_fail fail = {0};
	const uint8_t *head;
	size_t len = 0;
	if (io_stream_open(path, NULL, &s, &fail) != ERR_OK) {
		cli_fault(path, "%s", fail.what);
		return INSTANT_NONE;
	}
	struct cli_messages messages;
	cli_messages_init(&messages, path);
	struct diag diag = {.fn = cli_messages_report, .ctx = &messages};
	struct text_reader *r = NULL;
	instant_t time = INSTANT_NONE;
	if (io_stream_peek(s, TEXT_RECOGNISE_HEAD, &head, &len) == ERR_OK)
		r = reader_for(l, text_recognise("", (const char *)head, len), &diag);
	if (!r)
		cli_fault(path, len ? "not used: these are no %s" : "not used: empty, or cannot be read",
		          wanted);
	else if (stream_read(path, s, r))
		time = file_time(path, r);
	text_reader_free(r);
	cli_messages_fini(&messages);
	io_stream_close(s);
	return time;
}

static void vrps_load(struct load *l, const struct cli *c)
{
	size_t n;
	char *const *files = cli_many(c, "vrps", &n);
	for (size_t i = 0; i < n; i++) {
		l->file = rov_builder_file(l->rov, files[i], INSTANT_NONE);
		instant_t time = file_read(l, files[i], vrp_reader, "VRPs");
		rov_builder_date(l->rov, l->file, time);
		l->failed |= time == INSTANT_NONE;
		if (time > l->newest)
			l->newest = time;
	}
}

enum cli_exit validate_tables_load(const struct cli *c, struct validate_tables *out)
{
	struct load l = {.rov = rov_builder_new(),
	                 .irr = irr_builder_new(),
	                 .aspa = aspa_builder_new(),
	                 .newest = INSTANT_NONE};
	*out = (struct validate_tables){0};
	vrps_load(&l, c);
	out->at = cli_is_set(c, "at") ? cli_time(c, "at") : l.newest != INSTANT_NONE ? l.newest : clock_now();
	if (cli_is_set(c, "vrps"))
		out->rov = rov_builder_build(l.rov);
	else
		rov_builder_free(l.rov);
	irr_builder_free(l.irr);
	out->aspa = aspa_builder_build(l.aspa);
	out->bogon = bogon_builder_build(bogon_builder_new(), NULL);
	return l.failed ? CLI_INPUT : CLI_DONE;
}

void validate_tables_fini(struct validate_tables *t)
{
	rov_table_free(t->rov);
	irr_table_free(t->irr);
	bogon_table_free(t->bogon);
	delegation_table_free(t->now);
	delegation_table_free(t->before);
	for (size_t i = 0; i < t->n_past; i++)
		delegation_table_free((struct delegation_table *)(uintptr_t)t->past[i].table);
	free(t->past);
	aspa_table_free(t->aspa);
}
