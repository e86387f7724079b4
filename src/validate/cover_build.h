/* Making a cover table (cover.h): items are added in any order, then settled once. */
#ifndef NORMA_VALIDATE_COVER_BUILD_H
#define NORMA_VALIDATE_COVER_BUILD_H

#include "validate/cover.h"

struct cover_builder;
struct cover_builder *cover_builder_new(void);

/** cover_builder_file - name the file that the next additions come from; gives the number to add with. */
uint32_t cover_builder_file(struct cover_builder *b, const char *file, instant_t as_of);

/** cover_builder_date - the time of a file's content where it was not known before it was read. */
void cover_builder_date(struct cover_builder *b, uint32_t file, instant_t as_of);

/** cover_builder_drop - forget all that came or comes from the file. */
void cover_builder_drop(struct cover_builder *b, uint32_t file);

/**
 * cover_builder_add - one item. Host bits of the prefix are cut off; sources above 2^24 share one.
 */
void cover_builder_add(struct cover_builder *b, uint32_t file, const char *source, const struct prefix *p,
                       uint32_t value, uint16_t extra);

/**
 * cover_builder_build - the table; the builder is gone afterwards. Items that agree in everything are one;
 * the order of additions and of files leaves no trace. Owner: caller, cover_table_free.
 */
struct cover_table *cover_builder_build(struct cover_builder *b);
void cover_builder_free(struct cover_builder *b);
void cover_table_free(struct cover_table *t);

/** cover_table_octets - memory that the table holds. */
uint64_t cover_table_octets(const struct cover_table *t);

#endif
