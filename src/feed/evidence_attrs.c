/* What the attributes of kept messages say, beside their paths. */
#include "feed/evidence.h"
#include "wire/bgp.h"
#include "wire/mrt_session.h"

static bool has_community(const struct bgp_attrs *a, uint32_t community)
{
	if (!bgp_attrs_has(a, BGP_COMMUNITIES))
		return false;
	const struct bgp_attr *c = &a->at[BGP_COMMUNITIES];
	for (unsigned i = 0; i + 4 <= c->len; i += 4)
		if (be32(c->p + i) == community)
			return true;
	return false;
}

/* The attributes of the message; false where it is no UPDATE, or not kept. */
static bool update_of(const struct evidence_store *s, uint32_t number, struct bgp_update *u)
{
	struct evidence_message e = evidence_get(s, number);
	struct mrt_framer f;
	struct mrt_record r;
	struct mrt_session session;
	struct bgp_message m;
	size_t used;
	mrt_framer_init(&f, NULL);
	if (e.len == 0 || mrt_frame_next(&f, e.octets, e.len, true, &r, &used) != ERR_OK || !r.kind ||
	    r.kind->decoder != MRT_MESSAGE || mrt_session_decode(&r, &session) != ERR_OK ||
	    mrt_session_message(&session, &m) != ERR_OK || m.type != BGP_UPDATE)
		return false;
	struct bgp_session facts = mrt_session_facts(&session);
	bgp_update_decode(&facts, &m, u);
	return true;
}

bool evidence_has_community(const struct evidence_store *s, uint32_t number, uint32_t community)
{
	struct bgp_update u;
	return update_of(s, number, &u) && has_community(&u.attrs, community);
}

asn_t evidence_otc(const struct evidence_store *s, uint32_t number)
{
	struct bgp_update u;
	return update_of(s, number, &u) && bgp_attrs_has(&u.attrs, BGP_OTC) ? bgp_attrs_u32(&u.attrs, BGP_OTC)
	                                                                    : 0;
}
