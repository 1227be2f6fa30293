//! `skydash`: every router, the executor and embedded storage in one process.

use clap::Parser;
use skydash::args::{Args, Command};
use skydash::{check, routes, serve};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Args::parse();
    skydash_runtime::logs::init();
    let outcome = match args.command {
        Command::Serve(options) => serve::run(options),
        Command::Check { data_dir, aws } => check::run(&data_dir, aws),
        Command::Openapi => {
            println!("{}", routes::openapi_text());
            Ok(())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("skydash: {error}");
            ExitCode::FAILURE
        }
    }
}
