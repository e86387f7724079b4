#include "io/folder.h"

#include "base/hash.h"
#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What has been entered: (device, inode), open addressing, doubled at half full. */
struct seen {
	struct seen_key {
		uint64_t dev, ino;
		bool used;
	} * at;
	size_t n, cap;
};

struct link {
	char *path;
	unsigned depth;
};

struct walk {
	const char *root;
	struct io_folder_opts opts;
	struct io_folder *out;
	struct seen seen;
	VEC(struct link) links; /* put off until all that really lies here has been entered */
	size_t looked_at;
	enum err err; /* LIMIT ends the walk */
};

static size_t seen_slot(const struct seen *s, uint64_t dev, uint64_t ino)
{
	size_t i = (size_t)hash_u64(ino ^ dev << 48) & (s->cap - 1);
	while (s->at[i].used && (s->at[i].dev != dev || s->at[i].ino != ino))
		i = (i + 1) & (s->cap - 1);
	return i;
}

static void seen_double(struct seen *s)
{
	struct seen old = *s;
	s->cap = old.cap ? old.cap * 2 : 256;
	s->at = mem_new(s->cap, sizeof *s->at);
	for (size_t i = 0; i < old.cap; i++)
		if (old.at[i].used)
			s->at[seen_slot(s, old.at[i].dev, old.at[i].ino)] = old.at[i];
	free(old.at);
}

/* true: it was new */
static bool seen_add(struct seen *s, const struct stat *st)
{
	if (s->n * 2 >= s->cap)
		seen_double(s);
	size_t i = seen_slot(s, st->st_dev, st->st_ino);
	if (s->at[i].used)
		return false;
	s->at[i] = (struct seen_key){.dev = st->st_dev, .ino = st->st_ino, .used = true};
	s->n++;
	return true;
}

static void trouble(struct walk *w, const char *path, const char *what)
{
	struct io_folder *f = w->out;
	if (f->n_troubles == f->cap_troubles)
		f->troubles = mem_grow(f->troubles, &f->cap_troubles, f->n_troubles + 1, sizeof *f->troubles);
	f->troubles[f->n_troubles++] =
	    (struct io_trouble){.path = mem_strdup(path), .what = mem_strdup(what)};
}

static void trouble_errno(struct walk *w, const char *path, const char *doing)
{
	struct io_fail fail = {0};
	(void)io_fail_errno(&fail, 0, doing);
	trouble(w, path, fail.what);
}

static void entry(struct walk *w, const char *path, const struct stat *st)
{
	struct io_folder *f = w->out;
	const char *slash = strchr(path, '/');
	if (f->n_entries == f->cap_entries)
		f->entries = mem_grow(f->entries, &f->cap_entries, f->n_entries + 1, sizeof *f->entries);
	f->entries[f->n_entries++] = (struct io_entry){
	    .path = mem_strdup(path),
	    .top = slash ? mem_strndup(path, (size_t)(slash - path)) : mem_strdup(""),
	    .size = (uint64_t)st->st_size,
	    .mtime = st->st_mtim.tv_sec,
	};
}

static char *joined(const char *a, const char *b)
{
	struct buf out = {0};
	buf_printf(&out, "%s%s%s", a, *a ? "/" : "", b);
	return buf_take(&out);
}

static void walk_folder(struct walk *w, const char *path, unsigned depth);

static void walk_one(struct walk *w, const char *path, unsigned depth, bool through_link)
{
	struct stat st;
	char *full = joined(w->root, path);
	int rc = fstatat(AT_FDCWD, full, &st, through_link ? 0 : AT_SYMLINK_NOFOLLOW);
	if (rc != 0) {
		trouble_errno(w, path,
		              through_link ? "its target cannot be looked at" : "cannot be looked at");
	} else if (S_ISLNK(st.st_mode)) {
		*vec_push(&w->links) = (struct link){.path = mem_strdup(path), .depth = depth};
	} else if (S_ISDIR(st.st_mode)) {
		if (seen_add(&w->seen, &st))
			walk_folder(w, path, depth + 1);
		else
			trouble(w, path, "leads to a folder that has been entered already");
	} else if (!S_ISREG(st.st_mode)) {
		trouble(w, path, "is not a regular file");
	} else if (!seen_add(&w->seen, &st) && through_link) {
		trouble(w, path, "leads to a file that is here already");
	} else {
		entry(w, path, &st);
	}
	free(full);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

typedef VEC(char *) names_t;

/* All names at once, so that no more than one folder is open at a time, however deep it goes. */
static bool names_of(struct walk *w, const char *path, names_t *names)
{
	char *full = joined(w->root, path);
	DIR *d = opendir(full);
	free(full);
	if (!d)
		return false;
	struct dirent *e;
	while (errno = 0, (e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (++w->looked_at > w->opts.max_entries) {
			w->err = ERR_LIMIT;
			break;
		}
		*vec_push(names) = mem_strdup(e->d_name);
	}
	if (errno && w->err == ERR_OK)
		trouble_errno(w, path, "cannot be listed to its end");
	closedir(d);
	if (names->n)
		qsort(names->at, names->n, sizeof *names->at, by_name);
	return true;
}

static void walk_folder(struct walk *w, const char *path, unsigned depth)
{
	names_t names = {0};
	if (depth > w->opts.max_depth) {
		trouble(w, path, "lies too deep");
		return;
	}
	if (!names_of(w, path, &names))
		trouble_errno(w, path, "cannot be listed");
	for (size_t i = 0; i < names.n; i++) {
		if (w->err == ERR_OK) {
			char *sub = joined(path, names.at[i]);
			walk_one(w, sub, depth, false);
			free(sub);
		}
		free(names.at[i]);
	}
	vec_free(&names);
}

static int by_entry_path(const void *a, const void *b)
{
	return strcmp(((const struct io_entry *)a)->path, ((const struct io_entry *)b)->path);
}

static int by_trouble_path(const void *a, const void *b)
{
	return strcmp(((const struct io_trouble *)a)->path, ((const struct io_trouble *)b)->path);
}

/* Links last and in order: what is reached twice is always taken by its real name. Links found behind links
 * are appended to the same list. */
static void walk_links(struct walk *w)
{
	for (size_t i = 0; i < w->links.n; i++) {
		struct link l = w->links.at[i];
		if (w->err == ERR_OK)
			walk_one(w, l.path, l.depth, true);
		free(l.path);
	}
	vec_free(&w->links);
}

static enum err root_check(const char *root, struct walk *w, struct io_fail *fail)
{
	struct stat st;
	if (stat(root, &st) != 0)
		return io_fail_errno(fail, 0, "cannot be opened");
	if (!S_ISDIR(st.st_mode))
		return io_fail_set(fail, ERR_IO, 0, "is not a folder");
	DIR *d = opendir(root);
	if (!d)
		return io_fail_errno(fail, 0, "cannot be listed");
	closedir(d);
	seen_add(&w->seen, &st);
	return ERR_OK;
}

enum err io_folder_read(const char *root, const struct io_folder_opts *opts, struct io_folder *out,
                        struct io_fail *fail)
{
	struct io_folder got = {0};
	struct walk w = {.root = root, .out = &got, .opts = opts ? *opts : (struct io_folder_opts){0}};
	if (!w.opts.max_entries)
		w.opts.max_entries = 1000000;
	if (!w.opts.max_depth)
		w.opts.max_depth = 32;
	enum err e = root_check(root, &w, fail);
	if (e == ERR_OK) {
		walk_folder(&w, "", 0);
		walk_links(&w);
		e = w.err;
		if (e != ERR_OK)
			(void)io_fail_set(fail, e, 0, "holds more than %zu files and folders",
			                  w.opts.max_entries);
	}
	free(w.seen.at);
	if (e != ERR_OK) {
		io_folder_fini(&got);
		return e;
	}
	if (got.n_entries)
		qsort(got.entries, got.n_entries, sizeof *got.entries, by_entry_path);
	if (got.n_troubles)
		qsort(got.troubles, got.n_troubles, sizeof *got.troubles, by_trouble_path);
	*out = got;
	return ERR_OK;
}

void io_folder_fini(struct io_folder *f)
{
	for (size_t i = 0; i < f->n_entries; i++) {
		free(f->entries[i].path);
		free(f->entries[i].top);
	}
	for (size_t i = 0; i < f->n_troubles; i++) {
		free(f->troubles[i].path);
		free(f->troubles[i].what);
	}
	free(f->entries);
	free(f->troubles);
	*f = (struct io_folder){0};
}
