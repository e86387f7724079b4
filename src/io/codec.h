/* Decompressors behind one pair of functions, and how each kind is known. Internal to io. */
#ifndef NORMA_IO_CODEC_H
#define NORMA_IO_CODEC_H

#include "io/stream.h"

struct codec_step {
	const uint8_t *in;
	size_t in_len;
	bool last; /* nothing comes behind `in` */
	uint8_t *out;
	size_t out_len;
	size_t used, made; /* set by the step */
};

enum codec_match { CODEC_NO, CODEC_YES, CODEC_CUT /* all that is there fits, more is needed */ };

/*
 * One row a library. A member is a gzip member, a bz2 or xz stream, a zstd frame; what goes on between
 * members is the same for all and lives in codec.c.
 */
struct codec_ops {
	enum io_kind kind;
	const char *name;
	enum codec_match (*match)(const uint8_t *p, size_t len); /* does a member begin here? */
	void *(*open)(uint64_t max_memory);
	bool (*begin)(void *state); /* a new member; false: no memory */
	/* OK go on; EOF the member has ended; VALUE, LIMIT with words */
	enum err (*step)(void *state, struct codec_step *st, const char **what);
	void (*close)(void *state);
};
extern const struct codec_ops codec_gzip, codec_bzip2, codec_xz, codec_zstd;

struct codec {
	const struct codec_ops *ops; /* NULL: plain */
	void *state;
	bool between; /* no member is open */
	bool padding; /* zeros behind the last member have begun */
	uint64_t members;
};

enum { CODEC_LOOK = 16, CODEC_SNIFF = 8192 }; /* octets that suffice between members; at the start */

/**
 * codec_sniff - tell the kind from the first octets.
 *
 * Errors: SHORT more octets are needed (never when last, nor with CODEC_SNIFF of them); UNSUPPORTED a
 * compression not read here, *what names it.
 */
MUST_USE enum err codec_sniff(const uint8_t *p, size_t len, bool last, const struct codec_ops **out,
                              const char **what);

void codec_open(struct codec *c, const struct codec_ops *ops, uint64_t max_memory);

/**
 * codec_step - decode a piece. While c->between, give at least CODEC_LOOK octets unless last.
 *
 * Errors: EOF all members ended and so did the input; SHORT, VALUE, TRAILING, LIMIT with words.
 */
MUST_USE enum err codec_step(struct codec *c, struct codec_step *st, const char **what);
void codec_close(struct codec *c);

/* Helper of the rows: does p[0..len) agree with the magic as far as both go? */
enum codec_match codec_magic(const uint8_t *p, size_t len, const void *magic, size_t magic_len);

#endif
