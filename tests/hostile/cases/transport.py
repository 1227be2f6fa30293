"""Requests below the level of operations: lines, headers, hosts, origins, connections."""
import base64
import json
import os
import socket
import threading
import time

from world import API, Case, Failure

from .words import TURNED_AWAY

ODD = TURNED_AWAY | {200, 404, 405, 421, 501, 505}


def line(name, expected, text, wait=5.0):
    def send(world):
        filled = text.replace(b"@HOST", world.host.encode())
        return world.raw(filled, wait=wait)
    return Case(f"transport: {name}", expected, send)


def get(path, *headers, host=b"@HOST"):
    return b"GET " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\n" + b"".join(header + b"\r\n" for header in headers) + b"Connection: close\r\n\r\n"


def post(*headers, body=b"{}"):
    return (b"POST /api/v1/folder/ HTTP/1.1\r\nHost: @HOST\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + b"".join(header + b"\r\n" for header in headers) + b"\r\n" + body)


def origin(value, expected, method="POST"):
    def send(world):
        body = json.dumps({"name": f"origin {time.monotonic_ns()}"}).encode()
        return world.api(method, "/folder/", body if method == "POST" else None, {"Origin": value.replace("@HOST", world.host)}).status
    return Case(f"transport: {method} with Origin {value!r}", expected, send)


def host(value, expected):
    return Case(f"transport: Host {value[:40]!r}", expected, lambda world: world.api("GET", "/dataset/", headers={
        "Host": value.replace("@PORT", world.host.split(":")[1])}).status)


def no_foreign_reader(world):
    """A page of another origin may not read an answer, nor learn in a preflight that it might."""
    for method, headers in (("GET", {}), ("OPTIONS", {"Access-Control-Request-Method": "POST"})):
        answer = world.api(method, "/dataset/", headers={"Origin": "https://evil.example", **headers})
        if any(name.startswith("access-control-allow") for name in answer.headers):
            raise Failure(f"{method} lets https://evil.example read: {answer.headers}")
    return 200


def socket_from(value, run, expected, what="the good run"):
    def send(world):
        key = base64.b64encode(os.urandom(16)).decode()
        return world.raw((f"GET {API}/metrics/ws/{run(world)} HTTP/1.1\r\nHost: {world.host}\r\nOrigin: {value.replace('@HOST', world.host)}\r\n"
                          f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode(),
                         wait=3)
    return Case(f"transport: WebSocket of {value!r}, {what}", expected, send)


def websocket_garbage(world):
    """An open socket that is sent what no frame is."""
    run = world.new_run(world.good_session, "SVC", {}).json()["id"]
    for garbage in (b"\xff" * 10_000, b"\x81\xff" + b"\xff" * 8, b"\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", b"\x00", b"\x89\xfe\xff\xff"):
        key = base64.b64encode(os.urandom(16)).decode()
        head = (f"GET {API}/metrics/ws/{run} HTTP/1.1\r\nHost: {world.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode()
        if world.raw([head, garbage], wait=3) != 101:
            raise Failure("the socket was not opened")
    world.api("DELETE", f"/run/{run}")
    return 101


def half_requests(world):
    """Hundreds of clients that never finish asking: others are served meanwhile."""
    held = []
    try:
        for number in range(400):
            connection = socket.create_connection(world.address, timeout=5)
            connection.sendall(b"POST /api/v1/folder/ HTTP/1.1\r\nHost: x\r\nContent-Le" if number % 2 else
                               f"POST {API}/job/ HTTP/1.1\r\nHost: {world.host}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{{".encode())
            held.append(connection)
        started = time.monotonic()
        for _ in range(20):
            if world.api("GET", "/component/?select_types=Metric").status != 200:
                raise Failure("others are not served")
        if time.monotonic() - started > 5:
            raise Failure("others are served slowly")
    finally:
        for connection in held:
            connection.close()
    return 200


def many_connections(world):
    """More connections than a process may have files: the server lives on once they are gone."""
    held = []
    try:
        for _ in range(1500):
            try:
                held.append(socket.create_connection(world.address, timeout=0.5))
            except OSError:
                break
    finally:
        for connection in held:
            connection.close()
    for _ in range(50):
        if world.request("GET", "/healthz").status == 200:
            return 200
        time.sleep(0.2)
    return "cut"


def patience(world):
    """A request whose head is never finished is given up within a minute."""
    with socket.create_connection(world.address, timeout=65) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        try:
            connection.recv(1000)
        except TimeoutError:
            raise Failure("a request without an end is waited for after 65 s") from None
    return "cut"


def stalled_body(world):
    """A request whose body is never finished is answered within a minute, whatever was going to read it."""
    kinds = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
    held = []
    for kind in kinds:
        held.append(socket.create_connection(world.address, timeout=65))
        held[-1].sendall(f"POST {API}/job/ HTTP/1.1\r\nHost: {world.host}\r\nContent-Type: {kind}\r\nContent-Length: 99\r\n\r\n--x".encode())
    for kind, connection in zip(kinds, held):
        try:
            heard = connection.recv(1000)
        except TimeoutError:
            raise Failure(f"a body of {kind} without an end is waited for after 65 s") from None
        finally:
            connection.close()
        if not heard.startswith(b"HTTP/1.1 408 ") or b"stopped coming" not in heard:
            raise Failure(f"a body of {kind} without an end is answered with {heard[:300]}")
    return 408


def floods(world):
    """Big downloads asked for at once and never read."""
    held = []
    for _ in range(50):
        connection = socket.create_connection(world.address, timeout=5)
        connection.sendall(f"GET {API}/component/ HTTP/1.1\r\nHost: {world.host}\r\n\r\n".encode() * 50)
        held.append(connection)
    time.sleep(1)
    status = world.request("GET", "/healthz").status
    for connection in held:
        connection.close()
    return status


def together(world):
    """The same name and the same job asked for by thirty clients at once."""
    codes, jobs = [], set()
    run = world.new_run(world.good_session, "DummyClassifier", {}).json()["id"]

    def ask():
        codes.append(world.api("POST", "/folder/", {"name": "one of thirty"}).status)
        jobs.add(world.job("ModelJob", {"run_id": run}).json()["id"])
    threads = [threading.Thread(target=ask) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for job in jobs:
        world.ended(job)
    world.api("DELETE", f"/run/{run}")
    if sorted(codes) != [201] + [409] * 29:
        raise Failure(f"one name, thirty times: {sorted(codes)}")
    return 200


CASES = [
    line("garbage", ODD, b"\x00\x01\x02\xff" * 100 + b"\r\n\r\n"),
    line("TLS", ODD, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 300),
    line("HTTP/2 without asking", ODD, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 100),
    line("HTTP/0.9", ODD, b"GET /\r\n\r\n"),
    line("HTTP/9.9", ODD, b"GET / HTTP/9.9\r\n\r\n"),
    line("no host", ODD, b"GET /api/v1/dataset/ HTTP/1.1\r\n\r\n"),
    line("two hosts", ODD, b"GET /healthz HTTP/1.1\r\nHost: @HOST\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
    line("a method of 10 KB", ODD, b"A" * 10_000 + b" / HTTP/1.1\r\nHost: @HOST\r\n\r\n"),
    line("CONNECT", ODD, b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n"),
    line("TRACE", ODD, b"TRACE /healthz HTTP/1.1\r\nHost: @HOST\r\nConnection: close\r\n\r\n"),
    line("OPTIONS *", ODD, b"OPTIONS * HTTP/1.1\r\nHost: @HOST\r\nConnection: close\r\n\r\n"),
    line("a URL of another server", ODD, get(b"http://evil.example/api/v1/dataset/")),
    line("a URL of 1 MB", TURNED_AWAY, get(b"/" + b"a" * 1_000_000)),
    line("a URL of invalid UTF-8", ODD, get(b"/api/v1/dataset/%ff%fe")),
    line("a URL of raw bytes", ODD, get(b"/api/v1/dataset/\xff\xfe")),
    line("a URL of dots", {400, 404}, get(b"/api/v1/../../../../etc/passwd")),
    line("a URL of encoded dots", {400, 404}, get(b"/%2e%2e/%2e%2e/%2e%2e/etc/passwd")),
    line("a URL of encoded slashes", {400, 404}, get(b"/docs/..%2f..%2f..%2fetc%2fpasswd")),
    line("a URL of backslashes", {400, 404}, get(b"/docs/..\\..\\..\\etc\\passwd")),
    line("a URL of 5,000 slashes", {400, 404, 405}, get(b"/api/v1/dataset" + b"/" * 5000 + b"x")),
    line("a header of 1 MB", TURNED_AWAY, get(b"/healthz", b"X: " + b"a" * 1_000_000)),
    line("10,000 headers", TURNED_AWAY, get(b"/healthz", *[b"X-%d: y" % n for n in range(10_000)])),
    line("a header of raw bytes", ODD, get(b"/api/v1/component/", b"Accept-Language: \xff\xfe", b"X-Request-Id: \xff")),
    line("a header with a lone line feed", ODD, get(b"/healthz", b"X: a\nY: b")),
    line("a request id that is a header", {200}, get(b"/healthz", b"X-Request-Id: a%0d%0aSet-Cookie: x=1" + b"y" * 100)),
    line("two lengths", TURNED_AWAY, post(b"Content-Length: 2", b"Content-Length: 50")),
    line("a length and chunks", ODD | {422}, post(b"Content-Length: 2", b"Transfer-Encoding: chunked", body=b"2\r\n{}\r\n0\r\n\r\n")),
    line("a chunk of 2^64 bytes", TURNED_AWAY, post(b"Transfer-Encoding: chunked", body=b"ffffffffffffffff\r\n{}")),
    line("a chunk size that is none", TURNED_AWAY, post(b"Transfer-Encoding: chunked", body=b"zz\r\n{}\r\n0\r\n\r\n")),
    line("a chunk size of 1 MB", TURNED_AWAY, post(b"Transfer-Encoding: chunked", body=b"0" * 1_000_000 + b"2\r\n{}\r\n0\r\n\r\n")),
    line("chunks cut off", TURNED_AWAY, post(b"Transfer-Encoding: chunked", body=b"2\r\n{")),
    line("an unknown transfer encoding", ODD | {422}, post(b"Transfer-Encoding: quantum", body=b"{}")),
    line("a body in gzip", ODD | {422}, post(b"Content-Encoding: gzip", b"Content-Length: 2", body=b"{}")),
    line("an expectation that cannot be met", ODD | {422}, post(b"Expect: the-unexpected", b"Content-Length: 2")),
    Case("transport: a body of 200 MB of JSON", {413, "cut"}, lambda world: world.api("POST", "/folder/", b"[\"" + b"x" * (200 << 20)).status, 30),
    origin("https://evil.example", {403}), origin("null", {403}), origin("http://localhost.evil.example", {403}), origin("http://@HOST.evil.example", {403}),
    origin("http://127.0.0.1", {403}), origin("http://127.0.0.1:1", {403}), origin("", {403}), origin("http://@HOST", {201}), origin("file://", {403}),
    origin("http://\xe9vil.example", {403}), origin("https://evil.example", {403}, "GET"), origin("https://evil.example", {403}, "DELETE"),
    Case("transport: another origin reads nothing", {200}, no_foreign_reader),
    *(host(value, {421, 400}) for value in ["evil.example", "evil.example:@PORT", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::1].evil.example",
                                            "127.0.0.1@evil.example", "evil.example/127.0.0.1", "0.0.0.0", "x" * 5000]),
    *(host(value, {200}) for value in ["localhost", "LOCALHOST:@PORT", "127.0.0.1:99999", "[::1]:@PORT"]),
    socket_from("https://evil.example", lambda world: world.run, {403}),
    socket_from("null", lambda world: world.run, {403}),
    socket_from("http://@HOST", lambda world: world.run, {101}),
    socket_from("http://@HOST", lambda world: 999_999, {404}, "a run that is not there"),
    socket_from("http://@HOST", lambda world: "x", {422}, "x"),
    Case("transport: garbage in an open WebSocket", {101}, websocket_garbage, 40),
    Case("transport: 400 half requests", {200}, half_requests, 40),
    Case("transport: 1,500 connections", {200}, many_connections, 60),
    Case("transport: answers that nobody reads", {200}, floods, 30),
    Case("transport: thirty clients ask for the same", {200}, together, 40),
    Case("transport: a head without an end", {"cut"}, patience, 80),
    Case("transport: a body without an end", {408}, stalled_body, 80),
]
