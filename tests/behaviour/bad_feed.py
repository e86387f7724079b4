#!/usr/bin/env python3
"""bad_feed.py WORLD NORMA sessions|clocks|inputs: bad data of a small made Internet cost no truth and make no flood: what is
found in it stays what happened, and the summary says what was wrong (doc/measurement.md sections 3.2 and 3.6)."""

import glob
import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "oracle"))
from made import HOUR, MINUTE, at  # noqa: E402
from rewrite import announced, first_time, garbage, is_table, jumping, read, shifted, write  # noqa: E402
from tap import Norma, Tap  # noqa: E402

BEGIN, END = at("2026-10-10"), at("2026-10-12")
DAY2 = at("2026-10-11T08:00")       # a table of every collector, six hours after injections have begun


class Ground:
    def __init__(self, tap, norma, world, work):
        self.tap, self.norma, self.work = tap, norma, work
        self.made = os.path.join(work, "world")
        subprocess.run([world, "--size", "500", "--feeds", "10", "--partial", "6", "--per-kind", "1", "--seed", "5",
                        "--out", self.made], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(self.made, "truth.jsonl"), encoding="utf-8") as f:
            lines = [json.loads(line) for line in f]
        self.truth = [e for e in lines if "world" not in e]
        self.peers = lines[0]["world"]["peers"]
        summary, incidents = self.measure(os.path.join(self.made, "data"), "good")
        self.good = self.alarms(incidents)
        self.accused = self.alarms(incidents, ("confirmed", "suspicious"))
        self.given = glob.glob(os.path.join(self.made, "given", "*"))[0]
        tap.ok(len(self.good) >= 4, "something happens in it", self.good)
        tap.ok(summary["gaps"] == [] and not self.said(summary, "clock-skew", "garbage", "before-table"),
               "and nothing is said that is not so", summary["health"])
        def where(kind):
            return {e["collector"] for e in self.truth if e["kind"] == kind}

        got = {f["collector"] for f in self.said(summary, "no-table")}
        tap.same(got, where("rib-gap"), "the collector that missed a table is named")
        got = {f["collector"] for f in self.said(summary, "clock-jump")}
        tap.ok(got <= where("clock-jump"), "a clock that was wrong is, if it was put right between two records", got)
        stale = {p["asn"] for p in self.peers if p["stale"]}
        got = {f["asn"] for f in summary["health"] if f["what"] == "stale"}
        tap.ok(got and got == stale, "stale peers are named, and nobody else", (got, stale))
        noisy = {p["asn"] for p in self.peers if p["noisy"]}
        got = {f["asn"] for f in summary["health"] if f["what"] == "flaps"}
        tap.ok(got and got <= noisy, "sessions that fail often are", (got, noisy))

    def measure(self, top, name):
        db = os.path.join(self.work, name + ".db")
        summary = self.norma.measure(top, db, "--from", str(BEGIN), "--to", str(END))
        return summary, self.norma.incidents(db)

    @staticmethod
    def said(summary, *what):
        return [f for f in summary["health"] if f["what"] in what]

    @staticmethod
    def alarms(incidents, least=("confirmed",)):
        return sorted({(i["metric"], i["culprit"]) for i in incidents
                       if i["metric"] in ("M1", "M2") and i["confidence"] in least})

    def wrong(self, alarms):
        """Those who did nothing, and were not accused without the fault either: so small a world has hardly anyone to
        learn relations from."""
        did = {e["culprit"] for e in self.truth if e["expect"] != "silent"}
        return [x for x in alarms if x[1] not in did and x not in self.accused]

    def try_it(self, name, make, say, lost=0, other=None):
        """A copy of the folder as make(top) spoils it. No culprit is confirmed who was not, or did nothing, at
        most two are suspected, at most so many are lost (by relations that are wrong, anything may be); say(summary) is a list that is not empty."""
        top = os.path.join(self.work, "bad")
        shutil.copytree(os.path.join(self.made, "data"), top, copy_function=os.link)
        make(top)
        summary, incidents = self.measure(top, "bad")
        faults = []
        confirmed = self.alarms(incidents)
        wrong = self.wrong(confirmed)
        doubtful = self.wrong(self.alarms(incidents, ("suspicious",)))
        if wrong:
            faults.append(f"confirmed, and did not happen: {wrong}")
        if len(doubtful) > 2:
            faults.append(f"suspicious, and did not happen: {doubtful}")
        if len(set(self.good) - set(confirmed)) > lost:
            faults.append(f"no longer found: {sorted(set(self.good) - set(confirmed))}")
        if not say(summary):
            faults.append(f"the summary does not say it: {json.dumps(summary['health'])} {summary['faults']}")
        if other and not other(summary, incidents):
            faults.append("its own check")
        self.tap.ok(not faults, name, "\n".join(map(str, faults)))
        shutil.rmtree(top)


def files(top, collector="*"):
    return sorted(glob.glob(os.path.join(top, "bgp", collector, "*", "*")))


def tables(top, collector="*"):
    return [p for p in files(top, collector) if is_table(p)]


def put(path, octets):
    if os.path.exists(path):
        os.unlink(path)             # it is a link to the good one
    write(path, octets)


def table_at(top, collector, t):
    return next(p for p in tables(top, collector) if first_time(p) == t)


# --- what collectors may do

def sent_again(top):
    write(os.path.join(top, "bgp/world0/UPDATES/again"), announced(read(table_at(top, "world0", DAY2)), DAY2 + 2 * MINUTE, 300))


def begins_late(top):
    """A collector that joins on the second day and has no table, only announcements, for longer than a transfer."""
    whole = announced(read(table_at(top, "world1", DAY2)), DAY2, 40 * MINUTE)
    for p in files(top, "world1"):
        if is_table(p) or first_time(p) < DAY2:
            os.unlink(p)
    write(os.path.join(top, "bgp/world1/UPDATES/whole"), whole)


def ahead(seconds):
    def make(top):
        for p in files(top, "world1"):
            put(p, shifted(read(p), seconds))
    return make


def a_day_without(top):
    for p in tables(top, "world0"):
        if BEGIN < first_time(p) < BEGIN + 24 * HOUR:
            os.unlink(p)


def twice(top):
    """Every file again in another compression, and some with a record cut off, so that they are other files."""
    for i, p in enumerate(files(top)):
        octets = read(p)
        again = os.path.join(os.path.dirname(p), f"again{i}")
        write(again, octets[:-1] if i % 3 == 0 and not is_table(p) else octets)


def updates_first(top):
    for collector in ("world0", "world1", "world2"):
        os.unlink(tables(top, collector)[0])


def jumps(top):
    for i, p in enumerate(files(top, "world1")):
        if i % 20 == 7 and not is_table(p):
            put(p, jumping(read(p), 5 * HOUR))


def sends_garbage(g):
    peer = next(p for p in g.peers if p["collector"] == "world0" and p["full"] and not p["noisy"] and not p["stale"])

    def make(top):
        rows = read(table_at(top, "world0", DAY2))
        write(os.path.join(top, "bgp/world0/UPDATES/garbage"), garbage(rows, peer["asn"], DAY2 + 2 * MINUTE))
    return peer["asn"], make


def of(g, *what, collector=None):
    return lambda s: [f for f in g.said(s, *what) if collector in (None, f["collector"])]


def sessions(g):
    g.try_it("a table sent again as announcements", sent_again, lambda s: [
        f for f in g.said(s, "table-again") if f["collector"] == "world0" and f["n"] - f["of"] >= 5],
             other=lambda s, incidents: g.alarms(incidents) == g.good)
    g.try_it("a collector that begins late, without a table", begins_late, lambda s: s["peers"]["sessions"] > 20, lost=1)
    g.try_it("every file twice", twice, lambda s: len([x for x in s["sources"] if "the same records as" in (x["whyNot"] or "")]) > 100
             and g.said(s, "told-twice"), other=lambda s, incidents: g.alarms(incidents) == g.good)
    asn, make = sends_garbage(g)
    g.try_it("a peer that sends garbage", make, lambda s: [f for f in g.said(s, "garbage") if f["asn"] == asn])


def clocks(g):
    for seconds in (420, -420):
        g.try_it(f"a clock that is {seconds} s ahead", ahead(seconds), lambda s, want=seconds: [
            f for f in g.said(s, "clock-skew") if f["collector"] == "world1" and abs(f["seconds"] - want) <= 60] and
            len(g.said(s, "clock-skew")) == 1, lost=1)
    g.try_it("records of the future", jumps, of(g, "clock-jump", collector="world1"),
             other=lambda s, incidents: g.alarms(incidents) == g.good)
    g.try_it("a day without tables", a_day_without, of(g, "no-table", collector="world0"))
    g.try_it("updates before the table", updates_first, lambda s: len(g.said(s, "before-table")) == 3)


# --- what else may be wrong

def with_relations(g, name, change=lambda lines: lines):
    def make(top):
        with open(g.given, encoding="ascii") as f:
            lines = change(f.read().splitlines())
        write_text(os.path.join(top, "topology", name), "\n".join(lines) + "\n")
    return make


def write_text(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="ascii") as f:
        f.write(text)


def turned(lines):
    """One link of transit in twenty is the other way round."""
    chance, out = random.Random(1), []
    for line in lines:
        a, b, *rest = line.split("|") if "|" in line and line[0] != "#" else ("", "", "")
        out.append("|".join([b, a, *rest]) if rest and rest[0] == "-1" and chance.random() < 0.05 else line)
    return out


def no_organisations(top):
    for folder in ("orgs", "peeringdb"):
        shutil.rmtree(os.path.join(top, folder))


def vrps_from_after(top):
    """One snapshot, of ten days after the data."""
    all_of_them = sorted(glob.glob(os.path.join(top, "rpki", "*")))
    octets = gzip.decompress(open(all_of_them[-1], "rb").read())
    for p in all_of_them:
        os.unlink(p)
    document = json.loads(octets)
    document["metadata"]["buildtime"] = "2026-10-22T00:00:00Z"
    write(os.path.join(top, "rpki", "rpki-client.20261022T000000Z.json.gz"), json.dumps(document).encode())


def inputs(g):
    def source(kind, **want):
        return lambda s: [x for x in s["sources"] if x["kind"] == kind and all(x[k] == v for k, v in want.items())]

    g.try_it("relations with circles of providers", with_relations(g, "20260925.as-rel2.txt", turned), lambda s: [
        f for f in s["faults"] if f["kind"] == "relationships" and "circles of providers" in f["why"]], lost=len(g.good))
    g.try_it("and none where there are none", with_relations(g, "20260925.as-rel2.txt"), lambda s: not [
        f for f in s["faults"] if f["kind"] == "relationships"], lost=1)
    g.try_it("relations of ten years before", with_relations(g, "20160925.as-rel2.txt"),
             source("relationships", used=False, whyNot="too old for the period"),
             other=lambda s, incidents: g.alarms(incidents) == g.good)
    g.try_it("relations of ten years after", with_relations(g, "20360925.as-rel2.txt"), lambda s: [
        x for x in s["sources"] if x["kind"] == "relationships" and x["age"] < 0], lost=1)
    g.try_it("nobody says who belongs together", no_organisations, lambda s: not source("orgs")(s), lost=1)
    g.try_it("VRPs from after the event only", vrps_from_after, lambda s: [
        x for x in s["sources"] if x["kind"] == "vrps" and x["used"] and x["age"] < 0], lost=2,
             other=lambda s, incidents: lower(g, incidents))
    text = g.norma.run("measure", "--data", later_folder(g), "--db", os.path.join(g.work, "t.db"), "--from", str(BEGIN),
                       "--to", str(END), check=0).stdout
    g.tap.ok(any("rpki-client.20261022" in line and ", later" in line for line in text.splitlines()),
             "the summary says in words what is later", text[:3000])


def later_folder(g):
    top = os.path.join(g.work, "later")
    shutil.copytree(os.path.join(g.made, "data"), top, copy_function=os.link)
    vrps_from_after(top)
    return top


def lower(g, incidents):
    """What younger VRPs accuse says so, and has 20 points less for it."""
    with_it = [i for i in incidents if i["metric"] == "M2" and any(t["name"] == "as-of-later" for t in i["tags"])]
    accused = [i for i in incidents if i["metric"] == "M2" and any(t["name"] == "rov-invalid-origin" for t in i["tags"])]
    return bool(with_it) and all(i in with_it for i in accused) and all(
        t["points"] < 0 for i in with_it for t in i["tags"] if t["name"] == "as-of-later")


def main():
    world, norma, which = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3]
    tap = Tap()
    with tempfile.TemporaryDirectory() as work:
        g = Ground(tap, Norma(norma), world, work)
        {"sessions": sessions, "clocks": clocks, "inputs": inputs}[which](g)
    tap.end()


if __name__ == "__main__":
    main()
