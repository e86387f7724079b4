#include "validate/bogon_rules.h"

/*
 * Which blocks IANA has given to which registry, and since when (0: not known, so ever since). Everything
 * else has been given to nobody. Made by tools/gen-iana from IANA's registries "IPv4 Address Space", "IPv6
 * Global Unicast Address Assignments" (blocks that grew stand with what they held before, too) and
 * "Autonomous System (AS) Numbers".
 */

/* The tables stand as the generator writes them. */
/* clang-format off */

/* The day up to which each registry is known. */
static const day_t known_until[] = {
    /* dates: begin */
    [DELEGATION_ASN] = 20260601,
    [DELEGATION_V4] = 20110201,
    [DELEGATION_V6] = 20191106,
    /* dates: end */
};

struct octet_block {
	day_t since; /* 0: IANA's own, or nobody's */
	uint8_t rir;
};

static const struct octet_block ipv4[256] = {
    /* ipv4: begin */
    [1] = {20100101, RIR_APNIC},
    [2] = {20090901, RIR_RIPENCC},
    [3] = {19940501, RIR_ARIN},
    [4] = {19921201, RIR_ARIN},
    [5] = {20101101, RIR_RIPENCC},
    [6] = {19940201, RIR_ARIN},
    [7] = {19950401, RIR_ARIN},
    [8] = {19921201, RIR_ARIN},
    [9] = {19920801, RIR_ARIN},
    [11] = {19930501, RIR_ARIN},
    [12] = {19950601, RIR_ARIN},
    [13] = {19910901, RIR_ARIN},
    [14] = {20100401, RIR_APNIC},
    [15] = {19940701, RIR_ARIN},
    [16] = {19941101, RIR_ARIN},
    [17] = {19920701, RIR_ARIN},
    [18] = {19940101, RIR_ARIN},
    [19] = {19950501, RIR_ARIN},
    [20] = {19941001, RIR_ARIN},
    [21] = {19910701, RIR_ARIN},
    [22] = {19930501, RIR_ARIN},
    [23] = {20101101, RIR_ARIN},
    [24] = {20010501, RIR_ARIN},
    [25] = {19950101, RIR_RIPENCC},
    [26] = {19950501, RIR_ARIN},
    [27] = {20100101, RIR_APNIC},
    [28] = {19920701, RIR_ARIN},
    [29] = {19910701, RIR_ARIN},
    [30] = {19910701, RIR_ARIN},
    [31] = {20100501, RIR_RIPENCC},
    [32] = {19940601, RIR_ARIN},
    [33] = {19910101, RIR_ARIN},
    [34] = {19930301, RIR_ARIN},
    [35] = {19940401, RIR_ARIN},
    [36] = {20101001, RIR_APNIC},
    [37] = {20101101, RIR_RIPENCC},
    [38] = {19940901, RIR_ARIN},
    [39] = {20110101, RIR_APNIC},
    [40] = {19940601, RIR_ARIN},
    [41] = {20050401, RIR_AFRINIC},
    [42] = {20101001, RIR_APNIC},
    [43] = {19910101, RIR_APNIC},
    [44] = {19920701, RIR_ARIN},
    [45] = {19950101, RIR_ARIN},
    [46] = {20090901, RIR_RIPENCC},
    [47] = {19910101, RIR_ARIN},
    [48] = {19950501, RIR_ARIN},
    [49] = {20100801, RIR_APNIC},
    [50] = {20100201, RIR_ARIN},
    [51] = {19940801, RIR_RIPENCC},
    [52] = {19911201, RIR_ARIN},
    [53] = {19931001, RIR_RIPENCC},
    [54] = {19920301, RIR_ARIN},
    [55] = {19950401, RIR_ARIN},
    [56] = {19940601, RIR_ARIN},
    [57] = {19950501, RIR_RIPENCC},
    [58] = {20040401, RIR_APNIC},
    [59] = {20040401, RIR_APNIC},
    [60] = {20030401, RIR_APNIC},
    [61] = {19970401, RIR_APNIC},
    [62] = {19970401, RIR_RIPENCC},
    [63] = {19970401, RIR_ARIN},
    [64] = {19990701, RIR_ARIN},
    [65] = {20000701, RIR_ARIN},
    [66] = {20000701, RIR_ARIN},
    [67] = {20010501, RIR_ARIN},
    [68] = {20010601, RIR_ARIN},
    [69] = {20020801, RIR_ARIN},
    [70] = {20040101, RIR_ARIN},
    [71] = {20040801, RIR_ARIN},
    [72] = {20040801, RIR_ARIN},
    [73] = {20050301, RIR_ARIN},
    [74] = {20050601, RIR_ARIN},
    [75] = {20050601, RIR_ARIN},
    [76] = {20050601, RIR_ARIN},
    [77] = {20060801, RIR_RIPENCC},
    [78] = {20060801, RIR_RIPENCC},
    [79] = {20060801, RIR_RIPENCC},
    [80] = {20010401, RIR_RIPENCC},
    [81] = {20010401, RIR_RIPENCC},
    [82] = {20021101, RIR_RIPENCC},
    [83] = {20031101, RIR_RIPENCC},
    [84] = {20031101, RIR_RIPENCC},
    [85] = {20040401, RIR_RIPENCC},
    [86] = {20040401, RIR_RIPENCC},
    [87] = {20040401, RIR_RIPENCC},
    [88] = {20040401, RIR_RIPENCC},
    [89] = {20050601, RIR_RIPENCC},
    [90] = {20050601, RIR_RIPENCC},
    [91] = {20050601, RIR_RIPENCC},
    [92] = {20070301, RIR_RIPENCC},
    [93] = {20070301, RIR_RIPENCC},
    [94] = {20070701, RIR_RIPENCC},
    [95] = {20070701, RIR_RIPENCC},
    [96] = {20061001, RIR_ARIN},
    [97] = {20061001, RIR_ARIN},
    [98] = {20061001, RIR_ARIN},
    [99] = {20061001, RIR_ARIN},
    [100] = {20101101, RIR_ARIN},
    [101] = {20100801, RIR_APNIC},
    [102] = {20110201, RIR_AFRINIC},
    [103] = {20110201, RIR_APNIC},
    [104] = {20110201, RIR_ARIN},
    [105] = {20101101, RIR_AFRINIC},
    [106] = {20110101, RIR_APNIC},
    [107] = {20100201, RIR_ARIN},
    [108] = {20081201, RIR_ARIN},
    [109] = {20090101, RIR_RIPENCC},
    [110] = {20081101, RIR_APNIC},
    [111] = {20081101, RIR_APNIC},
    [112] = {20080501, RIR_APNIC},
    [113] = {20080501, RIR_APNIC},
    [114] = {20071001, RIR_APNIC},
    [115] = {20071001, RIR_APNIC},
    [116] = {20070101, RIR_APNIC},
    [117] = {20070101, RIR_APNIC},
    [118] = {20070101, RIR_APNIC},
    [119] = {20070101, RIR_APNIC},
    [120] = {20070101, RIR_APNIC},
    [121] = {20060101, RIR_APNIC},
    [122] = {20060101, RIR_APNIC},
    [123] = {20060101, RIR_APNIC},
    [124] = {20050101, RIR_APNIC},
    [125] = {20050101, RIR_APNIC},
    [126] = {20050101, RIR_APNIC},
    [128] = {19930501, RIR_ARIN},
    [129] = {19930501, RIR_ARIN},
    [130] = {19930501, RIR_ARIN},
    [131] = {19930501, RIR_ARIN},
    [132] = {19930501, RIR_ARIN},
    [133] = {19970301, RIR_APNIC},
    [134] = {19930501, RIR_ARIN},
    [135] = {19930501, RIR_ARIN},
    [136] = {19930501, RIR_ARIN},
    [137] = {19930501, RIR_ARIN},
    [138] = {19930501, RIR_ARIN},
    [139] = {19930501, RIR_ARIN},
    [140] = {19930501, RIR_ARIN},
    [141] = {19930501, RIR_RIPENCC},
    [142] = {19930501, RIR_ARIN},
    [143] = {19930501, RIR_ARIN},
    [144] = {19930501, RIR_ARIN},
    [145] = {19930501, RIR_RIPENCC},
    [146] = {19930501, RIR_ARIN},
    [147] = {19930501, RIR_ARIN},
    [148] = {19930501, RIR_ARIN},
    [149] = {19930501, RIR_ARIN},
    [150] = {19930501, RIR_APNIC},
    [151] = {19930501, RIR_RIPENCC},
    [152] = {19930501, RIR_ARIN},
    [153] = {19930501, RIR_APNIC},
    [154] = {19930501, RIR_AFRINIC},
    [155] = {19930501, RIR_ARIN},
    [156] = {19930501, RIR_ARIN},
    [157] = {19930501, RIR_ARIN},
    [158] = {19930501, RIR_ARIN},
    [159] = {19930501, RIR_ARIN},
    [160] = {19930501, RIR_ARIN},
    [161] = {19930501, RIR_ARIN},
    [162] = {19930501, RIR_ARIN},
    [163] = {19930501, RIR_APNIC},
    [164] = {19930501, RIR_ARIN},
    [165] = {19930501, RIR_ARIN},
    [166] = {19930501, RIR_ARIN},
    [167] = {19930501, RIR_ARIN},
    [168] = {19930501, RIR_ARIN},
    [169] = {19930501, RIR_ARIN},
    [170] = {19930501, RIR_ARIN},
    [171] = {19930501, RIR_APNIC},
    [172] = {19930501, RIR_ARIN},
    [173] = {20080201, RIR_ARIN},
    [174] = {20080201, RIR_ARIN},
    [175] = {20090801, RIR_APNIC},
    [176] = {20100501, RIR_RIPENCC},
    [177] = {20100601, RIR_LACNIC},
    [178] = {20090101, RIR_RIPENCC},
    [179] = {20110201, RIR_LACNIC},
    [180] = {20090401, RIR_APNIC},
    [181] = {20100601, RIR_LACNIC},
    [182] = {20090801, RIR_APNIC},
    [183] = {20090401, RIR_APNIC},
    [184] = {20081201, RIR_ARIN},
    [185] = {20110201, RIR_RIPENCC},
    [186] = {20070901, RIR_LACNIC},
    [187] = {20070901, RIR_LACNIC},
    [188] = {19930501, RIR_RIPENCC},
    [189] = {19950601, RIR_LACNIC},
    [190] = {19950601, RIR_LACNIC},
    [191] = {19930501, RIR_LACNIC},
    [192] = {19930501, RIR_ARIN},
    [193] = {19930501, RIR_RIPENCC},
    [194] = {19930501, RIR_RIPENCC},
    [195] = {19930501, RIR_RIPENCC},
    [196] = {19930501, RIR_AFRINIC},
    [197] = {20081001, RIR_AFRINIC},
    [198] = {19930501, RIR_ARIN},
    [199] = {19930501, RIR_ARIN},
    [200] = {20021101, RIR_LACNIC},
    [201] = {20030401, RIR_LACNIC},
    [202] = {19930501, RIR_APNIC},
    [203] = {19930501, RIR_APNIC},
    [204] = {19940301, RIR_ARIN},
    [205] = {19940301, RIR_ARIN},
    [206] = {19950401, RIR_ARIN},
    [207] = {19951101, RIR_ARIN},
    [208] = {19960401, RIR_ARIN},
    [209] = {19960601, RIR_ARIN},
    [210] = {19960601, RIR_APNIC},
    [211] = {19960601, RIR_APNIC},
    [212] = {19971001, RIR_RIPENCC},
    [213] = {19931001, RIR_RIPENCC},
    [214] = {19980301, RIR_ARIN},
    [215] = {19980301, RIR_ARIN},
    [216] = {19980401, RIR_ARIN},
    [217] = {20000601, RIR_RIPENCC},
    [218] = {20001201, RIR_APNIC},
    [219] = {20010901, RIR_APNIC},
    [220] = {20011201, RIR_APNIC},
    [221] = {20020701, RIR_APNIC},
    [222] = {20030201, RIR_APNIC},
    [223] = {20100401, RIR_APNIC},
    /* ipv4: end */
};

struct v6_block {
	uint64_t hi;
	uint8_t len;
	day_t since, until; /* until: the first day that it was not any more; 0: it still is */
	uint8_t rir;        /* enum rir; RIR_NONE: IANA's own */
};

static const struct v6_block ipv6[] = {
    /* ipv6: begin */
    {0x2001000000000000, 23, 19990701, 0, RIR_NONE}, /* 2001::/23 */
    {0x2001020000000000, 23, 19990701, 0, RIR_APNIC}, /* 2001:200::/23 */
    {0x2001040000000000, 23, 19990701, 0, RIR_ARIN}, /* 2001:400::/23 */
    {0x2001060000000000, 23, 19990701, 0, RIR_RIPENCC}, /* 2001:600::/23 */
    {0x2001080000000000, 22, 20021102, 0, RIR_RIPENCC}, /* 2001:800::/22 */
    {0x2001080000000000, 23, 20020502, 0, RIR_RIPENCC}, /* 2001:800::/23 */
    {0x20010c0000000000, 23, 20020502, 0, RIR_APNIC}, /* 2001:c00::/23 */
    {0x20010e0000000000, 23, 20030101, 0, RIR_APNIC}, /* 2001:e00::/23 */
    {0x2001120000000000, 23, 20021101, 0, RIR_LACNIC}, /* 2001:1200::/23 */
    {0x2001140000000000, 22, 20030701, 0, RIR_RIPENCC}, /* 2001:1400::/22 */
    {0x2001140000000000, 23, 20030201, 0, RIR_RIPENCC}, /* 2001:1400::/23 */
    {0x2001180000000000, 23, 20030401, 0, RIR_ARIN}, /* 2001:1800::/23 */
    {0x20011a0000000000, 23, 20040101, 0, RIR_RIPENCC}, /* 2001:1a00::/23 */
    {0x20011c0000000000, 22, 20040504, 0, RIR_RIPENCC}, /* 2001:1c00::/22 */
    {0x2001200000000000, 19, 20190312, 0, RIR_RIPENCC}, /* 2001:2000::/19 */
    {0x2001200000000000, 20, 20040504, 0, RIR_RIPENCC}, /* 2001:2000::/20 */
    {0x2001300000000000, 21, 20040504, 0, RIR_RIPENCC}, /* 2001:3000::/21 */
    {0x2001380000000000, 22, 20040504, 0, RIR_RIPENCC}, /* 2001:3800::/22 */
    {0x2001400000000000, 23, 20040611, 0, RIR_RIPENCC}, /* 2001:4000::/23 */
    {0x2001420000000000, 23, 20040601, 0, RIR_AFRINIC}, /* 2001:4200::/23 */
    {0x2001440000000000, 23, 20040611, 0, RIR_APNIC}, /* 2001:4400::/23 */
    {0x2001460000000000, 23, 20040817, 0, RIR_RIPENCC}, /* 2001:4600::/23 */
    {0x2001480000000000, 23, 20040824, 0, RIR_ARIN}, /* 2001:4800::/23 */
    {0x20014a0000000000, 23, 20041015, 0, RIR_RIPENCC}, /* 2001:4a00::/23 */
    {0x20014c0000000000, 23, 20041217, 0, RIR_RIPENCC}, /* 2001:4c00::/23 */
    {0x2001500000000000, 20, 20040910, 0, RIR_RIPENCC}, /* 2001:5000::/20 */
    {0x2001800000000000, 19, 20041130, 0, RIR_APNIC}, /* 2001:8000::/19 */
    {0x2001a00000000000, 20, 20041130, 0, RIR_APNIC}, /* 2001:a000::/20 */
    {0x2001b00000000000, 20, 20060308, 0, RIR_APNIC}, /* 2001:b000::/20 */
    {0x2002000000000000, 16, 20010201, 0, RIR_NONE}, /* 2002::/16 */
    {0x2003000000000000, 18, 20050112, 0, RIR_RIPENCC}, /* 2003::/18 */
    {0x2400000000000000, 12, 20061003, 0, RIR_APNIC}, /* 2400::/12 */
    {0x2400000000000000, 19, 20050520, 0, RIR_APNIC}, /* 2400::/19 */
    {0x2400200000000000, 19, 20050708, 0, RIR_APNIC}, /* 2400:2000::/19 */
    {0x2400400000000000, 21, 20050808, 0, RIR_APNIC}, /* 2400:4000::/21 */
    {0x2404000000000000, 23, 20060119, 0, RIR_APNIC}, /* 2404::/23 */
    {0x2600000000000000, 12, 20061003, 0, RIR_ARIN}, /* 2600::/12 */
    {0x2600000000000000, 22, 20050419, 0, RIR_ARIN}, /* 2600::/22 */
    {0x2604000000000000, 22, 20050419, 0, RIR_ARIN}, /* 2604::/22 */
    {0x2608000000000000, 22, 20050419, 0, RIR_ARIN}, /* 2608::/22 */
    {0x260c000000000000, 22, 20050419, 0, RIR_ARIN}, /* 260c::/22 */
    {0x2610000000000000, 23, 20051117, 0, RIR_ARIN}, /* 2610::/23 */
    {0x2620000000000000, 23, 20060912, 0, RIR_ARIN}, /* 2620::/23 */
    {0x2630000000000000, 12, 20191106, 0, RIR_ARIN}, /* 2630::/12 */
    {0x2800000000000000, 12, 20061003, 0, RIR_LACNIC}, /* 2800::/12 */
    {0x2800000000000000, 23, 20051117, 0, RIR_LACNIC}, /* 2800::/23 */
    {0x2a00000000000000, 12, 20061003, 0, RIR_RIPENCC}, /* 2a00::/12 */
    {0x2a00000000000000, 21, 20050419, 0, RIR_RIPENCC}, /* 2a00::/21 */
    {0x2a01000000000000, 16, 20051215, 0, RIR_RIPENCC}, /* 2a01::/16 */
    {0x2a01000000000000, 23, 20050714, 0, RIR_RIPENCC}, /* 2a01::/23 */
    {0x2a01000000000000, 23, 20051215, 0, RIR_RIPENCC}, /* 2a01::/23 */
    {0x2a10000000000000, 12, 20190605, 0, RIR_RIPENCC}, /* 2a10::/12 */
    {0x2c00000000000000, 12, 20061003, 0, RIR_AFRINIC}, /* 2c00::/12 */
    {0x3ffe000000000000, 16, 19981201, 20060606, RIR_NONE}, /* 3ffe::/16 */
    /* ipv6: end */
};

struct asn_block {
	asn_t first, last;
	day_t since;
	uint8_t rir;
};

static const struct asn_block asns[] = {
    /* asns: begin */
    {1, 1876, 0, RIR_ARIN},
    {1877, 1901, 0, RIR_RIPENCC},
    {1902, 2042, 0, RIR_ARIN},
    {2043, 2043, 0, RIR_RIPENCC},
    {2044, 2046, 0, RIR_ARIN},
    {2047, 2047, 0, RIR_RIPENCC},
    {2048, 2106, 0, RIR_ARIN},
    {2107, 2136, 0, RIR_RIPENCC},
    {2137, 2584, 0, RIR_ARIN},
    {2585, 2614, 0, RIR_RIPENCC},
    {2615, 2772, 0, RIR_ARIN},
    {2773, 2822, 0, RIR_RIPENCC},
    {2823, 2829, 0, RIR_ARIN},
    {2830, 2879, 0, RIR_RIPENCC},
    {2880, 3153, 0, RIR_ARIN},
    {3154, 3353, 0, RIR_RIPENCC},
    {3354, 4607, 0, RIR_ARIN},
    {4608, 4865, 0, RIR_APNIC},
    {4866, 5376, 0, RIR_ARIN},
    {5377, 5631, 0, RIR_RIPENCC},
    {5632, 6655, 0, RIR_ARIN},
    {6656, 6911, 0, RIR_RIPENCC},
    {6912, 7466, 0, RIR_ARIN},
    {7467, 7722, 0, RIR_APNIC},
    {7723, 8191, 0, RIR_ARIN},
    {8192, 9215, 0, RIR_RIPENCC},
    {9216, 10239, 0, RIR_APNIC},
    {10240, 12287, 0, RIR_ARIN},
    {12288, 13311, 0, RIR_RIPENCC},
    {13312, 15359, 0, RIR_ARIN},
    {15360, 16383, 0, RIR_RIPENCC},
    {16384, 17407, 0, RIR_ARIN},
    {17408, 18431, 0, RIR_APNIC},
    {18432, 20479, 0, RIR_ARIN},
    {20480, 21503, 0, RIR_RIPENCC},
    {21504, 23455, 0, RIR_ARIN},
    {23457, 23551, 0, RIR_ARIN},
    {23552, 24575, 0, RIR_APNIC},
    {24576, 25599, 0, RIR_RIPENCC},
    {25600, 27647, 0, RIR_ARIN},
    {27648, 28671, 0, RIR_LACNIC},
    {28672, 29695, 0, RIR_RIPENCC},
    {29696, 30719, 0, RIR_ARIN},
    {30720, 31743, 0, RIR_RIPENCC},
    {31744, 33791, 0, RIR_ARIN},
    {33792, 35839, 0, RIR_RIPENCC},
    {35840, 36863, 0, RIR_ARIN},
    {36864, 37887, 0, RIR_AFRINIC},
    {37888, 38911, 0, RIR_APNIC},
    {38912, 39935, 0, RIR_RIPENCC},
    {39936, 40959, 0, RIR_ARIN},
    {40960, 45055, 0, RIR_RIPENCC},
    {45056, 46079, 0, RIR_APNIC},
    {46080, 47103, 0, RIR_ARIN},
    {47104, 52223, 0, RIR_RIPENCC},
    {52224, 53247, 0, RIR_LACNIC},
    {53248, 55295, 0, RIR_ARIN},
    {55296, 56319, 0, RIR_APNIC},
    {56320, 58367, 0, RIR_RIPENCC},
    {58368, 59391, 0, RIR_APNIC},
    {59392, 61439, 0, RIR_RIPENCC},
    {61440, 61951, 0, RIR_LACNIC},
    {61952, 62463, 0, RIR_RIPENCC},
    {62464, 63487, 0, RIR_ARIN},
    {63488, 64098, 0, RIR_APNIC},
    {64099, 64197, 0, RIR_LACNIC},
    {64198, 64296, 0, RIR_ARIN},
    {64297, 64395, 0, RIR_APNIC},
    {64396, 64495, 0, RIR_RIPENCC},
    {131072, 155961, 0, RIR_APNIC},
    {196608, 219547, 0, RIR_RIPENCC},
    {262144, 275868, 0, RIR_LACNIC},
    {327680, 330751, 0, RIR_AFRINIC},
    {393216, 404380, 0, RIR_ARIN},
    /* asns: end */
};

/* clang-format on */

enum { N_IPV6 = sizeof ipv6 / sizeof *ipv6, N_ASNS = sizeof asns / sizeof *asns };

day_t iana_known_until(enum delegation_type type)
{
	return known_until[type];
}

static bool octet_given(unsigned octet, day_t day)
{
	return ipv4[octet].since != 0 && ipv4[octet].since <= day;
}

static enum iana_state v4_state(const struct prefix *p, day_t day, enum rir *rir)
{
	unsigned first = (unsigned)(p->hi >> 56), n = p->len >= 8 ? 1 : 1U << (8 - p->len), given = 0;
	for (unsigned i = 0; i < n; i++)
		given += octet_given(first + i, day);
	if (given == 0)
		return IANA_FREE;
	if (n > 1)
		return IANA_PARTLY;
	*rir = (enum rir)ipv4[first].rir;
	return IANA_INSIDE;
}

static enum iana_state v6_state(const struct prefix *p, day_t day, enum rir *rir)
{
	enum iana_state state = IANA_FREE;
	for (size_t i = 0; i < N_IPV6; i++) {
		if (ipv6[i].since > day || (ipv6[i].until && ipv6[i].until <= day))
			continue;
		struct prefix block = {.hi = ipv6[i].hi, .len = ipv6[i].len, .family = FAMILY_V6};
		if (prefix_covers(&block, p)) {
			*rir = (enum rir)ipv6[i].rir;
			return IANA_INSIDE;
		}
		if (prefix_covers(p, &block))
			state = IANA_PARTLY;
	}
	return state;
}

enum iana_state iana_prefix(const struct prefix *p, day_t day, enum rir *rir)
{
	*rir = RIR_NONE;
	return p->family == FAMILY_V4 ? v4_state(p, day, rir) : v6_state(p, day, rir);
}

bool iana_asn(asn_t asn, day_t day, enum rir *rir)
{
	*rir = RIR_NONE;
	size_t from = 0, to = N_ASNS;
	while (to - from > 1) {
		size_t mid = from + (to - from) / 2;
		if (asns[mid].first <= asn)
			from = mid;
		else
			to = mid;
	}
	if (asn < asns[from].first || asn > asns[from].last || asns[from].since > day)
		return false;
	*rir = (enum rir)asns[from].rir;
	return true;
}
