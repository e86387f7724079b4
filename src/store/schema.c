/*
 * The schema, as numbered migrations. A migration that has landed is never edited; a new one is a new row.
 */
#include "store/sqlite_impl.h"

static const char *const migrations[] = {
    /* 1 */
    "CREATE TABLE period ("
    " id INTEGER PRIMARY KEY,"
    " start INTEGER NOT NULL, end INTEGER NOT NULL," /* UNIX seconds; end is exclusive */
    " observed_from INTEGER, observed_to INTEGER, data_end INTEGER,"
    " framework TEXT NOT NULL, framework_text TEXT NOT NULL,"
    " coverage_low INTEGER NOT NULL, full_v4 INTEGER NOT NULL, full_v6 INTEGER NOT NULL,"
    " min_v4 INTEGER NOT NULL, min_v6 INTEGER NOT NULL,"
    " leaks INTEGER NOT NULL, misoriginations INTEGER NOT NULL, bogons_partial INTEGER NOT NULL,"
    " vrps INTEGER NOT NULL, invalid_routes INTEGER NOT NULL,"
    " summary TEXT NOT NULL,"
    " UNIQUE (start, end)) STRICT;"
    "CREATE TABLE source ("
    " period INTEGER NOT NULL REFERENCES period ON DELETE CASCADE, file TEXT NOT NULL, kind TEXT NOT NULL,"
    " as_of INTEGER, age INTEGER, fresh INTEGER NOT NULL, records INTEGER NOT NULL, rejected INTEGER NOT "
    "NULL,"
    " reasons TEXT NOT NULL, used INTEGER NOT NULL, why_not TEXT NOT NULL,"
    " PRIMARY KEY (period, file)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE peer ("
    " period INTEGER NOT NULL REFERENCES period ON DELETE CASCADE, collector TEXT NOT NULL, ip TEXT NOT NULL,"
    " asn INTEGER NOT NULL, peak_v4 INTEGER NOT NULL, peak_v6 INTEGER NOT NULL, full_v4 INTEGER NOT NULL,"
    " full_v6 INTEGER NOT NULL, announced INTEGER NOT NULL, withdrawn INTEGER NOT NULL,"
    " PRIMARY KEY (period, collector, ip, asn)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE network ("
    " period INTEGER NOT NULL REFERENCES period ON DELETE CASCADE, asn INTEGER NOT NULL, holder TEXT NOT "
    "NULL,"
    " economy TEXT NOT NULL, rir INTEGER NOT NULL, participant TEXT NOT NULL, facts BLOB NOT NULL,"
    " routes BLOB NOT NULL, passed BLOB NOT NULL," /* ascending route numbers, differences in LEB128 */
    " PRIMARY KEY (period, asn)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE score ("
    " period INTEGER NOT NULL REFERENCES period ON DELETE CASCADE, asn INTEGER NOT NULL,"
    " filtering REAL, filtering_readiness INTEGER NOT NULL,"
    " anti_spoofing REAL, anti_spoofing_readiness INTEGER NOT NULL,"
    " coordination REAL, coordination_readiness INTEGER NOT NULL,"
    " routing_irr REAL, routing_irr_readiness INTEGER NOT NULL,"
    " routing_rpki REAL, routing_rpki_readiness INTEGER NOT NULL,"
    " PRIMARY KEY (period, asn)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE route_chunk (" /* routes in order of prefix and origin, many a row: see routes.c */
    " period INTEGER NOT NULL REFERENCES period ON DELETE CASCADE, number INTEGER NOT NULL, first BLOB NOT "
    "NULL,"
    " n INTEGER NOT NULL, data BLOB NOT NULL,"
    " PRIMARY KEY (period, number)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE event ("
    " period INTEGER NOT NULL REFERENCES period ON DELETE CASCADE, id INTEGER NOT NULL, metric INTEGER NOT "
    "NULL,"
    " class INTEGER NOT NULL, kind INTEGER NOT NULL, leak_type INTEGER NOT NULL, confidence INTEGER NOT NULL,"
    " score INTEGER NOT NULL, open INTEGER NOT NULL, culprit INTEGER NOT NULL, bogon INTEGER NOT NULL,"
    " segment_from INTEGER NOT NULL, segment_to INTEGER NOT NULL, origin INTEGER NOT NULL,"
    " rule TEXT NOT NULL, reason TEXT NOT NULL, tags TEXT NOT NULL,"
    " start INTEGER NOT NULL, end INTEGER NOT NULL, visible BLOB NOT NULL,"
    " peers_max INTEGER NOT NULL, peers_total INTEGER NOT NULL, announcements INTEGER NOT NULL,"
    " prefixes BLOB NOT NULL, accomplices BLOB NOT NULL, victims BLOB NOT NULL,"
    " PRIMARY KEY (period, id)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX event_culprit ON event (period, culprit);"
    "CREATE TABLE event_party (" /* accomplices and victims, to find the events of one */
    " period INTEGER NOT NULL, asn INTEGER NOT NULL, event INTEGER NOT NULL,"
    " PRIMARY KEY (period, asn, event),"
    " FOREIGN KEY (period, event) REFERENCES event (period, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID;"
    "CREATE INDEX event_party_event ON event_party (period, event);"
    "CREATE TABLE message ("
    " period INTEGER NOT NULL REFERENCES period ON DELETE CASCADE, id INTEGER NOT NULL, file TEXT NOT NULL,"
    " record INTEGER NOT NULL, offset INTEGER NOT NULL, raw BLOB NOT NULL,"
    " PRIMARY KEY (period, id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE evidence ("
    " period INTEGER NOT NULL, event INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL,"
    " collector TEXT NOT NULL, peer_ip TEXT NOT NULL, peer_asn INTEGER NOT NULL, prefix TEXT NOT NULL,"
    " path TEXT NOT NULL, message INTEGER,"
    " PRIMARY KEY (period, event, seq),"
    " FOREIGN KEY (period, event) REFERENCES event (period, id) ON DELETE CASCADE) STRICT, WITHOUT ROWID;",
    /* 2: which networks of an economy, without reading all */
    "CREATE INDEX network_economy ON network (period, economy);",
    /* 3: what ended an event, what was there before it, what it was judged by, and what others say */
    "ALTER TABLE evidence ADD COLUMN ends INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE evidence ADD COLUMN cause INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE evidence ADD COLUMN before TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE event ADD COLUMN endings INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE event ADD COLUMN state TEXT NOT NULL DEFAULT '{}';"
    "CREATE TABLE external ("
    " period INTEGER NOT NULL REFERENCES period ON DELETE CASCADE, source TEXT NOT NULL, id TEXT NOT NULL,"
    " metric INTEGER NOT NULL, kind TEXT NOT NULL, confidence INTEGER NOT NULL, start INTEGER NOT NULL,"
    " end INTEGER," /* NULL: still going on, as they say */
    " culprit INTEGER NOT NULL, segment_from INTEGER NOT NULL, segment_to INTEGER NOT NULL,"
    " words TEXT NOT NULL, prefixes BLOB NOT NULL, victims BLOB NOT NULL,"
    " agreement INTEGER NOT NULL, event INTEGER," /* NULL: none of ours */
    " PRIMARY KEY (period, source, id)) STRICT, WITHOUT ROWID;",
};

const int store_schema_version = (int)(sizeof migrations / sizeof *migrations);

const char *store_migration(int version)
{
	return migrations[version - 1];
}
