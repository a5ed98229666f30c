//! What a committee decided, on paper: minutes, and the addendum of each amendment. Who stays out of what and why an envelope is
//! passed are read from what was kept, never typed again.

use database::Tx;
use documents::{Block, Cell, Column, Document, Kind, Run, Table};
use jiff::tz::TimeZone;
use kernel::{Actor, Cents, Moment, Outcome, Refusal, Uuid, french};

use super::desk::{Desk, desk};
use crate::rules::{Decision, totals};
use crate::{acts_committee as acts, store};

/// What minutes tell beside votes, a sentence each.
pub(super) struct Beside {
    recused: Vec<String>,
    passed: Vec<String>,
}

/// Who stays out of the applications of some fundings, and which envelopes their votes passed.
pub(super) async fn beside(tx: &mut Tx, desk: &Desk, fundings: &[Uuid]) -> database::Result<Beside> {
    let recused = recused(tx, desk, fundings).await?;
    let mut passed = Vec::new();
    for one in store::envelope::overrides(tx, desk.committee.contract).await? {
        let charged = desk.votes.get(&one.funding).and_then(|vote| vote.envelope);
        if !fundings.contains(&one.funding) || charged != Some(one.envelope) {
            continue;
        }
        let found = desk.rows.iter().find_map(|row| {
            let funding = row.fundings.iter().find(|funding| funding.id == one.funding)?;
            Some((row, funding))
        });
        let Some((row, funding)) = found else { continue };
        let name = desk.purse.find(one.envelope).map(|known| known.terms.programme.clone()).unwrap_or_default();
        passed.push(french::spaced(&format!(
            "{} {}, {} {} : « {name} » dépassée de {} par {} ; motif : {}",
            row.number,
            row.project.title,
            desk.funder_name(funding.funder),
            funding.year,
            french::euros(Cents(one.cents)),
            one.by_name,
            one.reason.trim()
        )));
    }
    Ok(Beside { recused, passed })
}

/// Who stays out of the applications of some fundings, each with their numbers. Why they do is theirs.
async fn recused(tx: &mut Tx, desk: &Desk, fundings: &[Uuid]) -> database::Result<Vec<String>> {
    let is_told = |row: &&applications::facade::ProjectRow| row.fundings.iter().any(|one| fundings.contains(&one.id));
    let rows: Vec<_> = desk.rows.iter().filter(is_told).collect();
    let mut by_account: Vec<(Uuid, Vec<&str>)> = Vec::new();
    for (account, application, organisation) in applications::facade::recusals(tx).await? {
        let is_out = |row: &&&applications::facade::ProjectRow| {
            Some(row.application) == application || Some(row.carrier) == organisation
        };
        for row in rows.iter().filter(is_out) {
            let rank = by_account.iter().position(|(known, _)| *known == account).unwrap_or_else(|| {
                by_account.push((account, Vec::new()));
                by_account.len() - 1
            });
            if let Some((_, numbers)) = by_account.get_mut(rank)
                && !numbers.contains(&row.number.as_str())
            {
                numbers.push(&row.number);
            }
        }
    }
    let mut told = Vec::with_capacity(by_account.len());
    for (account, numbers) in by_account {
        let name = accounts::facade::account_name(tx, account).await?;
        let name = name.unwrap_or_else(|| "personne dont le nom est effacé".to_owned());
        let files = if numbers.len() > 1 { "dossiers" } else { "dossier" };
        told.push(french::spaced(&format!("{name} : {files} {}", numbers.join(", "))));
    }
    Ok(told)
}

fn heading(text: &str) -> Block {
    Block::Heading { level: 1, text: french::spaced(text) }
}

fn list(sentences: &[String]) -> Block {
    let items = sentences.iter().map(|one| vec![Run::plain(one.as_str())]).collect();
    Block::List { is_numbered: false, items }
}

/// The minutes as a document: who was there, who stays out of what, every decision with its reason, envelopes passed with their
/// reason, totals.
pub(super) fn minutes(
    desk: &Desk,
    beside: &Beside,
    (number, wave): (i64, Option<&str>),
    fundings: &[Uuid],
    (day, town): (jiff::civil::Date, &str),
) -> Document {
    let terms = &desk.committee.terms;
    let title = format!("Relevé de décisions n° {number}");
    let mut document = Document::new(french::spaced(&title), town, day);
    document.subtitle = Some(french::spaced(&match wave {
        Some(wave) => format!("{}, {wave}", terms.title),
        None => terms.title.clone(),
    }));
    document.author = Some(town.to_owned());
    let mut pairs = vec![
        ("Appel à projets".to_owned(), vec![Run::plain(french::spaced(&desk.call.title))]),
        ("Tenu le".to_owned(), vec![Run::plain(french::long_date(terms.held_on))]),
    ];
    for (name, text) in [("Lieu", &terms.place), ("Présidence", &terms.chair)] {
        if !text.trim().is_empty() {
            pairs.push((name.to_owned(), vec![Run::plain(french::spaced(text))]));
        }
    }
    document.blocks.push(Block::KeyValues(pairs));
    document.blocks.push(heading("Présents"));
    let present = terms.present.lines().filter(|line| !line.trim().is_empty());
    let present = present.map(|line| vec![Run::plain(french::spaced(line.trim()))]).collect();
    document.blocks.push(Block::List { is_numbered: false, items: present });
    document.blocks.push(heading("Déports"));
    document.blocks.push(match beside.recused.is_empty() {
        true => Block::Paragraph(vec![Run::plain("Personne n’a déclaré de lien avec un de ces dossiers.")]),
        false => list(&beside.recused),
    });
    document.blocks.push(heading("Décisions"));
    let columns = vec![
        Column::new("dossier", "Dossier", Kind::Text),
        Column::new("action", "Action", Kind::Text).row_header(),
        Column::new("financeur", "Financeur", Kind::Text),
        Column::new("demande", "Demandé", Kind::Euros),
        Column::new("decision", "Décision", Kind::Text),
        Column::new("vote", "Voté", Kind::Euros),
        Column::new("motif", "Motif ou réserve", Kind::Text),
    ];
    let mut table = Table::new("decisions", "Décisions, action par action", columns);
    let mut lines = Vec::new();
    for row in &desk.rows {
        for funding in row.fundings.iter().filter(|one| fundings.contains(&one.id)) {
            let Some(vote) = desk.votes.get(&funding.id) else { continue };
            let line = desk.line(funding);
            table.rows.push(vec![
                Cell::text(&*row.number),
                Cell::text(french::spaced(&format!("{} ({})", row.project.title, row.carrier_name))),
                Cell::text(format!("{} {}", desk.funder_name(funding.funder), funding.year)),
                Cell::Euros(line.asked),
                Cell::text(vote.decision.map_or("", Decision::french)),
                Cell::Euros(line.voted),
                Cell::text(french::spaced([&*vote.condition, &*vote.reason].join(" ").trim())),
            ]);
            lines.push(line);
        }
    }
    let all = totals(&lines, &desk.places());
    table.totals = Some(vec![
        Cell::text("Total"),
        Cell::text(""),
        Cell::text(""),
        Cell::Euros(all.whole.asked),
        Cell::text(""),
        Cell::Euros(all.whole.voted),
        Cell::text(""),
    ]);
    document.blocks.push(Block::Table(table));
    if !beside.passed.is_empty() {
        document.blocks.push(heading("Enveloppes dépassées, avec le motif"));
        document.blocks.push(list(&beside.passed));
    }
    document.blocks.push(heading("Par financeur"));
    let mut by_funder = Vec::new();
    for funder in &desk.call.funders {
        let Some(amounts) = all.by_funder.get(&funder.id) else { continue };
        let told = format!(
            "{} votés, pour {} demandés",
            french::euros(Cents(amounts.voted)),
            french::euros(Cents(amounts.asked))
        );
        by_funder.push((funder.name.clone(), vec![Run::plain(told)]));
    }
    document.blocks.push(Block::KeyValues(by_funder));
    let note = "Une fois le relevé arrêté, une décision ne change que par un amendement motivé, gardé avec son auteur et sa date.";
    document.blocks.push(Block::Note(vec![Run::plain(note)]));
    document
}

/// An amendment ready to be set on paper: the name of its file, the document, when it was made.
pub struct Addendum {
    /// Name of the file.
    pub name: String,
    /// What it says.
    pub document: Document,
    /// When the decision was amended.
    pub at: Moment,
}

/// What one amendment changed of the minutes, for whoever reads the line: always the same document, since a gesture that is kept
/// never changes.
///
/// # Errors
/// Not there or not this actor's; she stays out of the application.
pub async fn addendum(
    tx: &mut Tx,
    (zone, town): (&TimeZone, &str),
    actor: &Actor,
    (id, amendment): (Uuid, Uuid),
) -> Outcome<Addendum> {
    let desk = desk(tx, actor, &acts::READ_COMMITTEE, id).await?;
    let all = store::committee::amendments(tx, id).await?;
    let rank = all.iter().position(|one| one.id == amendment).ok_or(Refusal::NotFound)?;
    let change = all.into_iter().nth(rank).ok_or(Refusal::NotFound)?;
    let open = desk.rows.iter().filter(|row| !desk.closed.contains(&row.application));
    let found = open.flat_map(|row| row.fundings.iter().map(move |funding| (row, funding)));
    let (row, funding) = found.into_iter().find(|(_, one)| one.id == change.funding).ok_or(Refusal::NotFound)?;
    let frozen_by = desk.votes.get(&funding.id).and_then(|vote| vote.minutes);
    let minutes = store::committee::minutes(tx, id).await?.into_iter().find(|one| Some(one.id) == frozen_by);
    let minutes = minutes.ok_or(Refusal::NotFound)?;
    let beside = beside(tx, &desk, &[funding.id]).await?;
    let (number, at) = (rank + 1, Moment(change.at));
    let title = format!("Amendement n° {number} au relevé de décisions n° {}", minutes.number);
    let mut document = Document::new(french::spaced(&title), town, at.day(zone));
    document.subtitle = Some(french::spaced(&desk.committee.terms.title));
    document.author = Some(town.to_owned());
    let of_funder = format!("{} {}", desk.funder_name(funding.funder), funding.year);
    let pairs = [
        ("Appel à projets", desk.call.title.clone()),
        ("Relevé amendé", format!("n° {}, du {}", minutes.number, french::date(minutes.held_on))),
        ("Dossier", row.number.clone()),
        ("Action", row.project.title.clone()),
        ("Porteur", row.carrier_name.clone()),
        ("Financeur", of_funder),
        ("Décision arrêtée", change.before.clone()),
        ("Décision amendée", change.after.clone()),
        ("Motif", change.reason.clone()),
        ("Amendé le", french::moment(at, zone)),
        ("Par", change.by_name.clone()),
    ];
    let pairs = pairs.map(|(term, told)| (term.to_owned(), vec![Run::plain(french::spaced(&told))]));
    document.blocks.push(Block::KeyValues(pairs.to_vec()));
    for (words, told) in [("Déports", &beside.recused), ("Enveloppe dépassée, avec le motif", &beside.passed)] {
        if !told.is_empty() {
            document.blocks.push(heading(words));
            document.blocks.push(list(told));
        }
    }
    let note = "Cet amendement complète le relevé, qui reste tel qu’il a été arrêté.";
    document.blocks.push(Block::Note(vec![Run::plain(note)]));
    let name = format!("amendement-{number}-releve-{}-{}.pdf", minutes.number, desk.committee.terms.held_on);
    Ok(Addendum { name, document, at })
}
