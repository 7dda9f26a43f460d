"""From input images to a model bundle, in one resumable command: see README.md beside this file."""
import argparse
from pathlib import Path

import torch

from .assemble import assemble
from .backbones import BRANCHES
from .parallel import Workers
from .run import Run
from .smoke import phantom_inputs

SHARED = Path("../shared")


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="models.train", description=__doc__)
    parser.add_argument("--inputs", type=Path, nargs="+", default=[], help="folders written by `npm run -s inputs`, real clips and phantoms")
    parser.add_argument("--data", type=Path, nargs="+", default=[SHARED / "data"], help="data set folders (each with a clips.csv), or folders of such")
    parser.add_argument("--label", default="b_lines", metavar="COLUMN", help="the column of clips.csv that answers yes or no; `positive` in what Pleura exports")
    parser.add_argument("--without", nargs="*", default=[], metavar="DATASET", help="data sets to leave out altogether, e.g. covid-blues")
    parser.add_argument("--pretrained", type=Path, default=SHARED / "pretrained", help="ImageNet weights; where it is absent, training starts from random weights")
    parser.add_argument("--work", type=Path, default=Path("models/train/work"))
    parser.add_argument("--out", type=Path, help="bundle folder; models/bundles/ID unless named")
    parser.add_argument("--id", default="pleura-lus-v1")
    parser.add_argument("--version", default="2.1.1")
    parser.add_argument("--tune", nargs="*", choices=list(BRANCHES), default=list(BRANCHES), help="backbones to fine-tune; the others stay as pre-trained")
    parser.add_argument("--epochs", type=int, help="epochs, instead of each backbone's own number")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--frames", type=int, default=8, help="frames of a real clip to learn from")
    parser.add_argument("--views", type=int, default=4, help="augmented views of each such frame")
    parser.add_argument("--filter", action=argparse.BooleanOptionalAction, default=False, help="leave out frames of B-line clips that show none")
    parser.add_argument("--half", action="store_true", help="16-bit (bfloat) convolutions in training: twice as quick on processors that have them")
    parser.add_argument("--smoke", action="store_true", help="a tiny training on phantoms alone, from end to end, in a minute or two")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args(given)
    options.out = options.out or Path("models/bundles") / options.id
    if options.smoke:
        options.folds, options.epochs, options.frames, options.views = 2, 1, 2, 1
    elif not options.inputs:
        parser.error("--inputs are needed (or --smoke)")
    return options


def main() -> None:
    options = arguments()
    torch.set_num_threads(options.threads)
    workers = Workers()
    if options.smoke and not options.inputs:
        options.inputs = [phantom_inputs(options.work / "smoke", workers)]
    run = Run(options, workers)
    known = sum(clip.b_lines in (0, 1) and not clip.simulated for clip in run.clips)
    start = "ImageNet weights" if options.pretrained.exists() else "random weights (no pre-trained ones found): a test of the road, not a model"
    workers.say(f"{len(run.clips)} clips, {known} of them real, {len(run.images)} images; from {start}; work in {run.folder}")
    run.prepare()
    for name, part in workers.share(run.tasks()):
        run.work(name, part)
    workers.wait()
    if workers.rank == 0:
        assemble(run)


if __name__ == "__main__":
    main()
