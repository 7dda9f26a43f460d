"""Activation ranges for quantisation, measured on training frames: clipped where that makes the mean squared error smallest."""
from dataclasses import dataclass

import numpy as np
import onnx
import torch

from .graph import Graph

KEPT = 2048  # values kept of a tensor and image
FACTORS = np.geomspace(0.25, 1, 28)  # of the largest value: candidate clipping points


@dataclass(frozen=True)
class Range:
    """Affine uint8 coding: value = scale * (code - zero)."""

    scale: float
    zero: int


class Observed:
    """Random values and extremes of every tensor, and the mean of every convolution's outputs by channel."""

    def __init__(self, model: onnx.ModelProto, batches: list[torch.Tensor], seed: int):
        self.values: dict[str, list[np.ndarray]] = {}
        self.means: dict[str, torch.Tensor] = {}
        self._random = np.random.default_rng(seed)
        self._convolutions = {node.output[0] for node in model.graph.node if node.op_type == "Conv"}
        graph = Graph(model)
        for frames in batches:
            graph.run(frames, self._see)
        for name in self.means:
            self.means[name] /= len(batches)

    def _see(self, name: str, tensor: torch.Tensor) -> None:
        if tensor.ndim != 4:
            return
        flat = tensor.flatten(1)
        picked = torch.from_numpy(self._random.integers(0, flat.shape[1], KEPT))
        found = np.concatenate([flat[:, picked].numpy().ravel(), [flat.min().item(), flat.max().item()]])
        self.values.setdefault(name, []).append(found.astype(np.float32))
        if name in self._convolutions:
            self.means[name] = self.means.get(name, 0) + tensor.mean((0, 2, 3))

    def range_of(self, names: list[str]) -> Range:
        """One coding for tensors that share it. Values that are never negative get zero as their zero point: only then does the runtime fuse the rectifier."""
        values = np.concatenate([v for name in names for v in self.values[name]])
        low, high = min(0.0, float(values.min())), max(1e-6, float(values.max()))
        best = (np.inf, Range(high / 255, 0))
        for factor in FACTORS:
            scale = float(np.float32((high - low) * factor / 255))
            zero = int(round(-low * factor / scale))
            coded = np.clip(np.round(values / scale) + zero, 0, 255)
            error = float(np.mean((scale * (coded - zero) - values) ** 2))
            if error < best[0]:
                best = (error, Range(scale, zero))
        return best[1]
