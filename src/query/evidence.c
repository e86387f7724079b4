/* What an incident was judged by: announcements, and the raw messages that they came in. */
#include "query/incidents.h"
#include "query/query_impl.h"

struct piece {
	uint32_t time, seq;
	size_t event; /* in the list of events */
	int64_t message;
};

struct pieces {
	size_t event;
	VEC(struct piece) at;
};

static bool take_piece(void *ctx, const struct store_evidence *x)
{
	struct pieces *p = ctx;
	*vec_push(&p->at) = (struct piece){x->time, x->seq, p->event, x->message};
	return true;
}

static int by_time(const void *pa, const void *pb)
{
	const struct piece *a = pa, *b = pb;
	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	if (a->message != b->message)
		return a->message < b->message ? -1 : 1;
	if (a->event != b->event)
		return a->event < b->event ? -1 : 1;
	return (a->seq > b->seq) - (a->seq < b->seq);
}

static enum err pieces_of(struct query *q, const struct query_incidents *l, const struct query_incident *i,
                          struct pieces *out)
{
	enum err e = ERR_OK;
	for (size_t k = 0; k < i->events.n && e == ERR_OK; k++) {
		out->event = i->events.at[k];
		e = store_evidences(q->store, query_period(q)->id, l->events.at[out->event].row.id,
		                    take_piece, out);
	}
	if (out->at.n)
		qsort(out->at.at, out->at.n, sizeof *out->at.at, by_time);
	return query_failed(q, e);
}

struct one {
	uint32_t seq;
	store_evidence_fn fn;
	void *ctx;
	bool on;
};

static bool hand_on(void *ctx, const struct store_evidence *x)
{
	struct one *o = ctx;
	if (x->seq != o->seq)
		return true;
	o->on = o->fn(o->ctx, x);
	return false;
}

enum err query_evidence(struct query *q, const struct query_incidents *l, const struct query_incident *i,
                        store_evidence_fn fn, void *ctx)
{
	struct pieces p = {0};
	struct one o = {.fn = fn, .ctx = ctx, .on = true};
	enum err e = pieces_of(q, l, i, &p);
	for (size_t k = 0; k < p.at.n && e == ERR_OK && o.on; k++) {
		o.seq = p.at.at[k].seq;
		e = query_failed(q, store_evidences(q->store, query_period(q)->id,
		                                    l->events.at[p.at.at[k].event].row.id, hand_on, &o));
	}
	vec_free(&p.at);
	return e;
}

enum err query_message(struct query *q, int64_t number, store_message_fn fn, void *ctx)
{
	return query_failed(q, store_messages(q->store, query_period(q)->id, number, fn, ctx));
}

enum err query_peer_table(struct query *q, const struct store_message *of, store_message_fn fn, void *ctx)
{
	return query_failed(q, store_peer_table(q->store, query_period(q)->id, of, fn, ctx));
}

struct message {
	store_message_fn fn;
	void *ctx;
	bool on;
};

static bool hand_message(void *ctx, const struct store_message *x)
{
	struct message *m = ctx;
	m->on = m->fn(m->ctx, x);
	return m->on;
}

static int by_message(const void *pa, const void *pb)
{
	const struct piece *a = pa, *b = pb;
	if (a->message != b->message)
		return a->message < b->message ? -1 : 1;
	return by_time(pa, pb);
}

/* Each message once, at the first time it is spoken of. */
static void once(struct pieces *p)
{
	size_t kept = 0;
	if (p->at.n)
		qsort(p->at.at, p->at.n, sizeof *p->at.at, by_message);
	for (size_t i = 0; i < p->at.n; i++)
		if (p->at.at[i].message >= 0 && (i == 0 || p->at.at[i].message != p->at.at[i - 1].message))
			p->at.at[kept++] = p->at.at[i];
	p->at.n = kept;
	if (kept)
		qsort(p->at.at, kept, sizeof *p->at.at, by_time);
}

enum err query_messages(struct query *q, const struct query_incidents *l, const struct query_incident *i,
                        store_message_fn fn, void *ctx)
{
	struct pieces p = {0};
	struct message m = {.fn = fn, .ctx = ctx, .on = true};
	enum err e = pieces_of(q, l, i, &p);
	if (e == ERR_OK)
		once(&p);
	for (size_t k = 0; k < p.at.n && e == ERR_OK && m.on; k++)
		e = query_failed(
		    q, store_messages(q->store, query_period(q)->id, p.at.at[k].message, hand_message, &m));
	vec_free(&p.at);
	return e;
}
