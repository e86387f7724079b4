#!/usr/bin/env python3
"""topology.py ANSWERS: who belongs together and who meets where in real files, worked out a second time from their text.

PeeringDB's pages, organisations and relationships of youtube-2008, delegated files and routes of rrc04-2022 and irr/,
and aut-nums made here, for there are no real ones beside the project.
"""

import ipaddress
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))
from registry import read_text  # noqa: E402
from tap import Tap, data_folder, skip_all  # noqa: E402

AS_ORG, DELEGATED, RPSL_ORG, PEERINGDB, MAINTAINER, CONTACT, ROUTES = (1 << i for i in range(7))
ABOVE = 20
GENERIC = ["RIPE-NCC-END-MNT", "DUMY-RIPE", "RIPE-NCC-LOCKED-MNT"]
FILES = [("peeringdb", "peeringdb/*"), ("youtube-2008/orgs", "orgs/*"), ("youtube-2008/topology", "topology/*"),
         ("rrc04-2022/rir", "rir/*"), ("rrc04-2022/irr", "irr/*"), ("irr/ripe-db-route.txt", "irr/"),
         ("irr/ripe-db-route6.txt", "irr/"), ("irr/extended-delegated-stats.txt", "rir/")]


def gather(top):
    for source, target in FILES:
        where = os.path.join(top, target.rstrip("*"))
        os.makedirs(where, exist_ok=True)
        path = data_folder(source)
        for one in sorted(os.listdir(path)) if os.path.isdir(path) else [""]:
            shutil.copy(os.path.join(path, one).rstrip("/"), where)
        for one in os.listdir(where):
            os.chmod(os.path.join(where, one), 0o644)


def make_aut_nums(top, seed):
    """Aut-nums with maintainers of few and of many, two databases, and names that are told to be registries'."""
    rng = random.Random(seed)
    out = []
    for asn in rng.sample(range(1, 4000), 1500):
        o = [f"aut-num: AS{asn}", "as-name: MADE"]
        if rng.random() < 0.5:
            o.append(f"org: ORG-{rng.randrange(500)}-RIPE")
        for _ in range(rng.randrange(3)):
            mnts = [f"M{int(rng.paretovariate(0.3)) % 700}-MNT" for _ in range(rng.randrange(1, 3))]
            o.append("mnt-by: " + rng.choice([", ", " "]).join(mnts) + rng.choice(["", " # a note"]))
        o += ["mnt-by: RIPE-NCC-END-MNT"] * (rng.random() < 0.5)
        o += [f"{rng.choice(['admin-c', 'tech-c'])}: P{rng.randrange(600)}-RIPE" for _ in range(rng.randrange(3))]
        o += ["tech-c: DUMY-RIPE"] * (rng.random() < 0.3)
        out.append("\n".join(o + [f"source: {rng.choice(['RIPE', 'RIPE', 'APNIC'])}"]) + "\n")
    for _ in range(1500):
        out.append(f"route: 10.{rng.randrange(256)}.{rng.randrange(256)}.0/24\norigin: AS{rng.randrange(1, 4000)}\n"
                   f"mnt-by: M{int(rng.paretovariate(0.3)) % 700}-MNT\nsource: RIPE\n")
    with open(os.path.join(top, "irr", "made.db"), "w", encoding="ascii") as f:
        f.write("\n".join(out))


def rpsl(text):
    """Objects as lists of (name, value), comments and continuation lines taken care of."""
    for block in re.split(r"\n[ \t]*\n", text):
        attrs = []
        for line in block.splitlines():
            if line[:1] in "%#":
                continue
            if line[:1] in " \t+" and attrs:
                attrs[-1][1] += " " + line[1:].split("#")[0].strip()
            elif ":" in line:
                name, value = line.split(":", 1)
                attrs.append([name.strip().lower(), value.split("#")[0].strip()])
        if attrs:
            yield attrs


class Said:
    """ids[source][asn] = set of (registry, id)"""

    def __init__(self):
        self.ids = {1 << i: {} for i in range(7)}
        self.servers, self.never, self.lans, self.at = set(), set(), [], {}

    def add(self, source, asn, registry, name):
        if name and not (source in (MAINTAINER, CONTACT, ROUTES) and name in GENERIC):
            self.ids[source].setdefault(asn, set()).add((registry, name))

    def read_rpsl(self, text):
        for attrs in rpsl(text):
            def values(*names, attrs=attrs):
                return [w.upper() for n, v in attrs if n in names for w in re.split(r"[,\s]+", v) if w]
            kind, source = attrs[0][0], (values("source") or [""])[0]
            if kind == "aut-num":
                asn = int(attrs[0][1][2:])
                for org in values("org")[:1]:
                    self.add(RPSL_ORG, asn, source, org)
                for mnt in values("mnt-by"):
                    self.add(MAINTAINER, asn, source, mnt)
                for handle in values("admin-c", "tech-c"):
                    self.add(CONTACT, asn, source, handle)
            elif kind in ("route", "route6"):
                for mnt in values("mnt-by")[:1]:
                    self.add(ROUTES, int(values("origin")[0][2:]), source, mnt)

    def read_delegated(self, text):
        for line in text.splitlines():
            f = line.split("|")
            if len(f) > 7 and f[2] == "asn" and f[6] in ("allocated", "assigned") and f[0] != "iana":
                for asn in range(int(f[3]), int(f[3]) + int(f[4])):
                    self.add(DELEGATED, asn, f[0], f[7])

    def read_peeringdb(self, top):
        data = {n: [o for o in json.loads(read_text(os.path.join(top, n + ".json")))["data"] if o["status"] == "ok"]
                for n in ("net", "ixlan", "ixpfx", "netixlan")}
        for o in data["net"]:
            self.add(PEERINGDB, o["asn"], "", o["org_id"])
            if "Route Server" in [o["info_type"], *o["info_types"]]:
                self.servers.add(o["asn"])
            if o["info_never_via_route_servers"]:
                self.never.add(o["asn"])
        self.servers |= {o["rs_asn"] for o in data["ixlan"]} - {0, None}
        self.lans = [ipaddress.ip_network(o["prefix"]) for o in data["ixpfx"]]
        for o in data["netixlan"]:
            here = self.at.setdefault(o["asn"], {})
            here[o["ix_id"]] = here.get(o["ix_id"], False) or o["is_rs_peer"]

    def read_all(self, top):
        for name in sorted(os.listdir(os.path.join(top, "irr"))):
            self.read_rpsl(read_text(os.path.join(top, "irr", name)))
        for name in sorted(os.listdir(os.path.join(top, "rir"))):
            self.read_delegated(read_text(os.path.join(top, "rir", name)))
        for name in os.listdir(os.path.join(top, "orgs")):
            for line in read_text(os.path.join(top, "orgs", name)).splitlines():
                o = json.loads(line)
                if o["type"] == "ASN":
                    self.add(AS_ORG, int(o["asn"]), "", o["organizationId"])
        for name in os.listdir(os.path.join(top, "topology")):
            for line in read_text(os.path.join(top, "topology", name)).splitlines():
                if line.startswith("# IXP ASes:"):
                    self.servers |= {int(w) for w in line.split(":")[1].split()}
        self.read_peeringdb(os.path.join(top, "peeringdb"))

    def leave_out(self):
        """What too many have."""
        for group in ((MAINTAINER, ROUTES), (CONTACT,), (DELEGATED,)):
            many = set()
            for source in group:
                users = {}
                for ids in self.ids[source].values():
                    for one in ids:
                        users[one] = users.get(one, 0) + 1
                many |= {one for one, n in users.items() if n > ABOVE}
            for source in group:
                for ids in self.ids[source].values():
                    ids -= many

    def org(self, x, y):
        none, got = set(), 0
        for source, ids in self.ids.items():
            a, b = ids.get(x, none), ids.get(y, none)
            if source == ROUTES:
                mnt = self.ids[MAINTAINER]
                got |= source if a & mnt.get(y, none) or b & mnt.get(x, none) else 0
            else:
                got |= source if a & b else 0
        return got

    def common(self, x, y, multilateral):
        a, b = self.at.get(x, {}), self.at.get(y, {})
        return len([ix for ix in a if ix in b and (not multilateral or (a[ix] and b[ix]))])

    def lan(self, p):
        p = ipaddress.ip_network(p)
        return int(any(lan.version == p.version and p.subnet_of(lan) for lan in self.lans))


def questions(said, rng):
    """(line, answer): all that is known, and as much that is near it."""
    for source, ids in said.ids.items():
        holders = {}
        for asn, names in ids.items():
            for one in names:
                holders.setdefault(one, []).append(asn)
        groups = sorted(v for v in holders.values() if len(v) > 1)
        for group in rng.sample(groups, min(len(groups), 400)):
            x, y = rng.sample(group, 2)
            yield f"org {x} {y}", said.org(x, y)
            yield f"org {y} {x + 1}", said.org(y, x + 1)
        for asn in rng.sample(sorted(ids), min(len(ids), 200)):
            yield f"org {asn} {asn}", said.org(asn, asn)
        if source == ROUTES:
            for asn in rng.sample(sorted(ids), min(len(ids), 300)):
                for other in sorted(said.ids[MAINTAINER])[:40]:
                    yield f"org {asn} {other}", said.org(asn, other)
    members = sorted(said.at)
    for _ in range(3000):
        x, y = rng.choice(members), rng.choice(members)
        yield f"common {x} {y}", said.common(x, y, False)
        yield f"multilateral {x} {y}", said.common(x, y, True)
    for asn in sorted(said.servers | said.never | set(members)):
        for one in (asn, asn + 1):
            yield f"server {one}", int(one in said.servers)
            yield f"never {one}", int(one in said.never)
    for lan in said.lans:
        near = [lan, lan.supernet(), next(iter(lan.subnets())), list(lan.subnets())[1]]
        step = int(lan.broadcast_address) + 1
        if step < 1 << lan.max_prefixlen:
            near.append(type(lan)((step, lan.prefixlen)))
        for p in near:
            yield f"lan {p}", said.lan(p)


def main():
    if not all(data_folder(source) for source, _ in FILES):
        skip_all("NORMA_DATA is not set")
    tap = Tap()
    seed = int(os.environ.get("NORMA_SEED", "11"))
    print(f"# NORMA_SEED={seed}")
    with tempfile.TemporaryDirectory() as top:
        gather(top)
        make_aut_nums(top, seed)
        said = Said()
        said.read_all(top)
        said.leave_out()
        asked = list(questions(said, random.Random(seed)))
        got = subprocess.run([os.path.abspath(sys.argv[1]), top, str(ABOVE), *GENERIC], text=True, check=True,
                             input="".join(line + "\n" for line, _ in asked), stdout=subprocess.PIPE).stdout.split()
    tap.same(len(got), len(asked), "one answer a question")
    for kind in ("org", "common", "multilateral", "server", "never", "lan"):
        rows = [(line, want, int(have)) for (line, want), have in zip(asked, got) if line.split()[0] == kind]
        wrong = [f"{line}: {have}, not {want}" for line, want, have in rows if want != have]
        yes = sum(want > 0 for _, want, _ in rows)
        tap.ok(not wrong and 0 < yes < len(rows), f"{kind}: {len(rows)} answers, {yes} of them yes", "\n".join(wrong))
    for i, name in enumerate(("as-org", "delegated", "rpsl-org", "peeringdb", "maintainer", "contact", "routes")):
        yes = [want for line, want in asked if line.startswith("org ") and len(set(line.split())) == 3 and want >> i & 1]
        tap.ok(yes, f"siblings by {name}: {len(yes)} were among them")
    tap.end()


if __name__ == "__main__":
    main()
