#include "text/vrp_row.h"

const struct field vrp_json_fields[VRP_JSON_FIELDS] = {
    FIELD(vrp, asn, ASN, NEEDED, "asn"),
    FIELD(vrp, prefix, PREFIX, NEEDED, "prefix"),
    FIELD(vrp, max_len, U8, CHECKED, "maxLength"),
    FIELD(vrp, ta, WORDS, OPTIONAL, "ta"),
    FIELD(vrp, expires, INSTANT, OPTIONAL, "expires"),
    FIELD(vrp, max_len, U8, CHECKED, "maxlength"),
    FIELD(vrp, max_len, U8, CHECKED, "max_length"),
    FIELD(vrp, ta, WORDS, OPTIONAL, "trustAnchor"),
    FIELD(vrp, ta, WORDS, OPTIONAL, "source[].tal"),
};

const struct field vrp_csv_fields[VRP_CSV_FIELDS] = {
    FIELD(vrp, asn, ASN, NEEDED, "ASN"),
    FIELD(vrp, prefix, PREFIX, NEEDED, "IP Prefix"),
    FIELD(vrp, max_len, U8, CHECKED, "Max Length"),
    FIELD(vrp, ta, WORDS, OPTIONAL, "Trust Anchor"),
    FIELD(vrp, expires, INSTANT, OPTIONAL, "Expires"),
    FIELD(vrp, prefix, PREFIX, NEEDED, "Prefix"),
    FIELD(vrp, max_len, U8, CHECKED, "MaxLength"),
    FIELD(vrp, ta, WORDS, OPTIONAL, "TA"),
    FIELD(vrp, expires, INSTANT, OPTIONAL, "Not After"),
};

enum err vrp_row_check(struct vrp *v, const struct field *fields, size_t n, uint64_t seen)
{
	bool said = false;
	for (size_t i = 0; i < n; i++)
		said |= fields[i].offset == offsetof(struct vrp, max_len) && (seen >> i & 1);
	unsigned len = said ? v->max_len : v->prefix.len;
	if (len < v->prefix.len || len > family_bits(v->prefix.family))
		return ERR_LENGTH;
	v->max_len = (uint8_t)len;
	return ERR_OK;
}
