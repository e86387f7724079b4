#!/usr/bin/env python3
"""threads.py NORMA: everything that the command does in several threads, once: reading ahead, files side by side, routes,
networks and lines in parts.

For a build with -Db_sanitize=thread, which sees a race by what is ordered and what is not, whether or not it happens:
each path is gone once, and inputs are as small as the parts that work is cut into allow. That the answers are those
of one thread is held by sameness.py.
"""

import bz2
import gzip
import ipaddress
import lzma
import os
import random
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "oracle"))
from made import Made, at, peer_list, route  # noqa: E402
from mrtfile import attribute  # noqa: E402
from tap import Norma, Tap, data_folder  # noqa: E402

SAMPLE = os.path.join(HERE, "..", "..", "sample")
MANY = 40000        # routes are judged in parts of 16384, networks in parts of 1024
ORIGINS = 3000
IO_SMALL = 128 << 10    # files up to this are read without a thread
NOISE = 3000
THREADS = 4


def zstd(octets):
    return subprocess.run(["zstd", "-qc"], input=octets, stdout=subprocess.PIPE, check=True).stdout


PACK = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "plain": bytes}
if shutil.which("zstd"):
    PACK["zst"] = zstd


def many(top):
    """A folder of so many routes and networks that each kind of work is cut into three parts at least, with updates in
    each compression, too large (and of octets too random) not to be read ahead."""
    made, t, noise = Made(top), at("2026-03-02T08:00"), random.Random(1)
    prefixes = [str(ipaddress.ip_network(((80 << 24) + (i << 8), 24))) for i in range(MANY)]
    for number, how in enumerate(PACK, 2):
        peers, records = peer_list(2, 3301 + number, number), made.records(how)
        if number == 2:
            records.table(t, {p: [(peer, [peer.asn, 31000, 40000 + i % ORIGINS]) for peer in peers]
                              for i, p in enumerate(prefixes)})
        for n in range(4 * IO_SMALL // NOISE):
            records.update(t + n * 60, peers[0], announce=prefixes[n * 100:n * 100 + 100], path=[peers[0].asn, 31001, 40001],
                           more=attribute(0xc0, 99, noise.randbytes(NOISE)))
    made.finish()
    for path in files_below(os.path.join(top, "bgp")):
        with open(path, "rb") as f:
            octets = f.read()
        with open(path, "wb") as f:
            f.write(PACK[os.path.basename(os.path.dirname(path))](octets))
    made.delegated("delegated-ripencc-extended-20260302", "ripencc", "20260302", [
        ("SE", "asn", 3301, 20, "allocated"), ("SE", "asn", 31000, 2, "allocated"), ("SE", "asn", 40000, ORIGINS, "allocated"),
        ("SE", "ipv4", "80.0.0.0", 1 << 24, "allocated")])
    made.rpki_client("rpki-client.20260302T060000Z.json", "2026-03-02T06:00:00Z",
                     [(p, 24, 40000 + i % 7) for i, p in enumerate(prefixes[::5])])
    made.rpsl("ripe.20260302.db", [route(p, 40000 + i % 11) for i, p in enumerate(prefixes[::7])])


def real(top):
    """A real table of many peers, cut off, with the registries of its time."""
    if not data_folder("jinx-2014"):
        return False
    table = data_folder("mrt/truncated/rib.20140523.0600_firstMB.bz2")
    os.makedirs(os.path.join(top, "bgp", "c1"))
    shutil.copy(table, os.path.join(top, "bgp", "c1"))
    for kind in ("rpki", "rir", "topology"):
        shutil.copytree(data_folder(f"jinx-2014/{kind}"), os.path.join(top, kind), copy_function=shutil.copy)
    return True


class Runs:
    """A run is good when it ends well and no sanitizer spoke."""

    def __init__(self, tap, norma):
        self.tap, self.norma = tap, norma

    def run(self, name, *words, stdin=None):
        got = self.norma.run(*words, "--threads", THREADS, stdin=stdin)
        good = got.returncode == 0 and "Sanitizer" not in got.stderr
        self.tap.ok(good, name, f"exit {got.returncode}\n{got.stderr[-6000:]}")

    def measure(self, name, folder, month):
        self.run(f"measure: {name}", "measure", "--data", folder, "--month", month, "--db", folder.rstrip("/") + ".db")


def files_below(*tops):
    return [os.path.join(here, name) for top in tops for here, _, names in os.walk(top) for name in sorted(names)]


def main():
    tap, norma = Tap(), Norma(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        runs = Runs(tap, norma)
        sample, made, cut = (os.path.join(work, name) for name in ("sample", "made", "cut"))
        shutil.copytree(SAMPLE, sample)
        many(made)
        runs.measure("sample", sample, "2026-10")
        runs.measure("made", made, "2026-03")
        lines = "".join(f"80.{i // 256 % 256}.{i % 256}.0/24 {40000 + i % 9}\n" for i in range(30000))
        runs.run("validate", "validate", "--data", made, stdin=lines)
        runs.run("mrt: sample", "mrt", *files_below(os.path.join(sample, "bgp")))
        runs.run("mrt: made, counted", "mrt", "--format", "count", *files_below(os.path.join(made, "bgp")))
        if real(cut):
            runs.measure("real", cut, "2014-05")
            runs.run("mrt: real", "mrt", *files_below(data_folder("mrt/mrtparse-samples"), data_folder("mrt/truncated")))
        else:
            tap.skip("real data", "NORMA_DATA is not set")
    tap.end()


if __name__ == "__main__":
    main()
