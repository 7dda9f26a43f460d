"""The fusion head: logistic regression on fused features, its calibration, the clip rule and the operating points, all judged out of fold."""
import itertools
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from .dataset import Clip
from .evaluate import balanced_threshold, threshold_for_sensitivity, threshold_for_specificity, top_mean

REGULARISATION = (1e-3, 3e-3, 1e-2, 3e-2)
CLIP_FRACTIONS = (0.125, 0.25, 0.5, 1.0)
# How much say each branch has before the regression: features of a branch are divided by the root of its width and multiplied by this.
BRANCH_GAINS = ((1.0, 1.0, 1.0), (1.0, 0.5, 0.5), (1.0, 0.3, 0.3))
PHANTOM_WEIGHT = 0.5  # all phantoms together, against all real clips


@dataclass(frozen=True)
class Head:
    """z = bias + sum(weights * (features - mean) / scale); probability = sigmoid(slope * z + intercept)."""

    mean: np.ndarray
    scale: np.ndarray
    weights: np.ndarray
    bias: float
    slope: float = 1.0
    intercept: float = 0.0

    def logits(self, features: np.ndarray) -> np.ndarray:
        return self.bias + ((features - self.mean) / self.scale) @ self.weights

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-(self.slope * self.logits(features) + self.intercept)))


@dataclass(frozen=True)
class Choice:
    regularisation: float
    gains: tuple[float, ...]


@dataclass(frozen=True)
class Frames:
    """Frames of clips whose "IS present" is known, phantoms included: rows into the feature matrix."""

    rows: np.ndarray
    labels: np.ndarray
    weights: np.ndarray


def training_frames(clips: list[Clip], rows: list[np.ndarray], chosen: np.ndarray) -> Frames:
    """Each class weighs the same, each clip of a class and kind the same, phantoms PHANTOM_WEIGHT of the real ones."""
    used = [i for i in np.flatnonzero(chosen) if not np.isnan(clips[i].is_present)]
    counts = {}
    for i in used:
        key = (clips[i].simulated, clips[i].is_present)
        counts[key] = counts.get(key, 0) + 1
    weight = [(PHANTOM_WEIGHT if clips[i].simulated else 1.0) / counts[(clips[i].simulated, clips[i].is_present)] / len(rows[i]) for i in used]
    sizes = [len(rows[i]) for i in used]
    real = sum(not clips[i].simulated for i in used)
    return Frames(
        np.concatenate([rows[i] for i in used]),
        np.repeat([clips[i].is_present for i in used], sizes),
        # Scaled so that the mean weight of a real frame is about one: regularisation then means the same in every fold.
        np.repeat(weight, sizes) * real * np.mean(sizes) / 2,
    )


def fit(features: np.ndarray, frames: Frames, choice: Choice, widths: list[int]) -> Head:
    x = features[frames.rows]
    mean, spread = x.mean(0), x.std(0)
    gain = np.concatenate([np.full(width, g / np.sqrt(width)) for width, g in zip(widths, choice.gains)]) * np.sqrt(np.mean(widths))
    # Units that never fire get no say, and no division by zero.
    scale = np.where(spread > 1e-6, spread, 1e6) / gain
    model = LogisticRegression(C=choice.regularisation, max_iter=400, tol=1e-5)
    model.fit((x - mean) / scale, frames.labels, frames.weights)
    return Head(mean.astype(np.float64), scale.astype(np.float64), model.coef_[0].astype(np.float64), float(model.intercept_[0]))


@dataclass(frozen=True)
class Decision:
    """How frame logits become a clip's probability and verdict."""

    choice: Choice
    fraction: float
    slope: float
    intercept: float
    screening: float
    balanced: float
    low: float
    high: float


class OutOfFold:
    """Frame logits of every real clip from heads (and networks) that never saw its patient, for each candidate regularisation."""

    def __init__(self, clips: list[Clip], rows: list[np.ndarray], fold: np.ndarray, features_of_fold, widths: list[int], gains=BRANCH_GAINS):
        self.clips, self.rows, self.fold = clips, rows, fold
        self.choices = [Choice(c, g) for g, c in itertools.product(gains, REGULARISATION)]
        self.logits = [dict() for _ in self.choices]
        for k in range(fold.max() + 1):
            features = features_of_fold(k)
            frames = training_frames(clips, rows, fold != k)
            for j, choice in enumerate(self.choices):
                head = fit(features, frames, choice, widths)
                for i in np.flatnonzero(fold == k):
                    self.logits[j][i] = head.logits(features[rows[i]])

    def _known(self, folds_used) -> np.ndarray:
        return np.array([i for i, clip in enumerate(self.clips) if self.fold[i] in folds_used and not np.isnan(clip.is_present)])

    def decide(self, folds_used) -> Decision:
        """Chooses everything that has to be chosen from the out-of-fold logits of `folds_used` alone."""
        known = self._known(folds_used)
        truth = np.array([self.clips[i].is_present for i in known])
        graded = [
            (roc_auc_score(truth, [top_mean(self.logits[j][i], fraction) for i in known]), j, fraction)
            for j in range(len(self.choices)) for fraction in CLIP_FRACTIONS
        ]
        _, j, fraction = max(graded)
        z = np.concatenate([self.logits[j][i] for i in known])
        sizes = [len(self.logits[j][i]) for i in known]
        labels = np.repeat(truth, sizes)
        weights = np.repeat(1 / np.array(sizes), sizes)
        platt = LogisticRegression(C=1e6, class_weight="balanced").fit(z[:, None], labels, weights)
        slope, intercept = float(platt.coef_[0, 0]), float(platt.intercept_[0])
        score = np.array([self._probability(j, i, fraction, slope, intercept) for i in known])
        screening, specific = threshold_for_sensitivity(truth, score, 0.9), threshold_for_specificity(truth, score, 0.85)
        balanced = balanced_threshold(truth, score)
        low, high = min(screening, balanced), max(specific, balanced)
        return Decision(self.choices[j], fraction, slope, intercept, screening, balanced, low, high)

    def _probability(self, j: int, i: int, fraction: float, slope: float, intercept: float) -> float:
        return top_mean(1 / (1 + np.exp(-(slope * self.logits[j][i] + intercept))), fraction)

    def clip_scores(self) -> tuple[np.ndarray, np.ndarray]:
        """Probability of every real clip and whether it is called IS; for each fold, decided by the other folds."""
        score, called = np.full(len(self.clips), np.nan), np.zeros(len(self.clips), bool)
        every = set(range(self.fold.max() + 1))
        for k in every:
            decision = self.decide(every - {k})
            j = self.choices.index(decision.choice)
            for i in np.flatnonzero(self.fold == k):
                score[i] = self._probability(j, i, decision.fraction, decision.slope, decision.intercept)
                called[i] = score[i] >= decision.balanced
        return score, called
