"""Fine-tunes a whole backbone as a classifier of frames and of clips, with auxiliary targets; normalisation statistics stay as they were pre-trained.

Tried against the tails that ship (finetune.py) and not better: `whole_study.py` prints the comparison.
"""
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .backbones import Backbone
from .dataset import TARGETS, Clip
from .finetune import AVERAGING, DROPOUT, LABEL_SMOOTHING, TARGET_WEIGHTS, WARM_UP, balance_of
from .whole_views import CHANCES, Normalised, viewer

MASKS = 256  # of the dropout
FIRST, SECOND, TINY, SHRINKING = 0.9, 0.999, 1e-8, 0.01  # AdamW


@dataclass(frozen=True)
class Recipe:
    rate: float  # of the last stage
    epochs: int  # each sees every real clip once
    decay: float = 0.8  # of the rate from stage to stage downwards
    frozen: int = 0  # stages at the bottom that stay as pre-trained
    clips: int = 9  # real clips a step
    phantoms: int = 3
    frames: int = 4  # of each
    together: float = 0.5  # share of the loss that judges a clip by its frames together
    mix: float = 0.0  # parameter of the beta distribution by which clips are mixed; 0: not
    strength: float = 1.0  # of the training views
    half: bool = False  # 16-bit (bfloat) convolutions, where the processor has them


@dataclass(frozen=True)
class Drawn:
    """What every step of a training sees, drawn beforehand: steps x (clips x frames), steps x clips."""

    images: np.ndarray
    clips: np.ndarray
    partner: np.ndarray  # of each clip of the step, the one it is mixed with
    share: np.ndarray  # of the clip itself in the mixture


def drawn(clips: list[Clip], chosen: np.ndarray, recipe: Recipe, usable: np.ndarray | None, random: np.random.Generator) -> Drawn:
    """Every real clip once an epoch, phantoms beside them in turn; frames at random among those that were left in."""
    own = [i for i in chosen if clips[i].simulated]
    real = [i for i in chosen if not clips[i].simulated] or own
    beside = recipe.phantoms if own else 0
    steps = max(1, recipe.epochs * len(real) // recipe.clips)

    def turns(members: list[int], each: int) -> np.ndarray:
        rounds = math.ceil(steps * each / max(1, len(members)))
        return np.concatenate([random.permutation(members) for _ in range(rounds)] or [np.zeros(0, int)])[: steps * each].reshape(steps, each).astype(int)

    both = np.concatenate([turns(real, recipe.clips), turns(own, beside)], 1)
    frames = {}
    for i in {*real, *own}:
        mine = np.arange(clips[i].first, clips[i].first + clips[i].count)
        frames[i] = mine[usable[mine]] if usable is not None and usable[mine].any() else mine
    images = np.stack([np.concatenate([random.choice(frames[i], recipe.frames, replace=len(frames[i]) < recipe.frames) for i in step]) for step in both])
    partner = np.stack([random.permutation(both.shape[1]) for _ in range(steps)])
    share = random.beta(recipe.mix, recipe.mix, both.shape) if recipe.mix else np.ones(both.shape)
    return Drawn(images, both, partner, np.maximum(share, 1 - share))


class Weights:
    """All trained parameters in one vector (and the networks' own as views of it), so that a step of AdamW and of the moving average is a handful of operations."""

    def __init__(self, parts: list[tuple[nn.Parameter, float, float]]):
        """Parameter, rate, weight decay."""
        self.parameters = [parameter for parameter, *_ in parts]
        flat = lambda value: torch.cat([torch.full((p.numel(),), value(*rest)) for p, *rest in parts]).to(self.parameters[0].device)
        self.rate, self.shrink = flat(lambda rate, _: rate), flat(lambda rate, decay: rate * decay)
        self.now = self.joined([parameter.data for parameter in self.parameters])
        self.first, self.second, self.average, self.before = torch.zeros_like(self.now), torch.zeros_like(self.now), self.now.clone(), self.now.clone()
        start = 0
        for parameter in self.parameters:
            part = self.now[start : start + parameter.numel()]
            shape = parameter.shape
            parameter.data = part.view(shape[0], *shape[2:], shape[1]).permute(0, 3, 1, 2) if parameter.ndim == 4 else part.view(shape)
            start += parameter.numel()

    @staticmethod
    def joined(tensors) -> torch.Tensor:
        return torch.cat([(t.permute(0, 2, 3, 1) if t.ndim == 4 else t).reshape(-1) for t in tensors]).float()

    def step(self, gradients, scale: torch.Tensor, corrected: torch.Tensor, kept: torch.Tensor) -> None:
        """`scale`: of all rates; `corrected`: what the young moments are divided by, first and second; `kept`: of the average."""
        g = self.joined(gradients)
        self.first.lerp_(g, 1 - FIRST)
        self.second.mul_(SECOND).addcmul_(g, g, value=1 - SECOND)
        moved = self.first / corrected[0] / ((self.second / corrected[1]).sqrt() + TINY)
        self.now.sub_(scale * (self.rate * moved + self.shrink * self.now))
        self.average.add_((self.now - self.average) * (1 - kept))

    def restart(self) -> None:
        self.now.copy_(self.before), self.average.copy_(self.before), self.first.zero_(), self.second.zero_()

    def settle(self) -> None:
        """The moving average takes the weights' place."""
        self.now.copy_(self.average)


class Training:
    """One network on its way: `step()` is one step of it, of fixed shapes and without a look at any value, so that a CUDA graph can record it."""

    def __init__(self, net: Backbone, images: torch.Tensor, clips: list[Clip], chosen: np.ndarray, recipe: Recipe, *, usable: np.ndarray | None = None, seed: int = 0):
        device = images.device
        random, self.recipe, self.images, self.net = np.random.default_rng(seed), recipe, images, net.to(device, memory_format=torch.channels_last).eval()
        torch.manual_seed(seed)
        self.head = nn.Linear(net.channels, len(TARGETS))
        nn.init.normal_(self.head.weight, std=0.01), nn.init.zeros_(self.head.bias)
        self.head.to(device)
        self.weights = Weights(self._parts())
        plan = drawn(clips, chosen, recipe, usable, random)
        self.steps, labels = len(plan.images), np.stack([clip.labels for clip in clips])
        put = lambda values, kind=torch.float32: torch.from_numpy(np.ascontiguousarray(values)).to(device, kind)
        count = plan.images.shape[1]
        self.plan = {
            "images": put(plan.images, torch.int64), "labels": put(labels[plan.clips]), "partner": put(plan.partner, torch.int64), "share": put(plan.share),
            "chance": torch.rand(self.steps, count, CHANCES, generator=torch.Generator().manual_seed(seed)).to(device),
            "masks": put(random.integers(0, MASKS, (self.steps, count)), torch.int64), "rates": put(self._schedule()),
        }
        self.masks = ((torch.rand(MASKS, net.channels, generator=torch.Generator().manual_seed(seed + 1)) > DROPOUT).float() / (1 - DROPOUT)).to(device)
        self.views, self.normalise = viewer(net.side, recipe.strength, seed, device), Normalised(device)
        self.balance, self.target_weights = balance_of(labels[chosen]).to(device), torch.tensor(TARGET_WEIGHTS, device=device)
        self.at, self.losses = torch.zeros(1, dtype=torch.int64, device=device), torch.zeros(self.steps, device=device)

    def _parts(self) -> list[tuple[nn.Parameter, float, float]]:
        recipe, last, parts = self.recipe, self.net.stages - 1, []
        for name, parameter in self.net.named_parameters():
            stage = self.net.stage(name)
            parameter.requires_grad_(stage >= recipe.frozen)
            if stage >= recipe.frozen:
                rate = recipe.rate * recipe.decay ** (last - stage)
                parts.append((parameter, 10 * recipe.rate, 0.0) if name == "depth" else (parameter, rate, SHRINKING))
        return [*parts, *((parameter, max(5 * recipe.rate, 1e-3), SHRINKING) for parameter in self.head.parameters())]

    def _schedule(self) -> np.ndarray:
        """By step: share of the rates, corrections of both moments, share of the average that is kept."""
        step = np.arange(self.steps)
        scale = 0.5 * (1 + np.cos(math.pi * step / self.steps)) * np.minimum(1, (step + 1) / WARM_UP)
        return np.stack([scale, 1 - FIRST ** (step + 1), 1 - SECOND ** (step + 1), np.minimum(AVERAGING, (step + 1) / (step + 11))], 1)

    def _cost(self, logits: torch.Tensor, labels: torch.Tensor, share: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Weighted cross entropy over known labels, and its weights. Clips x frames x targets, clips x 1 x targets, clips x 1 x 1."""
        target = torch.nan_to_num(labels)
        smooth = target * (1 - LABEL_SMOOTHING) + LABEL_SMOOTHING / 2
        weight = share * (~torch.isnan(labels)) * self.target_weights * torch.where(target > 0.5, self.balance[1], self.balance[0])
        return (F.binary_cross_entropy_with_logits(logits, smooth.expand_as(logits), reduction="none") * weight).sum(), weight.expand_as(logits).sum()

    def _loss(self, logits: torch.Tensor, labels: torch.Tensor, partner: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
        together, recipe = logits.topk(max(1, self.recipe.frames // 2), 1).values.mean(1, keepdim=True), self.recipe
        loss = 0
        for z, part in ((logits, 1 - recipe.together), (together, recipe.together)):
            costs = [self._cost(z, labels[:, None], share[:, None, None])]
            if recipe.mix:
                costs.append(self._cost(z, labels[partner][:, None], 1 - share[:, None, None]))
            loss = loss + part * sum(cost for cost, _ in costs) / sum(weight for _, weight in costs)
        return loss

    def step(self) -> None:
        recipe, now = self.recipe, {key: values.index_select(0, self.at)[0] for key, values in self.plan.items()}
        with torch.no_grad():
            x = self.views(self.images.index_select(0, now["images"]), now["chance"])
            if recipe.mix:
                grouped, share = x.view(-1, recipe.frames, *x.shape[1:]), now["share"][:, None, None, None]
                x = (share * grouped + (1 - share) * grouped.index_select(0, now["partner"])).flatten(0, 1)
            x = self.normalise(x)
        with torch.autocast(x.device.type, dtype=torch.bfloat16, enabled=recipe.half, cache_enabled=False):
            maps = self.net.maps(x)
        features = maps.float().mean((2, 3)) * self.masks.index_select(0, now["masks"])
        loss = self._loss(self.head(features).view(-1, recipe.frames, len(TARGETS)), now["labels"], now["partner"], now["share"])
        gradients = torch.autograd.grad(loss, self.weights.parameters)
        with torch.no_grad():
            scale, first, second, kept = now["rates"].unbind()
            self.weights.step(gradients, scale, (first, second), kept)
            self.losses.index_copy_(0, self.at, loss.detach()[None])
            self.at.add_(1)

    def restart(self) -> None:
        self.weights.restart(), self.at.zero_()

    def recorded(self) -> Callable[[], None]:
        """`step`, recorded as a CUDA graph: hundreds of small kernels are then launched at once."""
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(min(3, self.steps)):
                self.step()
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.step()
        self.restart()
        return graph.replay

    def finished(self) -> tuple[Backbone, nn.Linear]:
        """The network with the moving average of its weights, and its classifier."""
        self.weights.settle()
        return self.net.eval().requires_grad_(False), self.head.requires_grad_(False)


def trained(training: Training, say=lambda text: None) -> tuple[Backbone, nn.Linear]:
    """Runs a training to its end; on a GPU as a recorded graph."""
    step = training.recorded() if training.images.is_cuda else training.step
    for at in range(training.steps):
        step()
        if at % 50 == 0:
            say(f"step {at + 1} of {training.steps}, loss {float(training.losses[at]):.4f}")
    return training.finished()
