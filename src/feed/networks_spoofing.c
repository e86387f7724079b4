#include "feed/networks.h"
#include "text/spoofer.h"

enum { DAY = 86400 /* seconds */ };

/* A session that counts, of one family. */
struct session {
	asn_t asn;
	struct prefix client;
	instant_t time;
	uint64_t number;
	bool received;
};

struct load {
	instant_t from, to;
	VEC(struct session) sessions;
};

static bool side_has(const struct spoofer_side *s, enum spoofer_result r)
{
	return s->private_source == r || s->routed_source == r;
}

/* Behind NAT, and with other results, nothing is known (doc/measurement.md section 6.2). */
static void take_side(struct load *l, const struct spoofer_session *s, const struct spoofer_side *side)
{
	bool received = side_has(side, SPOOFER_RECEIVED);
	if (side->asn == 0 || side->client.family == FAMILY_NONE || side->nat ||
	    (!received && !side_has(side, SPOOFER_BLOCKED)))
		return;
	*vec_push(&l->sessions) = (struct session){.asn = side->asn,
	                                           .client = side->client,
	                                           .time = s->time,
	                                           .number = s->session,
	                                           .received = received};
}

static void on_session(void *ctx, const struct spoofer_session *s)
{
	struct load *l = ctx;
	if (s->time < l->from || s->time >= l->to)
		return;
	take_side(l, s, &s->v4);
	take_side(l, s, &s->v6);
}

/* The family is part of the prefix, so that a protocol's sessions stand together. */
static int session_cmp(const void *x, const void *y)
{
	const struct session *a = x, *b = y;
	if (a->asn != b->asn)
		return a->asn < b->asn ? -1 : 1;
	int c = prefix_cmp(&a->client, &b->client);
	if (c)
		return c;
	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return a->received - b->received;
}

static instant_t day_of(const struct session *s)
{
	return s->time / DAY - (s->time % DAY < 0);
}

/* One network's block: the last session of each day counts. */
static void add_block(struct network_spoofings *out, const struct session *s, size_t n)
{
	bool received = false;
	for (size_t i = 0; i < n; i++)
		if (i + 1 == n || day_of(&s[i]) != day_of(&s[i + 1]))
			received |= s[i].received;
	if (out->n == 0 || out->at[out->n - 1].asn != s->asn)
		*vec_push(out) = (struct network_spoofing){.asn = s->asn};
	out->at[out->n - 1].sessions++;
	out->at[out->n - 1].blocks += received;
}

void networks_spoofing(struct sources *s, instant_t from, instant_t to, struct network_spoofings *out)
{
	struct load l = {.from = from, .to = to};
	*out = (struct network_spoofings){0};
	for (size_t i = 0; i < s->at.n; i++)
		if (s->at.at[i].kind == SOURCE_SPOOFER)
			source_read(&s->at.at[i], spoofer_reader_new(on_session, &l, &s->at.at[i].diag));
	if (l.sessions.n)
		qsort(l.sessions.at, l.sessions.n, sizeof *l.sessions.at, session_cmp);
	for (size_t i = 0, n; i < l.sessions.n; i += n) {
		const struct session *first = &l.sessions.at[i];
		for (n = 1; i + n < l.sessions.n && first[n].asn == first->asn &&
		            prefix_cmp(&first[n].client, &first->client) == 0;)
			n++;
		add_block(out, first, n);
	}
	vec_free(&l.sessions);
}
