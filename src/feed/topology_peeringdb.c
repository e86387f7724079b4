/* PeeringDB: organisations of networks, and exchanges. */
#include "feed/topology_impl.h"
#include "text/peeringdb.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct load {
	struct org_builder *orgs;
	struct exchange_builder *exchanges;
	struct topology_limit limit;
};

static void on_net(struct load *l, const struct peeringdb_object *o)
{
	char id[16] = "";
	if (o->org_id)
		snprintf(id, sizeof id, "%" PRIu32, o->org_id);
	topology_limit_check(&l->limit, org_builder_add(l->orgs, ORG_BY_PEERINGDB, o->asn, "", id));
	if (o->is_route_server)
		topology_limit_check(&l->limit, exchange_add_route_server(l->exchanges, o->asn));
	if (o->never_via_route_servers)
		topology_limit_check(&l->limit, exchange_add_never(l->exchanges, o->asn));
}

static void on_ixlan(struct load *l, const struct peeringdb_object *o)
{
	topology_limit_check(&l->limit, exchange_add_vlan(l->exchanges, o->id, o->ix_id));
	topology_limit_check(&l->limit, exchange_add_route_server(l->exchanges, o->rs_asn));
}

/* What is pending nobody has looked at: anyone can write that. Whether a port is in operation does not
 * matter, and old files do not say. */
static void on_object(void *ctx, const struct peeringdb_object *o)
{
	struct load *l = ctx;
	if (*o->status && strcmp(o->status, "ok") != 0)
		return;
	switch (o->kind) {
	case PEERINGDB_NET:
		on_net(l, o);
		break;
	case PEERINGDB_IX:
		topology_limit_check(&l->limit, exchange_add_name(l->exchanges, o->id, o->name));
		break;
	case PEERINGDB_IXLAN:
		on_ixlan(l, o);
		break;
	case PEERINGDB_IXPFX:
		topology_limit_check(&l->limit, exchange_add_prefix(l->exchanges, o->ixlan_id, &o->prefix));
		break;
	case PEERINGDB_NETIXLAN:
		topology_limit_check(&l->limit, exchange_add_member(l->exchanges, o->asn, o->ix_id,
		                                                    o->ixlan_id, o->is_rs_peer));
		break;
	default:
		break;
	}
}

void topology_read_peeringdb(struct sources *s, instant_t t, const struct topology_rules *rules,
                             struct topology_tables *out)
{
	struct source **files;
	size_t n = topology_files(s, SOURCE_PEERINGDB, t, &files);
	struct load l = {.orgs = org_builder_new(&rules->org), .exchanges = exchange_builder_new()};
	for (size_t i = 0; i < n; i++) {
		l.limit = (struct topology_limit){.source = files[i]};
		source_read(files[i], peeringdb_reader_new(on_object, &l, &files[i]->diag));
	}
	free(files);
	out->orgs = org_builder_build(l.orgs);
	out->exchanges = exchange_builder_build(l.exchanges);
}
