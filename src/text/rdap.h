/* Answers of RDAP servers about AS numbers: who can be reached, and how (RFC 9083; vCards as in RFC 7095). */
#ifndef NORMA_TEXT_RDAP_H
#define NORMA_TEXT_RDAP_H

#include "net/registry.h"
#include "text/reader.h"

/* Roles of an entity, as bits (RFC 9083 10.2.4). ARIN's OrgTechRef is "technical", its OrgNocRef "noc".
 * "routing" is not registered: a person of LACNIC's with that duty. */
#define RDAP_ROLE_LIST(X)                   \
	X(REGISTRANT, "registrant")         \
	X(TECHNICAL, "technical")           \
	X(ADMINISTRATIVE, "administrative") \
	X(ABUSE, "abuse")                   \
	X(NOC, "noc")                       \
	X(BILLING, "billing")               \
	X(REGISTRAR, "registrar")           \
	X(RESELLER, "reseller")             \
	X(SPONSOR, "sponsor")               \
	X(PROXY, "proxy")                   \
	X(NOTIFICATIONS, "notifications")   \
	X(ROUTING, "routing")

enum rdap_role_index {
#define RDAP_INDEX(name, text) RDAP_INDEX_##name,
	RDAP_ROLE_LIST(RDAP_INDEX)
#undef RDAP_INDEX
	    RDAP_ROLES
};
enum rdap_role {
#define RDAP_BIT(name, text) RDAP_##name = 1 << RDAP_INDEX_##name,
	RDAP_ROLE_LIST(RDAP_BIT)
#undef RDAP_BIT
};

enum { RDAP_MAX_CONTACTS = 256 };

struct rdap_contact {
	unsigned roles; /* bits of enum rdap_role */
	const char *handle;
	const char *name;         /* fn */
	const char *organisation; /* org */
	bool is_individual;       /* kind, as against an organisation, a group or nothing said */
	bool is_organisation;     /* likewise */
	bool has_email, has_phone;
};

/* One AS number or range of them. Text is clean UTF-8, "" where nothing is said; all is lent for the
 * callback. */
struct rdap_autnum {
	asn_t first, last; /* inclusive */
	const char *handle, *name, *country, *status;
	const char *holder; /* of the first registrant: its organisation, else its name */
	enum rir rir;       /* as port43 or the links tell; RIR_NONE */
	unsigned roles;     /* roles that anybody has */
	unsigned email;     /* ... anybody with an e-mail address */
	unsigned phone;     /* ... anybody with a telephone number */
	const struct rdap_contact
	    *contacts; /* entities and those inside them, in the order in which they end */
	size_t n_contacts;
};

typedef void (*rdap_fn)(void *ctx, const struct rdap_autnum *a);

/**
 * rdap_reader_new - read one answer, an array of them, or one a line.
 *
 * Shape:  without endAutnum it is the first; without both the handle ("AS64496") says the number. More
 * contacts than RDAP_MAX_CONTACTS are reported and left out. Errors: as text_reader_feed. Rejected:
 * error-answer (errorCode), not-autnum (objectClassName), bad-asn, bad-range, missing-member. Owner:  caller,
 * text_reader_free.
 */
struct text_reader *rdap_reader_new(rdap_fn fn, void *ctx, struct diag *diag);

/** rdap_role_name - "technical", ... */
const char *rdap_role_name(enum rdap_role_index role);

#endif
