"""Training views of whole-network fine-tuning, as a pure function of the images and of numbers drawn beforehand.

Nothing is drawn in here: the same code runs step by step on a processor and inside a recorded CUDA graph, and a training is repeated exactly.
"""
import math
from collections.abc import Callable

import torch
from torch.nn import functional as F

from .backbones import MEAN, STD

CHANCES = 40  # uniform numbers that one view uses up, at most
GRAINS = 192  # fields of noise to choose from


class Normalised:
    """N x H x W in 0..1 -> N x 3 x H x W as the backbones want it; its constants are on the device beforehand, as recording a CUDA graph wants them."""

    def __init__(self, device):
        self.mean = torch.tensor(MEAN, device=device).view(1, 3, 1, 1)
        self.std = torch.tensor(STD, device=device).view(1, 3, 1, 1)

    def __call__(self, gray: torch.Tensor) -> torch.Tensor:
        return ((gray[:, None] - self.mean) / self.std).contiguous(memory_format=torch.channels_last)


def grains(side: int, seed: int, device) -> torch.Tensor:
    """Fields of noise, GRAINS x side x side, unit variance before they were made coarse: every other one is speckle of two pixels, the rest of one."""
    random = torch.Generator().manual_seed(seed)
    coarse = F.interpolate(torch.randn(GRAINS // 2, 1, side // 2, side // 2, generator=random), size=(side, side), mode="bilinear", align_corners=False)[:, 0]
    fine = torch.randn(GRAINS // 2, side, side, generator=random)
    return torch.stack([coarse, fine], 1).flatten(0, 1).to(device)


class Chance:
    """Hands out the columns of a table of uniform numbers, N x CHANCES, as numbers of other ranges."""

    def __init__(self, table: torch.Tensor):
        self._columns, self._next = table, 0

    def __call__(self, low: float = 0.0, high: float = 1.0) -> torch.Tensor:
        """N numbers between."""
        self._next += 1
        return low + (high - low) * self._columns[:, self._next - 1]


def _grid(chance: Chance, n: int, side: int, strength: float) -> torch.Tensor:
    """Where each pixel of a view is taken from: about the whole image, turned, flipped, moved, stretched along depth and across the beams."""
    turn = chance(-7, 7) * (strength * math.pi / 180)
    flip = torch.sign(chance() - 0.5 + 1e-6)
    wide, deep = (1 + strength * chance(-0.2, 0.08) for _ in range(2))
    room_x, room_y = (1 - wide).abs() + 0.05 * strength, (1 - deep).abs() + 0.03 * strength
    move_x, move_y = chance(-1, 1) * room_x, chance(-1, 1) * room_y
    first = torch.stack([wide * flip * torch.cos(turn), -deep * torch.sin(turn), move_x], 1)
    second = torch.stack([wide * flip * torch.sin(turn), deep * torch.cos(turn), move_y], 1)
    return F.affine_grid(torch.stack([first, second], 1), (n, 1, side, side), align_corners=False)


def _gains(chance: Chance, along: torch.Tensor, strength: float) -> torch.Tensor:
    """N x len(along): a slow change of gain, as a time-gain control or uneven contact makes it."""
    waves = [chance(-1, 1)[:, None] * torch.cos(math.pi * k * along[None] + math.pi * 2 * chance()[:, None]) for k in (1, 2)]
    return torch.exp(strength * 0.22 * sum(waves))


def _cover(x: torch.Tensor, chance: Chance, along: torch.Tensor, strength: float) -> torch.Tensor:
    """Rib-like shadows in a third of the views; a lower corner covered in a third, so that burnt-in zone names teach nothing; a patch covered in some."""
    on = (chance() < 0.33).float()
    at, width, depth = chance(), 0.02 + chance(0, 0.12), chance(0, 0.7)
    x = x * (1 - (on * depth)[:, None] * torch.exp(-(((along[None] - at[:, None]) / width[:, None]) ** 2)))[:, None]
    corner, tall, broad = chance(), chance(0.05, 0.22), chance(0.05, 0.22)
    low = along[None] > 1 - tall[:, None]
    left, right = along[None] < broad[:, None], along[None] > 1 - broad[:, None]
    columns = (left & (corner < 0.165)[:, None]) | (right & ((corner >= 0.165) & (corner < 0.33))[:, None])
    patch, top, start, height, breadth = chance() < 0.25 * strength, chance(), chance(), chance(0.1, 0.35), chance(0.1, 0.3)
    within = lambda begin, size: (along[None] > begin[:, None]) & (along[None] < (begin + size)[:, None])
    hidden = (low[:, :, None] & columns[:, None]) | (patch[:, None, None] & within(top, height)[:, :, None] & within(start, breadth)[:, None])
    return torch.where(hidden, torch.zeros_like(x), x)


def viewer(side: int, strength: float, seed: int, device) -> Callable[[torch.Tensor, torch.Tensor], torch.Tensor]:
    """(uint8 N x 224 x 224, uniform numbers N x CHANCES) -> float 0..1, N x side x side. `strength` 1 is the plain amount."""
    noise, along = grains(side, seed, device), torch.linspace(0, 1, side, device=device)
    pick = lambda number, odd: noise[((number * (GRAINS // 2)).long().clamp(max=GRAINS // 2 - 1)) * 2 + odd]

    def views(images: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
        chance = Chance(table)
        level = lambda low, high: chance(low, high)[:, None, None]
        x = images.float()[:, None] / 255
        x = F.grid_sample(x, _grid(chance, len(images), side, strength), mode="bilinear", padding_mode="zeros", align_corners=False)[:, 0]
        x = x.clamp(1e-4, 1) ** torch.exp(strength * level(-0.37, 0.37)) * (1 + strength * level(-0.25, 0.25))
        x = x * _gains(chance, along, strength)[:, :, None] * _gains(chance, along, 0.6 * strength)[:, None]
        x = x + strength * level(0, 0.6) * (F.avg_pool2d(x[:, None], 3, 1, 1)[:, 0] - x)
        x = x * (1 + pick(chance(), 0) * strength * level(0, 0.25)) + pick(chance(), 1) * strength * level(0, 0.03)
        return _cover(x, chance, along, strength).clamp(0, 1)

    return views
