//! `converter` on AWS Lambda.

fn main() -> std::process::ExitCode {
    skydash_runtime::lambda::serve(skydash_fn_converter::function())
}
