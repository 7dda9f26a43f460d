"""A small interpreter of the exported ONNX graphs on PyTorch: measures activation ranges, and emulates the quantised graph with another runtime than the app's."""
from collections.abc import Callable

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional as F


def attributes(node: onnx.NodeProto) -> dict:
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def _conv(x, w, b=None, *, strides=(1, 1), pads=(0, 0, 0, 0), dilations=(1, 1), group=1, **_):
    if pads[:2] != pads[2:]:
        x, pads = F.pad(x, (pads[1], pads[3], pads[0], pads[2])), (0, 0)
    return F.conv2d(x, w, b, tuple(strides), tuple(pads[:2]), tuple(dilations), group)


def _max_pool(x, *, kernel_shape, strides=(1, 1), pads=(0, 0, 0, 0), ceil_mode=0, **_):
    x = F.pad(x, (pads[1], pads[3], pads[0], pads[2]), value=-torch.inf)
    return F.max_pool2d(x, tuple(kernel_shape), tuple(strides), ceil_mode=bool(ceil_mode))


def _normalise(x, scale, bias, mean, var, *, epsilon=1e-5, **_):
    factor = scale / torch.sqrt(var + epsilon)
    return x * factor.view(1, -1, 1, 1) + (bias - mean * factor).view(1, -1, 1, 1)


def _resize(x, scales, **_):
    """Bilinear, half-pixel centres: the only kind that the backbones export."""
    size = [round(float(scale) * side) for scale, side in zip(scales[2:], x.shape[2:])]
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)


def _along(values: torch.Tensor, x: torch.Tensor, axis: int) -> torch.Tensor:
    return values if values.ndim == 0 else values.view([-1 if d == axis else 1 for d in range(x.ndim)])


def _quantise(x, scale, zero, *, axis=1, **_):
    low, high = (0, 255) if zero.dtype == torch.uint8 else (-128, 127)
    # Halves go to the even neighbour, as in ONNX Runtime.
    return (torch.round(x / _along(scale, x, axis)) + _along(zero, x, axis)).clamp(low, high)


def _dequantise(x, scale, zero, *, axis=1, **_):
    return (x.to(scale.dtype) - _along(zero, x, axis)) * _along(scale, x, axis)


def _pool_all(x, **_):
    return x.mean((2, 3), keepdim=True)


OPERATORS: dict[str, Callable] = {
    "Conv": _conv, "Relu": lambda x, **_: torch.relu(x), "MaxPool": _max_pool, "BatchNormalization": _normalise,
    "Add": lambda a, b, **_: a + b, "Mul": lambda a, b, **_: a * b, "Concat": lambda *x, axis: torch.cat(x, axis),
    "ReduceMean": lambda x, *, axes, keepdims=1: x.mean(tuple(axes), keepdim=bool(keepdims)), "GlobalAveragePool": _pool_all,
    "Flatten": lambda x, **_: x.flatten(1), "Cast": lambda x, **_: x, "Identity": lambda x, **_: x,
    "Resize": _resize, "QuantizeLinear": _quantise, "DequantizeLinear": _dequantise,
}


class Graph:
    """An ONNX model to be run on PyTorch in the given precision (float64 repeats the integer kernels' sums exactly).

    With a `jitter` every value is changed by about that share of itself before it is coded, so that rounding ties fall as on another machine.
    """

    def __init__(self, model: onnx.ModelProto, precision: torch.dtype = torch.float32, jitter: float = 0.0, seed: int = 0):
        self.model, self.precision, self.jitter = model, precision, jitter
        self._random = torch.Generator().manual_seed(seed)
        self.constants = {i.name: self._constant(numpy_helper.to_array(i)) for i in model.graph.initializer}
        self.outputs = [o.name for o in model.graph.output]
        self._last_use = {name: at for at, node in enumerate(model.graph.node) for name in node.input}

    def _constant(self, values: np.ndarray) -> torch.Tensor:
        found = torch.from_numpy(np.array(values))
        return found.to(self.precision) if found.is_floating_point() else found

    @torch.no_grad()
    def run(self, frames: torch.Tensor, watch: Callable[[str, torch.Tensor], None] | None = None) -> dict[str, torch.Tensor]:
        """Outputs by name; `watch` sees every tensor that a node gives."""
        values = {**self.constants, self.model.graph.input[0].name: frames.to(self.precision)}
        for at, node in enumerate(self.model.graph.node):
            inputs = [values[name] for name in node.input if name]
            if self.jitter and node.op_type == "QuantizeLinear":
                inputs[0] = inputs[0] * (1 + self.jitter * torch.randn(inputs[0].shape, generator=self._random, dtype=self.precision))
            found = OPERATORS[node.op_type](*inputs, **attributes(node))
            values[node.output[0]] = found
            if watch is not None:
                watch(node.output[0], found)
            for name in set(node.input):
                if self._last_use[name] == at and name not in self.outputs and name not in self.constants:
                    values.pop(name, None)
        return {name: values[name] for name in self.outputs}
