"""What a case may come back with."""

REFUSED = {400, 404, 405, 409, 413, 415, 422, "error"}
EITHER = REFUSED | {"finished"}
FINE = {"finished"}
HARMLESS = EITHER | {200, 201, 204, 304}
TURNED_AWAY = {400, 408, 411, 413, 414, 417, 422, 431, "cut"}
