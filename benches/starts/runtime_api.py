"""A stub of AWS Lambda's Runtime API, over bare sockets, so that its own time is small beside what it measures.

    with RuntimeApi() as api:
        process = start(api.address)
        answer = api.serve(event)

`serve` gives the function one event, and returns the moment its answer has come. Whatever the function asks next waits
until `serve` is called again, as it waits for an event on AWS Lambda.
"""
import json
import select
import socket
import time

HEADERS = (
    b"HTTP/1.1 200 OK\r\n"
    b"lambda-runtime-aws-request-id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
    b"lambda-runtime-deadline-ms: 4102444800000\r\n"
    b"lambda-runtime-invoked-function-arn: arn:aws:lambda:eu-west-1:123456789012:function:skydash\r\n"
    b"lambda-runtime-trace-id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0\r\n"
    b"content-type: application/json\r\n")
ACCEPTED = b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n"

# How long a function may take before it counts as one that hangs.
PATIENCE = 20.0


class Silent(Exception):
    """A function that gave no answer."""


class RuntimeApi:
    """One function's Runtime API."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.address = "127.0.0.1:%d" % self.listener.getsockname()[1]
        self.connections = {}
        self.waiting = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for connection in [self.listener, *self.connections]:
            connection.close()

    def serve(self, event):
        """Gives this event, as bytes. Returns when its answer came, and whether it is one (or an error), and its body."""
        sent = False
        deadline = time.perf_counter() + PATIENCE
        while True:
            if self.waiting and not sent:
                self.waiting.sendall(HEADERS + b"content-length: %d\r\n\r\n" % len(event) + event)
                self.waiting, sent = None, True
            line, body, connection = self.request(deadline)
            if line.startswith(b"GET ") and b"/invocation/next " in line:
                self.waiting = connection
                continue
            moment = time.perf_counter()
            connection.sendall(ACCEPTED)
            if b"/response " in line or b"/error " in line:
                return moment, b"/response " in line, body

    def request(self, deadline):
        """The next request that is complete: its first line, its body and its connection."""
        while True:
            for connection, received in self.connections.items():
                if (found := parse(received)) is not None:
                    line, body, length = found
                    del received[:length]
                    return line, body, connection
            left = deadline - time.perf_counter()
            ready, _, _ = select.select([self.listener, *self.connections], [], [], max(left, 0))
            if not ready:
                raise Silent("the function did not answer")
            for one in ready:
                self.read(one)

    def read(self, ready):
        if ready is self.listener:
            connection, _ = ready.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections[connection] = bytearray()
            return
        try:
            chunk = ready.recv(1 << 20)
        except ConnectionResetError:
            chunk = b""
        if chunk:
            self.connections[ready] += chunk
        else:
            self.waiting = None if self.waiting is ready else self.waiting
            del self.connections[ready]
            ready.close()
            if not self.connections:
                raise Silent("the function ended")


def parse(received):
    """The first line, the body and the length of the request that these bytes begin with; None when there is more to come."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(received[:end])
    line, _, fields = head.partition(b"\r\n")
    _, named, value = fields.lower().partition(b"content-length:")
    body = end + 4
    whole = body + (int(value.split(b"\r\n", 1)[0]) if named else 0)
    return (line, bytes(received[body:whole]), whole) if len(received) >= whole else None


def http_event(method, path, body=None):
    """A request as API Gateway's HTTP API hands it over (payload 2.0)."""
    host = "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"
    event = {
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "",
        "headers": {
            "accept": "application/json", "accept-encoding": "gzip, deflate, br", "host": host, "user-agent": "Mozilla/5.0",
            "x-amzn-trace-id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700", "x-forwarded-for": "192.0.2.7",
            "x-forwarded-port": "443", "x-forwarded-proto": "https"},
        "requestContext": {
            "accountId": "123456789012", "apiId": "a1b2c3d4e5", "domainName": host, "domainPrefix": "a1b2c3d4e5",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.7", "userAgent": "Mozilla/5.0"},
            "requestId": "JKJaXmPLvHcESHA=", "routeKey": "$default", "stage": "$default",
            "time": "10/Nov/2026:13:40:12 +0000", "timeEpoch": 1794318012000},
        "isBase64Encoded": False}
    if body is not None:
        event["headers"]["content-type"] = "application/json"
        event["body"] = json.dumps(body)
    return json.dumps(event).encode()
