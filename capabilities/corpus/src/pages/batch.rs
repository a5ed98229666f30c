//! What somebody decided of a batch of sentences, as she typed and ticked it.

use kernel::{Failure, Outcome, Uuid};
use web::Fields;

use crate::rules::codebook::{Theme, typed};

/// Identifiers of one line of a batch.
pub(super) fn ids_of(line: &str) -> Vec<Uuid> {
    line.split_whitespace().filter_map(|id| id.parse().ok()).collect()
}

/// What somebody decided of a batch: the sentences coded, the themes, those that have their own, and those that will come back
/// alone.
pub(super) struct Decided {
    pub coded: Vec<Uuid>,
    pub themes: Vec<Uuid>,
    /// Sentences of a line, and its themes.
    pub own: Vec<(Vec<Uuid>, Vec<Uuid>)>,
    pub aside: Vec<Uuid>,
}

/// Reads it from the fields of the page.
///
/// # Errors
/// Something to correct in `touches`.
pub(super) fn read(fields: &Fields, themes: &[Theme]) -> Outcome<Decided> {
    let typed = typed(fields.text("touches"), themes).map_err(|sentence| Failure::field("touches", sentence))?;
    let ticked = fields.all("parole");
    let lines = fields.all("lot");
    if lines.is_empty() {
        // No batch was shown: what is named goes together.
        let coded = ticked.into_iter().flat_map(ids_of).collect();
        return Ok(Decided { coded, themes: typed.themes, own: Vec::new(), aside: Vec::new() });
    }
    let named = typed.aside.iter().chain(typed.own.iter().map(|(rank, _)| rank));
    if let Some(rank) = named.into_iter().find(|rank| **rank > lines.len()) {
        return Err(Failure::field(
            "touches",
            format!("Il n’y a pas de phrase {rank} dans ce lot : regardez les numéros"),
        ));
    }
    let (mut coded, mut own, mut aside) = (Vec::new(), Vec::new(), Vec::new());
    let is_proposed = {
        let proposed = typed_themes(fields.text("propose"), themes);
        proposed.len() == typed.themes.len() && typed.themes.iter().all(|theme| proposed.contains(theme))
    };
    for (at, line) in lines.into_iter().enumerate() {
        if let Some((_, themes)) = typed.own.iter().find(|(rank, _)| *rank == at + 1) {
            own.push((ids_of(line), themes.clone()));
        } else if !ticked.contains(&line) || typed.aside.contains(&(at + 1)) {
            aside.extend(ids_of(line));
        } else if is_proposed || typed.is_for_all || coded.is_empty() {
            // Other keys are for the first sentence that is ticked.
            coded.extend(ids_of(line));
        }
    }
    if coded.is_empty() && own.is_empty() && aside.is_empty() {
        return Err(Failure::field("touches", "Cochez au moins une phrase, ou passez ce lot"));
    }
    Ok(Decided { coded, themes: typed.themes, own, aside })
}

/// The themes of keys written by the page itself.
fn typed_themes(text: &str, themes: &[Theme]) -> Vec<Uuid> {
    typed(text, themes).map(|typed| typed.themes).unwrap_or_default()
}
