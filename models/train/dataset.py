"""Clips, labels and patient-level folds. Images come from `npm run -s inputs` alone: one decode and one preprocessing for training and use."""
import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

SIZE = 224
# What the auxiliary heads learn beside "IS present"; a label may be unknown (nan) for a clip.
TARGETS = ("is_present", "b_lines", "a_lines", "severity_1", "severity_2", "severity_3")


@dataclass(frozen=True)
class Clip:
    dataset: str  # covid-blues | pocus | phantom
    name: str
    group: str  # patient or source: never on both sides of a split
    first: int
    count: int
    labels: np.ndarray  # float32, in the order of TARGETS, nan where unknown

    @property
    def is_present(self) -> float:
        """1 definite interstitial syndrome, 0 definite healthy, nan ambiguous."""
        return float(self.labels[0])

    @property
    def b_lines(self) -> float:
        return float(self.labels[1])

    @property
    def simulated(self) -> bool:
        return self.dataset == "phantom"


def _labels(b_lines, severity, a_lines, healthy=None) -> np.ndarray:
    """Definite IS: B-lines and severity >= 1. Definite healthy: none and severity 0. Where severity was not scored, the source's "healthy" stands in."""
    unknown = float("nan")
    if severity is None and healthy is not None:
        present = 1.0 if b_lines and not healthy else 0.0 if healthy and not b_lines else unknown
    else:
        present = 1.0 if b_lines and severity >= 1 else 0.0 if not b_lines and severity == 0 else unknown
    ordinal = [unknown if severity is None else float(severity >= level) for level in (1, 2, 3)]
    return np.array([present, float(b_lines), unknown if a_lines is None else float(a_lines), *ordinal], np.float32)


def _real_labels(data: Path) -> dict[str, tuple[str, str, np.ndarray]]:
    """By path below `data`: dataset, group, labels."""
    found = {}
    with open(data / "covid-blues/clips.csv", newline="") as file:
        for row in csv.DictReader(file):
            labels = _labels(row["b_lines"] == "yes", int(row["severity"]), row["a_lines"] == "yes")
            found["covid-blues/" + row["file"]] = ("covid-blues", "covid-blues " + row["patient"], labels)
    with open(data / "pocus/clips.csv", newline="") as file:
        for row in csv.DictReader(file):
            severity = int(float(row["severity"])) if row["severity"] else None
            labels = _labels(row["b_lines"] == "1", severity, row["a_lines"] == "1" if row["a_lines"] else None, row["healthy"] == "1")
            found["pocus/" + row["file"]] = ("pocus", "pocus " + row["group"], labels)
    return found


def _phantom_labels(name: str) -> np.ndarray:
    unknown = float("nan")
    kind = re.fullmatch(r"phantom-\d+-(.+)\.mp4", name).group(1)
    if kind == "a-lines":
        return np.array([0, 0, 1, 0, 0, 0], np.float32)
    if kind == "few-b-lines":
        return np.array([unknown, 1, unknown, unknown, 0, 0], np.float32)
    return np.array([1, 1, 0, 1, unknown, unknown], np.float32)


def load(folders: list[Path], data: Path) -> tuple[list[Clip], np.ndarray]:
    """Labelled clips of all input folders, and their images, N x 224 x 224 uint8."""
    real = _real_labels(data)
    clips, images, offset = [], [], 0
    for folder in folders:
        index = json.loads((folder / "index.json").read_text())
        if index["format"] != "pleura-inputs/1" or index["size"] != SIZE:
            raise ValueError(f"{folder} does not hold inputs of this program")
        for entry in index["clips"]:
            path = Path(entry["path"])
            first, count = offset + entry["first"], len(entry["frames"])
            if count == 0:
                continue
            if entry["simulated"]:
                clips.append(Clip("phantom", path.name, "phantom " + path.name, first, count, _phantom_labels(path.name)))
                continue
            key = next((k for k in real if path.as_posix().endswith(k)), None)
            if key is not None:
                dataset, group, labels = real[key]
                clips.append(Clip(dataset, key, group, first, count, labels))
        images.append(np.fromfile(folder / "inputs.u8", np.uint8).reshape(-1, SIZE, SIZE))
        offset += len(images[-1])
    return clips, np.concatenate(images)


def folds(clips: list[Clip], count: int, seed: int) -> np.ndarray:
    """Fold of each clip, by patient, datasets and labels balanced; -1 for phantoms, which train every fold and test none."""
    real = [i for i, clip in enumerate(clips) if not clip.simulated]
    strata = [f"{clips[i].dataset} {clips[i].labels[0]} {clips[i].labels[1]}" for i in real]
    codes = np.unique(strata, return_inverse=True)[1]
    fold = np.full(len(clips), -1)
    splitter = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    for k, (_, held) in enumerate(splitter.split(codes, codes, [clips[i].group for i in real])):
        for i in held:
            fold[real[i]] = k
    return fold
