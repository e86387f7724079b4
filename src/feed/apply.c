#include "feed/apply.h"

#include "wire/bgp.h"
#include "wire/mrt_peers.h"
#include "wire/mrt_rib.h"
#include "wire/mrt_session.h"

#include <stdlib.h>

enum { STATE_ESTABLISHED = 6 };

/* The sessions seen lately, so that an update need not look through all. */
enum { RECENT = 512 };

struct recent {
	struct ip_addr ip;
	asn_t asn;
	peer_id id;
	bool used;
};

/* A peer's part of a dump. */
struct dumped {
	uint32_t n;
	uint32_t newest; /* since when its newest entry is there; 0: not said */
};

struct apply_file {
	struct apply *all;
	uint32_t file;
	uint16_t collector;
	struct diag *diag;
	struct mrt_peers table;  /* of TABLE_DUMP_V2 */
	VEC(peer_id) peer_ids;   /* by peer index; RIB_NONE: no peer (the collector's own routes) */
	struct rib_stage *stage; /* NULL: no dump so far */
	bool is_cut;             /* octets are missing of the dump */
	VEC(struct dumped) dump; /* by peer id */
	uint32_t dump_last;      /* time of its last record */
	struct recent recent[RECENT];
	uint8_t *room; /* for AS4_PATH */
};

struct apply_file *apply_file_new(struct apply *a, uint32_t file, uint16_t collector, struct diag *diag)
{
	struct apply_file *f = mem_new(1, sizeof *f);
	f->all = a;
	f->file = file;
	f->collector = collector;
	f->diag = diag;
	f->room = mem_new(BGP_PATH_ROOM, 1);
	return f;
}

static void dump_begin(struct apply_file *f, uint32_t t)
{
	f->dump_last = t;
	if (f->stage)
		return;
	f->stage = rib_stage_begin(f->all->rib, f->collector);
	if (f->all->health)
		health_dump(f->all->health, t, f->collector);
}

/* Who of those in the dump is to be believed? */
static void dump_look(struct apply_file *f)
{
	for (peer_id i = 0; i < f->dump.n; i++)
		if (f->dump.at[i].n)
			health_dumped(f->all->health, f->dump_last, i, f->dump.at[i].n, f->dump.at[i].newest);
	f->dump.n = 0;
}

static void dump_end(struct apply_file *f)
{
	if (f->stage) {
		dump_look(f);
		if (f->is_cut)
			rib_stage_cut(f->stage);
		rib_stage_end(f->stage);
		if (f->all->hooks.dumped)
			f->all->hooks.dumped(f->all->hooks.ctx, f->file);
	}
	f->stage = NULL;
	f->is_cut = false;
}

void apply_file_cut(struct apply_file *f)
{
	f->is_cut = true;
}

void apply_file_end(struct apply_file *f)
{
	dump_end(f);
	mrt_peers_fini(&f->table);
	vec_free(&f->peer_ids);
	vec_free(&f->dump);
	free(f->room);
	free(f);
}

static void reject(struct apply_file *f, const struct mrt_record *r, const char *reason, const char *what)
{
	diag_report(f->diag, diag_at_offset(r->offset), reason, "record %llu: %s",
	            (unsigned long long)r->number, what);
}

/* A session with nobody (0.0.0.0, AS 0) is how routers write their own routes down. Old Zebra left out the
 * addresses of true sessions: those have no family. */
static bool is_nobody(const struct ip_addr *ip, asn_t asn)
{
	return asn == 0 || (ip->family != FAMILY_NONE && ip->hi == 0 && ip->lo == 0);
}

static peer_id peer_of(struct apply_file *f, const struct ip_addr *ip, asn_t asn)
{
	struct recent *e = &f->recent[(ip->hi ^ ip->hi >> 32 ^ ip->lo ^ asn) % RECENT];
	if (is_nobody(ip, asn))
		return RIB_NONE;
	if (!e->used || e->asn != asn || addr_cmp(&e->ip, ip) != 0)
		*e = (struct recent){*ip, asn, rib_peer_find(f->all->rib, f->collector, *ip, asn), true};
	return e->id;
}

static void apply_peers(struct apply_file *f, const struct mrt_record *r)
{
	enum err e = mrt_peers_decode(r, &f->table);
	if (f->table.is_geo)
		return;
	if (e != ERR_OK)
		reject(f, r, "bad-peer-table", err_text(e));
	dump_end(f); /* another begins: the one before it is whole */
	if (f->all->hooks.peers)
		f->all->hooks.peers(f->all->hooks.ctx);
	f->peer_ids.n = 0;
	for (size_t i = 0; i < f->table.peers.n; i++)
		*vec_push(&f->peer_ids) = peer_of(f, &f->table.peers.at[i].ip, f->table.peers.at[i].asn);
}

/* The path of a table entry; PATH_NONE when RFC 7606 would not let it into a table. */
static path_id entry_path(struct apply_file *f, const struct bgp_session *s, const struct mrt_entry *e,
                          asn_t peer)
{
	struct bgp_attrs attrs;
	struct as_path path;
	bgp_attrs_decode(s, e->attrs, e->attrs_len, &attrs);
	bgp_attrs_require(&attrs, false);
	if (attrs.action >= BGP_TREAT_AS_WITHDRAW || !bgp_attrs_path(&attrs, f->room, BGP_PATH_ROOM, &path)) {
		f->all->counts.malformed++;
		return PATH_NONE;
	}
	return path_memo_id(f->all->paths, &path, peer, s->as_width == 2);
}

static void dump_note(struct apply_file *f, const struct apply_staged *e)
{
	while (f->dump.n <= e->peer)
		*vec_push(&f->dump) = (struct dumped){0};
	struct dumped *d = &f->dump.at[e->peer];
	d->n++;
	if (e->originated > d->newest)
		d->newest = e->originated;
}

static void stage_entry(struct apply_file *f, const struct prefix *p, struct apply_staged e)
{
	e.family = (uint8_t)rib_family(p->family);
	bool staged = rib_stage_entry(f->stage, e.time, e.peer, p->family, e.prefix, e.path);
	if (staged && f->all->health)
		dump_note(f, &e);
	if (staged && f->all->hooks.staged)
		f->all->hooks.staged(f->all->hooks.ctx, &e);
}

static void apply_rib(struct apply_file *f, uint32_t t, const struct mrt_record *r)
{
	struct mrt_rib rib;
	struct mrt_entry entry;
	enum err e = mrt_rib_decode(r, &rib);
	if (e != ERR_OK || rib.safi != BGP_SAFI_UNICAST || rib.prefix.family == FAMILY_NONE) {
		reject(f, r, e == ERR_OK ? "not-unicast" : "bad-rib-record",
		       e == ERR_OK ? "not unicast" : err_text(e));
		return;
	}
	dump_begin(f, t);
	struct prefix p = prefix_masked(rib.prefix);
	struct bgp_session s = {.as_width = 4, .is_rib = true, .is_external = true, .rib_family = p.family};
	prefix_id id = rib_stage_record(f->stage, t, &p);
	while ((e = mrt_rib_next(&rib, &entry)) == ERR_OK) {
		f->all->counts.entries++;
		if (entry.peer_index >= f->peer_ids.n) {
			reject(f, r, "bad-peer-index", "no such peer in the table of peers");
			continue;
		}
		peer_id peer = f->peer_ids.at[entry.peer_index];
		if (peer == RIB_NONE)
			continue;
		path_id path = entry_path(f, &s, &entry, rib_peer_get(f->all->rib, peer)->asn);
		if (path != PATH_NONE)
			stage_entry(f, &p,
			            (struct apply_staged){.peer = peer,
			                                  .prefix = id,
			                                  .path = path,
			                                  .time = t,
			                                  .originated = entry.originated});
	}
	if (e != ERR_EOF)
		reject(f, r, "bad-rib-record", err_text(e));
}

static void apply_table_entry(struct apply_file *f, uint32_t t, const struct mrt_table_entry *e,
                              uint8_t width)
{
	f->all->counts.entries++;
	peer_id peer = peer_of(f, &e->peer, e->peer_asn);
	if (peer == RIB_NONE || e->prefix.family == FAMILY_NONE)
		return;
	struct prefix p = prefix_masked(e->prefix);
	struct bgp_session s = {
	    .as_width = width, .is_rib = true, .is_external = true, .rib_family = p.family};
	path_id path = entry_path(f, &s, &e->entry, e->peer_asn);
	if (path == PATH_NONE)
		return;
	dump_begin(f, t);
	prefix_id id = rib_stage_record(f->stage, t, &p);
	stage_entry(
	    f, &p,
	    (struct apply_staged){
	        .peer = peer, .prefix = id, .path = path, .time = t, .originated = e->entry.originated});
}

static void apply_table(struct apply_file *f, uint32_t t, const struct mrt_record *r)
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
			apply_table_entry(f, t, &entry, 2);
		else
			reject(f, r, "bad-rib-record", err_text(e));
		if (e == ERR_SHORT)
			break;
	}
}

static void malformed(struct apply_file *f, uint32_t t, peer_id peer)
{
	f->all->counts.malformed++;
	if (f->all->health)
		health_malformed(f->all->health, t, peer, 1);
}

static void withdraw_all(struct apply_file *f, uint32_t t, peer_id peer, struct bgp_nlri *n, bool announced)
{
	struct prefix p;
	uint32_t path_no;
	while (n->family != FAMILY_NONE && n->safi == BGP_SAFI_UNICAST &&
	       bgp_nlri_next(n, &p, &path_no) == ERR_OK) {
		p = prefix_masked(p);
		if (announced)
			malformed(f, t, peer);
		else
			f->all->counts.withdrawals++;
		rib_withdraw(f->all->rib, t, peer, &p);
	}
}

static void announce_all(struct apply_file *f, uint32_t t, peer_id peer, struct bgp_nlri *n, path_id path)
{
	struct prefix p;
	uint32_t path_no;
	while (n->family != FAMILY_NONE && n->safi == BGP_SAFI_UNICAST &&
	       bgp_nlri_next(n, &p, &path_no) == ERR_OK) {
		p = prefix_masked(p);
		f->all->counts.announcements++;
		if (f->all->health)
			health_announced(f->all->health, t, peer, &p);
		rib_announce(f->all->rib, t, peer, &p, path);
	}
}

static void apply_update(struct apply_file *f, uint32_t t, const struct mrt_record *r,
                         const struct mrt_session *s, peer_id peer, const struct bgp_message *m)
{
	struct bgp_session session = mrt_session_facts(s);
	struct bgp_update u;
	struct as_path raw;
	bgp_update_decode(&session, m, &u);
	if (u.attrs.action == BGP_UNUSABLE) {
		malformed(f, t, peer);
		reject(f, r, "unusable-update", bgp_fault_text((enum bgp_fault)u.attrs.errors[0].fault));
		return;
	}
	if (u.is_end_of_rib) {
		rib_end_of_rib(f->all->rib, t, peer, u.eor_family);
		return;
	}
	withdraw_all(f, t, peer, &u.withdrawn, false);
	withdraw_all(f, t, peer, &u.mp_unreach, false);
	path_id path = PATH_NONE;
	if (u.attrs.action < BGP_TREAT_AS_WITHDRAW && bgp_attrs_path(&u.attrs, f->room, BGP_PATH_ROOM, &raw))
		path = path_memo_id(f->all->paths, &raw, s->peer_asn, s->as_width == 2);
	if (path == PATH_NONE) { /* RFC 7606 2: what it announces is taken as withdrawn */
		withdraw_all(f, t, peer, &u.mp_reach, true);
		withdraw_all(f, t, peer, &u.nlri, true);
		return;
	}
	announce_all(f, t, peer, &u.mp_reach, path);
	announce_all(f, t, peer, &u.nlri, path);
}

static void apply_message(struct apply_file *f, uint32_t t, const struct mrt_record *r, struct mrt_session *s,
                          peer_id peer)
{
	struct bgp_message m;
	enum err e = mrt_session_message(s, &m);
	if (e != ERR_OK && e != ERR_TRAILING) {
		reject(f, r, "bad-bgp-message", err_text(e));
		return;
	}
	if (m.type == BGP_UPDATE) {
		apply_update(f, t, r, s, peer, &m);
		return;
	}
	/* A NOTIFICATION need not be of the session that tells routes: a second one may be refused beside it
	 * (RFC 4271 6.8). Whether that is down a state change says. */
	f->all->counts.messages++;
}

static void apply_session(struct apply_file *f, uint32_t t, const struct mrt_record *r)
{
	struct mrt_session s;
	enum err e = mrt_session_decode(r, &s);
	dump_end(f); /* where one file holds a dump and then updates */
	if (e != ERR_OK && e != ERR_TRAILING) {
		reject(f, r, "bad-session-record", err_text(e));
		return;
	}
	peer_id peer = s.is_local ? RIB_NONE : peer_of(f, &s.peer, s.peer_asn);
	if (peer == RIB_NONE)
		return;
	struct health *health = f->all->health;
	bool believed = !health || health_heard(health, t, peer);
	if (r->kind->decoder == MRT_MESSAGE) {
		if (believed)
			apply_message(f, t, r, &s, peer);
		return;
	}
	f->all->counts.states++;
	if (health && (s.new_state == STATE_ESTABLISHED || s.old_state == STATE_ESTABLISHED))
		health_state(health, t, peer, s.new_state == STATE_ESTABLISHED);
	if (s.new_state == STATE_ESTABLISHED)
		rib_session_up(f->all->rib, t, peer);
	else if (s.old_state == STATE_ESTABLISHED)
		rib_session_down(f->all->rib, t, peer);
}

static void apply_entry(struct apply_file *f, uint32_t t, const struct mrt_record *r)
{
	struct mrt_table_entry entry;
	enum err e = mrt_entry_decode(r, &entry);
	if (e == ERR_OK)
		apply_table_entry(f, t, &entry, r->kind->as_width);
	else
		reject(f, r, "bad-rib-record", err_text(e));
}

void apply_record(struct apply_file *f, uint32_t t, const struct mrt_record *r)
{
	f->all->now = (struct apply_now){.file = f->file, .record = r};
	f->all->counts.records++;
	if (!r->kind) {
		reject(f, r, "unknown-type", "type and subtype that nobody has defined");
		return;
	}
	switch ((enum mrt_decoder)r->kind->decoder) {
	case MRT_SKIP:
		break;
	case MRT_PEERS:
		apply_peers(f, r);
		break;
	case MRT_RIB:
	case MRT_RIB_GENERIC:
		apply_rib(f, t, r);
		break;
	case MRT_TABLE:
		apply_table(f, t, r);
		break;
	case MRT_MESSAGE:
	case MRT_STATE:
		apply_session(f, t, r);
		break;
	case MRT_ENTRY:
		apply_entry(f, t, r);
		break;
	}
}
