//! What is written by hand in the document of the contract.

use ::reports::facade::{Chapter, SectionText, add_section};
use database::Tx;
use kernel::{Outcome, Outside, Uuid};

use super::acting::{Cast, missing};
use crate::Demonstration;

/// Whoever writes it.
const WRITER: &str = "claire.vidal";

/// Puts sections in the document of the contract.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn papers(tx: &mut Tx, outside: &Outside, told: &Demonstration, contract: Uuid) -> Outcome<()> {
    let cast = Cast::gathered(tx, outside, told).await?;
    let writer = cast.named(WRITER)?;
    for one in &told.plan.sections {
        let part = Chapter::from_code(&one.part).ok_or_else(|| missing(&one.part))?;
        let (title, body) = (one.title.clone(), one.body.trim().to_owned());
        let text = SectionText { title, body, is_ready: one.is_ready };
        add_section(tx, outside, writer, (contract, part), text).await?;
    }
    Ok(())
}
