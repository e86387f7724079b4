/* as-org2info, PeeringDB, participants, and the relations as as-rel. */
#include "file.h"
#include "world.h"

#include <stdio.h>

static const char *const upper[N_RIRS] = {"AFRINIC", "APNIC", "ARIN", "LACNIC", "RIPE"};

void write_orgs(const struct world *w, const char *dir)
{
	const struct topology *t = &w->topo;
	struct calendar c = calendar_of(w->start - 9 * 86400);
	char name[64];
	snprintf(name, sizeof name, "orgs/%04u%02u%02u.as-org2info.txt.gz", c.year % 10000, c.month % 100,
	         c.day % 100);
	struct file *f = file_open(dir, name);
	file_text(f, "# name: AS Org\n# format:org_id|changed|org_name|country|source\n");
	for (uint32_t v = 0; v < t->n; v++)
		if (t->net[v].org == v)
			file_text(f, "W%u-%s|20250101|World %u|%s|%s\n", v, upper[t->net[v].rir], v,
			          economy_name(t->net[v].rir, t->net[v].economy), upper[t->net[v].rir]);
	file_text(f, "# format:aut|changed|aut_name|org_id|opaque_id|source\n");
	for (uint32_t v = 0; v < t->n; v++) {
		const struct network *org = &t->net[t->net[v].org];
		file_text(f, "%u|20250101|WORLD-%u|W%u-%s|%08x_%s|%s\n", t->net[v].asn, t->net[v].asn,
		          t->net[v].org, upper[org->rir], (uint32_t)hash_of(w->seed, t->net[v].org, 3),
		          upper[org->rir], upper[org->rir]);
	}
	file_close(f);
}

void write_relations(const struct world *w, const char *dir, const char *name, bool given)
{
	const struct topology *t = &w->topo;
	struct file *f = file_open(dir, name);
	file_text(f, "# source: made world\n# input clique:");
	for (uint32_t v = 0; v < t->n && t->net[v].tier == TIER_CLIQUE; v++)
		file_text(f, " %u", t->net[v].asn);
	file_text(f, "\n# IXP ASes:");
	for (size_t i = 0; i < t->ixp.n; i++)
		file_text(f, " %u", t->ixp.v[i].rs_asn);
	file_text(f, "\n");
	for (size_t i = 0; i < t->link.n; i++) {
		const struct link *l = &t->link.v[i];
		if (!given || !(l->flags & LINK_FUTURE))
			file_text(f, "%u|%u|%d|%s\n", t->net[l->a].asn, t->net[l->b].asn,
			          l->rel == REL_P2C ? -1 : 0, l->flags & LINK_IXP ? "mlp" : "bgp");
	}
	file_close(f);
}

void write_participants(const struct world *w, const char *dir)
{
	const struct topology *t = &w->topo;
	struct file *f = file_open(dir, "participants/operators.20261001.csv");
	file_text(f, "Organization Name,Areas,ASNs,Action 1: Filtering,Action 2: Anti-spoofing,Action 3: "
	             "Coordination,Action 4: Global Validation\n");
	for (uint32_t v = 0; v < t->n; v++)
		if (hash_of(w->seed, v, 21) % 80 == 0)
			file_text(f, "World %u,%s,%u,Yes,Yes,Yes,IRR;RPKI\n", v,
			          economy_name(t->net[v].rir, t->net[v].economy), t->net[v].asn);
	file_close(f);
}

#define STAMPS "\"created\":\"2018-01-01T00:00:00Z\",\"updated\":\"2026-06-01T00:00:00Z\",\"status\":\"ok\""

static struct file *begin(const char *dir, const char *kind)
{
	char name[64];
	snprintf(name, sizeof name, "peeringdb/%s.json", kind);
	struct file *f = file_open(dir, name);
	file_text(f, "{\"data\":[");
	return f;
}

static void finish(const struct world *w, struct file *f)
{
	file_text(f, "],\"meta\":{\"generated\":%u}}\n", w->start - 5 * 86400);
	file_close(f);
}

static bool is_listed(const struct world *w, uint32_t v)
{
	return w->topo.net[v].content ||
	       hash_of(w->seed, v, 9) % 100 < (w->topo.net[v].tier < TIER_STUB ? 95u : 40u);
}

static void write_nets(const struct world *w, const char *dir)
{
	static const char *const types[] = {"NSP", "NSP", "NSP", "Cable/DSL/ISP", "Enterprise"};
	const struct topology *t = &w->topo;
	struct file *net = begin(dir, "net"), *org = begin(dir, "org"), *poc = begin(dir, "poc");
	const char *comma = "";
	for (uint32_t v = 0; v < t->n; v++) {
		const struct network *a = &t->net[v];
		if (!is_listed(w, v))
			continue;
		const char *type = a->content ? "Content" : types[a->tier];
		file_text(net,
		          "%s\n{\"id\":%u,\"org_id\":%u,\"name\":\"World "
		          "%u\",\"asn\":%u,\"irr_as_set\":\"AS%u:AS-ALL\",\"info_type\":\"%s\","
		          "\"info_types\":[\"%s\"],\"info_prefixes4\":100,\"info_prefixes6\":50,\"policy_"
		          "general\":\"%s\"," STAMPS "}",
		          comma, v + 1, a->org + 1, v, a->asn, a->asn, type, type,
		          a->tier <= TIER_LARGE ? "Restrictive" : "Open");
		file_text(org, "%s\n{\"id\":%u,\"name\":\"World org %u\",\"country\":\"%s\"," STAMPS "}",
		          comma, v + 1, v, economy_name(a->rir, a->economy));
		file_text(poc,
		          "%s\n{\"id\":%u,\"net_id\":%u,\"role\":\"NOC\",\"visible\":\"Public\",\"name\":"
		          "\"NOC\",\"phone\":\"+10000000000\","
		          "\"email\":\"noc@example.net\",\"url\":\"\"," STAMPS "}",
		          comma, v + 1, v + 1);
		comma = ",";
	}
	for (uint32_t i = 0; i < t->ixp.n; i++)
		file_text(net,
		          ",\n{\"id\":%u,\"org_id\":%u,\"name\":\"World IX %u route "
		          "servers\",\"asn\":%u,\"info_type\":\"Route Server\","
		          "\"info_types\":[\"Route Server\"],\"policy_general\":\"Open\"," STAMPS "}",
		          t->n + 1 + i, t->n + 1 + i, i, t->ixp.v[i].rs_asn);
	for (uint32_t i = 0; i < t->ixp.n; i++)
		file_text(org, ",\n{\"id\":%u,\"name\":\"World IX %u\",\"country\":\"%s\"," STAMPS "}",
		          t->n + 1 + i, i, economy_name(t->ixp.v[i].rir, t->ixp.v[i].economy));
	finish(w, net);
	finish(w, org);
	finish(w, poc);
}

static void write_members(const struct world *w, struct file *f, uint32_t i, uint32_t *id)
{
	const struct topology *t = &w->topo;
	const struct exchange *x = &t->ixp.v[i];
	char a4[PREFIX_TEXT], a6[PREFIX_TEXT];
	for (uint32_t k = 0; k < x->n_members; k++) {
		uint32_t v = t->member.v[x->first_member + k];
		struct prefix p4 = prefix4((uint32_t)(w->plan.lan4.v[i].hi >> 32) + 500 + k, 32);
		struct prefix p6 = prefix6(w->plan.lan6.v[i].hi, 0x1000 + k, 128);
		if (!is_listed(w, v))
			continue;
		file_text(f,
		          "%s\n{\"id\":%u,\"net_id\":%u,\"ix_id\":%u,\"ixlan_id\":%u,\"name\":\"World IX "
		          "%u\",\"speed\":10000,\"asn\":%u,\"ipaddr4\":\"%s\","
		          "\"ipaddr6\":\"%s\",\"is_rs_peer\":%s,\"operational\":true," STAMPS "}",
		          *id > 1 ? "," : "", *id, v + 1, i + 1, i + 1, i, t->net[v].asn,
		          prefix_address(&p4, a4), prefix_address(&p6, a6),
		          k < x->n_members * 2 / 3 ? "true" : "false");
		++*id;
	}
}

void write_peeringdb(const struct world *w, const char *dir)
{
	const struct topology *t = &w->topo;
	char text[PREFIX_TEXT];
	write_nets(w, dir);
	struct file *ix = begin(dir, "ix"), *lan = begin(dir, "ixlan"), *pfx = begin(dir, "ixpfx"),
	            *member = begin(dir, "netixlan");
	uint32_t id = 1;
	for (uint32_t i = 0; i < t->ixp.n; i++) {
		const char *comma = i ? "," : "";
		file_text(ix,
		          "%s\n{\"id\":%u,\"org_id\":%u,\"name\":\"World IX "
		          "%u\",\"country\":\"%s\",\"media\":\"Ethernet\"," STAMPS "}",
		          comma, i + 1, t->n + 1 + i, i, economy_name(t->ixp.v[i].rir, t->ixp.v[i].economy));
		file_text(lan,
		          "%s\n{\"id\":%u,\"ix_id\":%u,\"name\":\"\",\"mtu\":1500,\"rs_asn\":%u," STAMPS "}",
		          comma, i + 1, i + 1, t->ixp.v[i].rs_asn);
		file_text(pfx,
		          "%s\n{\"id\":%u,\"ixlan_id\":%u,\"protocol\":\"IPv4\",\"prefix\":\"%s\",\"in_dfz\":"
		          "false," STAMPS "}",
		          comma, 2 * i + 1, i + 1, prefix_text(&w->plan.lan4.v[i], text));
		file_text(pfx,
		          ",\n{\"id\":%u,\"ixlan_id\":%u,\"protocol\":\"IPv6\",\"prefix\":\"%s\",\"in_dfz\":"
		          "false," STAMPS "}",
		          2 * i + 2, i + 1, prefix_text(&w->plan.lan6.v[i], text));
		write_members(w, member, i, &id);
	}
	finish(w, ix);
	finish(w, lan);
	finish(w, pfx);
	finish(w, member);
}
