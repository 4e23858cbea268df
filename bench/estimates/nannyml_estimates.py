"""NannyML's estimates of chunks: JSON in (task, reference, live), JSON out (by metric, [value, low, high] a chunk)."""

import json
import os
import sys
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
warnings.filterwarnings("ignore")
# LightGBM talks on the standard output, which is for the answer alone.
answer = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

import pandas as pd
import nannyml as nml


def frame(chunks, task):
    rows = [row for chunk in chunks for row in chunk]
    data = pd.DataFrame({"answer": [r["answer"] for r in rows], "y": [r["outcome"] for r in rows]})
    if task == "binary":
        data["said"] = (data["answer"] >= 0.5).astype(int)
    else:
        data["input"] = [r["inputs"][0] for r in rows]
    return data


def main():
    question = json.load(sys.stdin)
    task = question["task"]
    size = len(question["live"][0])
    reference, live = frame(question["reference"], task), frame(question["live"], task)
    if task == "binary":
        names = {"accuracy": "accuracy", "f1": "f1", "auc": "roc_auc"}
        estimator = nml.CBPE(
            problem_type="classification_binary",
            y_pred_proba="answer",
            y_pred="said",
            y_true="y",
            metrics=list(names.values()),
            chunk_size=size,
        )
    else:
        names = {"mae": "mae"}
        estimator = nml.DLE(
            feature_column_names=["input"], y_pred="answer", y_true="y", metrics=["mae"], chunk_size=size
        )
    estimator.fit(reference)
    table = estimator.estimate(live).filter(period="analysis").to_df()
    found = {}
    for ours, theirs in names.items():
        columns = ["value", "lower_confidence_boundary", "upper_confidence_boundary"]
        found[ours] = table[theirs][columns].astype(float).values.tolist()
    json.dump(found, answer)
    answer.close()


main()
