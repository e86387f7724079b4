#include "validate/bogon.h"

#include "base/mem.h"
#include "validate/bogon_rules.h"
#include "validate/cover_build.h"

#include <string.h>

enum { HELD_LATELY = 180 * 86400 /* seconds */ };

struct bogon_builder {
	struct cover_builder *lists;
	VEC(char *) names;
};

struct bogon_table {
	struct cover_table *lists;
	char **list_reasons; /* of each source of lists */
	const struct delegation_table *now, *before;
	struct bogon_past *past;
	size_t n_past;
	uint64_t special[2][4]; /* by family: first octets below which something is special */
};

const char *bogon_class_name(enum bogon_class c)
{
	static const char *const names[BOGON_CLASS_N] = {"none", "full", "administrative"};
	REQUIRE(c < BOGON_CLASS_N);
	return names[c];
}

/* ---- building */

struct bogon_builder *bogon_builder_new(void)
{
	struct bogon_builder *b = mem_new(1, sizeof *b);
	b->lists = cover_builder_new();
	return b;
}

uint32_t bogon_builder_list(struct bogon_builder *b, const char *name)
{
	*vec_push(&b->names) = mem_strdup(name);
	return cover_builder_file(b->lists, name, INSTANT_NONE);
}

void bogon_builder_add(struct bogon_builder *b, uint32_t list, const struct prefix *p)
{
	REQUIRE(list < b->names.n);
	cover_builder_add(b->lists, list, b->names.at[list], p, 0, 0);
}

static void builder_end(struct bogon_builder *b)
{
	for (size_t i = 0; i < b->names.n; i++)
		free(b->names.at[i]);
	vec_free(&b->names);
	free(b);
}

void bogon_builder_free(struct bogon_builder *b)
{
	if (!b)
		return;
	cover_builder_free(b->lists);
	builder_end(b);
}

struct bogon_table *bogon_builder_build(struct bogon_builder *b, const struct bogon_sources *sources)
{
	struct bogon_table *t = mem_new(1, sizeof *t);
	special_prefix_octets(FAMILY_V4, t->special[0]);
	special_prefix_octets(FAMILY_V6, t->special[1]);
	t->lists = cover_builder_build(b->lists);
	builder_end(b);
	t->list_reasons = mem_new(t->lists->n_sources + 1, sizeof *t->list_reasons);
	for (uint32_t i = 0; i < t->lists->n_sources; i++) {
		struct buf reason = {0};
		buf_printf(&reason, "list:%s", t->lists->sources[i].name);
		t->list_reasons[i] = buf_take(&reason);
	}
	if (sources) {
		t->now = sources->now;
		t->before = sources->before;
		t->n_past = sources->n_past;
		t->past = mem_new(t->n_past + 1, sizeof *t->past);
		for (size_t i = 0; i < t->n_past; i++)
			t->past[i] = sources->past[i];
	}
	return t;
}

void bogon_table_free(struct bogon_table *t)
{
	if (!t)
		return;
	for (uint32_t i = 0; i < t->lists->n_sources; i++)
		free(t->list_reasons[i]);
	free(t->list_reasons);
	cover_table_free(t->lists);
	free(t->past);
	free(t);
}

/* ---- verdicts */

static struct bogon_verdict verdict(enum bogon_why why)
{
	static const struct {
		enum bogon_class class;
		const char *reason;
	} of[] = {
	    [BOGON_WHY_DELEGATED] = {BOGON_NONE, "delegated"},
	    [BOGON_WHY_DEFAULT] = {BOGON_NONE, "default-route"},
	    [BOGON_WHY_EXEMPT] = {BOGON_NONE, ""},
	    [BOGON_WHY_UNJUDGED] = {BOGON_NONE, "no-registry"},
	    [BOGON_WHY_NO_RECORD] = {BOGON_NONE, "no-record"},
	    [BOGON_WHY_SPECIAL] = {BOGON_FULL, ""},
	    [BOGON_WHY_IANA_FREE] = {BOGON_FULL, "iana-free"},
	    [BOGON_WHY_LIST] = {BOGON_FULL, ""},
	    [BOGON_WHY_AVAILABLE] = {BOGON_FULL, "rir-available"},
	    [BOGON_WHY_RETURNED] = {BOGON_ADMINISTRATIVE, "rir-returned"},
	    [BOGON_WHY_RESERVED] = {BOGON_ADMINISTRATIVE, "rir-reserved"},
	    [BOGON_WHY_ABSENT] = {BOGON_ADMINISTRATIVE, "not-delegated"},
	};
	return (struct bogon_verdict){(uint8_t)of[why].class, (uint8_t)why, of[why].reason};
}

static struct bogon_verdict verdict_because(enum bogon_why why, const char *reason)
{
	struct bogon_verdict v = verdict(why);
	v.reason = reason;
	return v;
}

/* What the parts of a prefix, or an ASN, are according to the delegated files. */
struct parts {
	bool available, returned, reserved, absent;
	bool confirmed; /* a part is absent now and was the day before */
};

static bool is_lately(const struct bogon_past *p, instant_t at)
{
	return p->as_of < at && p->as_of >= at - HELD_LATELY;
}

/* Is there an address in the range that none of past[k..] shows as held in the last 180 days? */
static bool some_never_held(const struct bogon_table *t, size_t k, const struct ip_addr *first,
                            const struct ip_addr *last, instant_t at)
{
	while (k < t->n_past && !is_lately(&t->past[k], at))
		k++;
	if (k == t->n_past)
		return true;
	struct delegation_walk w = delegation_begin(t->past[k].table, first, last);
	struct delegation_part part;
	while (delegation_next(&w, &part))
		if (part.record.status != DELEGATION_ALLOCATED &&
		    some_never_held(t, k + 1, &part.first, &part.last, at))
			return true;
	return false;
}

static bool some_absent(const struct delegation_table *t, const struct delegation_part *part)
{
	struct delegation_walk w = delegation_begin(t, &part->first, &part->last);
	struct delegation_part p;
	while (delegation_next(&w, &p))
		if (p.record.status == DELEGATION_ABSENT)
			return true;
	return false;
}

static struct parts prefix_parts(const struct bogon_table *t, const struct prefix *p, instant_t at)
{
	struct parts seen = {0};
	struct ip_addr first = {p->hi, p->lo, p->family}, last = prefix_last(p);
	struct delegation_walk w = delegation_begin(t->now, &first, &last);
	struct delegation_part part;
	while (!seen.available && delegation_next(&w, &part)) {
		switch (part.record.status) {
		case DELEGATION_AVAILABLE:
			if (some_never_held(t, 0, &part.first, &part.last, at))
				seen.available = true;
			else
				seen.returned = true;
			break;
		case DELEGATION_RESERVED:
			seen.reserved = true;
			break;
		case DELEGATION_ABSENT:
			seen.absent = true;
			seen.confirmed = seen.confirmed || some_absent(t->before, &part);
			break;
		case DELEGATION_ALLOCATED:
			break;
		}
	}
	return seen;
}

static struct parts asn_parts(const struct bogon_table *t, asn_t asn, instant_t at)
{
	enum delegation_status status = delegation_asn(t->now, asn).status;
	struct parts seen = {.reserved = status == DELEGATION_RESERVED,
	                     .absent = status == DELEGATION_ABSENT};
	if (seen.absent)
		seen.confirmed = delegation_asn(t->before, asn).status == DELEGATION_ABSENT;
	if (status != DELEGATION_AVAILABLE)
		return seen;
	for (size_t i = 0; i < t->n_past && !seen.returned; i++)
		seen.returned = is_lately(&t->past[i], at) &&
		                delegation_asn(t->past[i].table, asn).status == DELEGATION_ALLOCATED;
	seen.available = !seen.returned;
	return seen;
}

/*
 * The worst of the parts. Where nothing is said, only the registry that IANA gave the block to can be asked,
 * and only its files of two days running make an answer of its silence.
 */
static struct bogon_verdict parts_verdict(const struct bogon_table *t, struct parts seen, enum rir rir)
{
	if (seen.available)
		return verdict(BOGON_WHY_AVAILABLE);
	if (seen.returned)
		return verdict(BOGON_WHY_RETURNED);
	if (seen.reserved)
		return verdict(BOGON_WHY_RESERVED);
	if (!seen.absent)
		return verdict(BOGON_WHY_DELEGATED);
	unsigned bit = 1U << rir;
	if (rir == RIR_NONE || !(delegation_registries(t->now) & bit))
		return verdict(BOGON_WHY_UNJUDGED);
	if (!seen.confirmed || !(delegation_registries(t->before) & bit))
		return verdict(BOGON_WHY_NO_RECORD);
	return verdict(BOGON_WHY_ABSENT);
}

static const char *list_reason(const struct bogon_table *t, const struct prefix *p)
{
	const struct cover_nodes *s = &t->lists->side[cover_side(p->family)];
	uint32_t node = s->n ? cover_lookup(s, p) : COVER_NONE;
	if (node == COVER_NONE)
		return NULL;
	return t->list_reasons[t->lists->items[s->first[node]].tag >> COVER_EXTRA_BITS];
}

/* IANA's tables in code are of a day; a registry that has given out a younger block knows better. */
static bool is_younger_block(day_t day, enum delegation_type type, enum delegation_status status)
{
	return day > iana_known_until(type) && status == DELEGATION_ALLOCATED;
}

/* What covers a prefix has its first octet; one of less than eight bits can only be covered by a shorter one,
 * whose octets are all marked. */
static bool may_be_special(const struct bogon_table *t, const struct prefix *p)
{
	unsigned octet = (unsigned)(p->hi >> 56);
	return t->special[p->family == FAMILY_V6][octet / 64] >> octet % 64 & 1;
}

static const char *special_verdict(const struct prefix *p, day_t day, enum bogon_why *why)
{
	const char *reason = special_prefix_exempt(p);
	*why = BOGON_WHY_EXEMPT;
	if (reason)
		return reason;
	const struct special_prefix *special = special_prefix_find(p, day);
	*why = BOGON_WHY_SPECIAL;
	return special ? special->reason : NULL;
}

struct bogon_verdict bogon_prefix(const struct bogon_table *t, const struct prefix *p, instant_t at)
{
	if (p->len == 0)
		return verdict(BOGON_WHY_DEFAULT);
	day_t day = bogon_day(at);
	enum bogon_why why;
	const char *reason = may_be_special(t, p) ? special_verdict(p, day, &why) : NULL;
	if (reason)
		return verdict_because(why, reason);
	reason = list_reason(t, p);
	if (reason)
		return verdict_because(BOGON_WHY_LIST, reason);
	enum rir rir;
	enum delegation_type type = p->family == FAMILY_V4 ? DELEGATION_V4 : DELEGATION_V6;
	if (iana_prefix(p, day, &rir) == IANA_FREE &&
	    !is_younger_block(day, type, delegation_prefix(t->now, p).status))
		return verdict(BOGON_WHY_IANA_FREE);
	if (!t->now)
		return verdict(BOGON_WHY_UNJUDGED);
	return parts_verdict(t, prefix_parts(t, p, at), rir);
}

struct bogon_verdict bogon_asn(const struct bogon_table *t, asn_t asn, instant_t at)
{
	day_t day = bogon_day(at);
	const struct special_asns *special = special_asn_find(asn, day);
	if (special)
		return verdict_because(BOGON_WHY_SPECIAL, special->reason);
	enum rir rir;
	if (!iana_asn(asn, day, &rir) &&
	    !is_younger_block(day, DELEGATION_ASN, delegation_asn(t->now, asn).status))
		return verdict(BOGON_WHY_IANA_FREE);
	if (!t->now)
		return verdict(BOGON_WHY_UNJUDGED);
	return parts_verdict(t, asn_parts(t, asn, at), rir);
}

bool bogon_asn_is_public(asn_t asn, instant_t at)
{
	enum rir rir;
	day_t day = bogon_day(at);
	return !special_asn_find(asn, day) && iana_asn(asn, day, &rir);
}

enum rir bogon_asn_registry(asn_t asn, instant_t at)
{
	enum rir rir;
	(void)iana_asn(asn, bogon_day(at), &rir);
	return rir;
}

enum rir bogon_prefix_registry(const struct prefix *p, instant_t at)
{
	enum rir rir;
	(void)iana_prefix(p, bogon_day(at), &rir);
	return rir;
}
