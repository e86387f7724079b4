#!/usr/bin/env python3
"""registries.py SAMPLE: write the registries of the sample from the plan: delegated files of the five RIRs, VRPs and
ASPAs, routing registries, PeeringDB, RDAP contacts, Spoofer sessions, relationships, organisations, participants.

The dates fit the period of the sample; every file's date is in its content or its name, never in its mode time.
"""

import hashlib
import ipaddress
import json
import pathlib
import sys

import plan as plan_module

DATES = {"rir": "20261005", "irr": "20261004", "peeringdb": "20261004", "contacts": "20261003", "spoofer": "20261006",
         "topology": "20260925", "orgs": "20261001", "participants": "20261001"}
RPKI = ["2026-10-05T20:00:00Z", "2026-10-06T12:00:00Z"]
RIRS = ["afrinic", "apnic", "arin", "lacnic", "ripencc"]
SOURCE = {"afrinic": "AFRINIC", "apnic": "APNIC", "arin": "ARIN", "lacnic": "LACNIC", "ripencc": "RIPE"}
ISO3 = {"SE": "swe", "US": "usa", "DE": "deu", "PL": "pol", "JP": "jpn", "CA": "can", "NL": "nld", "LU": "lux", "AT": "aut",
        "SG": "sgp", "UY": "ury", "MU": "mus", "DK": "dnk"}
# Blocks and ASNs that the registries hold back: what the lab announces of them is a bogon.
FREE = {
    "afrinic": ["afrinic|ZZ|ipv4|102.220.0.0|65536||available|", "afrinic|ZZ|asn|36910|6||available|"],
    "apnic": ["apnic||ipv4|27.66.0.0|1024||reserved|"],
    "arin": ["arin||asn|20050|1||reserved|", "arin||ipv6|2600:aff0::|32||reserved|"],
    "lacnic": ["lacnic|ZZ|ipv4|177.40.0.0|2048||available|"],
    "ripencc": ["ripencc||ipv4|31.44.0.0|512||reserved|"],
}


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def to_json(value):
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def blocks(net):
    return net.get("blocks") or [e["p"] for e in net["prefixes"]]


def iso_day(day):
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


# --- RIR ------------------------------------------------------------------------------------------------------------
def delegated(plan, out):
    for rir in RIRS:
        rows, counts = [], {"asn": 0, "ipv4": 0, "ipv6": 0}
        for net in [n for n in plan.networks if n["rir"] == rir]:
            ident = hashlib.sha1((rir + net["handle"]).encode()).hexdigest()[:12]
            status = "assigned" if rir == "arin" else "allocated"
            tail = f"20150301|{status}|{ident}"
            rows.append(f"{rir}|{net['cc']}|asn|{net['asn']}|1|{tail}")
            if net.get("kind") == "exchange":
                rows.append(f"{rir}|{net['cc']}|asn|{plan.lab['collector']['asn']}|1|{tail}")
            for block in map(ipaddress.ip_network, blocks(net)):
                kind, size = ("ipv4", block.num_addresses) if block.version == 4 else ("ipv6", block.prefixlen)
                rows.append(f"{rir}|{net['cc']}|{kind}|{block.network_address}|{size}|{tail}")
        rows += FREE[rir]
        for row in rows:
            counts[row.split("|")[2]] += 1
        rows.sort(key=lambda r: (["asn", "ipv4", "ipv6"].index(r.split("|")[2]), r))
        day = DATES["rir"]
        head = [f"2|{rir}|{day}|{len(rows)}|19830101|{day}|+0000"] + [f"{rir}|*|{k}|*|{n}|summary" for k, n in counts.items()]
        write(out / "rir" / f"delegated-{rir}-extended-{day}", "\n".join(head + rows) + "\n")


# --- RPKI -----------------------------------------------------------------------------------------------------------
def rpki(plan, out):
    ta = {r: ("ripe" if r == "ripencc" else r) for r in RIRS}
    of_asn = {n["asn"]: ta[n["rir"]] for n in plan.networks}
    for number, built in enumerate(RPKI):
        expires = plan_module.when(built) + 86400 * 2
        roas = [{"asn": a, "prefix": p, "maxLength": m, "ta": of_asn[a], "expires": expires} for p, m, a in plan.vrps(number)]
        aspas = [{"customer_asid": n["asn"], "expires": expires, "providers": sorted(plan.asn(p) for p in n["providers"])}
                 for n in plan.networks if n.get("aspa")]
        meta = {"buildmachine": "lab", "buildtime": built, "roas": len(roas), "vrps": len(roas), "uniquevrps": len(roas),
                "aspas": len(aspas), "vaps": len(aspas), "uniquevaps": len(aspas)}
        name = f"rpki-client.{built.replace('-', '').replace(':', '')}.json"
        roas.sort(key=lambda r: (r["asn"], r["prefix"]))
        aspas.sort(key=lambda r: r["customer_asid"])
        write(out / "rpki" / name, to_json({"metadata": meta, "roas": roas, "bgpsec_keys": [], "aspas": aspas}))


# --- IRR ------------------------------------------------------------------------------------------------------------
def rpsl(pairs):
    return "".join(f"{(k + ':'):<16}{v}\n" for k, v in pairs) + "\n"


def policy(plan, net):
    rows, me = [], f"AS{net['asn']}"
    asns = lambda names: sorted(plan.asn(n) for n in names)
    ups = asns(net.get("providers", []) or [u for s in net.get("sites", []) for u in s["providers"]])
    downs = sorted({n["asn"] for n in plan.networks for s in n.get("sites", [n]) if net["name"] in s.get("providers", [])})
    relations = [(a, "ANY", me + ":AS-ALL") for a in ups] + [(a, f"AS{a}:AS-ALL", "ANY") for a in downs]
    if net["asn"] in plan.lab["transit_free"]:
        relations += [(a, f"AS{a}:AS-ALL", me + ":AS-ALL") for a in plan.lab["transit_free"] if a != net["asn"]]
    for a, take, give in relations:
        if net["policy"] == "mp":
            rows += [("mp-import", f"afi any.unicast from AS{a} accept {take}"),
                     ("mp-export", f"afi any.unicast to AS{a} announce {give}")]
        elif net["policy"] == "plain":
            rows += [("import", f"from AS{a} accept {take}"), ("export", f"to AS{a} announce {give}")]
    if net.get("kind") == "exchange":
        rows += [("import", "from AS-ANY accept ANY"), ("export", "to AS-ANY announce ANY")]
    return rows, downs


def maintainer(net):
    return f"{net['handle'].split('-')[0]}-MNT"


def holder_objects(net, source):
    """What belongs to the organisation, once for all its networks."""
    mnt, handle = maintainer(net), net["handle"].split("-")[0]
    end = [("mnt-by", mnt), ("created", "2015-03-01T09:00:00Z"), ("last-modified", "2025-11-03T10:20:30Z"), ("source", source)]
    out = [rpsl([("mntner", mnt), ("descr", net["org"]), ("upd-to", "noc@example.net"), ("auth", "SSO # filtered")] + end)]
    if source in ("RIPE", "AFRINIC", "APNIC"):
        out.append(rpsl([("organisation", f"ORG-{handle}-{source}"), ("org-name", net["org"]), ("country", net["cc"]),
                         ("org-type", "LIR"), ("address", "Lab Street 1"), ("e-mail", "office@example.net"), ("mnt-ref", mnt)] + end))
    if source.lower() in net["contact"]:
        out.append(rpsl([("person", f"Engineer of {net['org']}"), ("address", "Lab Street 1"), ("phone", "+10000000000"),
                         ("e-mail", "engineer@example.net"), ("nic-hdl", f"EN-{handle}")] + end))
        out.append(rpsl([("role", f"NOC of {net['org']}"), ("address", "Lab Street 1"), ("e-mail", "noc@example.net"),
                         ("admin-c", f"EN-{handle}"), ("tech-c", f"EN-{handle}"), ("nic-hdl", f"NOC-{handle}")] + end))
    return out


def network_objects(plan, net, source):
    mnt, handle = maintainer(net), net["handle"].split("-")[0]
    rules, downs = policy(plan, net)
    end = [("mnt-by", mnt), ("created", "2015-03-02T09:00:00Z"), ("last-modified", "2025-11-04T10:20:30Z"), ("source", source)]
    body = [("aut-num", f"AS{net['asn']}"), ("as-name", f"LAB-{net['name'].upper()}"), ("descr", net["org"])] + rules
    if source in ("RIPE", "AFRINIC", "APNIC"):
        body.append(("org", f"ORG-{handle}-{source}"))
        body.append(("abuse-c", f"AB-{handle}"))
    if source.lower() in net["contact"]:
        body += [("admin-c", f"EN-{handle}"), ("tech-c", f"NOC-{handle}")]
    out = [rpsl(body + end)]
    with_set = {n["asn"] for n in plan.networks if n["policy"]}
    members = [f"AS{net['asn']}"] + [f"AS{a}:AS-ALL" if a in with_set else f"AS{a}" for a in downs]
    if net["policy"]:
        out.append(rpsl([("as-set", f"AS{net['asn']}:AS-ALL"), ("members", ", ".join(members))] + end))
    return out


def route_objects(net):
    """(source, object) of each route and route6."""
    for e in net["prefixes"]:
        source, prefix = e["irr"], e["p"]
        if source == "covering":
            source = SOURCE[net["rir"]]
            inside = ipaddress.ip_network(prefix)
            over = [ipaddress.ip_network(b) for b in blocks(net)]
            prefix = str(next(b for b in over if b.version == inside.version and inside.subnet_of(b)))
        if source:
            kind = "route6" if ":" in prefix else "route"
            mnt = f"MAINT-AS{net['asn']}" if source == "RADB" else maintainer(net)
            yield source, rpsl([(kind, prefix), ("descr", net["org"]), ("origin", f"AS{net['asn']}"), ("mnt-by", mnt),
                                ("created", "2016-05-01T08:00:00Z"), ("last-modified", "2025-02-11T12:00:00Z"), ("source", source)])


def irr(plan, out):
    texts, seen = {s: [] for s in list(SOURCE.values()) + ["RADB"]}, set()
    for net in plan.networks:
        source = SOURCE[net["rir"]]
        if net["handle"] not in seen:
            seen.add(net["handle"])
            texts[source] += holder_objects(net, source)
        texts[source] += network_objects(plan, net, source)
        for where, text in route_objects(net):
            texts[where].append(text)
    for source, parts in texts.items():
        head = f"% {source}: objects of the lab; the numbers belong to others in the real Internet\n\n"
        write(out / "irr" / f"{source.lower()}.{DATES['irr']}.db", head + "".join(parts))


# --- PeeringDB ------------------------------------------------------------------------------------------------------
def peeringdb(plan, out):
    stamp = {"created": "2018-01-01T00:00:00Z", "updated": "2026-06-01T00:00:00Z", "status": "ok"}
    listed = [n for n in plan.networks if n.get("kind") != "idle" and n["name"] != "sg"]
    orgs, nets, pocs = {}, [], []
    for net in listed:
        org = orgs.setdefault(net["handle"], {"id": len(orgs) + 1, "name": net["org"], "country": net["cc"], **stamp})
        ident = len(nets) + 1
        kind = {"exchange": "Route Server", "cdn": "Content"}.get(net.get("kind"), "NSP")
        nets.append({"id": ident, "org_id": org["id"], "name": net["org"], "aka": "", "name_long": "", "website": "", "asn": net["asn"],
                     "irr_as_set": f"AS{net['asn']}:AS-ALL" if net["policy"] else "", "info_type": kind, "info_types": [kind],
                     "info_prefixes4": 50, "info_prefixes6": 50, "info_scope": "Regional", "info_unicast": True, "info_ipv6": True,
                     "info_never_via_route_servers": net["asn"] in plan.lab["transit_free"], "policy_general": "Open", **stamp})
        if "pdb" in net["contact"]:
            pocs.append({"id": len(pocs) + 1, "net_id": ident, "role": "NOC", "visible": "Public", "name": "NOC",
                         "phone": "+10000000000", "email": "noc@example.net", "url": "", **stamp})
        elif net["name"] == "lu":
            pocs.append({"id": len(pocs) + 1, "net_id": ident, "role": "Sales", "visible": "Public", "name": "Sales",
                         "phone": "", "email": "sales@example.net", "url": "", **stamp})
    rs = plan.net["rs"]
    ix = [{"id": 1, "org_id": orgs[rs["handle"]]["id"], "name": "Gemini IX", "name_long": rs["org"], "city": "Amsterdam",
           "country": rs["cc"], "region_continent": "Europe", "media": "Ethernet", "proto_unicast": True, "proto_multicast": False,
           "proto_ipv6": True, "website": "", "tech_email": "noc@example.net", **stamp}]
    ixlan = [{"id": 1, "ix_id": 1, "name": "", "descr": "", "mtu": 1500, "rs_asn": rs["asn"], "arp_sponge": None,
              "ixf_ixp_member_list_url_visible": "Private", **stamp}]
    ixpfx = [{"id": i + 1, "ixlan_id": 1, "protocol": f"IPv{f}", "prefix": plan.lab[f"ix{f}"], "in_dfz": False, **stamp}
             for i, f in enumerate((4, 6))]
    netixlan = []
    for net in listed:
        if net.get("ix") or net is rs:
            router = plan.routers[net["name"]]
            netixlan.append({"id": len(netixlan) + 1, "net_id": 1 + listed.index(net), "ix_id": 1, "ixlan_id": 1, "name": "Gemini IX",
                             "notes": "", "speed": 10000, "asn": net["asn"], "ipaddr4": router.address("ix", 4),
                             "ipaddr6": router.address("ix", 6), "is_rs_peer": net is not rs, "bfd_support": False,
                             "operational": True, **stamp})
    meta = {"generated": plan_module.when(iso_day(DATES["peeringdb"]) + "T06:00:00Z")}
    for name, rows in (("org", list(orgs.values())), ("net", nets), ("poc", pocs), ("ix", ix), ("ixlan", ixlan), ("ixpfx", ixpfx),
                       ("netixlan", netixlan)):
        write(out / "peeringdb" / f"{name}.json", to_json({"data": rows, "meta": meta}))


# --- contacts, spoofer ----------------------------------------------------------------------------------------------
def rdap_answer(net, role):
    def card(name, kind, *more):
        return ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", name], ["kind", {}, "text", kind], *more]]
    noc = card(f"NOC of {net['org']}", "group", ["email", {}, "text", "noc@example.net"],
               ["tel", {"type": ["work", "voice"]}, "text", "+10000000000"])
    person = {"objectClassName": "entity", "handle": "NOC-" + net["handle"], "roles": [role], "vcardArray": noc}
    return {"rdapConformance": ["rdap_level_0"], "objectClassName": "autnum", "handle": f"AS{net['asn']}", "startAutnum": net["asn"],
            "endAutnum": net["asn"], "name": f"LAB-{net['name'].upper()}", "country": net["cc"], "status": ["active"],
            "events": [{"eventAction": "registration", "eventDate": "2015-03-01T09:00:00Z"},
                       {"eventAction": "last changed", "eventDate": "2025-11-03T10:20:30Z"}],
            "entities": [{"objectClassName": "entity", "handle": net["handle"], "roles": ["registrant"],
                          "vcardArray": card(net["org"], "org"), "entities": [person]}]}


def contacts(plan, out):
    roles = {"us": "technical", "ca": "noc", "idle": "technical", "uy": "technical"}
    for rir in ("arin", "lacnic"):
        rows = [rdap_answer(n, roles[n["name"]]) for n in plan.networks if n["rir"] == rir and "rdap" in n["contact"]]
        write(out / "contacts" / f"{rir}.{DATES['contacts']}.json", to_json(rows))


def spoofer(plan, out):
    rows = []
    for net in plan.networks:
        for day, block, result, nat in net["spoofer"]:
            six = ":" in block
            number = 2000000 + len(rows)
            row = {"@id": f"/sessions/{number}", "@type": "Session", "session": number,
                   "timestamp": f"2026-10-{day}T11:{len(rows):02}:00+00:00", "country": ISO3[net["cc"]],
                   "asn4": None if six else str(net["asn"]), "asn6": str(net["asn"]) if six else None, "client4": None if six else block,
                   "client6": block if six else None, "nat4": None if six else nat, "nat6": nat if six else None}
            for field in ("privatespoof", "routedspoof", "privatespoof6", "routedspoof6"):
                mine = field.endswith("6") == six
                row[field] = (result if field.startswith("routed") or result != "received" else "blocked") if mine else None
            rows.append(row)
    page = {"@context": "/contexts/Session", "@id": "/sessions", "@type": "hydra:Collection", "hydra:member": rows,
            "hydra:totalItems": len(rows)}
    write(out / "spoofer" / f"sessions.{DATES['spoofer']}.json", to_json(page))


# --- topology, organisations, participants --------------------------------------------------------------------------
def topology(plan, out):
    p2c, p2p, mlp = plan.relations()
    clique = " ".join(str(a) for a in sorted(plan.lab["transit_free"]))
    rows = [f"# input clique: {clique}", f"# IXP ASes: {plan.asn('rs')}"]
    for pairs, ending in ((p2c, "-1|bgp"), (p2p, "0|bgp"), (mlp, "0|mlp")):
        rows += [f"{a}|{b}|{ending}" for a, b in sorted(pairs)]
    write(out / "topology" / f"{DATES['topology']}.as-rel2.txt", "\n".join(rows) + "\n")


def organisations(plan, out):
    seen, orgs, auts = set(), [], []
    for net in plan.networks:
        ident = f"{net['handle']}-{SOURCE[net['rir']]}"
        if ident not in seen:
            seen.add(ident)
            orgs.append(f"{ident}|20250101|{net['org']}|{net['cc']}|{SOURCE[net['rir']]}")
        opaque = hashlib.sha1((net["rir"] + net["handle"]).encode()).hexdigest()[:12]
        auts.append(f"{net['asn']}|20250101|LAB-{net['name'].upper()}|{ident}|{opaque}_{SOURCE[net['rir']]}|{SOURCE[net['rir']]}")
    rows = ["# name: AS Org", "# format:org_id|changed|org_name|country|source"] + orgs
    rows += ["# format:aut|changed|aut_name|org_id|opaque_id|source"] + auts
    write(out / "orgs" / f"{DATES['orgs']}.as-org2info.txt", "\n".join(rows) + "\n")


def participants(plan, out):
    day = DATES["participants"]
    four = "Action 1: Filtering,Action 2: Anti-spoofing,Action 3: Coordination,Action 4: Global Validation"
    yes = {"nl": "Yes,Yes,Yes,IRR;RPKI", "lu": "Yes,No,Yes,No", "de": "Yes,No,Yes,IRR;RPKI", "ca": "Yes,Yes,Yes,IRR;RPKI",
           "jp": "Yes,Yes,Yes,RPKI", "idle": "No,No,Yes,No"}
    rows = [f"Organization Name,Areas,ASNs,{four}"]
    for name, actions in yes.items():
        net = plan.net[name]
        rows.append(f"{net['org']},{net['cc']},{net['asn']},{actions}")
    a, b = plan.net["ata"], plan.net["atb"]
    rows.append(f"{a['org']},AT;DE,{a['asn']};{b['asn']},Yes,No,Yes,IRR")
    write(out / "participants" / f"operators.{day}.csv", "\n".join(rows) + "\n")
    cdn = plan.net["any"]
    write(out / "participants" / f"cdns.{day}.csv", f"Organization Name,ASNs,{four},Action 5: MANRS Adoption,Action 6: Tools\n"
          f"{cdn['org']},{cdn['asn']},Yes;RPKI,Yes,Yes,IRR;RPKI,Yes,No\n")
    rs = plan.net["rs"]
    write(out / "participants" / f"ixps.{day}.csv", f"Organization Name,Programme,ASNs\n{rs['org']},IXP,{rs['asn']}\n")


def main(plan, out):
    for part in (delegated, rpki, irr, peeringdb, contacts, spoofer, topology, organisations, participants):
        part(plan, out)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(plan_module.Plan(), pathlib.Path(sys.argv[1]))
