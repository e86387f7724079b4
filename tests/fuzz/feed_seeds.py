#!/usr/bin/env python3
"""tests/fuzz/feed_seeds.py: writes corpus/feed_apply and corpus/archive anew, with the writers of tests/oracle and
tests/interop. Networks are those for documentation; times begin at 1000."""

import gzip
import os
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
for folder in ("oracle", "interop"):
    sys.path.insert(0, os.path.join(HERE, "..", folder))
sys.dont_write_bytecode = True
from mrt_make import general, wide_table  # noqa: E402
from mrtfile import ESTABLISHED, IDLE, Peer, Records  # noqa: E402

# before the record: fuzz_feed_apply.c
NEXT_FILE, CUT, GAP, PERIOD, SILENCE = 3, 4, 5, 6, 7
OTHER_COLLECTOR, FIRST_TWICE, PERIOD_ENDS = 1, 2, 4

A, B, C = Peer("192.0.2.1", 64501), Peer("192.0.2.2", 64501), Peer("2001:db8::3", 64503)
FOUR, MORE, SIX = "198.51.100.0/24", "203.0.113.0/24", "2001:db8:1::/48"


def order(file, action=0):
    return action * 4 + file


def orders(*given):
    return bytes(given + (0,) * (8 - len(given)))


def dump(t, step=1):
    out = Records()
    out.table(t, {FOUR: [(A, [64501, 64510]), (B, [64501, 64511])], MORE: [(A, [64501, 64510])],
                  SIX: [(C, [64503, ("set", [64510, 64511])])]}, step=step)
    return out.tables[0][1]


def flow(out):
    return b"".join(octets for _, octets in out.records)


def updates(t):
    out = Records()
    out.update(t, A, announce=[FOUR, MORE], path=[64501, 64501, 64512])
    out.update(t + 1, C, announce=[SIX], path=[64503, 64510])
    out.update(t + 2, B, withdraw=[FOUR])
    out.keepalive(t + 3, B)
    out.update(t + 4, C, withdraw=[SIX])
    return flow(out)


def resets(t):
    out = Records()
    out.update(t, A, announce=[FOUR, MORE], path=[64501, 64510])
    out.state(t + 1, A, ESTABLISHED, IDLE)
    out.state(t + 100, A, 5, ESTABLISHED)
    out.update(t + 101, A, announce=[FOUR], path=[64501, 64510])
    out.end_of_rib(t + 102, A, 4)
    out.state(t + 200, A, ESTABLISHED, IDLE)
    return flow(out)


def two_octet(t):
    out = Records()
    out.update(t, A, announce=[FOUR], path=[64501, 23456], octets=2)
    out.update(t + 1, A, announce=[FOUR], path=[], octets=2)
    out.update(t + 2, A, announce=[FOUR], path=[64501, ("confed", [64510])])
    return flow(out)


def little(t, *peers):
    """Short, since the archive is run twice over every cut: an announcement of each peer, the last one's withdrawal."""
    out = Records()
    for peer in peers:
        out.update(t, peer, announce=[FOUR], path=[peer.asn, 64510])
    out.update(t + 1, peers[-1], withdraw=[FOUR])
    return flow(out)


def little_dump(t):
    out = Records()
    out.table(t, {FOUR: [(A, [64501, 64511])]})
    return out.tables[0][1]


def pair(first, second, options=0):
    return struct.pack(">HB", len(first), options) + first + second


SEEDS = {
    "feed_apply": {
        "dump-updates": orders(order(0, PERIOD)) + dump(1000) + updates(1100),
        "updates-in-dump": orders(order(0), order(0), order(1), order(0), order(1)) + dump(1000)[:400] + updates(1001),
        "resets": orders() + resets(1000),
        "silence": orders(0, 0, 0, order(0, SILENCE)) + resets(1000),
        "reset-in-dump": orders(order(1), order(1), order(1), order(0), order(0)) + resets(900) + dump(2000) + dump(3000),
        "cut": orders(0, 0, order(0, CUT), 0, 0, 0, 0) + dump(1000) + updates(1100),
        "gap": orders(0, 0, 0, 0, 0, order(0, GAP)) + dump(1000) + updates(3100) + dump(4000),
        "collectors": orders(order(0), order(3), order(0), order(3)) + updates(1000) + updates(1100),
        "next-file": orders(0, 0, order(0, NEXT_FILE)) + dump(1000) + dump(1300),
        "two-octet": orders() + two_octet(1000),
        "general": orders() + general(),
        "wide-table": orders() + wide_table(),
    },
    "archive": {
        "dump-updates": pair(little_dump(1000), little(1000, A, B)),
        "overlap": pair(little(1000, A), little(1000, A) + little(1001, B), FIRST_TWICE),
        "gap": pair(little(1000, A), little_dump(2900), FIRST_TWICE | PERIOD_ENDS),
        "period": pair(little(500, A) + little(1500, A), little(3500, A), PERIOD_ENDS),
        "collectors": pair(little(1000, A), little(1000, A), OTHER_COLLECTOR),
        "cut": pair(little_dump(1050)[:-10], little(1100, A)),
        "gzip": pair(gzip.compress(little(1000, A), mtime=0), little(1000, B)),
        "damage": pair(little(1000, A) + b"\xee" * 13 + little(1010, A, B), b""),
        "header": pair(little(1000, A)[:12], little(1000, A)[:14]),
        "words": pair(b"route: 192.0.2.0/24\norigin: AS64501\n\n", b""),
    },
}


def main():
    for target, seeds in SEEDS.items():
        folder = os.path.join(HERE, "corpus", target)
        os.makedirs(folder, exist_ok=True)
        for name, octets in seeds.items():
            with open(os.path.join(folder, name), "wb") as f:
                f.write(octets)


if __name__ == "__main__":
    main()
