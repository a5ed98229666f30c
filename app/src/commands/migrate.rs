//! `parvis migrate`.

use std::process::ExitCode;

use database::Db;

use super::Ended;
use crate::configuration::Configuration;
use crate::{outside, wiring};

/// Brings the schema to this version, or says what is missing.
pub async fn run(configuration: &Configuration, is_check: bool) -> Ended {
    let db = Db::open(&configuration.database).await?;
    let migrations = wiring::migrations();
    if is_check {
        db.check_schema(&migrations).await?;
        println!("La base est au niveau de cette version.");
        return Ok(ExitCode::SUCCESS);
    }
    let report = db.migrate(&migrations, &outside::of_this_machine()).await?;
    match report.applied.len() {
        0 => println!("La base est au niveau de cette version."),
        count => println!("{count} étape(s) appliquée(s) : {}.", report.applied.join(", ")),
    }
    db.close().await;
    Ok(ExitCode::SUCCESS)
}
