/* What the files of the leak detector share and nobody else sees. */
#ifndef NORMA_DETECT_LEAK_IMPL_H
#define NORMA_DETECT_LEAK_IMPL_H

#include "detect/leak.h"
#include "detect/member.h"
#include "detect/transfer.h"

enum { LEAK_RIVALS = 4, LEAK_SHOWN = 8 };

/* Other leakers that were found on the paths of a case's slots. */
struct leak_rivals {
	asn_t leaker[LEAK_RIVALS];
	uint32_t n_slots[LEAK_RIVALS]; /* 0: empty */
};

struct leak_leg {
	triple_id triple;
	track_id track;
	uint32_t note; /* case of the run that goes on, or of the last one */
};

struct leak_detector {
	struct rib *rib;
	struct leak_judge judge;
	struct leak_options o;
	struct tracks *tracks;
	struct transfers *transfers;
	struct members *members;
	struct trail *trail;
	struct valley *valley;
	struct masses *masses;
	VEC(struct leak_leg) legs;
	VEC(uint32_t) leg_of; /* by triple id: number of its leg + 1; 0: none */
	VEC(struct leak_case) cases;
	VEC(struct leak_rivals) rivals; /* by case */
};

/* One leg that a path shows. */
struct leak_shown {
	triple_id triple;
	path_id next; /* the place after the leaker, towards the collector */
	uint8_t rules, type;
	bool exact;
	bool kept; /* the slot showed it before */
};

/* leak_case_begin - what is known of the leg at the instant t. */
struct leak_case leak_case_begin(struct leak_detector *d, const struct leak_shown *s, uint32_t t);

/* leak_case_slot - one more slot shows the case; all: what its path shows altogether. */
void leak_case_slot(struct leak_detector *d, uint32_t note, const struct rib_change *c,
                    const struct leak_shown *s, const struct leak_shown *all, size_t n);

/* leak_vote - who of several leakers of the same prefixes did it. */
void leak_vote(struct leak_detector *d, const struct event_list *events);

#endif
