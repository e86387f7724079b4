"""Configurations of the routers, written from the plan.

Every network tags what it hears (ASN:1000 customer, 2000 peer, 3000 provider; ASN:1 its own), prefers customers over
peers over providers, and passes to peers and providers only its own routes and its customers'. `state` says in what a
router departs from that just now:

    originate, withdraw   prefixes
    leak_to               name of the neighbour that gets everything
    keep_private          the private ASN is not removed from paths
"""

PREF = {"customer": (1000, 200), "peer": (2000, 150), "rs": (2000, 150), "provider": (3000, 100)}
KEEPALIVE, HOLD = 5, 20


def clean_state():
    return {"originate": set(), "withdraw": set(), "leak_to": None, "keep_private": False}


def family_of(prefix):
    return 6 if ":" in prefix else 4


def own(router, state, family):
    more = sorted(p for p in state["originate"] if family_of(p) == family)
    return [p for p in router.prefixes(family) if p not in state["withdraw"]] + more


def exports_all(session, state):
    return session.rel in ("customer", "collector_full") or session.name == state["leak_to"]


# --- BIRD -----------------------------------------------------------------------------------------------------------
BIRD_BGP = f"""
template bgp t_all {{
  local as ASN;
  hold time {HOLD}; keepalive time {KEEPALIVE};
  connect delay time 1; connect retry time 2; error wait time 2, 4;
  graceful restart off;
}}
"""


def bird(router, state, folder):
    if router.name == "col":
        return _bird_collector(router, folder)
    if router.net.get("kind") == "exchange":
        return _bird_route_server(router)
    a = router.asn
    out = [f"log stderr all; router id 10.255.0.{router.index};", "protocol device {}"]
    out += _bird_rov(router)
    for family in (4, 6):
        routes = " ".join(f"route {p} blackhole;" for p in own(router, state, family))
        out.append(f"protocol static own{family} {{ ipv{family}; {routes} }}")
    out.append(f"""
function heard(int relation; int rank) {{
  bgp_community.delete([({a}, *)]);
  bgp_community.add(({a}, relation));
  bgp_local_pref = rank;
}}
filter to_all {{ if source = RTS_STATIC then bgp_community.add(({a}, 1)); accept; }}
filter to_some {{
  if source = RTS_STATIC then {{ bgp_community.add(({a}, 1)); accept; }}
  if ({a}, 1000) ~ bgp_community then accept;
  reject;
}}""")
    out.append(BIRD_BGP.replace("ASN", str(a)))
    for s in router.sessions:
        for family in (4, 6):
            out.append(_bird_session(router, s, state, family))
    return "\n".join(out) + "\n"


def _bird_rov(router):
    if not router.net.get("rov"):
        return []
    out = ["roa4 table r4; roa6 table r6;"]
    for family in (4, 6):
        rows = [v for v in router.plan.vrps(0) if family_of(v[0]) == family]
        routes = " ".join(f"route {p} max {m} as {a};" for p, m, a in rows)
        out.append(f"protocol static roas{family} {{ roa{family} {{ table r{family}; }}; {routes} }}")
    return out


def _bird_session(router, s, state, family):
    if s.rel.startswith("collector"):
        take = "import none;"
    else:
        tag, pref = PREF[s.rel]
        drop = f"if roa_check(r{family}, net, bgp_path.last) = ROA_INVALID then reject; " if router.net.get("rov") else ""
        take = f"import filter {{ {drop}heard({tag}, {pref}); accept; }};"
    give = "to_all" if exports_all(s, state) else "to_some"
    role = ""
    if router.net.get("roles") and s.rel in ("customer", "peer"):
        role = "local role " + {"customer": "provider", "peer": "peer"}[s.rel] + "; "
    return (f"protocol bgp s_{s.name}_{family} from t_all {{ {role}source address {router.address(s.lan, family)}; "
            f"neighbor {s.address(family)} as {s.peer.asn}; ipv{family} {{ next hop self; {take} export filter {give}; }}; }}")


def _bird_route_server(router):
    out = [f"log stderr all; router id 10.255.0.{router.index};", "protocol device {}", BIRD_BGP.replace("ASN", str(router.asn))]
    for s in router.sessions:
        for family in (4, 6):
            out.append(f"protocol bgp s_{s.name}_{family} from t_all {{ source address {router.address(s.lan, family)}; "
                       f"neighbor {s.address(family)} as {s.peer.asn}; rs client; "
                       f"ipv{family} {{ import all; export all; next hop keep; }}; }}")
    return "\n".join(out) + "\n"


def _bird_collector(router, folder):
    out = [f"log stderr all; router id {router.plan.lab['collector']['bgp_id']};", f'mrtdump "{folder}/mrt/updates.mrt";',
           "protocol device {}", BIRD_BGP.replace("ASN", str(router.asn))]
    for s in router.sessions:
        for family in (4, 6):
            out.append(f"protocol bgp s_{s.name}_{family} from t_all {{ source address {router.address(s.lan, family)}; "
                       f"neighbor {s.address(family)} as {s.peer.asn}; mrtdump {{ states, messages }}; "
                       f"ipv{family} {{ import all; export none; }}; }}")
    return "\n".join(out) + "\n"


# --- FRR ------------------------------------------------------------------------------------------------------------
def frr(router, state, folder):
    a = router.asn
    out = ["frr version 8.4", "frr defaults traditional", f"hostname {router.name}", f"router bgp {a}",
           f" bgp router-id 10.255.0.{router.index}", " no bgp ebgp-requires-policy", " no bgp default ipv4-unicast",
           " no bgp network import-check", " bgp route-map delay-timer 1", f" timers bgp {KEEPALIVE} {HOLD}"]
    for s in router.sessions:
        for family in (4, 6):
            n = f" neighbor {s.address(family)}"
            out += [f"{n} remote-as {s.peer.asn}", f"{n} timers connect 2", f"{n} advertisement-interval 0"]
    for family in (4, 6):
        out.append(f" address-family ipv{family} unicast")
        out += [f"  network {p} route-map OWN" for p in own(router, state, family)]
        for s in router.sessions:
            n = f"  neighbor {s.address(family)}"
            out += [f"{n} activate", f"{n} next-hop-self", f"{n} soft-reconfiguration inbound",
                    f"{n} route-map IN-{s.name} in", f"{n} route-map OUT-{s.name} out"]
            if not state["keep_private"]:
                out.append(f"{n} remove-private-AS")
        out.append(" exit-address-family")
    out += ["exit", f"bgp community-list standard OWN permit {a}:1", f"bgp community-list standard CUSTOMER permit {a}:1000",
            f"bgp community-list expanded MINE permit ^{a}:", "route-map OWN permit 10", f" set community {a}:1", "exit"]
    for s in router.sessions:
        out += _frr_maps(router, s, state)
    return "\n".join(out) + "\n"


def _frr_maps(router, s, state):
    a, out = router.asn, []
    if s.rel.startswith("collector"):
        out += [f"route-map IN-{s.name} deny 10", "exit"]
    else:
        tag, pref = PREF[s.rel]
        out += [f"route-map IN-{s.name} permit 10", " set comm-list MINE delete", " on-match next", "exit",
                f"route-map IN-{s.name} permit 20", f" set community {a}:{tag} additive", f" set local-preference {pref}", "exit"]
    if exports_all(s, state):
        out += [f"route-map OUT-{s.name} permit 10", "exit"]
    else:
        out += [f"route-map OUT-{s.name} permit 10", " match community OWN", "exit",
                f"route-map OUT-{s.name} permit 20", " match community CUSTOMER", "exit"]
    return out


def frr_change(router, old, new):
    """The commands, from `configure terminal` on, that lead from one state to another."""
    out, clear = ["configure terminal", f"router bgp {router.asn}"], False
    for family in (4, 6):
        gone = set(own(router, old, family)) - set(own(router, new, family))
        come = set(own(router, new, family)) - set(own(router, old, family))
        lines = [f"no network {p}" for p in sorted(gone)] + [f"network {p} route-map OWN" for p in sorted(come)]
        if old["keep_private"] != new["keep_private"]:
            no = "no " if new["keep_private"] else ""
            lines += [f"{no}neighbor {s.address(family)} remove-private-AS" for s in router.sessions]
            clear = True
        if lines:
            out += [f"address-family ipv{family} unicast"] + lines + ["exit-address-family"]
    out.append("exit")
    if old["leak_to"] != new["leak_to"]:
        clear = True
        if old["leak_to"]:
            out.append(f"no route-map OUT-{old['leak_to']} permit 30")
        if new["leak_to"]:
            out += [f"route-map OUT-{new['leak_to']} permit 30", "exit"]
    out.append("end")
    if clear:
        out += ["clear bgp ipv4 unicast * soft out", "clear bgp ipv6 unicast * soft out"]
    return out


# --- OpenBGPD -------------------------------------------------------------------------------------------------------
def openbgpd(router, state, folder):
    a = router.asn
    out = [f"AS {a}", f"router-id 10.255.0.{router.index}", "fib-update no", f"holdtime {HOLD}", "connect-retry 2",
           f'socket "{folder}/{router.name}.sock"']
    lans = [lan for lan in ("fabric", "ix") if router.on(lan)]
    out += [f"listen on {router.address(lan, f)}" for lan in lans for f in (4, 6)]
    out += [f"network {p} set community {a}:1" for f in (4, 6) for p in own(router, state, f)]
    for s in router.sessions:
        for family in (4, 6):
            out += [f"neighbor {s.address(family)} {{", f"\tremote-as {s.peer.asn}", f'\tdescr "{s.name}{family}"',
                    f"\tlocal-address {router.address(s.lan, family)}", "}"]
    out += ["deny from any", "deny to any", f"match from any set community delete {a}:*"]
    for s in router.sessions:
        for family in (4, 6):
            addr = s.address(family)
            if not s.rel.startswith("collector"):
                tag, pref = PREF[s.rel]
                out.append(f"allow from {addr} set {{ localpref {pref} community {a}:{tag} }}")
            if exports_all(s, state):
                out.append(f"allow to {addr}")
            else:
                out += [f"allow to {addr} community {a}:1", f"allow to {addr} community {a}:1000"]
            out.append(f"match to {addr} set nexthop self")
    return "\n".join(out) + "\n"


WRITERS = {"bird": bird, "frr": frr, "openbgpd": openbgpd}
