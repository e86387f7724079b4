"""Oracle's reading of BGP: Debian's bgpdump does the decoding, this brings its lines into order.

Of the files themselves only the MRT headers are walked here, for the times of all records (keepalives too) and for what
bgpdump does not print: whether a session spoke two-octet ASNs.
"""

import hashlib
import heapq
import ipaddress
import os
import re
import struct
import subprocess

from registry import read_bytes

ANNOUNCE, WITHDRAW, DOWN, UP, END_OF_RIB, TABLE = "announce", "withdraw", "down", "up", "end of rib", "table"
ESTABLISHED = 6
TWO_OCTET_MESSAGES = {1, 6, 8, 10}          # subtypes of BGP4MP with two-octet ASNs that carry a message
FOUR_OCTET_MESSAGES = {4, 7, 9, 11}
SENT_BY_COLLECTOR = {6, 7, 10, 11}          # the _LOCAL ones
LAST = 1 << 60                              # behind every line of the same instant


class File:
    """One MRT file, decompressed under a plain name."""

    def __init__(self, name, collector, plain, data):
        self.name, self.collector, self.plain = name, collector, plain
        self.times = []                     # of all records, in order of the file
        self.is_rib = False
        self.two_octet_peers = set()        # addresses as octets
        self.ends_of_rib = []               # (time, address as octets, asn, family)
        self.length = len(data)
        self.digest = hashlib.sha256(data[:65536]).digest()
        self.whole = hashlib.sha256(data).digest()
        self.walk(data)

    def walk(self, data):
        at = 0
        while at + 12 <= len(data):
            seconds, kind, subtype, length = struct.unpack_from(">IHHI", data, at)
            body = at + 12
            if body + length > len(data):
                break
            moment = seconds
            if kind in (17, 33, 49) and length >= 4:
                moment = seconds + struct.unpack_from(">I", data, body)[0] / 1000000
            self.times.append(moment)
            if kind in (12, 13):
                self.is_rib = True
            if kind in (16, 17) and subtype in TWO_OCTET_MESSAGES | FOUR_OCTET_MESSAGES:
                self.walk_message(moment, subtype, data[body + (4 if kind == 17 else 0):body + length])
            at = body + length

    def walk_message(self, moment, subtype, body):
        two = subtype in TWO_OCTET_MESSAGES
        form = ">HHHH" if two else ">IIHH"
        if len(body) < struct.calcsize(form):
            return
        asn, _, _, afi = struct.unpack_from(form, body)
        at = struct.calcsize(form)
        size = 4 if afi == 1 else 16
        address = body[at:at + size]
        message = body[at + 2 * size:]
        if two:
            self.two_octet_peers.add(address)
        if subtype not in SENT_BY_COLLECTOR:
            family = end_of_rib(message)
            if family:
                self.ends_of_rib.append((moment, address, asn, family))

    def order(self):
        return self.times[0], self.digest, self.length


def end_of_rib(message):
    """The family of an End-of-RIB marker (RFC 4724 section 2), None for any other message."""
    if len(message) < 23 or message[18] != 2:
        return None
    rest = message[19:struct.unpack_from(">H", message, 16)[0]]
    if rest == b"\0\0\0\0":
        return 4
    if rest[:2] != b"\0\0" or len(rest) < 4:
        return None
    attributes = rest[4:]
    if len(attributes) == 6 and attributes[1:3] == b"\x0f\x03" or len(attributes) == 7 and attributes[1:4] == b"\x0f\0\x03":
        afi, safi = struct.unpack(">HB", attributes[-3:])
        return {(1, 1): 4, (2, 1): 6}.get((afi, safi))
    return None


def address_octets(text):
    return ipaddress.ip_address(text).packed


def open_files(directory, workdir):
    """All files of DIR/bgp, each once: (list of File in their order, list of names left out as repetitions)."""
    top = os.path.join(directory, "bgp")
    files, seen, repeated = [], set(), []
    for here, _, names in sorted(os.walk(top)):
        for name in sorted(names):
            path = os.path.join(here, name)
            relative = os.path.relpath(path, top)
            collector = relative.split(os.sep)[0] if os.sep in relative else ""
            try:
                data = read_bytes(path)
            except (OSError, EOFError, ValueError):
                continue
            plain = os.path.join(workdir, f"mrt{len(files)}")
            one = File(os.path.relpath(path, directory), collector, plain, data)
            if not one.times:
                continue
            if (one.collector, one.whole) in seen:
                repeated.append(one.name)
                continue
            seen.add((one.collector, one.whole))
            with open(plain, "wb") as f:
                f.write(data)
            files.append(one)
    files.sort(key=File.order)
    return files, repeated


def lines_of(file):
    """The fields of each line that bgpdump prints."""
    run = subprocess.Popen(["bgpdump", "-v", "-m", file.plain], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                           text=True, encoding="latin-1")
    with run.stdout as out:
        for line in out:
            yield line.rstrip("\n").split("|")
    run.wait()


def without_host_bits(text):
    """A routed prefix; routers ignore the bits behind its length."""
    address, _, length = text.partition("/")
    try:
        network = ipaddress.ip_network(f"{address}/{length}", strict=False)
    except ValueError:
        return None
    return network.version, int(network.network_address), network.prefixlen


def moment_of(text):
    return float(text) if "." in text else int(text)


def elements(file):
    """[(time, position, what, ...)] of one file, in the order of time:

    announce: session, prefix, path      withdraw: session, prefix      down, up: session
    end of rib: session, family
    table: session, family, {prefix: (time of the entry, path)}, time of the RIB's first record
    A session is (collector, address, asn), a path (text as bgpdump prints it, spoken with two-octet ASNs or not).
    """
    out, tables = [], {}
    octets_of = {}
    prefixes = {}
    for position, field in enumerate(lines_of(file)):
        if len(field) < 5:
            continue
        kind, when, what, address, asn = field[:5]
        when = moment_of(when)
        session = (file.collector, address, int(asn))
        if what == "STATE":
            if len(field) > 6 and field[5].isdigit() and field[6].isdigit():
                if int(field[5]) == ESTABLISHED and int(field[6]) != ESTABLISHED:
                    out.append((when, position, DOWN, session))
                elif int(field[6]) == ESTABLISHED and int(field[5]) != ESTABLISHED:
                    out.append((when, position, UP, session))
            continue
        if session[2] == 0:
            continue                        # the collector's own routes
        text = field[5]
        prefix = prefixes.get(text)
        if prefix is None and text not in prefixes:
            prefix = prefixes[text] = without_host_bits(text)
        if prefix is None:
            continue
        if what == "B":
            two = kind == "TABLE_DUMP" and "23456" in field[6]
            table = tables.setdefault((session, prefix[0]), [when, position, {}])
            table[0], table[1] = max(table[0], when), position
            table[2][prefix] = (when, (field[6], two))
        elif what == "A":
            if address not in octets_of:
                octets_of[address] = address_octets(address)
            two = "23456" in field[6] and octets_of[address] in file.two_octet_peers
            if has_as0(field[6]):
                out.append((when, position, WITHDRAW, session, prefix))       # RFC 7607: treat as withdraw
            else:
                out.append((when, position, ANNOUNCE, session, prefix, (field[6], two)))
        elif what == "W":
            out.append((when, position, WITHDRAW, session, prefix))
    for (session, family), (last, position, entries) in tables.items():
        good = {p: e for p, e in entries.items() if not has_as0(e[1][0])}
        out.append((last, position, TABLE, session, family, good, file.times[0]))
    for when, address, asn, family in file.ends_of_rib:
        session = (file.collector, ipaddress.ip_address(address).compressed, asn)
        out.append((when, LAST, END_OF_RIB, session, family))
    out.sort(key=lambda e: (e[0], e[1]))
    return out


def has_as0(path):
    return path[:1] == "0" or " 0" in path and re.search(r"(^|[ ,({\[])0($|[ ,)}\]])", path) is not None


def in_order(files):
    """All elements of all files, ordered as in doc/measurement.md section 3.1. A file is opened when its time comes."""
    waiting = sorted(range(len(files)), key=lambda i: min(files[i].times))
    heap = []

    def push(i, rest):
        one = next(rest, None)
        if one is not None:
            heapq.heappush(heap, (one[0], files[i].order(), i, one[1], one, rest))

    while waiting or heap:
        while waiting and (not heap or min(files[waiting[0]].times) <= heap[0][0]):
            i = waiting.pop(0)
            push(i, iter(elements(files[i])))
        if heap:
            _, _, i, _, one, rest = heapq.heappop(heap)
            yield one
            push(i, rest)


# ------------------------------------------------------------------------------------------- paths

TOKEN = re.compile(r"\{[^}]*\}|\([^)]*\)|\[[^\]]*\]|\d+")


class Path:
    """A path as positions, neighbour first: ASNs, or None for a set or a confederation segment; no repetitions."""

    def __init__(self, text, two_octet, peer):
        tokens = TOKEN.findall(text)
        if not tokens or tokens[-1][0] in "([":
            self.origin = peer
        elif tokens[-1][0] == "{":
            self.origin = None
        else:
            self.origin = int(tokens[-1])
        self.as_set = bool(tokens) and tokens[-1][0] == "{"
        self.items = []
        for token in tokens:
            item = int(token) if token.isdigit() else None
            if item is None or not self.items or self.items[-1] != item:
                self.items.append(item)
        if not tokens:
            self.items = [peer]
        self.two_octet = two_octet
        self.peer = peer
        start = 1 if self.items and self.items[0] == peer else 0
        asns = {a for a in self.items if a is not None and a != self.origin}
        self.forwards = asns
        self.passes = {a for a in self.items[start:] if a is not None and a != self.origin}
