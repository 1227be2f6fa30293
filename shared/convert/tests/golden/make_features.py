"""Writes reduction.json, kernels.json, selection.json, text.json, sampling.json and neighbors.json, which
`src/tests/golden.rs` reads.

Made with Python 3.11, scikit-learn 1.9.1, imbalanced-learn 0.14.2, numpy 2.4.6, beside what `make.py` needs:
    /tmp/golden/bin/pip install imbalanced-learn==0.14.2
    /tmp/golden/bin/python make_features.py

Rows that resampling keeps are put in the order of the table here; imbalanced-learn gives them class by class.
"""

import json
import warnings

import numpy as np
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import EditedNearestNeighbours, RandomUnderSampler
from make import HERE, NAN, Family, categories, floats, frame, integers, texts
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA, FastICA, IncrementalPCA, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.feature_selection import (
    GenericUnivariateSelect,
    SelectFdr,
    SelectFpr,
    SelectFwe,
    SelectKBest,
    SelectPercentile,
    VarianceThreshold,
    f_classif,
    f_regression,
)
from sklearn.impute import KNNImputer
from sklearn.kernel_approximation import AdditiveChi2Sampler, Nystroem, RBFSampler, SkewedChi2Sampler
from sklearn.preprocessing import PolynomialFeatures

warnings.simplefilter("ignore")


def numbers(values, names=None):
    """A table of floats: columns `a`, `b`, ..."""
    names = names or [chr(ord("a") + j) for j in range(values.shape[1])]
    return {name: floats(values[:, j]) for j, name in enumerate(names)}


def replaced(family, what, converter, table, scope, fitted, prefix, params, rows=()):
    """A case of columns that take the place of the scope; `fitted` has learnt."""
    made = fitted.transform(np.array(frame(table, scope)))
    expected = {name: table[name] for name in table if name not in scope}
    for k in range(made.shape[1]):
        name = f"{prefix}{k}"
        expected[name if name not in expected else f"{name}_1"] = floats(made[:, k])
    family.case(what, converter, table, expected, params, scope, rows)


def reduction():
    family = Family("reduction")
    rng = np.random.default_rng(11)
    mixed = rng.normal(size=(24, 5)) @ rng.normal(size=(5, 5)) + [3, -2, 0, 10, 100]
    tall = {**numbers(mixed), "name": texts([f"n{i}" for i in range(24)]), "pca0": floats(range(24))}
    wide = numbers(rng.normal(size=(7, 11)))
    iris = numbers(load_iris().data[::5])
    counts = numbers(rng.poisson(1.5, size=(30, 6)).astype(float))
    scope = list("abcde")
    everything = list(wide)

    def pca(what, table, scope, params, rows=()):
        learn = {key: params[key] for key in ("n_components", "whiten") if key in params}
        x = np.array(frame(table, scope))
        fitted = PCA(**learn, svd_solver="full").fit(x[list(rows)] if rows else x)
        replaced(family, what, "PCA", table, scope, fitted, "pca", params, rows)

    pca("two", tall, scope, {"n_components": 2})
    pca("all", tall, scope, {"n_components": None})
    pca("a share", tall, scope, {"n_components": 0.9})
    pca("guessed", tall, scope, {"n_components": "mle"})
    pca("guessed of iris", iris, list("abcd"), {"n_components": "mle"})
    pca("whitened", tall, scope, {"n_components": 3, "whiten": True, "svd_solver": "randomized", "random_state": 1})
    pca("from rows", tall, scope, {"n_components": 2}, range(3, 15))
    pca("of more columns than rows", wide, everything, {"n_components": 5, "whiten": True})

    def incremental(what, table, scope, params):
        fitted = IncrementalPCA(**params).fit(np.array(frame(table, scope)))
        replaced(family, what, "IncrementalPCA", table, scope, fitted, "incrementalpca", params)

    incremental("two in batches", tall, scope, {"n_components": 2, "batch_size": 5})
    incremental("all in one batch", tall, scope, {"n_components": None, "batch_size": None})
    incremental("whitened", iris, list("abcd"), {"n_components": 3, "batch_size": 7, "whiten": True})
    incremental("small batches", iris, list("abcd"), {"n_components": 2, "batch_size": 2})
    incremental("of more columns than rows", wide, everything, {"n_components": 2, "batch_size": 3})

    for what, table, scope, count in (("counts", counts, list("abcdef"), 3), ("wide", wide, everything, 4)):
        fitted = TruncatedSVD(count, algorithm="arpack", random_state=0).fit(np.array(frame(table, scope)))
        replaced(family, what, "TruncatedSVD", table, scope, fitted, "truncatedsvd", {"n_components": count})

    time = np.linspace(0, 8, 60)
    sources = np.c_[np.sin(2 * time), np.sign(np.sin(3 * time)), rng.laplace(size=60)]
    signals = numbers(sources @ np.array([[1, 1, 1], [0.5, 2, 1.0], [1.5, 1, 2.0]]).T + [5, 0, -3])
    scope = list("abc")

    def ica(what, params, table=signals):
        learn = {key: value for key, value in params.items() if key not in ("fun_args", "w_init")}
        for key in ("fun_args", "w_init"):
            learn[key] = json.loads(params[key]) if params.get(key) else None
        learn.setdefault("random_state", 0)
        fitted = FastICA(**learn).fit(np.array(frame(table, scope)))
        replaced(family, what, "FastICA", table, scope, fitted, "fastica", params)

    tight = {"tol": 1e-9, "max_iter": 2000}
    ica("defaults", {})
    ica("seed", {"random_state": 7, **tight})
    ica("deflation", {"algorithm": "deflation", "random_state": 3, **tight})
    ica("exponential", {"fun": "exp", "random_state": 1, **tight})
    ica("cube", {"fun": "cube", "algorithm": "deflation", "random_state": 1, **tight})
    ica("two", {"n_components": 2, "whiten": "arbitrary-variance", "whiten_solver": "eigh", **tight})
    ica("alpha", {"fun_args": '{"alpha": 1.5}', **tight})
    ica("start", {"w_init": "[[1, 0.1, 0], [0, 1, 0.2], [0.3, 0, 1]]", **tight})
    white = PCA(3, whiten=True).fit_transform(np.array(frame(signals, scope)))
    ica("white already", {"whiten": False, "random_state": 2, **tight}, numbers(white))
    family.write()


def kernels():
    family = Family("kernels")
    rng = np.random.default_rng(12)
    x = rng.normal(size=(12, 3)) * [1, 2, 0.5]
    table = {"name": categories(["u", "v"] * 6), **numbers(x), "whole": integers(rng.integers(0, 9, 12))}
    scope = ["a", "b", "c", "whole"]
    positive = numbers(np.abs(x) * (rng.random((12, 3)) > 0.2))

    for params in (
        {},
        {"degree": 1},
        {"degree": 3, "include_bias": False},
        {"degree": 4, "interaction_only": True},
        {"degree": 2, "interaction_only": True, "include_bias": False, "order": "F"},
    ):
        fitted = PolynomialFeatures(**params).fit(frame(table, scope))
        made = fitted.transform(frame(table, scope))
        expected = dict(table)
        for k, name in enumerate(fitted.get_feature_names_out()):
            expected.setdefault(name, floats(made[:, k]))
        family.case(json.dumps(params), "PolynomialFeatures", table, expected, params, scope)

    for params in ({}, {"sample_steps": 1}, {"sample_steps": 3}, {"sample_steps": 4, "sample_interval": 1.0}):
        fitted = AdditiveChi2Sampler(**params).fit(np.array(frame(positive, list("abc"))))
        what = json.dumps(params)
        replaced(family, what, "AdditiveChi2Sampler", positive, list("abc"), fitted, "additivechi2sampler", params)

    def drawn(converter, sampler, table, scope, params):
        learn = {"random_state": 0, **params}
        if sampler is RBFSampler:
            learn.setdefault("gamma", "scale")
        fitted = sampler(**learn).fit(np.array(frame(table, scope)))
        replaced(family, json.dumps(params), converter, table, scope, fitted, converter.lower(), params)

    drawn("RBFSampler", RBFSampler, table, scope, {"n_components": 5})
    drawn("RBFSampler", RBFSampler, table, scope, {"n_components": 3, "gamma": 0.3, "random_state": 42})
    drawn("RBFSampler", RBFSampler, table, scope, {"n_components": 3, "gamma": "scale", "random_state": 2**32 - 1})
    same = {"a": floats([2] * 4), "b": floats([2] * 4)}
    drawn("RBFSampler", RBFSampler, same, ["a", "b"], {"n_components": 2})
    drawn("SkewedChi2Sampler", SkewedChi2Sampler, positive, list("abc"), {"n_components": 4, "random_state": 5})
    drawn("SkewedChi2Sampler", SkewedChi2Sampler, positive, list("abc"), {"n_components": 3, "skewedness": 0.01})
    for params in (
        {"n_components": 4},
        {"n_components": 12, "gamma": 0.2, "random_state": 9},
        {"kernel": "linear", "n_components": 3},
        {"kernel": "poly", "n_components": 3, "coef0": 2.0},
        {"kernel": "polynomial", "n_components": 3, "degree": 2.0, "gamma": 0.5},
        {"kernel": "sigmoid", "n_components": 3, "gamma": 0.1, "coef0": 0.5},
        {"kernel": "laplacian", "n_components": 3},
        {"kernel": "cosine", "n_components": 3, "random_state": 4},
    ):
        drawn("Nystroem", Nystroem, table, scope, params)
    for params in ({"kernel": "chi2"}, {"kernel": "chi2", "gamma": 0.3}, {"kernel": "additive_chi2"}):
        drawn("Nystroem", Nystroem, positive, list("abc"), {**params, "n_components": 3})
    fitted = Nystroem(kernel="rbf", kernel_params={"gamma": 0.7}, n_components=2, random_state=0)
    fitted.fit(np.array(frame(table, scope)))
    params = {"kernel_params": '{"gamma": 0.7}', "random_state": "RandomState"}
    replaced(family, "parameters of the kernel", "Nystroem", table, scope, fitted, "nystroem", params)
    family.write()


def selection():
    """One table and, for each case, the columns that are kept."""
    rng = np.random.default_rng(13)
    rows = 40
    classes = np.array(["low", "mid", "high"])[rng.integers(0, 3, rows)]
    signal = np.where(classes == "low", 0.0, np.where(classes == "mid", 1.0, 2.5))
    y = rng.normal(size=rows)
    table = {
        "noise": floats(rng.normal(size=rows)),
        "far": floats(1e3 + signal + rng.normal(0, 0.7, rows)),
        "same": floats([0.5] * rows),
        "weak": floats(signal + rng.normal(0, 4, rows)),
        "whole": integers(np.round(2 * signal + y)),
        "line": floats(3 * y + rng.normal(0, 0.5, rows)),
        "class": categories(list(classes)),
        "class text": texts(list(classes)),
        "y": floats(y),
        "level": integers(np.round(signal * 2)),
    }
    scope = ["noise", "far", "same", "weak", "whole", "line"]
    x = np.array(frame(table, scope))
    cases, scores = [], {}

    def case(converter, params, selector, target=None):
        selector.fit(x, None if target is None else frame(table, [target])[target].to_numpy())
        kept = [name for name, keep in zip(scope, selector.get_support()) if keep]
        cases.append({"converter": converter, "params": params, "target": target, "kept": kept})

    for target, score in (("class", f_classif), ("class text", f_classif), ("y", f_regression), ("level", f_regression)):
        f, p = score(x, frame(table, [target])[target].to_numpy())
        finite = lambda values: [float(value) if np.isfinite(value) else None for value in values]
        scores[target] = {"f": finite(f), "p": finite(p)}
        for k in (1, 3, 9, "all"):
            case("SelectKBest", {"k": k}, SelectKBest(score, k=k), target)
        for percentile in (10, 34, 50, 99, 100):
            case("SelectPercentile", {"percentile": percentile}, SelectPercentile(score, percentile=percentile), target)
        for alpha in (0.05, 0.2, 0.9):
            case("SelectFpr", {"alpha": alpha}, SelectFpr(score, alpha=alpha), target)
            case("SelectFdr", {"alpha": alpha}, SelectFdr(score, alpha=alpha), target)
            case("SelectFwe", {"alpha": alpha}, SelectFwe(score, alpha=alpha), target)
        modes = {"percentile": 1e-5, "k_best": 2, "fpr": 0.1, "fdr": 0.1, "fwe": 0.1}
        for params in [{"mode": mode, "param": param} for mode, param in modes.items()] + [{"mode": "k_best", "param": "all"}]:
            case("GenericUnivariateSelect", params, GenericUnivariateSelect(score, **params), target)
    for threshold in (0.0, 0.5, 5.0):
        case("VarianceThreshold", {"threshold": threshold}, VarianceThreshold(threshold))
    written = {"table": table, "scope": scope, "scores": scores, "cases": cases}
    (HERE / "selection.json").write_text(json.dumps(written, ensure_ascii=False, separators=(",", ":")) + "\n")


def text():
    family = Family("text")
    said = [
        "The quick brown fox jumps over the lazy dog",
        "the fox, the FOX and THE fox!",
        None,
        "Ünïcode straße 北京 x_1 42 a I",
        "",
        "dog dog dog fox-trot it's",
    ]
    other = ["red green", "green", "blue blue green", None, "red", "red red red green"]
    table = {"id": integers(range(6)), "said": texts(said), "other": categories(other), "bow_fox": floats(range(6))}

    def case(what, params, scope):
        learn = {key: params[key] for key in ("max_features", "lowercase") if key in params}
        if params.get("stop_words"):
            learn["stop_words"] = ["the", "over", "and", "it"]
        learn["ngram_range"] = (params.get("lower_bound_ngrams", 1), params.get("upper_bound_ngrams", 1))
        for converter, prefix, vectorizer in (
            ("BagOfWordsConverter", "bow", CountVectorizer),
            ("TFIDFConverter", "tfidf", TfidfVectorizer),
        ):
            expected = dict(table)
            for name in scope:
                fitted = vectorizer(**learn)
                made = fitted.fit_transform([value or "" for value in table[name]["values"]]).toarray()
                for k, word in enumerate(fitted.get_feature_names_out()):
                    name = f"{prefix}_{word}"
                    values = made[:, k]
                    expected[name if name not in expected else f"{name}_1"] = (
                        integers(values) if prefix == "bow" else floats(values)
                    )
            family.case(what, converter, table, expected, params, scope)

    case("words", {}, ["said"])
    case("as written", {"lowercase": False}, ["said"])
    case("most frequent", {"max_features": 3}, ["said"])
    case("pairs", {"lower_bound_ngrams": 2, "upper_bound_ngrams": 2}, ["said"])
    case("up to three", {"upper_bound_ngrams": 3, "stop_words": "english"}, ["said"])
    case("two columns", {"max_features": 2}, ["said", "other"])
    family.write()


def sampling():
    family = Family("sampling")
    rng = np.random.default_rng(14)
    sizes = {"rare": 9, "some": 14, "most": 25}
    labels = np.array([name for name, size in sizes.items() for _ in range(size)])
    rng.shuffle(labels)
    center = np.select([labels == "rare", labels == "some"], [0.0, 2.0], 3.0)
    two = np.where(labels == "rare", "yes", "no")

    def table(columns, target):
        x = rng.normal(size=(48, columns)) + center[:, None]
        made = numbers(x)
        made["whole"] = integers(np.round(10 * (center + rng.normal(size=48))))
        made["note"] = texts([f"n{i}" for i in range(48)])
        made["class"] = categories(list(target), known=sorted({*target, "zero"}))
        return made

    def over(table, scope, params, cleaned):
        x = np.array(frame(table, scope))
        y = np.array(table["class"]["values"])
        learn = {"sampling_strategy": params.get("sampling_strategy", "auto"), "random_state": params.get("random_state", 0)}
        sampler = SMOTE(k_neighbors=params.get("k_neighbors", 5), **learn)
        x_new, y_new = sampler.fit_resample(x, y)
        rows = np.arange(len(y_new))
        if cleaned:
            enn = EditedNearestNeighbours(sampling_strategy="all")
            enn.fit_resample(x_new, y_new)
            rows = np.sort(enn.sample_indices_)
        made = {}
        for name in table:
            if name in scope:
                values = x_new[rows, scope.index(name)]
                whole = table[name]["type"]["type"] == "Integer"
                made[name] = integers(np.trunc(values + np.copysign(0.5, values)) + 0.0) if whole else floats(values)
            elif name == "class":
                made[name] = {**table[name], "values": list(y_new[rows])}
            else:
                old = table[name]["values"]
                made[name] = {**table[name], "values": [old[row] if row < 48 else None for row in rows]}
        converter = "SMOTEENNConverter" if cleaned else "SMOTEConverter"
        family.case(json.dumps(params), converter, table, made, params, scope, target="class")

    many, few = table(3, labels), table(3, two)
    broad = table(17, labels)
    for cleaned in (False, True):
        over(many, ["a", "b", "c", "whole"], {}, cleaned)
        over(many, ["a", "b", "c"], {"random_state": 5, "k_neighbors": 3}, cleaned)
        over(few, ["b", "c"], {"sampling_strategy": 0.7, "random_state": 1}, cleaned)
        over(broad, [name for name in broad if name not in ("note", "class")], {"random_state": 2}, cleaned)

    def under(table, params):
        y = np.array(table["class"]["values"])
        sampler = RandomUnderSampler(**{"random_state": 0, **params})
        sampler.fit_resample(np.zeros((48, 1)), y)
        rows = np.sort(sampler.sample_indices_)
        made = {name: {**column, "values": [column["values"][row] for row in rows]} for name, column in table.items()}
        family.case(json.dumps(params), "RandomUnderSamplerConverter", table, made, params, target="class")

    under(many, {})
    under(many, {"random_state": 8})
    under(few, {"sampling_strategy": 0.5, "random_state": 3})
    family.write()


def neighbors():
    family = Family("neighbors")
    rng = np.random.default_rng(15)
    x = rng.normal(size=(30, 4)) + np.linspace(0, 5, 30)[:, None]
    x[rng.random(x.shape) < 0.25] = NAN
    x[7] = NAN
    x[11] = x[10]
    x[11, 2] = NAN
    table = {**numbers(x), "whole": integers(rng.permutation(30) ** 2), "empty": floats([NAN] * 30), "name": texts(["n"] * 30)}
    table["grade"] = categories(["1.0", "2.0", None] * 10, "float64")

    def case(what, params, scope, rows=()):
        data = frame(table, [name for name in scope if name != "grade"])
        if "grade" in scope:
            data["grade"] = [NAN if value is None else float(value) for value in table["grade"]["values"]]
        fitted = KNNImputer(**params).fit(data.iloc[list(rows)] if rows else data)
        made = fitted.transform(data)
        # Its names leave out empty columns even where they are kept.
        names = list(scope) if params.get("keep_empty_features") else list(fitted.get_feature_names_out())
        expected = {}
        for name in table:
            if name in names:
                expected[name] = floats(made[:, names.index(name)])
            elif name not in scope:
                expected[name] = table[name]
        for k, name in enumerate(names):
            if name.startswith("missingindicator_"):
                expected[name] = integers(made[:, k])
        family.case(what, "KNNImputer", table, expected, params, scope, rows)

    case("defaults", {}, list("abcd"))
    case("closer counts more", {"n_neighbors": 3, "weights": "distance"}, ["a", "b", "c", "d", "whole"])
    case("marked", {"n_neighbors": 2, "add_indicator": True}, ["a", "c", "whole"])
    case("more than there are", {"n_neighbors": 50}, list("abcd"))
    case("empty", {}, ["a", "b", "empty"])
    case("empty kept", {"keep_empty_features": True}, ["a", "b", "empty"])
    case("numbers as categories", {"n_neighbors": 50}, ["a", "grade"])
    case("from rows", {"n_neighbors": 2}, list("abcd"), range(10, 25))
    family.write()


if __name__ == "__main__":
    for make in (reduction, kernels, selection, text, sampling, neighbors):
        make()
