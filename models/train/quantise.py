"""The int8 variant of an exported extractor: a QDQ graph that ONNX Runtime fuses into integer kernels, written here node by node.

Weights: symmetric, by output channel, 7 bits, because processors without VNNI add pairs of products in 16 bits, which 8-bit weights overflow.
Activations: uint8, zero point 0 after a rectifier. Pooling of the features stays in float, so that a feature is still exactly its map's mean.
"""
import copy

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .graph import Graph
from .ranges import Observed, Range

WEIGHT_LIMIT = 63
CODED = ("Conv", "Add", "MaxPool", "Concat", "BatchNormalization", "Mul")  # operators whose inputs are coded; all others work on the decoded floats
SAME = ("MaxPool", "Concat")  # outputs have the coding of the inputs


def _inside(model: onnx.ModelProto, maps: list[str]) -> set[str]:
    """Outputs of all nodes that these maps are computed from."""
    producers = {output: node for node in model.graph.node for output in node.output}
    found, open_ = set(), list(maps)
    while open_:
        name = open_.pop()
        if name in producers and name not in found:
            found.add(name)
            open_ += producers[name].input
    return found


def _shared(nodes: list[onnx.NodeProto], constants: set[str]) -> dict[str, list[str]]:
    """For every tensor those that must have its coding: what goes through poolings and concatenations."""
    groups: dict[str, set[str]] = {}
    for node in nodes:
        if node.op_type in SAME:
            joined = set().union(*(groups.get(name, {name}) for name in [*node.input, *node.output] if name not in constants))
            for name in joined:
                groups[name] = joined
    return {name: sorted(members) for name, members in groups.items()}


def _weight_scales(weights: np.ndarray, inputs: float, bias: np.ndarray | None) -> np.ndarray:
    """Scale of each output channel: clipped for the smallest squared error, and large enough for the bias to fit into 32 bits."""
    flat = weights.reshape(len(weights), -1)
    top = np.maximum(np.abs(flat).max(1), 1e-8) / WEIGHT_LIMIT
    error = lambda s: ((np.clip(np.round(flat / s[:, None]), -WEIGHT_LIMIT, WEIGHT_LIMIT) * s[:, None] - flat) ** 2).sum(1)
    tried = [top * factor for factor in np.linspace(0.7, 1, 13)]
    scales = np.array(tried)[np.argmin([error(s) for s in tried], 0), np.arange(len(top))]
    return scales if bias is None else np.maximum(scales, np.abs(bias) / (inputs * 2**29))


class _Writer:
    """Builds the QDQ graph; remembers each convolution's bias scale for the correction."""

    def __init__(self, model: onnx.ModelProto, inside: set[str], ranges: dict[str, Range]):
        self.nodes, self.constants, self.decoded = [], {i.name: i for i in model.graph.initializer}, {}
        self.inside, self.ranges, self.used = inside, ranges, {}
        self.outputs = {output.name for output in model.graph.output}
        self.frames = model.graph.input[0].name
        self.producers = {node.output[0]: node.op_type for node in model.graph.node}

    def _input(self, node: onnx.NodeProto, name: str) -> str:
        if node.op_type not in CODED or name in self.constants or (node.op_type == "BatchNormalization" and name == self.frames):
            return self.decoded.get(name, name) if name != self.frames else name
        return self.coded(name)

    def constant(self, name: str, values: np.ndarray) -> str:
        self.constants[name] = numpy_helper.from_array(values, name)
        return name

    def coded(self, name: str) -> str:
        """The tensor coded and decoded again; a map of the graph's outputs is such a tensor itself."""
        if name in self.decoded:
            return self.decoded[name]
        coding = self.ranges[name]
        raw, back = (name + "_float", name) if name in self.outputs else (name, name + "_decoded")
        scale = self.constant(name + "_scale", np.float32(coding.scale))
        zero = self.constant(name + "_zero", np.uint8(coding.zero))
        self.nodes.append(helper.make_node("QuantizeLinear", [raw, scale, zero], [name + "_coded"]))
        self.nodes.append(helper.make_node("DequantizeLinear", [name + "_coded", scale, zero], [back]))
        self.decoded[name] = back
        return back

    def convolution(self, node: onnx.NodeProto) -> None:
        inputs = self.coded(node.input[0])
        scale = self.ranges[node.input[0]].scale
        weights = numpy_helper.to_array(self.constants[node.input[1]]).astype(np.float64)
        bias = numpy_helper.to_array(self.constants[node.input[2]]).astype(np.float64) if len(node.input) > 2 else np.zeros(len(weights))
        scales = _weight_scales(weights, scale, bias).astype(np.float32)
        name = node.output[0] + "_weight"
        codes = np.clip(np.round(weights / scales[:, None, None, None]), -WEIGHT_LIMIT, WEIGHT_LIMIT).astype(np.int8)
        parts = [self.constant(name, codes), self.constant(name + "_scale", scales), self.constant(name + "_zero", np.zeros(len(scales), np.int8))]
        self.nodes.append(helper.make_node("DequantizeLinear", parts, [name + "_decoded"], axis=0))
        decoded_bias = self.bias(node.output[0], bias, scales * np.float32(scale))
        changed = helper.make_node("Conv", [inputs, name + "_decoded", decoded_bias], list(node.output), node.name)
        changed.attribute.extend(node.attribute)
        self.nodes.append(changed)

    def bias(self, output: str, bias: np.ndarray, scales: np.ndarray) -> str:
        name = output + "_bias"
        parts = [
            self.constant(name, np.round(bias / scales).astype(np.int32)), self.constant(name + "_scale", scales.astype(np.float32)),
            self.constant(name + "_zero", np.zeros(len(scales), np.int32)),
        ]
        self.nodes.append(helper.make_node("DequantizeLinear", parts, [name + "_decoded"], axis=0))
        return name + "_decoded"

    def fusible(self, node: onnx.NodeProto) -> bool:
        """Whether an output of the graph is coded too: where an integer kernel ends there. What was computed in float stays so."""
        return node.op_type in SAME or (node.op_type == "Relu" and self.producers.get(node.input[0]) == "Conv")

    def add(self, node: onnx.NodeProto) -> None:
        if node.output[0] not in self.inside:
            self.nodes.append(node)
            return
        if node.op_type == "Conv":
            self.convolution(node)
        else:
            changed = helper.make_node(node.op_type, [self._input(node, name) for name in node.input], list(node.output), node.name)
            changed.attribute.extend(node.attribute)
            self.nodes.append(changed)
        if node.output[0] in self.outputs and self.fusible(node):
            self.nodes[-1].output[0] = node.output[0] + "_float"
            self.coded(node.output[0])


def _written(model: onnx.ModelProto, inside: set[str], ranges: dict[str, Range]) -> onnx.ModelProto:
    writer = _Writer(model, inside, ranges)
    for node in model.graph.node:
        writer.add(node)
    needed = {name for node in writer.nodes for name in node.input}
    constants = [constant for name, constant in writer.constants.items() if name in needed]
    graph = helper.make_graph(writer.nodes, "int8", model.graph.input, model.graph.output, constants)
    return helper.make_model(graph, opset_imports=model.opset_import, ir_version=model.ir_version, producer_name="pleura")


def _correct_biases(model: onnx.ModelProto, means: dict[str, torch.Tensor], batches: list[torch.Tensor]) -> None:
    """Shifts biases so that each convolution's mean output by channel is the float graph's again, layer after layer in one pass."""
    constants = {i.name: i for i in model.graph.initializer}
    shifts = {}

    def watch(name: str, tensor: torch.Tensor) -> None:
        if name in means and name + "_bias" in constants:
            shifts[name] = means[name] - tensor.mean((0, 2, 3))
            tensor += shifts[name].view(1, -1, 1, 1)

    Graph(model).run(torch.cat(batches), watch)
    for name, shift in shifts.items():
        scales = numpy_helper.to_array(constants[name + "_bias_scale"]).astype(np.float64)
        codes = numpy_helper.to_array(constants[name + "_bias"]) + np.round(shift.double().numpy() / scales)
        constants[name + "_bias"].CopyFrom(numpy_helper.from_array(codes.astype(np.int32), name + "_bias"))


def quantised(model: onnx.ModelProto, batches: list[torch.Tensor], maps: list[str], seed: int) -> onnx.ModelProto:
    """The QDQ graph of a float graph (weights stored in 32 bits). `batches` are input tensors of training frames; only what leads to `maps` is coded."""
    model = copy.deepcopy(model)
    observed = Observed(model, batches, seed)
    observed.values[model.graph.input[0].name] = [b.flatten()[::97].numpy() for b in batches]
    inside = _inside(model, maps)
    nodes = [node for node in model.graph.node if node.output[0] in inside]
    shared = _shared(nodes, {i.name for i in model.graph.initializer})
    named = [model.graph.input[0].name, *(node.output[0] for node in nodes)]
    ranges = {name: observed.range_of(shared.get(name, [name])) for name in named}
    coded = _written(model, inside, ranges)
    _correct_biases(coded, observed.means, batches)
    onnx.checker.check_model(coded, full_check=True)
    return coded
