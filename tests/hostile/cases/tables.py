"""CSV files that are none, or that are more than a table can be."""
import json
import urllib.parse

from crafted import quine_like, overlapping_zip, repeated, zipped
from world import Case, Failure, Kept

from .words import EITHER, FINE, REFUSED

ROWS = b"".join(b"%d,%d\n" % (row, row * 7 % 11) for row in range(50))
DATES = b"day,x\n" + b"".join(b"2023-02-%02d,%d\n" % (row % 31 + 1, row) for row in range(40))


def table(name, expected, content, seconds=20, **params):
    """A case that uploads bytes, a (size, pieces) pair, or what a function returns."""
    def send(world):
        return world.load(content() if callable(content) else content, **params)
    return Case(f"csv: {name}", expected, send, seconds)


def declared(**types):
    return {name: {"type": kind, "dtype": dtype} for name, (kind, dtype) in types.items()}


def columns_of(content, expected):
    """A case that looks at the column names that come of a file."""
    def send(world):
        dataset = world.load(content, keep=True)
        if not isinstance(dataset, Kept):
            return dataset
        names = list(world.made("GET", f"/dataset/{dataset}/types", None))
        world.api("DELETE", f"/dataset/{dataset}")
        if len(set(names)) != expected or any(not name.strip() for name in names):
            raise Failure(f"columns {names}")
        return "finished"
    return send


def formulas(world):
    """Texts that a spreadsheet would run come back as the quoted texts they were."""
    cells = ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", '=HYPERLINK("http://x","y")', "\tx"]
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    content = "a,b\n" + "".join(f"{cell},{number}\n" for number, cell in enumerate(quoted))
    dataset = world.load(content.encode(), keep=True, inferred_types=declared(a=("Text", "string"), b=("Integer", "int64")))
    text = world.api("GET", f"/dataset/{dataset}/export/csv").body.decode()
    world.api("DELETE", f"/dataset/{dataset}")
    for cell in quoted:
        if cell not in text:
            raise Failure(f"{cell} is not quoted in {text!r}")
    return "finished"


def wide_pages(world):
    """300 rows of 1 MB each: too many on a page are refused, fewer are shown, and all are exported in any order."""
    content = zipped({"a.csv": b"a,b\n" + b"".join(b"%d,%s\n" % (row, (b"%07d " % (row * 7919 % 9973)) * 131_072) for row in range(300))})
    dataset = world.load(content, file="a.zip", keep=True, preview=False, inferred_types=declared(a=("Integer", "int64"), b=("Text", "string")))
    if not isinstance(dataset, Kept):
        return dataset
    token = world.made("GET", f"/dataset/{dataset}", None)["file_path"]
    sort = urllib.parse.quote(json.dumps([{"id": "b", "desc": True}]))
    for size, expected in ((10_000, 413), (300, 413), (20, 200)):
        for order in ("", f"&sortModel={sort}"):
            answer = world.api("GET", f"/dataset/filter/?path={token}&page_size={size}{order}")
            if answer.status != expected or (expected == 413 and b"page_size" not in answer.body):
                raise Failure(f"page_size={size}{order}: {answer.status} {answer.body[:200]}")
    exported = world.api("GET", f"/dataset/export/csv?path={token}&sort_model={sort}")
    if exported.status != 200 or len(exported.body) < 300 << 20:
        raise Failure(f"the sorted export: {exported.status}, {len(exported.body)} bytes")
    world.api("DELETE", f"/dataset/{dataset}")
    return "finished"


def wide_preview(world):
    """100 cells of 5 MB are previewed with few bytes."""
    content = zipped({"a.csv": b"a,b\n" + b"".join(b"%d,%s\n" % (row, b"abcdefgh" * 655_360) for row in range(100))})
    params = json.dumps({"dataloader_name": "CSVDataLoader", "separator": ","}).encode()
    answer = world.form("/dataset/preview_with_types", [("file", "a.zip", content), ("params", None, params)])
    if answer.status != 200 or len(answer.body) > 16 << 20:
        raise Failure(f"{answer.status}, {len(answer.body)} bytes")
    return world.load(content, file="a.zip", preview=False)


CASES = [
    table("empty", REFUSED, b""),
    table("one newline", REFUSED, b"\n"),
    table("header only", REFUSED, b"a,b,c\n"),
    table("header without newline", REFUSED, b"a,b,c"),
    table("byte order mark only", REFUSED, b"\xef\xbb\xbf"),
    table("UTF-16 byte order mark only", REFUSED, b"\xff\xfe"),
    table("blank lines only", REFUSED, b"\n\r\n\n   \n"),
    table("ragged: more values than names", EITHER, b"a,b\n1,2\n1,2,3,4\n"),
    table("ragged: fewer values than names", EITHER, b"a,b,c\n1\n1,2\n"),
    table("stray quotes", EITHER, b'a,b\n1"2,"3"4\n"5"6","7\n'),
    table("UTF-16 with a mark", EITHER, "a,b\n1,é\n".encode("utf-16")),
    table("UTF-16 without a mark", EITHER, "a,b\n1,é\n2,ü\n".encode("utf-16-le")),
    table("UTF-32", EITHER, "a,b\n1,é\n".encode("utf-32")),
    table("invalid UTF-8", REFUSED, b"a,b\n1,\xc3\x28\n2,\xff\n"),
    table("invalid UTF-8 late", REFUSED, b"a,b\n" + b"1,x\n" * 300_000 + b"1,\xff\n"),
    table("surrogates in UTF-8", REFUSED, b"a,b\n1,\xed\xa0\x80\n"),
    table("Latin-1, declared", FINE, "a,b\n1,é\n2,ñ\n3,ü\n".encode("latin-1"), encoding="latin1"),
    table("Latin-1, not declared", REFUSED, "a,b\n1,é\n2,ñ\n".encode("latin-1")),
    table("unknown encoding", REFUSED, ROWS, encoding="utf-7"),
    Case("csv: duplicate names", EITHER, columns_of(b"a,a,a\n1,2,3\n4,5,6\n", 3)),
    Case("csv: empty names", EITHER, columns_of(b",,c\n1,2,3\n4,5,6\n", 3)),
    Case("csv: names of blanks", EITHER, columns_of(b'" ","\t",c\n1,2,3\n4,5,6\n', 3)),
    Case("csv: duplicates of generated names", EITHER, columns_of(b"a,a,a_1,a.1,,Unnamed: 4\n1,2,3,4,5,6\n", 6)),
    table("a million columns", REFUSED, lambda: ",".join(map(str, range(1_000_000))).encode() + b"\n" + b"1," * 1_000_000 + b"1\n"),
    table("a million empty names", REFUSED, b"," * 1_000_000 + b"\n" + b"," * 1_000_000 + b"\n"),
    table("a million equal names", REFUSED, b"a," * 1_000_000 + b"a\n" + b"1," * 1_000_000 + b"1\n"),
    table("a million values in one row", REFUSED, b"a,b\n1,2\n" + b"1," * 1_000_000 + b"\n"),
    table("9,999 columns", EITHER, ",".join(f"c{n}" for n in range(9_999)).encode() + b"\n" + (b"1," * 9_998 + b"1\n") * 20, 60),
    table("a name of 10 MB", REFUSED, b"a" * 10_000_000 + b",b\n1,2\n"),
    table("names of control, right-to-left and emoji characters", EITHER,
          "a\u202eb,\u0007\u001b[31m,💥,\u200b,é\u0301\n1,2,3,4,5\n6,7,8,9,10\n".encode()),
    table("NUL bytes", EITHER, b"a,b\n1,\0\n\0\0,2\n"),
    table("NUL in names", EITHER, b"a\0,b\n1,2\n"),
    table("only NUL", REFUSED, b"\0" * 100_000),
    table("random bytes", REFUSED, bytes((n * n * 31 + n // 7) % 256 for n in range(200_000))),
    table("NaN and infinities", EITHER, b"a,b\n" + b"NaN,inf\n-inf,Infinity\n1e999,-1e999\n1,2\n" * 10),
    table("infinities declared Float", EITHER, b"a,b\n" + b"inf,1\n-inf,2\n3,3\n" * 10,
          inferred_types=declared(a=("Float", "float64"), b=("Integer", "int64"))),
    table("huge numbers", EITHER, b"a,b\n1e308,9223372036854775808\n-1e308,-9223372036854775809\n1e-400,1\n" * 1
          + b"1e308,1\n" * 50),
    table("a number of a million digits", EITHER, b"a,b\n" + b"9" * 1_000_000 + b",1\n"),
    table("dates that are none, inferred", EITHER, DATES),
    table("dates that are none, declared", REFUSED, DATES, inferred_types=declared(day=("Date", "%Y-%m-%d"), x=("Integer", "int64"))),
    table("a date format that is none", REFUSED, b"day,x\n2023-01-01,1\n", inferred_types=declared(day=("Date", "%Q%%%"), x=("Integer", "int64"))),
    table("years beyond all calendars", EITHER, b"day,x\n" + b"99999-01-01,1\n-0001-01-01,2\n0000-00-00,3\n" * 9),
    table("text declared Integer", REFUSED, b"a,b\nx,1\n", inferred_types=declared(a=("Integer", "int64"))),
    table("an unknown type", REFUSED, ROWS, inferred_types=declared(**{"0": ("Quaternion", "q8")})),
    table("types of a column that is not there", EITHER, b"a,b\n1,2\n", inferred_types=declared(zzz=("Float", "float64"))),
    table("types that are no object", REFUSED, b"a,b\n1,2\n", inferred_types=[1, 2]),
    table("renames to one name", REFUSED, b"a,b\n1,2\n", column_renames={"a": "c", "b": "c"}),
    table("renames to nothing", REFUSED, b"a,b\n1,2\n", column_renames={"a": ""}),
    table("renames that are no object", REFUSED, b"a,b\n1,2\n", column_renames="x"),
    table("a renamed column that is not there", EITHER, b"a,b\n1,2\n", column_renames={"zzz": "c"}),
    table("a cell of 50 MB", REFUSED, lambda: b"a,b\n" + b"x" * 50_000_000 + b",1\n", 30),
    table("a quoted cell of 50 MB", REFUSED, lambda: b'a,b\n"' + b"x" * 50_000_000 + b'",1\n', 30),
    table("a quote never closed in 30 MB", REFUSED, lambda: b'a,b\n1,"2\n' + b"1,2\n" * 7_500_000, 30),
    table("a quote opened late in 30 MB", EITHER, lambda: b"a,b\n" + b"1,2\n" * 4_000_000 + b'1,"2\n' + b"1,2\n" * 3_000_000, 60),
    table("nothing but quotes", EITHER, b"a,b\n" + b'"' * 5_000_000 + b"\n"),
    table("200 MB of newlines", REFUSED, lambda: repeated(b"\n", 200 << 20), 60),
    table("200 MB of newlines, blank lines kept", EITHER, lambda: repeated(b"\n", 200 << 20, b"a\n1\n"), 120, skip_blank_lines=False),
    table("200 MB of carriage returns", REFUSED, lambda: repeated(b"\r", 200 << 20), 60),
    table("200 MB of commas", REFUSED, lambda: repeated(b",", 200 << 20), 60),
    table("100 MB without a newline", REFUSED, lambda: repeated(b"x", 100 << 20), 60),
    table("5 million distinct words", EITHER, lambda: b"a\n" + b"\n".join(b"w%d" % n for n in range(5_000_000)), 90),
    *(table(f"separator {separator!r}", EITHER, ROWS, separator=separator)
      for separator in ["", "ab", "\n", '"', "💥", 5, None, [], "\0", "a" * 100_000]),
    *(table(f"{name}={value!r}", EITHER, ROWS, **{name: value})
      for name, value in [("skiprows", 2**63), ("skiprows", -1), ("skiprows", "x"), ("nrows", 0), ("nrows", 2**64), ("nrows", -5),
                          ("header", "99999999999999999999"), ("header", "4611686018427387904"), ("header", "100000"), ("header", 2**62), ("header", None), ("header", -1), ("names", ",,,"),
                          ("names", "a,a"), ("names", "x," * 100_000), ("na_values", "," * 100_000), ("nothing", 1),
                          ("true_values", "1"), ("skip_blank_lines", "perhaps")]),
    table("no separator", EITHER, ROWS, separator=None),
    table("a loader that is none", REFUSED, ROWS, loader="NopeDataLoader"),
    table("a model as a loader", REFUSED, ROWS, loader="SVC"),
    table("a loader's name of 1 MB", REFUSED, ROWS, loader="x" * 1_000_000),
    table("an xlsx as csv", REFUSED, lambda: zipped({"xl/workbook.xml": "x"})),
    table("a zip of a bomb", REFUSED, lambda: zipped({"a.csv": repeated(b"0", 1 << 30)}), 30, file="a.zip"),
    table("a zip in a zip in a zip", REFUSED, lambda: quine_like(3), 30, file="a.zip"),
    table("a zip whose entries overlap", REFUSED, overlapping_zip, 30, file="a.zip"),
    table("a zip with nothing in it", REFUSED, lambda: zipped({}), file="a.zip"),
    table("a zip that climbs out", EITHER, lambda: zipped({"../../../../tmp/skydash-escaped.csv": ROWS}), file="a.zip"),
    table("a zip cut off", REFUSED, lambda: zipped({"a.csv": ROWS * 100})[:-30], file="a.zip"),
    table("a column of blanks", FINE, b'a,b\n"\n",1\n" ",2\n'),
    table("10,000 names of 500 characters", REFUSED, lambda: b",".join(b"%d%s" % (n, b"x" * 495) for n in range(9_999)) + b"\n" + b"1," * 9_998 + b"1\n"),
    table("a category of 300 texts of 500 KB", FINE, lambda: b"a,b\n" + b"".join(
        b"%d,%s\n" % (row, (b"%04d" % row) * 125_000) for row in range(300)), 60, preview=False, inferred_types=declared(a=("Integer", "int64"), b=("Categorical", "string"))),
    Case("csv: 100 cells of 5 MB to be previewed", FINE, wide_preview, 60),
    Case("csv: 300 rows of 1 MB on one page", FINE, wide_pages, 90),
    Case("csv: formulas stay quoted text in the export", FINE, formulas),
]
