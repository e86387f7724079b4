#!/usr/bin/env python3
"""damaged.py NORMA: real data, most of it damaged, through `norma mrt` and `norma measure`: both end as promised (08:
exit 0, or 3 where nothing could be read), and no sanitizer speaks. Meant for the build with ASan and UBSan.

    malformed/          as it is, and the BGP messages inside it (capture.py) as MRT records of four kinds of session
    mrt/                every file up to LARGEST octets; truncated/ whole
    folders to measure  jinx-2014 with a table that is cut, rrc04-2022 and youtube-2008, each with a few files
"""

import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "oracle"))
sys.dont_write_bytecode = True
import capture  # noqa: E402
from made import at  # noqa: E402
from mrtfile import Peer, Records  # noqa: E402
from tap import Norma, Tap, data_folder, skip_all  # noqa: E402

LARGEST = 128 << 10
SUBTYPES = {1: 2, 4: 4, 8: 2, 9: 4}     # BGP4MP_MESSAGE, _AS4, _ADDPATH, _AS4_ADDPATH: octets of an ASN
PEER, BEGIN = Peer("193.0.2.1", 3301), at("2026-03-02")
ALL_TIME = ("--from", "1990-01-01", "--to", "2100-01-01")
FEW = 6


def wrapped(messages):
    """All messages as records, once for each kind of session."""
    out, t = Records(), BEGIN
    for subtype, octets in SUBTYPES.items():
        for message in messages:
            out.add(t, 16, subtype, out.session(PEER, octets) + message)
            t += 1
    return b"".join(record for _, record in out.records), len(out.records)


class Damaged:
    def __init__(self, tap, norma, work):
        self.tap, self.norma, self.work, self.n = tap, norma, work, 0

    def run(self, name, *words):
        got = self.norma.run(*words, timeout=300)
        quiet = not any(word in got.stderr for word in ("Sanitizer", "runtime error"))
        good = got.returncode in (0, 3) and quiet
        return got, good, f"{name}: exit {got.returncode}\n{got.stderr[-5000:]}"

    def mrt(self, name, path, records=None):
        """Every form of output; the number of records, where it is known."""
        for form in ("bgpdump", "json", "count"):
            got, good, why = self.run(name, "mrt", "--format", form, path)
            if not good or (form == "count" and records is not None and f"\nrecords {records}\n" not in got.stdout):
                return self.tap.ok(False, f"mrt: {name}", f"{form}: {why}\n{got.stdout[:500]}")
        return self.tap.ok(True, f"mrt: {name}")

    def measure(self, name, folder):
        _, good, why = self.run(name, "measure", "--data", folder, *ALL_TIME, "--db", folder + ".db")
        self.tap.ok(good, f"measure: {name}", why)
        shutil.rmtree(folder)

    def folder(self):
        self.n += 1
        return os.path.join(self.work, f"folder{self.n}")

    def file(self, name, octets, records=None):
        """One file by both verbs; measure finds it where a collector's files lie."""
        folder = self.folder()
        path = os.path.join(folder, "bgp", "c1", "updates.20260302.0000")
        os.makedirs(os.path.dirname(path))
        with open(path, "wb") as f:
            f.write(octets)
        self.mrt(name, path, records)
        self.measure(name, folder)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def files_below(top):
    return sorted(os.path.join(here, name) for here, _, names in os.walk(top) for name in names)


def malformed(d):
    top = data_folder("malformed")
    for path in files_below(top):
        name, octets = os.path.relpath(path, os.path.dirname(top)), read(path)
        d.file(name, octets)
        messages = capture.messages(path, octets)
        d.tap.ok(messages, f"{name}: there are messages in it")
        inside, n = wrapped(messages)
        d.file(f"{name}: its {len(messages)} messages", inside, n)


def recorded(d):
    top, left = data_folder("mrt"), 0
    for path in files_below(top):
        name = os.path.relpath(path, os.path.dirname(top))
        if os.path.getsize(path) > LARGEST and "truncated" not in name:
            left += 1
            continue
        d.file(name, read(path))
    print(f"# {left} files of mrt/ are larger than {LARGEST} octets and left out")


def folders(d):
    for name, kinds, table in [("jinx-2014", ("rpki", "rir", "topology"), "mrt/truncated/rib.20140523.0600_firstMB.bz2"),
                               ("rrc04-2022", ("irr", "rir"), None), ("youtube-2008", ("topology",), None)]:
        source, top = data_folder(name), d.folder()
        for kind in kinds:
            if os.path.isdir(os.path.join(source, kind)):
                shutil.copytree(os.path.join(source, kind), os.path.join(top, kind), copy_function=shutil.copy)
        bgp = os.path.join(top, "bgp", "c1")
        os.makedirs(bgp)
        updates = [p for p in files_below(os.path.join(source, "bgp")) if ".ribs." not in p]
        for path in updates[:FEW] + ([data_folder(table)] if table else []):
            shutil.copy(path, bgp)
        os.system(f"chmod -R u+w '{top}'")
        d.measure(f"{name}, {len(os.listdir(bgp))} files of it", top)


def main():
    if not data_folder():
        skip_all("NORMA_DATA is not set")
    tap = Tap()
    with tempfile.TemporaryDirectory() as work:
        d = Damaged(tap, Norma(sys.argv[1]), work)
        malformed(d)
        recorded(d)
        folders(d)
    tap.end()


if __name__ == "__main__":
    main()
