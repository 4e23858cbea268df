"""
Metrics of scikit-learn. NaN stands for "undefined": where scikit-learn gives NaN or warns that a metric is, and where it
gives a number by convention only (each with its reason here). What it does not have is done in numpy by its definition.
"""

import warnings

import numpy as np
from sklearn import metrics
from sklearn.exceptions import UndefinedMetricWarning

NAN = float("nan")


def defined(metric, *args, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        warnings.simplefilter("error", UndefinedMetricWarning)
        try:
            return metric(*args, **options)
        except UndefinedMetricWarning:
            return NAN


def correlation(actual, predicted, weights):
    """Of a constant: 0 by convention."""
    if len(set(actual)) == 1 or len(set(predicted)) == 1:
        return NAN
    return metrics.matthews_corrcoef(actual, predicted, sample_weight=weights)


def classification(actual, predicted, weights):
    by_rows = {"sample_weight": weights}
    values = [
        metrics.accuracy_score(actual, predicted, **by_rows),
        defined(metrics.balanced_accuracy_score, actual, predicted, **by_rows),
        correlation(actual, predicted, weights),
        defined(metrics.cohen_kappa_score, actual, predicted, **by_rows),
    ]
    # Inside of an average a class that lacks predictions or rows counts 0.
    for average in ("macro", "micro", "weighted"):
        for metric in (metrics.precision_score, metrics.recall_score, metrics.f1_score):
            values.append(metric(actual, predicted, average=average, zero_division=0, **by_rows))
    return values


def confusion_matrix(actual, predicted, weights):
    labels = sorted(set(actual) | set(predicted))
    return defined(metrics.confusion_matrix, actual, predicted, labels=labels, sample_weight=weights).ravel()


def binary(actual, predicted, positive):
    of_positive = [[label == positive for label in side] for side in (actual, predicted)]
    return [
        defined(metric, *of_positive)
        for metric in (metrics.precision_score, metrics.recall_score, metrics.f1_score)
    ]


def calibration_error(actual, scores, bins):
    """Bins of equal width; |share of positives - mean score| of each, weighted by its rows."""
    actual, scores = np.array(actual), np.array(scores)
    of_row = np.minimum(np.floor(scores * bins).astype(int), bins - 1)
    return sum(
        abs(actual[of_row == one].mean() - scores[of_row == one].mean()) * (of_row == one).mean()
        for one in np.unique(of_row)
    )


def areas(actual, scores):
    """Without positives the average precision is 0 by convention."""
    return [
        defined(metrics.roc_auc_score, actual, scores),
        metrics.average_precision_score(actual, scores) if any(actual) else NAN,
    ]


def probabilities(actual, scores, bins):
    return [
        metrics.log_loss(actual, scores, labels=[0, 1]),
        metrics.brier_score_loss(actual, scores, labels=[0, 1]),
        *areas(actual, scores),
        calibration_error(actual, scores, bins),
    ]


def multiclass_losses(actual, scores, labels):
    return [
        metrics.log_loss(actual, scores, labels=labels),
        metrics.brier_score_loss(actual, scores, labels=labels),
    ]


def regression(actual, predicted):
    """Outcomes of 0 have a relative error by convention only, and outcomes that are all equal have an R squared so."""
    actual, predicted = np.array(actual), np.array(predicted)
    return [
        (predicted - actual).mean(),
        metrics.mean_absolute_error(actual, predicted),
        metrics.root_mean_squared_error(actual, predicted),
        metrics.mean_absolute_percentage_error(actual, predicted) if all(actual) else NAN,
        defined(metrics.r2_score, actual, predicted) if len(set(actual)) > 1 else NAN,
        metrics.median_absolute_error(actual, predicted),
    ]


ANSWERS = {
    "classification": classification,
    "confusion_matrix": confusion_matrix,
    "areas": areas,
    "binary": binary,
    "probabilities": probabilities,
    "multiclass_losses": multiclass_losses,
    "regression": regression,
}
