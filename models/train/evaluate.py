"""Figures with intervals by patient bootstrap: whole patients are drawn, never single clips or frames. Only real clips are ever measured here.

All figures of a resample follow from sums by patient (pairs ranked rightly, counts of calls), so that thousands of resamples cost milliseconds.
"""
import numpy as np

RESAMPLES = 1000
BINS = 10
RATES = ("sensitivity", "specificity", "precision", "f1", "accuracy")


def top_mean(scores: np.ndarray, fraction: float) -> float:
    """The clip rule: mean of the highest `fraction` of the frame scores, at least one frame."""
    return float(np.sort(scores)[::-1][: max(1, int(np.ceil(fraction * len(scores))))].mean())


def _by_patient(groups: np.ndarray) -> tuple[np.ndarray, int]:
    names, code = np.unique(groups, return_inverse=True)
    return code, len(names)


def draws(patients: int, seed: int) -> np.ndarray:
    """How often each patient is drawn, resamples x patients; the first row is the data as they are."""
    random = np.random.default_rng(seed)
    drawn = random.multinomial(patients, np.full(patients, 1 / patients), RESAMPLES)
    return np.vstack([np.ones(patients, int), drawn]).astype(float)


def aucs(truth: np.ndarray, score: np.ndarray, groups: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """AUC of every row of `weights` (resamples x patients); nan where one class is missing."""
    code, patients = _by_patient(groups)
    positive, negative = np.flatnonzero(truth == 1), np.flatnonzero(truth == 0)
    ranks = np.unique(score, return_inverse=True)[1]
    won = (ranks[positive, None] > ranks[None, negative]) + 0.5 * (ranks[positive, None] == ranks[None, negative])
    rows = np.zeros((patients, len(negative)))
    np.add.at(rows, code[positive], won)
    pairs = np.zeros((patients, patients))
    np.add.at(pairs.T, code[negative], rows.T)
    count = lambda members: weights @ np.bincount(code[members], minlength=patients)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.einsum("bi,bi->b", weights @ pairs, weights) / (count(positive) * count(negative))


def point_auc(truth: np.ndarray, score: np.ndarray) -> float:
    """AUC of these clips alone; nan where one class is missing."""
    positive, negative = score[truth == 1], np.sort(score[truth == 0])
    if not len(positive) or not len(negative):
        return float("nan")
    below = np.searchsorted(negative, positive, "left") + np.searchsorted(negative, positive, "right")
    return float(below.mean() / 2 / len(negative))


def _rates(truth: np.ndarray, called: np.ndarray, groups: np.ndarray, weights: np.ndarray) -> dict[str, np.ndarray]:
    code, patients = _by_patient(groups)
    count = lambda members: weights @ np.bincount(code[members], minlength=patients)
    hit, missed = count((truth == 1) & called), count((truth == 1) & ~called)
    false, right = count((truth == 0) & called), count((truth == 0) & ~called)
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "sensitivity": hit / (hit + missed), "specificity": right / (right + false), "precision": hit / (hit + false),
            "f1": 2 * hit / (2 * hit + missed + false), "accuracy": (hit + right) / (hit + missed + false + right),
        }


def interval(values: np.ndarray) -> dict:
    """{value, low, high}: the first is the figure itself, the others its resamples. A figure without meaning (no such clips) is 0 with the widest interval."""
    drawn = values[1:][~np.isnan(values[1:])]
    if np.isnan(values[0]) or not len(drawn):
        return {"value": 0.0, "low": 0.0, "high": 1.0}
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {"value": round(float(values[0]), 4), "low": round(float(low), 4), "high": round(float(high), 4)}


def performance(truth: np.ndarray, score: np.ndarray, called: np.ndarray, groups: np.ndarray, seed: int) -> dict:
    """AUC and rates, each {value, low, high} with a 95% interval over resampled patients; where `truth` is nan nothing is measured."""
    known = ~np.isnan(truth)
    truth, score, called, groups = truth[known], score[known], called[known], groups[known]
    weights = draws(len(np.unique(groups)), seed)
    found = {"auc": aucs(truth, score, groups, weights), **_rates(truth, called, groups, weights)}
    return {**{name: interval(values) for name, values in found.items()}, "clips": int(len(truth)), "patients": int(weights.shape[1])}


def paired_auc(truth: np.ndarray, first: np.ndarray, second: np.ndarray, groups: np.ndarray, seed: int) -> dict:
    """AUC of `first` minus AUC of `second` over the same resampled patients: {value, low, high, p}, p two-sided."""
    known = ~np.isnan(truth)
    weights = draws(len(np.unique(groups[known])), seed)
    by = [aucs(truth[known], score[known], groups[known], weights) for score in (first, second)]
    difference = by[0] - by[1]
    drawn = difference[1:][~np.isnan(difference[1:])]
    p = 2 * min((drawn <= 0).mean(), (drawn >= 0).mean())
    return {**interval(difference), "p": round(float(min(1.0, max(p, 1 / len(drawn)))), 4)}


def _ece(truth: np.ndarray, score: np.ndarray) -> float:
    order = np.argsort(score, kind="stable")
    bins = np.array_split(order, min(BINS, len(order)))
    return float(sum(len(b) * abs(truth[b].mean() - score[b].mean()) for b in bins) / len(order))


def calibration_error(truth: np.ndarray, score: np.ndarray, groups: np.ndarray, seed: int) -> dict:
    """Expected calibration error over ten bins of equal mass, with its interval by patient; and what a perfectly calibrated score of this size would show.

    The bootstrap's ECE is biased upwards (resampled bins are noisier), so its interval may lie above the value. `perfect` is the mean ECE when the
    truth is drawn from the very probabilities: no calibration can be seen to be better than that with this many clips.
    """
    known = ~np.isnan(truth)
    truth, score, groups = truth[known], score[known], groups[known]
    random = np.random.default_rng(seed)
    code, patients = _by_patient(groups)
    members = [np.flatnonzero(code == i) for i in range(patients)]
    resamples = [np.concatenate([members[i] for i in random.integers(0, patients, patients)]) for _ in range(500)]
    values = np.array([_ece(truth, score), *(_ece(truth[pick], score[pick]) for pick in resamples)])
    perfect = np.mean([_ece((random.random(len(score)) < score).astype(float), score) for _ in range(200)])
    return {**interval(values), "perfect": round(float(perfect), 4)}


def threshold_for_sensitivity(truth: np.ndarray, score: np.ndarray, wanted: float) -> float:
    """Highest threshold at which at least `wanted` of the positives reach it."""
    positives = np.sort(score[truth == 1])[::-1]
    return float(positives[int(np.ceil(wanted * len(positives))) - 1])


def threshold_for_specificity(truth: np.ndarray, score: np.ndarray, wanted: float) -> float:
    """Lowest threshold that at least `wanted` of the negatives stay below."""
    for threshold in np.sort(np.unique(np.append(score, 1.0))):
        if (score[truth == 0] < threshold).mean() >= wanted:
            return float(threshold)
    return 1.0


def balanced_threshold(truth: np.ndarray, score: np.ndarray) -> float:
    """Where sensitivity + specificity is highest; the middle between neighbouring scores."""
    levels = np.sort(np.unique(score))
    cuts = (levels[1:] + levels[:-1]) / 2
    value = [(score[truth == 1] >= cut).mean() + (score[truth == 0] < cut).mean() for cut in cuts]
    return float(cuts[int(np.argmax(value))]) if len(cuts) else float(levels[0])
