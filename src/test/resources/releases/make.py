#!/usr/bin/env python3
"""Makes a data folder of a release, which ReleasedDataTest opens with each later build.

    src/test/resources/releases/make.py VERSION JAR

Starts the jar with Java 25 (JAVA_HOME, or java), fills it over the chat and REST, stops it, and keeps its database and
tokens in a folder beside this script.
"""

import json
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

VERSION, JAR = sys.argv[1:]
JAVA = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
TARGET = pathlib.Path(__file__).parent / VERSION
if TARGET.exists():
    raise SystemExit(f"{TARGET} is there, and must not change")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


CHAT, REST, MANAGEMENT = free_port(), free_port(), free_port()
data = pathlib.Path(tempfile.mkdtemp())


def connect():
    for _ in range(600):
        try:
            return socket.create_connection(("127.0.0.1", CHAT), timeout=30)
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise SystemExit("Parley did not start")


class Client:
    def __init__(self):
        self.socket = connect()
        self.lines = self.socket.makefile("r", encoding="utf-8")

    def send(self, *lines):
        """Sends lines, and waits until they are handled; prints the answers."""
        for line in lines:
            self.socket.sendall((line + "\n/ping done\n").encode())
            for answer in self.lines:
                if answer == "*** pong done\n":
                    break
                print(answer, end="")
                if answer.startswith("*** error"):
                    raise SystemExit("refused: " + line)


def rest(method, path, body=None):
    request = urllib.request.Request(f"http://127.0.0.1:{REST}/api/v1{path}", method=method)
    request.add_header("Authorization", "Bearer " + (data / "admin-token").read_text().strip())
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    answer = urllib.request.urlopen(request, timeout=30).read()
    print(method, path, answer.decode().strip())
    return json.loads(answer) if answer else None


server = subprocess.Popen(
    [JAVA, "-jar", JAR, f"--parley.data-dir={data}", f"--parley.tcp.port={CHAT}", f"--server.port={REST}",
     f"--management.server.port={MANAGEMENT}", "--parley.drain.window=1s", "--parley.limits.lines-per-second=0",
     "--parley.webhooks.allow-private-networks=true"])
try:
    anna, bob, guest = Client(), Client(), Client()
    anna.send("/register anna kettle-on-at-4", "hello from " + VERSION, "/join #dev", "/topic releases",
              "/room members-only on", "/room key open-sesame")
    bob.send("/register bob gone-fishing-7")
    anna.send("/msg #dev first line of dev", "/invite bob", "/room slow 3")
    bob.send("/join #dev open-sesame", "/msg #dev second line of dev")
    guest.send("/nick carl", "hello from a guest", "/msg #lobby grüße ☕")
    bob.send("/ignore carl", "/quit")
    anna.send("/msg bob read this when you are back")
    rest("PUT", "/accounts/anna/role", {"role": "moderator"})
    rest("POST", "/bans", {"network": "192.0.2.0/24", "reason": "kept ban"})
    rest("POST", "/mutes", {"nick": "carl", "reason": "kept mute"})
    rest("POST", "/webhooks", {"url": "http://127.0.0.1:9/events", "types": ["admin"]})
    viewer = rest("POST", "/tokens", {"name": "kept", "role": "viewer"})["token"]
    rest("POST", "/announcements", {"text": "kept announcement"})
    rest("GET", "/audit/verify")
finally:
    server.terminate()
    code = server.wait(120)
if code:
    raise SystemExit(f"Parley ended with exit code {code}")

TARGET.mkdir()
with sqlite3.connect(data / "parley.db") as database:
    database.execute("VACUUM")
database.close()
shutil.copy(data / "parley.db", TARGET)
shutil.copy(data / "admin-token", TARGET)
(TARGET / "viewer-token").write_text(viewer + "\n")
shutil.rmtree(data)
print((TARGET / "parley.db").stat().st_size, "bytes")
