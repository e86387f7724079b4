/*
 * Time. Every change touches some atoms; each of these is spread anew, and what differs at a vantage point
 * becomes a message with a delay of its own, often behind one that carries another way found on the way to
 * the new one.
 */
#include "world.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TABLES_EVERY = 8 * 3600, SETTLED = 150 };

struct run {
	struct world *w;
	const char *dir;
	uint32_t written[16]; // by collector: updates are in files up to here
	uint32_t *row, *other;
	uint32_t change; // number of the one being applied
	uint32_t now;
};

static uint32_t leaks_of(const struct world *w, const struct atom *a, const struct leak **leak)
{
	for (uint32_t i = 0; i < a->n_leaks; i++)
		leak[i] = &w->leak.v[a->leak[i]];
	return a->n_leaks;
}

static void spread_atom(struct world *w, uint32_t atom)
{
	const struct atom *a = &w->atom.v[atom];
	const struct leak *leak[MAX_ATOM_LEAKS];
	uint32_t n = leaks_of(w, a, leak), n_seeds = a->n_seeds;
	if (n_seeds + n > MAX_SEEDS)
		n = MAX_SEEDS - n_seeds;
	spread_run(&w->spread, a->seed, n_seeds, leak, n, a->salt, a->guarded);
}

static void note_links(struct world *w, uint32_t atom, const uint32_t *node, uint32_t n)
{
	for (uint32_t i = 0; i + 1 < n; i++) {
		uint32_t link = w->spread.at[node[i]].link, k = link == NONE ? 0 : w->watch[link];
		if (!k)
			continue;
		struct numbers *l = &w->watched.v[k - 1];
		if (l->n == 0 || l->v[l->n - 1] != atom)
			*LIST_ADD(*l) = atom;
	}
}

static uint32_t intern(struct world *w, const struct vantage *v, const struct path *path, const uint32_t *asn)
{
	uint32_t more[MAX_PATH + 2];
	if (!v->private_asn)
		return path_add(w, path, asn);
	struct path head = {path->event, path->otc, path->n + 1, path->n_set};
	more[0] = asn[0];
	more[1] = v->private_asn;
	memcpy(more + 2, asn + 1, (path->n - 1) * sizeof *asn);
	return path_add(w, &head, more);
}

static uint32_t set_size(const struct world *w, uint32_t v)
{
	const struct spread *s = &w->spread;
	return s->at[v].seed < s->n_seeds ? s->seed[s->at[v].seed].n_set : 0;
}

static uint32_t path_at(struct world *w, uint32_t atom, const struct vantage *v)
{
	struct spread *s = &w->spread;
	uint32_t node[MAX_PATH], asn[MAX_PATH], class = s->at[v->node].class;
	if (class == CLASS_NONE || (!v->full && class < CLASS_CUSTOMER))
		return 0;
	uint32_t n = spread_nodes(s, v->node, node);
	if (!n)
		return 0;
	note_links(w, atom, node, n);
	struct path head = {.event = spread_event(s, v->node), .n_set = set_size(w, v->node)};
	head.n = spread_path(s, node, n, asn, &head.otc);
	return intern(w, v, &head, asn);
}

static bool sends(const struct vantage *v, const struct atom *a)
{
	return a->v4 || !v->only4;
}

static void direct_path(struct world *w, const struct atom *a, uint32_t *row)
{
	uint32_t asn[MAX_TAIL + 1], n = 0;
	const struct seed *s = &a->seed[0];
	if (!s->active)
		return;
	asn[n++] = w->topo.net[s->node].asn;
	for (uint32_t i = 0; i < s->n_tail; i++)
		asn[n++] = s->tail[i];
	struct path head = {.event = s->event, .n = n};
	row[a->direct - 1] = intern(w, &w->vantage.v[a->direct - 1], &head, asn);
}

void atom_paths(struct world *w, uint32_t atom, uint32_t *row)
{
	const struct atom *a = &w->atom.v[atom];
	memset(row, 0, w->vantage.n * sizeof *row);
	if (a->direct) {
		direct_path(w, a, row);
		return;
	}
	spread_atom(w, atom);
	for (uint32_t i = 0; i < w->vantage.n; i++)
		if (sends(&w->vantage.v[i], a))
			row[i] = path_at(w, atom, &w->vantage.v[i]);
}

/* What the vantage points might choose while the best is gone and news have not come: from the old state. */
static void other_paths(struct run *r, uint32_t atom)
{
	struct world *w = r->w;
	struct spread *s = &w->spread;
	memset(r->other, 0, w->vantage.n * sizeof *r->other);
	if (w->atom.v[atom].direct)
		return;
	spread_atom(w, atom);
	for (uint32_t i = 0; i < w->vantage.n; i++) {
		const struct vantage *v = &w->vantage.v[i];
		uint32_t node[MAX_PATH], asn[MAX_PATH], class;
		uint64_t h = hash_of(r->change, i, atom);
		if (v->stale || !sends(v, &w->atom.v[atom]) || h % 100 >= 35 ||
		    s->at[v->node].class == CLASS_NONE)
			continue;
		uint32_t from = spread_other(s, v->node, (uint32_t)(h >> 32 & 0xffff), &class);
		if (from == NONE || (!v->full && class < CLASS_CUSTOMER))
			continue;
		uint32_t n = spread_nodes(s, from, node + 1);
		if (!n || n + 2 > MAX_PATH)
			continue;
		struct path head = {.event = spread_event(s, from), .n_set = set_size(w, from)};
		asn[0] = w->topo.net[v->node].asn;
		head.n = 1 + spread_path(s, node + 1, n, asn + 1, &head.otc);
		if (!head.otc && class <= CLASS_PEER && (w->topo.net[v->node].otc || w->topo.net[from].otc))
			head.otc = w->topo.net[from].asn;
		if (head.otc && class >= CLASS_PEER && w->topo.net[v->node].otc &&
		    head.otc != w->topo.net[from].asn)
			continue;
		r->other[i] = intern(w, v, &head, asn);
	}
}

/* --- messages ----------------------------------------------------------------------------------------------
 */

const struct outage *outage_at(const struct world *w, uint32_t session, uint32_t t)
{
	for (size_t i = 0; i < w->outage.n; i++) {
		const struct outage *o = &w->outage.v[i];
		if (o->session == session && t >= o->down && t < o->up)
			return o;
	}
	return NULL;
}

static void post(struct world *w, uint32_t session, uint32_t time, uint32_t atom, uint32_t path)
{
	const struct session *s = &w->session.v[session];
	struct message *m = LIST_ADD(w->outbox[s->collector]);
	*m = (struct message){.time = time, .atom = atom, .path = path, .session = session};
	w->n_messages++;
}

/* The AS from which the path takes the culprit's route, towards the collector. */
static uint32_t neighbour_of(const struct world *w, uint32_t event, const struct path *p)
{
	uint32_t culprit = w->event.v[event].culprit;
	for (uint32_t i = 1; i < p->n; i++) {
		bool hidden =
		    i == 2 && p->asn[1] >= 64512 && p->asn[1] <= 65534; // the private ASN of a vantage point
		if (p->asn[i] == culprit && p->asn[i - 1] != culprit)
			return p->asn[hidden ? 0 : i - 1];
	}
	return 0;
}

static void note_sighting(struct world *w, uint32_t vantage, uint32_t time, uint32_t path, int step)
{
	if (!path)
		return;
	const struct path *p = path_get(w, path);
	if (p->event)
		*LIST_ADD(w->sighting) = (struct sighting){(uint16_t)p->event, (uint16_t)vantage, time, step,
		                                           neighbour_of(w, p->event, p)};
}

static void deliver(struct world *w, uint32_t vantage, uint32_t atom, uint32_t time, uint32_t path)
{
	size_t at = (size_t)atom * w->vantage.n + vantage;
	const struct vantage *v = &w->vantage.v[vantage];
	for (uint32_t i = 0; i < v->n_sessions; i++)
		if (!outage_at(w, v->session[i], time))
			post(w, v->session[i], time, atom, path);
	note_sighting(w, vantage, time, w->now[at], -1);
	note_sighting(w, vantage, time, path, 1);
	w->now[at] = path;
	w->since[at] = time;
}

static uint32_t later(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* Seconds until news of this change reach the vantage point: most within half a minute, none after two. */
static uint32_t delay(const struct run *r, uint32_t vantage, uint32_t atom)
{
	double u = (double)(hash_of(r->w->seed ^ r->change, vantage, 99) >> 11) * 0x1p-53;
	uint32_t d = (uint32_t)(-14 * log(1 - u)) + (uint32_t)(hash_of(atom, vantage, 7) % 4);
	return d > 115 ? 115 : d;
}

static void differ(struct run *r, uint32_t atom)
{
	struct world *w = r->w;
	for (uint32_t i = 0; i < w->vantage.n; i++) {
		size_t at = (size_t)atom * w->vantage.n + i;
		if (w->vantage.v[i].stale || r->row[i] == w->now[at])
			continue;
		uint32_t d = delay(r, i, atom), end = later(r->now + d, w->since[at] + 1);
		if (r->other[i] && r->other[i] != r->row[i] && r->other[i] != w->now[at] && d >= 2) {
			uint32_t first = later(r->now + d / 2, w->since[at] + 1);
			if (first < end)
				deliver(w, i, atom, first, r->other[i]);
		}
		deliver(w, i, atom, end, r->row[i]);
	}
}

/* --- changes -----------------------------------------------------------------------------------------------
 */

static void set_leak(struct atom *a, uint32_t leak, bool on)
{
	if (on && a->n_leaks < MAX_ATOM_LEAKS) {
		a->leak[a->n_leaks++] = (uint16_t)leak;
		return;
	}
	for (uint32_t i = 0; !on && i < a->n_leaks; i++)
		if (a->leak[i] == leak) {
			a->leak[i] = a->leak[--a->n_leaks];
			return;
		}
}

static void set(struct world *w, const struct change *c, uint32_t atom, bool on)
{
	switch (c->type) {
	case CHANGE_SEED:
		w->atom.v[atom].seed[c->what].active = on;
		break;
	case CHANGE_LEAK:
		set_leak(&w->atom.v[atom], c->what, on);
		break;
	case CHANGE_LINK:
		w->topo.down[c->what] = !on;
		break;
	default:
		break;
	}
}

/* Applies changes of the same instant to one atom. */
static void apply(struct run *r, const struct change *c, size_t n, uint32_t atom)
{
	struct world *w = r->w;
	if (hash_of(w->seed, r->change, atom) % 100 < 60)
		other_paths(r, atom);
	else
		memset(r->other, 0, w->vantage.n * sizeof *r->other);
	for (size_t i = 0; i < n; i++)
		set(w, &c[i], atom, c[i].on);
	atom_paths(w, atom, r->row);
	differ(r, atom);
}

/* A link changes for all atoms at once, and the paths before the change are wanted: it is put back for each.
 */
static void apply_link(struct run *r, const struct change *c)
{
	struct numbers *l = &r->w->watched.v[r->w->watch[c->what] - 1];
	size_t n = l->n; // more are noted while this goes on
	uint32_t last = NONE;
	// links that carry much are many in truth and do not fail at once; the return of one that did not
	// fail is nothing
	if (!c->event && (c->on ? !r->w->topo.down[c->what] : n > 20 + r->w->atom.n / 200))
		return;
	for (size_t i = 0; i < n; i++) {
		set(r->w, c, 0, !c->on);
		if (l->v[i] != last)
			apply(r, c, 1, l->v[i]);
		last = l->v[i];
	}
	set(r->w, c, 0, c->on);
}

static void send_table(struct run *r, uint32_t session, uint32_t from)
{
	struct world *w = r->w;
	const struct session *s = &w->session.v[session];
	uint32_t n = (uint32_t)w->atom.n, took = 30 + n / 2000;
	for (uint32_t a = 0; a < n; a++) {
		size_t at = (size_t)a * w->vantage.n + s->vantage;
		if (!w->now[at])
			continue;
		uint32_t t = from + (uint32_t)((uint64_t)a * took / n);
		post(w, session, t, a, w->now[at]);
		w->since[at] = later(w->since[at], t);
	}
	post(w, session, from + took + 1, 0, PATH_EOR);
}

static void apply_change(struct run *r, const struct change *c, size_t n)
{
	struct world *w = r->w;
	switch (c->type) {
	case CHANGE_SEED:
	case CHANGE_LEAK:
		apply(r, c, n, c->atom);
		break;
	case CHANGE_LINK:
		apply_link(r, c);
		break;
	case CHANGE_DOWN:
		post(w, w->outage.v[c->what].session, c->time, 0, PATH_DOWN);
		break;
	case CHANGE_UP:
		post(w, w->outage.v[c->what].session, c->time, 0, PATH_UP);
		send_table(r, w->outage.v[c->what].session, c->time + 1);
		break;
	default:
		post(w, w->raw.v[c->what].session, c->time, c->what, PATH_RAW);
	}
}

static int by_time(const void *x, const void *y)
{
	const struct change *a = x, *b = y;
	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	if (a->atom != b->atom)
		return a->atom < b->atom ? -1 : 1;
	return a->seq < b->seq ? -1 : a->seq > b->seq;
}

/* --- files -------------------------------------------------------------------------------------------------
 */

/* A session of the collector lives: now and then that is all there is to say. */
static void keep_alive(struct world *w, uint32_t collector, uint32_t from, uint32_t until)
{
	const struct collector *c = &w->collector.v[collector];
	for (uint32_t t = from + 7; t < until; t += 90) {
		uint32_t s = c->first + t / 90 % c->n;
		if (!outage_at(w, s, t) && !w->vantage.v[w->session.v[s].vantage].stale)
			post(w, s, t, 0, PATH_KEEPALIVE);
	}
}

static void write_until(struct run *r, uint32_t t)
{
	struct world *w = r->w;
	for (uint32_t c = 0; c < w->collector.n; c++)
		while (r->written[c] + w->collector.v[c].step <= t) {
			uint32_t next = r->written[c] + w->collector.v[c].step;
			keep_alive(w, c, r->written[c], next);
			mrt_updates(w, c, r->written[c], next, r->dir);
			r->written[c] = next;
		}
}

static void write_tables(struct run *r, uint32_t t)
{
	struct world *w = r->w;
	for (uint32_t c = 0; c < w->collector.n; c++)
		if (t < w->collector.v[c].gap_from || t >= w->collector.v[c].gap_until)
			mrt_table(w, c, t, r->dir);
}

static void first_state(struct run *r)
{
	struct world *w = r->w;
	size_t n = w->vantage.n;
	w->now = fresh(w->atom.n * n, sizeof *w->now);
	w->since = fresh(w->atom.n * n, sizeof *w->since);
	for (uint32_t a = 0; a < w->atom.n; a++) {
		atom_paths(w, a, w->now + a * n);
		for (size_t i = 0; i < n; i++)
			w->since[a * n + i] =
			    w->start - 3600 - (uint32_t)(hash_of(w->seed, a, i) % (40 * 86400));
	}
}

/* Changes shortly before a table is written would be in it and behind it: they wait until it is done. */
uint32_t world_settled(const struct world *w, uint32_t t)
{
	uint32_t rest = (t - w->start) % TABLES_EVERY;
	return rest > TABLES_EVERY - SETTLED ? t + (TABLES_EVERY - rest) + rest % 5 : t;
}

void world_run(struct world *w, const char *dir)
{
	struct run r = {.w = w, .dir = dir};
	for (uint32_t i = 0; i < w->change.n; i++) {
		w->change.v[i].seq = i;
		if (w->change.v[i].type != CHANGE_RAW)
			w->change.v[i].time = world_settled(w, w->change.v[i].time);
	}
	qsort(w->change.v, w->change.n, sizeof *w->change.v, by_time);
	r.row = fresh(w->vantage.n, sizeof *r.row);
	r.other = fresh(w->vantage.n, sizeof *r.other);
	w->outbox = fresh(w->collector.n, sizeof *w->outbox);
	mrt_init(w);
	first_state(&r);
	for (uint32_t c = 0; c < w->collector.n; c++)
		r.written[c] = w->start;
	write_tables(&r, w->start);
	uint32_t next = w->start + TABLES_EVERY;
	for (size_t i = 0, j; i < w->change.n; i = j) {
		const struct change *c = &w->change.v[i];
		for (j = i + 1; j < w->change.n && c->type <= CHANGE_LEAK &&
		                w->change.v[j].type <= CHANGE_LEAK && w->change.v[j].time == c->time &&
		                w->change.v[j].atom == c->atom;)
			j++;
		for (; next <= c->time && next < w->end; next += TABLES_EVERY) {
			write_until(&r, next);
			write_tables(&r, next);
		}
		if (c->time >= w->end)
			break;
		write_until(&r, c->time / 300 * 300);
		r.change = c->event ? 0x80000000u + c->event * 2u + c->on : (uint32_t)i;
		r.now = c->time;
		apply_change(&r, c, j - i);
	}
	for (; next < w->end; next += TABLES_EVERY) {
		write_until(&r, next);
		write_tables(&r, next);
	}
	write_until(&r, w->end);
	mrt_fini();
	free(r.row);
	free(r.other);
}
