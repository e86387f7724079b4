#include "net/economy.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* clang-format off */

/* By code. Written by tools/gen-m49. */
static const struct economy_area areas[] = {
    /* areas: begin */
    {2, 0, ECONOMY_REGION, "Africa"},
    {5, 419, ECONOMY_INTERMEDIATE, "South America"},
    {9, 0, ECONOMY_REGION, "Oceania"},
    {11, 202, ECONOMY_INTERMEDIATE, "Western Africa"},
    {13, 419, ECONOMY_INTERMEDIATE, "Central America"},
    {14, 202, ECONOMY_INTERMEDIATE, "Eastern Africa"},
    {15, 2, ECONOMY_SUB_REGION, "Northern Africa"},
    {17, 202, ECONOMY_INTERMEDIATE, "Middle Africa"},
    {18, 202, ECONOMY_INTERMEDIATE, "Southern Africa"},
    {19, 0, ECONOMY_REGION, "Americas"},
    {21, 19, ECONOMY_SUB_REGION, "Northern America"},
    {29, 419, ECONOMY_INTERMEDIATE, "Caribbean"},
    {30, 142, ECONOMY_SUB_REGION, "Eastern Asia"},
    {34, 142, ECONOMY_SUB_REGION, "Southern Asia"},
    {35, 142, ECONOMY_SUB_REGION, "South-eastern Asia"},
    {39, 150, ECONOMY_SUB_REGION, "Southern Europe"},
    {53, 9, ECONOMY_SUB_REGION, "Australia and New Zealand"},
    {54, 9, ECONOMY_SUB_REGION, "Melanesia"},
    {57, 9, ECONOMY_SUB_REGION, "Micronesia"},
    {61, 9, ECONOMY_SUB_REGION, "Polynesia"},
    {142, 0, ECONOMY_REGION, "Asia"},
    {143, 142, ECONOMY_SUB_REGION, "Central Asia"},
    {145, 142, ECONOMY_SUB_REGION, "Western Asia"},
    {150, 0, ECONOMY_REGION, "Europe"},
    {151, 150, ECONOMY_SUB_REGION, "Eastern Europe"},
    {154, 150, ECONOMY_SUB_REGION, "Northern Europe"},
    {155, 150, ECONOMY_SUB_REGION, "Western Europe"},
    {202, 2, ECONOMY_SUB_REGION, "Sub-Saharan Africa"},
    {419, 19, ECONOMY_SUB_REGION, "Latin America and the Caribbean"},
    /* areas: end */
};

/* By alpha-2 code. Written by tools/gen-m49. */
static const struct economy economies[] = {
    /* economies: begin */
    {"AD", "AND", 20, 39, "Andorra"},
    {"AE", "ARE", 784, 145, "United Arab Emirates"},
    {"AF", "AFG", 4, 34, "Afghanistan"},
    {"AG", "ATG", 28, 29, "Antigua and Barbuda"},
    {"AI", "AIA", 660, 29, "Anguilla"},
    {"AL", "ALB", 8, 39, "Albania"},
    {"AM", "ARM", 51, 145, "Armenia"},
    {"AO", "AGO", 24, 17, "Angola"},
    {"AQ", "ATA", 10, 0, "Antarctica"},
    {"AR", "ARG", 32, 5, "Argentina"},
    {"AS", "ASM", 16, 61, "American Samoa"},
    {"AT", "AUT", 40, 155, "Austria"},
    {"AU", "AUS", 36, 53, "Australia"},
    {"AW", "ABW", 533, 29, "Aruba"},
    {"AX", "ALA", 248, 154, "Åland Islands"},
    {"AZ", "AZE", 31, 145, "Azerbaijan"},
    {"BA", "BIH", 70, 39, "Bosnia and Herzegovina"},
    {"BB", "BRB", 52, 29, "Barbados"},
    {"BD", "BGD", 50, 34, "Bangladesh"},
    {"BE", "BEL", 56, 155, "Belgium"},
    {"BF", "BFA", 854, 11, "Burkina Faso"},
    {"BG", "BGR", 100, 151, "Bulgaria"},
    {"BH", "BHR", 48, 145, "Bahrain"},
    {"BI", "BDI", 108, 14, "Burundi"},
    {"BJ", "BEN", 204, 11, "Benin"},
    {"BL", "BLM", 652, 29, "Saint Barthélemy"},
    {"BM", "BMU", 60, 21, "Bermuda"},
    {"BN", "BRN", 96, 35, "Brunei Darussalam"},
    {"BO", "BOL", 68, 5, "Bolivia (Plurinational State of)"},
    {"BQ", "BES", 535, 29, "Bonaire, Sint Eustatius and Saba"},
    {"BR", "BRA", 76, 5, "Brazil"},
    {"BS", "BHS", 44, 29, "Bahamas"},
    {"BT", "BTN", 64, 34, "Bhutan"},
    {"BV", "BVT", 74, 5, "Bouvet Island"},
    {"BW", "BWA", 72, 18, "Botswana"},
    {"BY", "BLR", 112, 151, "Belarus"},
    {"BZ", "BLZ", 84, 13, "Belize"},
    {"CA", "CAN", 124, 21, "Canada"},
    {"CC", "CCK", 166, 53, "Cocos (Keeling) Islands"},
    {"CD", "COD", 180, 17, "Congo (Democratic Republic of the)"},
    {"CF", "CAF", 140, 17, "Central African Republic"},
    {"CG", "COG", 178, 17, "Congo"},
    {"CH", "CHE", 756, 155, "Switzerland"},
    {"CI", "CIV", 384, 11, "Côte d'Ivoire"},
    {"CK", "COK", 184, 61, "Cook Islands"},
    {"CL", "CHL", 152, 5, "Chile"},
    {"CM", "CMR", 120, 17, "Cameroon"},
    {"CN", "CHN", 156, 30, "China"},
    {"CO", "COL", 170, 5, "Colombia"},
    {"CR", "CRI", 188, 13, "Costa Rica"},
    {"CU", "CUB", 192, 29, "Cuba"},
    {"CV", "CPV", 132, 11, "Cabo Verde"},
    {"CW", "CUW", 531, 29, "Curaçao"},
    {"CX", "CXR", 162, 53, "Christmas Island"},
    {"CY", "CYP", 196, 145, "Cyprus"},
    {"CZ", "CZE", 203, 151, "Czechia"},
    {"DE", "DEU", 276, 155, "Germany"},
    {"DJ", "DJI", 262, 14, "Djibouti"},
    {"DK", "DNK", 208, 154, "Denmark"},
    {"DM", "DMA", 212, 29, "Dominica"},
    {"DO", "DOM", 214, 29, "Dominican Republic"},
    {"DZ", "DZA", 12, 15, "Algeria"},
    {"EC", "ECU", 218, 5, "Ecuador"},
    {"EE", "EST", 233, 154, "Estonia"},
    {"EG", "EGY", 818, 15, "Egypt"},
    {"EH", "ESH", 732, 15, "Western Sahara"},
    {"ER", "ERI", 232, 14, "Eritrea"},
    {"ES", "ESP", 724, 39, "Spain"},
    {"ET", "ETH", 231, 14, "Ethiopia"},
    {"FI", "FIN", 246, 154, "Finland"},
    {"FJ", "FJI", 242, 54, "Fiji"},
    {"FK", "FLK", 238, 5, "Falkland Islands (Malvinas)"},
    {"FM", "FSM", 583, 57, "Micronesia (Federated States of)"},
    {"FO", "FRO", 234, 154, "Faroe Islands"},
    {"FR", "FRA", 250, 155, "France"},
    {"GA", "GAB", 266, 17, "Gabon"},
    {"GB", "GBR", 826, 154, "United Kingdom of Great Britain and Northern Ireland"},
    {"GD", "GRD", 308, 29, "Grenada"},
    {"GE", "GEO", 268, 145, "Georgia"},
    {"GF", "GUF", 254, 5, "French Guiana"},
    {"GG", "GGY", 831, 154, "Guernsey"},
    {"GH", "GHA", 288, 11, "Ghana"},
    {"GI", "GIB", 292, 39, "Gibraltar"},
    {"GL", "GRL", 304, 21, "Greenland"},
    {"GM", "GMB", 270, 11, "Gambia"},
    {"GN", "GIN", 324, 11, "Guinea"},
    {"GP", "GLP", 312, 29, "Guadeloupe"},
    {"GQ", "GNQ", 226, 17, "Equatorial Guinea"},
    {"GR", "GRC", 300, 39, "Greece"},
    {"GS", "SGS", 239, 5, "South Georgia and the South Sandwich Islands"},
    {"GT", "GTM", 320, 13, "Guatemala"},
    {"GU", "GUM", 316, 57, "Guam"},
    {"GW", "GNB", 624, 11, "Guinea-Bissau"},
    {"GY", "GUY", 328, 5, "Guyana"},
    {"HK", "HKG", 344, 30, "Hong Kong"},
    {"HM", "HMD", 334, 53, "Heard Island and McDonald Islands"},
    {"HN", "HND", 340, 13, "Honduras"},
    {"HR", "HRV", 191, 39, "Croatia"},
    {"HT", "HTI", 332, 29, "Haiti"},
    {"HU", "HUN", 348, 151, "Hungary"},
    {"ID", "IDN", 360, 35, "Indonesia"},
    {"IE", "IRL", 372, 154, "Ireland"},
    {"IL", "ISR", 376, 145, "Israel"},
    {"IM", "IMN", 833, 154, "Isle of Man"},
    {"IN", "IND", 356, 34, "India"},
    {"IO", "IOT", 86, 14, "British Indian Ocean Territory"},
    {"IQ", "IRQ", 368, 145, "Iraq"},
    {"IR", "IRN", 364, 34, "Iran (Islamic Republic of)"},
    {"IS", "ISL", 352, 154, "Iceland"},
    {"IT", "ITA", 380, 39, "Italy"},
    {"JE", "JEY", 832, 154, "Jersey"},
    {"JM", "JAM", 388, 29, "Jamaica"},
    {"JO", "JOR", 400, 145, "Jordan"},
    {"JP", "JPN", 392, 30, "Japan"},
    {"KE", "KEN", 404, 14, "Kenya"},
    {"KG", "KGZ", 417, 143, "Kyrgyzstan"},
    {"KH", "KHM", 116, 35, "Cambodia"},
    {"KI", "KIR", 296, 57, "Kiribati"},
    {"KM", "COM", 174, 14, "Comoros"},
    {"KN", "KNA", 659, 29, "Saint Kitts and Nevis"},
    {"KP", "PRK", 408, 30, "Korea (Democratic People's Republic of)"},
    {"KR", "KOR", 410, 30, "Korea (Republic of)"},
    {"KW", "KWT", 414, 145, "Kuwait"},
    {"KY", "CYM", 136, 29, "Cayman Islands"},
    {"KZ", "KAZ", 398, 143, "Kazakhstan"},
    {"LA", "LAO", 418, 35, "Lao People's Democratic Republic"},
    {"LB", "LBN", 422, 145, "Lebanon"},
    {"LC", "LCA", 662, 29, "Saint Lucia"},
    {"LI", "LIE", 438, 155, "Liechtenstein"},
    {"LK", "LKA", 144, 34, "Sri Lanka"},
    {"LR", "LBR", 430, 11, "Liberia"},
    {"LS", "LSO", 426, 18, "Lesotho"},
    {"LT", "LTU", 440, 154, "Lithuania"},
    {"LU", "LUX", 442, 155, "Luxembourg"},
    {"LV", "LVA", 428, 154, "Latvia"},
    {"LY", "LBY", 434, 15, "Libya"},
    {"MA", "MAR", 504, 15, "Morocco"},
    {"MC", "MCO", 492, 155, "Monaco"},
    {"MD", "MDA", 498, 151, "Moldova (Republic of)"},
    {"ME", "MNE", 499, 39, "Montenegro"},
    {"MF", "MAF", 663, 29, "Saint Martin (French part)"},
    {"MG", "MDG", 450, 14, "Madagascar"},
    {"MH", "MHL", 584, 57, "Marshall Islands"},
    {"MK", "MKD", 807, 39, "North Macedonia"},
    {"ML", "MLI", 466, 11, "Mali"},
    {"MM", "MMR", 104, 35, "Myanmar"},
    {"MN", "MNG", 496, 30, "Mongolia"},
    {"MO", "MAC", 446, 30, "Macao"},
    {"MP", "MNP", 580, 57, "Northern Mariana Islands"},
    {"MQ", "MTQ", 474, 29, "Martinique"},
    {"MR", "MRT", 478, 11, "Mauritania"},
    {"MS", "MSR", 500, 29, "Montserrat"},
    {"MT", "MLT", 470, 39, "Malta"},
    {"MU", "MUS", 480, 14, "Mauritius"},
    {"MV", "MDV", 462, 34, "Maldives"},
    {"MW", "MWI", 454, 14, "Malawi"},
    {"MX", "MEX", 484, 13, "Mexico"},
    {"MY", "MYS", 458, 35, "Malaysia"},
    {"MZ", "MOZ", 508, 14, "Mozambique"},
    {"NA", "NAM", 516, 18, "Namibia"},
    {"NC", "NCL", 540, 54, "New Caledonia"},
    {"NE", "NER", 562, 11, "Niger"},
    {"NF", "NFK", 574, 53, "Norfolk Island"},
    {"NG", "NGA", 566, 11, "Nigeria"},
    {"NI", "NIC", 558, 13, "Nicaragua"},
    {"NL", "NLD", 528, 155, "Netherlands (Kingdom of the)"},
    {"NO", "NOR", 578, 154, "Norway"},
    {"NP", "NPL", 524, 34, "Nepal"},
    {"NR", "NRU", 520, 57, "Nauru"},
    {"NU", "NIU", 570, 61, "Niue"},
    {"NZ", "NZL", 554, 53, "New Zealand"},
    {"OM", "OMN", 512, 145, "Oman"},
    {"PA", "PAN", 591, 13, "Panama"},
    {"PE", "PER", 604, 5, "Peru"},
    {"PF", "PYF", 258, 61, "French Polynesia"},
    {"PG", "PNG", 598, 54, "Papua New Guinea"},
    {"PH", "PHL", 608, 35, "Philippines"},
    {"PK", "PAK", 586, 34, "Pakistan"},
    {"PL", "POL", 616, 151, "Poland"},
    {"PM", "SPM", 666, 21, "Saint Pierre and Miquelon"},
    {"PN", "PCN", 612, 61, "Pitcairn"},
    {"PR", "PRI", 630, 29, "Puerto Rico"},
    {"PS", "PSE", 275, 145, "Palestine, State of"},
    {"PT", "PRT", 620, 39, "Portugal"},
    {"PW", "PLW", 585, 57, "Palau"},
    {"PY", "PRY", 600, 5, "Paraguay"},
    {"QA", "QAT", 634, 145, "Qatar"},
    {"RE", "REU", 638, 14, "Réunion"},
    {"RO", "ROU", 642, 151, "Romania"},
    {"RS", "SRB", 688, 39, "Serbia"},
    {"RU", "RUS", 643, 151, "Russian Federation"},
    {"RW", "RWA", 646, 14, "Rwanda"},
    {"SA", "SAU", 682, 145, "Saudi Arabia"},
    {"SB", "SLB", 90, 54, "Solomon Islands"},
    {"SC", "SYC", 690, 14, "Seychelles"},
    {"SD", "SDN", 729, 15, "Sudan"},
    {"SE", "SWE", 752, 154, "Sweden"},
    {"SG", "SGP", 702, 35, "Singapore"},
    {"SH", "SHN", 654, 11, "Saint Helena, Ascension and Tristan da Cunha"},
    {"SI", "SVN", 705, 39, "Slovenia"},
    {"SJ", "SJM", 744, 154, "Svalbard and Jan Mayen"},
    {"SK", "SVK", 703, 151, "Slovakia"},
    {"SL", "SLE", 694, 11, "Sierra Leone"},
    {"SM", "SMR", 674, 39, "San Marino"},
    {"SN", "SEN", 686, 11, "Senegal"},
    {"SO", "SOM", 706, 14, "Somalia"},
    {"SR", "SUR", 740, 5, "Suriname"},
    {"SS", "SSD", 728, 14, "South Sudan"},
    {"ST", "STP", 678, 17, "Sao Tome and Principe"},
    {"SV", "SLV", 222, 13, "El Salvador"},
    {"SX", "SXM", 534, 29, "Sint Maarten (Dutch part)"},
    {"SY", "SYR", 760, 145, "Syrian Arab Republic"},
    {"SZ", "SWZ", 748, 18, "Eswatini"},
    {"TC", "TCA", 796, 29, "Turks and Caicos Islands"},
    {"TD", "TCD", 148, 17, "Chad"},
    {"TF", "ATF", 260, 14, "French Southern Territories"},
    {"TG", "TGO", 768, 11, "Togo"},
    {"TH", "THA", 764, 35, "Thailand"},
    {"TJ", "TJK", 762, 143, "Tajikistan"},
    {"TK", "TKL", 772, 61, "Tokelau"},
    {"TL", "TLS", 626, 35, "Timor-Leste"},
    {"TM", "TKM", 795, 143, "Turkmenistan"},
    {"TN", "TUN", 788, 15, "Tunisia"},
    {"TO", "TON", 776, 61, "Tonga"},
    {"TR", "TUR", 792, 145, "Türkiye"},
    {"TT", "TTO", 780, 29, "Trinidad and Tobago"},
    {"TV", "TUV", 798, 61, "Tuvalu"},
    {"TW", "TWN", 158, 30, "Taiwan (Province of China)"},
    {"TZ", "TZA", 834, 14, "Tanzania, United Republic of"},
    {"UA", "UKR", 804, 151, "Ukraine"},
    {"UG", "UGA", 800, 14, "Uganda"},
    {"UM", "UMI", 581, 57, "United States Minor Outlying Islands"},
    {"US", "USA", 840, 21, "United States of America"},
    {"UY", "URY", 858, 5, "Uruguay"},
    {"UZ", "UZB", 860, 143, "Uzbekistan"},
    {"VA", "VAT", 336, 39, "Holy See"},
    {"VC", "VCT", 670, 29, "Saint Vincent and the Grenadines"},
    {"VE", "VEN", 862, 5, "Venezuela (Bolivarian Republic of)"},
    {"VG", "VGB", 92, 29, "Virgin Islands (British)"},
    {"VI", "VIR", 850, 29, "Virgin Islands (U.S.)"},
    {"VN", "VNM", 704, 35, "Viet Nam"},
    {"VU", "VUT", 548, 54, "Vanuatu"},
    {"WF", "WLF", 876, 61, "Wallis and Futuna"},
    {"WS", "WSM", 882, 61, "Samoa"},
    {"YE", "YEM", 887, 145, "Yemen"},
    {"YT", "MYT", 175, 14, "Mayotte"},
    {"ZA", "ZAF", 710, 18, "South Africa"},
    {"ZM", "ZMB", 894, 14, "Zambia"},
    {"ZW", "ZWE", 716, 14, "Zimbabwe"},
    /* economies: end */
};

/* clang-format on */

enum { N_AREAS = sizeof areas / sizeof *areas, N_ECONOMIES = sizeof economies / sizeof *economies };

const struct economy *economy_at(size_t i)
{
	return i < N_ECONOMIES ? &economies[i] : NULL;
}

const struct economy_area *economy_area_at(size_t i)
{
	return i < N_AREAS ? &areas[i] : NULL;
}

static int by_alpha2(const void *key, const void *row)
{
	return strncasecmp(key, ((const struct economy *)row)->alpha2, 2);
}

const struct economy *economy_find(const char *code, size_t len)
{
	if (len == 2)
		return bsearch(code, economies, N_ECONOMIES, sizeof *economies, by_alpha2);
	for (size_t i = 0; len == 3 && i < N_ECONOMIES; i++)
		if (strncasecmp(code, economies[i].alpha3, 3) == 0)
			return &economies[i];
	return NULL;
}

static int by_code(const void *key, const void *row)
{
	unsigned a = *(const unsigned *)key, b = ((const struct economy_area *)row)->code;
	return (a > b) - (a < b);
}

const struct economy_area *economy_area_find(unsigned code)
{
	return bsearch(&code, areas, N_AREAS, sizeof *areas, by_code);
}

enum err economy_area_parse(const char *s, size_t len, const struct economy_area **out)
{
	const struct economy_area *found = NULL;
	unsigned code = 0;
	size_t digits = 0;
	for (; digits < len && digits < 3 && s[digits] >= '0' && s[digits] <= '9'; digits++)
		code = code * 10 + (unsigned)(s[digits] - '0');
	if (digits == 3 && len == 3)
		found = economy_area_find(code);
	for (size_t i = 0; !found && i < N_AREAS; i++)
		if (strlen(areas[i].name) == len && strncasecmp(areas[i].name, s, len) == 0)
			found = &areas[i];
	if (!found)
		return ERR_VALUE;
	*out = found;
	return ERR_OK;
}

const struct economy_area *economy_area_of(const struct economy *e, enum economy_level level)
{
	const struct economy_area *a = economy_area_find(e->area);
	while (a && a->level > level)
		a = economy_area_find(a->parent);
	return a && a->level == level ? a : NULL;
}
