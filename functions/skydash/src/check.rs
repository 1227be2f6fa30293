//! `skydash check`: is everything whole that is kept in a data directory, or at AWS?

use skydash_aws::Aws;
use skydash_local::Local;
use std::error::Error;
use std::path::Path;

/// Prints every finding; an error when there is any.
pub fn run(data_dir: &Path, aws: bool) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let findings = if aws { at_aws().await? } else { in_folder(data_dir).await? };
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

async fn in_folder(data_dir: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let local = Local::open(data_dir)?;
    let mut findings = local.check_files().await?;
    findings.extend(skydash_jobs::check(&local.scope()).await?);
    Ok(findings)
}

/// In the table and bucket that the environment names, as for `serve --aws`.
async fn at_aws() -> Result<Vec<String>, Box<dyn Error>> {
    let scope = Aws::connect(&skydash_aws::Config::from_env()?).await.scope();
    Ok(skydash_jobs::check(&scope).await?)
}
