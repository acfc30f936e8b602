#!/usr/bin/env python3
"""Draws docs/images/session.svg, the picture in README, from a real session.

    ./mvnw package -DskipTests
    JAVA_HOME=/path/to/jdk-25 python3 docs/images/session.py

The script starts the jar on free ports with a temporary data folder, connects two clients, calls the REST API once, and
draws the lines that were sent and received. The picture shows the default ports instead, and the REST call as the
equivalent curl command. The script needs the standard library only.
"""

import glob
import html
import json
import os
import pathlib
import queue
import re
import socket
import subprocess
import tempfile
import textwrap
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURE = pathlib.Path(__file__).with_suffix(".svg")
START_TIMEOUT = 120  # seconds
LINE_TIMEOUT = 10  # seconds

COLUMNS = 58
CHARACTER = 7.8  # width in pixels at font size 13
LINE = 19
BACKGROUND, BAR, TEXT = "#0d1117", "#21262d", "#c9d1d9"
TYPED, SERVER, OWN, OTHER = "#ffffff", "#8b949e", "#7ee787", "#79c0ff"


class Client:
    """A chat client that records each line it sends and receives."""

    def __init__(self, name, port):
        self.name = name
        self.nicks = {name}
        self.screen = [("typed", "$ nc 127.0.0.1 12345")]
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.received = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.socket.makefile("r", encoding="utf-8", newline="\n"):
            self.received.put(line.rstrip("\n"))

    def type(self, line):
        self.screen.append(("typed", line))
        self.socket.sendall((line + "\n").encode())

    def expect(self, text):
        """Waits for a line that contains the text; fails after LINE_TIMEOUT."""
        while True:
            line = self.received.get(timeout=LINE_TIMEOUT)
            self.screen.append(("received", line))
            self.nicks.update(re.findall(r"^\*\*\* You are (\S+)", line))
            if text in line:
                return


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(process, management_port):
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{management_port}/actuator/health/readiness").close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("Parley did not become ready; its log is above.")


def announce(port, token, text):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/announcements",
        data=json.dumps({"text": text}).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as response:
        return response.read().decode().strip()


def session(chat, rest, data):
    ann, bob = Client("ann", chat), Client("bob", chat)
    ann.type("/nick ann")
    ann.expect("You are ann in")
    ann.expect("You are ann")
    bob.type("hello, anyone here?")
    bob.expect("<guest-")
    ann.expect("hello, anyone here?")
    ann.type("hi! /nick gives you a name")
    ann.expect("<ann> hi!")
    bob.expect("<ann> hi!")
    bob.type("/nick bob")
    bob.expect("You are bob")
    ann.expect("is now bob")
    bob.type("/me waves")
    bob.expect("* bob waves")
    ann.expect("* bob waves")
    ann.type("/msg bob psst")
    ann.expect("[-> bob] psst")
    bob.expect("[ann] psst")
    answer = announce(rest, (data / "admin-token").read_text().strip(), "restart at noon")
    ann.expect("restart at noon")
    bob.expect("restart at noon")
    bob.type("/history 2")
    bob.expect("history of")
    bob.expect("<ann> hi!")
    bob.expect("* bob waves")
    operator = [
        ("typed", "$ curl -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' \\"),
        ("typed", "    -d '{\"text\":\"restart at noon\"}' 127.0.0.1:8080/api/v1/announcements"),
        ("received", answer),
    ]
    return ann, bob, operator


def color(kind, line, nicks):
    if kind == "typed":
        return TYPED
    if line.startswith("***"):
        return SERVER
    own = ("[-> ", *(f"<{nick}>" for nick in nicks), *(f"* {nick} " for nick in nicks))
    return OWN if line.startswith(own) else OTHER


def terminal(x, y, width, height, title, screen, nicks, columns):
    lines = [
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8" fill="{BACKGROUND}"/>',
        f'<path d="M{x} {y + 28}v-20a8 8 0 0 1 8-8h{width - 16}a8 8 0 0 1 8 8v20z" fill="{BAR}"/>',
        f'<text x="{x + 14}" y="{y + 19}" fill="{SERVER}">{title}</text>',
    ]
    row = y + 50
    for kind, line in screen:
        for part in textwrap.wrap(line, columns, drop_whitespace=False):
            weight = ' font-weight="bold"' if kind == "typed" else ""
            lines.append(
                f'<text x="{x + 14}" y="{row}" fill="{color(kind, line, nicks)}"{weight}'
                f' xml:space="preserve">{html.escape(part, quote=False)}</text>'
            )
            row += LINE
    return lines


def rows(screen, columns):
    return sum(len(textwrap.wrap(line, columns, drop_whitespace=False)) for _, line in screen)


def draw(ann, bob, operator):
    width = round(COLUMNS * CHARACTER) + 28
    height = 48 + LINE * max(rows(client.screen, COLUMNS) for client in (ann, bob))
    whole = 2 * width + 16
    below = 48 + LINE * len(operator)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {height + 16 + below}" font-size="13"'
        ' font-family="ui-monospace, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" role="img">',
        "<title>Two chat clients and an operator</title>",
        *terminal(0, 0, width, height, ann.name, ann.screen, ann.nicks, COLUMNS),
        *terminal(width + 16, 0, width, height, bob.name, bob.screen, bob.nicks, COLUMNS),
        *terminal(0, height + 16, whole, below, "an operator", operator, (), 2 * COLUMNS),
        "</svg>",
    ]
    PICTURE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    jars = glob.glob(str(ROOT / "target" / "parley-*.jar"))
    if len(jars) != 1:
        raise SystemExit("Build the jar first: ./mvnw package -DskipTests")
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    chat, rest, management = free_port(), free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data"
        process = subprocess.Popen(
            [
                java,
                "-jar",
                jars[0],
                f"--parley.data-dir={data}",
                f"--parley.tcp.port={chat}",
                f"--server.port={rest}",
                f"--management.server.port={management}",
                "--parley.drain.window=1s",
            ],
            cwd=folder,
        )
        try:
            wait_until_ready(process, management)
            draw(*session(chat, rest, data))
        finally:
            process.terminate()
            process.wait()
    print(f"wrote {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
