/* AS_PATH verification, word for word after draft-ietf-sidrops-aspa-verification-28. */
#include "oracle.h"

#include <stdlib.h>

enum answer { NO_ATTESTATION, PROVIDER_PLUS, NOT_PROVIDER_PLUS };

/*
 * "If there is no entry in the ASPA table for CAS = AS(x), then No Attestation. Else, if there is an entry
 * with SPAS that includes AS(y), then Provider+. Else, Not Provider+." U-SPAS: the union over the customer's
 * records.
 */
static enum answer authorized(const struct aspa *records, size_t n, asn_t x, asn_t y)
{
	bool attested = false;
	for (size_t i = 0; i < n; i++) {
		if (records[i].customer != x)
			continue;
		attested = true;
		for (size_t k = 0; k < records[i].n_providers; k++)
			if (records[i].providers[k] == y)
				return PROVIDER_PLUS;
	}
	return attested ? NOT_PROVIDER_PLUS : NO_ATTESTATION;
}

/* The compressed path as the draft counts it: A[1] is the origin, A[N] the neighbour. */
static size_t compress(const asn_t *path, size_t n_path, asn_t *a)
{
	size_t n = 0;
	for (size_t i = n_path; i > 0; i--)
		if (n == 0 || a[n] != path[i - 1])
			a[++n] = path[i - 1];
	return n;
}

static size_t up_ramp(const struct aspa *r, size_t n, const asn_t *a, size_t N, bool lenient)
{
	for (size_t i = 1; i + 1 <= N; i++) {
		enum answer x = authorized(r, n, a[i], a[i + 1]);
		if (x == NOT_PROVIDER_PLUS || (!lenient && x == NO_ATTESTATION))
			return i;
	}
	return N;
}

static size_t down_ramp(const struct aspa *r, size_t n, const asn_t *a, size_t N, bool lenient)
{
	for (size_t j = N; j >= 2; j--) {
		enum answer x = authorized(r, n, a[j], a[j - 1]);
		if (x == NOT_PROVIDER_PLUS || (!lenient && x == NO_ATTESTATION))
			return N - j + 1;
	}
	return N;
}

const char *oracle_aspa(const struct aspa *records, size_t n, const asn_t *path, size_t n_path, bool has_set,
                        bool upstream)
{
	if (n_path == 0 || has_set)
		return "invalid";
	asn_t *a = malloc((n_path + 1) * sizeof *a);
	if (!a)
		abort();
	a[0] = 0;
	size_t N = compress(path, n_path, a);
	size_t max_up = up_ramp(records, n, a, N, true), min_up = up_ramp(records, n, a, N, false);
	size_t max_down = down_ramp(records, n, a, N, true), min_down = down_ramp(records, n, a, N, false);
	free(a);
	if (upstream)
		return max_up < N ? "invalid" : min_up < N ? "unknown" : "valid";
	return max_up + max_down < N ? "invalid" : min_up + min_down < N ? "unknown" : "valid";
}
