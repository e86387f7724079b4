#include "cli/incident_paths.h"

#include <stdlib.h>
#include <string.h>

struct peer {
	char *collector;
	struct ip_addr ip;
	asn_t asn;
	struct prefix prefix;
	char *before, *during, *after; /* after: NULL it still had it, as far as is kept */
	const char *how;               /* it let go */
	bool is_late;                  /* only that it let go was kept */
};

struct incident_paths {
	VEC(struct peer) peers;
};

struct incident_paths *incident_paths_new(void)
{
	return mem_new(1, sizeof(struct incident_paths));
}

void incident_paths_free(struct incident_paths *p)
{
	for (size_t i = 0; i < p->peers.n; i++) {
		free(p->peers.at[i].collector);
		free(p->peers.at[i].before);
		free(p->peers.at[i].during);
		free(p->peers.at[i].after);
	}
	vec_free(&p->peers);
	free(p);
}

const char *incident_what(const struct store_evidence *x)
{
	static const char *const words[] = {[CAUSE_ANNOUNCED] = "replaced",
	                                    [CAUSE_WITHDRAWN] = "withdrawn",
	                                    [CAUSE_TABLE] = "gone from the table",
	                                    [CAUSE_UNKNOWN] = "unknown",
	                                    [CAUSE_SESSION] = "session lost"};
	if (!x->ends || *x->path)
		return x->ends ? "replaced" : "announced";
	return x->cause <= CAUSE_SESSION ? words[x->cause] : "";
}

static bool is_peer(const struct peer *p, const struct store_evidence *x)
{
	return addr_cmp(&p->ip, &x->peer_ip) == 0 && p->asn == x->peer_asn &&
	       prefix_eq(&p->prefix, &x->prefix) && strcmp(p->collector, x->collector) == 0;
}

static struct peer *peer_of(struct incident_paths *p, const struct store_evidence *x)
{
	for (size_t i = 0; i < p->peers.n; i++)
		if (is_peer(&p->peers.at[i], x))
			return &p->peers.at[i];
	struct peer *new = vec_push(&p->peers);
	*new = (struct peer){.collector = mem_strdup(x->collector),
	                     .ip = x->peer_ip,
	                     .asn = x->peer_asn,
	                     .prefix = x->prefix,
	                     .before = mem_strdup(x->ends ? "" : x->before),
	                     .is_late = x->ends};
	return new;
}

static void take(char **to, const char *text)
{
	free(*to);
	*to = mem_strdup(text);
}

void incident_paths_add(struct incident_paths *p, const struct store_evidence *x)
{
	struct peer *peer = peer_of(p, x);
	if (x->ends) {
		take(&peer->during, x->before);
		take(&peer->after, x->path);
		peer->how = incident_what(x);
		return;
	}
	take(&peer->during, x->path);
	free(peer->after);
	peer->after = NULL;
}

/* One prefix of a peer stands for all: the first of which is known what came after, else the first. */
static bool is_told(const struct incident_paths *p, size_t i)
{
	const struct peer *x = &p->peers.at[i];
	for (size_t k = 0; k < p->peers.n; k++) {
		const struct peer *y = &p->peers.at[k];
		bool is_better = !x->after == !y->after ? k < i : y->after != NULL;
		if (addr_cmp(&x->ip, &y->ip) == 0 && x->asn == y->asn &&
		    strcmp(x->collector, y->collector) == 0 && is_better)
			return false;
	}
	return true;
}

static const char *after(const struct peer *p, bool open)
{
	if (!p->after)
		return open ? "still there" : "not kept";
	return *p->after ? p->after : p->how;
}

void incident_paths_text(const struct incident_paths *p, bool open, struct buf *out)
{
	static const char *const titles[] = {"peer", "collector", "prefix", "before", "during", "after"};
	struct out_table t;
	out_table_init(&t, "llllll", titles);
	for (size_t i = 0; i < p->peers.n; i++) {
		const struct peer *x = &p->peers.at[i];
		if (!is_told(p, i))
			continue;
		char prefix[PREFIX_TEXT];
		prefix_format(prefix, &x->prefix);
		out_table_cell(&t, OUT_PLAIN, "AS%u", x->asn);
		out_table_cell(&t, OUT_DIM, "%s", x->collector);
		out_table_cell(&t, OUT_DIM, "%s", prefix);
		out_table_cell(&t, OUT_PLAIN, "%s",
		               *x->before   ? x->before
		               : x->is_late ? "not kept"
		                            : "none");
		out_table_cell(&t, OUT_WARN, "%s", x->during ? x->during : "");
		out_table_cell(&t, OUT_PLAIN, "%s", after(x, open));
	}
	out_table_print(&t, out, 2);
}

void incident_paths_json(const struct incident_paths *p, struct json *j)
{
	json_array(j, "paths");
	for (size_t i = 0; i < p->peers.n; i++) {
		const struct peer *x = &p->peers.at[i];
		if (!is_told(p, i))
			continue;
		char ip[PREFIX_TEXT], prefix[PREFIX_TEXT];
		addr_format(ip, &x->ip);
		prefix_format(prefix, &x->prefix);
		json_row(j);
		json_text(j, "collector", x->collector);
		json_object(j, "peer");
		json_text(j, "ip", ip);
		json_u64(j, "asn", x->asn);
		json_end(j);
		json_text(j, "prefix", prefix);
		json_text(j, "before", x->before);
		json_text(j, "during", x->during);
		json_text(j, "after", x->after);
		json_text(j, "how", x->after ? x->how : NULL);
		json_row_end(j);
	}
	json_end(j);
}
