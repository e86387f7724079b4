/*
 * Snapshots: files whose names differ only in a date or time show one thing at several times; of each such
 * family one file is in force at an instant.
 */
#ifndef NORMA_FEED_SNAPSHOT_H
#define NORMA_FEED_SNAPSHOT_H

#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * snapshot_family - the name with each date, time or UNIX second in it replaced by "@", and without what
 * tells its compression; files that agree in it are snapshots of one another. Owner: caller, free().
 */
char *snapshot_family(const char *name);

/** snapshot_name_time - the first date or time in a name, INSTANT_NONE when there is none. */
instant_t snapshot_name_time(const char *name);

/** snapshot_in_force - of n times the newest not younger than at, else the oldest; n is at least 1. */
size_t snapshot_in_force(const instant_t *times, size_t n, instant_t at);

#endif
