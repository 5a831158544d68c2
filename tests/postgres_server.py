#!/usr/bin/env python3
"""A PostgreSQL server of its own for tests, on loopback and in a folder that goes with it.

usage: postgres_server.py COMMAND...   runs COMMAND with the address of an empty database in KRONIKA_TEST_POSTGRES

Where PostgreSQL is not installed the exit status is 77, by which ctest says that a test was skipped.
"""
import ctypes
import glob
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse


SKIPPED = 77


def programs():
    """The folder of initdb and postgres: of the newest version that is installed."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    beside = shutil.which("initdb")
    if not found and not beside:
        print("skipped: there is no PostgreSQL on this machine; install it: apt-get install postgresql", file=sys.stderr)
        sys.exit(SKIPPED)
    return os.path.dirname(found[-1] if found else beside)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class PostgresServer:
    """Its superuser is "kronika", with a password that belongs in no message. As root it runs as the user postgres."""

    def __init__(self, settings=()):
        self.programs = programs()
        self.folder = tempfile.mkdtemp(prefix="kronika_postgres_")
        self.data = os.path.join(self.folder, "data")
        self.user = None
        if os.getuid() == 0:
            self.user = pwd.getpwnam("postgres")
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.secret = secrets.token_hex(8)
        self.password = "se/cret@" + self.secret
        self.port = free_port()
        self.settings = ["listen_addresses=127.0.0.1", f"port={self.port}", f"unix_socket_directories={self.folder}",
                         "shared_buffers=128MB", "max_connections=40", *settings]
        self.process = None
        path = os.path.join(self.folder, "password")
        with open(path, "w", encoding="utf-8") as out:
            out.write(self.password)
        os.chmod(path, 0o644)
        made = subprocess.run([f"{self.programs}/initdb", "-D", self.data, "-U", "kronika", "--pwfile", path, "--auth",
                               "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
                              capture_output=True, text=True, cwd="/", preexec_fn=self._as_user)
        if made.returncode != 0:
            shutil.rmtree(self.folder)
            sys.exit("initdb failed: " + made.stderr)

    def _as_user(self):
        os.setsid()  # a Ctrl+C at the terminal is not for it
        if self.user:
            os.setgroups([])
            os.setgid(self.user.pw_gid)
            os.setuid(self.user.pw_uid)
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG: it ends with us

    def start(self):
        options = [part for setting in self.settings for part in ("-c", setting)]
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen([f"{self.programs}/postgres", "-D", self.data, *options], stdout=log,
                                            stderr=log, cwd="/", preexec_fn=self._as_user)
        for _ in range(600):
            if self.process.poll() is not None:
                sys.exit("PostgreSQL did not start: " + self.log()[-2000:])
            if subprocess.run([f"{self.programs}/pg_isready", "-q", "-h", self.folder, "-p", str(self.port)]).returncode == 0:
                return self
            time.sleep(0.05)
        sys.exit("PostgreSQL does not answer: " + self.log()[-2000:])

    def stop(self, how=signal.SIGINT):
        """SIGINT: orderly; SIGQUIT: as pg_ctl stop -m immediate, which is a crash."""
        if self.process:
            self.process.send_signal(how)
            self.process.wait()
            self.process = None

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self):
        with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as lines:
            return lines.read()

    def address(self, database, user="kronika", password=None):
        secret = urllib.parse.quote(password or self.password, safe="")
        return f"postgresql://{user}:{secret}@127.0.0.1:{self.port}/{database}"

    def sql(self, database, text):
        """The answer's lines, columns parted by |."""
        done = subprocess.run([f"{self.programs}/psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p",
                               str(self.port), "-U", "kronika", "-d", database, "-f", "-"],
                              input=text, capture_output=True, text=True, env={**os.environ, "PGPASSWORD": self.password})
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout.splitlines()

    def make_database(self, name):
        self.sql("postgres", f"CREATE DATABASE {name}")
        return self.address(name)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    server = PostgresServer(["fsync=off"])  # what a crash leaves is looked at elsewhere
    try:
        environment = {**os.environ, "KRONIKA_TEST_POSTGRES": server.start().make_database("chronicle")}
        status = subprocess.run(sys.argv[1:], env=environment).returncode
    finally:
        server.close()
    sys.exit(status)
