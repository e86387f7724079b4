#include "text/peeringdb.h"

#include "text/record.h"

#include <string.h>

enum { MAX_INNER = 256 }; /* contacts inside one network; no real one has a tenth */

/* A contact that stands inside its network, as answers with depth=2 have it. */
struct inner {
	uint32_t id;
	const char *role, *visible, *name, *email, *phone, *status;
};

struct peeringdb {
	struct record_reader reader; /* must be first */
	peeringdb_fn fn;
	void *ctx;
	struct inner *inner; /* MAX_INNER */
	size_t n_inner, n_lost;
	bool in_inner;        /* the last one is open */
	bool is_route_server; /* one of the open object's info_types says so */
};

/* The places where objects stand; the first have no kind in their name. */
static const char *const bases[] = {
    "data[]",    "[]",           "*.data[]",     "org.data[]",      "net.data[]", "poc.data[]",
    "ix.data[]", "ixlan.data[]", "ixpfx.data[]", "netixlan.data[]", NULL};
enum { BASE_OTHER = 2, BASE_NAMED = 3 };

/* One table for all kinds: members of other kinds are simply absent. Members that only tell kinds apart go to
 * `hint`. */
struct row {
	struct peeringdb_object o;
	const char *hint;
};

#define ROW(member, kind, need, name)                                            \
	{                                                                        \
		name, FIELD_##kind, FIELD_##need, offsetof(struct row, o.member) \
	}
#define HINT(name)                                                            \
	{                                                                     \
		name, FIELD_WORDS, FIELD_OPTIONAL, offsetof(struct row, hint) \
	}

enum {
	F_ID,
	F_ORG_ID,
	F_NET_ID,
	F_IX_ID,
	F_IXLAN_ID,
	F_ASN,
	F_ROLE,
	F_RS_ASN,
	F_PREFIX,
	F_NAME,
	F_MEDIA,
	F_INFO_TYPE,
	F_ADDRESS1,
	F_CLLI,
	F_FAC_ID,
	F_PROTO,
	F_REST
};
static const struct field fields[] = {
    [F_ID] = ROW(id, U32, NEEDED, "id"),
    [F_ORG_ID] = ROW(org_id, U32, OPTIONAL, "org_id"),
    [F_NET_ID] = ROW(net_id, U32, CHECKED, "net_id"),
    [F_IX_ID] = ROW(ix_id, U32, CHECKED, "ix_id"),
    [F_IXLAN_ID] = ROW(ixlan_id, U32, CHECKED, "ixlan_id"),
    [F_ASN] = ROW(asn, ASN, CHECKED, "asn"),
    [F_ROLE] = ROW(role, WORDS, OPTIONAL, "role"),
    [F_RS_ASN] = ROW(rs_asn, ASN, OPTIONAL, "rs_asn"),
    [F_PREFIX] = ROW(prefix, PREFIX, CHECKED, "prefix"),
    [F_NAME] = ROW(name, WORDS, OPTIONAL, "name"),
    [F_MEDIA] = HINT("media"),
    [F_INFO_TYPE] = ROW(info_type, WORDS, OPTIONAL, "info_type"),
    [F_ADDRESS1] = HINT("address1"),
    [F_CLLI] = HINT("clli"),
    [F_FAC_ID] = HINT("fac_id"),
    [F_PROTO] = HINT("proto_unicast"),
    [F_REST] = ROW(status, WORDS, OPTIONAL, "status"),
    ROW(updated, INSTANT, OPTIONAL, "updated"),
    ROW(aka, WORDS, OPTIONAL, "aka"),
    ROW(website, WORDS, OPTIONAL, "website"),
    ROW(country, WORDS, OPTIONAL, "country"),
    ROW(city, WORDS, OPTIONAL, "city"),
    ROW(irr_as_set, WORDS, OPTIONAL, "irr_as_set"),
    ROW(policy_general, WORDS, OPTIONAL, "policy_general"),
    ROW(policy_url, WORDS, OPTIONAL, "policy_url"),
    ROW(never_via_route_servers, BOOL, OPTIONAL, "info_never_via_route_servers"),
    ROW(visible, WORDS, OPTIONAL, "visible"),
    ROW(email, WORDS, OPTIONAL, "email"),
    ROW(phone, WORDS, OPTIONAL, "phone"),
    ROW(ip4, ADDR, OPTIONAL, "ipaddr4"),
    ROW(ip6, ADDR, OPTIONAL, "ipaddr6"),
    ROW(speed, U32, OPTIONAL, "speed"),
    ROW(is_rs_peer, BOOL, OPTIONAL, "is_rs_peer"),
    ROW(operational, BOOL, OPTIONAL, "operational"),
};

/* How a kind is told by members that have a value, and what it cannot do without. Bits by index of fields.
 * The first row that fits counts. */
#define BIT(f) ((uint64_t)1 << (f))
static const struct {
	enum peeringdb_kind kind;
	const char *name;
	uint64_t has, has_not; /* telling */
	uint64_t needs;
} kinds[] = {
    {PEERINGDB_NETIXLAN, "netixlan", BIT(F_NET_ID) | BIT(F_IXLAN_ID), 0,
     BIT(F_NET_ID) | BIT(F_IXLAN_ID) | BIT(F_ASN)},
    {PEERINGDB_POC, "poc", BIT(F_NET_ID) | BIT(F_ROLE), 0, BIT(F_NET_ID)},
    {PEERINGDB_IXPFX, "ixpfx", BIT(F_IXLAN_ID) | BIT(F_PREFIX), BIT(F_NET_ID),
     BIT(F_IXLAN_ID) | BIT(F_PREFIX)},
    {PEERINGDB_IXLAN, "ixlan", BIT(F_IX_ID), BIT(F_NET_ID) | BIT(F_FAC_ID), BIT(F_IX_ID)},
    {PEERINGDB_NET, "net", BIT(F_ASN) | BIT(F_ORG_ID), BIT(F_NET_ID), BIT(F_ASN)},
    {PEERINGDB_IX, "ix", BIT(F_ORG_ID) | BIT(F_MEDIA), 0, 0},
    {PEERINGDB_IX, "ix", BIT(F_ORG_ID) | BIT(F_PROTO), 0, 0},
    {PEERINGDB_OTHER, "other", BIT(F_CLLI), 0, 0},
    {PEERINGDB_ORG, "org", BIT(F_ADDRESS1), BIT(F_ORG_ID) | BIT(F_NET_ID) | BIT(F_ASN), 0},
    {PEERINGDB_OTHER, "other", 0, 0, 0},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

const char *peeringdb_kind_name(enum peeringdb_kind kind)
{
	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i].kind == kind)
			return kinds[i].name;
	return "other";
}

static size_t kind_of(const struct record_end *end)
{
	size_t k = 0;
	if (end->base == BASE_OTHER)
		return KINDS - 1;
	if (end->base >= BASE_NAMED) {
		while (kinds[k].kind != PEERINGDB_ORG + (enum peeringdb_kind)(end->base - BASE_NAMED))
			k++;
		return k;
	}
	while ((end->seen & kinds[k].has) != kinds[k].has || (end->seen & kinds[k].has_not))
		k++;
	return k;
}

/* ---- what repeats inside networks: their types, and contacts */

enum { L_TYPES, L_INNER, L_FIRST };
static const char *const lists[] = {
    "info_types[]",   "poc_set[]",       "poc_set[].id",    "poc_set[].role",   "poc_set[].visible",
    "poc_set[].name", "poc_set[].email", "poc_set[].phone", "poc_set[].status", NULL};
#define ROUTE_SERVER "Route Server"
static const struct field inner_fields[] = {
    FIELD(inner, id, U32, OPTIONAL, "id"),
    FIELD(inner, role, WORDS, OPTIONAL, "role"),
    FIELD(inner, visible, WORDS, OPTIONAL, "visible"),
    FIELD(inner, name, WORDS, OPTIONAL, "name"),
    FIELD(inner, email, WORDS, OPTIONAL, "email"),
    FIELD(inner, phone, WORDS, OPTIONAL, "phone"),
    FIELD(inner, status, WORDS, OPTIONAL, "status"),
};
enum { INNER_FIELDS = sizeof inner_fields / sizeof *inner_fields };

static void begin(struct record_reader *r)
{
	struct peeringdb *self = (struct peeringdb *)r;
	self->n_inner = self->n_lost = 0;
	self->in_inner = self->is_route_server = false;
}

/* With depth=1 there are numbers alone, which say nothing. */
static void inner_bound(struct peeringdb *self, const struct json_event *e)
{
	self->in_inner = false;
	if (e->type != JSON_OBJECT || e->what != JSON_BEGIN)
		return;
	if (self->n_inner == MAX_INNER) {
		self->n_lost++;
		return;
	}
	self->in_inner = true;
	struct inner *in = &self->inner[self->n_inner++];
	for (size_t i = 0; i < INNER_FIELDS; i++)
		field_reset(&inner_fields[i], in);
}

static void item(struct record_reader *r, int list, const struct json_event *e)
{
	struct peeringdb *self = (struct peeringdb *)r;
	if (list == L_INNER) {
		inner_bound(self, e);
		return;
	}
	if (list == L_TYPES) {
		self->is_route_server |= e->type == JSON_STRING && e->len == strlen(ROUTE_SERVER) &&
		                         memcmp(e->text, ROUTE_SERVER, e->len) == 0;
		return;
	}
	const struct field *f = &inner_fields[list - L_FIRST];
	if (!self->in_inner || e->what != JSON_VALUE || e->type == JSON_NULL)
		return;
	if (field_set(f, &self->inner[self->n_inner - 1], e->text, e->len, record_words(r)) != ERR_OK)
		record_remark(r, field_reason(f->kind), "%s of a contact is %s", f->name,
		              field_words(f->kind));
}

static void give_inner(struct peeringdb *self, const struct peeringdb_object *net)
{
	for (size_t i = 0; i < self->n_inner; i++) {
		const struct inner *in = &self->inner[i];
		const struct peeringdb_object o = {.kind = PEERINGDB_POC,
		                                   .id = in->id,
		                                   .status = in->status,
		                                   .updated = INSTANT_NONE,
		                                   .name = in->name,
		                                   .aka = "",
		                                   .website = "",
		                                   .country = "",
		                                   .city = "",
		                                   .net_id = net->id,
		                                   .irr_as_set = "",
		                                   .info_type = "",
		                                   .policy_general = "",
		                                   .policy_url = "",
		                                   .role = in->role,
		                                   .visible = in->visible,
		                                   .email = in->email,
		                                   .phone = in->phone};
		self->fn(self->ctx, &o);
	}
	self->reader.head.records += self->n_inner;
	if (self->n_lost)
		record_remark(&self->reader, "too-many", "%zu contacts of net %u are left out", self->n_lost,
		              (unsigned)net->id);
}

static enum record_taken take(struct record_reader *r, void *record, const struct record_end *end)
{
	struct peeringdb *self = (struct peeringdb *)r;
	struct row *row = record;
	size_t k = kind_of(end);
	if (kinds[k].kind == PEERINGDB_OTHER)
		return RECORD_OTHER;
	uint64_t missing = kinds[k].needs & ~end->seen;
	if (missing)
		return record_reject(r, "missing-member", "%s %u without %s", kinds[k].name,
		                     (unsigned)row->o.id, fields[__builtin_ctzll(missing)].name);
	row->o.kind = kinds[k].kind;
	row->o.is_route_server = row->o.kind == PEERINGDB_NET &&
	                         (self->is_route_server || strcmp(row->o.info_type, ROUTE_SERVER) == 0);
	self->fn(self->ctx, &row->o);
	if (row->o.kind == PEERINGDB_NET)
		give_inner(self, &row->o);
	return RECORD_TAKEN;
}

struct metadata {
	instant_t time;
};

/* A name that is asked for beats "*", so those of the dumps stand here once more. */
static const char *const metadata_bases[] = {"meta",    "org.meta",   "net.meta",   "poc.meta",
                                             "ix.meta", "ixlan.meta", "ixpfx.meta", "netixlan.meta",
                                             "*.meta",  NULL};
static const struct field metadata_fields[] = {FIELD(metadata, time, INSTANT, OPTIONAL, "generated")};

static enum record_taken take_metadata(struct record_reader *r, void *record, const struct record_end *end)
{
	const struct metadata *m = record;
	(void)end;
	if (m->time != INSTANT_NONE && (r->head.as_of == INSTANT_NONE || m->time < r->head.as_of))
		r->head.as_of = m->time;
	return RECORD_OTHER;
}

static const struct record_shape shapes[] = {
    {.name = "PeeringDB object",
     .bases = bases,
     .fields = fields,
     .n_fields = sizeof fields / sizeof *fields,
     .size = sizeof(struct row),
     .take = take,
     .lists = lists,
     .begin = begin,
     .item = item},
    {.name = "meta",
     .bases = metadata_bases,
     .fields = metadata_fields,
     .n_fields = sizeof metadata_fields / sizeof *metadata_fields,
     .size = sizeof(struct metadata),
     .take = take_metadata},
};

static void peeringdb_free(struct text_reader *r)
{
	struct peeringdb *self = (struct peeringdb *)r;
	free(self->inner);
	record_reader_fini(&self->reader);
	free(self);
}

static const struct text_reader_ops ops = {record_reader_feed, record_reader_finish, peeringdb_free};

struct text_reader *peeringdb_reader_new(peeringdb_fn fn, void *ctx, struct diag *diag)
{
	struct peeringdb *self = mem_new(1, sizeof *self);
	const struct json_options options = {.many = true};
	self->fn = fn;
	self->ctx = ctx;
	self->inner = mem_new(MAX_INNER, sizeof *self->inner);
	record_reader_init(&self->reader, shapes, sizeof shapes / sizeof *shapes, &options, diag);
	self->reader.head.ops = &ops;
	return &self->reader.head;
}
