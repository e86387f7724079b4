#include "feed/irr_reader.h"

static void route_counted(void *ctx, const struct route_object *o)
{
	(void)ctx;
	(void)o;
}

static void aut_num_counted(void *ctx, const struct rpsl_aut_num *o)
{
	(void)ctx;
	(void)o;
}

static void organisation_counted(void *ctx, const struct rpsl_organisation *o)
{
	(void)ctx;
	(void)o;
}

struct text_reader *irr_reader_new(struct source *s, const struct rpsl_callbacks *callbacks,
                                   const struct rpsl_options *options)
{
	struct rpsl_callbacks c = *callbacks;
	if (!s->counted) { /* later ones skip what they do not want, which is cheap */
		c.route = c.route ? c.route : route_counted;
		c.aut_num = c.aut_num ? c.aut_num : aut_num_counted;
		c.organisation = c.organisation ? c.organisation : organisation_counted;
	}
	return rpsl_reader_new(&c, options, &s->diag);
}
