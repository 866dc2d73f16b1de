"""The embedded server, as its users live with it: several processes, and any of them may be killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from selfcontact.database import binaries, failures
from selfcontact.database.server import LONGEST_SOCKET, Server
from selfcontact.lib.errors import UserError

USER = """
import sys
from pathlib import Path
from selfcontact.database.server import Server
with Server(Path(sys.argv[1])):
    print("in", flush=True)
    sys.stdin.readline()
"""


def a_process(home: Path) -> subprocess.Popen[str]:
    """Start another process that uses the server of `home` until it is told to end."""
    command = [sys.executable, "-c", USER, str(home)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def entered(process: subprocess.Popen[str]) -> None:
    """Wait until the process has its server."""
    assert process.stdout is not None
    assert process.stdout.readline() == "in\n"


def end(process: subprocess.Popen[str]) -> None:
    """Tell the process to end, and wait for it."""
    process.communicate("\n")
    assert process.returncode == 0


def kill_server(server: Server) -> None:
    """Kill -9 the server, and wait until it is gone."""
    pid = int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])
    killed = psutil.Process(pid)
    killed.kill()
    killed.wait()


def test_what_is_written_is_there_after_a_stop_and_a_start(home: Path) -> None:
    with Server(home) as server, psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    assert not server.running
    with Server(home) as server, psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_it_speaks_utf8_in_c_order_on_a_private_socket_only(home: Path) -> None:
    with Server(home) as server, psycopg.connect(server.url()) as connection:
        shown = {
            name: connection.execute(f"SHOW {name}").fetchone()
            for name in ("server_encoding", "listen_addresses", "fsync", "jit", "max_connections")
        }
        collation = connection.execute("SELECT datcollate FROM pg_database WHERE datname = 'selfcontact'").fetchone()
        assert collation == ("C",)
        assert server.socket.stat().st_mode & 0o777 == 0o700
    assert shown == {
        "server_encoding": ("UTF8",),
        "listen_addresses": ("",),
        "fsync": ("on",),
        "jit": ("off",),
        "max_connections": ("200",),
    }


def test_the_owner_of_the_database_is_no_superuser(home: Path) -> None:
    with Server(home) as server, psycopg.connect(server.url()) as connection:
        row = connection.execute("SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user").fetchone()
    assert row == (False, True)


def test_neither_a_refused_value_nor_a_parameter_reaches_the_log(home: Path) -> None:
    with Server(home) as server, psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE t (name text PRIMARY KEY, age int)")
        connection.execute("INSERT INTO t VALUES (%s, 1)", ["Canari"])
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO t VALUES (%s, 1)", ["Canari"])
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("INSERT INTO t VALUES ('x', 'Canari')")
    assert "ready to accept connections" in server.log.read_text()
    assert "Canari" not in server.log.read_text()


def test_the_last_of_its_users_stops_it(home: Path) -> None:
    other = a_process(home)
    entered(other)
    with Server(home) as server:
        end(other)
        assert server.running
    assert not server.running


def test_who_leaves_first_leaves_it_to_the_others(home: Path) -> None:
    server = Server(home)
    server.start()
    other = a_process(home)
    entered(other)
    server.release()
    assert server.running
    end(other)
    assert not server.running


def test_a_server_started_to_be_kept_outlives_its_users(home: Path) -> None:
    server = Server(home)
    server.start(keep=True)
    server.release()
    assert server.running
    with Server(home):
        pass
    assert server.running
    server.stop()
    assert not server.running


def test_processes_that_start_at_the_same_moment_start_it_once(home: Path) -> None:
    processes = [a_process(home) for _ in range(3)]
    for process in processes:
        entered(process)
    assert Server(home).log.read_text().count("ready to accept connections") == 1
    for process in processes:
        end(process)
    assert not Server(home).running


def test_a_killed_user_holds_nothing(home: Path) -> None:
    other = a_process(home)
    entered(other)
    other.kill()
    other.communicate()
    with Server(home) as server:
        assert server.running
    assert not server.running


def test_a_committed_row_survives_the_kill_of_the_server(home: Path) -> None:
    with Server(home) as server:
        with psycopg.connect(server.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        kill_server(server)
        assert not server.running
        server.start()
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_stale_pid_file_that_names_another_program_is_no_obstacle(home: Path) -> None:
    with Server(home) as server:
        path = server.data / "postmaster.pid"
        said = path.read_text()
        kill_server(server)
        path.write_text(said.replace(said.split("\n", 1)[0], str(os.getpid()), 1))
        server.start()
        assert server.running


def test_a_server_that_is_still_recovering_is_waited_for(home: Path) -> None:
    with Server(home) as server:
        pid = int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])
        starter = a_process(home)
        entered(starter)
        os.kill(starter.pid, signal.SIGKILL)
        starter.communicate()
        assert server._recovers()
        assert int((server.data / "postmaster.pid").read_text().split("\n", 1)[0]) == pid


def test_half_an_initialisation_is_begun_again(home: Path) -> None:
    unfinished = home / "postgres" / "data.unfinished-1"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    with Server(home) as server:
        assert server.running
    assert not unfinished.exists()


def test_data_of_another_major_version_are_refused_with_both_numbers(home: Path) -> None:
    with Server(home) as server:
        pass
    (server.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(UserError, match="PostgreSQL 12") as refused:
        server.start()
    assert refused.value.code == "postgres_other_version"
    (server.data / "PG_VERSION").write_text("18\n")


def test_a_socket_directory_that_is_a_link_is_refused(home: Path) -> None:
    (home / "postgres").mkdir()
    (home / "elsewhere").mkdir()
    (home / "postgres" / "run").symlink_to(home / "elsewhere")
    with pytest.raises(UserError) as refused:
        Server(home).start()
    assert refused.value.code == "postgres_socket_in_use"


def test_a_long_home_puts_its_socket_in_a_short_place(home: Path) -> None:
    deep = home / ("d" * 60) / ("e" * 60)
    with Server(deep) as server:
        assert len(os.fsencode(server.socket)) <= LONGEST_SOCKET
        assert server.running
    server.socket.rmdir()


def test_a_home_with_signs_that_libpq_reads_otherwise_works(home: Path) -> None:
    (home / "élu, n° 1").mkdir(mode=0o711)
    with Server(home / "élu, n° 1") as server, psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.socket.rmdir()


def test_missing_programs_are_told_with_what_to_run(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setattr(binaries, "PACKAGE", "no_such_package")
    binaries.packaged.cache_clear()
    with pytest.raises(UserError) as refused:
        Server(home).start()
    binaries.packaged.cache_clear()
    assert refused.value.code == "postgres_missing"
    assert "make setup" in refused.value.text("en")


def test_a_copy_of_the_programs_works_and_is_made_once(tmp_path: Path) -> None:
    copy = binaries.copied(binaries.installed(), tmp_path / "programs")
    done = subprocess.run([copy.path("psql"), "--version"], check=True, capture_output=True, text=True)
    assert done.stdout.startswith("psql (PostgreSQL)")
    before = copy.path("psql").stat().st_ino
    assert binaries.copied(binaries.installed(), tmp_path / "programs").path("psql").stat().st_ino == before


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("initdb: error: could not write to file: No space left on device", "disk_full"),
        ("could not open directory: Permission denied", "no_permission"),
        ("could not bind Unix address: Address already in use", "postgres_socket_in_use"),
        ("something else", "postgres_not_started"),
    ],
)
def test_each_cause_has_its_sentence(said: str, code: str) -> None:
    failure = failures.explain(said, Path("/x/data"), Path("/x/run"), Path("/x/log"))
    assert failure.code == code
    assert failure.hint


def test_a_full_disk_is_told_as_such(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(UserError) as refused:
        Server(home / "new").start()
    assert refused.value.code == "disk_full"
