//! Rules about the files themselves.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MAX_LINES: usize = 500;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn tracked(pattern: &str) -> Vec<PathBuf> {
    let listed = Command::new("git").args(["ls-files", "--", pattern]).current_dir(root()).output().unwrap();
    let names = String::from_utf8(listed.stdout).unwrap();
    names.lines().map(|name| root().join(name)).filter(|path| path.exists()).collect()
}

#[test]
fn no_source_file_is_longer_than_a_reader_s_patience() {
    let long: Vec<String> = tracked("*.rs")
        .into_iter()
        .filter_map(|path| {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            (lines > MAX_LINES).then(|| format!("{}: {lines}", path.display()))
        })
        .collect();
    assert!(long.is_empty(), "split these: {long:#?}");
}

#[test]
fn every_crate_says_what_it_is() {
    for manifest in tracked("*/Cargo.toml") {
        let folder = manifest.parent().unwrap();
        let root_file =
            ["src/lib.rs", "src/main.rs"].map(|name| folder.join(name)).into_iter().find(|path| path.exists());
        let Some(root_file) = root_file else { continue };
        let text = fs::read_to_string(&root_file).unwrap();
        assert!(
            text.starts_with("//! ") && text.lines().next().unwrap().len() > 10,
            "{} has no module doc",
            root_file.display()
        );
    }
}

#[test]
fn functions_have_a_readme() {
    for manifest in tracked("functions/*/Cargo.toml") {
        assert!(manifest.with_file_name("README.md").exists(), "{} has no README.md beside it", manifest.display());
    }
}
