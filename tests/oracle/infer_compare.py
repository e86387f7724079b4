#!/usr/bin/env python3
"""infer_compare.py INFER_PATHS: relations, steps, clique and cones against infer.py, on small made-up Internets.

Each has paths in it that no world like that would show: leaks, poisoned paths, loops, reserved numbers, route servers, OTC
attributes, ASPAs that are right and wrong. The same must come out whatever the order of the paths.
"""

import os
import random
import subprocess
import sys
from math import log2

from infer import Inference
from infer_world import World, accuracy
from tap import Tap

sys.dont_write_bytecode = True
POINTS = {"1": 48, "2": 64, "3": 64, "4": 64, "5": 32, "6": 16, "7": 32, "8": 0, "aspa": 128, "otc": 96, "rs": 32}
RESERVED = {64512, 65000}
SERVERS = (59990, 59991)


def spoiled(world, rng, paths, amount):
    """Paths of other kinds beside the given ones."""
    out = list(paths)
    for path in rng.sample(paths, min(len(paths), amount)):
        x, at = rng.choice(world.asns), rng.randrange(len(path))
        out.append(rng.choice([
            (rng.choice(world.asns),) + path,                                   # a leak
            path[:at] + (x,) + path[at:],                                       # anything
            path + (path[0],),                                                  # a loop, or not
            path[:at] + (rng.choice(sorted(RESERVED)),) + path[at:],
            path[:at] + (rng.choice(SERVERS),) + path[at:],
            path[:at] + SERVERS + path[at:],
            path + path[-1:] * 3,
            path[:1] * 2 + path,
            (path[0],),
            tuple(range(100000, 100000 + rng.choice((63, 64, 65)))) + path[:1],
        ]))
    return out


def run(program, lines):
    got = subprocess.run([program], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
    out = {"clique": None, "link": {}, "cone": {}, "all": {}}
    for line in got.splitlines():
        kind, *words = line.split()
        if kind == "clique":
            out["clique"] = set(map(int, words))
        elif kind == "link":
            out["link"][int(words[0]), int(words[1])] = int(words[2]), words[3], int(words[4])
        elif kind in out:
            out[kind][int(words[0])] = set(map(int, words[1:]))
    return out


def confidence(relation, step, n):
    return 0 if (relation, step) == (0, "5") else min(255, int(log2(n) * 16 + 1e-9) + POINTS[step])


def differences(got, found):
    seen = found.vantage_points()
    want = {k: (r, step, confidence(r, step, len(seen[min(k), max(k)]))) for k, (r, step) in found.relations().items()}
    lines = []
    if got["clique"] != found.clique:
        lines.append(f"clique {sorted(got['clique'])}, not {sorted(found.clique)}")
    for k in sorted(set(want) | set(got["link"])):
        if got["link"].get(k) != want.get(k):
            lines.append(f"{k}: {got['link'].get(k)}, not {want.get(k)}")
    cones = {a: c for a, c in found.observed_cones().items() if c}
    for a in sorted(set(cones) | set(got["cone"])):
        if got["cone"].get(a) != cones.get(a):
            lines.append(f"cone of {a}: {got['cone'].get(a)}, not {cones.get(a)}")
    for a in found.t.links:
        if got["all"].get(a, set()) != found.cone(a) - {a}:
            lines.append(f"whole cone of {a}")
    return "\n".join(lines)


def known_of(world, rng):
    """ASPAs, some wrong; LANs; paths that carry an OTC."""
    aspa = {c: set(world.up[c]) for c in rng.sample(world.asns, len(world.asns) // 8) if world.up[c]}
    for c in rng.sample(sorted(aspa), len(aspa) // 10):
        aspa[c] = {rng.choice(world.asns)} - {c}
        aspa.setdefault(next(iter(aspa[c] or {c})), set()).add(c)
    return aspa, dict(enumerate(world.lans))


def with_otc(world, rng, paths):
    out = []
    for path in rng.sample(paths, len(paths) // 5):
        for k in range(len(path) - 1, 0, -1):
            if path[k - 1] not in world.up[path[k]]:        # sent to a customer or peer: from here on it is marked
                out.append((path, path[k] if rng.random() < 0.97 else path[-1]))
                break
    return out


def one(tap, program, seed, n, points, helped):
    rng = random.Random(seed)
    world = World(seed, n)
    full, small = rng.sample(world.asns[:n // 2], points), [v for v in world.asns if world.is_small_seller(v)]
    tables = world.paths(full, rng.sample(small, min(len(small), points)))
    clean = [p for table in tables.values() for p in table.values() if len(p) > 1]
    paths = spoiled(world, rng, clean, len(clean) // (25 if helped else 250))
    aspa, lans = known_of(world, rng) if helped else ({}, {})
    otc = with_otc(world, rng, clean) if helped else []
    facts = [f"rs {s}" for s in SERVERS] + [f"reserved {a}" for a in RESERVED]
    facts += [f"aspa {c} {p}" for c in aspa for p in aspa[c]] + [f"lan {i} {a}" for i in lans for a in lans[i]]
    lines = ["path " + " ".join(map(str, p)) for p in paths] + [f"otc {a} " + " ".join(map(str, p)) for p, a in otc]
    found = Inference(paths + [p for p, _ in otc], reserved=RESERVED.__contains__, route_servers=SERVERS,
                      participants=lans, aspa=aspa, otc=otc)
    name = f"seed {seed}: {n} networks, {points} vantage points, {len(set(paths))} paths{', helped' if helped else ''}"
    got = run(program, facts + lines)
    tap.ok(not differences(got, found), name, differences(got, found))
    rng.shuffle(lines)
    tap.ok(run(program, facts + lines + lines[:100]) == got, f"seed {seed}: the same in another order")
    steps = {}
    for _, step, _ in got["link"].values():
        steps[step] = steps.get(step, 0) + 1
    right = accuracy(world.truth, {(a, b): r for (a, b), (r, _, _) in got["link"].items() if world.has_link(a, b)})
    print(f"# clique {len(got['clique'])}; steps", *(f"{s}: {steps[s]}" for s in sorted(steps)))
    print("# right:", *(f"{what} {right[r][0]} of {right[r][1]} ({right[r][0] / max(1, right[r][1]):.4f})"
                        for r, what in ((-1, "transit"), (0, "peers"))))
    return set(steps)


def main():
    tap = Tap()
    program = os.path.abspath(sys.argv[1])
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    steps = set()
    for seed in range(first, first + 10):
        n = (40, 120, 300, 500, 1000)[seed % 5]
        steps |= one(tap, program, seed, n, min(30, 6 + n // 40), seed % 2 == 0)
    tap.same(sorted(steps), sorted(POINTS), "every step occurs")
    tap.end()


if __name__ == "__main__":
    main()
