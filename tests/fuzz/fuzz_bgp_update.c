/*
 * A BGP message (first octet: facts about the session). Runs lie inside the message and give what their
 * is_sound says; the action is that of the worst error; a message that is cut gives no more prefixes than the
 * whole one has octets, and is never an End-of-RIB.
 */
#include "fuzz.h"
#include "wire/bgp.h"

static size_t run_check(const struct bgp_message *m, struct bgp_nlri n)
{
	struct prefix p;
	uint32_t id;
	size_t count = 0;
	enum err e = ERR_EOF;
	REQUIRE(n.p == n.end || (n.p >= m->body.start && n.end <= m->body.end && n.p < n.end));
	while (n.family != FAMILY_NONE && (e = bgp_nlri_next(&n, &p, &id)) == ERR_OK) {
		REQUIRE(p.len <= family_bits(n.family));
		count++;
	}
	REQUIRE(n.is_sound == (e == ERR_EOF));
	return count;
}

static void update_check(const struct bgp_session *s, const struct bgp_message *m)
{
	struct bgp_update u;
	unsigned worst = BGP_ACCEPT;
	bgp_update_decode(s, m, &u);
	size_t n = run_check(m, u.withdrawn) + run_check(m, u.nlri) + run_check(m, u.mp_reach) +
	           run_check(m, u.mp_unreach);
	REQUIRE(n <= cur_left(&m->body));
	for (unsigned i = 0; i < u.attrs.n_errors; i++) {
		if (u.attrs.errors[i].action > worst)
			worst = u.attrs.errors[i].action;
		REQUIRE(u.attrs.faults >> u.attrs.errors[i].fault & 1);
	}
	REQUIRE(u.attrs.errors_full ? u.attrs.action >= worst : u.attrs.action == worst);
	REQUIRE(!u.is_end_of_rib || (n == 0 && !m->is_cut && u.attrs.n_errors == 0));
	REQUIRE((u.attrs.sound & ~u.attrs.seen) == 0);
}

FUZZ_TARGET(data, len)
{
	struct bgp_message m;
	if (len < 1)
		return 0;
	struct bgp_session s = {
	    .as_width = data[0] & 1 ? 4 : 2, .add_path = data[0] >> 1 & 1, .is_external = data[0] >> 2 & 1};
	struct cur c = cur_init(data + 1, len - 1);
	enum err e = bgp_message_decode(&c, &m);
	if (e == ERR_OK || e == ERR_TRAILING)
		REQUIRE(m.is_cut ? e == ERR_OK : true);
	m = (struct bgp_message){
	    .type = BGP_UPDATE, .is_cut = data[0] >> 3 & 1, .body = cur_init(data + 1, len - 1)};
	update_check(&s, &m);
	return 0;
}
