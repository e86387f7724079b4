#!/usr/bin/env python3
"""counts.py NORMA: what the summary of measure counts, against counts by bgpdump, jq and grep.

jinx-2014 and rrc04-2022 joined with rpki/; with NORMA_ALL set youtube-2008 and rrc04-2022 alone too.
"""

import os
import shutil
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))
from registry import read_bytes  # noqa: E402
from tap import Norma, Tap, data_folder, skip_all  # noqa: E402

AWK = r"""BEGIN { FS = "|" }
{ n[$3]++ }
$3 == "STATE" { next }
$3 == "W" { next }
{ k = split($7, path, " "); routes[$6 " " path[k]] = 1; prefixes[$6] = 1 }
END { for (i in n) print i, n[i]; print "routes", length(routes); print "prefixes", length(prefixes) }"""
EXPORT = "rpki/rpkiclient_summary_20250720T093135Z.json.bz2"


def sessions(octets, seen):
    """Distinct (address, ASN) of all sessions, from the headers of RFC 6396 alone."""
    at = 0
    while at + 12 <= len(octets):
        _, kind, subtype, length = struct.unpack_from(">IHHI", octets, at)
        at += 12
        if kind == 13 and subtype == 1:
            name, = struct.unpack_from(">H", octets, at + 4)
            p = at + 6 + name
            n, = struct.unpack_from(">H", octets, p)
            p += 2
            for _ in range(n):
                flags = octets[p]
                size, width = (16 if flags & 1 else 4), (4 if flags & 2 else 2)
                address = octets[p + 5:p + 5 + size]
                seen.add((address, int.from_bytes(octets[p + 5 + size:p + 5 + size + width], "big")))
                p += 5 + size + width
        elif kind in (16, 17):
            p = at + (4 if kind == 17 else 0)
            width = 2 if subtype in (0, 1, 6, 8, 10) else 4
            afi, = struct.unpack_from(">H", octets, p + 2 * width + 2)
            address = octets[p + 2 * width + 4:][:16 if afi == 2 else 4]
            seen.add((address, int.from_bytes(octets[p:p + width], "big")))
        at += length


def by_bgpdump(top, work, leave_out=()):
    """{what: count} of all MRT files below top/bgp."""
    seen, plain = set(), os.path.join(work, "plain.mrt")
    all_lines = os.path.join(work, "lines")
    with open(all_lines, "wb") as out:
        for here, _, names in os.walk(os.path.join(top, "bgp")):
            for name in sorted(set(names) - set(leave_out)):
                octets = read_bytes(os.path.join(here, name))
                sessions(octets, seen)
                with open(plain, "wb") as f:
                    f.write(octets)
                out.flush()
                subprocess.run(["bgpdump", "-m", plain], stdout=out, stderr=subprocess.DEVNULL, check=False)
    got = subprocess.run(["awk", AWK, all_lines], stdout=subprocess.PIPE, text=True, check=True).stdout
    os.remove(all_lines)
    out = {line.split()[0]: int(line.split()[1]) for line in got.splitlines()}
    out["sessions"] = len({s for s in seen if s[1] != 0 and any(s[0])})
    return out


def shell(command, path):
    got = subprocess.run(["sh", "-c", command, "sh", path], stdout=subprocess.PIPE, text=True, check=False).stdout
    return sum(int(n) for n in got.split())


COUNT = {  # kind of source: how many it holds
    "vrps json": "bzcat \"$1\" | jq '(.roas | length), (.aspas | length)'",
    "vrps csv": "tail -n +2 \"$1\" | grep -c .",
    "irr": "zcat \"$1\" | grep -c -E '^(route|route6|aut-num|organisation):'",
    "delegated": "grep -v '^#' \"$1\" | grep -v -E '^[0-9]' | grep -v -c '|summary$'",
    "relationships": "grep -c '^[0-9]' \"$1\"", "orgs": "zcat \"$1\" | grep -c ."}


def check(tap, norma, name, top, month, work, leave_out=()):
    got = norma.measure(top, os.path.join(work, name + ".db"), "--month", month)
    want = by_bgpdump(top, work, leave_out)
    for here, there in [("entries", "B"), ("announcements", "A"), ("withdrawals", "W"), ("states", "STATE")]:
        tap.same(got["records"][here], want.get(there, 0), f"{name}: {here} as bgpdump prints {there}")
    tap.same(got["peers"]["sessions"], want["sessions"], f"{name}: sessions")
    tap.same(got["routes"]["total"], want["routes"], f"{name}: routes (prefix, origin)")
    prefixes = got["routes"]["v4"]["prefixes"] + got["routes"]["v6"]["prefixes"]
    tap.same(prefixes, want["prefixes"], f"{name}: prefixes")
    for source in got["sources"]:
        kind = source["kind"]
        if kind == "vrps":
            kind += " json" if ".json" in source["file"] else " csv"
        if kind in COUNT:
            count = shell(COUNT[kind], os.path.join(top, source["file"]))
            if source["used"]:
                tap.same(source["records"] + source["rejected"], count, f"{name}: {source['kind']} in {source['file']}")
            tap.ok(source["used"] or source["whyNot"], f"{name}: {source['file']} is used, or it says why not", source)
    named = {s["file"] for s in got["sources"]}
    files = {os.path.relpath(os.path.join(here, n), top) for here, _, names in os.walk(top) for n in names}
    tap.same(sorted(files - named - {"norma.ini"}), [], f"{name}: every file is a source")


def main():
    if not data_folder():
        skip_all("NORMA_DATA is not set")
    for tool in ("bgpdump", "jq", "zcat", "bzcat"):
        if not shutil.which(tool):
            skip_all(f"{tool} is not installed")
    tap, norma = Tap(), Norma(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        check(tap, norma, "jinx-2014", data_folder("jinx-2014"), "2014-05", work,
              ["routeviews.route-views.jinx.updates.1427846400.bz2"])       # of 2015
        joined = os.path.join(work, "joined")
        shutil.copytree(data_folder("rrc04-2022"), joined)
        os.makedirs(os.path.join(joined, "rpki"))
        shutil.copy2(data_folder(EXPORT), os.path.join(joined, "rpki"))
        check(tap, norma, "rrc04-2022 with rpki", joined, "2022-02", work)
        if os.environ.get("NORMA_ALL"):
            check(tap, norma, "rrc04-2022", data_folder("rrc04-2022"), "2022-02", work)
            check(tap, norma, "youtube-2008", data_folder("youtube-2008"), "2008-02", work)
    tap.end()


if __name__ == "__main__":
    main()
