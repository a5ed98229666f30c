//! The lists of a sheet, each replaced whole.

use database::Tx;
use jiff::civil::Date;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Uuid};
use serde_json::json;

use super::Around;
use super::place::{Reach, authorise_sheet, reach};
use super::sheet::{found, index};
use crate::rules::{Pieces, Place, Ranked, Section, check_pieces, ranked};
use crate::{acts, store};

/// Puts a list in place of the one that was there; `today` is the day in the town.
///
/// # Errors
/// Not this actor's; no such sheet; something to correct; somebody changed the sheet since `revision`.
pub async fn set_pieces(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    around: &Around,
    (id, revision, today): (Uuid, i64, Date),
    pieces: impl Into<Filled<Pieces>>,
) -> Outcome<()> {
    let sheet = found(tx, id).await?;
    authorise_sheet(tx, actor, &acts::EDIT, &sheet).await?;
    let mut form = pieces.into();
    let resolved = resolve(tx, sheet.contract, &mut form.value).await?;
    form.find(resolved);
    form.find(check_pieces(&form.value, &around.contract.area_ids, id, today));
    if let Pieces::Places(after) = &form.value {
        let before = store::pieces::places(tx, id).await?;
        let found = out_of_reach(&reach(actor, &acts::EDIT, &around.contract), around, &before, after);
        form.find(found);
    }
    let pieces = form.sound()?;
    let section = pieces.section();
    if !store::sheet::touch(tx, id, revision, outside.now()).await? {
        return Err(Failure::conflict("cette fiche", &[(section.french(), &summary(&pieces))]));
    }
    let mut rows = vec![("action_sheet", id)];
    rows.extend(store::pieces::clear(tx, id, section).await?);
    rows.extend(store::pieces::fill(tx, outside, id, &pieces).await?);
    if section == Section::Places {
        index(tx, &sheet).await?;
    }
    let detail = json!({ "acte": section.code(), "lignes": pieces.len() });
    let entry = Entry::on(acts::EDIT.code, "action_sheet", id).detail(detail).touched(&rows);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What somebody whose function holds on a few neighbourhoods may not say: where else an action takes place, and that it
/// leaves hers altogether.
fn out_of_reach(reach: &Reach, around: &Around, before: &[Place], after: &Ranked<Place>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if *reach == Reach::Whole {
        return errors;
    }
    for (rank, area) in (1..).zip(&around.areas) {
        let was = before.iter().find(|place| place.area == area.id);
        let is = after.iter().map(|(_, place)| place).find(|place| place.area == area.id);
        if was != is && !reach.covers(&[area.id]) {
            let sentence = format!(
                "Votre fonction ne porte pas sur {} : demandez à qui suit tout le contrat de changer ce quartier",
                area.name
            );
            errors.push(FieldError::new(format!("etat-{rank}"), sentence));
        }
    }
    let kept: Vec<Uuid> = after.iter().map(|(_, place)| place.area).collect();
    if errors.is_empty() && !reach.covers(&kept) {
        let own = around.areas.iter().position(|area| reach.covers(&[area.id])).map_or(1, |at| at + 1);
        let sentence = "Gardez au moins un de vos quartiers : sans lui, vous ne liriez plus cette fiche";
        errors.push(FieldError::new(format!("etat-{own}"), sentence));
    }
    errors
}

/// Finds the sheets that links name by their code; a code that names nothing is told.
async fn resolve(tx: &mut Tx, contract: Uuid, pieces: &mut Pieces) -> Outcome<Vec<FieldError>> {
    let mut errors = Vec::new();
    let Pieces::Links(lines) = pieces else { return Ok(errors) };
    for (rank, link) in lines.iter_mut().filter(|(_, link)| link.other.is_none()) {
        let code = link.elsewhere.to_uppercase();
        let is_code = !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !is_code {
            continue;
        }
        match store::sheet::by_code(tx, contract, &code).await? {
            Some(other) => {
                link.other = Some(other.id);
                link.elsewhere.clear();
            }
            None => {
                let sentence = format!(
                    "Aucune fiche {code} dans ce contrat : elle a peut-être été supprimée. Vérifiez la référence, ou \
                     écrivez l’intitulé entier si l’action est suivie ailleurs"
                );
                errors.push(FieldError::new(format!("action-{rank}"), sentence));
            }
        }
    }
    Ok(errors)
}

/// A list of a sheet as it is kept.
///
/// # Errors
/// The database failed.
pub async fn every_piece(tx: &mut Tx, sheet: Uuid, section: Section) -> database::Result<Pieces> {
    Ok(match section {
        Section::Places => Pieces::Places(ranked(store::pieces::places(tx, sheet).await?)),
        Section::Partners => Pieces::Partners(ranked(store::pieces::partners(tx, sheet).await?)),
        Section::Means => Pieces::Means(ranked(store::pieces::means(tx, sheet).await?)),
        Section::Steps => Pieces::Steps(ranked(store::pieces::steps(tx, sheet).await?)),
        Section::Indicators => Pieces::Indicators(ranked(store::pieces::indicators(tx, sheet).await?)),
        Section::Links => Pieces::Links(ranked(store::pieces::links(tx, sheet).await?)),
    })
}

/// What was typed, one line each, to give back after a conflict.
fn summary(pieces: &Pieces) -> String {
    let lines: Vec<String> = match pieces {
        Pieces::Places(lines) => lines.iter().map(|(_, one)| format!("{} {}", one.state.french(), one.note)).collect(),
        Pieces::Partners(lines) => lines.iter().map(|(_, one)| format!("{} : {}", one.name, one.role)).collect(),
        Pieces::Means(lines) => lines
            .iter()
            .map(|(_, one)| {
                let amount = one.planned.map(kernel::french::euros).unwrap_or_default();
                format!("{} {} {} {amount} {}", one.year, one.nature.french(), one.funder, one.note)
            })
            .collect(),
        Pieces::Steps(lines) => lines.iter().map(|(_, one)| format!("{} ({})", one.title, one.owner)).collect(),
        Pieces::Indicators(lines) => {
            let values = |one: &crate::rules::Indicator| crate::rules::measures_text(&one.measures);
            lines.iter().map(|(_, one)| format!("{} {}", one.label, values(one))).collect()
        }
        Pieces::Links(lines) => lines.iter().map(|(_, one)| one.elsewhere.clone()).collect(),
    };
    lines.join("\n")
}
