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
	                              .shortest = {8, 12},
	                              .claimed = claimed};
	w->history = history_new(w->rib, (struct history_limits){86400, 365 * 86400, 30 * 86400});
	w->m2 = misorigin_detector_new(w->rib, w->history, &o);
}

void world_fini(struct world *w)
{
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
	for (char *end; *rest; rest = end)
		hops[n++] = (struct path_hop){.asn = (asn_t)strtoul(rest, &end, 10), .kind = PATH_HOP_ASN};
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
		if (w->history)
			history_staged(w->history, t, f, id, path_get(rib_paths(w->rib), path)->origin,
			               originated);
	}
	rib_stage_end(s);
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
	if (w->m2)
		misorigin_finish(w->m2, t, &w->m2_events);
}
