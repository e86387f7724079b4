#!/usr/bin/env python3
"""Made-up data folders in which each value of each metric occurs, with what must come out written by hand.

    folders.py NAME DIR     writes one of them     (measure it with --month 2026-06)

Each function writes a folder and answers its expectations: a list of (what, ASN or prefix, way into the JSON of
show asn or the fields of show routes, value). Registries are written from the field lists of doc/formats.md.
"""

import json
import sys
from fractions import Fraction

from made import DAY, HOUR, MINUTE, Made, Peers, at, route
from mrtfile import Peer

MONTH = "2026-06"
BEGIN = at("2026-06-10")
END = BEGIN + DAY
T1, T2 = 31000, 31001               # transits
RIR_BLOCKS = {                      # a /8, an IPv6 /16 or longer and 1,000 ASNs that IANA gave to each
    "ripencc": ("SE", "80", "2a00::", 16, 20000), "apnic": ("JP", "101", "2400::", 16, 23552),
    "arin": ("US", "50", "2600::", 16, 11000), "lacnic": ("UY", "179", "2800::", 16, 27648),
    "afrinic": ("MU", "102", "2c0f:f000::", 20, 36864)}


def addresses(number, n, family):
    """n sessions of one collector, every one a network of its own."""
    if family == 4:
        return [Peer(f"193.0.{number}.{i + 1}", 3301 + 20 * number + i) for i in range(n)]
    return [Peer(f"2001:7f8:{number}::{i + 1}", 3301 + 20 * number + i) for i in range(n)]


class World:
    def __init__(self, top, n_peers=(6, 6), registries=RIR_BLOCKS, delegated_date="20260609"):
        self.made = Made(top)
        self.want = []
        self.rows = {}              # {prefix: tail}
        self.counters = {r: 0 for r in RIR_BLOCKS}
        self.vrps, self.objects = [], []
        self.n_peers = n_peers
        for registry in registries:
            cc, eight, six, length, first = RIR_BLOCKS[registry]
            rows = [(cc, "asn", first, 998, "allocated", f"org-{registry}"),
                    ("", "asn", first + 998, 1, "available"), ("", "asn", first + 999, 1, "reserved"),
                    (cc, "ipv4", f"{eight}.0.0.0", 12 << 20, "allocated", f"org-{registry}"),
                    ("", "ipv4", f"{eight}.192.0.0", 1 << 20, "available"),
                    ("", "ipv4", f"{eight}.208.0.0", 1 << 20, "reserved"),
                    (cc, "ipv4", f"{eight}.224.0.0", 3 << 20, "assigned"),      # no power of two
                    (cc, "ipv6", six, length, "allocated", f"org-{registry}")]
            if registry == "ripencc":
                rows += [("SE", "asn", 3300, 200, "assigned"), ("SE", "asn", 31000, 100, "assigned")]
            self.made.delegated(f"delegated-{registry}-extended-{delegated_date}", registry, delegated_date,
                                rows, extended=registry != "apnic")

    def block(self, registry, length=24):
        """Another prefix of a registry's allocated space, one /20 away from the last."""
        n = self.counters[registry]
        self.counters[registry] += 1
        return f"{RIR_BLOCKS[registry][1]}.{n // 16}.{n % 16 * 16}.0/{length}"

    def six(self, registry, length=48):
        n = self.counters[registry]
        self.counters[registry] += 1
        head = {"ripencc": "2a00", "apnic": "2400", "arin": "2600", "lacnic": "2800", "afrinic": "2c0f:f000"}[registry]
        return f"{head}:{n + 1:x}::/{length}"

    def originate(self, asn, registry, n=1, length=24, via=T1):
        out = [self.block(registry, length) for _ in range(n)]
        self.rows.update({p: [via, asn] for p in out})
        return out

    def expect(self, what, asn, way, value):
        self.want.append((what, asn, way, value))

    def collectors(self):
        """Two collectors, each with sessions over both families to each of its peers."""
        out = []
        for number, n in enumerate(self.n_peers, 1):
            four, six = addresses(number, n, 4), addresses(number, n, 6)
            out.append((Peers(self.made, f"rrc{90 + number}", four), Peers(self.made, f"rrc{90 + number}", six)))
        return out

    def play(self):
        """The table at the beginning, a keepalive every 20 minutes, the last one at the end."""
        pairs = self.collectors()
        for four, six in pairs:
            four.records.table(BEGIN, {p: [(peer, [peer.asn, *tail]) for peer in (six if ":" in p else four).peers]
                                       for p, tail in self.rows.items()})
            for t in range(BEGIN, END + 1, 20 * MINUTE):
                four.records.keepalive(t, four.peers[0])
        return pairs


def metrics(top):
    """Every value of every metric that registries give, all five registries, twelve peers, both families."""
    w = World(top)
    ratios(w)
    not_counted(w)
    spoofer(w)
    policies(w)
    contacts(w)
    who_is_who(w)
    passed_on(w)
    snapshots(w)
    pairs = w.play()
    four = pairs[0][0]
    # only five of twelve peers, at one time, and only four
    four.announce(BEGIN + HOUR, ["80.130.0.0/24"], [T1, 20001], [0, 1, 2, 3])
    pairs[1][0].announce(BEGIN + HOUR, ["80.130.0.0/24"], [T1, 20001], [0])
    four.announce(BEGIN + HOUR, ["80.130.16.0/24"], [T1, 20001], [0, 1, 2, 3])
    w.made.rpki_client("rpki-client.20260609T200000Z.json", "2026-06-09T20:00:00Z",
                       w.vrps + [("80.131.0.0/24", 24, 20080)], [(20001, [T1]), (20002, [0])])
    w.made.rpki_client("rpki-client.20260610T120000Z.json", "2026-06-10T12:00:00Z",
                       w.vrps + [("80.131.0.0/24", 24, 20081), ("80.131.16.0/24", 24, 20081)])
    w.made.rpsl("ripe.20260606.db", w.objects)
    # seen by all until 11:00 only, so judged by the first snapshot; and to the end, judged by the second
    for pair in pairs:
        pair[0].announce(BEGIN + HOUR, ["80.131.0.0/24"], [T1, 20080])
        pair[0].withdraw(BEGIN + 11 * HOUR, ["80.131.0.0/24"])
        pair[0].announce(BEGIN + HOUR, ["80.131.16.0/24"], [T1, 20081])
    w.expect("judged by the VRPs of its last sighting", 20080, "routes.rov.valid", 1)
    w.expect("a repair shows", 20081, "routes.rov.valid", 1)
    w.made.finish()
    return w


def ratios(w):
    """M7: 100 routes, 90 valid, 5 invalid; 160, 159, 120 and 119 of 200 with route objects; nothing."""
    own = w.originate(20010, "ripencc", 100)
    w.vrps += [(p, 24, 20010) for p in own[:90]] + [(p, 24, 20011) for p in own[90:93]]
    w.vrps += [(own[93].replace("/24", "/20"), 20, 20010), (own[94], 24, 0)]
    w.expect("90 valid, 5 invalid of 100", 20010, "metrics.M7RPKI.raw", 0.4)
    w.expect("3 by ASN, 1 by length, 1 by AS 0", 20010, "routes.rov", {"valid": 90, "invalid": 5, "notFound": 5})
    w.expect("not covered", 20010, "metrics.M7RPKIN.raw", 0.05)
    w.expect("lagging", 20010, "scores.routingInformationRPKI.readiness", "lagging")
    w.expect("no route object", 20010, "metrics.M7IRR.raw", 0)
    for i, (covered, level) in enumerate([(160, "ready"), (159, "aspiring"), (120, "aspiring"), (119, "lagging")]):
        asn, registry = 27700 + i, "lacnic"
        own = w.originate(asn, registry, 200)
        exact, shorter = own[:covered - 50], own[covered - 50:covered]
        w.objects += [route(p, asn) for p in exact] + [route(p.replace("/24", "/20"), asn) for p in shorter]
        w.objects += [route(p, 27650) for p in own[covered:covered + 5]]       # others' objects
        w.expect(f"{covered} of 200", asn, "scores.routingInformationIRR.readiness", level)
        w.expect(f"{covered} of 200", asn, "metrics.M7IRR.raw", float(Fraction(covered, 200)))
        w.expect(f"{covered} of 200", asn, "routes.irr", {"valid": covered - 50, "covering": 50, "invalid": 5,
                                                          "notFound": 195 - covered})
    own = w.originate(20012, "ripencc", 10)
    w.vrps += [(p, 24, 20012) for p in own[:9]] + [(own[9], 24, 20011)]
    w.expect("one invalid of ten undoes ten valid", 20012, "metrics.M7RPKI.raw", 0)
    own = w.originate(20013, "ripencc", 3) + [w.six("ripencc") for _ in range(3)]
    w.rows.update({p: [T1, 20013] for p in own})
    w.vrps += [(p, int(p.split("/")[1]), 20013) for p in own[1:5]]
    w.objects += [route(p, 20013) for p in own[:5]]
    w.expect("both families make one ratio", 20013, "metrics.M7RPKI.raw", float(Fraction(4, 6)))
    w.expect("both families make one ratio", 20013, "metrics.M7IRR.raw", float(Fraction(5, 6)))


def not_counted(w):
    """whyNot, each kind and their order."""
    asn = 20001
    rows = {"80.128.0.0/24": None, "0.0.0.0/0": "default", "80.128.16.0/25": "length", "10.20.0.0/16": "bogon",
            "10.30.0.0/25": "length", "::/0": "default", "2a00:f001::/49": "length", "2001:db8:7::/48": "bogon",
            "2a00:f002::/48": None, "80.193.0.0/24": "bogon", "80.209.0.0/24": None, "80.232.0.0/24": None}
    w.rows.update({p: [T1, asn] for p in rows})
    for prefix, why in rows.items():
        w.expect("why it is not counted", f"{prefix} {asn}", "whyNot", why)
    w.expect("available space", f"80.193.0.0/24 {asn}", "bogon", "full")
    w.expect("reserved space counts", f"80.209.0.0/24 {asn}", "bogon", "administrative")
    w.expect("five peers are visible", f"80.130.0.0/24 {asn}", "whyNot", None)
    w.expect("four are not", f"80.130.16.0/24 {asn}", "whyNot", "visibility")
    w.rows["80.129.0.0/24"] = [T1, ("set", [20001, 20002])]
    w.rows["80.129.16.0/25"] = [T1, ("set", [20001])]
    w.expect("twelve routes and two", asn, "routes.total", 14)
    w.expect("that count", asn, "routes.counted", 5)


def session(number, when, asn4=None, client4=None, nat4=None, private=None, routed=None, asn6=None, client6=None,
            nat6=None, private6=None, routed6=None):
    return {"@id": f"/sessions/{number}", "@type": "Session", "session": number, "timestamp": when, "country": "swe",
            "asn4": asn4, "asn6": asn6, "client4": client4, "client6": client6, "nat4": nat4, "nat6": nat6,
            "privatespoof": private, "routedspoof": routed, "privatespoof6": private6, "routedspoof6": routed6}


def spoofer(w):
    """M5: sessions of June, and some beside it."""
    rows = []

    def one(asn, day, block, result, nat=False, hour=12, routed=None):
        rows.append(session(len(rows) + 1, f"2026-06-{day:02d}T{hour:02d}:00:00+00:00", str(asn), block, nat, result,
                            routed or result))

    def want(asn, what, raw, level):
        w.originate(asn, "ripencc")
        w.expect(what, asn, "metrics.M5.raw", raw)
        w.expect(what, asn, "scores.antiSpoofing.readiness", level)

    one(20020, 3, "80.0.1.0/24", "blocked")
    want(20020, "blocked", 0, "ready")
    one(20021, 3, "80.0.2.0/24", "received")
    want(20021, "one block", 1, "lagging")
    one(20022, 3, "80.0.3.0/24", "received")
    one(20022, 4, "80.0.4.0/24", "blocked", routed="received")
    want(20022, "two blocks, one of them by routed packets only", 2, "lagging")
    one(20023, 3, "80.0.5.0/24", "received", nat=True)
    want(20023, "behind NAT: no data", None, "no_data_available")
    want(20024, "no session", None, "no_data_available")
    one(20025, 3, "80.0.6.0/24", "received", hour=8)
    one(20025, 3, "80.0.6.0/24", "blocked", hour=20)
    want(20025, "of one block and day the last one", 0, "ready")
    one(20026, 3, "80.0.7.0/24", "received")
    one(20026, 4, "80.0.7.0/24", "blocked")
    one(20026, 5, "80.0.7.0/24", "received")
    want(20026, "the same block on two days is one", 1, "lagging")
    one(20027, 3, "80.0.8.0/24", "rewritten")
    one(20027, 4, "80.0.8.0/24", "unknown")
    want(20027, "neither received nor blocked", None, "no_data_available")
    rows.append(session(len(rows) + 1, "2026-06-05T10:00:00+00:00", asn6="20028", client6="2a00:1::/40", nat6=False,
                        private6="blocked", routed6="received"))
    want(20028, "over IPv6", 1, "lagging")
    rows.append(session(len(rows) + 1, "2026-05-31T23:59:59+00:00", "20029", "80.0.9.0/24", False, "received", "received"))
    rows.append(session(len(rows) + 2, "2026-07-01T00:00:00+00:00", "20029", "80.0.9.0/24", False, "received", "received"))
    want(20029, "outside the period", None, "no_data_available")
    half = len(rows) // 2
    w.made.json("spoofer/page1.20260605.json", {"@context": "/contexts/Session", "@type": "hydra:Collection",
                                               "hydra:member": rows[:half], "hydra:totalItems": half})
    w.made.json("spoofer/page2.20260606.json", rows[half:])


def autnum(asn, *more, source="RIPE"):
    return [("aut-num", f"AS{asn}"), ("as-name", f"NAME-{asn}"), *more, ("mnt-by", "M-MNT"), ("source", source)]


IMPORT, EXPORT = ("import", "from AS31000 accept ANY"), ("export", f"to AS31000 announce AS-ALL")
MP = ("mp-import", "afi any.unicast from AS31000 accept ANY"), ("mp-export", "afi any.unicast to AS31000 announce AS-ALL")


def policies(w):
    """M6."""
    for asn, what, raw, lines in [
            (20030, "import and export", 1, [IMPORT, EXPORT]), (20031, "mp-import and mp-export", 1, MP),
            (20032, "import only", 0, [IMPORT]), (20033, "export only", 0, [EXPORT]),
            (20034, "import and mp-export", 0, [IMPORT, MP[1]]), (20035, "neither", 0, [])]:
        w.originate(asn, "ripencc")
        w.objects.append(autnum(asn, *lines, ("admin-c", "A-RIPE"), ("tech-c", "A-RIPE")))
        w.expect(what, asn, "metrics.M6.raw", raw)
    w.originate(20036, "ripencc")
    w.objects.append("aut-num:   AS20036   # a remark\nas-name: NAME-20036\nIMPORT:  from AS31000\n+        accept ANY\n"
                     "remarks: import\nexport:  to AS31000\n\t announce AS20036\nsource: RIPE\n")
    w.expect("continued lines, capitals, remarks", 20036, "metrics.M6.raw", 1)
    w.originate(20037, "ripencc")
    w.expect("no aut-num", 20037, "metrics.M6.raw", 0)


def rdap(asn, *entities, port43="whois.arin.net"):
    return {"rdapConformance": ["rdap_level_0"], "objectClassName": "autnum", "handle": f"AS{asn}", "startAutnum": asn,
            "endAutnum": asn, "name": f"NAME-{asn}", "entities": list(entities), "port43": port43}


def entity(roles, *card, kind="group", inside=()):
    rows = [["version", {}, "text", "4.0"], ["fn", {}, "text", "Somebody"], ["kind", {}, "text", kind], *card]
    return {"objectClassName": "entity", "handle": "H-1", "roles": roles, "vcardArray": ["vcard", rows],
            "entities": list(inside)}


MAIL, PHONE = ["email", {}, "text", "noc@example.net"], ["tel", {"type": "voice"}, "text", "+1 0"]


def contacts(w):
    """M8: each registry's kind of source, and PeeringDB."""
    def want(asn, registry, what, raw):
        w.originate(asn, registry)
        w.expect(what, asn, "metrics.M8.raw", raw)
        w.expect(what, asn, "scores.coordination.readiness", "ready" if raw else "lagging")

    registries = {"ripencc": [], "apnic": [], "afrinic": []}
    for registry, source, first in (("ripencc", "RIPE", 20040), ("apnic", "APNIC", 23600), ("afrinic", "AFRINIC", 36900)):
        for i, (what, raw, lines) in enumerate([
                ("admin-c alone", 1, [("admin-c", "A-X")]), ("tech-c alone", 1, [("tech-c", "A-X")]),
                ("abuse-c alone", 0, [("abuse-c", "A-X")]), ("mnt-by alone", 0, [])]):
            want(first + i, registry, f"{source}: {what}", raw)
            registries[registry].append(autnum(first + i, *lines, source=source))
        want(first + 4, registry, f"{source}: no aut-num", 0)
    w.objects += registries["ripencc"]
    w.made.rpsl("apnic.db.20260606", registries["apnic"])
    w.made.rpsl("afrinic.db.20260606", registries["afrinic"])

    want(11100, "arin", "ARIN: technical", 1)
    want(11101, "arin", "ARIN: noc", 1)
    want(11102, "arin", "ARIN: abuse and administrative", 0)
    want(11103, "arin", "ARIN: technical inside the organisation", 1)
    want(11104, "arin", "ARIN: no answer", 0)
    w.made.json("contacts/arin.20260601.json", [
        rdap(11100, entity(["technical"], MAIL)), rdap(11101, entity(["noc"], PHONE)),
        rdap(11102, entity(["abuse"], MAIL), entity(["administrative"], MAIL)),
        rdap(11103, entity(["registrant"], inside=[entity(["technical"], MAIL)]))])
    want(27900, "lacnic", "LACNIC: a person with e-mail", 1)
    want(27901, "lacnic", "LACNIC: a person with telephone", 1)
    want(27902, "lacnic", "LACNIC: a person with neither", 0)
    want(27903, "lacnic", "LACNIC: abuse only", 0)
    answers = [rdap(27900, entity(["routing"], MAIL, kind="individual"), port43="whois.lacnic.net"),
               rdap(27901, entity(["routing"], PHONE, kind="individual"), port43="whois.lacnic.net"),
               rdap(27902, entity(["routing"], kind="individual"), port43="whois.lacnic.net"),
               rdap(27903, entity(["abuse"], MAIL, kind="individual"), port43="whois.lacnic.net")]
    w.made.text("contacts/lacnic.20260601.json", "".join(json.dumps(a) + "\n" for a in answers))

    pocs = [("NOC", "noc@example.net", "", 1), ("Technical", "", "+1 0", 1), ("Maintenance", "m@example.net", "", 1),
            ("Policy", "p@example.net", "", 1), ("Abuse", "a@example.net", "", 1), ("Sales", "s@example.net", "+1 0", 0),
            ("Public Relations", "s@example.net", "", 0), ("NOC", "", "", 0)]
    nets, contacts_ = [], []
    for i, (role, mail, phone, raw) in enumerate(pocs):
        want(11200 + i, "arin", f"PeeringDB: {role} {mail} {phone}", raw)
        nets.append({"id": 500 + i, "org_id": 900 + i, "name": f"Net {i}", "aka": "", "asn": 11200 + i, "status": "ok",
                     "irr_as_set": "", "info_type": "NSP", "info_prefixes4": 5, "policy_general": "Open",
                     "created": "2020-01-01T00:00:00Z", "updated": "2026-01-01T00:00:00Z"})
        contacts_.append({"id": 700 + i, "net_id": 500 + i, "role": role, "visible": "Public", "name": "N",
                          "phone": phone, "email": mail, "url": "", "status": "ok",
                          "created": "2020-01-01T00:00:00Z", "updated": "2026-01-01T00:00:00Z"})
    meta = {"generated": at("2026-06-04")}
    w.made.json("peeringdb/net.json", {"data": nets, "meta": meta})
    w.made.json("peeringdb/poc.json", {"data": contacts_, "meta": meta})


def who_is_who(w):
    """Which networks are reported, participants, economies."""
    w.rows[w.block("ripencc")] = [T1, 20998]            # available
    w.rows[w.block("ripencc")] = [T1, 20999]            # reserved
    w.rows[w.block("ripencc")] = [T1, 64700]            # private
    w.rows[w.block("ripencc")] = [T1, 40000]            # in no file
    for asn, what in ((20998, "available"), (20999, "reserved"), (64700, "private"), (40000, "in no registry's file"),
                      (20997, "allocated but not seen")):
        w.expect(what, asn, "", None)
    w.originate(20060, "ripencc")
    w.expect("economy and registry of a range", 20060, "economy", "SE")
    w.expect("economy and registry of a range", 20060, "rir", "ripencc")
    w.expect("an APNIC file of seven fields", 23600, "rir", "apnic")
    w.expect("forwards only", T1, "routes.total", 0)
    w.expect("forwards only", T1, "scores.routingInformationRPKI.readiness", "no_data_available")
    w.expect("no route: no data", T1, "metrics.M7IRR.raw", None)
    w.made.text("participants/operators.20260601.csv",
                "\ufeffOrganization Name,Areas,ASNs,Action 1: Filtering,Action 2: Anti-spoofing,Action 3: Coordination,"
                "Action 4: Global Validation\r\n"
                "\"Quoted, Inc.\",SE;NO,\"20061;20062, AS20063\",Yes,Yes,Yes,IRR\r\nReserved,SE,20999,Yes,No,Yes,IRR\r\n")
    w.made.text("participants/cdns.20260601.csv",
                "Organization Name,ASNs,Action 1: Filtering,Action 2: Anti-spoofing,Action 3: Coordination,"
                "Action 4: Global Validation,Action 5: MANRS Adoption,Action 6: Tools\nSome CDN,20064,Yes,Yes,Yes,IRR,Yes,No\n")
    for asn in (20061, 20062, 20063, 20064):
        w.expect("a participant without routes", asn, "routes.total", 0)
    w.expect("no leak", 20060, "metrics.M1.raw", 0)
    w.expect("no incident", 20060, "metrics.M3.raw", 0)
    w.expect("no incident: 1", 20060, "scores.filtering.value", 1)


def passed_on(w):
    """M9: invalid routes of others. T2 passes on two, its customer 20071 one of these; the folder has 12: 5 of AS20010,
    1 of AS20012, these 2 and one of each form of VRPs."""
    own = w.originate(20070, "ripencc", 2, via=T2)
    deep = w.block("ripencc")
    w.rows[deep] = [T2, 20071, 20070]
    w.vrps += [(own[0], 24, 20072), (deep, 24, 20072), (own[1], 24, 20070)]
    w.expect("two invalid", T2, "metrics.M9.raw", 2)
    w.expect("of twelve", T2, "metrics.M9.share", float(Fraction(2, 12)))
    w.expect("one", 20071, "metrics.M9.raw", 1)
    w.expect("one of twelve", 20071, "metrics.M9.share", float(Fraction(1, 12)))
    w.expect("not as the origin", 20070, "metrics.M9.raw", 0)
    w.expect("not as the collector's peer", 3321, "metrics.M9.raw", 0)


def snapshots(w):
    """VRPs in every form: parts that belong together, each judges the networks of one registry."""
    when = "2026-06-09T21:00:00Z"
    for registry, asn, write in [
            ("apnic", 23700, lambda rows: w.made.routinator("routinator.20260609T210000Z.json", when, rows)),
            ("arin", 11300, lambda rows: w.made.routinator_ext("jsonext.20260609T210000Z.json", when, rows)),
            ("lacnic", 28000, lambda rows: w.made.validator3("validator3.20260609T2100.json", rows)),
            ("afrinic", 37000, lambda rows: w.made.vrp_csv("vrps-2026-06-09T2200.csv", rows))]:
        own = w.originate(asn, registry, 2)
        longer = w.six(registry)
        w.rows[longer] = [T1, asn]
        write([(own[0], 24, asn), (own[1].replace("/24", "/20"), 22, asn), (longer, 48, asn)])
        w.expect(f"VRPs of {registry}", asn, "routes.rov", {"valid": 2, "invalid": 1, "notFound": 0})


def low(top):
    """Three peers: thresholds become their number and coverage is low; as_of later: every registry is younger."""
    w = World(top, n_peers=(3,), delegated_date="20260620")
    own = w.originate(20010, "ripencc", 4)
    w.vrps += [(own[0], 24, 20010), (own[1], 24, 20011)]
    w.objects += [route(own[0], 20010), autnum(20010, IMPORT, EXPORT, ("admin-c", "A-RIPE"))]
    w.made.rpki_client("rpki-client.json", "2026-06-20T20:00:00Z", w.vrps)
    w.made.rpsl("ripe.20260620.db", w.objects)
    (four, _), = w.play()
    four.announce(BEGIN + HOUR, ["80.130.0.0/24"], [T1, 20001], [0, 1])
    four.announce(BEGIN + HOUR, ["10.1.0.0/16"], [T1, 20001])
    four.withdraw(BEGIN + 2 * HOUR, ["10.1.0.0/16"])
    four.announce(BEGIN + HOUR, ["10.2.0.0/16"], [T1, 20001], [0, 1])
    w.rows["80.1.2.0/24"] = [T1, 20001]
    w.expect("coverage", 20010, "coverage.level", "low")
    w.expect("coverage", 20010, "coverage.fullFeedPeersV4", 3)
    w.expect("coverage", 20010, "coverage.minPeers", 3)
    w.expect("two of three peers", "80.130.0.0/24 20001", "whyNot", "visibility")
    w.expect("three of three score", 20001, "metrics.M3.raw", 1)
    w.expect("younger VRPs judge", 20010, "routes.rov", {"valid": 1, "invalid": 1, "notFound": 2})
    w.expect("younger IRR", 20010, "metrics.M7IRR.raw", 0.25)
    w.expect("younger contacts", 20010, "metrics.M8.raw", 1)
    w.expect("policy", 20010, "metrics.M6.raw", 1)
    w.made.finish()
    return w


def stale(top):
    """Everything is too old: VRPs of 37 hours, IRR and delegated of 8 days, contacts of 31, no PeeringDB at all."""
    w = World(top, delegated_date="20260601")
    own = w.originate(20010, "ripencc", 4)
    w.originate(11100, "arin")
    w.vrps += [(p, 24, 20010) for p in own]
    w.objects += [route(p, 20010) for p in own] + [autnum(20010, IMPORT, EXPORT, ("admin-c", "A-RIPE"))]
    w.made.rpki_client("rpki-client.json", "2026-06-09T10:59:00Z", w.vrps)
    w.made.rpsl("ripe.20260601.db", w.objects)
    w.made.json("contacts/arin.20260510.json", [rdap(11100, entity(["technical"], MAIL))])
    pairs = w.play()
    for four, _ in pairs:
        four.announce(BEGIN + HOUR, ["80.193.0.0/24"], [T1, 20010])         # available, but nobody knows
        four.announce(BEGIN + HOUR, ["10.1.0.0/16"], [T1, 20010])           # special all the same
        four.withdraw(BEGIN + 2 * HOUR, ["80.193.0.0/24", "10.1.0.0/16"])
    for name in ("M7RPKI", "M7RPKIN", "M7IRR", "M6", "M8"):
        w.expect("stale", 20010, f"metrics.{name}.raw", None)
    w.expect("stale", 20010, "scores.routingInformationRPKI.readiness", "no_data_available")
    w.expect("stale", T1, "metrics.M9.raw", None)
    w.expect("no contact source of the registry is fresh", 11100, "metrics.M8.raw", None)
    w.expect("special ranges need no registry", 20010, "metrics.M3.raw", 1)
    w.expect("the list of networks never depends on age", 20010, "rir", "ripencc")
    w.made.finish()
    return w


def fresh(top):
    """The same at the edge: VRPs of 36 hours and IRR of 7 days at the last record, and no contact but PeeringDB of 30 days."""
    w = World(top, delegated_date="20260604")
    own = w.originate(20010, "ripencc", 4)
    w.vrps += [(p, 24, 20010) for p in own[:2]]
    w.objects += [route(p, 20010) for p in own[:3]]
    w.made.rpki_client("rpki-client.json", "2026-06-09T12:00:00Z", w.vrps)
    w.made.rpsl("ripe.20260604.db", w.objects)
    nets = [{"id": 5, "org_id": 9, "name": "Net", "asn": 20020, "irr_as_set": "", "status": "ok"}]
    w.made.json("peeringdb/net.json", {"data": nets, "meta": {"generated": END - 30 * DAY}})
    poc = {"id": 7, "net_id": 5, "role": "NOC", "visible": "Public", "name": "N", "phone": "", "email": "noc@example.net",
           "url": "", "status": "ok"}
    w.made.json("peeringdb/poc.json", {"data": [poc], "meta": {"generated": END - 30 * DAY}})
    w.play()
    w.expect("VRPs of 36 hours", 20010, "metrics.M7RPKI.raw", 0.5)
    w.expect("IRR of 7 days", 20010, "metrics.M7IRR.raw", 0.75)
    w.expect("PeeringDB of 30 days has no contact", 20010, "metrics.M8.raw", 0)
    w.made.finish()
    return w


def bare(top):
    """Routes only, and a delegated file of one registry: what any other holds is reported too, if public."""
    w = World(top, registries=["ripencc"])
    w.originate(20010, "ripencc", 2)
    w.rows["50.1.0.0/16"] = [T1, 11100]
    w.rows["50.2.0.0/16"] = [T1, 64700]
    w.rows["80.1.128.0/24"] = [T1, 20999]
    w.play()
    w.expect("in no file, but four files are absent", 11100, "routes.counted", 1)
    w.expect("not public", 64700, "", None)
    w.expect("reserved", 20999, "", None)
    for name in ("M5", "M6", "M7IRR", "M7RPKI", "M8"):
        w.expect("no source", 20010, f"metrics.{name}.raw", None)
    w.made.finish()
    return w


FOLDERS = {"metrics": metrics, "low": low, "stale": stale, "fresh": fresh, "bare": bare}


def find(answer, way):
    for name in way.split(".") if way else []:
        answer = (answer or {}).get(name)
    return answer


def check(tap, world, asn, row):
    """asn(number): JSON of show asn or None; row(prefix, origin): one row of show routes as a dictionary."""
    for what, key, way, value in world.want:
        if isinstance(key, str):
            prefix, origin = key.split()
            got = (row(prefix, int(origin)) or {"whyNot": "no such row"}).get(way)
        else:
            got = find(asn(key), way)
        if way == "":
            tap.ok(got is None, f"AS{key} {what}: not reported", got)
        elif isinstance(value, float):
            tap.ok(got is not None and abs(got - value) < 1e-12, f"{key} {what}: {way}", f"got  {got!r}\nwant {value!r}")
        else:
            tap.same(got, value, f"{key} {what}: {way}")


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in FOLDERS:
        sys.exit(f"usage: folders.py {'|'.join(FOLDERS)} DIR")
    FOLDERS[sys.argv[1]](sys.argv[2])


if __name__ == "__main__":
    main()
