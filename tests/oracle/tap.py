"""TAP for the tests in Python, and how they run the command."""

import json
import os
import shutil
import subprocess
import sys


class Tap:
    def __init__(self):
        self.n = self.bad = 0

    def ok(self, good, name, detail=""):
        self.n += 1
        self.bad += not good
        print(f"{'ok' if good else 'not ok'} {self.n} - {name}")
        if not good:
            for line in str(detail).splitlines()[:60]:
                print(f"# {line}")
        sys.stdout.flush()
        return bool(good)

    def same(self, got, want, name):
        return self.ok(got == want, name, f"got  {got!r}\nwant {want!r}")

    def skip(self, name, why):
        self.n += 1
        print(f"ok {self.n} - {name} # SKIP {why}")
        sys.stdout.flush()

    def end(self):
        print(f"1..{self.n}")
        sys.exit(1 if self.bad else 0)


def skip_all(why):
    print(f"1..0 # SKIP {why}")
    sys.exit(0)


def data_folder(name=""):
    """A path inside NORMA_DATA, or None where it is not there."""
    top = os.environ.get("NORMA_DATA")
    path = os.path.join(top, name) if top else None
    return path if path and os.path.exists(path) else None


def copy_data(name, to, ignore=None):
    """A folder of NORMA_DATA where files can be added to it: its own folders may be read only."""
    shutil.copytree(data_folder(name), to, ignore=ignore)
    for top, _, _ in os.walk(to):
        os.chmod(top, 0o755)


class Norma:
    """The command under test."""

    def __init__(self, program):
        self.program = os.path.abspath(program)

    def run(self, *words, stdin=None, timeout=600, cwd=None, check=None):
        got = subprocess.run([self.program, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd,
                             input=stdin, timeout=timeout, text=True, encoding="utf-8", errors="surrogateescape")
        if check is not None and got.returncode != check:
            raise RuntimeError(f"norma {' '.join(map(str, words))}: exit {got.returncode}, not {check}\n{got.stderr[-3000:]}")
        return got

    def measure(self, folder, db, *more, check=0):
        """The summary of norma measure as JSON."""
        got = self.run("measure", "--data", folder, "--db", db, "--format", "json", *more, check=check)
        return json.loads(got.stdout) if got.stdout.strip() else None

    def show(self, db, *words):
        return json.loads(self.run("show", *words, "--db", db, "--format", "json", check=0).stdout)

    def asn(self, db, asn):
        """The JSON of show asn, None for one that the period does not know."""
        got = self.run("show", "asn", asn, "--db", db, "--format", "json")
        if got.returncode == 1:
            return None
        if got.returncode:
            raise RuntimeError(f"show asn {asn}: exit {got.returncode}\n{got.stderr[-2000:]}")
        return json.loads(got.stdout)

    def incidents(self, db):
        got = self.run("incidents", "--db", db, "--min-confidence", "benign", "--format", "json", check=0)
        return json.loads(got.stdout)
