/*
 * Words from registries, made fit to be kept: names come in UTF-8, in Latin-1 and in mixtures of both.
 */
#ifndef NORMA_TEXT_CLEAN_H
#define NORMA_TEXT_CLEAN_H

#include "base/mem.h"

/**
 * text_clean - append s to out as UTF-8 without control characters.
 *
 * Shape:  well-formed UTF-8 (RFC 3629) stays; any other octet from 0x80 up is taken for Latin-1; control
 * characters (C0, DEL, C1) become blanks, so that no name can move a terminal's cursor or end a string early;
 * runs of blanks become one, those at both ends go.
 */
void text_clean(struct buf *out, const char *s, size_t len);

/** text_is_clean - is s already what text_clean would make of it? */
bool text_is_clean(const char *s, size_t len);

#endif
