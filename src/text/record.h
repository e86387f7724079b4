/*
 * Readers of JSON whose records are objects with known members: the reader is a table of shapes, a shape is a
 * table of fields (text/field.h), and one function takes each complete record.
 *
 * Invariants: one record is open at a time; where shapes stand inside each other (a page of an API around its
 * members) the inner one counts. A record with a wrong or missing needed member is reported, counted as
 * rejected and never taken.
 */
#ifndef NORMA_TEXT_RECORD_H
#define NORMA_TEXT_RECORD_H

#include "text/field.h"
#include "text/json.h"
#include "text/reader.h"

struct records;

/* The head of a reader made of shapes; a concrete reader embeds it as its first member. */
struct record_reader {
	struct text_reader head;
	struct records *records;
};

enum record_taken {
	RECORD_TAKEN,
	RECORD_REJECTED, /* and reported by whoever took it */
	RECORD_OTHER,    /* not one of the records this file is read for: not counted */
};

enum { RECORD_LISTS = 63 };
struct record_end {
	int base;      /* which of the shape's bases */
	uint64_t seen; /* bit i: fields[i] had a value; bit RECORD_LISTS: so had one of the lists */
};

struct record_shape {
	const char *name;         /* for messages: "VRP" */
	const char *const *bases; /* paths of such objects, NULL-ended; "" for one document a record */
	const struct field *fields;
	size_t n_fields; /* at most 63 */
	size_t size;     /* octets of the record that the fields point into */
	enum record_taken (*take)(struct record_reader *r, void *record, const struct record_end *end);
	/* Members that repeat: paths below the base, NULL-ended, and who gets their values; both may be NULL.
	 */
	const char *const *lists;
	void (*begin)(struct record_reader *r);
	void (*item)(struct record_reader *r, int list, const struct json_event *e);
	/* A scalar where a record could stand; false, or NULL: rejected. */
	bool (*plain)(struct record_reader *r, const struct json_event *e);
};

/**
 * record_reader_init - make the head of a reader. ops serve a reader that owns nothing else.
 * shapes must outlive the reader.
 */
void record_reader_init(struct record_reader *r, const struct record_shape *shapes, size_t n_shapes,
                        const struct json_options *options, struct diag *diag);
extern const struct text_reader_ops record_reader_ops;

/* The parts of the ops, for readers that have more to do. */
MUST_USE enum err record_reader_feed(struct text_reader *r, const char *p, size_t len);
MUST_USE enum err record_reader_finish(struct text_reader *r);
void record_reader_fini(struct record_reader *r);

/** record_words - where text that belongs to the open record is kept: as long as the record. */
struct arena *record_words(struct record_reader *r);

/** record_reject - report what is wrong with the record that is being taken or filled. Returns
 * RECORD_REJECTED. */
enum record_taken record_reject(struct record_reader *r, const char *reason, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/** record_remark - report what is odd with it and no reason to reject it. */
void record_remark(struct record_reader *r, const char *reason, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
