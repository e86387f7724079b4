#!/usr/bin/env python3
"""make_folder.py NAME DIR: data folders for golden cases, by the writers of tests/oracle.

Numbers and names are made up. small: six peers, networks of two economies, a day and a half of routing with a bogon
prefix (20 minutes), a bogon ASN (35 minutes), an RPKI-invalid more-specific, a route of five minutes, one that too few peers have
to count, and a table that is cut in its last record. Its VRPs are stale when the data end, so RPKI is frozen.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))
sys.dont_write_bytecode = True
from made import DAY, HOUR, MINUTE, Made, Peers, at, peer_list, route  # noqa: E402

GOOD, BAD, TRANSIT, PLAIN = 20001, 20002, 31000, 20003


def registries(made):
    made.delegated("delegated-ripencc-extended-20260302", "ripencc", "20260302", [
        ("SE", "asn", 3301, 20, "allocated", "o-peers"), ("SE", "asn", 20001, 1, "allocated", "o-good"),
        ("LU", "asn", 20002, 1, "allocated", "o-bad"), ("LU", "asn", 20003, 1, "allocated", "o-plain"),
        ("SE", "asn", 31000, 1, "allocated", "o-transit"),
        ("SE", "ipv4", "80.0.0.0", 1 << 17, "allocated", "o-good"), ("LU", "ipv4", "80.2.0.0", 1 << 17, "allocated", "o-bad"),
        ("ZZ", "ipv4", "81.0.0.0", 1 << 16, "available"), ("SE", "ipv6", "2a00:100::", 32, "allocated", "o-good")])
    made.rpki_client("rpki-client.20260302T060000Z.json", "2026-03-02T06:00:00Z",
                     [("80.0.0.0/16", 16, GOOD), ("2a00:100::/32", 32, GOOD), ("80.2.0.0/16", 16, BAD)])
    made.rpsl("ripe.20260302.db", [route("80.0.0.0/16", GOOD), route("2a00:100::/32", GOOD),
                                   route("80.2.0.0/16", PLAIN), route("80.3.0.0/16", PLAIN)])


def small(top):
    made = Made(top)
    registries(made)
    t = at("2026-03-02T08:00")
    peers = Peers(made, "c1", peer_list(6))
    peers.table(t, {"80.0.0.0/16": [TRANSIT, GOOD], "2a00:100::/32": [TRANSIT, GOOD], "80.1.0.0/16": [TRANSIT, GOOD],
                    "80.2.0.0/16": [TRANSIT, BAD], "80.3.0.0/16": [TRANSIT, PLAIN]})
    for hour in range(36):
        peers.keepalive(t + hour * HOUR + 1)
    peers.announce(t + 4 * HOUR, ["10.1.0.0/16", "81.0.0.0/18"], [TRANSIT, BAD])
    peers.withdraw(t + 4 * HOUR + 20 * MINUTE, ["10.1.0.0/16", "81.0.0.0/18"])
    peers.announce(t + 6 * HOUR, ["80.3.128.0/20"], [TRANSIT, PLAIN, 64600])
    peers.withdraw(t + 6 * HOUR + 35 * MINUTE, ["80.3.128.0/20"])
    peers.announce(t + 8 * HOUR, ["80.2.64.0/20"], [TRANSIT, BAD])
    peers.announce(t + 9 * HOUR, ["80.3.64.0/20"], [TRANSIT, PLAIN])
    peers.withdraw(t + 9 * HOUR + 5 * MINUTE, ["80.3.64.0/20"])
    peers.announce(t + 10 * HOUR, ["80.3.32.0/20"], [TRANSIT, PLAIN], [0])
    peers.keepalive(t + DAY + 12 * HOUR)
    made.finish()
    name = os.path.join(top, "bgp", "c1", "rib.20260302.080000")
    with open(name, "rb") as f:
        octets = f.read()
    with open(os.path.join(top, "bgp", "c1", "rib.20260302.080001"), "wb") as f:
        f.write(octets[:-7])    # the same table again, cut in its last record


if __name__ == "__main__":
    {"small": small}[sys.argv[1]](sys.argv[2])
