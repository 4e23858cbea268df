"""Nanoseconds of CPU time an update of river's detectors: values and plan as JSON on stdin, figures as JSON on stdout."""

import json
import sys
import time

import river
from river import drift
from river.drift import binary

DETECTORS = {
    "adwin": drift.ADWIN,
    "kswin": lambda: drift.KSWIN(seed=0),
    "page-hinkley": drift.PageHinkley,
    "ddm": binary.DDM,
    "eddm": binary.EDDM,
    "hddm-a": binary.HDDMA,
    "hddm-w": binary.HDDMW,
    "fhddm": binary.FHDDM,
}


class Nothing:
    def update(self, value):
        pass


def timed(create, values, times):
    detector = create()
    update = detector.update
    begin = time.process_time_ns()
    for _ in range(times):
        for value in values:
            update(value)
    return (time.process_time_ns() - begin) / (times * len(values))


def empty(values, times):
    begin = time.process_time_ns()
    for _ in range(times):
        for value in values:
            pass
    return (time.process_time_ns() - begin) / (times * len(values))


def median(figures):
    return sorted(figures)[len(figures) // 2]


plan = json.load(sys.stdin)
values, runs, least = plan["values"], plan["runs"], plan["least"] * 1e6
answer = {"version": river.__version__, "python": sys.version.split()[0], "ns": {}}
answer["loop"] = median([empty(values, 5) for _ in range(runs)])
answer["call"] = median([timed(Nothing, values, 5) for _ in range(runs)])
for name, create in DETECTORS.items():
    some = values[:1000] if name == "kswin" else values
    rounds = max(1, int(least / (timed(create, some, 1) * len(some))))
    answer["ns"][name] = median([timed(create, some, rounds) for _ in range(runs)])
    print(name, file=sys.stderr, flush=True)
json.dump(answer, sys.stdout)
