#include "wire/bgp_attr.h"

#define WELL_KNOWN     0x40 /* transitive */
#define OPT_TRANSITIVE 0xc0
#define OPTIONAL       0x80 /* not transitive */

#define ANY 0, 1 /* any length: the attribute's own check looks at it */

/*
 * The attributes that Norma knows, by code: the one place to add one. A length is min, or min and any number
 * of steps more; what is beyond a length (values, segments, families) is checked in bgp_attr.c. An attribute
 * without a row is kept as unknown.
 */
static const struct bgp_attr_row rows[] = {
    /* code, flags, name, min, step, on error, source */
    [1] = {1, WELL_KNOWN, "ORIGIN", 1, 0, BGP_TREAT_AS_WITHDRAW, "RFC 7606 7.1"},
    [2] = {2, WELL_KNOWN, "AS_PATH", ANY, BGP_TREAT_AS_WITHDRAW, "RFC 7606 7.2"},
    [3] = {3, WELL_KNOWN, "NEXT_HOP", 4, 0, BGP_TREAT_AS_WITHDRAW, "RFC 7606 7.3"},
    [4] = {4, OPTIONAL, "MULTI_EXIT_DISC", 4, 0, BGP_TREAT_AS_WITHDRAW, "RFC 7606 7.4"},
    [5] = {5, WELL_KNOWN, "LOCAL_PREF", 4, 0, BGP_TREAT_AS_WITHDRAW, "RFC 7606 7.5"},
    [6] = {6, WELL_KNOWN, "ATOMIC_AGGREGATE", 0, 0, BGP_DISCARD, "RFC 7606 7.6"},
    [7] = {7, OPT_TRANSITIVE, "AGGREGATOR", ANY, BGP_DISCARD, "RFC 7606 7.7"},
    [8] = {8, OPT_TRANSITIVE, "COMMUNITIES", 4, 4, BGP_TREAT_AS_WITHDRAW, "RFC 7606 7.8"},
    [9] = {9, OPTIONAL, "ORIGINATOR_ID", 4, 0, BGP_TREAT_AS_WITHDRAW, "RFC 7606 7.9"},
    [10] = {10, OPTIONAL, "CLUSTER_LIST", 4, 4, BGP_TREAT_AS_WITHDRAW, "RFC 7606 7.10"},
    [14] = {14, OPTIONAL, "MP_REACH_NLRI", ANY, BGP_UNUSABLE, "RFC 7606 7.11"},
    [15] = {15, OPTIONAL, "MP_UNREACH_NLRI", 3, 1, BGP_UNUSABLE, "RFC 7606 7.12"},
    [16] = {16, OPT_TRANSITIVE, "EXTENDED COMMUNITIES", 8, 8, BGP_TREAT_AS_WITHDRAW, "RFC 7606 7.14"},
    [17] = {17, OPT_TRANSITIVE, "AS4_PATH", ANY, BGP_DISCARD, "RFC 6793 6"},
    [18] = {18, OPT_TRANSITIVE, "AS4_AGGREGATOR", 8, 0, BGP_DISCARD, "RFC 6793 6"},
    [25] = {25, OPT_TRANSITIVE, "IPV6 EXTENDED COMMUNITIES", 20, 20, BGP_TREAT_AS_WITHDRAW, "RFC 7606 7.15"},
    [26] = {26, OPTIONAL, "AIGP", 3, 1, BGP_DISCARD, "RFC 7311 3.2"},
    [32] = {32, OPT_TRANSITIVE, "LARGE_COMMUNITY", 12, 12, BGP_TREAT_AS_WITHDRAW, "RFC 8092 5"},
    [33] = {33, OPTIONAL, "BGPSEC_PATH", ANY, BGP_TREAT_AS_WITHDRAW, "RFC 8205 5.2"},
    [35] = {35, OPT_TRANSITIVE, "ONLY_TO_CUSTOMER", 4, 0, BGP_TREAT_AS_WITHDRAW, "RFC 9234 5"},
    [40] = {40, OPT_TRANSITIVE, "PREFIX_SID", 3, 1, BGP_DISCARD, "RFC 8669 6"},
    [128] = {128, OPT_TRANSITIVE, "ATTR_SET", 4, 1, BGP_TREAT_AS_WITHDRAW, "RFC 7606 7.16"},
};

const struct bgp_attr_row *bgp_attr_row_find(uint8_t code)
{
	return code < sizeof rows / sizeof rows[0] && rows[code].name ? &rows[code] : NULL;
}

const char *bgp_action_name(enum bgp_action a)
{
	static const char *const names[] = {"accept", "discard", "treat-as-withdraw", "unusable"};
	return names[a];
}

static const struct {
	const char *words, *source;
} faults[] = {
#define FAULT_ROW(name, words, source) {words, source},
    BGP_FAULT_LIST(FAULT_ROW)
#undef FAULT_ROW
};

const char *bgp_fault_text(enum bgp_fault f)
{
	return faults[f].words;
}

const char *bgp_fault_source(enum bgp_fault f, uint8_t code)
{
	const struct bgp_attr_row *row = bgp_attr_row_find(code);
	return faults[f].source ? faults[f].source : row ? row->source : "";
}
