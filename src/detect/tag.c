#include "detect/tag.h"

#include <string.h>

static const struct {
	const char *name, *words;
	int points;
} rows[TAGS] = {
#define TAG_ROW(tag, name, points, words) [TAG_##tag] = {name, words, points},
    TAG_MISORIGINATION_LIST(TAG_ROW) TAG_FORGED_LIST(TAG_ROW) TAG_LEAK_LIST(TAG_ROW) TAG_COMMON_LIST(TAG_ROW)
#undef TAG_ROW
};

const char *tag_name(enum tag t)
{
	REQUIRE(t < TAGS);
	return rows[t].name;
}

const char *tag_words(enum tag t)
{
	REQUIRE(t < TAGS);
	return rows[t].words;
}

int tag_default(enum tag t)
{
	REQUIRE(t < TAGS);
	return rows[t].points;
}

enum tag tag_find(const char *name, size_t len)
{
	for (int t = 0; t < TAGS; t++)
		if (strlen(rows[t].name) == len && memcmp(rows[t].name, name, len) == 0)
			return (enum tag)t;
	return TAGS;
}
