#!/usr/bin/env python3
"""compare.py NORMA FOLDER: what the command says of a folder, network by network, against measure.py.

FOLDER is jinx-2014 or rrc04-2022 (of NORMA_DATA; the latter alone and joined with rpki/), sample (of the repository)
or made (folders.py, all of them). A difference is a line: network, what, the command's value, the oracle's value.
"""

import csv
import io
import os
import random
import shutil
import sys
import tempfile
from argparse import Namespace

import folders
import measure
from registry import Folder, read_time
from tap import Norma, Tap, copy_data, data_folder, skip_all

ACTIONS = ("filtering", "antiSpoofing", "coordination", "routingInformationIRR", "routingInformationRPKI")
SHOWN = 40


def near(a, b):
    if isinstance(a, bool) or isinstance(b, bool) or not isinstance(a, (int, float)) or not isinstance(b, (int, float)):
        return a == b
    return abs(a - b) <= 1e-9 * max(1.0, abs(b))


def second(text):
    """Times are compared to the second: tables are kept in whole ones."""
    return None if text in (None, "") else int(read_time(text))


class Compare:
    def __init__(self, tap, norma, db, want, name):
        self.tap, self.norma, self.db, self.want, self.name = tap, norma, db, want, name
        self.differences = []

    def same(self, who, what, got, want):
        if not near(got, want):
            self.differences.append(f"{who} {what}: command {got!r}, oracle {want!r}")

    def finish(self, what, n):
        shown = self.differences[:SHOWN]
        if len(self.differences) > SHOWN:
            shown.append(f"and {len(self.differences) - SHOWN} more")
        self.tap.ok(not self.differences and n > 0, f"{self.name}: {what} ({n})", "\n".join(shown) or "nothing was compared")
        self.differences = []

    # --- everything at once

    def scores(self):
        """Every network and its five scores."""
        got = self.norma.run("show", "scores", "--db", self.db, "--format", "csv", check=0).stdout
        rows = {int(r["asn"]): r for r in csv.DictReader(io.StringIO(got, newline=""))}
        want = {int(a): v for a, v in self.want["asns"].items()}
        for asn in sorted(rows.keys() - want.keys()):
            self.same(f"AS{asn}", "reported", True, False)
        for asn in sorted(want.keys() - rows.keys()):
            self.same(f"AS{asn}", "reported", False, True)
        for asn in sorted(want.keys() & rows.keys()):
            row = rows[asn]
            for name in ACTIONS:
                figure = want[asn]["scores"][name]
                self.same(f"AS{asn}", name, float(row[name]) if row[name] else None, figure["value"])
                self.same(f"AS{asn}", name + "Readiness", row[name + "Readiness"] or "no_data_available", figure["readiness"])
            self.same(f"AS{asn}", "economy", row["economy"] or None, want[asn]["economy"])
            self.same(f"AS{asn}", "rir", row["rir"] or None, want[asn]["rir"])
            self.same(f"AS{asn}", "participant", bool(row["participant"] not in ("", "false")), bool(want[asn]["participant"]))
        self.finish("scores of every network", len(rows))

    def incidents(self):
        """Events as incidents join them: of one kind and culprit within 60 minutes, and accomplices."""
        got, want = {}, {}
        for one in self.norma.incidents(self.db):
            if one["metric"] not in ("M3", "M4"):
                continue
            got.setdefault((one["metric"], one["culprit"]), []).append(
                (second(one["start"]), second(one["end"]), one["peersMax"], tuple(sorted(one["prefixes"])),
                 tuple(sorted(one["accomplices"])), one["weight"] > 0, len(one["events"])))
        events = {}
        for event in self.want["events"]:
            events.setdefault((event["metric"], event["culprit"]), []).append(event)
        for key, members in events.items():
            joined = []
            for event in sorted(members, key=lambda e: read_time(e["start"])):
                last = joined[-1] if joined else None
                if last and last["until"] + 3600 >= read_time(event["start"]):
                    last["events"].append(event)
                    last["until"] = max(last["until"], self.until(event))
                else:
                    joined.append({"events": [event], "until": self.until(event)})
            want[key] = [self.incident(one["events"]) for one in joined]
        for key in sorted(got.keys() | want.keys()):
            self.same(f"AS{key[1]}", f"incidents {key[0]}", sorted(got.get(key, []), key=str), sorted(want.get(key, []), key=str))
        self.finish("incidents", len(got.keys() | want.keys()) or 1)

    @staticmethod
    def until(event):
        return float("inf") if event["end"] is None else read_time(event["end"])

    @staticmethod
    def incident(events):
        is_open = any(e["end"] is None for e in events)
        return (min(second(e["start"]) for e in events), None if is_open else max(second(e["end"]) for e in events),
                max(e["peersMax"] for e in events), tuple(sorted({p for e in events for p in e["prefixes"]})),
                tuple(sorted({a for e in events for a in e["accomplices"]})), any(e["scored"] and e["end"] != e["start"] for e in events), len(events))

    # --- network by network

    def chosen(self, n):
        """n networks by lot, and all with something special."""
        every = sorted(int(a) for a in self.want["asns"])
        picked = set(random.Random(2014).sample(every, min(n, len(every))))
        for event in self.want["events"]:
            picked.update([event["culprit"], *event["neighbours"]])
        special = {}
        for asn, answer in self.want["asns"].items():
            routes, metrics = answer["routes"], answer["metrics"]
            for name, number in [("invalid", routes["rov"]["invalid"]), ("left out", routes["total"] - routes["counted"]),
                                 ("M9", metrics["M9"]["raw"] or 0), ("covering", routes["irr"]["covering"])]:
                if number:
                    special.setdefault(name, []).append((-number, int(asn)))
        for members in special.values():
            picked.update(asn for _, asn in sorted(members)[:25])
        return sorted(picked & set(every))

    def network(self, asn):
        got, want = self.norma.asn(self.db, asn), self.want["asns"][str(asn)]
        who = f"AS{asn}"
        if got is None:
            self.same(who, "reported", False, True)
            return
        for name in ("start", "end", "observedFrom", "observedTo"):
            self.same(who, "period." + name, second(got["period"][name]), second(self.want["period"][name]))
        for name, value in self.want["coverage"].items():
            self.same(who, "coverage." + name, got["coverage"][name], value)
        self.same(who, "framework", got["framework"], self.want["framework"])
        self.same(who, "economy", got["economy"], want["economy"])
        self.same(who, "rir", got["rir"], want["rir"])
        self.same(who, "participant", got["participant"] is not None, want["participant"] is not None)
        for name in ("total", "counted"):
            self.same(who, "routes." + name, got["routes"][name], want["routes"][name])
        for kind in ("rov", "irr"):
            for name, value in want["routes"][kind].items():
                self.same(who, f"routes.{kind}.{name}", got["routes"][kind][name], value)
        for name, figure in want["metrics"].items():
            mine = got["metrics"].get(name)
            if mine is None:
                self.same(who, "metrics." + name, None, figure)
                continue
            for part in ("raw", "score", "scored", "share", "incidents"):
                if part in figure and (part != "score" or figure[part] is not None or mine.get(part) is not None):
                    self.same(who, f"metrics.{name}.{part}", mine.get(part), figure[part])
            self.same(who, f"metrics.{name} says why it has no data", bool(mine.get("noData")), figure["raw"] is None)
        for name, figure in want["scores"].items():
            self.same(who, "scores." + name, got["scores"][name]["value"], figure["value"])
            self.same(who, "scores." + name, got["scores"][name]["readiness"], figure["readiness"])

    def networks(self, asns):
        for asn in asns:
            self.network(asn)
        self.finish("show asn, all figures", len(asns))

    def routes(self, asns):
        n = 0
        for asn in asns:
            got = self.norma.run("show", "routes", "asn", asn, "--db", self.db, "--format", "csv", check=0).stdout
            rows = {r["prefix"]: r for r in csv.DictReader(io.StringIO(got, newline=""))}
            want = {r["prefix"]: r for r in self.want["routes"].get(str(asn), [])}
            n += len(want)
            for prefix in sorted(rows.keys() | want.keys()):
                self.route(f"{prefix} AS{asn}", rows.get(prefix), want.get(prefix))
        self.finish("show routes, all rows", n)

    def route(self, who, row, want):
        if row is None or want is None:
            self.same(who, "is a route", row is not None, want is not None)
            return
        self.same(who, "peersMax", int(row["peersMax"]), want["peersMax"])
        self.same(who, "counted", row["counted"], "true" if want["counted"] else "false")
        for name in ("firstSeen", "lastSeen"):
            self.same(who, name, second(row[name]), second(want[name]))
        for name in ("whyNot", "rov", "irr", "bogon"):
            self.same(who, name, None if row[name] in ("", "-") else row[name], want[name])

    def all(self, n, n_routes):
        self.scores()
        self.incidents()
        asns = self.chosen(n)
        self.networks(asns)
        self.routes(asns[:: max(1, len(asns) // n_routes)])


def given(norma, db):
    """The charged M1 and M2 events as the command has them: what they are is judged elsewhere (tests/world, truth.py), here
    what is made of them. Who passed one on is found out anew, from the neighbours: a tenth of the peers, and the
    culprit's provider or of unknown relation."""
    events = []
    for one in norma.incidents(db):
        if one["metric"] not in ("M1", "M2"):
            continue
        for event in norma.show(db, "incident", one["id"])["eventList"]:
            if event["weight"]:
                charged = [n["asn"] for n in event["neighbours"]
                           if n["relation"] in ("provider", "unknown") and n["peers"] * 10 >= event["peers"]]
                events.append({"metric": one["metric"], "culprit": one["culprit"], "accomplices": charged,
                               "start": read_time(event["start"]),
                               "end": None if event["end"] is None else read_time(event["end"])})
    return events


def oracle(directory, month, events):
    return measure.measure(directory, Namespace(month=month, since=None, until=None, framework="manrs-2024"), events)


def real(tap, norma, name, month, work, joined=False):
    directory = data_folder(name)
    if not directory:
        skip_all(f"NORMA_DATA is not set, or has no {name}/")
    world = measure.observe(directory, Namespace(month=month, since=None, until=None))
    folder = Folder(directory)
    todo = [(name, directory, folder)]
    if joined:
        both = os.path.join(work, "joined")
        copy_data(name, both)
        os.makedirs(os.path.join(both, "rpki"))
        export = data_folder("rpki/rpkiclient_summary_20250720T093135Z.json.bz2")
        shutil.copy2(export, os.path.join(both, "rpki"))
        todo.append((name + " with rpki", both, Folder(both)))
    for label, path, registries in todo:
        db = os.path.join(work, label.replace(" ", "-") + ".db")
        norma.measure(path, db, "--month", month)
        want = measure.conclude(world, registries, "manrs-2024", given(norma, db))
        Compare(tap, norma, db, want, label).all(1000, 300)


def small(tap, norma, name, directory, month, work):
    db = os.path.join(work, name + ".db")
    norma.measure(directory, db, "--month", month)
    want = oracle(directory, month, given(norma, db))
    Compare(tap, norma, db, want, name).all(1 << 30, 1 << 30)
    return db


def made(tap, norma, work):
    for name, make in folders.FOLDERS.items():
        directory = os.path.join(work, name)
        world = make(directory)
        db = small(tap, norma, name, directory, folders.MONTH, work)
        memory = {}

        def asn(number):
            if number not in memory:
                memory[number] = norma.asn(db, number)
            return memory[number]

        def row(prefix, origin):
            rows = norma.show(db, "routes", "prefix", prefix)
            return next((r for r in rows if r["origin"] == origin), None)

        folders.check(tap, world, asn, row)


def main():
    if not shutil.which("bgpdump"):
        skip_all("bgpdump is not installed")
    tap, norma = Tap(), Norma(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        if sys.argv[2] == "made":
            made(tap, norma, work)
        elif sys.argv[2] == "sample":
            here = os.path.dirname(os.path.abspath(__file__))
            small(tap, norma, "sample", os.path.join(here, "..", "..", "sample"), "2026-10", work)
        elif sys.argv[2] == "jinx-2014":
            real(tap, norma, "jinx-2014", "2014-05", work)
        else:
            real(tap, norma, "rrc04-2022", "2022-02", work, joined=True)
    tap.end()


if __name__ == "__main__":
    main()
