#!/usr/bin/env python3
"""Boundaries of time (doc/measurement.md sections 3 to 6), from MRT files that this test writes to the JSON of show asn.

    boundaries.py NORMA | boundaries.py --oracle

Every case is a network of its own that announces bogon prefixes, or has a bogon ASN behind it; what it must
get is written by hand beside it. --oracle asks tests/oracle/measure.py instead of the command.
"""

import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))
from made import DAY, HOUR, MINUTE, Made, Peers, at, peer_list  # noqa: E402
from mrtfile import ACTIVE, ESTABLISHED, IDLE, Peer  # noqa: E402
from tap import Norma, Tap, skip_all  # noqa: E402

CURVE = {0: "1.00", 0.5: "0.60", 1: "0.49", 2: "0.36", 3: "0.29", 4: "0.24"}
TRANSIT = 31000
DELEGATED = [("SE", "asn", 3300, 100, "allocated"), ("SE", "asn", 20000, 20000, "allocated"),
             ("SE", "ipv4", "80.0.0.0", 1 << 24, "allocated"), ("SE", "ipv4", "81.0.0.0", 1 << 20, "available"),
             ("SE", "ipv4", "82.0.0.0", 1 << 20, "reserved"), ("SE", "ipv6", "2a00::", 16, "allocated"),
             ("SE", "asn", 50000, 10, "available"), ("SE", "asn", 51000, 10, "reserved")]


class Case:
    def __init__(self, name, asn, metric="M3"):
        self.name, self.asn, self.metric = name, asn, metric
        self.expect = {}            # {(asn, metric): (raw, incidents)}
        self.spans = []             # (prefix, tail, start, end or None, which peers)


class Folder:
    """One folder of cases that share a base table."""

    def __init__(self, top, first, n_peers=11):
        self.made = Made(top)
        self.cases, self.next = [], first
        self.n_peers, self.prefixes = n_peers, 0

    def case(self, name, raw, incidents, *spans, metric="M3", also=None):
        """spans: (start, end or None[, {"peers": .., "tail": .., "prefix": .., "same": index of an earlier span}])."""
        one = Case(name, self.next, metric)
        self.next += 1
        one.expect[one.asn, metric] = (raw, incidents)
        one.expect.update({(a, m): v for a, m, v in also or []})
        for start, end, *rest in spans:
            how = rest[0] if rest else {}
            prefix = one.spans[how["same"]][0] if "same" in how else how.get("prefix")
            if prefix is None:
                prefix = f"10.{self.prefixes}.0.0/16"
                self.prefixes += 1
            tail = [one.asn if a == "me" else a for a in how.get("tail", [TRANSIT, "me"])]
            one.spans.append((prefix, tail, start, end, how.get("peers")))
        self.cases.append(one)
        return one

    def rows(self):
        return {f"80.{i}.0.0/16": [TRANSIT, case.asn] for i, case in enumerate(self.cases)}

    def play(self, peers):
        for case in self.cases:
            for prefix, tail, start, end, which in case.spans:
                peers.announce(start, [prefix], tail, which)
                if end is not None:
                    peers.withdraw(end, [prefix], which)


def month(top):
    """Folder A: March 2026, recorded from the evening of 27 February to 14 minutes before April."""
    begin, first, end = at("2026-02-27T22:00"), at("2026-03-01"), at("2026-04-01")
    f = Folder(top, 20001)

    def d(day, hour=0, minute=0, second=0):
        return first + (day - 1) * DAY + hour * HOUR + minute * MINUTE + second

    def short(day, seconds):
        return d(day, 6), d(day, 6) + seconds

    f.case("29 minutes", 0.5, 1, short(3, 29 * MINUTE))
    f.case("29 minutes and 59 seconds", 0.5, 1, short(3, 30 * MINUTE - 1))
    f.case("30 minutes", 1, 1, short(3, 30 * MINUTE))
    f.case("a second less than 24 hours", 1, 1, short(3, DAY - 1))
    f.case("24 hours", 2, 1, short(3, DAY))
    f.case("25 hours", 2, 1, short(3, 25 * HOUR))
    f.case("two days less a second", 2, 1, short(3, 2 * DAY - 1))
    f.case("two days: 3, and the curve's 0.29", 3, 1, short(3, 2 * DAY))
    f.case("three days: 4, and the curve's 0.24", 4, 1, short(3, 3 * DAY))
    f.case("29 min + 13 h + 25 h", 3.5, 3, short(3, 29 * MINUTE), short(6, 13 * HOUR), short(9, 25 * HOUR))
    f.case("all of 31 days, before and after too", 32, 1, (begin + HOUR, None))
    f.case("all of 31 days, three times the same bogon", 32, 1, (begin + HOUR, None), (begin + HOUR, None),
           (d(5), d(6)))
    f.case("began before the month, 29 min in it", 0.5, 1, (first - HOUR, first + 29 * MINUTE))
    f.case("began before the month, 30 min in it", 1, 1, (first - HOUR, first + 30 * MINUTE))
    f.case("ends where the month begins", 0, 0, (first - HOUR, first))
    f.case("a second in the month", 0.5, 1, (first - HOUR, first + 1))
    f.case("starts 30 min before the month's end", 1, 1, (end - 30 * MINUTE, None))
    f.case("starts 29 min before the month's end", 0.5, 1, (end - 29 * MINUTE, None))
    f.case("two that touch, 20 min each", 1, 1, (d(4), d(4, 0, 20)), (d(4, 0, 20), d(4, 0, 40)))
    f.case("two that are a second apart", 1, 2, (d(4), d(4, 0, 20)), (d(4, 0, 20, 1), d(4, 0, 40)))
    f.case("two that overlap", 1, 1, (d(4), d(4, 0, 20)), (d(4, 0, 10), d(4, 0, 40)))
    f.case("one inside another", 0.5, 1, (d(4), d(4, 0, 29)), (d(4, 0, 10), d(4, 0, 20)))
    f.case("transitive: the third joins the two", 1, 1, (d(4), d(4, 0, 10)), (d(4, 0, 20), d(4, 0, 30)),
           (d(4, 0, 10), d(4, 0, 20)))
    f.case("no length at all", 0, 0, (d(4), d(4)))
    f.case("lost and back within 15 min: one event of 50 min", 1, 1, (d(5), d(5, 0, 20)),
           (d(5, 0, 34, 59), d(5, 0, 50), {"same": 0}))
    f.case("lost and back after 15 min: two events of 20 min", 1, 2, (d(5), d(5, 0, 20)),
           (d(5, 0, 35, 1), d(5, 0, 55, 1), {"same": 0}))
    f.case("one stuck peer of eleven does not stretch it", 0.5, 1, (d(6), d(6, 0, 29), {"peers": range(10)}),
           (d(6), d(9), {"same": 0, "peers": [10]}))
    f.case("two stuck peers of eleven do", 4, 1, (d(6), d(6, 0, 29), {"peers": range(9)}),
           (d(6), d(9), {"same": 0, "peers": [9, 10]}))
    f.case("the last regular loss is not cut off", 1, 1, (d(6), d(6, 0, 20), {"peers": range(10)}),
           (d(6), d(6, 0, 31), {"same": 0, "peers": [10]}))
    f.case("two peers see it: no event", 0, 0, (d(7), d(8), {"peers": [0, 1]}))
    f.case("three peers see it: an event that is not scored", 0, 0, (d(7), d(8), {"peers": [0, 1, 2]}))
    f.case("four peers see it", 0, 0, (d(7), d(8), {"peers": [0, 1, 2, 3]}))
    f.case("five peers see it", 2, 1, (d(7), d(8), {"peers": [0, 1, 2, 3, 4]}))
    f.case("six peers, never five at one time", 0, 0, (d(7), d(7, 1), {"peers": [0, 1, 2]}),
           (d(7, 1, 0, 1), d(7, 2), {"same": 0, "peers": [3, 4, 5]}))
    f.case("starts with the first peer, not with the fifth", 1, 1, (d(7), d(7, 0, 30), {"peers": [0]}),
           (d(7, 0, 20), d(7, 0, 30), {"same": 0, "peers": [1, 2, 3, 4]}))
    f.case("available space is full", 2, 1, (d(9), d(10), {"prefix": "81.1.0.0/16"}))
    f.case("reserved space is administrative: not scored", 0, 0, (d(9), d(10), {"prefix": "82.1.0.0/16"}))
    f.case("the default route is no bogon", 0, 0, (d(9), d(10), {"prefix": "0.0.0.0/0"}))
    f.case("origin is a private ASN: the first public one behind it", 1, 1,
           (d(11), d(11, 1), {"tail": [TRANSIT, "me", 64512]}))
    f.case("its transit is an accomplice", 1, 1, (d(11), d(11, 1), {"tail": [32001, "me"]}),
           also=[(32001, "M3C", (1, 1))])
    f.case("prepending hides nobody", 1, 1, (d(11), d(11, 1), {"tail": [32002, 32002, "me", "me", "me"]}),
           also=[(32002, "M3C", (1, 1))])
    f.case("M4: a private ASN in the middle", 1, 1, (d(12), d(12, 1), {"tail": [32003, "me", 64600, 20001],
                                                                      "prefix": "80.200.0.0/16"}),
           metric="M4", also=[(32003, "M4C", (1, 1))])
    f.case("M4: 24 hours of a documentation ASN as origin", 2, 1,
           (d(12), d(13), {"tail": [32004, "me", 64500], "prefix": "80.201.0.0/16"}), metric="M4")
    f.case("M4: one event for all prefixes of one ASN", 0.5, 1,
           (d(12), d(12, 0, 14), {"tail": [TRANSIT, "me", 64601], "prefix": "80.202.0.0/16"}),
           (d(12, 0, 10), d(12, 0, 29), {"tail": [TRANSIT, "me", 64601], "prefix": "80.203.0.0/16"}), metric="M4")
    f.case("M4: peers of different prefixes add up at one time", 2, 1,
           (d(12), d(13), {"tail": [TRANSIT, "me", 64602], "prefix": "80.204.0.0/16", "peers": [0, 1, 2]}),
           (d(12), d(13), {"tail": [TRANSIT, "me", 64602], "prefix": "80.205.0.0/16", "peers": [3, 4]}), metric="M4")
    f.case("M4: available is full", 1, 1, (d(12), d(12, 1), {"tail": [TRANSIT, "me", 50003], "prefix": "80.206.0.0/16"}),
           metric="M4")
    f.case("M4: reserved is administrative", 0, 0,
           (d(12), d(12, 1), {"tail": [TRANSIT, "me", 51003], "prefix": "80.207.0.0/16"}), metric="M4")
    f.case("M4: AS112 is legitimate", 0, 0, (d(12), d(12, 1), {"tail": [TRANSIT, "me", 112], "prefix": "80.208.0.0/16"}),
           metric="M4")
    f.case("M4: inside a set nothing is judged", 0, 0,
           (d(12), d(12, 1), {"tail": [TRANSIT, "me", ("set", [64512, 64513])], "prefix": "80.209.0.0/16"}), metric="M4")
    accomplices(f, d)

    made = f.made
    for day in (1, 8, 15, 22, 29):
        made.delegated(f"delegated-ripencc-extended-202603{day:02d}", "ripencc", f"202603{day:02d}", DELEGATED)
    peers = Peers(made, "rrc98", peer_list(10) + [Peer("193.0.2.99", 65010)])   # the last one's own ASN is private
    peers.table(begin, f.rows())
    f.play(peers)
    peers.keepalive(end - 14 * MINUTE)
    made.finish()
    return f, "2026-03"


def accomplices(f, d):
    """Who answers for whom: relationships and organisations known a month before."""
    rel, orgs = [], []
    base = f.next

    def one(name, charged, line=None, org=None, **how):
        me, other = f.next, 33000 + f.next - base
        rel.extend([line.format(me=me, other=other)] if line else [])
        if org:
            orgs.extend([me, other])
        f.case("accomplice: " + name, 1, 1, (d(14), d(14, 1), {"tail": [other, "me"], **how}),
               also=[(other, "M3C", (1, 1) if charged else (0, 0))])

    one("its provider is charged", True, "{other}|{me}|-1")
    one("a peer is not", False, "{me}|{other}|0")
    one("a peer is not, written the other way", False, "{other}|{me}|0")
    one("its customer is not", False, "{me}|{other}|-1")
    one("an unknown neighbour is", True)
    one("a sibling is not", False, "{other}|{me}|-1", org=True)
    other = 33500
    f.case("accomplice: one path of ten is a tenth", 1, 1,
           (d(15), d(15, 1), {"peers": range(9)}), (d(15), d(15, 1), {"same": 0, "tail": [other, "me"], "peers": [9]}),
           also=[(other, "M3C", (1, 1))])
    f.case("accomplice: one path of eleven is less", 1, 1,
           (d(16), d(16, 1), {"peers": range(10)}),
           (d(16), d(16, 1), {"same": 0, "tail": [other + 1, "me"], "peers": [10]}), also=[(other + 1, "M3C", (0, 0))])
    f.case("accomplice: only the direct neighbour", 1, 1, (d(17), d(17, 1), {"tail": [33601, 33600, "me"]}),
           also=[(33600, "M3C", (1, 1)), (33601, "M3C", (0, 0))])
    f.made.text("topology/20260210.as-rel.txt", "# input clique: 3301 3302\n" + "\n".join(rel) + "\n")
    f.made.text("orgs/20260210.as-org2info.txt",
                "# format:org_id|changed|org_name|country|source\nORG-1|20200101|One|SE|RIPE\n"
                "# format:aut|changed|aut_name|org_id|opaque_id|source\n"
                + "".join(f"{a}|20200101|N{a}|ORG-1||RIPE\n" for a in orgs))


def sessions(top):
    """Folder B: two days, four collectors with six peers each; sessions fail, data have gaps and end early."""
    t0 = at("2026-05-10")
    f = Folder(top, 21001)
    noon = t0 + 12 * HOUR
    one = f.case("a reset of all sessions is no end: 40 min", 1, 1)
    hold = f.case("down 899 s, table back within 900 s more: 50 min", 1, 1)
    late = f.case("down 901 s: ended when the sessions went down, then again", 1, 2)
    never = f.case("sessions go down for good: ends then", 0.5, 1)
    not_again = f.case("back without it: End-of-RIB ends it, dated when they went down", 0.5, 1)
    silent = f.case("back without it, no End-of-RIB: 900 s later, dated when they went down", 0.5, 1)
    unknown = f.case("four of nine peers unknown: not five at one time", 0, 0)
    gap = f.case("lost in a gap: ends at the last record before it", 1, 1)
    to_end = f.case("open at the data's end: ends with them", 0.5, 1)
    table_keeps = f.case("a table that has it goes on with it", 2, 1)
    table_drops = f.case("a table without it ends it at the peer's last record", 1, 1)
    behind = f.case("announced behind a gap, and not in the table: ends with the table", 1, 1)
    young = f.case("an update younger than the table's record wins", 0, 0)
    f.made.delegated("delegated-ripencc-extended-20260509", "ripencc", "20260509", DELEGATED)
    rows = f.rows()
    everyone = sorted(rows)

    def collector(number, n=6):
        peers = Peers(f.made, f"rrc{number}", peer_list(n, 3301 + 10 * number, number))
        peers.table(t0, rows)
        return peers

    def bogon(case):
        i = f.cases.index(case)
        return [f"10.{100 + i}.0.0/16"], [TRANSIT, case.asn]

    def again(peers, t, which=None):
        for i, prefix in enumerate(everyone):
            peers.announce(t, [prefix], rows[prefix], which)

    def show(peers, case, t, which=None):
        peers.announce(t, *bogon(case), which)

    # rrc1: resets
    c = collector(1)
    show(c, one, noon)
    c.state(noon + 10 * MINUTE, ESTABLISHED, IDLE)
    c.state(noon + 14 * MINUTE, ACTIVE, ESTABLISHED)
    again(c, noon + 15 * MINUTE)
    show(c, one, noon + 15 * MINUTE)
    c.end_of_rib(noon + 16 * MINUTE)
    c.withdraw(noon + 40 * MINUTE, bogon(one)[0])

    t = noon + 3 * HOUR
    show(c, hold, t)
    show(c, late, t + HOUR + 20 * MINUTE)
    c.state(t + 10 * MINUTE, ESTABLISHED, IDLE)
    c.state(t + 10 * MINUTE + 899, ACTIVE, ESTABLISHED)
    again(c, t + 10 * MINUTE + 899 + 890)
    show(c, hold, t + 10 * MINUTE + 899 + 890)
    c.end_of_rib(t + 10 * MINUTE + 899 + 895)
    c.withdraw(t + 50 * MINUTE, bogon(hold)[0])

    t = t + HOUR + 40 * MINUTE                  # 20 min after `late` began
    c.state(t, ESTABLISHED, IDLE)
    c.state(t + 901, ACTIVE, ESTABLISHED)
    again(c, t + 905)
    show(c, late, t + 905)
    c.end_of_rib(t + 910)
    c.withdraw(t + 910 + 20 * MINUTE, bogon(late)[0])

    t = noon + 7 * HOUR
    show(c, not_again, t)
    c.state(t + 20 * MINUTE, ESTABLISHED, IDLE)
    c.state(t + 22 * MINUTE, ACTIVE, ESTABLISHED)
    again(c, t + 23 * MINUTE)
    c.end_of_rib(t + 35 * MINUTE)

    t = noon + 9 * HOUR
    show(c, silent, t)
    c.state(t + 20 * MINUTE, ESTABLISHED, IDLE)
    c.state(t + 22 * MINUTE, ACTIVE, ESTABLISHED)
    again(c, t + 23 * MINUTE)
    c.keepalive(t0 + 30 * HOUR)

    # rrc2: sessions that never come back
    c = collector(2)
    show(c, never, noon)
    c.state(noon + 20 * MINUTE, ESTABLISHED, IDLE)

    # rrc3: a table of six hours, then nothing for five, then a table without it
    c = collector(3)
    show(c, gap, noon)
    c.keepalive(noon + 31 * MINUTE)
    c.table(noon + 6 * HOUR, rows)
    show(c, table_keeps, noon + 7 * HOUR)
    show(c, table_drops, noon + 8 * HOUR)
    for minutes in range(360, 540, 20):
        c.keepalive(noon + minutes * MINUTE)
    c.table(noon + 9 * HOUR, {**rows, bogon(table_keeps)[0][0]: bogon(table_keeps)[1]})
    for minutes in range(540, 720, 20):
        c.keepalive(noon + minutes * MINUTE)
    c.withdraw(noon + 31 * HOUR, bogon(table_keeps)[0])

    # rrc6: a gap of eleven hours, then an announcement, then a table without it
    c = collector(6)
    show(c, behind, noon)
    for minutes in range(10, 60, 10):
        c.keepalive(noon + minutes * MINUTE)
    c.table(noon + HOUR, rows)

    # rrc4: peers that are unknown while others show it; and the end of the data, 29 min behind the last start
    c = collector(4, 9)
    show(c, unknown, noon, [0, 1, 2, 3])
    c.state(noon + HOUR, ESTABLISHED, IDLE, [0, 1, 2, 3])
    c.announce(noon + HOUR + MINUTE, *bogon(unknown), [4, 5, 6, 7])
    c.withdraw(noon + HOUR + 2 * MINUTE, bogon(unknown)[0], [4, 5, 6, 7])
    c.state(noon + HOUR + 3 * MINUTE, ACTIVE, ESTABLISHED, [0, 1, 2, 3])
    again(c, noon + HOUR + 4 * MINUTE, [0, 1, 2, 3])
    c.end_of_rib(noon + HOUR + 5 * MINUTE, [0, 1, 2, 3])
    last = t0 + 2 * DAY - 2 * HOUR
    c.table(t0 + 30 * HOUR, rows)
    show(c, to_end, last - 29 * MINUTE)
    c.keepalive(last)

    # the record of it is older than the withdrawal, the table's last one younger: 10.0.0.0/8 comes first
    c = collector(5)
    entries = {**rows, bogon(young)[0][0]: bogon(young)[1]}
    c.records.table(t0 + 13 * HOUR, {p: [(peer, [peer.asn, *tail]) for peer in c.peers] for p, tail in entries.items()},
                    step=5)
    c.withdraw(t0 + 13 * HOUR + 2, bogon(young)[0])
    f.made.finish()
    return f, "2026-05"


def check(tap, folder, ask):
    for case in folder.cases:
        got, want = {}, {}
        for (asn, metric), (raw, incidents) in case.expect.items():
            answer = ask(asn) or {}
            figure = answer.get("metrics", {}).get(metric, {})
            got[asn, metric] = figure.get("raw"), figure.get("incidents")
            want[asn, metric] = float(raw), incidents
            if raw in CURVE:
                got[asn, metric] += (f"{figure.get('score') or 0:.2f}",)
                want[asn, metric] += (CURVE[raw],)
        tap.same(got, want, f"AS{case.asn} {case.name}")


def by_oracle(top, when):
    from argparse import Namespace
    import measure
    result = measure.measure(top, Namespace(month=when, since=None, until=None, framework="manrs-2024"))
    return lambda asn: result["asns"].get(str(asn))


def main():
    if sys.argv[1] == "--oracle" and not shutil.which("bgpdump"):
        skip_all("bgpdump is not installed")
    tap = Tap()
    with tempfile.TemporaryDirectory() as work:
        for name, make in (("month", month), ("sessions", sessions)):
            top = os.path.join(work, name)
            folder, when = make(top)
            if sys.argv[1] == "--oracle":
                ask = by_oracle(top, when)
            else:
                norma, db = Norma(sys.argv[1]), os.path.join(work, name + ".db")
                norma.measure(top, db, "--month", when)
                ask = lambda asn: norma.asn(db, asn)      # noqa: E731
            check(tap, folder, ask)
    tap.end()


if __name__ == "__main__":
    main()
