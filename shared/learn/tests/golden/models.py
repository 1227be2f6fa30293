"""Writes models.json, which the tests of the linear, neighbour, Bayes and support vector models read.

Made with Python 3.11, scikit-learn 1.9.1, numpy 2.4.6; reads the CSV files beside it.
    python -m venv /tmp/golden && /tmp/golden/bin/pip install scikit-learn==1.9.1 numpy==2.4.6
    /tmp/golden/bin/python models.py

Columns of "logistic", "svc" and "neighbors" on cancer and wine are standardised with numpy's mean and std first.
"""

import json
import warnings
from pathlib import Path

import numpy as np
from sklearn import linear_model as lm
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.svm import SVC

warnings.simplefilter("ignore")
HERE = Path(__file__).parent
EXACT = {"tol": 1e-12, "max_iter": 1_000_000}


def load(name):
    table = np.loadtxt(HERE / f"{name}.csv", delimiter=",", skiprows=1)
    x, y = table[:, :-1], table[:, -1]
    if name in ("cancer", "wine"):
        x = (x - x.mean(axis=0)) / x.std(axis=0)
    return x, y if name == "diabetes" else y.astype(int)


def numbers(values):
    return [float(f"{v:.12g}") for v in np.asarray(values, dtype=float).ravel()]


def linear():
    x, y = load("diabetes")
    deficient = np.column_stack([x, x[:, 0] + 2 * x[:, 3], np.ones(len(x))])
    wide, short = x[:8], y[:8]
    cases = {
        "ols": (lm.LinearRegression(), x, y),
        "ols_through_origin": (lm.LinearRegression(fit_intercept=False), x, y),
        "ols_positive": (lm.LinearRegression(positive=True), x, y),
        "ols_deficient": (lm.LinearRegression(), deficient, y),
        "ols_wide": (lm.LinearRegression(), wide, short),
        "ridge": (lm.Ridge(alpha=1.0), x, y),
        "ridge_strong": (lm.Ridge(alpha=100.0), x, y),
        "ridge_through_origin": (lm.Ridge(alpha=1.0, fit_intercept=False), x, y),
        "ridge_positive": (lm.Ridge(alpha=1.0, positive=True, tol=1e-14, max_iter=100_000), x, y),
        "ridge_wide": (lm.Ridge(alpha=1.0), wide, short),
        "lasso": (lm.Lasso(alpha=0.1, **EXACT), x, y),
        "lasso_strong": (lm.Lasso(alpha=1.0, **EXACT), x, y),
        "lasso_wide": (lm.Lasso(alpha=1.0, **EXACT), wide, short),
        "elastic": (lm.ElasticNet(alpha=0.1, l1_ratio=0.5, **EXACT), x, y),
        "elastic_through_origin": (lm.ElasticNet(alpha=0.5, l1_ratio=0.2, fit_intercept=False, **EXACT), x, y),
        "elastic_ridge": (lm.Ridge(alpha=0.01 * len(x)), x, y),
    }
    out = {}
    for name, (model, xs, ys) in cases.items():
        model.fit(xs, ys)
        out[name] = {"coefficients": numbers(model.coef_), "intercept": float(model.intercept_)}
    return out


def logistic():
    cases = [
        ("iris", "l2", 1.0, None), ("iris", "l2", 0.01, "balanced"), ("wine", "l2", 10.0, None),
        ("cancer", "l2", 1.0, None), ("cancer", "l2", 0.1, "balanced"),
        ("iris", "l1", 1.0, None), ("cancer", "l1", 0.1, None), ("cancer", "elasticnet", 1.0, "balanced"),
        ("wine", "elasticnet", 0.5, None),
    ]
    out = []
    for data, penalty, c, weight in cases:
        x, y = load(data)
        if penalty == "elasticnet" or (penalty == "l1" and len(set(y)) > 2):
            ratio = 0.5 if penalty == "elasticnet" else 1.0
            model = lm.LogisticRegression(solver="saga", l1_ratio=ratio, C=c, class_weight=weight, tol=1e-10,
                                          max_iter=200_000, random_state=0)
        elif penalty == "l1":
            model = lm.LogisticRegression(solver="saga", l1_ratio=1.0, C=c, class_weight=weight, tol=1e-10,
                                          max_iter=200_000, random_state=0)
        else:
            model = lm.LogisticRegression(solver="newton-cg", C=c, class_weight=weight, tol=1e-12, max_iter=10_000)
        model.fit(x, y)
        out.append({"data": data, "penalty": penalty, "c": c, "balanced": weight is not None,
                    "coefficients": numbers(model.coef_), "intercepts": numbers(model.intercept_),
                    "probabilities": numbers(model.predict_proba(x[::29]))})
    return out


def bayes():
    out = []
    for data, smoothing in [("iris", 1e-9), ("digits", 1e-9), ("wine", 1e-3), ("cancer", 0.0)]:
        x, y = load(data)
        model = GaussianNB(var_smoothing=smoothing).fit(x, y)
        out.append({"data": data, "smoothing": smoothing, "probabilities": numbers(model.predict_proba(x[::29])),
                    "classes": model.predict(x).tolist()})
    return out


def neighbors():
    classes, regressions = [], []
    for data, k, weights in [("iris", 5, "uniform"), ("wine", 7, "distance"), ("digits", 3, "distance"),
                             ("cancer", 11, "uniform")]:
        x, y = load(data)
        train = np.arange(len(x)) % 3 != 0
        model = KNeighborsClassifier(k, weights=weights).fit(x[train], y[train])
        asked = x[~train] + 1e-3 * np.arange(x.shape[1])
        classes.append({"data": data, "k": k, "weights": weights,
                        "probabilities": numbers(model.predict_proba(asked)[::5])})
    x, y = load("diabetes")
    train = np.arange(len(x)) % 3 != 0
    for metric in ["minkowski", "manhattan", "chebyshev"]:
        for k, weights in [(5, "uniform"), (9, "distance")]:
            model = KNeighborsRegressor(k, weights=weights, metric=metric).fit(x[train], y[train])
            asked = x[~train] + 1e-4
            # Which of several rows at the same distance are neighbours is a matter of taste.
            distances = model.kneighbors(asked, k + 1)[0]
            clear = np.flatnonzero(distances[:, k] - distances[:, k - 1] > 1e-9)
            regressions.append({"metric": metric, "k": k, "weights": weights, "rows": clear.tolist(),
                                "values": numbers(model.predict(asked)[clear])})
    return {"classes": classes, "regressions": regressions}


def svc():
    cases = [
        ("iris", {"kernel": "rbf"}), ("wine", {"kernel": "rbf", "C": 10.0}), ("cancer", {"kernel": "linear", "C": 0.1}),
        ("iris", {"kernel": "poly", "degree": 3, "coef0": 1.0}), ("wine", {"kernel": "sigmoid", "coef0": 0.5}),
        ("cancer", {"kernel": "rbf", "class_weight": "balanced", "gamma": "auto"}), ("digits", {"kernel": "rbf"}),
    ]
    out = []
    for data, given in cases:
        x, y = load(data)
        model = SVC(decision_function_shape="ovo", tol=1e-6, **given).fit(x, y)
        decisions = model.decision_function(x[::29])
        out.append({"data": data, "parameters": given, "decisions": numbers(decisions),
                    "classes": model.predict(x).tolist(), "vectors": int(model.n_support_.sum())})
    return out


(HERE / "models.json").write_text(
    json.dumps({"linear": linear(), "logistic": logistic(), "bayes": bayes(), "neighbors": neighbors(), "svc": svc()},
               separators=(",", ":")) + "\n"
)
