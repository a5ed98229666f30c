//! `parvis migrate`.

use std::process::ExitCode;

use database::Db;

use super::{Ended, start};
use crate::configuration::Configuration;
use crate::{indexing, outside, wiring};

/// Brings the schema to this version, or says what is missing.
pub async fn run(configuration: &Configuration, is_check: bool) -> Ended {
    let db = Db::open(&configuration.database).await?;
    let migrations = wiring::migrations();
    if is_check {
        db.check_schema(&migrations).await?;
        println!("La base est au niveau de cette version.");
        return Ok(ExitCode::SUCCESS);
    }
    let outside = outside::of_this_machine();
    let report = db.migrate(&migrations, &outside).await?;
    // A new base needs its key from the first row on; one that exists must have it.
    start::keys(configuration, &outside, report.already_count == 0)?;
    if indexing::read_again(&db).await? {
        println!("La recherche du site a été remplie à nouveau.");
    }
    match report.applied.len() {
        0 => println!("La base est au niveau de cette version."),
        count => println!("{count} étape(s) appliquée(s) : {}.", report.applied.join(", ")),
    }
    db.close().await;
    Ok(ExitCode::SUCCESS)
}
