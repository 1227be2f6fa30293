#!/usr/bin/env python3
"""Answers like DynamoDB, always the same: queries and look-ups find one folder.

    python benches/starts/dynamodb.py          # prints its port, and serves until its standard input ends

It is a process of its own, so that its processor time is nobody else's. Calls of other kinds are refused with status 400.
"""
import json
import os
import socket
import threading

FOLDER = {
    "pk": {"S": "default/folder"}, "sk": {"S": "/1"}, "place": {"S": "8000000000000001/1"}, "id": {"S": "1"},
    "order": {"N": "1"}, "version": {"N": "1"},
    "body": {"S": json.dumps({"id": 1, "name": "Measurements", "created": 1794318012000, "last_modified": 1794318012000})}}
ANSWERS = {
    b"query": {"Count": 1, "ScannedCount": 1, "Items": [FOLDER]},
    b"getitem": {"Item": FOLDER},
    b"batchgetitem": {"Responses": {"skydash": [FOLDER]}, "UnprocessedKeys": {}}}


def packed(status, answer):
    body = json.dumps(answer).encode()
    return b"HTTP/1.1 %s\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: %d\r\n\r\n%s" % (status, len(body), body)


PACKED = {target: packed(b"200 OK", answer) for target, answer in ANSWERS.items()}
REFUSED = packed(b"400 Bad Request", {"__type": "com.amazonaws.dynamodb.v20120810#ValidationException", "message": "Not here."})


def field(head, name):
    _, found, rest = head.partition(b"\r\n" + name + b":")
    return rest.split(b"\r\n", 1)[0].strip() if found else b""


def serve(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    received = b""
    while chunk := connection.recv(1 << 16):
        received += chunk
        head, found, body = received.partition(b"\r\n\r\n")
        head = head.lower()
        if found and len(body) >= int(field(head, b"content-length") or 0):
            received = b""
            connection.sendall(PACKED.get(field(head, b"x-amz-target").rpartition(b".")[2], REFUSED))
    connection.close()


def accept(listener):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


def main():
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=accept, args=(listener,), daemon=True).start()
    os.read(0, 1)


if __name__ == "__main__":
    main()
