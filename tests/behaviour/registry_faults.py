#!/usr/bin/env python3
"""registry_faults.py NORMA: snapshots of registries that are not to be believed, from made files to scores: a trust
anchor that lost VRPs, delegated files that make bogons of half the table (doc/measurement.md section 3.6)."""

import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))
from made import DAY, HOUR, Made, Peers, at, peer_list  # noqa: E402
from tap import Norma, Tap  # noqa: E402

BEGIN = at("2026-06-10")
ORIGIN, TRANSIT = 20010, 31000
PREFIXES = [f"80.{i // 256}.{i % 256}.0/24" for i in range(400)]
ROWS = [("SE", "asn", 3300, 100, "allocated"), ("SE", "asn", 20000, 1000, "allocated"), ("SE", "asn", 31000, 10, "allocated")]
GOOD = [("SE", "ipv4", "80.0.0.0", 1 << 20, "allocated")]
WRONG = [("SE", "ipv4", "80.0.0.0", 1 << 16, "available"), ("SE", "ipv4", "80.1.0.0", 1 << 19, "allocated")]


def when(t):
    import time
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(t))


def iso(t):
    import time
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(t))


class Case:
    """A folder of six peers with 400 prefixes, so many hours of it."""

    def __init__(self, work, name, hours):
        self.top, self.db, self.hours = os.path.join(work, name), os.path.join(work, name + ".db"), hours
        self.made = Made(self.top)
        peers = Peers(self.made, "rrc1", peer_list(6))
        for t in range(BEGIN, BEGIN + hours * HOUR, 4 * DAY):
            peers.table(t, {p: [TRANSIT, ORIGIN] for p in PREFIXES})
        for t in range(0, hours * HOUR + 1, 20 * 60):
            peers.records.keepalive(BEGIN + t, peers.peers[0])

    def vrps(self, hour, n):
        t = BEGIN + hour * HOUR
        self.made.rpki_client(f"rpki-client.{when(t)}.json", iso(t), [(p, 24, ORIGIN) for p in PREFIXES[:n]])

    def delegated(self, day, rows, registry="ripencc"):
        date = f"202606{10 + day:02d}"
        self.made.delegated(f"delegated-{registry}-extended-{date}", registry, date, rows)

    def measure(self, norma, framework=None):
        self.made.finish()
        more = ["--framework", framework] if framework else []
        return norma.measure(self.top, self.db, "--from", iso(BEGIN), "--to", iso(BEGIN + (self.hours + 1) * HOUR), *more)

    def vrps_name(self, hour):
        return f"rpki/rpki-client.{when(BEGIN + hour * HOUR)}.json"


def framework(work, name, **keys):
    path = os.path.join(work, name + ".ini")
    with open(path, "w", encoding="ascii") as f:
        f.write(f"[framework]\nname = {name}\n[faults]\n" + "".join(f"{k} = {v}\n" for k, v in keys.items()))
    return path


def anchors(tap, norma, work):
    def case(name, hours, snapshots, want, held, keys=None, frozen=None):
        """want: (valid, notFound) of ORIGIN; held: hours of snapshots that are."""
        c = Case(work, name.replace(" ", "-"), hours)
        c.delegated(-1, ROWS + GOOD)
        for hour, n in snapshots:
            c.vrps(hour, n)
        summary = c.measure(norma, framework(work, "f", **keys) if keys else None)
        tap.same([(f["file"], f["kind"]) for f in summary["faults"]], [(c.vrps_name(h), "vrps") for h in held],
                 f"{name}: what is held")
        one = norma.asn(c.db, ORIGIN)
        rov = one["routes"]["rov"]
        tap.same((rov["valid"], rov["notFound"]), want, f"{name}: verdicts")
        tap.same(one["metrics"]["M7RPKI"].get("noData"), frozen, f"{name}: is the score frozen?")
        sources = {s["file"]: s for s in norma.show(c.db, "sources")}
        for h in held:
            s = sources[c.vrps_name(h)]
            tap.ok(s["used"] or s["whyNot"].startswith("held: ripe has "), f"{name}: show sources says why", s)

    case("a fifth lost", 30, [(-1, 400), (12, 320)], (400, 0), [12])
    case("less than a fifth lost", 30, [(-1, 400), (12, 321)], (321, 79), [])
    case("all lost", 30, [(-1, 400), (12, 0)], (400, 0), [12])
    case("few VRPs", 30, [(-1, 99), (12, 50)], (50, 350), [])
    case("lost and back", 30, [(-1, 400), (12, 100), (20, 390)], (390, 10), [12])
    case("lost slowly", 30, [(-1, 400), (8, 330), (16, 270), (24, 220)], (220, 180), [])
    case("lost before the period", 30, [(-13, 400), (-1, 100)], (0, 0), [-1], frozen="RPKI data are too old")
    case("frozen when the sound one is old", 48, [(-1, 400), (12, 100)], (0, 0), [12], frozen="RPKI data are too old")
    case("believed after a week", 24 * 8, [(-1, 400)] + [(h, 100) for h in range(12, 24 * 8, 12)], (100, 300),
         range(12, 24 * 7 - 1, 12))
    case("a framework that believes", 30, [(-1, 400), (12, 100)], (100, 300), [], {"anchor_loss": 0})


def delegations(tap, norma, work):
    def case(name, days, m3, held, keys=None):
        """days: what RIPE's file says from each day on; m3: are there events of M3?"""
        c = Case(work, name.replace(" ", "-"), 24 * len(days))
        for day, space in enumerate(days):
            c.delegated(day, ROWS + space)
            c.delegated(day, [("US", "asn", 11000, 10, "allocated")], "arin")
        summary = c.measure(norma, framework(work, "f", **keys) if keys else None)
        tap.same([f["file"] for f in summary["faults"]],
                 [f"rir/delegated-ripencc-extended-202606{10 + d}" for d in held], f"{name}: what is held, alone")
        found = [i for i in norma.incidents(c.db) if i["metric"] == "M3"]
        tap.ok((len(found) > 0) == m3, f"{name}: {'bogons' if m3 else 'no bogons'}", len(found))

    case("half the table available", [GOOD, WRONG], False, [1])
    case("and back a day later", [GOOD, WRONG, GOOD], False, [1])
    case("a framework that believes delegations", [GOOD, WRONG], True, [], {"delegated_change": 0})
    case("too few to matter", [GOOD, WRONG], True, [], {"delegated_least": 300})
    case("so from the beginning", [WRONG, WRONG], True, [])


def main():
    tap, norma = Tap(), Norma(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        anchors(tap, norma, work)
        delegations(tap, norma, work)
        text = norma.run("measure", "--data", os.path.join(work, "half-the-table-available"), "--db", os.path.join(work, "t.db"),
                         "--month", "2026-06", check=0).stdout
        tap.ok("Registry faults\n  rir/delegated-ripencc-extended-20260611: held: with it 256 of 400 routed prefixes" in text,
               "the summary says it in words", text)
    tap.end()


if __name__ == "__main__":
    main()
