#!/usr/bin/env python3
"""stretch.py RAW OUT: rewrite the times of a recording.

RAW holds clock.json (the pieces), updates.mrt and rib-N-4.mrt, rib-N-6.mrt as the collector wrote them. Every record's
time and every RIB entry's originated time goes through the same piecewise linear, strictly monotone map; nothing else
is touched, and what was recorded before the start or after the end is left out of the updates. OUT receives
RIBS/rib.YYYYMMDD.HHMM.bz2 and UPDATES/updates.YYYYMMDD.HHMM.gz.
"""

import bz2
import gzip
import json
import pathlib
import sys

import mrt
import plan as plan_module


def stamp(t):
    return plan_module.iso(t).replace("-", "").replace("T", ".").replace(":", "")[:13]


def rib(raw, out, clock, number, at):
    data = b""
    for family in (4, 6):
        name = f"rib-{number}-{family}.mrt"
        for t, kind, sub, body in mrt.records((raw / name).read_bytes(), name):
            if kind != mrt.TABLE_DUMP_V2:
                raise mrt.MrtError(f"{name}: type {kind} in a table")
            body = mrt.with_originated(body, sub, lambda o: round(clock.sample(o)))
            data += mrt.pack(round(clock.sample(t)), kind, sub, body)
    (out / "RIBS" / f"rib.{stamp(at)}.bz2").write_bytes(bz2.compress(data))


def updates(raw, out, clock, hours):
    step, files = hours * 3600, {}
    (first, start), (last, end) = clock.anchors[0], clock.anchors[-1]
    newest = 0
    for t, kind, sub, body in mrt.records((raw / "updates.mrt").read_bytes(), "updates.mrt"):
        if t < first or t >= last:
            continue
        if t < newest:
            raise mrt.MrtError("updates.mrt: the real clock went backwards")
        newest, sample = t, min(round(clock.sample(t)), round(end) - 1)
        files.setdefault(int(start) + (sample - int(start)) // step * step, []).append(mrt.pack(sample, kind, sub, body))
    for at, parts in files.items():
        with open(out / "UPDATES" / f"updates.{stamp(at)}.gz", "wb") as f:
            f.write(gzip.compress(b"".join(parts), mtime=0))


def main(raw, out):
    raw, out = pathlib.Path(raw), pathlib.Path(out)
    data = json.loads((raw / "clock.json").read_text())
    clock = plan_module.Clock.load(data)
    for folder in ("RIBS", "UPDATES"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    for number, at in enumerate(data["ribs"]):
        rib(raw, out, clock, number, at)
    updates(raw, out, clock, data["updates_hours"])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
