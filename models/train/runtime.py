"""The program's own commands, run on Node 24 from node_modules: features through ONNX Runtime, the model card."""
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from .dataset import SIZE

NODE = Path("node_modules/.bin/node")


def program(*arguments: str) -> str:
    """Standard output of one of the program's commands. Needs `npm ci`; raises with what the command said."""
    if not NODE.exists():
        raise FileNotFoundError("node_modules is missing: run `npm ci` in the project's folder first.")
    done = subprocess.run([str(NODE), "main/cli.ts", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"`{arguments[0]}` failed: {done.stderr.strip()[-2000:]}")
    return done.stdout


def features(graph: Path, images: np.ndarray, preprocessing: int) -> tuple[np.ndarray, float]:
    """Features of uint8 images (N x 224 x 224) through any extractor graph, N x F float32, and milliseconds a frame on one thread."""
    with tempfile.TemporaryDirectory() as folder:
        index = {"format": "pleura-inputs/1", "size": SIZE, "preprocessing": preprocessing, "count": len(images), "clips": []}
        (Path(folder) / "index.json").write_text(json.dumps(index))
        np.ascontiguousarray(images, np.uint8).tofile(Path(folder) / "inputs.u8")
        out = Path(folder) / "features.f32"
        told = json.loads(program("features", "--graph", str(graph), "--inputs", folder, "--out", str(out)))
        return np.fromfile(out, "<f4").reshape(len(images), -1), float(told["msPerFrame"])
