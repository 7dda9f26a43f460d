"""What heads are trained on and judged by: training targets of clips, the frames that carry them, and the questions that cross-validation asks."""
from dataclasses import dataclass

import numpy as np

from .dataset import Clip
from .heads.fit import Frames
from .question import B_LINES, Question

PHANTOM_WEIGHT = 0.5  # all phantoms together, against all real clips
FRAMES_TO_TRAIN, OF_PHANTOMS = 6, 2  # of a clip, evenly spread: more teach a head nothing new
@dataclass(frozen=True)
class Target:
    """Weights of the clips whose B-lines label alone does not settle it; a weight of nought leaves them out, as the paper's data filtering does."""

    ambiguous: float  # the readers' B-lines and severity disagree, or a "healthy" clip has B-lines
    pathological: float  # no B-lines, yet known not to be healthy: consolidation, effusion and the like


TARGETS = {
    "definite clips": Target(0.0, 0.0),
    "B-lines, ambiguous clips at 0.3, other pathology left out": Target(0.3, 0.0),
    "B-lines, other pathology left out": Target(1.0, 0.0),
    "B-lines": Target(1.0, 1.0),
}


def b_lines(clips: list[Clip]) -> np.ndarray:
    """The readers' B-lines label of every real clip; nan for phantoms."""
    return np.array([np.nan if clip.simulated else clip.b_lines for clip in clips])


def is_present(clips: list[Clip]) -> np.ndarray:
    """1 definite interstitial syndrome, 0 definite healthy, nan ambiguous or simulated."""
    return np.array([np.nan if clip.simulated else clip.is_present for clip in clips])


def questions(clips: list[Clip], question: Question = B_LINES) -> dict[str, np.ndarray]:
    """What is asked of each data set, by name: truth of every clip, nan where the question is not asked.

    A question of the data sets' own is asked as it is. Where the source says which clips are healthy, B-lines against those; else B-lines yes or no and, with severities, the clips on which both labels agree.
    """
    lines, dataset = b_lines(clips), np.array([clip.dataset for clip in clips])
    healthy = np.array([clip.healthy for clip in clips])
    any_severity, severe = (np.array([clip.labels[i] for clip in clips]) for i in (3, 4))
    severe_truth = np.where((severe == 1) & (lines == 1), 1.0, np.where((any_severity == 0) & (lines == 0), 0.0, np.nan))
    against_healthy = np.where(lines == 1, 1.0, np.where((lines == 0) & (healthy == 1), 0.0, np.nan))
    asked = {}
    for name in np.unique(dataset[~np.isnan(lines)]):
        mine = dataset == name
        if question != B_LINES:
            asked[f"{name}: {question.title}"] = np.where(mine, lines, np.nan)
            continue
        if not np.isnan(healthy[mine]).all():
            asked[f"{name}: B-lines against healthy"] = np.where(mine, against_healthy, np.nan)
            continue
        asked[f"{name}: B-lines"] = np.where(mine, lines, np.nan)
        asked[f"{name}: severity 2 or more with B-lines against severity 0 without"] = np.where(mine, severe_truth, np.nan)
    return {name: truth for name, truth in asked.items() if {0.0, 1.0} <= set(truth[~np.isnan(truth)])}


def _clip_weight(clip: Clip, target: Target) -> float:
    if not np.isnan(clip.is_present):
        return 1.0
    if clip.simulated or np.isnan(clip.b_lines):
        return 0.0
    return target.pathological if clip.b_lines == 0 and clip.healthy == 0 else target.ambiguous


def training_frames(clips: list[Clip], rows: list[np.ndarray], chosen: np.ndarray, target: Target, frame_weights: np.ndarray | None = None) -> Frames:
    """Frames of the chosen clips with their clip's B-lines label. Within a data set both classes weigh the same, so that its name teaches nothing.

    A data set weighs as its clips are many; phantoms, all together, PHANTOM_WEIGHT of the real ones. `frame_weights` (one a row) filters frames.
    """
    used = [i for i in np.flatnonzero(chosen) if _clip_weight(clips[i], target) > 0]
    labels = [clips[i].is_present if clips[i].simulated else clips[i].b_lines for i in used]
    kinds = [clips[i].dataset for i in used]
    labels, kinds = np.array(labels), np.array(kinds)
    weight = np.array([_clip_weight(clips[i], target) for i in used])
    real = kinds != "phantom"
    total = {kind: (kinds == kind).sum() if kind != "phantom" else PHANTOM_WEIGHT * real.sum() for kind in np.unique(kinds)}
    for kind in total:
        for label in (0, 1):
            mine = (kinds == kind) & (labels == label)
            if mine.any():
                weight[mine] *= total[kind] / 2 / weight[mine].sum()
    spread = [rows[i][np.unique(np.linspace(0, len(rows[i]) - 1, min(OF_PHANTOMS if clips[i].simulated else FRAMES_TO_TRAIN, len(rows[i]))).round().astype(int))] for i in used]
    picked = np.concatenate(spread)
    each = np.concatenate([np.full(len(s), w / len(s)) for s, w in zip(spread, weight)])
    each = each if frame_weights is None else each * frame_weights[picked]
    keep = each > 0
    each *= keep.sum() / each.sum()
    return Frames(picked[keep], np.repeat(labels, [len(s) for s in spread])[keep], each[keep])
