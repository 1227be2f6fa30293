"""Training on what cannot be learned from."""
from world import Case

from .words import EITHER, REFUSED

CV = {"splitType": "cv", "shuffle": True, "random_state": 42, "test_size": 0.1}
FOLDED = {"evaluation_strategy": "CrossValidationEvaluationStrategy"}


def training(name, expected, inputs, outputs, seconds=20, **other):
    return Case(f"train: {name}", expected, lambda world: world.train(world.awkward, inputs, outputs, **other), seconds)


def folds(name, expected, splitter, output="grouped", **splits):
    return training(name, expected, ["x", "y"], [output], splits={"splitter_name": splitter, **CV, **splits}, **FOLDED)


def holdout(name, expected, output="grouped", **splits):
    usual = {"splitter_name": "HoldoutSplitter", "splitType": "random", "train": 0.6, "test": 0.2, "validation": 0.2, "shuffle": True,
             "stratify": False, "random_state": 42}
    return training(name, expected, ["x", "y"], [output], splits={**usual, **splits})


def manual(name, expected, **indexes):
    lists = {"train_indexes": [0, 1, 2, 3], "test_indexes": [4, 5], "val_indexes": [6, 7], **indexes}
    return training(name, expected, ["x", "y"], ["grouped"], splits={
        "splitter_name": "HoldoutSplitter", "splitType": "manual", "splitted_indexes": lists})


CLASS = {"model": "LogisticRegression"}
REGRESS = {"task": "RegressionTask", "model": "LinearRegression", "metrics": ["R2", "MSE"]}
CASES = [
    training("an input that is not there", REFUSED, ["x", "nope"], ["grouped"], **CLASS),
    training("an output that is not there", REFUSED, ["x"], ["nope"], **CLASS),
    training("no inputs", REFUSED, [], ["grouped"], **CLASS),
    training("no outputs", REFUSED, ["x"], [], **CLASS),
    training("two outputs", REFUSED, ["x"], ["grouped", "rare"], **CLASS),
    training("the output among the inputs", EITHER, ["x", "grouped"], ["grouped"], **CLASS),
    training("one input twice", EITHER, ["x", "x"], ["grouped"], **CLASS),
    training("more columns than there are", REFUSED, ["x"] * 500 + ["y"], ["grouped"], **CLASS),
    training("a constant input", EITHER, ["constant"], ["grouped"], **CLASS),
    training("an empty input", EITHER, ["x", "empty"], ["grouped"], **CLASS),
    training("only an empty input", EITHER, ["empty"], ["grouped"], **CLASS),
    training("texts as input", EITHER, ["words"], ["grouped"], **CLASS),
    training("a number as class", REFUSED, ["x"], ["y"], **CLASS),
    training("texts as class", REFUSED, ["x"], ["words"], **CLASS),
    training("an empty target", REFUSED, ["x"], ["empty"], **REGRESS),
    training("a constant target", EITHER, ["x"], ["constant"], **REGRESS),
    training("a class as number", REFUSED, ["x"], ["grouped"], **REGRESS),
    training("a target with missing values", EITHER, ["x"], ["holey"], **CLASS),
    training("a class of one row", EITHER, ["x"], ["rare"], **CLASS),
    training("a model for another task", REFUSED, ["x"], ["grouped"], model="LinearRegression"),
    training("an unknown model", REFUSED, ["x"], ["grouped"], model="NopeModel"),
    training("a metric as a model", REFUSED, ["x"], ["grouped"], model="Accuracy"),
    training("an unknown task", REFUSED, ["x"], ["grouped"], task="NopeTask"),
    training("a model as a task", REFUSED, ["x"], ["grouped"], task="SVC"),
    training("a task that this has no models for", REFUSED, ["words"], ["grouped"], task="TextClassificationTask"),
    training("an unknown metric", REFUSED, ["x"], ["grouped"], metrics=["Nope"], **CLASS),
    training("a metric of another task", REFUSED, ["x"], ["grouped"], metrics=["R2"], **CLASS),
    training("a metric 100,000 times", EITHER, ["x"], ["grouped"], metrics=["Accuracy"] * 100_000, **CLASS),
    training("an unknown strategy", REFUSED, ["x"], ["grouped"], evaluation_strategy="Nope", **CLASS),
    training("a strategy of another kind", EITHER, ["x"], ["grouped"], evaluation_strategy="CrossValidationEvaluationStrategy", **CLASS),
    *(training(f"a class of one row, {model}", EITHER, ["x", "y"], ["rare"], model=model) for model in (
        "DecisionTreeClassifier", "RandomForestClassifier", "HistGradientBoostingClassifier", "KNeighborsClassifier", "GaussianNB", "SVC", "DummyClassifier")),
    training("a billion trees", REFUSED, ["x"], ["grouped"], model="RandomForestClassifier", parameters={"n_estimators": 10**9}),
    training("a billion rounds", REFUSED, ["x"], ["grouped"], model="HistGradientBoostingClassifier", parameters={"max_iter": 10**9}),
    training("a depth of a billion", EITHER, ["x"], ["grouped"], model="DecisionTreeClassifier", parameters={"max_depth": 10**9}),
    training("max_iter -5", REFUSED, ["x"], ["grouped"], parameters={"max_iter": -5}, **CLASS),
    training("max_iter of a billion", EITHER, ["x", "y"], ["grouped"], parameters={"max_iter": 10**9, "tol": 0.0}, **CLASS),
    training("C of 1e308", EITHER, ["x", "y"], ["grouped"], parameters={"C": 1e308}, **CLASS),
    training("C of 1e-308", EITHER, ["x", "y"], ["grouped"], parameters={"C": 1e-308}, **CLASS),
    training("SVC, C of 1e308, tol of 1e-308", EITHER, ["x", "y"], ["grouped"], model="SVC", parameters={"C": 1e308, "tol": 1e-308}),
    training("SVC, C of a billion, tol of 1e-308", EITHER, ["x", "y"], ["grouped"], model="SVC", parameters={"C": 1e9, "tol": 1e-308}),
    training("more neighbours than rows", EITHER, ["x"], ["grouped"], model="KNeighborsClassifier", parameters={"n_neighbors": 100_000}),
    training("class weights that are none", REFUSED, ["x"], ["grouped"], parameters={"class_weight": {"a": -1, "nope": "x"}}, **CLASS),
    training("an alpha of 1e308", EITHER, ["x"], ["y"], task="RegressionTask", model="RidgeRegression", metrics=["MAE"], parameters={"alpha": 1e308}),
    training("a degree of a million", EITHER, ["x"], ["grouped"], model="SVC", parameters={"kernel": "poly", "degree": 1_000_000}),
    holdout("stratified, a class of one row", EITHER, "rare", stratify=True),
    holdout("stratified, missing classes", EITHER, "holey", stratify=True),
    holdout("shares that are not 1", REFUSED, train=0.9, test=0.9),
    holdout("shares below 0", REFUSED, train=2.0, test=-0.5, validation=-0.5),
    holdout("nothing to train on", REFUSED, train=0.0, test=0.5, validation=0.5),
    holdout("everything to train on", EITHER, train=1.0, test=0.0, validation=0.0),
    holdout("next to nothing to train on", EITHER, train=0.0001, test=0.4999, validation=0.5),
    manual("rows that are not there", REFUSED, train_indexes=[0, 1, 10**12]),
    manual("negative rows", REFUSED, train_indexes=[0, 1, -1]),
    manual("rows in two partitions", EITHER, test_indexes=[0, 1]),
    manual("rows twice", EITHER, train_indexes=[0, 0, 1, 1]),
    manual("rows that are texts", REFUSED, train_indexes=["a", {}]),
    manual("no rows", REFUSED, train_indexes=[]),
    manual("one row", EITHER, train_indexes=[0]),
    manual("a million rows", REFUSED, train_indexes=list(range(1_000_000))),
    folds("more folds than rows", REFUSED, "KFoldSplitter", n_splits=1000),
    folds("a billion folds", REFUSED, "KFoldSplitter", n_splits=10**9),
    folds("one fold", REFUSED, "KFoldSplitter", n_splits=1),
    folds("more folds than rows of a class", EITHER, "StratifiedKFoldSplitter", "rare", n_splits=5),
    folds("a billion repeats", REFUSED, "RepeatedKFoldSplitter", n_splits=5, n_repeats=10**9),
    folds("groups of a column that is not there", REFUSED, "GroupKFoldSplitter", n_splits=3, group_column="nope"),
    folds("no groups", REFUSED, "GroupKFoldSplitter", n_splits=3),
    folds("fewer groups than folds", EITHER, "GroupKFoldSplitter", n_splits=5, group_column="grouped"),
    folds("stratified groups of one row", EITHER, "StratifiedGroupKFoldSplitter", n_splits=5, group_column="rare"),
    folds("an unknown splitter", REFUSED, "NopeSplitter", n_splits=5),
    folds("a model as a splitter", REFUSED, "SVC", n_splits=5),
    folds("everything reserved for the test", REFUSED, "KFoldSplitter", n_splits=5, test_size=1.0),
    folds("leave one out", EITHER, "LeaveOneOutSplitter"),
]
