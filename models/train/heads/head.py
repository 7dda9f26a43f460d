"""A fusion head of any kind: from fused features to a logit and a calibrated frame probability, as the program computes them (main/inference/heads*.ts)."""
from dataclasses import dataclass, field, replace

import numpy as np

LOWEST = 1e-3  # shares of votes or trees stay within LOWEST and 1 - LOWEST before they become a logit
NEAREST = 1e-9  # distance below which a stored sample counts as the same point


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


def logit(share: np.ndarray) -> np.ndarray:
    p = np.clip(share, LOWEST, 1 - LOWEST)
    return np.log(p / (1 - p))


def _linear(p: dict, x: np.ndarray) -> np.ndarray:
    return p["bias"] + x @ p["weights"]


def squared_distances(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.maximum((x**2).sum(1)[:, None] + (y**2).sum(1)[None] - 2 * x @ y.T, 0)


def _rbf(p: dict, x: np.ndarray) -> np.ndarray:
    return p["bias"] + np.exp(-p["gamma"] * squared_distances(x, p["support"])) @ p["dual"]


def _nearest(p: dict, x: np.ndarray) -> np.ndarray:
    distances = np.sqrt(squared_distances(x, p["samples"]))
    nearest = np.argsort(distances, 1, kind="stable")[:, : p["k"]]
    votes = p["weights"][nearest] / np.maximum(np.take_along_axis(distances, nearest, 1), NEAREST)
    return logit((votes * p["labels"][nearest]).sum(1) / votes.sum(1))


def leaf_values(tree: dict, x: np.ndarray) -> np.ndarray:
    """Value of the leaf that each row falls into; left = -1 marks a leaf."""
    at = np.zeros(len(x), int)
    while True:
        inner = np.flatnonzero(tree["left"][at] >= 0)
        if not len(inner):
            return tree["value"][at]
        node = at[inner]
        goes_left = x[inner, tree["feature"][node]] <= tree["threshold"][node]
        at[inner] = np.where(goes_left, tree["left"][node], tree["right"][node])


def _forest(p: dict, x: np.ndarray) -> np.ndarray:
    return logit(np.mean([leaf_values(tree, x) for tree in p["trees"]], 0))


def _boosted(p: dict, x: np.ndarray) -> np.ndarray:
    return p["initial"] + p["rate"] * np.sum([leaf_values(tree, x) for tree in p["trees"]], 0)


def _perceptron(p: dict, x: np.ndarray) -> np.ndarray:
    act = np.tanh if p["activation"] == "tanh" else lambda v: np.maximum(v, 0)
    for i, layer in enumerate(p["layers"]):
        x = x @ layer["weights"].T + layer["bias"]
        x = act(x) if i < len(p["layers"]) - 1 else x
    return x[:, 0]


LOGITS = {
    "logistic-regression": _linear, "linear-svm": _linear, "rbf-svm": _rbf, "k-nearest-neighbours": _nearest,
    "random-forest": _forest, "gradient-boosting": _boosted, "mlp": _perceptron,
}


@dataclass(frozen=True)
class Head:
    """x = projection @ ((features - mean) / scale), or without projection the standardised features themselves; logit by kind; then Platt scaling."""

    kind: str
    mean: np.ndarray  # F
    scale: np.ndarray  # F
    projection: np.ndarray | None  # d x F
    parameters: dict = field(repr=False)
    slope: float = 1.0
    intercept: float = 0.0

    def inputs(self, features: np.ndarray) -> np.ndarray:
        z = (features - self.mean) / self.scale
        return z if self.projection is None else z @ self.projection.T

    def logits(self, features: np.ndarray) -> np.ndarray:
        return LOGITS[self.kind](self.parameters, self.inputs(np.asarray(features, np.float64)))

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        return sigmoid(self.slope * self.logits(features) + self.intercept)

    def calibrated(self, slope: float, intercept: float) -> "Head":
        return replace(self, slope=slope, intercept=intercept)
