/* Lines of any octets on the standard input of `validate`: each that is no comment has one answer of one
 * line, in every form, and what could be read has the same verdict when its answer is asked again. */
#include "cli/validate_answer.h"
#include "fuzz.h"

#include <string.h>

static const struct validate_tables *tables(void)
{
	static struct validate_tables t;
	if (t.bogon)
		return &t;
	struct rov_builder *rov = rov_builder_new();
	struct irr_builder *irr = irr_builder_new();
	struct aspa_builder *aspa = aspa_builder_new();
	struct prefix p = {.hi = UINT64_C(0xc1) << 56, .len = 8, .family = FAMILY_V4};
	static const asn_t providers[] = {1, 2, 3};
	rov_builder_add(rov, rov_builder_file(rov, "v", 0),
	                &(struct vrp){.prefix = p, .max_len = 24, .asn = 1, .ta = "ta"});
	irr_builder_add(irr, irr_builder_file(irr, "i", 0),
	                &(struct route_object){.prefix = p, .origin = 1, .source = "S"});
	aspa_builder_add(aspa, &(struct aspa){.customer = 4, .providers = providers, .n_providers = 3});
	t.rov = rov_builder_build(rov);
	t.irr = irr_builder_build(irr);
	t.aspa = aspa_builder_build(aspa);
	t.bogon = bogon_builder_build(bogon_builder_new(), NULL);
	t.at = 1700000000;
	return &t;
}

static size_t ends(const struct buf *b)
{
	size_t n = 0;
	for (size_t i = 0; i < b->len; i++)
		n += b->at[i] == '\n';
	return n;
}

/* How many of the lines were not read. */
static size_t answer_all(const struct answer *a, const char *text, size_t len, struct buf *out)
{
	struct lines l = {.at = text, .end = text + len, .out = out};
	if (a->paths)
		answer_paths(a, &l);
	else
		answer_routes(a, &l);
	size_t faults = l.faults.n;
	for (size_t i = 0; i < faults; i++)
		REQUIRE(l.faults.at[i].line >= 1 && l.faults.at[i].line <= l.number &&
		        l.faults.at[i].column >= 1 && l.faults.at[i].column <= len + 1);
	vec_free(&l.faults);
	return faults;
}

FUZZ_TARGET(data, len)
{
	struct buf empty = {0}, out = {0}, again = {0};
	struct lines l = {.at = (const char *)data, .end = (const char *)data + len, .out = &empty};
	const char *line;
	size_t line_len, n = 0;
	while (lines_next(&l, &line, &line_len))
		n++;
	for (unsigned form = ANSWER_TEXT; form <= ANSWER_CSV; form++)
		for (unsigned k = 0; k < 3; k++) {
			struct answer a = {.tables = tables(),
			                   .format = (enum answer_format)form,
			                   .paths = k > 0,
			                   .up = k > 1};
			buf_clear(&out);
			size_t faults = answer_all(&a, (const char *)data, len, &out);
			REQUIRE(faults <= n && (form == ANSWER_CSV ? ends(&out) >= n : ends(&out) == n));
			if (form != ANSWER_TEXT || k > 0 || faults > 0 || n == 0)
				continue;
			/* an answer begins with the question in its canonical form; what follows makes it no
			 * question */
			buf_clear(&again);
			REQUIRE(answer_all(&a, out.at, out.len, &again) == n);
		}
	buf_fini(&out);
	buf_fini(&again);
	return 0;
}
