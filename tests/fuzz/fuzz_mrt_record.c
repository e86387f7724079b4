/* One record of any kind (first two octets: type and subtype): decoders keep to it, a count never gives more
 * entries than there are octets for, and only one decoder takes a kind. */
#include "fuzz.h"
#include "wire/mrt_peers.h"
#include "wire/mrt_rib.h"
#include "wire/mrt_session.h"

static void inside(const struct cur *body, const uint8_t *p, size_t len)
{
	REQUIRE(len == 0 || (p >= body->start && p + len <= body->end));
}

static void rib(const struct mrt_record *r)
{
	struct mrt_rib x;
	struct mrt_entry e;
	size_t n = 0;
	if (mrt_rib_decode(r, &x) != ERR_OK)
		return;
	REQUIRE(x.prefix.len <= family_bits(x.prefix.family));
	while (mrt_rib_next(&x, &e) == ERR_OK) {
		inside(&r->body, e.attrs, e.attrs_len);
		n++;
	}
	REQUIRE(n * 8 <= cur_left(&r->body));
}

static void table(const struct mrt_record *r)
{
	struct mrt_table t;
	struct mrt_table_entry e;
	enum err x;
	if (mrt_table_decode(r, &t) != ERR_OK)
		return;
	while ((x = mrt_table_next(&t, &e)) == ERR_OK || x == ERR_LENGTH)
		if (x == ERR_OK) {
			inside(&r->body, e.entry.attrs, e.entry.attrs_len);
			REQUIRE(e.prefix.len <= family_bits(e.prefix.family));
		}
	REQUIRE(x == ERR_EOF || x == ERR_SHORT);
}

FUZZ_TARGET(data, len)
{
	if (len < 2)
		return 0;
	struct mrt_record r = {.type = data[0], .subtype = data[1], .body = cur_init(data + 2, len - 2)};
	struct mrt_peers p = {0};
	struct mrt_table_entry e;
	struct mrt_session s;
	r.kind = mrt_kind_find(r.type, r.subtype);
	unsigned decoder = r.kind ? r.kind->decoder : MRT_SKIP;
	enum err x = mrt_peers_decode(&r, &p);
	REQUIRE((x == ERR_UNSUPPORTED) == (decoder != MRT_PEERS));
	REQUIRE(p.peers.n * 11 <= len);
	mrt_peers_fini(&p);
	rib(&r);
	table(&r);
	x = mrt_entry_decode(&r, &e);
	REQUIRE(decoder == MRT_ENTRY || x == ERR_UNSUPPORTED);
	if (x == ERR_OK)
		inside(&r.body, e.entry.attrs, e.entry.attrs_len);
	x = mrt_session_decode(&r, &s);
	REQUIRE(decoder == MRT_MESSAGE || decoder == MRT_STATE || x == ERR_UNSUPPORTED);
	if (x == ERR_OK && decoder == MRT_MESSAGE)
		inside(&r.body, s.message.p, cur_left(&s.message));
	return 0;
}
