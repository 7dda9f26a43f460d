"""From input images to a model bundle, in one resumable command: see README.md beside this file."""
import argparse
import hashlib
import json
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import torch

from . import card as texts
from .backbones import BRANCHES, FusedExtractor, deployed, pretrained
from .dataset import Clip, folds, load
from .evaluate import performance, top_mean
from .export import shipped, write_bundle
from .finetune import features_of, finetune
from .head import BRANCH_GAINS, Decision, Head, OutOfFold, fit, training_frames
from .parallel import Workers

FOLDS = 5
FINAL = -1  # the "fold" that holds nobody back: what is shipped
FRAMES_FOR_HEAD = 6
RATES = {"mobilenet_v2": 2e-4, "squeezenet": 2e-4}  # ResNet-50 stays as pre-trained: two thirds of all time for the least gain


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="models.train", description=__doc__)
    parser.add_argument("--inputs", type=Path, nargs="+", required=True, help="folders written by `npm run -s inputs`, real clips and phantoms")
    parser.add_argument("--unseen-phantoms", type=Path, help="inputs of phantoms with other seeds, only measured")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--pretrained", type=Path, default=Path("../shared/pretrained"))
    parser.add_argument("--work", type=Path, default=Path("models/train/work"))
    parser.add_argument("--out", type=Path, default=Path("models/bundles/pleura-lus-v1"))
    parser.add_argument("--id", default="pleura-lus-v1")
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--tune", nargs="*", choices=list(RATES), default=["mobilenet_v2"], help="backbones to fine-tune; none: minutes instead of an hour")
    parser.add_argument("--epochs", type=int, default=5, help="epochs of a round")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of fine-tuning, each from the averaged weights of the one before with a fresh head")
    parser.add_argument("--size", type=int, default=160, help="side of the training views, pixels")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


class Run:
    """One configuration's stages; everything slow is kept under `work` by the inputs' and the settings' checksum."""

    def __init__(self, options: argparse.Namespace, workers: Workers):
        self.options, self.workers = options, workers
        self.clips, self.images = load(options.inputs, options.data)
        self.fold = folds(self.clips, FOLDS, options.seed)
        self.rows, picked = [], []
        for clip in self.clips:
            chosen = np.unique(np.linspace(0, clip.count - 1, min(FRAMES_FOR_HEAD, clip.count)).round().astype(int)) + clip.first
            self.rows.append(np.arange(len(chosen)) + sum(map(len, picked)))
            picked.append(chosen)
        self.picked = np.concatenate(picked)
        inputs = hashlib.sha256(b"".join((folder / "index.json").read_bytes() for folder in options.inputs)).hexdigest()[:10]
        settings = hashlib.sha256(f"{options.epochs} {options.size} {options.seed} {RATES}".encode()).hexdigest()[:6]
        self.shared = options.work / f"run-{inputs}-frozen"
        self.folder = options.work / f"run-{inputs}-{settings}" if options.tune else self.shared
        for folder in (self.shared, self.folder):
            folder.mkdir(parents=True, exist_ok=True)

    def _trained(self, name: str) -> bool:
        return name in self.options.tune

    def path(self, kind: str, name: str, k: int, round: int | None = None) -> Path:
        """Where a network's weights, features or log lie; of the last round unless said otherwise."""
        if not self._trained(name):
            return self.shared / f"{name}.{kind}"
        return self.folder / f"{name}-{'final' if k == FINAL else f'fold{k}'}-round{round or self.options.rounds}.{kind}"

    def tasks(self) -> list[tuple[str, int]]:
        return [(name, k) for name in reversed(BRANCHES) for k in ([*range(FOLDS), FINAL] if self._trained(name) else [FINAL])]

    def network(self, name: str, k: int, round: int | None = None):
        """The backbone as trained without fold k; as pre-trained before the first round."""
        net = pretrained(name, self.options.pretrained)
        if self._trained(name) and round != 0:
            net.load_state_dict(torch.load(self.path("pt", name, k, round), map_location="cpu"))
        return net

    def tune(self, name: str, k: int, round: int, say) -> None:
        weights = self.path("pt", name, k, round)
        if weights.exists():
            return
        clips = [clip for clip, fold in zip(self.clips, self.fold) if k == FINAL or fold != k]
        net = finetune(
            self.network(name, k, round - 1), clips, self.images, rate=RATES[name], epochs=self.options.epochs, size=self.options.size,
            seed=self.options.seed * 1000 + round * 100 + k, device=self.workers.device, log=self.path("csv", name, k, round), say=say,
        )
        torch.save(net.cpu().state_dict(), weights.with_suffix(".part"))
        weights.with_suffix(".part").rename(weights)

    def work(self, name: str, k: int) -> None:
        """Fine-tunes where that is due, then takes the features of all chosen frames."""
        features = self.path("npy", name, k)
        say = lambda text: self.workers.say(f"{features.stem}: {text}")
        for round in range(1, self.options.rounds + 1 if self._trained(name) else 1):
            self.tune(name, k, round, say)
        if not features.exists():
            say(f"features of {len(self.picked)} frames")
            found = features_of(deployed(self.network(name, k)), self.images[self.picked], self.workers.device)
            np.save(features.with_suffix(".part.npy"), found)
            features.with_suffix(".part.npy").rename(features)

    def features(self, k: int, names=tuple(BRANCHES)) -> np.ndarray:
        return np.concatenate([np.load(self.path("npy", name, k)) for name in names], 1)


def measure(run: Run, oof: OutOfFold) -> dict:
    """Clip-level performance out of fold, fused and by branch, by data set, and against the plain B-lines label."""
    seed = run.options.seed
    groups = np.array([clip.group for clip in run.clips])
    present = np.array([clip.is_present if not clip.simulated else np.nan for clip in run.clips])
    b_lines = np.array([clip.b_lines if not clip.simulated else np.nan for clip in run.clips])
    datasets = np.array([clip.dataset for clip in run.clips])
    score, called = oof.clip_scores()

    def by_dataset(truth):
        return {name: performance(np.where(datasets == name, truth, np.nan), score, called, groups, seed) for name in ("covid-blues", "pocus")}

    metrics = {
        "splitLevel": "patient", "isPresent": performance(present, score, called, groups, seed), "bLines": performance(b_lines, score, called, groups, seed),
        "datasets": by_dataset(present), "bLinesByDataset": by_dataset(b_lines), "branches": {},
    }
    for name, kind in BRANCHES.items():
        alone = OutOfFold(run.clips, run.rows, run.fold, lambda k: run.features(k, (name,)), [kind.channels], gains=((1.0,),))
        metrics["branches"][name] = performance(present, *alone.clip_scores(), groups, seed)
        run.workers.say(f"{name} alone: AUC {metrics['branches'][name]['auc']['value']:.3f}")
    return metrics


def unseen_phantoms(run: Run, extractor: FusedExtractor, head: Head, decision: Decision) -> dict | None:
    """Verdict counts by kind of phantoms that no stage has seen."""
    if run.options.unseen_phantoms is None:
        return None
    clips, images = load([run.options.unseen_phantoms], run.options.data)
    features = np.concatenate([features_of(net, images, "cpu") for net in extractor.nets.values()], 1)
    counts = {}
    for clip in clips:
        p = top_mean(head.probabilities(features[clip.first : clip.first + clip.count].astype(np.float64)), decision.fraction)
        verdict = "IS" if p >= decision.high else "healthy" if p < decision.low else "indeterminate"
        kind = clip.name.split("-", 2)[2].removesuffix(".mp4")
        counts.setdefault(kind, {"IS": 0, "healthy": 0, "indeterminate": 0})[verdict] += 1
    return counts


def summary(clips: list[Clip]) -> list[dict]:
    return [
        {"name": name, "clips": len(mine), "patients": len({c.group for c in mine}), "frames": sum(c.count for c in mine)}
        for name in ("covid-blues", "pocus", "phantom") if (mine := [c for c in clips if c.dataset == name])
    ]


def assemble(run: Run) -> None:
    """Head, figures and bundle from the features of all folds."""
    options, widths = run.options, [kind.channels for kind in BRANCHES.values()]
    run.workers.say("choosing the head out of fold")
    oof = OutOfFold(run.clips, run.rows, run.fold, run.features, widths, BRANCH_GAINS)
    decision = oof.decide(set(range(FOLDS)))
    run.workers.say(f"{decision}")
    metrics = measure(run, oof)
    head = fit(run.features(FINAL), training_frames(run.clips, run.rows, np.ones(len(run.clips), bool)), decision.choice, widths)
    head = shipped(head, decision)
    extractor = FusedExtractor({name: deployed(run.network(name, FINAL)) for name in BRANCHES})
    phantoms = unseen_phantoms(run, extractor, head, decision)
    told = "; ".join(f"{kind}: " + ", ".join(f"{n} {verdict}" for verdict, n in found.items() if n) for kind, found in (phantoms or {}).items()) or "not measured"
    title = "Pleura LUS v1: fused CNN features for interstitial syndrome"
    tuned = ", ".join(options.tune) or "none"
    networks = f"MobileNetV2, SqueezeNet 1.1 and ResNet-50 (to stage 3), pre-trained on ImageNet (fine-tuned here: {tuned}), read the unwrapped fan."
    about = {
        "id": options.id, "version": options.version, "title": title, "createdAt": datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "licence": {**texts.LICENCE, "data": texts.DATA}, "preprocessing": {"version": json.loads((options.inputs[0] / "index.json").read_text())["preprocessing"]},
        "target": {"name": "IS present", "positive": "B-lines marked and severity 1 or more", "negative": "no B-lines and severity 0"},
        "training": {"datasets": summary(run.clips), "splitLevel": "patient", "folds": FOLDS, "seed": options.seed},
        "metrics": {**metrics, "unseenPhantoms": phantoms},
    }
    card = texts.card(title, {**about, "featureCount": sum(widths)}, metrics, decision, networks, told)
    write_bundle(options.out, extractor, head, decision, about, card, texts.notice(title))
    (run.folder / "metrics.json").write_text(json.dumps({**metrics, "unseenPhantoms": phantoms, "decision": str(decision)}, indent=1))
    present, lines = metrics["isPresent"]["auc"], metrics["bLines"]["auc"]
    run.workers.say(f"IS present AUC {present}; B-lines AUC {lines}; unseen phantoms {told}; bundle in {options.out}")


def main() -> None:
    options = arguments()
    torch.set_num_threads(options.threads)
    workers = Workers()
    run = Run(options, workers)
    known = sum(not np.isnan(c.is_present) and not c.simulated for c in run.clips)
    workers.say(f"{len(run.clips)} clips, {known} of them real and definite, {len(run.images)} images; work in {run.folder}")
    for name, k in workers.share(run.tasks()):
        run.work(name, k)
    workers.wait()
    if workers.rank == 0:
        assemble(run)


if __name__ == "__main__":
    main()
