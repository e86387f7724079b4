/*
 * Who takes part in a programme: the tables that the programme publishes (CSV), and the answers of its API
 * (JSON).
 */
#ifndef NORMA_TEXT_PARTICIPANTS_H
#define NORMA_TEXT_PARTICIPANTS_H

#include "net/asn.h"
#include "text/reader.h"

enum participant_programme {
	PARTICIPANT_UNKNOWN, /* the file does not say */
	PARTICIPANT_OPERATORS,
	PARTICIPANT_IXPS,
	PARTICIPANT_CDNS,
	PARTICIPANT_VENDORS,
};

enum { PARTICIPANT_MAX_ASNS = 65536, PARTICIPANT_MAX_AREAS = 300, PARTICIPANT_MAX_ACTIONS = 6 };

/* One organisation in one programme. Text is clean UTF-8 (text/clean.h), "" where nothing is said; all is
 * lent for the length of the callback. */
struct participant {
	const char *id;
	const char *name;
	const char *status; /* as it stands: "approved", ... */
	enum participant_programme programme;
	instant_t since;  /* INSTANT_NONE when not said */
	char (*areas)[3]; /* economies, ISO 3166-1, upper case */
	size_t n_areas;
	const asn_t *asns; /* ascending, each once */
	size_t n_asns;
	/* What stands in column "Action N" ("Yes", "No", "IRR;RPKI"), or the API's "conformant", "no-data",
	 * ... */
	const char *actions[PARTICIPANT_MAX_ACTIONS];
};

typedef void (*participant_fn)(void *ctx, const struct participant *p);

/**
 * participants_csv_reader_new - columns by the header's names: Organization Name, Areas (economies between
 * ';', ',' or blanks), ASNs (likewise, with or without "AS"), Action N: ..., Programme, ID, Status, Member
 * Since.
 *
 * Shape:  the programme is what the column Programme says, else operators where there are Areas, else CDNs
 * where there is "Action 5: MANRS Adoption". Errors: as text_reader_feed. Rejected: bad-row, missing-member
 * (a name), bad-asn (the row keeps its other ASNs and is rejected only if none is left), too-many. Owner:
 * caller, text_reader_free.
 */
struct text_reader *participants_csv_reader_new(participant_fn fn, void *ctx, struct diag *diag);

/**
 * participants_json_reader_new - {"participants":[{id,name,asns|ASNs,areas_served,status,memberSince}]}, a
 * bare array of such, one a line, {"asns":[64496,...]} and [64496,...] (each such list is one participant
 * without a name).
 */
struct text_reader *participants_json_reader_new(participant_fn fn, void *ctx, struct diag *diag);

#endif
