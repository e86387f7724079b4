/* One RPSL object between its lines (rpsl.c) and its meaning (rpsl_class.c). */
#ifndef NORMA_TEXT_RPSL_OBJECT_H
#define NORMA_TEXT_RPSL_OBJECT_H

#include "text/line_reader.h"
#include "text/rpsl.h"

/* class, its name */
#define RPSL_CLASS_LIST(X)              \
	X(ROUTE, "route")               \
	X(ROUTE6, "route6")             \
	X(AUT_NUM, "aut-num")           \
	X(AS_SET, "as-set")             \
	X(MNTNER, "mntner")             \
	X(PERSON, "person")             \
	X(ROLE, "role")                 \
	X(ORGANISATION, "organisation") \
	X(AS_BLOCK, "as-block")

enum rpsl_class {
#define RPSL_CLASS_ENUM(class, name) RPSL_##class,
	RPSL_CLASS_LIST(RPSL_CLASS_ENUM)
#undef RPSL_CLASS_ENUM
	    RPSL_CLASSES,
	RPSL_OTHER = RPSL_CLASSES, /* known, of no use here */
	RPSL_UNKNOWN
};

#define RPSL_IN(class) (1U << RPSL_##class)
#define RPSL_IN_ROUTES (RPSL_IN(ROUTE) | RPSL_IN(ROUTE6))
#define RPSL_IN_ALL    ((1U << RPSL_CLASSES) - 1)
#define RPSL_IN_OTHERS (RPSL_IN_ALL & ~RPSL_IN_ROUTES)
#define RPSL_IN_PEOPLE (RPSL_IN(PERSON) | RPSL_IN(ROLE))

/* attribute, its name, classes where it is kept, only whether it is there */
#define RPSL_ATTR_LIST(X)                                                      \
	X(SOURCE, "source", RPSL_IN_ALL, false)                                \
	X(MNT_BY, "mnt-by", RPSL_IN_ALL, false)                                \
	X(LAST_MODIFIED, "last-modified", RPSL_IN_ALL, false)                  \
	X(CREATED, "created", RPSL_IN_ALL, false)                              \
	X(CHANGED, "changed", RPSL_IN_ALL, false)                              \
	X(ORIGIN, "origin", RPSL_IN_ROUTES, false)                             \
	X(DESCR, "descr", RPSL_IN_OTHERS & ~RPSL_IN_PEOPLE, false)             \
	X(ADMIN_C, "admin-c", RPSL_IN_OTHERS, false)                           \
	X(TECH_C, "tech-c", RPSL_IN_OTHERS, false)                             \
	X(ORG, "org", RPSL_IN_OTHERS, false)                                   \
	X(AS_NAME, "as-name", RPSL_IN(AUT_NUM), false)                         \
	X(MEMBER_OF, "member-of", RPSL_IN(AUT_NUM), false)                     \
	X(IMPORT, "import", RPSL_IN(AUT_NUM), true)                            \
	X(EXPORT, "export", RPSL_IN(AUT_NUM), true)                            \
	X(MP_IMPORT, "mp-import", RPSL_IN(AUT_NUM), true)                      \
	X(MP_EXPORT, "mp-export", RPSL_IN(AUT_NUM), true)                      \
	X(COUNTRY, "country", RPSL_IN(AUT_NUM) | RPSL_IN(ORGANISATION), false) \
	X(MEMBERS, "members", RPSL_IN(AS_SET), false)                          \
	X(MBRS_BY_REF, "mbrs-by-ref", RPSL_IN(AS_SET), false)                  \
	X(UPD_TO, "upd-to", RPSL_IN(MNTNER), false)                            \
	X(NIC_HDL, "nic-hdl", RPSL_IN_PEOPLE, false)                           \
	X(ABUSE_MAILBOX, "abuse-mailbox", RPSL_IN_PEOPLE, false)               \
	X(E_MAIL, "e-mail", RPSL_IN_PEOPLE | RPSL_IN(ORGANISATION), false)     \
	X(PHONE, "phone", RPSL_IN_PEOPLE | RPSL_IN(ORGANISATION), false)       \
	X(ORG_NAME, "org-name", RPSL_IN(ORGANISATION), false)                  \
	X(ORG_TYPE, "org-type", RPSL_IN(ORGANISATION), false)

enum rpsl_attr_id {
	RPSL_KEY, /* named as the class */
#define RPSL_ATTR_ENUM(id, name, classes, flag) RPSL_A_##id,
	RPSL_ATTR_LIST(RPSL_ATTR_ENUM)
#undef RPSL_ATTR_ENUM
	    RPSL_ATTRS
};

/* A value without comments, its lines joined by blanks. */
struct rpsl_attr {
	enum rpsl_attr_id id;
	uint32_t column; /* of the value */
	size_t at, len;  /* in text */
	uint64_t line;
};

struct rpsl_draft {
	enum rpsl_class class;
	uint64_t line; /* where it begins */
	VEC(struct rpsl_attr) attrs;
	struct buf text;
	uint32_t seen; /* bit of each attribute that has a value */
};

struct rpsl_reader {
	struct line_reader reader; /* must be first */
	struct rpsl_callbacks callbacks;
	char *source;
	size_t max_object;
	struct rpsl_draft draft;
	struct arena words; /* what is handed out of one object */
	struct arena_mark fresh;
	int state;
	int open;          /* what a continuation line goes on with: an attribute, or -1 */
	uint32_t initials; /* first letters of the attributes that the open object's class keeps */
	size_t octets;     /* of the open object */
	bool has_source;   /* the open object */
	bool file_has_sources;
	bool cut; /* the last line has no end */
};

static inline bool rpsl_has(const struct rpsl_draft *d, enum rpsl_attr_id id)
{
	return d->seen >> id & 1;
}

/** rpsl_wants - is there somebody to hand objects of this class to? */
bool rpsl_wants(const struct rpsl_reader *r, enum rpsl_class class);

/** rpsl_hand_out - make the record of a complete object and hand it out, or reject it. */
void rpsl_hand_out(struct rpsl_reader *r);

#endif
