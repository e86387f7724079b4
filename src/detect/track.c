#include "detect/track.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

/* More pairs of accomplice and network than that no event of this world has. */
enum { VIA_MAX = 1 << 16 };

/* A network that shows the thing: by how many slots, and how many of them are unknown. */
struct holder {
	uint32_t as_index;
	uint32_t n_known, n_unknown;
	uint32_t run;  /* of which it has been counted as a peer */
	bool is_stuck; /* it still shows what ended without it: nothing of another run until it has let go */
};

struct seen_via { /* (accomplice, network): counted once a run */
	asn_t asn;
	uint32_t as_index;
};

struct track {
	struct track_key key;
	struct track_claim claim;
	bool running;
	VEC(struct holder) holders;
	uint32_t n_now;     /* networks that have it, known; none that is stuck */
	uint32_t n_held;    /* known or unknown; likewise */
	uint32_t low_since; /* UINT32_MAX: not low */
	uint32_t last_loss;
	uint32_t run; /* number of the run, from 1 */
	struct event event;
	VEC(struct seen_via) via; /* sorted */
	size_t compact_at;        /* prefixes in the list that make it worth throwing repeats out */
};

struct tracks {
	VEC(struct track) at;
	uint32_t *slot; /* open addressing: id + 1 */
	uint32_t mask;
	struct track_limits limits;
	struct event_list done;
};

void event_fini(struct event *e)
{
	vec_free(&e->accomplices);
	vec_free(&e->evidence);
	vec_free(&e->endings);
	vec_free(&e->prefixes);
	vec_free(&e->peers);
	vec_free(&e->victims);
}

void event_list_fini(struct event_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		event_fini(&l->at[i]);
	vec_free(l);
}

struct tracks *tracks_new(struct track_limits limits)
{
	struct tracks *t = mem_new(1, sizeof *t);
	t->limits = limits;
	t->mask = 1023;
	t->slot = mem_new(t->mask + 1, sizeof *t->slot);
	return t;
}

void tracks_free(struct tracks *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->at.n; i++) {
		vec_free(&t->at.at[i].holders);
		vec_free(&t->at.at[i].via);
		event_fini(&t->at.at[i].event);
	}
	event_list_fini(&t->done);
	vec_free(&t->at);
	free(t->slot);
	free(t);
}

static bool key_eq(const struct track_key *a, const struct track_key *b)
{
	return a->metric == b->metric && a->is_link == b->is_link && a->family == b->family &&
	       a->culprit == b->culprit && a->what == b->what;
}

static uint32_t key_hash(const struct track_key *k)
{
	return (uint32_t)hash_u64(hash_u64((uint64_t)k->culprit << 32 | k->what) + k->metric * 8U +
	                          k->family);
}

static void slots_grow(struct tracks *t)
{
	t->mask = t->mask * 2 + 1;
	free(t->slot);
	t->slot = mem_new((size_t)t->mask + 1, sizeof *t->slot);
	for (size_t i = 0; i < t->at.n; i++) {
		uint32_t h = key_hash(&t->at.at[i].key) & t->mask;
		while (t->slot[h])
			h = (h + 1) & t->mask;
		t->slot[h] = (uint32_t)i + 1;
	}
}

track_id track_find(struct tracks *t, const struct track_key *k, const struct track_claim *claim)
{
	uint32_t h = key_hash(k) & t->mask;
	struct track *tr = NULL;
	for (uint32_t i; !tr && (i = t->slot[h]) != 0; h = (h + 1) & t->mask)
		if (key_eq(&t->at.at[i - 1].key, k))
			tr = &t->at.at[i - 1];
	if (!tr) {
		tr = vec_push(&t->at);
		*tr = (struct track){.key = *k, .low_since = UINT32_MAX};
		t->slot[h] = (uint32_t)t->at.n;
		if (t->at.n * 10 > (size_t)t->mask * 7)
			slots_grow(t);
	}
	if (!tr->running) /* a run is judged by what was in force when it began */
		tr->claim = *claim;
	return (track_id)(tr - t->at.at);
}

const struct track_key *track_key_get(const struct tracks *t, track_id id)
{
	REQUIRE(id < t->at.n);
	return &t->at.at[id].key;
}

/* Holders are few (hundreds) but looked for at every slot: sorted by network. */
static struct holder *holder_find(struct track *tr, uint32_t as_index)
{
	size_t low = 0, high = tr->holders.n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (tr->holders.at[mid].as_index < as_index)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < tr->holders.n && tr->holders.at[low].as_index == as_index)
		return &tr->holders.at[low];
	(void)vec_push(&tr->holders);
	struct holder *h = &tr->holders.at[low];
	memmove(h + 1, h, (tr->holders.n - 1 - low) * sizeof *h);
	*h = (struct holder){.as_index = as_index};
	return h;
}

static int prefix_order(const void *a, const void *b)
{
	const struct event_prefix *x = a, *y = b;
	if (x->family != y->family)
		return x->family < y->family ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* Appending is cheap and repeats; each time the list has doubled, repeats go. */
static void prefixes_compact(struct event *e)
{
	size_t kept = 0;
	if (e->prefixes.n == 0)
		return;
	qsort(e->prefixes.at, e->prefixes.n, sizeof *e->prefixes.at, prefix_order);
	for (size_t i = 0; i < e->prefixes.n; i++)
		if (kept == 0 || prefix_order(&e->prefixes.at[kept - 1], &e->prefixes.at[i]) != 0)
			e->prefixes.at[kept++] = e->prefixes.at[i];
	e->prefixes.n = kept;
}

/* Pairs are sorted by accomplice: each one's are counted in a row. */
static void accomplices_count(struct track *tr)
{
	struct event *e = &tr->event;
	for (size_t i = 0; i < tr->via.n; i++) {
		if (i == 0 || tr->via.at[i].asn != tr->via.at[i - 1].asn)
			*vec_push(&e->accomplices) = (struct accomplice){.asn = tr->via.at[i].asn};
		e->accomplices.at[e->accomplices.n - 1].n_peers++;
	}
}

/* Holders are sorted by network. */
static void peers_list(struct track *tr)
{
	for (size_t i = 0; i < tr->holders.n; i++)
		if (tr->holders.at[i].run == tr->run)
			*vec_push(&tr->event.peers) = tr->holders.at[i].as_index;
}

static int ending_cmp(const void *a, const void *b)
{
	const struct evidence *x = a, *y = b;
	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	if (x->message != y->message)
		return x->message < y->message ? -1 : 1;
	if (x->peer != y->peer)
		return x->peer < y->peer ? -1 : 1;
	if (x->family != y->family)
		return x->family < y->family ? -1 : 1;
	return (x->prefix > y->prefix) - (x->prefix < y->prefix);
}

static bool is_held(const struct holder *h)
{
	return h->n_known + h->n_unknown > 0;
}

/* Those who let go of it are forgotten: most of what is tracked once is never seen again. */
static void holders_drop(struct track *tr)
{
	size_t kept = 0;
	for (size_t i = 0; i < tr->holders.n; i++) {
		if (!is_held(&tr->holders.at[i]))
			continue;
		tr->holders.at[kept] = tr->holders.at[i];
		tr->holders.at[kept++].is_stuck = true;
	}
	tr->holders.n = kept;
	vec_fit(&tr->holders);
}

static void event_fit(struct event *e)
{
	vec_fit(&e->accomplices);
	vec_fit(&e->evidence);
	vec_fit(&e->endings);
	vec_fit(&e->prefixes);
	vec_fit(&e->peers);
}

static void run_end(struct tracks *t, struct track *tr, bool open)
{
	struct event *e = &tr->event;
	e->open = open;
	e->end = open ? 0 : tr->last_loss;
	prefixes_compact(e);
	accomplices_count(tr);
	peers_list(tr);
	if (e->endings.n) /* they lie in a ring */
		qsort(e->endings.at, e->endings.n, sizeof *e->endings.at, ending_cmp);
	event_fit(e);
	if (t->done.n == t->done.cap)
		t->done.at = mem_grow(t->done.at, &t->done.cap, t->done.n + 1, sizeof *t->done.at);
	t->done.at[t->done.n++] = *e;
	tr->event = (struct event){0};
	tr->compact_at = 0;
	tr->running = false;
	tr->low_since = UINT32_MAX;
	tr->n_now = tr->n_held = 0;
	holders_drop(tr);
	vec_free(&tr->via);
}

/* Has the wait for its return run out? */
static void run_check(struct tracks *t, struct track *tr, uint32_t now)
{
	if (tr->running && tr->low_since != UINT32_MAX && now > tr->low_since &&
	    now - tr->low_since > t->limits.end_wait)
		run_end(t, tr, false);
}

static void peer_count(struct track *tr, struct holder *h)
{
	if (h->n_known && h->run != tr->run) {
		h->run = tr->run;
		tr->event.n_peers++;
	}
}

static void run_begin(struct track *tr, uint32_t now)
{
	const struct track_key *k = &tr->key;
	bool has_prefix = (k->metric == METRIC_M2 && !k->is_link) || k->metric == METRIC_M3;
	tr->running = true;
	tr->run++;
	tr->last_loss = now;
	tr->event = (struct event){.metric = k->metric,
	                           .class = tr->claim.class,
	                           .family = k->family,
	                           .is_forged = k->is_link,
	                           .culprit = k->culprit,
	                           .note = tr->claim.note,
	                           .prefix = has_prefix ? k->what : 0,
	                           .bogon = k->metric == METRIC_M4 ? k->what : 0,
	                           .reason = tr->claim.reason,
	                           .start = now};
}

/* Is no more than the share of the peak left? */
static bool is_low(const struct track_limits *l, uint32_t held, uint32_t peak)
{
	uint64_t parts = l->end_parts ? l->end_parts : 1;
	return l->end_share ? (uint64_t)held * l->end_share <= peak * parts : held == 0;
}

/*
 * More networks have it: peak, and the instants at which it reached each number of them. A dump tells what it
 * shows at its end, dated earlier than what updates have told meanwhile: the start may move back, and so many
 * have it at one time only since the last of them has.
 */
static void run_rise(struct tracks *t, struct track *tr, struct holder *h, uint32_t at)
{
	if (!tr->running)
		run_begin(tr, at);
	struct event *e = &tr->event;
	peer_count(tr, h);
	if (tr->n_now > e->n_peak)
		e->n_peak = tr->n_now;
	for (uint32_t k = 0; k < EVENT_PEERS && k < tr->n_now; k++)
		if (e->visible[k] == 0)
			e->visible[k] = k && e->visible[k - 1] > at ? e->visible[k - 1] : at ? at : 1;
	if (at < e->start)
		e->start = e->visible[0] = at;
	if (!is_low(&t->limits, tr->n_held, e->n_peak))
		tr->low_since = UINT32_MAX;
}

static void run_fall(struct tracks *t, struct track *tr)
{
	if (tr->running && tr->low_since == UINT32_MAX && is_low(&t->limits, tr->n_held, tr->event.n_peak))
		tr->low_since = tr->last_loss;
}

bool track_is_running(struct tracks *t, track_id id, uint32_t now)
{
	run_check(t, &t->at.at[id], now);
	return t->at.at[id].running;
}

bool track_wants(struct tracks *t, track_id id, uint32_t now, uint32_t as_index)
{
	struct track *tr = &t->at.at[id];
	run_check(t, tr, now);
	return tr->running && !holder_find(tr, as_index)->is_stuck;
}

bool track_has_room(const struct tracks *t, track_id id)
{
	return t->at.at[id].event.evidence.n < EVENT_EVIDENCE;
}

void track_gain(struct tracks *t, track_id id, uint32_t at, uint32_t as_index)
{
	struct track *tr = &t->at.at[id];
	run_check(t, tr, at);
	struct holder *h = holder_find(tr, as_index);
	if (!h->is_stuck) {
		tr->n_held += !is_held(h);
		tr->n_now += h->n_known == 0;
	}
	h->n_known++;
	if (!h->is_stuck)
		run_rise(t, tr, h, at);
}

void track_lose(struct tracks *t, track_id id, uint32_t now, uint32_t at, uint32_t as_index, bool was_unknown)
{
	struct track *tr = &t->at.at[id];
	run_check(t, tr, now);
	struct holder *h = holder_find(tr, as_index);
	uint32_t *n = was_unknown ? &h->n_unknown : &h->n_known;
	REQUIRE(*n > 0);
	--*n;
	if (h->is_stuck) {
		h->is_stuck = is_held(h);
		return;
	}
	tr->n_now -= !was_unknown && h->n_known == 0;
	if (is_held(h))
		return;
	tr->n_held--;
	if (tr->running && at > tr->last_loss)
		tr->last_loss = at;
	run_fall(t, tr);
	run_check(t, tr, now);
}

void track_forget(struct tracks *t, track_id id, uint32_t now, uint32_t as_index)
{
	struct track *tr = &t->at.at[id];
	run_check(t, tr, now);
	struct holder *h = holder_find(tr, as_index);
	REQUIRE(h->n_known > 0);
	h->n_known--;
	h->n_unknown++;
	tr->n_now -= !h->is_stuck && h->n_known == 0;
}

void track_remember(struct tracks *t, track_id id, uint32_t at, uint32_t as_index)
{
	struct track *tr = &t->at.at[id];
	run_check(t, tr, at);
	struct holder *h = holder_find(tr, as_index);
	REQUIRE(h->n_unknown > 0);
	h->n_unknown--;
	tr->n_now += !h->is_stuck && h->n_known == 0;
	h->n_known++;
	if (!h->is_stuck)
		run_rise(t, tr, h, at);
}

/* (accomplice, network), each once. */
static void via_add(struct track *tr, asn_t asn, uint32_t as_index)
{
	size_t low = 0, high = tr->via.n;
	uint64_t key = (uint64_t)asn << 32 | as_index;
	while (low < high) {
		size_t mid = (low + high) / 2;
		const struct seen_via *v = &tr->via.at[mid];
		if (((uint64_t)v->asn << 32 | v->as_index) < key)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < tr->via.n && tr->via.at[low].asn == asn && tr->via.at[low].as_index == as_index)
		return;
	if (tr->via.n == VIA_MAX)
		return;
	(void)vec_push(&tr->via);
	memmove(&tr->via.at[low + 1], &tr->via.at[low], (tr->via.n - 1 - low) * sizeof *tr->via.at);
	tr->via.at[low] = (struct seen_via){asn, as_index};
}

void track_witness(struct tracks *t, track_id id, const struct evidence *e, uint32_t as_index,
                   asn_t accomplice)
{
	struct track *tr = &t->at.at[id];
	struct event *ev = &tr->event;
	REQUIRE(tr->running);
	ev->n_announcements++;
	if (ev->evidence.n < EVENT_EVIDENCE)
		*vec_push(&ev->evidence) = *e;
	if (accomplice)
		via_add(tr, accomplice, as_index);
	if (tr->key.metric == METRIC_M3 || (tr->key.metric == METRIC_M2 && !tr->key.is_link))
		return; /* the key says which prefix */
	*vec_push(&ev->prefixes) = (struct event_prefix){.family = e->family, .id = e->prefix};
	if (ev->prefixes.n >= tr->compact_at + 64) {
		prefixes_compact(ev);
		tr->compact_at = ev->prefixes.n * 2;
	}
}

void track_ends(struct tracks *t, track_id id, const struct rib_change *c, uint32_t now, uint32_t as_index,
                track_message_fn message, void *ctx)
{
	struct track *tr = &t->at.at[id];
	struct event *ev = &tr->event;
	run_check(t, tr, now);
	if (!tr->running)
		return;
	const struct holder *h = holder_find(tr, as_index);
	if (h->is_stuck || h->n_known + h->n_unknown != 1)
		return;
	bool kept = message && ev->n_endings < EVENT_ENDING_MESSAGES;
	struct evidence e = {.time = c->time,
	                     .message = kept ? message(ctx, c) : RIB_NONE,
	                     .peer = c->peer,
	                     .family = c->family,
	                     .cause = c->cause,
	                     .prefix = c->prefix,
	                     .path = c->to,
	                     .before = c->from};
	if (ev->endings.n < EVENT_ENDINGS)
		*vec_push(&ev->endings) = e;
	else
		ev->endings.at[ev->n_endings % EVENT_ENDINGS] = e;
	ev->n_endings++;
}

static int event_cmp(const void *a, const void *b)
{
	const struct event *x = a, *y = b;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->metric != y->metric)
		return x->metric < y->metric ? -1 : 1;
	if (x->culprit != y->culprit)
		return x->culprit < y->culprit ? -1 : 1;
	if (x->bogon != y->bogon)
		return x->bogon < y->bogon ? -1 : 1;
	if (x->family != y->family)
		return x->family < y->family ? -1 : 1;
	if (x->prefix != y->prefix)
		return x->prefix < y->prefix ? -1 : 1;
	return (x->note > y->note) - (x->note < y->note);
}

void tracks_finish(struct tracks *t, uint32_t now, struct event_list *out)
{
	for (size_t i = 0; i < t->at.n; i++) {
		run_check(t, &t->at.at[i], now);
		if (t->at.at[i].running)
			run_end(t, &t->at.at[i], t->at.at[i].low_since == UINT32_MAX);
	}
	*out = t->done;
	t->done = (struct event_list){0};
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, event_cmp);
}
