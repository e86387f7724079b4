/*
 * topology_answers DIR GENERIC_ABOVE [NAME...]: a data folder's topology, asked by lines on the standard
 * input
 * ("org X Y", "common X Y", "multilateral X Y", "server X", "never X", "lan PREFIX"); one number a line. For
 * topology.py.
 */
#include "feed/topology.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static struct prefix prefix(const char *s)
{
	struct prefix p;
	REQUIRE(prefix_parse(s, strlen(s), &p) == ERR_OK);
	return p;
}

static unsigned long long answer(struct topology *t, const char *what, const char *x, const char *y)
{
	const instant_t now = clock_civil(2030, 1, 1);
	asn_t a = (asn_t)strtoul(x, NULL, 10), b = (asn_t)strtoul(y, NULL, 10);
	if (strcmp(what, "org") == 0)
		return topology_same_org(t, a, b, now);
	if (strcmp(what, "common") == 0)
		return topology_common_exchanges(t, a, b, now);
	if (strcmp(what, "multilateral") == 0)
		return exchange_common_multilateral(topology_exchanges(t, now), a, b, NULL);
	if (strcmp(what, "server") == 0)
		return topology_is_route_server(t, a, now);
	if (strcmp(what, "never") == 0)
		return topology_never_via_route_servers(t, a, now);
	REQUIRE(strcmp(what, "lan") == 0);
	const struct prefix p = prefix(x);
	return topology_is_exchange_lan(t, &p, now);
}

int main(int argc, char **argv)
{
	struct sources sources;
	struct io_fail fail;
	REQUIRE(argc >= 3);
	sources_init(&sources, NULL);
	REQUIRE(sources_open(&sources, argv[1], 1, &fail) == ERR_OK);
	struct topology *t = topology_open(&sources);
	const struct topology_rules rules = {.org = {.generic_above = strtoul(argv[2], NULL, 10),
	                                             .generic = (const char *const *)argv + 3,
	                                             .n_generic = (size_t)argc - 3}};
	topology_judge(t, &rules);
	char line[128], what[16], x[64], y[64];
	while (fgets(line, sizeof line, stdin)) {
		int n = sscanf(line, "%15s %63s %63s", what, x, y);
		REQUIRE(n >= 2);
		printf("%llu\n", answer(t, what, x, n == 3 ? y : "0"));
	}
	topology_free(t);
	sources_fini(&sources);
	return 0;
}
