"""Namespaces, links and daemons of one recording, and their end, whatever happens."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

import configs


class LabError(Exception):
    pass


def run(*argv, check=True, **kw):
    done = subprocess.run(argv, capture_output=True, text=True, check=False, **kw)
    if check and done.returncode:
        raise LabError(f"{' '.join(argv)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


class Lab:
    """Names of namespaces begin with `nlab` and this process's number: they are global to the machine."""

    def __init__(self, plan, folder):
        self.plan, self.folder = plan, pathlib.Path(folder)
        self.prefix = f"nlab{os.getpid()}"
        self.made, self.logs = [], []
        self.state = {name: configs.clean_state() for name in plan.routers}

    def ns(self, name):
        return self.prefix + name

    # --- up
    def sweep(self):
        """Take down what a recording left behind that was killed with no chance to do it."""
        for ns in [line.split()[0] for line in run("ip", "netns", "list").splitlines() if line]:
            owner = re.match(r"nlab(\d+)[a-z]", ns)
            if owner and not os.path.exists(f"/proc/{owner[1]}"):
                self.made.append(ns)
        if self.made:
            self.stop()
        for folder in pathlib.Path(tempfile.gettempdir()).glob("nlab*-*"):
            if not os.path.exists(f"/proc/{folder.name[4:].split('-')[0]}"):
                shutil.rmtree(folder, ignore_errors=True)

    def build(self):
        self._add("lan")
        for lan in ("fabric", "ix"):
            run("ip", "-n", self.ns("lan"), "link", "add", lan, "type", "bridge")
            run("ip", "-n", self.ns("lan"), "link", "set", lan, "up")
        for router in self.plan.routers.values():
            self._add(router.name)
            run("ip", "-n", self.ns(router.name), "link", "set", "lo", "up")
            for lan in ("fabric", "ix"):
                if router.on(lan):
                    self._plug(router, lan)

    def _add(self, name):
        run("ip", "netns", "add", self.ns(name))
        self.made.append(self.ns(name))

    def _plug(self, router, lan):
        inside, outside = lan, lan[0] + router.name
        run("ip", "-n", self.ns("lan"), "link", "add", outside, "type", "veth", "peer", "name", inside, "netns", self.ns(router.name))
        run("ip", "-n", self.ns("lan"), "link", "set", outside, "master", lan, "up")
        length = {f: self.plan.lab[lan + str(f)].split("/")[1] for f in (4, 6)}
        run("ip", "-n", self.ns(router.name), "addr", "add", f"{router.address(lan, 4)}/{length[4]}", "dev", inside)
        run("ip", "-n", self.ns(router.name), "addr", "add", f"{router.address(lan, 6)}/{length[6]}", "dev", inside, "nodad")
        run("ip", "-n", self.ns(router.name), "link", "set", inside, "up")

    def start(self):
        (self.folder / "mrt").mkdir()
        os.makedirs("/run/openbgpd", exist_ok=True)
        for router in self.plan.routers.values():
            self.write(router)
        for router in self.plan.routers.values():
            getattr(self, "_start_" + router.software)(router)

    def path(self, router, ending):
        return str(self.folder / f"{router.name}.{ending}")

    def write(self, router):
        text = configs.WRITERS[router.software](router, self.state[router.name], str(self.folder))
        path = self.path(router, "conf")
        pathlib.Path(path).write_text(text, encoding="utf-8")
        os.chmod(path, 0o600 if router.software == "openbgpd" else 0o644)

    def daemon(self, router, log, *argv):
        out = open(self.folder / f"{log}.log", "wb")
        self.logs.append(out)
        subprocess.Popen(("ip", "netns", "exec", self.ns(router.name)) + argv, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                         start_new_session=True)

    def _start_bird(self, router):
        conf = self.path(router, "conf")
        run("bird", "-p", "-c", conf)
        self.daemon(router, router.name, "bird", "-f", "-c", conf, "-s", self.path(router, "ctl"), "-P", self.path(router, "pid"))

    def _start_frr(self, router):
        ns, conf = self.ns(router.name), self.path(router, "conf")
        run("vtysh", "-C", "-f", conf)
        where = pathlib.Path("/var/run/frr") / ns
        where.mkdir(parents=True)
        for folder in (where.parent, where):
            shutil.chown(folder, "frr", "frr")
        zebra = self.path(router, "zebra")
        pathlib.Path(zebra).write_text("", encoding="utf-8")
        self.daemon(router, router.name + "-zebra", "/usr/lib/frr/zebra", "-N", ns, "-f", zebra, "-P", "0")
        deadline = time.monotonic() + 20
        while not (where / "zserv.api").exists():
            if time.monotonic() > deadline:
                raise LabError(f"{router.name}: zebra does not come up")
            time.sleep(0.05)
        self.daemon(router, router.name, "/usr/lib/frr/bgpd", "-N", ns, "-f", conf, "-P", "0", "-n")

    def _start_openbgpd(self, router):
        conf = self.path(router, "conf")
        run("ip", "netns", "exec", self.ns(router.name), "bgpd", "-n", "-f", conf)
        self.daemon(router, router.name, "bgpd", "-d", "-f", conf)

    # --- talk
    def birdc(self, name, *words):
        return run("birdc", "-s", str(self.folder / f"{name}.ctl"), *words)

    def vtysh(self, name, *commands):
        argv = ["vtysh", "--vty_socket", f"/var/run/frr/{self.ns(name)}"]
        for c in commands:
            argv += ["-c", c]
        return run(*argv)

    def bgpctl(self, name, *words):
        return run("bgpctl", "-s", str(self.folder / f"{name}.sock"), *words)

    def sessions_up(self):
        """(established, all) sessions of the collector and of the route server."""
        up = total = 0
        for name in [n for n, r in self.plan.routers.items() if r.software == "bird"]:
            lines = [w.split() for w in self.birdc(name, "show", "protocols").splitlines() if w.startswith("s_")]
            total += len(lines)
            up += sum(1 for w in lines if w[-1] == "Established")
        return up, total

    def change(self, name, **changes):
        """Give a router another state; it takes it over without dropping a session."""
        router, old = self.plan.routers[name], self.state[name]
        new = {k: (set(v) if isinstance(v, set) else v) for k, v in old.items()}
        for key, value in changes.items():
            new[key] = value
        self.state[name] = new
        if router.software == "frr":
            self.vtysh(name, *configs.frr_change(router, old, new))
            return
        self.write(router)
        if router.software == "bird":
            self.birdc(name, "configure")
        else:
            self.bgpctl(name, "reload")

    def link(self, name, to, up):
        router = self.plan.routers[name]
        session = next(s for s in router.sessions if s.name == to)
        for family in (4, 6):
            addr = session.address(family)
            if router.software == "bird":
                self.birdc(name, "enable" if up else "disable", f"s_{to}_{family}")
            elif router.software == "frr":
                no = "no " if up else ""
                self.vtysh(name, "configure terminal", f"router bgp {router.asn}", f"{no}neighbor {addr} shutdown", "end")
            else:
                self.bgpctl(name, "neighbor", addr, "up" if up else "down")

    # --- down
    def pids(self):
        out = []
        for ns in self.made:
            out += [int(p) for p in run("ip", "netns", "pids", ns, check=False).split()]
        return out

    def stop(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        self._end_processes()
        for ns in reversed(self.made):
            run("ip", "netns", "del", ns, check=False)
            shutil.rmtree(f"/var/run/frr/{ns}", ignore_errors=True)
        self.made = []
        for f in self.logs:
            f.close()

    def _end_processes(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            for pid in self.pids():
                try:
                    os.kill(pid, number)
                except ProcessLookupError:
                    pass
            deadline = time.monotonic() + 6
            while self.pids() and time.monotonic() < deadline:
                time.sleep(0.1)
            if not self.pids():
                break
