"""training.json: the tables of a training that the model card prints as they are.

`python3 -m models.train.tables` with the options of `python3 -m models.train` takes up the tables of later studies into a bundle that is there.
"""
import hashlib
import json
from pathlib import Path

import numpy as np

from .compare import Comparison, shown
from .crossfit import Candidate
from .decide import Decision, Scores
from .evaluate import calibration_error, draws, interval
from .runtime import program


def _rule(decision: Decision) -> str:
    c = decision.calibration
    shape = f"platt {c['slope']:.2f}, {c['intercept']:+.2f}" if c["kind"] == "platt" else c["kind"]
    return f"highest {decision.fraction * 100:.3g}% of the frames; {shape}"


def choice(tried: list[Candidate], decisions: list[Decision], final: Decision) -> dict:
    """What each fold's other folds chose, and what ships."""
    rows = [[f"without fold {k + 1}", d] for k, d in enumerate(decisions)] + [["shipped", final]]
    return {
        "id": "choice", "title": "What cross-validation chose", "columns": ["from", "head", "clip rule and calibration", "patient from its clips", "screening", "balanced", "indeterminate"],
        "note": "Head, calibration, clip rule and thresholds by the mean AUC over the questions below; for the figures of a fold from the other folds alone. The shipped choice is "
        "made from all folds in the same way; its own figures are not measured anew.",
        "rows": [
            [name, str(tried[d.chosen]), _rule(d), d.patient, round(d.screening, 3), round(d.balanced, 3), f"{d.low:.3f} to {d.high:.3f}"] for name, d in rows
        ],
    }


def share_of(hits: np.ndarray, among: np.ndarray, groups: np.ndarray, seed: int) -> dict:
    """Share of `hits` among the clips of `among`, with its interval by patient."""
    code = np.unique(groups[among], return_inverse=True)[1]
    weights = draws(code.max() + 1, seed)
    count = lambda mask: weights @ np.bincount(code[mask[among]], minlength=code.max() + 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return interval(count(hits) / count(np.ones(len(hits), bool)))


def operating(comparison: Comparison, fused: Scores, asked: dict[str, np.ndarray]) -> dict:
    """Calibration, both operating points and selective prediction, out of fold, by question."""
    rows, groups, seed = [], comparison.groups, comparison.run.options.seed
    for name, truth in {comparison.run.question.all_clips: comparison.truth, **asked}.items():
        known = ~np.isnan(truth)
        share = lambda hits, among: shown(share_of(hits, known & among, groups, seed)) if (known & among).any() else "none"
        right = lambda called: called == (truth == 1)
        ece = calibration_error(truth, fused.clips, groups, seed)
        rows.append([
            name, int(known.sum()), shown(ece), ece["perfect"], share(fused.screened, truth == 1), share(~fused.screened, truth == 0),
            share(fused.called, truth == 1), share(~fused.called, truth == 0), share(~fused.undecided, known), share(right(fused.called), ~fused.undecided), share(right(fused.called), known),
        ])
    return {
        "id": "operating", "title": "Calibration, operating points and selective prediction", "rows": rows,
        "columns": [
            "question", "clips", "ECE", "ECE of a perfect calibration", "screening: sensitivity", "screening: specificity", "balanced: sensitivity", "balanced: specificity",
            "clips with a verdict", "accuracy of the verdicts", "accuracy without the band",
        ],
        "note": "Clip level, out of fold by patient, thresholds of a fold from the other folds. ECE: ten bins of equal mass; a bootstrap's ECE is biased upwards, so its interval is too. "
        "A perfect calibration would show the ECE named beside it by chance alone with so many clips.",
    }


def _given(folder: Path) -> tuple[list[dict], list[str]]:
    """Tables and notes that other stages of the training left."""
    tables = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json")) if path.name != "notes.json"]
    notes = folder / "notes.json"
    return tables, json.loads(notes.read_text()) if notes.exists() else []


def training(run, tables: list[dict]) -> dict:
    given, notes = _given(run.folder / "tables")
    return {"format": "pleura-training/1", "tables": [*tables, *given], "notes": [*notes, "Full 16-bit arithmetic was not measured: graphics processors compute the 32-bit graph, whose weights are stored in 16 bits."]}


def take_up(folder: Path, out: Path) -> None:
    """Puts the tables and notes in `folder` into a bundle's training.json, in place of older ones of the same name, and its checksum into the manifest."""
    told = json.loads((out / "training.json").read_text())
    given, notes = _given(folder)
    names = {table["id"] for table in given}
    told["tables"] = [table for table in told["tables"] if table["id"] not in names] + given
    told["notes"] = [*(note for note in notes if note not in told["notes"]), *told["notes"]]
    (out / "training.json").write_text(json.dumps(told, separators=(",", ":")) + "\n")
    content, manifest = (out / "training.json").read_bytes(), json.loads((out / "manifest.json").read_text())
    manifest["files"]["training.json"] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def main() -> None:
    from .__main__ import arguments
    from .parallel import Workers
    from .run import Run

    options = arguments()
    take_up(Run(options, Workers()).folder / "tables", options.out)
    program("model-card", "--bundle", str(options.out))


if __name__ == "__main__":
    main()
