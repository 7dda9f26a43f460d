"""Inputs for the smallest training: a few phantoms, made by the program itself."""
import subprocess
from pathlib import Path

from .parallel import Workers

CLIPS, FRAMES = 24, 3


def phantom_inputs(folder: Path, workers: Workers) -> Path:
    """Simulated clips and their input images below `folder`; returns the inputs' folder."""
    inputs = folder / "inputs"
    if workers.rank == 0 and not (inputs / "index.json").exists():
        phantoms = folder / "phantoms"
        subprocess.run(["npm", "run", "-s", "phantom", "--", "--out", phantoms, "--kind", "mixed", "--count", str(CLIPS), "--seed", "1", "--frames", "6"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["npm", "run", "-s", "inputs", "--", "--out", inputs, "--frames", str(FRAMES), phantoms], check=True, stdout=subprocess.DEVNULL)
    workers.wait()
    return inputs
