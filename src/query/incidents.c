#include "query/incidents.h"

#include "base/hash.h"
#include "detect/tag.h"
#include "query/query_impl.h"
#include "score/verdict.h"

#include <stdio.h>
#include <string.h>

/* ---- events with lists of their own */

static void *copy(const void *p, size_t n, size_t size)
{
	void *q = mem_new(n + 1, size);
	if (n)
		memcpy(q, p, n * size);
	return q;
}

static void event_copy(struct store_event *to, const struct store_event *from)
{
	*to = *from;
	to->rule = mem_strdup(from->rule);
	to->reason = mem_strdup(from->reason);
	to->tags = mem_strdup(*from->tags ? from->tags : "[]");
	to->state = mem_strdup(*from->state ? from->state : "{}");
	to->visible = copy(from->visible, from->n_visible, sizeof *from->visible);
	to->prefixes = copy(from->prefixes, from->n_prefixes, sizeof *from->prefixes);
	to->accomplices = copy(from->accomplices, from->n_accomplices, sizeof *from->accomplices);
	to->victims = copy(from->victims, from->n_victims, sizeof *from->victims);
}

static void free_lent(const void *lent)
{
	union {
		const void *lent;
		void *own;
	} u = {.lent = lent};
	free(u.own);
}

static void event_free(struct store_event *e)
{
	free_lent(e->rule);
	free_lent(e->reason);
	free_lent(e->tags);
	free_lent(e->state);
	free_lent(e->visible);
	free_lent(e->prefixes);
	free_lent(e->accomplices);
	free_lent(e->victims);
}

void query_incidents_fini(struct query_incidents *l)
{
	for (size_t i = 0; i < l->events.n; i++)
		event_free(&l->events.at[i].row);
	for (size_t i = 0; i < l->incidents.n; i++) {
		struct query_incident *x = &l->incidents.at[i];
		vec_free(&x->prefixes);
		vec_free(&x->accomplices);
		vec_free(&x->victims);
		vec_free(&x->events);
	}
	vec_free(&l->events);
	vec_free(&l->incidents);
}

/* ---- which belong together */

/* Only events of one group can be one incident; of those that share the victims too the gap may be longer. */
struct member {
	uint64_t group, victims;
	instant_t start, end;
	size_t event;
};

static uint64_t victims_hash(const struct store_event *e)
{
	uint64_t h = e->n_victims; /* the order of the list must not matter */
	for (size_t i = 0; i < e->n_victims; i++)
		h += hash_u64(e->victims[i] + 1ULL);
	return h;
}

/* Who took prefixes of many within minutes did one thing, whoever they were. */
static bool is_mass(const struct store_event *e)
{
	return verdict_tags_parse(e->tags) & TAG_BIT(MASS);
}

/* What is only considered does not make longer what happened. */
static struct member member_of(const struct store_event *e, size_t event)
{
	uint64_t victims = victims_hash(e);
	uint64_t key[4] = {e->metric, e->kind, e->culprit, e->confidence >= CONFIDENCE_SUSPICIOUS};
	uint64_t group = hash_octets(key, sizeof key);
	bool mass = e->metric == 2 && is_mass(e);
	return (struct member){.group = e->metric == 2 && !mass ? hash_u64(group ^ victims) : group,
	                       .victims = mass ? 0 : victims,
	                       .start = e->start,
	                       .end = e->end,
	                       .event = event};
}

static int order(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int by_group(const void *pa, const void *pb)
{
	const struct member *a = pa, *b = pb;
	int c = order(a->group, b->group);
	c = c ? c : (a->start > b->start) - (a->start < b->start);
	return c ? c : order(a->event, b->event);
}

static int by_victims(const void *pa, const void *pb)
{
	const struct member *a = pa, *b = pb;
	int c = order(a->group, b->group);
	c = c ? c : order(a->victims, b->victims);
	c = c ? c : (a->start > b->start) - (a->start < b->start);
	return c ? c : order(a->event, b->event);
}

/* The smallest event of a set stands for it. */
static size_t root(size_t *parent, size_t i)
{
	while (parent[i] != i) {
		parent[i] = parent[parent[i]];
		i = parent[i];
	}
	return i;
}

static void join(size_t *parent, size_t a, size_t b)
{
	a = root(parent, a);
	b = root(parent, b);
	if (a < b)
		parent[b] = a;
	else
		parent[a] = b;
}

/* Sorted by start, who comes within the gap of anything before it comes within that of what ends last. */
static void join_near(size_t *parent, const struct member *m, size_t n, bool victims, uint64_t gap)
{
	size_t last = 0;
	for (size_t i = 1; i < n; i++) {
		bool same = m[i].group == m[last].group && (!victims || m[i].victims == m[last].victims);
		if (same && m[i].start <= m[last].end + (int64_t)gap)
			join(parent, m[i].event, m[last].event);
		if (!same || m[i].end > m[last].end)
			last = i;
	}
}

static size_t *join_all(const struct query *q, const struct query_incidents *l)
{
	size_t n = l->events.n;
	size_t *parent = mem_new(n + 1, sizeof *parent);
	struct member *m = mem_new(n + 1, sizeof *m);
	for (size_t i = 0; i < n; i++) {
		parent[i] = i;
		m[i] = member_of(&l->events.at[i].row, i);
	}
	qsort(m, n, sizeof *m, by_group);
	join_near(parent, m, n, false, q->framework.incident_touch);
	qsort(m, n, sizeof *m, by_victims);
	join_near(parent, m, n, true, q->framework.incident_rejoin);
	free(m);
	return parent;
}

/* ---- one incident */

static int prefix_order(const void *a, const void *b)
{
	return prefix_cmp(a, b);
}

static int asn_order(const void *a, const void *b)
{
	return order(*(const asn_t *)a, *(const asn_t *)b);
}

static size_t unique(void *at, size_t n, size_t size, int (*cmp)(const void *, const void *))
{
	char *p = at;
	size_t kept = 0;
	if (n == 0)
		return 0;
	qsort(at, n, size, cmp);
	for (size_t i = 1; i < n; i++)
		if (cmp(p + i * size, p + kept * size) != 0)
			memmove(p + ++kept * size, p + i * size, size);
	return kept + 1;
}

static void take_accomplices(const struct query *q, struct query_incident *x, const struct store_event *e)
{
	for (size_t i = 0; i < e->n_accomplices; i++) {
		const struct store_accomplice *a = &e->accomplices[i];
		struct charge_accomplice c = {.relation = ledger_relation((enum relation)a->relation),
		                              .distance = 1,
		                              .peers = a->n_peers,
		                              .peers_all = e->peers_total};
		if (charge_is_accomplice(&q->framework, &c) && a->asn != e->culprit)
			*vec_push(&x->accomplices) = a->asn;
	}
}

static void take_event(const struct query *q, struct query_incident *x, const struct store_event *e,
                       size_t number)
{
	*vec_push(&x->events) = number;
	x->has_reasons |= x->lead && strcmp(e->reason, x->lead->reason) != 0;
	if (!x->lead || e->confidence > x->lead->confidence)
		x->lead = e;
	x->start = x->events.n == 1 || e->start < x->start ? e->start : x->start;
	x->end = e->end > x->end ? e->end : x->end;
	x->open |= e->open;
	x->peers_max = e->peers_max > x->peers_max ? e->peers_max : x->peers_max;
	for (size_t i = 0; i < e->n_prefixes; i++)
		*vec_push(&x->prefixes) = e->prefixes[i];
	for (size_t i = 0; i < e->n_victims; i++)
		*vec_push(&x->victims) = e->victims[i];
	take_accomplices(q, x, e);
}

static uint64_t incident_id(const struct query_incident *x)
{
	struct buf key = {0};
	buf_printf(&key, "M%u %u %lld", x->lead->metric, x->lead->culprit, (long long)x->start);
	for (size_t i = 0; i < x->victims.n; i++)
		buf_printf(&key, " %u", x->victims.at[i]);
	uint64_t id = hash_octets(key.at, key.len);
	buf_fini(&key);
	return id ? id : 1;
}

/* What it comes to if nothing else of the culprit's touches it. */
static double incident_weighs(const struct query *q, const struct query_incidents *l,
                              const struct query_incident *x)
{
	const struct store_period *p = query_period(q);
	struct incident_span *spans = mem_new(x->events.n, sizeof *spans);
	for (size_t i = 0; i < x->events.n; i++) {
		struct charge_event e = query_charge_event(q, &l->events.at[x->events.at[i]].row);
		spans[i] =
		    (struct incident_span){e.start, charge_end(&q->framework, &e, p->end, query_data_end(q)),
		                           charge_culprit(&q->framework, &e)};
	}
	struct incident_sum sum = incident_add_up(&q->framework, spans, x->events.n, p->start, p->end);
	free(spans);
	return fraction_double(sum.raw);
}

static void settle(const struct query *q, const struct query_incidents *l, struct query_incident *x)
{
	x->prefixes.n = unique(x->prefixes.at, x->prefixes.n, sizeof *x->prefixes.at, prefix_order);
	x->accomplices.n = unique(x->accomplices.at, x->accomplices.n, sizeof *x->accomplices.at, asn_order);
	x->victims.n = unique(x->victims.at, x->victims.n, sizeof *x->victims.at, asn_order);
	x->id = incident_id(x);
	x->weight = incident_weighs(q, l, x);
}

static int by_start(const void *pa, const void *pb)
{
	const struct query_incident *a = pa, *b = pb;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return order(a->id, b->id);
}

static void gather(const struct query *q, struct query_incidents *l)
{
	size_t *parent = join_all(q, l);
	size_t *number = mem_new(l->events.n + 1, sizeof *number); /* of the incident that an event leads */
	for (size_t i = 0; i < l->events.n; i++) {
		size_t r = root(parent, i);
		if (r == i) {
			number[i] = l->incidents.n;
			*vec_push(&l->incidents) = (struct query_incident){0};
		}
		take_event(q, &l->incidents.at[number[r]], &l->events.at[i].row, i);
	}
	for (size_t i = 0; i < l->incidents.n; i++)
		settle(q, l, &l->incidents.at[i]);
	if (l->incidents.n)
		qsort(l->incidents.at, l->incidents.n, sizeof *l->incidents.at, by_start);
	free(number);
	free(parent);
}

struct collecting {
	const struct query *q;
	struct query_incidents *l;
};

static bool collect(void *ctx, const struct store_event *e)
{
	const struct collecting *c = ctx;
	if (e->metric < 1 || e->metric > 4 || e->confidence > CONFIDENCE_CONFIRMED)
		return true;
	struct query_event *mine = vec_push(&c->l->events);
	event_copy(&mine->row, e);
	struct charge_event charge = query_charge_event(c->q, e);
	mine->weight = (double)charge_culprit(&c->q->framework, &charge) / (double)DECIMAL_ONE;
	return true;
}

enum err query_incidents(struct query *q, struct query_incidents *out)
{
	struct collecting c = {q, out};
	*out = (struct query_incidents){0};
	enum err e = query_failed(q, store_events(q->store, query_period(q)->id, 0, 0, collect, &c));
	if (e == ERR_OK)
		gather(q, out);
	return e;
}

/* ---- asking */

const struct query_incident *query_incident_find(const struct query_incidents *l, uint64_t id)
{
	for (size_t i = 0; i < l->incidents.n; i++)
		if (l->incidents.at[i].id == id)
			return &l->incidents.at[i];
	for (size_t i = 0; i < l->incidents.n; i++)
		for (size_t k = 0; k < l->incidents.at[i].events.n; k++)
			if (l->events.at[l->incidents.at[i].events.at[k]].row.id == id)
				return &l->incidents.at[i];
	return NULL;
}

const char *query_incident_kind(const struct store_event *e)
{
	static const char *const kinds[] = {"", "leak", "misorigination", "bogon-prefix", "bogon-asn"};
	if (e->metric == 2 && e->kind == EVENT_FORGED_ORIGIN)
		return "forged-origin";
	return e->metric <= 4 ? kinds[e->metric] : "";
}

static bool has(const asn_t *at, size_t n, asn_t asn)
{
	return n && bsearch(&asn, at, n, sizeof *at, asn_order) != NULL;
}

bool query_incident_has(const struct query_incident *i, asn_t asn, enum query_role role)
{
	bool any = role == ROLE_ANY;
	return ((any || role == ROLE_CULPRIT) && i->lead->culprit == asn) ||
	       ((any || role == ROLE_ACCOMPLICE) && has(i->accomplices.at, i->accomplices.n, asn)) ||
	       ((any || role == ROLE_VICTIM) && has(i->victims.at, i->victims.n, asn));
}

char *query_id_format(char out[static QUERY_ID_TEXT], uint64_t id)
{
	snprintf(out, QUERY_ID_TEXT, "%016llx", (unsigned long long)id);
	return out;
}

enum err query_id_parse(const char *s, uint64_t *out)
{
	size_t len = strspn(s, "0123456789abcdefABCDEF");
	if (len == 0 || len > 16 || s[len])
		return ERR_VALUE;
	*out = strtoull(s, NULL, 16);
	return ERR_OK;
}
