/*
 * A fuzz target is a file fuzz_NAME.c that defines FUZZ_TARGET and a row in meson.build; seeds, and every
 * input that once broke something, lie in corpus/NAME. It states an invariant with REQUIRE. Built for
 * libFuzzer by `make fuzz`; in every other build replay.c runs it over the corpus and over the corpus cut at
 * every length.
 */
#ifndef NORMA_TESTS_FUZZ_FUZZ_H
#define NORMA_TESTS_FUZZ_FUZZ_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);
#define FUZZ_TARGET(data, len) int LLVMFuzzerTestOneInput(const uint8_t *(data), size_t(len))

#endif
