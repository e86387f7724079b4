/* VRPs and ASPAs as rpki-client writes them, every eight hours. */
#include "file.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const anchor[N_RIRS] = {"afrinic", "apnic", "arin", "lacnic", "ripe"};

uint32_t vrp_snapshot_time(const struct world *w, uint32_t n)
{
	return w->start - 4 * 3600 + n * 8 * 3600;
}

static int by_number(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
	return a < b ? -1 : a > b;
}

static uint32_t aspas(const struct world *w, struct file *f, uint32_t when)
{
	const struct topology *t = &w->topo;
	uint32_t n_aspas = 0;
	for (uint32_t v = 0; v < t->n; v++) {
		uint32_t n = degree(t, v, TO_PROVIDERS);
		if (!t->net[v].aspa)
			continue;
		uint32_t *provider = fresh(n + 1, sizeof *provider);
		for (uint32_t i = 0; i < n; i++)
			provider[i] = t->net[neighbour(t, v, TO_PROVIDERS, i).node].asn;
		if (n == 0)
			provider[n++] = 0; // transit-free: AS0 alone
		qsort(provider, n, sizeof *provider, by_number);
		file_text(f, "%s\n {\"customer_asid\":%u,\"expires\":%u,\"providers\":[",
		          n_aspas++ ? "," : "", t->net[v].asn, when + 5 * 86400);
		for (uint32_t i = 0; i < n; i++)
			file_text(f, "%s%u", i ? "," : "", provider[i]);
		file_text(f, "]}");
		free(provider);
	}
	return n_aspas;
}

void write_vrps(const struct world *w, const char *dir)
{
	for (uint32_t k = 0; vrp_snapshot_time(w, k) < w->end; k++) {
		uint32_t when = vrp_snapshot_time(w, k), n = 0;
		struct calendar c = calendar_of(when);
		char name[96], text[PREFIX_TEXT], iso[TIME_TEXT];
		snprintf(name, sizeof name, "rpki/rpki-client.%04u%02u%02uT%02u%02u00Z.json.gz",
		         c.year % 10000, c.month % 100, c.day % 100, c.hour % 100, c.minute % 100);
		struct file *f = file_open(dir, name);
		file_text(f, "{\"metadata\":{\"buildmachine\":\"world\",\"buildtime\":\"%s\"},\n\"roas\":[",
		          time_text(when, iso));
		for (size_t i = 0; i < w->plan.vrp.n; i++) {
			const struct vrp *v = &w->plan.vrp.v[i];
			if (when < v->from || when >= v->until ||
			    (k == w->ta_lost_snapshot && v->rir == w->ta_lost_rir))
				continue;
			file_text(
			    f,
			    "%s\n "
			    "{\"asn\":%u,\"prefix\":\"%s\",\"maxLength\":%u,\"ta\":\"%s\",\"expires\":%u}",
			    n++ ? "," : "", v->asn, prefix_text(&v->p, text), v->max_len, anchor[v->rir],
			    when + 5 * 86400);
		}
		file_text(f, "],\n\"aspas\":[");
		aspas(w, f, when);
		file_text(f, "]}\n");
		file_close(f);
	}
}
