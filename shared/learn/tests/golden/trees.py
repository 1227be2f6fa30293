"""Writes wine.csv, cancer.csv and digits.csv, and in trees.json what scikit-learn's trees make of small tables.

    pip install numpy==2.4.6 scikit-learn==1.9.1 && python shared/learn/tests/golden/trees.py

The tables are scikit-learn's copies (BSD-3-Clause) of UCI's Wine, Breast Cancer Wisconsin (Diagnostic) and
Optical Recognition of Handwritten Digits (test part), all CC BY 4.0. iris.csv and diabetes.csv come from make.py.
"""

import json
import pathlib

import numpy
from sklearn import datasets
from sklearn.ensemble import (
    HistGradientBoostingClassifier, HistGradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor,
)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

HERE = pathlib.Path(__file__).parent
SEEDS = range(10)
CLASSES = {"iris": datasets.load_iris, "wine": datasets.load_wine, "cancer": datasets.load_breast_cancer,
           "digits": datasets.load_digits}
NUMBERS = {"diabetes": lambda: datasets.load_diabetes(scaled=False)}
CLASSIFIERS = {
    "tree": lambda seed: DecisionTreeClassifier(random_state=seed),
    "tree entropy depth 4": lambda seed: DecisionTreeClassifier(criterion="entropy", max_depth=4, random_state=seed),
    "tree 8 leaves balanced": lambda seed: DecisionTreeClassifier(max_leaf_nodes=8, class_weight="balanced", random_state=seed),
    "forest": lambda seed: RandomForestClassifier(random_state=seed),
    "forest balanced_subsample": lambda seed: RandomForestClassifier(class_weight="balanced_subsample", random_state=seed),
    "boost": lambda seed: HistGradientBoostingClassifier(random_state=seed),
}
REGRESSORS = {
    "tree depth 4": lambda seed: DecisionTreeRegressor(max_depth=4, random_state=seed),
    "tree ccp 50": lambda seed: DecisionTreeRegressor(ccp_alpha=50.0, random_state=seed),
    "forest": lambda seed: RandomForestRegressor(random_state=seed),
    "forest sqrt": lambda seed: RandomForestRegressor(max_features="sqrt", random_state=seed),
    "forest absolute_error": lambda seed: RandomForestRegressor(criterion="absolute_error", max_features="sqrt", random_state=seed),
    "forest poisson": lambda seed: RandomForestRegressor(criterion="poisson", max_features="sqrt", random_state=seed),
    "boost": lambda seed: HistGradientBoostingRegressor(random_state=seed),
}


def is_test(seed, row):
    """Whether a row is in the test part of a seed: one in four, by the mixing function of SplitMix64."""
    mask = (1 << 64) - 1
    z = (seed * 1_000_003 + row + 1) * 0x9E3779B97F4A7C15 & mask
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & mask
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & mask
    return (z ^ (z >> 31)) % 4 == 0


def scores(x, y, make):
    found = []
    for seed in SEEDS:
        test = numpy.array([is_test(seed, row) for row in range(len(y))])
        found.append(make(seed).fit(x[~test], y[~test]).score(x[test], y[test]))
    return {"mean": round(float(numpy.mean(found)), 5), "deviation": round(float(numpy.std(found, ddof=1)), 5)}


def splits(tree):
    """Column and threshold of each split, root first; a leaf is null."""
    pairs = zip(tree.tree_.feature, tree.tree_.threshold)
    return [None if column < 0 else [int(column), round(float(threshold), 6)] for column, threshold in pairs]


def write(path, data):
    """A line a row, the target last."""
    names = [str(name).replace(" ", "_") for name in data.feature_names]
    rows = [",".join(f"{value:.10g}" for value in [*row, target]) for row, target in zip(data.data, data.target)]
    path.write_text("\n".join([",".join([*names, "target"]), *rows]) + "\n")


def all_trees(make, data, **parameters):
    """The different trees that come of which one of equally good columns a seed prefers."""
    trees = [splits(make(random_state=seed, **parameters).fit(data.data, data.target)) for seed in range(300)]
    return [json.loads(tree) for tree in sorted(set(map(json.dumps, trees)))]


def main():
    golden = {"scores": [], "splits": []}
    for name, load in {**CLASSES, **NUMBERS}.items():
        data = load()
        x, y = data.data, data.target
        if name not in ("iris", "diabetes"):
            write(HERE / f"{name}.csv", data)
        for model, make in (CLASSIFIERS if name in CLASSES else REGRESSORS).items():
            golden["scores"].append({"table": name, "model": model, **scores(x, y, make)})
            print(golden["scores"][-1], flush=True)
    for name, depth in [("iris", 3), ("cancer", 3), ("wine", 3), ("digits", 3)]:
        data = CLASSES[name]()
        for criterion in ["gini", "entropy"]:
            trees = all_trees(DecisionTreeClassifier, data, criterion=criterion, max_depth=depth)
            golden["splits"].append({"table": name, "criterion": criterion, "depth": depth, "trees": trees})
    for criterion in ["squared_error", "absolute_error", "poisson"]:
        trees = all_trees(DecisionTreeRegressor, NUMBERS["diabetes"](), criterion=criterion, max_depth=3)
        golden["splits"].append({"table": "diabetes", "criterion": criterion, "depth": 3, "trees": trees})
    lines = {key: ",\n".join(map(json.dumps, rows)) for key, rows in golden.items()}
    (HERE / "trees.json").write_text("{" + ",\n".join(f'"{key}": [\n{rows}\n]' for key, rows in lines.items()) + "}\n")


main()
