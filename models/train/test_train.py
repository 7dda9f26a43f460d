"""Run with `/usr/bin/python3 -m unittest models.train.test_train`."""
import csv
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from .augment import normalise, views
from .backbones import BRANCHES, FusedExtractor, SqueezeNet, deployed, pretrained
from .dataset import Clip, _labels, datasets_in, folds, labelled, load
from .filtering import left_in
from .finetune import Drawing, Recipe, features_of, finetune, tail_features
from .stems import evenly, planned, stems

NOWHERE = Path("no-such-folder")


def some_clips(patients=20, each=3, phantoms=4, frames=4):
    clips = [
        Clip("pocus", "x", f"p{p}", frames * (p * each + j), frames, _labels(p % 2 == 0, int(p % 2 == 0), None))
        for p in range(patients) for j in range(each)
    ]
    first = frames * len(clips)
    return clips + [Clip("phantom", "phantom-1-b-lines.mp4", f"s{j}", first + frames * j, frames, _labels(True, 1, None)) for j in range(phantoms)]


class Labels(unittest.TestCase):
    def test_inputs_of_an_exported_folder_are_found_from_their_own_place_on(self):
        with tempfile.TemporaryDirectory() as root:
            folder = Path(root) / "ward-v1"
            (folder / "inputs").mkdir(parents=True)
            with open(folder / "clips.csv", "w", newline="") as file:
                csv.writer(file).writerows([["file", "patient", "split", "b_lines"], ["frames/c-1", "p-1", "train", "yes"], ["frames/c-2", "p-2", "test", "no"]])
            entries = [{"path": f"../frames/c-{n}", "simulated": False, "frames": [3 * n, 9], "first": 2 * n - 2} for n in (1, 2)]
            (folder / "inputs" / "index.json").write_text(json.dumps({"format": "pleura-inputs/1", "size": 224, "clips": entries}))
            np.zeros((4, 224, 224), np.uint8).tofile(folder / "inputs" / "inputs.u8")
            clips, images = load([folder / "inputs"], [folder])
        # The test side stays out; the frames are the original clip's.
        self.assertEqual([(c.dataset, c.name, c.group, c.first, c.count, c.frames) for c in clips], [("ward-v1", "ward-v1/frames/c-1", "ward-v1 p-1", 0, 2, (3, 9))])
        self.assertEqual(images.shape, (4, 224, 224))

    def test_a_column_of_its_own_settles_every_clip_that_has_an_answer(self):
        with tempfile.TemporaryDirectory() as root:
            with open(Path(root) / "clips.csv", "w", newline="") as file:
                csv.writer(file).writerows([["file", "patient", "positive", "b_lines", "severity", "healthy"], ["a", "1", "yes", "", "", "no"], ["b", "2", "no", "yes", "1", "no"], ["c", "3", "", "yes", "2", "no"]])
            found = labelled([Path(root)], "positive")
        name = Path(root).name
        self.assertEqual(sorted(found), [f"{name}/a", f"{name}/b"])
        np.testing.assert_array_equal(found[f"{name}/a"].labels[:2], [1, 1])
        np.testing.assert_array_equal(found[f"{name}/b"].labels, [0, 0, np.nan, 1, 0, 0])
        self.assertTrue(np.isnan(found[f"{name}/a"].healthy))

    def test_definite_and_ambiguous(self):
        self.assertEqual(_labels(True, 2, None)[0], 1)
        self.assertEqual(_labels(False, 0, None)[0], 0)
        self.assertTrue(np.isnan(_labels(True, 0, None)[0]) and np.isnan(_labels(False, 1, None)[0]))
        self.assertEqual(_labels(False, None, None, healthy=True)[0], 0)
        self.assertTrue(np.isnan(_labels(True, None, None, healthy=True)[0]))
        self.assertEqual(_labels(True, None, None)[0], 1)

    def test_an_exported_folder_is_read_with_the_columns_it_has(self):
        with tempfile.TemporaryDirectory() as root:
            folder = Path(root) / "ward"
            folder.mkdir()
            with open(folder / "clips.csv", "w", newline="") as file:
                csv.writer(file).writerows([["file", "patient", "b_lines", "severity"], ["a.mp4", "1", "yes", "2"], ["b.mp4", "1", "0", ""], ["c.mp4", "2", "", "1"]])
            self.assertEqual(datasets_in(Path(root)), [folder])
            self.assertEqual(datasets_in(folder), [folder])
            found = labelled([folder])
        self.assertEqual(sorted(found), ["ward/a.mp4", "ward/b.mp4"])
        self.assertEqual(found["ward/a.mp4"].group, found["ward/b.mp4"].group)
        np.testing.assert_array_equal(found["ward/a.mp4"].labels, [1, 1, np.nan, 1, 1, 0])


class Splits(unittest.TestCase):
    def test_no_patient_on_both_sides_and_phantoms_in_none(self):
        clips = some_clips()
        fold = folds(clips, 5, 1)
        for k in range(5):
            held = {c.group for c, f in zip(clips, fold) if f == k}
            trained = {c.group for c, f in zip(clips, fold) if f != k}
            self.assertTrue(held)
            self.assertFalse(held & trained)
        self.assertTrue(all(f == -1 for c, f in zip(clips, fold) if c.simulated))

    def test_labels_are_dealt_out_evenly(self):
        clips = some_clips()
        fold = folds(clips, 5, 1)
        lines = [sum(c.b_lines for c, f in zip(clips, fold) if f == k) for k in range(5)]
        self.assertLessEqual(max(lines) - min(lines), 3)


class Filtering(unittest.TestCase):
    def test_frames_without_the_sign_are_left_out_of_b_line_clips_only(self):
        clips = some_clips(phantoms=0)
        random = np.random.default_rng(0)
        features = random.normal(size=(4 * len(clips), 5)).astype(np.float32) * 0.3
        rows = [np.arange(c.first, c.first + 4) for c in clips]
        for c in clips:
            if c.b_lines:
                features[c.first + 2 : c.first + 4, 0] += 4  # half of the frames show it
        kept = left_in(clips, np.arange(len(clips)), rows, np.arange(len(features)), features, len(features))
        lines = np.repeat([c.b_lines == 1 for c in clips], 4)
        shown = np.tile([False, False, True, True], len(clips)) & lines
        self.assertTrue(kept[~lines].all() and kept[shown].all())
        self.assertGreater((~kept[lines & ~shown]).mean(), 0.3)


class Training(unittest.TestCase):
    def test_views_are_seeded_and_in_range(self):
        images = torch.randint(0, 256, (2, 224, 224), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))
        first, second = (views(images, 64, torch.Generator().manual_seed(5)) for _ in range(2))
        torch.testing.assert_close(first, second)
        self.assertTrue(0 <= float(first.min()) and float(first.max()) <= 1)

    def test_each_epoch_draws_clips_of_the_part_and_frames_that_were_left_in(self):
        clips = some_clips()
        plan = planned(clips, 4, 2)
        kept = np.ones(4 * len(clips), bool)
        kept[clips[0].first : clips[0].first + 3] = False
        drawn = Drawing(clips, np.array([0, 1, len(clips) - 1]), plan, kept, 1).epoch()
        self.assertEqual(set(plan.clip[drawn]), {0, 1, len(clips) - 1})
        self.assertEqual(set(plan.image[drawn][plan.clip[drawn] == 0]), {clips[0].first + 3})

    def test_fine_tuning_learns_and_leaves_the_stem_alone(self):
        clips = some_clips(patients=4, each=1, phantoms=2, frames=2)
        random = np.random.default_rng(2)
        images = random.integers(0, 90, (2 * len(clips), 224, 224)).astype(np.uint8)
        for c in clips:
            images[c.first : c.first + 2, 60:, 100:120] += np.uint8(120 * c.b_lines)
        plan, net = planned(clips, 2, 2), SqueezeNet().eval()
        with tempfile.TemporaryDirectory() as folder:
            say = lambda text: None
            views_kept = stems(net, images, plan.image, Path(folder) / "v.npy", seed=1, device="cpu", half=False, say=say)
            plain = stems(net, images, np.concatenate([evenly(c, 2) for c in clips]), Path(folder) / "p.npy", seed=None, device="cpu", half=False, say=say)
            before = {key: value.clone() for key, value in net.state_dict().items()}
            log = Path(folder) / "log.csv"
            tuned = finetune(net, clips, np.arange(len(clips)), plan, views_kept, Recipe(1e-3, 2), seed=1, device="cpu", log=log, say=say)
            self.assertEqual(len(log.read_text().splitlines()), 3)
            changed = {key for key, value in tuned.state_dict().items() if not torch.equal(value, before[key])}
            self.assertIn("depth", changed)
            self.assertTrue(all(key == "depth" or int(key.split(".")[1]) >= net.cut for key in changed), changed)
            # The kept stem (16-bit floats) and the whole network agree.
            np.testing.assert_allclose(tail_features(tuned, plain, "cpu"), features_of(tuned, images, "cpu"), rtol=5e-3, atol=5e-3)


class Networks(unittest.TestCase):
    def test_folding_keeps_the_outputs_of_every_branch(self):
        frames = normalise(torch.rand(1, 224, 224, generator=torch.Generator().manual_seed(3)))
        for name in BRANCHES:
            net = pretrained(name, NOWHERE)
            with torch.no_grad():
                before = net.maps(frames)
                after = deployed(net).maps(frames)
            self.assertEqual(before.shape[1:3], (net.channels, net.rows))
            self.assertLess(float((before - after).abs().max()), 0.02 * float(before.abs().max()), name)

    def test_features_are_the_means_of_the_maps(self):
        extractor = FusedExtractor({"squeezenet": pretrained("squeezenet", NOWHERE)}).eval()
        with torch.no_grad():
            features, m = extractor(normalise(torch.rand(1, 224, 224)))
        torch.testing.assert_close(features, m.mean((2, 3)))

    def test_a_row_that_counts_nothing_adds_nothing(self):
        net = pretrained("squeezenet", NOWHERE)
        with torch.no_grad():
            net.depth[:, :, :3] = 0
            m = net.maps(normalise(torch.rand(1, 224, 224)))
        self.assertEqual(float(m[:, :, :3].abs().max()), 0)
        self.assertGreater(float(m[:, :, 3:].max()), 0)


if __name__ == "__main__":
    unittest.main()
