"""Small made-up Internets with known relations, and the paths that vantage points see in them.

    world = World(seed, n)      world.truth: {(provider, customer): -1, (lower, higher): 0}
    world.paths(points)         every point's best path to every origin

Propagation is Gao and Rexford's: customer before peer before provider, then the shorter path, then a hash; what comes from
a customer goes to everybody, everything else to customers only.
"""

import random
from collections import defaultdict


class World:
    def __init__(self, seed, n):
        self.rng = rng = random.Random(seed)
        self.asns = rng.sample(range(1000, 60000), n)
        self.up, self.down, self.peers = defaultdict(set), defaultdict(set), defaultdict(set)
        core, transit = 5 + n // 150, n // 5
        for i, x in enumerate(self.asns):
            if i < core:
                for y in self.asns[:i]:
                    self.link_peers(x, y)
            else:
                self.join(x, i, core, transit)
        self.exchanges(core, transit)
        self.sellers = {x for i, x in enumerate(self.asns) if i < transit}

    def join(self, x, i, core, transit):
        """Providers among those that came before, the early ones more likely."""
        for _ in range(self.rng.choice((1, 1, 2, 2, 3))):
            p = self.asns[int(self.rng.random() ** 2 * min(i, transit))]
            if p not in self.peers[x]:
                self.up[x].add(p)
                self.down[p].add(x)

    def link_peers(self, x, y):
        if x != y and y not in self.up[x] and x not in self.up[y]:
            self.peers[x].add(y)
            self.peers[y].add(x)

    def exchanges(self, core, transit):
        self.lans = []
        for _ in range(3 + len(self.asns) // 200):
            members = self.rng.sample(self.asns[core:transit * 2], min(12, transit))
            self.lans.append(members)
            for x in members:
                for y in members:
                    if self.rng.random() < 0.6:
                        self.link_peers(x, y)

    @property
    def truth(self):
        out = {(p, c): -1 for c in self.up for p in self.up[c]}
        out.update({(x, y): 0 for x in self.peers for y in self.peers[x] if x < y})
        return out

    def has_link(self, a, b):
        return b in self.up[a] or a in self.up[b] or b in self.peers[a]

    def is_small_seller(self, x):
        """Customers of customers, but less than a fiftieth of all networks below it."""
        below, todo = set(), [x]
        while todo:
            for c in self.down[todo.pop()] - below:
                below.add(c)
                todo.append(c)
        return len(below) * 60 < len(self.asns) and any(self.down[c] for c in self.down[x])

    def better(self, x, path, than):
        if than is None:
            return True
        if len(path) != len(than):
            return len(path) < len(than)
        mix = lambda p: hash((x, p[1], p[-1])) & 0xffff
        return (mix(path), path) < (mix(than), than)

    def routes_to(self, origin):
        """The best path of everybody, as tuples that begin with the network itself."""
        best = {origin: (origin,)}
        layer = [origin]
        while layer:                                # up: customers' routes
            found = {}
            for x in layer:
                for p in self.up[x]:
                    path = (p,) + best[x]
                    if p not in best and p not in path[1:] and self.better(p, path, found.get(p)):
                        found[p] = path
            best.update(found)
            layer = sorted(found)
        across = {}
        for x in sorted(best):                      # one link between peers
            for y in self.peers[x]:
                path = (y,) + best[x]
                if y not in best and self.better(y, path, across.get(y)):
                    across[y] = path
        best.update(across)
        by_length = defaultdict(set)
        for x, path in best.items():
            by_length[len(path)].add(x)
        length = 1
        while length <= max(by_length, default=0):  # down
            found = {}
            for x in sorted(by_length[length]):
                for c in self.down[x]:
                    path = (c,) + best[x]
                    if c not in best and self.better(c, path, found.get(c)):
                        found[c] = path
            best.update(found)
            if found:
                by_length[length + 1] |= set(found)
            length += 1
        return best

    def paths(self, full, partial=()):
        """{point: {origin: path}}. A partial feed shows only itself and what its customers gave it."""
        out = {v: {} for v in (*full, *partial)}
        for origin in self.asns:
            best = self.routes_to(origin)
            for v in full:
                if v in best:
                    out[v][origin] = best[v]
            for v in partial:
                path = best.get(v, ())
                if len(path) == 1 or len(path) > 1 and path[1] in self.down[v]:
                    out[v][origin] = path
        return out


def accuracy(truth, relations):
    """(kind, right, all) of transit and of peers. relations: {(a, b): -1 or 0}."""
    count = {-1: [0, 0], 0: [0, 0]}
    for (a, b), r in relations.items():
        count[r][1] += 1
        count[r][0] += truth.get((a, b)) == r
    return count
