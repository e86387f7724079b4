#include "measure/doubt.h"

#include "feed/faults.h"
#include "measure/measure_impl.h"

#include <stdlib.h>

struct doubt {
	struct source **then; /* files in force before */
	size_t n_then;
	uint8_t *class[RIB_FAMILIES]; /* by prefix id, as judged before; NOT_ROUTED */
	uint64_t n_routed;
};

enum { NOT_ROUTED = UINT8_MAX };

static bool is_among(struct source *const *files, size_t n, const struct source *s)
{
	for (size_t i = 0; i < n; i++)
		if (files[i] == s)
			return true;
	return false;
}

static bool is_routed(const struct rib *r, unsigned f, prefix_id id)
{
	for (route_id i = rib_prefix_at(r, f, id)->routes; i != RIB_NONE; i = rib_route_at(r, f, i)->next)
		if (rib_route_at(r, f, i)->n_now > 0)
			return true;
	return false;
}

static uint8_t class_at(const struct measurement *m, unsigned f, prefix_id id, instant_t t)
{
	return bogon_prefix(m->bogons, &rib_prefix_at(m->rib, f, id)->prefix, t).class;
}

static void classes_note(const struct measurement *m, struct doubt *d)
{
	for (unsigned f = 0; f < RIB_FAMILIES; f++) {
		uint32_t n = rib_prefix_count(m->rib, f);
		d->class[f] = mem_new((size_t)n + 1, 1);
		for (prefix_id id = 0; id < n; id++) {
			bool routed = is_routed(m->rib, f, id);
			d->class[f][id] = routed ? class_at(m, f, id, m->run.now) : NOT_ROUTED;
			d->n_routed += routed;
		}
	}
}

/* The first tables have nothing before them to be held against. */
struct doubt *doubt_before(struct measurement *m, instant_t t)
{
	const struct framework *f = m->o->framework;
	struct source **then = NULL, **now = NULL;
	size_t n_then = sources_in_force(&m->sources, SOURCE_DELEGATED, m->bogons_from, &then);
	size_t n_now = sources_in_force(&m->sources, SOURCE_DELEGATED, t, &now), n_new = 0;
	for (size_t i = 0; i < n_now; i++)
		n_new += !is_among(then, n_then, now[i]);
	free(now);
	if (n_new == 0 || m->run.now == 0 || f->delegated_change.n == 0) {
		free(then);
		return NULL;
	}
	struct doubt *d = mem_new(1, sizeof *d);
	d->then = then;
	d->n_then = n_then;
	classes_note(m, d);
	return d;
}

static uint64_t changed(const struct measurement *m, const struct doubt *d, instant_t t)
{
	uint64_t n = 0;
	for (unsigned f = 0; f < RIB_FAMILIES; f++)
		for (prefix_id id = 0; id < rib_prefix_count(m->rib, f); id++)
			n += d->class[f][id] != NOT_ROUTED && d->class[f][id] != class_at(m, f, id, t);
	return n;
}

static bool is_too_much(const struct measurement *m, const struct doubt *d, uint64_t n)
{
	const struct framework *f = m->o->framework;
	return n >= f->delegated_least &&
	       (wide_t)n * f->delegated_change.d > (wide_t)d->n_routed * f->delegated_change.n;
}

/* The file of the family that was in force before; NULL: none was. */
static const struct source *before(const struct doubt *d, const struct source *s)
{
	for (size_t i = 0; i < d->n_then; i++)
		if (d->then[i]->family == s->family)
			return d->then[i];
	return NULL;
}

static void hold(const struct measurement *m, const struct doubt *d, struct source *s, uint64_t n)
{
	const struct source *b = before(d, s);
	struct buf why = {0};
	if (!b)
		return;
	buf_printf(&why, "held: with it %llu of %llu routed prefixes are of another class than with %s",
	           (unsigned long long)n, (unsigned long long)d->n_routed, b->file);
	faults_hold(s, b->as_of + (instant_t)m->o->framework->held_for, buf_take(&why));
}

static void load_again(struct measurement *m, instant_t t, void (*load)(struct measurement *m, instant_t t))
{
	registries_bogons_anew(m->registries);
	load(m, t);
}

/* Files of one day come together; most often one of them is wrong. */
static void hold_the_wrong(struct measurement *m, const struct doubt *d, instant_t t, uint64_t n,
                           void (*load)(struct measurement *m, instant_t t))
{
	struct source **now = NULL;
	size_t n_now = sources_in_force(&m->sources, SOURCE_DELEGATED, t, &now);
	bool found = false;
	for (size_t i = 0; i < n_now && !found; i++) {
		if (is_among(d->then, d->n_then, now[i]))
			continue;
		hold(m, d, now[i], n);
		load_again(m, t, load);
		found = !is_too_much(m, d, changed(m, d, t));
		if (!found)
			faults_hold(now[i], INSTANT_NONE, NULL);
	}
	for (size_t i = 0; i < n_now && !found; i++)
		if (!is_among(d->then, d->n_then, now[i]))
			hold(m, d, now[i], n);
	if (!found)
		load_again(m, t, load);
	free(now);
}

void doubt_after(struct measurement *m, struct doubt *d, instant_t t,
                 void (*load)(struct measurement *m, instant_t t))
{
	if (!d)
		return;
	uint64_t n = changed(m, d, t);
	if (is_too_much(m, d, n))
		hold_the_wrong(m, d, t, n, load);
	for (int f = 0; f < RIB_FAMILIES; f++)
		free(d->class[f]);
	free(d->then);
	free(d);
}
