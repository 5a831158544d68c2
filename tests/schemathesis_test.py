#!/usr/bin/env python3
"""The API against its own OpenAPI document, by schemathesis. usage: schemathesis_test.py PROGRAM [SECONDS]

Requests are made of the document, right and wrong ones; every answer must be one that it describes. ./dev test installs
schemathesis in build/schemathesis; where that could not be, this says so and is skipped (exit status 77).
"""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = f"{ROOT}/build/schemathesis/bin/schemathesis"
SKIPPED = 77
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
          "response_schema_conformance", "negative_data_rejection", "unsupported_method", "allow_header_conformance",
          "ignored_auth"]  # what fits the schema may still be no filter: acceptance is not checked


def main():
    program, seconds = os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "25"
    if not os.path.exists(TOOL):
        print("skipped: schemathesis is not there; ./dev test installs it where the network allows")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "chronicle.db")
        subprocess.run([program, "add", store, f"{ROOT}/examples", "--model", "fast"], check=True, capture_output=True)
        server = subprocess.Popen([program, "serve", store, "--port", "0", "--model", "fast"], stderr=subprocess.PIPE, text=True)
        try:
            found = re.search(r":(\d+)/#token=([0-9a-f]+)", server.stderr.readline())
            done = subprocess.run([TOOL, "run", f"http://127.0.0.1:{found[1]}/api/openapi.json", "--checks", ",".join(CHECKS),
                                   "--phases", "examples,coverage,fuzzing", "--max-time", seconds, "--continue-on-failure",
                                   "--header", f"Authorization: Bearer {found[2]}", "--no-color", "--seed", "20261201"],
                                  cwd=folder)
            if server.poll() is not None:
                print("the server died")
                return 1
            return done.returncode
        finally:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    sys.exit(main())
