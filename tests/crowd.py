#!/usr/bin/env python3
"""A crowd of connections that are all open at the same time. usage: crowd.py HOST PORT [--size N] [--seconds N] [--path PATH]

One in five each: says nothing, sends half of a head, sends half of a body, asks for an answer and reads it, asks for a large
answer and does not read it. On loopback they come from several addresses (127.0.0.2 and on). Prints as JSON what became of them:
how many were let in, refused, closed by the server and still open at the end; and the answers to whole requests that are
read, by status; "none": closed without an answer.
"""
import argparse
import collections
import errno
import json
import re
import resource
import select
import socket
import sys
import time

AT_ONCE = 500  # that are being opened
PORTS = 5000  # of one address
SILENT, HALF_HEAD, HALF_BODY, ASKS, READS_NOT = range(5)


class Visitor:
    def __init__(self, number, arguments):
        self.kind = number % 5
        self.state, self.got, self.status = "opening", b"", None
        host = f"Host: {arguments.host}:{arguments.port}\r\n"
        self.words = {
            SILENT: "",
            HALF_HEAD: "GET /api/health HTTP/1.1\r\nHost: loc",
            HALF_BODY: f"POST /api/code HTTP/1.1\r\n{host}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"text\":",
            ASKS: f"GET {arguments.path} HTTP/1.1\r\n{host}\r\n",
            READS_NOT: f"GET /api/records?limit=1000 HTTP/1.1\r\n{host}\r\n",
        }[self.kind].encode()
        self.socket = socket.socket()
        self.socket.setblocking(False)
        if self.kind == READS_NOT:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        if arguments.host.startswith("127."):
            self.socket.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT: the port when the other side is known
            self.socket.bind((f"127.0.0.{2 + number // PORTS}", 0))
        self.socket.connect_ex((arguments.host, arguments.port))

    def asks(self):
        return self.kind == ASKS and self.state == "open" and self.status is None

    def opened(self):
        wrong = self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if wrong:
            self.state = "refused" if wrong == errno.ECONNREFUSED else "closed"
            return
        self.state = "open"
        try:
            self.socket.send(self.words)
        except OSError:
            self.state = "closed"

    def read(self):
        if self.kind == READS_NOT:
            return
        try:
            piece = self.socket.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        self.got += piece
        head, _, body = self.got.partition(b"\r\n\r\n")
        length = re.search(rb"\r\nContent-Length: (\d+)", head)
        if length and len(body) >= int(length[1]):
            self.status = re.match(rb"HTTP/1\.1 (\d+)", head)[1].decode()
        if not piece:
            self.state = "closed"


def visit(arguments):
    crowd, opening, by_file = [], 0, {}
    poll = select.epoll()
    started = time.time()
    counts = collections.Counter()
    asking = 0  # who ask and have neither an answer nor been sent away
    while time.time() < started + arguments.seconds or opening or len(crowd) < arguments.size or asking:
        if time.time() > started + 60 + arguments.seconds:
            break  # connections that neither open nor fail, answers that do not come
        while len(crowd) < arguments.size and opening < AT_ONCE:
            visitor = Visitor(len(crowd), arguments)
            crowd.append(visitor)
            by_file[visitor.socket.fileno()] = visitor
            poll.register(visitor.socket, select.EPOLLOUT)
            opening += 1
            if len(crowd) == arguments.size:
                counts["opened_in_ms"] = round(1000 * (time.time() - started))
        for file, what in poll.poll(0.05):
            visitor = by_file[file]
            before = visitor.asks()
            if visitor.state == "opening":
                opening -= 1
                visitor.opened()
                counts["let_in"] += visitor.state == "open"
                # Who reads nothing is told of the end all the same.
                poll.modify(file, select.EPOLLRDHUP if visitor.kind == READS_NOT else select.EPOLLIN | select.EPOLLRDHUP)
            elif what & (select.EPOLLHUP | select.EPOLLERR) and visitor.kind == READS_NOT:
                visitor.state = "closed"
            else:
                visitor.read()
                if visitor.kind == READS_NOT and what & select.EPOLLRDHUP:
                    visitor.state = "closed"
            asking += visitor.asks() - before
            if visitor.state != "open":
                poll.unregister(file)
                visitor.socket.close()
                del by_file[file]
    states = collections.Counter(visitor.state for visitor in crowd)
    for name, state in (("refused", "refused"), ("closed", "closed"), ("open_at_end", "open")):
        counts[name] = states[state]
    counts["not_opened"] = states["opening"]
    answers = collections.Counter(visitor.status or ("waiting" if visitor.state == "open" else "none")
                                  for visitor in crowd if visitor.kind == ASKS)
    return {"size": len(crowd), **counts, "answers": dict(answers)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=10, help="they stay at least so long")
    parser.add_argument("--path", default="/api/records?limit=5", help="what those ask for who read their answer")
    arguments = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = arguments.size + 100
    if hard != resource.RLIM_INFINITY and hard < wanted:
        sys.exit(f"the system allows {hard} open files and this needs {wanted}; run it twice with half of the size")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    print(json.dumps(visit(arguments)))


if __name__ == "__main__":
    main()
