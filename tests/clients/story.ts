// From a CSV to a prediction with the generated TypeScript client: story.js ADDRESS TABLE
import { readFile } from "node:fs/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Schemas = components["schemas"];

const [address = "", table = ""] = process.argv.slice(2);
const api = createClient<paths>({ baseUrl: address });

/** The body of an answer. An error's sentence ends the program. */
function body<T>(answer: { data?: T; error?: Schemas["Detail"]; response: Response }): T {
  if (answer.error !== undefined || answer.data === undefined) {
    throw new Error(`${answer.response.url}: ${answer.response.status} ${JSON.stringify(answer.error?.detail)}`);
  }
  return answer.data;
}

/** Waits for a job to end well. */
async function finished(job: string): Promise<void> {
  for (;;) {
    const state = body(await api.GET("/api/v1/job/status/{job_id}", { params: { path: { job_id: job } } }));
    if (state.status === "finished") return;
    if (state.status !== "not_started" && state.status !== "started") throw new Error(`${state.status}: ${state.error}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The same fields as multipart. */
function multipart(fields: Record<string, string | number | Blob | null | undefined>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null && value !== undefined) form.append(name, value instanceof Blob ? value : String(value));
  }
  return form;
}

const dataset = body(await api.POST("/api/v1/dataset", { body: { name: "iris in TypeScript" } }));
const params = { name: dataset.name, dataloader: "CSVDataLoader", separator: "," };
const form: Schemas["JobForm"] = {
  job_type: "DatasetJob",
  kwargs: JSON.stringify({ dataset_id: dataset.id, params }),
  file: new Blob([await readFile(table)]),
};
const upload = await api.POST("/api/v1/job", {
  params: { header: { filename: "iris.csv" } },
  body: form,
  bodySerializer: () => multipart({ ...form }),
});
await finished(body(upload).id);

const path = { dataset_id: dataset.id };
const types = body(await api.GET("/api/v1/dataset/{dataset_id}/types", { params: { path } }));
const species = types["species"];
if (species?.type !== "Categorical") throw new Error("species is not categorical");
const info = body(await api.GET("/api/v1/dataset/{dataset_id}/info", { params: { path } }));
const sample = body(await api.GET("/api/v1/dataset/{dataset_id}/sample", { params: { path } }));
console.log(`${info.total_rows} rows, mean sepal length ${info.numeric_stats?.["sepal_length"]?.mean}`);
console.log(`species: ${species.categories.join(", ")}; the first is ${sample["species"]?.[0]}`);

const inputs = ["sepal_length", "sepal_width", "petal_length", "petal_width"];
const session = body(await api.POST("/api/v1/model-session", {
  body: {
    dataset_id: dataset.id,
    task_name: "TabularClassificationTask",
    name: "iris in TypeScript",
    input_columns: inputs,
    output_columns: ["species"],
    train_metrics: ["Accuracy"],
    validation_metrics: ["Accuracy"],
    test_metrics: ["Accuracy", "F1"],
    evaluation_strategy: "HoldoutEvaluationStrategy",
    splits: JSON.stringify({
      splitter_name: "HoldoutSplitter", splitType: "random", train: 0.6, test: 0.2, validation: 0.2,
      stratify: false, shuffle: true, random_state: 42,
    }),
  },
}));
const run = body(await api.POST("/api/v1/run", {
  body: {
    model_session_id: session.id, model_name: "LogisticRegression", name: "plain", parameters: { C: 1.0, max_iter: 200 },
    goal_metric: "", optimizer_name: "", optimizer_parameters: {},
    plot_history_path: "", plot_slice_path: "", plot_contour_path: "", plot_importance_path: "",
  },
}));
await finished(body(await api.POST("/api/v1/job", { body: { job_type: "ModelJob", kwargs: { run_id: run.id } } })).id);

const trained = body(await api.GET("/api/v1/run/{run_id}", { params: { path: { run_id: run.id } } }));
const accuracy = trained.test_metrics?.["Accuracy"];
if (trained.status !== 3 || accuracy === undefined || accuracy < 0.8) throw new Error(`the accuracy is ${accuracy}`);
console.log(`test accuracy ${accuracy}`);

const rows: Schemas["RowsForm"] = {
  run_id: run.id,
  manual_input_data: JSON.stringify([{ sepal_length: 5.0, sepal_width: 3.4, petal_length: 1.5, petal_width: 0.2 }]),
};
const predicted = body(await api.POST("/api/v1/predict/preview", {
  body: rows,
  bodySerializer: () => multipart({ ...rows }),
}));
if (predicted.rows[0]?.at(-1) !== "setosa") throw new Error(`predicted ${JSON.stringify(predicted)}`);
console.log(`predicted: ${predicted.rows[0].at(-1)}`);

const refused = await api.POST("/api/v1/dataset", { body: { name: "iris in TypeScript" } });
if (refused.response.status !== 409 || typeof refused.error?.detail !== "string") throw new Error("a taken name was not refused");
console.log(`refused: ${refused.error.detail}`);
