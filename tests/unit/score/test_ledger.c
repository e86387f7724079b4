/* From events to what each network is charged with (doc/measurement.md sections 4 and 5). */
#include "../test.h"
#include "score/ledger.h"

enum { FROM = 1000000, TO = FROM + 31 * 86400 };

static struct ledger_event bogon(asn_t culprit, instant_t start, instant_t end)
{
	return (struct ledger_event){
	    .charge =
	        {.metric = 3, .class = 1, .peers_max = 20, .full_feeds = 40, .start = start, .end = end},
	    .culprit = culprit,
	    .n_peers = 20};
}

static const struct framework *framework(void)
{
	return framework_builtin(FRAMEWORK_DEFAULT);
}

static size_t count(struct ledger *l, asn_t asn)
{
	size_t n;
	(void)ledger_spans(l, asn, &n);
	return n;
}

static void culprit_and_neighbours(void **s)
{
	(void)s;
	struct ledger *l = ledger_new(framework(), FROM, TO, TO);
	/* a tenth of the 20 peers is 2; 14 had it through too few, 15 is known not to be a provider */
	struct ledger_accomplice by[] = {{11, 10, CHARGE_PROVIDER}, {12, 2, CHARGE_UNKNOWN},
	                                 {13, 2, CHARGE_PROVIDER},  {14, 1, CHARGE_PROVIDER},
	                                 {15, 20, CHARGE_OTHER},    {11, 3, CHARGE_PROVIDER},
	                                 {7, 20, CHARGE_PROVIDER}};
	struct ledger_event e = bogon(7, FROM + 50, FROM + 90);
	e.accomplices = by;
	e.n_accomplices = sizeof by / sizeof *by;
	ledger_add(l, &e);
	static const asn_t charged[] = {7, 11, 12, 13};
	asn_t asn = 0;
	for (size_t i = 0; i < 4; i++) {
		assert_true(ledger_asn_at(l, i, &asn));
		assert_int_equal(asn, charged[i]);
		size_t n;
		const struct network_span *span = ledger_spans(l, asn, &n);
		assert_int_equal(n, 1);
		assert_int_equal(span->metric, asn == 7 ? SCORE_M3 : SCORE_M3C);
		assert_int_equal(span->span.start, FROM + 50);
		assert_int_equal(span->span.end, FROM + 90);
		assert_int_equal(span->span.weight, DECIMAL_ONE);
	}
	assert_false(ledger_asn_at(l, 4, &asn));
	assert_int_equal(count(l, 14), 0);
	assert_int_equal(count(l, 15), 0);
	assert_int_equal(count(l, 0), 0);
	ledger_free(l);
}

static void unscored_is_not_written(void **s)
{
	(void)s;
	struct ledger *l = ledger_new(framework(), FROM, TO, TO);
	asn_t asn;
	struct ledger_event e = bogon(7, FROM + 50, FROM + 90);
	e.charge.class = 2; /* administrative */
	ledger_add(l, &e);
	e = bogon(7, FROM + 50, FROM + 90);
	e.charge.peers_max = 4;
	ledger_add(l, &e);
	e = bogon(7, FROM - 50, FROM);
	ledger_add(l, &e);
	e = bogon(7, TO, TO + 9);
	ledger_add(l, &e);
	e = bogon(7, FROM + 50, FROM + 90);
	e.charge.metric = 2;
	e.charge.confidence = CONFIDENCE_SUSPICIOUS;
	ledger_add(l, &e);
	assert_false(ledger_asn_at(l, 0, &asn));
	e.charge.confidence = CONFIDENCE_CONFIRMED;
	ledger_add(l, &e);
	assert_true(ledger_asn_at(l, 0, &asn));
	ledger_free(l);
}

static void an_open_event_ends_with_the_data_or_the_period(void **s)
{
	(void)s;
	const struct {
		instant_t data_end, want;
	} rows[] = {{TO - 900, TO}, {TO - 901, TO - 901}, {TO, TO}, {FROM + 60, FROM + 60}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct ledger *l = ledger_new(framework(), FROM, TO, rows[i].data_end);
		struct ledger_event e = bogon(7, FROM + 50, INSTANT_NONE);
		ledger_add(l, &e);
		size_t n;
		const struct network_span *span = ledger_spans(l, 7, &n);
		assert_int_equal(n, 1);
		assert_int_equal(span->span.end, rows[i].want);
		ledger_free(l);
	}
}

/* Many networks, added in no order and asked for in between. */
static void many(void **s)
{
	(void)s;
	struct ledger *l = ledger_new(framework(), FROM, TO, TO);
	for (uint32_t i = 0; i < 3000; i++) {
		asn_t asn = 1 + i * 7919 % 1000;
		struct ledger_event e = bogon(asn, FROM + i, FROM + i + 10);
		ledger_add(l, &e);
		if (i % 500 == 0)
			assert_int_equal(count(l, asn), 1 + i / 1000);
	}
	asn_t asn = 0;
	for (size_t i = 0; i < 1000; i++) {
		assert_true(ledger_asn_at(l, i, &asn));
		assert_int_equal(asn, i + 1);
		size_t n;
		const struct network_span *span = ledger_spans(l, asn, &n);
		assert_int_equal(n, 3);
		assert_true(span[0].span.start < span[1].span.start &&
		            span[1].span.start < span[2].span.start);
	}
	assert_false(ledger_asn_at(l, 1000, &asn));
	ledger_free(l);
}

/* The worked example of doc/measurement.md section 5: 29 min, 13 h, 25 h give 3.5. */
static void adds_up(void **s)
{
	(void)s;
	struct ledger *l = ledger_new(framework(), FROM, TO, TO);
	static const int minutes[] = {29, 13 * 60, 25 * 60};
	for (int i = 0; i < 3; i++) {
		instant_t start = FROM + (i + 1) * 5 * 86400;
		struct ledger_event e = bogon(7, start, start + minutes[i] * 60);
		ledger_add(l, &e);
	}
	struct network_period p = {.from = FROM, .to = TO, .bgp = true};
	struct network_facts facts = {.asn = 7};
	struct network_scores out;
	size_t n;
	const struct network_span *spans = ledger_spans(l, 7, &n);
	network_score(framework(), &p, &facts, spans, n, &out);
	assert_true(out.metrics[SCORE_M3].raw == 3.5);
	assert_int_equal(out.metrics[SCORE_M3].incidents, 3);
	ledger_free(l);
}

static void relations(void **s)
{
	(void)s;
	assert_int_equal(ledger_relation(RELATION_UNKNOWN), CHARGE_UNKNOWN);
	assert_int_equal(ledger_relation(RELATION_PROVIDER), CHARGE_PROVIDER);
	assert_int_equal(ledger_relation(RELATION_PEER), CHARGE_OTHER);
	assert_int_equal(ledger_relation(RELATION_CUSTOMER), CHARGE_OTHER);
	assert_int_equal(ledger_relation(RELATION_SIBLING), CHARGE_OTHER);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(culprit_and_neighbours),
    cmocka_unit_test(unscored_is_not_written),
    cmocka_unit_test(an_open_event_ends_with_the_data_or_the_period),
    cmocka_unit_test(many),
    cmocka_unit_test(adds_up),
    cmocka_unit_test(relations),
};
TEST_MAIN(tests)
