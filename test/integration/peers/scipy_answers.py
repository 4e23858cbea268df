"""Distances, tests and tails of SciPy; what SciPy does not have, by its definition, in numpy."""

import numpy as np
from scipy import special, stats
from scipy.spatial import distance


def result(test, *args, **options):
    found = test(*args, **options)
    return [found.statistic, found.pvalue]


def ks(a, b, method):
    """An exact p of 1 that rounding puts above 1 is given up for the asymptotic one, with a warning."""
    try:
        return result(stats.ks_2samp, a, b, method=method)
    except RuntimeWarning as warning:
        if "Exact calculation unsuccessful" not in str(warning):
            raise
        return [stats.ks_2samp(a, b, method="asymp").statistic, 1]


def ks_binned(a, b):
    """One sample of the rows of each histogram, all at their bin's index."""
    rows = [np.repeat(np.arange(len(counts)), counts) for counts in (a, b)]
    return result(stats.ks_2samp, *rows, method="asymp")


def psi(a, b):
    p, q = [(np.array(counts) + 0.5) / (sum(counts) + len(counts) / 2) for counts in (a, b)]
    return [stats.entropy(p, q) + stats.entropy(q, p)]


def shares(a, b):
    return np.array(a) / sum(a), np.array(b) / sum(b)


def hellinger(a, b):
    p, q = shares(a, b)
    return [distance.euclidean(np.sqrt(p), np.sqrt(q)) / np.sqrt(2)]


def total_variation(a, b):
    return [distance.cityblock(*shares(a, b)) / 2]


def chi2(a, b, yates):
    """SciPy refuses bins that both sides leave empty."""
    table = np.array([a, b])
    return list(stats.chi2_contingency(table[:, table.sum(axis=0) > 0], correction=yates)[:3])


def upper_f(tail, d1, d2):
    """By the beta distribution: SciPy's f.isf takes 1 - tail, which costs small tails their digits."""
    return [d2 * special.betainccinv(d1 / 2, d2 / 2, tail) / (d1 * special.betaincinv(d2 / 2, d1 / 2, tail))]


ANSWERS = {
    "ks": ks,
    "ks_binned": ks_binned,
    "cvm": lambda a, b, method: result(stats.cramervonmises_2samp, a, b, method=method),
    "mwu": lambda a, b, method: result(stats.mannwhitneyu, a, b, method=method),
    "wasserstein": lambda *args: [stats.wasserstein_distance(*args)],
    "energy": lambda *args: [stats.energy_distance(*args)],
    "chi2": chi2,
    "jensenshannon": lambda a, b: [distance.jensenshannon(a, b, 2), distance.jensenshannon(a, b, 2) ** 2],
    "hellinger": hellinger,
    "total_variation": total_variation,
    "psi": psi,
    "kstwo": lambda d, n: [stats.kstwo.sf(d, n)],
    "upper_f": upper_f,
    "upper_t": lambda tail, df: [stats.t.isf(tail, df)],
    "norm": lambda z: [stats.norm.sf(z)],
    "chi2sf": lambda x, df: [stats.chi2.sf(x, df)],
}
