#!/usr/bin/env python3
"""self_test.py: the oracle itself, held against the figures that folders.py has by hand."""

import os
import shutil
import tempfile
from argparse import Namespace

import folders
import measure
from tap import Tap, skip_all


def main():
    if not shutil.which("bgpdump"):
        skip_all("bgpdump is not installed")
    tap = Tap()
    for name, make in folders.FOLDERS.items():
        with tempfile.TemporaryDirectory() as work:
            world = make(os.path.join(work, name))
            got = measure.measure(os.path.join(work, name),
                                  Namespace(month=folders.MONTH, since=None, until=None, framework="manrs-2024"))

        def row(prefix, origin):
            return next((r for r in got["routes"].get(str(origin), []) if r["prefix"] == prefix), None)

        def asn(number):
            answer = got["asns"].get(str(number))
            return answer and dict(answer, coverage=got["coverage"])

        folders.check(tap, world, asn, row)
    tap.end()


if __name__ == "__main__":
    main()
