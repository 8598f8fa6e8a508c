"""Jobs of the server: what is being computed, how far it is, and who listens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import time
from typing import Any, Literal

from upheaval.workbench.pool import Work

State = Literal["queued", "running", "finished", "failed", "cancelled"]
Event = tuple[str, dict[str, Any]]
Listener = Callable[[Event], None]

OVER = ("finished", "failed", "cancelled")


@dataclass(eq=False)
class Job:
    """One thing to compute.

    Attributes
    ----------
    id : str
        Its identifier; of a run the identifier of the run.
    kind : str
        ``run``, ``whatif``, ``explain``, ``preview`` or ``verify``.
    total : float
        Runs that it takes, or 1.
    wanted : int
        How many askers still want it; it is cancelled when none does.
    """

    id: str
    kind: str
    scenario: str
    total: float = 1.0
    state: State = "queued"
    done: float = 0.0
    message: str | None = None
    result: Any = None
    wanted: int = 1
    made: float = field(default_factory=time)
    works: list[Work] = field(default_factory=list)
    _listeners: list[Listener] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in OVER

    def as_json(self) -> dict[str, Any]:
        """Give what there is to know."""
        return {
            "id": self.id,
            "kind": self.kind,
            "scenario": self.scenario,
            "state": self.state,
            "done": round(self.done, 2),
            "total": self.total,
            "message": self.message,
            "result": self.result,
        }

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call a function with every event from now on; gives the function that ends it."""
        with self._lock:
            self._listeners.append(listener)
            listener(self.event())
        return lambda: self._forget(listener)

    def _forget(self, listener: Listener) -> None:
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)

    def event(self) -> Event:
        """Give the event that tells the present state."""
        if self.state == "finished":
            return "finished", {"id": self.id}
        if self.state == "failed":
            return "failed", {"message": self.message or ""}
        if self.state == "cancelled":
            return "cancelled", {"id": self.id}
        return "progress", {"done": round(self.done, 2), "total": self.total}

    def progress(self, done: float) -> None:
        """Tell how far it is."""
        with self._lock:
            if not self.is_over:
                self.state, self.done = "running", max(self.done, done)
                self._tell()

    def finish(self, result: Any = None) -> None:
        """Tell that it is done."""
        with self._lock:
            if not self.is_over:
                self.state, self.done, self.result = "finished", self.total, result
                self._tell()

    def fail(self, message: str) -> None:
        """Tell that it failed."""
        self._end("failed", message)

    def cancel(self) -> None:
        """Tell that nobody wants it any more."""
        self._end("cancelled", None)

    def _end(self, state: State, message: str | None) -> None:
        with self._lock:
            if not self.is_over:
                self.state, self.message = state, message
                self._tell()

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener(self.event())


class Jobs:
    """All jobs since the server started, the oldest forgotten first."""

    MOST = 200

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def get(self, job_id: str) -> Job | None:
        """Give a job."""
        return self._jobs.get(job_id)

    def active(self) -> list[Job]:
        """Give the jobs that are not over."""
        return [job for job in list(self._jobs.values()) if not job.is_over]

    def add(self, job: Job) -> None:
        """Remember a job."""
        with self._lock:
            self._jobs.pop(job.id, None)
            self._jobs[job.id] = job
            for old in [key for key, item in self._jobs.items() if item.is_over]:
                if len(self._jobs) <= self.MOST:
                    break
                del self._jobs[old]
