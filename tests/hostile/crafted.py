"""Files nobody would make by accident."""
import io
import struct
import zipfile

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
LAUGHS = '<!DOCTYPE lolz [<!ENTITY l0 "lol">' + "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10)) + "]>"


def repeated(piece, size, start=b"", end=b""):
    """(size, bytes in pieces) of a file too large to hold: start, piece over and over, end."""
    block = piece * max(1, (1 << 20) // len(piece))
    times = size // len(block)

    def pieces():
        yield start
        for _ in range(times):
            yield block
        yield end

    return len(start) + times * len(block) + len(end), pieces()


def zipped(files):
    """A zip archive; a value may be a (size, pieces) pair."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files.items():
            if isinstance(content, tuple):
                with archive.open(name, "w", force_zip64=True) as entry:
                    for piece in content[1]:
                        entry.write(piece)
            else:
                archive.writestr(name, content)
    return out.getvalue()


def sheet(rows, before="", prolog=""):
    return f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<worksheet xmlns="{NS}">{before}<sheetData>{rows}</sheetData></worksheet>'


def xlsx(content, shared=None, sheets=1, extra=None):
    """A workbook whose first sheet is this XML text, bytes or (size, pieces)."""
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' for n in range(1, sheets + 1))
    files = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>' + overrides + "</Types>",
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{NS}" xmlns:r="{REL}"><sheets>'
        + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, sheets + 1)) + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(f'<Relationship Id="rId{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
                  for n in range(1, sheets + 1))
        + f'<Relationship Id="rIdS" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
        + f'<Relationship Id="rIdT" Type="{REL}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": content,
    }
    for n in range(2, sheets + 1):
        files[f"xl/worksheets/sheet{n}.xml"] = sheet("")
    if shared is not None:
        files["xl/sharedStrings.xml"] = shared
    return zipped({**files, **(extra or {})})


def texts(*rows):
    """Rows of inline texts and numbers, from A1."""
    def cell(column, row, value):
        at = f"{chr(65 + column)}{row}"
        if isinstance(value, str):
            return f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>'
        return f'<c r="{at}"><v>{value}</v></c>'
    return "".join(f'<row r="{r}">' + "".join(cell(c, r, value) for c, value in enumerate(row)) + "</row>"
                   for r, row in enumerate(rows, 1))


def ods(table, prolog=""):
    """An OpenDocument spreadsheet with this table XML."""
    names = "".join(f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text"))
    content = (f'<?xml version="1.0"?>{prolog}<office:document-content{names}><office:body><office:spreadsheet>'
               f'<table:table table:name="S">{table}</table:table></office:spreadsheet></office:body></office:document-content>')
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml":
                   '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                   f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'})


def ods_cell(text, repeat=""):
    return f'<table:table-cell office:value-type="string"{repeat}><text:p>{text}</text:p></table:table-cell>'


def ole(fat_sectors=1, body=b""):
    """The head of a compound file, which an .xls is, with lies in its counts."""
    head = struct.pack("<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
                       0, fat_sectors, 0, 0, 4096, 0, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF, 0)
    return (head + struct.pack("<109I", *range(109)))[:512] + body


def quine_like(levels):
    """A zip in a zip in a zip."""
    inner = zipped({"a.csv": repeated(b"1,2\n", 30 << 20)})
    for level in range(levels):
        inner = zipped({f"{level}-{n}.zip": inner for n in range(4)})
    return inner


def overlapping_zip(entries=200, size=20 << 20):
    """Many directory entries that all point at the same compressed bytes."""
    body = bytearray(zipped({"a.csv": repeated(b"1,2\n", size)}))
    start = body.index(b"PK\x01\x02")
    entry, end = bytes(body[start:body.index(b"PK\x05\x06")]), body[body.index(b"PK\x05\x06"):]
    end[8:12] = struct.pack("<HH", entries, entries)
    end[12:16] = struct.pack("<I", len(entry) * entries)
    return bytes(body[:start]) + entry * entries + bytes(end)
