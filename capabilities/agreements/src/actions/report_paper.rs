//! A report on paper, on the table of the form CERFA 15059*02.

use documents::{Absence, Block, Cell, Column, Document, Kind, Run, Table};
use jiff::civil::Date;
use kernel::french;

use super::reporting::Opened;
use crate::rules::{PartKind, Report, ReportPart, ReportState};

fn plain(words: &str) -> Vec<Run> {
    vec![Run::plain(french::spaced(words))]
}

fn rate(planned: i64, done: Option<i64>) -> Cell {
    match done {
        Some(done) if planned > 0 => Cell::text(french::percent(done as f64 * 100.0 / planned as f64, 0)),
        _ => Cell::text("–"),
    }
}

/// The accounts of an action: foreseen, done, rate.
fn accounts(part: &ReportPart) -> Table {
    let columns = vec![
        Column::new("compte", "Compte", Kind::Text).row_header(),
        Column::new("prevision", "Prévision", Kind::Euros),
        Column::new("realisation", "Réalisation", Kind::Euros),
        Column::new("taux", "%", Kind::Text),
    ];
    let mut table = Table::new("comptes", &*format!("Charges et produits de « {} »", part.title), columns);
    for one in &part.figures {
        table.rows.push(vec![
            Cell::text(french::spaced(&part.line_name(one))),
            Cell::Euros(one.planned),
            Cell::or(one.done.map(Cell::Euros), Absence::Missing),
            rate(one.planned, one.done),
        ]);
    }
    table
}

fn publics(part: &ReportPart) -> Table {
    let columns = vec![
        Column::new("public", "Public", Kind::Text).row_header(),
        Column::new("prevu", "Prévu", Kind::Text),
        Column::new("touche", "Touché", Kind::Text),
    ];
    let mut table = Table::new("publics", &*format!("Publics touchés par « {} »", part.title), columns);
    for one in &part.figures {
        let done = one.done.map_or_else(|| "non connu".to_owned(), french::integer);
        let cells = [french::spaced(&one.label), french::integer(one.planned), done];
        table.rows.push(cells.into_iter().map(Cell::text).collect());
    }
    table
}

fn indicators(part: &ReportPart) -> Table {
    let columns = vec![
        Column::new("indicateur", "Indicateur", Kind::Text).row_header(),
        Column::new("cible", "Prévu", Kind::Text),
        Column::new("resultat", "Résultat", Kind::Text),
    ];
    let mut table = Table::new("indicateurs", &*format!("Indicateurs de « {} »", part.title), columns);
    for one in &part.answers {
        table.rows.push([&one.label, &one.planned, &one.value].map(|text| Cell::text(french::spaced(text))).to_vec());
    }
    table
}

fn words(blocks: &mut Vec<Block>, part: &ReportPart) {
    for one in part.answers.iter().filter(|one| !one.value.trim().is_empty()) {
        blocks.push(Block::Heading { level: 3, text: french::spaced(&one.label) });
        for line in one.value.lines().filter(|line| !line.trim().is_empty()) {
            blocks.push(Block::Paragraph(plain(line.trim())));
        }
    }
}

fn part_blocks(blocks: &mut Vec<Block>, part: &ReportPart) {
    blocks.push(Block::Heading { level: 2, text: part.kind.french().to_owned() });
    match part.kind {
        PartKind::Story => words(blocks, part),
        PartKind::Publics => blocks.push(Block::Table(publics(part))),
        PartKind::Indicators => blocks.push(Block::Table(indicators(part))),
        PartKind::Accounts => {
            blocks.push(Block::Paragraph(plain(&part.told_accounts())));
            blocks.push(Block::Table(accounts(part)));
            let explained = part.figures.iter().filter(|one| !one.why.trim().is_empty());
            let items: Vec<Vec<Run>> =
                explained.map(|one| plain(&format!("{} : {}", part.line_name(one), one.why))).collect();
            if !items.is_empty() {
                blocks.push(Block::Heading { level: 3, text: "Explication des écarts".to_owned() });
                blocks.push(Block::List { is_numbered: false, items });
            }
            words(blocks, part);
        }
    }
}

/// A report as it stands, as a document.
pub fn document(opened: &Opened, (town, day): (&str, Date), at: impl Fn(kernel::Moment) -> Date) -> Document {
    let Opened { whole, report, parts } = opened;
    let title = format!("{}, convention {}", report.called(), whole.agreement.number);
    let mut document = Document::new(french::spaced(&title), town, day);
    document.subtitle = Some(french::spaced(&whole.carrier.card.name));
    document.reference = Some(whole.agreement.number.clone());
    document.author = Some(whole.carrier.card.name.clone());
    if !report.state.is_given() {
        document.blocks.push(Block::Note(plain("Projet : ce compte rendu n’est pas encore rendu.")));
    }
    let about = [
        ("Association".to_owned(), plain(&whole.carrier.card.name)),
        ("SIRET".to_owned(), plain(whole.carrier.card.siret.as_deref().unwrap_or("à compléter"))),
        ("Financeur".to_owned(), plain(&whole.funder.name)),
        ("Convention".to_owned(), plain(&whole.agreement.number)),
    ];
    document.blocks.push(Block::KeyValues(about.to_vec()));
    let mut current = None;
    for part in parts {
        if current != Some(part.project) {
            current = Some(part.project);
            document.blocks.push(Block::Heading { level: 1, text: french::spaced(&part.title) });
        }
        part_blocks(&mut document.blocks, part);
    }
    document.blocks.push(Block::Heading { level: 1, text: "Certification".to_owned() });
    document.blocks.push(Block::Paragraph(plain(&certified(report, at))));
    if report.state == ReportState::Accepted && !report.settled.is_empty() {
        document.blocks.push(Block::Heading { level: 1, text: "Ce que l’action a coûté".to_owned() });
        let items = report.settled.lines().map(plain).collect();
        document.blocks.push(Block::List { is_numbered: false, items });
    }
    document
}

/// Who wrote and certified a report, in a sentence.
pub fn certified(report: &Report, at: impl Fn(kernel::Moment) -> Date) -> String {
    match (report.file, report.given_at) {
        (Some(_), Some(on)) => format!("Rendu sur papier le {} par {}.", french::date(at(on)), report.given_by),
        (None, Some(on)) => format!(
            "Terminé par {}, certifié exact et rendu le {} par {}.",
            report.written_name,
            french::date(at(on)),
            report.given_by
        ),
        (_, None) if report.state == ReportState::Written => {
            format!("Terminé par {}. Une autre personne de l’association le certifie.", report.written_name)
        }
        (_, None) => "Pas encore certifié.".to_owned(),
    }
}

/// The name of the paper of a report.
pub fn file_name(opened: &Opened) -> String {
    let number = kernel::text::slug(&opened.whole.agreement.number, '-', 40);
    format!("compte-rendu-{}-{number}.pdf", opened.report.year)
}
