#!/usr/bin/env python3
"""Oracle of route validation: reads lines "PREFIX ASN", prints "prefix asn rov= irr= bogon=".

    validate.py [--vrps FILE]... [--irr FILE]... [--rir FILE]... [--at TIME]

The algorithm is the plainest there is: a dictionary from prefix to what is registered for it, asked for every length
from the route's own up to 0.
"""

import argparse
import sys

from bogon import Bogons
from registry import WIDTH, Folder, read_asn, read_prefix, read_time, show_prefix


class Table:
    """{prefix: [values]}, asked for everything that covers a prefix."""

    def __init__(self):
        self.rows = {}
        self.lengths = {4: [], 6: []}

    def add(self, prefix, value):
        if prefix not in self.rows:
            self.rows[prefix] = []
            if prefix[2] not in self.lengths[prefix[0]]:
                self.lengths[prefix[0]].append(prefix[2])
        self.rows[prefix].append(value)

    def covering(self, prefix):
        """[(length of the covering prefix, value)]."""
        family, network, length = prefix
        width = WIDTH[family]
        out = []
        for l in self.lengths[family]:
            if l <= length:
                found = self.rows.get((family, network >> (width - l) << (width - l), l))
                if found:
                    out += [(l, value) for value in found]
        return out


def vrp_table(lists):
    table = Table()
    for rows in lists:
        for prefix, longest, asn, _ in rows:
            table.add(prefix, (longest, asn))
    return table


def irr_table(lists):
    table = Table()
    for rows in lists:
        for prefix, origin, _ in rows:
            table.add(prefix, origin)
    return table


def rov(table, prefix, origin):
    """RFC 6811. origin None is the origin NONE of a path that ends in a set."""
    if table is None:
        return "-"
    covering = [vrp for _, vrp in table.covering(prefix)]
    if not covering:
        return "not_found"
    if any(asn == origin and asn != 0 and prefix[2] <= longest for longest, asn in covering):
        return "valid"
    if all(asn == 0 for _, asn in covering):
        return "invalid_as0"
    if any(asn == origin and asn != 0 for _, asn in covering):
        return "invalid_length"
    return "invalid_asn"


def irr(table, prefix, origin):
    if table is None:
        return "-"
    covering = table.covering(prefix)
    if not covering:
        return "not_found"
    if any(length == prefix[2] and asn == origin for length, asn in covering):
        return "valid"
    if any(asn == origin for _, asn in covering):
        return "covering"
    return "invalid"


def main():
    options = argparse.ArgumentParser()
    for name in ("--vrps", "--irr", "--rir"):
        options.add_argument(name, action="append", default=[])
    options.add_argument("--at")
    given = options.parse_args()

    folder = Folder()
    for kind, files in (("vrps", given.vrps), ("irr", given.irr), ("delegated", given.rir)):
        for path in files:
            folder.add(kind, path, path)
    for problem in folder.problems:
        print(problem, file=sys.stderr)
    everything = [s for kind in ("vrps", "irr", "delegated") for s in folder.snapshots[kind]]
    at = read_time(given.at) if given.at else max((s.as_of for s in everything), default=0)

    vrps = irrs = None
    if given.vrps:
        vrps = vrp_table(s.data for s, _, _ in folder.in_force("vrps", at))
    if given.irr:
        irrs = irr_table(s.data["routes"] for s, _, _ in folder.in_force("irr", at))
    bogons = Bogons(folder, always_fresh=True)

    bad = False
    for line in sys.stdin:
        line = line.rstrip("\n")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        field = line.replace(",", " ").split()
        prefix = read_prefix(field[0]) if len(field) == 2 else None
        asn = read_asn(field[1]) if len(field) == 2 else None
        if prefix is None or asn is None:
            print(line, "error")
            bad = True
            continue
        print(f"{show_prefix(prefix)} {asn} rov={rov(vrps, prefix, asn)} irr={irr(irrs, prefix, asn)} "
              f"bogon={bogons.prefix(prefix, at)}")
    return 3 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
