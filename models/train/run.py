"""A training run's stages: stems, fine-tuned tails, features. Everything slow is kept on disk under a checksum of the inputs and the settings, and not repeated."""
import argparse
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from .backbones import BRANCHES, Backbone, deployed, pretrained
from .dataset import Clip, folds, load
from .filtering import left_in
from .finetune import Recipe, features_of, finetune, tail_features
from .parallel import Workers
from .question import question_of
from .plots import plot_losses
from .stems import evenly, planned, stems

FINAL = -1  # the "fold" that holds nobody back: what is shipped
# Learning rates and epochs by cross-validation; 16-bit convolutions only where PyTorch is quicker with them.
RECIPES = {
    "mobilenet_v2": Recipe(rate=2e-4, epochs=6),
    "squeezenet": Recipe(rate=5e-4, epochs=10, half=True),
    "resnet50_stage3": Recipe(rate=2e-4, epochs=6, half=True),
}


class Run:
    """A `part` names what a network was trained on: fold k (all but that fold), FINAL (all), "without NAME" (all but one data set), "fold K of S%" (a share of patients)."""

    def __init__(self, options: argparse.Namespace, workers: Workers, recipes: dict[str, Recipe] = RECIPES):
        self.recipes = recipes
        self.options, self.workers, self.names = options, workers, tuple(BRANCHES)
        self.clips, self.images = load(options.inputs, options.data, tuple(options.without), measured_phantoms=options.smoke, column=options.label)
        if not self.clips:
            raise SystemExit("No clip of the inputs is labelled: name the data sets' folder by --data, and the column of its clips.csv by --label.")
        self.question = question_of(options.data, options.label)
        self.fold = folds(self.clips, options.folds, options.seed)
        chosen = [evenly(clip, options.frames) for clip in self.clips]
        ends = np.cumsum([0, *map(len, chosen)])
        self.rows = [np.arange(start, end) for start, end in zip(ends, ends[1:])]
        self.picked = np.concatenate(chosen)
        self.views = planned(self.clips, options.frames, options.views)
        # What is kept belongs to these very clips, labels and folds: others find nothing of it.
        inputs = b"".join((folder / "index.json").read_bytes() for folder in options.inputs) + repr([(c.dataset, c.name, c.first, c.count) for c in self.clips]).encode()
        self.seen = hashlib.sha256(inputs + f"{options.frames} {options.views}".encode()).hexdigest()[:10]
        settings = f"{options.seed} {options.folds}".encode() + b"".join(clip.group.encode() + clip.labels.tobytes() for clip in self.clips)
        self.shared = options.work / f"run-{self.seen}-stems"
        self.folder = options.work / f"run-{self.seen}-{hashlib.sha256(settings).hexdigest()[:6]}"
        for folder in (self.shared, self.folder):
            folder.mkdir(parents=True, exist_ok=True)

    def tuned(self, name: str) -> bool:
        return name in self.options.tune

    def chosen(self, part: int | str) -> np.ndarray:
        """Indices of the clips that a part trains on."""
        if isinstance(part, int):
            return np.flatnonzero((self.fold != part) | (part == FINAL))
        if part.startswith("without "):
            return np.array([i for i, clip in enumerate(self.clips) if clip.dataset != part.removeprefix("without ")])
        fold, share = (int(word.strip("%")) for word in part.split() if word.strip("%").isdigit())
        rest = self.chosen(fold)
        groups = sorted({self.clips[i].group for i in rest if not self.clips[i].simulated})
        kept = set(np.random.default_rng([self.options.seed, fold]).permutation(groups)[: round(len(groups) * share / 100)])
        return np.array([i for i in rest if self.clips[i].simulated or self.clips[i].group in kept])

    @staticmethod
    def told(part: int | str) -> str:
        return part.replace(" ", "-").replace("%", "") if isinstance(part, str) else "final" if part == FINAL else f"fold{part}"

    def path(self, kind: str, name: str, part: int | str) -> Path:
        """Where a network's weights, features or log lie."""
        if not self.tuned(name):
            return self.shared / f"{name}.{kind}"
        how = hashlib.sha256(f"{self.recipe(name)} {self.options.filter}".encode()).hexdigest()[:4]
        return self.folder / f"{name}-{how}-{self.told(part)}.{kind}"

    def recipe(self, name: str) -> Recipe:
        recipe, epochs = self.recipes[name], self.options.epochs
        return replace(recipe, epochs=epochs or recipe.epochs, half=recipe.half and self.options.half)

    def kept_views(self, name: str) -> np.ndarray:
        """Stem output of the training views."""
        return stems(
            pretrained(name, self.options.pretrained), self.images, self.views.image, self.shared / f"{name}-views.npy",
            seed=self.options.seed + 4, device=self.workers.device, half=self.options.half, say=self.workers.say,
        )

    def kept_plain(self, name: str) -> np.ndarray:
        """Stem output of the chosen frames as they are."""
        return stems(
            pretrained(name, self.options.pretrained), self.images, self.picked, self.shared / f"{name}-plain.npy",
            seed=None, device=self.workers.device, half=False, say=self.workers.say,
        )

    def network(self, name: str, part: int | str) -> Backbone:
        """The backbone as trained on a part, not yet folded."""
        net = pretrained(name, self.options.pretrained)
        if self.tuned(name):
            net.load_state_dict(torch.load(self.path("pt", name, part), map_location="cpu"))
        return net

    def frozen(self, name: str = "mobilenet_v2") -> np.ndarray:
        """Features of the chosen frames as pre-trained: what data filtering judges frames by."""
        path = self.shared / f"{name}-frozen.npy"
        if not path.exists():
            np.save(path, tail_features(pretrained(name, self.options.pretrained), self.kept_plain(name), self.workers.device))
        return np.load(path)

    def left_in(self, part: int | str) -> np.ndarray | None:
        """Which images data filtering leaves in for a part's training; chosen from that part's clips alone."""
        if not self.options.filter:
            return None
        path = self.folder / f"filter-{self.told(part)}.npy"
        if not path.exists():
            np.save(path, left_in(self.clips, self.chosen(part), self.rows, self.picked, self.frozen(), len(self.images)))
        return np.load(path)

    def tune(self, name: str, part: int | str) -> None:
        weights, log = self.path("pt", name, part), self.path("csv", name, part)
        if weights.exists():
            return
        net = finetune(
            pretrained(name, self.options.pretrained), self.clips, self.chosen(part), self.views, self.kept_views(name), self.recipe(name),
            kept_images=self.left_in(part), seed=self.options.seed * 1000, device=self.workers.device, log=log,
            say=lambda text: self.workers.say(f"{weights.stem}: {text}"),
        )
        torch.save(net.cpu().state_dict(), weights.with_suffix(".part"))
        weights.with_suffix(".part").rename(weights)
        plot_losses(log)

    def work(self, name: str, part: int | str) -> None:
        """Fine-tunes where that is due, then takes the features of all chosen frames."""
        features = self.path("npy", name, part)
        if features.exists():
            return
        if self.tuned(name):
            self.tune(name, part)
        self.workers.say(f"{features.stem}: features of {len(self.picked)} frames")
        net = deployed(self.network(name, part))
        # What is shipped is taken from whole images; the folds' stems are the same and kept.
        exact = part == FINAL
        found = features_of(net, self.images[self.picked], self.workers.device) if exact else tail_features(net, self.kept_plain(name), self.workers.device)
        np.save(features.with_suffix(".part.npy"), found)
        features.with_suffix(".part.npy").rename(features)

    def prepare(self) -> None:
        """The stems, which all parts share: made by one process before the work is shared out."""
        if self.workers.rank == 0:
            for name in self.options.tune:
                self.kept_views(name), self.kept_plain(name)
            if self.options.filter:
                self.frozen()
        self.workers.wait()

    def tasks(self) -> list[tuple[str, int]]:
        return [(name, part) for name in self.names for part in ([*range(self.options.folds), FINAL] if self.tuned(name) else [FINAL])]

    def features(self, part: int | str, names: tuple[str, ...] | None = None) -> np.ndarray:
        """Rows x channels, of networks that were trained on `part`."""
        return np.concatenate([np.load(self.path("npy", name, part)) for name in names or self.names], 1)
