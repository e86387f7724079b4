/*
 * What speaks for and against a candidate: the rules of detection, one row each.
 *
 * A candidate is given the tags that are true of it. How many points each is worth, and what takes a
 * candidate out altogether, stands in the framework, so that stored events can be judged by other criteria
 * without reading BGP again (score/verdict.h). Here stand the names, which are stored, and the points that
 * the default framework gives.
 */
#ifndef NORMA_DETECT_TAG_H
#define NORMA_DETECT_TAG_H

#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>

/* tag, stored name, points by default, what it says; of misoriginations (M2): O is the new origin, P its
 * prefix */
#define TAG_MISORIGINATION_LIST(X)                                                                           \
	X(ROV_INVALID, "rov-invalid-origin", 40, "ROAs cover P, and none has O as its origin")               \
	X(ROV_INVALID_LENGTH, "rov-invalid-length", 0, "a ROA has O, but not for prefixes of this length")   \
	X(ROV_VALID, "rov-valid", -100, "a ROA has O for P")                                                 \
	X(VICTIM_ROV_VALID, "victim-rov-valid", 15, "a ROA has the known origin for what it announces")      \
	X(IRR_OTHERS, "irr-others-only", 15, "route objects of exactly P have other origins only")           \
	X(VICTIM_IRR, "victim-irr", 10,                                                                      \
	  "a route object of more than a week has the known origin for exactly P, and it went on "           \
	  "announcing it")                                                                                   \
	X(IRR_OWN, "irr-own", -40,                                                                           \
	  "a route object of the registry of that space has O, for longer than a week")                      \
	X(IRR_ELSEWHERE, "irr-elsewhere", 0, "a route object has O, but of another registry")                \
	X(IRR_YOUNG, "irr-young", 0, "a route object has O, but has been there for less than a week")        \
	X(HOLDER, "holder", 15,                                                                              \
	  "its registry gave P to whoever has the known origin's ASN, and not to whoever has O's")           \
	X(ORGANISATION, "same-organisation", -60, "O and a known origin belong to one organisation")         \
	X(NEIGHBOUR, "neighbour", -20, "O is provider or customer of a known origin")                        \
	X(CONE, "cone", -20, "O is in a known origin's customer cone, or the known origin in O's")           \
	X(PEER, "peer", -5, "O is a peer of a known origin")                                                 \
	X(ON_PATH, "on-path", -15, "O stands on the known origin's path, or the known origin on O's")        \
	X(SCRUBBING, "scrubbing", -15, "O takes over prefixes of its customers to clean their traffic")      \
	X(SCRUBBING_BEFORE, "scrubbing-before", -25, "and it has announced P before")                        \
	X(EXCHANGE_LAN, "exchange-lan", -20, "P is a peering LAN of an exchange, or inside one")             \
	X(ANYCAST, "anycast", -20, "P has long been announced by three origins or more")                     \
	X(CLAIMED, "claimed", 25,                                                                            \
	  "nobody was known to announce P, and ROAs or its registry give it to others, or to nobody")        \
	X(PART, "part", 10, "P is a part of what the known origin announces")                                \
	X(MASS, "mass", 25, "O took prefixes of many unrelated networks within minutes")                     \
	X(REPEATED, "repeated", 10, "O has had several confirmed incidents within half a year")              \
	X(SOLE_ORIGIN, "sole-origin", 40, "there was one origin, for long, and nothing relates O to it")     \
	X(VACATED, "vacated", -20, "no known origin was announced when O began")                             \
	X(CONTESTED, "contested", 20, "a known origin began to announce P, or parts of it, while it lasted") \
	X(WIDELY_SEEN, "widely-seen", 10, "a quarter of the full feeds or more show it")

/* of forged origins (M2): O says that it stands beside N, which is the known origin or a neighbour of it, and
 * nobody has seen that before */
#define TAG_FORGED_LIST(X)                                                                                \
	X(ASPA_FORBIDS, "aspa-forbids", 60, "N's ASPA does not name O, which hands the route on upwards") \
	X(KNOWN_LINK, "known-link", -100,                                                                 \
	  "they are known as neighbours: by a relation, by an ASPA, or seen from both sides")             \
	X(NEVER_PASSED, "never-passed", 35,                                                               \
	  "O hands the route on upwards, and was never seen to hand on what others told it")              \
	X(SMALLER, "smaller", 15, "O hands the route on upwards, and is smaller than N")                  \
	X(PLAUSIBLE, "plausible", -20, "neither: O may be a new provider or peer of N")                   \
	X(APART, "apart", 15, "O and N are of different countries and have no neighbour in common")       \
	X(COMMON_EXCHANGE, "common-exchange", -25, "both are present at one exchange")                    \
	X(NEW_PART, "new-part", 25, "its prefixes are new parts of what the origin announces")            \
	X(EXPECTED, "expected-part", -30, "and a ROA or a route object of the origin is for just these")  \
	X(FEW, "few", 15, "it has few of the many prefixes that stand behind N")                          \
	X(BRIEF, "brief", 10, "it was over soon, as no new neighbour is")                                 \
	X(TOOK_OVER, "took-over", -25, "nearly all moved to it: the ways of before have gone")            \
	X(MANY, "many", -60,                                                                              \
	  "it has several such links, networks behind one, or very many prefixes: a new neighbour, or a " \
	  "leak")

/* of route leaks (M1): b passed on to c what it had from a */
#define TAG_LEAK_LIST(X)                                                                                     \
	X(VALLEY, "valley", 35,                                                                              \
	  "the path goes up or across after it came down or across, where it never did before")              \
	X(UNSEEN_EDGE, "unseen-edge", 35,                                                                    \
	  "the path enters b over a link never seen and goes up to its provider")                            \
	X(LASTING, "lasting", 25, "three peers or more saw it for five minutes, or for a hundred prefixes")  \
	X(TRANSIT_FREE, "transit-free", 60,                                                                  \
	  "b alone stands between two networks that buy transit from nobody")                                \
	X(ASPA_INVALID, "aspa-invalid", 60, "b's ASPA does not name c, or the neighbour's not b")            \
	X(OTC, "otc", 60, "the only-to-customer attribute forbade it")                                       \
	X(MASS_LEAK, "mass-leak", 60, "a hundred prefixes of ten origins moved to b within minutes")         \
	X(LARGER_CONE, "larger-cone", -60,                                                                   \
	  "b is larger than its provider a, or buys transit of nobody: the relation is wrong")               \
	X(OWN_CONE, "own-cone", -60, "the origin is b's customer, at whatever distance")                     \
	X(ASPA_PROVIDER, "aspa-provider", -60, "an ASPA names a or c as provider in the way the route took") \
	X(GUESSED, "guessed", -10, "relations were inferred with little support")

/* of both; they decide by themselves and have no points of their own */
#define TAG_COMMON_LIST(X)                                                                            \
	X(UNHEARD, "unheard", -10,                                                                    \
	  "fewer peers that show it than an event needs had shown their tables: it may be older")     \
	X(FEW_PEERS, "few-peers", -20, "fewer peers saw it than an event needs")                      \
	X(LOW_COVERAGE, "low-coverage", 0,                                                            \
	  "as many peers as there are saw it, but fewer than an event needs otherwise")               \
	X(CONVERGENCE, "convergence", 0,                                                              \
	  "it was over within minutes, as when routers look for another path")                        \
	X(TRANSFER, "transfer", 0, "the known origins withdrew, O stayed, and the registries follow") \
	X(LONG_LIVED, "long-lived", 0, "both origins have stood together for long")                   \
	X(BLACKHOLE, "blackhole", 0, "P is longer than is routed, and asks to be dropped (RFC 7999)") \
	X(LONG_PREFIX, "long-prefix", 0, "P is longer than is routed")                                \
	X(BOGON_ORIGIN, "bogon-origin", 0, "O is no public ASN: counted as a bogon")                  \
	X(FAT_FINGER, "fat-finger", 0,                                                                \
	  "O differs from a known origin by one digit, or is a mistyped prepend")                     \
	X(LATER, "as-of-later", -20, "what accuses it are registries' data that are younger than it") \
	X(SIBLING, "sibling", 0, "a, b or c belong to one organisation")                              \
	X(OUTVOTED, "outvoted", 0, "more paths point at another network")

enum tag {
#define TAG_ENUM(tag, name, points, words) TAG_##tag,
	TAG_MISORIGINATION_LIST(TAG_ENUM) TAG_FORGED_LIST(TAG_ENUM) TAG_LEAK_LIST(TAG_ENUM)
	    TAG_COMMON_LIST(TAG_ENUM)
#undef TAG_ENUM
	        TAGS
};

typedef uint64_t tag_set;
_Static_assert(TAGS <= 64, "a tag_set has 64 bits");
#define TAG_BIT(tag) (UINT64_C(1) << TAG_##tag)

static inline tag_set tag_when(bool is_so, tag_set bit)
{
	return is_so ? bit : 0;
}

const char *tag_name(enum tag t);
const char *tag_words(enum tag t);
int tag_default(enum tag t); /* points */

/** tag_find - TAGS when there is none of that name. */
enum tag tag_find(const char *name, size_t len);

#endif
