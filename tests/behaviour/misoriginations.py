#!/usr/bin/env python3
"""misoriginations.py NORMA: at T a network announces what another was known for; what the registries, time and its past
make of that (doc/accuracy.md). One folder a case, from made files to incidents."""

import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))
from made import DAY, HOUR, Made, Peers, at, peer_list, route  # noqa: E402
from tap import Norma, Tap  # noqa: E402

MIN = 60
VICTIM, CULPRIT, TRANSIT, OTHER = 20010, 20777, 31000, 31005
P, PART, COVER = "80.1.0.0/16", "80.1.7.0/24", "80.0.0.0/12"


def iso(t):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(t))


class Case:
    """Six peers that have known VICTIM for P since begin; two days. The deed is at self.t."""

    def __init__(self, work, name, begin="2026-06-10", prefixes=None):
        self.top, self.db = os.path.join(work, name.replace(" ", "-")), os.path.join(work, name.replace(" ", "-") + ".db")
        self.made, self.begin = Made(self.top), at(begin)
        self.t = self.begin + 30 * HOUR
        self.peers = Peers(self.made, "rrc1", peer_list(6))
        self.rows = prefixes or {P: [TRANSIT, VICTIM]}
        self.peers.table(self.begin, self.rows)
        for t in range(0, 2 * DAY + 1, 20 * MIN):
            self.peers.records.keepalive(self.begin + t, self.peers.peers[0])

    def irr(self, date, *objects):
        self.made.rpsl(f"ripe.{date}.db", list(objects))

    def holders(self, victim, culprit, space):
        rows = [("SE", "asn", VICTIM, 1, "allocated", victim), ("SE", "asn", CULPRIT, 1, "allocated", culprit),
                ("SE", "ipv4", "80.0.0.0", 1 << 20, "allocated", space)]
        self.made.delegated("delegated-ripencc-extended-20260609", "ripencc", "20260609", rows)

    def take(self, prefixes=(P,), after=0, which=range(5)):
        self.peers.announce(self.t + after, list(prefixes), [OTHER, CULPRIT], which)

    def back(self, after, prefixes=(P,), which=range(5)):
        self.peers.announce(self.t + after, list(prefixes), [TRANSIT, VICTIM], which)

    def found(self, norma, db=None):
        self.made.finish()
        norma.measure(self.top, db or self.db, "--from", iso(self.begin), "--to", iso(self.begin + 2 * DAY))
        return [i for i in norma.incidents(db or self.db)
                if i["metric"] == "M2" and iso(self.begin) <= i["start"] < iso(self.begin + 2 * DAY)]


def dated(prefix, origin, day):
    return route(prefix, origin) + [("created", f"{day}T00:00:00Z")]


def registries(tap, norma, work):
    """What each registry makes of an hour's change that is otherwise the same."""

    def case(name, setup, confidence, has, hasnt=()):
        c = Case(work, name)
        setup(c)
        c.take()
        c.back(HOUR)
        got = c.found(norma)
        tap.same([(i["culprit"], i["victims"], i["confidence"]) for i in got], [(CULPRIT, [VICTIM], confidence)], name)
        tags = {t["name"] for i in got for t in i["tags"]}
        tap.ok(set(has) <= tags and not set(hasnt) & tags, f"{name}: what speaks for it", tags)

    victims = dated(P, VICTIM, "2015-01-01")
    case("the change alone", lambda c: None, "suspicious", ["sole-origin", "widely-seen"], ["holder", "irr-others-only"])
    case("route object of the victim", lambda c: c.irr("20260609", victims), "confirmed", ["irr-others-only", "victim-irr"])
    case("route object of the culprit", lambda c: c.irr("20260609", victims, dated(P, CULPRIT, "2026-06-01")), "benign",
         ["irr-own"], ["irr-young", "sole-origin"])
    case("covering route object of the culprit", lambda c: c.irr("20260609", dated(COVER, CULPRIT, "2026-06-01")), "benign",
         ["irr-own"])
    case("planted the day before", lambda c: c.irr("20260611", dated(P, CULPRIT, "2026-06-10")), "suspicious",
         ["irr-young", "sole-origin"], ["irr-own", "irr-elsewhere"])
    case("undated and alone", lambda c: c.irr("20260611", route(P, CULPRIT)), "benign", ["irr-own"])

    def undated(c, before):
        c.irr("20260603", *before)
        c.irr("20260611", victims, route(P, CULPRIT))
    case("undated and there a week before", lambda c: undated(c, [victims, route(P, CULPRIT)]), "benign", ["irr-own"])
    case("undated and not there a week before", lambda c: undated(c, [victims]), "suspicious", ["irr-young"], ["irr-own"])
    case("of another database", lambda c: c.made.rpsl("radb.20260609.db", [
        route(P, CULPRIT, "RADB") + [("created", "2015-01-01T00:00:00Z")]]), "informative", ["irr-elsewhere"], ["irr-young"])
    case("the holder's own", lambda c: c.holders("a", "b", "a"), "confirmed", ["holder", "sole-origin"])
    case("lent by a third", lambda c: c.holders("a", "b", "c"), "suspicious", ["sole-origin"], ["holder"])
    case("one organisation", lambda c: c.holders("a", "a", "a"), "benign", ["same-organisation"], ["holder", "sole-origin"])


def time_course(tap, norma, work):
    def case(name, deeds, want, has=()):
        c = Case(work, name)
        c.irr("20260609", dated(P, VICTIM, "2015-01-01"))
        deeds(c)
        got = c.found(norma)
        tap.same([(i["culprit"], i["confidence"]) for i in got], want, name)
        tags = {t["name"] for i in got for t in i["tags"]}
        tap.ok(set(has) <= tags, f"{name}: what speaks for it", tags)

    case("over within five minutes", lambda c: (c.take(), c.back(4 * MIN)), [(CULPRIT, "benign")], ["convergence"])
    case("two peers", lambda c: (c.take(which=range(2)), c.back(HOUR, which=range(2))), [(CULPRIT, "informative")],
         ["few-peers"])
    case("let go of an hour before", lambda c: (c.peers.withdraw(c.t - HOUR, [P]), c.take(), c.back(HOUR)),
         [(CULPRIT, "suspicious")], ["vacated"])
    case("the victim answers with parts", lambda c: (c.take([PART]), c.back(HOUR, ["80.1.7.0/25", "80.1.7.128/25", PART])),
         [(CULPRIT, "confirmed")], ["part", "contested"])
    case("the victim's own part", lambda c: c.peers.announce(c.t, [PART], [TRANSIT, VICTIM]), [])


def mass(tap, norma, work):
    rows = {f"80.{i}.0.0/16": [TRANSIT, 21000 + 37 * i] for i in range(12)}
    c = Case(work, "mass", prefixes=rows)
    c.take(rows)
    for p, tail in rows.items():
        c.peers.announce(c.t + HOUR, [p], tail, range(5))
    got = c.found(norma)
    tap.same([(i["culprit"], len(i["prefixes"]), len(i["victims"]), i["confidence"], i.get("leakType")) for i in got],
             [(CULPRIT, 12, 12, "confirmed", 5)], "twelve networks at once: one incident, which looks like a leak of type 5")


def past(tap, norma, work):
    """What an earlier period in the same database confirmed counts in the next; alone it knows nothing of it."""
    rows = {f"80.{i}.0.0/16": [TRANSIT, VICTIM] for i in range(5)}
    first, second = Case(work, "past first", prefixes=rows), Case(work, "past second", "2026-07-10", rows)
    for i, p in enumerate(rows):
        first.take([p], 2 * HOUR * i)
        first.back(2 * HOUR * i + 20 * MIN, [p])
    first.irr("20260609", *[dated(p, VICTIM, "2015-01-01") for p in rows])
    second.take()
    second.back(HOUR)
    tap.same([i["confidence"] for i in first.found(norma, os.path.join(work, "past.db"))], ["confirmed"] * 5, "five before")

    def is_repeated(db):
        return [any(t["name"] == "repeated" for t in i["tags"]) for i in second.found(norma, os.path.join(work, db))]
    tap.same(is_repeated("past.db"), [True], "a sixth is repeated")
    tap.same(is_repeated("past.db"), [True], "and so when it is measured again")
    tap.same(is_repeated("alone.db"), [False], "by itself it is not")


def main():
    tap, norma = Tap(), Norma(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        registries(tap, norma, work)
        time_course(tap, norma, work)
        mass(tap, norma, work)
        past(tap, norma, work)
    tap.end()


if __name__ == "__main__":
    main()
