/* Inside score/ only: the files of frameworks/, compiled in (the build writes framework_texts.c). */
#ifndef NORMA_SCORE_FRAMEWORK_TEXTS_H
#define NORMA_SCORE_FRAMEWORK_TEXTS_H

#include <stddef.h>

struct framework_text {
	const char *name, *text;
};
extern const struct framework_text framework_texts[];
extern const size_t framework_n_texts;

#endif
