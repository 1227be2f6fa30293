//! `skydash`: every router, the executor and embedded storage in one process.

use clap::Parser;
use skydash::args::{Args, Command};
use skydash::{check, routes, serve};
use std::process::ExitCode;

/// Gives memory back to the system after a burst: docs/decisions.md says what was measured.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let args = Args::parse();
    skydash_runtime::logs::init();
    let outcome = match args.command {
        Command::Serve(options) => serve::run(options).map(|()| ExitCode::SUCCESS),
        Command::Check { deep, data_dir, aws } => check::run(&data_dir, aws, deep).map(|()| ExitCode::SUCCESS),
        Command::Job(options) => skydash_fn_batch::run_one(options.tenant, options.job),
        Command::Openapi => {
            println!("{}", routes::openapi_text());
            Ok(ExitCode::SUCCESS)
        }
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("skydash: {error}");
        ExitCode::FAILURE
    })
}
