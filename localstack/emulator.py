"""The emulator, without the pauses it makes around each call of a function.

Its Runtime API sends the head and the body of an answer in two packets and waits for the first to be acknowledged, and
it gives a function that logs nothing 50 ms to do so. A call of a function takes 6 ms in place of 100 then.
"""
import functools
import http.server

from ministack.app import main
from ministack.core.lambda_runtime import ProvidedWorker

http.server.BaseHTTPRequestHandler.disable_nagle_algorithm = True
http.server.BaseHTTPRequestHandler.wbufsize = -1
ProvidedWorker._drain_stderr_bounded = functools.partialmethod(ProvidedWorker._drain_stderr_bounded, first_line_wait=0.002)

main()
