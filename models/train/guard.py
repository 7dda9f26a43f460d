"""The guard: tells input that is no readable lung ultrasound before the model's verdict is believed.

A regression of lung against foreign pictures, on whitened principal components of the fused features and on a few plain descriptors of the input image.
Judged as the program does (main/inference/guard.ts, main/analysis/clip-guard.ts): dark and flat frames aside, the median over a clip's frames.
"""
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.utils.extmath import randomized_svd

from .dataset import SIZE
from .heads.files import tensor

BLOCK = 8
COMPONENTS = 24
# Inverse strength of the regularisation of the regression, on standardised inputs.
STRENGTH = 0.02
# Inputs of the regression further than this from the lung frames (in standard deviations) tell nothing more.
FURTHEST = 6.0
# Share of the positive weight that our own simulated lungs have.
OWN = 0.5
# A frame is dark unless half a percent of its pixels exceed this gray level of the frame; lit, it is flat with a smaller deviation than this of the input levels.
DARK, FLAT = 20.0, 8.0


def descriptors(images: np.ndarray) -> np.ndarray:
    """Plain measures of input images (N x 224 x 224 uint8), N x 22; main/inference/guard-picture.ts computes the same."""
    return np.stack([_describe(image) for image in images])


def _describe(image: np.ndarray) -> np.ndarray:
    levels = image.astype(np.float64)
    side = SIZE // BLOCK
    blocks = levels.reshape(side, BLOCK, side, BLOCK).mean((1, 3))
    share = np.bincount(image.ravel() >> 3, minlength=32) / image.size
    texture = levels - np.repeat(np.repeat(blocks, BLOCK, 0), BLOCK, 1)
    step = lambda values, axis, lag: np.abs(np.take(values, range(lag, values.shape[axis]), axis) - np.take(values, range(values.shape[axis] - lag), axis)).mean()
    return np.array([
        levels.mean(), levels.std(), (image <= 8).mean(), (image >= 247).mean(),
        *blocks.reshape(7, side // 7, side).mean((1, 2)),  # seven bands of depth
        blocks.mean(0).std(), blocks.mean(1).std(),
        step(levels, 1, 1), step(levels, 0, 1), step(levels, 1, 4), step(levels, 0, 4), step(blocks, 1, 1), step(blocks, 0, 1),
        blocks.std(), texture.std(), -(share[share > 0] * np.log(share[share > 0])).sum(),
    ])


@dataclass(frozen=True)
class Frames:
    """Frames of many clips: one row each, `clip` numbers the clip."""

    features: np.ndarray
    descriptors: np.ndarray
    clip: np.ndarray

    def of(self, clips: np.ndarray) -> "Frames":
        """Those of the clips that `clips` (a mask by clip) names."""
        chosen = clips[self.clip]
        return Frames(self.features[chosen], self.descriptors[chosen], self.clip[chosen])

    def joined(self, other: "Frames") -> "Frames":
        return Frames(*(np.concatenate(pair) for pair in zip(vars(self).values(), vars(other).values())))


def per_clip(frames: Frames, score: np.ndarray, clips: int) -> np.ndarray:
    """Median of each clip's frames; nan for clips without any, and where all scores are nan."""
    found = np.full(clips, np.nan)
    for i in np.unique(frames.clip):
        own = score[frames.clip == i]
        if not np.isnan(own).all():
            found[i] = np.nanmedian(own)
    return found


@dataclass(frozen=True)
class Guard:
    """u = projection ((features - mean) / scale), v = (descriptors - middle) / spread, both within +-FURTHEST: score = bias + weights . [u, v].

    Below 0 the score speaks against lung ultrasound.
    """

    mean: np.ndarray
    scale: np.ndarray
    projection: np.ndarray
    middle: np.ndarray
    spread: np.ndarray
    weights: np.ndarray
    bias: float

    def inputs(self, frames: Frames) -> np.ndarray:
        u = ((frames.features - self.mean) / self.scale) @ self.projection.T
        v = (frames.descriptors - self.middle) / self.spread
        return np.clip(np.concatenate([u, v], 1), -FURTHEST, FURTHEST)

    def scores(self, frames: Frames) -> np.ndarray:
        return self.bias + self.inputs(frames) @ self.weights


def balanced(clip: np.ndarray, families: np.ndarray, total: float) -> np.ndarray:
    """Weights by which each family weighs the same and within it each clip; `total` in all."""
    weight = np.zeros(len(clip))
    for family in np.unique(families):
        mine = families == family
        for i in np.unique(clip[mine]):
            rows = mine & (clip == i)
            weight[rows] = 1 / rows.sum() / len(np.unique(clip[mine]))
    return weight * total / weight.sum()


def fit(real: Frames, sets: np.ndarray, own: Frames, foreign: Frames, families: np.ndarray) -> Guard:
    """`sets`: data set of each real clip; `families`: family of each foreign clip; `own`: our simulated lungs."""
    weight = balanced(real.clip, sets[real.clip], 1.0)
    mean = weight @ real.features
    scale = np.sqrt(weight @ (real.features - mean) ** 2)
    scale = np.where(scale > 0.02 * scale.max(), scale, scale.max())
    z = (real.features - mean) / scale * np.sqrt(weight)[:, None]
    count = min(COMPONENTS, *z.shape)
    _, singular, axes = randomized_svd(z, count, random_state=0)
    projection = axes / singular[:, None]
    middle = weight @ real.descriptors
    spread = np.sqrt(weight @ (real.descriptors - middle) ** 2)
    guard = Guard(mean, scale, projection, middle, spread, np.zeros(count + len(middle)), 0.0)
    x = np.concatenate([guard.inputs(part) for part in (real, own, foreign)])
    y = np.repeat([1, 1, 0], [len(real.clip), len(own.clip), len(foreign.clip)])
    weights = np.concatenate([weight * (1 - OWN), balanced(own.clip, np.zeros(len(own.clip)), OWN), balanced(foreign.clip, families[foreign.clip], 1.0)])
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(x, y, weights * len(real.clip))
    return replace(guard, weights=model.coef_[0], bias=float(model.intercept_[0]))


def looked_at(images: np.ndarray, measured: np.ndarray, gains: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which frames are dark, and which are lit but flat: neither asks for the score. `measured`: their descriptors."""
    brightest = np.array([np.partition(image.ravel(), -1 - int(0.005 * image.size))[-1 - int(0.005 * image.size)] for image in images])
    dark = gains * (brightest / 255) ** (1 / 0.7) < DARK
    return dark, ~dark & (measured[:, 1] < FLAT)


def _numbers(values: np.ndarray) -> list[float]:
    return [float(f"{value:.9g}") for value in values]


def to_json(guard: Guard) -> dict:
    """The content of guard.json."""
    return {
        "format": "pleura-guard/1",
        "features": {"mean": _numbers(guard.mean), "scale": _numbers(guard.scale), "projection": tensor(guard.projection)},
        "picture": {"middle": _numbers(guard.middle), "spread": _numbers(guard.spread)},
        "furthest": FURTHEST, "weights": _numbers(guard.weights), "bias": float(f"{guard.bias:.9g}"), "dark": DARK, "flat": FLAT,
    }
