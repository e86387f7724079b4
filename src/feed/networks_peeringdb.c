#include "feed/networks_impl.h"
#include "text/peeringdb.h"

#include <string.h>
#include <strings.h>

struct load {
	struct peeringdb_said *said;
	struct buf *words;
};

static bool role_counts(const char *role)
{
	static const char *const roles[] = {"NOC", "Technical", "Maintenance", "Policy", "Abuse"};
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (strcasecmp(role, roles[i]) == 0)
			return true;
	return false;
}

static void on_object(void *ctx, const struct peeringdb_object *o)
{
	const struct load *l = ctx;
	if (strcmp(o->status, "deleted") == 0)
		return;
	if (o->kind == PEERINGDB_NET)
		*vec_push(&l->said->nets) =
		    (struct peeringdb_net){.asn = o->asn, .id = o->id, .name = words_keep(l->words, o->name)};
	if (o->kind != PEERINGDB_POC)
		return;
	l->said->has_contacts = true;
	if (role_counts(o->role) && (*o->email || *o->phone))
		*vec_push(&l->said->contacts) = o->net_id;
}

void peeringdb_said_read(struct peeringdb_said *said, struct buf *words, struct source *s)
{
	struct load load = {.said = said, .words = words};
	source_read(s, peeringdb_reader_new(on_object, &load, &s->diag));
}

static int net_cmp(const void *x, const void *y, void *words)
{
	const struct peeringdb_net *a = x, *b = y;
	if (a->asn != b->asn)
		return a->asn < b->asn ? -1 : 1;
	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return words_cmp(words, a->name, b->name);
}

static int id_cmp(const void *x, const void *y)
{
	const uint32_t *a = x, *b = y;
	return (*a > *b) - (*a < *b);
}

/* An ASN that stands there more than once is one network; all its contacts are its own. */
static void nets_once(struct peeringdb_said *said)
{
	size_t n = 0;
	for (size_t i = 0; i < said->nets.n; i++) {
		const struct peeringdb_net *net = &said->nets.at[i];
		if (n > 0 && said->nets.at[n - 1].asn == net->asn)
			said->nets.at[n - 1].contact |= net->contact;
		else
			said->nets.at[n++] = *net;
	}
	said->nets.n = n;
}

void peeringdb_said_settle(struct peeringdb_said *said, const struct buf *words)
{
	struct buf lent = *words;
	if (said->contacts.n)
		qsort(said->contacts.at, said->contacts.n, sizeof *said->contacts.at, id_cmp);
	if (said->nets.n)
		qsort_r(said->nets.at, said->nets.n, sizeof *said->nets.at, net_cmp, &lent);
	for (size_t i = 0; said->contacts.n && i < said->nets.n; i++) {
		struct peeringdb_net *net = &said->nets.at[i];
		net->contact = bsearch(&net->id, said->contacts.at, said->contacts.n,
		                       sizeof *said->contacts.at, id_cmp) != NULL;
	}
	nets_once(said);
}

void peeringdb_said_fini(struct peeringdb_said *said)
{
	vec_free(&said->nets);
	vec_free(&said->contacts);
}

const struct peeringdb_net *peeringdb_said_get(const struct peeringdb_said *said, asn_t asn)
{
	size_t i = asn_first(said->nets.at, said->nets.n, sizeof *said->nets.at, asn);
	return i < said->nets.n && said->nets.at[i].asn == asn ? &said->nets.at[i] : NULL;
}
