"""Clips, labels and patient-level folds. Images come from `npm run -s inputs` alone: one decode and one preprocessing for training and use."""
import csv
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SIZE = 224
# What the auxiliary heads learn beside "IS present"; a label may be unknown (nan) for a clip.
TARGETS = ("is_present", "b_lines", "a_lines", "severity_1", "severity_2", "severity_3")


UNKNOWN = float("nan")


@dataclass(frozen=True)
class Clip:
    dataset: str  # the folder's name (covid-blues, pocus, ...) or "phantom"
    name: str
    group: str  # patient or source: never on both sides of a split
    first: int
    count: int
    labels: np.ndarray  # float32, in the order of TARGETS, nan where unknown
    healthy: float = UNKNOWN  # the source's own word, where it has one
    frames: tuple[int, ...] = ()  # decoded index of each image

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
    if severity is None and healthy is not None:
        present = 1.0 if b_lines and not healthy else 0.0 if healthy and not b_lines else UNKNOWN
    elif severity is None:
        present = float(b_lines)
    else:
        present = 1.0 if b_lines and severity >= 1 else 0.0 if not b_lines and severity == 0 else UNKNOWN
    ordinal = [UNKNOWN if severity is None else float(severity >= level) for level in (1, 2, 3)]
    return np.array([present, float(b_lines), UNKNOWN if a_lines is None else float(a_lines), *ordinal], np.float32)


def _answer(row: dict, column: str) -> bool | None:
    """yes/no, 1/0 or true/false; None where the column or the answer is missing."""
    text = (row.get(column) or "").strip().lower()
    if text in ("yes", "1", "1.0", "true"):
        return True
    return False if text in ("no", "0", "0.0", "false") else None


@dataclass(frozen=True)
class Labelled:
    dataset: str
    group: str
    labels: np.ndarray
    healthy: float


def datasets_in(root: Path) -> list[Path]:
    """The data set folders (those with a clips.csv) that a path names: itself, or those directly in it."""
    return [root] if (root / "clips.csv").exists() else sorted(file.parent for file in root.glob("*/clips.csv"))


def _definite(positive: bool, severity, a_lines) -> np.ndarray:
    """A table's own answer settles the clip: nothing else that is known of it makes it ambiguous."""
    labels = _labels(positive, severity, a_lines)
    labels[0] = float(positive)
    return labels


def labelled(roots: list[Path], column: str = "b_lines") -> dict[str, Labelled]:
    """By "data set/file": labels of every clip of the data sets found. Columns: file, patient or group, b_lines; severity, a_lines and healthy where known.

    Another `column` than b_lines holds the answer to a question of the table's own, such as "positive" of a dataset that Pleura exported; it takes the place of
    B-lines and of IS alike, and clips without an answer are left out.

    Where a table has a column "split", its test side is left out: it may judge what is trained here, and may not train it.
    """
    found = {}
    for folder in (folder for root in roots for folder in datasets_in(root.resolve())):
        with open(folder / "clips.csv", newline="") as file:
            for row in csv.DictReader(file):
                answer, healthy = _answer(row, column), _answer(row, "healthy") if column == "b_lines" else None
                if answer is None or (row.get("split") or "").strip() == "test":
                    continue
                severity = int(float(row["severity"])) if row.get("severity") else None
                a_lines = _answer(row, "a_lines")
                labels = _labels(answer, severity, a_lines, healthy) if column == "b_lines" else _definite(answer, severity, a_lines)
                group = f"{folder.name} {row.get('patient') or row.get('group') or row['file']}"
                found[f"{folder.name}/{row['file']}"] = Labelled(folder.name, group, labels, UNKNOWN if healthy is None else float(healthy))
    return found


def _phantom_labels(name: str) -> np.ndarray:
    kind = re.fullmatch(r"phantom-\d+-(.+)\.mp4", name).group(1)
    if kind == "a-lines":
        return np.array([0, 0, 1, 0, 0, 0], np.float32)
    if kind == "few-b-lines":
        return np.array([UNKNOWN, 1, UNKNOWN, UNKNOWN, 0, 0], np.float32)
    return np.array([1, 1, 0, 1, UNKNOWN, UNKNOWN], np.float32)


def load(folders: list[Path], roots: list[Path], without: tuple[str, ...] = (), measured_phantoms: bool = False, column: str = "b_lines") -> tuple[list[Clip], np.ndarray]:
    """Labelled clips of all input folders, and their images, N x 224 x 224 uint8. Clips of the data sets `without` are left out altogether.

    Phantoms train every fold and are measured in none, unless `measured_phantoms` treats them as a data set of their own (for trying the road without data).
    """
    known = labelled(roots, column)
    clips, images, offset = [], [], 0
    for folder in folders:
        index = json.loads((folder / "index.json").read_text())
        if index["format"] != "pleura-inputs/1" or index["size"] != SIZE:
            raise ValueError(f"{folder} does not hold inputs of this program")
        for entry in index["clips"]:
            # An exported data set names its clips from its own inputs folder on.
            path = Path(os.path.normpath(folder.resolve() / entry["path"]))
            first, count = offset + entry["first"], len(entry["frames"])
            if count == 0:
                continue
            if entry["simulated"]:
                clips.append(Clip("simulated" if measured_phantoms else "phantom", path.name, "phantom " + path.name, first, count, _phantom_labels(path.name), frames=tuple(entry["frames"])))
                continue
            key = next((k for k in known if path.as_posix().endswith("/" + k)), None)
            if key is not None and known[key].dataset not in without:
                found = known[key]
                clips.append(Clip(found.dataset, key, found.group, first, count, found.labels, found.healthy, tuple(entry["frames"])))
        images.append(np.fromfile(folder / "inputs.u8", np.uint8).reshape(-1, SIZE, SIZE))
        offset += len(images[-1])
    return clips, np.concatenate(images)


def folds(clips: list[Clip], count: int, seed: int) -> np.ndarray:
    """Fold of each clip; -1 for phantoms, which train every fold and test none.

    By patient, each data set dealt out by itself: patients with most clips with B-lines first, each to the fold that has fewest of such clips, then of any.
    """
    fold, random = np.full(len(clips), -1), np.random.default_rng(seed)
    for dataset in sorted({clip.dataset for clip in clips if not clip.simulated}):
        members: dict[str, list[int]] = {}
        for i, clip in enumerate(clips):
            if clip.dataset == dataset:
                members.setdefault(clip.group, []).append(i)
        positives = {group: sum(clips[i].b_lines == 1 for i in mine) for group, mine in members.items()}
        order = sorted(random.permutation(sorted(members)), key=lambda group: (-positives[group], -len(members[group])))
        held, lines = np.zeros(count), np.zeros(count)
        for group in order:
            k = np.lexsort((lines, held) if positives[group] == 0 else (held, lines))[0]
            fold[members[group]] = k
            held[k] += len(members[group])
            lines[k] += positives[group]
    return fold
