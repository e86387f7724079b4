"""truth.json: what the script did, in sample time. Written from the plan and the script's own log of what was done
when; it knows nothing of what the collector heard."""

import plan as plan_module

WEIGHTED = ("M1", "M2", "M3", "M4")


def event(plan, spec, done, clock, end_of_data):
    name_to_asn = plan.asn
    out = {
        "id": spec["id"],
        "kind": spec["kind"],
        "metric": spec["metric"] or None,
        "what": spec["what"],
        "culprit": name_to_asn(spec["culprit"]),
        "accomplices": sorted(name_to_asn(n) for n in spec["accomplices"]),
        "victims": sorted(name_to_asn(n) for n in spec.get("victims", [])),
        "prefixes": spec.get("prefixes") or leaked(plan, spec),
    }
    if spec["kind"].startswith("misorigination"):
        out["origin"] = out["culprit"]
        out["covering"] = spec.get("covering", spec["prefixes"])
    if "bogon_asn" in spec:
        out["bogon_asn"] = spec["bogon_asn"]
    if "leak_type" in spec:
        out["leak_type"] = spec["leak_type"]
        out["segments"] = [[name_to_asn(a), out["culprit"], c] for a in spec["from"] for c in out["accomplices"]]
    if spec["kind"] == "benign_move":
        out["from_origin"], out["origin"] = name_to_asn(spec["do"]["then"]["router"]), out["culprit"]
    start = clock.sample(done["start"])
    end = clock.sample(done["end"]) if done.get("end") else None
    out["start"], out["end"] = plan_module.iso(round(start)), end and plan_module.iso(round(end))
    out["duration"] = round(end - start) if end else None
    if spec["metric"] in WEIGHTED:
        out["weight"] = 0.5 if end - start < 1800 else 1 + int((end - start) // 86400)
    out["expected_peers"] = sorted(name_to_asn(n) for n in spec["peers"])
    return out


def leaked(plan, spec):
    """What a leak may carry: the prefixes of its victims that the leaker prefers from where they are leaked."""
    if spec["kind"] != "route_leak":
        return []
    return [p for name in spec["victims"] for p in plan.origin_prefixes(name)]


def make(plan, log, clock):
    (first, start), (_, end) = clock.anchors[0], clock.anchors[-1]
    col = plan.routers["col"]
    iso = plan_module.iso
    pieces = [{"from": iso(sa), "to": iso(sb), "real_seconds": round(rb - ra, 3), "factor": round((sb - sa) / (rb - ra), 1)}
              for (ra, sa), (rb, sb) in clock.pieces()]
    return {
        "about": "What the script of lab/plan.toml did, in the time of the sample. Expected peers were written down before the recording.",
        "period": {"start": iso(start), "end": iso(end)},
        "recorded": {"real_start": iso(first), "pieces": pieces, "factor_before": clock.before},
        "collector": {"asn": col.asn, "name": "lab", "peers": [
            {"asn": s.peer.asn, "ipv4": s.address(4), "ipv6": s.address(6), "feed": s.rel} for s in col.sessions]},
        "quiet": [{"what": q["what"], "start": iso(round(clock.sample(log[i]["start"]))), "end": iso(round(clock.sample(log[i]["end"])))}
                  for i, q in enumerate(plan.quiet)],
        "events": [event(plan, e, log[e["id"]], clock, end) for e in plan.events],
    }
