//! The AWS template: the committed copy is the derived one.

use std::fs;

#[test]
fn the_committed_template_is_the_derived_one() {
    let committed = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/template.yaml")).unwrap();
    assert!(committed == skydash_infra::template(), "infra/template.yaml is stale: run `make infra`");
}
