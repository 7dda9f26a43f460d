"""Fine-tunes the tail of one backbone as a frame classifier with auxiliary targets; normalisation statistics stay as they were pre-trained."""
import copy
import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .augment import normalise
from .backbones import Backbone
from .dataset import TARGETS, Clip
from .stems import Views, batch_of

# "IS present" and B-lines lead; the others keep the features honest where those are unknown or doubtful.
TARGET_WEIGHTS = (1.0, 1.0, 0.25, 0.5, 0.5, 0.5)
LABEL_SMOOTHING = 0.1
BATCH = 16
VIEWS_PER_CLIP = 2  # of a real clip, an epoch; a phantom is seen once
WARM_UP = 20
AVERAGING = 0.98  # exponential moving average of the weights, per step
DROPOUT = 0.3


@dataclass(frozen=True)
class Recipe:
    rate: float
    epochs: int
    half: bool = False  # 16-bit (bfloat) convolutions, where the processor has them
    weigh_rows: bool = True


def loss_of(logits: torch.Tensor, labels: torch.Tensor, balance: torch.Tensor) -> torch.Tensor:
    """Mean cross entropy over known labels; `balance` holds each target's weights of the negative and the positive class."""
    known = ~torch.isnan(labels)
    target = torch.nan_to_num(labels)
    smooth = target * (1 - LABEL_SMOOTHING) + LABEL_SMOOTHING / 2
    loss = F.binary_cross_entropy_with_logits(logits, smooth, reduction="none")
    weight = known * torch.tensor(TARGET_WEIGHTS, device=logits.device) * torch.where(target > 0.5, balance[1], balance[0])
    return (loss * weight).sum() / weight.sum()


def balance_of(labels: np.ndarray) -> torch.Tensor:
    with np.errstate(invalid="ignore"):
        share = np.nan_to_num(np.nanmean(labels, 0), nan=0.5).clip(0.1, 0.9)
    return torch.tensor(np.stack([0.5 / (1 - share), 0.5 / share]), dtype=torch.float32)


class Drawing:
    """Draws the views of an epoch: a few of every clip, of its frames that were not filtered out."""

    def __init__(self, clips: list[Clip], chosen: np.ndarray, views: Views, kept_images: np.ndarray | None, seed: int):
        self.random = np.random.default_rng(seed)
        usable = np.ones(len(views.clip), bool) if kept_images is None else kept_images[views.image]
        order = np.argsort(views.clip, kind="stable")
        ends = np.cumsum(np.bincount(views.clip, minlength=len(clips)))
        self.views = []
        for i in chosen:
            mine = order[ends[i - 1] if i else 0 : ends[i]]
            mine = mine[usable[mine]] if usable[mine].any() else mine
            self.views.append((mine, 1 if clips[i].simulated else VIEWS_PER_CLIP))

    def epoch(self) -> np.ndarray:
        return self.random.permutation(np.concatenate([self.random.choice(mine, wanted, replace=len(mine) < wanted) for mine, wanted in self.views]))


def _optimiser(net: Backbone, head: nn.Linear, recipe: Recipe) -> torch.optim.Optimizer:
    for parameter in net.parameters():
        parameter.requires_grad_(False)
    tail = net.tail_parameters()
    for parameter in tail:
        parameter.requires_grad_(True)
    net.depth.requires_grad_(recipe.weigh_rows)
    groups = [{"params": tail, "lr": recipe.rate, "weight_decay": 0.01}, {"params": list(head.parameters()), "lr": max(5 * recipe.rate, 1e-3), "weight_decay": 0.01}]
    if recipe.weigh_rows:
        groups.append({"params": [net.depth], "lr": 10 * recipe.rate, "weight_decay": 0.0})
    return torch.optim.AdamW(groups)


def _new_head(width: int) -> nn.Linear:
    head = nn.Linear(width, len(TARGETS))
    nn.init.normal_(head.weight, std=0.01)
    nn.init.zeros_(head.bias)
    return head


def finetune(
    net: Backbone, clips: list[Clip], chosen: np.ndarray, views: Views, kept: np.ndarray, recipe: Recipe, *,
    kept_images: np.ndarray | None = None, seed: int, device: str, log: Path, say,
) -> Backbone:
    """Trains on the clips `chosen` and returns the network with the moving average of its weights. `kept` holds the stem's output of every view.

    Writes one CSV line an epoch. `kept_images` (one a frame image) says which frames data filtering left in.
    """
    torch.manual_seed(seed)
    drawing = Drawing(clips, chosen, views, kept_images, seed)
    net = net.to(device, memory_format=torch.channels_last).eval()
    head = _new_head(net.channels).to(device)
    optimiser = _optimiser(net, head, recipe)
    rates = [group["lr"] for group in optimiser.param_groups]
    labels = np.stack([clip.labels for clip in clips])
    balance, truth = balance_of(labels[chosen]).to(device), torch.tensor(labels)
    average = copy.deepcopy(net)
    moving = [(mean, value) for mean, value in zip(average.parameters(), net.parameters()) if value.requires_grad]
    steps_an_epoch = max(1, len(drawing.epoch()) // BATCH)
    steps, step = recipe.epochs * steps_an_epoch, 0
    with open(log, "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["epoch", "loss", "rate"])
        for epoch in range(recipe.epochs):
            order, losses = drawing.epoch(), []
            for start in range(0, steps_an_epoch * BATCH, BATCH):
                batch = order[start : start + BATCH]
                scale = 0.5 * (1 + math.cos(math.pi * step / steps)) * min(1, (step + 1) / WARM_UP)
                for group, rate in zip(optimiser.param_groups, rates):
                    group["lr"] = rate * scale
                with torch.autocast(device.split(":")[0], dtype=torch.bfloat16, enabled=recipe.half):
                    maps = net.tail(batch_of(kept, batch, device))
                loss = loss_of(head(F.dropout(maps.float().mean((2, 3)), DROPOUT)), truth[views.clip[batch]].to(device), balance)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                losses.append(loss.item())
                step += 1
                with torch.no_grad():
                    keep = min(AVERAGING, step / (step + 10))
                    for mean, value in moving:
                        mean.lerp_(value, 1 - keep)
            rows.writerow([epoch + 1, f"{np.mean(losses):.5f}", f"{optimiser.param_groups[0]['lr']:.2e}"])
            file.flush()
            say(f"epoch {epoch + 1} of {recipe.epochs}, loss {np.mean(losses):.4f}")
    return average.eval()


@torch.no_grad()
def tail_features(net: Backbone, kept: np.ndarray, device: str, batch: int = 32) -> np.ndarray:
    """Globally average-pooled features of images whose stem output is kept, N x C float32."""
    net = net.to(device, memory_format=torch.channels_last)
    rows = np.arange(len(kept))
    return np.concatenate([net.tail(batch_of(kept, rows[start : start + batch], device)).mean((2, 3)).cpu().numpy() for start in range(0, len(rows), batch)])


@torch.no_grad()
def features_of(net: Backbone, images: np.ndarray, device: str, batch: int = 16) -> np.ndarray:
    """Globally average-pooled features of input images, N x C float32."""
    net = net.to(device, memory_format=torch.channels_last)
    parts = []
    for start in range(0, len(images), batch):
        gray = torch.from_numpy(images[start : start + batch]).to(device).float() / 255
        parts.append(net.maps(normalise(gray)).mean((2, 3)).cpu().numpy())
    return np.concatenate(parts)
