"""Trains the guard of a bundle, measures it on patients, devices and kinds of pictures that it has not seen, and writes guard.json.

Foreign pictures come from the program alone, like every other frame:
    npm run -s phantom -- --out W/foreign --kind foreign --count 416 --seed 30000
    npm run -s inputs -- --out W/inputs-foreign --frames 3 W/foreign
It is part of `python3 -m models.train`; `python3 -m models.train.guard_training` with the same options makes the guard of a finished bundle anew.
"""
import hashlib
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .backbones import deployed
from .dataset import SIZE
from .finetune import features_of
from .guard import Frames, Guard, descriptors, fit, looked_at, per_clip, to_json
from .run import FINAL
from .runtime import features as graph_features
from .tables import share_of

FRAMES_A_CLIP = 6
# Shares of the real clips and of our own simulated lungs below the lowest score thought of, and of the foreign ones above the highest: the threshold stands between.
LOWEST, LOWEST_OWN, HIGHEST = 0.005, 0.01, 0.98
# Never more of the real clips than this are rejected out of fold.
MOST_REJECTED = 0.01


@dataclass(frozen=True)
class Foreign:
    """Images of foreign clips, one of each; `clip` and `gain` are by image, `family` by clip. More clips teach more than more frames."""

    images: np.ndarray
    clip: np.ndarray
    gain: np.ndarray
    family: np.ndarray
    digest: str


def load_foreign(folder: Path) -> Foreign | None:
    """Inputs of foreign clips; None where there are none."""
    if not (folder / "index.json").exists():
        return None
    index = json.loads((folder / "index.json").read_text())
    clips = [clip for clip in index["clips"] if clip["frames"]]
    images = np.fromfile(folder / "inputs.u8", np.uint8).reshape(-1, SIZE, SIZE)
    middle = [clip["first"] + len(clip["frames"]) // 2 for clip in clips]
    family = [re.fullmatch(r"foreign-\d+-(.+)\.mp4", Path(clip["path"]).name).group(1) for clip in clips]
    return Foreign(images[middle], np.arange(len(clips)), np.array([clip["gain"] for clip in clips]), np.array(family), hashlib.sha256(images[middle]).hexdigest()[:8])


class Material:
    """Everything that the guard learns from and is judged by, through the networks of any part of the training."""

    def __init__(self, run, foreign: Foreign):
        self.run, self.foreign = run, foreign
        few = [rows[np.linspace(0, len(rows) - 1, min(FRAMES_A_CLIP, len(rows))).round().astype(int)] for rows in run.rows]
        simulated = np.array([clip.simulated for clip in run.clips])
        self.clips = [clip for clip in run.clips if not clip.simulated]
        self.fold = run.fold[~simulated]
        self.sets = np.array([clip.dataset for clip in self.clips])
        self.groups = np.array([clip.group for clip in self.clips])
        self.real = self._rows([rows for rows, own in zip(few, simulated) if not own])
        self.own = self._rows([rows for rows, own in zip(few, simulated) if own])
        self.foreign_measures = descriptors(foreign.images)
        self.hidden = np.logical_or(*looked_at(foreign.images, self.foreign_measures, foreign.gain))

    def _rows(self, rows: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Feature rows, clip of each, descriptors of each."""
        chosen = np.concatenate(rows) if rows else np.zeros(0, int)
        clip = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
        return chosen, clip, descriptors(self.run.images[self.run.picked[chosen]]) if len(chosen) else np.zeros((0, 22))

    def apart(self, name: str) -> int | str:
        """The networks trained without a data set where the studies have made them, else the shipped ones."""
        part = f"without {name}"
        return part if all(self.run.path("npy", branch, part).exists() for branch in self.run.names) else FINAL

    def frames(self, part: int | str) -> tuple[Frames, Frames, Frames]:
        """Real, own and foreign frames as the networks of a part of the training see them."""
        features = self.run.features(part, self.run.names).astype(np.float64)
        real, own = (Frames(features[rows], measures, clip) for rows, clip, measures in (self.real, self.own))
        return real, own, Frames(self._foreign_features(part), self.foreign_measures, self.foreign.clip)

    def _foreign_features(self, part: int | str) -> np.ndarray:
        return np.concatenate([self._foreign_branch(name, part) for name in self.run.names], 1).astype(np.float64)

    def _foreign_branch(self, name: str, part: int | str) -> np.ndarray:
        path = self.run.path("npy", name, part)
        path = path.with_name(f"{path.stem}-foreign-{self.foreign.digest}.npy")
        if not path.exists():
            self.run.workers.say(f"{path.stem}: features of {len(self.foreign.images)} frames")
            np.save(path, features_of(deployed(self.run.network(name, part)), self.foreign.images, self.run.workers.device))
        return np.load(path)

    def through_graph(self, graph: Path, preprocessing: int) -> tuple[Frames, Frames, Frames]:
        """The same through an exported graph, one frame a clip."""
        one = lambda clip: np.unique(clip, return_index=True)[1]
        real, own, foreign = one(self.real[1]), one(self.own[1]), one(self.foreign.clip)
        at = lambda part, chosen: self.run.images[self.run.picked[part[0][chosen]]]
        seen, _ = graph_features(graph, np.concatenate([at(self.real, real), at(self.own, own), self.foreign.images[foreign]]), preprocessing)
        parts = np.split(seen.astype(np.float64), np.cumsum([len(real), len(own)]))
        return (
            Frames(parts[0], self.real[2][real], self.real[1][real]), Frames(parts[1], self.own[2][own], self.own[1][own]),
            Frames(parts[2], self.foreign_measures[foreign], self.foreign.clip[foreign]),
        )

    def foreign_scores(self, guard: Guard, frames: Frames) -> np.ndarray:
        """Of each foreign clip: nan where all its frames are dark or flat, which needs no score."""
        return per_clip(frames, np.where(self.hidden, np.nan, guard.scores(frames)), len(self.foreign.family))


def threshold(real: np.ndarray, own: np.ndarray, foreign: np.ndarray) -> float:
    """Halfway between the lowest lungs and the highest foreign pictures, as long as hardly any lung lies below."""
    lowest = min(np.quantile(real, LOWEST), np.quantile(own, LOWEST_OWN) if len(own) else np.inf)
    between = (lowest + np.quantile(foreign[~np.isnan(foreign)], HIGHEST)) / 2
    return float(min(between, np.quantile(real, MOST_REJECTED)))


@dataclass(frozen=True)
class Measured:
    """Clip scores, threshold at 0: patients out of fold; each data set by a fit without it; foreign clips by a fit without their family; half of our own lungs by a fit without them."""

    real: np.ndarray
    shifted: np.ndarray
    foreign: np.ndarray
    own: np.ndarray
    threshold: float


def measure(material: Material, seed: int) -> Measured:
    """Patients: networks, guard and threshold of each fold without them. Families: five groups in turn. Devices: networks (where there are such) and guard without the data set."""
    sets, families, fold = material.sets, material.foreign.family, material.fold
    known = np.unique(families)
    turn = dict(zip(known, np.random.default_rng(seed).permutation(len(known)) % (fold.max() + 1)))
    held = np.array([turn[family] for family in families])
    real, foreign = np.full(len(sets), np.nan), np.full(len(families), np.nan)
    for k in range(fold.max() + 1):
        seen, lungs, strange = material.frames(k)
        guard = fit(seen.of(fold != k), sets, lungs, strange.of(held != k), families)
        real[fold == k] = per_clip(seen, guard.scores(seen), len(sets))[fold == k]
        foreign[held == k] = material.foreign_scores(guard, strange)[held == k]
    shift = material.frames(FINAL)
    count = shift[1].clip.max(initial=-1) + 1
    learnt = np.random.default_rng(seed).permutation(count) < count // 2
    half = fit(shift[0], sets, shift[1].of(learnt), shift[2], families)
    own = per_clip(shift[1], half.scores(shift[1]), count)[~learnt]
    shifted = np.full(len(sets), np.nan)
    for name in np.unique(sets):
        rest = sets != name
        if rest.any():
            seen, lungs, strange = material.frames(material.apart(name))
            guard = fit(seen.of(rest), sets, lungs, strange, families)
            shifted[~rest] = per_clip(seen, guard.scores(seen), len(sets))[~rest]
    lowest = lambda chosen: np.fmin(real, np.where(np.isnan(shifted), real, shifted))[chosen]
    level = np.array([threshold(lowest(fold != k), own, foreign) for k in range(fold.max() + 1)])
    whole = threshold(lowest(fold >= 0), own, foreign)
    return Measured(real - level[fold], shifted - whole, foreign - whole, own - whole, whole)


def false_reject(score: np.ndarray, clips: np.ndarray, material: Material, seed: int) -> dict:
    """Share of clips below 0, with its interval by patient. Where none is, resampling shows no spread: the exact upper limit stands in."""
    found = share_of(score < 0, clips & ~np.isnan(score), material.groups, seed)
    return found if found["high"] > 0 else {**found, "high": round(1 - 0.025 ** (1 / max(1, int(clips.sum()))), 4)}


def table(material: Material, measured: Measured, seed: int) -> dict:
    """What the guard rejects, for training.json."""
    share = lambda scores, mask: "{value:.3f} ({low:.3f} to {high:.3f})".format(**false_reject(scores, mask, material, seed))
    rows = []
    for name in np.unique(material.sets):
        mine = material.sets == name
        rows.append([f"{name}, other patients", int(mine.sum()), share(measured.real, mine), "as few as possible"])
        if not np.isnan(measured.shifted[mine]).all():
            rows.append([f"{name}, guard fitted without this data set", int(mine.sum()), share(measured.shifted, mine), "as few as possible"])
    if len(measured.own):
        rows.append(["simulated lungs", len(measured.own), round(float((measured.own < 0).mean()), 3), "none"])
    caught = np.isnan(measured.foreign) | (measured.foreign < 0)
    for family in np.unique(material.foreign.family):
        mine = material.foreign.family == family
        rows.append([f"foreign: {family}", int(mine.sum()), round(float(caught[mine].mean()), 3), "all"])
    rows.append(["foreign, all", len(caught), round(float(caught.mean()), 3), "all"])
    return {
        "id": "guard", "title": "What the guard rejects", "columns": ["clips", "number", "share rejected", "should be"], "rows": rows,
        "note": "Real clips by networks, guard and threshold that never saw the patient; for the second line of a data set by a guard fitted without it, on networks "
        f"{'that never saw it either' if all(material.apart(name) != FINAL for name in np.unique(material.sets)) else 'that had seen it'}. "
        "Foreign clips are simulated, judged by a guard that never saw their family, dark and flat ones included. 95% intervals by patient.",
    }


def train(run, out: Path) -> dict | None:
    """Writes guard.json into the bundle's folder and returns the table for training.json; None, and no guard, without foreign pictures or real clips."""
    foreign = load_foreign(run.options.work / "inputs-foreign")
    if foreign is None or all(clip.simulated for clip in run.clips):
        run.workers.say("no guard: there are no inputs of foreign pictures, or no real clips")
        return None
    seed, material = run.options.seed, Material(run, foreign)
    measured = measure(material, seed)
    real, own, strange = material.frames(FINAL)
    integer = out / "extractor-int8.onnx"
    if integer.exists():
        preprocessing = json.loads((run.options.inputs[0] / "index.json").read_text())["preprocessing"]
        real, own, strange = (both.joined(more) for both, more in zip((real, own, strange), material.through_graph(integer, preprocessing)))
    guard = fit(real, material.sets, own, strange, foreign.family)
    guard = replace(guard, bias=guard.bias - measured.threshold)
    rejected = false_reject(measured.real, np.ones(len(measured.real), bool), material, seed)
    content = {**to_json(guard), "falseReject": rejected, "clips": len(material.clips)}
    (out / "guard.json").write_text(json.dumps(content) + "\n")
    run.workers.say(f"guard: rejects {rejected} of unseen patients' clips, threshold {measured.threshold:.2f}")
    return table(material, measured, seed)


def renew(out: Path, made: dict | None) -> None:
    """Puts a bundle's new guard into its training.json and manifest; `model-card` is to be run again after it."""
    told = json.loads((out / "training.json").read_text())
    told["tables"] = [t for t in told["tables"] if t["id"] != "guard"] + ([] if made is None else [made])
    (out / "training.json").write_text(json.dumps(told) + "\n")
    content, guard = json.loads((out / "manifest.json").read_text()), json.loads((out / "guard.json").read_text())
    content["guard"] = {"file": "guard.json", "falseReject": guard["falseReject"], "clips": guard["clips"]}
    for name in ("guard.json", "training.json"):
        data = (out / name).read_bytes()
        content["files"][name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    (out / "manifest.json").write_text(json.dumps(content, indent=2) + "\n")


def main() -> None:
    """The guard alone, anew, for a bundle that is there: the same options as `python3 -m models.train`."""
    from .__main__ import arguments
    from .parallel import Workers
    from .run import Run

    options = arguments()
    renew(options.out, train(Run(options, Workers()), options.out))


if __name__ == "__main__":
    main()
