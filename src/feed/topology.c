#include "feed/topology.h"

#include "text/as_org.h"
#include "text/as_org_json.h"
#include "text/as_rel.h"

/* Between two changes of a kind's files every answer is the same. */
struct era {
	instant_t from, until; /* until exclusive; both 0: none yet */
};

struct topology {
	struct sources *sources;
	struct era relations_era, orgs_era;
	struct relation_table *relations; /* NULL: no fresh file */
	struct org_table *orgs;
};

struct topology *topology_open(struct sources *s)
{
	struct topology *t = mem_new(1, sizeof *t);
	t->sources = s;
	return t;
}

void topology_free(struct topology *t)
{
	if (!t)
		return;
	relation_table_free(t->relations);
	org_table_free(t->orgs);
	free(t);
}

/* Enters the era of t; false: it is in it already. */
static bool era_enter(struct era *e, struct sources *s, enum source_kind kind, instant_t t)
{
	if (t >= e->from && t < e->until)
		return false;
	*e = (struct era){t, sources_next_change(s, kind, t)};
	return true;
}

/* The files of a kind in force at t, if all are fresh; the array is the caller's to free. */
static size_t fresh_files(struct sources *s, enum source_kind kind, instant_t t, struct source ***out)
{
	*out = NULL;
	return sources_state(s, kind, t) == SOURCES_FRESH ? sources_in_force(s, kind, t, out) : 0;
}

/* ---- relations */

static void on_link(void *ctx, const struct as_rel_link *l)
{
	relation_builder_add(ctx, l->b, l->a, l->is_transit ? RELATION_PROVIDER : RELATION_PEER);
}

static struct relation_table *relations_read(struct sources *s, instant_t t)
{
	struct source **files;
	size_t n = fresh_files(s, SOURCE_RELATIONSHIPS, t, &files);
	if (n == 0)
		return NULL;
	struct relation_builder *b = relation_builder_new();
	for (size_t i = 0; i < n; i++)
		source_read(files[i], as_rel_reader_new(on_link, b, &files[i]->diag));
	free(files);
	return relation_builder_build(b);
}

/* ---- organisations */

static void on_network(void *ctx, const struct as_org_network *n)
{
	org_builder_add(ctx, n->asn, n->org_id);
}

/* Their names are of no use here. */
static void on_organisation(void *ctx, const struct as_org_organisation *o)
{
	(void)ctx;
	(void)o;
}

static struct org_table *orgs_read(struct sources *s, instant_t t)
{
	struct source **files;
	size_t n = fresh_files(s, SOURCE_ORGS, t, &files);
	if (n == 0)
		return NULL;
	struct org_builder *b = org_builder_new();
	for (size_t i = 0; i < n; i++) {
		struct source *f = files[i];
		source_read(f, f->text == TEXT_AS_ORG
		                   ? as_org_reader_new(on_organisation, on_network, b, &f->diag)
		                   : as_org_json_reader_new(on_organisation, on_network, b, &f->diag));
	}
	free(files);
	return org_builder_build(b);
}

enum relation topology_relation(struct topology *topology, asn_t network, asn_t neighbour, instant_t t)
{
	if (era_enter(&topology->relations_era, topology->sources, SOURCE_RELATIONSHIPS, t)) {
		relation_table_free(topology->relations);
		topology->relations = relations_read(topology->sources, t);
	}
	if (era_enter(&topology->orgs_era, topology->sources, SOURCE_ORGS, t)) {
		org_table_free(topology->orgs);
		topology->orgs = orgs_read(topology->sources, t);
	}
	if (org_same(topology->orgs, network, neighbour))
		return RELATION_SIBLING;
	return relation_get(topology->relations, network, neighbour);
}
