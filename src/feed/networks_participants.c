#include "feed/networks.h"
#include "text/participants.h"

#include <string.h>

/* One ASN in one row of a file. */
struct part {
	asn_t asn;
	uint8_t programme; /* enum participant_programme */
	instant_t since;
	size_t name, areas; /* in words; areas: "CH,DE" */
};

struct load {
	struct buf words;
	VEC(struct part) parts;
};

static const char *const programmes[] = {[PARTICIPANT_UNKNOWN] = "",
                                         [PARTICIPANT_OPERATORS] = "operators",
                                         [PARTICIPANT_IXPS] = "ixps",
                                         [PARTICIPANT_CDNS] = "cdns",
                                         [PARTICIPANT_VENDORS] = "vendors"};
enum { PROGRAMMES = sizeof programmes / sizeof *programmes };

static void on_participant(void *ctx, const struct participant *p)
{
	struct load *l = ctx;
	struct part part = {.programme = (uint8_t)p->programme, .since = p->since, .name = l->words.len};
	buf_add(&l->words, p->name, strlen(p->name) + 1);
	part.areas = l->words.len;
	for (size_t i = 0; i < p->n_areas; i++) {
		buf_str(&l->words, i ? "," : "");
		buf_str(&l->words, p->areas[i]);
	}
	buf_char(&l->words, 0);
	for (size_t i = 0; i < p->n_asns; i++) {
		part.asn = p->asns[i];
		*vec_push(&l->parts) = part;
	}
}

/* What says which programme it is of comes first; files and their order play no part. */
static int part_cmp(const void *x, const void *y, void *words)
{
	const struct part *a = x, *b = y;
	const char *w = words;
	if (a->asn != b->asn)
		return a->asn < b->asn ? -1 : 1;
	if (a->programme != b->programme)
		return (uint8_t)(a->programme - 1) < (uint8_t)(b->programme - 1) ? -1 : 1;
	int c = strcmp(w + a->name, w + b->name);
	return c ? c : strcmp(w + a->areas, w + b->areas);
}

/* ---- JSON: the words are clean text, in which only two characters need care */

static void add_string(struct buf *out, const char *s, size_t len)
{
	buf_char(out, '"');
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '"' || s[i] == '\\')
			buf_char(out, '\\');
		buf_char(out, s[i]);
	}
	buf_char(out, '"');
}

static void add_name(struct buf *out, const struct load *l, const struct part *p, size_t n)
{
	const char *name = "";
	for (size_t i = 0; !*name && i < n; i++)
		name = l->words.at + p[i].name;
	buf_str(out, "{\"name\":");
	add_string(out, name, strlen(name));
}

static void add_programmes(struct buf *out, const struct part *p, size_t n)
{
	unsigned seen = 0;
	const char *gap = "";
	for (size_t i = 0; i < n; i++)
		seen |= 1U << p[i].programme;
	buf_str(out, ",\"programmes\":[");
	for (unsigned k = PARTICIPANT_UNKNOWN + 1; k < PROGRAMMES; k++) {
		if (!(seen >> k & 1))
			continue;
		buf_str(out, gap);
		add_string(out, programmes[k], strlen(programmes[k]));
		gap = ",";
	}
	buf_char(out, ']');
}

static int area_cmp(const void *x, const void *y)
{
	return memcmp(x, y, 2);
}

static void add_areas(struct buf *out, const struct load *l, const struct part *p, size_t n)
{
	VEC(char) all = {0};
	for (size_t i = 0; i < n; i++)
		for (const char *s = l->words.at + p[i].areas; *s; s += s[2] == ',' ? 3 : 2) {
			*vec_push(&all) = s[0];
			*vec_push(&all) = s[1];
		}
	if (all.n)
		qsort(all.at, all.n / 2, 2, area_cmp);
	buf_str(out, ",\"areas\":[");
	for (size_t i = 0; i < all.n; i += 2) {
		if (i > 0 && area_cmp(all.at + i - 2, all.at + i) == 0)
			continue;
		buf_str(out, i ? "," : "");
		add_string(out, all.at + i, 2);
	}
	buf_char(out, ']');
	vec_free(&all);
}

static void add_since(struct buf *out, const struct part *p, size_t n)
{
	char text[CLOCK_TEXT];
	instant_t first = INSTANT_NONE;
	for (size_t i = 0; i < n; i++)
		if (p[i].since != INSTANT_NONE && (first == INSTANT_NONE || p[i].since < first))
			first = p[i].since;
	buf_str(out, ",\"since\":");
	if (first == INSTANT_NONE)
		buf_str(out, "null");
	else
		buf_printf(out, "\"%s\"", clock_format(text, first, -1));
	buf_char(out, '}');
}

static char *object(const struct load *l, const struct part *p, size_t n)
{
	struct buf out = {0};
	add_name(&out, l, p, n);
	add_programmes(&out, p, n);
	add_areas(&out, l, p, n);
	add_since(&out, p, n);
	return buf_take(&out);
}

/* ---- all of them */

static void read_files(struct load *l, struct sources *s, instant_t t)
{
	struct source **files;
	size_t n = sources_in_force(s, SOURCE_PARTICIPANTS, t, &files);
	for (size_t i = 0; i < n; i++) {
		struct source *f = files[i];
		if (source_is_fresh(f, t))
			source_read(f, f->text == TEXT_PARTICIPANTS_CSV
			                   ? participants_csv_reader_new(on_participant, l, &f->diag)
			                   : participants_json_reader_new(on_participant, l, &f->diag));
	}
	free(files);
}

void networks_participants(struct sources *s, instant_t t, struct network_participants *out)
{
	struct load l = {0};
	*out = (struct network_participants){0};
	read_files(&l, s, t);
	if (l.parts.n)
		qsort_r(l.parts.at, l.parts.n, sizeof *l.parts.at, part_cmp, l.words.at);
	for (size_t i = 0, n; i < l.parts.n; i += n) {
		const struct part *p = &l.parts.at[i];
		for (n = 1; i + n < l.parts.n && p[n].asn == p->asn;)
			n++;
		*vec_push(out) = (struct network_participant){.asn = p->asn, .json = object(&l, p, n)};
	}
	vec_free(&l.parts);
	buf_fini(&l.words);
}

void networks_participants_fini(struct network_participants *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->at[i].json);
	vec_free(p);
}
