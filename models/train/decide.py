"""From out-of-fold frame logits to a clip's probability and verdict: which head, calibration, clip rule, thresholds. Whatever is chosen for a fold is chosen from the others."""
from dataclasses import dataclass

import numpy as np
from sklearn.isotonic import IsotonicRegression

from .crossfit import Candidate
from .evaluate import balanced_threshold, point_auc, threshold_for_sensitivity, threshold_for_specificity
from .heads.fit import SETTINGS
from .heads.head import sigmoid

CLIP_FRACTIONS = (0.125, 0.25, 0.5, 1.0)
TOLERATED = 0.015  # a simpler kind of head is preferred up to this much mean AUC
COVERED = 0.6  # share of the clips that must get a verdict
EDGE = 0.01  # probabilities that a clip's calibration may not pass


def pooled(padded: np.ndarray, fraction: float) -> np.ndarray:
    """Clip rule on all clips: mean of the highest fraction of each row's probabilities (clips x frames, nan beyond a clip's frames)."""
    counts = (~np.isnan(padded)).sum(1)
    descending = -np.sort(-np.nan_to_num(padded, nan=-np.inf), 1)
    take = np.maximum(1, np.ceil(fraction * counts)).astype(int)
    sums = np.cumsum(np.where(np.isfinite(descending), descending, 0), 1)
    return sums[np.arange(len(padded)), take - 1] / take


def _platt(x: np.ndarray, truth: np.ndarray, weights: np.ndarray | None = None) -> tuple[float, float]:
    """Slope and intercept of the weighted logistic fit, by Newton's method with a slight pull towards nought."""
    design, w = np.stack([x, np.ones_like(x)], 1), np.ones_like(x) if weights is None else weights
    theta = np.zeros(2)
    for _ in range(30):
        p = sigmoid(design @ theta)
        step = np.linalg.solve((design.T * (w * p * (1 - p))) @ design + 1e-3 * np.eye(2), design.T @ (w * (p - truth)) + 1e-3 * theta)
        theta = theta - np.clip(step, -3, 3)
        if np.abs(step).max() < 1e-8:
            break
    return max(float(theta[0]), 1e-3), float(theta[1])


def _logit(p: np.ndarray) -> np.ndarray:
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return np.log(p / (1 - p))


def calibration(kind: str, score: np.ndarray, truth: np.ndarray) -> dict:
    """Parameters of a clip's calibration in the manifest's form."""
    if kind == "platt":
        slope, intercept = _platt(_logit(score), truth)
        return {"kind": "platt", "slope": slope, "intercept": intercept}
    if kind == "isotonic":
        model = IsotonicRegression(y_min=EDGE, y_max=1 - EDGE, out_of_bounds="clip").fit(score, truth)
        return {"kind": "isotonic", "scores": model.X_thresholds_.tolist(), "probabilities": model.y_thresholds_.tolist()}
    return {"kind": "none"}


def calibrated(rule: dict, score: np.ndarray) -> np.ndarray:
    if rule["kind"] == "platt":
        return sigmoid(rule["slope"] * _logit(score) + rule["intercept"])
    return np.interp(score, rule["scores"], rule["probabilities"]) if rule["kind"] == "isotonic" else score


def _log_loss(truth: np.ndarray, p: np.ndarray) -> float:
    p = np.clip(p, 1e-3, 1 - 1e-3)
    return float(-np.mean(truth * np.log(p) + (1 - truth) * np.log(1 - p)))


@dataclass(frozen=True)
class Decision:
    """How frame logits of candidate `chosen` become a clip's probability and verdict."""

    chosen: int
    objective: float
    fraction: float
    slope: float
    intercept: float
    calibration: dict
    screening: float
    balanced: float
    low: float
    high: float
    patient: str  # "max" or "mean" of a patient's clips

    def frames(self, logits: np.ndarray) -> np.ndarray:
        return sigmoid(self.slope * logits + self.intercept)

    def clips(self, padded: np.ndarray) -> np.ndarray:
        """Calibrated probability of each clip from its frames' logits (clips x frames, nan-padded)."""
        return calibrated(self.calibration, pooled(self.frames(padded), self.fraction))


def patients(score: np.ndarray, groups: np.ndarray, how: str) -> tuple[np.ndarray, np.ndarray]:
    """Names and scores of the patients from their clips' scores."""
    names, code = np.unique(groups, return_inverse=True)
    total = np.bincount(code, score) / np.bincount(code)
    best = np.full(len(names), -np.inf)
    np.maximum.at(best, code, score)
    return names, best if how == "max" else total


def band(truth: np.ndarray, score: np.ndarray, screening: float, balanced: float) -> tuple[float, float]:
    """The indeterminate band: from the screening threshold to where 85% of the negatives lie below, narrowed around `balanced` until enough clips get a verdict."""
    low, high = min(screening, balanced), max(threshold_for_specificity(truth, score, 0.85), balanced)
    for share in np.linspace(1, 0, 41):
        at = balanced - share * (balanced - low), balanced + share * (high - balanced)
        if ((score < at[0]) | (score >= at[1])).mean() >= COVERED:
            break
    return at


class Judge:
    """All candidates' out-of-fold logits and the questions they are judged by."""

    def __init__(self, tried: list[Candidate], logits: np.ndarray, rows: list[np.ndarray], fold: np.ndarray, groups: np.ndarray, truth: np.ndarray, asked: dict):
        self.tried, self.fold, self.groups, self.truth, self.asked = tried, fold, groups, truth, asked
        widest = max(map(len, rows))
        index = np.array([np.pad(r, (0, widest - len(r)), constant_values=-1) for r in rows])
        self.padded = np.where(index[None] >= 0, logits[:, np.maximum(index, 0)], np.nan)  # candidates x clips x frames

    def _frame_platt(self, j: int, used: np.ndarray) -> tuple[float, float]:
        z = self.padded[j, used]
        known = ~np.isnan(z)
        each = known.sum(1)
        return _platt(z[known], np.repeat(self.truth[used], each), np.repeat(1 / each, each))

    def _graded(self, used: np.ndarray) -> list[tuple[float, int, float, tuple[float, float]]]:
        graded = []
        for j in range(len(self.tried)):
            platt = self._frame_platt(j, used)
            frames = sigmoid(platt[0] * self.padded[j] + platt[1])
            for fraction in CLIP_FRACTIONS:
                score = np.full(len(self.truth), np.nan)
                score[used] = pooled(frames[used], fraction)
                grades = [point_auc(truth[mine], score[mine]) for truth in self.asked.values() if len(mine := used[~np.isnan(truth[used])])]
                graded.append((float(np.nanmean(grades)), j, fraction, platt))
        return graded

    def _calibration(self, used: np.ndarray, score: np.ndarray) -> dict:
        """The kind that predicts a left-out fold best, fitted on all of them; with a single fold the plainest."""
        if len(np.unique(self.fold[used])) < 2:
            return calibration("platt", score, self.truth[used])
        losses = {}
        for kind in ("none", "platt", "isotonic"):
            p = np.zeros(len(used))
            for k in np.unique(self.fold[used]):
                out = self.fold[used] == k
                p[out] = calibrated(calibration(kind, score[~out], self.truth[used][~out]), score[out])
            losses[kind] = _log_loss(self.truth[used], p)
        return calibration(min(losses, key=losses.get), score, self.truth[used])

    def decide(self, folds_used: set[int]) -> Decision:
        """Chooses everything that has to be chosen from the out-of-fold logits of `folds_used` alone."""
        used = np.flatnonzero(np.isin(self.fold, list(folds_used)) & ~np.isnan(self.truth))
        graded = self._graded(used)
        best = max(grade for grade, *_ in graded)
        order = list(SETTINGS)
        simplest = min(order.index(self.tried[j].kind) for grade, j, *_ in graded if grade >= best - TOLERATED)
        grade, j, fraction, (slope, intercept) = max(g for g in graded if order.index(self.tried[g[1]].kind) == simplest)
        score = pooled(sigmoid(slope * self.padded[j, used] + intercept), fraction)
        rule = self._calibration(used, score)
        p, truth = calibrated(rule, score), self.truth[used]
        balanced = balanced_threshold(truth, p)
        # Where the balanced threshold finds that many already, there is nothing to screen above it.
        screening = min(threshold_for_sensitivity(truth, p, 0.9), balanced)
        by_patient = {how: point_auc(patients(truth, self.groups[used], "max")[1], patients(p, self.groups[used], how)[1]) for how in ("mean", "max")}
        low, high = band(truth, p, screening, balanced)
        return Decision(j, grade, fraction, slope, intercept, rule, screening, balanced, low, high, max(by_patient, key=by_patient.get))

    def nested(self) -> tuple[list[Decision], "Scores"]:
        """For each fold what the other folds decide, and what comes out for its clips."""
        every = set(range(self.fold.max() + 1))
        decisions = [self.decide(every - {k}) for k in sorted(every)]
        return decisions, self.scores(decisions)

    def scores(self, decisions: list[Decision]) -> "Scores":
        n, frames = self.padded.shape[1:]
        out = Scores(np.full((n, frames), np.nan), np.full(n, np.nan), np.zeros(n, bool), np.zeros(n, bool), np.zeros(n, bool), np.full(n, np.nan))
        for k, decision in enumerate(decisions):
            mine = np.flatnonzero(self.fold == k)
            if not len(mine):
                continue
            padded = self.padded[decision.chosen, mine]
            out.frames[mine], out.clips[mine] = decision.frames(padded), decision.clips(padded)
            p = out.clips[mine]
            out.called[mine], out.screened[mine] = p >= decision.balanced, p >= decision.screening
            out.undecided[mine] = (p >= decision.low) & (p < decision.high)
            for name in np.unique(self.groups[mine]):
                of = mine[self.groups[mine] == name]
                out.patients[of] = patients(out.clips[of], self.groups[of], decision.patient)[1][0]
        return out


@dataclass(frozen=True)
class Scores:
    """Out of fold, by clip (phantoms: nan, False)."""

    frames: np.ndarray  # calibrated probabilities, clips x frames, nan-padded
    clips: np.ndarray
    called: np.ndarray  # IS at the balanced threshold
    screened: np.ndarray  # IS at the screening threshold
    undecided: np.ndarray  # inside the indeterminate band
    patients: np.ndarray  # the score of the clip's patient
