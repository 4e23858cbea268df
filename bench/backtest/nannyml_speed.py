"""NannyML over the rows of one Parquet file: {"file"} in, {"version", "seconds", "peakBytes"} out."""

import json
import os
import resource
import sys
import time

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"

import nannyml
import pandas

question = json.load(sys.stdin)
started = time.perf_counter()
rows = pandas.read_parquet(question["file"])
for name in ("origin", "destination"):
    rows[name] = rows[name].astype("category")
until = rows["timestamp"].min().normalize() + pandas.Timedelta(days=42)
reference = rows[rows["timestamp"] < until]
analysis = rows[rows["timestamp"] >= until]

drift = nannyml.UnivariateDriftCalculator(
    column_names=["hour", "weekday", "distance", "origin", "destination"],
    timestamp_column_name="timestamp",
    continuous_methods=["jensen_shannon"],
    categorical_methods=["jensen_shannon"],
    chunk_period="D",
)
drift.fit(reference)
drift.calculate(analysis)

estimator = nannyml.CBPE(
    y_pred="y_pred",
    y_pred_proba="y_pred_proba",
    y_true="y_true",
    timestamp_column_name="timestamp",
    problem_type="classification_binary",
    metrics=["accuracy", "roc_auc"],
    chunk_period="D",
)
estimator.fit(reference)
estimator.estimate(analysis)

print(
    json.dumps(
        {
            "version": nannyml.__version__,
            "seconds": time.perf_counter() - started,
            # Linux gives it in KiB.
            "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }
    )
)
