#include "feed/networks_impl.h"

#include <string.h>

struct networks {
	struct buf words;
	enum sources_state irr_state, rdap_state, peeringdb_state;
	struct irr_said irr;
	struct rdap_said rdap;
	struct peeringdb_said peeringdb;
	struct orgs_said orgs;
};

size_t words_join(struct buf *words, size_t a, size_t b)
{
	if (!a || !b)
		return a ? a : b;
	struct buf both = {0};
	buf_printf(&both, "%s %s", words->at + a, words->at + b);
	size_t at = words_keep(words, both.at);
	buf_fini(&both);
	return at;
}

int words_cmp(const struct buf *words, size_t a, size_t b)
{
	return a == b ? 0 : strcmp(words->at + a, words->at + b);
}

size_t asn_first(const void *at, size_t n, size_t size, asn_t asn)
{
	size_t from = 0, to = n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		asn_t here;
		memcpy(&here, (const char *)at + middle * size, sizeof here);
		if (here < asn)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* ---- loading */

static void read_one(struct networks *n, struct source *s, const struct delegation_table *delegations)
{
	if (s->kind == SOURCE_IRR)
		irr_said_read(&n->irr, &n->words, s);
	else if (s->kind == SOURCE_CONTACTS)
		rdap_said_read(&n->rdap, &n->words, s, delegations);
	else if (s->kind == SOURCE_PEERINGDB)
		peeringdb_said_read(&n->peeringdb, &n->words, s);
	else
		orgs_said_read(&n->orgs, &n->words, s);
}

/* What is stale says nothing of anybody. */
static enum sources_state read_kind(struct networks *n, struct sources *s, enum source_kind kind, instant_t t,
                                    const struct delegation_table *delegations)
{
	enum sources_state state = sources_state(s, kind, t);
	struct source **files;
	if (state != SOURCES_FRESH)
		return state;
	size_t n_files = sources_in_force(s, kind, t, &files);
	for (size_t i = 0; i < n_files; i++)
		read_one(n, files[i], delegations);
	free(files);
	return state;
}

struct networks *networks_load(struct sources *s, instant_t t, const struct delegation_table *delegations)
{
	struct networks *n = mem_new(1, sizeof *n);
	buf_char(&n->words, 0);
	n->irr_state = read_kind(n, s, SOURCE_IRR, t, delegations);
	n->rdap_state = read_kind(n, s, SOURCE_CONTACTS, t, delegations);
	n->peeringdb_state = read_kind(n, s, SOURCE_PEERINGDB, t, delegations);
	(void)read_kind(n, s, SOURCE_ORGS, t, delegations);
	irr_said_settle(&n->irr, &n->words);
	rdap_said_settle(&n->rdap, &n->words);
	peeringdb_said_settle(&n->peeringdb, &n->words);
	orgs_said_settle(&n->orgs, &n->words);
	return n;
}

void networks_free(struct networks *n)
{
	if (!n)
		return;
	irr_said_fini(&n->irr);
	rdap_said_fini(&n->rdap);
	peeringdb_said_fini(&n->peeringdb);
	orgs_said_fini(&n->orgs);
	buf_fini(&n->words);
	free(n);
}

/* ---- asking */

static uint8_t fact(enum sources_state state, bool has_source, bool yes)
{
	if (state != SOURCES_FRESH)
		return state == SOURCES_STALE ? NETWORK_STALE : NETWORK_NO_SOURCE;
	return yes ? NETWORK_YES : has_source ? NETWORK_NO : NETWORK_NO_SOURCE;
}

/* Of a network whose registry is not known, any may be asked. */
static bool speaks_for(unsigned registries, enum rir rir)
{
	return rir == RIR_NONE ? registries != 0 : registries >> rir & 1;
}

void networks_get(const struct networks *n, asn_t asn, enum rir rir, struct network_card *out)
{
	struct irr_answer irr = irr_said_get(&n->irr, asn, rir);
	const struct rdap_answer *rdap = rdap_said_get(&n->rdap, asn);
	const struct peeringdb_net *net = peeringdb_said_get(&n->peeringdb, asn);
	struct orgs_answer org = orgs_said_get(&n->orgs, &n->words, asn);
	const size_t holders[] = {irr.holder, rdap ? rdap->holder : 0, net ? net->name : 0, org.holder};
	size_t holder = 0;
	for (size_t i = 0; !holder && i < sizeof holders / sizeof *holders; i++)
		holder = holders[i];
	*out = (struct network_card){.holder = n->words.at + holder, .economy = n->words.at + org.country};
	out->policy = fact(n->irr_state, n->irr.aut_nums.n > 0, irr.policy);
	out->contact[NETWORK_CONTACT_REGISTRY] =
	    fact(n->irr_state, speaks_for(n->irr.registries, rir), irr.contact);
	out->contact[NETWORK_CONTACT_RDAP] =
	    fact(n->rdap_state, speaks_for(n->rdap.registries, rir), rdap && rdap->contact);
	out->contact[NETWORK_CONTACT_PEERINGDB] = fact(
	    n->peeringdb_state, n->peeringdb.nets.n > 0 && n->peeringdb.has_contacts, net && net->contact);
}
