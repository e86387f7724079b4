#!/usr/bin/env python3
"""Oracle of ASPA path verification, word for word after draft-ietf-sidrops-aspa-verification-28.

    aspa.py --up|--down FILE.json   < paths      a path a line, the neighbour first, the origin last
    aspa.py --self-test

Sets are written {1,2}, the empty path is "-". FILE.json is an export of rpki-client or Routinator, or a plain
object {"customer": [provider, ...]}.
"""

import json
import sys

NO_ATTESTATION, PROVIDER, NOT_PROVIDER = "no attestation", "provider", "not provider"


def number(text):
    """An ASN written as 64496, "64496" or "AS64496"."""
    text = str(text).strip()
    return int(text[2:] if text[:2].upper() == "AS" else text)


def load(document):
    """ASPAs of one export: {customer: set of providers}, the union where a customer has several."""
    spas = {}
    if isinstance(document, dict) and "aspas" not in document and "roas" not in document:
        for customer, providers in document.items():
            spas.setdefault(number(customer), set()).update(number(p) for p in providers)
        return spas
    for one in document.get("aspas") or []:
        customer = number(one["customer_asid"] if "customer_asid" in one else one["customer"])
        spas.setdefault(customer, set()).update(number(p) for p in one["providers"])
    return spas


def authorized(spas, customer, provider):
    """The function authorized(x, y) of the draft."""
    if customer not in spas:
        return NO_ATTESTATION
    return PROVIDER if provider in spas[customer] else NOT_PROVIDER


def compress(path):
    """Consecutive duplicates removed."""
    out = []
    for asn in path:
        if not out or out[-1] != asn:
            out.append(asn)
    return out


def ramps(spas, path):
    """max_up, min_up, max_down, min_down of a compressed path, origin first: A(1) is path[0]."""
    n = len(path)

    def a(i):
        return path[i - 1]

    max_up = min_up = max_down = min_down = n
    for i in range(1, n):                                   # the first I that breaks the ramp
        if authorized(spas, a(i), a(i + 1)) == NOT_PROVIDER:
            max_up = i
            break
    for i in range(1, n):
        if authorized(spas, a(i), a(i + 1)) in (NO_ATTESTATION, NOT_PROVIDER):
            min_up = i
            break
    for j in range(n, 1, -1):                               # the largest J that breaks the ramp
        if authorized(spas, a(j), a(j - 1)) == NOT_PROVIDER:
            max_down = n - j + 1
            break
    for j in range(n, 1, -1):
        if authorized(spas, a(j), a(j - 1)) in (NO_ATTESTATION, NOT_PROVIDER):
            min_down = n - j + 1
            break
    return max_up, min_up, max_down, min_down


def verify(spas, path, direction, has_set=False, neighbour=None, receiver_is_rs_client=False):
    """Verdict for a path, ORIGIN FIRST, "up" or "down"."""
    if not path and not has_set:
        return "invalid"
    if neighbour is not None and path and path[-1] != neighbour:
        if not (direction == "up" and receiver_is_rs_client):
            return "invalid"
    if has_set:
        return "invalid"
    short = compress(path)
    n = len(short)
    max_up, min_up, max_down, min_down = ramps(spas, short)
    if direction == "up":
        if max_up < n:
            return "invalid"
        return "unknown" if min_up < n else "valid"
    if max_up + max_down < n:
        return "invalid"
    return "unknown" if min_up + min_down < n else "valid"


def read_line(line):
    """One line, neighbour first: (path with the origin first, has a set)."""
    line = line.strip()
    if line == "-" or not line:
        return [], False
    has_set = "{" in line or "(" in line or "[" in line
    if has_set:
        return [], True
    return [number(t) for t in line.split()][::-1], False


# ---------------------------------------------------------------------------------------------- self-test

VECTOR_RECORDS = {3356: {6695}, 2914: {0}, 174: {6695}, 6695: {0}, 13238: {6762, 174, 9002, 6939, 208722, 1299, 3356},
                  43247: {13238}, 12389: {1273, 1299, 3257, 3356, 3491, 5511}, 8342: {12389, 8359}, 3: {4}, 4: {3}}
VECTORS = """
up 13238 3356 valid
up 3356 2914 invalid
up 1 13238 3356 unknown
up 8342 8359 3 4 unknown
down 12389 3356 174 13238 valid
down 12389 3356 208722 13238 valid
down 3356 2914 174 invalid
down 13238 20485 174 invalid
down 13238 20485 174 3356 invalid
down 1 2 174 unknown
down 8342 12389 1 2 208722 13238 unknown
"""


def self_test():
    count = 0

    def same(what, got, want):
        nonlocal count
        count += 1
        if got != want:
            raise SystemExit(f"aspa.py: {what}: got {got}, want {want}")

    for line in VECTORS.strip().splitlines():
        direction, *path, want = line.split()
        path = [int(a) for a in path]
        same(line, verify(VECTOR_RECORDS, path, direction), want)
        same(line + " prepended", verify(VECTOR_RECORDS, [a for a in path for _ in range(3)], direction), want)
    for direction in ("up", "down"):
        same("empty path", verify(VECTOR_RECORDS, [], direction), "invalid")
        same("set", verify(VECTOR_RECORDS, [13238, 3356], direction, has_set=True), "invalid")
        same("neighbour", verify(VECTOR_RECORDS, [13238, 3356], direction, neighbour=174), "invalid")
        same("one hop", verify(VECTOR_RECORDS, [2914], direction), "valid")
    same("rs client", verify(VECTOR_RECORDS, [13238, 3356], "up", neighbour=6695, receiver_is_rs_client=True), "valid")
    same("two hops down", verify(VECTOR_RECORDS, [2914, 174], "down"), "valid")
    same("line", read_line("174 20485 13238"), ([13238, 20485, 174], False))
    same("line with set", read_line("174 {1,2}")[1], True)
    same("rpki-client", load({"aspas": [{"customer_asid": 1, "providers": [2, 3]}]}), {1: {2, 3}})
    same("routinator", load({"aspas": [{"customer": "AS1", "providers": ["AS2"]}]}), {1: {2}})
    return count


def main(arguments):
    if arguments == ["--self-test"]:
        print(f"aspa.py: {self_test()} passed")
        return 0
    directions = [a for a in arguments if a in ("--up", "--down")]
    files = [a for a in arguments if not a.startswith("-")]
    if len(directions) != 1 or len(files) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    import registry
    spas = load(json.loads(registry.read_text(files[0])))
    for line in sys.stdin:
        path, has_set = read_line(line)
        print(verify(spas, path, directions[0][2:], has_set), line.strip())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
