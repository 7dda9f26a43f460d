"""Evidence beside the bundle: across data sets, what each part of the recipe is worth, learning curve over patients, noise of the labels.

`python3 -m models.train.studies` with the options of `python3 -m models.train`: trains what is missing (resumable) and writes tables into the run's folder,
from where they go into the card. Figures are AUCs at clip level with 95% intervals by patient bootstrap.
"""
import argparse
import json
from dataclasses import replace

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from .__main__ import arguments
from .dataset import Clip
from .evaluate import paired_auc, performance
from .parallel import Workers
from .run import Run
from .tasks import questions

# One plain head for all studies, so that they compare networks and not choices of heads.
HEAD = "Head: logistic regression (C 0.3) on the clips' mean features, every branch of equal variance; B-lines, other pathology left out."
REGULARISATION = 0.3
PHANTOM_WEIGHT = 0.5
SHARES = (25, 50, 75)
COVID, POCUS = "covid-blues", "pocus"


def _weights(clips: list[Clip], labels: np.ndarray) -> np.ndarray:
    """Both classes of a data set weigh the same, a data set as its clips are many; all phantoms together PHANTOM_WEIGHT of the real clips."""
    kinds, real = np.array([clip.dataset for clip in clips]), np.array([not clip.simulated for clip in clips])
    weight = np.zeros(len(clips))
    for kind in np.unique(kinds):
        total = PHANTOM_WEIGHT * real.sum() if kind == "phantom" else (kinds == kind).sum()
        for label in (0, 1):
            mine = (kinds == kind) & (labels == label)
            weight[mine] = total / 2 / max(1, mine.sum())
    return weight


def clip_scores(run: Run, names: tuple[str, ...], part: int | str, tested: np.ndarray) -> np.ndarray:
    """Logit of the clips `tested` by networks and a head trained on `part`; nan elsewhere."""
    labels = np.array([clip.is_present if clip.simulated or clip.dataset == POCUS else clip.b_lines for clip in run.clips])
    chosen = np.array([i for i in run.chosen(part) if not np.isnan(labels[i])])
    blocks = []
    for name in names:
        features = run.features(part, (name,))
        mean = np.stack([features[rows].mean(0) for rows in run.rows])
        blocks.append((mean - mean[chosen].mean(0)) / np.maximum(mean[chosen].std(0), 1e-6) / np.sqrt(mean.shape[1]))
    x = np.concatenate(blocks, 1)
    head = LogisticRegression(C=REGULARISATION, max_iter=500).fit(x[chosen], labels[chosen], _weights([run.clips[i] for i in chosen], labels[chosen]))
    return np.where(tested, head.decision_function(x), np.nan)


def out_of_fold(run: Run, names: tuple[str, ...], part=lambda k: k) -> np.ndarray:
    """Clip scores by networks and heads that never saw the patient. Scores of different folds are comparable: each head's training classes weigh the same."""
    scores = np.full(len(run.clips), np.nan)
    for k in range(run.options.folds):
        held = run.fold == k
        scores[held] = clip_scores(run, names, part(k), held)[held]
    return scores


def auc(run: Run, truth: np.ndarray, scores: np.ndarray) -> str:
    groups = np.array([clip.group for clip in run.clips])
    known = ~np.isnan(truth) & ~np.isnan(scores)
    if len(np.unique(truth[known])) < 2:
        return "-"
    found = performance(truth[known], scores[known], scores[known] > 0, groups[known], run.options.seed)["auc"]
    return f"{found['value']:.3f} ({found['low']:.2f} to {found['high']:.2f})"


def _sets(run: Run) -> dict[str, tuple[str, ...]]:
    return {**{name: (name,) for name in run.names}, "fused": tuple(run.names)}


def by_question(run: Run) -> dict:
    """Every branch and all fused on every question, out of fold; and fused against the best branch, paired."""
    asked = questions(run.clips)
    scores = {title: out_of_fold(run, names) for title, names in _sets(run).items()}
    return {
        "id": "branches", "title": "Branches alone and fused, one plain head, out of fold by patient", "note": HEAD,
        "columns": ["", *asked], "rows": [[title, *(auc(run, truth, z) for truth in asked.values())] for title, z in scores.items()],
    }


def across(run: Run) -> dict:
    """Trained on one data set (and phantoms), tested on the other."""
    rows, asked = [], questions(run.clips)
    for trained, tested in ((POCUS, COVID), (COVID, POCUS)):
        part = f"without {tested}"
        held = np.array([clip.dataset == tested for clip in run.clips])
        for name in run.names:
            run.work(name, part)
        for title, names in _sets(run).items():
            z = clip_scores(run, names, part, held)
            rows += [[f"{trained} -> {tested}", title, question, auc(run, np.where(held, truth, np.nan), z)] for question, truth in asked.items() if question.startswith(tested)]
    return {"id": "across", "title": "Across data sets", "note": HEAD, "columns": ["trained -> tested", "networks", "question", "AUC"], "rows": rows}


def learning_curve(run: Run, name: str, shares: tuple[int, ...] = SHARES) -> dict:
    """One branch trained on a share of the training patients."""
    rows, asked = [], questions(run.clips)
    for share in (*shares, 100):
        part = lambda k: k if share == 100 else f"fold {k} of {share}%"
        for k in range(run.options.folds):
            run.work(name, part(k))
        z = out_of_fold(run, (name,), part)
        rows.append([f"{share}%", *(auc(run, truth, z) for truth in asked.values())])
    return {"id": "learning-curve", "title": f"Learning curve over patients ({name})", "note": HEAD, "columns": ["training patients", *asked], "rows": rows}


class Frozen(Run):
    """The same clips and frames seen by the networks as pre-trained."""

    def features(self, part, names=None):
        return np.concatenate([self.frozen(name) for name in names or self.names], 1)


def variants(run: Run, name: str) -> dict[str, Run]:
    """One branch with one thing changed at a time."""
    options, workers = run.options, run.workers
    filtered = Run(argparse.Namespace(**{**vars(options), "filter": not options.filter}), workers)
    unweighed = {**run.recipes, name: replace(run.recipes[name], weigh_rows=False)}
    return {
        "as trained": run, "with data filtering" if filtered.options.filter else "without data filtering": filtered,
        "without weights of depth rows": Run(options, workers, unweighed), "not fine-tuned": Frozen(options, workers),
    }


def ablations(run: Run, name: str, tried: dict[str, Run]) -> dict:
    rows, asked = [], questions(run.clips)
    for title, variant in tried.items():
        if not isinstance(variant, Frozen):
            for k in range(run.options.folds):
                variant.work(name, k)
        z = out_of_fold(variant, (name,))
        rows.append([title, *(auc(run, truth, z) for truth in asked.values())])
    told = next(variant for variant in tried.values() if variant.options.filter)
    frames = np.concatenate([run.picked[run.rows[i]] for i, clip in enumerate(run.clips) if not clip.simulated and clip.b_lines == 1])
    share = np.mean([1 - told.left_in(k)[frames].mean() for k in range(run.options.folds)])
    note = f"{HEAD} Data filtering (multiple-instance scores inside the training patients, see filtering.py) leaves out {share:.0%} of the frames of B-line clips."
    return {"id": "ablations", "title": f"What parts of the recipe are worth ({name}), out of fold by patient", "note": note, "columns": ["", *asked], "rows": rows}


def label_noise(run: Run) -> dict:
    """How far the readers' own labels agree with each other: what no model on one of them can be expected to pass."""
    rows = []
    mine = [clip for clip in run.clips if clip.dataset == COVID]
    lines = np.array([clip.b_lines for clip in mine])
    groups = np.array([clip.group for clip in mine])
    severity = np.nansum(np.stack([clip.labels[3:] for clip in mine]), 1)
    others = np.array([lines[(groups == g) & (np.arange(len(mine)) != i)].mean() if (groups == g).sum() > 1 else lines.mean() for i, g in enumerate(groups)])
    a_lines = np.array([clip.labels[2] for clip in mine])
    for title, score in (("the readers' severity (0-3)", severity), ("the readers' A-lines, reversed", -a_lines), ("mean label of the patient's other clips, no image", others)):
        found = performance(lines, score.astype(float), score > 0, groups, run.options.seed)["auc"]
        rows.append([title, f"{found['value']:.3f} ({found['low']:.2f} to {found['high']:.2f})"])
    agree = float(((severity >= 1) == (lines == 1)).mean())
    expected = float(np.mean(severity >= 1) * lines.mean() + np.mean(severity < 1) * (1 - lines.mean()))
    rows.append(["severity >= 1 agrees with B-lines (share of clips; kappa)", f"{agree:.2f}; {(agree - expected) / (1 - expected):.2f}"])
    return {"id": "label-noise", "title": "Noise of the covid-blues labels: the B-lines label predicted by the readers' other labels", "note": "AUC with 95% interval by patient bootstrap.", "columns": ["predictor", "AUC for B-lines yes or no"], "rows": rows}


def paired(run: Run) -> dict:
    """All branches fused against each branch, same clips, patients resampled."""
    groups, seed, rows = np.array([clip.group for clip in run.clips]), run.options.seed, []
    fused, alone = out_of_fold(run, tuple(run.names)), {name: out_of_fold(run, (name,)) for name in run.names}
    for question, truth in questions(run.clips).items():
        known = ~np.isnan(truth)
        for name in run.names:
            found = paired_auc(truth[known], fused[known], alone[name][known], groups[known], seed)
            rows.append([question, name, f"{found['value']:+.3f} ({found['low']:+.3f} to {found['high']:+.3f}), p {found['p']:.3f}"])
    return {"id": "paired", "title": "Fused against each branch: difference of AUC by paired patient bootstrap", "note": HEAD, "columns": ["question", "against", "difference"], "rows": rows}


def main() -> None:
    options = arguments()
    torch.set_num_threads(options.threads)
    run = Run(options, Workers())
    run.prepare()
    for name, part in run.tasks():
        run.work(name, part)
    folder = run.folder / "tables"
    folder.mkdir(exist_ok=True)
    studies = [label_noise, by_question, paired]
    if {COVID, POCUS} <= {clip.dataset for clip in run.clips}:
        studies.append(across)
    studies += [lambda run: ablations(run, run.names[0], variants(run, run.names[0])), lambda run: learning_curve(run, run.names[0])]
    for place, study in enumerate(studies):
        table = study(run)
        (folder / f"{20 + place}-{table['id']}.json").write_text(json.dumps(table, indent=1))
        run.workers.say(f"{table['title']}\n" + "\n".join("  " + " | ".join(map(str, row)) for row in [table["columns"], *table["rows"]]))


if __name__ == "__main__":
    main()
