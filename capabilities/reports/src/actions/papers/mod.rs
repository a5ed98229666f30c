//! Documents of a contract and of its plan of action, put together from the windows of the other slices. Nothing is written
//! that its reader could not read on a page: a public version knows nothing of drafts.

mod board;
mod contract;
mod knowing;
mod sheet;
mod steering;

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Outcome, Outside, Refusal, Uuid, french};

use super::{Chapter, Genre, PaperWish, Part, Piece, Report, chapters_of};
use knowing::Knowing;

/// Puts a document of a contract together.
///
/// # Errors
/// The contract or the sheet is no longer there, or is not for those it is asked for; the database failed.
pub async fn gathered_paper(
    tx: &mut Tx,
    (outside, zone, town): (&Outside, &TimeZone, &str),
    contract: Uuid,
    wish: &PaperWish,
) -> Outcome<Report> {
    let day = outside.now().day(zone);
    let contract = strategy::facade::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    let knowing = Knowing::of(tx, contract, wish.is_public, day).await?;
    let (title, parts) = match wish.genre {
        Genre::Contract => (knowing.contract.title.clone(), chapters(tx, &knowing, &wish.chapters).await?),
        Genre::Plan => (format!("Plan d’action : {}", knowing.contract.title), sheet::plan(tx, &knowing).await?),
        Genre::Sheet => {
            let id = wish.sheet.ok_or(Refusal::NotFound)?;
            let whole = plan::facade::sheet(tx, id, !wish.is_public).await?;
            let whole = whole.filter(|one| one.brief.contract == knowing.contract.id).ok_or(Refusal::NotFound)?;
            let title = format!("{} : {}", whole.brief.code, whole.brief.title);
            (
                title,
                vec![Part {
                    title: "La fiche action".to_owned(),
                    pieces: sheet::pieces(&knowing, &whole, sheet::Photos::Large),
                }],
            )
        }
        Genre::Board => {
            (format!("Suivi du plan d’action : {}", knowing.contract.title), board::parts(&knowing, wish.format))
        }
        Genre::Steering => {
            (format!("Comité de pilotage : {}", knowing.contract.title), steering::parts(tx, &knowing).await?)
        }
    };
    let version = if wish.is_public { "Version publique" } else { "Version interne" };
    let (from, to) = (french::date(knowing.contract.starts_on), french::date(knowing.contract.ends_on));
    Ok(Report {
        title: french::spaced(&title),
        subtitle: french::spaced(&format!("Contrat du {from} au {to} · {version}")),
        promise: french::spaced(promise(wish.is_public)),
        town: town.to_owned(),
        day,
        has_contents: wish.genre != Genre::Sheet,
        parts,
    })
}

/// What the reader must know before anything else.
const fn promise(is_public: bool) -> &'static str {
    if is_public {
        "Ce document ne contient que ce que tout le monde peut lire sur la plateforme ; aucun brouillon n’y figure."
    } else {
        "Ce document est destiné aux équipes et aux instances du contrat de ville ; il peut contenir des brouillons et des \
         informations qui ne sont pas publiées."
    }
}

async fn chapters(tx: &mut Tx, knowing: &Knowing, wanted: &[Chapter]) -> Outcome<Vec<Part>> {
    let mut parts = Vec::new();
    let own = chapters_of(tx, knowing.contract.id).await?;
    let sections = crate::store::sections::of_contract(tx, knowing.contract.id).await?;
    for one in own.into_iter().filter(|one| wanted.contains(&one.chapter)) {
        let mut pieces = Vec::new();
        let introduction = plan::facade::printed(&one.text.introduction);
        if !introduction.is_empty() {
            pieces.push(Piece::Blocks(introduction));
        }
        let written = sections.iter().filter(|section| section.chapter == one.chapter);
        for section in written.filter(|section| section.text.is_ready || !knowing.is_public) {
            pieces.push(Piece::Heading(french::spaced(section.text.named())));
            if !section.text.is_ready {
                let told = "Section en cours d’écriture : elle n’est que dans la version interne.";
                pieces.push(Piece::Caution(french::spaced(told)));
            }
            pieces.push(Piece::Blocks(plan::facade::printed(&section.text.body)));
        }
        pieces.extend(match one.chapter {
            Chapter::Diagnosis => contract::diagnosis(tx, knowing).await?,
            Chapter::Orientations => contract::orientations(knowing),
            Chapter::Projects => contract::projects(tx, knowing).await?,
            Chapter::Signatories => contract::signatories(tx, knowing).await?,
        });
        parts.push(Part { title: french::spaced(&one.text.title), pieces });
    }
    Ok(parts)
}

/// A count as French text counts things.
fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Whether an action should be over, or should have begun.
fn is_late(sheet: &plan::facade::SheetBrief, today: Date) -> bool {
    use plan::facade::ActionStatus;
    let is_past = |day: Option<Date>| day.is_some_and(|day| day < today);
    (plan::facade::is_open(sheet.status) && is_past(sheet.ends_on))
        || (sheet.status == ActionStatus::Planned && is_past(sheet.starts_on))
}
