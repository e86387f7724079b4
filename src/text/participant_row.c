#include "text/participant_row.h"

#include <string.h>

void participant_row_init(struct participant_row *row)
{
	*row = (struct participant_row){.areas = mem_new(PARTICIPANT_MAX_AREAS, sizeof *row->areas)};
}

void participant_row_fini(struct participant_row *row)
{
	vec_free(&row->asns);
	free(row->areas);
}

void participant_row_clear(struct participant_row *row)
{
	row->asns.n = 0;
	row->n_areas = 0;
}

static int compare(const void *a, const void *b)
{
	const asn_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

void participant_row_give(struct participant_row *row, struct participant *p)
{
	size_t n = 0;
	if (row->asns.n > 0)
		qsort(row->asns.at, row->asns.n, sizeof *row->asns.at, compare);
	for (size_t i = 0; i < row->asns.n; i++)
		if (n == 0 || row->asns.at[n - 1] != row->asns.at[i])
			row->asns.at[n++] = row->asns.at[i];
	row->asns.n = n;
	p->asns = row->asns.at;
	p->n_asns = row->asns.n;
	p->areas = row->areas;
	p->n_areas = row->n_areas;
}

/* The next word of a list; false at its end. */
static bool next_word(const char **p, const char *end, const char **word, size_t *len)
{
	static const char separators[] = ";, \t\r\n";
	while (*p < end && memchr(separators, **p, sizeof separators - 1))
		(*p)++;
	*word = *p;
	while (*p < end && !memchr(separators, **p, sizeof separators - 1))
		(*p)++;
	*len = (size_t)(*p - *word);
	return *len > 0;
}

enum err participant_row_asns(struct participant_row *row, const char *s, size_t len, size_t *n_bad)
{
	const char *end = s + len, *word;
	size_t n;
	while (next_word(&s, end, &word, &n)) {
		asn_t asn;
		if (n == 2 && (word[0] | 32) == 'a' && (word[1] | 32) == 's')
			continue; /* "AS 64496" */
		if (asn_parse(word, n, &asn) != ERR_OK || asn == 0)
			++*n_bad;
		else if (row->asns.n == PARTICIPANT_MAX_ASNS)
			return ERR_LIMIT;
		else
			*vec_push(&row->asns) = asn;
	}
	return ERR_OK;
}

static bool is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

enum err participant_row_areas(struct participant_row *row, const char *s, size_t len, size_t *n_bad)
{
	const char *end = s + len, *word;
	size_t n;
	while (next_word(&s, end, &word, &n)) {
		if (n != 2 || !is_letter(word[0]) || !is_letter(word[1])) {
			++*n_bad;
			continue;
		}
		if (row->n_areas == PARTICIPANT_MAX_AREAS)
			return ERR_LIMIT;
		char *area = row->areas[row->n_areas++];
		area[0] = (char)(word[0] & ~32);
		area[1] = (char)(word[1] & ~32);
		area[2] = 0;
	}
	return ERR_OK;
}

enum participant_programme participant_programme_parse(const char *s)
{
	static const struct {
		const char *word;
		enum participant_programme programme;
	} rows[] = {
	    {"vendor", PARTICIPANT_VENDORS}, {"cdn", PARTICIPANT_CDNS},
	    {"cloud", PARTICIPANT_CDNS},     {"ixp", PARTICIPANT_IXPS},
	    {"exchange", PARTICIPANT_IXPS},  {"operator", PARTICIPANT_OPERATORS},
	    {"isp", PARTICIPANT_OPERATORS},  {"net-op", PARTICIPANT_OPERATORS},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcasestr(s, rows[i].word))
			return rows[i].programme;
	return PARTICIPANT_UNKNOWN;
}
