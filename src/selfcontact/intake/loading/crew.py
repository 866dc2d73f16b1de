"""The worker processes of one load, as their parent sees them."""

import contextlib
import multiprocessing
import threading
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import NoReturn, Self

from selfcontact.intake.loading import entry, seen
from selfcontact.intake.loading.job import Failure, Job, Tally
from selfcontact.intake.loading.shared import Memory, Turn
from selfcontact.intake.reader.shape import Chunk

WORKERS = 2


class WorkerFailedError(RuntimeError):
    """A worker stopped; the sentence names the place in our code, never a value."""


class Crew:
    """Starts the workers, deals the chunks one after the other, adds up the tallies; leaves no process behind."""

    def __init__(self, workers: int = WORKERS) -> None:
        context = multiprocessing.get_context("spawn")
        self.tally = Tally()
        self._closing = False
        self.dealt = 0
        self.seen, self.state, self.prefixes = Memory(seen.BYTES), Memory(8), Memory()
        self._turns = tuple(Turn(free=number == 0) for number in range(workers))
        self._pipes: list[Connection] = []
        self._processes = []
        for number in range(workers):
            ours, theirs = context.Pipe()
            memories = (self.seen, self.state, self.prefixes)
            process = context.Process(target=entry.main, args=(number, theirs, self._turns, memories), daemon=True)
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)
        threading.Thread(target=self._watch, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def begin(self, job: Job) -> None:
        """Give the job to every worker, once they are ready."""
        for pipe in self._pipes:
            self._take(pipe)
            pipe.send(job)

    def load(self, chunks: Iterable[Chunk], progress: Callable[[Tally], None]) -> Tally:
        """Deal the chunks and return the sum of the tallies; `progress` is called with the sum so far."""
        for chunk in chunks:
            pipe = self._pipes[chunk.number % len(self._pipes)]
            self._send(pipe, chunk.data)
            self.dealt += len(chunk.data)
            self._collect()
            progress(self.tally)
        for pipe in self._pipes:
            self._send(pipe, b"")
        waiting = list(self._pipes)
        while waiting:
            waiting = [pipe for pipe in waiting if not self._finished(pipe)]
            progress(self.tally)
        return self.tally

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        self._closing = True
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()
            process.close()
        self._processes = []
        for pipe in self._pipes:
            pipe.close()
        for descriptor in (*self._turns, self.state, self.prefixes, self.seen):
            descriptor.close()

    def dismiss(self) -> None:
        """End the workers; what they have seen stays until `close`."""
        for process in self._processes:
            process.join()
            process.close()
        self._processes = []

    def _watch(self) -> None:
        """Kill the others when one worker dies: they may wait for its turn, and the parent for them, for ever."""
        alive = {process.sentinel: process for process in self._processes}
        while alive:
            for sentinel in wait(list(alive)):
                if alive.pop(int(sentinel)).exitcode and not self._closing:  # type: ignore[arg-type]
                    for process in alive.values():
                        process.kill()

    def _finished(self, pipe: Connection) -> bool:
        """Take one answer; the one for the end counts nothing."""
        answer = self._take(pipe)
        return isinstance(answer, Tally) and answer.lines == 0

    def _collect(self) -> None:
        for pipe in self._pipes:
            while pipe.poll():
                self._take(pipe)

    def _send(self, pipe: Connection, data: bytes) -> None:
        try:
            pipe.send_bytes(data)
        except OSError:
            self._blame()

    def _blame(self) -> NoReturn:
        """Raise with what a worker said before it went, if it said anything."""
        for pipe in self._pipes:
            with contextlib.suppress(EOFError, OSError):
                while pipe.poll(1):
                    if isinstance(answer := pipe.recv(), Failure):
                        raise WorkerFailedError(f"{answer.kind} in {answer.place}")
        raise WorkerFailedError("a worker went away")

    def _take(self, pipe: Connection) -> object:
        try:
            answer = pipe.recv()
        except (EOFError, OSError):
            self._blame()
        if isinstance(answer, Failure):
            raise WorkerFailedError(f"{answer.kind} in {answer.place}")
        if isinstance(answer, Tally):
            self.tally.add(answer)
        return answer
