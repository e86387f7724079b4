/* One network: every metric's values, every reason for having none, action scores and readiness. */
#include "../test.h"
#include "score/network.h"

#include <math.h>
#include <string.h>

#define ONE  DECIMAL_ONE
#define HOUR 3600

static const struct network_period april = {
    .from = 0, .to = 30 * 86400, .bgp = true, .vrps = FACT_YES, .invalid_routes = 40};

/* A network about which everything is known and good. */
static struct network_facts good(void)
{
	return (struct network_facts){
	    .asn = 64496,
	    .routes = {.total = 12, .counted = 10, .rov_valid = 10, .irr_valid = 8, .irr_covering = 2},
	    .vrps = FACT_YES,
	    .irr = FACT_YES,
	    .policy = FACT_YES,
	    .contact = {FACT_YES, FACT_NO_SOURCE, FACT_NO},
	    .sessions = 3,
	};
}

static struct network_scores score(const char *framework, const struct network_period *period,
                                   const struct network_facts *facts, const struct network_span *spans,
                                   size_t n)
{
	struct network_scores out;
	memset(&out, 0x5a, sizeof out); /* everything has to be set */
	network_score(framework_builtin(framework), period, facts, spans, n, &out);
	return out;
}

static void all_good(void **s)
{
	(void)s;
	struct network_facts facts = good();
	struct network_scores r = score("manrs-2024", &april, &facts, NULL, 0);
	for (int i = 0; i < SCORE_METRICS; i++) {
		const struct metric_result *m = &r.metrics[i];
		bool measured = i > SCORE_M2C;
		assert_int_equal(m->has_raw, measured);
		assert_int_equal(m->no_data, measured ? NO_DATA_NONE : NO_DATA_NOT_MEASURED);
		assert_int_equal(m->has_score, measured && i != SCORE_M7RPKIN && i != SCORE_M9);
	}
	for (int i = 0; i < SCORE_ACTIONS; i++) {
		assert_true(r.actions[i].has_value);
		assert_true(r.actions[i].value == 1);
		assert_int_equal(r.actions[i].readiness, READINESS_READY);
		assert_int_equal(r.actions[i].no_data, NO_DATA_NONE);
	}
	assert_true(r.actions[SCORE_FILTERING].partial); /* M2 is not measured yet */
	assert_true(r.metrics[SCORE_M2].scored);
	assert_false(r.metrics[SCORE_M1].scored);
	assert_false(r.metrics[SCORE_M9].scored);
	assert_string_equal(no_data_text((enum no_data)r.metrics[SCORE_M1].no_data), "not measured");
}

static void nothing_known(void **s)
{
	(void)s;
	struct network_facts facts = {.asn = 64496};
	struct network_period empty = {.from = 0, .to = 86400};
	struct network_scores r = score("manrs-2024", &empty, &facts, NULL, 0);
	static const struct {
		enum score_metric metric;
		enum no_data why;
	} rows[] = {{SCORE_M1, NO_DATA_NOT_MEASURED}, {SCORE_M2C, NO_DATA_NOT_MEASURED},
	            {SCORE_M3, NO_DATA_NO_BGP},       {SCORE_M4C, NO_DATA_NO_BGP},
	            {SCORE_M5, NO_DATA_NO_SESSION},   {SCORE_M8, NO_DATA_NO_CONTACTS},
	            {SCORE_M7IRR, NO_DATA_NO_BGP},    {SCORE_M7RPKI, NO_DATA_NO_BGP},
	            {SCORE_M6, NO_DATA_NO_IRR},       {SCORE_M7RPKIN, NO_DATA_NO_BGP},
	            {SCORE_M9, NO_DATA_NO_BGP}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_false(r.metrics[rows[i].metric].has_raw);
		assert_int_equal(r.metrics[rows[i].metric].no_data, rows[i].why);
	}
	static const enum no_data actions[] = {NO_DATA_NO_BGP, NO_DATA_NO_SESSION, NO_DATA_NO_CONTACTS,
	                                       NO_DATA_NO_BGP, NO_DATA_NO_BGP};
	for (int i = 0; i < SCORE_ACTIONS; i++) {
		assert_false(r.actions[i].has_value);
		assert_int_equal(r.actions[i].readiness, READINESS_NO_DATA);
		assert_int_equal(r.actions[i].no_data, actions[i]);
	}
}

static void routes(void **s)
{
	(void)s;
	struct network_facts facts = good();
	facts.routes = (struct network_routes){.total = 100,
	                                       .counted = 100,
	                                       .rov_valid = 90,
	                                       .rov_invalid = 5,
	                                       .rov_not_found = 5,
	                                       .irr_valid = 50,
	                                       .irr_covering = 30,
	                                       .irr_invalid = 12,
	                                       .irr_not_found = 8};
	struct network_scores r = score("manrs-2024", &april, &facts, NULL, 0);
	assert_true(r.actions[SCORE_INFORMATION_RPKI].value == 0.4);
	assert_int_equal(r.actions[SCORE_INFORMATION_RPKI].readiness, READINESS_LAGGING);
	assert_true(r.actions[SCORE_INFORMATION_IRR].value == 0.8);
	assert_int_equal(r.actions[SCORE_INFORMATION_IRR].readiness, READINESS_READY);
	assert_true(r.metrics[SCORE_M7RPKIN].raw == 0.05);
	assert_false(r.metrics[SCORE_M7RPKIN].has_score);
	facts.routes.rov_unknown = 1; /* one route without a fresh snapshot freezes the score */
	facts.vrps = FACT_STALE;
	r = score("manrs-2024", &april, &facts, NULL, 0);
	assert_int_equal(r.metrics[SCORE_M7RPKI].no_data, NO_DATA_STALE_VRPS);
	assert_int_equal(r.metrics[SCORE_M7RPKIN].no_data, NO_DATA_STALE_VRPS);
	assert_true(r.metrics[SCORE_M7IRR].has_score);
	facts.routes.irr_unknown = 1;
	facts.irr = FACT_NO_SOURCE;
	r = score("manrs-2024", &april, &facts, NULL, 0);
	assert_int_equal(r.metrics[SCORE_M7IRR].no_data, NO_DATA_NO_IRR);
	facts.routes.counted = 0;
	r = score("manrs-2024", &april, &facts, NULL, 0);
	assert_int_equal(r.metrics[SCORE_M7IRR].no_data, NO_DATA_NO_ROUTE);
	assert_int_equal(r.actions[SCORE_INFORMATION_RPKI].no_data, NO_DATA_NO_ROUTE);
}

static void contacts(void **s)
{
	(void)s;
	static const struct {
		uint8_t state[CONTACT_SOURCES];
		int raw; /* below 0: no data */
		enum no_data why;
	} rows[] = {
	    {{FACT_YES, FACT_NO, FACT_NO_SOURCE}, 1, NO_DATA_NONE},
	    {{FACT_NO, FACT_STALE, FACT_YES}, 1, NO_DATA_NONE},
	    {{FACT_NO, FACT_NO_SOURCE, FACT_NO}, 0, NO_DATA_NONE},
	    {{FACT_NO_SOURCE, FACT_NO_SOURCE, FACT_NO}, 0, NO_DATA_NONE},
	    {{FACT_STALE, FACT_NO_SOURCE, FACT_NO}, 0, NO_DATA_NONE},
	    {{FACT_STALE, FACT_NO_SOURCE, FACT_NO_SOURCE}, -1, NO_DATA_STALE_CONTACTS},
	    {{FACT_NO_SOURCE, FACT_NO_SOURCE, FACT_NO_SOURCE}, -1, NO_DATA_NO_CONTACTS},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct network_facts facts = good();
		memcpy(facts.contact, rows[i].state, sizeof facts.contact);
		struct network_scores r = score("manrs-2024", &april, &facts, NULL, 0);
		const struct metric_result *m = &r.metrics[SCORE_M8];
		assert_int_equal(m->has_raw, rows[i].raw >= 0);
		assert_int_equal(m->no_data, rows[i].why);
		if (m->has_raw)
			assert_true(m->raw == rows[i].raw && m->score == rows[i].raw);
	}
}

static void spoofing(void **s)
{
	(void)s;
	static const struct {
		uint32_t blocks;
		const char *score;
		enum readiness level;
	} rows[] = {{0, "1.00", READINESS_READY},
	            {1, "0.49", READINESS_LAGGING},
	            {2, "0.36", READINESS_LAGGING},
	            {3, "0.29", READINESS_LAGGING},
	            {4, "0.24", READINESS_LAGGING}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct network_facts facts = good();
		facts.spoofed_blocks = rows[i].blocks;
		struct network_scores r = score("manrs-2024", &april, &facts, NULL, 0);
		char text[16];
		snprintf(text, sizeof text, "%.2f", r.actions[SCORE_ANTI_SPOOFING].value);
		assert_string_equal(text, rows[i].score);
		assert_int_equal(r.actions[SCORE_ANTI_SPOOFING].readiness, rows[i].level);
		assert_true(r.metrics[SCORE_M5].raw == rows[i].blocks);
	}
}

static void policy_and_passed(void **s)
{
	(void)s;
	struct network_facts facts = good();
	facts.policy = FACT_NO;
	facts.passed_invalid = 10;
	struct network_scores r = score("manrs-2024", &april, &facts, NULL, 0);
	assert_true(r.metrics[SCORE_M6].has_raw && r.metrics[SCORE_M6].raw == 0);
	assert_true(r.metrics[SCORE_M9].raw == 10 && r.metrics[SCORE_M9].share == 0.25);
	facts.policy = FACT_STALE;
	struct network_period old = april;
	old.vrps = FACT_STALE;
	r = score("manrs-2024", &old, &facts, NULL, 0);
	assert_int_equal(r.metrics[SCORE_M6].no_data, NO_DATA_STALE_IRR);
	assert_int_equal(r.metrics[SCORE_M9].no_data, NO_DATA_STALE_VRPS);
	struct network_period clean = april;
	clean.invalid_routes = 0;
	facts.passed_invalid = 0;
	r = score("manrs-2024", &clean, &facts, NULL, 0);
	assert_true(r.metrics[SCORE_M9].has_raw && r.metrics[SCORE_M9].share == 0);
}

static void filtering(void **s)
{
	(void)s;
	/* The worked example on M3, a half on M4C, and a weight 0 that shows in nothing. */
	static const struct network_span spans[] = {
	    {SCORE_M4C, {1000, 1000 + 600, ONE}},
	    {SCORE_M3, {0, 29 * 60, ONE}},
	    {SCORE_M3, {86400, 86400 + 13 * HOUR, ONE}},
	    {SCORE_M3, {5 * 86400, 5 * 86400 + 25 * HOUR, ONE}},
	    {SCORE_M4, {0, HOUR, 0}},
	    {SCORE_M1, {0, HOUR, ONE}},
	};
	struct network_facts facts = good();
	struct network_period all = april;
	all.leaks = all.misoriginations = all.bogons_partial = true;
	struct network_scores r = score("manrs-2024", &all, &facts, spans, 6);
	assert_true(r.metrics[SCORE_M3].raw == 3.5);
	assert_int_equal(r.metrics[SCORE_M3].incidents, 3);
	assert_true(r.metrics[SCORE_M3].partial && r.actions[SCORE_FILTERING].partial);
	assert_true(r.metrics[SCORE_M4C].raw == 0.5 && r.metrics[SCORE_M4C].score == 0.6);
	assert_true(r.metrics[SCORE_M4].raw == 0 && r.metrics[SCORE_M4].score == 1);
	assert_true(r.metrics[SCORE_M1].raw == 1 && !r.metrics[SCORE_M1].scored);
	assert_false(r.metrics[SCORE_M2].partial);
	double m3 = pow(0.6, sqrt(7));
	assert_true(fabs(r.actions[SCORE_FILTERING].value - (4 + 0.6 + m3) / 6) < 1e-15);
	r = score("norma-1", &all, &facts, spans, 6);
	assert_true(fabs(r.actions[SCORE_FILTERING].value - (6 + pow(0.6, sqrt(2)) - 1 + 0.6 + m3) / 8) <
	            1e-15);
	/* Without detectors of leaks and misoriginations: the mean of what there is, M3 to M4C. */
	r = score("manrs-2018", &april, &facts, spans, 6);
	assert_true(fabs(r.actions[SCORE_FILTERING].value - (2 + 0.6 + m3) / 4) < 1e-15);
}

static void on_the_level(void **s)
{
	(void)s;
	/* Two of four at 0.6: exactly 0.8. Three of four: below. All: exactly 0.6. */
	static const struct network_span spans[] = {{SCORE_M3, {0, 60, ONE}},
	                                            {SCORE_M3C, {0, 60, ONE}},
	                                            {SCORE_M4, {0, 60, ONE}},
	                                            {SCORE_M4C, {0, 60, ONE}}};
	static const enum readiness want[] = {READINESS_READY, READINESS_READY, READINESS_READY,
	                                      READINESS_ASPIRING, READINESS_ASPIRING};
	struct network_facts facts = good();
	for (size_t n = 0; n <= 4; n++) {
		struct network_scores r = score("manrs-2024", &april, &facts, spans, n);
		assert_int_equal(r.actions[SCORE_FILTERING].readiness, want[n]);
		assert_true(fabs(r.actions[SCORE_FILTERING].value - (1 - 0.1 * (double)n)) < 1e-15);
	}
}

static void no_metric(void **s)
{
	(void)s;
	struct framework f = *framework_builtin("manrs-2024");
	f.metrics[SCORE_M8].scored = 0;
	struct network_facts facts = good();
	struct network_scores r;
	network_score(&f, &april, &facts, NULL, 0, &r);
	assert_false(r.actions[SCORE_COORDINATION].has_value);
	assert_int_equal(r.actions[SCORE_COORDINATION].no_data, NO_DATA_NO_METRIC);
	assert_true(r.metrics[SCORE_M8].has_score);
}

static void sizes_and_conformance(void **s)
{
	(void)s;
	const struct framework *f = framework_builtin(FRAMEWORK_DEFAULT);
	assert_int_equal(size_class_of(f, 0), SIZE_SMALL);
	assert_int_equal(size_class_of(f, 1), SIZE_SMALL);
	assert_int_equal(size_class_of(f, 2), SIZE_MEDIUM);
	assert_int_equal(size_class_of(f, 180), SIZE_MEDIUM);
	assert_int_equal(size_class_of(f, 181), SIZE_LARGE);
	assert_string_equal(size_class_name(SIZE_LARGE), "large");
	const struct framework_programme *operators = &f->programmes[PROGRAMME_OPERATORS];
	const struct framework_programme *cdns = &f->programmes[PROGRAMME_CDNS];
	assert_true(programme_conforms(operators, 9, 10) && !programme_conforms(operators, 89, 100));
	assert_true(programme_conforms(cdns, 10, 10) && !programme_conforms(cdns, 999, 1000));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(all_good),  cmocka_unit_test(nothing_known),
    cmocka_unit_test(routes),    cmocka_unit_test(contacts),
    cmocka_unit_test(spoofing),  cmocka_unit_test(policy_and_passed),
    cmocka_unit_test(filtering), cmocka_unit_test(on_the_level),
    cmocka_unit_test(no_metric), cmocka_unit_test(sizes_and_conformance),
};
TEST_MAIN(tests)
