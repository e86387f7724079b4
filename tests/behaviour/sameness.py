#!/usr/bin/env python3
"""sameness.py NORMA [WORLD]: the same input gives the same result, however its files are called, packed, ordered or repeated,
and however many threads read them (doc/measurement.md section 3.1)."""

import bz2
import gzip
import json
import lzma
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "oracle"))
import folders  # noqa: E402
from registry import read_bytes  # noqa: E402
from tap import Norma, Tap  # noqa: E402

SAMPLE = os.path.join(HERE, "..", "..", "sample")


def strip(thing, names):
    """A JSON document without the members of these names."""
    if isinstance(thing, dict):
        return {k: strip(v, names) for k, v in thing.items() if k not in names}
    if isinstance(thing, list):
        return [strip(v, names) for v in thing]
    return thing


def dump(norma, db, without=()):
    """All that show and incidents tell of a database, as lines."""
    scores = norma.run("show", "scores", "--db", db, "--format", "csv", check=0).stdout
    out = scores.splitlines()
    asns = [line.split(",")[0] for line in out[1:]]
    for asn in asns:
        out.append(json.dumps(strip(norma.show(db, "asn", asn), without), sort_keys=True))
        out += norma.run("show", "routes", "asn", asn, "--db", db, "--format", "csv", check=0).stdout.splitlines()
    sources = strip(norma.show(db, "sources"), without)
    if "file" not in without:
        out += [json.dumps(s, sort_keys=True) for s in sources]
    elif "used" not in without:
        out += sorted(json.dumps(s, sort_keys=True) for s in sources)
    for incident in norma.incidents(db):
        out.append(json.dumps(incident, sort_keys=True))
        out.append(norma.run("show", "incident", incident["id"], "--db", db, "--format", "json", check=0).stdout
                   if "file" not in without else "")
    return out


def difference(a, b):
    lines = [f"one   {x}\nother {y}" for x, y in zip(a, b) if x != y]
    return f"{len(a)} and {len(b)} lines\n" + "\n".join(lines[:8])


def files_of(top):
    for here, _, names in os.walk(top):
        for name in sorted(names):
            path = os.path.join(here, name)
            yield os.path.relpath(path, top), path


def put(top, name, octets, like):
    path = os.path.join(top, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(octets)
    when = os.stat(like).st_mtime
    os.utime(path, (when, when))


def renamed(source, top):
    """Other names, and no layout below a collector's folder; dates in names of registries stay: they mean something."""
    for n, (name, path) in enumerate(files_of(source)):
        parts = name.split(os.sep)
        if parts[0] == "bgp":
            new = os.path.join("bgp", parts[1], f"{(n * 7919) % 10007:05d}")
        elif len(parts) > 1:
            new = os.path.join(parts[0], f"{(n * 31) % 97:02d}-" + parts[-1])
        else:
            new = name
        put(top, new, open(path, "rb").read(), path)


def reversed_order(source, top):
    for name, path in reversed(list(files_of(source))):
        put(top, name, open(path, "rb").read(), path)


def zstd(octets):
    return subprocess.run(["zstd", "-qc"], input=octets, stdout=subprocess.PIPE, check=True).stdout


def members(octets):
    """A gzip file of three members."""
    third = len(octets) // 3
    return b"".join(gzip.compress(part) for part in (octets[:third], octets[third:2 * third], octets[2 * third:]))


def packed(source, top):
    """Each file in the next compression, under its old name."""
    ways = [gzip.compress, bz2.compress, lzma.compress, zstd if shutil.which("zstd") else members, bytes, members]
    for n, (name, path) in enumerate(files_of(source)):
        put(top, name, ways[n % len(ways)](read_bytes(path)), path)


def unpacked(source, top):
    for name, path in files_of(source):
        put(top, name, read_bytes(path), path)


def doubled(source, top):
    """Every file of the collectors once more under another name and in another compression."""
    for n, (name, path) in enumerate(files_of(source)):
        octets = read_bytes(path)
        put(top, name, octets, path)
        if name.startswith("bgp" + os.sep):
            put(top, os.path.join(*name.split(os.sep)[:2], f"again{n}"), gzip.compress(octets), path)


WAYS = [("files in the reverse order", reversed_order, ()), ("without compression", unpacked, ("reasons", "file", "used")),
        ("every compression, multi-member too", packed, ("file", "used")),
        ("other names and layout", renamed, ("file",)),
        ("every MRT file twice", doubled, ("file", "used"))]


def check(tap, norma, name, source, month, work):
    db = os.path.join(work, name + ".1.db")
    norma.measure(source, db, "--month", month, "--threads", "1")
    base = dump(norma, db)
    tap.ok(len(base) > 20, f"{name}: there is something to compare", len(base))
    other = os.path.join(work, name + ".4.db")
    norma.measure(source, other, "--month", month, "--threads", "4")
    got = dump(norma, other)
    tap.ok(got == base, f"{name}: 1 and 4 threads", difference(base, got))
    norma.measure(source, other, "--month", month, "--threads", "4")
    got = dump(norma, other)
    tap.ok(got == base, f"{name}: measured again into the same database", difference(base, got))
    for what, make, without in WAYS:
        top, other = os.path.join(work, f"{name}-{make.__name__}"), os.path.join(work, f"{name}-{make.__name__}.db")
        make(source, top)
        norma.measure(top, other, "--month", month)
        want, got = dump(norma, db, without), dump(norma, other, without)
        tap.ok(got == want, f"{name}: {what}", difference(want, got))


def told(norma, top, db, *more):
    """Octets: all incidents with what was let go, and all scores; and the summary but for files and cost."""
    summary = norma.measure(top, db, "--from", "2026-10-10", "--to", "2026-10-12", *more)
    words = (("incidents", "--min-confidence", "benign", "--format", "json"), ("show", "scores", "--format", "csv"))
    out = [norma.run(*w, "--db", db, check=0).stdout for w in words]
    return out + [json.dumps(strip(summary, ("sources", "cost")), indent=1)]


def without_twice(answer):
    """A summary that does not say what was told twice."""
    summary = json.loads(answer[2])
    summary["health"] = [f for f in summary["health"] if f["what"] != "told-twice"]
    return answer[:2] + [json.dumps(summary, indent=1)]


def mixed(source, top):
    """Other names, other compression and the reverse order, all at once."""
    ways = [bytes, gzip.compress, bz2.compress]
    for n, (name, path) in enumerate(reversed(list(files_of(source)))):
        parts = name.split(os.sep)
        new = os.path.join("bgp", parts[1], f"{(n * 7919) % 10007:05d}") if parts[0] == "bgp" else name
        put(top, new, ways[n % len(ways)](read_bytes(path)), path)


def made_world(tap, norma, world, work):
    """A small made Internet in which much happens, so that detection is at work."""
    made = os.path.join(work, "world")
    subprocess.run([world, "--size", "500", "--feeds", "10", "--partial", "6", "--per-kind", "1", "--seed", "5", "--out", made],
                   check=True, stdout=subprocess.DEVNULL)
    data, db = os.path.join(made, "data"), os.path.join(work, "db")
    base = told(norma, data, db, "--threads", "1")
    found = [i["metric"] for i in json.loads(base[0])]
    tap.ok(all(found.count(m) >= 4 for m in ("M1", "M2", "M3", "M4")), "a world in which everything happens", found)
    got = told(norma, data, db, "--threads", "4")
    tap.ok(got == base, "world: 1 and 4 threads", difference("".join(base).splitlines(), "".join(got).splitlines()))
    for what, make, threads in (("files renamed, repacked and reversed", mixed, 4), ("every MRT file twice", doubled, 1)):
        top = os.path.join(work, make.__name__)
        make(data, top)
        got, want = without_twice(told(norma, top, db, "--threads", str(threads))), without_twice(base)
        tap.ok(got == want, f"world: {what}", difference("".join(want).splitlines(), "".join(got).splitlines()))


def main():
    tap, norma = Tap(), Norma(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        if len(sys.argv) > 2:
            made_world(tap, norma, sys.argv[2], work)
            tap.end()
        check(tap, norma, "sample", SAMPLE, "2026-10", work)
        folders.low(os.path.join(work, "low"))
        check(tap, norma, "low", os.path.join(work, "low"), folders.MONTH, work)
    tap.end()


if __name__ == "__main__":
    main()
