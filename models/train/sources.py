"""What the data sets say of themselves: labels as the sources give them, licences, and the words that a bundle trained on them must carry."""
import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .dataset import Clip, datasets_in


@dataclass(frozen=True)
class Source:
    name: str
    licence: str | None  # None: each clip has its own
    doi: str | None


SOURCES = {
    "covid-blues": Source("COVID-BLUeS (Wiedemann et al., IEEE JBHI 2025)", "CC BY-NC-ND 4.0", "10.1109/JBHI.2025.3543686"),
    "pocus": Source("covid19_ultrasound, convex clips (Born et al. 2021; severity by Gare et al. 2022)", None, "10.3390/app11020672"),
    "phantom": Source("Pleura phantoms (simulated)", "Apache-2.0", None),
    "simulated": Source("Pleura phantoms (simulated)", "Apache-2.0", None),
}
LICENCE = {
    "name": "Research use, non-commercial",
    "text": "These weights were trained on data licensed for non-commercial use. They may be used for research only, not for commercial purposes and not for "
    "diagnosis. The ImageNet weights that training started from are those of the ONNX Model Zoo (Apache-2.0).",
}


def clip_licences(roots: list[Path]) -> dict[str, str]:
    """By clip name: the licence of its own that its data set's clips.csv states."""
    found = {}
    for folder in (folder for root in roots for folder in datasets_in(root.resolve())):
        with open(folder / "clips.csv", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("license"):
                    found[f"{folder.name}/{row['file']}"] = " ".join(row["license"].replace(" -", "-").split())
    return found


def licence_of(dataset: str, clips: list[Clip], own: dict[str, str]) -> str:
    """The data set's licence; where each clip has its own, how many of the used clips have which."""
    known = SOURCES.get(dataset)
    if known is not None and known.licence is not None:
        return known.licence
    counts = Counter(own.get(clip.name, "not stated") for clip in clips)
    return "per clip: " + ", ".join(f"{name} ({n})" for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def source_labels(clip: Clip) -> dict:
    """The labels of oof.json; null where the source gives none."""
    levels = clip.labels[3:6]
    whole = lambda value: None if np.isnan(value) else int(value)
    return {
        "b_lines": whole(clip.b_lines), "severity": None if np.isnan(levels).any() else int(levels.sum()), "a_lines": whole(clip.labels[2]), "healthy": whole(clip.healthy),
    }


def _order(name: str) -> tuple[bool, int, str]:
    """Known data sets first, in their own order."""
    return (name not in SOURCES, list(SOURCES).index(name) if name in SOURCES else 0, name)


def datasets(clips: list[Clip], own: dict[str, str]) -> list[dict]:
    """The manifest's training.datasets: what the bundle saw."""
    return [
        {"name": name, "licence": licence_of(name, mine, own), "clips": len(mine), "patients": len({c.group for c in mine}), "frames": sum(c.count for c in mine)}
        for name in sorted({c.dataset for c in clips}, key=_order) if (mine := [c for c in clips if c.dataset == name])
    ]


def data_licences(seen: list[dict]) -> list[dict]:
    """The manifest's licence.data."""
    named = lambda d: SOURCES.get(d["name"], Source(d["name"], None, None))
    return [{"name": named(d).name, "licence": d["licence"], "doi": named(d).doi} for d in seen]


def notice(title: str, seen: list[dict]) -> str:
    listed = "\n".join(f"- {d['name']}. Licence: {d['licence']}." + (f" doi:{d['doi']}" if d["doi"] else "") for d in data_licences(seen))
    return f"""{title}

{LICENCE['name']}. {LICENCE['text']}

Trained on:
{listed}

Started from ImageNet weights of the ONNX Model Zoo, Apache License 2.0: MobileNetV2 and ResNet-50 v2 (converted from GluonCV), SqueezeNet 1.1.
The training data are not part of this bundle.
"""
