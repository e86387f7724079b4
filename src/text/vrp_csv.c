#include "text/vrp_csv.h"

#include "text/table.h"
#include "text/vrp_row.h"

struct vrp_csv {
	struct table_reader reader; /* must be first */
	vrp_fn vrp;
	void *ctx;
};

static bool take(struct table_reader *r, void *record, uint64_t seen, const struct csv_row *row)
{
	struct vrp_csv *self = (struct vrp_csv *)r;
	struct vrp *v = record;
	(void)row;
	if (vrp_row_check(v, vrp_csv_fields, VRP_CSV_FIELDS, seen) != ERR_OK) {
		char text[PREFIX_TEXT];
		prefix_format(text, &v->prefix);
		return table_reject(r, "bad-max-length", "a maximal length of %u for %s",
		                    (unsigned)v->max_len, text);
	}
	self->vrp(self->ctx, v);
	return true;
}

static const struct table_shape shape = {.name = "VRP",
                                         .fields = vrp_csv_fields,
                                         .n_fields = VRP_CSV_FIELDS,
                                         .size = sizeof(struct vrp),
                                         .take = take};

struct text_reader *vrp_csv_reader_new(vrp_fn vrp, void *ctx, struct diag *diag)
{
	struct vrp_csv *self = mem_new(1, sizeof *self);
	self->vrp = vrp;
	self->ctx = ctx;
	table_reader_init(&self->reader, &shape, diag);
	return &self->reader.head;
}
