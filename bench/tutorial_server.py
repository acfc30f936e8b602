"""A chat server as the tutorial "Creating a chat application with Python sockets" builds it: a thread for each client,
which sends what it receives to every client, one after another."""
import socket
import sys
import threading

clients = []


def serve(client):
    try:
        while data := client.recv(1024):
            for other in list(clients):
                other.send(data)
    except OSError:
        pass
    clients.remove(client)
    client.close()


server = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=5)
while True:
    client, _ = server.accept()
    clients.append(client)
    threading.Thread(target=serve, args=(client,), daemon=True).start()
