/* Runs a fuzz target without a fuzzer: over every file of a folder, then over each of them cut at every
 * length. Inputs are exact copies on the heap, so that the address sanitizer sees the first octet read too
 * far. */
#include "base/mem.h"
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

enum { CUTS_MAX = 2048 }; /* beyond it only lengths that are multiples of something odd */

static void one(const char *data, size_t len)
{
	uint8_t *exact = mem_resize(NULL, len, 1);
	if (len)
		memcpy(exact, data, len);
	(void)LLVMFuzzerTestOneInput(exact, len);
	free(exact);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static struct buf read_file(const char *folder, const char *name)
{
	struct buf path = {0}, text = {0};
	char part[4096];
	size_t n;
	buf_printf(&path, "%s/%s", folder, name);
	FILE *f = fopen(path.at, "rb");
	REQUIRE(f != NULL);
	while ((n = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&text, part, n);
	fclose(f);
	buf_fini(&path);
	return text;
}

int main(int argc, char **argv)
{
	VEC(char *) names = {0};
	const char *folder = argc > 1 ? argv[1] : ".";
	DIR *d = opendir(folder);
	printf("1..2\n");
	for (struct dirent *e; d && (e = readdir(d)) != NULL;)
		if (e->d_name[0] != '.')
			*vec_push(&names) = mem_strdup(e->d_name);
	if (d)
		closedir(d);
	if (!names.n) {
		printf("not ok 1 - %s holds no seeds\n", folder);
		return 1;
	}
	qsort(names.at, names.n, sizeof *names.at, by_name);
	size_t cuts = 0;
	for (size_t i = 0; i < names.n; i++) {
		struct buf text = read_file(folder, names.at[i]);
		one(text.at, text.len);
		buf_fini(&text);
	}
	printf("ok 1 - %zu inputs\n", names.n);
	fflush(stdout);
	for (size_t i = 0; i < names.n; i++) {
		struct buf text = read_file(folder, names.at[i]);
		for (size_t cut = 0; cut < text.len; cut += cut < CUTS_MAX ? 1 : 1 + text.len / 499) {
			one(text.at, cut);
			cuts++;
		}
		buf_fini(&text);
		free(names.at[i]);
	}
	printf("ok 2 - %zu cuts of them\n", cuts);
	vec_free(&names);
	return 0;
}
