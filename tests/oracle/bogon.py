"""Oracle of bogon prefixes and ASNs. IANA's block tables are read at run time from NORMA_DATA/bogons/iana."""

import csv
import os
import sys
import xml.etree.ElementTree as ElementTree

from registry import DAY, RIRS, covers, last_of, read_prefix, read_time

ALWAYS = -(1 << 62)

# The operational list and IANA's not-globally-reachable rows, each with the month of its RFC. What is reserved since the
# first edition of the addressing architecture (RFC 791, 1122, 2373) is there from always.
SPECIAL_PREFIXES = """
0.0.0.0/8           -
10.0.0.0/8          1996-02
100.64.0.0/10       2012-04
127.0.0.0/8         -
169.254.0.0/16      2005-05
172.16.0.0/12       1996-02
192.0.0.0/24        2010-01
192.0.2.0/24        2002-09
192.88.99.0/24      2015-05
192.168.0.0/16      1996-02
198.18.0.0/15       1999-03
198.51.100.0/24     2010-01
203.0.113.0/24      2010-01
224.0.0.0/3         -
::/8                -
64:ff9b:1::/48      -
100::/8             -
200::/7             -
400::/6             -
800::/5             -
1000::/4            -
2001::/23           2000-09
2001::/33           2006-02
2001:0:8000::/33    2006-02
2001:2::/48         2008-04
2001:10::/28        2007-04
2001:db8::/32       2004-07
2002::/16           2015-05
3ffe::/16           2004-03
3fff::/20           2024-08
4000::/3            -
5f00::/8            -
6000::/3            -
8000::/3            -
a000::/3            -
c000::/3            -
e000::/4            -
f000::/5            -
f800::/6            -
fc00::/7            -
fe80::/10           -
fec0::/10           -
ff00::/8            -
"""

NEVER = """192.0.0.9/32 192.0.0.10/32 2001:1::1/128 2001:1::2/128 2001:1::3/128 2001:3::/32 2001:4:112::/48 2001:20::/28
           2001:30::/28 64:ff9b::/96"""
NEVER_EXACT = "2001::/32"

SPECIAL_ASNS = [(0, 0, "-"), (23456, 23456, "2007-05"), (64496, 64511, "2008-12"), (64512, 65534, "1996-03"),
                (65535, 65535, "2014-07"), (65536, 65551, "2008-12"), (65552, 131071, "2007-05"),
                (4200000000, 4294967294, "2013-07"), (4294967295, 4294967295, "2014-07")]

# What IANA has ever begun to give to a registry, coarsely: within these ranges the delegated files speak.
IANA_ASNS = [(1, 23455), (23457, 64495), (131072, 458751)]

WHOIS = {"whois.afrinic.net": "afrinic", "whois.apnic.net": "apnic", "whois.arin.net": "arin",
         "whois.lacnic.net": "lacnic", "whois.ripe.net": "ripencc"}


def since(text):
    return ALWAYS if text == "-" else read_time(text)


SPECIALS = [(read_prefix(line.split()[0]), since(line.split()[1])) for line in SPECIAL_PREFIXES.split("\n") if line]
SPECIALS_BY_FAMILY = {f: [s for s in SPECIALS if s[0][0] == f] for f in (4, 6)}
NEVERS = [read_prefix(p) for p in NEVER.split()]
SPECIAL_ASNS = [(first, last, since(month)) for first, last, month in SPECIAL_ASNS]


def load_iana():
    """[(prefix, from, registry or None)] of the blocks that IANA gave out; None without NORMA_DATA."""
    top = os.path.join(os.environ.get("NORMA_DATA", "/nonexistent"), "bogons", "iana")
    if not os.path.isdir(top):
        print("oracle: no NORMA_DATA/bogons/iana: blocks that IANA holds are not judged", file=sys.stderr)
        return None
    blocks = []
    with open(os.path.join(top, "ipv4-address-space.csv"), newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if row["Status [1]"] in ("ALLOCATED", "LEGACY"):
                prefix = (4, int(row["Prefix"].split("/")[0]) << 24, 8)
                blocks.append((prefix, read_time(row["Date"]), WHOIS.get(row["WHOIS"].strip())))
    space = {"n": "http://www.iana.org/assignments"}
    tree = ElementTree.parse(os.path.join(top, "ipv6-unicast-address-assignments.xml"))
    for record in tree.getroot().iter("{http://www.iana.org/assignments}record"):
        if record.findtext("n:status", "", space).strip() != "ALLOCATED":
            continue
        whois = (record.findtext("n:whois", "", space) or "").strip()
        date = record.get("date") or record.findtext("n:date", "", space)
        blocks.append((read_prefix(record.findtext("n:prefix", "", space)), read_time(date), WHOIS.get(whois)))
    return blocks


class Bogons:
    """Judges prefixes and ASNs at a time by a registry.Folder."""

    def __init__(self, folder, always_fresh=False):
        self.folder = folder
        self.iana = load_iana()
        self.always_fresh = always_fresh
        self.iana_index = {prefix: (start, registry) for prefix, start, registry in self.iana or []}
        self.iana_lengths = {f: sorted({p[2] for p in self.iana_index if p[0] == f}) for f in (4, 6)}
        self.memory = {}
        self.eras = {}

    def era(self, t):
        """(delegated files, bogon lists, key) that may be asked at t: those in force that are not stale."""
        if t not in self.eras:
            usable = [[s for s, stale, _ in self.folder.in_force(kind, t) if self.always_fresh or not stale]
                      for kind in ("delegated", "bogons")]
            files = [s for s in usable[0] if s.data.owner != "iana"]
            key = (t // DAY, tuple(id(s) for s in files), tuple(id(s) for s in usable[1]))
            self.eras[t] = files, usable[1], key
        return self.eras[t]

    def delegated(self, t):
        return self.era(t)[0]

    def lists(self, t):
        return self.era(t)[1]

    def iana_block(self, prefix, t):
        """The registry of the block that holds the prefix, "" where there is a block but no registry, None where none."""
        width = 32 if prefix[0] == 4 else 128
        for length in self.iana_lengths[prefix[0]]:
            if length <= prefix[2]:
                start, registry = self.iana_index.get((prefix[0], prefix[1] >> (width - length) << (width - length),
                                                       length), (None, None))
                if start is not None and start <= t:
                    return registry or ""
        return None

    def iana_free(self, prefix, t):
        if self.iana is None or self.iana_block(prefix, t) is not None:
            return False
        if prefix[2] >= max(self.iana_lengths[prefix[0]]):
            return True
        return not any(start <= t and covers(prefix, block) for block, start, _ in self.iana)

    def registry_class(self, kind, first, last, t, where):
        """What the delegated files say about a range: full, administrative or none."""
        files = self.delegated(t)
        if any(s.data.overlaps(kind, "available", first, last) for s in files):
            if self.was_held(kind, first, last, t):
                return "administrative"
            return "full"
        if any(s.data.overlaps(kind, "reserved", first, last) for s in files):
            return "administrative"
        if any(s.data.says_something(kind, first, last) for s in files):
            return "none"
        # nothing said: judged only inside a block of a registry whose file is present, and only after two daily files
        for snapshot in files:
            if where not in snapshot.data.registries:
                continue
            before = [s for s in self.folder.snapshots["delegated"]
                      if s.group == snapshot.group and 0 < snapshot.as_of - s.as_of <= DAY]
            if before and not any(s.data.says_something(kind, first, last) for s in before):
                return "administrative"
        return "none"

    def was_held(self, kind, first, last, t):
        """Whether an older file of the last 180 days had a part of the range as allocated or assigned."""
        return any(t - 180 * DAY <= s.as_of < t and s.data.overlaps(kind, "held", first, last)
                   for s in self.folder.snapshots["delegated"] if s.data.owner != "iana")

    def prefix(self, prefix, t):
        """none, full or administrative."""
        key = (prefix, self.era(t)[2])
        if key not in self.memory:
            self.memory[key] = self.judge_prefix(prefix, t)
        return self.memory[key]

    def judge_prefix(self, prefix, t):
        family, network, length = prefix
        if length == 0 or prefix == read_prefix(NEVER_EXACT) or any(covers(n, prefix) for n in NEVERS):
            return "none"
        if any(start <= t and covers(special, prefix) for special, start in SPECIALS_BY_FAMILY[family]):
            return "full"
        if any(covers(p, prefix) for s in self.lists(t) for p in self.list_near(s, prefix)):
            return "full"
        if self.iana_free(prefix, t):
            return "full"
        where = self.iana_block(prefix, t)
        return self.registry_class("ipv4" if family == 4 else "ipv6", network, last_of(prefix), t, where)

    def list_near(self, snapshot, prefix):
        """Those prefixes of a list that could cover the prefix: found by its own leading bits."""
        if not hasattr(snapshot, "index"):
            snapshot.index = set(snapshot.data)
        width = 32 if prefix[0] == 4 else 128
        out = []
        for length in range(prefix[2] + 1):
            network = prefix[1] >> (width - length) << (width - length)
            if (prefix[0], network, length) in snapshot.index:
                out.append((prefix[0], network, length))
        return out

    def asn(self, asn, t):
        key = (asn, self.era(t)[2])
        if key not in self.memory:
            self.memory[key] = self.judge_asn(asn, t)
        return self.memory[key]

    def judge_asn(self, asn, t):
        if not is_public_asn(asn, t):
            return "full"
        where = None
        for snapshot in self.folder.snapshots["delegated"]:
            for kind, first, last, registry in snapshot.data.blocks:
                if kind == "asn" and first <= asn <= last and registry in RIRS:
                    where = registry
        return self.registry_class("asn", asn, asn, t, where)


def is_public_asn(asn, t):
    return not special_asn(asn, t) and any(first <= asn <= last for first, last in IANA_ASNS)


def special_asn(asn, t):
    return any(first <= asn <= last and start <= t for first, last, start in SPECIAL_ASNS)
