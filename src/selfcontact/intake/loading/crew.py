"""The worker processes of one load, as their parent sees them."""

import contextlib
import fcntl
import multiprocessing
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import NoReturn, Self

from selfcontact.intake.loading import entry, seen
from selfcontact.intake.loading.job import Failure, Job, Tally
from selfcontact.intake.loading.shared import Memory, Turn
from selfcontact.intake.reader.shape import Chunk

WORKERS = 2
#: Bytes that a pipe to a worker holds: the most that Linux gives to anyone.
PIPE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Line:
    """The two ends of ours of what connects us with one worker."""

    to_worker: Connection
    from_worker: Connection


class WorkerFailedError(RuntimeError):
    """A worker stopped; the sentence names the place in our code, never a value."""


class Crew:
    """Starts the workers, deals the chunks one after the other, adds up the tallies; leaves no process behind."""

    def __init__(self, workers: int = WORKERS) -> None:
        context = multiprocessing.get_context("spawn")
        self.tally = Tally()
        self._ending = False
        self.dealt = 0
        self.seen, self.state, self.prefixes = Memory(seen.BYTES), Memory(8), Memory()
        self._turns = tuple(Turn(free=number == 0) for number in range(workers))
        self._lines: list[Line] = []
        self._processes = []
        memories = (self.seen, self.state, self.prefixes)
        for number in range(workers):
            inbox, to_worker = context.Pipe(duplex=False)
            from_worker, outbox = context.Pipe(duplex=False)
            fcntl.fcntl(to_worker.fileno(), fcntl.F_SETPIPE_SZ, PIPE)
            arguments = (number, inbox, outbox, self._turns, memories)
            process = context.Process(target=entry.main, args=arguments, daemon=True)
            process.start()
            inbox.close()
            outbox.close()
            self._lines.append(Line(to_worker=to_worker, from_worker=from_worker))
            self._processes.append(process)
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pids(self) -> tuple[int, ...]:
        """Return the process ids of the workers."""
        return tuple(process.pid for process in self._processes if process.pid)

    def begin(self, job: Job) -> None:
        """Give the job to every worker, once they are ready."""
        for line in self._lines:
            self._take(line)
            line.to_worker.send(job)

    def load(self, chunks: Iterable[Chunk], progress: Callable[[Tally], None]) -> Tally:
        """Deal the chunks and return the sum of the tallies; `progress` is called with the sum so far."""
        for chunk in chunks:
            self._send(self._lines[chunk.number % len(self._lines)], chunk.data)
            self.dealt += len(chunk.data)
            self._collect()
            progress(self.tally)
        self._ending = True
        for line in self._lines:
            self._send(line, b"")
        waiting = {line.from_worker: line for line in self._lines}
        while waiting:
            for ready in wait(list(waiting)):
                if self._finished(waiting[ready]):  # type: ignore[index]
                    del waiting[ready]  # type: ignore[arg-type]
            progress(self.tally)
        return self.tally

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        self._ending = True
        for process in self._processes:
            process.kill()
        self.dismiss()
        for line in self._lines:
            line.to_worker.close()
            line.from_worker.close()
        for descriptor in (*self._turns, self.state, self.prefixes, self.seen):
            descriptor.close()

    def dismiss(self) -> None:
        """Wait for the end of the workers; what they have seen stays until `close`."""
        for process in self._processes:
            process.join()
        self._watching.join()
        for process in self._processes:
            process.close()
        self._processes = []

    def _watch(self) -> None:
        """Kill the others when one worker dies: they may wait for its turn, and the parent for them, for ever."""
        processes = list(self._processes)
        wait([process.sentinel for process in processes])
        if not self._ending:
            for process in processes:
                process.kill()

    def _finished(self, line: Line) -> bool:
        """Take one answer; the one for the end counts nothing."""
        answer = self._take(line)
        return isinstance(answer, Tally) and answer.lines == 0

    def _collect(self) -> None:
        for line in self._lines:
            while line.from_worker.poll():
                self._take(line)

    def _send(self, line: Line, data: bytes) -> None:
        try:
            line.to_worker.send_bytes(data)
        except OSError:
            self._blame()

    def _blame(self) -> NoReturn:
        """Raise with what a worker said before it went, if it said anything."""
        for line in self._lines:
            with contextlib.suppress(EOFError, OSError):
                while line.from_worker.poll(1):
                    if isinstance(answer := line.from_worker.recv(), Failure):
                        raise WorkerFailedError(f"{answer.kind} in {answer.place}")
        raise WorkerFailedError("a worker went away")

    def _take(self, line: Line) -> object:
        try:
            answer = line.from_worker.recv()
        except (EOFError, OSError):
            self._blame()
        if isinstance(answer, Failure):
            raise WorkerFailedError(f"{answer.kind} in {answer.place}")
        if isinstance(answer, Tally):
            self.tally.add(answer)
        return answer
