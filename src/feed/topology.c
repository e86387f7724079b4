#include "feed/topology_impl.h"

typedef void (*read_fn)(struct sources *s, instant_t t, const struct topology_rules *rules,
                        struct topology_tables *out);

/* Kinds of sources, each with eras and tables of its own. */
enum part { PART_RELATIONS, PART_AS_ORG, PART_DELEGATED, PART_IRR, PART_PEERINGDB, PARTS };
static const struct {
	enum source_kind kind;
	read_fn read;
} parts[PARTS] = {
    [PART_RELATIONS] = {SOURCE_RELATIONSHIPS, topology_read_relations},
    [PART_AS_ORG] = {SOURCE_ORGS, topology_read_as_org},
    [PART_DELEGATED] = {SOURCE_DELEGATED, topology_read_delegated},
    [PART_IRR] = {SOURCE_IRR, topology_read_irr},
    [PART_PEERINGDB] = {SOURCE_PEERINGDB, topology_read_peeringdb},
};

struct topology {
	struct sources *sources;
	struct topology_rules rules;
	struct {
		instant_t from,
		    until; /* between two changes of a kind's files all is the same; both 0: none yet */
		struct topology_tables tables;
	} parts[PARTS];
};

struct topology *topology_open(struct sources *s)
{
	struct topology *t = mem_new(1, sizeof *t);
	t->sources = s;
	return t;
}

void topology_judge(struct topology *t, const struct topology_rules *rules)
{
	t->rules = *rules;
}

static void tables_free(struct topology_tables *t)
{
	relation_table_free(t->relations);
	cone_table_free(t->cones);
	org_table_free(t->orgs);
	exchange_table_free(t->exchanges);
	vec_free(&t->clique);
	*t = (struct topology_tables){0};
}

void topology_free(struct topology *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < PARTS; i++)
		tables_free(&t->parts[i].tables);
	free(t);
}

static const struct topology_tables *tables_at(struct topology *topology, enum part p, instant_t t)
{
	if (t < topology->parts[p].from || t >= topology->parts[p].until) {
		topology->parts[p].from = t;
		topology->parts[p].until = sources_next_change(topology->sources, parts[p].kind, t);
		tables_free(&topology->parts[p].tables);
		parts[p].read(topology->sources, t, &topology->rules, &topology->parts[p].tables);
	}
	return &topology->parts[p].tables;
}

/* ---- for those who read */

size_t topology_files(struct sources *s, enum source_kind kind, instant_t t, struct source ***out)
{
	size_t n = sources_in_force(s, kind, t, out), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (source_is_fresh((*out)[i], t))
			(*out)[kept++] = (*out)[i];
	return kept;
}

void topology_limit_check(struct topology_limit *l, enum err e)
{
	if (e != ERR_LIMIT || l->told)
		return;
	l->told = true;
	diag_report(&l->source->diag, diag_at_offset(0), "too-many",
	            "more than is kept of who belongs together: the rest is left out");
}

/* ---- questions */

enum relation topology_relation(struct topology *topology, asn_t network, asn_t neighbour, instant_t t)
{
	if (org_same_by(tables_at(topology, PART_AS_ORG, t)->orgs, network, neighbour))
		return RELATION_SIBLING;
	return relation_get(tables_at(topology, PART_RELATIONS, t)->relations, network, neighbour);
}

static const struct cone_table *cones_at(struct topology *topology, instant_t t)
{
	(void)tables_at(topology, PART_RELATIONS, t);
	struct topology_tables *tables = &topology->parts[PART_RELATIONS].tables;
	if (!tables->has_cones && tables->relations)
		tables->cones = cone_table_recursive(tables->relations);
	tables->has_cones = true;
	return tables->cones;
}

bool topology_in_cone(struct topology *topology, asn_t network, asn_t member, instant_t t)
{
	return network != member && cone_has(cones_at(topology, t), network, member);
}

size_t topology_cone_size(struct topology *topology, asn_t network, instant_t t)
{
	return cone_size(cones_at(topology, t), network);
}

org_sources topology_same_org(struct topology *topology, asn_t x, asn_t y, instant_t t)
{
	org_sources by = 0;
	for (unsigned p = PART_AS_ORG; p < PARTS; p++)
		by |= org_same_by(tables_at(topology, (enum part)p, t)->orgs, x, y);
	return by;
}

bool topology_is_one_org(struct topology *topology, asn_t x, asn_t y, instant_t t)
{
	return (topology_same_org(topology, x, y, t) & ~ORG_BIT(ROUTES)) !=
	       0; /* of route objects anyone may write one */
}

static enum part part_of(enum org_source source)
{
	switch (source) {
	case ORG_BY_AS_ORG:
		return PART_AS_ORG;
	case ORG_BY_DELEGATED:
		return PART_DELEGATED;
	case ORG_BY_PEERINGDB:
		return PART_PEERINGDB;
	default:
		return PART_IRR;
	}
}

const char *topology_shared_org(struct topology *topology, enum org_source source, asn_t x, asn_t y,
                                instant_t t)
{
	return org_shared(tables_at(topology, part_of(source), t)->orgs, source, x, y);
}

const struct exchange_table *topology_exchanges(struct topology *topology, instant_t t)
{
	return tables_at(topology, PART_PEERINGDB, t)->exchanges;
}

bool topology_is_route_server(struct topology *topology, asn_t asn, instant_t t)
{
	return exchange_is_route_server(tables_at(topology, PART_PEERINGDB, t)->exchanges, asn) ||
	       exchange_is_route_server(tables_at(topology, PART_RELATIONS, t)->exchanges, asn);
}

bool topology_is_exchange_lan(struct topology *topology, const struct prefix *p, instant_t t)
{
	return exchange_is_lan(topology_exchanges(topology, t), p);
}

bool topology_never_via_route_servers(struct topology *topology, asn_t asn, instant_t t)
{
	return exchange_never_via_route_servers(topology_exchanges(topology, t), asn);
}

size_t topology_common_exchanges(struct topology *topology, asn_t x, asn_t y, instant_t t)
{
	return exchange_common(topology_exchanges(topology, t), x, y, NULL);
}

static bool has_asn(const asn_t *at, size_t n, asn_t asn)
{
	size_t from = 0, to = n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (at[middle] < asn)
			from = middle + 1;
		else
			to = middle;
	}
	return from < n && at[from] == asn;
}

unsigned topology_transit_free(struct topology *topology, asn_t asn, instant_t t)
{
	const struct topology_tables *r = tables_at(topology, PART_RELATIONS, t);
	unsigned by = r->clique.n == 0 ? TOPOLOGY_TOP_UNSAID : 0;
	if (has_asn(topology->rules.transit_free, topology->rules.n_transit_free, asn))
		by |= TOPOLOGY_TOP_LISTED;
	if (has_asn(r->clique.at, r->clique.n, asn))
		by |= TOPOLOGY_TOP_CLIQUE;
	return by;
}

bool topology_is_scrubbing(const struct topology *topology, asn_t asn)
{
	return has_asn(topology->rules.scrubbing, topology->rules.n_scrubbing, asn);
}

/* The list is short: no need to seek. */
bool topology_is_anycast(const struct topology *topology, const struct prefix *p)
{
	for (size_t i = 0; i < topology->rules.n_anycast; i++)
		if (prefix_covers(&topology->rules.anycast[i], p))
			return true;
	return false;
}
