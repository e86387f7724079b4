#!/usr/bin/env python3
"""Relations of networks inferred from AS paths, a second time: 04-algorithms.md section 4.1, step by step.

    infer.py < PATHS        one path a line, vantage point first; prints a|b|-1 and a|b|0 with the deciding step

Plain dictionaries, nothing clever. README.md beside this file lists how unclear places were read.
"""

import sys
from collections import defaultdict

PROVIDER, PEER, CUSTOMER = "provider", "peer", "customer"
BACK = {PROVIDER: CUSTOMER, PEER: PEER, CUSTOMER: PROVIDER}
TOP = 10
LONGEST = 64
CLIQUE_MAX = 40
OTC_PATHS = 3


def collapse(path):
    path = tuple(path)
    return tuple(a for i, a in enumerate(path) if i == 0 or path[i - 1] != a)


class Tables:
    """The derived tables of a set of paths."""

    def __init__(self, paths):
        self.paths = paths
        self.links, self.trans = defaultdict(set), defaultdict(set)
        self.passed = defaultdict(int)                      # (a, x, b): paths that contain a x b
        self.end = defaultdict(int)                         # (a, x, b): paths that end with it
        self.quad = defaultdict(lambda: defaultdict(int))   # (a, x, b): who follows, how often
        self.left = defaultdict(lambda: defaultdict(set))   # x: a: every b of a x b
        self.vpo, self.vp3 = defaultdict(set), defaultdict(set)
        for p in paths:
            self.vpo[p[0]].add(p[-1])
            if len(p) == 3:
                self.vp3[p[0]].add((p[1], p[2]))
            for a, b in zip(p, p[1:]):
                self.links[a].add(b)
                self.links[b].add(a)
            for i in range(len(p) - 2):
                a, x, b = p[i:i + 3]
                self.trans[x] |= {a, b}
                self.passed[a, x, b] += 1
                self.left[x][a].add(b)
                if i + 3 == len(p):
                    self.end[a, x, b] += 1
                else:
                    self.quad[a, x, b][p[i + 3]] += 1

    def up(self, b, x, a):
        return self.passed.get((a, x, b), 0)

    def trip(self, a, x, b):
        return self.up(a, x, b) + self.up(b, x, a)

    def tdeg(self, x):
        return len(self.trans.get(x, ()))

    def gdeg(self, x):
        return len(self.links.get(x, ()))

    def rank(self, x):
        return -self.tdeg(x), -self.gdeg(x), x

    def ldeg(self, x, a):
        return len(self.left[a].get(x, ())) if a in self.left else 0


# --------------------------------------------------------------------------------------------- the clique

def not_above(t, y, x, members):
    """L(y,x; H): the link is there, and no third member saw y pass on the routes of x."""
    if x not in t.links.get(y, ()):
        return False
    for z in members:
        if z in (x, y) or t.up(x, y, z) == 0:
            continue
        quad, end = t.quad.get((z, y, x), {}), t.end.get((z, y, x), 0)
        q = len(quad)
        if q <= 5 and end == 0 and t.up(x, y, z) == sum(quad.values()):
            continue
        if q > 2:
            return False
    return True


def level(t, x, y, members):
    return not t.meet(x, y) and not_above(t, x, y, members) and not_above(t, y, x, members)


def best_clique(t, members):
    """Of all maximal cliques the one with the largest sum of tdeg; of equal ones the first by rank."""
    near = {x: {y for y in members if y != x and level(t, x, y, members)} for x in members}
    found = []

    def grow(clique, may, done):
        if not may and not done:
            found.append(clique)
        for x in sorted(may):
            grow(clique | {x}, may & near[x], done & near[x])
            may = may - {x}
            done = done | {x}

    grow(frozenset(), set(members), set())
    key = lambda c: (-sum(t.tdeg(x) for x in c), sorted(t.rank(x) for x in c))
    return min(found, key=key) if found else frozenset()


def find_clique(t, meet, has_provider):
    """meet: two at one route server are no equals for that; has_provider: by ASPA."""
    t.meet = meet
    order = [x for x in sorted(t.links, key=t.rank) if not has_provider(t, x)]
    clique = set(best_clique(t, order[:TOP]))
    for x in order[TOP:]:
        if t.gdeg(x) < len(clique) or len(clique) == CLIQUE_MAX:
            break
        if all(level(t, x, m, clique | {x}) for m in clique):
            clique.add(x)
    return set(best_clique(t, sorted(clique, key=t.rank)))


# --------------------------------------------------------------------------------------------- the steps

class Inference:
    """paths: vantage point first. reserved: a predicate. route_servers: ASNs. participants: {lan: ASNs}.
    aspa: {customer: providers}. otc: [(path, asn)]."""

    def __init__(self, paths, reserved=lambda a: False, route_servers=(), participants=None, aspa=None, otc=()):
        self.rs, self.reserved = set(route_servers), reserved
        self.multilateral = set()
        clean = {c for c in map(self.sanitise, paths) if c}
        self.lans = [set(m) for m in (participants or {}).values()]
        self.aspa = aspa or {}
        self.clique = find_clique(Tables(clean), self.meet, self.attests)
        self.t = Tables({p for p in clean if not self.poisoned(p)})
        self.r, self.step = {}, {}
        self.providers, self.peers, self.customers = defaultdict(set), defaultdict(set), defaultdict(set)
        t = self.t
        self.rank = {x: ((x not in self.clique), *t.rank(x)) for x in t.links}
        self.order = sorted(t.links, key=self.rank.get)
        self.said = self.said_by_otc(otc)
        self.step1()
        self.given()
        self.step2()
        self.step3()
        self.step4()
        self.of_route_servers()
        self.step5()
        self.step6()
        self.step7()
        self.step8()

    def meet(self, x, y):
        return any(x in lan and y in lan for lan in self.lans)

    def attests(self, t, x):
        return any(p in t.links[x] and x not in self.aspa.get(p, ()) for p in self.aspa.get(x, ()))

    def sanitise(self, path):
        path = collapse(path)
        for a, b, c in zip(path, path[1:], path[2:]):
            if b in self.rs and a not in self.rs and c not in self.rs and a != c:
                self.multilateral |= {(a, c), (c, a)}
        path = collapse(a for a in path if a not in self.rs)
        if len(path) < 2 or len(path) > LONGEST or len(set(path)) < len(path) or any(map(self.reserved, path)):
            return None
        return path

    def poisoned(self, path):
        at = [i for i, a in enumerate(path) if a in self.clique]
        return bool(at) and at[-1] - at[0] + 1 != len(at)

    def said_by_otc(self, otc):
        """(customer, provider): distinct (path, OTC) that say so."""
        said = defaultdict(set)
        for path, asn in otc:
            path = self.sanitise(path)
            if not path or asn not in path:
                continue
            k = path.index(asn)
            for i in range(k - 1):
                said[path[i], path[i + 1]].add((path, asn))
        return said

    # --- what is known

    def is_open(self, x, y):
        return (x, y) not in self.r

    def neighbours(self, x):
        return sorted(self.t.links[x], key=self.rank.get)

    def cone(self, x):
        seen, todo = {x}, [x]
        while todo:
            for c in self.customers[todo.pop()] - seen:
                seen.add(c)
                todo.append(c)
        return seen

    def ok(self, p, c):
        return c not in self.clique and p not in self.cone(c)

    def transit(self, p, c, step):
        """p provider of c, if that may be."""
        if not self.is_open(p, c) or not self.ok(p, c):
            return False
        self.r[c, p], self.r[p, c] = PROVIDER, CUSTOMER
        self.step[c, p] = self.step[p, c] = step
        self.providers[c].add(p)
        self.customers[p].add(c)
        return True

    def peer(self, x, y, step):
        if self.is_open(x, y):
            self.r[x, y] = self.r[y, x] = PEER
            self.step[x, y] = self.step[y, x] = step
            self.peers[x].add(y)
            self.peers[y].add(x)

    # --- steps

    def step1(self):
        for x in self.order:
            for y in self.neighbours(x):
                if x in self.clique and y in self.clique:
                    self.peer(x, y, "1")

    def given(self):
        """Additions (a) ASPA, (b) OTC."""
        for x in self.order:
            for y in self.neighbours(x):
                if y in self.aspa.get(x, ()) and x not in self.aspa.get(y, ()):
                    self.transit(y, x, "aspa")
        for x in self.order:
            for y in self.neighbours(x):
                if len(self.said.get((x, y), ())) >= OTC_PATHS and not self.said.get((y, x)):
                    self.transit(y, x, "otc")

    def step2(self):
        t = self.t
        for x in self.order:
            if x in self.clique:
                continue
            for y in self.neighbours(x):
                if not self.is_open(x, y):
                    continue
                if any(t.up(x, y, z) > 0 for z in self.providers[y]) or \
                        any(t.up(x, y, z) > 0 or t.trip(x, y, z) > 2 for z in self.peers[y]):
                    self.transit(y, x, "2")

    def step3(self):
        t = self.t
        for v in self.order:
            if not t.vpo.get(v) or len(t.vpo[v]) * 50 > len(t.links):
                continue
            for y, z in sorted(t.vp3.get(v, ()), key=lambda l: (self.rank[l[0]], self.rank[l[1]])):
                if t.tdeg(z) == 0:
                    self.transit(y, z, "3")

    def step4(self):
        t, rank = self.t, self.rank
        key = lambda x, y, z: (-t.up(z, y, x), rank[x], rank[y], rank[z])
        queue = {}
        for (x, y, z), n in t.passed.items():
            if self.r.get((y, x)) == PROVIDER and self.is_open(y, z) and t.end.get((x, y, z), 0) > 0 and t.tdeg(y) <= t.tdeg(z):
                queue[x, y, z] = key(x, y, z)
        while queue:
            x, y, z = min(queue, key=queue.get)
            if -queue.pop((x, y, z))[0] < 3:
                break
            if not self.transit(y, z, "4"):
                continue
            for zz in self.neighbours(z):
                if t.up(zz, z, y) == 0 or not self.is_open(z, zz):
                    continue
                if t.tdeg(zz) > t.tdeg(z):
                    queue[y, z, zz] = key(y, z, zz)
                else:
                    self.transit(z, zz, "4")

    def of_route_servers(self):
        for x in self.order:
            for y in self.neighbours(x):
                if (x, y) in self.multilateral:
                    self.peer(x, y, "rs")
        for x in self.order:
            for y in self.neighbours(x):
                if self.meet(x, y):
                    self.peer(x, y, "rs")

    def step5(self):
        t = self.t
        for x in self.order:
            if x in self.clique or self.providers[x] or t.tdeg(x) < 10:
                continue
            for y in self.neighbours(x):
                if not self.is_open(x, y) or t.ldeg(y, x) == 0:
                    continue
                self.peer(x, y, "5")
                for z in sorted(t.left[x][y], key=self.rank.get):
                    if not self.transit(x, z, "5"):
                        continue
                    for zz in self.neighbours(z):
                        if t.up(zz, z, x) > 0 and t.tdeg(zz) < t.tdeg(z):
                            self.transit(z, zz, "5")

    def step6(self):
        for x in self.order:
            if x in self.clique:
                for y in self.neighbours(x):
                    if self.t.tdeg(y) == 0:
                        self.transit(x, y, "6")

    def step7(self):
        t = self.t
        for x in self.order:
            if t.tdeg(x) == 0:
                continue
            lefts = [y for y in self.neighbours(x)
                     if y in t.left[x] and self.r.get((x, y), PEER) == PEER
                     and not any(t.trip(y, x, p) > 0 for p in self.providers[x])]
            behind = defaultdict(int)
            for y in lefts:
                for z in t.left[x][y]:
                    if self.is_open(x, z):
                        behind[z] += 1
            for z in sorted(set(behind) - set(lefts), key=lambda z: (-behind[z], self.rank[z])):
                if t.tdeg(x) < t.tdeg(z) or not self.transit(x, z, "7"):
                    continue
                for zz in sorted(t.left[z].get(x, ()) if z in t.left else (), key=self.rank.get):
                    if t.tdeg(z) >= t.tdeg(zz):
                        self.transit(z, zz, "7")

    def step8(self):
        for x in self.order:
            for y in self.neighbours(x):
                self.peer(x, y, "8")

    # --- results

    def relations(self):
        """{(provider, customer): (-1, step)} and {(lower, higher): (0, step)}."""
        out = {}
        for (x, y), r in self.r.items():
            if r == CUSTOMER:
                out[x, y] = (-1, self.step[x, y])
            elif r == PEER and x < y:
                out[x, y] = (0, self.step[x, y])
        return out

    def observed_cones(self):
        """ppdc: b is in a's cone if a path shows a provider or peer of a followed by a ... b, all p2c."""
        cones = defaultdict(set)
        for p in self.t.paths:
            for i in range(1, len(p) - 1):
                if self.r[p[i], p[i - 1]] not in (PROVIDER, PEER):
                    continue
                for j in range(i, len(p) - 1):
                    if self.r[p[j], p[j + 1]] != CUSTOMER:
                        break
                    cones[p[i]].add(p[j + 1])
        return cones

    def vantage_points(self):
        seen = defaultdict(set)
        for p in self.t.paths:
            for a, b in zip(p, p[1:]):
                seen[min(a, b), max(a, b)].add(p[0])
        return seen


def main():
    found = Inference([tuple(map(int, line.split())) for line in sys.stdin if line.strip()])
    print("# input clique:", *sorted(found.clique))
    for (a, b), (r, step) in sorted(found.relations().items()):
        print(f"{a}|{b}|{r}|{step}")


if __name__ == "__main__":
    main()
