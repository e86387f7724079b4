#include "file.h"

#include <errno.h>
#include <isa-l.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BUFFER = 1 << 18 };

struct file {
	FILE *out;
	char *name;
	struct isal_zstream z; // used where gz
	uint8_t *level, *packed;
	struct octets wait; // not yet compressed or written
	int gz;
};

static void make_folders(char *path)
{
	for (char *s = strchr(path + 1, '/'); s; s = strchr(s + 1, '/')) {
		*s = 0;
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			die("%s: cannot be made", path);
		*s = '/';
	}
}

struct file *file_open(const char *dir, const char *name)
{
	struct file *f = fresh(1, sizeof *f);
	size_t n = strlen(dir) + strlen(name) + 2;
	f->name = fresh(n, 1);
	snprintf(f->name, n, "%s/%s", dir, name);
	make_folders(f->name);
	f->out = fopen(f->name, "wb");
	if (!f->out)
		die("%s: cannot be written", f->name);
	size_t len = strlen(name);
	f->gz = len > 3 && strcmp(name + len - 3, ".gz") == 0;
	if (f->gz) {
		isal_deflate_init(&f->z);
		f->level = fresh(ISAL_DEF_LVL1_DEFAULT, 1);
		f->packed = fresh(BUFFER, 1);
		f->z.level = 1;
		f->z.level_buf = f->level;
		f->z.level_buf_size = ISAL_DEF_LVL1_DEFAULT;
		f->z.gzip_flag = IGZIP_GZIP;
	}
	return f;
}

static void flush(struct file *f, int end)
{
	if (!f->gz) {
		if (f->wait.n && fwrite(f->wait.p, 1, f->wait.n, f->out) != f->wait.n)
			die("%s: cannot be written", f->name);
		f->wait.n = 0;
		return;
	}
	f->z.next_in = f->wait.p;
	f->z.avail_in = (uint32_t)f->wait.n;
	f->z.end_of_stream = (uint16_t)(end != 0);
	do {
		f->z.next_out = f->packed;
		f->z.avail_out = BUFFER;
		if (isal_deflate(&f->z) != COMP_OK)
			die("%s: cannot be compressed", f->name);
		size_t n = BUFFER - f->z.avail_out;
		if (n && fwrite(f->packed, 1, n, f->out) != n)
			die("%s: cannot be written", f->name);
	} while (f->z.avail_out == 0 || f->z.avail_in > 0);
	f->wait.n = 0;
}

void file_add(struct file *f, const void *p, size_t n)
{
	octets_add(&f->wait, p, n);
	if (f->wait.n >= BUFFER)
		flush(f, 0);
}

void file_text(struct file *f, const char *form, ...)
{
	char text[4096];
	va_list args;
	va_start(args, form);
	int n = vsnprintf(text, sizeof text, form, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof text)
		die("%s: a line too long", f->name);
	file_add(f, text, (size_t)n);
}

void file_close(struct file *f)
{
	flush(f, 1);
	if (fclose(f->out) != 0)
		die("%s: cannot be written", f->name);
	free(f->wait.p);
	free(f->level);
	free(f->packed);
	free(f->name);
	free(f);
}
