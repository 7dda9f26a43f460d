"""head.json, written and read: the one writer of every head kind, used by the training and by the program's own test fixtures."""
import base64

import numpy as np

from .head import Head

# Which parameters of a kind are 2-D tensors, stored as base64 of 32-bit floats; all other arrays are lists of numbers.
TENSORS = {"rbf-svm": ("support",), "k-nearest-neighbours": ("samples",)}


def tensor(values: np.ndarray) -> dict:
    return {"shape": list(values.shape), "f32": base64.b64encode(np.ascontiguousarray(values, "<f4").tobytes()).decode()}


def _array(stored: dict) -> np.ndarray:
    return np.frombuffer(base64.b64decode(stored["f32"]), "<f4").reshape(stored["shape"]).astype(np.float64)


def _numbers(values: np.ndarray) -> list:
    """Integers as they are; others with nine significant digits, which tell any two 32-bit floats apart."""
    array = np.asarray(values)
    return array.tolist() if array.dtype.kind in "iu" else [float(f"{value:.9g}") for value in array]


def _tree(tree: dict) -> dict:
    return {name: _numbers(values) for name, values in tree.items()}


def _content(name: str, value, tensors: tuple[str, ...]):
    if name == "trees":
        return [_tree(tree) for tree in value]
    if name == "layers":
        return [{"weights": tensor(layer["weights"]), "bias": _numbers(layer["bias"])} for layer in value]
    if name in tensors:
        return tensor(value)
    return _numbers(value) if isinstance(value, np.ndarray) else value


def to_json(head: Head) -> dict:
    """The content of head.json."""
    tensors = TENSORS.get(head.kind, ())
    projection = {} if head.projection is None else {"projection": tensor(head.projection)}
    return {
        "kind": head.kind,
        "input": {"mean": _numbers(head.mean), "scale": _numbers(head.scale), **projection},
        "calibration": {"slope": head.slope, "intercept": head.intercept},
        **{name: _content(name, value, tensors) for name, value in head.parameters.items()},
    }


def _parsed(name: str, value, tensors: tuple[str, ...]):
    if name == "trees":
        whole = ("feature", "left", "right")
        return [{key: np.array(values, int if key in whole else float) for key, values in tree.items()} for tree in value]
    if name == "layers":
        return [{"weights": _array(layer["weights"]), "bias": np.array(layer["bias"], float)} for layer in value]
    if name in tensors:
        return _array(value)
    return np.array(value, float) if isinstance(value, list) else value


def from_json(content: dict) -> Head:
    """The head that a head.json describes, with exactly the digits it holds."""
    tensors = TENSORS.get(content["kind"], ())
    rest = {k: v for k, v in content.items() if k not in ("kind", "input", "calibration")}
    stored = content["input"]
    return Head(
        content["kind"], np.array(stored["mean"], float), np.array(stored["scale"], float), _array(stored["projection"]) if "projection" in stored else None,
        {name: _parsed(name, value, tensors) for name, value in rest.items()}, **content["calibration"],
    )
