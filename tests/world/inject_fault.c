/* What goes wrong with collectors and registries: sessions, tables, clocks, trust anchors, statistics. */
#include "inject.h"

static bool is_resting(const struct world *w, uint32_t session, uint32_t down, uint32_t up)
{
	for (size_t i = 0; i < w->outage.n; i++)
		if (w->outage.v[i].session == session && down < w->outage.v[i].up + 900 &&
		    up + 900 > w->outage.v[i].down)
			return false;
	return true;
}

static void add_outage(struct world *w, uint32_t event, uint32_t session, uint32_t down, uint32_t length)
{
	down = world_settled(w, down);
	uint32_t up = world_settled(w, down + length);
	if (!is_resting(w, session, down, up) || up + 300 >= w->end)
		return;
	struct outage *o = LIST_ADD(w->outage);
	*o = (struct outage){.session = session, .down = down, .up = up};
	for (int k = 0; k < 2; k++) {
		struct change *c = LIST_ADD(w->change);
		*c = (struct change){.time = k ? up : down,
		                     .type = k ? CHANGE_UP : CHANGE_DOWN,
		                     .on = k,
		                     .atom = NONE,
		                     .event = (uint16_t)event};
		c->what = (uint32_t)w->outage.n - 1;
	}
}

static void reset_session(struct world *w)
{
	for (uint32_t tries = 0; tries < 1000; tries++) {
		uint32_t s = rng_below(&w->rng, (uint32_t)w->session.n), at, until;
		const struct vantage *v = &w->vantage.v[w->session.v[s].vantage];
		if (!v->full || v->noisy || v->stale)
			continue;
		span_short(w, &at, &until, 20, 400);
		uint32_t event = event_new(w, "session-reset", "", "silent", 0, at, until);
		octets_text(&w->event.v[event].more, ",\"collector\":\"%s\",\"peer\":%u",
		            w->collector.v[w->session.v[s].collector].name, asn_of(w, v->node));
		add_outage(w, event, s, at, until - at);
		return;
	}
}

static void flap_noisy(struct world *w)
{
	for (uint32_t s = 0; s < w->session.n; s++) {
		const struct vantage *v = &w->vantage.v[w->session.v[s].vantage];
		if (!v->noisy)
			continue;
		uint32_t t = w->start + rng_range(&w->rng, 1800, 7200);
		for (uint32_t often = v->full ? 20000 : 6000; t + 3600 < w->end;
		     t += rng_range(&w->rng, often, 2 * often))
			add_outage(w, 0, s, t, rng_range(&w->rng, 5, 1500));
	}
}

static void whole_hours(struct world *w, const char *kind, uint32_t c, uint32_t from, uint32_t until,
                        const char *what)
{
	uint32_t event = event_new(w, kind, "", "silent", 0, from, until);
	octets_text(&w->event.v[event].more, ",\"collector\":\"%s\",\"what\":\"%s\"", w->collector.v[c].name,
	            what);
}

void inject_faults(struct world *w)
{
	uint32_t n_collectors = (uint32_t)w->collector.n;
	w->ta_lost_snapshot = NONE;
	w->nro_day = NONE;
	for (uint32_t i = kind_count(w, "session-reset", "benign", false); i > 0; i--)
		reset_session(w);
	if (kind_wanted(w, "noisy-peers", "benign"))
		flap_noisy(w);
	if (kind_wanted(w, "rib-gap", "benign")) {
		struct collector *c = &w->collector.v[n_collectors - 1];
		c->gap_from = w->start + 3600;
		c->gap_until = w->start + 90000;
		whole_hours(w, "rib-gap", n_collectors - 1, c->gap_from, c->gap_until,
		            "no tables are written");
	}
	if (kind_wanted(w, "clock-jump", "benign")) {
		struct collector *c = &w->collector.v[0];
		c->jump_from = w->quiet + rng_range(&w->rng, 3600, 20000);
		c->jump_until = c->jump_from + 1200;
		c->jump = 420;
		whole_hours(w, "clock-jump", 0, c->jump_from, c->jump_until,
		            "times of messages are 420 s ahead");
	}
	if (kind_wanted(w, "trust-anchor-outage", "benign")) {
		w->ta_lost_rir = RIR_APNIC;
		w->ta_lost_snapshot = (w->quiet - w->start) / 28800 + 2;
		uint32_t at = vrp_snapshot_time(w, w->ta_lost_snapshot),
		         event = event_new(w, "trust-anchor-outage", "", "silent", 0, at, at + 28800);
		octets_text(&w->event.v[event].more, ",\"anchor\":\"apnic\"");
	}
	if (kind_wanted(w, "statistics-torn", "benign")) {
		w->nro_rir = RIR_RIPE;
		w->nro_day = (w->quiet / 86400) * 86400;
		uint32_t event =
		    event_new(w, "statistics-torn", "", "silent", 0, w->nro_day, w->nro_day + 86400);
		octets_text(&w->event.v[event].more, ",\"registry\":\"ripencc\",\"missing\":0.02");
	}
}
