"""Writes columns.json, time.json, scaling.json, encoding.json and missing.json, which `src/tests/golden.rs` reads.

Made with Python 3.11, scikit-learn 1.9.1, pandas 3.1.1, numpy 2.4.6:
    python -m venv /tmp/golden && /tmp/golden/bin/pip install scikit-learn==1.9.1 pandas==3.1.1 numpy==2.4.6
    /tmp/golden/bin/python make.py

Each case is a table, a request and the table that comes of it. What a case expects is computed here with scikit-learn or
pandas; names, places and types of made columns are those of the wire.
"""

import json
import math
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.preprocessing import (
    Binarizer,
    LabelEncoder,
    MaxAbsScaler,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    StandardScaler,
)

warnings.simplefilter("ignore")
HERE = Path(__file__).parent
NAN = math.nan


def plain(value):
    """A cell as JSON: null for a missing one."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        return value
    value = float(value)
    if math.isnan(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else float(f"{value:.15g}")


def column(type_, values):
    return {"type": type_, "values": [plain(value) for value in values]}


def floats(values):
    return column({"type": "Float", "dtype": "float64"}, values)


def integers(values, dtype="int64"):
    return column({"type": "Integer", "dtype": dtype}, values)


def texts(values):
    return column({"type": "Text", "dtype": "string"}, values)


def dates(values, form="%Y-%m-%d"):
    return column({"type": "Date", "dtype": form}, values)


def categories(values, dtype="string", known=None, converted=False):
    values = [plain(value) if not isinstance(value, str) else value for value in values]
    known = known or sorted({value for value in values if value is not None})
    type_ = {
        "type": "Categorical",
        "dtype": dtype,
        "categories": known,
        "num_categories": len(known),
        "converted": converted,
        "encoder": "label" if dtype in ("int64", "float64") else "one_hot",
    }
    return {"type": type_, "values": values}


class Family:
    """The cases of one file."""

    def __init__(self, name):
        self.name, self.cases = name, []

    def case(self, name, converter, table, expected, params=None, scope=(), rows=(), target=None):
        self.cases.append(
            {
                "name": f"{converter}: {name}",
                "converter": converter,
                "params": params or {},
                "table": table,
                "scope": list(scope),
                "rows": list(rows),
                "target": target,
                "expected": expected,
            }
        )

    def write(self):
        lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in self.cases)
        (HERE / f"{self.name}.json").write_text(f"[\n{lines}\n]\n")


def frame(table, names):
    """Columns as scikit-learn reads them."""
    data = {}
    for name in names:
        values = table[name]["values"]
        if all(value is None or not isinstance(value, str) for value in values):
            data[name] = np.array([NAN if value is None else value for value in values], dtype=float)
        else:
            data[name] = pd.Series([NAN if value is None else value for value in values], dtype=object)
    return pd.DataFrame(data)


def scaling():
    family = Family("scaling")
    rng = np.random.default_rng(1)
    a = rng.normal(3, 2, 14)
    a[[2, 9]] = NAN
    table = {
        "a": floats(a),
        "far": floats(1e6 + rng.normal(0, 1e-2, 14)),
        "same": floats([0.1] * 14),
        "whole": integers(rng.integers(-50, 50, 14)),
        "name": texts([f"n{i}" for i in range(14)]),
    }
    scope = ["a", "far", "same", "whole"]

    def in_place(name, converter, scaler, params=None, rows=(), scope=scope, table=table):
        x = frame(table, scope).to_numpy()
        made = scaler.fit(x[list(rows)] if rows else x).transform(x)
        expected = {key: floats(made[:, scope.index(key)]) if key in scope else table[key] for key in table}
        family.case(name, converter, table, expected, params, scope, rows)

    for mean in (True, False):
        for std in (True, False):
            params = {"with_mean": mean, "with_std": std}
            in_place(f"mean {mean}, deviation {std}", "StandardScaler", StandardScaler(**params), params)
    in_place("learns from some rows", "StandardScaler", StandardScaler(), rows=[0, 1, 3, 4])
    in_place("one row", "StandardScaler", StandardScaler(), rows=[5])
    in_place("usual range", "MinMaxScaler", MinMaxScaler())
    in_place(
        "another range, cut off",
        "MinMaxScaler",
        MinMaxScaler(feature_range=(0.5, 2), clip=True),
        {"min_range": 0.5, "max_range": 2, "clip": True},
        rows=[0, 1, 3, 4, 5],
    )
    in_place(
        "not cut off",
        "MinMaxScaler",
        MinMaxScaler(feature_range=(1, 2)),
        {"min_range": 1, "max_range": 2},
        rows=[0, 1, 3],
    )
    in_place("all rows", "MaxAbsScaler", MaxAbsScaler())
    in_place("some rows", "MaxAbsScaler", MaxAbsScaler(), rows=[0, 1])
    full = {**table, "a": floats(np.nan_to_num(a, nan=0.0)), "zero": floats([0.0] * 14)}
    for norm in ("l1", "l2", "max"):
        in_place(norm, "Normalizer", Normalizer(norm=norm), {"norm": norm}, table=full)
    zeros = {"a": floats([0, 1, 0]), "b": floats([0, -2, 3])}
    in_place("a row of zeros", "Normalizer", Normalizer(), scope=["a", "b"], table=zeros)
    for threshold in (0.0, 3.0):
        names = ["a", "whole"]
        made = Binarizer(threshold=threshold).fit_transform(frame(full, names))
        made = np.asarray(made)
        expected = {**full, "bin_a": integers(made[:, 0]), "bin_whole": integers(made[:, 1])}
        family.case(f"threshold {threshold}", "Binarizer", full, expected, {"threshold": threshold}, names)
    family.write()


def encoding():
    family = Family("encoding")
    size = ["M", "L", None, "S", "M", "M", "XL", "L", "S", "M", "XXL", "M"]
    table = {
        "size": categories(size),
        "sex": categories(["f", "m", "m", "f", "f", "f", "m", "m", "f", "m", "f", "m"]),
        "n": floats(range(12)),
    }
    full = {**table, "size": categories([s or "S" for s in size])}

    def appended(name, converter, table, scope, prefix, made, dtype="int64", **request):
        expected = dict(table)
        for key, values in made.items():
            expected[f"{prefix}_{key}"] = integers(values, dtype)
        family.case(name, converter, table, expected, scope=scope, **request)

    def one_hot(name, table, scope, params, rows=(), dtype="int64", sklearn=None):
        encoder = OneHotEncoder(sparse_output=False, **(sklearn if sklearn is not None else params))
        x = frame(table, scope)
        encoder.set_output(transform="pandas").fit(x.iloc[list(rows)] if rows else x)
        made = encoder.transform(x)
        appended(name, "OneHotEncoder", table, scope, "ohe", made.to_dict("list"), dtype, params=params, rows=rows)

    both = ["size", "sex"]
    one_hot("two columns, one with gaps", table, both, {})
    for drop in ("first", "if_binary"):
        one_hot(f"drops {drop}", table, both, {"drop": drop})
    one_hot("drops one by name", full, ["size"], {"drop": "M"}, sklearn={"drop": ["M"]})
    for most in range(1, 7):
        one_hot(f"at most {most}", table, both, {"max_categories": most})
        one_hot(f"at most {most}, drops the first", table, both, {"max_categories": most, "drop": "first"})
    for least in (2, 3, 0.2, 0.3):
        one_hot(f"in at least {least}", table, both, {"min_frequency": least})
        one_hot(f"in at least {least}, drops where binary", table, both, {"min_frequency": least, "drop": "if_binary"})
        one_hot(f"in at least {least}, at most 2", table, both, {"min_frequency": least, "max_categories": 2})
    for unknown in ("ignore", "infrequent_if_exist"):
        for least in (None, 2):
            params = {"handle_unknown": unknown, "min_frequency": least}
            one_hot(f"unknown: {unknown}, at least {least}", table, both, params, rows=[0, 1, 3, 4, 8])
    one_hot(
        "given categories",
        full,
        ["size"],
        {"categories": "S, M, L, XL, XXL, XXXL", "handle_unknown": "ignore"},
        sklearn={"categories": [["S", "M", "L", "XL", "XXL", "XXXL"]], "handle_unknown": "ignore"},
    )
    one_hot("narrow numbers", table, ["sex"], {"dtype": "int32"}, dtype="int32", sklearn={"dtype": "int32"})

    def ordinal(name, scope, params, rows=(), sklearn=None, table=full, dtype="int64"):
        sklearn = dict(sklearn if sklearn is not None else params)
        if sklearn.get("unknown_value") == "np.nan":
            sklearn["unknown_value"] = NAN
        x = frame(table, scope)
        made = (
            OrdinalEncoder(**sklearn).set_output(transform="pandas").fit(x.iloc[list(rows)] if rows else x).transform(x)
        )
        appended(name, "OrdinalEncoder", table, scope, "oe", made.to_dict("list"), dtype, params=params, rows=rows)

    ordinal("two columns", both, {})
    ordinal("gaps stay", both, {}, table=table)
    ordinal(
        "given order",
        ["size"],
        {"categories": "[S, M, L, XL, XXL]"},
        sklearn={"categories": [["S", "M", "L", "XL", "XXL"]]},
    )
    for value in (-1, 9, "np.nan"):
        params = {"handle_unknown": "use_encoded_value", "unknown_value": value}
        ordinal(f"unknown becomes {value}", both, params, rows=[0, 1, 3, 4])
    for most in range(1, 6):
        ordinal(f"at most {most}", both, {"max_categories": most})
    for least in (2, 0.3):
        ordinal(f"in at least {least}", both, {"min_frequency": least})
    ordinal("narrow numbers", ["sex"], {"dtype": "int32"}, sklearn={}, dtype="int32")

    made = {}
    for name in both:
        x = frame(table, [name])[name]
        known = x.notna()
        values = np.full(len(x), NAN)
        values[known] = LabelEncoder().fit_transform(x[known])
        made[name] = values
    appended("gaps stay", "LabelEncoder", table, both, "le", made)
    number = {"v": categories(["-2.0", "10.0", "3.5", None], "float64", ["-2.0", "3.5", "10.0"])}
    appended("numbers by size", "LabelEncoder", number, ["v"], "le", {"v": [0, 2, 1, NAN]})
    family.write()


def missing():
    family = Family("missing")
    a = [1.5, NAN, 2.5, 2.5, NAN, 7.0, 100.0]
    table = {
        "a": floats(a),
        "n": integers([3, 4, NAN, 3, 4, 5, 9]),
        "even": integers([1, 2, NAN, 4, NAN, NAN, 3]),
        "full": floats([1, 2, 3, 4, 5, 6, 7.5]),
        "empty": floats([NAN] * 7),
    }
    scope = list(table)

    def impute(name, params, rows=(), scope=scope, **sklearn):
        x = frame(table, scope)
        arguments = {**params, **sklearn}
        imputer = SimpleImputer(**arguments).set_output(transform="pandas")
        made = imputer.fit(x.iloc[list(rows)] if rows else x).transform(x)
        expected = {}
        for key in table:
            if key not in scope:
                expected[key] = table[key]
            elif key in made:
                whole = (
                    table[key]["type"]["type"] == "Integer"
                    and float(imputer.statistics_[scope.index(key)]).is_integer()
                )
                expected[key] = integers(made[key]) if whole else floats(made[key])
        for key in made:
            if key.startswith("missingindicator_"):
                expected[key] = integers(made[key])
        family.case(name, "SimpleImputer", table, expected, params, scope, rows)

    for strategy in ("mean", "median", "most_frequent", "constant"):
        fill = {"fill_value": -1} if strategy == "constant" else {}
        for mark in (False, True):
            for keep in (False, True):
                params = {"strategy": strategy, "add_indicator": mark, "keep_empty_features": keep, **fill}
                impute(f"{strategy}, marks {mark}, keeps {keep}", params)
    impute("learns from some rows", {"strategy": "mean"}, rows=[0, 1, 2], scope=["a", "n"])
    impute("a constant that is not whole", {"strategy": "constant", "fill_value": 0.5}, scope=["a", "n"])

    words = ["b", "a", None, "a", "b", None]
    colours = {"w": categories(words), "x": floats(range(6))}
    x = frame(colours, ["w"])
    made = SimpleImputer(strategy="most_frequent").fit_transform(x)[:, 0]
    family.case(
        "a category", "SimpleImputer", colours, {**colours, "w": categories(made)}, {"strategy": "most_frequent"}, ["w"]
    )
    made = SimpleImputer(strategy="constant", fill_value="aa").fit_transform(x)[:, 0]
    expected = {**colours, "w": categories(made)}
    family.case(
        "a new category", "SimpleImputer", colours, expected, {"strategy": "constant", "fill_value": "aa"}, ["w"]
    )
    numbers = {"v": categories(["2.0", None, "10.0", "2.0"], "float64", ["2.0", "10.0"])}
    mean = SimpleImputer().fit_transform(np.array([[2], [NAN], [10], [2]], dtype=float))[:, 0]
    family.case("categories that are numbers", "SimpleImputer", numbers, {"v": floats(mean)}, {}, ["v"])

    mixed = {**table, "w": categories(["b", "a", None, "a", "b", None, "c"])}
    marks = MissingIndicator(features="all").fit_transform(frame(table, scope)).astype(int)
    expected = dict(mixed)
    for place, key in enumerate(scope):
        expected[f"missingindicator_{key}"] = integers(marks[:, place])
    expected["missingindicator_w"] = integers([value is None for value in mixed["w"]["values"]])
    family.case("every column", "MissingIndicator", mixed, expected)
    family.write()


def columns():
    family = Family("columns")
    table = {
        "a": floats([1.5, NAN, -2.0, 0.0, 1e-3]),
        "b": floats([2.0, 3.0, 0.0, -0.5, NAN]),
        "i": integers([1, -2, 3, 0, 7]),
        "j": integers([5, 0, NAN, 4, -3]),
        "t": texts(["x,y", None, "", "1,000", "ü"]),
        "c": categories(["r", "g", "r", None, "b"]),
    }
    data = {name: np.array([NAN if v is None else v for v in table[name]["values"]], dtype=float) for name in "abij"}
    operations = {
        "add": lambda a, b: a + b,
        "subtract": lambda a, b: a - b,
        "multiply": lambda a, b: a * b,
        "divide": lambda a, b: np.where(b != 0, a / np.where(b == 0, NAN, b), NAN),
    }
    for word, operation in operations.items():
        for left, right in (("a", "b"), ("i", "j"), ("a", "i")):
            made = operation(data[left], data[right])
            kind = integers if (left, right) == ("i", "j") and word != "divide" else floats
            expected = {**table, f"{left}_{word}_{right}": kind(made)}
            family.case(
                f"{left} {word} {right}", "ColumnArithmetic", table, expected, {"operation": word}, [left, right]
            )
        params = {"operation": word, "constant": 2, "output_column_name": "made"}
        made = operation(data["i"], np.full(5, 2.0))
        expected = {**table, "made": (floats if word == "divide" else integers)(made)}
        family.case(f"{word} a constant", "ColumnArithmetic", table, expected, params, ["i"])
        params = {"operation": word, "swap_operands": True}
        expected = {**table, f"b_{word}_a": floats(operation(data["b"], data["a"]))}
        family.case(f"{word}, swapped", "ColumnArithmetic", table, expected, params, ["a", "b"])
    expected = {**table, "a_multiply_0.5": floats(data["a"] * 0.5)}
    family.case(
        "a name with a constant", "ColumnArithmetic", table, expected, {"operation": "multiply", "constant": 0.5}, ["a"]
    )

    with np.errstate(all="ignore"):
        functions = {
            "log1p": lambda x: np.where(x > -1, np.log1p(x), NAN),
            "square": lambda x: x**2,
            "sqrt": lambda x: np.where(x >= 0, np.sqrt(x), NAN),
        }
        for word, function in functions.items():
            expected = {**table, f"{word}_a": floats(function(data["a"]))}
            expected[f"{word}_i"] = (integers if word == "square" else floats)(function(data["i"]))
            family.case(word, "NumericExpansion", table, expected, {"operation": word}, ["a", "i"])

    t, c = (pd.Series(table[name]["values"], dtype="string") for name in "tc")
    expected = {**table, "t_concat_c": texts(t + c)}
    family.case("two columns", "ColumnConcat", table, expected, {}, ["c", "t"])
    params = {"separator": "-", "swap_operands": True, "output_column_name": "joined"}
    family.case("swapped", "ColumnConcat", table, {**table, "joined": texts(c + "-" + t)}, params, ["t", "c"])
    expected = {**table, "t_concat_!": texts(t + "!")}
    family.case("a constant", "ColumnConcat", table, expected, {"constant": "!"}, ["t"])

    removed = (
        pd.DataFrame({name: table[name]["values"] for name in table}, dtype=object).dropna(subset=["a", "c"]).index
    )
    rows = {name: {**table[name], "values": [table[name]["values"][row] for row in removed]} for name in table}
    family.case("rows with gaps in two columns", "NanRemover", table, rows, {}, ["a", "c"])
    expected = {name: table[name] for name in "aijc"}
    family.case("two columns", "ColumnRemover", table, expected, {}, ["b", "t"])

    replaced = t.str.replace(",", ";", regex=False)
    family.case(
        "literally",
        "CharacterReplacer",
        table,
        {**table, "t": texts(replaced)},
        {"char_to_replace": ",", "replacement_char": ";"},
        ["t"],
    )
    expected = {**table, "c": categories(["r", "r", "r", None, "b"], converted=True)}
    family.case(
        "categories become one",
        "CharacterReplacer",
        table,
        expected,
        {"char_to_replace": "g", "replacement_char": "r"},
        ["c"],
    )
    digits = {"t": texts(["1,200", None, "7", "10,000,000"])}
    made = {"t": integers([1200, NAN, 7, 10_000_000])}
    family.case("digits become numbers", "CharacterReplacer", digits, made, {"char_to_replace": ","})
    codes = {"t": texts(["0,12", "1,5"])}
    made = {"t": texts(["012", "15"])}
    family.case("zeros in front stay", "CharacterReplacer", codes, made, {"char_to_replace": ","})

    def cast(name, before, after, new_type, **params):
        family.case(name, "TypeCast", {"v": before}, {"v": after}, {"new_type": new_type, **params})

    cast(
        "numbers to text",
        floats([5.1, NAN, 4.0, -0.25]),
        texts([str(v) if v == v else None for v in (5.1, NAN, 4.0, -0.25)]),
        "Text",
    )
    cast("whole numbers to text", integers([5, NAN, -4]), texts(["5", None, "-4"]), "Text")
    cast("whole numbers to numbers", integers([5, NAN]), floats([5, NAN]), "Float")
    cast("numbers to whole numbers", floats([5, NAN, -3]), integers([5, NAN, -3]), "Integer")
    cast("text to numbers", texts(["1.5", " 2 ", None, "-1e3"]), floats([1.5, 2, NAN, -1000]), "Float")
    cast("text to whole numbers", texts(["15", None, "-2.0"]), integers([15, NAN, -2]), "Integer")
    cast("categories to text", categories(["b", None, "a"]), texts(["b", None, "a"]), "Text")
    cast(
        "categories to numbers",
        categories(["10.0", None, "9.5"], "float64", ["9.5", "10.0"]),
        floats([10, NAN, 9.5]),
        "Float",
    )
    cast(
        "text to categories",
        texts(["b", None, "a", "b"]),
        categories(["b", None, "a", "b"], converted=True),
        "Categorical",
    )
    known = ["-2", "3", "10"]
    cast(
        "whole numbers to categories",
        integers([10, -2, NAN, 3]),
        categories(["10", "-2", None, "3"], "int64", known, True),
        "Categorical",
    )
    cast("what does not fit stays", texts(["1", "x"]), texts(["1", "x"]), "Integer", on_error="skip")
    family.write()


def time():
    family = Family("time")
    days = ["2021-01-05", None, "2020-12-31", "2024-02-29", "2021-01-03", "1999-06-30", "2016-01-01"]
    parsed = pd.to_datetime(pd.Series(days))
    parts = {
        "year": ("year", parsed.dt.year, None),
        "month": ("month", parsed.dt.month, 12),
        "day": ("day", parsed.dt.day, 31),
        "weekday": ("weekday", parsed.dt.dayofweek, 7),
        "quarter": ("quarter", parsed.dt.quarter, 4),
        "week_of_year": ("week", parsed.dt.isocalendar().week.astype("Float64"), 53),
        "day_of_year": ("day_of_year", parsed.dt.dayofyear, 366),
    }
    for form in ("%Y-%m-%d", "%d.%m.%y"):
        written = parsed.dt.strftime(form)
        table = {"d": dates([None if v != v else v for v in written], form), "x": floats(range(7))}
        for cyclical in (False, True):
            expected = dict(table)
            for word, values, period in parts.values():
                values = values.astype("float64").to_numpy(na_value=NAN)
                expected[f"d_{word}"] = integers(values)
                if cyclical and period:
                    expected[f"d_{word}_sin"] = floats(np.sin(2 * np.pi * values / period))
                    expected[f"d_{word}_cos"] = floats(np.cos(2 * np.pi * values / period))
            params = {name: True for name in parts} | {"cyclical": cyclical}
            family.case(f"{form}, cyclical {cyclical}", "DateFeaturesConverter", table, expected, params, ["d"])
    expected = {**table, "d_year": None, "d_month": None, "d_weekday": None}
    for word in ("year", "month", "weekday"):
        expected[f"d_{word}"] = integers(parts[word][1].astype("float64"))
    family.case("usual parts", "DateFeaturesConverter", table, expected, {}, ["d"])

    rng = np.random.default_rng(3)
    offsets = np.concatenate([rng.integers(0, 40, 12), rng.integers(300, 420, 8)])
    moments = pd.Timestamp("2022-11-20") + pd.to_timedelta(offsets, unit="D")
    v, w = rng.normal(0, 10, 20).round(3), rng.integers(-9, 9, 20).astype(float)
    v[[3, 11]] = NAN
    codes = {"day": "D", "week": "W", "month": "MS", "quarter": "QS", "year": "YS"}
    exact = ("sum", "min", "max", "first", "last")

    def resample(frequency, aggregation, fill, form="%Y-%m-%d"):
        table = {
            "note": texts(["-"] * 20),
            "d": dates([moment.strftime(form) for moment in moments], form),
            "v": floats(v),
            "w": integers(w),
        }
        data = pd.DataFrame({"v": v, "w": w}, index=moments).sort_index(kind="stable")
        grouped = data.resample(codes[frequency])
        made = grouped.sum(min_count=1) if aggregation == "sum" else grouped.agg(aggregation)
        if fill in ("forward", "backward"):
            made = made.ffill() if fill == "forward" else made.bfill()
        elif fill == "interpolate":
            made = made.interpolate(method="linear")
        elif fill == "zero":
            made = made.fillna(0)
        whole = aggregation in exact and fill != "interpolate"
        expected = {
            "d": dates(list(made.index.strftime(form)), form),
            "v": floats(made["v"]),
            "w": (integers if whole else floats)(made["w"]),
        }
        params = {"frequency": frequency, "aggregation": aggregation, "fill": fill}
        family.case(
            f"{frequency} {aggregation} {fill} {form}",
            "TimeResamplerConverter",
            table,
            expected,
            params,
            ["d", "v", "w"],
        )

    for frequency in ("week", "month", "quarter", "year"):
        for aggregation in ("mean", "median", *exact):
            resample(frequency, aggregation, "none")
        for fill in ("forward", "backward", "interpolate", "zero"):
            resample(frequency, "mean", fill)
            resample(frequency, "last", fill)
    resample("month", "sum", "none", "%d/%m/%Y")
    short = {"d": dates(["2024-03-01", "2024-02-27", "2024-02-27"]), "v": floats([1, 2, 4])}
    made = {"d": dates(["2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01"]), "v": floats([3, NAN, NAN, 1])}
    family.case("days", "TimeResamplerConverter", short, made)

    series = {
        "d": dates(["2024-01-03", "2024-01-01", "2024-01-02", "2024-02-01"]),
        "y": integers([3, 1, 2, 4]),
        "z": floats(range(4)),
    }
    for window in (1, 2, 3):
        ordered = pd.Series([1.0, 2, 3, 4])
        made = {f"lag_{lag}": integers(ordered.shift(lag)[window:]) for lag in range(window, 0, -1)}
        made["target"] = integers(ordered[window:])
        family.case(
            f"of {window}", "TimeSeriesWindowConverter", series, made, {"window_size": window}, ["d"], target="y"
        )
    made = {"lag_2": floats([1.0, 2.0]), "lag_1": floats([2.0, 0.0]), "target": floats([0.0, 3.0])}
    family.case("of numbers", "TimeSeriesWindowConverter", series, made, {"window_size": 2}, ["d"], target="z")
    family.write()


if __name__ == "__main__":
    for make in (scaling, encoding, missing, columns, time):
        make()
