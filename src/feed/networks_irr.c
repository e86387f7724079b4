#include "feed/irr_reader.h"
#include "feed/networks_impl.h"

#include <string.h>

struct load {
	struct irr_said *said;
	struct buf *words;
};

/* Databases of registries whose admin-c and tech-c count. What RIPE-NONAUTH has of others' networks, nobody
 * vouches for. */
static enum rir registry_of(const char *source)
{
	return strcmp(source, "RIPE") == 0      ? RIR_RIPENCC
	       : strcmp(source, "APNIC") == 0   ? RIR_APNIC
	       : strcmp(source, "AFRINIC") == 0 ? RIR_AFRINIC
	                                        : RIR_NONE;
}

static void on_aut_num(void *ctx, const struct rpsl_aut_num *o)
{
	const struct load *l = ctx;
	enum rir rir = registry_of(o->object.source);
	*vec_push(&l->said->aut_nums) = (struct aut_num){
	    .asn = o->asn,
	    .rir = (uint8_t)rir,
	    .policy = (o->has_import && o->has_export) || (o->has_mp_import && o->has_mp_export),
	    .contact = rir != RIR_NONE && (o->object.admin_c.n > 0 || o->object.tech_c.n > 0),
	    .source = words_keep(l->words, o->object.source),
	    .name = words_keep(l->words, o->as_name),
	    .org = words_keep(l->words, o->object.org)};
	if (rir != RIR_NONE)
		l->said->registries |= 1U << rir;
}

static void on_organisation(void *ctx, const struct rpsl_organisation *o)
{
	const struct load *l = ctx;
	if (!*o->name)
		return;
	*vec_push(&l->said->organisations) =
	    (struct irr_organisation){.handle = words_keep(l->words, o->handle),
	                              .source = words_keep(l->words, o->object.source),
	                              .name = words_keep(l->words, o->name)};
}

void irr_said_read(struct irr_said *said, struct buf *words, struct source *s)
{
	struct load load = {.said = said, .words = words};
	const struct rpsl_callbacks callbacks = {
	    .ctx = &load, .aut_num = on_aut_num, .organisation = on_organisation};
	source_read(s, irr_reader_new(s, &callbacks, NULL));
}

static int organisation_cmp(const void *x, const void *y, void *words)
{
	const struct irr_organisation *a = x, *b = y;
	int c = words_cmp(words, a->handle, b->handle);
	c = c ? c : words_cmp(words, a->source, b->source);
	return c ? c : words_cmp(words, a->name, b->name);
}

static int aut_num_cmp(const void *x, const void *y, void *words)
{
	const struct aut_num *a = x, *b = y;
	if (a->asn != b->asn)
		return a->asn < b->asn ? -1 : 1;
	int c = words_cmp(words, a->source, b->source);
	c = c ? c : words_cmp(words, a->name, b->name);
	return c ? c : words_cmp(words, a->org, b->org);
}

/* The name behind a handle: of the same database, else of the first that has it; 0: not known. */
static size_t organisation_name(const struct irr_said *said, const struct buf *words, const struct aut_num *a)
{
	size_t from = 0, to = said->organisations.n;
	while (a->org && from < to) {
		size_t middle = from + (to - from) / 2;
		if (words_cmp(words, said->organisations.at[middle].handle, a->org) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	size_t found = 0;
	for (size_t i = from; a->org && i < said->organisations.n; i++) {
		const struct irr_organisation *o = &said->organisations.at[i];
		if (words_cmp(words, o->handle, a->org) != 0)
			break;
		if (words_cmp(words, o->source, a->source) == 0)
			return o->name;
		found = found ? found : o->name;
	}
	return found;
}

/* Of doubles one is enough, so that a handle is never far to seek. */
static void organisations_once(struct irr_said *said, const struct buf *words)
{
	size_t n = 0;
	for (size_t i = 0; i < said->organisations.n; i++) {
		const struct irr_organisation *o = &said->organisations.at[i];
		const struct irr_organisation *last = n ? &said->organisations.at[n - 1] : NULL;
		if (last && words_cmp(words, last->handle, o->handle) == 0 &&
		    words_cmp(words, last->source, o->source) == 0)
			continue;
		said->organisations.at[n++] = *o;
	}
	said->organisations.n = n;
}

void irr_said_settle(struct irr_said *said, struct buf *words)
{
	if (said->organisations.n)
		qsort_r(said->organisations.at, said->organisations.n, sizeof *said->organisations.at,
		        organisation_cmp, words);
	organisations_once(said, words);
	if (said->aut_nums.n)
		qsort_r(said->aut_nums.at, said->aut_nums.n, sizeof *said->aut_nums.at, aut_num_cmp, words);
	for (size_t i = 0; i < said->aut_nums.n; i++) {
		struct aut_num *a = &said->aut_nums.at[i];
		a->holder = words_join(words, a->name, organisation_name(said, words, a));
	}
}

void irr_said_fini(struct irr_said *said)
{
	vec_free(&said->aut_nums);
	vec_free(&said->organisations);
}

/* Where several databases have it, that of the network's own registry names the holder. */
struct irr_answer irr_said_get(const struct irr_said *said, asn_t asn, enum rir rir)
{
	struct irr_answer answer = {0};
	bool own = false;
	size_t i = asn_first(said->aut_nums.at, said->aut_nums.n, sizeof *said->aut_nums.at, asn);
	for (; i < said->aut_nums.n && said->aut_nums.at[i].asn == asn; i++) {
		const struct aut_num *a = &said->aut_nums.at[i];
		bool is_own = rir != RIR_NONE && a->rir == rir;
		answer.policy |= a->policy;
		answer.contact |= a->contact;
		if (a->holder && (!answer.holder || (is_own && !own))) {
			answer.holder = a->holder;
			own = is_own;
		}
	}
	return answer;
}
