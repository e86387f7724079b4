/*
 * Members of a record as rows of a table: where a value comes from, how it is read, where it goes. The same
 * rows serve JSON (a path below the record) and CSV (a column's name).
 */
#ifndef NORMA_TEXT_FIELD_H
#define NORMA_TEXT_FIELD_H

#include "base/clock.h"
#include "base/mem.h"
#include "net/asn.h"
#include "net/prefix.h"

/* kind, type of the member, reason that is counted, words for a message */
#define FIELD_LIST(X)                                                          \
	X(ASN, asn_t, "bad-asn", "not an AS number")                           \
	X(U8, uint8_t, "bad-number", "not a number from 0 to 255")             \
	X(U32, uint32_t, "bad-number", "not a number from 0 to 4294967295")    \
	X(U64, uint64_t, "bad-number", "not a number of 64 bits")              \
	X(BOOL, bool, "bad-value", "neither true nor false")                   \
	X(INSTANT, instant_t, "bad-time", "neither RFC 3339 nor UNIX seconds") \
	X(PREFIX, struct prefix, "bad-prefix", "not a prefix")                 \
	X(ADDR, struct ip_addr, "bad-address", "not an address")               \
	X(WORDS, const char *, "bad-value", "no text") /* cleaned, cut at FIELD_WORDS */

enum field_kind {
#define FIELD_ENUM(name, type, reason, words) FIELD_##name,
	FIELD_LIST(FIELD_ENUM)
#undef FIELD_ENUM
	    FIELD_N
};

enum { FIELD_MAX_WORDS = 1024 }; /* octets that are kept of a text */

enum field_need {
	FIELD_OPTIONAL, /* wrong: reported, taken for absent */
	FIELD_NEEDED,   /* wrong or absent: the record is rejected */
	FIELD_CHECKED,  /* wrong: the record is rejected; absent: as if it were not asked for */
};

struct field {
	const char *name;
	enum field_kind kind;
	enum field_need need;
	size_t offset; /* of the member in the record; rows of the same offset are names for the same thing */
};

#define FIELD(record, member, kind, need, name)                                   \
	{                                                                         \
		name, FIELD_##kind, FIELD_##need, offsetof(struct record, member) \
	}

/** field_reset - the member as if nothing were said: 0, "", INSTANT_NONE, FAMILY_NONE. */
void field_reset(const struct field *f, void *record);

/**
 * field_set - read text into the member. Errors: VALUE (the member is untouched).
 * Owner: text is copied to words, which must live as long as the record.
 */
MUST_USE enum err field_set(const struct field *f, void *record, const char *s, size_t len,
                            struct arena *words);

const char *field_reason(enum field_kind kind);
const char *field_words(enum field_kind kind);

/** field_shown - the beginning of a wrong value, printable, for a message. Returns out. */
enum { FIELD_SHOWN = 40 };
const char *field_shown(char out[static FIELD_SHOWN], const char *s, size_t len);

/** field_instant - RFC 3339, a date, or UNIX seconds with or without fraction (which is cut off). Errors:
 * VALUE. */
MUST_USE enum err field_instant(const char *s, size_t len, instant_t *out);

/** field_number - decimal digits only, at most max. Errors: VALUE. */
MUST_USE enum err field_number(const char *s, size_t len, uint64_t max, uint64_t *out);

#endif
