#include "score/verdict.h"

#include <string.h>

/* What takes a candidate out, or holds it down, whatever its points. The first that applies is the reason. */
static const struct rule {
	enum tag tag;
	unsigned metrics;               /* bits 1 << metric */
	enum framework_confidence most; /* no more than this */
	uint64_t filter;                /* M2: only where the framework has this filter; 0: always */
	tag_set unless;                 /* but not with one of these */
} rules[] = {
    {TAG_BOGON_ORIGIN, 1 << 2, CONFIDENCE_BENIGN, 0, 0},
    {TAG_BLACKHOLE, 1 << 1 | 1 << 2, CONFIDENCE_BENIGN, 0, 0},
    {TAG_CONVERGENCE, 1 << 1 | 1 << 2, CONFIDENCE_BENIGN, 0, 0},
    {TAG_SIBLING, 1 << 1, CONFIDENCE_BENIGN, 0, 0},
    {TAG_LARGER_CONE, 1 << 1, CONFIDENCE_BENIGN, 0, TAG_BIT(OTC)},
    {TAG_OWN_CONE, 1 << 1, CONFIDENCE_BENIGN, 0, TAG_BIT(OTC)},
    {TAG_ASPA_PROVIDER, 1 << 1, CONFIDENCE_BENIGN, 0, TAG_BIT(OTC)},
    {TAG_ROV_VALID, 1 << 2, CONFIDENCE_BENIGN, FILTER_RPKI, 0},
    {TAG_ORGANISATION, 1 << 2, CONFIDENCE_BENIGN, FILTER_SAME_ORGANISATION, 0},
    {TAG_NEIGHBOUR, 1 << 2, CONFIDENCE_BENIGN, FILTER_NEIGHBOUR, 0},
    {TAG_SCRUBBING_BEFORE, 1 << 2, CONFIDENCE_BENIGN, FILTER_SCRUBBING, 0},
    {TAG_SCRUBBING, 1 << 2, CONFIDENCE_INFORMATIVE, FILTER_SCRUBBING, 0},
    {TAG_KNOWN_LINK, 1 << 2, CONFIDENCE_BENIGN, 0, 0},
    {TAG_MANY, 1 << 2, CONFIDENCE_BENIGN, 0, 0},
    {TAG_EXPECTED, 1 << 2, CONFIDENCE_INFORMATIVE, 0, 0},
    {TAG_PLAUSIBLE, 1 << 2, CONFIDENCE_INFORMATIVE, 0, 0},
    {TAG_TOOK_OVER, 1 << 2, CONFIDENCE_INFORMATIVE, 0, TAG_BIT(ASPA_FORBIDS)},
    {TAG_EXCHANGE_LAN, 1 << 2, CONFIDENCE_BENIGN, FILTER_EXCHANGE_LAN, 0},
    {TAG_LONG_LIVED, 1 << 2, CONFIDENCE_BENIGN, FILTER_LONG_LIVED, 0},
    {TAG_TRANSFER, 1 << 2, CONFIDENCE_BENIGN, 0, 0},
    {TAG_IRR_OWN, 1 << 2, CONFIDENCE_BENIGN, FILTER_IRR, TAG_BIT(ROV_INVALID)},
    {TAG_IRR_ELSEWHERE, 1 << 2, CONFIDENCE_INFORMATIVE, FILTER_IRR, TAG_BIT(ROV_INVALID)},
    {TAG_OUTVOTED, 1 << 1, CONFIDENCE_INFORMATIVE, 0, 0},
    {TAG_FEW_PEERS, 1 << 1 | 1 << 2, CONFIDENCE_INFORMATIVE, 0, 0},
    {TAG_FAT_FINGER, 1 << 2, CONFIDENCE_INFORMATIVE, 0, 0},
    {TAG_LOW_COVERAGE, 1 << 1 | 1 << 2, CONFIDENCE_SUSPICIOUS, 0, 0},
    {TAG_UNHEARD, 1 << 2, CONFIDENCE_SUSPICIOUS, 0, TAG_BIT(CONTESTED) | TAG_BIT(MASS)},
    {TAG_LONG_PREFIX, 1 << 2, CONFIDENCE_SUSPICIOUS, 0, 0},
};

static bool applies(const struct framework *f, const struct rule *r, unsigned metric, tag_set tags)
{
	if (!(r->metrics >> metric & 1) || !(tags >> r->tag & 1) || (tags & r->unless))
		return false;
	return r->filter == 0 || (f->m2_filters & r->filter);
}

static int64_t points_of(const struct framework *f, tag_set tags)
{
	int64_t sum = 0;
	for (int t = 0; t < TAGS; t++)
		if (tags >> t & 1)
			sum += f->points[t];
	return sum < 0 ? 0 : sum > 100 ? 100 : sum;
}

static enum framework_confidence band(const struct framework *f, int64_t score)
{
	return score >= (int64_t)f->confirmed_from     ? CONFIDENCE_CONFIRMED
	       : score >= (int64_t)f->suspicious_from  ? CONFIDENCE_SUSPICIOUS
	       : score >= (int64_t)f->informative_from ? CONFIDENCE_INFORMATIVE
	                                               : CONFIDENCE_BENIGN;
}

struct verdict verdict_of(const struct framework *f, unsigned metric, tag_set tags)
{
	REQUIRE(metric == 1 || metric == 2);
	int64_t score = points_of(f, tags);
	struct verdict v = {.confidence = band(f, score), .score = (unsigned)score, .because = TAGS};
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		const struct rule *r = &rules[i];
		/* where points say as little as the rule does, the rule is the better reason */
		bool says_why = r->most == CONFIDENCE_BENIGN && v.because == TAGS;
		if ((r->most < v.confidence || says_why) && applies(f, r, metric, tags)) {
			v.confidence = r->most;
			v.because = r->tag;
		}
	}
	return v;
}

const char *verdict_reason(const struct framework *f, const struct verdict *v, tag_set tags)
{
	int64_t least = 0;
	const char *words = "too little speaks for it";
	if (v->because < TAGS)
		return tag_words(v->because);
	if (v->confidence != CONFIDENCE_BENIGN)
		return "";
	for (int t = 0; t < TAGS; t++)
		if ((tags >> t & 1) && f->points[t] < least) {
			least = f->points[t];
			words = tag_words((enum tag)t);
		}
	return words;
}

void verdict_tags_json(const struct framework *f, tag_set tags, struct buf *out)
{
	bool any = false;
	buf_char(out, '[');
	for (int t = 0; t < TAGS; t++) {
		if (!(tags >> t & 1))
			continue;
		buf_printf(out, "%s{\"name\":\"%s\",\"points\":%lld}", any ? "," : "", tag_name((enum tag)t),
		           (long long)f->points[t]);
		any = true;
	}
	buf_char(out, ']');
}

/* The array is our own: names are plain, and nothing else in it is called "name". */
tag_set verdict_tags_parse(const char *json)
{
	static const char before[] = "\"name\":\"";
	tag_set tags = 0;
	for (const char *p = json; (p = strstr(p, before)) != NULL;) {
		p += sizeof before - 1;
		size_t len = strcspn(p, "\"");
		enum tag t = tag_find(p, len);
		if (t < TAGS)
			tags |= UINT64_C(1) << t;
		p += len;
	}
	return tags;
}
