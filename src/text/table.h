/*
 * Readers of CSV whose rows are records: the first row names the columns, and columns are found by name,
 * never by position. The counterpart of text/record.h, with the same fields.
 */
#ifndef NORMA_TEXT_TABLE_H
#define NORMA_TEXT_TABLE_H

#include "text/csv.h"
#include "text/field.h"
#include "text/reader.h"

struct table;

/* The head of a reader of rows; a concrete reader embeds it as its first member. */
struct table_reader {
	struct text_reader head;
	struct table *table;
};

struct table_shape {
	const char *name; /* of a record, for messages: "VRP" */
	const struct field
	    *fields;     /* names of columns, any case; rows of the same offset: the first column wins */
	size_t n_fields; /* at most 64 */
	size_t size;     /* octets of the record that the fields point into */
	/* A complete record; seen: bit i, fields[i] had a value. False: rejected, and reported by whoever
	 * took it. */
	bool (*take)(struct table_reader *r, void *record, uint64_t seen, const struct csv_row *row);
	void (*header)(struct table_reader *r, const struct csv_row *row); /* may be NULL */
};

/**
 * table_reader_init - make the head of a reader; ops serve a reader that owns nothing else.
 *
 * Rejected: a row with fewer or more cells than the header has (but for empty ones at the end), a needed cell
 * that is empty or wrong. Errors of feed: VALUE where the header lacks a needed column. Errors of finish:
 * SHORT where the file ends in the middle of a row, as far as that can be seen.
 */
void table_reader_init(struct table_reader *r, const struct table_shape *shape, struct diag *diag);
extern const struct text_reader_ops table_reader_ops;

/* The parts of the ops, for readers that have more to do. */
MUST_USE enum err table_reader_feed(struct text_reader *r, const char *p, size_t len);
MUST_USE enum err table_reader_finish(struct text_reader *r);
void table_reader_fini(struct table_reader *r);

/** table_reject - report what is wrong with the row that is being taken. Returns false. */
bool table_reject(struct table_reader *r, const char *reason, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
