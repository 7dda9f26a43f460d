"""The extractor as ONNX graphs, float and int8, and the golden outputs that the program tests itself against."""
import copy
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .backbones import BRANCHES, MEAN, STD, FusedExtractor
from .dataset import SIZE
from .graph import Graph, attributes
from .heads.evidence import fused_evidence
from .heads.head import Head

OPSET = 13
HALF_FROM = 64  # initialisers with fewer values stay 32-bit
RECIPE = {"seed": 1, "count": 2}
# Emulations of the integer graph for its golden outputs, how far values are moved before they are rounded, and how their differences become a tolerance.
REPEATS, JITTER, SPREAD, LEAST = 8, 1e-6, 2.0, 0.01


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
        found.append({"name": name, "map": f"map_{name}", "channels": channels, "height": height, "width": width, "featureStart": start, "featureCount": channels, "cells": BRANCHES[name].cells()})
        start += channels
    return found


def _outputs(found: dict[str, torch.Tensor], names: list[str], head: Head) -> dict:
    rows = found["features"].double().numpy()
    indices = np.linspace(0, rows.shape[1] - 1, 32).round().astype(int)
    maps = [[found[f"map_{name}"][i].double().numpy() for name in names] for i in range(len(rows))]
    return {
        "logits": head.logits(rows),
        "probabilities": head.probabilities(rows),
        "featureSamples": {"indices": indices, "values": rows[:, indices]},
        "mapSums": {name: found[f"map_{name}"].double().sum((1, 2, 3)).numpy() for name in names},
        "evidence": np.array([fused_evidence(head, row, mine, [BRANCHES[name].cells() for name in names]).ravel() for row, mine in zip(rows, maps)]),
    }


def _lists(content):
    """Arrays as lists of eight digits, within a tree of dictionaries."""
    if isinstance(content, dict):
        return {key: _lists(value) for key, value in content.items()}
    return content.tolist() if content.dtype.kind in "iu" else [_lists(row) if row.ndim else float(f"{row:.8g}") for row in content]


def golden(model: onnx.ModelProto, names: list[str], head: Head) -> dict:
    """Outputs that another runtime than the program's, PyTorch in floats, gives for the recipe's images."""
    found = Graph(model).run(input_tensor(golden_images(**RECIPE)))
    header = {"recipe": {"kind": "lcg-blocks", **RECIPE}, "runtime": "PyTorch, 32-bit floats", "tolerance": {"absolute": 1e-3, "relative": 1e-3}}
    return {**header, **_lists(_outputs(found, names, head))}


def _leaves(content) -> np.ndarray:
    return np.concatenate([_leaves(value) for key, value in content.items() if key not in ("indices", "evidence")]) if isinstance(content, dict) else np.ravel(content)


def golden_int8(model: onnx.ModelProto, names: list[str], head: Head) -> dict:
    """The same of an integer graph. One rounding that falls to the other side changes everything behind it a little, and where it falls differs between
    processors: the expected values are the mean over emulations with different roundings, and the tolerance SPREAD times what they differ by.
    Grad-CAM's cells differ far more than what they sum up to, so evidence has a tolerance of its own, a share of its peak.
    """
    frames = input_tensor(golden_images(**RECIPE))
    runs = [_outputs(Graph(model, torch.float64, JITTER, seed).run(frames), names, head) for seed in range(REPEATS)]
    mean = lambda *parts: {key: mean(*(part[key] for part in parts)) for key in parts[0]} if isinstance(parts[0], dict) else np.mean(parts, 0)
    expected = {**mean(*runs), "featureSamples": {"indices": runs[0]["featureSamples"]["indices"], "values": np.mean([run["featureSamples"]["values"] for run in runs], 0)}}
    middle = _leaves(expected)
    worst = max(np.max(np.abs(_leaves(run) - middle) / (1 + np.abs(middle))) for run in runs)
    peak = expected["evidence"].max(1, keepdims=True)
    cells = max(np.max(np.abs(run["evidence"] - expected["evidence"]) / np.maximum(peak, 1e-9)) for run in runs)
    allowed, of_peak = (round(float(max(LEAST, SPREAD * spread)), 4) for spread in (worst, cells))
    header = {
        "recipe": {"kind": "lcg-blocks", **RECIPE}, "runtime": "PyTorch, the integer arithmetic emulated in 64-bit floats",
        "tolerance": {"absolute": allowed, "relative": allowed, "evidence": of_peak},
    }
    return {**header, **_lists(expected)}
