"""Writes the statistics that the tests compare with, as pandas computes them.

    pip install pandas scipy && python make.py

Which columns are numbers is taken from the type inference of pandas, except for codes with few whole values, which
the tests take for categories.
"""

import json
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
CODES = {"penguins": ["year"], "diabetes": ["sex"]}


def number(value):
    return None if pd.isna(value) else float(value)


def numeric(column):
    values = column.dropna()
    q1, median, q3 = (values.quantile(share) for share in (0.25, 0.5, 0.75))
    low, high = q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
    return {
        "mean": number(values.mean()),
        "std": number(values.std()),
        "min": number(values.min()),
        "max": number(values.max()),
        "median": number(median),
        "q1": number(q1),
        "q3": number(q3),
        "lower_bound": number(low),
        "upper_bound": number(high),
        "n_unique": int(values.nunique()),
        "skew": number(values.skew()),
        "kurtosis": number(values.kurt()),
        "outliers_count": int(((values < low) | (values > high)).sum()),
    }


def counts(column):
    top = column.value_counts(sort=True)
    return {"n_unique": int(column.nunique()), "most_frequent_count": int(top.iloc[0])}


def expectation(name):
    table = pd.read_csv(HERE.parent / "files" / f"{name}.csv")
    codes = CODES.get(name, [])
    numbers = [c for c in table.select_dtypes("number").columns if c not in codes]
    others = [c for c in table.columns if c not in numbers]
    rows, columns = table.shape
    missing = table.isna()
    completeness = 1 - missing.to_numpy().sum() / (rows * columns)
    duplicates = int(table.duplicated().sum())
    correlations = table[numbers].corr()
    return {
        "rows": rows,
        "nan": {c: int(missing[c].sum()) for c in table.columns},
        "duplicate_rows": duplicates,
        "rows_with_any_nan": int(missing.any(axis=1).sum()),
        "rows_with_multiple_nan": int((missing.sum(axis=1) > 1).sum()),
        "data_quality_score": (0.7 * completeness + 0.3 * (1 - duplicates / rows)) * 100,
        "numeric": {c: numeric(table[c]) for c in numbers},
        "others": {c: counts(table[c].map(str, na_action="ignore")) for c in others},
        "correlations": {a: {b: number(round(correlations[a][b], 4)) for b in numbers} for a in numbers},
    }


for name in ("iris", "penguins", "diabetes", "messy"):
    text = json.dumps(expectation(name), indent=1, sort_keys=True)
    (HERE / f"{name}.json").write_text(text + "\n")
