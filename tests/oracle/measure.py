#!/usr/bin/env python3
"""Oracle of the whole measurement, from bgpdump's lines and the registries to scores.

    measure.py DATA_DIR [--from T --to T | --month YYYY-MM] [--framework NAME] --out FILE.json

Plain on purpose: one dictionary per peer's table, one record per route, a log per possible event that is judged
afterwards. README.md beside this file lists how unclear places of the documents were read.
"""

import argparse
import json
import sys
import tempfile
import time
from datetime import datetime, timezone
from fractions import Fraction

import bgp
import incident
from bogon import Bogons, is_public_asn
from registry import RIRS, Folder, read_asn, read_time, show_prefix, show_time
from validate import irr, irr_table, rov, vrp_table

EVENT_MIN_PEERS = 3
SCORE_MIN_PEERS = 5
MIN_PEERS = 5
WAIT = 900                  # hysteresis of an event's end
DATA_REACH = 900
GAP = 900                   # without a record of a collector between two of its files
HOLD = 900                  # of a session that went down, and of its routes after it is back
FULL_FEED = {4: 400000, 6: 10000}
LONGEST = {4: 24, 6: 48}

INCIDENT_METRICS = ["M1", "M1C", "M2", "M2C", "M3", "M3C", "M4", "M4C"]
FRAMEWORKS = {
    "manrs-2018": {"filtering": INCIDENT_METRICS, "classes": {"full", "administrative"}},
    "manrs-2024": {"filtering": INCIDENT_METRICS[2:], "classes": {"full"}},
    "norma-1": {"filtering": INCIDENT_METRICS, "classes": {"full"}},
}


# ------------------------------------------------------------------------------------------- period

def month_span(text):
    year, month = int(text[:4]), int(text[5:7])
    start = datetime(year, month, 1, tzinfo=timezone.utc)
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=timezone.utc)
    return int(start.timestamp()), int(end.timestamp())


def find_period(arguments, files):
    if arguments.month:
        return month_span(arguments.month)
    if arguments.since:
        return read_time(arguments.since), read_time(arguments.until)
    months = sorted({time.strftime("%Y-%m", time.gmtime(t)) for f in files for t in set(f.times)})
    if len(months) != 1:
        sys.exit(f"measure.py: the data lie in {months or 'no month'}: say --month or --from and --to")
    return month_span(months[0])


# ------------------------------------------------------------------------------------------- tables

class Route:
    """One (prefix, origin): who has it now, and what was seen of it in the period."""

    __slots__ = ("sessions", "peers_max", "first", "last", "paths")

    def __init__(self):
        self.sessions = {}          # {peer ASN: number of its sessions that have the route}
        self.peers_max = 0
        self.first = self.last = None
        self.paths = set()          # numbers of the paths by which it was seen in the period


class World:
    """All peers' tables, kept in time."""

    def __init__(self, bogons, period, records):
        self.bogons = bogons
        self.period = period
        self.records = records      # {collector: sorted times of its records}
        self.tables = {}            # {session: {prefix: path number}}
        self.gaps = {}              # {collector: [(last record before it, first one after)]}
        self.table_at = {}          # {(session, family): when its table was last dumped}
        self.touched = {}           # {session: {prefix: time of the last update}}
        self.sizes = {}             # {session: [v4, v6]}
        self.largest = {}           # {(session, family): most simultaneous prefixes in the period}
        self.routes = {}            # {(prefix, origin): Route}
        self.paths, self.path_numbers = [], {}
        self.logs = {}              # {(metric, culprit, thing): [(time, gain|loss, session, prefix, neighbour, class)]}
        self.open_keys = {}         # {(session, prefix): {key: neighbour}}
        self.unknown = {}           # {session: {prefix: path number}} since the session went down
        self.down = {}              # {session: [is it still down, when it went down, until when is waited]}
        self.began = False
        self.position_memory = {}

    def path_number(self, path, peer):
        key = (*path, peer)
        if key not in self.path_numbers:
            self.path_numbers[key] = len(self.paths)
            self.paths.append(bgp.Path(path[0], path[1], peer))
        return self.path_numbers[key]

    # --- one change of one table

    def gain(self, t, session, prefix, number):
        path = self.paths[number]
        table = self.tables.setdefault(session, {})
        self.unknown.get(session, {}).pop(prefix, None)
        old = table.get(prefix)
        if old is not None and self.paths[old].origin != path.origin:
            self.drop_route(t, session, prefix, self.paths[old].origin)
        if old is None:
            size = self.sizes.setdefault(session, {4: 0, 6: 0})
            size[prefix[0]] += 1
            key = (session, prefix[0])
            if size[prefix[0]] > self.largest.get(key, 0):
                self.largest[key] = size[prefix[0]]
        table[prefix] = number
        route = self.routes.get((prefix, path.origin))
        if route is None:
            route = self.routes[prefix, path.origin] = Route()
        if old is None or self.paths[old].origin != path.origin:
            route.sessions[session[2]] = route.sessions.get(session[2], 0) + 1
            route.peers_max = max(route.peers_max, len(route.sessions))
        if route.first is None:
            route.first = t
        route.last = None           # it is up
        route.paths.add(number)
        self.follow_events(t, session, prefix, number)

    def lose(self, t, session, prefix):
        if self.unknown.get(session, {}).pop(prefix, None) is not None:
            self.follow_events(t, session, prefix, None)    # for its route it is gone since the session went down
            return
        table = self.tables.get(session, {})
        number = table.pop(prefix, None)
        if number is None:
            return
        self.sizes[session][prefix[0]] -= 1
        self.drop_route(t, session, prefix, self.paths[number].origin)
        self.follow_events(t, session, prefix, None)

    def drop_route(self, t, session, prefix, origin):
        route = self.routes[prefix, origin]
        route.sessions[session[2]] -= 1
        if route.sessions[session[2]] == 0:
            del route.sessions[session[2]]
        if not route.sessions:
            route.last = t

    # --- sessions: what a peer had is unknown while it is down, and until it has shown its table again

    def session_down(self, t, session):
        state = self.down.get(session)
        if state and state[0]:
            return
        self.down[session] = [True, t, t + HOLD]
        table = self.tables.get(session, {})
        unknown = self.unknown.setdefault(session, {})
        for prefix, number in table.items():
            self.sizes[session][prefix[0]] -= 1
            self.drop_route(t, session, prefix, self.paths[number].origin)
            for key in self.open_keys.get((session, prefix), {}):
                self.logs[key].append((t, "pause", session, prefix, None, None))
            unknown[prefix] = number
        table.clear()

    def session_back(self, t, session):
        state = self.down.get(session)
        if state and state[0]:
            state[0], state[2] = False, t + HOLD

    def forget_unknown(self, session, family):
        """What is still unknown is withdrawn, dated when the session went down."""
        unknown = self.unknown.get(session, {})
        for prefix in [p for p in unknown if p[0] == family]:
            del unknown[prefix]
            self.follow_events(self.down[session][1], session, prefix, None)

    def settle(self, t, session):
        """Holds that ran out before t."""
        state = self.down.get(session)
        if state and t > state[2]:
            for family in (4, 6):
                self.forget_unknown(session, family)
            if not state[0]:
                del self.down[session]
            else:
                state[2] = float("inf")

    # --- events: only a log is kept here

    def follow_events(self, t, session, prefix, number):
        old = self.open_keys.get((session, prefix), {})
        new = {} if number is None else self.event_keys(t, prefix, number, old)
        if not old and not new:
            return
        for key in old.keys() - new.keys():
            self.logs[key].append((t, "loss", session, prefix, None, None))
        for key, (neighbour, judged) in new.items():
            self.logs.setdefault(key, []).append((t, "gain", session, prefix, neighbour, judged))
        if new:
            self.open_keys[session, prefix] = new
        else:
            self.open_keys.pop((session, prefix), None)

    def event_keys(self, t, prefix, number, old):
        """{(metric, culprit, prefix or ASN): (neighbour, class)} of one announcement."""
        keys = {}
        path = self.paths[number]
        judged = self.bogons.prefix(prefix, int(t))
        if judged != "none":
            culprit, neighbour = self.culprit_of_prefix(path, t)
            if culprit is not None:
                keys["M3", culprit, prefix] = neighbour, judged
        for asn, kind, culprit, neighbour in self.bogon_positions(number, t):
            keys["M4", culprit, asn] = neighbour, kind
        return keys

    def is_bogon(self, asn, t, path):
        """The class of an ASN at a place of a path. What AS_TRANS stands for in a two-octet path is not known."""
        if asn == 23456 and path.two_octet:
            return "none"
        return self.bogons.asn(asn, int(t))

    def culprit_of_prefix(self, path, t):
        if path.origin is None:
            return None, None
        items = path.items if path.items[-1] == path.origin else [path.origin]
        for i in range(len(items) - 1, -1, -1):
            if items[i] is not None and self.is_bogon(items[i], t, path) == "none":
                if items[i] == 23456:
                    return None, None           # AS_TRANS of a two-octet path is nobody
                return items[i], items[i - 1] if i > 0 else None
        return None, None

    def bogon_positions(self, number, t):
        """[(bogon ASN, its class, culprit, neighbour)] of a path."""
        key = (number, self.bogons.era(int(t))[2])
        if key not in self.position_memory:
            path = self.paths[number]
            found = []
            for i, asn in enumerate(path.items):
                if asn is None or i == 0 and asn == path.peer:
                    continue
                kind = self.is_bogon(asn, t, path)
                if kind == "none":
                    continue
                for j in range(i - 1, -1, -1):
                    other = path.items[j]
                    if other is not None and self.is_bogon(other, t, path) == "none" and other != 23456:
                        found.append((asn, kind, other, path.items[j - 1] if j > 0 else None))
                        break
            self.position_memory[key] = found
        return self.position_memory[key]

    # --- what happens

    def apply(self, element):
        t, _, what, session = element[:4]
        self.settle(t, session)
        if what == bgp.ANNOUNCE:
            _, _, _, _, prefix, path = element
            self.session_back(t, session)
            self.touched.setdefault(session, {})[prefix] = t
            self.gain(t, session, prefix, self.path_number(path, session[2]))
        elif what == bgp.WITHDRAW:
            prefix = element[4]
            self.touched.setdefault(session, {})[prefix] = t
            self.lose(t, session, prefix)
        elif what == bgp.DOWN:
            self.session_down(t, session)
        elif what == bgp.UP:
            self.session_back(t, session)
        elif what == bgp.END_OF_RIB:
            self.session_back(t, session)
            self.forget_unknown(session, element[4])
        elif what == bgp.TABLE:
            self.session_back(t, session)
            self.replace(*element[:1], session, *element[4:])

    def replace(self, t, session, family, entries, rib_began):
        touched = self.touched.get(session, {})
        before = self.table_at.get((session, family), -1)
        for prefix in [p for p in self.tables.get(session, {}) if p[0] == family and p not in entries]:
            last = touched.get(prefix, -1)
            if last < rib_began:
                gap = self.gap_between(session[0], max(last, before), rib_began)
                self.lose(t if gap is None else gap, session, prefix)
        self.table_at[session, family] = t
        for prefix, (when, path) in entries.items():
            update = touched.get(prefix)
            if update is not None and update >= rib_began and when < update:
                continue                # an update since the RIB began is younger than the entry
            self.gain(t, session, prefix, self.path_number(path, session[2]))
        self.forget_unknown(session, family)

    def gap_between(self, collector, known, t):
        """The last record before the newest gap of the collector that ends after `known` and not after t; else None."""
        if collector not in self.gaps:
            times = self.records[collector]
            self.gaps[collector] = [(a, b) for a, b in zip(times, times[1:]) if b - a > GAP]
        found = [a for a, b in self.gaps[collector] if known < b <= t and a >= known]
        return found[-1] if found else None

    def begin_period(self):
        """What stands when the period starts is seen in it from its first instant."""
        self.began = True
        start = self.period[0]
        for session in list(self.down):
            self.settle(start, session)
        self.largest = {}
        for session, size in self.sizes.items():
            for family, n in size.items():
                self.largest[session, family] = n
        for key in [k for k, r in self.routes.items() if not r.sessions]:
            del self.routes[key]
        for (prefix, origin), route in self.routes.items():
            route.first, route.peers_max, route.paths = start, len(route.sessions), set()
        for session, table in self.tables.items():
            for prefix, number in table.items():
                self.routes[prefix, self.paths[number].origin].paths.add(number)


# ------------------------------------------------------------------------------------------- full feeds

def full_feeds(world, family):
    """Number of distinct peer ASNs with a full table of the family."""
    largest = {}
    for (session, f), size in world.largest.items():
        if f == family:
            largest[session[2]] = max(largest.get(session[2], 0), size)
    if not largest or max(largest.values()) == 0:
        return 0
    if any(size >= FULL_FEED[family] for size in largest.values()):
        return sum(1 for size in largest.values() if size >= FULL_FEED[family])
    top = max(largest.values())
    return sum(1 for size in largest.values() if 10 * size >= 7 * top)


def threshold(wanted, feeds):
    return wanted if feeds >= wanted else max(feeds, 1)


# ------------------------------------------------------------------------------------------- events

class Episode:
    def __init__(self, start, judged):
        self.start, self.judged = start, judged
        self.end = None
        self.peak = 0
        self.reached = {}           # {number of peers: first instant with so many}
        self.peers = set()
        self.through = {}           # {neighbour: set of peer ASNs}
        self.prefixes = set()
        self.low_since = None
        self.last_loss = None


class Holders:
    """Which peer ASNs show a thing now, by which of their (session, prefix), and which of those are only unknown."""

    def __init__(self):
        self.known, self.unknown = {}, {}

    def is_known(self, asn):
        return bool(self.known.get(asn))

    def has(self, asn):
        return bool(self.known.get(asn) or self.unknown.get(asn))

    def gain(self, asn, slot):
        self.unknown.get(asn, set()).discard(slot)
        self.known.setdefault(asn, set()).add(slot)

    def pause(self, asn, slot):
        self.known.get(asn, set()).discard(slot)
        self.unknown.setdefault(asn, set()).add(slot)

    def lose(self, asn, slot):
        self.known.get(asn, set()).discard(slot)
        self.unknown.get(asn, set()).discard(slot)

    def count_known(self, but):
        return sum(1 for asn, slots in self.known.items() if slots and asn not in but)

    def all(self):
        return {asn for asn in self.known.keys() | self.unknown.keys() if self.has(asn)}


def episodes(log):
    """Cuts the log of one (metric, culprit, thing) into episodes with a start and an end."""
    log = sorted(log, key=lambda entry: entry[0])
    holders = Holders()
    stuck = set()                   # peers that still have what has ended
    done, now = [], None

    def close(episode):
        episode.end = episode.last_loss
        done.append(episode)
        stuck.update(holders.all())

    for t, what, session, prefix, neighbour, judged in log:
        if now is not None and now.low_since is not None and t > now.low_since + WAIT:
            close(now)
            now = None
        asn, slot = session[2], (session, prefix)
        if what == "gain":
            fresh = not holders.has(asn)
            holders.gain(asn, slot)
            if asn in stuck:
                continue
            if now is None:
                if not fresh:
                    continue
                now = Episode(t, judged)
            now.peers.add(asn)
            now.prefixes.add(prefix)
            if neighbour is not None:
                now.through.setdefault(neighbour, set()).add(asn)
            count = holders.count_known(stuck)
            now.peak = max(now.peak, count)
            now.reached.setdefault(count, t)
            if 10 * len(holders.all() - stuck) > now.peak:
                now.low_since = None
        elif what == "pause":
            holders.pause(asn, slot)        # nobody knows: it has not lost it
        else:
            holders.lose(asn, slot)
            if holders.has(asn):
                continue
            if asn in stuck:
                stuck.discard(asn)
                continue
            if now is None:
                continue
            now.last_loss = t
            if now.low_since is None and 10 * len(holders.all() - stuck) <= now.peak:
                now.low_since = t
    if now is not None:
        if now.low_since is not None:
            close(now)              # it did not come back as far as the data go
        else:
            done.append(now)
    return done


def find_events(world, relation, sibling, feeds):
    out = []
    for (metric, culprit, thing), log in world.logs.items():
        for one in episodes(log):
            families = {p[0] for p in one.prefixes}
            needed = min(threshold(EVENT_MIN_PEERS, feeds[f]) for f in families)
            for_score = min(threshold(SCORE_MIN_PEERS, feeds[f]) for f in families)
            if one.peak < needed:
                continue
            visible_from = min(t for n, t in one.reached.items() if n >= needed)
            neighbours = sorted(n for n, via in one.through.items() if 10 * len(via) >= len(one.peers))
            charged = [n for n in neighbours if is_charged(culprit, n, one.start, relation, sibling)]
            out.append({"metric": metric, "kind": "bogon-prefix" if metric == "M3" else "bogon-asn",
                        "culprit": culprit, "bogonAsn": thing if metric == "M4" else None,
                        "prefixes": sorted(one.prefixes), "class": one.judged, "start": one.start,
                        "visibleFrom": visible_from, "end": one.end, "peersMax": one.peak,
                        "peers": sorted(one.peers), "neighbours": neighbours, "accomplices": charged,
                        "seen": one.peak >= for_score})
    return sorted(out, key=lambda e: (e["start"], e["metric"], e["culprit"], e["prefixes"], e["bogonAsn"] or 0))


def is_charged(culprit, neighbour, t, relation, sibling):
    """A network answers for its customers: not for known peers, providers or siblings."""
    if sibling(culprit, neighbour, t):
        return False
    what = relation(culprit, neighbour, t)          # what the neighbour is to the culprit
    return what in ("provider", None)


# ------------------------------------------------------------------------------------------- registries at a time

class Registries:
    """The folder's registries as verdicts at a time; what is stale or absent answers None."""

    def __init__(self, folder):
        self.folder = folder
        self.tables = {}

    def table(self, kind, t):
        snapshots = self.folder.fresh(kind, t)
        if snapshots is None:
            return None
        key = (kind, tuple(s.name for s in snapshots))
        if key not in self.tables:
            if kind == "vrps":
                self.tables[key] = vrp_table(s.data for s in snapshots)
            else:
                self.tables[key] = irr_table(s.data["routes"] for s in snapshots)
        return self.tables[key]

    def relation(self, a, b, t):
        for snapshot in self.folder.fresh("topology", t) or []:
            if (a, b) in snapshot.data:
                return snapshot.data[a, b]
        return None

    def sibling(self, a, b, t):
        for snapshot in self.folder.fresh("orgs", t) or []:
            if a in snapshot.data and b in snapshot.data and snapshot.data[a][0] == snapshot.data[b][0]:
                return True
        return False

    def delegation(self, asn, t):
        """The line of the delegated files in force that has the ASN, whatever their age."""
        found = [s.data.asn(asn) for s, _, _ in self.folder.in_force("delegated", t) if s.data.owner != "iana"]
        found = [f for f in found if f]
        good = [f for f in found if f[4] in ("allocated", "assigned")]
        return (good or found or [None])[0]

    def is_reported(self, asn, t):
        line = self.delegation(asn, t)
        if line is not None:
            return line[4] in ("allocated", "assigned")
        present = set()
        for snapshot, _, _ in self.folder.in_force("delegated", t):
            present |= snapshot.data.registries
        return not present >= set(RIRS) and is_public_asn(asn, t)


# ------------------------------------------------------------------------------------------- M5

def yes(value):
    return str(value).strip().lower() in ("true", "1", "yes")


def spoofer_results(folder, period):
    """{asn: {(protocol, block): True if spoofed packets were received}} of the sessions of the period."""
    last = {}                       # {(asn, protocol, block, day): (time, result)}
    for snapshot in folder.snapshots["spoofer"]:
        for session in snapshot.data:
            try:
                t = read_time(session.get("timestamp"))
            except (ValueError, TypeError):
                continue
            if not period[0] <= t < period[1]:
                continue
            for protocol, names in ((4, ("privatespoof", "routedspoof")), (6, ("privatespoof6", "routedspoof6"))):
                asn, block = read_asn(session.get(f"asn{protocol}") or ""), session.get(f"client{protocol}")
                values = [session.get(name) for name in names]
                if asn is None or not block or yes(session.get(f"nat{protocol}")):
                    continue
                if "received" in values:
                    result = True
                elif "blocked" in values:
                    result = False
                else:
                    continue
                key = (asn, protocol, str(block).lower(), t // 86400)
                if key not in last or t >= last[key][0]:
                    last[key] = (t, result)
    out = {}
    for (asn, protocol, block, _), (_, result) in last.items():
        blocks = out.setdefault(asn, {})
        blocks[protocol, block] = blocks.get((protocol, block), False) or result
    return out


# ------------------------------------------------------------------------------------------- M8 and who is who

POC_ROLES = {"noc", "technical", "maintenance", "policy", "abuse"}
# Databases whose admin-c and tech-c count; what RIPE-NONAUTH has of others' networks, nobody vouches for.
IRR_OF = {"ripe": "ripencc", "apnic": "apnic", "afrinic": "afrinic"}
PORT43 = {"whois.arin.net": "arin", "whois.lacnic.net": "lacnic", "whois.ripe.net": "ripencc",
          "whois.apnic.net": "apnic", "whois.afrinic.net": "afrinic"}


def rdap_entities(thing):
    for entity in thing.get("entities") or []:
        yield entity
        yield from rdap_entities(entity)


def vcard(entity):
    """{name: value} of a jCard."""
    out = {}
    card = entity.get("vcardArray") or []
    for row in card[1] if len(card) > 1 else []:
        if len(row) >= 4 and row[3]:
            out[row[0]] = row[3]
    return out


def registrant(answer):
    """What the first registrant of an answer is called."""
    for entity in rdap_entities(answer):
        if "registrant" in (entity.get("roles") or []):
            card = vcard(entity)
            return card.get("org") or card.get("fn")
    return None


def rdap_contact(answer, registry):
    """Whether an RDAP answer names a contact that counts, by registry: doc/measurement.md section 6.5."""
    wanted = {"technical", "noc"} if registry == "arin" else {"technical", "administrative"}
    for entity in rdap_entities(answer):
        roles = set(entity.get("roles") or [])
        if registry != "lacnic":
            if roles & wanted:
                return True
            continue
        # LACNIC's "person": who stands for the network, not the organisation that holds it.
        card = vcard(entity)
        kind = card.get("kind")
        if kind == "org" or not (card.get("email") or card.get("tel")):
            continue
        if roles - {"abuse", "registrant"} or "registrant" in roles and kind == "individual":
            return True
    return False


class Contacts:
    def __init__(self, folder, t, rir_of):
        self.have = set()           # ASNs with a contact
        self.covered = set()        # registries that have a source; "*" is all of them
        self.stale = bool(folder.snapshots["peeringdb"] or folder.snapshots["contacts"] or folder.snapshots["irr"])
        self.holders, self.countries = {}, {}
        databases = folder.fresh("irr", t) or []
        organisations = {}
        for snapshot in databases:
            organisations.update(snapshot.data["organisations"])
        for snapshot in databases:
            for one in snapshot.data["autnums"]:
                registry = IRR_OF.get(one["source"])
                if registry:
                    self.covered.add(registry)
                    if one["names"] & {"admin-c", "tech-c"}:
                        self.have.add(one["asn"])
                organisation = organisations.get((one["org"] or "").upper())
                name = " ".join(x for x in (one["as-name"], organisation) if x)
                if name:
                    self.holders.setdefault(one["asn"], name)
        for snapshot in folder.fresh("contacts", t) or []:
            for answer in snapshot.data:
                first = answer.get("startAutnum")
                last = answer.get("endAutnum", first)
                if first is None:
                    first = last = read_asn(answer.get("handle") or "")
                if first is None:
                    continue
                registry = PORT43.get(answer.get("port43")) or rir_of(first)
                if registry:
                    self.covered.add(registry)
                for asn in range(first, last + 1):
                    name = " ".join(x for x in (answer.get("name"), registrant(answer)) if x)
                    if name:
                        self.holders.setdefault(asn, name)
                    if rdap_contact(answer, registry):
                        self.have.add(asn)
        self.peeringdb(folder.fresh("peeringdb", t) or [])

    def peeringdb(self, snapshots):
        nets, pocs = {}, []
        for snapshot in snapshots:
            for row in snapshot.data:
                if row.get("status") == "deleted":
                    continue
                if "asn" in row and "irr_as_set" in row:
                    nets[row.get("id")] = row["asn"]
                    if row.get("name"):
                        self.holders.setdefault(row["asn"], row["name"])
                    for poc in row.get("poc_set") or []:
                        if isinstance(poc, dict):
                            pocs.append(dict(poc, net_id=row.get("id")))
                elif "net_id" in row and "role" in row:
                    pocs.append(row)
        if nets and pocs:               # a list of networks alone says nothing of contacts
            self.covered.add("*")
        for poc in pocs:
            if str(poc.get("role", "")).lower() in POC_ROLES and (poc.get("email") or poc.get("phone")):
                if poc.get("net_id") in nets:
                    self.have.add(nets[poc["net_id"]])

    def value(self, asn, registry):
        """1, 0 or None, with the reason."""
        if asn in self.have:
            return 1, None
        if "*" in self.covered or registry in self.covered or registry is None and self.covered:
            return 0, None
        return None, "contact sources stale or absent"


# ------------------------------------------------------------------------------------------- all together

def why_not(prefix, origin, bogon, peers, minimum):
    if prefix[2] == 0:
        return "default"
    if prefix[2] > LONGEST[prefix[0]]:
        return "length"
    if bogon == "full":
        return "bogon"
    if origin is None:
        return "as_set"
    if peers < minimum:
        return "visibility"
    return None


def metric(raw, score, scored, incidents=None, why=None):
    out = {"raw": None if raw is None else float(raw), "score": None if score is None else float(score),
           "scored": scored}
    if incidents is not None:
        out["incidents"] = incidents
    if raw is None:
        out["noData"] = why or "no data"
    return out


def key_figure(value, why=None):
    out = {"value": None if value is None else float(value), "readiness": incident.readiness(value)}
    if value is None:
        out["noData"] = why or "no data"
    return out


def observe(directory, arguments):
    """What BGP shows, in a World: its bogons are judged by the folder's own registries."""
    with tempfile.TemporaryDirectory() as workdir:
        files, repeated = bgp.open_files(directory, workdir)
        period = find_period(arguments, files)
        records = {}
        for one in files:
            records.setdefault(one.collector, []).extend(one.times)
        for times in records.values():
            times.sort()
        folder = Folder(directory)
        world = World(Bogons(folder), period, records)
        world.repeated = repeated
        for element in bgp.in_order([f for f in files if min(f.times) < period[1]]):
            if element[0] >= period[1]:
                break
            if not world.began and element[0] >= period[0]:
                world.begin_period()
            world.apply(element)
        if not world.began:
            world.begin_period()
        last = max((t for one in files for t in one.times if t < period[1]), default=period[0])
        for session in list(world.down):
            world.settle(last, session)
    return world


def measure(directory, arguments, given=()):
    folder = Folder(directory)
    for problem in folder.problems:
        print(problem, file=sys.stderr)
    return conclude(observe(directory, arguments), folder, arguments.framework, given)


def conclude(world, folder, framework_name, given=()):
    """given: events of metrics that are not found out here, each {metric, culprit, accomplices, start, end (None: open)}."""
    period = world.period
    framework = FRAMEWORKS[framework_name]
    all_times = sorted({t for times in world.records.values() for t in times})
    inside = [t for t in all_times if period[0] <= t < period[1]]
    have_bgp = bool(inside)
    observed = (inside[0], inside[-1]) if inside else (None, None)
    judged_at = observed[1] if have_bgp else period[1]
    reached = any(abs(t - period[1]) <= DATA_REACH for t in all_times)
    data_end = observed[1] if have_bgp else period[0]
    score_end = period[1] if reached else data_end

    registries = Registries(folder)
    feeds = {f: full_feeds(world, f) for f in (4, 6)}
    minimum = {f: threshold(MIN_PEERS, feeds[f]) for f in (4, 6)}
    families = {p[0] for p, _ in world.routes}
    low = any(minimum[f] < MIN_PEERS for f in families)

    # ---- routes
    rows, networks = {}, set()
    passed = {}                     # {asn: [routes passed on, invalid ones, some without a verdict]}
    all_invalid = 0
    for (prefix, origin), route in world.routes.items():
        last = data_end if route.last is None else route.last
        at = int(last)
        bogon = world.bogons.prefix(prefix, at)
        reason = why_not(prefix, origin, bogon, route.peers_max, minimum[prefix[0]])
        vrps, objects = registries.table("vrps", at), registries.table("irr", at)
        verdict = None if vrps is None else rov(vrps, prefix, origin)
        object_verdict = None if objects is None else irr(objects, prefix, origin)
        rows.setdefault(origin, []).append({
            "prefix": show_prefix(prefix), "origin": origin, "peersMax": route.peers_max,
            "firstSeen": show_time(route.first), "lastSeen": show_time(last), "counted": reason is None,
            "whyNot": reason, "rov": verdict, "irr": object_verdict, "bogon": bogon})
        if route.peers_max < minimum[prefix[0]]:
            continue
        if origin is not None:
            networks.add(origin)
        passing = set()
        for number in route.paths:
            networks |= world.paths[number].forwards
            passing |= world.paths[number].passes
        if origin is not None and prefix[2] > 0:
            all_invalid += verdict is not None and verdict.startswith("invalid")
            for asn in passing:
                mine = passed.setdefault(asn, [0, 0, 0])
                mine[0] += 1
                mine[1] += verdict is not None and verdict.startswith("invalid")
                mine[2] += verdict is None

    # ---- events
    events = find_events(world, registries.relation, registries.sibling, feeds)
    events = [e for e in events if (e["end"] is None or e["end"] >= period[0]) and e["start"] < period[1]]
    spans = {}                      # {(metric, asn): [(start, end, weight)]}
    for event in events:
        event["scored"] = bool(event["seen"] and event["class"] in framework["classes"])
        if not event["scored"]:
            continue
        span = (event["start"], score_end if event["end"] is None else event["end"], 1)
        spans.setdefault((event["metric"], event["culprit"]), []).append(span)
        for neighbour in event["accomplices"]:
            spans.setdefault((event["metric"] + "C", neighbour), []).append(span)

    for event in given:
        span = (event["start"], score_end if event["end"] is None else event["end"], 1)
        spans.setdefault((event["metric"], event["culprit"]), []).append(span)
        for neighbour in event["accomplices"]:
            spans.setdefault((event["metric"] + "C", neighbour), []).append(span)

    # ---- networks
    participants = {}
    for snapshot in folder.snapshots["participants"]:
        for one in snapshot.data:
            for asn in one["asns"]:
                participants.setdefault(asn, one)
    networks |= set(participants)
    networks = {n for n in networks if registries.is_reported(n, judged_at)}

    def rir_of(asn):
        line = registries.delegation(asn, judged_at)
        return line[3] if line else None

    contacts = Contacts(folder, judged_at, rir_of)
    spoofer = spoofer_results(folder, period)
    policies = policy_registered(folder, judged_at)
    orgs = [s.data for s in folder.fresh("orgs", judged_at) or []]

    out = {}
    for asn in sorted(networks):
        line = registries.delegation(asn, judged_at)
        org = next((o[asn] for o in orgs if asn in o), None)
        holder = contacts.holders.get(asn) or (org[1] if org else None)
        economy = line[2] if line and line[2] else (org[2] if org else None)
        metrics = network_metrics(asn, rows.get(asn, []), (*passed.get(asn, (0, 0, 0)), all_invalid), spans, period, have_bgp, framework,
                                  folder, judged_at, spoofer, policies, contacts, line[3] if line else None, ("M1", "M2", "M3", "M4"))
        out[str(asn)] = {"asn": asn, "holder": holder, "economy": economy, "rir": line[3] if line else None,
                         "participant": participants.get(asn), "scores": scores_of(metrics, framework),
                         "metrics": {k: v for k, v in metrics.items() if k != "exact"},
                         "routes": route_counts(rows.get(asn, []))}

    inputs = []
    for kind in folder.snapshots:
        for snapshot, stale, _ in folder.in_force(kind, judged_at):
            inputs.append({"kind": kind, "file": snapshot.name, "asOf": show_time(snapshot.as_of),
                           "age": judged_at - snapshot.as_of, "fresh": not stale})
    for event in events:
        event["prefixes"] = [show_prefix(p) for p in event["prefixes"]]
        for name in ("start", "visibleFrom", "end"):
            event[name] = show_time(event[name])
    return {
        "period": {"start": show_time(period[0]), "end": show_time(period[1]),
                   "observedFrom": show_time(observed[0]), "observedTo": show_time(observed[1])},
        "framework": framework_name,
        "coverage": {"level": "low" if low else "normal", "fullFeedPeersV4": feeds[4], "fullFeedPeersV6": feeds[6],
                     "minPeers": minimum[4], "minPeersV6": minimum[6]},
        "inputs": inputs, "repeated": world.repeated, "dataReachesEnd": reached,
        "counts": {"routes": len(world.routes), "networks": len(out), "events": len(events),
                   "peers": len({s for s in world.tables})},
        "asns": out, "routes": {str(k): v for k, v in rows.items()}, "events": events}


def route_counts(rows):
    counted = [r for r in rows if r["counted"]]

    def number(field, *values):
        return sum(1 for r in counted if r[field] in values)

    return {"total": len(rows), "counted": len(counted),
            "rov": {"valid": number("rov", "valid"), "notFound": number("rov", "not_found"),
                    "invalid": number("rov", "invalid_asn", "invalid_length", "invalid_as0")},
            "irr": {"valid": number("irr", "valid"), "covering": number("irr", "covering"),
                    "invalid": number("irr", "invalid"), "notFound": number("irr", "not_found")}}


def policy_registered(folder, t):
    """{asn: 0 or 1} of the aut-nums, or None where there are none to ask."""
    out = {}
    for snapshot in folder.fresh("irr", t) or []:
        for one in snapshot.data["autnums"]:
            names = one["names"]
            good = {"import", "export"} <= names or {"mp-import", "mp-export"} <= names
            out[one["asn"]] = max(out.get(one["asn"], 0), int(good))
    return out or None


def network_metrics(asn, rows, passed, spans, period, have_bgp, framework, folder, t, spoofer, policies, contacts, rir, measured):
    out, exact = {}, {}

    def put(name, raw, score, scored, incidents=None, why=None):
        out[name] = metric(raw, score, scored, incidents, why)
        exact[name] = score

    for name in INCIDENT_METRICS:
        scored = name in framework["filtering"]
        if not have_bgp:
            put(name, None, None, scored, 0, "no BGP data")
        elif name[:2] not in measured:
            put(name, None, None, scored, 0, "not measured")
        else:
            raw, n = incident.raw_metric(spans.get((name, asn), []), *period)
            put(name, raw, incident.normalise(raw), scored, n)

    blocks = spoofer.get(asn)
    if blocks:
        raw = Fraction(sum(1 for received in blocks.values() if received))
        put("M5", raw, incident.normalise(raw), True)
    else:
        put("M5", None, None, True, why="no public session in the period")

    if policies is None:
        put("M6", None, None, False, why="no aut-num at hand")
    else:
        put("M6", policies.get(asn, 0), policies.get(asn, 0), False)

    counted = [r for r in rows if r["counted"]]
    n = len(counted)
    if not n:
        why_irr = why_rpki = "no routes"
    else:
        why_irr = "IRR " + folder.why_not("irr", t) if any(r["irr"] is None for r in counted) else None
        why_rpki = "VRPs " + folder.why_not("vrps", t) if any(r["rov"] is None for r in counted) else None
    if why_irr:
        put("M7IRR", None, None, True, why=why_irr)
    else:
        value = incident.m7irr(sum(r["irr"] in ("valid", "covering") for r in counted), n)
        put("M7IRR", value, value, True)
    if why_rpki:
        put("M7RPKI", None, None, True, why=why_rpki)
        put("M7RPKIN", None, None, False, why=why_rpki)
    else:
        value = incident.m7rpki(sum(r["rov"] == "valid" for r in counted),
                                sum(r["rov"].startswith("invalid") for r in counted), n)
        put("M7RPKI", value, value, True)
        put("M7RPKIN", incident.m7rpkin(sum(r["rov"] == "not_found" for r in counted), n), None, False)

    value, why = contacts.value(asn, rir)
    put("M8", value, None if value is None else Fraction(value), True, why=why)

    _, invalid, unknown, all_invalid = passed
    if not have_bgp:
        put("M9", None, None, False, why="no BGP data")
    elif not folder.fresh("vrps", t) or unknown:
        put("M9", None, None, False, why="VRPs " + folder.why_not("vrps", t))
    else:
        put("M9", invalid, None, False)
        out["M9"]["share"] = invalid / all_invalid if all_invalid else 0.0
    out["exact"] = exact
    return out


def scores_of(metrics, framework):
    exact = metrics["exact"]

    def why(name):
        return metrics[name].get("noData")

    filtering = incident.mean([exact[name] for name in framework["filtering"]])
    return {"filtering": key_figure(filtering, why("M3")), "antiSpoofing": key_figure(exact["M5"], why("M5")),
            "coordination": key_figure(exact["M8"], why("M8")),
            "routingInformationIRR": key_figure(exact["M7IRR"], why("M7IRR")),
            "routingInformationRPKI": key_figure(exact["M7RPKI"], why("M7RPKI"))}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("directory")
    options.add_argument("--month")
    options.add_argument("--from", dest="since")
    options.add_argument("--to", dest="until")
    options.add_argument("--framework", default="manrs-2024", choices=sorted(FRAMEWORKS))
    options.add_argument("--out", required=True)
    arguments = options.parse_args()
    result = measure(arguments.directory, arguments)
    with open(arguments.out, "w", encoding="utf-8") as f:
        json.dump(result, f, indent=None, separators=(",", ":"))
    print(json.dumps({"counts": result["counts"], "coverage": result["coverage"], "period": result["period"]}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
