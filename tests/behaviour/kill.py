#!/usr/bin/env python3
"""kill.py NORMA: measure is killed 20 times, at instants spread over its run and within its transaction; the old result
is intact every time, and a normal run replaces it in the end."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))
from made import HOUR, Made, Peers, at, peer_list  # noqa: E402
from tap import Norma, Tap  # noqa: E402

MONTH = "2026-06"
OVER_ALL, INSIDE = 13, 7
TRANSIT = 31000
WAL_WRITE_LOCK = 120                # octet of the -shm file that a writer locks (SQLite's file format, walformat)


def folder(top, networks, each):
    """A table of networks * each prefixes from six peers, big enough that reading and writing take a while."""
    made, begin = Made(top), at("2026-06-10")
    made.delegated("delegated-ripencc-extended-20260609", "ripencc", "20260609",
                   [("SE", "asn", 20000, 40000, "allocated"), ("SE", "ipv4", "80.0.0.0", 1 << 27, "allocated")])
    peers = Peers(made, "rrc98", peer_list(6))
    rows, n = {}, 0
    for i in range(networks):
        for _ in range(each):
            rows[f"{80 + (n >> 16)}.{n >> 8 & 255}.{n & 255}.0/24"] = [TRANSIT, 20000 + i]
            n += 1
    peers.table(begin, rows)
    peers.keepalive(begin + HOUR)
    made.finish()
    return top


def holds_lock(pid, shm):
    """Is the process inside a transaction that writes?"""
    try:
        inode = os.stat(shm).st_ino
        with open("/proc/locks", encoding="ascii") as f:
            for line in f:
                field = line.split()
                if (len(field) >= 8 and field[1] == "POSIX" and field[3] == "WRITE" and field[4] == str(pid)
                        and field[5].endswith(f":{inode}") and int(field[6]) <= WAL_WRITE_LOCK
                        and (field[7] == "EOF" or int(field[7]) >= WAL_WRITE_LOCK)):
                    return True
    except OSError:
        pass
    return False


def start(norma, data, db):
    return subprocess.Popen([norma.program, "measure", "--data", data, "--db", db, "--month", MONTH, "-q"],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def rehearse(norma, data, db):
    """(seconds of a whole run, when its transaction began, when it ended)."""
    begin = time.monotonic()
    run = start(norma, data, db)
    first = last = None
    while run.poll() is None:
        if holds_lock(run.pid, db + "-shm"):
            last = time.monotonic() - begin
            first = last if first is None else first
        time.sleep(0.001)
    return time.monotonic() - begin, first, last


def main():
    tap, norma = Tap(), Norma(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        old_data, new_data = folder(os.path.join(work, "old"), 300, 3), folder(os.path.join(work, "new"), 15000, 6)
        db = os.path.join(work, "x.db")
        norma.measure(old_data, db, "--month", MONTH)
        want = scores(norma, db)
        tap.ok(want.count("\n") > 300, "there is an old result", want[:300])
        copy(db, os.path.join(work, "keep.db"))
        trial = os.path.join(work, "trial.db")
        copy(db, trial)
        whole, begin, end = rehearse(norma, new_data, trial)
        new = scores(norma, trial)
        if not tap.ok(begin is not None and new != want, "the transaction was seen, and the new result is another",
                      f"{whole:.2f} s, transaction {begin} to {end}"):
            tap.end()
        inside = n = early = 0
        while n < OVER_ALL + INSIDE and early < 20:
            run = start(norma, new_data, db)
            started = time.monotonic()
            if n < OVER_ALL:
                wait_until(run, started + whole * (n + 0.5) / OVER_ALL * 0.95 ** early)
            else:
                while run.poll() is None and not holds_lock(run.pid, db + "-shm"):
                    time.sleep(0.001)
                wait_until(run, time.monotonic() + (end - begin) * (n - OVER_ALL + 0.2) / INSIDE * 0.9 * 0.9 ** early)
            was_inside = holds_lock(run.pid, db + "-shm")
            run.send_signal(signal.SIGKILL)
            run.wait()
            trial = os.path.join(work, "after.db")
            copy(db, trial)
            state, got = integrity(trial), scores(norma, db)
            if got == new and state == "ok":
                early += 1              # it was complete before it was killed: the old result back, and once more, earlier
                copy(os.path.join(work, "keep.db"), db)
                continue
            inside += was_inside
            n += 1
            tap.ok(state == "ok" and got == want,
                   f"kill {n}: the old result is intact, {'in its transaction' if was_inside else 'outside of it'}",
                   f"integrity: {state}\n{got[:300]}")
        tap.same(n, OVER_ALL + INSIDE, "so many times it was killed")
        tap.ok(inside >= 5, "at least five kills were inside the transaction", inside)
        norma.measure(new_data, db, "--month", MONTH)
        tap.ok(scores(norma, db) == new, "a normal run replaces it")
        tap.same(integrity(db), "ok", "and the database is whole")
    tap.end()


def wait_until(run, t):
    while run.poll() is None and time.monotonic() < t:
        time.sleep(min(0.002, max(0.0, t - time.monotonic())))


def scores(norma, db):
    return norma.run("show", "scores", "--db", db, "--format", "csv", check=0).stdout


def integrity(db):
    connection = sqlite3.connect(db)
    try:
        return connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()


def copy(db, other):
    for end in ("", "-wal", "-shm"):
        if os.path.exists(other + end):
            os.remove(other + end)
        if end != "-shm" and os.path.exists(db + end):
            shutil.copy2(db + end, other + end)


if __name__ == "__main__":
    main()
