"""Spreadsheets: bombs, lies about their size, and garbage."""
import itertools

from crafted import LAUGHS, NS, ods, ods_cell, ole, repeated, sheet, texts, xlsx, zipped
from world import ROOT, Case, Failure, Kept

from .words import EITHER, REFUSED

TABLE = texts(("a", "b"), (1, 2), (3, 4), (5, 6))
REAL = (ROOT / "tests/contract/files/iris.xlsx").read_bytes()
ROW = "<table:table-row{}>{}</table:table-row>"


def book(name, expected, content, seconds=20, file="book.xlsx", **params):
    def send(world):
        return world.load(content() if callable(content) else content, file=file, loader="ExcelDataLoader", **params)
    return Case(f"{file.split('.')[1]}: {name}", expected, send, seconds)


def different_texts(count):
    """(size, pieces) of shared texts, each another."""
    head, tail = shared("|").encode().split(b"|")
    pieces = (b"".join(b"<si><t>%d</t></si>" % (n * 2654435761 % 10**9) for n in range(at, at + 100_000)) for at in range(0, count, 100_000))
    return count, itertools.chain([head], pieces, [tail])


def far_sheets():
    """Sheets that are all at one path, which is long."""
    relation = f'<Relationship Id="r" Type="x/worksheet" Target="{"abcd" * 250_000}.xml"/>'
    return zipped({"xl/workbook.xml": "<workbook><sheets>" + '<sheet name="S" r:id="r"/>' * 5_000 + "</sheets></workbook>",
                   "xl/_rels/workbook.xml.rels": f"<Relationships>{relation}</Relationships>"})


def damaged(every):
    """A real workbook with a byte changed here and there."""
    broken = bytearray(REAL)
    for at in range(every, len(broken), every):
        broken[at] ^= 0x5A
    return bytes(broken)


def shared(items, counts=""):
    return f'<?xml version="1.0"?><sst xmlns="{NS}"{counts}>{items}</sst>'


def outside_entity(world):
    """An external entity must not be fetched."""
    prolog = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    content = xlsx(sheet(texts(("a", "b"), ("&e;", 1), ("&e;", 2)), prolog=prolog))
    dataset = world.load(content, file="book.xlsx", loader="ExcelDataLoader", keep=True)
    if any(b"root:" in answer.body for _, answer in world.answers):
        raise Failure("the content of a file of the server came back")
    if isinstance(dataset, Kept):
        world.api("DELETE", f"/dataset/{dataset}")
        return "finished"
    return dataset


def damage_everywhere(world):
    """A real workbook with its bytes damaged at many distances; none may do harm."""
    came = {}
    for every in (7, 31, 101, 499, 997, 2003, len(REAL) - 10, len(REAL) - 100):
        came[every] = world.load(damaged(every), file="book.xlsx", loader="ExcelDataLoader")
    for length in (1, 4, 100, len(REAL) // 2, len(REAL) - 1):
        came[-length] = world.load(REAL[:length], file="book.xlsx", loader="ExcelDataLoader")
    strange = {word for word in came.values() if word not in EITHER}
    return strange or "finished"


CASES = [
    book("empty", REFUSED, b""),
    book("garbage", REFUSED, b"garbage" * 1000),
    book("the four bytes of a zip", REFUSED, b"PK\x03\x04"),
    book("a zip that is no workbook", REFUSED, lambda: zipped({"a.txt": "x"})),
    book("no rows", REFUSED, lambda: xlsx(sheet(""))),
    book("only a header", REFUSED, lambda: xlsx(sheet(texts(("a", "b"))))),
    book("a claim of A1:XFD1048576", EITHER, lambda: xlsx(sheet(TABLE, '<dimension ref="A1:XFD1048576"/>'))),
    book("a claim that is none", EITHER, lambda: xlsx(sheet(TABLE, '<dimension ref="ZZZZZ99999999999:A0"/>'))),
    book("a cell at XFD1048576", REFUSED, lambda: xlsx(sheet(TABLE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))),
    book("cells at the two far corners", REFUSED, lambda: xlsx(sheet(
        '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'))),
    book("a cell below all rows", EITHER, lambda: xlsx(sheet(TABLE + '<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>'))),
    book("a cell beyond all columns", EITHER, lambda: xlsx(sheet(TABLE + '<row r="9"><c r="ZZZZZZZZ9"><v>1</v></c></row>'))),
    book("rows numbered 0 and -1", EITHER, lambda: xlsx(sheet('<row r="0"><c r="A0"><v>1</v></c></row><row r="-1"><c r="A-1"><v>1</v></c></row>'))),
    book("rows in no order", EITHER, lambda: xlsx(sheet('<row r="9"><c r="B9"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'))),
    book("a shared text that is not there", EITHER, lambda: xlsx(
        sheet('<row r="1"><c r="A1" t="s"><v>4294967295</v></c></row><row r="2"><c r="A2" t="s"><v>-1</v></c></row>'), shared(""))),
    book("a claim of 4 billion shared texts", EITHER, lambda: xlsx(
        sheet(TABLE), shared("<si><t>x</t></si>", ' count="4294967295" uniqueCount="4294967295"'))),
    book("a shared text of 300 MB", REFUSED, lambda: xlsx(
        sheet(TABLE), repeated(b"x", 300 << 20, shared("<si><t>").split("</sst>")[0].encode(), b"</t></si></sst>")), 30),
    book("a text of 5 MB in 10,000 cells of a row", REFUSED, lambda: xlsx(
        sheet(TABLE + '<row r="9">' + '<c t="s"><v>0</v></c>' * 9_999 + "</row>"), shared("<si><t>" + "abcd" * 1_250_000 + "</t></si>"))),
    book("a text of 1 MB in 100,000 rows", REFUSED, lambda: xlsx(
        sheet(TABLE + '<row><c t="s"><v>0</v></c></row>' * 100_000), shared("<si><t>" + "abcd" * 250_000 + "</t></si>")), 90),
    book("9 million different shared texts", REFUSED, lambda: xlsx(sheet(TABLE), different_texts(9_000_000)), 120),
    book("a font of 5 MB in 60,000 styles", {"finished"}, lambda: xlsx(sheet(TABLE), extra={"xl/styles.xml":
        f'<styleSheet xmlns="{NS}"><fonts><font><name val="{"abcd" * 1_250_000}"/></font></fonts><cellXfs>'
        + '<xf numFmtId="0" fontId="0"/>' * 60_000 + "</cellXfs></styleSheet>"})),
    book("5,000 sheets at a path of 1 MB", EITHER, far_sheets),
    book("30 million shared texts", REFUSED, lambda: xlsx(
        sheet(TABLE), repeated(b"<si><t/></si>", 400 << 20, shared("").split("</sst>")[0].encode(), b"</sst>")), 60),
    book("billion laughs in a sheet", REFUSED | {"finished"}, lambda: xlsx(sheet(texts(("a", "b"), ("&l9;", 1)), prolog=LAUGHS))),
    book("billion laughs in the shared texts", REFUSED | {"finished"}, lambda: xlsx(
        sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'),
        shared("<si><t>&l9;</t></si>").replace("?>", "?>" + LAUGHS, 1))),
    Case("xlsx: an external entity", EITHER, outside_entity),
    book("a sheet of 1 GB of blanks", REFUSED, lambda: xlsx(repeated(b" ", 1 << 30, sheet("").split("</sheetData>")[0].encode())), 40),
    book("a sheet of 400 MB of empty rows", REFUSED, lambda: xlsx(repeated(
        b"<row/>", 400 << 20, sheet("").split("</sheetData>")[0].encode(), b"</sheetData></worksheet>")), 60),
    book("100,000 elements inside each other", EITHER, lambda: xlsx(sheet(TABLE + "<x>" * 100_000 + "</x>" * 100_000))),
    book("an attribute of 50 MB", REFUSED | {"finished"}, lambda: xlsx(repeated(
        b"x", 50 << 20, sheet("").split("</sheetData>")[0].encode() + b'<row r="', b'"/></sheetData></worksheet>')), 30),
    book("5,000 sheets", EITHER, lambda: xlsx(sheet(TABLE), sheets=5_000), 60),
    book("100,000 other entries", EITHER, lambda: xlsx(sheet(TABLE), extra={f"x/{n}": "" for n in range(60_000)}), 60),
    book("a billion repeats of nothing in names", EITHER, lambda: xlsx(sheet(texts(("", "", ""), (1, 2, 3))))),
    book("numbers that are none", EITHER, lambda: xlsx(sheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2"><c r="A2"><v>NaN</v></c></row>'
        '<row r="3"><c r="A3"><v>1e999</v></c></row><row r="4"><c r="A4"><v>x</v></c></row><row r="5"><c r="A5" t="d"><v>9</v></c></row>'))),
    Case("xlsx: a real workbook, damaged and cut off", EITHER, damage_everywhere, 60),
    *(book(f"{name}={value!r}", EITHER, REAL, **{name: value})
      for name, value in [("sheet", 99), ("sheet", -1), ("sheet", "no such sheet"), ("sheet", 2**63), ("sheet", []), ("header", 2**31),
                          ("header", -1), ("usecols", "A:ZZZZZZZZZZ"), ("usecols", "XFD:A"), ("usecols", "💥"), ("usecols", "A," * 100_000),
                          ("skiprows", 2**63), ("nrows", 0), ("names", "a,a,a,a,a")]),
    book("an ods", EITHER, lambda: ods(ROW.format("", ods_cell("a"))), file="book.xlsx"),
    book("garbage", REFUSED, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"garbage" * 1000, file="book.xls"),
    book("a head only", REFUSED, ole(), file="book.xls"),
    book("a claim of 4 billion sectors", REFUSED, ole(0xFFFFFFFF, b"\0" * 4096), file="book.xls"),
    book("sectors that follow each other in a ring", REFUSED, ole(1, b"\0" * 65_536), file="book.xls"),
    book("BIFF without a compound file", REFUSED, b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\xff" * 5000, file="book.xls"),
    book("20 MB of zeros behind a head", REFUSED, lambda: ole(109, b"\0" * (20 << 20)), file="book.xls"),
    book("garbage", REFUSED, lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a><b>"}), file="book.ods"),
    book("no content", REFUSED, lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), file="book.ods"),
    book("a cell repeated a billion times", REFUSED, lambda: ods(
        ROW.format("", ods_cell("a", ' table:number-columns-repeated="1000000000"')) * 2), file="book.ods"),
    book("20 million cells", EITHER, lambda: ods(
        ROW.format("", ods_cell("a") * 20) + ROW.format(' table:number-rows-repeated="1000000"', ods_cell("b") * 20)), 120, file="book.ods"),
    book("a row repeated a billion times", REFUSED, lambda: ods(
        ROW.format("", ods_cell("a")) + ROW.format(' table:number-rows-repeated="1000000000"', ods_cell("b"))), file="book.ods"),
    book("4 billion times 4 billion empty cells", EITHER, lambda: ods(
        ROW.format("", ods_cell("a")) + ROW.format("", ods_cell("b"))
        + ROW.format(' table:number-rows-repeated="4294967295"', '<table:table-cell table:number-columns-repeated="4294967295"/>')),
        file="book.ods"),
    book("repeats that are no numbers", EITHER, lambda: ods(
        ROW.format(' table:number-rows-repeated="-5"', ods_cell("a", ' table:number-columns-repeated="x"')) * 3), file="book.ods"),
    book("a cell of 1 MB repeated 10,000 times", REFUSED, lambda: ods(
        ROW.format("", ods_cell("a")) + ROW.format(' table:number-rows-repeated="10000"', ods_cell("x" * 1_000_000))), 30, file="book.ods"),
    book("billion laughs", EITHER, lambda: ods(ROW.format("", ods_cell("a")) + ROW.format("", ods_cell("&l9;")), LAUGHS), file="book.ods"),
]
