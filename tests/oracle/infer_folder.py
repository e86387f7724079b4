#!/usr/bin/env python3
"""infer_folder.py NORMA: `norma topology` on made-up data folders against infer.py.

The same two days as tables and as updates: routes that change between them, a vantage point of one day, AS sets, a route
server, ASPAs; and one day alone. Which paths count is worked out here from the tables that were written.
"""

import csv
import io
import json
import os
import random
import sys
import tempfile

from infer import Inference, collapse
from infer_compare import confidence
from infer_world import World
from made import Made, at
from mrtfile import Peer
from tap import Norma, Tap

sys.dont_write_bytecode = True
SERVER = 59990
FIRST, SECOND = at("2026-03-02T06:00"), at("2026-03-03T06:00")


def prefix_of(world, origin):
    i = world.asns.index(origin)
    return f"11.{i >> 8}.{i & 255}.0/24"


def tables_of(world, rng, full, late):
    """Two days: {(peer, prefix): path}; late is there on the second only."""
    one, two = {}, {}
    for v, table in world.paths(full + [late]).items():
        for origin, path in table.items():
            key = v, prefix_of(world, origin)
            path = list(path)
            if rng.random() < 0.05 and len(path) > 2:
                path.insert(rng.randrange(1, len(path)), SERVER)
            if rng.random() < 0.02:
                path.append(("set", [3301, 3320]))
            if rng.random() < 0.02:
                path.insert(1, 64512)
            one[key] = two[key] = path
            if rng.random() < 0.1:
                day = rng.choice((one, two))
                day[key] = path[:1] + [rng.choice(world.asns)] + path[1:]
            if rng.random() < 0.02:
                rng.choice((one, two)).pop(key)
    return {k: p for k, p in one.items() if k[0] != late}, two


def plain(path):
    return tuple(path[:next((i for i, a in enumerate(path) if not isinstance(a, int)), len(path))])


def counted(days, late):
    one, two = ({collapse(map(str, p)): plain(p) for p in d.values()} for d in days)
    return [p for k, p in two.items() if k in one or p[0] == late]


def registries(made, world, rng):
    stamp = "20260302T060000Z"
    aspa = {c: sorted(world.up[c]) for c in rng.sample(world.asns, 20) if world.up[c]}
    made.rpki_client(f"rpki-client.{stamp}.json", "2026-03-02T06:00:00Z", [("11.0.0.0/24", 24, world.asns[0])], aspa.items())
    meta = {"generated": FIRST}
    made.json("peeringdb/net.json", {"meta": meta, "data": [
        {"id": 1, "org_id": 1, "asn": SERVER, "name": "a", "info_type": "Route Server", "status": "ok"}]})
    made.json("peeringdb/netixlan.json", {"meta": meta, "data": [
        {"id": 100 * i + k, "net_id": a, "ix_id": i + 1, "ixlan_id": i + 1, "asn": a, "is_rs_peer": k % 4 > 0, "name": "x",
         "speed": 1000, "operational": True, "status": "ok", "ipaddr4": None, "ipaddr6": None}
        for i, members in enumerate(world.lans) for k, a in enumerate(members)]})
    lans = {i: [a for k, a in enumerate(members) if k % 4 > 0] for i, members in enumerate(world.lans)}
    return {c: set(p) for c, p in aspa.items()}, lans


def peers_of(table):
    return {v: Peer(f"193.0.{v >> 8}.{v & 255}", v) for v, _ in table}


def write_tables(made, days):
    for t, table in zip((FIRST, SECOND), days):
        peers, rows = peers_of(table), {}
        for (v, prefix), path in table.items():
            rows.setdefault(prefix, []).append((peers[v], path))
        made.records("c1").table(t, rows)


def write_updates(made, days):
    peers, before = peers_of(days[1]), {}
    for t, table in zip((FIRST, SECOND), days):
        for (v, prefix), path in sorted(table.items(), key=str):
            if before.get((v, prefix)) != path:
                made.records("c1").update(t, peers[v], announce=[prefix], path=path)
        for v, prefix in sorted(set(before) - set(table)):
            made.records("c1").update(t, peers[v], withdraw=[prefix])
        before = table


def differences(norma, folder, found):
    seen = found.vantage_points()
    want = {k: (r, confidence(r, s, len(seen[min(k), max(k)])), s) for k, (r, s) in found.relations().items()}
    text = norma.run("topology", "--data", folder, "--confidence", "--format", "csv", check=0).stdout
    got = {(int(r["a"]), int(r["b"])): (int(r["relation"]), int(r["confidence"]), r["step"])
           for r in csv.DictReader(io.StringIO(text))}
    lines = [f"{k}: {got.get(k)}, not {want.get(k)}" for k in sorted(set(got) | set(want)) if got.get(k) != want.get(k)]
    text = norma.run("topology", "--data", folder, check=0).stdout.splitlines()
    if text[0] != " ".join(["# input clique:", *map(str, sorted(found.clique))]):
        lines.append(text[0])
    rel = [f"{a}|{b}|{r}" for (a, b), (r, _, _) in sorted(want.items())]
    if [t for t in text if not t.startswith("#")] != rel:
        lines.append("lines of text differ")
    cones = {a: sorted(c) for a, c in found.observed_cones().items() if c}
    rows = norma.run("topology", "--data", folder, "--cones", check=0).stdout.splitlines()
    if [r for r in rows if not r.startswith("#")] != [" ".join(map(str, [a, *cones[a]])) for a in sorted(cones)]:
        lines.append("cones differ")
    document = json.loads(norma.run("topology", "--data", folder, "--format", "json", check=0).stdout)
    if {(l["a"], l["b"]): (l["relation"], l["confidence"], l["step"]) for l in document["links"]} != want:
        lines.append("JSON differs")
    return "\n".join(lines)


def one(tap, norma, seed, top):
    rng = random.Random(seed)
    world = World(seed, 150)
    points = rng.sample([a for a in world.asns if a != 23456], 9)
    days = tables_of(world, rng, points[:-1], points[-1])
    whole = {"tables": (write_tables, days), "updates": (write_updates, days), "one day": (write_tables, days[:1])}
    for name, (write, tables) in whole.items():
        made = Made(os.path.join(top, f"{seed}{name.replace(' ', '')}"))
        aspa, lans = registries(made, world, random.Random(seed))
        write(made, tables)
        made.finish()
        paths = counted(tables, points[-1]) if len(tables) > 1 else [plain(p) for p in tables[0].values()]
        found = Inference(paths, reserved={64512, 23456}.__contains__, route_servers={SERVER}, participants=lans, aspa=aspa)
        got = differences(norma, made.top, found)
        tap.ok(not got, f"seed {seed}, {name}: {len(set(paths))} paths, {len(found.r) // 2} links", got)


def main():
    tap, norma = Tap(), Norma(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="norma-infer-") as top:
        for seed in (1, 2, 3):
            one(tap, norma, seed, top)
    tap.end()


if __name__ == "__main__":
    main()
