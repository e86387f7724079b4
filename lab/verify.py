#!/usr/bin/env python3
"""verify.py SAMPLE: does the recording in SAMPLE say what its truth.json says?

Replays tables and updates by itself (mrt.py) and checks: records are in order and inside the period; each table agrees
with the updates before it; every event of the truth is seen by exactly the expected peers, all of them at one time,
begins and ends when it should, and is nowhere else; origins are known for a day when the script begins; what is
announced is delegated. If bgpdump is installed it must read the same number of announcements and withdrawals.
Prints what it found, one line each; exit 1 when something is wrong.
"""

import ipaddress
import json
import pathlib
import shutil
import subprocess
import sys

import mrt
import plan as plan_module

EARLY, LATE = 1.2, 15  # real seconds: the collector's clock has whole ones, routers take a moment
PASSING = 5  # real seconds: what a peer has for less is routers looking for another path, not a part of the event


class Report:
    def __init__(self):
        self.faults = 0

    def check(self, good, text):
        print(("ok    " if good else "FAULT ") + text)
        self.faults += not good


class Pace:
    """How much the truth says that times were stretched."""

    def __init__(self, truth):
        self.pieces = [(plan_module.when(p["to"]), p["factor"]) for p in truth["recorded"]["pieces"]]

    def factor(self, at):
        return next((f for to, f in self.pieces if at < to), self.pieces[-1][1])

    def near(self, t, at):
        return -EARLY * self.factor(at) <= t - at <= LATE * self.factor(at)


def collapse(path):
    return [a for i, a in enumerate(path) if i == 0 or a != path[i - 1]]


def matcher(e):
    """(prefix, path) -> is it this event's?"""
    prefixes = set(e["prefixes"])
    if e["kind"] in ("bogon_prefix", "rpki_invalid"):
        return lambda prefix, path: prefix in prefixes
    if e["kind"] == "bogon_asn":
        return lambda prefix, path: e["bogon_asn"] in path
    if e["kind"].startswith("misorigination") or e["kind"] == "benign_move":
        return lambda prefix, path: prefix in prefixes and path[-1] == e["origin"]
    if e["kind"] == "route_leak":
        legs = [tuple(reversed(s)) for s in e["segments"]]  # paths run from the collector to the origin

        def leaks(prefix, path):
            hops = collapse(path)
            return any(tuple(hops[i:i + 3]) in legs for i in range(len(hops) - 2))
        return leaks
    return lambda prefix, path: False


class Watch:
    """One event: who has it now, who ever had it, when it was there."""

    def __init__(self, e, pace):
        self.e, self.match, self.pace = e, matcher(e), pace
        self.now, self.ever, self.prefixes = {}, set(), set()  # now: key -> since
        self.most, self.first, self.last = 0, None, None
        self.tables = 0

    def seen(self, key, t):
        self.now.setdefault(key, t)
        self.ever.add(key[1])
        self.first = self.first or t
        self.most = max(self.most, len({k[1] for k in self.now}))

    def lost(self, key, t):
        if key in self.now:
            if t - self.now.pop(key) >= PASSING * self.pace.factor(t):
                self.prefixes.add(key[2])
            self.last = t

    def finish(self, t):
        self.prefixes |= {key[2] for key, since in self.now.items() if t - since >= PASSING * self.pace.factor(t)}


class Replay:
    def __init__(self, truth, report):
        self.truth, self.report = truth, report
        self.table = {}  # (peer address, peer ASN, prefix) -> path
        self.changed = {}
        self.pace = Pace(truth)
        self.watches = [Watch(e, self.pace) for e in truth["events"]]
        self.down, self.up = {}, {}
        self.announced = self.withdrawn = 0
        self.by_peer = {}

    def put(self, key, path, t):
        self.table[key] = path
        self.changed[key] = t
        for w in self.watches:
            if w.match(key[2], path):
                w.seen(key, t)
            else:
                w.lost(key, t)

    def drop(self, key, t):
        if self.table.pop(key, None) is not None:
            self.changed[key] = t
        for w in self.watches:
            w.lost(key, t)

    def update(self, t, sub, body):
        got = mrt.bgp4mp(body, sub)
        if not got:
            return
        addr, asn, what, value = got
        if what == "state":
            if value[0] == mrt.ESTABLISHED:
                self.down.setdefault(asn, []).append(t)
                for key in [k for k in self.table if k[0] == addr]:
                    self.drop(key, t)
            elif value[1] == mrt.ESTABLISHED:
                self.up.setdefault(asn, []).append(t)
            return
        withdrawn, announced, attrs = value
        self.withdrawn += len(withdrawn)
        self.announced += len(announced)
        for p in withdrawn:
            self.drop((addr, asn, p), t)
        for p in announced:
            self.put((addr, asn, p), attrs["path"], t)

    def rib(self, rows, first):
        """A whole table: the beginning, or something to agree with."""
        t = max(r[0] for r in rows)
        dump = {(addr, asn, prefix): path for _, addr, asn, prefix, _, path in rows}
        if first:
            for key, path in dump.items():
                self.put(key, path, t)
            return
        fresh = lambda key: t - self.changed.get(key, 0) <= 2.5 * self.pace.factor(t)
        wrong = [k for k in dump.keys() | self.table.keys() if dump.get(k) != self.table.get(k) and not fresh(k)]
        self.report.check(not wrong, f"table of {plan_module.iso(t)}: {len(dump)} entries, {len(wrong)} differ from the replayed updates")
        for w in self.watches:
            w.tables += any(w.match(k[2], path) for k, path in dump.items())


def load(folder):
    """[(time, file, position, kind, sub, body)] of updates in file order, and the tables."""
    tables, updates = [], []
    for path in sorted(folder.glob("RIBS/*")):
        rows, peers = [], None
        for t, kind, sub, body in mrt.records(mrt.opened(path), path.name):
            if sub == mrt.PEER_INDEX:
                peers = mrt.peer_index(body)
                continue
            rows += [(t, a, n, p, o, attrs["path"]) for a, n, p, o, attrs in mrt.rib_entries(body, sub, peers)]
        tables.append((min(r[0] for r in rows), path.name, rows))
    for path in sorted(folder.glob("UPDATES/*")):
        updates += [(t, sub, body) for t, kind, sub, body in mrt.records(mrt.opened(path), path.name)]
    return sorted(tables), updates


def check_event(w, report):
    e = w.e
    if e["kind"] == "session_reset":
        return
    start, end = plan_module.when(e["start"]), e["end"] and plan_module.when(e["end"])
    expected = set(e["expected_peers"])
    report.check(w.ever == expected and w.most == len(expected),
                 f"{e['id']}: seen by {len(w.ever)} peers, {w.most} at one time, {len(expected)} expected"
                 + ("" if w.ever == expected else f"; missing {sorted(expected - w.ever)}, more {sorted(w.ever - expected)}"))
    if w.first is None:
        return
    report.check(w.pace.near(w.first, start), f"{e['id']}: first seen {w.first - start:+d} s from its start")
    if end:
        report.check(not w.now and w.pace.near(w.last, end),
                     f"{e['id']}: gone {w.last - end:+d} s from its end" if not w.now else f"{e['id']}: still there at the end")
    else:
        report.check(bool(w.now), f"{e['id']}: there to the end")
    report.check(w.prefixes == set(e["prefixes"]) if e["kind"] != "route_leak" else w.prefixes <= set(e["prefixes"]),
                 f"{e['id']}: {len(w.prefixes)} of {len(e['prefixes'])} prefixes")
    report.check(w.tables > 0 or e["kind"] == "session_reset", f"{e['id']}: in {w.tables} tables")


def check_reset(replay, report):
    for e in [e for e in replay.truth["events"] if e["kind"] == "session_reset"]:
        start, end = plan_module.when(e["start"]), plan_module.when(e["end"])
        for asn in e["expected_peers"]:
            down = [t for t in replay.down.get(asn, []) if replay.pace.near(t, start)]
            up = [t for t in replay.up.get(asn, []) if replay.pace.near(t, end)]
            report.check(len(down) == 2 and len(up) == 2, f"{e['id']}: AS{asn} {len(down)} sessions down, {len(up)} up again")
    more = set(replay.down) - {a for e in replay.truth["events"] if e["kind"] == "session_reset" for a in e["expected_peers"]}
    report.check(not more, f"no other session of the collector went down {sorted(more) or ''}".rstrip())


def check_quiet(updates, truth, pace, report):
    """Each of the ordinary changes shows at its start and at its end."""
    times = [t for t, sub, body in updates if (mrt.bgp4mp(body, sub) or (0, 0, ""))[2] == "update"]
    for q in truth["quiet"]:
        start, end = plan_module.when(q["start"]), plan_module.when(q["end"])
        near = [sum(1 for t in times if pace.near(t, start) and t < end), sum(1 for t in times if pace.near(t, end))]
        report.check(all(near), f"quiet: {q['what']}: {near[0]} updates at its start, {near[1]} at its end")


def check_known(tables, truth, report):
    begins = min(plan_module.when(e["start"]) for e in truth["events"])
    late = {(p, path[-1]) for _, _, _, p, o, path in tables[0][2] if o > begins - 86400}
    report.check(not late, f"origins of the first table known for a day when the script begins; {len(late)} are not")


def check_delegated(tables, sample, truth, report):
    nets, asns = [], set()
    for path in sorted(sample.glob("rir/delegated-*")):
        for row in (line.split("|") for line in path.read_text().splitlines()):
            if len(row) < 7 or row[6] not in ("allocated", "assigned"):
                continue
            if row[2] == "asn":
                asns |= set(range(int(row[3]), int(row[3]) + int(row[4])))
            elif row[2] == "ipv4":
                first = ipaddress.ip_address(row[3])
                nets += ipaddress.summarize_address_range(first, first + int(row[4]) - 1)
            elif row[2] == "ipv6":
                nets.append(ipaddress.ip_network(f"{row[3]}/{row[4]}"))
    routes = {(p, path) for _, _, _, p, _, path in tables[0][2]}
    held = lambda p: any(n.version == p.version and p.subnet_of(n) for n in nets)
    bad = {p for p, _ in routes if not held(ipaddress.ip_network(p))}
    report.check(not bad, f"{len({p for p, _ in routes})} prefixes of the first table are delegated {sorted(bad) or ''}".rstrip())
    bad = {a for _, path in routes for a in path} - asns
    report.check(not bad, f"all ASNs of its paths are delegated {sorted(bad) or ''}".rstrip())
    bogons = {p for e in truth["events"] if e["kind"] == "bogon_prefix" for p in e["prefixes"]}
    report.check(not any(held(ipaddress.ip_network(p)) for p in bogons), "the script's bogons are not")


def check_bgpdump(folder, replay, entries, report):
    if not shutil.which("bgpdump"):
        print("note  bgpdump is not installed; its count is not compared")
        return
    count = {"B": 0, "A": 0, "W": 0}
    for path in sorted(folder.glob("*/*.*")):
        out = subprocess.run(["bgpdump", "-m", str(path)], capture_output=True, text=True, check=True).stdout
        for line in out.splitlines():
            kind = line.split("|")[2]
            if kind in count:
                count[kind] += 1
    own = {"B": entries, "A": replay.announced, "W": replay.withdrawn}
    report.check(count == own, f"bgpdump reads {count['B']} entries, {count['A']} announcements, {count['W']} withdrawals; here {own}")


def main(sample):
    sample, report = pathlib.Path(sample), Report()
    truth = json.loads((sample / "truth.json").read_text())
    folder = sample / "bgp" / "lab"
    tables, updates = load(folder)
    start, end = (plan_module.when(truth["period"][k]) for k in ("start", "end"))
    times = [u[0] for u in updates]
    report.check(times == sorted(times), f"{len(times)} records of updates are in order of time")
    report.check(all(start <= t < end for t in times + [x[0] for x in tables]), "all records lie in the period")
    gaps = max(b - a for a, b in zip([start] + times, times + [end]))
    print(f"note  longest silence between two records: {gaps} s")
    replay = Replay(truth, report)
    pending = list(tables)
    for t, sub, body in updates:
        while pending and pending[0][0] < t:
            replay.rib(pending.pop(0)[2], first=not replay.table)
        replay.update(t, sub, body)
    for left in pending:
        replay.rib(left[2], first=False)
    peers = {(k[1], 6 if ":" in k[0] else 4) for k in replay.table}
    report.check(len(peers) == 2 * len(truth["collector"]["peers"]), f"{len(peers)} peers by family hold a table at the end")
    for w in replay.watches:
        w.finish(end)
        check_event(w, report)
    check_reset(replay, report)
    check_quiet(updates, truth, replay.pace, report)
    check_known(tables, truth, report)
    check_delegated(tables, sample, truth, report)
    check_bgpdump(folder, replay, sum(len(x[2]) for x in tables), report)
    size = sum(f.stat().st_size for f in sample.rglob("*") if f.is_file())
    print(f"note  {size} octets in all; {report.faults} faults")
    return report.faults


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        sys.exit(1 if main(sys.argv[1]) else 0)
    except (mrt.MrtError, OSError, EOFError, ValueError, KeyError, subprocess.CalledProcessError) as e:
        sys.exit(f"verify: {sys.argv[1]}: {type(e).__name__}: {e}")
