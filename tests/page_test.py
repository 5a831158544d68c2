#!/usr/bin/env python3
"""The page: its unit tests, then its paths in a real browser against `kronika serve`. usage: page_test.py PROGRAM

A store of the sample articles is made and served on a free port; web/test/page.test.mjs does what people do.
"""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WEB = os.path.join(ROOT, "web")


def start(program, store):
    """The server, its address and the token that allows changes: it says both on stderr."""
    server = subprocess.Popen([program, "serve", store, "--port", "0"], stderr=subprocess.PIPE, text=True)
    for line in server.stderr:
        found = re.search(r"(http://\S+?)/#token=(\S+)", line)
        if found:
            return server, found.group(1), found.group(2)
    sys.exit(f"kronika serve ended with {server.wait()} and named no address")


def main():
    program = sys.argv[1]
    if not shutil.which("node") or not os.path.isdir(os.path.join(WEB, "node_modules")):
        sys.exit("the page is not built; ./dev build does that")
    units = subprocess.run(["node", "node_modules/vitest/vitest.mjs", "run"], cwd=WEB).returncode
    if units:
        return units
    if not os.path.exists(os.environ.get("KRONIKA_CHROMIUM", "/usr/bin/chromium")):
        sys.exit("there is no /usr/bin/chromium; install Debian's chromium, or name another in KRONIKA_CHROMIUM")
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "chronicle.db")
        subprocess.run([program, "add", store, os.path.join(ROOT, "examples")], check=True, stdout=subprocess.DEVNULL)
        server, url, token = start(program, store)
        try:
            paths = subprocess.run(["node", "--test", "test/page.test.mjs"], cwd=WEB,
                                   env={**os.environ, "KRONIKA_URL": url, "KRONIKA_TOKEN": token}).returncode
        finally:
            server.send_signal(signal.SIGTERM)
            _, said = server.communicate(timeout=30)
    if paths or server.returncode:
        print(said, file=sys.stderr)
    return paths or server.returncode


if __name__ == "__main__":
    sys.exit(main())
