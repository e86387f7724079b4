#!/usr/bin/env python3
"""counts.py NORMA jinx|rrc04|youtube...: what the summary of measure counts, against counts by bgpdump, jq and grep.

bgpdump prints multicast routes (SAFI 2) like all others. They say where packets may come from, not where they go, and
are no routes here; so their records are taken out before, and repeated ones.
"""

import os
import shutil
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))
from registry import read_bytes  # noqa: E402
from tap import Norma, Tap, copy_data, data_folder, skip_all  # noqa: E402

# A route's origin: the last ASN; of a set nobody; of a path that is empty or ends in a confederation the peer (RFC 6811 2)
AWK = r"""BEGIN { FS = "|" }
{ n[$3]++ }
$3 != "A" && $3 != "B" { next }
{ k = split($7, path, " "); origin = k ? path[k] : $5
  if (origin ~ /}$/) origin = "set"; else if (origin ~ /[])]$/) origin = $5
  f = $6 ~ /:/ ? "v6" : "v4"
  if (!(($6 " " origin) in routes)) { routes[$6 " " origin]; n["routes " f]++ }
  if (!($6 in prefixes)) { prefixes[$6]; n["prefixes " f]++ } }
END { for (i in n) print n[i], i }"""
EXPORT = "rpki/rpkiclient_summary_20250720T093135Z.json.bz2"


def records(octets):
    """(time, type, subtype, where its body is, its end) of each record: RFC 6396 2."""
    at, header = 0, struct.Struct(">IHHI")
    while at + 12 <= len(octets):
        when, kind, subtype, length = header.unpack_from(octets, at)
        yield when, kind, subtype, at + 12, at + 12 + length
        at += 12 + length


def peers_of_table(octets, p):
    """(address, ASN) of a PEER_INDEX_TABLE: RFC 6396 4.3.1."""
    name, = struct.unpack_from(">H", octets, p + 4)
    p += 6 + name
    n, = struct.unpack_from(">H", octets, p)
    p += 2
    for _ in range(n):
        flags = octets[p]
        size, width = (16 if flags & 1 else 4), (4 if flags & 2 else 2)
        address = octets[p + 5:p + 5 + size]
        yield address, int.from_bytes(octets[p + 5 + size:p + 5 + size + width], "big")
        p += 5 + size + width


def session(octets, p, subtype):
    """(address, ASN) of a BGP4MP record, and where its message is: RFC 6396 4.4, RFC 8050 3."""
    width = 2 if subtype in (0, 1, 6, 8, 10) else 4
    size = 16 if octets[p + 2 * width + 3] == 2 else 4
    q = p + 2 * width + 4
    return (octets[q:q + size], int.from_bytes(octets[p:p + width], "big")), q + 2 * size


def is_multicast(octets, p):
    """Is the message an UPDATE of multicast routes? RFC 4271 4.3, RFC 4760 3 and 4: SAFI 2 is for RPF, not for forwarding.
    One that tells of other routes too would not be counted right here."""
    if octets[p + 18] != 2:
        return False
    gone, = struct.unpack_from(">H", octets, p + 19)
    at = p + 21 + gone
    n, = struct.unpack_from(">H", octets, at)
    at += 2
    end, safis = at + n, set()
    while at < end:
        wide = octets[at] & 0x10
        length = int.from_bytes(octets[at + 2:at + (4 if wide else 3)], "big")
        value = at + (4 if wide else 3)
        if octets[at + 1] in (14, 15):
            safis.add(octets[value + 2])
        at = value + length
    if 2 in safis and (gone or end < p + int.from_bytes(octets[p + 16:p + 18], "big") or len(safis) > 1):
        raise RuntimeError("an UPDATE of unicast and multicast routes")
    return 2 in safis


class Files:
    """The files of one collector in the order of time. What several of them have of one second, each of them as often as
    the others, they have together as often as one of them."""

    def __init__(self, paths):
        files = [read_bytes(path) for path in paths]
        self.files = sorted((octets for octets in files if octets), key=lambda o: o[:4])
        self.sessions, self.records, self.repeated, self.multicast = set(), 0, 0, 0

    def unicast(self):
        """Of each file the records that count."""
        told, latest = {}, 0
        for i, octets in enumerate(self.files):
            later = min((int.from_bytes(o[:4], "big") for o in self.files[i + 1:]), default=1 << 32)
            out, mine, newest = [], {}, 0
            for when, kind, subtype, at, end in records(octets):
                self.records += 1
                newest = max(newest, when)
                if kind in (16, 17):
                    if later <= when or when <= latest:
                        key = octets[at - 12:end]
                        mine[key] = mine.get(key, 0) + 1
                        if mine[key] <= told.get(key, 0):
                            self.repeated += 1
                            continue
                    who, message = session(octets, at + (4 if kind == 17 else 0), subtype)
                    self.sessions.add(who)
                    if b"\1\2" in octets[message:end] and subtype not in (0, 5) and is_multicast(octets, message):
                        self.multicast += 1
                        continue
                elif (kind, subtype) == (13, 1):
                    self.sessions.update(peers_of_table(octets, at))
                out.append(octets[at - 12:end])
            for key, n in mine.items():
                told[key] = max(n, told.get(key, 0))
            latest = max(latest, newest)
            yield b"".join(out)


def by_bgpdump(top, work, leave_out=()):
    """{what: count} of all MRT files below top/bgp, which are of one collector."""
    files = Files(os.path.join(here, name) for here, _, names in os.walk(os.path.join(top, "bgp"))
                  for name in set(names) - set(leave_out))
    plain = os.path.join(work, "plain.mrt")
    awk = subprocess.Popen(["awk", AWK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"})
    for octets in files.unicast():
        with open(plain, "wb") as f:
            f.write(octets)
        subprocess.run(["bgpdump", "-m", plain], stdout=awk.stdin, stderr=subprocess.DEVNULL, check=False)
    got = awk.communicate()[0].decode()
    out = {what: int(n) for n, what in (line.split(" ", 1) for line in got.splitlines())}
    peers = {s for s in files.sessions if s[1] != 0 and any(s[0])}
    out.update(sessions=len(peers), asns=len({asn for _, asn in peers}), records=files.records - files.repeated)
    print(f"# {len(files.files)} files, {files.repeated} repeated records, {files.multicast} of multicast routes")
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
    tap.same(got["records"]["records"], want["records"], f"{name}: records, repeated ones once")
    tap.same(got["peers"], {"sessions": want["sessions"], "asns": want["asns"]}, f"{name}: peers")
    for family in ("v4", "v6"):
        for what in ("routes", "prefixes"):     # a route: (prefix, origin)
            tap.same(got["routes"][family][what], want.get(f"{what} {family}", 0), f"{name}: {what} of {family}")
    tap.same(got["routes"]["total"], want.get("routes v4", 0) + want.get("routes v6", 0), f"{name}: routes")
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


def jinx(tap, norma, work):
    check(tap, norma, "jinx-2014", data_folder("jinx-2014"), "2014-05", work,
          ["routeviews.route-views.jinx.updates.1427846400.bz2"])       # of 2015


def rrc04(tap, norma, work):
    joined = os.path.join(work, "joined")
    copy_data("rrc04-2022", joined)
    os.makedirs(os.path.join(joined, "rpki"))
    shutil.copy2(data_folder(EXPORT), os.path.join(joined, "rpki"))
    check(tap, norma, "rrc04-2022 with rpki", joined, "2022-02", work)


def youtube(tap, norma, work):
    """Eight of the 48 hours, those of the hijack (18:47 to 21:01) among them. With NORMA_ALL all 189 files, which takes
    some minutes."""
    part = os.path.join(work, "part")
    copy_data("youtube-2008", part, ignore=shutil.ignore_patterns(
        "reference", "updates.20080223.*", "updates.20080224.0*", "updates.20080224.1[0-5]*"))
    check(tap, norma, "youtube-2008, eight hours", part, "2008-02", work)
    if os.environ.get("NORMA_ALL"):
        check(tap, norma, "youtube-2008", data_folder("youtube-2008"), "2008-02", work)
        check(tap, norma, "rrc04-2022", data_folder("rrc04-2022"), "2022-02", work)


def main():
    if not data_folder():
        skip_all("NORMA_DATA is not set")
    for tool in ("bgpdump", "jq", "zcat", "bzcat"):
        if not shutil.which(tool):
            skip_all(f"{tool} is not installed")
    tap, norma = Tap(), Norma(sys.argv[1])
    for part in sys.argv[2:]:
        with tempfile.TemporaryDirectory() as work:
            {"jinx": jinx, "rrc04": rrc04, "youtube": youtube}[part](tap, norma, work)
    tap.end()


if __name__ == "__main__":
    main()
