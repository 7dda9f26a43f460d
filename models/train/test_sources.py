"""Run with `/usr/bin/python3 -m unittest models.train.test_sources`."""
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from .dataset import Clip, _labels
from .question import B_LINES, question_of
from .sources import clip_licences, data_licences, datasets, notice, source_labels
from .tables import take_up
from .tasks import questions


def pocus(name, group, licence, b_lines=True, healthy=0.0):
    return Clip("pocus", f"pocus/{name}", group, 0, 3, _labels(b_lines, None, None, bool(healthy)), healthy), licence


class Licences(unittest.TestCase):
    def test_clips_with_licences_of_their_own_are_counted_and_only_data_that_was_seen_is_named(self):
        made = [pocus("a.mp4", "1", "CC BY 4.0"), pocus("b.mp4", "1", "CC BY-NC -SA 4.0"), pocus("c.mp4", "2", "CC BY 4.0"), pocus("d.mp4", "2", "")]
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "pocus"
            data.mkdir()
            lines = [f"{clip.name.removeprefix('pocus/')},{licence}" for clip, licence in made]
            (data / "clips.csv").write_text("\n".join(["file,license", *lines]) + "\n")
            seen = datasets([clip for clip, _ in made], clip_licences([Path(folder)]))
        self.assertEqual(seen, [{"name": "pocus", "licence": "per clip: CC BY 4.0 (2), CC BY-NC-SA 4.0 (1), not stated (1)", "clips": 4, "patients": 2, "frames": 12}])
        text = notice("Title", seen)
        self.assertIn("CC BY-NC-SA 4.0 (1)", text)
        self.assertNotIn("COVID-BLUeS", text)
        self.assertEqual([entry["doi"] for entry in data_licences(seen)], ["10.3390/app11020672"])

    def test_labels_that_nobody_gave_are_null(self):
        clip, _ = pocus("a.mp4", "1", "")
        self.assertEqual(source_labels(clip), {"b_lines": 1, "severity": None, "a_lines": None, "healthy": 0})
        self.assertEqual(source_labels(Clip("covid-blues", "covid-blues/x", "1", 0, 1, _labels(True, 2, False)))["severity"], 2)


class Questions(unittest.TestCase):
    def test_an_exported_dataset_says_itself_what_it_asks(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, record in (("ward", {"question": {"title": "Severity 2 or more", "positive": "scored 2 or 3", "negative": "scored 0 or 1"}}), ("plain", None)):
                data = Path(folder) / name
                data.mkdir()
                (data / "clips.csv").write_text("file,positive\n")
                if record is not None:
                    (data / "dataset.json").write_text(json.dumps(record))
            self.assertEqual(question_of([Path(folder)], "b_lines"), B_LINES)
            ward = question_of([Path(folder) / "ward"], "positive")
            self.assertEqual(ward.told(), {"title": "Severity 2 or more", "positive": "scored 2 or 3", "negative": "scored 0 or 1"})
            self.assertEqual(question_of([Path(folder)], "positive").title, "the table's column positive; Severity 2 or more")
        clips = [Clip("ward", f"ward/{i}", f"p{i}", 0, 1, _labels(b, None, None)) for i, b in enumerate([True, False])]
        self.assertEqual(list(questions(clips, ward)), ["ward: Severity 2 or more"])

    def test_each_data_set_is_asked_what_its_labels_can_answer(self):
        clips = [pocus("a", "1", "")[0], pocus("b", "2", "", False, 1.0)[0], pocus("c", "3", "", False, 0.0)[0]]
        clips += [Clip("covid-blues", f"covid-blues/{i}", f"p{i}", 0, 1, _labels(b, s, None)) for i, (b, s) in enumerate([(True, 2), (False, 0), (True, 0)])]
        asked = questions(clips)
        self.assertEqual(len(asked), 3)
        np.testing.assert_array_equal(asked["pocus: B-lines against healthy"][:3], [1, 0, np.nan])
        np.testing.assert_array_equal(asked["covid-blues: B-lines"][3:], [1, 0, 1])
        severe = next(truth for name, truth in asked.items() if "severity 2" in name)
        np.testing.assert_array_equal(severe[3:], [1, 0, np.nan])


class Tables(unittest.TestCase):
    def test_later_tables_take_the_place_of_older_ones_and_change_the_checksum(self):
        table = lambda name, value: {"id": name, "title": name, "note": "", "columns": ["x"], "rows": [[value]]}
        with tempfile.TemporaryDirectory() as folder:
            out, given = Path(folder) / "bundle", Path(folder) / "tables"
            out.mkdir(), given.mkdir()
            (out / "training.json").write_text(json.dumps({"format": "pleura-training/1", "tables": [table("a", 1), table("b", 1)], "notes": ["old"]}))
            (out / "manifest.json").write_text(json.dumps({"files": {}}))
            (given / "10-b.json").write_text(json.dumps(table("b", 2)))
            (given / "notes.json").write_text(json.dumps(["new"]))
            take_up(given, out)
            first = (out / "manifest.json").read_text()
            take_up(given, out)
            told = json.loads((out / "training.json").read_text())
            self.assertEqual((out / "manifest.json").read_text(), first)
        self.assertEqual([(t["id"], t["rows"][0][0]) for t in told["tables"]], [("a", 1), ("b", 2)])
        self.assertEqual(told["notes"], ["new", "old"])


if __name__ == "__main__":
    unittest.main()
