/* Clip, merge, drop, weigh, add: boundaries by hand, and 10^5 random cases against a second, plain way. */
#include "../test.h"
#include "score/incident.h"

#include <string.h>

#define MINUTE 60
#define HOUR   3600
#define DAY    86400
#define MONTH  (31 * DAY)
#define HALF   (DECIMAL_ONE / 2)
#define ONE    DECIMAL_ONE

static const struct framework *framework(void)
{
	return framework_builtin(FRAMEWORK_DEFAULT);
}

static void weights(void **s)
{
	(void)s;
	static const struct {
		int64_t seconds;
		decimal_t weight;
	} rows[] = {
	    {1, HALF},
	    {29 * MINUTE, HALF},
	    {30 * MINUTE - 1, HALF},
	    {30 * MINUTE, ONE},
	    {13 * HOUR, ONE},
	    {24 * HOUR - 1, ONE},
	    {24 * HOUR, 2 * ONE},
	    {25 * HOUR, 2 * ONE},
	    {48 * HOUR - 1, 2 * ONE},
	    {48 * HOUR, 3 * ONE},
	    {MONTH, 32 * ONE},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(incident_weight(framework(), rows[i].seconds), rows[i].weight);
}

enum { MAX = 4 };
struct sum_row {
	const char *what;
	struct incident_span spans[MAX];
	int64_t n, raw_n, raw_d;
	uint32_t incidents;
};

static const struct sum_row sums[] = {
    {"the example: 29 min, 13 h, 25 h",
     {{0, 29 * MINUTE, ONE}, {DAY, DAY + 13 * HOUR, ONE}, {5 * DAY, 5 * DAY + 25 * HOUR, ONE}},
     3,
     7,
     2,
     3},
    {"the example: in every daily sighting of a month of 31 days", {{0, MONTH, ONE}}, 1, 32, 1, 1},
    {"longer than the month", {{-DAY, MONTH + DAY, ONE}}, 1, 32, 1, 1},
    {"nothing", {{0, 0, 0}}, 0, 0, 1, 0},
    {"touching", {{0, 1000, ONE}, {1000, 2000, ONE}}, 2, 1, 1, 1},
    {"one second apart", {{0, 1000, ONE}, {1001, 2000, ONE}}, 2, 1, 1, 2},
    {"overlapping", {{0, 1000, ONE}, {500, 1700, ONE}}, 2, 1, 2, 1},
    {"one inside the other", {{0, 5000, ONE}, {100, 200, ONE}, {4000, 4500, ONE}}, 3, 1, 1, 1},
    {"transitive, in no order", {{0, 600, ONE}, {1200, 1800, ONE}, {600, 1200, ONE}}, 3, 1, 1, 1},
    {"of length 0", {{100, 100, ONE}}, 1, 0, 1, 0},
    {"of length 0 joins two", {{0, 100, ONE}, {100, 100, ONE}, {100, 1800, ONE}}, 3, 1, 1, 1},
    {"of other weight do not join", {{0, HOUR, ONE}, {0, HOUR, HALF}}, 2, 3, 2, 2},
    {"a tenth and a hundredth", {{0, HOUR, 100000}, {0, 60, 10000}}, 2, 21, 200, 2},
    {"of weight 0", {{0, HOUR, 0}}, 1, 0, 1, 0},
    {"clipped at the start", {{-3600, 1799, ONE}}, 1, 1, 2, 1},
    {"clipped at the start, 30 min left", {{-3600, 1800, ONE}}, 1, 1, 1, 1},
    {"clipped at the end", {{MONTH - 1800, MONTH + DAY, ONE}}, 1, 1, 1, 1},
    {"clipped at the end, 1 s less", {{MONTH - 1799, MONTH + DAY, ONE}}, 1, 1, 2, 1},
    {"before the period", {{-3600, -10, ONE}}, 1, 0, 1, 0},
    {"ends where the period starts", {{-3600, 0, ONE}}, 1, 0, 1, 0},
    {"starts where the period ends", {{MONTH, MONTH + DAY, ONE}}, 1, 0, 1, 0},
    {"after the period", {{MONTH + 5, MONTH + DAY, ONE}}, 1, 0, 1, 0},
    {"two outside do not become one inside", {{-50, -10, ONE}, {MONTH + 5, MONTH + 9, ONE}}, 2, 0, 1, 0},
};

static void fixed_sums(void **s)
{
	(void)s;
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
		struct incident_span *spans =
		    test_exact(sums[i].spans, (size_t)sums[i].n * sizeof(struct incident_span));
		struct incident_sum got = incident_add_up(framework(), spans, (size_t)sums[i].n, 0, MONTH);
		if (got.raw.n != sums[i].raw_n || got.raw.d != sums[i].raw_d ||
		    got.incidents != sums[i].incidents)
			fail_msg("%s: raw %lld/%lld, %u incidents", sums[i].what, (long long)got.raw.n,
			         (long long)got.raw.d, got.incidents);
		free(spans);
	}
}

/*
 * The plain way: a second t belongs to a group of weight w when a span of w, clipped, holds it. Neighbouring
 * seconds that belong are one incident, unless no span goes on from the one to the other: spans that touch
 * share no second, but they join, so neighbouring seconds always join.
 */
enum { SMALL = 400 };
static wide_t plain(const struct framework *f, const struct incident_span *spans, size_t n,
                    uint32_t *incidents)
{
	static const decimal_t kinds[] = {ONE, HALF, 250000};
	wide_t sum = 0;
	*incidents = 0;
	for (size_t k = 0; k < 3; k++) {
		bool has[SMALL + 1] = {false};
		for (size_t i = 0; i < n; i++)
			for (instant_t t = spans[i].start; t < spans[i].end; t++)
				if (spans[i].weight == kinds[k] && t >= 0 && t < SMALL)
					has[t] = true;
		int64_t run = 0;
		for (int t = 0; t <= SMALL; t++) {
			if (has[t]) {
				run++;
				continue;
			}
			if (run == 0)
				continue;
			decimal_t w = run / 24 >= 1 ? (run / 24 + 1) * ONE : run * 2 < 20 ? HALF : ONE;
			sum += (wide_t)w * kinds[k];
			(*incidents)++;
			run = 0;
		}
	}
	(void)f;
	return sum;
}

static uint64_t seed = 0x6e6f726d61;
static uint32_t next(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 20) % below;
}

static void random_sums(void **s)
{
	(void)s;
	static const decimal_t kinds[] = {ONE, HALF, 250000, 0};
	struct framework f = *framework();
	f.day = 24; /* a small world, so that every second can be asked */
	f.short_limit = 10;
	print_message("# seed %llu\n", (unsigned long long)seed);
	for (int round = 0; round < 100000; round++) {
		struct incident_span spans[12];
		size_t n = next(12) + (round % 2 ? 1 : 0);
		for (size_t i = 0; i < n; i++) {
			instant_t start = (instant_t)next(SMALL + 60) - 30;
			spans[i] =
			    (struct incident_span){start, start + next(next(2) ? 8 : 70), kinds[next(4)]};
		}
		uint32_t incidents;
		wide_t want = plain(&f, spans, n, &incidents);
		struct fraction raw = fraction_of(want, (wide_t)ONE * ONE);
		struct incident_sum got = incident_add_up(&f, spans, n, 0, SMALL);
		assert_int_equal(got.incidents, incidents);
		assert_int_equal(got.raw.n, raw.n);
		assert_int_equal(got.raw.d, raw.d);
	}
}

static void order_does_not_matter(void **s)
{
	(void)s;
	struct incident_span a[8], b[8];
	for (int round = 0; round < 2000; round++) {
		for (int i = 0; i < 8; i++) {
			instant_t start = next(MONTH);
			a[i] = (struct incident_span){start, start + next(3 * DAY), next(2) ? ONE : HALF};
		}
		memcpy(b, a, sizeof a);
		for (int i = 7; i > 0; i--) {
			uint32_t j = next((uint32_t)i + 1);
			struct incident_span t = b[i];
			b[i] = b[j];
			b[j] = t;
		}
		struct incident_sum x = incident_add_up(framework(), a, 8, 0, MONTH);
		struct incident_sum y = incident_add_up(framework(), b, 8, 0, MONTH);
		assert_int_equal(x.incidents, y.incidents);
		assert_int_equal(fraction_cmp(x.raw, y.raw), 0);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(weights),
    cmocka_unit_test(fixed_sums),
    cmocka_unit_test(random_sums),
    cmocka_unit_test(order_does_not_matter),
};
TEST_MAIN(tests)
