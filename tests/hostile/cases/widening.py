"""Small tables of which steps, explorers and models would make large ones."""
from world import Case, Failure, Kept

from .words import EITHER, FINE, REFUSED

SECONDS = 90


def levels(rows, columns, count):
    names = ",".join(f"c{column}" for column in range(columns))
    lines = (",".join(f"v{(row * (column + 3) + row // count) % count}" for column in range(columns)) + f",{row % 3}" for row in range(rows))
    return (names + ",y\n" + "\n".join(lines)).encode()


def numbers(rows, columns):
    names = ",".join(f"c{column}" for column in range(columns))
    return (names + "\n" + "\n".join(",".join(str((row * 31 + column * 7) % 97 / 8) for column in range(columns)) for row in range(rows))).encode()


def words(rows, count):
    """Texts of words that occur once."""
    return ("t\n" + "\n".join(" ".join(f"word{row}x{place}" for place in range(count)) for row in range(rows))).encode()


def on(content, do):
    """What comes of a table; it may not be refused itself."""
    def send(world):
        dataset = world.load(content(), keep=True, preview=False)
        if not isinstance(dataset, Kept):
            raise Failure(f"the table was not taken: {dataset}")
        try:
            return do(world, dataset)
        finally:
            world.api("DELETE", f"/dataset/{dataset}")
    return send


def step(name, expected, content, converter, columns, params=None, seconds=SECONDS, **other):
    return Case(f"widening: {name}", expected, on(content, lambda world, dataset: world.convert(converter, columns, params, dataset=dataset, **other)), seconds)


CASES = [
    step("one-hot of 900 categories", FINE, lambda: levels(10_000, 3, 300), "OneHotEncoder", ["c0", "c1", "c2"]),
    step("5,455 products of 30 columns", FINE, lambda: numbers(1_500, 30), "PolynomialFeatures", [f"c{n}" for n in range(30)],
         {"degree": 3, "include_bias": False}),
    step("products beyond all columns", REFUSED, lambda: numbers(100, 30), "PolynomialFeatures", [f"c{n}" for n in range(30)], {"degree": 5}),
    step("two million different words", EITHER, lambda: words(100_000, 20), "BagOfWordsConverter", ["t"], {"max_features": 100}),
    step("long sequences of words", REFUSED, lambda: words(2_000, 200), "TFIDFConverter", ["t"], {"upper_bound_ngrams": 60}),
    step("pieces of a text of 8 MB", EITHER, lambda: b"t\nshort\n" + b"a " * 4_000_000 + b"\n", "TokenizerConverter", ["t"],
         {"max_length": 128}),
    step("a category that becomes long", REFUSED, lambda: b"k,x\n" + b"a,1\nb,2\n" * 60_000, "CharacterReplacer", ["k"],
         {"char_to_replace": "a", "replacement_char": "x" * 100_000}),
    Case("widening: a model of 60 million numbers", REFUSED, on(lambda: levels(50_000, 4, 300), lambda world, dataset: world.train(
        dataset, ["c0", "c1", "c2", "c3"], ["y"], task="RegressionTask", model="LinearRegression", metrics=["R2"])), SECONDS),
    Case("widening: a cloud of two million words", FINE, on(lambda: words(100_000, 20), lambda world, dataset: world.explore(
        "WordcloudExplorer", ["t"], dataset=dataset)), SECONDS),
]
