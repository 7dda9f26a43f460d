"""Independent tasks (a backbone and a fold each) over the processes that torchrun started, one GPU each where there are GPUs."""
import os
import sys
import time

import torch
import torch.distributed as distributed


class Workers:
    def __init__(self):
        self.rank, self.count = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
        if self.count > 1:
            distributed.init_process_group("gloo")
        local = int(os.environ.get("LOCAL_RANK", 0))
        self.device = f"cuda:{local % torch.cuda.device_count()}" if torch.cuda.is_available() else "cpu"
        self._start = time.monotonic()

    def share(self, tasks: list) -> list:
        """This process's part of the tasks."""
        return tasks[self.rank :: self.count]

    def wait(self) -> None:
        """Until every process has come here."""
        if self.count > 1:
            distributed.barrier()

    def say(self, text: str) -> None:
        print(f"[{time.monotonic() - self._start:6.0f} s, {self.rank}] {text}", file=sys.stderr, flush=True)
