"""From a CSV to a prediction with the generated Python client: story.py ADDRESS TABLE"""
import json
import pathlib
import sys
import time

from skydash_client import Client
from skydash_client.api.dataset import create_dataset, get_dataset_info, get_dataset_sample, get_dataset_types
from skydash_client.api.job import create_job, get_job_status
from skydash_client.api.model_session import create_model_session
from skydash_client.api.predict import preview_prediction
from skydash_client.api.run import create_run, get_run
from skydash_client.models import (CategoricalColumn, Detail, JobCreated, JobForm, JobRequest,
                                   JobRequestKwargs, JobState, JobStatus, JobType, NewDataset, NewRun,
                                   NewRunOptimizerParameters, NewRunParameters, NewSession, Preview, RowsForm, RunRow,
                                   ScoredRun, SessionRow, Status, TableInfo)
from skydash_client.types import File


def expect(kind, answer):
    """The answer, which must be of this kind. An error's sentence ends the program."""
    if not isinstance(answer, kind):
        raise SystemExit(f"not a {kind.__name__}: {answer}")
    return answer


def finished(client, job):
    """Waits for a job to end well."""
    while True:
        state = expect(JobState, get_job_status.sync(expect(JobCreated, job).id, client=client))
        if state.status is JobStatus.FINISHED:
            return
        if state.status not in (JobStatus.NOT_STARTED, JobStatus.STARTED):
            raise SystemExit(f"{state.status}: {state.error}")
        time.sleep(0.05)


def upload(client, table):
    """A dataset with the rows of a file."""
    dataset = create_dataset.sync(client=client, body=NewDataset(name="iris in Python"))
    params = {"name": "iris in Python", "dataloader": "CSVDataLoader", "separator": ","}
    with table.open("rb") as file:
        form = JobForm(job_type=JobType.DATASETJOB, kwargs=json.dumps({"dataset_id": dataset.id, "params": params}),
                       file=File(payload=file, file_name=table.name))
        finished(client, create_job.sync(client=client, body=form, filename=table.name))
    return dataset.id


def train(client, dataset):
    """A trained run."""
    session = expect(SessionRow, create_model_session.sync(client=client, body=NewSession(
        dataset_id=dataset, task_name="TabularClassificationTask", name="iris in Python",
        input_columns=["sepal_length", "sepal_width", "petal_length", "petal_width"], output_columns=["species"],
        train_metrics=["Accuracy"], validation_metrics=["Accuracy"], test_metrics=["Accuracy", "F1"],
        evaluation_strategy="HoldoutEvaluationStrategy", splits=json.dumps({
            "splitter_name": "HoldoutSplitter", "splitType": "random", "train": 0.6, "test": 0.2, "validation": 0.2,
            "stratify": False, "shuffle": True, "random_state": 42}))))
    run = expect(RunRow, create_run.sync(client=client, body=NewRun(
        model_session_id=session.id, model_name="LogisticRegression", name="plain",
        parameters=NewRunParameters.from_dict({"C": 1.0, "max_iter": 200}), goal_metric="", optimizer_name="",
        optimizer_parameters=NewRunOptimizerParameters(), plot_history_path="", plot_slice_path="",
        plot_contour_path="", plot_importance_path="")))
    kwargs = JobRequestKwargs.from_dict({"run_id": run.id})
    finished(client, create_job.sync(client=client, body=JobRequest(job_type=JobType.MODELJOB, kwargs=kwargs)))
    return expect(ScoredRun, get_run.sync(run.id, client=client))


def main():
    client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)
    dataset = upload(client, pathlib.Path(sys.argv[2]))
    species = get_dataset_types.sync(dataset, client=client)["species"]
    info = expect(TableInfo, get_dataset_info.sync(dataset, client=client))
    sample = get_dataset_sample.sync(dataset, client=client)
    print(f"{info.total_rows} rows, mean sepal length {info.numeric_stats['sepal_length'].mean}")
    print(f"species: {', '.join(expect(CategoricalColumn, species).categories)}; the first is {sample['species'][0]}")
    run = train(client, dataset)
    accuracy = run.test_metrics["Accuracy"]
    if run.status is not Status.FINISHED or accuracy < 0.8:
        raise SystemExit(f"the accuracy is {accuracy}")
    print(f"test accuracy {accuracy}")
    row = {"sepal_length": 5.0, "sepal_width": 3.4, "petal_length": 1.5, "petal_width": 0.2}
    form = RowsForm(run_id=run.id, manual_input_data=json.dumps([row]))
    predicted = expect(Preview, preview_prediction.sync(client=client, body=form)).rows[0][-1]
    if predicted != "setosa":
        raise SystemExit(f"predicted {predicted}")
    print(f"predicted: {predicted}")
    refused = create_dataset.sync_detailed(client=client, body=NewDataset(name="iris in Python"))
    if refused.status_code != 409:
        raise SystemExit("a taken name was not refused")
    print(f"refused: {expect(Detail, refused.parsed).detail}")


main()
