#!/usr/bin/env python3
"""replay.py NORMA: `norma incident ID --replay --format mrt` is a file that Debian's bgpdump reads: a record of a table dump
has the table of peers in front of it that it counts on. Two collectors with other peers dump the same bogon prefixes.
"""

import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "oracle"))
from made import HOUR, MINUTE, Made, Peers, at, peer_list  # noqa: E402
from tap import Norma, Tap, skip_all  # noqa: E402

BOGONS = ["10.1.0.0/16", "10.2.0.0/16"]
GOOD, TRANSIT = 20001, 31000


def folder(top):
    made, t = Made(top), at("2026-03-02T08:00")
    made.delegated("delegated-ripencc-extended-20260302", "ripencc", "20260302", [
        ("SE", "asn", 3301, 99, "allocated"), ("SE", "asn", GOOD, 1, "allocated"), ("SE", "asn", TRANSIT, 2, "allocated"),
        ("SE", "ipv4", "80.0.0.0", 1 << 17, "allocated")])
    for number in (1, 2):
        peers = Peers(made, f"c{number}", peer_list(4 + number, 3301 + 20 * number, number))
        peers.table(t + number, {p: [TRANSIT, GOOD] for p in ["80.0.0.0/16", *BOGONS]})
        peers.announce(t + HOUR, BOGONS[:1], [TRANSIT + 1, GOOD], [0])
        for minute in range(0, 180, 20):
            peers.keepalive(t + minute * MINUTE + 9)
    made.finish()


def dumped(path):
    """Lines of bgpdump, without those of prefixes that are none of the incident's."""
    got = subprocess.run(["bgpdump", "-m", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    return sorted(line for line in got.stdout.splitlines() if line.split("|")[5] in BOGONS)


def main():
    if not shutil.which("bgpdump"):
        skip_all("bgpdump is not installed")
    tap, norma = Tap(), Norma(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        top, db, again = (os.path.join(work, name) for name in ("data", "x.db", "again.mrt"))
        folder(top)
        norma.measure(top, db, "--month", "2026-03")
        found = norma.incidents(db)
        tap.same([i["prefixes"] for i in found], [BOGONS], "one incident of two prefixes")
        with open(again, "wb") as f:
            subprocess.run([norma.program, "incident", found[0]["id"], "--replay", "--format", "mrt", "--db", db], stdout=f,
                           check=True)
        want = [line for c in ("c1", "c2") for name in os.listdir(os.path.join(top, "bgp", c))
                for line in dumped(os.path.join(top, "bgp", c, name))]
        tap.ok(len(want) == 2 * (5 + 6) + 2, "both tables and the updates have them", "\n".join(want))
        got = dumped(again)
        tap.ok(got == sorted(want), "bgpdump reads from the replay what it reads from the files, peers and all",
               "\n".join(sorted(set(got) ^ set(want))))
        ours = norma.run("mrt", again, check=0)
        tap.ok(sorted(ours.stdout.splitlines()) == got and not ours.stderr, "so does norma mrt", ours.stderr + ours.stdout)
        with open(again, "rb") as f:
            tables = f.read().count(b"\x00\x0d\x00\x01")
        tap.same(tables, 2, "each table of peers stands there once")
    tap.end()


if __name__ == "__main__":
    main()
