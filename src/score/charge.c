#include "score/charge.h"

#include "score/verdict.h"

uint64_t framework_threshold(uint64_t asked, uint64_t full_feeds, bool *low)
{
	if (full_feeds >= asked)
		return asked;
	*low = true;
	return full_feeds > 0 ? full_feeds : 1;
}

uint64_t charge_full_feeds(const struct prefix *prefixes, size_t n, uint64_t v4, uint64_t v6)
{
	uint64_t least = UINT64_MAX;
	for (size_t i = 0; i < n; i++) {
		uint64_t feeds = prefixes[i].family == FAMILY_V4 ? v4 : v6;
		least = feeds < least ? feeds : least;
	}
	return n ? least : 0;
}

static bool reaches(uint64_t asked, const struct charge_event *e)
{
	bool low = false;
	return e->peers_max >= framework_threshold(asked, e->full_feeds, &low);
}

bool charge_is_event(const struct framework *f, const struct charge_event *e)
{
	return e->metric < 3 || reaches(f->event_min_peers, e);
}

static bool is_scored(const struct framework *f, const struct charge_event *e)
{
	REQUIRE(e->metric >= 1 && e->metric <= 4);
	if (!reaches(f->event_min_peers, e) || !reaches(f->score_min_peers, e))
		return false;
	if (e->metric >= 3)
		return e->class < 8 && (f->bogons >> e->class & 1) != 0;
	if (e->metric == 2 && e->forged_origin && !f->m2_forged_origin)
		return false;
	unsigned confidence = e->tags ? verdict_of(f, e->metric, e->tags).confidence : e->confidence;
	return confidence >= f->min_confidence;
}

decimal_t charge_culprit(const struct framework *f, const struct charge_event *e)
{
	return is_scored(f, e) ? f->metrics[score_metric_of(e->metric, false)].event_weight : 0;
}

static decimal_t times(decimal_t a, decimal_t b)
{
	return (decimal_t)(((wide_t)a * b + DECIMAL_ONE / 2) / DECIMAL_ONE);
}

/* 1 for the neighbour, then the factor once a step, never below the least. */
static decimal_t distance_weight(const struct framework *f, unsigned distance)
{
	decimal_t w = DECIMAL_ONE;
	for (unsigned i = 1; i < distance && w > f->farther_least; i++)
		w = times(w, f->farther_factor);
	return distance > 1 && w < f->farther_least ? f->farther_least : w;
}

bool charge_is_accomplice(const struct framework *f, const struct charge_accomplice *a)
{
	REQUIRE(a->distance >= 1);
	if (a->relation == CHARGE_OTHER || (a->relation == CHARGE_UNKNOWN && !f->charge_unknown) ||
	    (a->distance > 1 && !f->farther))
		return false;
	return (wide_t)a->peers * f->accomplice_share.d >= (wide_t)a->peers_all * f->accomplice_share.n;
}

decimal_t charge_accomplice(const struct framework *f, const struct charge_event *e,
                            const struct charge_accomplice *a)
{
	if (!is_scored(f, e) || !charge_is_accomplice(f, a))
		return 0;
	return times(f->metrics[score_metric_of(e->metric, true)].event_weight,
	             distance_weight(f, a->distance));
}

instant_t charge_end(const struct framework *f, const struct charge_event *e, instant_t period_end,
                     instant_t data_end)
{
	instant_t end = e->end;
	if (end == INSTANT_NONE)
		end = data_end + (int64_t)f->data_reach >= period_end ? period_end : data_end;
	return end > e->start ? end : e->start;
}
