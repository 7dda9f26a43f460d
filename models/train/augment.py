"""Training views of unwrapped input images (rows depth, columns beams): crops, flips, gray-level changes, speckle, noise, shadows, covered corners."""
import math

import torch
from torch.nn import functional as F

from .backbones import MEAN, STD


def normalise(gray: torch.Tensor) -> torch.Tensor:
    """N x H x W in 0..1 -> N x 3 x H x W as the backbones want it."""
    mean = torch.tensor(MEAN, device=gray.device).view(1, 3, 1, 1)
    std = torch.tensor(STD, device=gray.device).view(1, 3, 1, 1)
    return ((gray[:, None] - mean) / std).contiguous(memory_format=torch.channels_last)


def _uniform(random: torch.Generator, n: int, low: float, high: float) -> torch.Tensor:
    return low + (high - low) * torch.rand(n, generator=random)


def views(images: torch.Tensor, size: int, random: torch.Generator) -> torch.Tensor:
    """uint8 N x 224 x 224 -> float 0..1 N x size x size: about the whole image (80 to 108% of each side), as the network sees it in use."""
    n = len(images)
    x = images.float()[:, None] / 255
    turn = _uniform(random, n, -7, 7) * math.pi / 180
    flip = torch.where(torch.rand(n, generator=random) < 0.5, -1.0, 1.0)
    wide, deep = _uniform(random, n, 0.8, 1.08), _uniform(random, n, 0.8, 1.08)
    room_x, room_y = (1 - wide).abs() + 0.05, (1 - deep).abs() + 0.03
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = wide * flip * torch.cos(turn), -deep * torch.sin(turn)
    theta[:, 1, 0], theta[:, 1, 1] = wide * flip * torch.sin(turn), deep * torch.cos(turn)
    theta[:, 0, 2], theta[:, 1, 2] = _uniform(random, n, -1, 1) * room_x, _uniform(random, n, -1, 1) * room_y
    grid = F.affine_grid(theta, (n, 1, size, size), align_corners=False)
    x = F.grid_sample(x, grid, mode="bilinear", padding_mode="zeros", align_corners=False)[:, 0]
    level = lambda low, high: _uniform(random, n, low, high).view(n, 1, 1)
    x = x.clamp(0, 1) ** level(0.7, 1.45) * level(0.75, 1.25)
    grains = torch.randn(n, 1, size // 2, size // 2, generator=random)
    grains = F.interpolate(grains, size=(size, size), mode="bilinear", align_corners=False)[:, 0]
    x = x * (1 + grains * level(0.0, 0.25)) + torch.randn(x.shape, generator=random) * level(0.0, 0.03)
    return _cover(x, random).clamp(0, 1)


def _cover(x: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    """Rib-like shadows in a third of the views; a lower corner covered in a third, so that burnt-in zone names teach nothing."""
    n, size = len(x), x.shape[-1]
    columns = torch.linspace(0, 1, size)
    for i in range(n):
        shadow, corner = torch.rand(2, generator=random).tolist()
        if shadow < 0.33:
            at, width, strength = (_uniform(random, 3, 0, 1) * torch.tensor([1.0, 0.12, 0.7])).tolist()
            x[i] *= 1 - strength * torch.exp(-(((columns - at) / (0.02 + width)) ** 2))
        if corner < 0.33:
            height, width = (_uniform(random, 2, 0.05, 0.22) * size).int().tolist()
            columns_covered = slice(0, width) if corner < 0.165 else slice(size - width, size)
            x[i, size - height :, columns_covered] = 0
    return x
