/* A store filled by hand, for one test: filled_begin, put, filled_end gives a query on it. */
#ifndef NORMA_TESTS_UNIT_QUERY_FILLED_H
#define NORMA_TESTS_UNIT_QUERY_FILLED_H

#include "../test.h"
#include "query/incidents.h"

#include <string.h>
#include <unistd.h>

enum { FROM = 1398902400, TO = FROM + 31 * 86400, T = FROM + 86400 }; /* May 2014, and its second day */

static char filled_dir[] = "/tmp/norma-query-XXXXXX";
static char filled_path[64];

static inline int filled_make(void **s)
{
	(void)s;
	strcpy(filled_dir + strlen(filled_dir) - 6, "XXXXXX");
	if (!mkdtemp(filled_dir))
		return -1;
	snprintf(filled_path, sizeof filled_path, "%s/x.db", filled_dir);
	return 0;
}

static inline int filled_remove(void **s)
{
	(void)s;
	static const char *const names[] = {"", "-wal", "-shm"};
	for (size_t i = 0; i < 3; i++) {
		char file[80];
		snprintf(file, sizeof file, "%s%s", filled_path, names[i]);
		(void)unlink(file);
	}
	return rmdir(filled_dir);
}

static inline struct store *filled_begin(instant_t from, instant_t to, instant_t data_end)
{
	struct store *s;
	struct buf why = {0};
	assert_int_equal(store_open(filled_path, STORE_WRITE, &s, &why), ERR_OK);
	struct store_period p = {.start = from,
	                         .end = to,
	                         .observed_from = from,
	                         .observed_to = data_end,
	                         .data_end = data_end,
	                         .framework = "manrs-2024",
	                         .framework_text = framework_builtin_text("manrs-2024"),
	                         .full_feeds_v4 = 40,
	                         .full_feeds_v6 = 20,
	                         .min_peers_v4 = 5,
	                         .min_peers_v6 = 5,
	                         .vrps = FACT_YES,
	                         .invalid_routes = 8,
	                         .summary = "{}"};
	assert_int_equal(store_begin(s, &p), ERR_OK);
	return s;
}

static inline void filled_commit(struct store *s)
{
	assert_int_equal(store_commit(s), ERR_OK);
	store_close(s);
}

static inline struct query *filled_query(void)
{
	struct query *q;
	struct buf why = {0};
	enum err e = query_open(filled_path, &q, &why);
	if (e != ERR_OK)
		print_message("# %s\n", why.at);
	assert_int_equal(e, ERR_OK);
	return q;
}

static inline struct store_event filled_event(uint64_t id, unsigned metric, asn_t culprit, uint32_t start,
                                              uint32_t end)
{
	static const struct prefix prefix = {.hi = 10ULL << 56, .len = 24, .family = FAMILY_V4};
	return (struct store_event){.id = id,
	                            .metric = (uint8_t)metric,
	                            .class = metric >= 3 ? 1 : 0,
	                            .confidence = CONFIDENCE_CONFIRMED,
	                            .score = 100,
	                            .culprit = culprit,
	                            .rule = "r",
	                            .reason = "w",
	                            .tags = "[]",
	                            .start = start,
	                            .end = end,
	                            .peers_max = 20,
	                            .peers_total = 20,
	                            .prefixes = &prefix,
	                            .n_prefixes = 1};
}

#endif
