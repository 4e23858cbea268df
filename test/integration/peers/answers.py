"""
Answers questions of the tests with SciPy, scikit-learn and river: JSON in, JSON out (null: undefined). A question
`scipy.ks` is the function or table entry `ks` of `scipy_answers.py`; a library is loaded when it is asked for.
"""

import importlib
import json
import math
import sys
import warnings


def answer(ask, of):
    library, name = ask.split(".")
    return plain(importlib.import_module(f"{library}_answers").ANSWERS[name](*of))


def plain(values):
    return [None if math.isnan(value) else float(value) for value in values]


# A warning says that a number may not mean what it seems: those that are expected are silenced, each at its place.
warnings.simplefilter("error")
json.dump([answer(**question) for question in json.load(sys.stdin)], sys.stdout)
