//! The command line.

use clap::{Args as ClapArgs, Parser, Subcommand};
use skydash_domain::JobId;
use skydash_jobs::Retention;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// DashAI's REST API in one process: routers, workers and storage.
#[derive(Debug, Parser)]
#[command(name = "skydash", version)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API, the web frontend and the workers.
    Serve(Serve),
    /// Check a data directory: every record, every object, every reference.
    Check {
        /// Read every object, and compare it with the hash of what was written.
        #[arg(long)]
        deep: bool,
        /// The data directory; no server may be using it.
        #[arg(long, env = "SKYDASH_DATA_DIR", default_value_os_t = default_dir("data"))]
        data_dir: PathBuf,
        /// Check what is kept at AWS instead, as `serve --aws` is told where. What changes meanwhile may show as a finding.
        #[arg(long, conflicts_with = "data_dir")]
        aws: bool,
    },
    /// Carry out one job at AWS, as the environment names it. `serve --aws` starts this for each job of the batch lane.
    Job(Job),
    /// Print the OpenAPI document.
    Openapi,
}

/// Which job.
#[derive(Debug, ClapArgs)]
pub struct Job {
    /// Whose it is.
    #[arg(long)]
    pub tenant: String,
    /// Its id.
    #[arg(long)]
    pub job: JobId,
}

/// Options of `serve`.
#[derive(Debug, ClapArgs)]
pub struct Serve {
    /// Address to listen on. Anything but a loopback address opens the server to the network, without a login.
    #[arg(long, env = "SKYDASH_HOST", default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// Port to listen on; 0 for any free one.
    #[arg(long, env = "SKYDASH_PORT", default_value_t = 8000)]
    pub port: u16,
    /// Where everything is kept.
    #[arg(long, env = "SKYDASH_DATA_DIR", default_value_os_t = default_dir("data"))]
    pub data_dir: PathBuf,
    /// Open the data directory although records or objects are missing from it, as after a copy without `skydash.db-wal`.
    /// Objects that have no record then are removed when they are a day old.
    #[arg(long, conflicts_with = "aws")]
    pub accept_loss: bool,
    /// Keep everything at AWS instead: in the table, bucket and queues that the environment names (`SKYDASH_TABLE`,
    /// `SKYDASH_BUCKET`, `SKYDASH_COMPUTE_QUEUE_URL` and so on; see `shared/adapters/aws`). Several such processes, and the
    /// functions of a deployment, can work side by side.
    #[arg(long, conflicts_with = "data_dir")]
    pub aws: bool,
    /// Folder of the web frontend's build, or `none`.
    #[arg(long, env = "SKYDASH_FRONTEND", default_value_t = Frontend::installed())]
    pub frontend: Frontend,
    /// How many jobs run at once; 0 for one a core.
    #[arg(long, env = "SKYDASH_WORKERS", default_value_t = 0)]
    pub workers: usize,
    /// For how many days jobs that have ended are kept.
    #[arg(long, env = "SKYDASH_KEEP_JOBS_DAYS", default_value_t = 30)]
    pub keep_jobs_days: u32,
    /// How many jobs that have ended are kept at most, the newest. Those of the last hour are kept in any case.
    #[arg(long, env = "SKYDASH_KEEP_JOBS", default_value_t = 10_000)]
    pub keep_jobs: usize,
    /// Another origin that browsers may call from, such as `https://dash.example.org`. Repeatable.
    #[arg(long = "allow-origin", env = "SKYDASH_ALLOW_ORIGINS", value_delimiter = ',')]
    pub allowed_origins: Vec<String>,
    /// Another host name to answer to. Repeatable. A server on a loopback address answers to
    /// loopback names only; on any other address it answers to all names unless some are given.
    #[arg(long = "allow-host", env = "SKYDASH_ALLOW_HOSTS", value_delimiter = ',')]
    pub allowed_hosts: Vec<String>,
}

impl Serve {
    /// Which ended jobs are kept.
    #[must_use]
    pub fn retention(&self) -> Retention {
        Retention::days(self.keep_jobs_days, self.keep_jobs)
    }
}

/// Where the web frontend's build is.
#[derive(Debug, Clone)]
pub enum Frontend {
    /// No frontend: the API only.
    None,
    /// In this folder.
    Folder(PathBuf),
}

impl Frontend {
    /// The folder `make run` fetches the build into, when it is there.
    fn installed() -> Self {
        let folder = default_dir("frontend");
        if folder.join("index.html").is_file() { Self::Folder(folder) } else { Self::None }
    }
}

impl FromStr for Frontend {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self::None);
        }
        let folder = PathBuf::from(text);
        if folder.join("index.html").is_file() {
            Ok(Self::Folder(folder))
        } else {
            Err("this folder has no index.html".into())
        }
    }
}

impl std::fmt::Display for Frontend {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Folder(folder) => folder.display().fmt(f),
        }
    }
}

/// A folder of ours below the user's data home.
fn default_dir(name: &str) -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"));
    let base = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).or_else(home).unwrap_or_else(|| PathBuf::from("."));
    base.join("skydash").join(name)
}
