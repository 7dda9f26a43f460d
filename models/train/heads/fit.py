"""Fitting every head kind with scikit-learn on weighted frames: standardisation, projection for the kernel and instance heads, the kinds and their few settings."""
import warnings
from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.svm import SVC, LinearSVC
from sklearn.utils.extmath import randomized_svd

from .head import Head

TURNED = 128  # principal axes of a branch along which the linear heads are fitted
PROJECTED = 48  # principal components that all other heads see
DIGITS = np.float32  # what head.json's tensors hold

# By kind, simplest first: the settings that cross-validation chooses from.
SETTINGS: dict[str, tuple[dict, ...]] = {
    "logistic-regression": tuple({"C": c} for c in (3e-5, 1e-4, 3e-4, 1e-3)),
    "linear-svm": ({"C": 1e-5}, {"C": 1e-4}),
    "rbf-svm": ({"C": 0.1, "width": 0.5}, {"C": 1.0, "width": 0.5}),
    "k-nearest-neighbours": ({"k": 25}, {"k": 100}),
    "random-forest": ({"leaf": 10},),
    "gradient-boosting": ({"trees": 60},),
    "mlp": ({"alpha": 3.0},),
}


@dataclass(frozen=True)
class Frames:
    """Training frames: rows of the feature matrix, labels 0 or 1, weights of mean about one."""

    rows: np.ndarray
    labels: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True)
class Space:
    """Standardisation and principal axes learnt from the training frames alone; `turned` and `x` are all rows seen through them."""

    mean: np.ndarray
    scale: np.ndarray
    axes: np.ndarray  # orthonormal, each within one branch; the linear heads are fitted along them, which is the same as on all features, only faster
    turned: np.ndarray
    projection: np.ndarray  # the first axes of all branches together, so scaled that the mean variance is one: for the kernel and instance heads
    x: np.ndarray


def space_of(features: np.ndarray, rows: np.ndarray, widths: dict[str, int], seed: int = 0) -> Space:
    """`widths`: channels by branch. Every branch gets the same total variance, whatever its width."""
    train = features[rows].astype(np.float64)
    mean, spread = train.mean(0), train.std(0)
    gain = np.concatenate([np.full(width, np.sqrt(np.mean(list(widths.values())) / width)) for width in widths.values()])
    # Units that never fire get no say, and no division by zero.
    scale = np.where(spread > 1e-6, spread, 1e6) / gain
    z = ((features - mean) / scale).astype(DIGITS)
    found, start = [], 0
    for width in widths.values():
        part = np.zeros((min(TURNED, len(rows) - 1, width), len(mean)))
        part[:, start : start + width] = randomized_svd(z[rows, start : start + width], len(part), n_iter=2, random_state=seed)[2]
        found.append(part)
        start += width
    axes = np.concatenate(found)
    turned = (z @ axes.T.astype(DIGITS)).astype(np.float64)
    values, vectors = np.linalg.eigh(np.cov(turned[rows].T, bias=True))
    first = vectors[:, ::-1][:, : min(PROJECTED, len(rows) - 1)].T / np.sqrt(max(values[::-1][:PROJECTED].mean(), 1e-12))
    projection = (first @ axes).astype(DIGITS).astype(np.float64)
    return Space(mean, scale, axes, turned, projection, z.astype(np.float64) @ projection.T)


def _tree(tree, leaf) -> dict:
    return {"feature": np.maximum(tree.feature, 0), "threshold": tree.threshold, "left": tree.children_left, "right": tree.children_right, "value": leaf(tree.value)}


def _svm(x, y, w, setting, seed) -> dict:
    gamma = setting["width"] / x.shape[1]
    model = SVC(C=setting["C"], gamma=gamma, cache_size=500).fit(x, y, w)
    return {"gamma": gamma, "bias": float(model.intercept_[0]), "dual": model.dual_coef_[0], "support": model.support_vectors_.astype(DIGITS).astype(float)}


def _nearest(x, y, w, setting, seed) -> dict:
    # Nothing to fit: the frames are the head (scikit-learn's own takes no sample weights).
    return {"k": min(setting["k"], len(x)), "samples": x.astype(DIGITS).astype(float), "labels": y.astype(int), "weights": w}


def _forest(x, y, w, setting, seed) -> dict:
    model = RandomForestClassifier(80, max_depth=6, min_samples_leaf=setting["leaf"], max_features="sqrt", random_state=seed).fit(x, y, w)
    share = lambda value: value[:, 0, 1] / value[:, 0].sum(1)
    return {"trees": [_tree(e.tree_, share) for e in model.estimators_]}


def _boosted(x, y, w, setting, seed) -> dict:
    model = GradientBoostingClassifier(
        n_estimators=setting["trees"], learning_rate=0.06, max_depth=2, subsample=0.5, max_features=min(16, x.shape[1]), min_samples_leaf=20, random_state=seed
    ).fit(x, y, w)
    prior = model.init_.class_prior_[1]
    trees = [_tree(e.tree_, lambda value: value[:, 0, 0]) for e in model.estimators_[:, 0]]
    return {"initial": float(np.log(prior / (1 - prior))), "rate": 0.06, "trees": trees}


def _perceptron(x, y, w, setting, seed) -> dict:
    # scikit-learn's takes no weights: frames are drawn by their weight instead.
    drawn = np.random.default_rng(seed).choice(len(x), len(x), p=w / w.sum())
    model = MLPClassifier((16,), alpha=setting["alpha"], max_iter=40, batch_size=64, learning_rate_init=2e-3, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a set number of epochs is part of the regularisation
        model.fit(x[drawn], y[drawn])
    return {"activation": "relu", "layers": [{"weights": c.T.astype(DIGITS).astype(float), "bias": b} for c, b in zip(model.coefs_, model.intercepts_)]}


FITTERS = {"rbf-svm": _svm, "k-nearest-neighbours": _nearest, "random-forest": _forest, "gradient-boosting": _boosted, "mlp": _perceptron}


def fit(space: Space, frames: Frames, kind: str, setting: dict, seed: int) -> Head:
    """A head of this kind; the linear ones on the standardised features themselves, the others on their projection."""
    y, w = frames.labels.astype(int), frames.weights
    if kind in FITTERS:
        return Head(kind, space.mean, space.scale, space.projection, FITTERS[kind](space.x[frames.rows], y, w, setting, seed))
    turned = space.turned[frames.rows]
    if kind == "logistic-regression":
        model = LogisticRegression(C=setting["C"], max_iter=300, tol=1e-4).fit(turned, y, w)
    else:
        model = LinearSVC(C=setting["C"], random_state=seed, max_iter=2000, tol=1e-3).fit(turned, y, w)
    linear = {"weights": space.axes.T @ model.coef_[0], "bias": float(model.intercept_[0])}
    return Head(kind, space.mean, space.scale, None, linear)
