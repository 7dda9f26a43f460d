"""Run with `/usr/bin/python3 -m unittest models.train.test_heads`."""
import json
import unittest

import numpy as np

from .crossfit import Candidate, Material, candidates, crossfit
from .dataset import Clip, _labels, folds
from .decide import Judge, calibrated, calibration, patients, pooled
from .evaluate import calibration_error, draws, paired_auc, performance, point_auc
from .heads.files import from_json, to_json
from .heads.fit import SETTINGS, Frames, fit, space_of
from .heads.head import leaf_values, sigmoid
from .tasks import TARGETS, Target, b_lines, training_frames


class FakeRun:
    """Twenty patients with three clips of four frames and some phantoms; two branches, the first of which knows the label."""

    names = ("one", "two")

    def __init__(self):
        random = np.random.default_rng(0)
        self.clips = [Clip("pocus", f"pocus/{p}-{c}", f"p{p}", 0, 4, _labels(p % 2 == 0, int(p % 2 == 0), None)) for p in range(20) for c in range(3)]
        self.clips += [Clip("phantom", "phantom-1-b-lines.mp4", f"s{i}", 0, 4, _labels(i % 2 == 0, int(i % 2 == 0), None)) for i in range(6)]
        self.rows = [np.arange(4) + 4 * i for i in range(len(self.clips))]
        self.parts = {name: random.normal(size=(4 * len(self.clips), width)).astype(np.float32) for name, width in (("one", 6), ("two", 4))}
        for clip, mine in zip(self.clips, self.rows):
            self.parts["one"][mine, 0] += 2 * clip.is_present
        self.fold = folds(self.clips, 5, 1)
        self.options = type("Options", (), {"seed": 1})()

    def features(self, k, names):
        return np.concatenate([self.parts[name] for name in names], 1)


def fitted(kind):
    run = FakeRun()
    material, everything = Material(run, run.names), np.ones(len(run.clips), bool)
    setting = tuple(SETTINGS[kind][0].items())
    return run, material.head(material.space(0, everything), everything, Candidate(kind, setting, "definite clips"))


class Heads(unittest.TestCase):
    def test_every_kind_is_the_same_after_writing_and_reading(self):
        for kind in SETTINGS:
            with self.subTest(kind):
                run, head = fitted(kind)
                again = from_json(json.loads(json.dumps(to_json(head.calibrated(0.8, 0.1)))))
                x = run.features(0, run.names)
                np.testing.assert_allclose(again.logits(x), head.logits(x), rtol=1e-5, atol=1e-5)
                np.testing.assert_allclose(again.probabilities(x), sigmoid(0.8 * head.logits(x) + 0.1), rtol=1e-5, atol=1e-5)

    def test_every_kind_finds_the_signal(self):
        for kind in SETTINGS:
            with self.subTest(kind):
                run, head = fitted(kind)
                real = np.arange(240)
                truth = np.repeat([clip.is_present for clip in run.clips], 4)
                self.assertGreater(point_auc(truth[real], head.logits(run.features(0, run.names))[real]), 0.8)

    def test_trees_and_kernels_give_scikit_learns_own_scores(self):
        from sklearn.ensemble import GradientBoostingClassifier
        from sklearn.svm import SVC

        from .heads import head as formulas
        from .heads.fit import _boosted, _svm

        random = np.random.default_rng(2)
        x, w = random.normal(size=(120, 5)), random.uniform(0.5, 2, 120)
        y = (x[:, 0] + 0.3 * random.normal(size=120) > 0).astype(int)
        boosted = GradientBoostingClassifier(n_estimators=40, learning_rate=0.06, max_depth=2, subsample=0.5, max_features=5, min_samples_leaf=20, random_state=3)
        np.testing.assert_allclose(formulas._boosted(_boosted(x, y, w, {"trees": 40}, 3), x), boosted.fit(x, y, w).decision_function(x), rtol=1e-6, atol=1e-6)
        svm = SVC(C=1.0, gamma=1.0 / 5).fit(x, y, w)
        np.testing.assert_allclose(formulas._rbf(_svm(x, y, w, {"C": 1.0, "width": 1.0}, 3), x), svm.decision_function(x), rtol=1e-4, atol=1e-4)

    def test_a_tree_goes_left_on_equality(self):
        tree = {"feature": np.array([0, 0, 0]), "threshold": np.array([0.5, 0, 0]), "left": np.array([1, -1, -1]), "right": np.array([2, -1, -1]), "value": np.array([0, 1.0, 2.0])}
        np.testing.assert_array_equal(leaf_values(tree, np.array([[0.5], [0.6]])), [1.0, 2.0])

    def test_branches_weigh_the_same_whatever_their_width(self):
        run = FakeRun()
        space = space_of(run.features(0, run.names), np.arange(240), {"one": 6, "two": 4})
        variance = ((run.features(0, run.names)[:240] - space.mean) / space.scale).var(0)
        self.assertAlmostEqual(variance[:6].sum(), variance[6:].sum(), places=5)
        self.assertAlmostEqual(space.x[:240].var(0).mean(), 1, places=3)


class Training(unittest.TestCase):
    def test_classes_weigh_the_same_within_a_data_set_and_phantoms_half(self):
        run = FakeRun()
        frames = training_frames(run.clips, run.rows, np.ones(len(run.clips), bool), TARGETS["definite clips"])
        real = frames.rows < 240
        self.assertAlmostEqual(frames.weights[real & (frames.labels == 1)].sum(), frames.weights[real & (frames.labels == 0)].sum())
        self.assertAlmostEqual(frames.weights[~real].sum(), 0.5 * frames.weights[real].sum())

    def test_ambiguous_clips_count_as_told(self):
        clips = [Clip("covid-blues", f"covid-blues/{i}", f"p{i}", 0, 1, _labels(b, s, None)) for i, (b, s) in enumerate([(True, 2), (True, 0), (False, 0), (False, 0)])]
        rows, every = [np.array([i]) for i in range(4)], np.ones(4, bool)
        self.assertEqual(set(training_frames(clips, rows, every, Target(0, 0)).rows), {0, 2, 3})
        weights = training_frames(clips, rows, every, Target(0.25, 0)).weights
        self.assertAlmostEqual(weights[1] / weights[0], 0.25)


class Choosing(unittest.TestCase):
    def setUp(self):
        run = FakeRun()
        tried = candidates(("logistic-regression", "random-forest"), ("definite clips",))
        logits = crossfit(Material(run, run.names), tried)
        truth, groups = b_lines(run.clips), np.array([c.group for c in run.clips])
        self.run_, self.truth, self.groups, self.logits = run, truth, groups, logits
        self.judge = Judge(tried, logits, run.rows, run.fold, groups, truth, {"all": truth})

    def test_scores_out_of_fold_find_the_signal_and_leave_phantoms_out(self):
        decisions, scores = self.judge.nested()
        self.assertTrue(np.isnan(scores.clips[60:]).all())
        self.assertGreater(performance(self.truth, scores.clips, scores.called, self.groups, 1)["auc"]["value"], 0.85)
        self.assertTrue(all(d.low <= d.balanced <= d.high for d in decisions))

    def test_nothing_of_a_fold_changes_what_the_others_decide_for_it(self):
        before = self.judge.decide({1, 2, 3, 4})
        self.judge.padded[:, self.run_.fold == 0] *= -5
        after = self.judge.decide({1, 2, 3, 4})
        self.assertEqual(before, after)

    def test_calibrations_keep_the_order_and_improve(self):
        random = np.random.default_rng(0)
        truth = random.integers(0, 2, 300).astype(float)
        score = sigmoid(3 * (truth - 0.2 + random.normal(size=300)))
        for kind in ("platt", "isotonic"):
            p = calibrated(calibration(kind, score, truth), score)
            self.assertTrue((np.diff(p[np.argsort(score)]) >= -1e-12).all())
            self.assertLess(calibration_error(truth, p, np.arange(300), 1)["value"], calibration_error(truth, score, np.arange(300), 1)["value"])

    def test_pooling_and_patients(self):
        padded = np.array([[0.1, 0.9, 0.5, 0.2], [0.3, np.nan, np.nan, np.nan]])
        np.testing.assert_allclose(pooled(padded, 0.25), [0.9, 0.3])
        np.testing.assert_allclose(pooled(padded, 1.0), [0.425, 0.3])
        np.testing.assert_allclose(patients(np.array([0.2, 0.6, 0.5]), np.array(["a", "a", "b"]), "mean")[1], [0.4, 0.5])
        np.testing.assert_allclose(patients(np.array([0.2, 0.6, 0.5]), np.array(["a", "a", "b"]), "max")[1], [0.6, 0.5])


class Figures(unittest.TestCase):
    def test_auc_and_rates_equal_scikit_learns(self):
        from sklearn.metrics import f1_score, precision_score, roc_auc_score

        random = np.random.default_rng(4)
        truth = random.integers(0, 2, 80).astype(float)
        score = np.round(truth + random.normal(size=80), 1)  # with ties
        groups = random.integers(0, 15, 80)
        found = performance(truth, score, score > 0.5, groups, 1)
        self.assertAlmostEqual(found["auc"]["value"], roc_auc_score(truth, score), places=4)
        self.assertAlmostEqual(found["f1"]["value"], f1_score(truth, score > 0.5), places=4)
        self.assertAlmostEqual(found["precision"]["value"], precision_score(truth, score > 0.5), places=4)

    def test_a_resample_counts_whole_patients(self):
        from sklearn.metrics import roc_auc_score

        from .evaluate import aucs

        random = np.random.default_rng(5)
        truth, score, groups = random.integers(0, 2, 40).astype(float), random.normal(size=40), np.repeat(np.arange(10), 4)
        weights = draws(10, 1)
        pick = np.concatenate([np.flatnonzero(groups == g) for g in range(10) for _ in range(int(weights[7, g]))])
        self.assertAlmostEqual(aucs(truth, score, groups, weights)[7], roc_auc_score(truth[pick], score[pick]), places=6)

    def test_the_same_scores_do_not_differ(self):
        random = np.random.default_rng(6)
        truth, score, groups = random.integers(0, 2, 60).astype(float), random.normal(size=60), np.repeat(np.arange(20), 3)
        self.assertEqual(paired_auc(truth, score, score, groups, 1)["value"], 0)
        better = paired_auc(truth, truth * 3 + score, score, groups, 1)
        self.assertGreater(better["low"], 0)

    def test_perfect_probabilities_show_their_own_chance_error(self):
        random = np.random.default_rng(7)
        p = random.random(3000)
        found = calibration_error((random.random(3000) < p).astype(float), p, np.arange(3000), 1)
        self.assertLess(abs(found["value"] - found["perfect"]), 0.02)


if __name__ == "__main__":
    unittest.main()
