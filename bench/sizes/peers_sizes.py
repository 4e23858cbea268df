"""Shares of panes in which a column is flagged. JSON in (rows, reference, live: chunks of features of counts), JSON out."""

import json
import os
import sys
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
os.environ["DO_NOT_TRACK"] = "1"
warnings.filterwarnings("ignore")
# Others talk on the standard output, which is for the answer alone.
answer = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

import numpy as np
import pandas as pd

rng = np.random.default_rng(1)


def frame(chunks):
    parts = []
    for chunk in chunks:
        rows = min(sum(counts) for counts in chunk)
        columns = {}
        for i, counts in enumerate(chunk):
            values = np.repeat(np.arange(1, len(counts) + 1, dtype=float), counts)
            rng.shuffle(values)
            columns[f"x{i}"] = values[:rows]
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def evidently(reference, live):
    """The preset, of one chunk against one chunk."""
    from evidently import Report
    from evidently.presets import DataDriftPreset

    flagged = 0
    for i, chunk in enumerate(live):
        before = frame([reference[i % len(reference)]])
        result = Report([DataDriftPreset()]).run(frame([chunk]), before).dict()
        count = next(m["value"]["count"] for m in result["metrics"] if "DriftedColumnsCount" in m["metric_name"])
        flagged += count > 0
    return {"asked": len(live), "flagged": int(flagged)}


def nannyml(reference, live, rows):
    import nannyml as nml

    before = frame(reference)
    # A chunk is a count of rows: all of them must be as long.
    size = len(before) // len(reference)
    calculator = nml.UnivariateDriftCalculator(
        column_names=list(before.columns),
        continuous_methods=["jensen_shannon"],
        chunk_size=size,
    )
    calculator.fit(before.iloc[: size * len(reference)])
    result = calculator.calculate(frame(live).iloc[: size * len(live)]).filter(period="analysis").to_df()
    alerts = [result[column] for column in result.columns if column[-1] == "alert"]
    any_alert = np.any(np.array(alerts, dtype=bool), axis=0)
    return {"asked": len(any_alert), "flagged": int(any_alert.sum())}


def main():
    question = json.load(sys.stdin)
    reference, live = question["reference"], question["live"]
    found = {}
    for name, ask in {
        "evidently": lambda: evidently(reference, live),
        "nannyml": lambda: nannyml(reference, live, question["rows"]),
    }.items():
        try:
            found[name] = ask()
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    json.dump(found, answer)
    answer.close()


main()
