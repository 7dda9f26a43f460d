"""From the features and networks of all folds to a bundle: heads compared, one chosen, calibrated and measured out of fold, graphs exported, every file written."""
import hashlib
import json
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import onnx

from . import int8
from .backbones import MEAN, STD
from .compare import Comparison, leaky
from .crossfit import Candidate, Material, candidates
from .dataset import SIZE
from .decide import Decision, Scores
from .evaluate import calibration_error, performance
from .export import branches, float_graph, golden, golden_int8, halved
from .guard_training import train as train_guard
from .heads.files import from_json, to_json
from .heads.head import Head
from .runtime import NODE, program
from .sources import LICENCE, clip_licences, data_licences, datasets, notice, source_labels
from .tables import choice, operating, training
from .question import B_LINES
from .tasks import is_present, questions

FINAL = -1
FLOAT_PROVIDERS = ["cuda", "dml", "coreml", "webgpu", "cpu"]


def _write(path: Path, content: dict | str) -> None:
    path.write_text(content if isinstance(content, str) else json.dumps(content, separators=(",", ":")) + "\n")


def _figure(truth: np.ndarray, scores: Scores, groups: np.ndarray, seed: int) -> dict:
    """The manifest's short figures of one question."""
    found = performance(truth, scores.clips, scores.called, groups, seed)
    kept = {key: found[key] for key in ("auc", "sensitivity", "specificity", "accuracy", "clips", "patients")}
    return {**kept, "ece": calibration_error(truth, scores.clips, groups, seed)["value"]}


def _rounded(values: np.ndarray) -> list[float]:
    return [round(float(v), 5) for v in values]


def out_of_fold(run, fused: Scores, alone: dict[str, Scores]) -> dict:
    """oof.json: what models that never saw a clip's patient said of it."""
    frames_of = json_frames(run)
    clips = []
    for i, clip in enumerate(run.clips):
        if clip.simulated:
            continue
        count = len(run.rows[i])
        clips.append({
            "dataset": clip.dataset, "file": clip.name.removeprefix(clip.dataset + "/"), "group": clip.group, "simulated": False, "fold": int(run.fold[i]),
            "labels": source_labels(clip),
            "frames": frames_of[i], "frameProbabilities": _rounded(fused.frames[i, :count]), "probability": round(float(fused.clips[i]), 5),
            "branches": {name: round(float(scores.clips[i]), 5) for name, scores in alone.items()},
        })
    return {"format": "pleura-oof/1", **({} if run.question == B_LINES else {"question": run.question.told()}), "clips": clips}


def json_frames(run) -> list[list[int]]:
    """Decoded index of every feature row of every clip: where its image was taken."""
    return [[int(clip.frames[run.picked[row] - clip.first]) for row in run.rows[i]] for i, clip in enumerate(run.clips)]


def shipped_head(run, decision: Decision, candidate: Candidate) -> Head:
    """The chosen head, trained on all clips, with exactly the digits that head.json holds."""
    material, everything = Material(run, tuple(run.names)), np.ones(len(run.clips), bool)
    head = material.head(material.space(FINAL, everything), everything, candidate)
    return from_json(to_json(head.calibrated(decision.slope, decision.intercept)))


def write_graphs(run, out: Path, head: Head, coded: tuple[str, ...]) -> tuple[list[dict], list[dict]]:
    """Writes the variants with their golden outputs; their entries for the manifest, and the branches."""
    names = list(run.names)
    model = float_graph(int8.extractor(run, FINAL), out / "extractor.onnx")
    onnx.save(halved(model), str(out / "extractor.onnx"))
    _write(out / "golden.json", golden(model, names, head))
    variants = [{"precision": "fp32", "file": "extractor.onnx", "golden": "golden.json", "providers": FLOAT_PROVIDERS}]
    if coded:
        integer = int8.int8_graph(run, model, FINAL, coded)
        onnx.save(integer, str(out / "extractor-int8.onnx"))
        _write(out / "golden-int8.json", golden_int8(integer, names, head))
        variants.insert(0, {"precision": "int8", "file": "extractor-int8.onnx", "golden": "golden-int8.json", "providers": ["cpu"]})
    return variants, branches(model, names)


def manifest(run, out: Path, decision: Decision, metrics: dict, seen: list[dict], graphs: tuple[list[dict], list[dict]], head: Head, title: str, preprocessing: int) -> dict:
    """The manifest, with the checksum of every other file in the folder."""
    options, (variants, maps) = run.options, graphs
    files = {}
    for path in sorted(out.iterdir()):
        if path.name != "manifest.json":
            content = path.read_bytes()
            files[path.name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    guard = json.loads((out / "guard.json").read_text()) if (out / "guard.json").exists() else None
    return {
        "format": "pleura-bundle/2", "id": options.id, "version": options.version, "title": title,
        "createdAt": datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "licence": {**LICENCE, "data": data_licences(seen)},
        "preprocessing": {"version": preprocessing},
        "target": {"name": "IS present" if run.question == B_LINES else run.question.title, "positive": run.question.positive, "negative": run.question.negative},
        "training": {"datasets": seen, "splitLevel": "patient", "folds": int(run.fold.max() + 1), "seed": options.seed},
        "metrics": metrics,
        "files": files,
        "input": {"name": "frames", "size": SIZE, "mean": list(MEAN), "std": list(STD)},
        "extractor": {"features": "features", "featureCount": sum(b["featureCount"] for b in maps), "branches": maps, "variants": variants},
        "head": {"kind": head.kind, "file": "head.json"},
        **({} if guard is None else {"guard": {"file": "guard.json", "falseReject": guard["falseReject"], "clips": guard["clips"]}}),
        "clipRule": {"kind": "top-fraction-mean", "fraction": decision.fraction, "calibration": decision.calibration},
        "operatingPoints": {
            "screening": decision.screening, "balanced": decision.balanced, "indeterminate": {"low": decision.low, "high": decision.high},
        },
    }


def title_of(seen: list[dict], name: str) -> str:
    """Our own bundles have names; one trained on other data is called by its id."""
    known = {"covid-blues": "Pleura LUS v1", "pocus": "Pleura LUS open v1"}
    return f"{known.get(seen[0]['name'], name)}: fused CNN features for interstitial syndrome"


def assemble(run) -> None:
    """Writes the whole bundle; its model card and evaluation come from the program's own `model-card`, the last step."""
    options, say, out = run.options, run.workers.say, run.options.out
    asked = questions(run.clips, run.question)
    comparison = Comparison(run, asked, say)
    judge, tried = comparison.judges["fused"], candidates()
    decisions, fused = judge.nested()
    decision = judge.decide(set(range(run.fold.max() + 1)))
    say(f"chosen: {tried[decision.chosen]}; {decision}")
    alone = {name: comparison.judges[name].nested()[1] for name in run.names}
    groups = comparison.groups
    metrics = {
        "splitLevel": "patient", "isPresent": _figure(is_present(run.clips), fused, groups, options.seed), "bLines": _figure(comparison.truth, fused, groups, options.seed),
    }
    for name, truth in asked.items():
        say(f"{name}: AUC {performance(truth, fused.clips, fused.called, groups, options.seed)['auc']}")
    preprocessing = json.loads((options.inputs[0] / "index.json").read_text())["preprocessing"]
    loss = int8.loss(int8.Folds(run, judge, decisions, tried, preprocessing))
    say(f"int8: {loss.table['note']}")
    out.mkdir(parents=True, exist_ok=True)
    for stale in out.iterdir():
        stale.unlink()
    head = shipped_head(run, decision, tried[decision.chosen])
    _write(out / "head.json", to_json(head))
    graphs = write_graphs(run, out, head, loss.coded)
    seen = datasets(run.clips, clip_licences(options.data))
    guard = train_guard(run, out)
    tables = [choice(tried, decisions, decision), operating(comparison, fused, asked), *comparison.tables(), leaky(run, options.seed), loss.table, *([] if guard is None else [guard])]
    _write(out / "training.json", training(run, tables))
    _write(out / "oof.json", out_of_fold(run, fused, alone))
    _write(out / "NOTICE", notice(title_of(seen, options.id), seen))
    content = manifest(run, out, decision, metrics, seen, graphs, head, title_of(seen, options.id), preprocessing)
    (out / "manifest.json").write_text(json.dumps(content, indent=2) + "\n")
    if NODE.exists():
        program("model-card", "--bundle", str(out))
    else:
        say(f"node_modules is missing: after `npm ci`, run `npm run -s model-card -- --bundle {out}` to finish the bundle")
    say(f"bundle in {out}")
