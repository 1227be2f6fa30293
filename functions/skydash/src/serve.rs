//! `skydash serve`: storage, workers, routers and the frontend, until asked to stop.

use crate::args::{Frontend, Serve};
use crate::{frontend, routes};
use skydash_aws::Aws;
use skydash_executor::{Executor, Subprocess};
use skydash_http::{App, Config, middleware};
use skydash_local::{Local, Options as LocalOptions};
use skydash_ports::Scope;
use skydash_runtime::serve as runtime;
use std::error::Error;
use std::io::Write;
use std::net::IpAddr;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

/// How often bodies of records at AWS are looked through for garbage.
const COLLECT_EVERY: Duration = Duration::from_secs(6 * 3600);

/// Serves until SIGINT or SIGTERM.
pub fn run(options: Serve) -> Result<(), Box<dyn Error>> {
    let threads = available_parallelism().map_or(2, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
    let outcome = runtime.block_on(serve(options, threads));
    // A computation under way is not waited for: the next start takes its job up.
    runtime.shutdown_background();
    outcome
}

async fn serve(options: Serve, threads: usize) -> Result<(), Box<dyn Error>> {
    let (listener, address) = runtime::bind(options.host, options.port).await?;
    let workers = if options.workers == 0 { threads } else { options.workers };
    let (scope, executor, local) = store(&options, workers).await?;
    let app = App::new(scope, config(&options));
    let router = match &options.frontend {
        Frontend::Folder(folder) => frontend::mount(routes::api(&app), folder),
        Frontend::None => frontend::mount_none(routes::api(&app)),
    };
    if !options.host.is_loopback() {
        eprintln!(
            "skydash: {} is not a loopback address and there is no login: anybody who reaches it can use it",
            options.host
        );
    }
    let told_to_stop = runtime::stop_signal();
    println!("Skydash is ready at http://{address}");
    std::io::stdout().flush()?;
    let stopping = async {
        told_to_stop.await;
        executor.stop().await;
    };
    tokio::join!(runtime::serve(listener, middleware::wrap(router, &app)), stopping);
    if let Some(local) = local {
        local.close().await;
    }
    Ok(())
}

/// Everything outside, and workers on it: on this machine, which this process has for itself, or at AWS, where others may
/// be at work. A data directory is to be closed at the end.
async fn store(options: &Serve, workers: usize) -> Result<(Scope, Executor, Option<Local>), Box<dyn Error>> {
    let retention = options.retention();
    if options.aws {
        let aws = Aws::connect(&skydash_aws::Config::from_env()?).await;
        let scope = aws.scope();
        tokio::spawn(collect_bodies(aws));
        let batch = Subprocess::of_this_program(&["job"])?;
        return Ok((scope.clone(), Executor::start(scope, workers, Some(Arc::new(batch)), retention), None));
    }
    let opening = LocalOptions { accept_loss: options.accept_loss, ..LocalOptions::default() };
    let local = Local::open_with(&options.data_dir, opening)?;
    let scope = local.scope();
    Ok((scope.clone(), Executor::start_alone(scope, workers, retention).await?, Some(local)))
}

/// Does what the function `sweep` does beside what every executor does.
async fn collect_bodies(aws: Aws) {
    loop {
        tokio::time::sleep(COLLECT_EVERY).await;
        if let Err(error) = aws.collect_all_bodies(skydash_jobs::GRACE).await {
            tracing::warn!(%error, "a collection of garbage was cut short");
        }
    }
}

fn config(options: &Serve) -> Config {
    let mut allowed_hosts = options.allowed_hosts.clone();
    if options.host.is_loopback() {
        allowed_hosts.extend(["localhost", "127.0.0.1", "[::1]"].map(String::from));
        allowed_hosts.push(match options.host {
            IpAddr::V4(host) => host.to_string(),
            IpAddr::V6(host) => format!("[{host}]"),
        });
    }
    Config { allowed_hosts, allowed_origins: options.allowed_origins.clone(), ..Config::default() }
}
