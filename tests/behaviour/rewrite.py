"""MRT files written anew: shifted in time, or a table told as announcements. From RFC 6396 alone, as mrtfile.py."""

import gzip
import os
import struct


def read(path):
    with open(path, "rb") as f:
        octets = f.read()
    return gzip.decompress(octets) if octets[:2] == b"\x1f\x8b" else octets


def head(path):
    """Time and type of the first record."""
    with open(path, "rb") as f:
        packed = f.read(2) == b"\x1f\x8b"
    with (gzip.open if packed else open)(path, "rb") as f:
        return struct.unpack(">IH", f.read(6))


def write(path, octets):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(gzip.compress(octets, 1))


def records(octets):
    """(time, type, subtype, body) of each record."""
    at = 0
    while at < len(octets):
        t, kind, sub, n = struct.unpack_from(">IHHI", octets, at)
        yield t, kind, sub, octets[at + 12:at + 12 + n]
        at += 12 + n


def record(t, kind, sub, body):
    return struct.pack(">IHHI", t, kind, sub, len(body)) + body


def first_time(path):
    return head(path)[0]


def is_table(path):
    return head(path)[1] in (12, 13)


def shifted(octets, seconds):
    """All records so many seconds later; the originated times of tables too."""
    out = []
    for t, kind, sub, body in records(octets):
        if kind == 13 and sub in (2, 4):
            body = bytearray(body)
            for at, _ in entries(body):
                struct.pack_into(">I", body, at + 2, struct.unpack_from(">I", body, at + 2)[0] + seconds)
        out.append(record(t + seconds, kind, sub, bytes(body)))
    return b"".join(out)


def entries(body):
    """(position, peer index) of each entry of a RIB record."""
    at = 5 + (body[4] + 7) // 8
    n = struct.unpack_from(">H", body, at)[0]
    at += 2
    for _ in range(n):
        peer, _, length = struct.unpack_from(">HIH", body, at)
        yield at, peer
        at += 8 + length


def peers_of(body):
    """(address, ASN) of a PEER_INDEX_TABLE."""
    at = 4
    at += 2 + struct.unpack_from(">H", body, at)[0]
    n = struct.unpack_from(">H", body, at)[0]
    at += 2
    out = []
    for _ in range(n):
        kind = body[at]
        ip = body[at + 5:at + (21 if kind & 1 else 9)]
        at += 5 + len(ip)
        form = ">I" if kind & 2 else ">H"
        out.append((ip, struct.unpack_from(form, body, at)[0]))
        at += struct.calcsize(form)
    return out


def update(t, peer, attributes, prefix):
    ip, asn = peer
    here = bytes(len(ip) - 1) + b"\x09"
    body = struct.pack(">HH", 0, len(attributes)) + attributes + prefix
    body = b"\xff" * 16 + struct.pack(">HB", 19 + len(body), 2) + body
    head = struct.pack(">IIHH", asn, 65000, 0, 1 if len(ip) == 4 else 2) + ip + here
    return record(t, 16, 4, head + body)


def announced(table, begin, seconds):
    """An IPv4 table as announcements of all its peers, prefix by prefix, over so many seconds."""
    all_records = list(records(table))
    rows = [body for _, kind, sub, body in all_records if kind == 13 and sub == 2]
    peers = next(peers_of(body) for _, kind, sub, body in all_records if kind == 13 and sub == 1)
    out = []
    for i, body in enumerate(rows):
        t = begin + i * seconds // len(rows)
        prefix = bytes(body[4:5 + (body[4] + 7) // 8])
        for at, peer in entries(body):
            length = struct.unpack_from(">H", body, at + 6)[0]
            out.append(update(t, peers[peer], bytes(body[at + 8:at + 8 + length]), prefix))
    return b"".join(out)


def jumping(octets, seconds):
    """One record in the middle so many seconds in the future."""
    out = list(records(octets))
    i = len(out) // 2
    t, kind, sub, body = out[i]
    out[i] = (t + seconds, kind, sub, body)
    return b"".join(record(*r) for r in out)


def garbage(table, asn, t):
    """Updates of the peer with that ASN: all that the table has of it, ten a second, with an ORIGIN that is none."""
    all_records = list(records(table))
    peers = next(peers_of(body) for _, kind, sub, body in all_records if kind == 13 and sub == 1)
    mine = next(i for i, (ip, a) in enumerate(peers) if a == asn and len(ip) == 4)
    rows = [body for _, kind, sub, body in all_records if kind == 13 and sub == 2 and any(p == mine for _, p in entries(body))]
    bad = bytes([0x40, 1, 1, 9]) + bytes([0x40, 2, 6, 2, 1]) + struct.pack(">I", asn) + bytes([0x40, 3, 4, 192, 0, 0, 10])
    return b"".join(update(t + i // 10, peers[mine], bad, bytes(body[4:5 + (body[4] + 7) // 8])) for i, body in enumerate(rows))
