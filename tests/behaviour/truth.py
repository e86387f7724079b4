#!/usr/bin/env python3
"""truth.py NORMA: sample/ against sample/truth.json, event by event: each is found with its culprit, its prefixes and
its times, and nothing else of those kinds is.

truth.json was written from the script that the recorded routers played, before anything was detected in it.
"""

import json
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "oracle"))
from made import at  # noqa: E402
from tap import Norma, Tap  # noqa: E402

SAMPLE = os.path.join(HERE, "..", "..", "sample")
MONTH = "2026-10"

# kind in truth.json: (metric, kind of the incident, members that both have under the names (truth's, incident's)).
# A kind that is not here is not looked for, and incidents of a metric that is not here are not looked at.
KINDS = {
    "bogon_prefix": ("M3", "bogon-prefix", ()),
    "bogon_asn": ("M4", "bogon-asn", (("bogon_asn", "bogonAsn"),)),
    "misorigination_exact": ("M2", "misorigination", ()),
    "misorigination_subprefix": ("M2", "misorigination", ()),
    "route_leak": ("M1", "leak", (("leak_type", "leakType"),)),
}

# What is looked at and let go: culprit and prefixes of benign incidents. The private ASN originates what it is the
# bogon of, and one network of an organisation takes a prefix over from another.
BENIGN_KINDS = ("bogon_asn", "benign_move")

# RPKI-invalid are, beside what the script announced: of misoriginations those that its words call so, and the one
# route that sample/README.md tells of, whose only ROA names another network.
INVALID_KINDS = ("rpki_invalid", "misorigination_subprefix")
STANDING_INVALID = {("5.40.0.0/17", 20602)}

# How far a time may be from the script's, in real seconds, which truth.json says how to stretch. The collector's
# clock has whole seconds, so it may show what happened as one earlier; one is granted to the routers for passing a
# change on, and with the clock's that makes two. (An event's weight changes at 30 minutes; none is nearer to it
# than two minutes.)
EARLY, LATE = 1, 2


class Truth:
    def __init__(self):
        with open(os.path.join(SAMPLE, "truth.json"), encoding="utf-8") as f:
            self.all = json.load(f)
        self.events = self.all["events"]
        self.pieces = [(at(p["to"].rstrip("Z")), p["factor"]) for p in self.all["recorded"]["pieces"]]

    def near(self, got, want):
        """Is this instant the script's?"""
        if got is None or want is None:
            return got is want
        t, script = at(got.rstrip("Z")), at(want.rstrip("Z"))
        factor = next((f for to, f in self.pieces if script < to), self.pieces[-1][1])
        return -EARLY * factor <= t - script <= LATE * factor

    def of_kind(self, kinds):
        return [e for e in self.events if e["kind"] in kinds]


def is_same(truth, event, incident):
    """Is it what happened? Members that must be equal, then times."""
    metric, kind, more = KINDS[event["kind"]]
    want = {"metric": metric, "kind": kind, "culprit": event["culprit"], "accomplices": event["accomplices"],
            "victims": event["victims"], "prefixes": sorted(event["prefixes"]), "peersMax": len(event["expected_peers"]),
            "weight": event["weight"], "confidence": "confirmed", **{theirs: event[ours] for ours, theirs in more}}
    got = {name: sorted(incident[name]) if name == "prefixes" else incident.get(name) for name in want}
    if metric == "M1":  # truth.json lists what was leaked all the time; for an instant more travels with it
        for name in ("prefixes", "victims"):
            if set(got[name]) >= set(want[name]):
                got[name] = want[name]
    return got == want and truth.near(incident["start"], event["start"]) and truth.near(incident["end"], event["end"])


def incidents(tap, truth, norma, db):
    metrics = {metric for metric, _, _ in KINDS.values()}
    left = [i for i in norma.incidents(db) if i["metric"] in metrics]
    for event in truth.of_kind(KINDS):
        found = [i for i in left if is_same(truth, event, i)]
        of_metric = [i for i in left if i["metric"] == KINDS[event["kind"]][0]]
        tap.ok(len(found) == 1, f"{event['id']} is found, once", json.dumps({"truth": event, "got": of_metric}, indent=1))
        left = [i for i in left if i not in found]
    benign = [(i["metric"], i["culprit"], sorted(i["prefixes"])) for i in left
              if i["confidence"] == "benign" and i["kind"] != "forged-origin"]
    want = [("M2", e.get("bogon_asn", e["culprit"]), sorted(e["prefixes"])) for e in truth.of_kind(BENIGN_KINDS)]
    tap.same(sorted(benign), sorted(want), "what is let go is what the script did beside it")
    # a peer's routes come over a link that no collector has shown before when they are leaked
    leaks = [(e["culprit"], set(e["prefixes"])) for e in truth.of_kind({"route_leak"})]
    new = [(i["culprit"], i["prefixes"]) for i in left if i["confidence"] == "benign" and i["kind"] == "forged-origin"]
    tap.same([n for n in new if not any(n[0] == c and p & set(n[1]) for c, p in leaks)], [],
             "what is let go as no forged origin was leaked")
    left = [i for i in left if i["confidence"] != "benign"]
    tap.same(left, [], f"no other incident of {', '.join(sorted(metrics))}")


def charged(tap, truth, norma, db, asns):
    """Raw metric: the sum of the weights of what a network did; of its accomplices likewise, who are providers."""
    want, got = {}, {}
    for event in truth.of_kind(KINDS):
        metric = KINDS[event["kind"]][0]
        for asn, name in [(event["culprit"], metric)] + [(a, metric + "C") for a in event["accomplices"]]:
            raw, n = want.get((asn, name), (0, 0))
            want[asn, name] = raw + event["weight"], n + 1
    names = sorted({name + c for name, _, _ in KINDS.values() for c in ("", "C")})
    for asn in asns:
        metrics = norma.asn(db, asn)["metrics"]
        for name in names:
            figure = metrics[name]
            if (figure["raw"], figure["incidents"]) != (0, 0):
                got[asn, name] = figure["raw"], figure["incidents"]
    tap.same(got, want, f"{', '.join(names)} of all {len(asns)} networks")


def invalid_routes(tap, truth, norma, db, asns):
    rows = [row for asn in asns for row in norma.show(db, "routes", "asn", asn)]
    got = {(row["prefix"], row["origin"]): row for row in rows if row["rov"].startswith("invalid")}
    want = {(prefix, event["culprit"]) for event in truth.of_kind(INVALID_KINDS) for prefix in event["prefixes"]}
    tap.same(sorted(got), sorted(want | STANDING_INVALID), "invalid routes are those of the script and the standing one")
    for event in truth.of_kind(("rpki_invalid",)):
        for prefix in event["prefixes"]:
            row = got.get((prefix, event["culprit"]))
            good = (row and truth.near(row["firstSeen"], event["start"]) and truth.near(row["lastSeen"], event["end"]) and
                    row["peersMax"] == len(event["expected_peers"]) and row["rov"] == "invalid_length")
            tap.ok(good, f"{event['id']}: {prefix} is invalid by length, and seen when and where it should", f"{event}\n{row}")


def undetected(tap, norma, work, db, asns):
    """--no-detection: M1 and M2 are not measured, and everything else is as it was."""
    other = os.path.join(work, "undetected.db")
    norma.measure(SAMPLE, other, "--month", MONTH, "--no-detection")
    left = ("M1", "M1C", "M2", "M2C")
    wrong = []
    for asn in asns:
        with_it, without = norma.asn(db, asn)["metrics"], norma.asn(other, asn)["metrics"]
        wrong += [(asn, m) for m in with_it if m not in left and with_it[m] != without[m]]
        wrong += [(asn, m, without[m]) for m in left if without[m].get("noData") != "not measured"]
    tap.same(wrong, [], "without detection M1 and M2 are not measured, the rest is")
    found, want = ([(i["metric"], i["start"], i["culprit"]) for i in norma.incidents(d) if i["metric"] not in left]
                   for d in (other, db))
    tap.same(found, want, "and bogons are found")
    tap.same([i for i in norma.incidents(other) if i["metric"] in left], [], "and nothing else")


def main():
    tap, norma, truth = Tap(), Norma(sys.argv[1]), Truth()
    with tempfile.TemporaryDirectory() as work:
        db = os.path.join(work, "sample.db")
        norma.measure(SAMPLE, db, "--month", MONTH)
        asns = [row["asn"] for row in norma.show(db, "scores")]
        tap.ok({e["culprit"] for e in truth.events if e.get("culprit")} <= set(asns), "all culprits are networks", asns)
        incidents(tap, truth, norma, db)
        charged(tap, truth, norma, db, asns)
        invalid_routes(tap, truth, norma, db, asns)
        undetected(tap, norma, work, db, asns)
    tap.end()


if __name__ == "__main__":
    main()
