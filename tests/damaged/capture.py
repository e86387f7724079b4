"""BGP messages out of what is no MRT: packet captures, archives of messages, and files that are one message.

messages(name, octets) -> [octets], those of one file, cut as they are: nothing is checked but where one begins.
"""

import io
import struct
import tarfile

MARKER = b"\xff" * 16
HEADER, LONGEST = 19, 4096      # RFC 4271 section 4.1
BGP_PORT = 179
IP_OF = {1: 14, 101: 0, 113: 16}    # link type: octets of its header (Ethernet, raw IP, Linux "cooked")
MAGIC = {b"\xd4\xc3\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">"}


def packets(octets):
    """The IP packets of a capture in the old format of libpcap (24 octets of header, 16 before each packet)."""
    order = MAGIC[octets[:4]]
    link, at = struct.unpack_from(order + "I", octets, 20)[0], 24
    while at + 16 <= len(octets):
        kept, = struct.unpack_from(order + "I", octets, at + 8)
        frame, at = octets[at + 16:at + 16 + kept], at + 16 + kept
        skip = IP_OF[link]
        if link == 1 and frame[12:14] == b"\x81\x00":       # IEEE 802.1Q
            skip += 4
        yield frame[skip:]


def payload(packet):
    """(flow, what TCP carries) of a packet from or to BGP's port, else None. Lengths are held against what is there."""
    version = packet[0] >> 4 if packet else 0
    if version == 4 and len(packet) >= 20:
        protocol, ends, at = packet[9], packet[12:20], (packet[0] & 15) * 4
        end = min(len(packet), struct.unpack_from(">H", packet, 2)[0] or len(packet))
    elif version == 6 and len(packet) >= 40:
        protocol, ends, at = packet[6], packet[8:40], 40
        end = min(len(packet), 40 + struct.unpack_from(">H", packet, 4)[0])
    else:
        return None
    if protocol != 6 or at + 20 > len(packet):
        return None
    ports = struct.unpack_from(">HH", packet, at)
    return ((ends, ports), packet[at + (packet[at + 12] >> 4) * 4:end]) if BGP_PORT in ports else None


def marked(octets):
    """Wherever a marker stands a message begins; it ends where it says, or where the octets do."""
    at, out = octets.find(MARKER), []
    while at >= 0 and at + HEADER <= len(octets):
        length, = struct.unpack_from(">H", octets, at + 16)
        out.append(octets[at:at + max(length, HEADER)])
        at = octets.find(MARKER, at + max(min(length, LONGEST), HEADER))
    return out


def of_capture(octets):
    flows, out = {}, []
    for packet in packets(octets):
        found = payload(packet)
        if found and found[1]:
            flows.setdefault(found[0], []).append(found[1])
    for parts in flows.values():
        whole = marked(b"".join(parts))
        out += whole or parts       # a damaged marker: as it came
    return out


def as_update(octets):
    """Octets as the body of an UPDATE."""
    body = octets[:LONGEST - HEADER]
    return MARKER + struct.pack(">HB", HEADER + len(body), 2) + body


def of_file(octets):
    """A message, or the body of one: both ways it is one."""
    return (marked(octets) or [octets[:65000]]) + [as_update(octets)]


def messages(name, octets):
    if octets[:4] in MAGIC:
        return of_capture(octets)
    if name.endswith(".tar"):
        with tarfile.open(fileobj=io.BytesIO(octets)) as tar:
            return [m for member in tar if member.isfile() for m in of_file(tar.extractfile(member).read())]
    return of_file(octets)
