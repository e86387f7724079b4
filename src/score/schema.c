#include "score/schema.h"

#include "score/readiness.h"

#include <string.h>

static const char *const confidence_names[] = {"benign", "informative", "suspicious", "confirmed", NULL};
static const char *const bogon_names[] = {"", "full", "administrative", NULL};
static const char *const left_out_names[] = {"default", "length", "bogon", "as_set", NULL};
static const char *const filter_names[] = {"rpki",      "irr",        "same-organisation", "neighbour",
                                           "scrubbing", "long-lived", "exchange-lan",      NULL};
static const char *const action_names[] = {
    "filtering", "anti-spoofing", "coordination", "information-irr", "information-rpki", "none", NULL};
static const char *const unknown_names[] = {"spare", "charge", NULL};
static const char *const level_names[] = {"none", "lagging", "aspiring", "ready", NULL};
static const char *const number_names[] = {"", "1", "2", "3", "4", "5", "6", NULL};

#define M    DECIMAL_ONE
#define TOP  INT64_C(1000000000)
#define YEAR INT64_C(31536000)
#define F(type, field, least, most, preset, unit, names) \
	TYPE_##type, offsetof(struct framework, field), least, most, preset, unit, names
#define FRESH(input) fresh[INPUT_##input]
/* one row for each rule of detection, with its points */
#define POINTS(tag, text, worth, words) \
	{SCOPE_FRAMEWORK, "points", text, F(POINTS, points[TAG_##tag], -1000, 1000, #worth, "", NULL), words},

/* clang-format off */
const struct schema_row schema_rows[] = {
    {SCOPE_FRAMEWORK, "framework", "name", F(NAME, name, 0, 0, "", "", NULL),
     "What it is called on the command line and in answers"},
    {SCOPE_FRAMEWORK, "framework", "title", F(TEXT, title, 0, 0, "", "", NULL),
     "One line for people"},
    {SCOPE_FRAMEWORK, "framework", "valid_from", F(MONTH, valid_from, 0, 0, "1970-01", "", NULL),
     "First month that it is meant for"},

    {SCOPE_FRAMEWORK, "routes", "min_peers", F(COUNT, min_peers, 1, 10000, "5", "peer ASNs", NULL),
     "A route counts when so many announced it at one time"},
    {SCOPE_FRAMEWORK, "routes", "full_feed_v4", F(COUNT, full_feed_v4, 1, TOP, "400000", "prefixes", NULL),
     "IPv4 table from which a peer is a full feed"},
    {SCOPE_FRAMEWORK, "routes", "full_feed_v6", F(COUNT, full_feed_v6, 1, TOP, "10000", "prefixes", NULL),
     "IPv6 table from which a peer is a full feed"},
    {SCOPE_FRAMEWORK, "routes", "full_feed_share", F(FRACTION, full_feed_share, 0, M, "0.7", "", NULL),
     "Share of the family's largest table that makes a full feed where no peer has that many"},
    {SCOPE_FRAMEWORK, "routes", "max_length_v4", F(COUNT, max_length_v4, 1, 32, "24", "bits", NULL),
     "Longer IPv4 prefixes are left out of M7"},
    {SCOPE_FRAMEWORK, "routes", "max_length_v6", F(COUNT, max_length_v6, 1, 128, "48", "bits", NULL),
     "Longer IPv6 prefixes are left out of M7"},
    {SCOPE_FRAMEWORK, "routes", "left_out",
     F(SET, left_out, 0, 0, "default, length, bogon, as_set", "", left_out_names),
     "Kinds of routes that do not count in M7"},
    {SCOPE_FRAMEWORK, "routes", "rpki_invalid_factor",
     F(DECIMAL, rpki_invalid_factor, 0, 1000 * M, "10", "", NULL),
     "M7RPKI: how much heavier an invalid route weighs than a valid one"},

    {SCOPE_FRAMEWORK, "events", "event_min_peers", F(COUNT, event_min_peers, 1, 16, "3", "peer ASNs", NULL),
     "An event needs so many at one time"},
    {SCOPE_FRAMEWORK, "events", "score_min_peers", F(COUNT, score_min_peers, 1, 16, "5", "peer ASNs", NULL),
     "A scored event needs so many at one time"},
    {SCOPE_FRAMEWORK, "events", "min_confidence",
     F(ONE_OF, min_confidence, 0, 0, "confirmed", "", confidence_names),
     "M1 and M2: least confidence of a scored event"},
    {SCOPE_FRAMEWORK, "events", "end_share", F(FRACTION, end_share, 0, M, "1/10", "of the peak", NULL),
     "With no more than this left, an event waits for its end"},
    {SCOPE_FRAMEWORK, "events", "end_wait", F(SECONDS, end_wait, 0, YEAR, "15m", "", NULL),
     "How long it waits"},
    {SCOPE_FRAMEWORK, "events", "hold", F(SECONDS, hold, 0, YEAR, "15m", "", NULL),
     "How long the routes of a failed session stay unknown before they are withdrawn"},
    {SCOPE_FRAMEWORK, "events", "candidate_wait", F(SECONDS, candidate_wait, 0, YEAR, "5m", "", NULL),
     "M1 and M2: candidates that stay below event_min_peers so long are informative at most"},
    {SCOPE_FRAMEWORK, "events", "data_reach", F(SECONDS, data_reach, 0, YEAR, "15m", "", NULL),
     "Data that end so near the period's end reach it: an open event lasts to the end"},
    {SCOPE_FRAMEWORK, "events", "incident_rejoin", F(SECONDS, incident_rejoin, 0, YEAR, "60m", "", NULL),
     "For people: events of one kind, culprit and victim so near are one incident"},
    {SCOPE_FRAMEWORK, "events", "incident_touch", F(SECONDS, incident_touch, 0, YEAR, "15m", "", NULL),
     "For people: other events so near are one incident"},

    {SCOPE_FRAMEWORK, "accomplices", "unknown_neighbour",
     F(ONE_OF, charge_unknown, 0, 0, "charge", "", unknown_names),
     "A neighbour of the culprit whose relationship is unknown"},
    {SCOPE_FRAMEWORK, "accomplices", "accomplice_share",
     F(FRACTION, accomplice_share, 0, M, "1/10", "of the peers", NULL),
     "Least share of the peers that saw the event through the neighbour"},
    {SCOPE_FRAMEWORK, "accomplices", "farther", F(YES_NO, farther, 0, 0, "no", "", NULL),
     "Charge accomplices beyond the neighbour too"},
    {SCOPE_FRAMEWORK, "accomplices", "farther_factor",
     F(DECIMAL, farther_factor, 0, M, "0.5", "", NULL), "Their weight falls by this with each step"},
    {SCOPE_FRAMEWORK, "accomplices", "farther_least",
     F(DECIMAL, farther_least, 0, M, "0.01", "", NULL), "But not below this"},

    {SCOPE_FRAMEWORK, "duration", "short_limit", F(SECONDS, short_limit, 0, YEAR, "30m", "", NULL),
     "Incidents shorter than this are short"},
    {SCOPE_FRAMEWORK, "duration", "short_weight", F(DECIMAL, short_weight, 0, 1000 * M, "0.5", "", NULL),
     "Weight of a short incident"},
    {SCOPE_FRAMEWORK, "duration", "base_weight", F(DECIMAL, base_weight, 0, 1000 * M, "1", "", NULL),
     "Weight of any other"},
    {SCOPE_FRAMEWORK, "duration", "day", F(SECONDS, day, 1, YEAR, "24h", "", NULL),
     "Each time that it has lasted so long again ..."},
    {SCOPE_FRAMEWORK, "duration", "day_weight", F(DECIMAL, day_weight, 0, 1000 * M, "1", "", NULL),
     "... adds this"},

    {SCOPE_FRAMEWORK, "curve", "base", F(FRACTION, curve_base, 10000, 990000, "0.6", "", NULL),
     "score = base ^ sqrt(factor * raw)"},
    {SCOPE_FRAMEWORK, "curve", "factor", F(DECIMAL, curve_factor, 1, 1000 * M, "2", "", NULL),
     "score = base ^ sqrt(factor * raw)"},

    {SCOPE_FRAMEWORK, "readiness", "ready", F(FRACTION, ready, 0, M, "0.8", "", NULL),
     "Action scores from here on are ready"},
    {SCOPE_FRAMEWORK, "readiness", "aspiring", F(FRACTION, aspiring, 0, M, "0.6", "", NULL),
     "From here on aspiring, below it lagging"},

    {SCOPE_FRAMEWORK, "bogons", "scored", F(SET, bogons, 0, 0, "full", "", bogon_names),
     "Classes of bogons that score in M3 and M4"},

    {SCOPE_FRAMEWORK, "misorigination", "filters",
     F(SET, m2_filters, 0, 0,
       "rpki, irr, same-organisation, neighbour, scrubbing, long-lived, exchange-lan", "", filter_names),
     "What takes a misorigination out of M2"},
    {SCOPE_FRAMEWORK, "misorigination", "forged_origin", F(YES_NO, m2_forged_origin, 0, 0, "no", "", NULL),
     "Forged origins count in M2, culprit the AS beside the origin"},

    {SCOPE_FRAMEWORK, "detection", "known_after", F(SECONDS, known_after, 0, YEAR, "1d", "", NULL),
     "A route is known when it has been announced so long, in all"},
    {SCOPE_FRAMEWORK, "detection", "known_for", F(SECONDS, known_for, 0, 10 * YEAR, "365d", "", NULL),
     "And was last seen no longer ago"},
    {SCOPE_FRAMEWORK, "detection", "originated_back", F(SECONDS, originated_back, 0, YEAR, "30d", "", NULL),
     "How far back a table dump's originated times are believed"},
    {SCOPE_FRAMEWORK, "detection", "transfer", F(SECONDS, transfer, 0, YEAR, "15m", "", NULL),
     "What a peer says so soon after its first word is its table, not news"},
    {SCOPE_FRAMEWORK, "detection", "convergence", F(SECONDS, convergence, 0, YEAR, "5m", "", NULL),
     "What is over within this is routers looking for another path"},
    {SCOPE_FRAMEWORK, "detection", "transfer_after", F(SECONDS, transfer_after, 0, YEAR, "24h", "", NULL),
     "An origin that stays so long, alone, has taken the prefix over if the registries follow"},
    {SCOPE_FRAMEWORK, "detection", "long_lived", F(SECONDS, long_lived, 0, 10 * YEAR, "30d", "", NULL),
     "Origins that have stood so long are at home"},
    {SCOPE_FRAMEWORK, "detection", "anycast_origins", F(COUNT, anycast_origins, 2, 1000, "3", "origins", NULL),
     "A prefix of so many known origins is anycast"},
    {SCOPE_FRAMEWORK, "detection", "irr_age", F(SECONDS, irr_age, 0, YEAR, "7d", "", NULL),
     "Younger route objects excuse nobody"},
    {SCOPE_FRAMEWORK, "detection", "gone_within", F(SECONDS, gone_within, 0, YEAR, "1h", "", NULL),
     "Known origins that are gone so soon after a new one came have left it the prefix"},
    {SCOPE_FRAMEWORK, "detection", "repeated", F(COUNT, repeated, 1, TOP, "5", "incidents", NULL),
     "Whoever has had so many confirmed misoriginations ..."},
    {SCOPE_FRAMEWORK, "detection", "repeated_within", F(SECONDS, repeated_within, 0, 10 * YEAR, "180d", "", NULL),
     "... within this time is known for them"},
    {SCOPE_FRAMEWORK, "detection", "small_asn", F(COUNT, small_asn, 0, UINT32_MAX, "25", "", NULL),
     "Origins up to this number are mostly prepends that were typed as a number of times"},
    {SCOPE_FRAMEWORK, "detection", "mass_window", F(SECONDS, mass_window, 0, YEAR, "15m", "", NULL),
     "Within this time ..."},
    {SCOPE_FRAMEWORK, "detection", "mass_prefixes", F(COUNT, mass_prefixes, 1, TOP, "10", "prefixes", NULL),
     "... more prefixes than this ..."},
    {SCOPE_FRAMEWORK, "detection", "mass_victims", F(COUNT, mass_victims, 1, TOP, "10", "networks", NULL),
     "... of more networks than this are a mass event"},
    {SCOPE_FRAMEWORK, "detection", "widely_seen", F(FRACTION, widely_seen, 0, M, "1/4", "of the full feeds", NULL),
     "From which share on an event is widely seen"},
    {SCOPE_FRAMEWORK, "detection", "relations_frozen", F(SECONDS, relations_frozen, 0, YEAR, "7d", "", NULL),
     "Leaks are judged by relations as they were known so long before"},
    {SCOPE_FRAMEWORK, "detection", "triple_after", F(SECONDS, triple_after, 0, YEAR, "1d", "", NULL),
     "Three networks in a row are no news when they have stood so long, in all, on paths of three peers"},
    {SCOPE_FRAMEWORK, "detection", "triple_for", F(SECONDS, triple_for, 0, 10 * YEAR, "90d", "", NULL),
     "And were last seen no longer ago"},
    {SCOPE_FRAMEWORK, "detection", "edge_for", F(SECONDS, edge_for, 0, 10 * YEAR, "300d", "", NULL),
     "A link is new when it has not been seen for so long"},
    {SCOPE_FRAMEWORK, "detection", "leak_mass_window", F(SECONDS, leak_mass_window, 0, YEAR, "10m", "", NULL),
     "Within this time ..."},
    {SCOPE_FRAMEWORK, "detection", "leak_mass_prefixes",
     F(COUNT, leak_mass_prefixes, 1, 1024, "100", "prefixes", NULL), "... so many prefixes ..."},
    {SCOPE_FRAMEWORK, "detection", "leak_mass_origins", F(COUNT, leak_mass_origins, 1, 1024, "10", "networks", NULL),
     "... of so many origins that move to new ways through one network are a mass leak"},
    {SCOPE_FRAMEWORK, "detection", "forged_links", F(COUNT, forged_links, 2, 1000, "3", "links", NULL),
     "So many new links of one network within mass_window are new neighbours, or a leak"},
    {SCOPE_FRAMEWORK, "detection", "forged_prefixes", F(COUNT, forged_prefixes, 1, 100000, "64", "prefixes", NULL),
     "A new link with more prefixes than this is a new neighbour's"},
    {SCOPE_FRAMEWORK, "detection", "forged_least", F(COUNT, forged_least, 1, 100000, "4", "prefixes", NULL),
     "Of an origin known for so many or more ..."},
    {SCOPE_FRAMEWORK, "detection", "forged_share", F(FRACTION, forged_share, 0, M, "1/4", "of its prefixes", NULL),
     "... no more than this over a new link are few"},
    {SCOPE_FRAMEWORK, "detection", "forged_brief", F(SECONDS, forged_brief, 0, YEAR, "1d", "", NULL),
     "Whoever was a new neighbour for no longer was brief"},
    {SCOPE_FRAMEWORK, "detection", "confirmed", F(COUNT, confirmed_from, 0, 100, "60", "points", NULL),
     "From here on a misorigination or leak is confirmed"},
    {SCOPE_FRAMEWORK, "detection", "suspicious", F(COUNT, suspicious_from, 0, 100, "35", "points", NULL),
     "From here on suspicious"},
    {SCOPE_FRAMEWORK, "detection", "informative", F(COUNT, informative_from, 0, 100, "10", "points", NULL),
     "From here on informative, below it benign"},

    TAG_MISORIGINATION_LIST(POINTS) TAG_FORGED_LIST(POINTS) TAG_LEAK_LIST(POINTS) TAG_COMMON_LIST(POINTS)

    {SCOPE_FRAMEWORK, "freshness", "vrps", F(SECONDS, FRESH(VRPS), 0, YEAR, "36h", "", NULL),
     "How much older RPKI data may be than the instant that they judge"},
    {SCOPE_FRAMEWORK, "freshness", "irr", F(SECONDS, FRESH(IRR), 0, YEAR, "7d", "", NULL),
     "Routing registries"},
    {SCOPE_FRAMEWORK, "freshness", "delegated", F(SECONDS, FRESH(DELEGATED), 0, YEAR, "7d", "", NULL),
     "Registry statistics"},
    {SCOPE_FRAMEWORK, "freshness", "peeringdb", F(SECONDS, FRESH(PEERINGDB), 0, YEAR, "30d", "", NULL),
     "PeeringDB"},
    {SCOPE_FRAMEWORK, "freshness", "contacts", F(SECONDS, FRESH(CONTACTS), 0, YEAR, "30d", "", NULL),
     "Other contact data"},
    {SCOPE_FRAMEWORK, "freshness", "relationships",
     F(SECONDS, FRESH(RELATIONSHIPS), 0, YEAR, "60d", "", NULL), "Relationships between networks"},
    {SCOPE_FRAMEWORK, "freshness", "bogons", F(SECONDS, FRESH(BOGONS), 0, YEAR, "7d", "", NULL),
     "Bogon lists"},

    {SCOPE_FRAMEWORK, "faults", "anchor_loss", F(FRACTION, anchor_loss, 0, M, "0.2", "of its VRPs", NULL),
     "A trust anchor that loses so many between two snapshots is broken: the younger one is held. 0: never"},
    {SCOPE_FRAMEWORK, "faults", "anchor_loss_afrinic",
     F(FRACTION, anchor_loss_afrinic, 0, M, "0.5", "of its VRPs", NULL), "AFRINIC's, likewise"},
    {SCOPE_FRAMEWORK, "faults", "anchor_least", F(COUNT, anchor_least, 1, TOP, "100", "VRPs", NULL),
     "Trust anchors with fewer are not looked at"},
    {SCOPE_FRAMEWORK, "faults", "delegated_change",
     F(FRACTION, delegated_change, 0, M, "0.005", "of the routed prefixes", NULL),
     "Delegated files that change the class of more at once are held. 0: never"},
    {SCOPE_FRAMEWORK, "faults", "delegated_least", F(COUNT, delegated_least, 1, TOP, "100", "prefixes", NULL),
     "But not for fewer than so many"},
    {SCOPE_FRAMEWORK, "faults", "held_for", F(SECONDS, held_for, 0, YEAR, "7d", "", NULL),
     "What is still so when the last sound snapshot is so old is believed"},

    {SCOPE_FRAMEWORK, "health", "flaps", F(COUNT, flaps, 0, TOP, "10", "failures a day", NULL),
     "A session that fails so often is told. 0: none is"},
    {SCOPE_FRAMEWORK, "health", "table_least", F(COUNT, table_least, 1, TOP, "1000", "prefixes", NULL),
     "Smaller tables are neither stale nor sent again"},
    {SCOPE_FRAMEWORK, "health", "table_share", F(FRACTION, table_share, 0, M, "0.5", "of its table", NULL),
     "A peer that announces so much within `transfer` sends its table again"},
    {SCOPE_FRAMEWORK, "health", "stale_after", F(SECONDS, stale_after, 0, YEAR, "24h", "", NULL),
     "A table without a word for so long is stale: its routes are unknown. 0s: never"},
    {SCOPE_FRAMEWORK, "health", "garbage_least", F(COUNT, garbage_least, 1, TOP, "100", "announcements", NULL),
     "A peer that sends so many malformed ones within `transfer` ..."},
    {SCOPE_FRAMEWORK, "health", "garbage_share",
     F(FRACTION, garbage_share, 0, M, "0.1", "of its announcements", NULL),
     "... and such a share of all is not listened to until its session is set up anew"},
    {SCOPE_FRAMEWORK, "health", "missed", F(DECIMAL, missed, M, 1000 * M, "1.5", "", NULL),
     "Tables so many times their usual distance apart: one is missing"},
    {SCOPE_FRAMEWORK, "health", "clock_jump", F(SECONDS, clock_jump, 1, YEAR, "1h", "", NULL),
     "A record so far from its neighbours has a wrong time"},
    {SCOPE_FRAMEWORK, "health", "clock_skew", F(SECONDS, clock_skew, 0, YEAR, "2m", "", NULL),
     "A collector so far from others, or from its own record before, has a wrong clock. 0s: is not looked at"},

    {SCOPE_FRAMEWORK, "sizes", "medium_from", F(COUNT, medium_from, 1, TOP, "2", "customers", NULL),
     "Networks with so many are of medium size"},
    {SCOPE_FRAMEWORK, "sizes", "large_from", F(COUNT, large_from, 1, TOP, "181", "customers", NULL),
     "Networks with so many are large"},

    {SCOPE_FRAMEWORK, "organisations", "generic_above",
     F(COUNT, generic_above, 0, 100000, "200", "networks", NULL),
     "A maintainer, contact or opaque id that more have is a registry's and makes no siblings; 0: no limit"},
    {SCOPE_FRAMEWORK, "organisations", "generic",
     F(NAMES, generic, 0, FRAMEWORK_NAMES,
       "RIPE-NCC-HM-MNT, RIPE-NCC-END-MNT, RIPE-NCC-HM-PI-MNT, RIPE-NCC-MNT, RIPE-NCC-LEGACY-MNT, "
       "RIPE-NCC-LOCKED-MNT, RIPE-NCC-RPSL-MNT, RIPE-ERX-MNT, RIPE-GII-MNT, RIPE-DBM-MNT, DUMY-RIPE, "
       "AFRINIC-HM-MNT, TEAM-AFRINIC, APNIC-HM, MAINT-APNIC-AP, MNTNER-LACNIC, MNT-APJII-ID, "
       "MAINT-CNNIC-AP, MAINT-IN-IRINN, MAINT-JPNIC, MAINT-TW-TWNIC, MAINT-VN-VNNIC, MNT-KRNIC-AP",
       "", NULL),
     "Maintainers and contacts of registries, which make no siblings however few have them"},
    {SCOPE_FRAMEWORK, "organisations", "databases",
     F(NAMES, databases, 0, FRAMEWORK_NAMES, "AFRINIC, APNIC, ARIN, LACNIC, RIPE", "", NULL),
     "Routing registries whose aut-nums and routes say who belongs together; none: all"},

    {SCOPE_FRAMEWORK, "lists", "as_of", F(MONTH, lists_as_of, 0, 0, "2024-10", "", NULL),
     "Month that the lists of this section were judged in"},
    {SCOPE_FRAMEWORK, "lists", "scrubbing",
     F(ASNS, scrubbing, 0, FRAMEWORK_ASNS,
       "209, 3223, 3356, 3549, 3561, 7342, 7786, 10532, 10753, 11213, 12008, 12200, 12411, 13335, 15823, "
       "16625, 16838, 19324, 19551, 19905, 19907, 19910, 19911, 19994, 20052, 20940, 22822, 23059, 23135, "
       "23164, 25761, 25804, 26415, 27357, 30060, 30844, 32244, 32787, 32978, 32979, 36248, 36692, 38880, "
       "39743, 45474, 48851, 53587, 55002, 57724, 393676",
       "", NULL),
     "Networks that announce the prefixes of others to clean their traffic"},
    {SCOPE_FRAMEWORK, "lists", "transit_free",
     F(ASNS, transit_free, 0, FRAMEWORK_ASNS,
       "174, 701, 1299, 2914, 3257, 3320, 3356, 5511, 6453, 6461, 6762, 6830, 7018, 12956", "", NULL),
     "Networks that buy transit of nobody"},
    {SCOPE_FRAMEWORK, "lists", "anycast",
     F(PREFIXES, anycast, 0, FRAMEWORK_PREFIXES,
       "192.31.196.0/24, 192.52.193.0/24, 192.88.99.0/24, 192.175.48.0/24, 2001::/32, 2001:3::/32, "
       "2001:4:112::/48, 2002::/16, 2620:4f:8000::/48",
       "", NULL),
     "Prefixes, with all inside, that many networks may originate: AS112 (RFC 7534, RFC 7535), AMT (RFC 7450), "
     "6to4 (RFC 3056, RFC 3068), Teredo (RFC 4380)"},

#undef F
#define F(type, field, least, most, preset, unit, names)                                                     \
	TYPE_##type, offsetof(struct framework_metric, field), least, most, preset, unit, names
    {SCOPE_METRIC, "metric", "scored", F(YES_NO, scored, 0, 0, "yes", "", NULL),
     "Enters the mean of its action"},
    {SCOPE_METRIC, "metric", "action", F(ONE_OF, action, 0, 0, "none", "", action_names),
     "The action that it belongs to"},
    {SCOPE_METRIC, "metric", "action_weight", F(DECIMAL, action_weight, 0, 1000 * M, "1", "", NULL),
     "Its weight in the mean"},
    {SCOPE_METRIC, "metric", "event_weight", F(DECIMAL, event_weight, 0, 1000 * M, "1", "", NULL),
     "M1 to M4C: weight of one event, before its duration"},

#undef F
#define F(type, field, least, most, preset, unit, names)                                                     \
	TYPE_##type, offsetof(struct framework_programme, field), least, most, preset, unit, names
    {SCOPE_PROGRAMME, "programme", "title", F(TEXT, title, 0, 0, "", "", NULL), "Its name"},
    {SCOPE_PROGRAMME, "programme", "actions", F(COUNT, actions, 1, 6, "4", "", NULL),
     "How many actions it has"},
    {SCOPE_PROGRAMME, "programme", "mandatory", F(SET, mandatory, 0, 0, "none", "", number_names),
     "Actions that a participant must take"},
    {SCOPE_PROGRAMME, "programme", "recommended", F(SET, recommended, 0, 0, "none", "", number_names),
     "Actions that a participant should take"},
    {SCOPE_PROGRAMME, "programme", "one_of", F(SET, one_of, 0, 0, "none", "", number_names),
     "Actions of which a participant must take at least one"},
    {SCOPE_PROGRAMME, "programme", "level", F(ONE_OF, level, 0, 0, "ready", "", level_names),
     "Readiness that a mandatory action must reach, where it is measured"},
    {SCOPE_PROGRAMME, "programme", "conformance", F(FRACTION, conformance, 0, M, "0", "of the routes", NULL),
     "Share of its routes that must be registered; 0: not asked"},
};
/* clang-format on */
const size_t schema_n_rows = sizeof schema_rows / sizeof *schema_rows;
_Static_assert(sizeof schema_rows / sizeof *schema_rows <= SCHEMA_MAX_ROWS, "raise SCHEMA_MAX_ROWS");

/* Where the default is not the same for every metric or programme. */
static const struct {
	const char *instance, *key, *preset;
} presets[] = {
    {"M1", "scored", "no"},
    {"M1C", "scored", "no"},
    {"M6", "scored", "no"},
    {"M7RPKIN", "scored", "no"},
    {"M9", "scored", "no"},
    {"operators", "title", "Network operators"},
    {"operators", "mandatory", "1, 3, 4"},
    {"operators", "recommended", "2"},
    {"operators", "conformance", "0.9"},
    {"ixps", "title", "Internet exchange points"},
    {"ixps", "actions", "5"},
    {"ixps", "mandatory", "1, 2"},
    {"ixps", "one_of", "3, 4, 5"},
    {"cdns", "title", "CDN and cloud providers"},
    {"cdns", "actions", "6"},
    {"cdns", "mandatory", "1, 2, 3, 4, 5"},
    {"cdns", "recommended", "6"},
    {"cdns", "conformance", "1"},
    {"vendors", "title", "Equipment vendors"},
    {"vendors", "actions", "2"},
    {"vendors", "mandatory", "1, 2"},
};

size_t schema_instances(enum schema_scope scope)
{
	return scope == SCOPE_METRIC ? SCORE_METRICS : scope == SCOPE_PROGRAMME ? PROGRAMMES : 1;
}

const char *framework_programme_name(enum framework_programme_id p)
{
	static const char *const names[PROGRAMMES] = {"operators", "ixps", "cdns", "vendors"};
	REQUIRE(p < PROGRAMMES);
	return names[p];
}

const char *schema_instance_name(enum schema_scope scope, size_t i)
{
	if (scope == SCOPE_METRIC)
		return score_metric_name((enum score_metric)i);
	return scope == SCOPE_PROGRAMME ? framework_programme_name((enum framework_programme_id)i) : "";
}

const char *schema_preset(const struct schema_row *row, size_t instance)
{
	const char *name = schema_instance_name(row->scope, instance);
	for (size_t i = 0; i < sizeof presets / sizeof *presets; i++)
		if (strcmp(presets[i].instance, name) == 0 && strcmp(presets[i].key, row->key) == 0)
			return presets[i].preset;
	if (row->scope == SCOPE_METRIC && strcmp(row->key, "action") == 0)
		return action_names[score_metric_info((enum score_metric)instance)->action];
	return row->preset;
}

const void *schema_field_get(const struct schema_row *row, size_t instance, const struct framework *f)
{
	const void *base = f;
	if (row->scope == SCOPE_METRIC)
		base = &f->metrics[instance];
	else if (row->scope == SCOPE_PROGRAMME)
		base = &f->programmes[instance];
	return (const char *)base + row->offset;
}

void *schema_field(const struct schema_row *row, size_t instance, struct framework *f)
{
	void *base = f;
	if (row->scope == SCOPE_METRIC)
		base = &f->metrics[instance];
	else if (row->scope == SCOPE_PROGRAMME)
		base = &f->programmes[instance];
	return (char *)base + row->offset;
}

const char *framework_confidence_name(enum framework_confidence c)
{
	REQUIRE(c <= CONFIDENCE_CONFIRMED);
	return confidence_names[c];
}

const char *framework_input_name(enum framework_input i)
{
	REQUIRE(i < FRAMEWORK_INPUTS);
	size_t offset = offsetof(struct framework, fresh) + i * sizeof(uint64_t);
	for (size_t r = 0; r < schema_n_rows; r++)
		if (schema_rows[r].scope == SCOPE_FRAMEWORK && schema_rows[r].offset == offset)
			return schema_rows[r].key;
	REQUIRE(i == FRAMEWORK_INPUTS); /* there is a row for each input */
	return "";
}
