#!/usr/bin/env python3
"""validate_million.py NORMA: 1,000,000 lines against the 723,521 VRPs of NORMA_DATA/rpki, with the oracle's verdicts."""

import random
import re
import sys

from registry import Folder, WIDTH, show_prefix
from bogon import Bogons
from tap import Norma, Tap, data_folder, skip_all
from validate import rov, vrp_table

FILE = "rpki/rpkiclient_summary_20250720T093135Z.json.bz2"
N = 1000000


def questions(vrps):
    """(prefix, ASN): as registered, with other lengths and ASNs, beside it, and anywhere."""
    dice = random.Random(20250720)
    for _ in range(N):
        (family, network, length), longest, asn, _ = vrps[dice.randrange(len(vrps))]
        width, way = WIDTH[family], dice.randrange(8)
        if way < 3:                                     # within or beyond what the VRP allows
            length = min(width, length + dice.randrange(0, max(1, longest - length + 3)))
        elif way == 3:                                  # a less specific
            length = dice.randrange(max(1, length - 4), length + 1)
        elif way == 4:                                  # the prefix beside it
            network ^= 1 << (width - length)
        elif way == 5:                                  # a more specific somewhere in it
            deeper = min(width, length + dice.randrange(1, 9))
            network |= dice.getrandbits(deeper - length) << (width - deeper)
            length = deeper
        elif way == 6:
            network, length = dice.getrandbits(width), dice.randrange(0, width + 1)
        network = network >> (width - length) << (width - length) if length else 0
        if dice.randrange(4) == 0:
            asn = dice.choice((0, asn + 1, dice.getrandbits(32), vrps[dice.randrange(len(vrps))][2])) % (1 << 32)
        yield (family, network, length), asn


def main():
    path = data_folder(FILE)
    if not path:
        skip_all("NORMA_DATA is not set, or has no rpki/")
    tap = Tap()
    folder = Folder()
    folder.add("vrps", path, FILE)
    snapshot = folder.snapshots["vrps"][0]
    tap.same(len({row[:3] for row in snapshot.data}), 723521, "the export has 723,521 VRPs")
    table, bogons = vrp_table([snapshot.data]), Bogons(folder, always_fresh=True)
    asked = list(questions(snapshot.data))
    text = "".join(f"{show_prefix(p)} {a}\n" for p, a in asked)
    got = Norma(sys.argv[1]).run("validate", "-v", "--vrps", path, stdin=text)
    lines = got.stdout.splitlines()
    tap.same((got.returncode, len(lines)), (0, N), "a line for each of a million")
    verdicts, wrong = {}, []
    for (prefix, asn), line in zip(asked, lines):
        verdict = rov(table, prefix, asn)
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
        want = f"{show_prefix(prefix)} {asn} rov={verdict} irr=- bogon={bogons.prefix(prefix, snapshot.as_of)}"
        if line != want:
            wrong.append(f"got  {line}\nwant {want}")
    tap.ok(not wrong, "the same verdicts", f"{len(wrong)} differ\n" + "\n".join(wrong[:20]))
    tap.ok(all(verdicts.get(v, 0) > 100 for v in ("valid", "invalid_asn", "invalid_length", "invalid_as0", "not_found")),
           "every verdict occurs", verdicts)
    rate = re.search(r"^norma: 1000000 lines in [0-9.]+ s\b.*\d", got.stderr, re.M)
    tap.ok(rate, "it says how fast it went", got.stderr[-500:])
    print(f"# {verdicts}\n# {got.stderr.strip().splitlines()[-1] if got.stderr.strip() else ''}")
    tap.end()


if __name__ == "__main__":
    main()
