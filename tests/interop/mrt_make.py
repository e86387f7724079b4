#!/usr/bin/env python3
"""tests/interop/mrt_make.py CASE: a small MRT file on standard output, written from the text of RFC 6396, 6397, 8050,
4271, 4760 and 6793. Addresses and ASNs are those for documentation. Without CASE: the names of all cases."""

import ipaddress
import struct
import sys

TIME = 1760000000


def record(kind, subtype, body, time=TIME, length=None):
    return struct.pack(">IHHI", time, kind, subtype, len(body) if length is None else length) + body


def ip(text):
    return ipaddress.ip_address(text).packed


def prefix(text):
    """Length and as many octets as it needs; host bits stay."""
    address, bits = text.split("/")
    return bytes([int(bits)]) + ip(address)[: (int(bits) + 7) // 8]


def attribute(code, value, flags):
    if len(value) > 255:
        return struct.pack(">BBH", flags | 0x10, code, len(value)) + value
    return struct.pack(">BBB", flags, code, len(value)) + value


def segment(kind, asns, width):
    return bytes([kind, len(asns)]) + b"".join(struct.pack(">I" if width == 4 else ">H", a) for a in asns)


def origin(value=0):
    return attribute(1, bytes([value]), 0x40)


def path(asns, width=4, kind=2):
    return attribute(2, segment(kind, asns, width), 0x40)


def next_hop(text="192.0.2.1"):
    return attribute(3, ip(text), 0x40)


def number(code, value, flags):
    return attribute(code, struct.pack(">I", value), flags)


def communities(*pairs):
    return attribute(8, b"".join(struct.pack(">HH", a, b) for a, b in pairs), 0xC0)


def mp_reach(afi, safi, hop, nlri):
    return attribute(14, struct.pack(">HBB", afi, safi, len(hop)) + hop + b"\0" + nlri, 0x80)


def mp_unreach(afi, safi, nlri):
    return attribute(15, struct.pack(">HB", afi, safi) + nlri, 0x80)


def message(kind, body):
    return b"\xff" * 16 + struct.pack(">HB", 19 + len(body), kind) + body


def update(withdrawn=b"", attributes=b"", nlri=b""):
    return message(2, struct.pack(">H", len(withdrawn)) + withdrawn + struct.pack(">H", len(attributes)) + attributes + nlri)


def session(msg, subtype=4, kind=16, micros=None, peer="192.0.2.10", local="192.0.2.20", asns=(64496, 64511), time=TIME):
    width = ">I" if subtype in (4, 5, 7, 9, 11) else ">H"
    body = b"" if micros is None else struct.pack(">I", micros)
    body += b"".join(struct.pack(width, a) for a in asns)
    body += struct.pack(">HH", 3, 1 if "." in peer else 2) + ip(peer) + ip(local) + msg
    return record(kind, subtype, body, time)


def state(old, new, subtype=5, **more):
    return session(struct.pack(">HH", old, new), subtype, **more)


def peer_table(*peers):
    body = ip("192.0.2.20") + struct.pack(">H", 4) + b"test" + struct.pack(">H", len(peers))
    for address, asn in peers:
        v6, wide = ":" in address, asn > 65535
        body += bytes([v6 | wide << 1]) + ip("192.0.2.99") + ip(address) + struct.pack(">I" if wide else ">H", asn)
    return record(13, 1, body)


PEERS = peer_table(("192.0.2.10", 64496), ("2001:db8::10", 64497), ("192.0.2.11", 4200000000))


def rib(subtype, where, *entries):
    """entries: peer index, attributes, path id or None"""
    body = struct.pack(">I", 0) + where + struct.pack(">H", len(entries))
    for index, attributes, path_id in entries:
        body += struct.pack(">HI", index, TIME - 60)
        body += b"" if path_id is None else struct.pack(">I", path_id)
        body += struct.pack(">H", len(attributes)) + attributes
    return record(13, subtype, body)


def table_dump(where, peer, attributes, asn=64496, width=2, head=True):
    address, bits = where.split("/")
    body = struct.pack(">HH", 0, 1) if head else b""
    body += ip(address) + bytes([int(bits), 1]) + struct.pack(">I", TIME - 60) + ip(peer)
    body += struct.pack(">H" if width == 2 else ">I", asn) + struct.pack(">H", len(attributes)) + attributes
    return body


def legacy(subtype, body, asns=(64496, 64511)):
    head = struct.pack(">H", asns[0]) + ip("192.0.2.10")
    if subtype != 3:
        head += struct.pack(">H", asns[1]) + ip("192.0.2.20")
    return record(5, subtype, head + body)


def body_of(msg):
    return msg[19:]


FULL = (
    origin(2)
    + path([64496, 4200000000, 64500])
    + next_hop()
    + number(4, 4294967295, 0x80)
    + attribute(6, b"", 0x40)
    + attribute(7, struct.pack(">I", 64500) + ip("198.51.100.1"), 0xC0)
    + communities((64496, 1), (65535, 65281), (65535, 666))
    + attribute(16, bytes.fromhex("0002fbf000000064"), 0xC0)
    + attribute(32, struct.pack(">III", 4200000000, 1, 2), 0xC0)
    + number(35, 64496, 0xC0)
    + attribute(99, b"\x01\x02", 0xC0)
)
PLAIN = origin() + path([64496, 64500]) + next_hop()
V6 = origin() + path([64497, 64500])
SETS = attribute(2, segment(2, [64496], 4) + segment(1, [64500, 64501], 4) + segment(3, [65001], 4), 0x40)


def general():
    """Something of everything, and a little damage."""
    out = PEERS
    out += rib(2, prefix("198.51.100.0/24"), (0, FULL, None), (2, origin() + SETS + next_hop(), None))
    out += rib(4, prefix("2001:db8:1::/48"), (1, V6 + attribute(14, b"\x10" + ip("2001:db8::1"), 0x80), None))
    out += rib(4, prefix("2001:db8:2::/48"), (1, V6 + mp_reach(2, 1, ip("2001:db8::1"), prefix("2001:db8:2::/48")), None))
    out += rib(2, prefix("0.0.0.0/0"), (7, PLAIN, None), (0, PLAIN, None))
    out += rib(8, prefix("198.51.100.0/24"), (0, PLAIN, 1), (0, PLAIN, 2))
    out += record(12, 1, table_dump("203.0.113.0/24", "192.0.2.10", origin() + path([64496, 64500], 2) + next_hop()))
    out += state(1, 2) + state(5, 6, 5, kind=17, micros=250000)
    out += session(message(1, b"\x04" + struct.pack(">HH", 64496, 180) + ip("192.0.2.10") + b"\0"))
    out += session(message(4, b""))
    out += session(update(prefix("198.51.100.0/24"), FULL, prefix("203.0.113.0/24") + prefix("203.0.113.128/25")))
    out += session(update(b"", V6 + mp_reach(2, 1, ip("2001:db8::1") + ip("fe80::1"), prefix("2001:db8:3::/48"))), peer="2001:db8::10", local="2001:db8::20")
    out += session(update(b"", mp_unreach(2, 1, prefix("2001:db8:3::/48"))), 4, 17, 123456, time=TIME + 1)
    out += session(update())  # End-of-RIB
    out += session(update(b"", path([64496, 0]) + origin(3) + next_hop(), prefix("203.0.113.0/24")))
    out += session(update(b"", origin() + path([64496, 23456], 2) + next_hop() + attribute(17, segment(2, [4200000001], 4), 0xC0), prefix("203.0.113.0/24")), 1)
    out += record(99, 1, b"later")
    out += session(message(3, b"\x06\x02"))
    out += b"\x68\xe7\x7a" + session(message(4, b""), time=TIME + 2) * 3
    return out + session(message(4, b""))[:-5]

# ---- what bgpdump misreads; the manual page has a reason for each (DIFFERENCES FROM BGPDUMP)

GOOD = session(update(b"", PLAIN, prefix("198.51.100.0/24")))
TWO = origin() + path([64496, 64500], 2) + next_hop()


def path_ids():
    """Path ids under a subtype that has none."""
    runs = struct.pack(">I", 1) + prefix("203.0.113.0/24") + struct.pack(">I", 2) + prefix("203.0.113.0/24")
    return session(update(b"", PLAIN, runs)) + GOOD


def local_path_ids():
    """MESSAGE_AS4_LOCAL_ADDPATH: the subtype's name, and the peer's address instead of the collector's."""
    return session(update(b"", PLAIN, struct.pack(">I", 7) + prefix("203.0.113.0/24")), 11) + GOOD


def old_withdrawals():
    """Type 5: the withdrawn prefix instead of the peer's address."""
    body = struct.pack(">H", 4) + prefix("203.0.113.0/24") + struct.pack(">H", len(TWO)) + TWO + prefix("198.51.100.0/24")
    return legacy(1, body) + legacy(3, struct.pack(">HH", 6, 1))


def batched_table():
    """TABLE_DUMP of 1999 to 2001: all entries of a record, and a length that is four octets short."""
    out = b""
    for third in range(2):
        body = table_dump(f"198.51.{third}.0/24", "192.0.2.10", TWO)
        body += table_dump(f"203.0.{third}.0/24", "192.0.2.10", TWO, head=False)
        out += record(12, 1, body, length=len(body) - 4)
    return out


def wide_table():
    """TABLE_DUMP for IPv6 with ASNs of four octets: addresses of IPv6."""
    return record(12, 4, table_dump("2001:db8:1::/48", "2001:db8::10", V6, 4200000000, 4)) + GOOD


def damage():
    """Octets that belong to nothing: the records behind them."""
    return GOOD + b"\xee" * 23 + GOOD * 3


def short_next_hop():
    """An IPv4 next hop in the short MP_REACH of a table entry."""
    return PEERS + rib(2, prefix("198.51.100.0/24"), (0, V6 + attribute(14, b"\x04" + ip("192.0.2.1"), 0x80), None))


def next_hop_of_ipv6():
    """RFC 8950, IPv4 prefixes behind an IPv6 next hop: bgpdump stops."""
    return GOOD + session(update(b"", V6 + mp_reach(1, 1, ip("2001:db8::1"), prefix("203.0.113.0/24")))) + GOOD


def large_med():
    """MED beyond 2^31 with IPv4 prefixes in MP_REACH: not negative."""
    med = number(4, 4294967295, 0x80)
    return session(update(b"", V6 + med + mp_reach(1, 1, ip("192.0.2.1"), prefix("203.0.113.0/24")))) + GOOD


def twice():
    """An attribute that appears twice, the first counts (RFC 7606 3 g): bgpdump stops."""
    return GOOD + session(update(b"", PLAIN + number(4, 1, 0x80) + number(4, 2, 0x80), prefix("203.0.113.0/24"))) + GOOD


def long_prefix():
    """A prefix length of 33 for IPv4: nothing behind it."""
    return session(update(b"", PLAIN, prefix("203.0.113.0/24") + b"\x21" + bytes(5) + prefix("203.0.113.0/24"))) + GOOD


def confederation():
    """AS4_PATH behind a confederation segment, which counts no hop (RFC 6793 4.2.3)."""
    segments = segment(3, [65001, 65002], 2) + segment(2, [64496, 23456], 2)
    attributes = origin() + attribute(2, segments, 0x40) + next_hop() + attribute(17, segment(2, [64496, 4200000001], 4), 0xC0)
    return session(update(b"", attributes, prefix("203.0.113.0/24")), 1) + GOOD


def long_lists():
    """A path and communities that are longer than bgpdump's buffers: whole."""
    asns = attribute(2, segment(2, [4200000000] * 255, 4) * 4, 0x40)
    attributes = origin() + asns + next_hop() + communities(*[(65500, n) for n in range(10000, 10700)])
    return session(update(b"", attributes, prefix("203.0.113.0/24"))) + GOOD


def long_state():
    """A state change with octets behind it."""
    return session(struct.pack(">HHH", 6, 1, 0), 5) + GOOD


def microseconds():
    """A million of microseconds or more: no such time."""
    return session(update(b"", PLAIN, prefix("203.0.113.0/24")), 4, 17, 1000000) + GOOD


CASES = {
    "general": general,
    "path-ids": path_ids,
    "local-path-ids": local_path_ids,
    "old-withdrawals": old_withdrawals,
    "batched-table": batched_table,
    "wide-table": wide_table,
    "damage": damage,
    "short-next-hop": short_next_hop,
    "next-hop-of-ipv6": next_hop_of_ipv6,
    "large-med": large_med,
    "twice": twice,
    "long-prefix": long_prefix,
    "confederation": confederation,
    "long-lists": long_lists,
    "long-state": long_state,
    "microseconds": microseconds,
}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print("\n".join(CASES))
        sys.exit(0)
    sys.stdout.buffer.write(CASES[sys.argv[1]]())
