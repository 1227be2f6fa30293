"""The emulator, as strict as AWS with whoever asks and without the pauses it makes around each call of a function.

It lets everybody do everything unless it is told otherwise; here signatures and policies count. Those of the template
refuse what does not come over TLS, and all requests pass for that.

Its Runtime API sends the head and the body of an answer in two packets and waits for the first to be acknowledged, and
it gives a function that logs nothing 50 ms to do so. A call of a function takes 6 ms in place of 100 then.
"""
import functools
import http.server
import os

os.environ["AUTH"] = "true"

from ministack import app  # noqa: E402
from ministack.core.lambda_runtime import ProvidedWorker  # noqa: E402

_pin_request_origin = app.pin_request_origin
app.pin_request_origin = lambda client, _over_tls: _pin_request_origin(client, True)

http.server.BaseHTTPRequestHandler.disable_nagle_algorithm = True
http.server.BaseHTTPRequestHandler.wbufsize = -1
ProvidedWorker._drain_stderr_bounded = functools.partialmethod(ProvidedWorker._drain_stderr_bounded, first_line_wait=0.002)

app.main()
