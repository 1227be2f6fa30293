//! `skydash check`: is everything in a data directory whole?

use skydash_local::Local;
use std::error::Error;
use std::path::Path;

/// Prints every finding; an error when there is any.
pub fn run(data_dir: &Path) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let local = Local::open(data_dir)?;
        let mut findings = local.check_files().await?;
        findings.extend(skydash_jobs::check(&local.scope()).await?);
        for finding in &findings {
            println!("{finding}");
        }
        if findings.is_empty() {
            println!("The store is whole.");
            return Ok(());
        }
        Err(format!("{} findings", findings.len()).into())
    })
}
