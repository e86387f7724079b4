/* What a file is and what time its content gives itself, told by its beginning. Internal to feed. */
#ifndef NORMA_FEED_RECOGNISE_H
#define NORMA_FEED_RECOGNISE_H

#include "feed/sources.h"

struct recognised {
	enum source_kind kind;
	enum text_kind text;
	struct archive_head head; /* SOURCE_BGP */
	instant_t time;           /* that the content gives itself, else INSTANT_NONE */
	uint64_t size;            /* octets on the disk */
	char *why_not;            /* SOURCE_UNKNOWN: words; owner: caller */
	bool unreadable;          /* why_not says why it cannot be read */
	struct io_stream *once;   /* a pipe, which cannot be opened again; owner: caller */
};

/** recognise_file - folder: the first one below the data folder, "" for none. */
void recognise_file(const char *path, const char *folder, const struct io_stream_opts *opts,
                    struct recognised *out);

/** recognise_folder - the folder where files of the kind are at home; "" none. */
const char *recognise_folder(enum source_kind kind);

/** recognise_why_not - words for what is not of the folder's kind: "these are no VRPs". Owner: caller. */
char *recognise_why_not(const char *folder);

#endif
