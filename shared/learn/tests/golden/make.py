"""Writes metrics.json, splits.json, iris.csv and diabetes.csv, which the tests of this crate read.

Made with Python 3.11, scikit-learn 1.9.1, numpy 2.4.6:
    python -m venv /tmp/golden && /tmp/golden/bin/pip install scikit-learn==1.9.1 numpy==2.4.6
    /tmp/golden/bin/python make.py
"""

import json
import math
import warnings
from pathlib import Path

import numpy as np
from sklearn import metrics as m
from sklearn.datasets import load_diabetes, load_iris
from sklearn.model_selection import (
    GroupKFold,
    GroupShuffleSplit,
    KFold,
    LeaveOneOut,
    RepeatedKFold,
    RepeatedStratifiedKFold,
    StratifiedGroupKFold,
    StratifiedKFold,
    train_test_split,
)

warnings.simplefilter("ignore")
HERE = Path(__file__).parent
rng = np.random.default_rng(0)


def finite(value):
    value = float(value)
    return value if math.isfinite(value) else None


def classification(name, truth, codes, probabilities):
    truth, codes, p = np.array(truth), np.array(codes), np.array(probabilities)
    classes = p.shape[1]
    labels = list(range(classes))
    average = {"average": "macro"} if classes > 2 else {"average": "binary", "pos_label": 1}
    average["zero_division"] = 0
    if classes == 2:
        auc = m.roc_auc_score(truth, p[:, 1]) if len(set(truth)) == 2 else math.nan
    elif len(set(truth)) == 1:
        auc = math.nan
    else:
        auc = m.roc_auc_score(truth, p, multi_class="ovr", average="macro", labels=labels)
    scores = {
        "Accuracy": m.accuracy_score(truth, codes),
        "BalancedAccuracy": m.balanced_accuracy_score(truth, codes),
        "F1": m.f1_score(truth, codes, **average),
        "Precision": m.precision_score(truth, codes, **average),
        "Recall": m.recall_score(truth, codes, **average),
        "ROCAUC": auc,
        "LogLoss": m.log_loss(truth, p, labels=labels),
        "HammingDistance": m.hamming_loss(truth, codes),
        "CohenKappa": m.cohen_kappa_score(truth, codes),
        "MatthewsCorrCoef": m.matthews_corrcoef(truth, codes),
    }
    return {
        "name": name,
        "classes": classes,
        "truth": truth.tolist(),
        "codes": codes.tolist(),
        "probabilities": p.ravel().tolist(),
        "scores": {key: finite(value) for key, value in scores.items()},
    }


def drawn(name, rows, classes, decimals=3, only=None):
    truth = rng.integers(0, classes, rows) if only is None else rng.choice(only, rows)
    p = rng.dirichlet(np.ones(classes), rows)
    p[np.arange(rows), truth] += 0.4
    p = np.round(p / p.sum(axis=1, keepdims=True), decimals)
    p /= p.sum(axis=1, keepdims=True)
    return classification(name, truth, p.argmax(axis=1), p)


def regression(name, truth, predicted):
    truth, predicted = np.array(truth, float), np.array(predicted, float)
    scores = {
        "MSE": m.mean_squared_error(truth, predicted),
        "RMSE": m.root_mean_squared_error(truth, predicted),
        "MAE": m.mean_absolute_error(truth, predicted),
        "R2": m.r2_score(truth, predicted),
        "MedianAbsoluteError": m.median_absolute_error(truth, predicted),
        "ExplainedVariance": m.explained_variance_score(truth, predicted),
    }
    return {
        "name": name,
        "truth": truth.tolist(),
        "predicted": predicted.tolist(),
        "scores": {key: finite(value) for key, value in scores.items()},
    }


def metrics():
    half = [[0.5, 0.5]] * 4
    x = np.round(rng.normal(10, 3, 25), 3)
    return {
        "classification": [
            drawn("binary", 40, 2),
            drawn("binary with tied probabilities", 40, 2, decimals=1),
            drawn("three classes", 45, 3),
            drawn("five classes with ties", 60, 5, decimals=1),
            drawn("four classes, one absent from the rows", 30, 4, only=[0, 1, 3]),
            drawn("two classes, one absent from the rows", 10, 2, only=[1]),
            drawn("three classes, only one in the rows", 8, 3, only=[2]),
            classification("constant prediction", [0, 1, 1, 0], [0, 0, 0, 0], half),
            classification("one row, right", [1], [1], [[0.2, 0.8]]),
            classification("one row, wrong and sure", [0], [1], [[0.0, 1.0]]),
            classification("all wrong", [0, 1, 2], [1, 2, 0], np.roll(np.eye(3), 1, axis=1)),
            classification("all right", [0, 1, 2, 1], [0, 1, 2, 1], np.eye(3)[[0, 1, 2, 1]]),
        ],
        "regression": [
            regression("noisy", x, np.round(x + rng.normal(0, 1, 25), 3)),
            regression("shifted", x[:24], x[:24] + 2),
            regression("constant prediction", x, np.full(25, 10.0)),
            regression("constant truth", [3, 3, 3], [3, 3, 4]),
            regression("constant truth, met", [3, 3, 3], [3, 3, 3]),
            regression("constant truth, shifted", [3, 3, 3], [4, 4, 4]),
            regression("one row", [2], [5]),
            regression("one row, met", [2], [2]),
        ],
    }


def holdout(codes, train, test, validation, seed, stratify):
    rows = np.arange(len(codes))
    by = lambda part: codes[part] if stratify else None
    first, rest = train_test_split(rows, train_size=train, random_state=seed, stratify=by(rows))
    if test == 0:
        parts = first, rest[:0], rest
    elif validation == 0:
        parts = first, rest, rest[:0]
    else:
        share = test / (test + validation)
        parts = first, *train_test_split(rest, train_size=share, random_state=seed, stratify=by(rest))
    return [part.tolist() for part in parts]


def folds(splitter, codes, groups, test_size, seed, scheme):
    rows = np.arange(len(codes))
    if test_size == 0:
        train, test = rows, rows[:0]
    elif "Group" in scheme:
        train, test = next(GroupShuffleSplit(1, test_size=test_size, random_state=seed).split(rows, groups=groups))
    else:
        by = codes if scheme == "StratifiedKFold" else None
        train, test = train_test_split(rows, test_size=test_size, random_state=seed, stratify=by)
    train, test = np.sort(train), np.sort(test)
    # Only the held-out rows: the others of `train` are learnt from.
    held = [train[held].tolist() for _, held in splitter.split(train, codes[train], groups[train])]
    return {"held_out": held, "test": test.tolist()}


def splits():
    small = np.array([2, 0, 1, 0, 2, 1, 1, 0, 2, 0, 0, 1, 2, 1, 0, 0, 1, 2, 0, 1, 0, 0])
    uneven = rng.choice([0, 1, 2, 3], 97, p=[0.45, 0.25, 0.18, 0.12])
    groups = {len(small): rng.integers(0, 9, len(small)), 97: rng.integers(0, 23, 97)}
    out = {"holdout": [], "folds": []}
    for codes in (small, uneven):
        for train, test, validation, seed, stratify in [
            (0.6, 0.2, 0.2, 42, False),
            (0.6, 0.2, 0.2, 42, True),
            (0.7, 0.2, 0.1, 7, False),
            (0.5, 0.3, 0.2, 123456789, True),
            (0.8, 0.0, 0.2, 1, True),
            (0.75, 0.25, 0.0, 0, False),
        ]:
            parts = holdout(codes, train, test, validation, seed, stratify)
            out["holdout"].append(
                {
                    "codes": codes.tolist(), "train": train, "test": test, "validation": validation,
                    "random_state": seed, "stratify": stratify, "partitions": parts,
                }
            )
        for scheme, n_splits, repeats, shuffle, seed, test_size in [
            ("KFold", 3, 1, True, 1, 0.1),
            ("KFold", 5, 1, False, 42, 0.0),
            ("KFold", 4, 3, True, 5, 0.1),
            ("StratifiedKFold", 3, 1, True, 42, 0.0),
            ("StratifiedKFold", 4, 1, False, 42, 0.25),
            ("StratifiedKFold", 3, 2, True, 9, 0.2),
            ("GroupKFold", 3, 1, False, 42, 0.0),
            ("GroupKFold", 4, 1, True, 42, 0.2),
            ("StratifiedGroupKFold", 3, 1, False, 42, 0.0),
            ("StratifiedGroupKFold", 4, 1, True, 3, 0.1),
            ("LeaveOneOut", 2, 1, False, 42, 0.5),
        ]:
            seeded = {"shuffle": shuffle, "random_state": seed if shuffle else None}
            repeated = {"KFold": RepeatedKFold, "StratifiedKFold": RepeatedStratifiedKFold}
            once = {
                "KFold": KFold,
                "StratifiedKFold": StratifiedKFold,
                "GroupKFold": GroupKFold,
                "StratifiedGroupKFold": StratifiedGroupKFold,
            }
            if scheme == "LeaveOneOut":
                made = LeaveOneOut()
            elif repeats > 1:
                made = repeated[scheme](n_splits=n_splits, n_repeats=repeats, random_state=seed)
            else:
                made = once[scheme](n_splits, **seeded)
            by_group = groups[len(codes)]
            out["folds"].append(
                {
                    "codes": codes.tolist(), "groups": by_group.tolist(), "scheme": scheme, "n_splits": n_splits,
                    "n_repeats": repeats, "shuffle": shuffle, "random_state": seed, "test_size": test_size,
                    **folds(made, codes, by_group, test_size, seed, scheme),
                }
            )
    return out


for name, content in (("metrics", metrics()), ("splits", splits())):
    HERE.joinpath(f"{name}.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")

for name, data, names in (
    ("iris", load_iris(), ["sepal_length", "sepal_width", "petal_length", "petal_width"]),
    ("diabetes", load_diabetes(scaled=False), load_diabetes().feature_names),
):
    lines = [",".join([*names, "target"])]
    lines += [",".join(f"{value:g}" for value in row) + f",{y:g}" for row, y in zip(data.data, data.target)]
    HERE.joinpath(f"{name}.csv").write_text("\n".join(lines) + "\n")
