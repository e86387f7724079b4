"""A writer of MRT files, from the field lists of RFC 6396, 4271, 4760 and 8050. Nothing of the readers under test is in it.

    out = Records()
    out.table(t, {prefix: [(peer, path)]})                  out.update(t, peer, announce=["192.0.2.0/24"], path=[1, 2, 3])
    out.state(t, peer, 6, 1)        out.keepalive(t, peer)   out.end_of_rib(t, peer, 4)
    out.files()             # {name: octets}

A path is a list, the neighbour first, of ASNs and ("set", [...]), ("confed", [...]) or ("confed-set", [...]).
Updates are written in the order of their times, those of one instant as they were given.
"""

import ipaddress
import struct
import time
from collections import namedtuple

Peer = namedtuple("Peer", "ip asn")
SEGMENT = {"set": 1, "sequence": 2, "confed": 3, "confed-set": 4}
COLLECTOR = Peer("192.0.0.9", 12654), Peer("2001:1::1", 12654)
ESTABLISHED, IDLE, ACTIVE = 6, 1, 3


def address(text):
    return ipaddress.ip_address(text).packed


def nlri(prefix):
    network = ipaddress.ip_network(prefix)
    return bytes([network.prefixlen]) + network.network_address.packed[:(network.prefixlen + 7) // 8]


def family_of(prefix):
    return 6 if ":" in prefix else 4


def attribute(flags, code, value):
    if len(value) > 255 or flags & 0x10:
        return struct.pack(">BBH", flags | 0x10, code, len(value)) + value
    return struct.pack(">BBB", flags, code, len(value)) + value


def as_path(path, octets=4):
    segments, run = [], []
    for item in path:
        if isinstance(item, int):
            run.append(item)
            continue
        if run:
            segments.append(("sequence", run))
            run = []
        segments.append(item)
    if run:
        segments.append(("sequence", run))
    form = ">I" if octets == 4 else ">H"
    return b"".join(bytes([SEGMENT[kind], len(asns)]) + b"".join(struct.pack(form, a) for a in asns)
                    for kind, asns in segments)


def attributes(path, octets=4, next_hop="192.0.0.10", more=b""):
    """ORIGIN, AS_PATH, NEXT_HOP (None: none) and what else is given as octets."""
    out = attribute(0x40, 1, b"\0") + attribute(0x40, 2, as_path(path, octets))
    if next_hop:
        out += attribute(0x40, 3, address(next_hop))
    return out + more


def message(kind, body):
    return b"\xff" * 16 + struct.pack(">HB", 19 + len(body), kind) + body


class Records:
    """What one collector recorded: updates, and tables that go into files of their own."""

    def __init__(self):
        self.records = []           # (time, octets)
        self.tables = []            # (time, [octets])

    def add(self, t, kind, subtype, body):
        seconds, micro = int(t), round((t - int(t)) * 1000000)
        if micro:
            kind, body = {16: 17}[kind], struct.pack(">I", micro) + body
        self.records.append((t, struct.pack(">IHHI", seconds, kind, subtype, len(body)) + body))

    def session(self, peer, octets=4):
        v6 = ":" in peer.ip
        here = COLLECTOR[v6]
        form = ">IIHH" if octets == 4 else ">HHHH"
        return struct.pack(form, peer.asn, here.asn, 0, 2 if v6 else 1) + address(peer.ip) + address(here.ip)

    def bgp(self, t, peer, kind, body, octets=4):
        self.add(t, 16, 4 if octets == 4 else 1, self.session(peer, octets) + message(kind, body))

    def keepalive(self, t, peer):
        self.bgp(t, peer, 4, b"")

    def state(self, t, peer, old, new):
        self.add(t, 16, 5, self.session(peer) + struct.pack(">HH", old, new))

    def end_of_rib(self, t, peer, family):
        body = b"\0\0\0\0" if family == 4 else b"\0\0" + struct.pack(">H", 6) + attribute(0x80, 15, b"\0\2\1")
        self.bgp(t, peer, 2, body)

    def update(self, t, peer, announce=(), path=(), withdraw=(), octets=4, more=b""):
        """One UPDATE; IPv6 prefixes go into MP_REACH_NLRI and MP_UNREACH_NLRI."""
        four = [p for p in announce if family_of(p) == 4]
        six = [p for p in announce if family_of(p) == 6]
        gone4 = b"".join(nlri(p) for p in withdraw if family_of(p) == 4)
        gone6 = b"".join(nlri(p) for p in withdraw if family_of(p) == 6)
        block = b""
        if gone6:
            block += attribute(0x80, 15, b"\0\2\1" + gone6)
        if four or six:
            block += attributes(path, octets, "192.0.0.10" if four else None, more)
        if six:
            hop = address("2001:1::2")
            block += attribute(0x80, 14, b"\0\2\1" + bytes([len(hop)]) + hop + b"\0" + b"".join(nlri(p) for p in six))
        body = struct.pack(">H", len(gone4)) + gone4 + struct.pack(">H", len(block)) + block
        self.bgp(t, peer, 2, body + b"".join(nlri(p) for p in four), octets)

    def table(self, t, rows, view="", originated=None, step=0):
        """A TABLE_DUMP_V2: rows {prefix: [(peer, path)]}, each record so many seconds behind the one before."""
        updates, self.records = self.records, []
        peers = sorted({peer for entries in rows.values() for peer, _ in entries})
        body = address("192.0.0.9") + struct.pack(">H", len(view)) + view.encode() + struct.pack(">H", len(peers))
        for peer in peers:
            body += bytes([(1 if ":" in peer.ip else 0) | 2]) + address("192.0.0.9") + address(peer.ip)
            body += struct.pack(">I", peer.asn)
        self.add(t, 13, 1, body)
        for number, prefix in enumerate(sorted(rows, key=lambda p: (family_of(p), ipaddress.ip_network(p)))):
            six = family_of(prefix) == 6
            body = struct.pack(">I", number) + nlri(prefix) + struct.pack(">H", len(rows[prefix]))
            for peer, path in rows[prefix]:
                block = attributes(path, 4, None if six else "192.0.0.10")
                if six:         # the abbreviated form: RFC 6396 section 4.3.4
                    hop = address("2001:1::2")
                    block += attribute(0x80, 14, bytes([len(hop)]) + hop)
                when = int(t) if originated is None else originated
                body += struct.pack(">HIH", peers.index(peer), when, len(block)) + block
            self.add(t + number * step, 13, 4 if six else 2, body)
        self.tables.append((t, b"".join(octets for _, octets in self.records)))
        self.records = updates

    def files(self):
        """{name: octets}: updates, another file after each half hour of silence and each day; and each table."""
        out, last, name = {}, None, None
        for t, octets in sorted(self.records, key=lambda r: r[0]):
            if last is None or t - last > 1800 or t // 86400 != last // 86400:
                name = time.strftime("updates.%Y%m%d.%H%M%S", time.gmtime(t))
            out.setdefault(name, []).append(octets)
            last = t
        out = {name: b"".join(parts) for name, parts in out.items()}
        for t, octets in self.tables:
            out[time.strftime("rib.%Y%m%d.%H%M%S", time.gmtime(t))] = octets
        return out
