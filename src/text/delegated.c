#include "text/delegated.h"

#include "text/clean.h"
#include "text/field.h"
#include "text/line_reader.h"

#include <string.h>

enum { MAX_LINE = 4096, F_REGISTRY = 0, F_CC, F_TYPE, F_START, F_VALUE, F_DATE, F_STATUS, F_OPAQUE, F_REST };
enum { FIELDS_MIN = F_STATUS + 1, FIELDS_MAX = F_REST + 1, SUMMARY_FIELDS = 6 };

struct delegated {
	struct line_reader reader; /* must be first */
	delegated_fn fn;
	void *ctx;
	struct delegated_header header;
	struct buf opaque;
	bool cut; /* the last line has no end */
};

/* One line while it is read. */
struct row {
	struct delegated *self;
	const struct text_line *line;
	struct text_part f[FIELDS_MAX];
	size_t n;
};

static bool reject(const struct row *row, int field, const char *reason, const char *what)
{
	char shown[FIELD_SHOWN];
	const struct text_part *p = &row->f[field];
	line_reject(&row->self->reader, row->line->number, text_column(row->line, p->s), reason,
	            "\"%s\" is %s", field_shown(shown, p->s, p->len), what);
	return false;
}

static void remark(const struct row *row, int field, const char *reason, const char *what)
{
	char shown[FIELD_SHOWN];
	const struct text_part *p = &row->f[field];
	line_remark(&row->self->reader, row->line->number, text_column(row->line, p->s), reason,
	            "\"%s\" is %s", field_shown(shown, p->s, p->len), what);
}

/* ---- the version line: version|registry|serial|records|start date|end date|offset from UTC */

static bool is_version(const struct row *row)
{
	return row->n == FIELDS_MIN && row->f[0].len > 0 && *row->f[0].s >= '0' && *row->f[0].s <= '9';
}

/* A date, or seconds since 1970 as one registry counts its files; a running number says nothing. */
static instant_t serial_time(const struct text_part *p)
{
	instant_t t;
	uint64_t seconds;
	if (text_date(p->s, p->len, &t) == ERR_OK)
		return t;
	if (p->len >= 9 && field_number(p->s, p->len, UINT32_MAX, &seconds) == ERR_OK)
		return (instant_t)seconds;
	return INSTANT_NONE;
}

static void take_version(struct row *row)
{
	struct delegated *self = row->self;
	struct delegated_header *h = &self->header;
	if (h->seen) {
		(void)reject(row, 0, "duplicate-version", "a second version line");
		return;
	}
	const struct text_part *registry = &row->f[1];
	h->seen = true;
	h->registry = rir_parse(registry->s, registry->len);
	h->combined = text_part_is(registry, "nro");
	if (h->registry == RIR_NONE && !h->combined)
		remark(row, 1, "bad-registry", "no registry");
	if (field_number(row->f[3].s, row->f[3].len, UINT64_MAX, &h->declared) != ERR_OK)
		h->declared = 0;
	self->reader.head.as_of = serial_time(&row->f[2]);
	if (self->reader.head.as_of == INSTANT_NONE)
		self->reader.head.as_of = serial_time(&row->f[5]);
	if (self->reader.head.as_of == INSTANT_NONE)
		remark(row, 2, "bad-time", "no date, nor is the end date one");
	/* Noise may look like this line; with a registry or a time that there is, it is one. */
	if (h->registry != RIR_NONE || h->combined || self->reader.head.as_of != INSTANT_NONE)
		self->reader.is_kind = true;
}

/* ---- records */

static bool take_asn(const struct row *row, struct delegation *d)
{
	uint64_t first, count;
	if (field_number(row->f[F_START].s, row->f[F_START].len, UINT32_MAX, &first) != ERR_OK)
		return reject(row, F_START, "bad-asn", "not an AS number");
	if (field_number(row->f[F_VALUE].s, row->f[F_VALUE].len, UINT64_MAX, &count) != ERR_OK || count < 1 ||
	    count - 1 > UINT32_MAX - first)
		return reject(row, F_VALUE, "bad-range", "not a number of ASNs that there are from there on");
	d->type = DELEGATION_ASN;
	d->asn_first = (asn_t)first;
	d->asn_last = (asn_t)(first + count - 1);
	return true;
}

static bool take_v4(const struct row *row, struct delegation *d)
{
	uint64_t count;
	if (addr_parse(row->f[F_START].s, row->f[F_START].len, &d->first) != ERR_OK ||
	    d->first.family != FAMILY_V4)
		return reject(row, F_START, "bad-address", "not an IPv4 address");
	uint64_t first = d->first.hi >> 32;
	if (field_number(row->f[F_VALUE].s, row->f[F_VALUE].len, UINT64_MAX, &count) != ERR_OK || count < 1 ||
	    count - 1 > UINT32_MAX - first)
		return reject(row, F_VALUE, "bad-range",
		              "not a number of addresses that there are from there on");
	d->type = DELEGATION_V4;
	d->last = addr_from_v4((uint32_t)(first + count - 1));
	return true;
}

static bool take_v6(const struct row *row, struct delegation *d)
{
	uint64_t len;
	if (addr_parse(row->f[F_START].s, row->f[F_START].len, &d->first) != ERR_OK ||
	    d->first.family != FAMILY_V6)
		return reject(row, F_START, "bad-address", "not an IPv6 address");
	if (field_number(row->f[F_VALUE].s, row->f[F_VALUE].len, 128, &len) != ERR_OK || len < 1)
		return reject(row, F_VALUE, "bad-range", "not a prefix length from 1 to 128");
	struct prefix p = {.hi = d->first.hi, .lo = d->first.lo, .len = (uint8_t)len, .family = FAMILY_V6};
	if (prefix_has_host_bits(&p))
		return reject(row, F_START, "bad-address", "not the first address of its prefix");
	d->type = DELEGATION_V6;
	d->last = prefix_last(&p);
	return true;
}

static bool take_numbers(const struct row *row, struct delegation *d)
{
	if (text_part_is(&row->f[F_TYPE], "asn"))
		return take_asn(row, d);
	if (text_part_is(&row->f[F_TYPE], "ipv4"))
		return take_v4(row, d);
	if (text_part_is(&row->f[F_TYPE], "ipv6"))
		return take_v6(row, d);
	return reject(row, F_TYPE, "bad-type", "none of asn, ipv4, ipv6");
}

static bool status_parse(const struct text_part *p, enum delegation_status *out)
{
	static const struct {
		const char *word;
		enum delegation_status status;
	} rows[] = {{"allocated", DELEGATION_ALLOCATED},
	            {"assigned", DELEGATION_ALLOCATED},
	            {"reserved", DELEGATION_RESERVED},
	            {"available", DELEGATION_AVAILABLE}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (text_part_is(p, rows[i].word)) {
			*out = rows[i].status;
			return true;
		}
	return false;
}

/*
 * IANA's lines: the 7th field is a status, or who is responsible. Its own pool is given to nobody; the IETF's
 * share is kept for standards.
 */
static bool take_iana_status(const struct row *row, struct delegation *d)
{
	const struct text_part *p = &row->f[F_STATUS];
	enum rir responsible = rir_parse(p->s, p->len);
	if (text_part_is(p, "ietf")) {
		d->status = DELEGATION_RESERVED;
	} else if (responsible == RIR_IANA) {
		d->status = DELEGATION_AVAILABLE;
	} else if (responsible != RIR_NONE && row->self->header.registry == RIR_IANA) {
		d->status = DELEGATION_ABSENT;
		d->rir = responsible;
	} else if (!status_parse(p, &d->status)) {
		return reject(row, F_STATUS, "bad-status", "neither a status nor a registry");
	}
	return true;
}

static bool take_status(const struct row *row, struct delegation *d)
{
	if (d->rir == RIR_IANA)
		return take_iana_status(row, d);
	if (!status_parse(&row->f[F_STATUS], &d->status))
		return reject(row, F_STATUS, "bad-status",
		              "none of allocated, assigned, available, reserved");
	return true;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void take_economy(const struct row *row, struct delegation *d)
{
	const struct text_part *p = &row->f[F_CC];
	if (p->len == 0 || text_part_is(p, "zz"))
		return;
	if (p->len != 2 || !is_letter(p->s[0]) || !is_letter(p->s[1])) {
		remark(row, F_CC, "bad-economy", "no code of two letters");
		return;
	}
	d->cc[0] = (char)(p->s[0] & ~32);
	d->cc[1] = (char)(p->s[1] & ~32);
}

static void take_opaque(const struct row *row, struct delegation *d)
{
	struct buf *b = &row->self->opaque;
	buf_clear(b);
	if (row->n > F_OPAQUE)
		text_clean(b, row->f[F_OPAQUE].s, row->f[F_OPAQUE].len);
	d->opaque_id = b->len ? b->at : "";
}

static bool take_record(const struct row *row)
{
	struct delegation d = {0};
	struct delegated *self = row->self;
	self->header.lines++;
	if (row->n < FIELDS_MIN) {
		line_reject(&self->reader, row->line->number, 1, "bad-row", "%zu fields, at least 7 expected",
		            row->n);
		return false;
	}
	d.rir = rir_parse(row->f[F_REGISTRY].s, row->f[F_REGISTRY].len);
	if (d.rir == RIR_NONE)
		return reject(row, F_REGISTRY, "bad-registry", "no registry");
	if (!take_numbers(row, &d) || !take_status(row, &d))
		return false;
	if (text_date(row->f[F_DATE].s, row->f[F_DATE].len, &d.date) != ERR_OK) {
		remark(row, F_DATE, "bad-time", "no date");
		d.date = INSTANT_NONE;
	}
	take_economy(row, &d);
	take_opaque(row, &d);
	self->reader.is_kind = true;
	self->reader.head.records++;
	self->fn(self->ctx, &d);
	return true;
}

/* A line without an end may yet be whole: 7 fields end in a word that cannot go on; of more fields only the
 * version line's count can tell. */
static bool is_whole(const struct row *row)
{
	const struct delegated_header *h = &row->self->header;
	return !row->line->cut || row->n <= FIELDS_MIN || h->lines + 1 >= h->declared;
}

static enum err at_end(struct line_reader *r)
{
	const struct delegated *self = (struct delegated *)r;
	const struct delegated_header *h = &self->header;
	if (!self->cut || !h->seen || h->lines >= h->declared)
		return ERR_OK;
	line_remark(r, r->lines.number, 1, "cut-off",
	            "the file ends inside a line, with %llu of %llu records", (unsigned long long)h->lines,
	            (unsigned long long)h->declared);
	return ERR_SHORT;
}

static enum err take_line(struct line_reader *r, const struct text_line *l)
{
	struct delegated *self = (struct delegated *)r;
	struct row row = {.self = self, .line = l};
	struct text_part all = text_trim(l->s, l->len);
	self->cut = l->cut;
	if (l->too_long) {
		line_reject_too_long(r, l);
		return ERR_OK;
	}
	if (all.len == 0 || *all.s == '#')
		return ERR_OK;
	row.n = text_split(l, '|', row.f, FIELDS_MAX);
	if (is_version(&row)) {
		take_version(&row);
		return ERR_OK;
	}
	if (row.n == SUMMARY_FIELDS && text_part_is(&row.f[5], "summary"))
		return ERR_OK;
	if (!is_whole(&row)) {
		line_reject(r, l->number, 1, "cut-off", "the file ends inside a line");
		return ERR_SHORT;
	}
	return take_record(&row) || !l->cut || !r->is_kind ? ERR_OK : ERR_SHORT;
}

static void delegated_free(struct line_reader *r)
{
	struct delegated *self = (struct delegated *)r;
	line_reader_fini(r);
	buf_fini(&self->opaque);
	free(self);
}

static const struct line_reader_ops ops = {
    .kind = "delegated statistics", .line = take_line, .end = at_end, .free = delegated_free};

struct text_reader *delegated_reader_new(delegated_fn fn, void *ctx, struct diag *diag)
{
	struct delegated *self = mem_new(1, sizeof *self);
	self->fn = fn;
	self->ctx = ctx;
	line_reader_init(&self->reader, &ops, MAX_LINE, diag);
	return &self->reader.head;
}

const struct delegated_header *delegated_reader_header(const struct text_reader *r)
{
	return &((const struct delegated *)r)->header;
}
