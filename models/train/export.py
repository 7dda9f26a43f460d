"""The extractor as ONNX graphs, float and int8, and the golden outputs that the program tests itself against."""
import copy
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .backbones import MEAN, STD, FusedExtractor
from .dataset import SIZE
from .graph import Graph, attributes
from .heads.evidence import fused_evidence
from .heads.head import Head

OPSET = 13
HALF_FROM = 64  # initialisers with fewer values stay 32-bit


def golden_images(seed: int, count: int) -> np.ndarray:
    """The recipe lcg-blocks: 28 x 28 blocks of 8 x 8 pixels from a linear congruential generator; uint8 count x 224 x 224."""
    images = np.zeros((count, SIZE, SIZE), np.uint8)
    for k in range(count):
        state = (seed + k) & 0xFFFFFFFF
        for block in range(28 * 28):
            state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
            row, column = divmod(block, 28)
            images[k, row * 8 : row * 8 + 8, column * 8 : column * 8 + 8] = state >> 24
    return images


def input_tensor(images: np.ndarray) -> torch.Tensor:
    """uint8 N x 224 x 224 -> float32 N x 3 x 224 x 224, the same arithmetic as the program's `inputTensor`."""
    gray = images.astype(np.float64)[:, None] / 255
    mean, std = np.array(MEAN).reshape(1, 3, 1, 1), np.array(STD).reshape(1, 3, 1, 1)
    return torch.from_numpy(((gray - mean) / std).astype(np.float32))


def _fixed_resizing(model: onnx.ModelProto) -> None:
    """PyTorch computes a resampling's target from the input's shape at run time; here it is a constant scale, which every provider knows how to do."""
    graph = model.graph
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    values |= {n.output[0]: numpy_helper.to_array(attributes(n)["value"]) for n in graph.node if n.op_type == "Constant"}
    producers = {n.output[0]: n for n in graph.node}
    for node in graph.node:
        if node.op_type == "Resize":
            # The target is a concatenation of the batch's own shape and a constant (height, width).
            side = values[producers[node.input[3]].input[1]]
            name = node.output[0] + "_scales"
            graph.initializer.append(numpy_helper.from_array(np.array([1, 1, *(side / SIZE)], np.float32), name))
            del node.input[1:]
            node.input.extend(["", name])
    used = set()
    kept = []
    for node in reversed(graph.node):
        if used & set(node.output) or {o.name for o in graph.output} & set(node.output):
            kept.insert(0, node)
            used |= set(node.input)
    del graph.node[:]
    graph.node.extend(kept)


def float_graph(extractor: FusedExtractor, path: Path) -> onnx.ModelProto:
    """One graph: `frames` N x 3 x 224 x 224 -> `features` and `map_<branch>`, any N. `path` is written and overwritten on the way."""
    names = ["features", *(f"map_{name}" for name in extractor.nets)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # shapes that depend on the input: `_fixed_resizing` sees to the only ones
        torch.onnx.export(
            extractor.eval(), input_tensor(golden_images(1, 2)), str(path), opset_version=OPSET, input_names=["frames"], output_names=names,
            dynamic_axes={name: {0: "n"} for name in ["frames", *names]}, do_constant_folding=True, verbose=False,
        )
    model = onnx.load(str(path))
    _fixed_resizing(model)
    onnx.checker.check_model(model, full_check=True)
    return model


def halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same graph with convolution weights stored as 16-bit floats behind a Cast, which the runtime folds away when it loads the graph.

    The weights were rounded to 16 bits before (`backbones.deployed`), so that nothing changes but the size of the file.
    """
    model = copy.deepcopy(model)
    weights = {name for node in model.graph.node if node.op_type == "Conv" for name in node.input[1:]}
    casts = []
    for initialiser in model.graph.initializer:
        values = numpy_helper.to_array(initialiser)
        if initialiser.name not in weights or values.dtype != np.float32 or values.size < HALF_FROM:
            continue
        half = values.astype(np.float16)
        if not np.array_equal(half.astype(np.float32), values):
            continue
        name = initialiser.name
        initialiser.CopyFrom(numpy_helper.from_array(half, name + "_half"))
        casts.append(helper.make_node("Cast", [name + "_half"], [name], to=TensorProto.FLOAT))
    nodes = casts + list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model, full_check=True)
    return model


def branches(model: onnx.ModelProto, names: list[str]) -> list[dict]:
    """The manifest's description of each branch, from the maps of one frame."""
    maps = Graph(model).run(input_tensor(golden_images(1, 1)))
    found, start = [], 0
    for name in names:
        _, channels, height, width = maps[f"map_{name}"].shape
        found.append({"name": name, "map": f"map_{name}", "channels": channels, "height": height, "width": width, "featureStart": start, "featureCount": channels})
        start += channels
    return found


def golden(model: onnx.ModelProto, names: list[str], head: Head, precision: torch.dtype, tolerance: dict, runtime: str) -> dict:
    """Outputs that another runtime than the program's gives for the recipe's images."""
    found = Graph(model, precision).run(input_tensor(golden_images(1, 2)))
    rows = found["features"].double().numpy()
    indices = np.linspace(0, rows.shape[1] - 1, 32).round().astype(int)
    return {
        "recipe": {"kind": "lcg-blocks", "seed": 1, "count": 2},
        "runtime": runtime,
        "tolerance": tolerance,
        "logits": head.logits(rows).tolist(),
        "probabilities": head.probabilities(rows).tolist(),
        "featureSamples": {"indices": indices.tolist(), "values": rows[:, indices].tolist()},
        "mapSums": {name: found[f"map_{name}"].double().sum((1, 2, 3)).tolist() for name in names},
        "evidence": [fused_evidence(head, row, [found[f"map_{name}"][i].double().numpy() for name in names]).ravel().tolist() for i, row in enumerate(rows)],
    }
