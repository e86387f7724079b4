/* Both forms, each over any octets. ASNs are ascending, unique and never 0; economies are two capital
 * letters. */
#include "fuzz_reader.h"
#include "text/participants.h"

static void participant(void *ctx, const struct participant *p)
{
	struct fuzz_out *o = ctx;
	o->n++;
	fuzz_words(o, p->id);
	fuzz_words(o, p->name);
	fuzz_words(o, p->status);
	for (size_t i = 0; i < p->n_areas; i++) {
		REQUIRE(p->areas[i][0] >= 'A' && p->areas[i][0] <= 'Z' && p->areas[i][2] == 0);
		fuzz_words(o, p->areas[i]);
	}
	for (size_t i = 0; i < p->n_asns; i++) {
		REQUIRE(p->asns[i] != 0 && (i == 0 || p->asns[i - 1] < p->asns[i]));
		fuzz_number(o, p->asns[i]);
	}
	for (int a = 0; a < PARTICIPANT_MAX_ACTIONS; a++)
		fuzz_words(o, p->actions[a]);
	fuzz_number(o, (uint64_t)p->programme);
	fuzz_number(o, (uint64_t)p->since);
}

static struct text_reader *make_csv(struct fuzz_out *o, struct diag *d)
{
	return participants_csv_reader_new(participant, o, d);
}

static struct text_reader *make_json(struct fuzz_out *o, struct diag *d)
{
	return participants_json_reader_new(participant, o, d);
}

FUZZ_TARGET(data, len)
{
	return fuzz_reader(make_csv, data, len) + fuzz_reader(make_json, data, len);
}
