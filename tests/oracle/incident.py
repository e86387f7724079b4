#!/usr/bin/env python3
"""Oracle of the arithmetic: from events to incidents, raw metric, score, readiness.

Everything that can be a fraction is one (fractions.Fraction). The normalisation curve is irrational for most
arguments; there it is worked out to 60 digits, far beyond what could ever decide a comparison with 0.8 or 0.6.

Run as a program it tests itself.
"""

from decimal import Decimal, getcontext
from fractions import Fraction
from math import isqrt

getcontext().prec = 60

DAY = 86400
HALF_HOUR = 1800

READY = Fraction(4, 5)
ASPIRING = Fraction(3, 5)


def clip(start, end, period_start, period_end):
    """Step 1: cut an event to the period."""
    s = max(start, period_start)
    e = max(min(end, period_end), s)
    return s, e


def merge(spans):
    """Step 2: join spans that overlap or touch, transitively. Spans are (start, end) pairs."""
    joined = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return [(s, e) for s, e in joined]


def duration_weight(seconds):
    """Step 4: the weight of one incident of so many seconds."""
    days = seconds // DAY
    if days >= 1:
        return Fraction(days + 1)
    if seconds < HALF_HOUR:
        return Fraction(1, 2)
    return Fraction(1)


def incidents(events, period_start, period_end):
    """Steps 1 to 3. Events: (start, end, event weight); answers a list of (start, end, event weight)."""
    by_weight = {}
    for start, end, weight in events:
        if start >= period_end or end < period_start:
            continue                        # it has no part in this period
        by_weight.setdefault(Fraction(weight), []).append(clip(start, end, period_start, period_end))
    found = []
    for weight, spans in by_weight.items():
        found += [(s, e, weight) for s, e in merge(spans) if e > s]
    return sorted(found)


def raw_metric(events, period_start, period_end):
    """Step 5: sum of incident weights times event weights; answers (raw, number of incidents)."""
    left = [i for i in incidents(events, period_start, period_end) if i[2] > 0]
    return sum((duration_weight(e - s) * w for s, e, w in left), Fraction(0)), len(left)


def square_root(x):
    """The root of a fraction as a fraction if it is one, else None."""
    n, d = isqrt(x.numerator), isqrt(x.denominator)
    return Fraction(n, d) if n * n == x.numerator and d * d == x.denominator else None


def normalise(raw):
    """score = 0.6 ^ sqrt(2 * raw), as a Fraction: exact where it is rational, else to 60 digits."""
    twice = 2 * Fraction(raw)
    root = square_root(twice)
    if root is not None and root.denominator == 1:
        return Fraction(3, 5) ** root.numerator
    exponent = (Decimal(twice.numerator) / Decimal(twice.denominator)).sqrt()
    return Fraction((Decimal("0.6").ln() * exponent).exp())


def mean(values):
    """Mean of the values that are there; None if there is none."""
    there = [v for v in values if v is not None]
    return sum(there, Fraction(0)) / len(there) if there else None


def readiness(value):
    if value is None:
        return "no_data_available"
    if value >= READY:
        return "ready"
    if value >= ASPIRING:
        return "aspiring"
    return "lagging"


def m7irr(covered, routes):
    return Fraction(covered, routes) if routes else None


def m7rpki(valid, invalid, routes):
    return max(Fraction(0), Fraction(valid - 10 * invalid, routes)) if routes else None


def m7rpkin(not_found, routes):
    return Fraction(not_found, routes) if routes else None


# ---------------------------------------------------------------------------------------------- self-test

def self_test():
    count = 0

    def same(what, got, want):
        nonlocal count
        count += 1
        if got != want:
            raise SystemExit(f"incident.py: {what}: got {got}, want {want}")

    minute, hour = 60, 3600
    half = Fraction(1, 2)
    for seconds, want in [(1, half), (29 * minute, half), (30 * minute - 1, half), (30 * minute, 1), (13 * hour, 1),
                          (24 * hour - 1, 1), (24 * hour, 2), (25 * hour, 2), (48 * hour - 1, 2), (48 * hour, 3),
                          (31 * DAY, 32)]:
        same(f"weight of {seconds} s", duration_weight(seconds), want)

    month = (0, 31 * DAY)
    apart = [(0, 29 * minute, 1), (1 * DAY, 1 * DAY + 13 * hour, 1), (5 * DAY, 5 * DAY + 25 * hour, 1)]
    same("29 min, 13 h, 25 h", raw_metric(apart, *month), (Fraction(7, 2), 3))
    same("31 days of 31", raw_metric([(-DAY, 40 * DAY, 1)], *month), (Fraction(32), 1))
    same("touching", raw_metric([(0, 1000, 1), (1000, 2000, 1)], *month), (Fraction(1), 1))
    same("one second apart", raw_metric([(0, 1000, 1), (1001, 2000, 1)], *month), (Fraction(1), 2))
    same("overlapping", raw_metric([(0, 1000, 1), (500, 1700, 1)], *month), (half, 1))
    same("transitive", raw_metric([(0, 600, 1), (1200, 1800, 1), (600, 1200, 1)], *month), (Fraction(1), 1))
    same("zero length", raw_metric([(100, 100, 1)], *month), (Fraction(0), 0))
    same("zero length inside", raw_metric([(0, 200, 1), (100, 100, 1)], *month), (half, 1))
    same("other weights do not merge", raw_metric([(0, 3600, 1), (0, 3600, half)], *month), (Fraction(3, 2), 2))
    same("weight 0 is no incident", raw_metric([(0, 3600, 0)], *month), (Fraction(0), 0))
    same("clipped at the start", raw_metric([(-3600, 1799, 1)], *month), (half, 1))
    same("clipped at the end", raw_metric([(31 * DAY - 1800, 32 * DAY, 1)], *month), (Fraction(1), 1))
    same("before the period", raw_metric([(-3600, -10, 1)], *month), (Fraction(0), 0))
    same("ends where the period starts", raw_metric([(-3600, 0, 1)], *month), (Fraction(0), 0))
    same("starts where the period ends", raw_metric([(31 * DAY, 32 * DAY, 1)], *month), (Fraction(0), 0))

    for raw, want in [(0, "1.00"), (half, "0.60"), (1, "0.49"), (2, "0.36"), (3, "0.29"), (4, "0.24")]:
        same(f"curve at {raw}", f"{float(normalise(raw)):.2f}", want)
    same("exact at 0.5", normalise(half), Fraction(3, 5))
    same("exact at 2", normalise(2), Fraction(9, 25))
    same("exact at 4.5", normalise(Fraction(9, 2)), Fraction(27, 125))
    for raw, want in [(half, "0.92"), (1, "0.90"), (2, "0.87")]:
        # the published column of October 2022 was cut, not rounded: 1 - 0.2 * (1 - score)
        same(f"five equal metrics, raw {raw}", f"{float(1 - (1 - normalise(raw)) / 5):.2f}", want)

    same("100 routes, 90 valid, 5 invalid", m7rpki(90, 5, 100), Fraction(2, 5))
    same("clamped", m7rpki(5, 5, 10), Fraction(0))
    same("no routes", (m7irr(0, 0), m7rpki(0, 0, 0), m7rpkin(0, 0)), (None, None, None))

    same("160 of 200", readiness(m7irr(160, 200)), "ready")
    same("159 of 200", readiness(m7irr(159, 200)), "aspiring")
    same("120 of 200", readiness(m7irr(120, 200)), "aspiring")
    same("119 of 200", readiness(m7irr(119, 200)), "lagging")
    same("nothing", readiness(mean([None, None])), "no_data_available")
    s = normalise(half)
    same("three of six at 0.6", readiness(mean([s, s, s, Fraction(1), Fraction(1), Fraction(1)])), "ready")
    same("mean leaves out what is not there", mean([None, Fraction(1), s]), Fraction(4, 5))
    same("all at 0.6", readiness(mean([s, s])), "aspiring")
    return count


if __name__ == "__main__":
    print(f"incident.py: {self_test()} passed")
