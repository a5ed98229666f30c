//! The yearly report of a landlord in a neighbourhood: one document, three tables.

use abatement::Sums;
use database::Tx;
use documents::{Absence, Block, Cell, Column, Document, Kind, Run, Table};
use jiff::civil::Date;
use kernel::{Cents, french};

use super::Whole;

/// Names a report needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The landlord.
    pub landlord: String,
    /// The neighbourhood.
    pub area: String,
    /// The contract.
    pub contract: String,
}

/// Names of a landlord, a neighbourhood and a contract.
///
/// # Errors
/// The database failed.
pub async fn told(tx: &mut Tx, one: &crate::rules::AbatementAgreement) -> database::Result<Told> {
    let landlord = accounts::facade::organisation(tx, one.landlord).await?.map(|card| card.name).unwrap_or_default();
    let area = territory::facade::area(tx, one.area).await?.map(|area| area.name).unwrap_or_default();
    let contract = strategy::facade::contract(tx, one.contract).await?.map(|one| one.title).unwrap_or_default();
    Ok(Told { landlord, area, contract })
}

fn euros(cents: i64) -> String {
    french::euros(Cents(cents))
}

fn share(rate: Option<i64>) -> Cell {
    Cell::or(rate.map(|parts| Cell::Percent(parts as f64 / 100.0)), Absence::Missing)
}

fn about(table: &mut Table, whole: &Whole) {
    let terms = &whole.year.terms;
    table.source = Some(format!("Bailleur, {}", terms.source));
    table.as_of = Some(terms.counted_on);
}

/// Sums of each axis.
pub fn by_axis(whole: &Whole) -> Table {
    let columns = vec![
        Column::new("axe", "Axe du cadre national", Kind::Text).row_header(),
        Column::new("prevu", "Prévu", Kind::Euros),
        Column::new("realise", "Réalisé", Kind::Euros),
        Column::new("valorise", "Valorisé", Kind::Euros),
    ];
    let caption = format!("Dépenses de {} par axe", whole.year.year);
    let mut table = Table::new("axes", caption, columns);
    let row = |name: String, sums: &Sums, done: Option<i64>| {
        let done = Cell::or(done.map(Cell::Euros), Absence::Missing);
        vec![Cell::text(name), Cell::Euros(sums.planned), done, Cell::Euros(sums.valued)]
    };
    let standing = &whole.standing;
    table.rows = standing
        .by_axis
        .iter()
        .map(|(axis, sums)| row(format!("{}. {}", axis.number(), axis.french()), sums, standing.done(*axis)))
        .collect();
    table.totals = Some(row("Total".to_owned(), &standing.sums, standing.done_in_all()));
    table.base = Some(french::count(whole.actions.len() as i64, "action", "actions"));
    about(&mut table, whole);
    table
}

/// Actions with every amount of the national table.
pub fn actions(whole: &Whole) -> Table {
    let columns = vec![
        Column::new("axe", "Axe", Kind::Integer),
        Column::new("action", "Action", Kind::Text).row_header(),
        Column::new("localisation", "Description et localisation", Kind::Text),
        Column::new("calendrier", "Calendrier", Kind::Text),
        Column::new("depense_prevue", "Dépense prévue", Kind::Euros),
        Column::new("financement_bailleur", "Financement du bailleur", Kind::Euros),
        Column::new("autre_financement", "Autre financement", Kind::Euros),
        Column::new("depense_realisee", "Dépense réalisée", Kind::Euros),
        Column::new("droit_commun", "Droit commun déduit", Kind::Euros),
        Column::new("renouvellement_urbain", "Payé par le renouvellement urbain", Kind::Euros),
        Column::new("depense_valorisee", "Dépense valorisée", Kind::Euros),
        Column::new("taux", "Taux de valorisation", Kind::Percent(1)),
        Column::new("effets", "Effets", Kind::Text),
    ];
    let mut table = Table::new("actions", format!("Programme d’actions de {}", whole.year.year), columns);
    for one in &whole.actions {
        let (terms, counted) = (&one.terms, &one.terms.counted);
        table.rows.push(vec![
            Cell::Integer(counted.axis.number().into()),
            Cell::text(french::spaced(&counted.title)),
            Cell::text(french::spaced(&terms.place)),
            Cell::text(french::spaced(&terms.calendar)),
            Cell::Euros(counted.planned),
            Cell::Euros(counted.by_landlord),
            Cell::Euros(counted.by_others),
            Cell::or(counted.done.map(Cell::Euros), Absence::Missing),
            Cell::Euros(counted.common_law),
            Cell::Euros(counted.by_renewal),
            Cell::Euros(counted.valued),
            share(counted.rate()),
            Cell::text(french::spaced(&terms.effects)),
        ]);
    }
    about(&mut table, whole);
    table
}

/// What paper holds of actions: six columns.
fn printed(whole: &Whole) -> Table {
    let mut table = actions(whole);
    let kept = ["axe", "action", "depense_prevue", "depense_realisee", "depense_valorisee", "taux"];
    let places: Vec<usize> =
        (0..table.columns.len()).filter(|place| kept.contains(&table.columns[*place].key.as_str())).collect();
    table.columns = places.iter().map(|place| table.columns[*place].clone()).collect();
    table.rows = table.rows.iter().map(|row| places.iter().map(|place| row[*place].clone()).collect()).collect();
    table
}

/// What the abatement is counted from, as names and values.
fn facts(whole: &Whole) -> Vec<(&'static str, String)> {
    let (terms, standing) = (&whole.year.terms, &whole.standing);
    let mut all = vec![
        ("Logements", french::integer(terms.dwellings)),
        ("Abattement estimé", euros(standing.spared())),
        ("Calcul", standing.formula()),
        ("Source", format!("{}, {}", terms.source, french::date(terms.counted_on))),
        ("Report des années précédentes", euros(terms.carried)),
        ("Dépenses valorisées", euros(standing.sums.valued)),
        (
            "Part de l’abattement valorisée",
            standing.coverage().map_or_else(String::new, |part| french::percent(part, 1)),
        ),
    ];
    if let (Some(usual), Some(here)) = (terms.staff_usual, terms.staff_here) {
        let posts = |hundredths: i64| french::decimal(hundredths as f64 / 100.0, 2);
        all.push((
            "Personnel pour 1 000 logements",
            format!("{} dans le quartier, {} ailleurs (droit commun)", posts(here), posts(usual)),
        ));
    }
    if let (Some(asked), Some(satisfied)) = (terms.tenants.asked, terms.tenants.satisfied) {
        let day = terms.tenants.on.map(french::date).unwrap_or_default();
        let told =
            format!("{satisfied} locataires satisfaits sur {asked} qui ont répondu ({}, {day})", terms.tenants.source);
        all.push(("Avis des locataires", told));
    }
    if !terms.reason.is_empty() {
        all.push(("Écart expliqué", terms.reason.clone()));
    }
    all
}

/// The tables of a report: facts, axes, actions, findings.
pub fn tables(whole: &Whole, told: &Told) -> Vec<Table> {
    let columns =
        vec![Column::new("nom", "Donnée", Kind::Text).row_header(), Column::new("valeur", "Valeur", Kind::Text)];
    let mut first = Table::new("donnees", format!("{}, {}, {}", told.landlord, told.area, whole.year.year), columns);
    first.rows = facts(whole).into_iter().map(|(name, value)| vec![Cell::text(name), Cell::text(value)]).collect();
    for sentence in &whole.standing.findings {
        first.rows.push(vec![Cell::text("À vérifier"), Cell::text(sentence.as_str())]);
    }
    let columns = vec![
        Column::new("action", "Action", Kind::Text).row_header(),
        Column::new("constat", "Constat de marche", Kind::Text),
        Column::new("marche", "Marche du", Kind::Date),
        Column::new("etat", "État du constat", Kind::Text),
    ];
    let mut walked =
        Table::new("constats", "Constats des diagnostics en marchant auxquels les actions répondent", columns);
    for (action, _, found) in &whole.findings {
        let title = whole.actions.iter().find(|one| one.id == *action).map_or("", |one| &one.terms.counted.title);
        walked.rows.push(vec![
            Cell::text(french::spaced(title)),
            Cell::text(french::spaced(&found.words)),
            Cell::or(found.held_on.map(Cell::Date), Absence::Missing),
            Cell::text(found.state),
        ]);
    }
    vec![first, by_axis(whole), actions(whole), walked]
}

/// The report on paper.
pub fn document(whole: &Whole, told: &Told, (town, day): (&str, Date)) -> Document {
    let plain = |words: &str| vec![Run::plain(french::spaced(words))];
    let year = whole.year.year;
    let mut document = Document::new(format!("Abattement de taxe foncière, bilan {year}"), town, day);
    document.subtitle = Some(french::spaced(&format!("{}, {}", told.landlord, told.area)));
    document.author = Some(told.landlord.clone());
    let heading = |text: &str| Block::Heading { level: 1, text: french::spaced(text) };
    document.blocks.push(Block::Paragraph(plain(&told.contract)));
    document.blocks.push(heading("Ce que le bailleur économise et ce qu’il fait en retour"));
    let facts = facts(whole).into_iter().map(|(name, value)| (name.to_owned(), plain(&value))).collect();
    document.blocks.push(Block::KeyValues(facts));
    document.blocks.push(heading("Ce qui est à vérifier"));
    document.blocks.push(if whole.standing.findings.is_empty() {
        Block::Paragraph(plain("Rien : les dépenses valorisées respectent le cadre national."))
    } else {
        let items = whole.standing.findings.iter().map(|sentence| plain(sentence)).collect();
        Block::List { is_numbered: false, items }
    });
    document.blocks.push(heading("Dépenses par axe"));
    document.blocks.push(Block::Table(by_axis(whole)));
    if !whole.actions.is_empty() {
        document.blocks.push(heading("Actions"));
        document.blocks.push(Block::Table(printed(whole)));
    }
    document.blocks.push(heading("Constats des diagnostics en marchant"));
    document.blocks.push(if whole.findings.is_empty() {
        Block::Paragraph(plain("Aucune action n’est encore reliée à un constat."))
    } else {
        let item = |(_, _, found): &(_, _, meetings::facade::FindingBrief)| {
            plain(&format!("{} ({}) : {}", found.words, found.category, found.state.to_lowercase()))
        };
        Block::List { is_numbered: false, items: whole.findings.iter().map(item).collect() }
    });
    if !whole.year.terms.effects.is_empty() {
        document.blocks.push(heading("Effets"));
        document.blocks.push(Block::Paragraph(plain(&whole.year.terms.effects)));
    }
    document
}
