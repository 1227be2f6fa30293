//! `skydash check`: is everything whole that is kept in a data directory, or at AWS?

use skydash_aws::Aws;
use skydash_jobs::Report;
use skydash_local::Local;
use skydash_ports::Scope;
use std::error::Error;
use std::path::Path;

/// Prints every finding; an error when there is any. `deep` reads the objects.
pub fn run(data_dir: &Path, aws: bool, deep: bool) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let findings = if aws { at_aws(deep).await? } else { in_folder(data_dir, deep).await? };
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

async fn in_folder(data_dir: &Path, deep: bool) -> Result<Vec<String>, Box<dyn Error>> {
    let local = Local::open(data_dir)?;
    let mut findings = local.check_files().await?;
    findings.extend(look_through(&local.scope(), deep).await?);
    local.close().await;
    Ok(findings)
}

/// In the table and bucket that the environment names, as for `serve --aws`.
async fn at_aws(deep: bool) -> Result<Vec<String>, Box<dyn Error>> {
    let scope = Aws::connect(&skydash_aws::Config::from_env()?).await.scope();
    look_through(&scope, deep).await
}

/// The findings. Says what is none, but good to know.
async fn look_through(scope: &Scope, deep: bool) -> Result<Vec<String>, Box<dyn Error>> {
    // Where a record cannot be read, which is a finding, nobody knows what it refers to.
    if let Ok(count @ 1..) = skydash_jobs::unreferred(scope).await {
        println!("{count} objects have no record. They are removed when they are a day old.");
    }
    if !deep {
        return Ok(skydash_jobs::check(scope).await?);
    }
    let Report { findings, read, unhashed } = skydash_jobs::check_content(scope).await?;
    println!("{read} objects were read; {unhashed} of them have no hash to compare with.");
    Ok(findings)
}
