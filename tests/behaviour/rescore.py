#!/usr/bin/env python3
"""rescore.py NORMA: the action scores that `norma measure --framework F` stores are those that `norma score --framework F`
computes anew from stored events and facts, for every framework that is shipped.

Also across frameworks: measured by one and scored by another is what measuring by the other gives, unless the
command says that something needed was not kept.
"""

import csv
import glob
import os
import sqlite3
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "oracle"))
import boundaries  # noqa: E402
import folders  # noqa: E402
from tap import Norma, Tap  # noqa: E402

ROOT = os.path.join(HERE, "..", "..")
FRAMEWORKS = sorted(os.path.basename(p)[:-4] for p in glob.glob(os.path.join(ROOT, "frameworks", "*.ini")))
ACTIONS = {"filtering": "filtering", "anti_spoofing": "antiSpoofing", "coordination": "coordination",
           "routing_irr": "routingInformationIRR", "routing_rpki": "routingInformationRPKI"}     # column: in the CSV
READINESS = {0: "", 1: "lagging", 2: "aspiring", 3: "ready"}


def stored(db):
    """{(ASN, action): (value, readiness)} as they lie in the database."""
    connection, out = sqlite3.connect(db), {}
    connection.row_factory = sqlite3.Row
    for row in connection.execute("SELECT * FROM score"):
        for column, action in ACTIONS.items():
            out[row["asn"], action] = row[column], READINESS[row[column + "_readiness"]]
    connection.close()
    return out


def scored(norma, db, framework):
    got = norma.run("score", "--db", db, "--framework", framework, "--format", "csv", check=0)
    out = {}
    for row in csv.DictReader(got.stdout.splitlines()):
        for action in ACTIONS.values():
            value = float(row[action]) if row[action] else None
            out[int(row["asn"]), action] = value, row[action + "Readiness"]
    return out, got.stderr


def different(got, want):
    return "\n".join(f"{key}: {got.get(key)}, not {want.get(key)}" for key in sorted(got.keys() | want.keys())
                     if got.get(key) != want.get(key))


def check(tap, norma, name, folder, month, work):
    want = {}
    for framework in FRAMEWORKS:
        db = os.path.join(work, f"{name}-{framework}.db")
        norma.measure(folder, db, "--month", month, "--framework", framework)
        want[framework] = stored(db)
    tap.ok(all(len(w) > 5 * 10 and any(v is not None for v, _ in w.values()) for w in want.values()),
           f"{name}: there are networks with scores")
    compared = 0
    for own in FRAMEWORKS:
        for other in FRAMEWORKS:
            got, told = scored(norma, os.path.join(work, f"{name}-{own}.db"), other)
            if own != other and told:
                continue
            compared += own != other
            tap.ok(got == want[other], f"{name}: measured by {own}, scored by {other}", different(got, want[other]))
    return compared, want


def main():
    tap, norma = Tap(), Norma(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        tap.ok(len(FRAMEWORKS) >= 3, "the shipped frameworks", FRAMEWORKS)
        compared, want = check(tap, norma, "sample", os.path.join(ROOT, "sample"), "2026-10", work)
        for name, make in (("metrics", folders.metrics), ("bogons", boundaries.month)):
            top = os.path.join(work, name)
            made = make(top)
            more, want = check(tap, norma, name, top, made[1] if name == "bogons" else folders.MONTH, work)
            compared += more
        tap.ok(compared > 0, "frameworks that keep the same are compared with one another")
        tap.ok(want["manrs-2018"] != want["manrs-2024"], "bogons: only manrs-2018 scores administrative ones, and it shows")
    tap.end()


if __name__ == "__main__":
    main()
