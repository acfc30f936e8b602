#!/usr/bin/env python3
"""Chat from a terminal: one thread prints what comes while another sends what is typed.

    python3 examples/client.py [host] [port]

The standard library is all it needs. Lines end in a newline both ways; ^D ends the input, and what was still on its
way is printed before the program ends. It also ends when the server closes the connection, as after /quit.
"""

import os
import socket
import sys
import threading

try:
    import readline  # noqa: F401 - gives input() the arrow keys and a history
    import termios
except ImportError:
    termios = None  # Windows, whose console has them


def print_lines(lines, leave):
    try:
        for line in lines:
            print(line, end="", flush=True)
    except (ConnectionResetError, TimeoutError):
        print("the connection was lost", file=sys.stderr, flush=True)
        leave(1)
    leave(0)


def leave_by(settings):
    """Returns a function that ends the program although the other thread waits for a line to be typed."""

    def leave(status):
        if settings is not None:
            termios.tcsetattr(sys.stdin, termios.TCSANOW, settings)  # readline has changed them
        os._exit(status)

    return leave


def typed_lines():
    while True:
        try:
            yield input() + "\n"
        except EOFError:
            return


def main():
    host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
    port = int(sys.argv[2]) if len(sys.argv) > 2 else 12345
    try:
        connection = socket.create_connection((host, port))
    except OSError as error:
        sys.exit(f"cannot connect to {host}:{port}: {error}")
    with connection:
        received = connection.makefile("r", encoding="utf-8", newline="\n")
        settings = termios.tcgetattr(sys.stdin) if termios and sys.stdin.isatty() else None
        reader = threading.Thread(target=print_lines, args=(received, leave_by(settings)), daemon=True)
        reader.start()
        try:
            for line in typed_lines():
                connection.sendall(line.encode("utf-8"))
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # closed by the server: the reader prints the rest and ends the program
        except KeyboardInterrupt:
            return
        reader.join()


if __name__ == "__main__":
    main()
