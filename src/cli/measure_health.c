#include "cli/measure_health.h"

#include <stdlib.h>

enum { SHOWN = 10 /* lines of one kind, for people */ };

static void json_time(struct json *j, const char *key, instant_t t)
{
	char text[CLOCK_TEXT];
	json_text(j, key, t == INSTANT_NONE ? NULL : clock_format(text, t, -1));
}

static const char *collector_name(const struct measure_job *job, uint16_t collector)
{
	const char *name = measure_sources(job->m)->collectors.at[collector];
	return *name ? name : "the collector";
}

/* ---- JSON */

static void gaps_json(struct json *j, const struct measure_job *job)
{
	size_t n;
	const struct archive_gap *g = measure_gaps(job->m, &n);
	json_array(j, "gaps");
	for (size_t i = 0; i < n; i++) {
		json_object(j, NULL);
		json_text(j, "collector", measure_sources(job->m)->collectors.at[g[i].collector]);
		json_time(j, "from", g[i].from);
		json_time(j, "to", g[i].to);
		json_end(j);
	}
	json_end(j);
}

static void finding_json(struct json *j, const struct measure_job *job, const struct health_finding *f)
{
	json_object(j, NULL);
	json_text(j, "what", health_kind_name((enum health_kind)f->kind));
	json_text(j, "collector", measure_sources(job->m)->collectors.at[f->collector]);
	if (f->peer == RIB_NONE) {
		json_null(j, "asn");
		json_null(j, "address");
	} else {
		char address[PREFIX_TEXT];
		const struct rib_peer *p = measure_peer(job->m, f->peer);
		addr_format(address, &p->ip);
		json_u64(j, "asn", p->asn);
		json_text(j, "address", p->ip.family == FAMILY_NONE ? NULL : address);
	}
	json_u64(j, "n", f->n);
	json_u64(j, "of", f->of);
	json_time(j, "from", f->from ? (instant_t)f->from : INSTANT_NONE);
	json_time(j, "to", f->to ? (instant_t)f->to : INSTANT_NONE);
	json_i64(j, "seconds", f->seconds);
	json_end(j);
}

static void faults_json(struct json *j, const struct sources *s)
{
	json_array(j, "faults");
	for (size_t i = 0; i < s->at.n; i++) {
		const struct source *x = &s->at.at[i];
		if (!x->held_why)
			continue;
		json_object(j, NULL);
		json_text(j, "file", x->file);
		json_text(j, "kind", source_kind_name(x->kind));
		json_time(j, "heldUntil", x->held_until);
		json_text(j, "why", x->held_why);
		json_end(j);
	}
	json_end(j);
}

void measure_health_json(const struct measure_job *job, struct json *j)
{
	size_t n;
	const struct health_finding *f = measure_health(job->m, &n);
	gaps_json(j, job);
	json_array(j, "health");
	for (size_t i = 0; i < n; i++)
		finding_json(j, job, &f[i]);
	json_end(j);
	faults_json(j, measure_sources(job->m));
}

/* ---- text */

static void heading(struct buf *b, const char *text)
{
	buf_char(b, '\n');
	out_styled(b, OUT_BOLD, text);
	buf_char(b, '\n');
}

/* Registries' files that are not believed. */
static void faults_text(const struct sources *s, struct buf *out)
{
	char until[CLOCK_TEXT];
	bool any = false;
	for (size_t i = 0; i < s->at.n; i++) {
		const struct source *x = &s->at.at[i];
		if (!x->held_why)
			continue;
		if (!any)
			heading(out, "Registry faults");
		any = true;
		buf_printf(out, "  %s: %s", x->file, x->held_why);
		if (x->held_until != INSTANT_NONE)
			buf_printf(out, "; until %s", clock_format(until, x->held_until, -1));
		buf_char(out, '\n');
	}
}

static void gaps_text(const struct measure_job *job, struct buf *out)
{
	size_t n;
	const struct archive_gap *g = measure_gaps(job->m, &n);
	char from[CLOCK_TEXT], to[CLOCK_TEXT];
	for (size_t i = 0; i < n && i < SHOWN; i++)
		buf_printf(out, "  nothing from %s between %s and %s\n",
		           measure_sources(job->m)->collectors.at[g[i].collector],
		           clock_format(from, g[i].from, -1), clock_format(to, g[i].to, -1));
	if (n > SHOWN)
		buf_printf(out, "  and %zu more %s\n", n - SHOWN, n - SHOWN == 1 ? "gap" : "gaps");
}

static void who(const struct measure_job *job, struct buf *out, const struct health_finding *f)
{
	buf_printf(out, "  %s", collector_name(job, f->collector));
	if (f->peer == RIB_NONE)
		return;
	char address[PREFIX_TEXT];
	const struct rib_peer *p = measure_peer(job->m, f->peer);
	addr_format(address, &p->ip);
	buf_printf(out, ", AS%u at %s", p->asn, p->ip.family == FAMILY_NONE ? "no address" : address);
}

static void finding_text(const struct measure_job *job, struct buf *out, const struct health_finding *f)
{
	char from[CLOCK_TEXT], to[CLOCK_TEXT];
	unsigned long long n = f->n, of = f->of;
	clock_format(from, f->from, -1);
	clock_format(to, f->to, -1);
	who(job, out, f);
	switch ((enum health_kind)f->kind) {
	case HEALTH_FLAPS:
		buf_printf(out, ": the session failed %llu times between %s and %s\n", n, from, to);
		break;
	case HEALTH_STALE:
		buf_printf(out, ": stands in tables from %s to %s and says nothing: its routes are unknown\n",
		           from, to);
		break;
	case HEALTH_GARBAGE:
		buf_printf(out, ": %llu of %llu announcements were malformed, from %s on: not listened to\n",
		           n, of, from);
		break;
	case HEALTH_TABLES_AGAIN:
		buf_printf(
		    out,
		    ": tables sent again as announcements: %llu, of them %llu after a session came up, "
		    "between %s and %s\n",
		    n, of, from, to);
		break;
	case HEALTH_NO_TABLE:
		buf_printf(out, ": no table between %s and %s\n", from, to);
		break;
	case HEALTH_EARLY:
		buf_printf(out, ": updates from %s on, the first table at %s\n", from, to);
		break;
	case HEALTH_CLOCK_JUMP:
		buf_printf(out, ": records with a time that cannot be: %llu\n", n);
		break;
	case HEALTH_CLOCK_SKEW:
		buf_printf(out, ": its clock is %d s %s, by %llu changes that others recorded too\n",
		           abs(f->seconds), f->seconds > 0 ? "ahead" : "behind", n);
		break;
	case HEALTH_TOLD_TWICE:
		buf_printf(out, ": records that another file had told already: %llu\n", n);
		break;
	case HEALTH_KINDS:
		break;
	}
}

static void findings_text(const struct measure_job *job, struct buf *out)
{
	size_t n;
	const struct health_finding *f = measure_health(job->m, &n);
	if (n)
		heading(out, "Feed health");
	for (size_t i = 0, k; i < n; i += k) {
		for (k = 1; i + k < n && f[i + k].kind == f[i].kind; k++)
			;
		for (size_t s = 0; s < k && s < SHOWN; s++)
			finding_text(job, out, &f[i + s]);
		if (k > SHOWN)
			buf_printf(out, "  and %zu more\n", k - SHOWN);
	}
}

void measure_health_text(const struct measure_job *job, struct buf *out)
{
	gaps_text(job, out);
	findings_text(job, out);
	faults_text(measure_sources(job->m), out);
}
