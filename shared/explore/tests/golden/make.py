"""Writes golden.json: what pandas, numpy, scipy and statsmodels compute for requests to explorers.

Made with Python 3.11, numpy 2.4.6, pandas 3.1.1, scipy 1.17.1, statsmodels 0.15.0:
    python make.py
Tables are the repository's examples, or given with the case: numbers, texts, and days under "date:<name>".
"""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import cdist
from scipy.stats import binned_statistic
from statsmodels.distributions.empirical_distribution import ECDF
from statsmodels.tsa.seasonal import STL, seasonal_decompose
from statsmodels.tsa.stattools import acf, pacf

HERE = Path(__file__).parent
EXAMPLES = HERE / "../../../../examples"
iris = pd.read_csv(EXAMPLES / "iris.csv")
penguins = pd.read_csv(EXAMPLES / "penguins.csv")
FLOWERS = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
MEASURES = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
cases = []


def plain(value):
    if isinstance(value, (np.ndarray, pd.Series, pd.Index)):
        return [plain(item) for item in value]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (np.integer, int)) and not isinstance(value, bool):
        return int(value)
    if isinstance(value, (np.floating, float)):
        return None if math.isnan(value) or math.isinf(value) else float(value)
    return value


def case(name, explorer, table, columns, parameters, **expected):
    expected = {key: plain(value) for key, value in expected.items()}
    cases.append({"name": name, "explorer": explorer, "table": table, "columns": columns, "parameters": parameters, **expected})


def figure(name, explorer, table, columns, parameters, parts):
    """`parts` are arrays of the figure, by JSON pointer."""
    case(name, explorer, table, columns, parameters)
    cases[-1]["figure"] = {pointer: plain(array) for pointer, array in parts.items()}


def frame_case(name, explorer, table, columns, parameters, frame):
    """`frame` is the expected table, its index the first column."""
    case(name, explorer, table, columns, parameters, header=["index", *map(str, frame.columns)])
    cases[-1]["rows"] = [[index, *plain(list(row))] for index, row in zip(frame.index, frame.itertuples(index=False))]


# Describe
frame_case("describe numbers", "DescribeExplorer", "iris", FLOWERS, {}, iris[FLOWERS].describe().T)
frame_case(
    "describe percentiles", "DescribeExplorer", "penguins", MEASURES, {"percentiles": "5, 12.5, 50, 99.9"},
    penguins[MEASURES].describe(percentiles=[0.05, 0.125, 0.5, 0.999]).T,
)
mixed = ["species", "island", "bill_length_mm", "year", "sex"]
frame_case(
    "describe all", "DescribeExplorer", "penguins", mixed, {"include": "all"},
    penguins[mixed].describe(include="all").T.astype(object),
)
frame_case(
    "describe categories", "DescribeExplorer", "penguins", mixed, {"include": "category"},
    penguins[["species", "island", "sex"]].describe().T.astype(object),
)

# Correlation and covariance
for method in ("pearson", "kendall", "spearman"):
    for name, table, columns in (("iris", iris, FLOWERS), ("penguins", penguins, MEASURES)):
        frame_case(
            f"correlation {method} {name}", "CorrelationMatrixExplorer", name, columns, {"method": method, "plot": False},
            table[columns].corr(method=method),
        )
sparse = {
    "a": [1, 2, None, 4, 5, 7], "b": [2, None, 1, 3, 8, 5], "c": [None, None, 1, 2, 3, None], "d": [3, 3, 3, 3, 3, 3],
}
for method in ("pearson", "kendall", "spearman"):
    found = pd.DataFrame(sparse).corr(method=method, min_periods=3)
    found.loc["d", "d"] = math.nan  # a constant column correlates with nothing
    frame_case(
        f"correlation {method} of few rows", "CorrelationMatrixExplorer", sparse, list(sparse),
        {"method": method, "plot": False, "min_periods": 3}, found,
    )
figure(
    "correlation plot", "CorrelationMatrixExplorer", "iris", FLOWERS, {},
    {f"/data/0/z/{i}": row for i, row in enumerate(iris[FLOWERS].corr().to_numpy())},
)
frame_case(
    "covariance", "CovarianceMatrixExplorer", "penguins", MEASURES, {"plot": False}, penguins[MEASURES].cov(),
)
frame_case(
    "covariance with degrees of freedom", "CovarianceMatrixExplorer", "iris", FLOWERS,
    {"plot": False, "delta_degree_of_freedom": 3}, iris[FLOWERS].cov(ddof=3),
)
frame_case(
    "covariance of few rows", "CovarianceMatrixExplorer", sparse, list(sparse), {"plot": False, "min_periods": 3},
    pd.DataFrame(sparse).cov(min_periods=3),
)


# Histograms
def middles(edges):
    return (edges[1:] + edges[:-1]) / 2


def histogram(name, table, column, parameters, values, bins, heights=None):
    counts, edges = np.histogram(values, bins=bins)
    heights = counts if heights is None else heights(values, edges)
    figure(name, "HistogramPlotExplorer", table, [column], parameters, {"/data/0/x": middles(edges), "/data/0/y": heights})
    cases[-1]["figure"]["/data/0/width"] = float(edges[1] - edges[0])


mass = penguins["body_mass_g"].dropna().to_numpy()
length = iris["sepal_length"].to_numpy()
year = penguins["year"].to_numpy()
histogram("histogram auto", "iris", "sepal_length", {}, length, "auto")
histogram("histogram auto with missing", "penguins", "body_mass_g", {}, mass, "auto")
histogram("histogram of whole numbers", "penguins", "year", {}, year, "auto")
histogram("histogram of seven bins", "iris", "sepal_length", {"nbins": 7}, length, 7)
histogram("histogram of many bins", "penguins", "body_mass_g", {"nbins": 100}, mass, 100)
for function, statistic in (("sum", "sum"), ("avg", "mean"), ("min", "min"), ("max", "max")):
    histogram(
        f"histogram {function}", "penguins", "body_mass_g", {"nbins": 9, "histfunc": function}, mass, 9,
        lambda values, edges, statistic=statistic: binned_statistic(values, values, statistic, bins=9).statistic,
    )
norms = {
    "percent": lambda counts, width: counts / counts.sum() * 100,
    "probability": lambda counts, width: counts / counts.sum(),
    "density": lambda counts, width: counts / width,
    "probability density": lambda counts, width: counts / counts.sum() / width,
}
for norm, relative in norms.items():
    histogram(
        f"histogram {norm}", "iris", "petal_length", {"nbins": 8, "histnorm": norm}, iris["petal_length"].to_numpy(), 8,
        lambda values, edges, relative=relative: relative(np.histogram(values, bins=8)[0], edges[1] - edges[0]),
    )
counts, x, y = np.histogram2d(iris["sepal_length"], iris["petal_length"], bins=(6, 9))
parts = {"/data/0/x": middles(x), "/data/0/y": middles(y)}
parts |= {f"/data/0/z/{i}": row for i, row in enumerate(counts.T)}
figure("density", "DensityHeatmapExplorer", "iris", ["sepal_length", "petal_length"], {"nbinsx": 6, "nbinsy": 9}, parts)


# Boxes
def fences(values):
    first, median, third = np.percentile(values, [25, 50, 75])
    reach = 1.5 * (third - first)
    inside = values[(values >= first - reach) & (values <= third + reach)]
    return {"q1": first, "median": median, "q3": third, "lowerfence": min(inside.min(), first), "upperfence": max(inside.max(), third)}


def outliers(values):
    found = fences(values)
    return np.sort(values[(values < found["lowerfence"]) | (values > found["upperfence"])])


width = iris["sepal_width"].to_numpy()
parts = {f"/data/0/{key}": [value] for key, value in fences(width).items()}
figure("box", "BoxPlotExplorer", "iris", ["sepal_width"], {}, parts | {"/data/0/y/0": outliers(width)})
by_year = [group["body_mass_g"].dropna().to_numpy() for _, group in penguins.groupby("year")]
parts = {f"/data/0/{key}": [fences(values)[key] for values in by_year] for key in ("q1", "median", "q3", "lowerfence", "upperfence")}
figure("box by year", "BoxPlotExplorer", "penguins", ["year", "body_mass_g"], {}, parts)

# Cumulative distributions
for norm, whole in (("probability", 1), ("percent", 100), ("none", 342)):
    cumulative = ECDF(mass)
    steps = np.unique(mass)
    figure(
        f"cumulative {norm}", "ECDFPlotExplorer", "penguins", ["body_mass_g"], {"ecdf_norm": norm},
        {"/data/0/x": [steps[0], *steps], "/data/0/y": [0, *(cumulative(steps) * whole)]},
    )

# Series
rng = np.random.default_rng(5)
days = np.arange(150)
sales = np.round(100 + 0.4 * days + 9 * np.sin(2 * np.pi * days / 7) + np.cumsum(rng.normal(0, 1.5, 150)), 4)
months = np.arange(90)
riders = np.round((200 + 3 * months) * (1 + 0.3 * np.sin(2 * np.pi * months / 12)) + rng.normal(0, 5, 90), 4)
daily = {"date:day": [str(day.date()) for day in pd.date_range("2021-01-01", periods=150)], "value": plain(sales)}
monthly = {"date:day": [str(day.date()) for day in pd.date_range("2015-01-01", periods=90, freq="MS")], "value": plain(riders)}
for lags, confidence in ((20, 0.95), (60, 0.8)):
    correlations, band = acf(sales, nlags=lags, alpha=1 - confidence, result_object=False)
    partial, partial_band = pacf(sales, nlags=lags, alpha=1 - confidence)
    figure(
        f"autocorrelation of {lags} lags", "AutocorrelationExplorer", daily, ["day", "value"],
        {"n_lags": lags, "confidence": confidence},
        {
            "/data/0/y": correlations[1:], "/data/1/y": (band[:, 1] - correlations)[1:], "/data/2/y": (band[:, 0] - correlations)[1:],
            "/data/3/y": partial[1:], "/data/4/y": (partial_band[:, 1] - partial)[1:],
        },
    )


def parts_of(result):
    return {"/data/1/y": result.trend, "/data/2/y": result.seasonal, "/data/3/y": result.resid}


def decomposition(name, table, parameters, result):
    figure(name, "SeasonalDecompositionExplorer", table, ["day", "value"], parameters, parts_of(result))


decomposition("stl of days", daily, {"period": 7}, STL(sales, period=7).fit())
decomposition("stl with a season found", daily, {}, STL(sales, period=7).fit())
decomposition("stl of months", monthly, {}, STL(riders, period=12).fit())
decomposition("stl of an even season", daily, {"period": 10}, STL(sales, period=10).fit())
decomposition("stl of two seasons", daily, {"period": 75}, STL(sales, period=75).fit())
log = STL(np.log(riders), period=12).fit()
figure(
    "stl multiplied", "SeasonalDecompositionExplorer", monthly, ["day", "value"], {"model": "multiplicative"},
    {"/data/1/y": np.exp(log.trend), "/data/2/y": np.exp(log.seasonal), "/data/3/y": np.exp(log.resid)},
)
for model in ("additive", "multiplicative"):
    for name, table, values, period in (("days", daily, sales, 7), ("months", monthly, riders, 12)):
        decomposition(
            f"averages of {name} {model}", table, {"method": "moving_average", "model": model, "period": period},
            seasonal_decompose(values, model=model, period=period),
        )

# Frequencies of dates
for frequency in ("D", "3D", "B", "W-MON", "W-SUN", "2W-WED", "MS", "ME", "2MS", "QS-JAN", "QE-DEC", "QS-FEB", "YS-JAN", "YE-DEC", "2YS-JUL"):
    index = pd.date_range("2019-05-01", periods=30, freq=frequency)
    name = pd.infer_freq(index)
    assert name == frequency, (name, frequency)
    facts = {
        "Observations": "30", "First date": str(index[0].date()), "Last date": str(index[-1].date()),
        "Span (days)": str((index[-1] - index[0]).days), "Inferred frequency": name, "Regularly spaced": "Yes",
        "Duplicate dates": "0", "Missing periods": "0", "In order": "Yes",
        "Largest gap (days)": str(index.to_series().diff().max().days),
    }
    case(f"dates {frequency}", "TimeIndexAuditExplorer", {"date:day": [str(day.date()) for day in index]}, ["day"], {}, facts=facts)
    cases[-1]["facts"] = facts
index = pd.date_range("2021-01-01", periods=60)
shuffled = list(index[[5, 3, 4]]) + list(index[6:20]) + list(index[23:]) + [index[30], index[30], None]
case(
    "dates out of order", "TimeIndexAuditExplorer", {"date:day": [str(day.date()) if day is not None else None for day in shuffled]},
    ["day"], {},
)
cases[-1]["facts"] = {
    "Observations": str(len(shuffled)), "Rows without a date": "1", "First date": "2021-01-04", "In order": "No",
    "Inferred frequency": "D", "Regularly spaced": "No", "Duplicate dates": "2", "Missing periods": "3", "Largest gap (days)": "4",
}

# Class overlap: F1 and N1 to N3 as Lorena et al. (2019) define them
features = iris[FLOWERS].to_numpy()
classes = iris["species"].to_numpy()
means = features.mean(axis=0)
groups = [features[classes == name] for name in np.unique(classes)]
between = sum(len(group) * (group.mean(axis=0) - means) ** 2 for group in groups)
within = sum(((group - group.mean(axis=0)) ** 2).sum(axis=0) for group in groups)
scaled = (features - features.min(axis=0)) / (features.max(axis=0) - features.min(axis=0))
apart = cdist(scaled, scaled)
np.fill_diagonal(apart, np.inf)
same = classes[:, None] == classes[None]
joined = minimum_spanning_tree(np.where(np.isinf(apart), 0, apart)).tocoo()
boundary = {row for pair in zip(joined.row, joined.col) if classes[pair[0]] != classes[pair[1]] for row in pair}
own = np.where(same, apart, np.inf).min(axis=1)
other = np.where(same, np.inf, apart).min(axis=1)
case("class overlap", "ClassOverlapExplorer", "iris", FLOWERS, {"target_column": "species"})
cases[-1]["facts"] = {
    "F1": float(1 / (1 + (between / within).max())), "N1": len(boundary) / 150, "N2": float(own.sum() / (own.sum() + other.sum())),
    "N3": float((other < own).mean()), "Samples": 150, "Features": 4, "Classes": 3, "Rows dropped": 0, "Samples for N1, N2 and N3": 150,
}

text = ",\n".join(json.dumps(case, allow_nan=False) for case in cases)
(HERE / "golden.json").write_text(f"[\n{text}\n]\n")
print(len(cases), "cases")
