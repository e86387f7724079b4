/* world: a whole synthetic Internet with its registries, what goes wrong in it, and the truth. See README.md.
 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: world --out DIR [--seed N] [--size small|large|NETWORKS] [--as-rel FILE] [--days D] [--feeds N] "
    "[--partial N]\n"
    "             [--per-kind N] [--kinds LIST] [--benign] [--given]\n"
    "  --kinds   comma-separated kinds, or the groups attacks, benign, all (default all); -KIND: all but it\n"
    "  --benign  as --kinds benign\n"
    "  --given   the true relations stand in DIR/data/topology too, not in DIR/given only\n";

struct options {
	const char *out, *as_rel;
	uint32_t networks;
	uint32_t days;
	bool given;
};

static uint64_t number(const char *name, const char *text, uint64_t most)
{
	char *end;
	uint64_t x = strtoull(text, &end, 10);
	if (!*text || *end || x > most)
		die("%s %s: a number up to %llu is wanted", name, text, (unsigned long long)most);
	return x;
}

static void one_option(struct world *w, struct options *o, const char *name, const char *value)
{
	if (!strcmp(name, "--out"))
		o->out = value;
	else if (!strcmp(name, "--as-rel"))
		o->as_rel = value;
	else if (!strcmp(name, "--seed"))
		w->seed = number(name, value, UINT64_MAX);
	else if (!strcmp(name, "--size"))
		o->networks = !strcmp(value, "small")   ? 3000
		              : !strcmp(value, "large") ? 60000
		                                        : (uint32_t)number(name, value, 70000);
	else if (!strcmp(name, "--days"))
		o->days = (uint32_t)number(name, value, 15);
	else if (!strcmp(name, "--feeds"))
		w->n_full = (uint32_t)number(name, value, 400);
	else if (!strcmp(name, "--partial"))
		w->n_partial = (uint32_t)number(name, value, 400);
	else if (!strcmp(name, "--per-kind"))
		w->per_kind = (uint32_t)number(name, value, 100);
	else if (!strcmp(name, "--kinds"))
		w->kinds = value;
	else
		die("%s: no such option\n%s", name, usage);
}

static void read_options(struct world *w, struct options *o, int argc, char **argv)
{
	w->n_full = w->n_partial = NONE;
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--benign"))
			w->kinds = "benign";
		else if (!strcmp(argv[i], "--given"))
			o->given = true;
		else if (i + 1 < argc) {
			one_option(w, o, argv[i], argv[i + 1]);
			i++;
		} else
			die("%s: no such option, or a value is missing\n%s", argv[i], usage);
	}
	bool large = o->networks >= 20000 || o->as_rel;
	if (!o->out || o->networks < 300 || o->days < 2)
		die("--out is wanted, 300 networks and 2 days at least\n%s", usage);
	if (w->n_full == NONE)
		w->n_full = large ? 75 : 30;
	if (w->n_partial == NONE)
		w->n_partial = large ? 300 : 40;
	if (!w->per_kind)
		w->per_kind = large ? 10 : 3;
}

/* Links that some will have later: to a provider that they do not have yet. */
static void add_future(struct world *w)
{
	struct topology *t = &w->topo;
	for (uint32_t n = 0, tries = 0; n < 4 * w->per_kind && tries < 10000; tries++) {
		uint32_t v = rng_below(&w->rng, t->n), provider = rng_below(&w->rng, t->n / 6);
		if (v <= provider || t->net[v].tier != TIER_STUB || t->net[v].content ||
		    t->net[provider].tier == TIER_STUB || t->net[v].rir != t->net[provider].rir)
			continue;
		n += topology_link(t, provider, v, REL_P2C, LINK_FUTURE) != NONE;
	}
}

static void write_registries(const struct world *w, const char *data)
{
	write_delegated(w, data);
	write_vrps(w, data);
	write_irr(w, data);
	write_orgs(w, data);
	write_peeringdb(w, data);
	write_participants(w, data);
}

static void fini(struct world *w)
{
	for (size_t i = 0; i < w->atom.n; i++)
		free(w->atom.v[i].seed);
	for (size_t i = 0; i < w->event.n; i++) {
		free(w->event.v[i].victims.v);
		free(w->event.v[i].prefixes.v);
		free(w->event.v[i].more.p);
	}
	for (size_t i = 0; i < w->raw.n; i++)
		free(w->raw.v[i].message.p);
	for (size_t i = 0; i < w->watched.n; i++)
		free(w->watched.v[i].v);
	for (size_t i = 0; i < w->collector.n; i++)
		free(w->outbox[i].v);
	void *all[] = {w->vantage.v, w->session.v,     w->collector.v, w->outage.v,  w->vantage_of,
	               w->atom.v,    w->atom_prefix.v, w->atom_of,     w->leak.v,    w->change.v,
	               w->raw.v,     w->event.v,       w->path,        w->path_slot, w->now,
	               w->since,     w->watch,         w->watched.v,   w->outbox,    w->sighting.v};
	for (size_t i = 0; i < COUNT(all); i++)
		free(all[i]);
	spread_fini(&w->spread);
	plan_fini(&w->plan);
	topology_fini(&w->topo);
}

int main(int argc, char **argv)
{
	static struct world w = {.seed = 1, .kinds = "all"};
	struct options o = {.networks = 3000, .days = 2};
	read_options(&w, &o, argc, argv);
	char data[4096], name[64];
	if ((size_t)snprintf(data, sizeof data, "%s/data", o.out) >= sizeof data)
		die("%s: too long", o.out);
	w.start = time_of(2026, 10, 10);
	w.end = w.start + o.days * 86400;
	w.quiet = w.start + 26 * 3600;
	if (o.as_rel)
		topology_read(&w.topo, o.as_rel, w.seed);
	else
		topology_make(&w.topo, o.networks, w.seed);
	rng_init(&w.rng, hash_of(w.seed, 3, 0));
	add_future(&w);
	vantage_choose(&w);
	topology_index(&w.topo);
	plan_make(&w.plan, &w.topo, w.seed);
	vantage_place(&w);
	spread_init(&w.spread, &w.topo);
	inject_all(&w);
	write_registries(&w, data);
	write_relations(&w, o.out, "given/20260925.as-rel2.txt", true);
	write_relations(&w, o.out, "truth.as-rel2.txt", false);
	if (o.given)
		write_relations(&w, data, "topology/20260925.as-rel2.txt", true);
	world_run(&w, data);
	write_truth(&w, o.out);
	snprintf(name, sizeof name, "%zu messages, %zu table entries", w.n_messages, w.n_entries);
	printf("world: %s: %u networks, %zu prefixes, %zu events, %s\n", o.out, w.topo.n, w.atom_prefix.n,
	       w.event.n - 1, name);
	fini(&w);
	return 0;
}
