/**
 * file.h - files written through ISA-L as gzip, or plain. What goes wrong ends the program with the file's
 * name.
 */
#pragma once
#include "grow.h"

struct file;
/** Folders above the file are made. A name that ends in .gz is compressed. */
struct file *file_open(const char *dir, const char *name);
void file_add(struct file *f, const void *p, size_t n);
void file_text(struct file *f, const char *form, ...) __attribute__((format(printf, 2, 3)));
void file_close(struct file *f);
