"""Clip-level figures with intervals by patient bootstrap. Only real clips are ever measured here."""
import numpy as np
from sklearn.metrics import roc_auc_score

RESAMPLES = 1000


def top_mean(scores: np.ndarray, fraction: float) -> float:
    """The clip rule: mean of the highest `fraction` of the frame scores, at least one frame."""
    return float(np.sort(scores)[::-1][: max(1, int(np.ceil(fraction * len(scores))))].mean())


def _rates(truth: np.ndarray, called: np.ndarray) -> dict[str, float]:
    return {
        "sensitivity": float(called[truth == 1].mean()) if (truth == 1).any() else float("nan"),
        "specificity": float((~called)[truth == 0].mean()) if (truth == 0).any() else float("nan"),
        "accuracy": float((called == (truth == 1)).mean()),
    }


def _figures(truth, score, called) -> dict[str, float]:
    auc = roc_auc_score(truth, score) if len(np.unique(truth)) == 2 else float("nan")
    return {"auc": float(auc), **_rates(truth, called)}


def performance(truth: np.ndarray, score: np.ndarray, called: np.ndarray, groups: np.ndarray, seed: int) -> dict:
    """AUC, sensitivity, specificity and accuracy, each {value, low, high} with a 95% interval over resampled patients."""
    known = ~np.isnan(truth)
    truth, score, called, groups = truth[known], score[known], called[known], groups[known]
    random = np.random.default_rng(seed)
    names = np.unique(groups)
    members = [np.flatnonzero(groups == name) for name in names]
    drawn = []
    for _ in range(RESAMPLES):
        pick = np.concatenate([members[i] for i in random.integers(0, len(names), len(names))])
        if len(np.unique(truth[pick])) == 2:
            drawn.append(_figures(truth[pick], score[pick], called[pick]))
    point = _figures(truth, score, called)
    intervals = {}
    for key, value in point.items():
        low, high = np.nanpercentile([d[key] for d in drawn], [2.5, 97.5]) if drawn else (value, value)
        intervals[key] = {"value": round(value, 4), "low": round(float(low), 4), "high": round(float(high), 4)}
    return {**intervals, "clips": int(len(truth)), "patients": int(len(names))}


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
    return float(cuts[int(np.argmax(value))])
