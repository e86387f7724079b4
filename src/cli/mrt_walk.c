#include "cli/mrt_form.h"

enum { TABLE_GEO_PEERS = 7 }; /* RFC 6397 */

/* What cannot be read costs itself: one message, one count, and on. */
static void reject(struct mrt_file *f, const struct mrt_record *r, const char *reason, const char *what)
{
	diag_report(&f->diag, diag_at_offset(r->offset), reason, "record %llu: %s",
	            (unsigned long long)r->number, what);
}

static void walk_peers(struct mrt_file *f, const struct mrt_record *r)
{
	struct mrt_peers geo = {0};
	bool is_geo =
	    r->subtype == TABLE_GEO_PEERS; /* positions of the same peers: entries do not refer to it */
	enum err e = mrt_peers_decode(r, is_geo ? &geo : &f->peers);
	if (e != ERR_OK)
		reject(f, r, "bad-peer-table", err_text(e));
	f->has_peers |= !is_geo && (e == ERR_OK || e == ERR_TRAILING || f->peers.peers.n > 0);
	mrt_peers_fini(&geo);
}

static void walk_rib(struct mrt_file *f, const struct mrt_form *form, void *ctx, const struct mrt_record *r)
{
	struct mrt_rib rib;
	struct mrt_entry entry;
	enum err e = mrt_rib_decode(r, &rib);
	if (e != ERR_OK) {
		reject(f, r, "bad-rib-record", err_text(e));
		return;
	}
	struct mrt_route route = {.record = r,
	                          .prefix = &rib.prefix,
	                          .entry = &entry,
	                          .as_width = r->kind->as_width,
	                          .safi = rib.safi,
	                          .add_path = rib.add_path};
	while ((e = mrt_rib_next(&rib, &entry)) == ERR_OK) {
		const struct mrt_peer *peer = mrt_peers_get(&f->peers, entry.peer_index);
		if (NORMA_UNLIKELY(!peer)) {
			reject(f, r, "bad-peer-index",
			       f->has_peers ? "no such peer in the table of peers"
			                    : "no table of peers before it");
			continue;
		}
		route.peer = peer->ip;
		route.peer_asn = peer->asn;
		route.peer_index = entry.peer_index;
		form->route(ctx, &route);
	}
	if (e != ERR_EOF)
		reject(f, r, "bad-rib-record", err_text(e));
}

static void tell_entry(const struct mrt_form *form, void *ctx, const struct mrt_record *r, unsigned safi,
                       unsigned as_width, const struct mrt_table_entry *e)
{
	struct mrt_route route = {.record = r,
	                          .peer = e->peer,
	                          .peer_asn = e->peer_asn,
	                          .peer_index = -1,
	                          .prefix = &e->prefix,
	                          .entry = &e->entry,
	                          .as_width = (uint8_t)as_width,
	                          .safi = (uint8_t)safi};
	form->route(ctx, &route);
}

static void walk_table(struct mrt_file *f, const struct mrt_form *form, void *ctx, const struct mrt_record *r)
{
	struct mrt_table table;
	struct mrt_table_entry entry;
	enum err e = mrt_table_decode(r, &table);
	if (e != ERR_OK) {
		reject(f, r, "bad-rib-record", err_text(e));
		return;
	}
	while ((e = mrt_table_next(&table, &entry)) != ERR_EOF) {
		if (e == ERR_OK)
			tell_entry(form, ctx, r, r->kind->safi, table.as_width, &entry);
		else
			reject(f, r, "bad-rib-record", err_text(e));
		if (e == ERR_SHORT)
			break;
	}
}

static void walk_entry(struct mrt_file *f, const struct mrt_form *form, void *ctx, const struct mrt_record *r)
{
	struct mrt_table_entry entry;
	enum err e = mrt_entry_decode(r, &entry);
	if (e == ERR_OK || e == ERR_TRAILING)
		tell_entry(form, ctx, r, BGP_SAFI_UNICAST, r->kind->as_width, &entry);
	if (e != ERR_OK)
		reject(f, r, "bad-rib-record", err_text(e));
}

static void walk_message(struct mrt_file *f, const struct mrt_form *form, void *ctx,
                         const struct mrt_record *r, const struct mrt_session *s)
{
	struct bgp_message m;
	struct bgp_update u;
	enum err e = mrt_session_message(s, &m);
	if (e != ERR_OK)
		reject(f, r, "bad-bgp-message", err_text(e));
	if (e != ERR_OK && e != ERR_TRAILING)
		return;
	if (m.type < BGP_OPEN || m.type > BGP_REFRESH) {
		reject(f, r, "unknown-message", "BGP message of a type that nobody has defined");
		return;
	}
	if (m.type != BGP_UPDATE) {
		if (form->message)
			form->message(ctx, r, s, &m);
		return;
	}
	struct bgp_session facts = mrt_session_facts(s);
	bgp_update_decode(&facts, &m, &u);
	if (u.attrs.action == BGP_UNUSABLE)
		reject(f, r, "unusable-update",
		       bgp_fault_text((enum bgp_fault)u.attrs.errors[u.attrs.n_errors - 1].fault));
	form->update(ctx, r, s, &u);
}

static void walk_session(struct mrt_file *f, const struct mrt_form *form, void *ctx,
                         const struct mrt_record *r)
{
	struct mrt_session s;
	enum err e = mrt_session_decode(r, &s);
	if (e != ERR_OK)
		reject(f, r, "bad-session-record", err_text(e));
	if (e != ERR_OK && e != ERR_TRAILING)
		return;
	if (r->kind->decoder == MRT_MESSAGE)
		walk_message(f, form, ctx, r, &s);
	else
		form->state(ctx, r, &s);
}

void mrt_walk_record(struct mrt_file *f, const struct mrt_form *form, void *ctx, const struct mrt_record *r)
{
	if (form->record)
		form->record(ctx, r);
	if (NORMA_UNLIKELY(!r->kind)) {
		reject(f, r, "unknown-type", "type and subtype that nobody has defined");
		return;
	}
	switch ((enum mrt_decoder)r->kind->decoder) {
	case MRT_SKIP:
		break;
	case MRT_PEERS:
		walk_peers(f, r);
		break;
	case MRT_RIB:
	case MRT_RIB_GENERIC:
		walk_rib(f, form, ctx, r);
		break;
	case MRT_TABLE:
		walk_table(f, form, ctx, r);
		break;
	case MRT_MESSAGE:
	case MRT_STATE:
		walk_session(f, form, ctx, r);
		break;
	case MRT_ENTRY:
		walk_entry(f, form, ctx, r);
		break;
	}
}
