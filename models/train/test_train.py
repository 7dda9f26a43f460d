"""Run with `/usr/bin/python3 -m unittest models.train.test_train`."""
import unittest

import numpy as np
import torch

from .augment import views
from .backbones import FusedExtractor, MobileNetV2, SqueezeNet, deployed
from .dataset import Clip, folds, _labels
from .evaluate import balanced_threshold, performance, threshold_for_sensitivity, threshold_for_specificity, top_mean
from .export import golden_images, input_tensor
from .head import Choice, OutOfFold, fit, training_frames


def some_clips(patients=20, each=3, phantoms=4):
    random = np.random.default_rng(0)
    clips = []
    for p in range(patients):
        for _ in range(each):
            clips.append(Clip("pocus", "x", f"p{p}", 0, 4, _labels(p % 2 == 0, int(p % 2 == 0), None)))
    clips += [Clip("phantom", "phantom-1-b-lines.mp4", "s", 0, 4, _labels(True, 1, None)) for _ in range(phantoms)]
    rows = [np.arange(4) + 4 * i for i in range(len(clips))]
    features = random.normal(size=(4 * len(clips), 6)).astype(np.float32)
    for clip, mine in zip(clips, rows):
        features[mine, 0] += 2 * clip.is_present
    return clips, rows, features


class Labels(unittest.TestCase):
    def test_definite_and_ambiguous(self):
        self.assertEqual(_labels(True, 2, None)[0], 1)
        self.assertEqual(_labels(False, 0, None)[0], 0)
        self.assertTrue(np.isnan(_labels(True, 0, None)[0]) and np.isnan(_labels(False, 1, None)[0]))
        self.assertEqual(_labels(False, None, None, healthy=True)[0], 0)
        self.assertTrue(np.isnan(_labels(True, None, None, healthy=True)[0]))


class Splits(unittest.TestCase):
    def test_no_patient_on_both_sides_and_phantoms_in_none(self):
        clips, _, _ = some_clips()
        fold = folds(clips, 5, 1)
        for k in range(5):
            held = {c.group for c, f in zip(clips, fold) if f == k}
            trained = {c.group for c, f in zip(clips, fold) if f != k}
            self.assertFalse(held & trained)
        self.assertTrue(all(f == -1 for c, f in zip(clips, fold) if c.simulated))


class Heads(unittest.TestCase):
    def test_out_of_fold_scores_find_the_signal_and_leave_phantoms_out(self):
        clips, rows, features = some_clips()
        oof = OutOfFold(clips, rows, folds(clips, 5, 1), lambda k: features, [6], gains=((1.0,),))
        score, _ = oof.clip_scores()
        real = np.array([not c.simulated for c in clips])
        truth = np.array([c.is_present for c in clips])
        self.assertTrue(np.isnan(score[~real]).all())
        figures = performance(np.where(real, truth, np.nan), score, score > 0.5, np.array([c.group for c in clips]), 1)
        self.assertGreater(figures["auc"]["value"], 0.9)
        self.assertLessEqual(figures["auc"]["low"], figures["auc"]["value"])

    def test_head_equals_its_formula(self):
        clips, rows, features = some_clips()
        head = fit(features, training_frames(clips, rows, np.ones(len(clips), bool)), Choice(1e-2, (1.0,)), [6])
        z = head.bias + sum(head.weights[i] * (features[:, i] - head.mean[i]) / head.scale[i] for i in range(6))
        np.testing.assert_allclose(head.logits(features), z, rtol=1e-4, atol=1e-5)


class Thresholds(unittest.TestCase):
    def test_thresholds_reach_what_they_promise(self):
        random = np.random.default_rng(3)
        truth = np.repeat([0, 1], 50)
        score = random.normal(size=100) + truth
        score = 1 / (1 + np.exp(-score))
        self.assertGreaterEqual((score[truth == 1] >= threshold_for_sensitivity(truth, score, 0.9)).mean(), 0.9)
        self.assertGreaterEqual((score[truth == 0] < threshold_for_specificity(truth, score, 0.85)).mean(), 0.85)
        self.assertTrue(score.min() < balanced_threshold(truth, score) < score.max())
        self.assertEqual(top_mean(np.array([0.1, 0.9, 0.5, 0.2]), 0.25), 0.9)


class Networks(unittest.TestCase):
    def test_folding_keeps_the_outputs(self):
        torch.manual_seed(0)
        net = MobileNetV2().eval()
        x = torch.randn(1, 3, 96, 96)
        with torch.no_grad():
            before = net.maps(x)
            after = deployed(net).maps(x)
        self.assertLess(float((before - after).abs().max()), 0.02 * float(before.abs().max()))

    def test_features_are_the_means_of_the_maps(self):
        extractor = FusedExtractor({"squeezenet": SqueezeNet()}).eval()
        with torch.no_grad():
            features, m = extractor(input_tensor(golden_images(1, 1)))
        torch.testing.assert_close(features, m.mean((2, 3)))

    def test_views_are_seeded_and_in_range(self):
        images = torch.from_numpy(golden_images(1, 2))
        first, second = (views(images, 64, torch.Generator().manual_seed(5)) for _ in range(2))
        torch.testing.assert_close(first, second)
        self.assertTrue(0 <= float(first.min()) and float(first.max()) <= 1)


if __name__ == "__main__":
    unittest.main()
