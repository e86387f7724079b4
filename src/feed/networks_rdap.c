#include "feed/networks_impl.h"
#include "text/rdap.h"

#include <string.h>

struct load {
	struct rdap_said *said;
	struct buf *words;
	const struct delegation_table *delegations;
};

/* What LACNIC calls a person: who stands for a network with an address or a number, be it a desk. Not the
 * organisation that holds it, nor who is there for abuse alone. */
static bool is_reachable_person(const struct rdap_contact *c)
{
	bool has_duty = (c->roles & ~(unsigned)(RDAP_ABUSE | RDAP_REGISTRANT)) != 0;
	if (c->is_organisation || !(c->has_email || c->has_phone))
		return false;
	return has_duty || ((c->roles & RDAP_REGISTRANT) && c->is_individual);
}

/* What counts as a contact at each registry (doc/measurement.md section 6.5). */
static bool has_contact(const struct rdap_autnum *a, enum rir rir)
{
	if (rir == RIR_ARIN)
		return (a->roles & (RDAP_TECHNICAL | RDAP_NOC)) != 0;
	if (rir != RIR_LACNIC)
		return (a->roles & (RDAP_TECHNICAL | RDAP_ADMINISTRATIVE)) != 0;
	for (size_t i = 0; i < a->n_contacts; i++)
		if (is_reachable_person(&a->contacts[i]))
			return true;
	return false;
}

static void on_autnum(void *ctx, const struct rdap_autnum *a)
{
	const struct load *l = ctx;
	enum rir rir = a->rir != RIR_NONE ? a->rir : delegation_asn(l->delegations, a->first).rir;
	size_t name = words_keep(l->words, a->name), holder = words_keep(l->words, a->holder);
	if (rir != RIR_NONE)
		l->said->registries |= 1U << rir;
	*vec_push(&l->said->answers) = (struct rdap_answer){.first = a->first,
	                                                    .last = a->last,
	                                                    .contact = has_contact(a, rir),
	                                                    .holder = words_join(l->words, name, holder)};
}

void rdap_said_read(struct rdap_said *said, struct buf *words, struct source *s,
                    const struct delegation_table *delegations)
{
	struct load load = {.said = said, .words = words, .delegations = delegations};
	source_read(s, rdap_reader_new(on_autnum, &load, &s->diag));
}

/* The narrowest first. */
static int answer_cmp(const void *x, const void *y, void *words)
{
	const struct rdap_answer *a = x, *b = y;
	asn_t wide_a = a->last - a->first, wide_b = b->last - b->first;
	if (wide_a != wide_b)
		return wide_a < wide_b ? -1 : 1;
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	if (!a->holder != !b->holder)
		return a->holder ? -1 : 1;
	return words_cmp(words, a->holder, b->holder);
}

/* Several answers about the same numbers are one. */
static void answers_once(struct rdap_said *said)
{
	size_t n = 0;
	for (size_t i = 0; i < said->answers.n; i++) {
		const struct rdap_answer *a = &said->answers.at[i];
		struct rdap_answer *last = n ? &said->answers.at[n - 1] : NULL;
		if (last && last->first == a->first && last->last == a->last)
			last->contact |= a->contact;
		else
			said->answers.at[n++] = *a;
	}
	said->answers.n = n;
}

static int cell_cmp(const void *x, const void *y)
{
	const struct rdap_cell *a = x, *b = y;
	return (a->first > b->first) - (a->first < b->first);
}

/* All numbers cut where some answer begins or ends. */
static void cells_cut(struct rdap_said *said)
{
	size_t n = 0;
	for (size_t i = 0; i < said->answers.n; i++) {
		const struct rdap_answer *a = &said->answers.at[i];
		vec_push(&said->cells)->first = a->first;
		if (a->last < UINT32_MAX)
			vec_push(&said->cells)->first = a->last + 1;
	}
	if (said->cells.n)
		qsort(said->cells.at, said->cells.n, sizeof *said->cells.at, cell_cmp);
	for (size_t i = 0; i < said->cells.n; i++)
		if (n == 0 || said->cells.at[n - 1].first != said->cells.at[i].first)
			said->cells.at[n++] = (struct rdap_cell){.first = said->cells.at[i].first};
	said->cells.n = n;
}

/* The first cell from i on that nobody speaks for; ways already gone are shortened. */
static size_t next_free(size_t *next, size_t i)
{
	while (next[i] != i) {
		next[i] = next[next[i]];
		i = next[i];
	}
	return i;
}

void rdap_said_settle(struct rdap_said *said, const struct buf *words)
{
	struct buf lent = *words;
	if (said->answers.n)
		qsort_r(said->answers.at, said->answers.n, sizeof *said->answers.at, answer_cmp, &lent);
	answers_once(said);
	cells_cut(said);
	size_t n = said->cells.n, *next = mem_new(n + 1, sizeof *next);
	for (size_t i = 0; i <= n; i++)
		next[i] = i;
	for (size_t k = 0; k < said->answers.n; k++) {
		const struct rdap_answer *a = &said->answers.at[k];
		size_t i = asn_first(said->cells.at, n, sizeof *said->cells.at, a->first);
		for (i = next_free(next, i); i < n && said->cells.at[i].first <= a->last;
		     i = next_free(next, i)) {
			said->cells.at[i].answer = (uint32_t)k + 1;
			next[i] = i + 1;
		}
	}
	free(next);
}

void rdap_said_fini(struct rdap_said *said)
{
	vec_free(&said->answers);
	vec_free(&said->cells);
}

const struct rdap_answer *rdap_said_get(const struct rdap_said *said, asn_t asn)
{
	size_t i = asn_first(said->cells.at, said->cells.n, sizeof *said->cells.at, asn);
	if (i == said->cells.n || said->cells.at[i].first != asn) {
		if (i == 0)
			return NULL;
		i--;
	}
	uint32_t answer = said->cells.at[i].answer;
	return answer ? &said->answers.at[answer - 1] : NULL;
}
