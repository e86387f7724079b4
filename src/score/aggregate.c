#include "score/aggregate.h"

struct aggregator {
	struct aggregate sum;
	VEC(double) values[SCORE_ACTIONS];
};

struct aggregator *aggregator_new(void)
{
	return mem_new(1, sizeof(struct aggregator));
}

void aggregator_add(struct aggregator *a, const struct network_scores *s)
{
	a->sum.networks++;
	for (int i = 0; i < SCORE_ACTIONS; i++) {
		const struct action_result *r = &s->actions[i];
		a->sum.actions[i].networks[r->readiness]++;
		if (r->has_value)
			*vec_push(&a->values[i]) = r->value;
	}
	for (int i = 0; i < SCORE_METRICS; i++) {
		a->sum.incidents[i] += s->metrics[i].incidents;
		a->sum.with_incident[i] += s->metrics[i].incidents > 0;
	}
}

static int by_value(const void *pa, const void *pb)
{
	double a = *(const double *)pa, b = *(const double *)pb;
	return (a > b) - (a < b);
}

/* Added in ascending order, so that the order in which networks came shows in no digit. */
static void add_up(double *values, size_t n, struct aggregate_action *out)
{
	out->n = n;
	if (n == 0)
		return;
	qsort(values, n, sizeof *values, by_value);
	long double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += (long double)values[i];
	out->mean = (double)(sum / (long double)n);
	out->median = n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

void aggregator_finish(struct aggregator *a, struct aggregate *out)
{
	*out = a->sum;
	for (int i = 0; i < SCORE_ACTIONS; i++) {
		struct aggregate_action *x = &out->actions[i];
		add_up(a->values[i].at, a->values[i].n, x);
		for (int r = 0; r < READINESS_LEVELS && out->networks > 0; r++)
			x->share[r] = (double)x->networks[r] / (double)out->networks;
		vec_free(&a->values[i]);
	}
	free(a);
}
