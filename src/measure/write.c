/* Storing: the period in one transaction. */
#include "measure/measure_impl.h"
#include "score/facts.h"

#include <stdlib.h>

static struct store_period period_row(const struct measurement *m, const char *summary)
{
	const struct measure_totals *t = &m->totals;
	return (struct store_period){.start = t->from,
	                             .end = t->to,
	                             .observed_from = t->observed_from,
	                             .observed_to = t->observed_to,
	                             .data_end = m->data_end,
	                             .framework = m->o->framework->name,
	                             .framework_text = m->o->framework_text,
	                             .coverage_low = t->coverage_low,
	                             .full_feeds_v4 = t->full_feeds[RIB_V4],
	                             .full_feeds_v6 = t->full_feeds[RIB_V6],
	                             .min_peers_v4 = t->minimum[RIB_V4],
	                             .min_peers_v6 = t->minimum[RIB_V6],
	                             .leaks = !m->o->no_detection,
	                             .misoriginations = !m->o->no_detection,
	                             .bogons_partial = m->bogons_partial,
	                             .vrps = m->networks.vrps,
	                             .invalid_routes = m->networks.invalid_routes,
	                             .summary = summary};
}

/* ---- sources and peers */

/* Reasons are tokens: nothing in them needs quoting. */
static void reasons_json(const struct tally *t, struct buf *out)
{
	buf_clear(out);
	buf_char(out, '{');
	for (size_t i = 0; i < t->n; i++)
		buf_printf(out, "%s\"%s\":%llu", i ? "," : "", t->at[i].reason,
		           (unsigned long long)t->at[i].n);
	buf_char(out, '}');
}

static enum err put_sources(const struct measurement *m, struct store *store)
{
	struct buf reasons = {0};
	enum err e = ERR_OK;
	for (size_t i = 0; i < m->sources.at.n && e == ERR_OK; i++) {
		const struct source *s = &m->sources.at.at[i];
		reasons_json(&s->reasons, &reasons);
		struct store_source row = {.file = s->file,
		                           .kind = source_kind_name(s->kind),
		                           .why_not = s->why_not ? s->why_not : "",
		                           .reasons = reasons.at,
		                           .as_of = s->as_of,
		                           .age = s->as_of == INSTANT_NONE ? -1 : m->judged_at - s->as_of,
		                           .fresh =
		                               s->as_of != INSTANT_NONE && source_is_fresh(s, m->judged_at),
		                           .used = s->used,
		                           .records = s->records,
		                           .rejected = s->rejected};
		e = store_put_source(store, &row);
	}
	buf_fini(&reasons);
	return e;
}

static bool is_full(const struct measurement *m, const struct rib_peer *p, unsigned f)
{
	return m->totals.full_feeds[f] > 0 && p->n_peak[f] >= m->full_from[f];
}

static enum err put_peers(const struct measurement *m, struct store *store)
{
	enum err e = ERR_OK;
	for (peer_id id = 0; id < rib_peer_count(m->rib) && e == ERR_OK; id++) {
		const struct rib_peer *p = rib_peer_get(m->rib, id);
		struct store_peer row = {.collector = m->sources.collectors.at[p->collector],
		                         .ip = p->ip,
		                         .asn = p->asn,
		                         .peak_v4 = p->n_peak[RIB_V4],
		                         .peak_v6 = p->n_peak[RIB_V6],
		                         .full_v4 = is_full(m, p, RIB_V4),
		                         .full_v6 = is_full(m, p, RIB_V6),
		                         .announced = p->n_announced,
		                         .withdrawn = p->n_withdrawn};
		e = store_put_peer(store, &row);
	}
	return e;
}

/* ---- networks and scores */

static enum err put_networks(const struct measurement *m, struct store *store)
{
	struct buf facts = {0};
	enum err e = ERR_OK;
	for (size_t i = 0; i < m->networks.n && e == ERR_OK; i++) {
		const struct period_network *p = &m->networks.at[i];
		buf_clear(&facts);
		facts_encode(&p->facts, &facts);
		struct store_network row = {.asn = p->facts.asn,
		                            .holder = p->holder,
		                            .economy = p->economy,
		                            .rir = p->rir,
		                            .participant = p->participant,
		                            .facts = facts.at,
		                            .facts_len = facts.len,
		                            .routes = m->networks.routes + p->first_route,
		                            .n_routes = p->n_routes,
		                            .passed = m->networks.passed + p->first_passed,
		                            .n_passed = p->n_passed};
		e = store_put_network(store, &row);
		if (e == ERR_OK)
			e = store_put_score(store, &m->scores[i]);
	}
	buf_fini(&facts);
	return e;
}

static const struct store_route *route_row(const void *ctx, size_t i)
{
	const struct measurement *m = ctx;
	return &m->routes.at[i].row;
}

/* ---- events and what they were judged by */

static void set_text(const struct path_store *paths, uint32_t id, struct buf *out)
{
	size_t n;
	const asn_t *members = path_set_get(paths, id, &n);
	buf_char(out, '{');
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%u", i ? "," : "", members[i]);
	buf_char(out, '}');
}

/* As a route collector shows it: the neighbour first. */
static void path_text(const struct path_store *paths, path_id id, struct buf *out)
{
	buf_clear(out);
	for (; id != PATH_NONE; id = path_get(paths, id)->parent) {
		const struct path_node *n = path_get(paths, id);
		if (n->kind == PATH_HOP_PEER_ORIGIN)
			continue; /* stands for the path's end that names nobody */
		if (out->len)
			buf_char(out, ' ');
		if (n->kind == PATH_HOP_SET)
			set_text(paths, n->asn, out);
		else
			buf_u64(out, n->asn);
	}
	buf_str(out, "");
}

struct putting {
	const struct measurement *m;
	struct store *store;
	bool *is_put; /* by message number */
	struct buf path, before;
};

/* With the table of peers that it counts on, if it is of a dump; each once. */
static enum err put_message(struct putting *p, uint32_t number)
{
	const struct measurement *m = p->m;
	if (number == RIB_NONE || p->is_put[number])
		return ERR_OK;
	struct evidence_message raw = evidence_get(m->evidence, number);
	const struct source *s = &m->sources.at.at[m->file_source.at[raw.file]];
	enum err e = put_message(p, raw.peers);
	p->is_put[number] = true;
	struct store_message row = {.id = number,
	                            .file = s->file,
	                            .record = raw.record,
	                            .offset = raw.offset,
	                            .raw = raw.octets,
	                            .len = raw.len};
	return e == ERR_OK ? store_put_message(p->store, &row) : e;
}

_Static_assert(CAUSE_ANNOUNCED == (int)RIB_ANNOUNCED && CAUSE_WITHDRAWN == (int)RIB_WITHDRAWN &&
                   CAUSE_TABLE == (int)RIB_DUMPED && CAUSE_UNKNOWN == (int)RIB_UNKNOWN &&
                   CAUSE_SESSION == (int)RIB_LOST,
               "stored as the RIB tells it");

/* seq: what shows it, then what ended it. */
static enum err put_evidence(struct putting *p, const struct period_event *e, uint32_t seq)
{
	const struct measurement *m = p->m;
	const struct event *event = e->event;
	bool ends = seq >= event->evidence.n;
	const struct evidence *x =
	    ends ? &event->endings.at[seq - event->evidence.n] : &event->evidence.at[seq];
	const struct rib_peer *peer = rib_peer_get(m->rib, x->peer);
	path_text(rib_paths(m->rib), x->path, &p->path);
	path_text(rib_paths(m->rib), x->before, &p->before);
	struct store_evidence row = {.event = e->row.id,
	                             .seq = seq,
	                             .ends = ends,
	                             .cause = x->cause,
	                             .time = x->time,
	                             .collector = m->sources.collectors.at[peer->collector],
	                             .peer_ip = peer->ip,
	                             .peer_asn = peer->asn,
	                             .prefix = rib_prefix_at(m->rib, x->family, x->prefix)->prefix,
	                             .path = p->path.at,
	                             .before = p->before.at,
	                             .message = x->message == RIB_NONE ? -1 : (int64_t)x->message};
	enum err err = store_put_evidence(p->store, &row);
	return err == ERR_OK ? put_message(p, x->message) : err;
}

static enum err put_events(const struct measurement *m, struct store *store)
{
	struct putting p = {.m = m,
	                    .store = store,
	                    .is_put = mem_new((size_t)evidence_count(m->evidence) + 1, sizeof *p.is_put)};
	enum err err = ERR_OK;
	for (size_t i = 0; i < m->events.n && err == ERR_OK; i++) {
		const struct period_event *e = &m->events.at[i];
		err = store_put_event(store, &e->row);
		for (uint32_t k = 0; k < e->event->evidence.n + e->event->endings.n && err == ERR_OK; k++)
			err = put_evidence(&p, e, k);
	}
	free(p.is_put);
	buf_fini(&p.path);
	buf_fini(&p.before);
	return err;
}

static enum err put_externals(const struct measurement *m, struct store *store)
{
	enum err e = ERR_OK;
	for (size_t i = 0; i < m->externals.n && e == ERR_OK; i++) {
		const struct external_event *t = &m->externals.at[i];
		const struct external_match *match = &m->matches[i];
		struct store_external row = {
		    .source = external_source_name(t->source),
		    .id = t->id,
		    .kind = external_kind_name(t->kind),
		    .words = t->words,
		    .metric = t->kind == EXTERNAL_LEAK ? 1 : 2,
		    .agreement = match->agreement,
		    .grade = t->graded ? (int64_t)t->grade : -1,
		    .start = t->start,
		    .end = t->end,
		    .culprit = match->culprit,
		    .segment = {t->segment[0], t->segment[1]},
		    .event = match->event == SIZE_MAX ? 0 : m->events.at[match->event].row.id,
		    .prefixes = t->prefixes,
		    .n_prefixes = t->n_prefixes,
		    .victims = t->victims,
		    .n_victims = t->n_victims};
		e = store_put_external(store, &row);
	}
	return e;
}

enum err measure_store(struct measurement *m, struct store *store, const char *summary)
{
	struct store_period row = period_row(m, summary);
	enum err e = store_begin(store, &row);
	if (e == ERR_OK)
		e = put_sources(m, store);
	if (e == ERR_OK)
		e = put_peers(m, store);
	if (e == ERR_OK)
		e = store_put_routes_from(store, route_row, m, m->routes.n);
	if (e == ERR_OK)
		e = put_networks(m, store);
	if (e == ERR_OK)
		e = put_events(m, store);
	if (e == ERR_OK)
		e = put_externals(m, store);
	if (e == ERR_OK)
		e = store_commit(store);
	if (e != ERR_OK)
		store_rollback(store);
	return e;
}
