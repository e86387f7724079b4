/* What can be wrong with a BGP message, and what RFC 7606 asks for then. */
#ifndef NORMA_WIRE_BGP_ERROR_H
#define NORMA_WIRE_BGP_ERROR_H

#include <stdint.h>

/* In the order of RFC 7606 2: of several the greatest counts. */
enum bgp_action { BGP_ACCEPT, BGP_DISCARD, BGP_TREAT_AS_WITHDRAW, BGP_UNUSABLE };
const char *bgp_action_name(enum bgp_action a); /* "discard", ... as in the JSON of norma mrt */

/* name, words, source when the attribute's row does not name its own */
#define BGP_FAULT_LIST(X)                                                       \
	X(MESSAGE, "lengths run past the message", "RFC 4271 6.3")              \
	X(OVERRUN, "runs past the attributes", "RFC 7606 4")                    \
	X(FLAGS, "wrong optional or transitive flag", "RFC 7606 3 c")           \
	X(DUPLICATE, "appears twice", "RFC 7606 3 g")                           \
	X(MISSING, "mandatory attribute is missing", "RFC 7606 3 d")            \
	X(LENGTH, "impossible length", NULL)                                    \
	X(VALUE, "impossible value", NULL)                                      \
	X(SEGMENT, "malformed AS path", "RFC 7606 7.2")                         \
	X(AS_ZERO, "AS 0", "RFC 7607 2")                                        \
	X(NEXT_HOP, "next hop length does not fit the family", "RFC 7606 7.11") \
	X(NLRI, "prefix malformed or cut off", "RFC 7606 5.3")                  \
	X(EXTERNAL, "not allowed on an external session", NULL)                 \
	X(NEW_SPEAKER, "not allowed on a four-octet session", "RFC 6793 4.1")   \
	X(RESERVED, "attribute type 0", "RFC 7606 3 g")                         \
	X(EMPTY, "empty, taken as absent", NULL)

enum bgp_fault {
#define BGP_FAULT_ENUM(name, words, source) BGP_FAULT_##name,
	BGP_FAULT_LIST(BGP_FAULT_ENUM)
#undef BGP_FAULT_ENUM
	    BGP_FAULT_N
};
const char *bgp_fault_text(enum bgp_fault f);
/* The fault's own section, else that of the attribute's row, else "". */
const char *bgp_fault_source(enum bgp_fault f, uint8_t code);

struct bgp_error {
	uint8_t attribute;  /* code; 0: the message as a whole */
	uint8_t fault;      /* enum bgp_fault */
	uint8_t action;     /* enum bgp_action */
	const char *source; /* "RFC 7606 7.2" */
};

#endif
