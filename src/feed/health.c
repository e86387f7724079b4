#include "feed/health.h"

#include "base/hash.h"
#include "base/mem.h"
#include "feed/skew.h"

#include <stdlib.h>
#include <string.h>

enum {
	DAY = 86400,
	QUARTER = 900, /* seconds: in such steps it is counted how long a collector has recorded */
	SAMPLE = 256,  /* prefixes of a table that are looked for when it is sent again, about */
	BITS = 2048,   /* in which they are told apart */
};

/* Why a session is not believed. */
enum mute { HEARD, MUTE_STALE, MUTE_GARBAGE };

struct stretch { /* what happened how often, and when */
	uint64_t n;
	uint32_t from, to;
};

struct session {
	uint32_t first;    /* word; 0: none yet */
	uint32_t heard;    /* the last one */
	uint32_t quarters; /* of its collector's when it was last heard, or first dumped */
	bool dumped;       /* it stands in a dump */
	uint8_t mute;      /* enum mute */
	uint32_t up_at;
	struct stretch flaps, stale;
	struct stretch garbage;
	uint64_t garbage_of;

	/* the window that runs */
	uint32_t window;    /* its beginning */
	uint32_t n_sampled; /* of the table that it began with; 0: too small to be looked at */
	uint32_t every;     /* which share of the prefixes is looked for, a power of two */
	uint32_t n_seen, n_good, n_bad;
	bool again; /* the table has been sent in it */
	uint64_t bits[BITS / 64];
};

struct collector {
	uint32_t quarters; /* distinct ones in which it recorded a session */
	uint32_t quarter;  /* the last of them */
	uint32_t first;    /* record of a session */
	uint32_t first_table;
	VEC(uint32_t) tables; /* when they were begun */
	struct stretch again;
	uint64_t again_up; /* of these soon after the session came up */
	uint64_t clock, twice;
	int32_t ahead; /* seconds that its clock is, where that is too much */
};

struct health {
	struct rib *rib;
	struct health_limits l;
	struct skew *skew;
	VEC(struct session) sessions;     /* by peer */
	VEC(struct collector) collectors; /* by number */
	VEC(struct health_finding) found;
};

const char *health_kind_name(enum health_kind k)
{
	static const char *const names[HEALTH_KINDS] = {
#define HEALTH_KIND_NAME(kind, name) name,
	    HEALTH_KIND_LIST(HEALTH_KIND_NAME)
#undef HEALTH_KIND_NAME
	};
	REQUIRE(k < HEALTH_KINDS);
	return names[k];
}

struct health *health_new(struct rib *rib, const struct health_limits *l)
{
	struct health *h = mem_new(1, sizeof *h);
	h->rib = rib;
	h->l = *l;
	h->skew = skew_new();
	return h;
}

void health_free(struct health *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->collectors.n; i++)
		vec_free(&h->collectors.at[i].tables);
	vec_free(&h->collectors);
	vec_free(&h->sessions);
	vec_free(&h->found);
	skew_free(h->skew);
	free(h);
}

static struct session *session_of(struct health *h, peer_id peer)
{
	while (h->sessions.n <= peer)
		*vec_push(&h->sessions) = (struct session){0};
	return &h->sessions.at[peer];
}

static struct collector *collector_at(struct health *h, uint16_t collector)
{
	while (h->collectors.n <= collector)
		*vec_push(&h->collectors) = (struct collector){0};
	return &h->collectors.at[collector];
}

static struct collector *collector_of(struct health *h, peer_id peer)
{
	return collector_at(h, rib_peer_get(h->rib, peer)->collector);
}

static void stretch_add(struct stretch *s, uint32_t t)
{
	if (s->n++ == 0)
		s->from = t;
	s->to = t;
}

/* ---- what sessions say */

static void window_begin(struct health *h, struct session *s, uint32_t t, peer_id peer)
{
	const struct rib_peer *p = rib_peer_get(h->rib, peer);
	uint32_t n = p->table[RIB_V4].n + p->table[RIB_V6].n;
	s->window = t;
	s->n_good = s->n_bad = s->n_seen = 0;
	s->again = false;
	memset(s->bits, 0, sizeof s->bits);
	s->every = 1;
	while (n / s->every > 2 * SAMPLE)
		s->every *= 2;
	s->n_sampled = n < h->l.table_least ? 0 : n / s->every;
}

bool health_heard(struct health *h, uint32_t t, peer_id peer)
{
	struct session *s = session_of(h, peer);
	struct collector *c = collector_of(h, peer);
	if (c->quarter != t / QUARTER || c->quarters == 0) {
		c->quarter = t / QUARTER;
		c->quarters++;
	}
	if (c->first == 0)
		c->first = t;
	if (s->first == 0)
		s->first = t ? t : 1;
	s->heard = t;
	s->quarters = c->quarters;
	if (s->window == 0 || t - s->window >= h->l.window)
		window_begin(h, s, t, peer);
	if (s->mute == MUTE_STALE) {
		rib_session_unmute(h->rib, t, peer);
		s->mute = HEARD;
	}
	return s->mute == HEARD;
}

void health_state(struct health *h, uint32_t t, peer_id peer, bool up)
{
	struct session *s = session_of(h, peer);
	if (up) {
		s->up_at = t;
		s->mute = HEARD;
	} else {
		stretch_add(&s->flaps, t);
	}
}

/* The whole table, or what stands for it, within one window. */
static void sent_again(struct health *h, struct session *s, uint32_t t, peer_id peer)
{
	struct collector *c = collector_of(h, peer);
	s->again = true;
	stretch_add(&c->again, t);
	c->again_up += s->up_at != 0 && t - s->up_at <= 2 * h->l.window;
}

void health_announced(struct health *h, uint32_t t, peer_id peer, const struct prefix *p)
{
	struct session *s = session_of(h, peer);
	s->n_good++;
	if (s->n_sampled == 0 || s->again)
		return;
	uint64_t x = hash_u64(p->hi ^ p->lo * UINT64_C(0x9e3779b97f4a7c15) ^ p->len);
	if ((uint32_t)(x >> 32) & (s->every - 1))
		return;
	uint32_t bit = (uint32_t)(x >> 53) % BITS;
	if (s->bits[bit / 64] >> bit % 64 & 1)
		return;
	s->bits[bit / 64] |= UINT64_C(1) << bit % 64;
	if (++s->n_seen * h->l.table_d >= s->n_sampled * h->l.table_n)
		sent_again(h, s, t, peer);
}

void health_malformed(struct health *h, uint32_t t, peer_id peer, uint32_t n)
{
	struct session *s = session_of(h, peer);
	s->n_bad += n;
	if (s->mute != HEARD || s->n_bad < h->l.garbage_least ||
	    s->n_bad * h->l.garbage_d < ((uint64_t)s->n_bad + s->n_good) * h->l.garbage_n)
		return;
	stretch_add(&s->garbage, t);
	s->garbage.n += s->n_bad - 1;
	s->garbage_of += (uint64_t)s->n_bad + s->n_good;
	s->mute = MUTE_GARBAGE;
	rib_session_mute(h->rib, t, peer);
}

/* ---- dumps */

void health_dump(struct health *h, uint32_t t, uint16_t collector)
{
	struct collector *c = collector_at(h, collector);
	if (c->first_table == 0)
		c->first_table = t;
	*vec_push(&c->tables) = t;
}

/* Has nothing been heard of it while the collector recorded others for long? Where the entries say since when
 * they are there, they tell it at once: no table of any size is without a change for so long. */
static bool is_stale(const struct health *h, const struct session *s, const struct collector *c, uint32_t t,
                     uint32_t newest)
{
	uint32_t after = h->l.stale_after;
	if (newest && newest < t && t - newest > after && (s->heard == 0 || t - s->heard > after))
		return true;
	return s->dumped && (uint64_t)(c->quarters - s->quarters) * QUARTER >= after;
}

void health_dumped(struct health *h, uint32_t t, peer_id peer, uint32_t n, uint32_t newest)
{
	struct session *s = session_of(h, peer);
	struct collector *c = collector_of(h, peer);
	if (h->l.stale_after && n >= h->l.table_least && is_stale(h, s, c, t, newest)) {
		stretch_add(&s->stale, t);
		if (s->mute == HEARD) {
			s->mute = MUTE_STALE;
			rib_session_mute(h->rib, t, peer);
		}
	}
	if (!s->dumped)
		s->quarters = c->quarters;
	s->dumped = true;
}

/* ---- clocks */

void health_change(struct health *h, const struct rib_change *c)
{
	const struct path_store *paths = rib_paths(h->rib);
	if (h->l.clock_skew == 0 || c->cause != RIB_ANNOUNCED || c->to == PATH_NONE ||
	    c->peer >= h->sessions.n)
		return;
	asn_t origin = path_get(paths, c->to)->origin;
	if (c->from != PATH_NONE && path_get(paths, c->from)->origin == origin)
		return;
	const struct session *s = &h->sessions.at[c->peer];
	const struct rib_peer *p = rib_peer_get(h->rib, c->peer);
	bool is_table = p->session != RIB_SESSION_UP || s->again ||
	                (p->table_at == 0 && c->time - s->first < h->l.window);
	if (is_table)
		return;
	uint64_t key = hash_u64(hash_u64((uint64_t)c->prefix << 8 | c->family) + origin);
	skew_note(h->skew, key ? key : 1, p->collector, c->time);
}

void health_clock(struct health *h, uint16_t collector, uint64_t n)
{
	collector_at(h, collector)->clock += n;
}

void health_twice(struct health *h, uint16_t collector, uint64_t n)
{
	collector_at(h, collector)->twice += n;
}

/* ---- findings */

static struct health_finding *find(struct health *h, enum health_kind kind, uint16_t collector, peer_id peer)
{
	struct health_finding *f = vec_push(&h->found);
	*f = (struct health_finding){.kind = (uint8_t)kind, .collector = collector, .peer = peer};
	return f;
}

static void find_stretch(struct health *h, enum health_kind kind, uint16_t collector, peer_id peer,
                         const struct stretch *s, uint64_t of)
{
	struct health_finding *f = find(h, kind, collector, peer);
	f->n = s->n;
	f->of = of;
	f->from = s->from;
	f->to = s->to;
}

static void find_of_session(struct health *h, peer_id peer, uint32_t days)
{
	const struct session *s = &h->sessions.at[peer];
	uint16_t collector = rib_peer_get(h->rib, peer)->collector;
	if (h->l.flaps && s->flaps.n >= (uint64_t)h->l.flaps * days)
		find_stretch(h, HEALTH_FLAPS, collector, peer, &s->flaps, 0);
	if (s->stale.n)
		find_stretch(h, HEALTH_STALE, collector, peer, &s->stale, 0);
	if (s->garbage.n)
		find_stretch(h, HEALTH_GARBAGE, collector, peer, &s->garbage, s->garbage_of);
}

static int u32_cmp(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* Stretches that are longer than tables are usually apart; two tables alone have no usual distance. */
static void find_missed(struct health *h, uint16_t collector)
{
	const struct collector *c = collector_at(h, collector);
	if (c->tables.n < 3)
		return;
	size_t n = c->tables.n - 1;
	uint32_t *apart = mem_new(n, sizeof *apart);
	for (size_t i = 0; i < n; i++)
		apart[i] = c->tables.at[i + 1] - c->tables.at[i];
	qsort(apart, n, sizeof *apart, u32_cmp);
	uint64_t usual = apart[(n - 1) / 2];
	free(apart);
	for (size_t i = 0; i < n; i++) {
		uint32_t from = c->tables.at[i], to = c->tables.at[i + 1];
		if (usual == 0 || (to - from) * h->l.missed_d < usual * h->l.missed_n)
			continue;
		struct health_finding *f = find(h, HEALTH_NO_TABLE, collector, RIB_NONE);
		f->from = from;
		f->to = to;
		c = collector_at(h, collector);
	}
}

static void find_of_collector(struct health *h, uint16_t collector)
{
	const struct collector *c = collector_at(h, collector);
	if (c->again.n)
		find_stretch(h, HEALTH_TABLES_AGAIN, collector, RIB_NONE, &c->again, c->again_up);
	find_missed(h, collector);
	if (c->first && c->first_table > c->first && c->first_table - c->first > h->l.window) {
		struct health_finding *f = find(h, HEALTH_EARLY, collector, RIB_NONE);
		f->from = c->first;
		f->to = c->first_table;
	}
	if (c->clock)
		find(h, HEALTH_CLOCK_JUMP, collector, RIB_NONE)->n = c->clock;
	if (c->twice)
		find(h, HEALTH_TOLD_TWICE, collector, RIB_NONE)->n = c->twice;
}

/* Of two collectors alone nobody knows which is wrong: the second is said to differ. */
static void find_skew(struct health *h)
{
	uint16_t last = 0;
	size_t n = 0, n_known = 0;
	int32_t ahead;
	uint64_t samples;
	for (uint16_t i = 0; h->l.clock_skew && i < h->collectors.n; i++) {
		if (!skew_of(h->skew, i, &ahead, &samples))
			continue;
		n_known++;
		if ((uint32_t)abs(ahead) < h->l.clock_skew)
			continue;
		if (n_known == 2 && n == 1)
			last = i;
		n++;
		h->collectors.at[i].ahead = ahead;
	}
	for (uint16_t i = 0; n_known == 2 && n == 2 && i < last; i++)
		h->collectors.at[i].ahead = 0;
	for (uint16_t i = 0; i < h->collectors.n; i++) {
		if (h->collectors.at[i].ahead == 0 || !skew_of(h->skew, i, &ahead, &samples))
			continue;
		struct health_finding *f = find(h, HEALTH_CLOCK_SKEW, i, RIB_NONE);
		f->seconds = ahead;
		f->n = samples;
	}
}

static int finding_cmp(const void *a, const void *b)
{
	const struct health_finding *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->collector != y->collector)
		return x->collector < y->collector ? -1 : 1;
	if (x->peer != y->peer)
		return x->peer < y->peer ? -1 : 1;
	return (x->from > y->from) - (x->from < y->from);
}

const struct health_finding *health_finish(struct health *h, uint32_t from, uint32_t to, size_t *n)
{
	uint32_t days = to > from + DAY ? (to - from + DAY - 1) / DAY : 1;
	h->found.n = 0;
	for (peer_id i = 0; i < h->sessions.n; i++)
		find_of_session(h, i, days);
	for (uint16_t i = 0; i < h->collectors.n; i++)
		find_of_collector(h, i);
	find_skew(h);
	if (h->found.n)
		qsort(h->found.at, h->found.n, sizeof *h->found.at, finding_cmp);
	*n = h->found.n;
	return h->found.at;
}

/* A network may stand at several collectors: then at that which is farthest off. */
static int32_t ahead_of(const struct health *h, uint32_t as)
{
	int32_t ahead = 0;
	for (peer_id i = 0; i < rib_peer_count(h->rib); i++) {
		const struct rib_peer *p = rib_peer_get(h->rib, i);
		if (p->as_index == as && p->collector < h->collectors.n &&
		    abs(h->collectors.at[p->collector].ahead) > abs(ahead))
			ahead = h->collectors.at[p->collector].ahead;
	}
	return ahead;
}

uint32_t health_spread(const struct health *h, const uint32_t *as, size_t n)
{
	int32_t least = 0, most = 0;
	bool any = false;
	for (size_t i = 0; h && i < h->collectors.n; i++)
		any |= h->collectors.at[i].ahead != 0;
	for (size_t i = 0; any && i < n; i++) {
		int32_t ahead = ahead_of(h, as[i]);
		least = i == 0 || ahead < least ? ahead : least;
		most = i == 0 || ahead > most ? ahead : most;
	}
	return (uint32_t)(most - least);
}
