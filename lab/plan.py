"""The plan as objects: routers, sessions, addresses, and the clock that stretches real time into sample time."""

import datetime
import ipaddress
import pathlib
import tomllib

UTC = datetime.timezone.utc


def when(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def iso(t):
    return datetime.datetime.fromtimestamp(t, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Session:
    """One neighbour of a router. rel: what the neighbour is to this router."""

    def __init__(self, peer, rel, lan, name=None):
        self.peer, self.rel, self.lan = peer, rel, lan
        self.name = name or peer.name

    def address(self, family):
        return self.peer.address(self.lan, family)


class Router:
    def __init__(self, plan, net, name, software, index):
        self.plan, self.net, self.name, self.software, self.index = plan, net, name, software, index
        self.asn = net["asn"]
        self.sessions = []
        self.private = False

    def address(self, lan, family):
        block = ipaddress.ip_network(self.plan.lab[lan + str(family)])
        return str(block[self.index])

    def on(self, lan):
        return any(s.lan == lan for s in self.sessions)

    def prefixes(self, family):
        own = [e["p"] for e in self.net.get("prefixes", []) if not e.get("quiet") and bool(e.get("private")) == self.private]
        return [p for p in own if (":" in p) == (family == 6)]


class Plan:
    def __init__(self, path=None):
        path = pathlib.Path(path or pathlib.Path(__file__).with_name("plan.toml"))
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        self.lab, self.time, self.networks = data["lab"], data["time"], data["network"]
        self.quiet, self.events = data["quiet"], data["event"]
        self.net = {n["name"]: n for n in self.networks}
        self.routers = {}
        self._routers()
        self._sessions()
        self._check()

    def asn(self, name):
        return self.net[name]["asn"]

    def origin_prefixes(self, name):
        return [e["p"] for e in self.net[name]["prefixes"] if not e.get("quiet")]

    def _routers(self):
        index = 10
        for net in self.networks:
            if net.get("kind") == "idle":
                continue
            for site in net.get("sites", [net]):
                self.routers[site["name"]] = Router(self, net, site["name"], site["software"], index)
                index += 1
        col = {"name": "col", "asn": self.lab["collector"]["asn"], "kind": "collector"}
        self.routers["col"] = Router(self, col, "col", "bird", 250)
        customer = dict(self.net["uy"], asn=self.lab["private_asn"], providers=["uy"], ix=False, feed=None)
        self.routers["priv"] = Router(self, customer, "priv", "bird", index)
        self.routers["priv"].private = True

    def _join(self, a, b, a_is, b_is, lan="fabric"):
        """a_is: what a is to b."""
        self.routers[a].sessions.append(Session(self.routers[b], b_is, lan))
        self.routers[b].sessions.append(Session(self.routers[a], a_is, lan))

    def _sessions(self):
        tier1 = [n["name"] for n in self.networks if n["asn"] in self.lab["transit_free"]]
        self._join(tier1[0], tier1[1], "peer", "peer")
        for net in self.networks:
            for site in net.get("sites", [net]):
                for up in site.get("providers", []):
                    self._join(site["name"], up, "customer", "provider")
            if net.get("ix"):
                self._join(net["name"], "rs", "rs_client", "rs", "ix")
            if net.get("feed"):
                self._join(net["name"], "col", net["feed"], "collector_" + net["feed"])
        self._join("priv", "uy", "customer", "provider")

    def relations(self):
        """(provider, customer) and (peer, peer) pairs of ASNs; members of the route server are each other's peers."""
        p2c, p2p = set(), set()
        for net in self.networks:
            for site in net.get("sites", [net]):
                p2c |= {(self.asn(up), net["asn"]) for up in site.get("providers", [])}
        p2p.add(tuple(sorted(self.lab["transit_free"])))
        members = sorted(n["asn"] for n in self.networks if n.get("ix"))
        mlp = {(a, b) for a in members for b in members if a < b and (a, b) not in p2c and (b, a) not in p2c}
        return p2c, p2p, mlp

    def vrps(self, snapshot):
        """(prefix, max length, ASN) of snapshot 0 or 1."""
        out = []
        for net in self.networks:
            for e in net["prefixes"]:
                if e["roa"] == "no" or (e["roa"] == "late" and snapshot == 0):
                    continue
                length = int(e["p"].split("/")[1])
                out.append((e["p"], e.get("max", length), e.get("roa_asn", net["asn"])))
        return out

    def _check(self):
        if len({r.asn for r in self.routers.values()}) < 15:
            raise ValueError("plan: too few networks")
        for e in self.events + self.quiet:
            if e["do"]["router"] not in self.routers:
                raise ValueError("plan: no router " + e["do"]["router"])
        at = when(self.time["start"])
        for piece in self.time["pace"]:
            if when(piece["to"]) <= at or piece["real"] <= 0:
                raise ValueError("plan: pace must go forwards")
            at = when(piece["to"])


class Clock:
    """Real seconds since the epoch to sample seconds: piecewise linear, strictly monotone, and back."""

    def __init__(self, plan, real_start, speed=1.0):
        sample = when(plan.time["start"])
        self.before = plan.time["before"]
        self.anchors = [(float(real_start), float(sample))]
        for piece in plan.time["pace"]:
            real = self.anchors[-1][0] + piece["real"] / speed
            self.anchors.append((real, float(when(piece["to"]))))

    @classmethod
    def load(cls, data):
        self = cls.__new__(cls)
        self.before, self.anchors = data["before"], [tuple(a) for a in data["anchors"]]
        return self

    def save(self):
        return {"before": self.before, "anchors": self.anchors}

    def pieces(self):
        return list(zip(self.anchors, self.anchors[1:]))

    def sample(self, real):
        r0, s0 = self.anchors[0]
        if real < r0:
            return s0 - (r0 - real) * self.before
        for (ra, sa), (rb, sb) in self.pieces():
            if real <= rb:
                return sa + (real - ra) * (sb - sa) / (rb - ra)
        ra, sa = self.anchors[-2]
        rb, sb = self.anchors[-1]
        return sb + (real - rb) * (sb - sa) / (rb - ra)

    def real(self, sample):
        for (ra, sa), (rb, sb) in self.pieces():
            if sample <= sb:
                return ra + (sample - sa) * (rb - ra) / (sb - sa)
        return self.anchors[-1][0]
