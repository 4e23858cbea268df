"""
Fairness of fairlearn. Groups without rows of a rate's denominator are left out before it is asked, as it gives them 0 by
convention; the functions that it has for a whole criterion are asked where no group is left out.
"""

import math
import warnings

import numpy as np
import pandas as pd
from fairlearn import metrics
from sklearn.metrics import precision_score

NAN = float("nan")


def selection(actual, predicted):
    return metrics.selection_rate(actual, predicted)


def precision(actual, predicted):
    return precision_score(actual, predicted)


# What is measured, and which rows it is about.
RATES = {
    "selection": (selection, lambda actual, predicted: np.full(len(actual), True)),
    "true-positive": (metrics.true_positive_rate, lambda actual, predicted: actual == 1),
    "false-positive": (metrics.false_positive_rate, lambda actual, predicted: actual == 0),
    "precision": (precision, lambda actual, predicted: predicted == 1),
    "calibration": (lambda actual, scores: float(np.mean(actual - scores)), lambda actual, scores: np.isfinite(scores)),
}
WHOLE = {
    "demographic-parity": (metrics.demographic_parity_difference, metrics.demographic_parity_ratio),
    "equal-opportunity": (metrics.equal_opportunity_difference, metrics.equal_opportunity_ratio),
    "equalised-odds": (metrics.equalized_odds_difference, metrics.equalized_odds_ratio),
}


def framed(rate, actual, predicted, group):
    measure, base = RATES[rate]
    counted = np.isin(group, np.unique(group[base(actual, predicted)]))
    if not counted.any():
        return None, False
    frame = metrics.MetricFrame(
        metrics=measure,
        y_true=actual[counted],
        y_pred=predicted[counted],
        sensitive_features=features(group[counted]),
    )
    return frame, bool(counted.all())


def features(group):
    """A series: of one row alone fairlearn takes no array."""
    return pd.Series(group, name="group")


def criterion(name, rates, actual, predicted, group, ratios):
    """The rate of each group, in the order of rates and groups; the difference; the ratio."""
    actual, predicted, group = np.array(actual), np.array(predicted), np.array(group)
    frames = [framed(rate, actual, predicted, group) for rate in rates]
    shown = [frame for frame, _ in frames if frame is not None]
    values = [value for frame in shown for value in frame.by_group.sort_index()]
    compared = [frame for frame in shown if len(frame.by_group) > 1]
    differences = [frame.difference() for frame in compared]
    ratio_of = [ratio(frame) for frame in compared] if ratios else []
    known = [value for value in ratio_of if not math.isnan(value)]
    found = [max(differences, default=NAN), min(known, default=NAN)]
    # Its own functions of a criterion, where they have all that they need.
    if name in WHOLE and all(every for _, every in frames) and len(known) == len(rates):
        own = [function(actual, predicted, sensitive_features=features(group)) for function in WHOLE[name]]
        assert np.allclose(own, found, rtol=0, atol=1e-12), (own, found)
        found = own
    return [*values, *found]


def ratio(frame):
    """0 / 0 is NaN, with a warning of numpy's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return frame.ratio()


ANSWERS = {"criterion": criterion}
