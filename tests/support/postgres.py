"""A throwaway PostgreSQL cluster from the machine's own programs."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tests.support.parts import free_port, is_root


class Postgres:
    """A cluster on 127.0.0.1; ``make`` and ``fresh`` make databases in it."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="zhutiao-pg-"))
        self._user = self._owner()
        self._made = 0
        self.port = free_port()
        data = self._folder / "data"
        self._run(
            "initdb", "-D", str(data), "-U", "zhutiao", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        self._server = self._start(data)
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def fresh(self, template: str = "template0") -> str:
        """A new database, as a copy of ``template``; its URL."""
        self._made += 1
        name = f"test_{self._made}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def make(self, name: str) -> str:
        """A new, empty database with this name; its URL."""
        self._sql(f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, name: str) -> str:
        """The URL of a database of this cluster."""
        return f"postgresql+psycopg://zhutiao@127.0.0.1:{self.port}/{name}"

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected."""
        self._sql(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def stop(self) -> None:
        """End the server and remove its files."""
        self._server.send_signal(signal.SIGINT)
        try:
            self._server.wait(20)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _owner(self) -> pwd.struct_passwd | None:
        """PostgreSQL refuses to run as root: then another user owns the cluster."""
        if not is_root():
            return None
        names = {entry.pw_name: entry for entry in pwd.getpwall()}
        owner = names.get("postgres") or names["nobody"]
        os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        return owner

    def _start(self, data: Path) -> subprocess.Popen[bytes]:
        options = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self._folder),
            "max_connections": "200",
        }
        arguments = [word for key, value in options.items() for word in ("-c", f"{key}={value}")]
        with (self._folder / "log").open("wb") as log:
            return subprocess.Popen(
                [self._programs / "postgres", "-D", data, *arguments],
                stdout=log,
                stderr=log,
                **self._as_owner(),
            )

    def _wait(self) -> None:
        for _ in range(200):
            ready = subprocess.run(
                [self._programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)],
                check=False,
            )
            if ready.returncode == 0:
                return
            time.sleep(0.05)
        raise RuntimeError((self._folder / "log").read_text())

    def _sql(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(
            f"host=127.0.0.1 port={self.port} user=zhutiao dbname=postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            **self._as_owner(),
        )

    def _as_owner(self) -> dict[str, object]:
        if self._user is None:
            return {"cwd": self._folder}
        return {
            "cwd": self._folder,
            "user": self._user.pw_uid,
            "group": self._user.pw_gid,
            "extra_groups": [],
        }
