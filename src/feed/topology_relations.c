/* as-rel files: relations, and what their comments say of the clique and of exchanges. */
#include "feed/faults.h"
#include "feed/topology_impl.h"
#include "text/as_rel.h"
#include "topo/circle.h"

static void on_link(void *ctx, const struct as_rel_link *l)
{
	relation_builder_add(ctx, l->b, l->a, l->is_transit ? RELATION_PROVIDER : RELATION_PEER);
}

/* Where several files differ all that any of them lists counts. */
static void header_take(const struct as_rel_header *h, struct topology_limit *limit,
                        struct exchange_builder *b, struct topology_tables *out)
{
	for (size_t i = 0; i < h->n_exchanges; i++)
		topology_limit_check(limit, exchange_add_route_server(b, h->exchanges[i]));
	for (size_t i = 0; i < h->n_clique; i++)
		*vec_push(&out->clique) = h->clique[i];
}

/* Several files are parts of one whole: it is said of the first. */
static void circles_say(const struct relation_table *t, struct source *first)
{
	size_t n = first->held_why ? 0 : circle_count(t);
	struct buf why = {0};
	if (n == 0)
		return;
	buf_printf(&why, "%zu of its networks stand in circles of providers", n);
	faults_hold(first, INSTANT_NONE, buf_take(&why));
}

/* Unlike organisations, relations are read from fresh files only when all are: they are parts of one whole.
 */
void topology_read_relations(struct sources *s, instant_t t, const struct topology_rules *rules,
                             struct topology_tables *out)
{
	struct source **files = NULL;
	(void)rules;
	size_t n = sources_state(s, SOURCE_RELATIONSHIPS, t) == SOURCES_FRESH
	               ? sources_in_force(s, SOURCE_RELATIONSHIPS, t, &files)
	               : 0;
	if (n == 0)
		return;
	struct relation_builder *b = relation_builder_new();
	struct exchange_builder *exchanges = exchange_builder_new();
	for (size_t i = 0; i < n; i++) {
		struct text_reader *r = as_rel_reader_new(on_link, b, &files[i]->diag);
		struct topology_limit limit = {.source = files[i]};
		source_push(files[i], r);
		const struct as_rel_header h = as_rel_reader_header(r);
		header_take(&h, &limit, exchanges, out);
		text_reader_free(r);
	}
	struct source *first = files[0];
	free(files);
	if (out->clique.n)
		qsort(out->clique.at, out->clique.n, sizeof *out->clique.at, asn_cmp);
	out->relations = relation_builder_build(b);
	circles_say(out->relations, first);
	out->exchanges = exchange_builder_build(exchanges);
}
