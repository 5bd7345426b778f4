#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference workload of limit.h in SimPy, one process per patient (its idiom).

    simpy_reference.py [balanced|pressed|overload] [replications [PROGRAM]]     2 unless told

Prints the means that tests/bench/limit prints, and CPU milliseconds; with PROGRAM
(tests/bench/reference), how many times as long as our engine's replication that is. An
independent twin: only the words of the workload are shared. Needs SimPy 3 or
4 (Debian: python3-simpy3); without it, says so and exits 77 (skipped).
"""
import bisect
import math
import random
import resource
import subprocess
import sys
import time

try:
    import simpy
except ImportError:
    print("skipped: SimPy is not installed (Debian: apt install python3-simpy3)")
    sys.exit(77)

WARM, END = 60.0, 425.0
SHARE = {"balanced": 0.09, "pressed": 0.105, "overload": 0.20}
WEEKDAY = (1.06, 1.02, 1.0, 1.0, 1.02, 0.96, 0.94)
RATE = [50000 / 365 * WEEKDAY[h // 24] * (1 + 0.45 * math.sin(2 * math.pi * (h % 24 - 8.5) / 24))
        for h in range(168)]  # a day, by hour of the week
ONWARD = ((150, 21.0), (60, 28.0), (40, 35.0), (80, 42.0))  # places, mean stay
NAMES = ("crisis", "acute", "onward 150x21", "onward 60x28", "onward 40x35", "onward 80x42")


class Level:
    """A number held over time; its area after warm-up."""

    def __init__(self, env):
        self.env, self.value, self.since, self.area = env, 0, 0.0, 0.0

    def add(self, delta):
        now = self.env.now
        self.area += self.value * (max(now, WARM) - max(self.since, WARM))
        self.value += delta
        self.since = now

    def mean(self):
        self.add(0)
        return self.area / (END - WARM)


class Service:
    def __init__(self, env, places, mean, sigma):
        self.beds = simpy.Resource(env, places) if places else None
        self.mu, self.sigma = math.log(mean) - sigma * sigma / 2, sigma
        self.busy, self.waiting = Level(env), Level(env)

    def stay(self, rng):
        return rng.lognormvariate(self.mu, self.sigma)


class County:
    def __init__(self, workload, seed):
        self.env, self.rng, self.share = simpy.Environment(), random.Random(seed), SHARE[workload]
        self.crisis = Service(self.env, 0, 2.0, 1.0)
        self.acute = Service(self.env, 700, 5.0, 1.0)
        self.onward = [Service(self.env, places, mean, 0.6) for places, mean in ONWARD]
        flow = [places / mean for places, mean in ONWARD]
        self.cumulative = [sum(flow[: i + 1]) / sum(flow) for i in range(len(flow))]
        self.services = [self.crisis, self.acute] + self.onward
        self.midnights = []
        self.env.process(self.arrivals())
        self.env.process(self.midnight())

    def arrivals(self):
        """Thinned in place: the rate is constant within an hour and memoryless beyond it."""
        while True:
            hour = math.floor(self.env.now * 24 + 1e-9)
            gap = self.rng.expovariate(RATE[hour % 168])
            left = (hour + 1) / 24 - self.env.now
            if gap >= left:
                yield self.env.timeout(left)
                continue
            yield self.env.timeout(gap)
            chosen = self.crisis_stay() if self.rng.random() < 0.2 else self.patient()
            self.env.process(chosen)

    def midnight(self):
        while True:
            yield self.env.timeout(1.0)
            self.midnights.append([(s.busy.value, s.waiting.value) for s in self.services])

    def crisis_stay(self):
        self.crisis.busy.add(1)
        yield self.env.timeout(self.crisis.stay(self.rng))
        self.crisis.busy.add(-1)

    def wait_for(self, service):
        request = service.beds.request()
        service.waiting.add(1)
        yield request
        service.waiting.add(-1)
        service.busy.add(1)
        return request

    def leave(self, service, request):
        service.beds.release(request)
        service.busy.add(-1)

    def patient(self):
        rng = self.rng
        while True:
            bed = yield from self.wait_for(self.acute)
            yield self.env.timeout(self.acute.stay(rng))
            if rng.random() < self.share:
                service = self.onward[bisect.bisect(self.cumulative[:-1], rng.random())]
                place = yield from self.wait_for(service)
                self.leave(self.acute, bed)
                yield self.env.timeout(service.stay(rng))
                self.leave(service, place)
            else:
                self.leave(self.acute, bed)
            if rng.random() >= 0.1:
                return
            yield self.env.timeout(rng.uniform(0.0, 30.0))

    def run(self):
        self.env.run(until=END)
        return [(s.busy.mean(), s.waiting.mean(), s.waiting.value) for s in self.services]


def engine_ms(program, workload):
    """CPU of one replication: 21 less 1 leave out reading and setting up; the least of three."""
    def cpu(replications):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([program, "engine", workload, str(replications)], check=True,
                       stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return min((cpu(21) - cpu(1)) / 20 for _ in range(3)) * 1e3


def main(argv):
    workload = argv[1] if len(argv) > 1 else "balanced"
    runs = int(argv[2]) if len(argv) > 2 else 2
    if workload not in SHARE or runs < 1:
        sys.exit("usage: simpy_reference.py [balanced|pressed|overload] [replications [PROGRAM]]")
    total, cpu = [[0.0] * 3 for _ in NAMES], []
    for run in range(runs):
        start = time.process_time()
        for row, means in zip(total, County(workload, 71 + run).run()):
            for i, value in enumerate(means):
                row[i] += value / runs
        cpu.append((time.process_time() - start) * 1e3)
    print(f"{workload}, SimPy {simpy.__version__}, {runs} replications, means")
    print(f"{'service':<14} {'busy':>9} {'waiting':>9} {'last wait':>9}")
    for name, row in zip(NAMES, total):
        print(f"{name:<14} {row[0]:9.2f} {row[1]:9.2f} {row[2]:9.1f}")
    print(f"delayed {sum(row[1] for row in total[2:]):.2f}")
    print(f"CPU per replication: {min(cpu):.0f} ms least, {sorted(cpu)[runs // 2]:.0f} ms median")
    if len(argv) > 3:
        ours = engine_ms(argv[3], workload)
        print(f"ours: {ours:.1f} ms; SimPy takes {min(cpu) / ours:.0f} times as long (goal 120)")


if __name__ == "__main__":
    main(sys.argv)
