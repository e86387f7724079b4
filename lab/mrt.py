"""MRT records (RFC 6396) as the lab's collector writes them: read, written again with other times, and decoded as far
as the self-check needs (TABLE_DUMP_V2 of unicast, BGP4MP messages and state changes with four-octet ASNs)."""

import bz2
import gzip
import ipaddress
import struct

TABLE_DUMP_V2, BGP4MP = 13, 16
PEER_INDEX, RIB_V4, RIB_V6 = 1, 2, 4
STATE_AS4, MESSAGE, MESSAGE_AS4 = 5, 1, 4
ESTABLISHED = 6


class MrtError(Exception):
    pass


def opened(path):
    path = str(path)
    return {"gz": gzip.open, "bz2": bz2.open}.get(path.rsplit(".", 1)[-1], open)(path, "rb").read()


def records(data, name="MRT"):
    """(time, type, subtype, body) of each record; a torn tail is an error: the lab's own files are whole."""
    at = 0
    while at < len(data):
        if len(data) - at < 12:
            raise MrtError(f"{name}:{at}: a header of {len(data) - at} octets")
        t, kind, sub, length = struct.unpack_from(">IHHI", data, at)
        at += 12
        if length > len(data) - at:
            raise MrtError(f"{name}:{at}: {length} octets announced, {len(data) - at} there")
        yield t, kind, sub, data[at:at + length]
        at += length


def pack(t, kind, sub, body):
    return struct.pack(">IHHI", t, kind, sub, len(body)) + body


def with_originated(body, sub, change):
    """A RIB record's body with change(time) for every entry's originated time."""
    if sub not in (RIB_V4, RIB_V6):
        return body
    out, at = bytearray(body), 5 + (body[4] + 7) // 8
    (count,) = struct.unpack_from(">H", body, at)
    at += 2
    for _ in range(count):
        (t,) = struct.unpack_from(">I", body, at + 2)
        struct.pack_into(">I", out, at + 2, change(t))
        (length,) = struct.unpack_from(">H", body, at + 6)
        at += 8 + length
    if at != len(body):
        raise MrtError("RIB record: entries do not end where the record does")
    return bytes(out)


# --- decoding -------------------------------------------------------------------------------------------------------
def _address(data, six):
    return str(ipaddress.ip_address(data[:16 if six else 4]))


def _prefix(data, at, six):
    bits = data[at]
    octets = (bits + 7) // 8
    raw = data[at + 1:at + 1 + octets]
    if bits > (128 if six else 32) or len(raw) != octets:
        raise MrtError("prefix out of bounds")
    full = raw + bytes((16 if six else 4) - octets)
    return f"{ipaddress.ip_address(full)}/{bits}", at + 1 + octets


def _prefixes(data, six):
    out, at = [], 0
    while at < len(data):
        p, at = _prefix(data, at, six)
        out.append(p)
    return out


def _path(data):
    out, at = [], 0
    while at < len(data):
        kind, n = data[at], data[at + 1]
        out += struct.unpack_from(f">{n}I", data, at + 2)
        if kind != 2:
            raise MrtError(f"segment type {kind} in a path")
        at += 2 + 4 * n
    return tuple(out)


def attributes(data):
    """{"path": ..., "otc": ..., "announced6": [...], "withdrawn6": [...]}"""
    out, at = {"path": None, "otc": None, "announced6": [], "withdrawn6": []}, 0
    while at < len(data):
        flags, kind = data[at], data[at + 1]
        if flags & 0x10:
            (length,), at = struct.unpack_from(">H", data, at + 2), at + 4
        else:
            length, at = data[at + 2], at + 3
        value = data[at:at + length]
        at += length
        if kind == 2:
            out["path"] = _path(value)
        elif kind == 35:
            (out["otc"],) = struct.unpack(">I", value)
        elif kind == 14 and len(value) > 5 and value[:3] == b"\0\2\1":
            out["announced6"] = _prefixes(value[5 + value[3]:], True)
        elif kind == 15 and value[:3] == b"\0\2\1":
            out["withdrawn6"] = _prefixes(value[3:], True)
    return out


def peer_index(body):
    (length,) = struct.unpack_from(">H", body, 4)
    at = 6 + length
    (count,) = struct.unpack_from(">H", body, at)
    at, out = at + 2, []
    for _ in range(count):
        kind, at = body[at], at + 5
        six = kind & 1
        addr, at = _address(body[at:], six), at + (16 if six else 4)
        form, size = (">I", 4) if kind & 2 else (">H", 2)
        out.append((addr, struct.unpack_from(form, body, at)[0]))
        at += size
    return out


def rib_entries(body, sub, peers):
    """(peer address, peer ASN, prefix, originated time, attributes)"""
    prefix, at = _prefix(body, 4, sub == RIB_V6)
    (count,) = struct.unpack_from(">H", body, at)
    at += 2
    for _ in range(count):
        index, t, length = struct.unpack_from(">HIH", body, at)
        yield *peers[index], prefix, t, attributes(body[at + 8:at + 8 + length])
        at += 8 + length


def bgp4mp(body, sub):
    """(peer address, peer ASN, "state", (old, new)) or (..., "update", (withdrawn, announced, attributes)) or None."""
    if sub == MESSAGE and body[8 + (32 if body[7] == 2 else 8) + 18] != 2:
        return None  # an OPEN or NOTIFICATION from before the session knew its capabilities
    asn, _, _, family = struct.unpack_from(">IIHH", body)
    size = 16 if family == 2 else 4
    addr, rest = _address(body[12:], family == 2), body[12 + 2 * size:]
    if sub == STATE_AS4:
        return addr, asn, "state", struct.unpack(">HH", rest)
    if sub != MESSAGE_AS4:
        raise MrtError(f"BGP4MP subtype {sub}")
    if rest[18] != 2:
        return None
    (gone,) = struct.unpack_from(">H", rest, 19)
    (length,) = struct.unpack_from(">H", rest, 21 + gone)
    attrs = attributes(rest[23 + gone:23 + gone + length])
    withdrawn = _prefixes(rest[21:21 + gone], False) + attrs["withdrawn6"]
    announced = _prefixes(rest[23 + gone + length:], False) + attrs["announced6"]
    return addr, asn, "update", (withdrawn, announced, attrs)
