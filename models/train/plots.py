"""Pictures of a run's logs."""
import csv
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402  (the backend must be chosen first)


def plot_losses(log: Path) -> None:
    """The loss by epoch of one CSV log, as a PNG beside it."""
    with open(log, newline="") as file:
        rows = list(csv.DictReader(file))
    figure, axes = pyplot.subplots(figsize=(4, 3))
    axes.plot([int(row["epoch"]) for row in rows], [float(row["loss"]) for row in rows], marker="o")
    axes.set(xlabel="epoch", ylabel="training loss", title=log.stem)
    figure.tight_layout()
    figure.savefig(log.with_suffix(".png"), dpi=100)
    pyplot.close(figure)
