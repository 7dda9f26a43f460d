"""Writes a model bundle: one fused ONNX graph, the head, PyTorch's golden outputs, manifest, card and notice."""
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .backbones import MEAN, STD, FusedExtractor
from .dataset import SIZE
from .head import Decision, Head

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


def _halve_initialisers(model: onnx.ModelProto) -> None:
    """Stores convolution weights as 16-bit floats behind a Cast, which the runtime folds away when it loads the graph.

    The weights were rounded to 16 bits before (`backbones.deployed`), so that nothing changes but the size of the file.
    """
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


def write_extractor(extractor: FusedExtractor, path: Path) -> None:
    """One graph: `frames` N x 3 x 224 x 224 -> `features` and `map_<branch>`, any N."""
    names = ["features", *(f"map_{name}" for name in extractor.nets)]
    example = input_tensor(golden_images(1, 2))
    torch.onnx.export(
        extractor.eval(), example, str(path), opset_version=OPSET, input_names=["frames"], output_names=names,
        dynamic_axes={name: {0: "n"} for name in ["frames", *names]}, do_constant_folding=True,
    )
    model = onnx.load(str(path))
    _halve_initialisers(model)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))


def _golden(extractor: FusedExtractor, head: Head) -> dict:
    with torch.no_grad():
        features, *maps = extractor(input_tensor(golden_images(1, 2)))
    rows = features.double().numpy()
    indices = np.linspace(0, rows.shape[1] - 1, 32).round().astype(int)
    return {
        "recipe": {"kind": "lcg-blocks", "seed": 1, "count": 2},
        "tolerance": {"absolute": 1e-3, "relative": 1e-3},
        "logits": head.logits(rows).tolist(),
        "probabilities": head.probabilities(rows).tolist(),
        "featureSamples": {"indices": indices.tolist(), "values": rows[:, indices].tolist()},
        "mapSums": {name: m.double().sum((1, 2, 3)).tolist() for name, m in zip(extractor.nets, maps)},
    }


def _branches(extractor: FusedExtractor) -> list[dict]:
    with torch.no_grad():
        maps = [net.maps(torch.zeros(1, 3, SIZE, SIZE)) for net in extractor.nets.values()]
    found, start = [], 0
    for name, m in zip(extractor.nets, maps):
        _, channels, height, width = m.shape
        found.append({"name": name, "map": f"map_{name}", "channels": channels, "height": height, "width": width, "featureStart": start, "featureCount": channels})
        start += channels
    return found


def _rounded(values: np.ndarray) -> list[float]:
    """Seven significant digits: as exact as the 32-bit features they meet."""
    return [float(f"{value:.7g}") for value in values]


def shipped(head: Head, decision: Decision) -> Head:
    """The head with the digits that head.json holds and the calibration chosen out of fold."""
    arrays = [np.array(_rounded(a)) for a in (head.mean, head.scale, head.weights)]
    return Head(*arrays, head.bias, decision.slope, decision.intercept)


def _write(path: Path, content: dict | str) -> None:
    path.write_text(content if isinstance(content, str) else json.dumps(content, separators=(",", ":")) + "\n")


def write_bundle(out: Path, extractor: FusedExtractor, head: Head, decision: Decision, about: dict, card: str, notice: str) -> dict:
    """Writes all files; the manifest last, with the checksum of every other. `about` brings the manifest's texts and figures."""
    out.mkdir(parents=True, exist_ok=True)
    write_extractor(extractor, out / "extractor.onnx")
    calibration = {"slope": head.slope, "intercept": head.intercept}
    _write(out / "head.json", {
        "kind": "logistic-regression", "mean": head.mean.tolist(), "scale": head.scale.tolist(),
        "weights": head.weights.tolist(), "bias": head.bias, "calibration": calibration,
    })
    _write(out / "golden.json", _golden(extractor, head))
    _write(out / "MODEL_CARD.md", card)
    _write(out / "NOTICE", notice)
    files = {}
    for name in ["extractor.onnx", "head.json", "golden.json", "MODEL_CARD.md", "NOTICE"]:
        content = (out / name).read_bytes()
        files[name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    branches = _branches(extractor)
    manifest = {
        "format": "pleura-bundle/1",
        **about,
        "files": files,
        "input": {"name": "frames", "size": SIZE, "mean": list(MEAN), "std": list(STD)},
        "extractor": {"file": "extractor.onnx", "features": "features", "featureCount": sum(b["featureCount"] for b in branches), "branches": branches},
        "head": {"kind": "logistic-regression", "file": "head.json"},
        "clipRule": {"kind": "top-fraction-mean", "fraction": decision.fraction},
        "operatingPoints": {
            "screening": decision.screening, "balanced": decision.balanced, "indeterminate": {"low": decision.low, "high": decision.high},
        },
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    return manifest
