//! Prints the AWS template.

fn main() {
    print!("{}", skydash_infra::template());
}
