/*
 * `norma mrt`: a walk over the records of a file tells a form what it finds, in the order of the file. The
 * forms (bgpdump, json, count) are tables of functions.
 */
#ifndef NORMA_CLI_MRT_FORM_H
#define NORMA_CLI_MRT_FORM_H

#include "base/diag.h"
#include "cli/message.h"
#include "wire/mrt_peers.h"
#include "wire/mrt_rib.h"
#include "wire/mrt_session.h"

/* The file that is being read. */
struct mrt_file {
	const char *name;
	struct mrt_peers peers; /* the newest table of them in the file */
	bool has_peers;
	struct diag diag; /* what is said there is counted as rejected */
	struct cli_messages messages;
};

/* A route of a table. Lent for the time of the call. */
struct mrt_route {
	const struct mrt_record *record;
	struct ip_addr peer;
	asn_t peer_asn;
	int32_t peer_index; /* in the file's table of peers; below 0: the record names the peer itself */
	const struct prefix *prefix; /* host bits as on the wire */
	const struct mrt_entry *entry;
	uint8_t as_width;
	uint8_t safi;
	bool add_path;
};

struct mrt_form {
	/* Each may be NULL. record: every record, before anything that is in it. */
	void (*record)(void *ctx, const struct mrt_record *r);
	void (*route)(void *ctx, const struct mrt_route *r);
	void (*update)(void *ctx, const struct mrt_record *r, const struct mrt_session *s,
	               struct bgp_update *u);
	void (*state)(void *ctx, const struct mrt_record *r, const struct mrt_session *s);
	void (*message)(void *ctx, const struct mrt_record *r, const struct mrt_session *s,
	                const struct bgp_message *m);
};

/* mrt_route_session - what the decoder of a route's attributes has to know. */
static inline struct bgp_session mrt_route_session(const struct mrt_route *r)
{
	return (struct bgp_session){.as_width = r->as_width, .is_rib = true, .rib_family = r->prefix->family};
}

/** mrt_walk_record - tell form what is in a record. */
void mrt_walk_record(struct mrt_file *f, const struct mrt_form *form, void *ctx, const struct mrt_record *r);

struct mrt_lines;
struct mrt_lines *mrt_lines_new(const struct mrt_file *f);
void mrt_lines_free(struct mrt_lines *l); /* writes what is left */
extern const struct mrt_form mrt_form_lines;

struct mrt_json;
struct mrt_json *mrt_json_new(const struct mrt_file *f);
void mrt_json_free(struct mrt_json *j); /* writes what is left */
extern const struct mrt_form mrt_form_json;

struct mrt_count;
struct mrt_count *mrt_count_new(void);
/** mrt_count_file - a file has been read: its octets, and what was said of it. */
void mrt_count_file(struct mrt_count *c, uint64_t octets, const struct tally *rejected);
void mrt_count_print(struct mrt_count *c);
void mrt_count_free(struct mrt_count *c);
extern const struct mrt_form mrt_form_count;

#endif
