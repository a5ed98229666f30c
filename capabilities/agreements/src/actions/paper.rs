//! An agreement on paper.

use std::collections::HashMap;

use database::Tx;
use documents::{Block, Cell, Column, Document, Kind, Run, Table};
use jiff::civil::Date;
use kernel::{Breakdown, Cents, Outcome, Outside, Refusal, Uuid, french};
use settlement::{Duty, Told};

use super::desk::Whole;
use crate::rules::{Blank, Condition, Piece, Version, VersionState, pieces, told_wait, years_of};

/// What papers need to know of the house and of the contract.
#[derive(Clone, Debug)]
pub struct Around {
    /// Name of the town.
    pub town: String,
    /// The contract.
    pub contract: String,
    /// Where each amount was decided.
    pub references: HashMap<Uuid, String>,
    /// Today.
    pub day: Date,
}

/// What surrounds the papers of a call.
///
/// # Errors
/// The database failed.
pub async fn around(tx: &mut Tx, town: &str, day: Date, (contract, call): (Uuid, Uuid)) -> database::Result<Around> {
    let contracts = strategy::facade::contracts(tx).await?;
    let contract = contracts.into_iter().find(|one| one.id == contract).map(|one| one.title).unwrap_or_default();
    let references = programming::facade::references(tx, call).await?;
    Ok(Around { town: town.to_owned(), contract, references, day })
}

fn euros(cents: i64) -> String {
    french::euros(Cents(cents))
}

/// Whether a part of the text is kept.
fn holds(version: &Version, duties: &[Told], condition: Condition) -> bool {
    let binds = |duty: Duty| duties.iter().any(|told| told.duty == duty && told.holds == Some(true));
    match condition {
        Condition::SeveralYears => version.years().len() > 1,
        Condition::SeveralActions => version.lines.iter().filter(|line| line.cents > 0).count() > 1,
        Condition::Staged => version.instalments.len() > 1,
        Condition::Compulsory => binds(Duty::Agreement),
        Condition::Objectives => binds(Duty::Objectives),
        Condition::Accounts => binds(Duty::Accounts),
        Condition::Amendment => version.number > 0 && version.executes.is_none(),
    }
}

fn value(whole: &Whole, version: &Version, around: &Around, blank: Blank) -> String {
    let carrier = &whole.carrier;
    match blank {
        Blank::Number => whole.agreement.number.clone(),
        Blank::Year => version.executes.map(|year| year.to_string()).unwrap_or_default(),
        Blank::Called => version.called(),
        Blank::Contract => around.contract.clone(),
        Blank::Call => whole.call.title.clone(),
        Blank::Funder => whole.funder.name.clone(),
        Blank::Programme if whole.funder.programme.is_empty() => "ses crédits".to_owned(),
        Blank::Programme => format!("« {} »", whole.funder.programme),
        Blank::Carrier => carrier.card.name.clone(),
        Blank::Siret => carrier.card.siret.as_deref().map_or_else(|| "à compléter".to_owned(), spelt_siret),
        Blank::Address => {
            let town = [carrier.contact.postal.as_str(), carrier.contact.town.as_str()].join(" ");
            let parts = [carrier.contact.street.as_str(), town.trim()];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
        Blank::Representative => representative(whole).unwrap_or_else(|| "sa ou son représentant".to_owned()),
        Blank::Amount => euros(version.signed_cents()),
        Blank::Years => {
            let foreseen = |year: i64| if version.forecast.contains(&year) { " (prévisionnel)" } else { "" };
            let years = version.years().into_iter();
            let years = years.map(|(year, cents)| format!("{} en {year}{}", euros(cents), foreseen(year)));
            years.collect::<Vec<_>>().join(", ")
        }
        Blank::Start => french::date(version.terms.starts_on),
        Blank::End => french::date(version.terms.ends_on),
        Blank::Decision => {
            let mut all: Vec<&str> = Vec::new();
            for told in version.lines.iter().filter_map(|line| around.references.get(&line.funding)) {
                if !all.contains(&told.as_str()) {
                    all.push(told);
                }
            }
            if all.is_empty() { "la décision du financeur".to_owned() } else { format!("le {}", all.join(" ; le ")) }
        }
        Blank::Report => french::date(version.terms.report_on),
        Blank::Formula => whole.agreement.formula.french().to_lowercase(),
        Blank::Reason => version.reason.clone(),
        Blank::Actions | Blank::Plan => String::new(),
    }
}

/// Who represents the carrier, as papers say: « Léa Martin, présidente ».
pub fn representative(whole: &Whole) -> Option<String> {
    let terms = &whole.carrier.representative()?.terms;
    let name = format!("{} {}", terms.given_name, terms.family_name);
    Some(if terms.role.is_empty() { name } else { format!("{name}, {}", terms.role.to_lowercase()) })
}

fn spelt_siret(siret: &str) -> String {
    let parts = [siret.get(0..3), siret.get(3..6), siret.get(6..9), siret.get(9..)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn actions(version: &Version) -> Table {
    let columns = vec![
        Column::new("action", "Action", Kind::Text).row_header(),
        Column::new("annee", "Année", Kind::Text),
        Column::new("montant", "Montant", Kind::Euros),
    ];
    let mut table = Table::new("actions", "Actions soutenues", columns);
    let is_told = |line: &&crate::rules::Line| line.cents > 0 && version.executes.is_none_or(|year| line.year == year);
    for line in version.lines.iter().filter(is_told) {
        let title = french::spaced(&line.title);
        let foreseen = if version.forecast.contains(&line.year) { " (prévisionnel)" } else { "" };
        let year = Cell::text(format!("{}{foreseen}", line.year));
        table.rows.push(vec![Cell::text(title), year, Cell::Euros(line.cents)]);
    }
    table.totals = Some(vec![Cell::text("Total"), Cell::text(""), Cell::Euros(version.signed_cents())]);
    table
}

fn plan(version: &Version) -> Table {
    let columns = vec![
        Column::new("versement", "Versement", Kind::Text).row_header(),
        Column::new("condition", "Versé", Kind::Text),
        Column::new("montant", "Montant", Kind::Euros),
    ];
    let mut table = Table::new("versements", "Versements", columns);
    for (one, held) in version.instalments.iter().zip(years_of(&version.instalments, &version.years())) {
        let own = held.iter().filter(|(year, _)| version.executes.is_none_or(|executed| *year == executed));
        let cents: i64 = own.map(|(_, cents)| cents).sum();
        if cents > 0 {
            let rank = Cell::text(format!("Versement {}", one.position));
            table.rows.push(vec![rank, Cell::text(french::spaced(&told_wait(one))), Cell::Euros(cents)]);
        }
    }
    table.totals = Some(vec![Cell::text("Total"), Cell::text(""), Cell::Euros(version.signed_cents())]);
    table
}

/// The paper of a version, as it stands.
///
/// # Errors
/// Its text does not hold.
pub fn document(whole: &Whole, version: &Version, duties: &[Told], around: &Around) -> Outcome<Document> {
    let text = &version.terms.body;
    let filled = pieces(text, |one| holds(version, duties, one), |blank| value(whole, version, around, blank));
    let filled = filled.map_err(|why| Refusal::rule("Le texte de cette convention ne tient pas", why))?;
    let number = reference(whole, version);
    let title = match (version.number, version.executes) {
        (0, _) => format!("Convention {number}"),
        (_, Some(year)) => format!("Convention d’exécution {number}, année {year}"),
        (_, None) => format!("Avenant n° {} à la convention {number}", version.rank),
    };
    let mut document = Document::new(french::spaced(&title), &around.town, around.day);
    document.subtitle = Some(french::spaced(&whole.carrier.card.name));
    document.reference = Some(number);
    document.author = Some(whole.funder.name.clone());
    if version.state == VersionState::Draft {
        document.blocks.push(Block::Note(vec![Run::plain("Projet : ce document n’est pas encore à signer.")]));
    }
    let plain = |words: &str| vec![Run::plain(french::spaced(words))];
    for piece in filled {
        document.blocks.push(match piece {
            Piece::Title(text) => Block::Heading { level: 1, text: french::spaced(&text) },
            Piece::Paragraph(words) => Block::Paragraph(plain(&words)),
            Piece::List(items) => {
                Block::List { is_numbered: false, items: items.iter().map(|item| plain(item)).collect() }
            }
            Piece::Actions => Block::Table(actions(version)),
            Piece::Plan => Block::Table(plan(version)),
        });
    }
    let signing = [
        ("Pour l’association".to_owned(), plain(&value(whole, version, around, Blank::Representative))),
        ("Pour le financeur".to_owned(), plain(&whole.funder.name)),
    ];
    document.blocks.push(Block::Heading { level: 1, text: "Signatures".to_owned() });
    document.blocks.push(Block::KeyValues(signing.to_vec()));
    Ok(document)
}

/// Sets a document, away from those who wait for pages.
///
/// # Errors
/// The document cannot be set.
pub async fn set(document: Document, outside: &Outside) -> Outcome<Vec<u8>> {
    let now = outside.now();
    let setting = tokio::task::spawn_blocking(move || documents::pdf::render(&document, now)).await;
    let set = setting.map_err(|error| Breakdown(Box::new(error)))?;
    Ok(set.map_err(|error| Breakdown(Box::new(error)))?)
}

/// The name of a paper: `convention-c2026-0001.pdf`.
pub fn file_name(whole: &Whole, version: &Version) -> String {
    let number = kernel::text::slug(&reference(whole, version), '-', 40);
    match (version.number, version.executes) {
        (0, _) => format!("convention-{number}.pdf"),
        (_, Some(_)) => format!("execution-{number}.pdf"),
        (_, None) => format!("avenant-{}-convention-{number}.pdf", version.rank),
    }
}

/// The number of a paper: of the agreement, followed by the year for what executes it.
pub fn reference(whole: &Whole, version: &Version) -> String {
    match version.executes {
        Some(year) => format!("{}-E{year}", whole.agreement.number),
        None => whole.agreement.number.clone(),
    }
}
