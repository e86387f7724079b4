"""Made-up data folders: a small Internet of numbers that registries hold as allocated, written file by file."""

import json
import os
from calendar import timegm
from datetime import datetime

from mrtfile import Peer, Records

MINUTE, HOUR, DAY = 60, 3600, 86400


def at(text):
    """2026-03-01, 2026-03-01T12:00 or 2026-03-01T12:00:30 as UNIX seconds."""
    return timegm(datetime.fromisoformat(text).timetuple())


class Made:
    """A data folder in the making: files of registries at once, those of collectors with finish()."""

    def __init__(self, top):
        self.top = top
        self.collectors = {}
        os.makedirs(top, exist_ok=True)

    def text(self, name, content):
        path = os.path.join(self.top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())

    def json(self, name, document):
        self.text(name, json.dumps(document, indent=1))

    def records(self, collector):
        return self.collectors.setdefault(collector, Records())

    def finish(self):
        for name, records in self.collectors.items():
            for file, octets in records.files().items():
                self.text(f"bgp/{name}/{file}", octets)

    # --- registries, from the field lists of the formats' documents

    def delegated(self, name, registry, date, rows, extended=True):
        """rows: (cc, type, start, value, status[, opaque-id])."""
        lines = [f"2|{registry}|{date}|{len(rows)}|19830101|{date}|+0000"]
        for kind in ("asn", "ipv4", "ipv6"):
            lines.append(f"{registry}|*|{kind}|*|{sum(r[1] == kind for r in rows)}|summary")
        for cc, kind, start, value, status, *opaque in rows:
            line = f"{registry}|{cc}|{kind}|{start}|{value}|20100101|{status}"
            lines.append(line + ("|" + (opaque[0] if opaque else "") if extended else ""))
        self.text(f"rir/{name}", "\n".join(lines) + "\n")

    def rpki_client(self, name, when, vrps, aspas=()):
        """vrps: (prefix, maxLength, asn)."""
        self.json(f"rpki/{name}", {
            "metadata": {"buildmachine": "m", "buildtime": when, "vrps": len(vrps)},
            "roas": [{"asn": a, "prefix": p, "maxLength": m, "ta": "ripe", "expires": 4102444800} for p, m, a in vrps],
            "bgpsec_keys": [],
            "aspas": [{"customer_asid": c, "expires": 4102444800, "providers": ps} for c, ps in aspas]})

    def routinator(self, name, when, vrps):
        self.json(f"rpki/{name}", {
            "metadata": {"generated": at(when.rstrip("Z")), "generatedTime": when},
            "roas": [{"asn": f"AS{a}", "prefix": p, "maxLength": m, "ta": "apnic"} for p, m, a in vrps]})

    def routinator_ext(self, name, when, vrps):
        self.json(f"rpki/{name}", {
            "metadata": {"generated": at(when.rstrip("Z")), "generatedTime": when},
            "roas": [{"asn": f"AS{a}", "prefix": p, "maxLength": m,
                      "source": [{"type": "roa", "tal": "arin", "uri": "rsync://x/y.roa", "stale": when,
                                  "validity": {"notBefore": when, "notAfter": when},
                                  "chainValidity": {"notBefore": when, "notAfter": when}}]} for p, m, a in vrps]})

    def validator3(self, name, vrps):
        self.json(f"rpki/{name}", {"roas": [{"asn": f"AS{a}", "prefix": p, "maxLength": m, "ta": "lacnic"}
                                            for p, m, a in vrps]})

    def vrp_csv(self, name, vrps):
        """Columns in another order than usual: they go by their names."""
        lines = ["Trust Anchor,ASN,Max Length,IP Prefix"]
        self.text(f"rpki/{name}", "\r\n".join(lines + [f"afrinic,AS{a},{m},{p}" for p, m, a in vrps]) + "\r\n")

    def rpsl(self, name, objects):
        """objects: lists of (attribute, value), or whole objects in text."""
        parts = [o.strip("\n") if isinstance(o, str) else "\n".join(f"{a + ':':<16}{v}" for a, v in o) for o in objects]
        self.text(f"irr/{name}", ("% This is a dump\n\n" + "\n\n".join(parts) + "\n").encode("latin-1"))


def route(prefix, origin, source="RIPE"):
    kind = "route6" if ":" in prefix else "route"
    return [(kind, prefix), ("descr", "made up"), ("origin", f"AS{origin}"), ("mnt-by", "M-MNT"), ("source", source)]


class Peers:
    """Some peers of one collector, all with the same table."""

    def __init__(self, made, collector, peers):
        self.records, self.peers = made.records(collector), peers

    def table(self, t, rows):
        """rows: {prefix: tail of the path behind the peer}."""
        self.records.table(t, {p: [(peer, [peer.asn, *tail]) for peer in self.peers] for p, tail in rows.items()})

    def announce(self, t, prefixes, tail, which=None):
        for peer in self.peers if which is None else [self.peers[i] for i in which]:
            self.records.update(t, peer, announce=prefixes, path=[peer.asn, *tail])

    def withdraw(self, t, prefixes, which=None):
        for peer in self.peers if which is None else [self.peers[i] for i in which]:
            self.records.update(t, peer, withdraw=prefixes)

    def state(self, t, old, new, which=None):
        for peer in self.peers if which is None else [self.peers[i] for i in which]:
            self.records.state(t, peer, old, new)

    def end_of_rib(self, t, which=None):
        for peer in self.peers if which is None else [self.peers[i] for i in which]:
            self.records.end_of_rib(t, peer, 4)

    def keepalive(self, t):
        for peer in self.peers:
            self.records.keepalive(t, peer)


def peer_list(n, asn=3301, network=2):
    return [Peer(f"193.0.{network}.{i + 1}", asn + i) for i in range(n)]
