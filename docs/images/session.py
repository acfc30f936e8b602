#!/usr/bin/env python3
"""Draws docs/images/session.svg, the picture in README, from a real session.

    ./mvnw package -DskipTests
    JAVA_HOME=/path/to/jdk-25 python3 docs/images/session.py

The script starts the jar on free ports with a temporary data folder. Ann uses the terminal client in tmux, bob a plain
socket like nc, and an operator calls the REST API once. The script draws ann's screen, and the lines of the others. The
picture shows the default ports instead, and the REST call as the equivalent curl command. The script needs tmux and the
standard library.
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
ROWS = 15
CHARACTER = 7.8  # width in pixels at font size 13
LINE = 19
BACKGROUND, BAR, TEXT = "#0d1117", "#21262d", "#c9d1d9"
TYPED, SERVER, OWN, OTHER = "#ffffff", "#8b949e", "#7ee787", "#79c0ff"


class Client:
    """A plain chat client that records each line it sends and receives."""

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


class TerminalClient:
    """The terminal client, in a terminal of tmux."""

    TMUX = ["tmux", "-L", "parley-picture", "-u"]

    def __init__(self, java, jar, name, port, folder):
        self.name = name
        self.command = f"$ java -jar parley.jar chat --nick {name}"
        self.address = f"127.0.0.1:{port}"
        environment = f"LC_ALL=C.UTF-8 XDG_STATE_HOME={folder} XDG_CONFIG_HOME={folder}"
        client = f"env {environment} {java} -jar {jar} chat --nick {name} {self.address}"
        self.tmux("new-session", "-d", "-s", name, "-x", str(COLUMNS), "-y", str(ROWS), client)

    def tmux(self, *arguments):
        return subprocess.run([*self.TMUX, *arguments], check=True, capture_output=True, text=True).stdout

    def type(self, keys):
        self.tmux("send-keys", "-t", self.name, "-l", keys)

    def enter(self):
        self.tmux("send-keys", "-t", self.name, "Enter")

    def expect(self, text):
        """Waits for a text on the screen; fails after LINE_TIMEOUT."""
        deadline = time.monotonic() + LINE_TIMEOUT
        while text not in self.tmux("capture-pane", "-t", self.name, "-p"):
            if time.monotonic() > deadline:
                raise SystemExit(f"{text} is not on the screen of {self.name}")
            time.sleep(0.1)

    def screen(self):
        """Returns the lines of the screen as lists of (text, color, is bold)."""
        captured = self.tmux("capture-pane", "-t", self.name, "-p", "-e").rstrip("\n").split("\n")
        lines = [line.replace(self.address, "localhost:12345") for line in captured]
        return [[(self.command, TYPED, True)], *spans(lines)]

    def close(self):
        self.tmux("kill-server")


def spans(lines):
    """Splits the lines of a terminal at their styles. A style lasts until the next one, also over lines."""
    color, bold, is_reverse = TEXT, False, False
    for line in lines:
        found = []
        for code, text in re.findall(r"(\x1b\[[0-9;]*m)?([^\x1b]*)", line):
            if code:
                numbers = [int(number or 0) for number in code[2:-1].split(";")]
                is_reverse = 7 in numbers or is_reverse and 0 not in numbers
                if numbers[:2] == [38, 5]:
                    color = xterm(numbers[2])
                else:
                    color, bold = SERVER if 2 in numbers else TEXT, 1 in numbers
            if text:
                found.append((text, BACKGROUND if is_reverse else color, bold))
        yield found


def xterm(number):
    """Returns one of the 216 colors of xterm's cube, lighter for the dark picture."""
    levels = (0, 95, 135, 175, 215, 255)
    cube = number - 16
    parts = (levels[cube // 36], levels[cube // 6 % 6], levels[cube % 6])
    return "#" + "".join(f"{round(part + (255 - part) * 0.35):02x}" for part in parts)


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


def session(ann, chat, rest, data):
    ann.expect("You are ann")
    bob = Client("bob", chat)
    bob.type("hello, anyone here?")
    bob.expect("<guest-")
    ann.expect("hello, anyone here?")
    ann.type("hi! I can finish this li")
    bob.type("/nick bob")
    bob.expect("You are bob")
    bob.type("/me waves")
    bob.expect("* bob waves")
    ann.expect("bob waves")
    ann.type("ne")
    ann.enter()
    bob.expect("<ann> hi!")
    ann.type("/msg bob psst")
    ann.enter()
    bob.expect("[ann] psst")
    answer = announce(rest, (data / "admin-token").read_text().strip(), "restart at noon")
    bob.expect("restart at noon")
    ann.expect("restart at noon")
    bob.type("/history 2")
    bob.expect("history of")
    bob.expect("* bob waves")
    bob.expect("<ann> hi!")
    ann.type("the line above shows the ro")
    ann.expect("shows the ro")
    operator = [
        ("typed", "$ curl -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' \\"),
        ("typed", "    -d '{\"text\":\"restart at noon\"}' 127.0.0.1:8080/api/v1/announcements"),
        ("received", answer),
    ]
    return ann.screen(), bob, operator


def color(kind, line, nicks):
    if kind == "typed":
        return TYPED
    if line.startswith("***"):
        return SERVER
    own = ("[-> ", *(f"<{nick}>" for nick in nicks), *(f"* {nick} " for nick in nicks))
    return OWN if line.startswith(own) else OTHER


def plain(screen, nicks, columns):
    """Returns the lines of a plain client as lists of (text, color, is bold)."""
    return [
        [(part, color(kind, line, nicks), kind == "typed")]
        for kind, line in screen
        for part in textwrap.wrap(line, columns, drop_whitespace=False)
    ]


def terminal(x, y, width, height, title, screen):
    lines = [
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8" fill="{BACKGROUND}"/>',
        f'<path d="M{x} {y + 28}v-20a8 8 0 0 1 8-8h{width - 16}a8 8 0 0 1 8 8v20z" fill="{BAR}"/>',
        f'<text x="{x + 14}" y="{y + 19}" fill="{SERVER}">{title}</text>',
    ]
    for row, line in enumerate(screen):
        if line and line[0][1] == BACKGROUND:
            shade = round(len(line[0][0]) * CHARACTER)
            lines.append(f'<rect x="{x + 14}" y="{y + 36 + row * LINE}" width="{shade}" height="{LINE}" fill="{TEXT}"/>')
        parts = "".join(
            f'<tspan fill="{fill}" font-weight="{"bold" if bold else "normal"}">{html.escape(text, quote=False)}</tspan>'
            for text, fill, bold in line
        )
        lines.append(f'<text x="{x + 14}" y="{y + 50 + row * LINE}" xml:space="preserve">{parts}</text>')
    return lines


def draw(ann, bob, operator):
    width = round(COLUMNS * CHARACTER) + 28
    left, right = ann, plain(bob.screen, bob.nicks, COLUMNS)
    height = 48 + LINE * max(len(left), len(right))
    whole = 2 * width + 16
    below = 48 + LINE * len(operator)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {height + 16 + below}" font-size="13"'
        ' font-family="ui-monospace, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" role="img">',
        "<title>The terminal client, a plain client and an operator</title>",
        *terminal(0, 0, width, height, "ann", left),
        *terminal(width + 16, 0, width, height, bob.name, right),
        *terminal(0, height + 16, whole, below, "an operator", plain(operator, (), 2 * COLUMNS)),
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
            ann = TerminalClient(java, jars[0], "ann", chat, folder)
            try:
                draw(*session(ann, chat, rest, data))
            finally:
                ann.close()
        finally:
            process.terminate()
            process.wait()
    print(f"wrote {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
