//! The grid of a partner: one scheme in a year, by theme and neighbourhood, kept at once.

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::line::wrong;
use super::place::{authorise_fill, ground};
use crate::rules::{Amount, CommonLawLine, LineTerms};
use crate::{acts, store};

/// A grid as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// What all its cells have in common; its theme, neighbourhood and amount are those of each cell.
    pub common: LineTerms,
    /// Theme, neighbourhood, amount; none: the cell is empty.
    pub cells: Vec<(Option<Uuid>, Option<Uuid>, Option<Amount>)>,
    /// The mark of the lines it was drawn from.
    pub mark: String,
}

/// What tells whether lines changed since a page was drawn from them.
pub fn grid_mark(lines: &[CommonLawLine]) -> String {
    let mut all: Vec<String> = lines.iter().map(|one| format!("{}:{}", one.id, one.revision)).collect();
    all.sort_unstable();
    let digest = Sha256::digest(all.join(",").as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Lines of a partner for a scheme in a year.
pub(crate) fn of_scheme<'a>(
    lines: &'a [CommonLawLine],
    partner: Uuid,
    label: &str,
) -> impl Iterator<Item = &'a CommonLawLine> {
    let key = kernel::text::search_key(label);
    lines.iter().filter(move |one| one.terms.partner == partner && kernel::text::search_key(&one.terms.label) == key)
}

/// Keeps a grid: adds, changes, takes out lines so that they say what it says. Gives how many changed.
///
/// # Errors
/// Not this actor’s; something to correct; somebody changed these lines meanwhile.
pub async fn keep_grid(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    contract: Uuid,
    typed: impl Into<Filled<Grid>>,
) -> Outcome<usize> {
    let contract = strategy::facade::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    let ground = ground(tx, contract).await?;
    let contract = ground.contract.id;
    let mut form = typed.into();
    let (partner, year) = (form.value.common.partner, form.value.common.year);
    // What is common is wrong or sound whatever the cells: any figure asks for a method.
    let sample = LineTerms { amount: Some(Amount::Known(0)), theme: None, area: None, ..form.value.common.clone() };
    form.find(wrong(tx, &ground, &sample, outside.now().day(zone)).await?);
    let places = form.value.cells.iter().map(|(theme, area, _)| (*theme, *area));
    let is_known = |(theme, area): (Option<Uuid>, Option<Uuid>)| {
        theme.is_none_or(|theme| ground.themes.iter().any(|(id, ..)| *id == theme))
            && area.is_none_or(|area| ground.contract.area_ids.contains(&area))
    };
    if !places.into_iter().all(is_known) {
        form.find([FieldError::new("", "La grille a changé depuis que vous l’avez ouverte : ouvrez-la de nouveau")]);
    }
    let grid = form.sound()?;
    authorise_fill(tx, actor, &Scope { contract: Some(contract), territory: None, organisation: Some(partner) })
        .await?;
    let lines = store::line::of_year(tx, contract, year).await?;
    let before: Vec<CommonLawLine> = of_scheme(&lines, partner, &grid.common.label).cloned().collect();
    if grid_mark(&before) != grid.mark {
        return Err(Failure::conflict("cette grille", &[("Pourquoi", &grid.common.why)]));
    }
    let mut touched = Vec::new();
    for (theme, area, amount) in grid.cells {
        let terms = LineTerms { theme, area, amount, ..grid.common.clone() };
        let known = before.iter().find(|one| one.is_of(&terms));
        match (known, amount) {
            (None, None) => {}
            (None, Some(_)) => {
                let one = CommonLawLine { id: outside.uuid(), contract, terms, revision: 1 };
                store::line::insert(tx, &one, outside.now()).await?;
                touched.push(("common_law", one.id));
            }
            // People’s time is told line by line: the grid leaves it as it is.
            (Some(one), None) if one.terms.fte.is_none() => {
                store::line::delete(tx, (one.id, one.revision)).await?;
                touched.push(("common_law", one.id));
            }
            (Some(one), _) => {
                let terms = LineTerms { fte: one.terms.fte, ..terms };
                if terms != one.terms {
                    store::line::save(tx, (one.id, one.revision), &terms).await?;
                    touched.push(("common_law", one.id));
                }
            }
        }
    }
    if !touched.is_empty() {
        let detail = json!({ "acte": "grille de droit commun enregistrée", "annee": year, "lignes": touched.len() });
        let entry = Entry::on(acts::FILL.code, "organisation", partner).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(touched.len())
}
