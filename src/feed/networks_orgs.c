#include "feed/networks_impl.h"
#include "text/as_org.h"
#include "text/as_org_json.h"

struct load {
	struct orgs_said *said;
	struct buf *words;
};

static void on_organisation(void *ctx, const struct as_org_organisation *o)
{
	const struct load *l = ctx;
	*vec_push(&l->said->organisations) = (struct org_named){.id = words_keep(l->words, o->id),
	                                                        .name = words_keep(l->words, o->name),
	                                                        .country = words_keep(l->words, o->country)};
}

static void on_network(void *ctx, const struct as_org_network *n)
{
	const struct load *l = ctx;
	*vec_push(&l->said->members) = (struct org_member){
	    .asn = n->asn, .org = words_keep(l->words, n->org_id), .name = words_keep(l->words, n->name)};
}

void orgs_said_read(struct orgs_said *said, struct buf *words, struct source *s)
{
	struct load load = {.said = said, .words = words};
	source_read(s, s->text == TEXT_AS_ORG
	                   ? as_org_reader_new(on_organisation, on_network, &load, &s->diag)
	                   : as_org_json_reader_new(on_organisation, on_network, &load, &s->diag));
}

static int member_cmp(const void *x, const void *y, void *words)
{
	const struct org_member *a = x, *b = y;
	if (a->asn != b->asn)
		return a->asn < b->asn ? -1 : 1;
	int c = words_cmp(words, a->org, b->org);
	return c ? c : words_cmp(words, a->name, b->name);
}

static int named_cmp(const void *x, const void *y, void *words)
{
	const struct org_named *a = x, *b = y;
	int c = words_cmp(words, a->id, b->id);
	c = c ? c : words_cmp(words, a->name, b->name);
	return c ? c : words_cmp(words, a->country, b->country);
}

void orgs_said_settle(struct orgs_said *said, const struct buf *words)
{
	struct buf lent = *words;
	if (said->members.n)
		qsort_r(said->members.at, said->members.n, sizeof *said->members.at, member_cmp, &lent);
	if (said->organisations.n)
		qsort_r(said->organisations.at, said->organisations.n, sizeof *said->organisations.at,
		        named_cmp, &lent);
}

void orgs_said_fini(struct orgs_said *said)
{
	vec_free(&said->members);
	vec_free(&said->organisations);
}

static const struct org_named *organisation(const struct orgs_said *said, const struct buf *words, size_t id)
{
	size_t from = 0, to = said->organisations.n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (words_cmp(words, said->organisations.at[middle].id, id) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == said->organisations.n || words_cmp(words, said->organisations.at[from].id, id) != 0)
		return NULL;
	return &said->organisations.at[from];
}

/* The organisation's name, else the network's own. */
struct orgs_answer orgs_said_get(const struct orgs_said *said, const struct buf *words, asn_t asn)
{
	size_t i = asn_first(said->members.at, said->members.n, sizeof *said->members.at, asn);
	if (i == said->members.n || said->members.at[i].asn != asn)
		return (struct orgs_answer){0};
	const struct org_member *m = &said->members.at[i];
	const struct org_named *o = organisation(said, words, m->org);
	return (struct orgs_answer){.holder = o && o->name ? o->name : m->name,
	                            .country = o ? o->country : 0};
}
