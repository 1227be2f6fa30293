"""What users do at once: each uploads a table, trains models on it, looks at it, changes it, predicts. Ten jobs a story."""
import collections
import dataclasses
import random
import re

from stack import ROOT, Refused, ingest

MEASURES = {"TabularClassificationTask": "Accuracy", "RegressionTask": "R2"}
# How faults may end a job. The user asks again.
GIVEN_UP = re.compile(r"Given up\b.*", re.DOTALL)
SEED = {"random_state": 1}


@dataclasses.dataclass
class Table:
    """A table, and what is done with it."""

    text: str
    task: str
    inputs: list
    output: str
    models: list
    # For converters and explorers: names, and places counted from 1.
    columns: dict

    @property
    def rows(self):
        return self.text.count("\n") - 1

    @property
    def measure(self):
        return MEASURES[self.task]

    def first_row(self):
        names, values = (line.split(",") for line in self.text.splitlines()[:2])
        return {name: float(value) for name, value in zip(names, values) if name in self.inputs}


def example(name, *rest):
    return Table((ROOT / f"examples/{name}.csv").read_text(), *rest)


def generated(rows=30_000):
    numbers = random.Random(7)
    lines = ["a,b,c,kind"]
    for row in range(rows):
        a, b = numbers.gauss(0, 1), numbers.gauss(0, 1)
        lines.append(f"{a:.6f},{b:.6f},{row % 97}.5,{'yes' if a + b > 0 else 'no'}")
    return "\n".join(lines) + "\n"


TABLES = {
    "iris": example(
        "iris", "TabularClassificationTask", ["sepal_length", "sepal_width", "petal_length", "petal_width"], "species",
        [("LogisticRegression", {}), ("KNeighborsClassifier", {}), ("DecisionTreeClassifier", SEED)],
        {"sepal_length": 1, "petal_length": 3}),
    "penguins": example(
        "penguins", "TabularClassificationTask", ["bill_length_mm", "bill_depth_mm", "flipper_length_mm"], "species",
        [("HistGradientBoostingClassifier", {"max_iter": rounds}) for rounds in (10, 30, 50)],
        {"bill_length_mm": 3, "body_mass_g": 6}),
    "diabetes": example(
        "diabetes", "RegressionTask", ["age", "bmi", "bp", "s1", "s2"], "target",
        [("LinearRegression", {}), ("RidgeRegression", SEED), ("RandomForestRegression", SEED)],
        {"bmi": 3, "bp": 4}),
    "generated": Table(
        generated(), "TabularClassificationTask", ["a", "b", "c"], "kind",
        [("LogisticRegression", {}), ("GaussianNB", {}), ("RandomForestClassifier", {"n_estimators": 10, **SEED})],
        {"a": 1, "b": 2}),
}


class Ledger:
    """What all users were told."""

    def __init__(self):
        self.jobs = {}
        self.given_up = collections.Counter()


class Story:
    """One user."""

    def __init__(self, api, ledger, number):
        self.api, self.ledger = api, ledger
        self.kind = list(TABLES)[number % len(TABLES)]
        self.name, self.table = f"{self.kind}-{number}", TABLES[self.kind]

    def tell(self):
        api, table = self.api, self.table
        dataset = self.named("dataset", lambda: api.call("POST", "/dataset/", {"name": self.name})["id"])
        self.finish(("DatasetJob", ingest(dataset, self.name), table.text))
        session = self.named("model-session", lambda: api.session(
            self.name, dataset, table.task, table.inputs, table.output, table.measure))
        runs = [api.run(session, f"{self.kind}-{place}", *model) for place, model in enumerate(table.models)]
        notebook = api.call("POST", "/notebook/", {"dataset_id": dataset, "name": self.name})["id"]
        steps = [self.step(notebook, *step) for step in enumerate(["SimpleImputer", "StandardScaler", "MinMaxScaler"], 1)]
        explorer = api.call("POST", "/explorer/", {
            "notebook_id": notebook, "exploration_type": "DescribeExplorer", "parameters": {},
            "columns": [{"columnName": name} for name in table.columns]})["id"]
        self.finish(*[("ModelJob", {"run_id": run}) for run in runs], ("ExplorerJob", {"explorer_id": explorer}),
                    *[("ConverterJob", {"converter_id": step}) for step in steps])
        on_table = api.call("POST", "/predict/", {"run_id": runs[0], "dataset_id": dataset})["id"]
        by_hand = api.call("POST", "/predict/", {"run_id": runs[1]})["id"]
        self.finish(("PredictJob", {"prediction_id": on_table}),
                    ("PredictJob", {"prediction_id": by_hand, "manual_input_data": [table.first_row()]}))

    def named(self, collection, create):
        """What has this story's name, which is its alone: an earlier request, whose answer got lost, may have made it."""
        try:
            return create()
        except Refused as refused:
            found = [row["id"] for row in self.api.call("GET", f"/{collection}/") if row["name"] == self.name]
            if refused.status != 409 or not found:
                raise
            return found[0]

    def step(self, notebook, order, converter):
        scope = {"columns": [{"idx": place} for place in self.table.columns.values()], "rows": []}
        return self.api.call("POST", "/converter/", {"notebook_id": notebook, "converter": converter, "parameters": {
            "params": {}, "scope": scope, "order": order, "target": None}})["id"]

    def finish(self, *work):
        """Asks for jobs at once, and again for those that were given up."""
        asked = [(self.ask(*piece), piece) for piece in work]
        for job, piece in asked:
            while (status := self.api.wait(job))["status"] != "finished":
                if status["status"] != "error" or not GIVEN_UP.fullmatch(status["error"] or ""):
                    raise RuntimeError(f"{self.name}: {piece[0]} {job} ended otherwise: {status}")
                self.ledger.given_up[status["error"]] += 1
                job = self.ask(*piece)

    def ask(self, kind, kwargs, file=None):
        job = self.api.ask(kind, kwargs, file)
        self.ledger.jobs[job] = kind
        return job
