"""Data filtering (Moafa et al., method step 2): frames of B-line clips that show none are left out of training.

Labels are per clip, so frames are judged by multiple-instance scoring: a logistic regression on frozen features, fitted on clips' mean features by patient
folds inside the training clips alone, scores the frames of patients it never saw. A B-line clip's frame is left out when it looks more like a clip without
B-lines than the typical such frame does (score below the median of frames of clips without B-lines); the highest-scoring half of a clip always stays.
"""
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from .dataset import Clip

INNER_FOLDS = 4
ALWAYS_KEPT = 0.5
REGULARISATION = 3.0


def frame_scores(clips: list[Clip], chosen: np.ndarray, rows: list[np.ndarray], features: np.ndarray) -> np.ndarray:
    """B-line score of every feature row of the chosen real clips, out of inner folds by patient; nan elsewhere."""
    real = np.array([i for i in chosen if not clips[i].simulated])
    labels = np.array([clips[i].b_lines for i in real])
    groups = np.array([clips[i].group for i in real])
    mean = np.stack([features[rows[i]].mean(0) for i in real])
    centre, scale = mean.mean(0), np.maximum(mean.std(0), 1e-6) * np.sqrt(mean.shape[1])
    scores = np.full(len(features), np.nan)
    for train, held in GroupKFold(min(INNER_FOLDS, len(np.unique(groups)))).split(mean, labels, groups):
        if len(np.unique(labels[train])) < 2:
            continue
        model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=500).fit((mean[train] - centre) / scale, labels[train])
        for j in held:
            scores[rows[real[j]]] = model.decision_function((features[rows[real[j]]] - centre) / scale)
    return scores


def left_in(clips: list[Clip], chosen: np.ndarray, rows: list[np.ndarray], picked: np.ndarray, features: np.ndarray, images: int) -> np.ndarray:
    """Which of all `images` stay in training: everything but the B-line clips' frames that show none."""
    scores = frame_scores(clips, chosen, rows, features)
    without = [scores[rows[i]] for i in chosen if not clips[i].simulated and clips[i].b_lines == 0]
    kept = np.ones(images, bool)
    if not without:
        return kept
    limit = np.nanmedian(np.concatenate(without))
    for i in chosen:
        if clips[i].simulated or clips[i].b_lines != 1 or np.isnan(scores[rows[i]]).any():
            continue
        own = scores[rows[i]]
        kept[picked[rows[i]]] = (own >= limit) | (own >= np.quantile(own, 1 - ALWAYS_KEPT))
    return kept
