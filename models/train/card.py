"""MODEL_CARD.md and NOTICE, filled from measured figures; no number in them is typed by hand."""

DATA = [
    {
        "name": "COVID-BLUeS (Wiedemann et al., IEEE JBHI 2025)", "licence": "CC BY-NC-ND 4.0", "doi": "10.1109/JBHI.2025.3543686",
    },
    {
        "name": "covid19_ultrasound, convex clips (Born et al. 2021; severity by Gare et al. 2022)",
        "licence": "per clip, among them CC BY-NC 4.0", "doi": "10.3390/app11020672",
    },
    {"name": "Pleura phantoms (simulated)", "licence": "Apache-2.0", "doi": None},
]
LICENCE = {
    "name": "Research use, non-commercial",
    "text": "These weights were trained on data licensed for non-commercial use. They may be used for research only, not for commercial purposes and not for "
    "diagnosis. The ImageNet weights that training started from are those of the ONNX Model Zoo (Apache-2.0).",
}


def _interval(figure: dict) -> str:
    return f"{figure['value']:.2f} ({figure['low']:.2f} to {figure['high']:.2f})"


def _row(name: str, performance: dict) -> str:
    figures = " | ".join(_interval(performance[key]) for key in ("auc", "sensitivity", "specificity", "accuracy"))
    return f"| {name} | {performance['clips']} / {performance['patients']} | {figures} |"


def card(title: str, about: dict, metrics: dict, decision, networks: str, phantoms: str) -> str:
    training = about["training"]
    head = "| | clips / patients | AUC | sensitivity | specificity | accuracy |\n| --- | --- | --- | --- | --- | --- |"
    present = [_row("fused", metrics["isPresent"]), *(_row(f"{name} alone", m) for name, m in metrics["branches"].items())]
    present += [_row(f"fused, {name} only", m) for name, m in metrics["datasets"].items()]
    lines = [_row("fused", metrics["bLines"]), *(_row(f"fused, {name} only", m) for name, m in metrics["bLinesByDataset"].items())]
    data = "\n".join(f"| {d['name']} | {d['clips']} | {d['patients']} | {d['frames']} |" for d in training["datasets"])
    sources = "\n".join(f"- {d['name']}: {d['licence']}" + (f", doi {d['doi']}" if d["doi"] else "") for d in DATA)
    return f"""# {title}

Decision support for research use, not a diagnosis. {LICENCE['text']}

## What it does
Says for each frame of a lung-ultrasound clip how likely interstitial syndrome (IS) is present, and for the clip the mean of the highest
{decision.fraction * 100:.3g}% of its frames. {networks} Their globally average-pooled last maps are concatenated ({about['featureCount']} features) and judged by a logistic
regression with Platt calibration.

Positive in training: B-lines marked and severity 1 or more. Negative: no B-lines and severity 0. Clips where the two labels disagree taught auxiliary targets only.

## Trained on
| data | clips | patients or sources | frames |
| --- | --- | --- | --- |
{data}

{sources}

## Measured: clips, {training['folds']}-fold cross-validation by patient, value (95% interval by patient bootstrap)
Networks and heads of a fold never saw its patients; its regularisation, calibration, clip rule and thresholds were chosen from the other folds' out-of-fold scores.
Sensitivity, specificity and accuracy are at the balanced threshold. Simulated clips trained every fold and are measured in none. The shipped weights come from all
patients; no patient was held back from them.

IS present, definite clips:

{head}
{chr(10).join(present)}

The same score against the plain label "B-lines yes or no", all real clips:

{head}
{chr(10).join(lines)}

Simulated clips that were never trained on: {phantoms}

## Operating points of the clip probability
Screening (sensitivity 0.90 out of fold) {decision.screening:.3f}; balanced {decision.balanced:.3f}; healthy below {decision.low:.3f}, IS from {decision.high:.3f},
indeterminate between.

## Limits
- Labels are per clip and noisy: readers' own answers to "B-lines" and "severity" often disagree. Few patients, mostly one convex device; other devices, linear probes,
  children and other diseases are hardly or not in the data.
- A bright scan without B-lines (liver, spleen, consolidation, strong gain) can look positive; faint B-lines in dark clips can be missed.
- How long to fine-tune was decided by looking at these same figures, which makes them a little optimistic; only patients never used here can tell the rest.
- Simulated clips are far easier than real ones; a verdict on them shows that the program works, not how well it reads lungs.
- Trained once with seed {training['seed']}; the interval above is over patients, not over training runs.
"""


def notice(title: str) -> str:
    sources = "\n".join(f"- {d['name']}. Licence: {d['licence']}." + (f" doi:{d['doi']}" if d["doi"] else "") for d in DATA)
    return f"""{title}

{LICENCE['name']}. {LICENCE['text']}

Trained on:
{sources}

Started from ImageNet weights of the ONNX Model Zoo, Apache License 2.0: MobileNetV2 and ResNet-50 v2 (converted from GluonCV), SqueezeNet 1.1.
The training data are not part of this bundle.
"""
