/* Events as they are stored and charged: which concern the period, and what is written of each. */
#include "../feed/folder.h"
#include "measure/events.h"

#define FROM  INT64_C(1000000)
#define TO    INT64_C(2000000)
#define UNTIL INT64_C(1900000) /* the last record */

static struct sources sources;
static struct rib *rib;
static struct framework framework;
static struct events_options options;
static struct event_list list;
static struct period_events events;

static int begin(void **state)
{
	int failed = folder_new(state);
	folder_put("topology/19700101.as-rel.txt", "1970-01-10T00:00:00Z", "10|66|-1\n11|66|0\n66|12|-1\n");
	sources_init(&sources, NULL);
	assert_int_equal(sources_open(&sources, folder_dir, 1, NULL), ERR_OK);
	rib = rib_new((struct rib_limits){.hold = 900}, (struct rib_observer){0});
	framework_defaults(&framework); /* an event has three peers */
	options = (struct events_options){.framework = &framework,
	                                  .rib = rib,
	                                  .topology = topology_open(&sources),
	                                  .from = FROM,
	                                  .to = TO,
	                                  .data_end = UNTIL,
	                                  .full_feeds = {[RIB_V4] = 40, [RIB_V6] = 7}};
	list = (struct event_list){0};
	return failed;
}

static int end(void **state)
{
	events_fini(&events);
	event_list_fini(&list);
	topology_free(options.topology);
	rib_free(rib);
	sources_fini(&sources);
	return folder_end(state);
}

/* The number of a prefix in the RIB: it is there once somebody has announced it. */
static prefix_id known(const char *text)
{
	struct prefix p;
	assert_int_equal(prefix_parse(text, strlen(text), &p), ERR_OK);
	unsigned f = rib_family(p.family);
	peer_id peer = rib_peer_find(rib, 0, addr_from_v4(1), 1);
	struct path_hop hop = {.asn = 1, .kind = PATH_HOP_ASN};
	rib_announce(rib, 1, peer, &p, path_intern(rib_paths(rib), &hop, 1));
	for (prefix_id id = 0; id < rib_prefix_count(rib, f); id++)
		if (prefix_eq(&rib_prefix_at(rib, f, id)->prefix, &p))
			return id;
	fail();
	return 0;
}

static unsigned family(const char *text)
{
	return strchr(text, ':') ? RIB_V6 : RIB_V4;
}

static struct event *add(struct event e)
{
	if (list.n == list.cap)
		list.at = mem_grow(list.at, &list.cap, list.n + 1, sizeof *list.at);
	e.n_peak = e.n_peak ? e.n_peak : 10;
	e.n_peers = e.n_peers ? e.n_peers : 12;
	list.at[list.n] = e;
	return &list.at[list.n++];
}

static struct event *bogon_prefix_event(const char *prefix, asn_t culprit, instant_t start, instant_t stop)
{
	return add((struct event){.metric = METRIC_M3,
	                          .class = EVENT_FULL,
	                          .family = (uint8_t)family(prefix),
	                          .culprit = culprit,
	                          .prefix = known(prefix),
	                          .reason = "why",
	                          .start = (uint32_t)start,
	                          .end = (uint32_t)stop});
}

static struct event *bogon_asn_event(asn_t culprit, asn_t bogon, const char *const *prefixes)
{
	struct event *e = add((struct event){.metric = METRIC_M4,
	                                     .class = EVENT_FULL,
	                                     .culprit = culprit,
	                                     .bogon = bogon,
	                                     .start = (uint32_t)FROM + 100,
	                                     .end = (uint32_t)FROM + 200});
	for (; *prefixes; prefixes++)
		*vec_push(&e->prefixes) =
		    (struct event_prefix){.family = (uint8_t)family(*prefixes), .id = known(*prefixes)};
	return e;
}

static void collect(void)
{
	events_fini(&events);
	events_collect(&list, &options, &events);
}

/* The period takes the instants from its first on, and not its end. */
static void of_the_period(void **state)
{
	static const struct {
		instant_t start, stop;
		bool kept;
	} rows[] = {
	    {FROM - 200, FROM - 1, false}, {FROM - 200, FROM, true}, {FROM - 200, TO + 1, true},
	    {FROM, FROM + 1, true},        {TO - 1, TO + 500, true}, {TO, TO + 500, false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		event_list_fini(&list);
		list = (struct event_list){0};
		bogon_prefix_event("10.0.0.0/8", 66, rows[i].start, rows[i].stop);
		collect();
		if (events.n != rows[i].kept)
			fail_msg("row %zu", i);
	}
	/* open: it goes on, however long ago it began */
	event_list_fini(&list);
	list = (struct event_list){0};
	bogon_prefix_event("10.0.0.0/8", 66, FROM - 500, 0)->open = true;
	collect();
	assert_int_equal(events.n, 1);
}

static void too_few_peers(void **state)
{
	(void)state;
	bogon_prefix_event("10.0.0.0/8", 66, FROM, FROM + 9)->n_peak = 2;
	bogon_prefix_event("10.1.0.0/16", 66, FROM, FROM + 9)->n_peak = 3;
	collect();
	assert_int_equal(events.n, 1);
	assert_int_equal(events.at[0].row.peers_max, 3);
}

static void row_of_a_prefix(void **state)
{
	(void)state;
	struct event *e = bogon_prefix_event("10.0.0.0/8", 66, FROM + 5, FROM + 65);
	e->n_announcements = 77;
	e->visible[2] = (uint32_t)FROM + 6;
	collect();
	const struct store_event *r = &events.at[0].row;
	assert_int_equal(r->metric, 3);
	assert_int_equal(r->culprit, 66);
	assert_int_equal(r->start, FROM + 5);
	assert_int_equal(r->end, FROM + 65);
	assert_int_equal(r->peers_max, 10);
	assert_int_equal(r->peers_total, 12);
	assert_int_equal(r->announcements, 77);
	assert_int_equal(r->visible[2], FROM + 6);
	assert_int_equal(r->n_prefixes, 1);
	assert_int_equal(r->prefixes[0].len, 8);
	assert_string_equal(r->rule, "bogon-prefix");
	assert_string_equal(r->reason, "why");
	assert_int_equal(r->confidence, CONFIDENCE_CONFIRMED);
	assert_int_equal(r->score, 100);
	assert_int_equal(events.at[0].ledger.charge.full_feeds, 40);
	assert_int_equal(events.at[0].ledger.charge.end, FROM + 65);
	assert_int_equal(events.at[0].ledger.n_peers, 12);
}

/* What a registry holds back may be a fault of its books. */
static void administrative(void **state)
{
	(void)state;
	bogon_prefix_event("2001:db8::/32", 66, FROM, FROM + 9)->class = EVENT_ADMINISTRATIVE;
	collect();
	assert_int_equal(events.at[0].row.confidence, CONFIDENCE_SUSPICIOUS);
	assert_int_equal(events.at[0].row.score, 50);
	assert_int_equal(events.at[0].ledger.charge.class, EVENT_ADMINISTRATIVE);
	assert_int_equal(events.at[0].ledger.charge.full_feeds, 7);
}

/* Stored with the end of the data; charged as one that has none. */
static void open_one(void **state)
{
	(void)state;
	bogon_prefix_event("10.0.0.0/8", 66, FROM, 0)->open = true;
	collect();
	assert_true(events.at[0].row.open);
	assert_int_equal(events.at[0].row.end, UNTIL);
	assert_int_equal(events.at[0].ledger.charge.end, INSTANT_NONE);
}

static void prefixes_of_an_asn(void **state)
{
	static const char *const some[] = {"2001:db8::/32", "80.1.0.0/16", "80.0.0.0/16", NULL};
	static const int lens[] = {16, 16, 32};
	(void)state;
	bogon_asn_event(66, 64512, some);
	collect();
	const struct store_event *r = &events.at[0].row;
	assert_string_equal(r->rule, "bogon-asn");
	assert_int_equal(r->bogon, 64512);
	assert_int_equal(r->n_prefixes, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(r->prefixes[i].len, lens[i]);
		assert_true(i == 0 || prefix_cmp(&r->prefixes[i - 1], &r->prefixes[i]) < 0);
	}
	assert_int_equal(events.at[0].ledger.charge.full_feeds,
	                 7); /* of two families the one that has fewer */
}

/* The same thing has the same id in every run; prefixes of an ASN come in any order. */
static void ids(void **state)
{
	static const char *const one[] = {"80.1.0.0/16", "80.0.0.0/16", NULL};
	static const char *const other[] = {"80.0.0.0/16", "80.1.0.0/16", NULL};
	uint64_t id;
	(void)state;
	bogon_asn_event(66, 64512, one);
	collect();
	id = events.at[0].row.id;
	event_list_fini(&list);
	list = (struct event_list){0};
	bogon_asn_event(66, 64512, other);
	bogon_asn_event(66, 64513, other);
	bogon_asn_event(67, 64512, other);
	bogon_prefix_event("80.0.0.0/16", 66, FROM + 100, FROM + 200);
	bogon_prefix_event("80.1.0.0/16", 66, FROM + 100, FROM + 200);
	bogon_prefix_event("80.0.0.0/17", 66, FROM + 100, FROM + 200);
	bogon_prefix_event("80.0.0.0/16", 66, FROM + 101, FROM + 200);
	collect();
	assert_int_equal(events.n, 7);
	size_t same = 0;
	for (size_t i = 0; i < events.n; i++) {
		same += events.at[i].row.id == id;
		assert_true(events.at[i].row.id != 0);
		for (size_t k = 0; k < i; k++)
			assert_true(events.at[i].row.id != events.at[k].row.id);
	}
	assert_int_equal(same, 1);
}

static void in_order(void **state)
{
	(void)state;
	bogon_prefix_event("10.3.0.0/16", 66, FROM + 9, FROM + 50);
	for (asn_t asn = 1; asn < 20; asn++)
		bogon_prefix_event("10.1.0.0/16", asn, FROM + 7, FROM + 50);
	bogon_prefix_event("10.2.0.0/16", 66, FROM + 1, FROM + 50);
	collect();
	assert_int_equal(events.n, 21);
	for (size_t i = 1; i < events.n; i++) {
		const struct store_event *a = &events.at[i - 1].row, *b = &events.at[i].row;
		assert_true(a->start < b->start || (a->start == b->start && a->id < b->id));
	}
	assert_ptr_equal(events.at[0].event, &list.at[20]);
}

/* What the neighbour is to the culprit: its provider answers for it, a peer or a customer does not. */
static void relations(void **state)
{
	static const struct {
		asn_t asn;
		enum relation stored;
		enum charge_relation charged;
	} rows[] = {{10, RELATION_PROVIDER, CHARGE_PROVIDER},
	            {11, RELATION_PEER, CHARGE_OTHER},
	            {12, RELATION_CUSTOMER, CHARGE_OTHER},
	            {13, RELATION_UNKNOWN, CHARGE_UNKNOWN}};
	(void)state;
	struct event *e = bogon_prefix_event("10.0.0.0/8", 66, FROM, FROM + 9);
	for (uint32_t i = 0; i < 4; i++)
		*vec_push(&e->accomplices) = (struct accomplice){.asn = rows[i].asn, .n_peers = i + 1};
	collect();
	const struct period_event *p = &events.at[0];
	assert_int_equal(p->row.n_accomplices, 4);
	assert_int_equal(p->ledger.n_accomplices, 4);
	for (uint32_t i = 0; i < 4; i++) {
		assert_int_equal(p->row.accomplices[i].asn, rows[i].asn);
		assert_int_equal(p->row.accomplices[i].n_peers, i + 1);
		assert_int_equal(p->row.accomplices[i].relation, rows[i].stored);
		assert_int_equal(p->ledger.accomplices[i].asn, rows[i].asn);
		assert_int_equal(p->ledger.accomplices[i].n_peers, i + 1);
		assert_int_equal(p->ledger.accomplices[i].relation, rows[i].charged);
	}
}

static void none(void **state)
{
	(void)state;
	collect();
	assert_int_equal(events.n, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
static const struct CMUnitTest tests[] = {
    T(of_the_period),      T(too_few_peers), T(row_of_a_prefix), T(administrative), T(open_one),
    T(prefixes_of_an_asn), T(ids),           T(in_order),        T(relations),      T(none),
};
TEST_MAIN(tests)
