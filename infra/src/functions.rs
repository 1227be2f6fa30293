//! What runs on AWS Lambda.

use crate::part::fill;
use crate::permissions::{self, CLEAN_UP, TAKE_JOBS};
use crate::routes::{self, Paths};
use skydash_http::{Function, Grant};

/// How long a CPU job may take.
pub const COMPUTE_SECONDS: &str = "!Ref ComputeSeconds";

/// How long a request may take: API Gateway waits for half a minute.
const REQUEST_SECONDS: u32 = 29;

/// How long a round of the sweeper may take.
const SWEEP_SECONDS: u32 = 300;

/// A function as it is deployed.
pub struct Deployed {
    /// Its name, that of its folder.
    pub name: &'static str,
    /// The paths that lead to it.
    pub paths: Paths,
    memory: String,
    /// How long it may run.
    timeout_seconds: String,
    statements: String,
    /// Further properties, as lines.
    properties: &'static str,
}

/// Every function that the API is made of, and those behind it.
pub fn all() -> Vec<Deployed> {
    let served = skydash::routes::functions().into_iter().map(Deployed::serving);
    served.chain([docs(), compute(), sweep()]).collect()
}

fn docs() -> Deployed {
    Deployed {
        name: "docs",
        paths: routes::documents(),
        memory: "128".to_owned(),
        timeout_seconds: REQUEST_SECONDS.to_string(),
        statements: String::new(),
        // It touches nobody's data, and the health check comes without a token.
        properties: "Environment:\n  Variables:\n    SKYDASH_TENANT_CLAIM: \"\"\n",
    }
}

fn compute() -> Deployed {
    Deployed {
        name: "compute",
        paths: Paths::default(),
        memory: "!Ref ComputeMemoryMb".to_owned(),
        timeout_seconds: COMPUTE_SECONDS.to_owned(),
        statements: permissions::of_a_worker() + TAKE_JOBS,
        // An upload is read from a temporary file.
        properties: concat!(
            "EphemeralStorage:\n  Size: 10240\n",
            "Environment:\n  Variables:\n    SKYDASH_HAS_BATCH: !If [BatchIsServed, \"true\", \"false\"]\n",
        ),
    }
}

fn sweep() -> Deployed {
    Deployed {
        name: "sweep",
        paths: Paths::default(),
        memory: "256".to_owned(),
        timeout_seconds: SWEEP_SECONDS.to_string(),
        statements: permissions::statements(&[Grant::Records, Grant::ReadObjects, Grant::SendJobs]) + CLEAN_UP,
        properties: concat!(
            "Environment:\n  Variables:\n    SKYDASH_KEEP_JOBS_DAYS: !Ref KeepJobsDays\n",
            "    SKYDASH_KEEP_JOBS: !Ref KeepJobs\n",
        ),
    }
}

impl Deployed {
    fn serving(function: Function) -> Self {
        Self {
            name: function.name,
            paths: routes::resources(function.paths()),
            memory: function.memory_mb.to_string(),
            timeout_seconds: REQUEST_SECONDS.to_string(),
            statements: permissions::of_a_server(function.grants),
            properties: "",
        }
    }

    /// What its resources' names begin with.
    pub fn id(&self) -> String {
        camel_case(self.name)
    }

    /// Its part of the template.
    pub fn part(&self) -> String {
        let id = self.id();
        let values = [
            ("Id", id.as_str()),
            ("name", self.name),
            ("memory", &self.memory),
            ("timeout", &self.timeout_seconds),
            ("statements", &self.statements),
            ("properties", self.properties),
        ];
        fill(include_str!("../parts/function.yaml"), &values)
    }
}

/// Words as CloudFormation names things: `model-session` is `ModelSession`.
pub fn camel_case(words: &str) -> String {
    words.split(|letter: char| !letter.is_ascii_alphanumeric()).map(capitalised).collect()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
