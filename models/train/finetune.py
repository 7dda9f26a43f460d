"""Fine-tunes one backbone as a frame classifier with auxiliary heads; normalisation statistics stay as they were pre-trained."""
import copy
import csv
import math
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .augment import normalise, views
from .dataset import TARGETS, Clip

# "IS present" leads; the others keep the features honest where it is unknown.
TARGET_WEIGHTS = (1.0, 1.0, 0.25, 0.5, 0.5, 0.5)
LABEL_SMOOTHING = 0.1
BATCH = 16
FRAMES_PER_CLIP = 2
WARM_UP = 20
AVERAGING = 0.98  # exponential moving average of the weights, per step


def _loss(logits: torch.Tensor, labels: torch.Tensor, balance: torch.Tensor) -> torch.Tensor:
    """Mean cross entropy over known labels; `balance` holds each target's weights of the negative and the positive class."""
    known = ~torch.isnan(labels)
    target = torch.nan_to_num(labels)
    smooth = target * (1 - LABEL_SMOOTHING) + LABEL_SMOOTHING / 2
    loss = F.binary_cross_entropy_with_logits(logits, smooth, reduction="none")
    weight = known * torch.tensor(TARGET_WEIGHTS, device=logits.device) * torch.where(target > 0.5, balance[1], balance[0])
    return (loss * weight).sum() / weight.sum()


def _balance(clips: list[Clip]) -> torch.Tensor:
    share = np.nanmean(np.stack([clip.labels for clip in clips]), 0).clip(0.1, 0.9)
    return torch.tensor(np.stack([0.5 / (1 - share), 0.5 / share]), dtype=torch.float32)


def _drawn_frames(clips: list[Clip], random: np.random.Generator) -> list[tuple[int, int]]:
    """(clip, image) pairs of one epoch, shuffled; phantoms count once, real clips several times."""
    pairs = []
    for i, clip in enumerate(clips):
        wanted = 1 if clip.simulated else FRAMES_PER_CLIP
        picked = random.choice(clip.count, wanted, replace=clip.count < wanted)
        pairs += [(i, clip.first + int(j)) for j in picked]
    return [pairs[i] for i in random.permutation(len(pairs))]


def finetune(net: nn.Module, clips: list[Clip], images: np.ndarray, *, rate: float, epochs: int, size: int, seed: int, device: str, log: Path, say) -> nn.Module:
    """Returns the fine-tuned network (moving average of its weights). Writes one CSV line an epoch."""
    torch.manual_seed(seed)
    random, draws = torch.Generator().manual_seed(seed), np.random.default_rng(seed)
    net = net.to(device, memory_format=torch.channels_last)
    for parameter in net.features[: net.frozen_stages].parameters():
        parameter.requires_grad_(False)
    head = nn.Linear(net.channels, len(TARGETS)).to(device)
    nn.init.normal_(head.weight, std=0.01)
    nn.init.zeros_(head.bias)
    trained = [p for p in net.features.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": trained, "lr": rate}, {"params": head.parameters(), "lr": max(5 * rate, 1e-3)}], weight_decay=0.01)
    rates = [group["lr"] for group in optimiser.param_groups]
    balance = _balance(clips).to(device)
    labels = torch.tensor(np.stack([clip.labels for clip in clips]))
    average = copy.deepcopy(net)
    steps_an_epoch = len(_drawn_frames(clips, np.random.default_rng(0))) // BATCH
    steps, step = epochs * steps_an_epoch, 0
    with open(log, "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["epoch", "loss", "rate"])
        for epoch in range(epochs):
            pairs, losses = _drawn_frames(clips, draws), []
            for start in range(0, steps_an_epoch * BATCH, BATCH):
                batch = pairs[start : start + BATCH]
                scale = 0.5 * (1 + math.cos(math.pi * step / steps)) * min(1, (step + 1) / WARM_UP)
                for group, rate_ in zip(optimiser.param_groups, rates):
                    group["lr"] = rate_ * scale
                x = normalise(views(torch.from_numpy(images[[image for _, image in batch]]), size, random)).to(device)
                features = F.dropout(net.maps(x).mean((2, 3)), 0.3)
                loss = _loss(head(features), labels[[clip for clip, _ in batch]].to(device), balance)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                losses.append(loss.item())
                step += 1
                with torch.no_grad():
                    keep = min(AVERAGING, step / (step + 10))
                    for mean, value in zip(average.parameters(), net.parameters()):
                        mean.lerp_(value, 1 - keep)
            rows.writerow([epoch, f"{np.mean(losses):.5f}", f"{optimiser.param_groups[0]['lr']:.2e}"])
            file.flush()
            say(f"epoch {epoch + 1} of {epochs}, loss {np.mean(losses):.4f}")
    return average.eval()


@torch.no_grad()
def features_of(net: nn.Module, images: np.ndarray, device: str, batch: int = 16) -> np.ndarray:
    """Global-average-pooled features at full input size, N x C float32."""
    net = net.to(device, memory_format=torch.channels_last)
    parts = []
    for start in range(0, len(images), batch):
        gray = torch.from_numpy(images[start : start + batch]).to(device).float() / 255
        parts.append(net.maps(normalise(gray)).mean((2, 3)).cpu().numpy())
    return np.concatenate(parts)
