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
except ImportError:
    pass  # the console of Windows has them


def print_lines(lines):
    try:
        for line in lines:
            print(line, end="", flush=True)
    except ConnectionResetError:
        print("the connection was lost", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)  # the other thread may be waiting for a line to be typed


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
        reader = threading.Thread(target=print_lines, args=(received,), daemon=True)
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
