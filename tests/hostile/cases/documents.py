"""JSON and ARFF files."""
from crafted import repeated
from world import Case

from .words import EITHER, REFUSED


def document(name, expected, content, seconds=20, **params):
    def send(world):
        return world.load(content() if callable(content) else content, file="rows.json", loader="JSONDataLoader", **params)
    return Case(f"json: {name}", expected, send, seconds)


def arff(name, expected, content, seconds=20):
    def send(world):
        return world.load(content() if callable(content) else content, file="rows.arff", loader="ARFFDataLoader")
    return Case(f"arff: {name}", expected, send, seconds)


HEAD = b"@relation r\n@attribute a numeric\n@attribute b {x,y}\n@data\n"

CASES = [
    document("empty", REFUSED, b""),
    document("blank", REFUSED, b" \n\t"),
    document("an empty list", REFUSED, b"[]"),
    document("an empty record", REFUSED, b"[{}]"),
    document("a scalar", REFUSED, b"42"),
    document("null", REFUSED, b"null"),
    document("a list of scalars", REFUSED, b"[1,2,3]"),
    document("lists in lists", REFUSED, b"[[1,2],[3,4]]"),
    document("cut off", REFUSED, b'[{"a":1},{"a":'),
    document("text after the end", REFUSED, b'[{"a":1}] x'),
    document("lists 100,000 deep", REFUSED, b"[" * 100_000),
    document("closed lists 100,000 deep", REFUSED, b"[" * 100_000 + b"]" * 100_000),
    document("objects 100,000 deep", REFUSED, b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    document("a value 100,000 deep", REFUSED, b'[{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}]"),
    document("a skipped key 100,000 deep", REFUSED, b'{"x":' + b"[" * 100_000 + b"]" * 100_000 + b',"rows":[{"a":1},{"a":2}]}', data_key="rows"),
    document("NaN and Infinity", EITHER, b'[{"a":NaN,"b":1},{"a":Infinity,"b":2},{"a":-Infinity,"b":3}]'),
    document("numbers beyond all", EITHER, b'[{"a":1e400,"b":99999999999999999999},{"a":-1e400,"b":1},{"a":1e-400,"b":2}]'),
    document("a number of 10 MB", EITHER, lambda: b'[{"a":' + b"9" * 10_000_000 + b"},{\"a\":1}]"),
    document("a text of 50 MB", REFUSED, lambda: b'[{"a":"' + b"x" * 50_000_000 + b'"}]', 30),
    document("a list of 3 million numbers in a record", EITHER, lambda: b'[{"a":[' + b"0," * 3_000_000 + b'0]},{"a":1}]', 30),
    document("a list of 20 million numbers in a record", REFUSED, lambda: b'[{"a":[' + b"0," * 20_000_000 + b'0]},{"a":1}]', 30),
    document("a list of 20 million numbers in another key", EITHER, lambda: b'{"x":[' + b"0," * 20_000_000 + b'0],"rows":[{"a":1},{"a":2}]}', 30, data_key="rows"),
    document("a million keys in a record", REFUSED, lambda: b"[{" + b",".join(b'"k%d":1' % n for n in range(1_000_000)) + b"}]", 30),
    document("a key of 10 MB", REFUSED, lambda: b'[{"' + b"x" * 10_000_000 + b'":1}]'),
    document("a text never closed in 50 MB", REFUSED, lambda: b'[{"a":"' + b"x" * 50_000_000, 30),
    document("a new key in each of 100,000 records", REFUSED, lambda: b"[" + b",".join(b'{"k%d":1}' % n for n in range(100_000)) + b"]"),
    document("5,000 keys, each in another of 5,000 records", EITHER, lambda: b"[" + b",".join(b'{"k%d":1}' % n for n in range(5_000)) + b"]", 60),
    document("equal keys", EITHER, b'[{"a":1,"a":2},{"a":3,"a":4}]'),
    document("half a surrogate pair", EITHER, b'[{"a":"\\ud800"},{"a":"\\udc00x"}]'),
    document("invalid UTF-8", REFUSED, b'[{"a":"\xff"}]'),
    document("UTF-16", EITHER, '[{"a":1},{"a":2}]'.encode("utf-16")),
    document("a byte order mark", EITHER, b'\xef\xbb\xbf[{"a":1},{"a":2}]'),
    document("types that change", EITHER, b'[{"a":1},{"a":"x"},{"a":[1]},{"a":{"b":1}},{"a":null},{"a":true}]'),
    document("records and other things", REFUSED, b'[{"a":1},2,"x",null]'),
    document("empty and odd keys", EITHER, '[{"":1," ":2,"\\u0000":3,"\\u202e":4}]'.encode()),
    document("a key that is not there", REFUSED, b'{"rows":[{"a":1}]}', data_key="nope"),
    document("a key of another kind", REFUSED, b'{"rows":[{"a":1}]}', data_key=["rows"]),
    document("an empty key", EITHER, b'{"":[{"a":1},{"a":2}]}', data_key=""),
    document("a key of 1 MB", REFUSED, b'{"rows":[{"a":1}]}', data_key="x" * 1_000_000),
    document("200 MB of blanks", REFUSED, lambda: repeated(b" ", 200 << 20, b"[", b"]"), 60),
    document("200 MB of opening brackets", REFUSED, lambda: repeated(b"[", 200 << 20), 60),
    document("100 MB of empty records", EITHER, lambda: repeated(b"{},", 100 << 20, b'[{"a":1},', b'{"a":2}]'), 90),
    arff("empty", REFUSED, b""),
    arff("no data", REFUSED, b"@relation r\n@attribute a numeric\n"),
    arff("no rows", REFUSED, HEAD),
    arff("no attributes", REFUSED, b"@relation r\n@data\n1,2\n"),
    arff("an attribute without a type", REFUSED, b"@relation r\n@attribute a\n@data\n1\n"),
    arff("an attribute of an unknown type", REFUSED, b"@relation r\n@attribute a quaternion\n@data\n1\n"),
    arff("a relational attribute", REFUSED, b"@relation r\n@attribute a relational\n@attribute b numeric\n@end a\n@data\n'1',2\n"),
    arff("a million attributes", REFUSED, lambda: b"@relation r\n" + b"".join(b"@attribute a%d numeric\n" % n for n in range(1_000_000)) + b"@data\n", 30),
    arff("a million nominal values", EITHER, lambda: b"@relation r\n@attribute a {" + b",".join(b"v%d" % n for n in range(1_000_000)) + b"}\n@data\nv1\n", 30),
    arff("a nominal list never closed", REFUSED, b"@relation r\n@attribute a {x,y\n@data\nx\n"),
    arff("a quote never closed", REFUSED, HEAD + b"1,'x\n2,y\n"),
    arff("30 million commas in a row", REFUSED, lambda: HEAD + b"," * 30_000_000 + b"\n", 30),
    arff("a quote and more behind it", REFUSED, HEAD + b"1,'x'y\n"),
    arff("a sparse row never closed", REFUSED, HEAD + b"{0 1, 1 x\n"),
    arff("a value that is not nominal", REFUSED, HEAD + b"1,z\n"),
    arff("text where a number is due", REFUSED, HEAD + b"abc,x\n"),
    arff("NaN and infinities", EITHER, HEAD + b"NaN,x\ninf,y\n1e999,x\n?,?\n"),
    arff("sparse rows that claim an index of 4 billion", REFUSED, HEAD + b"{4294967295 1}\n{-1 2}\n"),
    arff("sparse rows", EITHER, HEAD + b"{0 1, 1 x}\n{}\n"),
    arff("equal attributes", EITHER, b"@relation r\n@attribute a numeric\n@attribute a numeric\n@data\n1,2\n"),
    arff("dates that are none", REFUSED, b"@relation r\n@attribute d date 'yyyy-MM-dd'\n@data\n2023-02-30\n"),
    arff("a date format that is none", REFUSED, b"@relation r\n@attribute d date 'QQQ%%%'\n@data\n2023-02-01\n"),
    arff("too many values in a row", REFUSED, HEAD + b"1,x,2,3,4\n"),
    arff("100 MB of comments", REFUSED, lambda: repeated(b"% nothing\n", 100 << 20), 60),
    arff("invalid UTF-8", REFUSED, HEAD + b"1,\xff\n"),
]
