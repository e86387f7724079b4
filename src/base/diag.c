#include "base/diag.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void diag_report(struct diag *d, struct diag_pos pos, const char *reason, const char *fmt, ...)
{
	if (!d)
		return;
	d->n++;
	if (!d->fn)
		return;
	char what[256];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	d->fn(d->ctx, pos, reason, what);
}

/* Sorted by name, so that what is printed does not depend on the order of reports. */
void tally_add(struct tally *t, const char *reason, uint64_t n)
{
	size_t i = 0;
	while (i < t->n && strcmp(t->at[i].reason, reason) < 0)
		i++;
	if (i < t->n && strcmp(t->at[i].reason, reason) == 0) {
		t->at[i].n += n;
		return;
	}
	if (t->n == t->cap)
		t->at = mem_grow(t->at, &t->cap, t->n + 1, sizeof *t->at);
	memmove(t->at + i + 1, t->at + i, (t->n - i) * sizeof *t->at);
	t->at[i] = (struct tally_row){.reason = reason, .n = n};
	t->n++;
}

uint64_t tally_total(const struct tally *t)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < t->n; i++)
		sum += t->at[i].n;
	return sum;
}

void tally_merge(struct tally *into, const struct tally *from)
{
	for (size_t i = 0; i < from->n; i++)
		tally_add(into, from->at[i].reason, from->at[i].n);
}

void tally_fini(struct tally *t)
{
	free(t->at);
	*t = (struct tally){0};
}
