#!/usr/bin/env python3
"""bad_input.py NORMA: bad files in a data folder cost only themselves, are told in the promised form and counted, and
leave the database as it was or complete (doc/forms.md sections 1 and 4)."""

import gzip
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))
import folders  # noqa: E402
from kill import integrity  # noqa: E402
from made import HOUR, Made, Peers, at, peer_list  # noqa: E402
from registry import read_bytes  # noqa: E402
from tap import Norma, Tap  # noqa: E402

MONTH = folders.MONTH
# FILE:POSITION: what: why; a file that is none of those that are read has no position
MESSAGE = r"^norma: (?:[^\n]*/)?%s(?::\d+(?::\d+)?: [^:\n][^\n]*|: not used): [^\n]+$"
NAMED = r"^norma: (?:[^\n]*/)?%s[:\s]"
FRESH = at("2026-06-09")
OLD = at("2020-01-01")              # of files, so that what is unusable would be stale if it were in force


def base(top):
    """A folder with a file of each kind, all good."""
    w = folders.World(top)
    folders.ratios(w)
    folders.spoofer(w)
    folders.contacts(w)
    folders.who_is_who(w)
    w.play()
    w.made.rpki_client("rpki-client.20260610T120000Z.json", "2026-06-10T12:00:00Z", w.vrps)
    w.made.vrp_csv("csv-2026-06-10T1200.csv", w.vrps[:50])
    w.made.rpsl("ripe.20260606.db", w.objects)
    w.made.text("topology/20260601.as-rel.txt", "# input clique: 31000\n31000|20010|-1\n31000|31001|0\n")
    w.made.text("orgs/20260601.as-org2info.txt", "# format:org_id|changed|org_name|country|source\nO-1|20200101|One|SE|RIPE\n"
                "# format:aut|changed|aut_name|org_id|opaque_id|source\n20010|20200101|N|O-1||RIPE\n")
    w.made.text("bogons/fullbogons-ipv4.txt", f"# last updated {at('2026-06-09')}\n102.200.0.0/16\n")
    w.made.finish()
    return w


# One good file of each reader, and how what is wrong inside it may be called.
KINDS = {"rpki json": "rpki/rpki-client.20260610T120000Z.json", "rpki csv": "rpki/csv-2026-06-10T1200.csv",
         "irr": "irr/ripe.20260606.db", "rir": "rir/delegated-ripencc-extended-20260609", "peeringdb": "peeringdb/poc.json",
         "contacts": "contacts/arin.20260601.json", "spoofer": "spoofer/page1.20260605.json",
         "topology": "topology/20260601.as-rel.txt", "orgs": "orgs/20260601.as-org2info.txt",
         "bogons": "bogons/fullbogons-ipv4.txt", "participants": "participants/operators.20260601.csv",
         "mrt": "bgp/rrc91/updates.20260610.000000", "mrt rib": "bgp/rrc91/rib.20260610.000000"}


class Ground:
    """The good folder, what it gives, and a place to add bad files to it."""

    def __init__(self, tap, norma, work):
        self.tap, self.norma, self.work = tap, norma, work
        self.good = os.path.join(work, "good")
        base(self.good)
        self.db = os.path.join(work, "good.db")
        got = norma.run("measure", "--data", self.good, "--db", self.db, "--month", MONTH)
        tap.ok(got.returncode == 0 and "norma:" not in got.stderr, "the good folder has nothing to complain of", got.stderr)
        self.want = self.scores(self.db)
        self.n = 0

    def scores(self, db):
        return self.norma.run("show", "scores", "--db", db, "--format", "csv", check=0).stdout

    def sources(self, db):
        return {s["file"]: s for s in self.norma.show(db, "sources")}

    def fresh(self):
        self.n += 1
        top = os.path.join(self.work, f"bad{self.n}")
        shutil.copytree(self.good, top, copy_function=os.link)
        return top, top + ".db"

    def add(self, what, name, octets, form=MESSAGE, same=True, status=0, timeout=120, told=True, when=OLD):
        """The good folder and one bad file: exit, message, source, the rest as before."""
        top, db = self.fresh()
        path = os.path.join(top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(octets)
        os.utime(path, (when, when))
        begin = time.monotonic()
        got = self.norma.run("measure", "--data", top, "--db", db, "--month", MONTH, timeout=timeout)
        took = time.monotonic() - begin
        faults = []
        if got.returncode != status:
            faults.append(f"exit {got.returncode}, not {status}")
        if told and not re.search(form % re.escape(os.path.basename(name)), got.stderr, re.M):
            faults.append("no message of the form FILE:POSITION: what: why about it")
        if got.returncode == 0:
            source = self.sources(db).get(name)
            if source is None:
                faults.append("no such source in show sources")
            elif told and source["used"] and not source["rejected"] and not source["reasons"]:
                faults.append(f"neither unused nor are rejects counted: {source}")
            elif not source["used"] and not source["whyNot"]:
                faults.append(f"nothing says why it is not used: {source}")
            if same and self.scores(db) != self.want:
                faults.append("it changed other results: " + first_difference(self.want, self.scores(db)))
        self.tap.ok(not faults, f"{what} ({name})", "\n".join(faults + [f"{took:.1f} s", got.stderr[:1500]]))
        shutil.rmtree(top)
        return got


def first_difference(a, b):
    for x, y in zip(a.splitlines(), b.splitlines()):
        if x != y:
            return f"\n  before {x}\n  after  {y}"
    return f"{len(a)} and {len(b)} octets"


def beside(name, word):
    """A name beside a good file's that makes it no snapshot of the same thing."""
    folder, _, last = name.rpartition("/")
    return f"{folder}/{word}-{last}"


def each_reader(g):
    for kind, name in KINDS.items():
        octets = read_bytes(os.path.join(g.good, name))
        g.add(f"{kind}: empty", beside(name, "empty"), b"", NAMED)
        g.add(f"{kind}: another kind of file", beside(name, "png"), b"\x89PNG\r\n\x1a\n" + os.urandom(4000), NAMED)
        g.add(f"{kind}: cut gzip", beside(name, "cut"), gzip.compress(octets)[:-20], MESSAGE, when=FRESH)
        if kind != "mrt rib":
            g.add(f"{kind}: the same twice", beside(name, "twice"), octets, told=False, when=FRESH)
        if not kind.startswith("mrt"):
            g.add(f"{kind}: in UTF-16", beside(name, "wide"), octets.decode("utf-8-sig").encode("utf-16"), NAMED)
        if kind in ("mrt", "mrt rib", "rpki json", "contacts"):
            g.add(f"{kind}: cut in the middle", beside(name, "half"), octets[:len(octets) * 2 // 3 - 1], MESSAGE, when=FRESH)


def wrong_values(g):
    """Numbers that cannot be, each in a file with good rows beside it."""
    def rows(lines):
        return ("\n".join(lines) + "\n").encode()

    g.add("VRPs: lengths and ASNs out of range", "rpki/wrong-20260610T1200.csv", rows(
        ["ASN,IP Prefix,Max Length,Trust Anchor", "AS4294967296,80.0.0.0/24,24,ripe", "AS20010,80.0.0.0/33,33,ripe",
         "AS20010,80.0.0.0/24,23,ripe", "AS20010,80.0.0.300/24,24,ripe", "AS20010,80.0.0.1/24,24,ripe",
         "AS20010,2a00::/32,129,ripe"]))
    g.add("VRPs as JSON: likewise", "rpki/wrong.json", json.dumps({
        "metadata": {"buildtime": "2026-06-10T12:00:00Z"},
        "roas": [{"asn": -1, "prefix": "80.0.0.0/24", "maxLength": 24, "ta": "x"},
                 {"asn": "AS99999999999", "prefix": "80.0.0.0/24", "maxLength": 24, "ta": "x"},
                 {"asn": 1, "prefix": "80.0.0.0/40", "maxLength": 40, "ta": "x"}, {"prefix": "80.0.0.0/8"}, 5]}).encode())
    g.add("IRR: prefixes and origins that are none", "irr/wrong.20260606.db", rows(
        ["route: 80.0.0.0/99", "origin: AS20010", "source: RIPE", "", "route: 80.0.0.0/24", "origin: ASX", "source: RIPE"]))
    g.add("delegated: counts and starts that are none", "rir/wrong-20260609", rows(
        ["2|ripencc|20260609|3|19830101|20260609|+0000", "ripencc|SE|asn|4294967295|5|20100101|allocated",
         "ripencc|SE|ipv4|255.255.255.0|99999999999|20100101|allocated", "ripencc|SE|ipv6|2a00::|129|20100101|allocated",
         "ripencc|SE|asn|x|1|20100101|allocated"]), same=False)
    g.add("participants: ASNs that are none", "participants/wrong.20260601.csv", rows(
        ["Organization Name,Areas,ASNs,Action 1: Filtering", "X,SE,ASfoo,Yes", "Y,SE,99999999999,Yes"]))
    g.add("as-rel: not numbers", "topology/20260601.wrong.as-rel.txt", rows(["a|b|-1", "1|2|7", "1|99999999999|0"]))
    g.add("bogons: host bits and lengths", "bogons/wrong.txt", rows(["80.0.0.1/8", "80.0.0.0/64", "hello"]))
    g.add("spoofer: no time, no ASN", "spoofer/wrong.json", json.dumps(
        [{"timestamp": "yesterday", "asn4": "20020", "client4": "80.0.0.0/24", "privatespoof": "received"},
         {"timestamp": "2026-06-03T00:00:00Z", "asn4": "many", "client4": "80.0.0.0/24", "privatespoof": "received"}]).encode())


def bombs(g):
    """Ten gigabytes of zeros behind a good beginning; documents nested 10,000 deep; a line of 100 MB."""
    zeros = gzip.compress(bytes(100 << 20), 9) * 100
    starts = {"bgp/rrc91/bomb": read_bytes(os.path.join(g.good, KINDS["mrt"])),
              "rpki/bomb.json": b'{"metadata":{"buildtime":"2026-06-10T12:00:00Z"},"roas":[',
              "irr/bomb.db": b"route: 80.0.0.0/24\norigin: AS20010\ndescr: ", "rir/bomb": b"2|ripencc|20260609|1|1|20260609|+0000\n"}
    for name, start in starts.items():
        g.add("10 GB of zeros", name, gzip.compress(start) + zeros, same=False, timeout=300, when=FRESH)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    g.tap.ok(peak < 500 << 10, "memory stays below 500 MB", f"{peak >> 10} MB")
    for name, start in {"rpki/deep.json": b'{"metadata":{"buildtime":"2026-06-10T12:00:00Z"},"roas":',
                        "peeringdb/deep.json": b'{"data":', "contacts/deep.json": b'[{"objectClassName":"autnum","handle":"AS1","x":',
                        "spoofer/deep.json": b'{"hydra:member":', "participants/deep.json": b'{"participants":'}.items():
        g.add("nested 10,000 deep", name, start + b"[" * 10000 + b"]" * 10000, NAMED)
    g.add("a line of 100 MB", "irr/long.db", gzip.compress(b"route: 80.0.0.0/24\norigin: AS1\ndescr: " + b"x" * (100 << 20) + b"\n"),
          same=False, when=FRESH)
    limited(g)


def limited(g):
    """The limits are options: a file beyond --max-output is cut there and said so."""
    top, db = g.fresh()
    with open(os.path.join(top, "irr/much.db"), "wb") as f:
        f.write(gzip.compress(b"% much\n" * 1000000))
    got = g.norma.run("measure", "--data", top, "--db", db, "--month", MONTH, "--max-output", 1000000)
    g.tap.ok(got.returncode == 0 and re.search(MESSAGE % r"much\.db", got.stderr, re.M), "a file beyond --max-output",
             f"exit {got.returncode}\n{got.stderr[:1000]}")


def strict(g):
    top, db = g.fresh()
    with open(os.path.join(top, "irr/bad.20260606.db"), "w", encoding="ascii") as f:
        f.write("route: 80.0.0.0/99\norigin: AS1\nsource: RIPE\n")
    got = g.norma.run("measure", "--data", top, "--db", db, "--month", MONTH, "--strict")
    g.tap.same(got.returncode, 3, "--strict: exit 3 where something was rejected")
    got = g.norma.run("measure", "--data", g.good, "--db", db, "--month", MONTH, "--strict")
    g.tap.ok(got.returncode == 0, "--strict: exit 0 where nothing was", got.stderr[:500])


def times(g):
    """Records and registries of the future, and data of several months."""
    made = Made(os.path.join(g.work, "future"))
    peers = Peers(made, "rrc91", folders.addresses(1, 6, 4))
    peers.announce(at("2100-01-01"), ["80.0.0.0/24"], [31000, 20010])
    made.finish()
    octets = read_bytes(os.path.join(g.work, "future/bgp/rrc91/updates.21000101.000000"))
    g.add("MRT of the year 2100 beside the month's", "bgp/rrc91/future", octets, told=False)
    g.add("VRPs of the year 2100", "rpki/rpki-client.21000101T000000Z.json", json.dumps({
        "metadata": {"buildtime": "2100-01-01T00:00:00Z"}, "roas": []}).encode(), told=False)
    top, db = g.fresh()
    with open(os.path.join(top, "bgp/rrc91/future"), "wb") as f:
        f.write(octets)
    got = g.norma.run("measure", "--data", top, "--db", db)
    g.tap.ok(got.returncode == 2 and "2026-06" in got.stderr and "2100-01" in got.stderr,
             "two months in the data and none was asked for: exit 2, naming them", f"exit {got.returncode}\n{got.stderr}")
    g.tap.ok(not os.path.exists(db) or os.path.getsize(db) == 0 or integrity(db) == "ok", "and no half of a database")


def nothing(g):
    """No folder, an empty one, a file instead of one, and one without BGP."""
    db = os.path.join(g.work, "none.db")
    for what, top in [("no such folder", os.path.join(g.work, "nowhere")), ("a file", os.path.join(g.good, KINDS["irr"]))]:
        got = g.norma.run("measure", "--data", top, "--db", db, "--month", MONTH)
        g.tap.ok(got.returncode == 3 and got.stderr.startswith("norma: "), f"{what} instead of a folder: exit 3",
                 f"exit {got.returncode}\n{got.stderr}")
    empty = os.path.join(g.work, "empty")
    os.makedirs(empty)
    got = g.norma.run("measure", "--data", empty, "--db", db, "--month", MONTH)
    g.tap.ok(got.returncode == 3 and got.stderr.startswith("norma: "), "an empty folder: exit 3", f"exit {got.returncode}\n{got.stderr}")
    g.tap.ok(g.norma.run("measure").returncode == 2, "no folder said: exit 2")


def missing(g):
    """Links to nowhere, files that vanish, grow or are cut while they are read."""
    top, db = g.fresh()
    os.symlink("/nonexistent/file", os.path.join(top, "bgp/rrc91/gone"))
    got = g.norma.run("measure", "--data", top, "--db", db, "--month", MONTH)
    g.tap.ok(got.returncode == 0 and re.search(NAMED % "gone", got.stderr, re.M) and g.scores(db) == g.want,
             "a link to nowhere", f"exit {got.returncode}\n{got.stderr[:500]}")
    big = os.path.join(g.work, "big")
    made = Made(big)
    begin = at("2026-06-10")
    for c in range(3):
        peers = Peers(made, f"rrc{c}", peer_list(6, 3301 + 10 * c, c))
        peers.table(begin, {f"80.{i >> 8}.{i & 255}.0/24": [31000, 20000 + i % 900] for i in range(20000)})
        for i in range(12000):
            peers.announce(begin + HOUR + i, [f"80.{i >> 8}.{i & 255}.0/24"], [31000, 20000 + i % 900])
    made.delegated("delegated-ripencc-extended-20260609", "ripencc", "20260609", [("SE", "asn", 20000, 1000, "allocated")])
    made.finish()
    db = os.path.join(g.work, "big.db")
    victim = os.path.join(big, "bgp/rrc2/updates.20260610.010000")
    octets = read_bytes(victim)

    def truncate():
        os.truncate(victim, len(octets) // 3)

    def grow():
        with open(victim, "ab") as f:
            for _ in range(20):
                f.write(octets[:100000])
                f.flush()
                time.sleep(0.01)

    for what, harm in [("vanishes", lambda: os.path.exists(victim) and os.remove(victim)), ("is cut", truncate), ("grows", grow)]:
        for delay in (0.0, 0.03, 0.1, 0.3):
            with open(victim, "wb") as f:
                f.write(octets)
            thread = threading.Timer(delay, harm)
            thread.start()
            got = g.norma.run("measure", "--data", big, "--db", db, "--month", MONTH)
            thread.join()
            good = got.returncode == 0 and integrity(db) == "ok" and len(g.scores(db).splitlines()) > 900
            g.tap.ok(good, f"a file {what} {delay} s after the start", f"exit {got.returncode}\n{got.stderr[:600]}")


def unreadable(g):
    """As somebody who may not read a file and a folder."""
    who = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    if who and not shutil.which("setpriv"):
        g.tap.skip("what may not be read", "setpriv is not installed")
        return
    with tempfile.TemporaryDirectory(dir="/tmp") as work:
        os.chmod(work, 0o777)
        program = os.path.join(work, "norma")
        shutil.copy2(g.norma.program, program)
        os.chmod(program, 0o755)
        top = os.path.join(work, "data")
        shutil.copytree(g.good, top)
        for here, _, names in os.walk(top):
            os.chmod(here, 0o755)
            for name in names:
                os.chmod(os.path.join(here, name), 0o644)
        os.makedirs(os.path.join(top, "bgp/secret"))
        with open(os.path.join(top, "irr/closed.db"), "w", encoding="ascii") as f:
            f.write("route: 80.0.0.0/24\norigin: AS20010\nsource: RIPE\n")
        os.chmod(os.path.join(top, "irr/closed.db"), 0)
        os.chmod(os.path.join(top, "bgp/secret"), 0)
        db = os.path.join(work, "x.db")
        got = subprocess.run([*who, program, "measure", "--data", top, "--db", db, "--month", MONTH], cwd=work,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for name in ("secret", "closed.db"):
            g.tap.ok(re.search(NAMED % name, got.stderr, re.M), f"{name} may not be read: told", got.stderr[:600])
        good = got.returncode == 0 and g.scores(db) == g.want
        g.tap.ok(good, "what may not be read costs only itself", f"exit {got.returncode}\n{got.stderr[:600]}")
        os.chmod(os.path.join(top, "bgp/secret"), 0o755)


def full_disk(g):
    """A disk too small for the new result: exit 4, and the old one is intact."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        g.tap.skip("a full disk", "needs root and unshare")
        return
    small = folders.low(os.path.join(g.work, "small"))
    disk = os.path.join(g.work, "disk")
    os.makedirs(disk)
    script = (f"mount -t tmpfs -o size=16m tmpfs {disk} || exit 99; "
              f"{g.norma.program} measure --data {small.made.top} --db {disk}/x.db --month {MONTH} -q >/dev/null || exit 98; "
              f"{g.norma.program} show scores --db {disk}/x.db --format csv > {g.work}/before.csv; "
              f"head -c $(($(df --output=avail -k {disk} | tail -n 1) * 1024 - 65536)) /dev/zero > {disk}/rest; "
              f"{g.norma.program} measure --data {g.good} --db {disk}/x.db --month {MONTH} -q >/dev/null 2> {g.work}/full.err; "
              f"echo $? > {g.work}/full.status; "
              f"{g.norma.program} show scores --db {disk}/x.db --format csv > {g.work}/after.csv; cp {disk}/x.db* {g.work}/")
    got = subprocess.run(["unshare", "-m", "sh", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if got.returncode == 99 or "unshare:" in got.stderr:
        g.tap.skip("a full disk", "no mount here: " + got.stderr.strip()[:80])
        return

    def text(name):
        with open(os.path.join(g.work, name), encoding="utf-8") as f:
            return f.read()

    g.tap.ok(text("full.status").strip() == "4", "a full disk: exit 4", f"exit {text('full.status')}{text('full.err')}{got.stderr}")
    g.tap.ok(text("full.err").startswith("norma: ") and "x.db" in text("full.err"), "and a message that names the database", text("full.err"))
    g.tap.ok(text("before.csv") and text("before.csv") == text("after.csv"), "and the old result is intact")
    g.tap.same(integrity(os.path.join(g.work, "x.db")), "ok", "and the database whole")


def main():
    tap, norma = Tap(), Norma(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        g = Ground(tap, norma, work)
        for part in (each_reader, wrong_values, bombs, strict, times, nothing, missing, unreadable, full_disk):
            part(g)
    tap.end()


if __name__ == "__main__":
    main()
