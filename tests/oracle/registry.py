"""Oracle's readers of registries and lists, from the field lists of the formats' documents.

A prefix is a tuple (family, network as a number, length). Times are UNIX seconds in UTC. Every reader answers plain
Python lists and dictionaries; what it cannot read it leaves out.
"""

import bisect
import bz2
import csv
import gzip
import io
import ipaddress
import json
import lzma
import os
import re
import subprocess
from calendar import timegm
from datetime import datetime, timezone

DAY = 86400
WIDTH = {4: 32, 6: 128}
RIRS = ("afrinic", "apnic", "arin", "lacnic", "ripencc")


# ------------------------------------------------------------------------------------------- octets and text

def read_bytes(path):
    """A file's content, decompressed by what it is and never by how it is called."""
    with open(path, "rb") as f:
        data = f.read()
    if data[:2] == b"\x1f\x8b":
        return gzip.decompress(data)
    if data[:3] == b"BZh":
        return bz2.decompress(data)
    if data[:6] == b"\xfd7zXZ\0":
        return lzma.decompress(data)
    if data[:4] == b"\x28\xb5\x2f\xfd":
        return subprocess.run(["zstd", "-dc"], input=data, stdout=subprocess.PIPE, check=True).stdout
    return data


def read_text(path):
    data = read_bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def read_time(text):
    """RFC 3339, a date, a month or UNIX seconds; a float only where the source has a fraction."""
    text = str(text).strip()
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"\d+\.\d+", text):
        return float(text)
    if re.fullmatch(r"\d{4}-\d\d", text):
        text += "-01"
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    seconds = moment.timestamp()
    return int(seconds) if seconds == int(seconds) else seconds


def show_time(seconds):
    if seconds is None:
        return None
    whole = int(seconds)
    text = datetime.fromtimestamp(whole, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
    if seconds != whole:
        text += f"{seconds - whole:.6f}"[1:].rstrip("0")
    return text + "Z"


def read_asn(text):
    """64496, "64496" or "AS64496"; None if it is none."""
    text = str(text).strip().upper()
    if text.startswith("AS"):
        text = text[2:]
    if not text.isascii() or not text.isdigit():
        return None
    value = int(text)
    return value if value < 1 << 32 else None


def read_prefix(text):
    """"192.0.2.0/24" as (4, network, 24); None if it is not a whole prefix without host bits."""
    address, slash, length = text.strip().partition("/")
    if not slash or not length.isascii() or not length.isdigit():
        return None
    length = int(length)
    if ":" in address:
        try:
            value = int(ipaddress.IPv6Address(address))
        except ValueError:
            return None
        family = 6
    else:
        parts = address.split(".")
        if len(parts) != 4:
            return None
        value = 0
        for part in parts:
            if not part.isascii() or not part.isdigit() or len(part) > 3 or int(part) > 255:
                return None
            value = value << 8 | int(part)
        family = 4
    if length > WIDTH[family] or value & ((1 << (WIDTH[family] - length)) - 1):
        return None
    return family, value, length


def show_address(family, value):
    if family == 6:
        return str(ipaddress.IPv6Address(value))
    return f"{value >> 24}.{value >> 16 & 255}.{value >> 8 & 255}.{value & 255}"


def show_prefix(prefix):
    return f"{show_address(prefix[0], prefix[1])}/{prefix[2]}"


def last_of(prefix):
    """The last address of a prefix."""
    return prefix[1] + (1 << (WIDTH[prefix[0]] - prefix[2])) - 1


def covers(outer, inner):
    return (outer[0] == inner[0] and outer[2] <= inner[2]
            and outer[1] >> (WIDTH[outer[0]] - outer[2]) == inner[1] >> (WIDTH[outer[0]] - outer[2]))


class Ranges:
    """A set of numbers kept as sorted ranges that neither touch nor overlap."""

    def __init__(self):
        self.parts = []
        self.firsts = None

    def add(self, first, last):
        self.parts.append((first, last))
        self.firsts = None

    def tidy(self):
        joined = []
        for first, last in sorted(self.parts):
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        self.parts = joined
        self.firsts = [f for f, _ in joined]

    def overlaps(self, first, last):
        if self.firsts is None:
            self.tidy()
        i = bisect.bisect_right(self.firsts, last)
        return i > 0 and self.parts[i - 1][1] >= first

    def holds(self, first, last):
        if self.firsts is None:
            self.tidy()
        i = bisect.bisect_right(self.firsts, first)
        return i > 0 and self.parts[i - 1][1] >= last


# ------------------------------------------------------------------------------------------- VRPs

def read_vrps(path):
    """(list of (prefix, maxLength, asn, source), time of the content or None)."""
    text = read_text(path)
    if text.lstrip()[:1] in ("{", "["):
        document = json.loads(text)
        when = None
        rows = document
        if isinstance(document, dict):
            metadata = document.get("metadata") or {}
            if "buildtime" in metadata:
                when = read_time(metadata["buildtime"])
            elif "generatedTime" in metadata:
                when = read_time(metadata["generatedTime"])
            elif "generated" in metadata:
                when = read_time(metadata["generated"])
            rows = document.get("roas") or document.get("data") or []
        out = []
        for row in rows:
            source = row.get("ta") or row.get("trustAnchor") or ""
            if not source and isinstance(row.get("source"), list) and row["source"]:
                source = row["source"][0].get("tal") or ""
            add_vrp(out, row.get("prefix", ""), row.get("maxLength"), row.get("asn"), source)
        return out, when
    rows = csv.reader(io.StringIO(text))
    header = [h.strip().lower() for h in next(rows, [])]

    def column(word):
        return next((i for i, h in enumerate(header) if word in h), None)

    asn, prefix, longest, anchor = column("asn"), column("prefix"), column("max"), column("anchor")
    if asn is None or prefix is None:
        return [], None
    out = []
    for row in rows:
        if len(row) <= max(asn, prefix):
            continue
        maximum = row[longest] if longest is not None and longest < len(row) else None
        add_vrp(out, row[prefix], maximum, row[asn], row[anchor] if anchor is not None and anchor < len(row) else "")
    return out, None


def add_vrp(out, prefix, longest, asn, source):
    prefix = read_prefix(str(prefix))
    asn = read_asn(asn)
    if prefix is None or asn is None:
        return
    if longest is None or str(longest).strip() == "":
        longest = prefix[2]
    if not str(longest).strip().isdigit():
        return
    longest = int(longest)
    if prefix[2] <= longest <= WIDTH[prefix[0]]:
        out.append((prefix, longest, asn, source))


# ------------------------------------------------------------------------------------------- RPSL

def rpsl_objects(text):
    """Objects as lists of (attribute in small letters, value without comment)."""
    current = []
    for line in text.split("\n"):
        line = line.rstrip("\r")
        if not line.strip():
            if current:
                yield current
            current = []
            continue
        if line[0] in "%#":
            continue
        if line[0] in " \t+":
            if current:
                name, value = current[-1]
                current[-1] = (name, (value + " " + line[1:].split("#")[0].strip()).strip())
            continue
        name, colon, value = line.partition(":")
        if not colon or not re.fullmatch(r"[A-Za-z0-9_-]+", name):
            continue
        current.append((name.lower(), value.split("#")[0].strip()))
    if current:
        yield current


def read_irr(path):
    """A dictionary: routes [(prefix, origin, source)], autnums [dict], organisations {handle: name}."""
    routes, autnums, organisations = [], [], {}
    for thing in rpsl_objects(read_text(path)):
        kind, key = thing[0]
        first = {}
        for name, value in thing:
            first.setdefault(name, value)
        source = first.get("source") or os.path.basename(path)
        if kind in ("route", "route6"):
            prefix = read_prefix(key)
            origin = read_asn(first["origin"].split()[0]) if first.get("origin") else None
            if prefix is not None and origin is not None and prefix[0] == (4 if kind == "route" else 6):
                routes.append((prefix, origin, source))
        elif kind == "aut-num":
            asn = read_asn(key)
            if asn is not None:
                autnums.append({"asn": asn, "names": {n for n, v in thing if v}, "source": source.lower(),
                                "as-name": first.get("as-name"), "org": first.get("org")})
        elif kind == "organisation":
            organisations[key.upper()] = first.get("org-name")
    return {"routes": routes, "autnums": autnums, "organisations": organisations}


# ------------------------------------------------------------------------------------------- delegated statistics

def read_delegated(path):
    """(list of (registry, cc, type, first, last, status, date, opaque), time, registry of the file, IANA's blocks)."""
    rows, blocks, when, owner = [], [], None, None
    for line in read_text(path).splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        field = line.split("|")
        if field[0][:1].isdigit() and owner is None and len(field) >= 6:
            owner = field[1].lower()
            when = delegated_time(field)
            continue
        if len(field) >= 6 and field[5] == "summary" or len(field) < 7:
            continue
        kind, start, value = field[2], field[3], field[4]
        try:
            if kind == "asn":
                first, last = int(start), int(start) + int(value) - 1
            elif kind == "ipv4":
                first = int(ipaddress.IPv4Address(start))
                last = first + int(value) - 1
            elif kind == "ipv6":
                prefix = read_prefix(f"{start}/{value}")
                first, last = prefix[1], last_of(prefix)
            else:
                continue
        except (ValueError, TypeError):
            continue
        if last < first:
            continue
        if owner == "iana":
            blocks.append((kind, first, last, field[6].lower()))
        else:
            opaque = field[7] if len(field) > 7 else ""
            rows.append((field[0].lower(), field[1].upper(), kind, first, last, field[6].lower(), field[5], opaque))
    return rows, when, owner, blocks


def delegated_time(header):
    """The end date of the header, else its serial number where that is a date."""
    for text in (header[5], header[2]):
        if re.fullmatch(r"(19|20)\d{6}", text):
            try:
                return timegm((int(text[:4]), int(text[4:6]), int(text[6:]), 0, 0, 0))
            except ValueError:
                pass
    return None


# ------------------------------------------------------------------------------------------- JSON lists

def read_list(path):
    """JSON that is an array, an object with data or hydra:member, one object, or one object a line."""
    text = read_text(path)
    try:
        document = json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()], {}
    if isinstance(document, list):
        out = []
        for one in document:
            out += one["hydra:member"] if isinstance(one, dict) and "hydra:member" in one else [one]
        return out, {}
    for name in ("hydra:member", "member", "data"):
        if isinstance(document.get(name), list):
            return document[name], document.get("meta") or {}
    return [document], {}


# ------------------------------------------------------------------------------------------- topology, organisations

def read_as_rel(path):
    """{(a, b): "provider" | "peer"}: what b is to a is asked by relation()."""
    relations = {}
    for line in read_text(path).splitlines():
        field = line.split("|")
        if line.startswith("#") or len(field) < 3 or not (field[0].isdigit() and field[1].isdigit()):
            continue
        a, b = int(field[0]), int(field[1])
        if field[2] == "-1":
            relations[a, b] = "customer"        # b is a customer of a
            relations[b, a] = "provider"        # a is a provider of b
        elif field[2] == "0":
            relations[a, b] = relations[b, a] = "peer"
    return relations


def read_as_org(path):
    """{asn: (organisation's handle, its name or else the network's, country)}."""
    text = read_text(path)
    names, members = {}, {}
    if text.lstrip()[:1] == "{":
        for line in text.splitlines():
            if not line.strip():
                continue
            one = json.loads(line)
            if one.get("type") == "Organization":
                names[one["organizationId"]] = (one.get("name"), one.get("country"))
            elif one.get("type") == "ASN" and read_asn(one.get("asn", "")) is not None:
                members[read_asn(one["asn"])] = one.get("organizationId"), one.get("name")
    else:
        form = []
        for line in text.splitlines():
            if line.startswith("# format:"):
                form = line[len("# format:"):].strip().split("|")
                continue
            field = line.split("|")
            if line.startswith("#") or len(field) < len(form):
                continue
            row = dict(zip(form, field))
            if "aut" in row:
                if read_asn(row["aut"]) is not None:
                    members[read_asn(row["aut"])] = row.get("org_id"), row.get("aut_name")
            elif "org_id" in row:
                names[row["org_id"]] = (row.get("org_name"), row.get("country"))
    out = {}
    for asn, (org, own) in members.items():
        name, country = names.get(org, (None, None))
        out[asn] = org, name or own, country
    return out


# ------------------------------------------------------------------------------------------- lists

def read_bogon_list(path):
    """(list of prefixes, time of the content or None)."""
    out, when = [], None
    for line in read_text(path).splitlines():
        found = re.match(r"#\s*last updated (\d+)", line)
        if found:
            when = int(found.group(1))
        prefix = read_prefix(line.split("#")[0].split(";")[0])
        if prefix is not None:
            out.append(prefix)
    return out, when


def read_participants(path):
    """List of {"name", "programme", "asns", "areas"}."""
    text = read_text(path)
    out = []
    if text.lstrip()[:1] in ("{", "["):
        document = json.loads(text)
        rows = document if isinstance(document, list) else document.get("participants") or document.get("data") or []
        for row in rows:
            asns = row.get("asns") or row.get("ASNs") or []
            asns = [read_asn(a) for a in (asns if isinstance(asns, list) else re.split(r"[;,\s]+", asns)) if str(a)]
            out.append({"name": row.get("name"), "programme": row.get("programme"),
                        "asns": [a for a in asns if a is not None], "areas": row.get("areas")})
        return out
    rows = csv.DictReader(io.StringIO(text))
    header = rows.fieldnames or []
    programme = "operators" if "Areas" in header else None
    if any(h.startswith("Action 5: MANRS Adoption") for h in header):
        programme = "cdn"
    for row in rows:
        asns = [read_asn(a) for a in re.split(r"[;,\s]+", row.get("ASNs") or "") if a]
        out.append({"name": (row.get("Organization Name") or "").strip(), "programme": row.get("Programme") or programme,
                    "asns": [a for a in asns if a is not None], "areas": row.get("Areas")})
    return out


# ------------------------------------------------------------------------------------------- a folder of them

LIMITS = {"vrps": 36 * 3600, "irr": 7 * DAY, "delegated": 7 * DAY, "peeringdb": 30 * DAY, "contacts": 30 * DAY,
          "topology": 60 * DAY, "orgs": 60 * DAY, "bogons": 7 * DAY}

FOLDERS = {"rpki": "vrps", "irr": "irr", "rir": "delegated", "peeringdb": "peeringdb", "contacts": "contacts",
           "topology": "topology", "orgs": "orgs", "bogons": "bogons", "participants": "participants",
           "spoofer": "spoofer"}

DATE = re.compile(r"(?<!\d)(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])(?:[T._-]?\d{2}[:.-]?\d{2}(?:[:.-]?\d{2})?Z?)?(?!\d)")
EPOCH = re.compile(r"(?<!\d)1\d{9}(?!\d)")


def time_in_name(name):
    found = DATE.search(name)
    if found:
        digits = re.sub(r"\D", "", found.group())
        digits += "0" * (14 - len(digits))
        try:
            return timegm(datetime.strptime(digits, "%Y%m%d%H%M%S").timetuple())
        except ValueError:
            return None
    found = EPOCH.search(name)
    return int(found.group()) if found else None


def family_of_name(name):
    """The name with dates and compression taken out: files that agree in it are snapshots of one another."""
    name = re.sub(r"\.(gz|bz2|xz|zst|Z)$", "", name)
    return EPOCH.sub("@", DATE.sub("@", name))


class Snapshot:
    def __init__(self, kind, name, path, as_of, data):
        self.kind, self.name, self.path, self.as_of, self.data = kind, name, path, as_of, data
        self.group = family_of_name(name)


def load_file(kind, path, name):
    """One file as a Snapshot, or None where it holds nothing of its kind."""
    when = None
    if kind == "vrps":
        data, when = read_vrps(path)
    elif kind == "irr":
        data = read_irr(path)
    elif kind == "delegated":
        data = Delegated(path)
        when = data.when
    elif kind == "topology":
        data = read_as_rel(path)
    elif kind == "orgs":
        data = read_as_org(path)
    elif kind == "bogons":
        data, when = read_bogon_list(path)
    elif kind == "participants":
        data = read_participants(path)
    else:
        data, meta = read_list(path)
        if isinstance(meta, dict) and meta.get("generated"):
            when = read_time(meta["generated"])
    if when is None:
        when = time_in_name(os.path.basename(name))
    if when is None:
        when = int(os.stat(path).st_mtime)
    return Snapshot(kind, name, path, when, data)


class Delegated:
    """One delegated file, ready to be asked."""

    def __init__(self, path):
        self.rows, self.when, self.owner, self.blocks = read_delegated(path)
        self.registries = {r[0] for r in self.rows}
        if self.owner in RIRS:
            self.registries.add(self.owner)
        self.ranges = {}
        for registry, _, kind, first, last, status, _, _ in self.rows:
            group = "held" if status in ("allocated", "assigned") else status
            self.ranges.setdefault((kind, group), Ranges()).add(first, last)
        self.asns = sorted((f, l, cc, reg, st, op) for reg, cc, kind, f, l, st, _, op in self.rows if kind == "asn")
        self.asn_firsts = [a[0] for a in self.asns]

    def overlaps(self, kind, group, first, last):
        ranges = self.ranges.get((kind, group))
        return ranges is not None and ranges.overlaps(first, last)

    def says_something(self, kind, first, last):
        """Whether each number of the range stands in some record."""
        if (kind, "any") not in self.ranges:
            every = self.ranges.setdefault((kind, "any"), Ranges())
            for _, _, k, f, l, _, _, _ in self.rows:
                if k == kind:
                    every.add(f, l)
        return self.ranges[kind, "any"].holds(first, last)

    def asn(self, asn):
        """(first, last, cc, registry, status, opaque) of the line that has the ASN, or None."""
        i = bisect.bisect_right(self.asn_firsts, asn) - 1
        if i >= 0 and self.asns[i][0] <= asn <= self.asns[i][1]:
            return self.asns[i]
        return None


class Folder:
    """All registries of a data folder, and which of their snapshots is in force when."""

    def __init__(self, directory=None):
        self.snapshots = {kind: [] for kind in FOLDERS.values()}
        self.problems = []
        if directory is None:
            return
        for folder, kind in sorted(FOLDERS.items()):
            top = os.path.join(directory, folder)
            for here, _, names in sorted(os.walk(top)):
                for name in sorted(names):
                    path = os.path.join(here, name)
                    relative = os.path.relpath(path, directory)
                    if kind == "topology" and "as-rel" not in name or kind == "orgs" and "as-org2info" not in name:
                        continue
                    self.add(kind, path, relative)

    def add(self, kind, path, name):
        try:
            self.snapshots[kind].append(load_file(kind, path, name))
        except (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError, StopIteration) as why:
            self.problems.append(f"{name}: {why}")

    def in_force(self, kind, t):
        """[(snapshot, stale, later)], one for each group of files that belong together."""
        groups = {}
        for snapshot in self.snapshots[kind]:
            groups.setdefault(snapshot.group, []).append(snapshot)
        out = []
        for _, members in sorted(groups.items()):
            members.sort(key=lambda s: (s.as_of, s.name))
            not_younger = [s for s in members if s.as_of <= t]
            if not_younger:
                chosen = not_younger[-1]
                limit = LIMITS.get(kind)
                out.append((chosen, limit is not None and t - chosen.as_of > limit, False))
            else:
                out.append((members[0], False, True))
        return out

    def fresh(self, kind, t):
        """Those in force, if there is one and all are fresh; else None."""
        now = self.in_force(kind, t)
        if not now or any(stale for _, stale, _ in now):
            return None
        return [snapshot for snapshot, _, _ in now]

    def why_not(self, kind, t):
        return "stale" if self.in_force(kind, t) else "absent"
