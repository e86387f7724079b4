#!/usr/bin/env python3
"""evidence.py NORMA: why incidents of each kind are such, from the sample: what `norma incident --replay` prints is what
bgpdump reads from its MRT form, octet for octet what stands in the archive at the places that are told; an event ends
with the last message that is kept of its end; whoever was let go is told why.
"""

import bz2
import gzip
import json
import lzma
import os
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "oracle"))
from tap import Norma, Tap, skip_all  # noqa: E402

SAMPLE = os.path.join(HERE, "..", "..", "sample")
KINDS = {"leak", "misorigination", "bogon-prefix", "bogon-asn"}


class Archive:
    """Files of the sample, unpacked once."""

    def __init__(self):
        self.files = {}

    def octets(self, name):
        if name not in self.files:
            path = os.path.join(SAMPLE, name)
            if not os.path.exists(path):
                path = os.path.join(SAMPLE, "bgp", name)
            with open(path, "rb") as f:
                raw = f.read()
            opener = {b"\x1f\x8b": gzip, b"BZ": bz2, b"\xfd7": lzma}.get(raw[:2])
            self.files[name] = opener.decompress(raw) if opener else raw
        return self.files[name]

    def record(self, evidence):
        """The record that evidence points at, and whether it is the one of that number."""
        octets, at = self.octets(evidence["file"]), 0
        for _ in range(evidence["record"]):
            at += 12 + struct.unpack(">I", octets[at + 8:at + 12])[0]
        return octets[at:at + 12 + struct.unpack(">I", octets[at + 8:at + 12])[0]], at == evidence["offset"]


def of_updates(lines):
    return sorted(line for line in lines if not line.startswith("TABLE_DUMP"))


def look(tap, norma, db, archive, incident, work):
    name = f"{incident['kind']} {incident['id']} ({incident['confidence']})"
    mrt = os.path.join(work, incident["id"] + ".mrt")
    with open(mrt, "wb") as f:
        subprocess.run([norma.program, "incident", incident["id"], "--replay", "--format", "mrt", "--db", db], stdout=f,
                       check=True)
    text = norma.run("incident", incident["id"], "--replay", "--db", db, check=0).stdout.splitlines()
    dumped = subprocess.run(["bgpdump", "-m", mrt], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                            check=True).stdout.splitlines()
    tap.ok(text and of_updates(text) == of_updates(dumped), name + ": bgpdump reads the same messages",
           "\n".join(sorted(set(text) ^ set(dumped))))
    shown = json.loads(norma.run("show", "incident", incident["id"], "--format", "json", "--db", db, check=0).stdout)
    with open(mrt, "rb") as f:
        exported = f.read()
    placed = [e for e in shown["evidence"] if "file" in e]
    wrong = [e for e in placed for record, is_there in [archive.record(e)] if not is_there or record not in exported]
    tap.ok(placed and not wrong, name + ": its records stand in the archive where it says", json.dumps(wrong))
    for event in shown["eventList"]:
        ends = [e["time"] for e in shown["evidence"] if e["event"] == event["id"] and e["ends"]]
        if event["end"] is not None:
            tap.ok(ends and max(ends) == event["end"], f"{name}, {event['id']}: ends with the last that is kept of it",
                   f"{ends} {event['end']}")
    words = " ".join(shown["explanation"])
    tap.ok(f"AS{incident['culprit']}" in words and incident["prefixes"][0] in words and len(shown["explanation"]) >= 3,
           name + ": it is explained", words)
    tap.ok(all(p["before"] != p["during"] for p in shown["paths"] if p["during"]),
           name + ": what peers had before is another path", json.dumps(shown["paths"]))


def main():
    if not shutil.which("bgpdump"):
        skip_all("bgpdump is not installed")
    tap, norma, archive = Tap(), Norma(sys.argv[1]), Archive()
    with tempfile.TemporaryDirectory() as work:
        db = os.path.join(work, "x.db")
        norma.measure(SAMPLE, db, "--month", "2026-10")
        everything = json.loads(norma.run("incidents", "--min-confidence", "benign", "--format", "json", "--db", db,
                                          check=0).stdout)
        by_default = json.loads(norma.run("incidents", "--format", "json", "--db", db, check=0).stdout)
        tap.same({i["kind"] for i in by_default}, KINDS, "incidents of each kind")
        for incident in everything:
            look(tap, norma, db, archive, incident, work)
        let_go = [i for i in everything if i["confidence"] == "benign"]
        tap.ok(let_go and not set(i["id"] for i in let_go) & set(i["id"] for i in by_default),
               "what was let go is listed when it is asked for only")
        tap.ok(all(i["reason"] and i["weight"] == 0 for i in let_go), "with the reason, and not charged", str(let_go))
        table = norma.run("incidents", "--min-confidence", "benign", "--db", db, check=0).stdout
        tap.ok(all(i["reason"] in table for i in let_go), "the table for people has the reasons too", table)
        tap.ok("only AS20601 had originated for" in " ".join(
            norma.run("show", "incident", next(i["id"] for i in everything if i["rule"] == "foreign-more-specific"),
                      "--db", db, check=0).stdout.split()), "a more-specific is told with what it is inside of, and whose")
    tap.end()


if __name__ == "__main__":
    main()
