#include "story.h"

static uint8_t judge_prefix(void *ctx, const struct prefix *p, const char **reason)
{
	struct world *w = ctx;
	w->n_judged++;
	*reason = "test";
	return p->family == FAMILY_V4 && (w->everything || p->hi >> 56 == 10) ? EVENT_FULL : EVENT_CLASS_NONE;
}

static uint8_t judge_asn(void *ctx, asn_t asn, const char **reason)
{
	struct world *w = ctx;
	w->n_judged++;
	*reason = "test";
	return (asn >= 64512 && asn < 70000) || asn == w->also ? EVENT_FULL : EVENT_CLASS_NONE;
}

static void changed(void *ctx, const struct rib_change *c)
{
	struct world *w = ctx;
	bogon_detector_change(w->d, c, w->now);
	if (w->forged) {
		history_change(w->history, c);
		forged_change(w->forged, c, w->now);
		leak_change(w->m1, c, w->now);
		misorigin_change(w->m2, c, w->now);
		return;
	}
	if (w->m1)
		leak_change(w->m1, c, w->now);
	if (!w->m2)
		return;
	history_change(w->history, c);
	misorigin_change(w->m2, c, w->now);
}

void world_init(struct world *w)
{
	*w = (struct world){0};
	w->d = bogon_detector_new((struct bogon_judge){judge_prefix, judge_asn, w},
	                          (struct track_limits){.end_wait = 900, .end_share = 10}, NULL, NULL);
	w->rib = rib_new((struct rib_limits){.hold = 900}, (struct rib_observer){changed, w});
	bogon_detector_attach(w->d, w->rib);
	for (uint32_t i = 0; i < PEERS; i++)
		w->peer[i] = rib_peer_find(w->rib, 0, addr_from_v4(0x01000001 + i), 101 + i);
}

static bool claimed(void *ctx, const struct prefix *p, asn_t origin)
{
	(void)ctx;
	(void)origin;
	return p->family == FAMILY_V4 && p->hi >> 56 == 9;
}

void world_misorigins(struct world *w)
{
	struct misorigin_options o = {.track = {.end_wait = 900, .end_share = 10},
	                              .transfer = 900,
	                              .settle = 86400,
	                              .shortest = {8, 12},
	                              .claimed = claimed};
	w->history = history_new(w->rib, (struct history_limits){86400, 365 * 86400, 30 * 86400});
	w->m2 = misorigin_detector_new(w->rib, w->history, &o);
}

static bool is_listed(const asn_t *list, asn_t asn)
{
	for (size_t i = 0; i < LISTED_MAX && list[i]; i++)
		if (list[i] == asn)
			return true;
	return false;
}

static enum relation turned(enum relation r)
{
	return r == RELATION_PROVIDER ? RELATION_CUSTOMER : r == RELATION_CUSTOMER ? RELATION_PROVIDER : r;
}

static enum relation relation(void *ctx, asn_t of, asn_t neighbour)
{
	const struct world *w = ctx;
	for (size_t i = w->n_links; i-- > 0;) {
		const struct world_link *l = &w->link[i];
		if (l->x == of && l->y == neighbour)
			return l->y_is;
		if (l->y == of && l->x == neighbour)
			return turned(l->y_is);
	}
	return neighbour > 100 && neighbour <= 100 + PEERS ? RELATION_CUSTOMER : RELATION_UNKNOWN;
}

static bool transit_free(void *ctx, asn_t asn)
{
	return is_listed(((struct world *)ctx)->transit_free, asn);
}

static enum trail_kind kind(void *ctx, asn_t asn)
{
	return is_listed(((struct world *)ctx)->route_server, asn) ? TRAIL_PASSED : TRAIL_NETWORK;
}

static uint32_t cone(void *ctx, asn_t asn)
{
	(void)ctx;
	return asn;
}

static bool in_cone(void *ctx, asn_t of, asn_t member)
{
	(void)ctx;
	return of == 7 && member == 6;
}

static uint8_t aspa(void *ctx, asn_t customer, asn_t provider)
{
	(void)ctx;
	return customer != 7 ? 0 : provider == 22 ? 1 : 2;
}

void world_link(struct world *w, asn_t x, asn_t y, enum relation y_is)
{
	assert_true(w->n_links < RELATIONS_MAX);
	w->link[w->n_links++] = (struct world_link){x, y, y_is};
}

static void links(struct world *w)
{
	world_link(w, 11, 12, RELATION_PEER);
	world_link(w, 21, 11, RELATION_PROVIDER);
	world_link(w, 22, 12, RELATION_PROVIDER);
	world_link(w, 21, 22, RELATION_PEER);
	world_link(w, 5, 21, RELATION_PROVIDER);
	world_link(w, 6, 8, RELATION_PROVIDER);
	world_link(w, 7, 21, RELATION_PROVIDER);
	world_link(w, 7, 22, RELATION_PROVIDER);
	world_link(w, 7, 8, RELATION_PEER);
	world_link(w, 7, 9, RELATION_PEER);
}

void world_leaks(struct world *w)
{
	struct leak_judge j = {.relation = relation,
	                       .transit_free = transit_free,
	                       .kind = kind,
	                       .cone = cone,
	                       .in_cone = in_cone,
	                       .aspa = aspa,
	                       .ctx = w};
	struct leak_options o = {.track = {.end_wait = 900, .end_share = 10},
	                         .triple = {86400, 90 * 86400, 3},
	                         .edge = {86400, 300 * 86400, 1},
	                         .originated_back = 30 * 86400,
	                         .transfer = 900,
	                         .settle = 86400,
	                         .mass = {4, 3, 600},
	                         .vote_within = 900};
	links(w);
	w->m1 = leak_detector_new(w->rib, &j, &o);
}

void world_forged(struct world *w)
{
	struct forged_options o = {
	    .track = {.end_wait = 900, .end_share = 10}, .transfer = 900, .settle = 86400, .prefixes = 4};
	w->forged = forged_detector_new(w->rib, w->history, leak_trail(w->m1), &o);
}

void world_fini(struct world *w)
{
	event_list_fini(&w->forged_events);
	forged_detector_free(w->forged);
	event_list_fini(&w->m1_events);
	leak_detector_free(w->m1);
	event_list_fini(&w->m2_events);
	misorigin_detector_free(w->m2);
	history_free(w->history);
	event_list_fini(&w->events);
	bogon_detector_free(w->d);
	rib_free(w->rib);
}

static void clock_to(struct world *w, uint32_t t)
{
	w->now = t;
	rib_advance(w->rib, t);
}

static path_id path_of(struct world *w, uint32_t p, const char *rest)
{
	struct path_hop hops[16] = {{101 + p, PATH_HOP_ASN}};
	size_t n = 1;
	for (char *end; *rest; rest = end) {
		bool set = strncmp(rest, " {", 2) == 0;
		hops[n++] = (struct path_hop){.asn = (asn_t)strtoul(rest + 2 * set, &end, 10),
		                              .kind = set ? PATH_HOP_SET : PATH_HOP_ASN};
		end += *end == '}';
	}
	return path_intern(rib_paths(w->rib), hops, n);
}

void world_say(struct world *w, uint32_t t, uint32_t p, const char *prefix, const char *rest)
{
	struct prefix pfx;
	assert_int_equal(prefix_parse(prefix, strlen(prefix), &pfx), ERR_OK);
	clock_to(w, t);
	if (!*rest) {
		rib_withdraw(w->rib, t, w->peer[p], &pfx);
		return;
	}
	rib_announce(w->rib, t, w->peer[p], &pfx, path_of(w, p, rest));
}

void world_dump(struct world *w, uint32_t t, const char *const *entries, size_t n)
{
	clock_to(w, t);
	struct rib_stage *s = rib_stage_begin(w->rib, 0);
	for (size_t i = 0; i < n; i++) {
		unsigned p, originated;
		char prefix[64], rest[64];
		struct prefix pfx;
		assert_int_equal(sscanf(entries[i], "%u %63s %u %63[^\n]", &p, prefix, &originated, rest), 4);
		assert_int_equal(prefix_parse(prefix, strlen(prefix), &pfx), ERR_OK);
		unsigned f = rib_family(pfx.family);
		path_id path = path_of(w, p, rest);
		prefix_id id = rib_stage_record(s, t, &pfx);
		rib_stage_entry(s, t, w->peer[p], pfx.family, id, path);
		if (w->m1)
			leak_staged(w->m1, t, path, originated);
		if (w->history)
			history_staged(w->history, t, f, id, path_get(rib_paths(w->rib), path)->origin,
			               originated);
	}
	rib_stage_end(s);
	if (w->m1)
		leak_dumped(w->m1);
	if (w->history)
		history_dumped(w->history);
}

void world_all(struct world *w, uint32_t t, uint32_t from, uint32_t to, const char *prefix, const char *rest)
{
	for (uint32_t p = from; p < to; p++)
		world_say(w, t, p, prefix, rest);
}

void world_down(struct world *w, uint32_t t, uint32_t p)
{
	clock_to(w, t);
	rib_session_down(w->rib, t, w->peer[p]);
}

void world_up(struct world *w, uint32_t t, uint32_t p)
{
	clock_to(w, t);
	rib_session_up(w->rib, t, w->peer[p]);
}

void world_end(struct world *w, uint32_t t)
{
	clock_to(w, t);
	bogon_detector_finish(w->d, t, &w->events);
	if (w->forged)
		forged_finish(w->forged, t, &w->forged_events);
	if (w->m1)
		leak_finish(w->m1, t, &w->m1_events);
	if (w->m2)
		misorigin_finish(w->m2, t, &w->m2_events);
}
