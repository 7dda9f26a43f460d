"""The paper's comparison on open data: every CNN alone and all fused, with every kind of head, out of fold by patient, at frame, clip and patient level."""
import numpy as np
from sklearn.model_selection import StratifiedKFold

from .crossfit import TARGET, Material, candidates, crossfit
from .decide import Judge, Scores
from .evaluate import paired_auc, performance
from .heads.fit import SETTINGS, Frames, fit, space_of
from .tasks import TARGETS, b_lines

FIGURES = (("auc", "AUC"), ("accuracy", "accuracy"), ("specificity", "specificity"), ("sensitivity", "recall"), ("precision", "precision"), ("f1", "F1"))


def shown(figure: dict) -> str:
    return f"{figure['value']:.2f} ({figure['low']:.2f} to {figure['high']:.2f})"


class Comparison:
    """Out-of-fold scores of the best settings of each kind on each set of features; settings, calibration and thresholds of a fold from the other folds."""

    def __init__(self, run, asked: dict[str, np.ndarray], say):
        self.run, self.asked = run, asked
        self.groups, self.truth = np.array([clip.group for clip in run.clips]), b_lines(run.clips)
        self.sets = {**{name: (name,) for name in run.names}, "fused": tuple(run.names)}
        self.scores: dict[tuple[str, str], Scores] = {}
        self.judges: dict[str, Judge] = {}
        for title, names in self.sets.items():
            say(f"heads on {title}")
            tried = candidates()
            logits = crossfit(Material(run, names), tried)
            self.judges[title] = self._judge(tried, logits)
            for kind in SETTINGS:
                mine = [j for j, c in enumerate(tried) if c.kind == kind]
                self.scores[title, kind] = self._judge([tried[j] for j in mine], logits[mine]).nested()[1]

    def targets(self) -> dict:
        """The regression on the fused features, trained on each of the targets; and the target chosen by the other folds too."""
        tried = candidates(("logistic-regression",), tuple(TARGETS))
        logits = crossfit(Material(self.run, tuple(self.run.names)), tried)
        among = {name: [j for j, c in enumerate(tried) if c.target == name] for name in TARGETS} | {"chosen by the other folds as well": list(range(len(tried)))}
        rows = []
        for name, mine in among.items():
            scores = self._judge([tried[j] for j in mine], logits[mine]).nested()[1]
            areas = [performance(truth, scores.clips, scores.called, self.groups, self.run.options.seed)["auc"] for truth in (self.truth, *self.asked.values())]
            rows.append([name + (" (ships)" if name == TARGET else ""), *map(shown, areas)])
        return {
            "id": "targets", "title": "What the head is trained on", "columns": ["training clips", self.run.question.all_clips, *self.asked], "rows": rows,
            "note": "AUC at clip level, out of fold by patient; fused features, logistic regression, its settings chosen from the other folds. Other pathology: clips without B-lines that their "
            "source does not call healthy. The target that ships was settled after these figures were seen, so the bundle's own figures are optimistic by about what the rows differ.",
        }

    def _judge(self, tried, logits) -> Judge:
        return Judge(tried, logits, self.run.rows, self.run.fold, self.groups, self.truth, self.asked)

    def _levels(self, scores: Scores) -> dict[str, dict]:
        """Performance at each level; a patient is positive who has a positive clip, and is called by the clips' balanced threshold."""
        seed, known = self.run.options.seed, ~np.isnan(self.truth)
        frames = ~np.isnan(scores.frames)
        each = frames.sum(1)
        repeat = lambda values: np.repeat(values, each)
        at_clip = performance(self.truth, scores.clips, scores.called, self.groups, seed)
        at_frame = performance(repeat(self.truth), scores.frames[frames], scores.frames[frames] >= 0.5, repeat(self.groups), seed)
        names = np.unique(self.groups[known])
        members = [np.flatnonzero(known & (self.groups == name)) for name in names]
        truth = np.array([self.truth[m].max() for m in members])
        score = np.array([scores.patients[m][0] for m in members])
        return {"frame": at_frame, "clip": at_clip, "patient": performance(truth, score, score >= 0.5, names, seed)}

    def tables(self) -> list[dict]:
        found = {key: self._levels(scores) for key, scores in self.scores.items()}
        tables = []
        for level in ("clip", "frame", "patient"):
            rows = [[title, kind, *(shown(levels[level][key]) for key, _ in FIGURES)] for (title, kind), levels in found.items()]
            n = next(iter(found.values()))[level]["clips"]
            called = {"frame": "called at 0.5", "clip": "called at the balanced threshold", "patient": "a patient with any positive clip is positive; called at 0.5"}[level]
            tables.append({
                "id": f"heads-{level}", "title": f"Features and heads compared: {level} level", "columns": ["features", "head", *(title for _, title in FIGURES)], "rows": rows,
                "note": f"{self.run.question.title}, all real clips; value (95% interval by patient bootstrap); {n} {level}s, {called}. Split by patient; settings, calibration, clip rule and thresholds of a fold were chosen from the other folds.",
            })
        return [*tables, self._by_question(), self._paired(), self.targets()]

    def _by_question(self) -> dict:
        rows = []
        for (title, kind), scores in self.scores.items():
            rows.append([title, kind, *(shown(performance(truth, scores.clips, scores.called, self.groups, self.run.options.seed)["auc"]) for truth in self.asked.values())])
        return {
            "id": "heads-questions", "title": "Features and heads compared: AUC by data set and question", "columns": ["features", "head", *self.asked], "rows": rows,
            "note": "Clip level, out of fold by patient; the same scores as above against each question's own clips.",
        }

    def _paired(self) -> dict:
        """The fused features against the best single CNN, each with its own best head, over the same resampled patients."""
        nested = {title: judge.nested()[1] for title, judge in self.judges.items()}
        rows = []
        for question, truth in {self.run.question.all_clips: self.truth, **self.asked}.items():
            area = {t: performance(truth, s.clips, s.called, self.groups, self.run.options.seed)["auc"] for t, s in nested.items()}
            best = max((t for t in area if t != "fused"), key=lambda t: area[t]["value"], default="fused")
            difference = paired_auc(truth, nested["fused"].clips, nested[best].clips, self.groups, self.run.options.seed)
            rows.append([question, shown(area["fused"]), best, shown(area[best]), shown(difference), difference["p"]])
        return {
            "id": "fusion", "title": "Fused features against the best single CNN", "columns": ["question", "fused AUC", "best single CNN", "its AUC", "difference", "p (two-sided)"], "rows": rows,
            "note": "Clip level, out of fold by patient, paired patient bootstrap; each with the head that cross-validation chooses. The single CNN is the best on each question, picked "
            "after the fact, which favours it.",
        }


def leaky(run, seed: int) -> dict:
    """What frames split at random would have claimed: neighbours of every test frame, and the networks' own training clips, on both sides. Wrong on purpose."""
    truth = b_lines(run.clips)
    known = [i for i in range(len(run.clips)) if not np.isnan(truth[i])]
    rows = np.concatenate([run.rows[i] for i in known])
    y = np.repeat([truth[i] for i in known], [len(run.rows[i]) for i in known])
    features = run.features(-1, tuple(run.names))
    widths = {name: run.features(-1, (name,)).shape[1] for name in run.names}
    tried = [("logistic-regression", {"C": 3e-2}), ("k-nearest-neighbours", {"k": 15}), ("rbf-svm", {"C": 10.0, "width": 1.0})]
    scores = np.zeros((len(tried), len(rows)))
    for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(rows, y):
        space = space_of(features, rows[train], widths)
        frames = Frames(rows[train], y[train], np.ones(len(train)))
        for j, (kind, setting) in enumerate(tried):
            scores[j, test] = fit(space, frames, kind, setting, seed).logits(features[rows[test]])
    found = [(kind, performance(y, s, s >= 0, np.arange(len(y)), seed)) for (kind, _), s in zip(tried, scores)]
    return {
        "id": "leaky", "title": "WRONG ON PURPOSE: what a frame-level split would have claimed", "columns": ["features", "head", *(title for _, title in FIGURES)],
        "rows": [["fused", kind, *(shown(figures[key]) for key, _ in FIGURES)] for kind, figures in found],
        "note": "Frames of the same clip on both sides of the split, networks fine-tuned on all clips, intervals over frames: the figures say how well frames are recognised again, "
        "not how well lungs are read. Compare with the frame-level table above, which is split by patient.",
    }
