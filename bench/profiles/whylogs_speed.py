"""CPU seconds of whylogs on the rows of a file of JSON lines: the plan as JSON on stdin, figures as JSON on stdout.

Rows are parsed and frames are made before the clock starts, so that whylogs is given what it likes best.
"""

import json
import os
import platform
import resource
import sys
import time

# No message goes home.
os.environ["WHYLOGS_NO_ANALYTICS"] = "True"

import pandas
import whylogs
from whylogs.core import DatasetProfile


def rows_of(path, limit):
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == limit:
                return
            event = json.loads(line)
            yield {**event["features"], "prediction": event["prediction"], "score": event["score"]}


def timed(log, items):
    profile = DatasetProfile()
    begin = time.process_time()
    for item in items:
        log(profile, item)
    size = len(profile.view().serialize())
    return {"seconds": time.process_time() - begin, "bytes": size}


plan = json.load(sys.stdin)
rows = list(rows_of(plan["file"], plan["rows"]))
step = plan["frameRows"]
frames = [pandas.DataFrame(rows[i : i + step]) for i in range(0, len(rows), step)]
few = rows[: plan["singleRows"]]

with_frame = lambda profile, frame: profile.track(pandas=frame)
with_row = lambda profile, row: profile.track(row=row)
# Once for nothing, as ours is warmed up too.
timed(with_frame, frames[:5])
timed(with_row, few[:100])
json.dump(
    {
        "python": platform.python_version(),
        "version": whylogs.__version__,
        "frames": {"rows": len(rows), **timed(with_frame, frames)},
        "single": {"rows": len(few), **timed(with_row, few)},
        "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    },
    sys.stdout,
)
