"""Whole networks fine-tuned, against the bundle that ships: `python3 -m models.train.whole_study` with the options of `python3 -m models.train`.

Three minutes on a large GPU, many hours on a processor; resumable. Leaves a table in the run's folder, from where `python3 -m models.train.tables` takes it into the card.
"""
import hashlib
import json
from dataclasses import dataclass, replace

import numpy as np
import torch

from .__main__ import arguments
from .backbones import pretrained
from .evaluate import paired_auc, point_auc
from .finetune import features_of
from .parallel import Workers
from .run import Run
from .studies import HEAD, auc, out_of_fold
from .tasks import b_lines, questions
from .whole import Recipe, Training, trained

USUAL = {
    "mobilenet_v2": Recipe(2e-4, 12, half=True), "squeezenet": Recipe(4e-4, 16, half=True), "resnet50_stage3": Recipe(1.5e-4, 12, decay=0.75, half=True),
}


@dataclass(frozen=True)
class Trial:
    what: str
    name: str
    recipe: Recipe
    side: int = 128
    rows: int | None = None  # of the last map, where the side is another than the backbone's own

    @property
    def key(self) -> str:
        return f"whole-{self.name}-{hashlib.sha256(f'{self.recipe} {self.side}'.encode()).hexdigest()[:6]}"


def trials() -> list[Trial]:
    harder = {"mobilenet_v2": 24, "squeezenet": 30, "resnet50_stage3": 24}
    return [
        *(Trial("all stages, clips and frames judged", name, recipe) for name, recipe in USUAL.items()),
        *(Trial("twice as long, stronger views, clips mixed", name, replace(USUAL[name], epochs=epochs, strength=1.4, mix=0.3)) for name, epochs in harder.items()),
        Trial("192 x 192", "mobilenet_v2", USUAL["mobilenet_v2"], 192, 6), Trial("192 x 192", "resnet50_stage3", USUAL["resnet50_stage3"], 192, 12),
        Trial("frames judged alone", "resnet50_stage3", replace(USUAL["resnet50_stage3"], together=0.0)),
    ]


def of_fold(run: Run, trial: Trial, k: int, images: torch.Tensor) -> dict[str, np.ndarray]:
    """Features of the run's frames by the network that fold k trains, and its own classifier's logits; kept on disk."""
    path = run.folder / f"{trial.key}-fold{k}.npz"
    if not path.exists():
        net = pretrained(trial.name, run.options.pretrained)
        if trial.rows is not None:
            net.side, net.rows = trial.side, trial.rows
            net.weigh_rows()
        recipe = replace(trial.recipe, half=trial.recipe.half and run.options.half, epochs=run.options.epochs or trial.recipe.epochs)
        say = lambda text: run.workers.say(f"{path.stem}: {text}")
        net, classifier = trained(Training(net, images, run.clips, run.chosen(k), recipe, seed=run.options.seed * 1000 + k), say)
        features = features_of(net, run.images[run.picked], run.workers.device)
        logits = features @ classifier.weight.cpu().numpy().T + classifier.bias.cpu().numpy()
        np.savez_compressed(path, features=features.astype(np.float16), logits=logits)
    with np.load(path) as found:
        return dict(found)


def own_scores(run: Run, found: list[dict[str, np.ndarray]]) -> np.ndarray:
    """Clip scores out of fold by the networks' own classifiers: mean of "IS present" and B-lines over the frames."""
    scores = np.full(len(run.clips), np.nan)
    for i, clip in enumerate(run.clips):
        if not clip.simulated:
            scores[i] = found[run.fold[i]]["logits"][run.rows[i], :2].mean()
    return scores


def shipped_scores(run: Run) -> dict[str, np.ndarray]:
    """Out-of-fold clip scores of the bundle that is there, of the same folds: fused and by branch."""
    told = {f"{clip['dataset']}/{clip['file']}": clip for clip in json.loads((run.options.out / "oof.json").read_text())["clips"]}
    mine = [told.get(clip.name) for clip in run.clips]
    if any(clip is not None and clip["fold"] != fold for clip, fold in zip(mine, run.fold)):
        raise SystemExit(f"{run.options.out} was cross-validated on other folds: use its seed and inputs.")
    scores = lambda of: np.array([np.nan if clip is None else of(clip) for clip in mine])
    return {"fused": scores(lambda clip: clip["probability"]), **{name: scores(lambda clip, name=name: clip["branches"][name]) for name in run.names}}


class Whole(Run):
    """The run's clips and folds seen by networks of trials."""

    kept: dict[tuple[str, int], np.ndarray]

    def features(self, part, names=None):
        return np.concatenate([self.kept[name, part].astype(np.float32) for name in names or self.names], 1)


def table(run: Run, found: dict[Trial, list[dict[str, np.ndarray]]], whole: Whole) -> dict:
    """Every trial by its own classifier; the best of each network alone and fused with the head of the studies, against the bundle's own scores."""
    asked, shipped = questions(run.clips), shipped_scores(run)
    scores = {trial: own_scores(run, folds) for trial, folds in found.items()}
    areas = {trial: [point_auc(truth[~np.isnan(truth)], z[~np.isnan(truth)]) for truth in asked.values()] for trial, z in scores.items()}
    rows = [[trial.name, trial.what, "own classifier", *(f"{area:.3f}" for area in mine), ""] for trial, mine in areas.items()]
    names = tuple(name for name in run.names if any(trial.name == name for trial in found))
    best = {name: max((t for t in found if t.name == name), key=lambda t: np.mean(areas[t])) for name in names}
    whole.kept = {(name, k): folds["features"] for name, trial in best.items() for k, folds in enumerate(found[trial])}
    groups, truth = np.array([clip.group for clip in run.clips]), b_lines(run.clips)
    for title, chosen in {**{name: (name,) for name in names}, "fused": names}.items():
        z = out_of_fold(whole, chosen)
        d = paired_auc(truth, z, shipped[title], groups, run.options.seed)
        told = best[title].what if title in best else "the best of each network"
        rows.append([title, told, "plain head", *(auc(run, t, z) for t in asked.values()), f"{d['value']:+.3f} ({d['low']:+.3f} to {d['high']:+.3f}), p {d['p']:.2f}"])
    return {
        "id": "whole", "title": "Tried and not shipped: whole networks fine-tuned", "columns": ["networks", "recipe", "judged by", *asked, "all clips, B-lines: difference from what ships"],
        "note": f"AUC at clip level, out of fold by patient. {HEAD} The best of each network is picked after the fact, which favours it.", "rows": rows,
    }


def main() -> None:
    options = arguments()
    torch.set_num_threads(options.threads)
    run = Run(options, Workers())
    images = torch.from_numpy(run.images).to(run.workers.device)
    found = {trial: [of_fold(run, trial, k, images) for k in range(options.folds)] for trial in trials()}
    made = table(run, found, Whole(options, run.workers))
    folder = run.folder / "tables"
    folder.mkdir(exist_ok=True)
    (folder / "40-whole.json").write_text(json.dumps(made, indent=1))
    run.workers.say(f"{made['title']}\n" + "\n".join("  " + " | ".join(map(str, row)) for row in [made["columns"], *made["rows"]]))


if __name__ == "__main__":
    main()
