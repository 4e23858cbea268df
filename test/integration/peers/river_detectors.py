"""River's detectors on given streams: JSON in, the indices of drifts and warnings out."""

import json
import re
import sys

from river import drift
from river.drift import binary

DETECTORS = {
    "adwin": drift.ADWIN,
    "kswin": drift.KSWIN,
    "page-hinkley": drift.PageHinkley,
    "ddm": binary.DDM,
    "eddm": binary.EDDM,
    "hddm-a": binary.HDDMA,
    "hddm-w": binary.HDDMW,
    "fhddm": binary.FHDDM,
}


def river_name(option):
    """Ours are river's in camelCase, but `lambda` is a word of Python."""
    return "lambda_val" if option == "lambda" else re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), option)


def alarms(name, options, stream):
    detector = DETECTORS[name](**{river_name(option): value for option, value in options.items()})
    drifts, warnings = [], []
    for index, value in enumerate(stream):
        detector.update(value)
        if detector.drift_detected:
            drifts.append(index)
        if getattr(detector, "warning_detected", False):
            warnings.append(index)
    return {"drifts": drifts, "warnings": warnings}


json.dump([alarms(**case) for case in json.load(sys.stdin)], sys.stdout)
