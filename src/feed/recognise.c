#include "feed/recognise.h"

#include "text/bogon_list.h"
#include "text/delegated.h"
#include "text/peeringdb.h"
#include "text/vrp_csv.h"
#include "text/vrp_json.h"

#include <string.h>

/* by kind: the folder where it is at home, and what is said of a file there that is none */
static const struct {
	const char *folder, *why_not;
} homes[SOURCE_KINDS] = {
    [SOURCE_UNKNOWN] = {"", "not recognised: neither MRT nor a registry's format"},
    [SOURCE_BGP] = {"bgp", "this is no MRT"},
    [SOURCE_VRPS] = {"rpki", "these are no VRPs"},
    [SOURCE_IRR] = {"irr", "these are no RPSL objects"},
    [SOURCE_DELEGATED] = {"rir", "these are no delegated statistics"},
    [SOURCE_PEERINGDB] = {"peeringdb", "this is not PeeringDB's JSON"},
    [SOURCE_CONTACTS] = {"contacts", "these are no RDAP answers"},
    [SOURCE_SPOOFER] = {"spoofer", "these are no Spoofer sessions"},
    [SOURCE_RELATIONSHIPS] = {"topology", "these are no AS relationships"},
    [SOURCE_ORGS] = {"orgs", "these are no organisations of ASNs"},
    [SOURCE_PARTICIPANTS] = {"participants", "these are no participants"},
    [SOURCE_INCIDENTS] = {"incidents", "these are no incidents in JSON"},
    [SOURCE_BOGONS] = {"bogons", "this is no list of prefixes"},
};

const char *recognise_folder(enum source_kind kind)
{
	return homes[kind].folder;
}

char *recognise_why_not(const char *folder)
{
	for (enum source_kind k = SOURCE_UNKNOWN + 1; k < SOURCE_KINDS; k++)
		if (strcmp(homes[k].folder, folder) == 0)
			return mem_strdup(homes[k].why_not);
	return mem_strdup(homes[SOURCE_UNKNOWN].why_not);
}

static enum source_kind kind_of_text(enum text_kind text)
{
	static const enum source_kind kinds[TEXT_KINDS] = {
	    [TEXT_VRP_JSON] = SOURCE_VRPS,
	    [TEXT_VRP_CSV] = SOURCE_VRPS,
	    [TEXT_RPSL] = SOURCE_IRR,
	    [TEXT_DELEGATED] = SOURCE_DELEGATED,
	    [TEXT_PEERINGDB] = SOURCE_PEERINGDB,
	    [TEXT_RDAP] = SOURCE_CONTACTS,
	    [TEXT_SPOOFER] = SOURCE_SPOOFER,
	    [TEXT_AS_REL] = SOURCE_RELATIONSHIPS,
	    [TEXT_AS_ORG] = SOURCE_ORGS,
	    [TEXT_AS_ORG_JSON] = SOURCE_ORGS,
	    [TEXT_PARTICIPANTS_CSV] = SOURCE_PARTICIPANTS,
	    [TEXT_PARTICIPANTS_JSON] = SOURCE_PARTICIPANTS,
	    [TEXT_INCIDENTS] = SOURCE_INCIDENTS,
	    [TEXT_BOGON_LIST] = SOURCE_BOGONS,
	};
	return kinds[text];
}

/* ---- the time of the content */

static void no_vrp(void *ctx, const struct vrp *v)
{
	(void)ctx;
	(void)v;
}

static void no_aspa(void *ctx, const struct aspa *a)
{
	(void)ctx;
	(void)a;
}

static void no_delegation(void *ctx, const struct delegation *d)
{
	(void)ctx;
	(void)d;
}

static void no_object(void *ctx, const struct peeringdb_object *o)
{
	(void)ctx;
	(void)o;
}

static void no_prefix(void *ctx, const struct prefix *p)
{
	(void)ctx;
	(void)p;
}

/* A reader that is asked for its time alone; NULL where the kind has none in its content. */
static struct text_reader *clock_reader(enum text_kind text)
{
	switch (text) {
	case TEXT_VRP_JSON:
		return vrp_json_reader_new(no_vrp, no_aspa, NULL, NULL);
	case TEXT_DELEGATED:
		return delegated_reader_new(no_delegation, NULL, NULL);
	case TEXT_PEERINGDB:
		return peeringdb_reader_new(no_object, NULL, NULL);
	case TEXT_BOGON_LIST:
		return bogon_list_reader_new(no_prefix, NULL, NULL);
	default:
		return NULL;
	}
}

/* Lines say it in front, if at all; JSON may say it anywhere, and a dump of PeeringDB several times, of which
 * the oldest counts. */
static bool is_time_settled(enum text_kind text, const struct text_reader *r)
{
	return text == TEXT_DELEGATED || text == TEXT_BOGON_LIST ||
	       (text == TEXT_VRP_JSON && r->as_of != INSTANT_NONE);
}

static instant_t content_time(struct io_stream *in, enum text_kind text, const uint8_t *head, size_t len)
{
	struct text_reader *r = clock_reader(text);
	if (!r)
		return INSTANT_NONE;
	enum err fed;
	if (!io_stream_facts(in).regular || is_time_settled(text, r)) {
		fed = text_reader_feed(r, (const char *)head, len);
	} else {
		do
			fed = io_stream_read(in, &head, &len) == ERR_OK
			          ? text_reader_feed(r, (const char *)head, len)
			          : ERR_EOF;
		while (fed == ERR_OK && !is_time_settled(text, r));
	}
	instant_t t = r->as_of;
	text_reader_free(r);
	return t;
}

/* ---- all together */

static void recognise_head(const char *folder, const uint8_t *head, size_t len, struct recognised *out)
{
	if (archive_head_is_mrt(head, len, false)) {
		out->kind = SOURCE_BGP;
		return;
	}
	out->text = text_recognise(folder, (const char *)head, len);
	out->kind = kind_of_text(out->text);
	/* bare prefixes say nothing of what they are good for, so only their home makes bogons of them */
	if (out->kind == SOURCE_BOGONS && strcmp(folder, homes[SOURCE_BOGONS].folder) != 0) {
		out->kind = SOURCE_UNKNOWN;
		out->why_not = mem_strdup("a list of prefixes outside of bogons/ says nothing of what for");
	} else if (out->text == TEXT_SLURM) {
		out->why_not = mem_strdup("SLURM: local exceptions are not applied");
	} else if (out->text == TEXT_UNKNOWN && archive_head_is_mrt(head, len, true)) {
		out->kind = SOURCE_BGP;
	} else if (out->kind == SOURCE_UNKNOWN) {
		out->why_not = recognise_why_not(folder);
	}
}

void recognise_file(const char *path, const char *folder, const struct io_stream_opts *opts,
                    struct recognised *out)
{
	struct io_stream_opts look = *opts;
	struct io_stream *in;
	struct io_fail fail = {0};
	const uint8_t *head;
	size_t len;
	look.sync = true;
	look.chunk = IO_HEAD;
	*out = (struct recognised){.time = INSTANT_NONE};
	if (io_stream_open(path, &look, &in, &fail) != ERR_OK) {
		out->why_not = mem_strdup(fail.what);
		out->unreadable = true;
		return;
	}
	struct io_facts facts = io_stream_facts(in);
	out->size = facts.size;
	enum err e = io_stream_peek(in, IO_HEAD, &head, &len);
	if (e == ERR_OK) {
		recognise_head(folder, head, len, out);
		if (out->kind == SOURCE_BGP)
			out->head = archive_head_read(head, len, facts.size);
		out->time = content_time(in, out->text, head, len);
	} else {
		out->why_not = mem_strdup(e == ERR_EOF ? "it holds nothing" : io_stream_fail(in)->what);
		out->unreadable = e != ERR_EOF;
	}
	if (facts.regular || out->kind == SOURCE_UNKNOWN)
		io_stream_close(in);
	else
		out->once = in;
}
