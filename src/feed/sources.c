#include "feed/sources.h"

#include "base/pool.h"
#include "feed/recognise.h"
#include "feed/snapshot.h"
#include "io/folder.h"

#include <string.h>
#include <sys/stat.h>

const char *source_kind_name(enum source_kind k)
{
	static const char *const names[SOURCE_KINDS] = {
#define SOURCE_KIND_NAME(kind, name) [SOURCE_##kind] = name,
	    SOURCE_KIND_LIST(SOURCE_KIND_NAME)
#undef SOURCE_KIND_NAME
	};
	return names[k < SOURCE_KINDS ? k : SOURCE_UNKNOWN];
}

void sources_init(struct sources *s, const struct sources_options *o)
{
	*s = (struct sources){0};
	pthread_mutex_init(&s->lock, NULL);
	if (!o)
		return;
	s->stream = o->stream;
	s->n_threads = o->n_threads;
	s->message = o->message;
	s->message_ctx = o->message_ctx;
	memcpy(s->fresh, o->fresh, sizeof s->fresh);
}

void sources_fini(struct sources *s)
{
	for (size_t i = 0; i < s->at.n; i++) {
		struct source *one = &s->at.at[i];
		free(one->file);
		free(one->path);
		free(one->why_not);
		free(one->held_why);
		tally_fini(&one->reasons);
		io_stream_close(one->once);
	}
	for (size_t i = 0; i < s->collectors.n; i++)
		free(s->collectors.at[i]);
	vec_free(&s->at);
	vec_free(&s->collectors);
	pthread_mutex_destroy(&s->lock);
}

/* ---- complaints */

static void source_say(struct source *s, struct diag_pos pos, const char *reason, const char *what)
{
	struct sources *all = s->sources;
	tally_add(&s->reasons, reason, 1);
	if (!all->message)
		return;
	pthread_mutex_lock(&all->lock);
	all->message(all->message_ctx, s, pos, reason, what);
	pthread_mutex_unlock(&all->lock);
}

static void on_report(void *ctx, struct diag_pos pos, const char *reason, const char *what)
{
	source_say(ctx, pos, reason, what);
}

/* ---- families and order */

struct relative {
	const struct source *source;
	char *name;
	size_t index;
};

static int relative_cmp(const void *a, const void *b)
{
	const struct relative *x = a, *y = b;
	if (x->source->kind != y->source->kind)
		return x->source->kind < y->source->kind ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void families_number(struct sources *s)
{
	struct relative *all = mem_new(s->at.n, sizeof *all);
	for (size_t i = 0; i < s->at.n; i++)
		all[i] = (struct relative){&s->at.at[i], snapshot_family(s->at.at[i].file), i};
	if (s->at.n)
		qsort(all, s->at.n, sizeof *all, relative_cmp);
	s->n_families = 0;
	for (size_t i = 0; i < s->at.n; i++) {
		if (i == 0 || relative_cmp(&all[i - 1], &all[i]) != 0)
			s->n_families++;
		s->at.at[all[i].index].family = s->n_families - 1;
	}
	for (size_t i = 0; i < s->at.n; i++)
		free(all[i].name);
	free(all);
}

static int file_cmp(const void *a, const void *b)
{
	const struct source *x = a, *y = b;
	int c = strcmp(x->file, y->file);
	return c ? c : strcmp(x->path, y->path);
}

/* After files were added: their order, and what points to where they lie. */
static void sources_settle(struct sources *s)
{
	if (s->at.n)
		qsort(s->at.at, s->at.n, sizeof *s->at.at, file_cmp);
	for (size_t i = 0; i < s->at.n; i++)
		s->at.at[i].diag = (struct diag){.fn = on_report, .ctx = &s->at.at[i]};
	families_number(s);
}

/* ---- looking at files */

static struct source *source_add(struct sources *s, char *file, char *path)
{
	struct source *one = vec_push(&s->at);
	*one = (struct source){
	    .file = file, .path = path, .as_of = INSTANT_NONE, .held_until = INSTANT_NONE, .sources = s};
	return one;
}

/* The time of its content, else of its name (the last part first), else of the file. */
static instant_t time_of(const struct source *s, instant_t content, instant_t mtime)
{
	if (content != INSTANT_NONE)
		return content;
	const char *slash = strrchr(s->file, '/');
	instant_t t = snapshot_name_time(slash ? slash + 1 : s->file);
	if (t == INSTANT_NONE)
		t = snapshot_name_time(s->file);
	return t != INSTANT_NONE ? t : mtime;
}

static enum err source_look(struct source *s, const char *folder, instant_t mtime)
{
	struct recognised r;
	recognise_file(s->path, folder, &s->sources->stream, &r);
	s->kind = r.kind;
	s->text = r.text;
	s->head = r.head;
	s->size = r.size;
	s->why_not = r.why_not;
	s->damaged = r.unreadable;
	s->once = r.once;
	if (s->kind != SOURCE_BGP && s->kind != SOURCE_UNKNOWN)
		s->as_of = time_of(s, r.time, mtime);
	return r.unreadable ? ERR_IO : s->kind == SOURCE_UNKNOWN ? ERR_VALUE : ERR_OK;
}

struct looks {
	struct sources *sources;
	const struct io_folder *folder;
	size_t first; /* source of the first entry */
};

static void look_one(void *ctx, size_t i, unsigned worker)
{
	struct looks *l = ctx;
	const struct io_entry *e = &l->folder->entries[i];
	(void)worker;
	(void)source_look(&l->sources->at.at[l->first + i], e->top, e->mtime);
}

static char *path_in(const char *dir, const char *file)
{
	struct buf path = {0};
	buf_printf(&path, "%s/%s", dir, file);
	return buf_take(&path);
}

static uint16_t collector_number(struct sources *s, const char *name, size_t len)
{
	for (size_t i = 0; i < s->collectors.n; i++)
		if (strlen(s->collectors.at[i]) == len && memcmp(s->collectors.at[i], name, len) == 0)
			return (uint16_t)i;
	if (s->collectors.n > UINT16_MAX)
		return UINT16_MAX; /* what is beyond shares the last one */
	*vec_push(&s->collectors) = mem_strndup(name, len);
	return (uint16_t)(s->collectors.n - 1);
}

/* bgp/NAME/...: the folder below bgp; everywhere else "". */
static void collectors_find(struct sources *s)
{
	for (size_t i = 0; i < s->at.n; i++) {
		struct source *one = &s->at.at[i];
		if (one->kind != SOURCE_BGP)
			continue;
		const char *name = strncmp(one->file, "bgp/", 4) == 0 ? one->file + 4 : "";
		const char *slash = strchr(name, '/');
		one->collector = collector_number(s, name, slash ? (size_t)(slash - name) : 0);
	}
}

/* Out of the entries: it is not data. */
static void options_drop(struct io_folder *f)
{
	for (size_t i = 0; i < f->n_entries; i++)
		if (strcmp(f->entries[i].path, "norma.ini") == 0) {
			free(f->entries[i].path);
			free(f->entries[i].top);
			memmove(&f->entries[i], &f->entries[i + 1],
			        (--f->n_entries - i) * sizeof *f->entries);
			return;
		}
}

/* What lies in a folder was meant as data: each that is none is told, not only listed. */
static void unknown_tell(struct sources *s)
{
	for (size_t i = 0; i < s->at.n; i++) {
		struct source *one = &s->at.at[i];
		if (one->kind == SOURCE_UNKNOWN && one->why_not && strchr(one->file, '/'))
			diag_report(&one->diag, diag_nowhere(), SOURCE_NOT_USED, "%s", one->why_not);
	}
}

enum err sources_open(struct sources *s, const char *dir, unsigned n_threads, struct io_fail *fail)
{
	struct io_folder folder;
	enum err e = io_folder_read(dir, NULL, &folder, fail);
	if (e != ERR_OK)
		return e;
	options_drop(&folder);
	for (size_t i = 0; i < folder.n_troubles; i++) {
		const struct io_trouble *t = &folder.troubles[i];
		struct source *one = source_add(s, mem_strdup(t->path), path_in(dir, t->path));
		one->why_not = mem_strdup(t->what);
		one->damaged = true;
	}
	struct looks looks = {s, &folder, s->at.n};
	for (size_t i = 0; i < folder.n_entries; i++)
		source_add(s, mem_strdup(folder.entries[i].path), path_in(dir, folder.entries[i].path));
	pool_run(n_threads ? n_threads : s->n_threads, folder.n_entries, look_one, &looks);
	io_folder_fini(&folder);
	sources_settle(s);
	collectors_find(s);
	unknown_tell(s);
	return ERR_OK;
}

enum err sources_name(struct sources *s, enum source_kind kind, const char *path)
{
	struct source *one = source_add(s, mem_strdup(path), mem_strdup(path));
	struct stat st;
	one->named = true;
	enum err e =
	    source_look(one, recognise_folder(kind), stat(path, &st) == 0 ? (instant_t)st.st_mtime : 0);
	if (one->kind != kind) {
		e = e == ERR_OK ? ERR_VALUE : e;
		if (!one->why_not)
			one->why_not = recognise_why_not(recognise_folder(kind));
		one->kind = SOURCE_UNKNOWN;
	}
	sources_settle(s);
	return e;
}

/* ---- what is in force */

/* Does b come before a? The newest not younger than t, else the oldest; of equal ones the last by file. */
static bool is_better(const struct source *b, const struct source *a, instant_t t)
{
	if (!a)
		return true;
	bool a_past = a->as_of <= t, b_past = b->as_of <= t;
	if (a_past != b_past)
		return b_past;
	return b_past ? b->as_of >= a->as_of : b->as_of < a->as_of;
}

size_t sources_in_force(struct sources *s, enum source_kind kind, instant_t t, struct source ***out)
{
	struct source **best = mem_new(s->n_families ? s->n_families : 1, sizeof(struct source *));
	size_t n = 0;
	for (size_t i = 0; i < s->at.n; i++) {
		struct source *one = &s->at.at[i];
		if (one->kind == kind && !source_is_held(one, t) && is_better(one, best[one->family], t))
			best[one->family] = one;
	}
	for (size_t i = 0; i < s->at.n; i++)
		n += s->at.at[i].kind == kind && best[s->at.at[i].family] == &s->at.at[i];
	*out = n ? mem_new(n, sizeof(struct source *)) : NULL;
	for (size_t i = 0, k = 0; i < s->at.n; i++)
		if (s->at.at[i].kind == kind && best[s->at.at[i].family] == &s->at.at[i])
			(*out)[k++] = &s->at.at[i];
	free(best);
	return n;
}

static bool has_limit(const struct source *s)
{
	return !s->named && s->sources->fresh[s->kind] > 0;
}

bool source_is_fresh(const struct source *s, instant_t t)
{
	return !has_limit(s) || source_is_later(s, t) || t - s->as_of <= s->sources->fresh[s->kind];
}

enum sources_state sources_state(struct sources *s, enum source_kind kind, instant_t t)
{
	struct source **files;
	size_t n = sources_in_force(s, kind, t, &files);
	enum sources_state state = n ? SOURCES_FRESH : SOURCES_NONE;
	for (size_t i = 0; i < n; i++)
		if (!source_is_fresh(files[i], t))
			state = SOURCES_STALE;
	free(files);
	return state;
}

instant_t sources_next_change(struct sources *s, enum source_kind kind, instant_t t)
{
	struct source **files;
	instant_t next = INT64_MAX;
	size_t n = sources_in_force(s, kind, t, &files);
	for (size_t i = 0; i < n; i++) {
		if (!has_limit(files[i]))
			continue;
		instant_t stale = files[i]->as_of + s->fresh[kind] + 1;
		if (stale > t && stale < next)
			next = stale;
	}
	free(files);
	for (size_t i = 0; i < s->at.n; i++) {
		const struct source *one = &s->at.at[i];
		if (one->kind != kind)
			continue;
		if (one->as_of > t && one->as_of < next)
			next = one->as_of;
		if (one->held_until != INSTANT_NONE && one->held_until > t && one->held_until < next)
			next = one->held_until;
	}
	return next;
}

/* ---- reading */

/* What it means for the file that its reader ended with an error; where it was, the reader has said. */
static const char *misread_words(enum err fed)
{
	return fed == ERR_SHORT   ? "cut off: it ends inside a record"
	       : fed == ERR_LIMIT ? "over a limit: the rest is not read"
	                          : "broken, or of another kind: the rest is not read";
}

/* How the stream ended, and the reader: words where not well. */
static void end_say(struct source *s, const struct io_stream *in, enum err read, enum err fed)
{
	struct io_facts facts = io_stream_facts(in);
	const struct io_fail *fail = io_stream_fail(in);
	struct buf what = {0};
	s->damaged = read != ERR_EOF || fed != ERR_OK;
	if (read != ERR_EOF && read != ERR_OK) {
		buf_str(&what, fail->what);
		if (facts.kind != IO_PLAIN)
			buf_printf(&what, ": at octet %llu of the %s file", (unsigned long long)fail->offset,
			           io_kind_name(facts.kind));
		source_say(s, diag_at_offset(facts.out), SOURCE_DAMAGED, what.at);
	} else if (fed != ERR_OK) {
		source_say(s, diag_nowhere(), SOURCE_MISREAD, misread_words(fed));
	}
	buf_fini(&what);
}

/* Whether the last record is whole shows in it: in lines that are cut it does not. */
static bool is_json(enum text_kind text)
{
	switch (text) {
	case TEXT_VRP_JSON:
	case TEXT_PEERINGDB:
	case TEXT_RDAP:
	case TEXT_SPOOFER:
	case TEXT_AS_ORG_JSON:
	case TEXT_PARTICIPANTS_JSON:
	case TEXT_INCIDENTS:
		return true;
	default:
		return false;
	}
}

static void stream_push(struct source *s, struct io_stream *in, struct text_reader *r)
{
	const uint8_t *data;
	size_t len;
	enum err e, fed = ERR_OK;
	while ((e = io_stream_read(in, &data, &len)) == ERR_OK && fed == ERR_OK)
		fed = text_reader_feed(r, (const char *)data, len);
	if (fed == ERR_OK && (e == ERR_EOF || is_json(s->text)))
		fed = text_reader_finish(r);
	if (!s->counted) {
		end_say(s, in, e, fed);
		s->records = r->records;
		s->rejected = r->rejected;
	}
}

static void unreadable(struct source *s, const char *why)
{
	s->damaged = true;
	if (s->counted)
		return;
	free(s->why_not);
	s->why_not = mem_strdup(why);
	source_say(s, diag_nowhere(), SOURCE_UNREADABLE, why);
}

bool source_push(struct source *s, struct text_reader *r)
{
	struct io_fail fail = {.what = "it can be read once only"};
	struct io_stream *in = s->once;
	s->once = NULL;
	bool open = in || io_stream_open(s->path, &s->sources->stream, &in, &fail) == ERR_OK;
	s->used |= open;
	if (open)
		stream_push(s, in, r);
	else
		unreadable(s, fail.what);
	io_stream_close(in);
	s->counted = true;
	s->diag.fn = NULL; /* what is said of it has been said */
	return open;
}

void source_read(struct source *s, struct text_reader *r)
{
	(void)source_push(s, r);
	text_reader_free(r);
}

bool sources_are_later(struct sources *s, enum source_kind kind, instant_t t)
{
	struct source **now;
	bool later = false;
	size_t n = sources_in_force(s, kind, t, &now);
	for (size_t i = 0; i < n; i++)
		later |= source_is_later(now[i], t);
	free(now);
	return later;
}
