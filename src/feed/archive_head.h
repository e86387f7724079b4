/* What the beginning of a file tells of it as MRT, and its place in the order of files. */
#ifndef NORMA_FEED_ARCHIVE_HEAD_H
#define NORMA_FEED_ARCHIVE_HEAD_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive_head {
	bool looked;      /* all below is known */
	enum err verdict; /* OK; VALUE no MRT; EOF empty; else as io_stream_read */
	uint32_t time;    /* of its first record */
	uint32_t micros;
	bool is_dump;    /* its first record belongs to a table dump */
	uint64_t digest; /* of its first 64 KiB, decompressed */
	uint64_t size;   /* octets on the disk */
};

/** archive_head_is_mrt - does p, the first octets (IO_HEAD, or all), begin with a record? With damage_too: is
 * there one further on? */
bool archive_head_is_mrt(const uint8_t *p, size_t len, bool damage_too);

/** archive_head_read - the head of a file whose first octets are p and whose size is known. */
struct archive_head archive_head_read(const uint8_t *p, size_t len, uint64_t size);

/** archive_head_open - the same of a file that nobody has looked at. */
struct archive_head archive_head_open(const char *path);

#endif
