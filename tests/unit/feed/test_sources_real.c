/* The real data folders: what each of their files is. */
#include "feed/sources.h"
#include "folder.h"

struct expected {
	const char *file;
	enum source_kind kind;
	const char *as_of; /* NULL: that of the file */
};

static const struct expected jinx[] = {
    {"rir/delegated-afrinic-latest", SOURCE_DELEGATED, "2014-06-30T00:00:00Z"},
    {"rir/delegated-apnic-latest", SOURCE_DELEGATED, "2014-07-01T00:00:00Z"},
    {"rir/delegated-lacnic-latest", SOURCE_DELEGATED, "2014-06-29T00:00:00Z"},
    {"rir/delegated-ripencc-latest", SOURCE_DELEGATED, "2014-06-30T21:59:59Z"},
    {"rpki/vrps-2015.csv", SOURCE_VRPS, NULL},
    {"topology/20140101.as-rel.txt", SOURCE_RELATIONSHIPS, "2014-01-01T00:00:00Z"},
    {NULL, SOURCE_BGP, NULL},
};
static const struct expected rrc04[] = {
    {"irr/ripe-nonauth.db.route.gz", SOURCE_IRR, NULL},
    {"irr/ripe-nonauth.db.route6.gz", SOURCE_IRR, NULL},
    {"irr/ripe.db.as-block.gz", SOURCE_IRR, NULL},
    {"irr/ripe.db.as-set.gz", SOURCE_IRR, NULL},
    {"rir/delegated-afrinic-extended-latest", SOURCE_DELEGATED, "2019-09-11T00:00:00Z"},
    {"rir/delegated-apnic-20210715", SOURCE_DELEGATED, "2021-07-15T00:00:00Z"},
    {"rir/delegated-iana-latest", SOURCE_DELEGATED, "2019-09-11T00:00:00Z"},
    {"rir/delegated-lacnic-extended-latest", SOURCE_DELEGATED, "2019-09-10T00:00:00Z"},
    {NULL, SOURCE_BGP, NULL},
};
static const struct expected youtube[] = {
    {"orgs/20080402.as-org2info.jsonl.gz", SOURCE_ORGS, "2008-04-02T00:00:00Z"},
    {"reference/ipasn_20080501_v12.dat.gz", SOURCE_UNKNOWN, NULL},
    {"topology/20080101.as-rel.txt", SOURCE_RELATIONSHIPS, "2008-01-01T00:00:00Z"},
    {NULL, SOURCE_BGP, NULL},
};
static const struct expected rpki[] = {
    {"ripe-validator3/roas-response.json", SOURCE_VRPS, NULL},
    {"roa_test.routinator_jsonext", SOURCE_VRPS, "2025-03-09T21:45:54Z"},
    {"roa_test.rpkiclient2021_json", SOURCE_VRPS, "2021-09-01T00:04:19Z"},
    {"roa_test.rpkiclient2023_json", SOURCE_VRPS, "2023-10-01T00:05:43Z"},
    {"rpkiclient_summary_20250720T093135Z.json.bz2", SOURCE_VRPS, "2025-07-20T09:31:33Z"},
    {"stayrtr-tests/b324e2ca.test.rpki.json", SOURCE_UNKNOWN, NULL}, /* one line, the name of a file */
    {"stayrtr-tests/smalltest.rpki.json", SOURCE_VRPS, "2021-07-27T18:56:02Z"},
    {"stayrtr-tests/test.rpki.json", SOURCE_VRPS, "2023-07-27T18:56:02Z"},
    {"stayrtr-tests/test.slurm.json", SOURCE_UNKNOWN, NULL},
    {NULL, SOURCE_BGP, NULL},
};

static void one_folder(const char *data, const char *name, const struct expected *want, size_t n_bgp)
{
	char dir[600];
	struct sources s;
	size_t n = 0, bgp = 0;
	snprintf(dir, sizeof dir, "%s/%s", data, name);
	sources_init(&s, NULL);
	assert_int_equal(sources_open(&s, dir, 2, NULL), ERR_OK);
	for (size_t i = 0; i < s.at.n; i++) {
		const struct source *one = &s.at.at[i];
		if (one->kind == SOURCE_BGP) {
			assert_int_equal(one->as_of, INSTANT_NONE);
			bgp++;
			continue;
		}
		assert_non_null(want[n].file);
		assert_string_equal(one->file, want[n].file);
		assert_int_equal(one->kind, want[n].kind);
		assert_true((one->why_not != NULL) == (one->kind == SOURCE_UNKNOWN));
		if (want[n].as_of)
			assert_int_equal(one->as_of, at(want[n].as_of));
		n++;
	}
	assert_null(want[n].file);
	assert_int_equal(bgp, n_bgp);
	assert_int_equal(s.collectors.n, n_bgp > 0);
	sources_fini(&s);
}

static void real_folders(void **state)
{
	(void)state;
	const char *data = getenv("NORMA_DATA");
	one_folder(data, "jinx-2014", jinx, 3);
	one_folder(data, "rrc04-2022", rrc04, 35);
	one_folder(data, "youtube-2008", youtube, 189);
	one_folder(data, "rpki", rpki, 0);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(real_folders)};
TEST_MAIN_DATA(tests)
