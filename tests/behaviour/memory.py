#!/usr/bin/env python3
"""memory.py NORMA: memory grows with prefixes and distinct paths, not with messages: an hour of updates that is played
ten times as often needs no more of it (ARCHITECTURE.md)."""

import gzip
import json
import os
import random
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "oracle"))
from made import HOUR, MINUTE, Made, Peers, at, peer_list  # noqa: E402
from mrtfile import ACTIVE, ESTABLISHED, IDLE, Records  # noqa: E402
from rewrite import records  # noqa: E402
from tap import Norma, Tap  # noqa: E402

BEGIN = at("2026-06-01")
PREFIXES = [f"80.{i // 256}.{i % 256}.0/24" for i in range(3000)]
SHORT, LONG = 24, 240               # hours
EVENT = 6000                        # octets of an event with the raw messages of its beginning and end


def origin(i):
    return 20000 + i % 300


def ways(i, k):
    """The k-th path to a prefix."""
    return [31000 + (i + k) % 4, 31010 + (i + 3 * k) % 20, origin(i)]


def happen(chance, out, peers, all_say):
    for i in chance.sample(range(len(PREFIXES)), 10):       # another origin
        t = chance.randrange(10 * MINUTE, 40 * MINUTE)
        all_say(t, [PREFIXES[i]], [31000, 31010, 20999])
        all_say(t + 400, [PREFIXES[i]], ways(i, 0))
    for i in chance.sample(range(len(PREFIXES)), 10):       # by way of a network that has no business there
        t = chance.randrange(10 * MINUTE, 40 * MINUTE)
        all_say(t, [PREFIXES[i]], [31000, 20998, 31001, origin(i)])
        all_say(t + 400, [PREFIXES[i]], ways(i, 0))
    all_say(20 * MINUTE, ["10.1.0.0/16"], [31000, 20997])
    for peer in peers:
        out.update(25 * MINUTE, peer, withdraw=["10.1.0.0/16"])


def an_hour(peers, eventful):
    """Paths that change and come back, prefixes that vanish for minutes, a session that fails, and where it is to be
    eventful moved and leaked prefixes and a bogon; the state at its end is as at its beginning."""
    chance, out = random.Random(7), Records()

    def all_say(t, prefixes, path):
        for peer in peers:
            out.update(t, peer, announce=prefixes, path=[peer.asn, *path])

    for i in chance.sample(range(len(PREFIXES)), 200):
        t = chance.randrange(10 * MINUTE, 50 * MINUTE)
        for peer in chance.sample(peers, 4):
            out.update(t, peer, announce=[PREFIXES[i]], path=[peer.asn, *ways(i, 1)])
            out.update(t + 240, peer, announce=[PREFIXES[i]], path=[peer.asn, *ways(i, 0)])
    for i in chance.sample(range(len(PREFIXES)), 20):
        t = chance.randrange(10 * MINUTE, 50 * MINUTE)
        for peer in peers:
            out.update(t, peer, withdraw=[PREFIXES[i]])
        all_say(t + 120, [PREFIXES[i]], ways(i, 0))
    if eventful:
        happen(chance, out, peers, all_say)
    out.state(5 * MINUTE, peers[0], ESTABLISHED, IDLE)
    out.state(6 * MINUTE, peers[0], ACTIVE, ESTABLISHED)
    for i, prefix in enumerate(PREFIXES):
        out.update(6 * MINUTE + 1 + i // 100, peers[0], announce=[prefix], path=[peers[0].asn, *ways(i, 0)])
    out.end_of_rib(7 * MINUTE, peers[0], 4)
    return b"".join(octets for _, octets in sorted(out.records, key=lambda r: r[0]))


def later(octets, by):
    """The same so many seconds later; 0 is the beginning."""
    out = []
    for t, kind, sub, body in records(octets):
        out.append(struct.pack(">IHHI", t + by, kind, sub, len(body)) + body)
    return b"".join(out)


def folder(top, hours, eventful):
    made = Made(top)
    made.delegated("delegated-ripencc-extended-20260531", "ripencc", "20260531", [
        ("SE", "asn", 3300, 100, "allocated"), ("SE", "asn", 20000, 1000, "allocated"), ("SE", "asn", 31000, 100, "allocated"),
        ("SE", "ipv4", "80.0.0.0", 1 << 24, "allocated")])
    peers = Peers(made, "rrc1", peer_list(6))
    peers.table(BEGIN, {p: ways(i, 0) for i, p in enumerate(PREFIXES)})
    made.finish()
    hour = an_hour(peers.peers, eventful)
    n = sum(1 for _ in records(hour))
    for day in range(0, hours, 24):
        path = os.path.join(top, "bgp", "rrc1", f"updates{day:04d}.gz")
        with open(path, "wb") as f:
            f.write(gzip.compress(b"".join(later(hour, BEGIN + (day + h) * HOUR) for h in range(24)), 1))
    return n * hours


def measure(norma, top, db, hours):
    """By a shell of its own: the kernel takes what this process had before it called for the command's peak."""
    words = [norma.program, "measure", "--data", top, "--db", db, "--format", "json", "--threads", "1", "--from", str(BEGIN),
             "--to", str(BEGIN + hours * HOUR)]
    got = subprocess.run(["sh", "-c", '"$@"; exit $?', "sh", *words], stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(got.stdout)


def main():
    tap, norma = Tap(), Norma(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        for eventful in (False, True):
            peak = {}
            for hours in (SHORT, LONG):
                top = os.path.join(work, f"{hours}{eventful}")
                n = folder(top, hours, eventful)
                db = top + ".db"
                s = measure(norma, top, db, hours)
                events = {e for i in norma.incidents(db) for e in i["events"]}
                cost = {c["stage"]: c["peakOctets"] for c in s["cost"]}
                peak[hours] = cost["read"], len(events)
                print(f"# {hours} h: {n} messages, {len(events)} events, peak {cost}", flush=True)
                tap.ok(s["records"]["records"] >= n and (len(events) > 0 if eventful else len(events) < hours), f"{hours} hours are read", s["records"])
            more, events = (peak[LONG][k] - peak[SHORT][k] for k in (0, 1))
            allowed = peak[SHORT][0] // 5 + events * EVENT
            tap.ok(more < allowed, f"ten times the updates need no more memory{' but for what is told' if eventful else ''}",
                   f"{peak}: {more} octets more, {allowed} would be good")
    tap.end()


if __name__ == "__main__":
    main()
