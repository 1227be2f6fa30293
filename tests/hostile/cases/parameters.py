"""Every parameter of every model and splitter, with values that it cannot have."""
import json

from world import Case, Failure

from .words import EITHER, REFUSED

VALUES = ["x", None, -1, 0, 10**12, 2**63, 1e308, [], [1], {}, {"component": "SVC", "params": {}}, True, {"optimize": True},
          {"optimize": False, "fixed_value": "x"}, {"optimize": True, "lower_bound": 5, "upper_bound": 1}, {"fixed_value": {"fixed_value": 1}}]
CLASSIFIERS = ["LogisticRegression", "DecisionTreeClassifier", "RandomForestClassifier", "HistGradientBoostingClassifier", "KNeighborsClassifier",
               "GaussianNB", "SVC", "DummyClassifier"]
REGRESSORS = ["LinearRegression", "RidgeRegression", "LassoRegression", "ElasticNetRegression", "DecisionTreeRegression", "RandomForestRegression",
              "HistGradientBoostingRegression", "KNeighborsRegression"]
SPLITTERS = ["HoldoutSplitter", "KFoldSplitter", "StratifiedKFoldSplitter", "GroupKFoldSplitter", "StratifiedGroupKFoldSplitter",
             "RepeatedKFoldSplitter", "RepeatedStratifiedKFoldSplitter", "LeaveOneOutSplitter"]


def nested(depth):
    """A value inside itself; as text, since json.dumps does not go that deep."""
    return b'{"fixed_value":' * depth + b"1" + b"}" * depth


def model(name):
    """One run for every parameter and value. Each is refused, fails with a sentence, or trains in time."""
    def send(world):
        schema = next(item["schema"] for item in world.components if item["name"] == name)
        regression = name in REGRESSORS
        inputs, output, task = ((["sepal_length", "sepal_width"], "petal_length", "RegressionTask") if regression
                                else (world.inputs, "species", "TabularClassificationTask"))
        session = world.session(world.dataset, inputs, [output], task=task, metrics=["MAE"] if regression else ["Accuracy"]).json()["id"]
        jobs, came = {}, set()
        for parameter in [*schema["properties"], "no_such_parameter"]:
            for value in VALUES:
                run = world.new_run(session, name, {parameter: value})
                answer = world.job("ModelJob", {"run_id": run.json()["id"]}) if run.status == 201 else run
                if answer.status == 201:
                    jobs[answer.json()["id"]] = f"{parameter}={value!r}"
                elif answer.status not in REFUSED:
                    raise Failure(f"{parameter}={value!r}: {answer.status}")
        for job, what in jobs.items():
            try:
                state = world.ended(job)
            except Failure as failure:
                raise Failure(f"{what}: {failure}") from None
            came.add(state["status"])
            said = state["error"] or ""
            if state["status"] == "error" and what.split("=")[0] not in said and "could not be computed" not in said:
                came.add(f"UNNAMED {what}: {state['error'][:150]}")
        for other in world.components:
            if other["type"] == "Model" and other["name"] == name:
                for depth in (1000, 100_000):
                    body = json.dumps({"model_session_id": session, "model_name": name, "name": "deep", "parameters": "@", "optimizer_name": "",
                                       "optimizer_parameters": {}, "plot_history_path": "", "plot_slice_path": "", "plot_contour_path": "",
                                       "plot_importance_path": "", "goal_metric": ""}).encode()
                    parameter = next(iter(schema["properties"]), "x").encode()
                    world.api("POST", "/run/", body.replace(b'"@"', b'{"' + parameter + b'":' + nested(depth) + b"}"))
        world.api("DELETE", f"/model-session/{session}")
        unnamed = sorted(word for word in came if word.startswith("UNNAMED"))
        if unnamed:
            raise Failure(f"{len(unnamed)} errors do not name the parameter: " + "; ".join(unnamed[:4]))
        return "finished" if "finished" in came else "error"
    return send


def splitter(name):
    """Splits with every parameter wrong, in every way; a session may be refused, and its training fail with a sentence."""
    def send(world):
        schema = next((item["schema"] for item in world.components if item["name"] == name), None)
        if schema is None:
            raise Failure("this splitter is not published")
        holdout = name == "HoldoutSplitter"
        strategy = "HoldoutEvaluationStrategy" if holdout else "CrossValidationEvaluationStrategy"
        jobs, sessions = {}, []
        for parameter in [*schema["properties"], "splitType", "splitted_indexes", "train", "test_size", "group", "groups", "seed"]:
            for value in [*VALUES, 1e9, 151, 0.999999, float("nan"), "species", "no_such_column", {"train_indexes": [10**12], "test_indexes": [-1]}]:
                splits = json.dumps({"splitter_name": name, "splitType": "random" if holdout else "cv", parameter: value})
                answer = world.session(world.dataset, world.inputs, ["species"], splits=splits, evaluation_strategy=strategy)
                if answer.status != 201:
                    if answer.status not in REFUSED:
                        raise Failure(f"{parameter}={value!r}: {answer.status}")
                    continue
                sessions.append(answer.json()["id"])
                run = world.new_run(sessions[-1], "DummyClassifier", {})
                answer = world.job("ModelJob", {"run_id": run.json()["id"]})
                jobs[answer.json()["id"]] = f"{parameter}={value!r}"
        words = set()
        for job, what in jobs.items():
            try:
                words.add(world.ended(job)["status"])
            except Failure as failure:
                raise Failure(f"{what}: {failure}") from None
        for session in sessions:
            world.api("DELETE", f"/model-session/{session}")
        return "finished" if "finished" in words else "error"
    return send


CASES = [
    *(Case(f"parameters of {name}", EITHER, model(name), 120) for name in CLASSIFIERS + REGRESSORS),
    *(Case(f"parameters of {name}", EITHER, splitter(name), 120) for name in SPLITTERS),
]
