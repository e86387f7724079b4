#!/usr/bin/env python3
"""record.py [--speed X] [--keep DIR] OUT: build the lab, play its script, record it, and write a sample into OUT.

Takes 12 minutes (--speed 4 for a try: 3). Needs root. All processes and namespaces are gone afterwards, also after a
failure or a signal. OUT (a folder) is only touched when the recording is whole and agrees with its truth.
"""

import argparse
import heapq
import json
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import time

import mrt
import netns
import plan as plan_module
import registries
import stretch
import truth
import verify

NEEDED = {"bird": "bird2", "birdc": "bird2", "/usr/lib/frr/bgpd": "frr", "/usr/lib/frr/zebra": "frr", "vtysh": "frr",
          "/usr/sbin/bgpd": "openbgpd", "bgpctl": "openbgpd", "ip": "iproute2"}


def say(text):
    print(time.strftime("%H:%M:%S ", time.gmtime()) + text, flush=True)


def check_machine():
    missing = sorted({package for tool, package in NEEDED.items() if not shutil.which(tool)})
    if missing:
        sys.exit("record: these Debian packages are missing: " + " ".join(missing)
                 + "\nrecord: apt-get install --no-install-recommends " + " ".join(missing))
    if os.geteuid() != 0:
        sys.exit("record: network namespaces need root")


def heed_signals():
    """A signal ends this process by the way that takes everything down."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda n, _: sys.exit(128 + n))


class Script:
    """What is to be done, by real time; keeps a log of when it was."""

    def __init__(self, plan, lab, clock, raw):
        self.plan, self.lab, self.clock, self.raw = plan, lab, clock, raw
        self.queue, self.log = [], {}
        for number, at in enumerate(plan.time["ribs"]):
            self._at(clock.real(plan_module.when(at)) + 0.1, lambda n=number: self._rib(n), "table " + at)
        for key, spec in list(enumerate(plan.quiet)) + [(e["id"], e) for e in plan.events]:
            self.log[key] = {}
            self._both_ends(key, spec)
        self._at(clock.anchors[-1][0], lambda: None, "end")

    def _at(self, real, what, name):
        heapq.heappush(self.queue, (real, len(self.queue), what, name))

    def _both_ends(self, key, spec):
        name = str(spec.get("id", spec["what"]))
        start = self.clock.real(plan_module.when(spec["at"]))
        self._at(start, lambda: self._act(key, spec["do"], True), name + ": begins")
        after = spec["do"].get("then")
        if after:
            later = self.clock.real(plan_module.when(spec["at"]) + after["after"])
            self._at(later, lambda: self._act(None, after, True), name + ": goes on")
        if "to" in spec:
            self._at(self.clock.real(plan_module.when(spec["to"])), lambda: self._act(key, spec["do"], False), name + ": ends")

    def _act(self, key, do, begins):
        now, router = time.time(), do["router"]
        if key is not None:
            self.log[key]["start" if begins else "end"] = now
        state, changes = self.lab.state[router], {}
        for field in ("originate", "withdraw"):
            if field in do:
                changes[field] = state[field] | set(do[field]) if begins else state[field] - set(do[field])
        if "leak_to" in do:
            changes["leak_to"] = do["leak_to"] if begins else None
        if "keep_private" in do:
            changes["keep_private"] = begins
        if changes:
            self.lab.change(router, **changes)
        if "down" in do:
            self.lab.link(router, do["down"], up=not begins)

    def _rib(self, number):
        for family in (4, 6):
            path = self.raw / f"rib-{number}-{family}.mrt"
            self.lab.birdc("col", "mrt", "dump", "table", f'"master{family}"', "to", f'"{path}"')

    def play(self):
        while self.queue:
            real, _, what, name = heapq.heappop(self.queue)
            time.sleep(max(0.0, real - time.time()))
            late = time.time() - real
            what()
            say(f"{plan_module.iso(round(self.clock.sample(real)))} {name}" + (f" ({late:.1f} s late)" if late > 1 else ""))
            if late > 5:
                raise netns.LabError("this machine is too busy: the script fell more than 5 s behind")


def wait_until_quiet(lab):
    """All sessions up, and the collector's tables the same for 3 s."""
    deadline, same, before = time.monotonic() + 60, 0, None
    while time.monotonic() < deadline:
        time.sleep(1)
        up, total = lab.sessions_up()
        count = lab.birdc("col", "show", "route", "count")
        same = same + 1 if up == total and count == before else 0
        before = count
        if same >= 3:
            say(f"{total} sessions are up; collector: {count.strip().splitlines()[-1]}")
            return
    raise netns.LabError(f"only {up} of {total} sessions came up in a minute")


def record(plan, speed, work):
    lab = netns.Lab(plan, work)
    raw = pathlib.Path(work) / "mrt"
    try:
        lab.sweep()
        heed_signals()  # a sweep stops heeding them
        lab.build()
        lab.start()
        say("routers are started")
        wait_until_quiet(lab)
        clock = plan_module.Clock(plan, int(time.time()) + 2, speed)
        script = Script(plan, lab, clock, raw)
        script.play()
        time.sleep(1)
    finally:
        lab.stop()
        heed_signals()
        say("lab is down")
    ribs = [plan_module.when(t) for t in plan.time["ribs"]]
    saved = dict(clock.save(), ribs=ribs, updates_hours=plan.time["updates_hours"])
    (raw / "clock.json").write_text(json.dumps(saved))
    (raw / "truth.json").write_text(json.dumps(truth.make(plan, script.log, clock), indent=1) + "\n")
    return raw


def publish(plan, raw, out):
    """The sample, whole or not at all; README.md and demo.txt of it are kept."""
    new = raw.parent / "sample"
    stretch.main(raw, new / "bgp" / "lab")
    registries.main(plan, new)
    shutil.copy(raw / "truth.json", new / "truth.json")
    if verify.main(new):
        raise netns.LabError("the recording does not agree with its truth")
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for entry in new.iterdir():
        old = out / entry.name
        if old.is_dir():
            shutil.rmtree(old)
        if entry.is_dir():
            shutil.copytree(entry, old)
        else:
            shutil.copy(entry, old)
    say(f"{out} is written")


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--speed", type=float, default=1.0)
    ask.add_argument("--keep", help="copy the routers' logs and the raw recording there, also after a failure")
    ask.add_argument("out")
    args = ask.parse_args()
    check_machine()
    heed_signals()
    plan = plan_module.Plan()
    with tempfile.TemporaryDirectory(prefix=f"nlab{os.getpid()}-") as work:
        os.chmod(work, 0o755)
        try:
            publish(plan, record(plan, args.speed, work), args.out)
        except (netns.LabError, mrt.MrtError, OSError) as e:
            sys.exit(f"record: {e}")
        finally:
            if args.keep:
                shutil.copytree(work, args.keep, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sock*", "*.ctl"))


if __name__ == "__main__":
    main()
