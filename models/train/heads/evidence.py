"""Grad-CAM of a fused decision in NumPy: what golden.json holds for the program's own (main/inference/gradcam.ts) to be compared with.

The program's gradients are formulas by kind; these are differences of the logit, so that the two share nothing but the head.
"""
import numpy as np

from .head import Head, logit, sigmoid

STEP = 1e-5
SOFTNESS = 0.25  # width of a softened split where the head names none


def _soft_values(tree: dict, x: np.ndarray, width: float) -> np.ndarray:
    """The tree with splits sigmoid((threshold - x) / width) instead of hard ones, for every row of x. Children follow their parents."""
    means = np.repeat(tree["value"][:, None], len(x), 1).astype(float)
    for node in reversed(range(len(means))):
        if tree["left"][node] >= 0:
            left = sigmoid((tree["threshold"][node] - x[:, tree["feature"][node]]) / width)
            means[node] = left * means[tree["left"][node]] + (1 - left) * means[tree["right"][node]]
    return means[0]


def _soft_logits(head: Head, x: np.ndarray) -> np.ndarray:
    """Logits at rows of x, the head's own input; trees with softened splits, because hard ones have no slope."""
    p = head.parameters
    width = p.get("softness", SOFTNESS)
    if head.kind == "random-forest":
        return logit(np.mean([_soft_values(tree, x, width) for tree in p["trees"]], 0))
    if head.kind == "gradient-boosting":
        return p["initial"] + p["rate"] * np.sum([_soft_values(tree, x, width) for tree in p["trees"]], 0)
    whole = Head(head.kind, np.zeros(x.shape[1]), np.ones(x.shape[1]), None, p)
    return whole.logits(x)


def gradient(head: Head, features: np.ndarray) -> np.ndarray:
    """d (calibrated logit) / d feature at one feature vector."""
    if "weights" in head.parameters and head.kind in ("logistic-regression", "linear-svm"):
        slope = np.asarray(head.parameters["weights"], float)
    else:
        x = head.inputs(np.asarray(features, np.float64)[None])
        steps = STEP * np.eye(x.shape[1])
        slope = (_soft_logits(head, x + steps) - _soft_logits(head, x - steps)) / (2 * STEP)
    return head.slope * (slope if head.projection is None else slope @ head.projection) / head.scale


def _resampling(size: int, to: int, line: dict[str, float] | None) -> np.ndarray:
    """Matrix to x size of the bilinear resampling to equal cells: centres of the map at first + i * step (equal parts where not told), edges held; before it,
    as many passes of 1-2-1 as the line's reach."""
    line = line or {"first": 0.5 / size, "step": 1 / size}
    spread = np.eye(size)
    for _ in range(line.get("reach", 0)):
        beside = np.pad(spread, ((1, 1), (0, 0)), mode="edge")
        spread = (beside[:-2] + 2 * spread + beside[2:]) / 4
    matrix = np.zeros((to, size))
    for row, at in enumerate(np.clip(((np.arange(to) + 0.5) / to - line["first"]) / line["step"], 0, size - 1)):
        low = int(at)
        matrix[row, low] += 1 - (at - low)
        matrix[row, min(size - 1, low + 1)] += at - low
    return matrix @ spread / (to * line["step"])


def fused_evidence(head: Head, features: np.ndarray, maps: list[np.ndarray], cells: list[dict | None]) -> np.ndarray:
    """Grid of one frame: relu of all branches' maps (channels x height x width, in the features' order) weighted by the gradient, on the largest grid.

    `cells`: what each map's cells look at, as the manifest says it.
    """
    slopes, start, total = gradient(head, features), 0, 0
    height, width = max((m.shape[1:] for m in maps), key=np.prod)
    for m, looks in zip(maps, cells):
        channels, rows, columns = m.shape
        shares = np.einsum("c,chw->hw", slopes[start : start + channels], m.astype(float)) / (rows * columns)
        down, across = _resampling(rows, height, looks and looks["rows"]), _resampling(columns, width, looks and looks["columns"])
        total = total + down @ shares @ across.T
        start += channels
    return np.maximum(total, 0)
