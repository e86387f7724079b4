/* What kind of text a file is, told by its first octets; its name plays no part. */
#ifndef NORMA_TEXT_RECOGNISE_H
#define NORMA_TEXT_RECOGNISE_H

#include <stddef.h>

/* kind, name for people, the folder of a data folder where such files are at home */
#define TEXT_KIND_LIST(X)                                            \
	X(UNKNOWN, "unknown", "")                                    \
	X(VRP_JSON, "VRPs in JSON", "rpki")                          \
	X(VRP_CSV, "VRPs in CSV", "rpki")                            \
	X(SLURM, "SLURM filters", "rpki")                            \
	X(RPSL, "RPSL objects", "irr")                               \
	X(DELEGATED, "delegated statistics", "rir")                  \
	X(PEERINGDB, "PeeringDB", "peeringdb")                       \
	X(RDAP, "RDAP answers", "contacts")                          \
	X(SPOOFER, "Spoofer sessions", "spoofer")                    \
	X(AS_REL, "AS relationships", "topology")                    \
	X(AS_ORG, "organisations of ASNs", "orgs")                   \
	X(AS_ORG_JSON, "organisations of ASNs in JSON", "orgs")      \
	X(PARTICIPANTS_CSV, "participants in CSV", "participants")   \
	X(PARTICIPANTS_JSON, "participants in JSON", "participants") \
	X(INCIDENTS, "incidents reported by others", "incidents")    \
	X(BOGON_LIST, "bogon prefixes", "bogons")

enum text_kind {
#define TEXT_KIND_ENUM(kind, name, folder) TEXT_##kind,
	TEXT_KIND_LIST(TEXT_KIND_ENUM)
#undef TEXT_KIND_ENUM
	    TEXT_KINDS
};

enum { TEXT_RECOGNISE_HEAD = 65536 }; /* octets that are looked at; fewer do where the file has no more */

/**
 * text_recognise - the kind of a file that begins with head (decompressed).
 *
 * @folder  the first folder below the data folder ("rpki", "irr", ...), "" where there is none: it decides
 * only where the content is JSON that says nothing ("[]")
 *
 * TEXT_UNKNOWN is anything else. The kind says which reader to try; the reader says whether the file is any
 * good.
 */
enum text_kind text_recognise(const char *folder, const char *head, size_t len);

const char *text_kind_name(enum text_kind kind);
const char *text_kind_folder(enum text_kind kind);

#endif
