"""Whether the int8 variant holds: its AUC loss by cross-validation, each fold's own networks quantised on that fold's own training frames."""
import hashlib
from dataclasses import dataclass

import numpy as np
import onnx

from .backbones import FusedExtractor, deployed
from .compare import shown
from .crossfit import Candidate, Material
from .decide import Decision, Judge, Scores
from .evaluate import paired_auc, performance
from .export import float_graph, input_tensor
from .heads.fit import fit
from .quantise import quantised
from .runtime import features
from .tasks import TARGETS, training_frames

IMAGES, BATCH = 48, 8  # calibration frames of a network, one a clip
TOLERATED = 0.01  # loss of AUC


def calibration_batches(run, chosen: np.ndarray, seed: int) -> list:
    """Input tensors of random frames of the chosen real clips."""
    random = np.random.default_rng(seed)
    clips = [i for i in np.flatnonzero(chosen) if not run.clips[i].simulated]
    picked = [run.clips[i].first + random.integers(run.clips[i].count) for i in random.permutation(clips)[:IMAGES]]
    return [input_tensor(run.images[picked[at : at + BATCH]]) for at in range(0, len(picked), BATCH)]


def extractor(run, k: int) -> FusedExtractor:
    return FusedExtractor({name: deployed(run.network(name, k)) for name in run.names}).eval()


def int8_graph(run, model: onnx.ModelProto, k: int, coded: tuple[str, ...]) -> onnx.ModelProto:
    """Fold k's (or the final) float graph with the named branches in integers."""
    return quantised(model, calibration_batches(run, run.fold != k, run.options.seed), [f"map_{name}" for name in coded], run.options.seed)


def _held_features(run, k: int, rows: np.ndarray, preprocessing: int) -> np.ndarray:
    """Features of fold k's held-out frames from its networks in integers, kept under the checksum of their weights."""
    model = float_graph(extractor(run, k), run.folder / f"fold{k}.onnx")
    key = hashlib.sha256(model.SerializeToString() + rows.tobytes() + f"{IMAGES} {run.options.seed}".encode()).hexdigest()[:12]
    kept = run.folder / f"int8-fold{k}-{key}.npy"
    if not kept.exists():
        path = run.folder / f"int8-fold{k}.onnx"
        onnx.save(int8_graph(run, model, k, tuple(run.names)), str(path))
        found, ms = features(path, run.images[run.picked[rows]], preprocessing)
        run.workers.say(f"int8, fold {k}: {len(rows)} frames, {ms:.1f} ms each")
        np.save(kept.with_suffix(".part.npy"), found)
        kept.with_suffix(".part.npy").rename(kept)
        path.unlink()
    (run.folder / f"fold{k}.onnx").unlink()
    return np.load(kept)


@dataclass(frozen=True)
class Loss:
    coded: tuple[str, ...]  # branches that are better in integers; none: the variant is not listed
    table: dict


class Folds:
    """Held-out features of every fold in floats and in integers, and the heads that judge both."""

    def __init__(self, run, judge: Judge, decisions: list[Decision], tried: list[Candidate], preprocessing: int):
        self.run, self.judge, self.decisions = run, judge, decisions
        material = Material(run, tuple(run.names))
        self.held, self.float, self.int8, self.heads = [], [], [], []
        for k, decision in enumerate(decisions):
            rows = np.concatenate([run.rows[i] for i in np.flatnonzero(run.fold == k)])
            candidate = tried[decision.chosen]
            frames = training_frames(run.clips, run.rows, run.fold != k, TARGETS[candidate.target], material.frame_weights)
            self.heads.append(fit(material.space(k, run.fold != k), frames, candidate.kind, dict(candidate.setting), material.seed))
            self.held.append(rows)
            self.float.append(run.features(k, tuple(run.names))[rows])
            self.int8.append(_held_features(run, k, rows, preprocessing))

    def scores(self, coded: tuple[str, ...]) -> Scores:
        """Clip scores with the named branches' features from the integer graph and the others from floats."""
        widths = [self.run.features(0, (name,)).shape[1] for name in self.run.names]
        from_int8 = np.repeat([name in coded for name in self.run.names], widths)
        logits = np.full((1, max(int(rows.max()) for rows in self.run.rows) + 1), np.nan)
        for rows, head, plain, integer in zip(self.held, self.heads, self.float, self.int8):
            logits[0, rows] = head.logits(np.where(from_int8, integer, plain))
        judge = Judge(self.judge.tried[:1], logits, self.run.rows, self.run.fold, self.judge.groups, self.judge.truth, self.judge.asked)
        return judge.scores([Decision(**{**vars(d), "chosen": 0}) for d in self.decisions])


def loss(folds: Folds) -> Loss:
    """Leaves branches out of the integer graph, the worst first, until the AUC loss is tolerable."""
    run, judge = folds.run, folds.judge
    plain = folds.scores(())
    difference = lambda truth, coded: paired_auc(truth, folds.scores(coded).clips, plain.clips, judge.groups, run.options.seed)
    coded = tuple(run.names)
    alone = {name: difference(judge.truth, (name,)) for name in coded}
    while coded and difference(judge.truth, coded)["value"] < -TOLERATED:
        worst = min(coded, key=lambda name: alone[name]["value"])
        coded = tuple(name for name in coded if name != worst)
    integer = folds.scores(coded)
    known = ~np.isnan(plain.clips)
    area = lambda truth, s: shown(performance(truth, s.clips, s.called, judge.groups, run.options.seed)["auc"])
    exact = lambda d: f"{d['value']:+.4f} ({d['low']:+.4f} to {d['high']:+.4f})"
    rows = [
        [question, area(truth, plain), area(truth, integer), exact(difference(truth, coded))]
        for question, truth in {folds.run.question.all_clips: judge.truth, **judge.asked}.items()
    ]
    rows += [[f"{folds.run.question.all_clips}; only {name} in integers", area(judge.truth, plain), area(judge.truth, folds.scores((name,))), exact(d)] for name, d in alone.items()]
    moved = np.abs(integer.clips - plain.clips)[known]
    table = {
        "id": "int8", "title": "Int8 against 32-bit floats", "columns": ["question", "fp32 AUC", "int8 AUC", "difference"], "rows": rows,
        "note": f"Clip level, out of fold by patient: each fold's own networks were quantised on that fold's training frames and run by ONNX Runtime; the heads, trained on float "
        f"features, are the same. Branches in integers in the shipped variant: {', '.join(coded) or 'none'}. Clip probabilities moved by {moved.mean():.3f} on average, "
        f"{moved.max():.3f} at most; {100 * (integer.called != plain.called)[known].mean():.1f}% of the clips changed sides of the balanced threshold.",
    }
    return Loss(coded, table)
