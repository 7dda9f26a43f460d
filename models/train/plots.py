"""Pictures of a run's logs, where matplotlib is there to draw them; the logs themselves are always written."""
import csv
import sys
from pathlib import Path


def plot_losses(log: Path) -> None:
    """The loss by epoch of one CSV log, as a PNG beside it; without matplotlib nothing is drawn, which is said."""
    try:
        import matplotlib
    except ImportError:
        print(f"{log.name}: no picture of it, since matplotlib is not here (Debian: python3-matplotlib).", file=sys.stderr)
        return
    matplotlib.use("Agg")
    from matplotlib import pyplot  # after the backend is chosen

    with open(log, newline="") as file:
        rows = list(csv.DictReader(file))
    figure, axes = pyplot.subplots(figsize=(4, 3))
    axes.plot([int(row["epoch"]) for row in rows], [float(row["loss"]) for row in rows], marker="o")
    axes.set(xlabel="epoch", ylabel="training loss", title=log.stem)
    figure.tight_layout()
    figure.savefig(log.with_suffix(".png"), dpi=100)
    pyplot.close(figure)
