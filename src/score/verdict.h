/*
 * What a misorigination or a route leak is taken for: the framework's points and filters applied to the tags
 * of a candidate (detect/tag.h). Pure arithmetic, so that a stored event can be judged by other criteria.
 */
#ifndef NORMA_SCORE_VERDICT_H
#define NORMA_SCORE_VERDICT_H

#include "detect/tag.h"
#include "score/framework.h"

struct verdict {
	enum framework_confidence confidence;
	unsigned score;   /* 0..100: the sum of the points, cut off at both ends */
	enum tag because; /* the tag that decided alone, TAGS: the points did */
};

/** verdict_of - metric: 1 or 2. */
struct verdict verdict_of(const struct framework *f, unsigned metric, tag_set tags);

/** verdict_reason - in words: what decided alone; where points did and it is benign, what weighs most against
 * it; else "". */
const char *verdict_reason(const struct framework *f, const struct verdict *v, tag_set tags);

/** verdict_tags_json - [{"name":"..","points":n},...] in the order of the tags, appended. */
void verdict_tags_json(const struct framework *f, tag_set tags, struct buf *out);

/** verdict_tags_parse - the tags of such an array; names that are not known are passed over. */
tag_set verdict_tags_parse(const char *json);

#endif
