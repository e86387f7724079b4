/*
 * What readers of line-based formats share: lines out of pieces, reports with LINE:COLUMN, and when a file is
 * not of the kind at all.
 */
#ifndef NORMA_TEXT_LINE_READER_H
#define NORMA_TEXT_LINE_READER_H

#include "text/lines.h"
#include "text/reader.h"

struct line_reader;

struct line_reader_ops {
	const char *kind; /* for messages: "delegated statistics" */
	/* One line, in order; blank ones and those that are too long too. Anything but OK ends the file. */
	enum err (*line)(struct line_reader *r, const struct text_line *l);
	/* The end of the input, behind the last line; may be NULL. */
	enum err (*end)(struct line_reader *r);
	void (*free)(struct line_reader *r); /* what the reader owns, itself included */
};

/* The head of such a reader; a concrete reader embeds it as its first member. */
struct line_reader {
	struct text_reader head;
	const struct line_reader_ops *line_ops;
	struct text_lines lines;
	bool is_kind; /* to be set by the reader at the first sign that the file is what it takes it for */
	bool began, has_text;
	enum err err;
};

/* A file of which so many lines were rejected before any was of the kind is given up. */
enum { LINE_READER_PATIENCE = 1000 };

/** line_reader_init - max_line: octets; 0: TEXT_LINE_MAX. */
void line_reader_init(struct line_reader *r, const struct line_reader_ops *ops, size_t max_line,
                      struct diag *diag);
void line_reader_fini(struct line_reader *r);

/** line_reject - report what is wrong at a column (from 1) of a line, and count it as rejected. */
void line_reject(struct line_reader *r, uint64_t line, uint64_t column, const char *reason, const char *fmt,
                 ...) PRINTF_LIKE(5, 6);

/** line_reject_too_long - the words for a line over the limit. */
void line_reject_too_long(struct line_reader *r, const struct text_line *l);

/** line_remark - report what is odd and no reason to reject anything. */
void line_remark(struct line_reader *r, uint64_t line, uint64_t column, const char *reason, const char *fmt,
                 ...) PRINTF_LIKE(5, 6);

/* A part of a line. */
struct text_part {
	const char *s;
	size_t len;
};

static inline bool text_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/** text_trim - without blanks at both ends. */
static inline struct text_part text_trim(const char *s, size_t len)
{
	while (len > 0 && text_is_blank(s[len - 1]))
		len--;
	while (len > 0 && text_is_blank(*s)) {
		s++;
		len--;
	}
	return (struct text_part){s, len};
}

/** text_split - the parts between separators, trimmed; at most max, the last with all that is left. */
size_t text_split(const struct text_line *l, char separator, struct text_part *parts, size_t max);

/** text_part_is - are these the word's octets, in any case? */
bool text_part_is(const struct text_part *p, const char *word);

/** text_column - the column of s, which points into the line, from 1. */
static inline uint64_t text_column(const struct text_line *l, const char *s)
{
	return (uint64_t)(s - l->s) + 1;
}

/** text_date - "20260131", or "" and "00000000", which say nothing (INSTANT_NONE). Errors: VALUE. */
MUST_USE enum err text_date(const char *s, size_t len, instant_t *out);

#endif
