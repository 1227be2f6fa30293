"""Tables of many columns in few bytes: what is left out or repeated takes memory and time once it is filled in."""
import json

from crafted import ods, ods_cell, sheet, xlsx
from world import Case, Failure

from .words import FINE, REFUSED

COLUMNS = 9_999
NAMES = [f"c{n}" for n in range(COLUMNS)]
HEAD = ",".join(NAMES).encode() + b"\n"
ROW = "<table:table-row{}>{}</table:table-row>"
LOADERS = {"csv": "CSVDataLoader", "json": "JSONDataLoader", "arff": "ARFFDataLoader", "xlsx": "ExcelDataLoader", "ods": "ExcelDataLoader"}


def wide(kind, name, expected, content, seconds=60, **params):
    """A case that uploads what a function returns."""
    def send(world):
        return world.load(content(), file=f"wide.{kind}", loader=LOADERS[kind], **params)
    return Case(f"wide {kind}: {name}", expected, send, seconds)


def previewed(world):
    """The preview of a file of short rows has as many rows as its cells allow."""
    asked = json.dumps({"dataloader_name": "CSVDataLoader", "separator": ",", "inference_rows": 10_000}).encode()
    answer = world.form("/dataset/preview_with_types", [("file", "a.csv", HEAD + b"1\n" * 90_000), ("params", None, asked)])
    rows = answer.json()["preview_row_count"] if answer.status == 200 else 0
    if not 100 <= rows <= 1_000:
        raise Failure(f"{answer.status}, {rows} rows")
    return answer.status


def sparse(rows):
    names = "".join(f"@attribute {name} numeric\n" for name in NAMES)
    return f"@relation r\n{names}@data\n".encode() + b"{7 1}\n" * rows


def records(rows):
    return b"[" + json.dumps(dict.fromkeys(NAMES, 1)).encode() + b',{"c7":1}' * rows + b"]"


def cells(rows):
    """A sheet whose first row has all names and whose others have their first cell."""
    names = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in NAMES)
    return xlsx(sheet(f"<row>{names}</row>" + "<row><c><v>1</v></c></row>" * rows))


def repeated(row, rows):
    """A sheet whose first row has all names and whose others are all this one."""
    names = "".join(ods_cell(name) for name in NAMES)
    return ods(ROW.format("", names) + ROW.format(f' table:number-rows-repeated="{rows}"', row))


CASES = [
    wide("csv", "20,000 short rows in 98 KB", REFUSED, lambda: HEAD + b"1\n" * 20_000),
    wide("csv", "1,900 short rows", FINE, lambda: HEAD + b"1\n" * 1_900, 120),
    wide("csv", "2,000 full rows", FINE, lambda: HEAD + (b"1," * (COLUMNS - 1) + b"1\n") * 2_000, 120),
    wide("csv", "300 rows of texts", FINE, lambda: HEAD + b"".join(
        ",".join(f"text {row * 7919 % 9973} of {column}" for column in range(COLUMNS)).encode() + b"\n" for row in range(300)), 120, preview=False),
    wide("csv", "1,000 rows, all categories", FINE, lambda: HEAD + b"".join(
        ",".join(str(row + column) for column in range(COLUMNS)).encode() + b"\n" for row in range(1_000)), 120, preview=False,
        inferred_types={name: {"type": "Categorical", "dtype": "int64"} for name in NAMES[:2_000]}),
    Case("wide csv: a preview of 90,000 short rows", {200}, previewed),
    wide("arff", "20,000 sparse rows", REFUSED, lambda: sparse(20_000)),
    wide("arff", "1,900 sparse rows", FINE, lambda: sparse(1_900), 120),
    wide("json", "20,000 records of one key", REFUSED, lambda: records(20_000)),
    wide("json", "1,900 records of one key", FINE, lambda: records(1_900), 120),
    wide("xlsx", "20,000 rows of one cell", REFUSED, lambda: cells(20_000)),
    wide("xlsx", "1,900 rows of one cell", FINE, lambda: cells(1_900), 120),
    wide("ods", "a row of one cell, 20,000 times", REFUSED, lambda: repeated(ods_cell("1"), 20_000)),
    wide("ods", "a row of one far cell, 20,000 times", REFUSED,
         lambda: repeated(f'<table:table-cell table:number-columns-repeated="{COLUMNS - 1}"/>' + ods_cell("1"), 20_000)),
    wide("ods", "9,999 equal cells, 1,900 times", FINE,
         lambda: repeated(ods_cell("1", f' table:number-columns-repeated="{COLUMNS}"'), 1_900), 120),
]
