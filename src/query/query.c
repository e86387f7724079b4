/* Opening, and which period is spoken of. */
#include "query/query_impl.h"

#include <string.h>

enum err query_failed(struct query *q, enum err e)
{
	if (e != ERR_OK) {
		buf_clear(&q->why);
		buf_str(&q->why, store_why(q->store));
	}
	return e;
}

const char *query_why(const struct query *q)
{
	return q->why.at ? q->why.at : "";
}

static bool take_period(void *ctx, const struct store_period *p)
{
	struct query *q = ctx;
	struct store_period *mine = vec_push(&q->periods);
	*mine = *p;
	mine->framework = mem_strdup(p->framework);
	mine->framework_text = mem_strdup(p->framework_text);
	mine->summary = mem_strdup(p->summary);
	return true;
}

static void free_text(const char *lent)
{
	union {
		const char *lent;
		char *text;
	} u = {.lent = lent};
	free(u.text);
}

void query_close(struct query *q)
{
	if (!q)
		return;
	for (size_t i = 0; i < q->periods.n; i++) {
		free_text(q->periods.at[i].framework);
		free_text(q->periods.at[i].framework_text);
		free_text(q->periods.at[i].summary);
	}
	vec_free(&q->periods);
	store_close(q->store);
	buf_fini(&q->why);
	free(q);
}

static enum err open_newest(struct query *q)
{
	enum err e = query_failed(q, store_snapshot(q->store));
	if (e == ERR_OK)
		e = query_failed(q, store_periods(q->store, take_period, q));
	if (e != ERR_OK)
		return e;
	if (q->periods.n == 0) {
		buf_str(&q->why, "holds no measured period yet");
		return ERR_EOF;
	}
	return query_choose(q, 0);
}

enum err query_open(const char *path, struct query **out, struct buf *why)
{
	struct query *q = mem_new(1, sizeof *q);
	enum err e = store_open(path, STORE_READ, &q->store, why);
	if (e == ERR_OK && (e = open_newest(q)) == ERR_OK) {
		*out = q;
		return ERR_OK;
	}
	buf_str(why, query_why(q));
	query_close(q);
	return e;
}

const struct store_period *query_period_at(const struct query *q, size_t i)
{
	return i < q->periods.n ? &q->periods.at[i] : NULL;
}

const struct store_period *query_period(const struct query *q)
{
	return &q->periods.at[q->chosen];
}

const struct framework *query_framework(const struct query *q)
{
	return &q->framework;
}

enum err query_choose(struct query *q, size_t i)
{
	REQUIRE(i < q->periods.n);
	const struct store_period *p = &q->periods.at[i];
	struct diag nobody = {0};
	q->chosen = i;
	enum err e = framework_parse(p->framework_text, strlen(p->framework_text), &nobody, &q->framework);
	if (e == ERR_OK)
		return ERR_OK;
	buf_clear(&q->why);
	buf_printf(&q->why, "the framework %s that it keeps cannot be read", p->framework);
	return ERR_VALUE;
}

instant_t query_data_end(const struct query *q)
{
	const struct store_period *p = query_period(q);
	return p->data_end == INSTANT_NONE ? p->end : p->data_end;
}

struct network_period query_network_period(const struct query *q)
{
	const struct store_period *p = query_period(q);
	return (struct network_period){.from = p->start,
	                               .to = p->end,
	                               .bgp = p->observed_from != INSTANT_NONE,
	                               .leaks = p->leaks,
	                               .misoriginations = p->misoriginations,
	                               .bogons_partial = p->bogons_partial,
	                               .vrps = p->vrps,
	                               .invalid_routes = p->invalid_routes};
}

enum err query_sources(struct query *q, store_source_fn fn, void *ctx)
{
	return query_failed(q, store_sources(q->store, query_period(q)->id, fn, ctx));
}

enum err query_stored_scores(struct query *q, asn_t asn, store_score_fn fn, void *ctx)
{
	return query_failed(q, store_scores(q->store, query_period(q)->id, asn, fn, ctx));
}
