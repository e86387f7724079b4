/* Which events are one incident, for people (doc/measurement.md section 4.7), and what it was judged by. */
#include "filled.h"

static void put(struct store *s, struct store_event e, const asn_t *victims, size_t n)
{
	e.victims = victims;
	e.n_victims = n;
	assert_int_equal(store_put_event(s, &e), ERR_OK);
}

static struct query *incidents(struct store *s, struct query_incidents *l)
{
	filled_commit(s);
	struct query *q = filled_query();
	assert_int_equal(query_incidents(q, l), ERR_OK);
	return q;
}

static void done(struct query *q, struct query_incidents *l)
{
	query_incidents_fini(l);
	query_close(q);
}

/* Within 60 minutes it is one, with its gap; a second more and it is two. */
static void an_hour(void **state)
{
	(void)state;
	struct store *s = filled_begin(FROM, TO, TO);
	put(s, filled_event(1, 3, 7, T, T + 100), NULL, 0);
	put(s, filled_event(2, 3, 7, T + 3700, T + 3800), NULL, 0);
	put(s, filled_event(3, 3, 7, T + 7401, T + 7500), NULL, 0);
	put(s, filled_event(4, 4, 7, T + 10, T + 90), NULL, 0); /* another kind */
	put(s, filled_event(5, 3, 8, T + 20, T + 90), NULL, 0); /* another culprit */
	struct query_incidents l;
	struct query *q = incidents(s, &l);
	assert_int_equal(l.incidents.n, 4);
	const struct query_incident *first = &l.incidents.at[0], *last = &l.incidents.at[3];
	assert_int_equal(first->events.n, 2);
	assert_int_equal(first->start, T);
	assert_int_equal(first->end, T + 3800);
	assert_true(first->weight == 1); /* two of half a weight: the gap does not count in scores */
	assert_int_equal(first->prefixes.n, 1);
	assert_int_equal(last->events.n, 1);
	assert_int_equal(last->start, T + 7401);
	assert_int_equal(l.incidents.at[1].lead->metric, 4);
	assert_int_equal(l.incidents.at[2].lead->culprit, 8);
	done(q, &l);
}

/* A long event that ends late reaches over short ones. */
static void reach(void **state)
{
	(void)state;
	struct store *s = filled_begin(FROM, TO, TO);
	put(s, filled_event(1, 3, 7, T, T + 20000), NULL, 0);
	put(s, filled_event(2, 3, 7, T + 10, T + 20), NULL, 0);
	put(s, filled_event(3, 3, 7, T + 23600, T + 23700), NULL, 0);
	struct query_incidents l;
	struct query *q = incidents(s, &l);
	assert_int_equal(l.incidents.n, 1);
	assert_int_equal(l.incidents.at[0].events.n, 3);
	done(q, &l);
}

static const asn_t one[] = {100}, two[] = {101}, both[] = {101, 100}, other_way[] = {100, 101};

/* Misoriginations: by victims, but for those that are of one mass. */
static void of_one_mass(void **state)
{
	static const asn_t first[] = {200}, second[] = {201};
	(void)state;
	struct store *s = filled_begin(FROM, TO, TO);
	put(s, filled_event(1, 2, 7, T, T + 100), first, 1);
	put(s, filled_event(2, 2, 7, T, T + 100), second, 1);
	struct store_event mass = filled_event(3, 2, 8, T, T + 100),
	                   beside = filled_event(5, 2, 8, T, T + 100);
	mass.tags = "[{\"name\":\"mass\",\"points\":25}]";
	put(s, mass, first, 1);
	mass.id = 4;
	put(s, mass, second, 1);
	put(s, beside, second, 1);
	struct query_incidents l;
	struct query *q = incidents(s, &l);
	assert_int_equal(l.incidents.n, 4);
	size_t n_both = 0;
	for (size_t i = 0; i < l.incidents.n; i++)
		n_both += l.incidents.at[i].lead->culprit == 8 && l.incidents.at[i].victims.n == 2;
	assert_int_equal(n_both, 1);
	done(q, &l);
}

/* A leak: other victims join within 15 minutes, the same within 60. */
static void leaks(void **state)
{
	(void)state;
	struct store *s = filled_begin(FROM, TO, TO);
	put(s, filled_event(1, 1, 7, T, T + 100), one, 1);
	put(s, filled_event(2, 1, 7, T + 1000, T + 1100), two, 1);       /* 15 minutes */
	put(s, filled_event(3, 1, 7, T + 2001, T + 2002), both, 2);      /* a second more: not */
	put(s, filled_event(4, 1, 7, T + 5602, T + 5603), other_way, 2); /* 60 minutes */
	struct query_incidents l;
	struct query *q = incidents(s, &l);
	assert_int_equal(l.incidents.n, 2);
	assert_int_equal(l.incidents.at[0].events.n, 2);
	assert_int_equal(l.incidents.at[0].victims.n, 2);
	assert_int_equal(l.incidents.at[0].victims.at[0], 100);
	assert_int_equal(l.incidents.at[1].events.n, 2);
	assert_string_equal(query_incident_kind(l.incidents.at[0].lead), "leak");
	done(q, &l);
}

/* One victim, one misorigination; what was only considered is not part of what happened. */
static void misoriginations(void **state)
{
	(void)state;
	struct store *s = filled_begin(FROM, TO, TO);
	struct store_event e = filled_event(3, 2, 7, T + 50, T + 60);
	put(s, filled_event(1, 2, 7, T, T + 100), one, 1);
	put(s, filled_event(2, 2, 7, T, T + 100), two, 1);
	e.confidence = CONFIDENCE_BENIGN;
	put(s, e, one, 1);
	e = filled_event(4, 2, 7, T + 70, T + 80);
	e.kind = EVENT_FORGED_ORIGIN;
	e.confidence = CONFIDENCE_SUSPICIOUS;
	put(s, e, one, 1);
	e = filled_event(5, 2, 7, T - 10, T + 80);
	e.confidence = CONFIDENCE_SUSPICIOUS;
	put(s, e, one, 1);
	struct query_incidents l;
	struct query *q = incidents(s, &l);
	assert_int_equal(l.incidents.n, 4);
	assert_int_equal(l.incidents.at[0].events.n, 2);
	assert_int_equal(l.incidents.at[0].start, T - 10);
	assert_int_equal(l.incidents.at[0].lead->id, 1); /* the confident one speaks */
	assert_int_equal(l.incidents.at[3].lead->kind, EVENT_FORGED_ORIGIN);
	assert_string_equal(query_incident_kind(l.incidents.at[3].lead), "forged-origin");
	assert_true(l.incidents.at[3].weight == 0); /* suspicious, and forged: manrs-2024 scores neither */
	assert_true(query_incident_has(&l.incidents.at[0], 100, ROLE_VICTIM));
	assert_false(query_incident_has(&l.incidents.at[0], 100, ROLE_CULPRIT));
	assert_true(query_incident_has(&l.incidents.at[0], 7, ROLE_ANY));
	done(q, &l);
}

static void identity(void **state)
{
	(void)state;
	struct store *s = filled_begin(FROM, TO, TO);
	put(s, filled_event(0xfedcba9876543210U, 3, 7, T, T + 100), NULL, 0);
	put(s, filled_event(2, 3, 7, T + 200, T + 300), NULL, 0);
	struct query_incidents l;
	struct query *q = incidents(s, &l);
	char text[QUERY_ID_TEXT];
	uint64_t id;
	assert_string_equal(query_id_format(text, 0xfedcba9876543210U), "fedcba9876543210");
	assert_int_equal(query_id_parse(text, &id), ERR_OK);
	assert_ptr_equal(query_incident_find(&l, id), &l.incidents.at[0]);
	assert_ptr_equal(query_incident_find(&l, l.incidents.at[0].id), &l.incidents.at[0]);
	assert_null(query_incident_find(&l, 3));
	assert_int_equal(query_id_parse("", &id), ERR_VALUE);
	assert_int_equal(query_id_parse("12x", &id), ERR_VALUE);
	assert_int_equal(query_id_parse("12345678901234567", &id), ERR_VALUE);
	uint64_t before = l.incidents.at[0].id;
	done(q, &l);
	/* later events do not change the name of what began earlier */
	s = filled_begin(FROM, TO, TO);
	put(s, filled_event(9, 3, 7, T, T + 100), NULL, 0);
	q = incidents(s, &l);
	assert_int_equal(l.incidents.at[0].id, before);
	done(q, &l);
}

struct seen {
	char text[64];
};

static bool see_evidence(void *ctx, const struct store_evidence *x)
{
	struct seen *s = ctx;
	snprintf(s->text + strlen(s->text), sizeof s->text - strlen(s->text), "%u.%u ", (unsigned)x->event,
	         x->seq);
	return true;
}

static bool see_message(void *ctx, const struct store_message *x)
{
	struct seen *s = ctx;
	snprintf(s->text + strlen(s->text), sizeof s->text - strlen(s->text), "%.*s ", (int)x->len,
	         (const char *)x->raw);
	return true;
}

static void judged_by(void **state)
{
	(void)state;
	struct store *s = filled_begin(FROM, TO, TO);
	put(s, filled_event(1, 3, 7, T, T + 100), NULL, 0);
	put(s, filled_event(2, 3, 7, T + 200, T + 300), NULL, 0);
	static const struct {
		uint64_t event;
		uint32_t seq, time;
		int64_t message;
	} rows[] = {
	    {1, 0, T + 5, 1}, {1, 1, T + 9, 3}, {2, 0, T + 7, 0}, {2, 1, T + 9, 3}, {2, 2, T + 20, -1}};
	for (size_t i = 0; i < 5; i++) {
		struct store_evidence e = {.event = rows[i].event,
		                           .seq = rows[i].seq,
		                           .time = rows[i].time,
		                           .message = rows[i].message,
		                           .collector = "c",
		                           .peer_ip = addr_from_v4(1),
		                           .prefix = {.len = 0, .family = FAMILY_V4},
		                           .path = "1"};
		assert_int_equal(store_put_evidence(s, &e), ERR_OK);
	}
	for (int64_t i = 0; i < 4; i++) {
		char raw[2] = {(char)('a' + i), 0};
		struct store_message m = {.id = i, .file = "f", .raw = raw, .len = 1};
		assert_int_equal(store_put_message(s, &m), ERR_OK);
	}
	struct query_incidents l;
	struct query *q = incidents(s, &l);
	struct seen seen = {0};
	assert_int_equal(query_evidence(q, &l, &l.incidents.at[0], see_evidence, &seen), ERR_OK);
	assert_string_equal(seen.text, "1.0 2.0 1.1 2.1 2.2 ");
	seen.text[0] = 0;
	assert_int_equal(query_messages(q, &l, &l.incidents.at[0], see_message, &seen), ERR_OK);
	assert_string_equal(seen.text, "b a d ");
	done(q, &l);
}

#define IN_DIR(f) cmocka_unit_test_setup_teardown(f, filled_make, filled_remove)
static const struct CMUnitTest tests[] = {
    IN_DIR(an_hour),         IN_DIR(reach),    IN_DIR(of_one_mass), IN_DIR(leaks),
    IN_DIR(misoriginations), IN_DIR(identity), IN_DIR(judged_by),
};
TEST_MAIN(tests)
