"""What the labels of a training ask, in the words that its bundle and card use."""
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from .dataset import datasets_in


@dataclass(frozen=True)
class Question:
    title: str
    positive: str
    negative: str

    def told(self) -> dict:
        return asdict(self)

    @property
    def all_clips(self) -> str:
        """How tables call it over every data set."""
        return "B-lines, all real clips" if self == B_LINES else f"{self.title}, all real clips"


B_LINES = Question("B-lines yes or no", "B-lines marked by the data set's readers", "no B-lines marked; clips that their source calls diseased otherwise were left out")


def question_of(roots: list[Path], column: str) -> Question:
    """B-lines, or what the data sets that hold `column` say that it asks (dataset.json of what Pleura exports); several questions are all named."""
    if column == "b_lines":
        return B_LINES
    asked = []
    for folder in (folder for root in roots for folder in datasets_in(root.resolve())):
        record = folder / "dataset.json"
        said = json.loads(record.read_text()).get("question") if record.exists() else None
        question = Question(said["title"], said["positive"], said["negative"]) if isinstance(said, dict) else Question(f"the table's column {column}", f"{column}: yes", f"{column}: no")
        if question not in asked:
            asked.append(question)
    joined = lambda part: "; ".join(dict.fromkeys(getattr(question, part) for question in asked))
    return Question(joined("title"), joined("positive"), joined("negative"))
