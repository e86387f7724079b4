/*
 * infer-paths: relations from paths, without a data folder around them.
 *
 *     infer-paths < LINES          one fact a line; the oracle compares what comes out
 *     infer-paths --made N         N made-up paths instead; prints counts only: the benchmark
 *
 * Lines: "path 1 2 3", "otc 2 1 2 3" (a path whose OTC attribute is 2), and, before these, "rs 9", "lan 7 1",
 * "aspa 1 2" (customer, provider), "reserved 64512".
 */
#include "base/hash.h"
#include "base/mem.h"
#include "topo/infer.h"

#include <stdio.h>
#include <string.h>

enum { WORDS = 4096 };

/* ---- given paths */

struct facts {
	VEC(uint64_t) aspa;
	VEC(asn_t) reserved, route_servers;
	VEC(uint64_t) participants; /* LAN << 32 | ASN */
};

static bool is_reserved(void *ctx, asn_t asn)
{
	const struct facts *f = ctx;
	for (size_t i = 0; i < f->reserved.n; i++)
		if (f->reserved.at[i] == asn)
			return true;
	return false;
}

static bool is_provider(void *ctx, asn_t customer, asn_t provider)
{
	const struct facts *f = ctx;
	for (size_t i = 0; i < f->aspa.n; i++)
		if (f->aspa.at[i] == ((uint64_t)customer << 32 | provider))
			return true;
	return false;
}

static bool is_route_server(void *ctx, asn_t asn)
{
	const struct facts *f = ctx;
	for (size_t i = 0; i < f->route_servers.n; i++)
		if (f->route_servers.at[i] == asn)
			return true;
	return false;
}

static bool takes_part(const struct facts *f, uint32_t lan, asn_t asn)
{
	for (size_t i = 0; i < f->participants.n; i++)
		if (f->participants.at[i] == ((uint64_t)lan << 32 | asn))
			return true;
	return false;
}

static bool is_multilateral(void *ctx, asn_t x, asn_t y)
{
	const struct facts *f = ctx;
	for (size_t i = 0; i < f->participants.n; i++)
		if ((asn_t)f->participants.at[i] == x &&
		    takes_part(f, (uint32_t)(f->participants.at[i] >> 32), y))
			return true;
	return false;
}

static size_t numbers_read(char *text, asn_t *out)
{
	size_t n = 0;
	char *end = text;
	for (unsigned long v = strtoul(text, &end, 10); end != text && n < WORDS;
	     v = strtoul(text, &end, 10)) {
		out[n++] = (asn_t)v;
		text = end;
	}
	return n;
}

static enum err line_take(struct infer *in, struct facts *f, char *line)
{
	static asn_t at[WORDS];
	char *blank = strchr(line, ' ');
	if (!blank)
		return ERR_VALUE;
	*blank = '\0';
	size_t n = numbers_read(blank + 1, at);
	if (strcmp(line, "path") == 0)
		return infer_path(in, at, n, 0);
	if (strcmp(line, "otc") == 0 && n > 0)
		return infer_path(in, at + 1, n - 1, at[0]);
	if (strcmp(line, "rs") == 0 && n == 1)
		*vec_push(&f->route_servers) = at[0];
	else if (strcmp(line, "lan") == 0 && n == 2)
		*vec_push(&f->participants) = (uint64_t)at[0] << 32 | at[1];
	else if (strcmp(line, "aspa") == 0 && n == 2)
		*vec_push(&f->aspa) = (uint64_t)at[0] << 32 | at[1];
	else if (strcmp(line, "reserved") == 0 && n == 1)
		*vec_push(&f->reserved) = at[0];
	else
		return ERR_VALUE;
	return ERR_OK;
}

static enum err lines_take(struct infer *in, struct facts *f)
{
	char *line = NULL;
	size_t cap = 0;
	enum err e = ERR_OK;
	while (e == ERR_OK && getline(&line, &cap, stdin) > 0)
		e = line_take(in, f, line);
	free(line);
	return e;
}

static void print_relations(const struct inferred *r)
{
	printf("clique");
	for (size_t i = 0; i < r->n_clique; i++)
		printf(" %u", r->clique[i]);
	putchar('\n');
	for (size_t i = 0; i < relation_table_count(r->relations); i++) {
		struct relation_link l = relation_table_at(r->relations, i);
		bool turned = l.is == RELATION_PROVIDER; /* the provider first */
		printf("link %u %u %d %s %u\n", turned ? l.y : l.x, turned ? l.x : l.y,
		       l.is == RELATION_PEER ? 0 : -1, relation_step_name((enum relation_step)l.step),
		       l.confidence);
	}
}

static void print_cones(const char *what, const struct cone_table *t)
{
	for (size_t i = 0; t && i < cone_table_count(t); i++) {
		asn_t asn;
		size_t n;
		const asn_t *members = cone_table_at(t, i, &asn, &n);
		printf("%s %u", what, asn);
		for (size_t k = 0; k < n; k++)
			printf(" %u", members[k]);
		putchar('\n');
	}
}

/* ---- made-up paths: up from the vantage point, at most once across, down to the origin */

enum { NETWORKS = 70000, CORE = 16, TRANSIT = 9000, FEEDS = 80 };

static uint32_t dice(uint64_t a, uint64_t b, uint32_t sides)
{
	return (uint32_t)(hash_u64(hash_u64(a) + b) % sides);
}

/* One of the providers of a network, all of smaller number, the smaller the likelier. */
static uint32_t provider_of(uint32_t x, uint64_t turn)
{
	if (x < CORE)
		return x;
	uint32_t which = dice(x, turn, x % 5 + 1), among = x < TRANSIT ? x : TRANSIT;
	double share = (double)dice(x, which + 1000, 1 << 20) / (1 << 20);
	return (uint32_t)(share * share * share * among);
}

static size_t path_make(uint32_t feed, uint32_t origin, uint64_t turn, asn_t *path)
{
	asn_t down[INFER_HOPS_MAX];
	size_t n = 0, n_down = 0;
	uint32_t x = origin;
	for (; x >= CORE && n_down < INFER_HOPS_MAX / 2; x = provider_of(x, turn))
		down[n_down++] = x;
	down[n_down++] = x;
	for (x = feed; n < INFER_HOPS_MAX / 2; x = provider_of(x, origin % 3)) {
		path[n++] = x + 1;
		for (size_t i = 0; i < n_down; i++)
			if (down[i] == x) {
				while (i > 0)
					path[n++] = down[--i] + 1;
				return n;
			}
		if (x < CORE)
			break;
	}
	while (n_down > 0)
		path[n++] = down[--n_down] + 1;
	return n;
}

static enum err made_take(struct infer *in, uint64_t n)
{
	asn_t path[INFER_HOPS_MAX * 2];
	for (uint64_t i = 0; i < n; i++) {
		uint32_t feed = CORE + dice(7, i % FEEDS, TRANSIT - CORE),
		         origin = (uint32_t)(i / FEEDS % NETWORKS);
		enum err e = infer_path(in, path, path_make(feed, origin, i % FEEDS % 7, path), 0);
		if (e != ERR_OK)
			return e;
	}
	return ERR_OK;
}

int main(int argc, char **argv)
{
	struct facts f = {0};
	bool made = argc == 3 && strcmp(argv[1], "--made") == 0;
	struct infer_known known = {.is_reserved = is_reserved,
	                            .is_route_server = is_route_server,
	                            .is_provider = is_provider,
	                            .is_multilateral = is_multilateral,
	                            .ctx = &f};
	struct infer *in = infer_new(&known);
	enum err e = made ? made_take(in, strtoull(argv[2], NULL, 10)) : lines_take(in, &f);
	if (e != ERR_OK || (argc > 1 && !made)) {
		fputs("infer-paths: what is this?\n", stderr);
		return 2;
	}
	struct inferred *r = infer_run(in, true);
	printf("counts given %llu distinct %llu poisoned %llu networks %u links %u transit %u peers %u feeds "
	       "%u\n",
	       (unsigned long long)r->counts.given, (unsigned long long)r->counts.distinct,
	       (unsigned long long)r->counts.poisoned, r->counts.networks, r->counts.links, r->counts.transit,
	       r->counts.peers, r->counts.vantage_points);
	if (!made) {
		struct cone_table *all = cone_table_recursive(r->relations);
		print_relations(r);
		print_cones("cone", r->cones);
		print_cones("all", all);
		cone_table_free(all);
	}
	inferred_free(r);
	vec_free(&f.aspa);
	vec_free(&f.reserved);
	vec_free(&f.route_servers);
	vec_free(&f.participants);
	return 0;
}
