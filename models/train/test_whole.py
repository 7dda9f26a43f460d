"""Run with `/usr/bin/python3 -m unittest models.train.test_whole`."""
import unittest

import numpy as np
import torch

from .backbones import BRANCHES, SqueezeNet, pretrained
from .test_train import NOWHERE, some_clips
from .whole import Recipe, Training, drawn, trained
from .whole_views import CHANCES, viewer


class Views(unittest.TestCase):
    def test_the_same_chances_give_the_same_view_in_range(self):
        images = torch.randint(0, 256, (3, 224, 224), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))
        table = torch.rand(3, CHANCES, generator=torch.Generator().manual_seed(2))
        first, second = (viewer(64, 1.4, 5, "cpu")(images, table) for _ in range(2))
        torch.testing.assert_close(first, second)
        self.assertTrue(0 <= float(first.min()) and float(first.max()) <= 1)
        other = viewer(64, 1.4, 5, "cpu")(images, 1 - table)
        self.assertGreater(float((first - other).abs().mean()), 0.02)


class Drawing(unittest.TestCase):
    def test_every_real_clip_is_seen_once_an_epoch_and_no_other_patient(self):
        clips, recipe = some_clips(), Recipe(1e-4, 2, clips=6, phantoms=2, frames=3)
        chosen = np.array([i for i in range(len(clips)) if i < 30 or clips[i].simulated])
        plan = drawn(clips, chosen, recipe, None, np.random.default_rng(1))
        self.assertEqual(plan.images.shape, (10, 24))
        real = plan.clips[:, :6].ravel()
        self.assertEqual(sorted(real[:30]), list(range(30)))
        self.assertTrue(all(clips[i].simulated for i in plan.clips[:, 6:].ravel()))
        for at, clip in zip(plan.images.reshape(-1, 3), plan.clips.ravel()):
            self.assertTrue(all(clips[clip].first <= image < clips[clip].first + clips[clip].count for image in at))


class Fitting(unittest.TestCase):
    def test_it_learns_keeps_frozen_stages_and_repeats_itself(self):
        clips = some_clips(patients=6, each=1, phantoms=2, frames=2)
        images = torch.randint(0, 90, (16, 224, 224), dtype=torch.uint8, generator=torch.Generator().manual_seed(3))
        for clip in clips:
            images[clip.first : clip.first + 2, 60:, 100:120] += int(120 * clip.b_lines)
        recipe = Recipe(1e-3, 4, frozen=3, clips=3, phantoms=1, frames=2, mix=0.3)
        runs = [Training(pretrained("squeezenet", NOWHERE), images, clips, np.arange(len(clips)), recipe, seed=4) for _ in range(2)]
        before = {key: value.clone() for key, value in pretrained("squeezenet", NOWHERE).state_dict().items()}
        (net, classifier), (again, _) = (trained(run) for run in runs)
        self.assertLess(float(runs[0].losses[-2:].mean()), float(runs[0].losses[:2].mean()))
        changed = {key for key, value in net.state_dict().items() if not torch.equal(value, before[key])}
        self.assertIn("features.9.squeeze.weight", changed)
        self.assertFalse({key for key in changed if key.startswith(("features.0.", "features.1.", "features.2."))})
        self.assertEqual(classifier.in_features, SqueezeNet.channels)
        for key, value in net.state_dict().items():
            torch.testing.assert_close(value, again.state_dict()[key])

    def test_stages_cover_every_backbone_from_first_to_last(self):
        for name in BRANCHES:
            net = pretrained(name, NOWHERE)
            found = {net.stage(key) for key, _ in net.named_parameters()}
            self.assertEqual((min(found), max(found)), (0, net.stages - 1), name)


if __name__ == "__main__":
    unittest.main()
