"""Out-of-fold frame logits: for every real clip, what candidate heads say that never saw its patient, on features of networks that never did either."""
import itertools
from dataclasses import dataclass

import numpy as np

from .heads.fit import SETTINGS, Space, fit, space_of
from .heads.head import Head
from .tasks import TARGETS, training_frames


# What heads are trained on. Settled once for all folds: chosen within them, it changed from fold to fold, and the folds' scores no longer fitted together.
TARGET = "B-lines, ambiguous clips at 0.3, other pathology left out"


@dataclass(frozen=True)
class Candidate:
    """A kind of head, its settings, and what it is trained on (a key of TARGETS)."""

    kind: str
    setting: tuple[tuple[str, float], ...]
    target: str

    def __str__(self) -> str:
        return f"{self.kind} ({', '.join(f'{k} {v:g}' for k, v in self.setting)}; {self.target})"


def candidates(kinds=tuple(SETTINGS), targets=(TARGET,)) -> list[Candidate]:
    """Every setting of these kinds, trained on these targets."""
    return [Candidate(kind, tuple(setting.items()), target) for kind in kinds for setting, target in itertools.product(SETTINGS[kind], targets)]


class Material:
    """A run's features of some branches, with what training a head on them needs."""

    def __init__(self, run, names: tuple[str, ...]):
        self.run, self.names = run, names
        self.clips, self.rows, self.fold, self.seed = run.clips, run.rows, run.fold, run.options.seed
        self.frame_weights = getattr(run, "frame_weights", None)

    def space(self, k: int, chosen: np.ndarray) -> Space:
        features = self.run.features(k, self.names)
        widths = {name: self.run.features(k, (name,)).shape[1] for name in self.names}
        # One space for all targets: learnt from all labelled clips.
        return space_of(features, training_frames(self.clips, self.rows, chosen, TARGETS["B-lines"]).rows, widths, self.seed)

    def head(self, space: Space, chosen: np.ndarray, candidate: Candidate) -> Head:
        frames = training_frames(self.clips, self.rows, chosen, TARGETS[candidate.target], self.frame_weights)
        return fit(space, frames, candidate.kind, dict(candidate.setting), self.seed)


def crossfit(material: Material, tried: list[Candidate]) -> np.ndarray:
    """Logits, candidates x rows; nan for rows of phantoms."""
    count = max(int(rows.max()) for rows in material.rows if len(rows)) + 1
    logits = np.full((len(tried), count), np.nan)
    for k in range(material.fold.max() + 1):
        space = material.space(k, material.fold != k)
        held = np.concatenate([material.rows[i] for i in np.flatnonzero(material.fold == k)])
        features = material.run.features(k, material.names)[held]
        for j, candidate in enumerate(tried):
            logits[j, held] = material.head(space, material.fold != k, candidate).logits(features)
    return logits
