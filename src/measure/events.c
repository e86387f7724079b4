#include "measure/events.h"

#include "base/hash.h"
#include "score/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What tells one event from all others, in a form that no machine and no run changes. */
static uint64_t event_id(const struct event *e, const struct prefix *p)
{
	char key[96];
	char prefix[PREFIX_TEXT] = "";
	if (p)
		prefix_format(prefix, p);
	int n = e->is_forged ? snprintf(key, sizeof key, "M2 %u>%u %u", e->segment[0], e->culprit, e->start)
	        : e->metric == METRIC_M1 ? snprintf(key, sizeof key, "M1 %u %u>%u %u", e->culprit,
	                                            e->segment[0], e->segment[1], e->start)
	                                 : snprintf(key, sizeof key, "M%u %u %s %u %u", e->metric, e->culprit,
	                                            prefix, e->bogon, e->start);
	uint64_t id = hash_octets(key, (size_t)n);
	return id ? id : 1;
}

static bool has_one_prefix(const struct event *e)
{
	return (e->metric == METRIC_M2 && !e->is_forged) || e->metric == METRIC_M3;
}

static int prefix_order(const void *a, const void *b)
{
	return prefix_cmp(a, b);
}

/* Its prefixes in the order of all lists of prefixes. */
static void take_prefixes(struct period_event *p, const struct events_options *o)
{
	const struct event *e = p->event;
	bool one = has_one_prefix(e);
	size_t n = one ? 1 : e->prefixes.n;
	p->prefixes = mem_new(n + 1, sizeof *p->prefixes);
	if (one)
		p->prefixes[0] = rib_prefix_at(o->rib, e->family, e->prefix)->prefix;
	for (size_t i = 0; !one && i < n; i++)
		p->prefixes[i] =
		    rib_prefix_at(o->rib, e->prefixes.at[i].family, e->prefixes.at[i].id)->prefix;
	qsort(p->prefixes, n, sizeof *p->prefixes, prefix_order);
	p->row.prefixes = p->prefixes;
	p->row.n_prefixes = n;
}

static enum charge_relation charge_relation_of(enum relation r)
{
	return r == RELATION_UNKNOWN    ? CHARGE_UNKNOWN
	       : r == RELATION_PROVIDER ? CHARGE_PROVIDER
	                                : CHARGE_OTHER;
}

static void take_accomplices(struct period_event *p, const struct events_options *o)
{
	const struct event *e = p->event;
	size_t n = e->accomplices.n;
	p->accomplices = mem_new(n + 1, sizeof *p->accomplices);
	p->charged = mem_new(n + 1, sizeof *p->charged);
	for (size_t i = 0; i < n; i++) {
		const struct accomplice *a = &e->accomplices.at[i];
		enum relation r = topology_relation(o->topology, e->culprit, a->asn, e->start);
		p->accomplices[i] = (struct store_accomplice){a->asn, a->n_peers, (uint8_t)r};
		p->charged[i] =
		    (struct ledger_accomplice){a->asn, a->n_peers, (uint8_t)charge_relation_of(r)};
	}
	p->row.accomplices = p->accomplices;
	p->row.n_accomplices = n;
}

/* What the evidence comes to, by the framework; why, where something decided alone. */
static void take_verdict(struct period_event *p, const struct events_options *o)
{
	struct store_event *row = &p->row;
	const struct event *e = p->event;
	if (e->metric >= METRIC_M3) {
		/* a registry's reserve may be a mistake of its bookkeeping; special space is what it is */
		row->confidence = e->class == EVENT_FULL ? CONFIDENCE_CONFIRMED : CONFIDENCE_SUSPICIOUS;
		row->score = e->class == EVENT_FULL ? 100 : 50;
		row->tags = "[]";
		row->rule = e->metric == METRIC_M3 ? "bogon-prefix" : "bogon-asn";
		return;
	}
	struct verdict v = verdict_of(o->framework, e->metric, e->tags);
	struct buf tags = {0};
	verdict_tags_json(o->framework, e->tags, &tags);
	row->tags = p->tags = buf_take(&tags);
	row->confidence = (uint8_t)v.confidence;
	row->score = (uint8_t)v.score;
	row->reason = verdict_reason(o->framework, &v, e->tags);
	row->rule = e->rule;
	row->leak_type = e->leak_type;
	row->segment[0] = e->segment[0];
	row->segment[1] = e->segment[1];
	row->victims = e->victims.at;
	row->n_victims = e->victims.n;
}

/* Of the newest data of a kind that are in force. */
static instant_t newest(const struct events_options *o, enum source_kind kind, instant_t t)
{
	struct source **now;
	instant_t as_of = INSTANT_NONE;
	if (!o->sources)
		return INSTANT_NONE;
	size_t n = sources_in_force(o->sources, kind, t, &now);
	for (size_t i = 0; i < n; i++)
		if (as_of == INSTANT_NONE || now[i]->as_of > as_of)
			as_of = now[i]->as_of;
	free(now);
	return as_of;
}

/* What it was judged by, as of its start. */
static void take_basis(struct period_event *p, const struct events_options *o)
{
	const struct event *e = p->event;
	struct buf json = {0};
	struct basis b = e->basis;
	instant_t at =
	    e->metric == METRIC_M1 ? e->start - (instant_t)o->framework->relations_frozen : e->start;
	b.vrps = e->metric <= METRIC_M2 ? newest(o, SOURCE_VRPS, at) : INSTANT_NONE;
	b.route_objects = e->metric == METRIC_M2 ? newest(o, SOURCE_IRR, at) : INSTANT_NONE;
	b.delegations = e->metric >= METRIC_M3 ? newest(o, SOURCE_DELEGATED, at) : INSTANT_NONE;
	b.relations = e->metric <= METRIC_M2 ? newest(o, SOURCE_RELATIONSHIPS, at) : INSTANT_NONE;
	basis_json(&b, &json);
	p->row.state = p->state = buf_take(&json);
}

static void take_row(struct period_event *p, const struct events_options *o)
{
	const struct event *e = p->event;
	struct store_event *row = &p->row;
	row->metric = e->metric;
	row->kind = e->is_forged ? EVENT_FORGED_ORIGIN : EVENT_PLAIN;
	row->class = e->class;
	row->open = e->open;
	row->culprit = e->culprit;
	row->bogon = e->bogon;
	row->reason = e->reason ? e->reason : "";
	row->start = e->start;
	row->end = e->open ? (uint32_t)o->data_end : e->end;
	row->visible = e->visible;
	row->n_visible = EVENT_PEERS;
	row->peers_max = e->n_peak;
	row->peers_total = e->n_peers;
	row->announcements = e->n_announcements;
	row->endings = e->n_endings;
	take_verdict(p, o);
	take_basis(p, o);
	take_prefixes(p, o);
	take_accomplices(p, o);
	row->id = event_id(e, has_one_prefix(e) ? p->prefixes : NULL);
}

static void take_charge(struct period_event *p, const struct events_options *o)
{
	const struct event *e = p->event;
	p->ledger = (struct ledger_event){
	    .charge = {.metric = e->metric,
	               .class = e->class,
	               .confidence = p->row.confidence,
	               .tags = e->tags,
	               .forged_origin = e->is_forged,
	               .peers_max = e->n_peak,
	               .full_feeds = charge_full_feeds(p->prefixes, p->row.n_prefixes, o->full_feeds[RIB_V4],
	                                               o->full_feeds[RIB_V6]),
	               .start = e->start,
	               .end = e->open ? INSTANT_NONE : e->end},
	    .culprit = e->culprit,
	    .n_peers = e->n_peers,
	    .accomplices = p->charged,
	    .n_accomplices = p->row.n_accomplices,
	};
}

static void event_fini_one(struct period_event *p)
{
	free(p->prefixes);
	free(p->accomplices);
	free(p->charged);
	free(p->tags);
	free(p->state);
}

static int period_event_cmp(const void *a, const void *b)
{
	const struct store_event *x = &((const struct period_event *)a)->row,
	                         *y = &((const struct period_event *)b)->row;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

void events_collect(const struct event_list *events, const struct events_options *o,
                    struct period_events *out)
{
	for (size_t i = 0; i < events->n; i++) {
		const struct event *e = &events->at[i];
		if (e->start >= o->to || (!e->open && e->end < o->from))
			continue;
		struct period_event p = {.event = e};
		take_row(&p, o);
		take_charge(&p, o);
		if (!charge_is_event(o->framework, &p.ledger.charge)) {
			event_fini_one(&p);
			continue;
		}
		if (out->n == out->cap)
			out->at = mem_grow(out->at, &out->cap, out->n + 1, sizeof *out->at);
		out->at[out->n++] = p;
	}
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, period_event_cmp);
}

void events_fini(struct period_events *e)
{
	for (size_t i = 0; i < e->n; i++)
		event_fini_one(&e->at[i]);
	free(e->at);
	*e = (struct period_events){0};
}
