"""Stem activations, computed once: the frozen early layers need not run again in every epoch, fold and experiment.

A stem is the same for all folds (it stays as pre-trained), so its output for a fixed set of augmented views of every clip is kept on disk as 16-bit floats,
N x H x W x C, and fine-tuning runs the tails alone.
"""
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .augment import normalise, views
from .backbones import Backbone
from .dataset import Clip

BATCH = 32


@dataclass(frozen=True)
class Views:
    """Augmented views of many clips' frames: which clip and image each is of."""

    clip: np.ndarray
    image: np.ndarray

    def of_clip(self, i: int) -> np.ndarray:
        return np.flatnonzero(self.clip == i)


def planned(clips: list[Clip], frames: int, views_each: int) -> Views:
    """`frames` evenly spaced frames of a real clip, `views_each` views of each; one view of every frame of a phantom, which needs no variety but its own."""
    clip, image = [], []
    for i, c in enumerate(clips):
        chosen = evenly(c, c.count if c.simulated else frames)
        repeated = np.repeat(chosen, 1 if c.simulated else views_each)
        clip.append(np.full(len(repeated), i))
        image.append(repeated)
    return Views(np.concatenate(clip), np.concatenate(image))


def evenly(clip: Clip, wanted: int) -> np.ndarray:
    """Images of at most `wanted` evenly spaced frames of a clip."""
    return np.unique(np.linspace(0, clip.count - 1, min(wanted, clip.count)).round().astype(int)) + clip.first


@torch.no_grad()
def stems(net: Backbone, images: np.ndarray, rows: np.ndarray, path: Path, *, seed: int | None, device: str, half: bool, say) -> np.ndarray:
    """Stem output of the images `rows`, as they are (`seed` None) or as augmented views; N x H x W x C, read from `path` where it exists."""
    if path.exists():
        return np.load(path, mmap_mode="r")
    net = net.to(device, memory_format=torch.channels_last).eval()
    random, kept = (None if seed is None else torch.Generator().manual_seed(seed)), None
    part = path.with_suffix(".part.npy")
    for start in range(0, len(rows), BATCH):
        gray = torch.from_numpy(images[rows[start : start + BATCH]])
        gray = gray.float() / 255 if random is None else views(gray, net.side, random)
        with torch.autocast(device.split(":")[0], dtype=torch.bfloat16, enabled=half):
            found = net.stem(net.resampled(normalise(gray.to(device))))
        found = found.permute(0, 2, 3, 1).float().half().cpu().numpy()
        if kept is None:
            kept = np.lib.format.open_memmap(part, "w+", np.float16, (len(rows), *found.shape[1:]))
        kept[start : start + len(found)] = found
        if start // BATCH % 50 == 0:
            say(f"stem of {start + len(found)} of {len(rows)} views")
    kept.flush()
    part.rename(path)
    return np.load(path, mmap_mode="r")


def batch_of(kept: np.ndarray, rows: np.ndarray, device: str) -> torch.Tensor:
    """Stem activations as the tail takes them, N x C x H x W."""
    return torch.from_numpy(np.ascontiguousarray(kept[rows])).to(device).float().permute(0, 3, 1, 2)
