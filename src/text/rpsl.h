/*
 * Objects of routing registries in RPSL (RFC 2622, RFC 2725, RFC 4012) as they are found in dumps: Latin-1
 * and UTF-8 mixed, comments in values, remarks of servers, lists with commas or without.
 *
 * Text is handed out as clean UTF-8 (text/clean.h), "" where nothing is said; names, handles and sources in
 * upper case, for RPSL knows no case (RFC 2622 2). All of it is lent for the length of the callback.
 */
#ifndef NORMA_TEXT_RPSL_H
#define NORMA_TEXT_RPSL_H

#include "net/registry.h"
#include "text/reader.h"

struct rpsl_words {
	const char *const *at;
	size_t n;
};

/* What all classes share. */
struct rpsl_object {
	const char *source;      /* from the object, else the caller's */
	instant_t created;       /* INSTANT_NONE when not said */
	instant_t last_modified; /* else the latest changed:, else created; INSTANT_NONE when not said */
	struct rpsl_words mnt_by;
	struct rpsl_words admin_c, tech_c; /* handles */
	const char *org;                   /* handle of an organisation */
	const char *descr;                 /* the first one */
};

struct rpsl_aut_num {
	struct rpsl_object object;
	asn_t asn;
	const char *as_name;
	const char *country;         /* where a registry keeps it here */
	struct rpsl_words member_of; /* as-sets */
	bool has_import, has_export, has_mp_import, has_mp_export;
};

struct rpsl_as_set {
	struct rpsl_object object;
	const char *name;
	struct rpsl_words members; /* "AS64496" or the name of an as-set, as they stand */
	struct rpsl_words mbrs_by_ref;
};

struct rpsl_mntner {
	struct rpsl_object object;
	const char *name;
	const char *upd_to; /* the first one */
};

/* person and role */
struct rpsl_contact {
	struct rpsl_object object;
	bool is_role;
	const char *name;
	const char *nic_hdl;
	const char *e_mail, *phone, *abuse_mailbox; /* the first of each */
};

struct rpsl_organisation {
	struct rpsl_object object;
	const char *handle;
	const char *name;
	const char *type;
	const char *country;
	const char *e_mail, *phone; /* the first of each */
};

struct rpsl_as_block {
	struct rpsl_object object;
	asn_t first, last; /* inclusive */
};

/* What to hand out; a class whose function is NULL is skipped, which is cheap. */
struct rpsl_callbacks {
	void *ctx;
	void (*route)(void *ctx, const struct route_object *o); /* route and route6 */
	void (*aut_num)(void *ctx, const struct rpsl_aut_num *o);
	void (*as_set)(void *ctx, const struct rpsl_as_set *o);
	void (*mntner)(void *ctx, const struct rpsl_mntner *o);
	void (*contact)(void *ctx, const struct rpsl_contact *o);
	void (*organisation)(void *ctx, const struct rpsl_organisation *o);
	void (*as_block)(void *ctx, const struct rpsl_as_block *o);
};

enum { RPSL_OBJECT_MAX = 4 << 20 };

struct rpsl_options {
	const char *source; /* of objects that name none: the file's name; copied; NULL: "" */
	size_t max_object;  /* octets; 0: RPSL_OBJECT_MAX; a larger one is reported and skipped */
};

/**
 * rpsl_reader_new - read objects. options may be NULL.
 *
 * A line of blanks alone ends an object, as an empty one does. Of attributes that may stand once only, the
 * first counts; but two different origins, or two keys, are no object at all.
 *
 * Errors: as text_reader_feed; SHORT where the file ends inside an object, as far as that can be seen: its
 * last line has no end, or other objects have a source and this one has none. Rejected: bad-prefix (also one
 * of the other family, or with host bits), bad-length, bad-asn, bad-range, bad-name (no key),
 * missing-attribute, duplicate-attribute, bad-line (an object that begins with no attribute), unknown-class,
 * too-big, cut-off. Only reported: bad-time, bad-line (inside an object; the line is ignored).
 * Owner: caller, text_reader_free.
 */
struct text_reader *rpsl_reader_new(const struct rpsl_callbacks *callbacks,
                                    const struct rpsl_options *options, struct diag *diag);

#endif
