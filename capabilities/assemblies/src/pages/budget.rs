//! The money of a body: totals for services, lines for members and whoever enters them, everything to take away.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind as Of, Table};
use interface::{Figure, Frame, Html, Link, TableOptions};
use jiff::civil::Date;
use kernel::{Breakdown, Cents, french};
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::{above, own_above, own_path, sheet_path};
use crate::actions::budget::keeper;
use crate::rules::{Assembly, Balance, Heading, Line, LineKind, balance, years};
use crate::{actions, acts, store};

/// Whether a page that both have is asked for in the space of members.
pub(super) fn is_own_space(visit: &Visit) -> bool {
    visit.path.starts_with("/conseil/")
}

/// Where the budget of a body is, in the space it is asked from.
pub(super) fn budget_path(visit: &Visit, assembly: kernel::Uuid) -> String {
    match is_own_space(visit) {
        true => format!("{}/budget", own_path(assembly)),
        false => format!("{}/budget", sheet_path(assembly)),
    }
}

/// The pages above, in the space they are asked from.
pub(super) fn budget_above(visit: &Visit, assembly: &Assembly) -> Vec<Link> {
    if is_own_space(visit) { own_above(Some(assembly)) } else { above(assembly) }
}

/// What was spent by heading, with its total.
pub(super) fn by_heading(balance: &Balance, year: i64) -> Table {
    let columns =
        vec![Column::new("poste", "Poste", Of::Text).row_header(), Column::new("montant", "Montant", Of::Euros)];
    let mut table = Table::new("postes", format!("Dépenses de {year} par poste"), columns);
    table.rows = balance
        .by_heading
        .iter()
        .map(|(heading, spent)| vec![Cell::text(heading.french()), Cell::Euros(spent.0)])
        .collect();
    table.totals = Some(vec![Cell::text("Total"), Cell::Euros(balance.spent.0)]);
    table
}

/// Received, spent, what remains: figures of a year.
pub(super) fn figures(balance: &Balance, (year, source): (i64, &str)) -> Vec<Figure> {
    let figure = |label: &str, amount: Cents, base: &str| {
        Figure::new(label, french::euros(amount), "", source, year.to_string()).on(base)
    };
    vec![
        figure("Reste des années précédentes", balance.carried, "sommes reçues moins dépenses"),
        figure("Reçu", balance.received, "sommes données pour l’année"),
        figure("Dépensé", balance.spent, "dépenses saisies"),
        figure("Reste", balance.remaining(), "reste, plus reçu, moins dépensé"),
    ]
}

/// Lines of a year: those who gave, what was paid.
fn lines_table(lines: &[&Line], year: i64) -> Table {
    let columns = vec![
        Column::new("date", "Date", Of::Date).row_header(),
        Column::new("sorte", "Sorte", Of::Text),
        Column::new("libelle", "Libellé", Of::Text),
        Column::new("poste", "Poste", Of::Text),
        Column::new("montant", "Montant", Of::Euros),
        Column::new("justificatif", "Justificatif", Of::YesNo),
    ];
    let mut table = Table::new("lignes", format!("Lignes de {year}"), columns);
    table.rows = lines
        .iter()
        .map(|line| {
            vec![
                Cell::Date(line.terms.dated),
                Cell::text(line.kind.french()),
                Cell::text(line.terms.label.clone()),
                Cell::text(line.terms.heading.map_or("", Heading::french)),
                Cell::Euros(line.terms.amount.0),
                Cell::YesNo(line.file.is_some()),
            ]
        })
        .collect();
    table
}

#[derive(Template)]
#[template(path = "pages/budget.html")]
pub(super) struct BudgetPage {
    pub frame: Frame,
    pub path: String,
    pub year: i64,
    pub years: Vec<Link>,
    pub figures: Vec<Figure>,
    pub headings: Html,
    /// Lines, for those who may read them.
    pub lines: Option<Html>,
    /// Where each is changed, for whoever enters them.
    pub changes: Vec<Link>,
    pub may_enter: bool,
    pub may_export: bool,
}

/// Who reads what of a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reads {
    /// Lines one by one.
    pub lines: bool,
    /// Enters them.
    pub enters: bool,
}

impl BudgetPage {
    pub fn new(frame: Frame, (path, entries): (String, &str), year: i64, all: &[Line], reads: Reads) -> Self {
        let of_year: Vec<&Line> = all.iter().filter(|line| line.terms.year == year).collect();
        let counted = balance(year, all);
        let other = |one: &i64| Link::new(one.to_string(), format!("{path}?annee={one}"));
        let change = |line: &&Line| {
            let words = format!(
                "{}, {}, {}",
                line.terms.label,
                french::euros(line.terms.amount),
                french::date(line.terms.dated)
            );
            Link::new(words, format!("{entries}/{}", line.id))
        };
        Self {
            frame,
            year,
            years: years(all, year).iter().filter(|one| **one != year).map(other).collect(),
            figures: figures(&counted, (year, "lignes saisies par l’instance")),
            headings: interface::table(&by_heading(&counted, year), &TableOptions::default()),
            lines: reads.lines.then(|| interface::table(&lines_table(&of_year, year), &TableOptions::default())),
            changes: if reads.enters { of_year.iter().map(change).collect() } else { Vec::new() },
            may_enter: reads.enters,
            may_export: reads.lines,
            path,
        }
    }
}

/// The body and what is read of its money: members read lines, services totals.
async fn readable(tx: &mut Tx, visit: &Visit, id: kernel::Uuid) -> Result<(Assembly, Reads), Fault> {
    let enters = keeper(tx, &visit.actor, id).await.is_ok();
    let assembly = match is_own_space(visit) {
        true => actions::member::mine(tx, &visit.actor, id).await?.0,
        false => actions::assembly::led(tx, &visit.actor, &acts::READ, id).await?,
    };
    Ok((assembly, Reads { lines: enters || is_own_space(visit), enters }))
}

fn asked_year(asked: &Asked, today: Date) -> i64 {
    asked
        .text("annee")
        .parse::<i64>()
        .ok()
        .filter(|year| (2000..=2200).contains(year))
        .unwrap_or_else(|| today.year().into())
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, reads) = readable(&mut tx, &visit, id.uuid()).await?;
    let all = store::budget::lines(&mut tx, assembly.id).await?;
    let year = asked_year(&asked, house.outside.now().day(&house.settings.zone));
    let frame = visit.back_office(&format!("Budget {year}")).with_breadcrumb(budget_above(&visit, &assembly));
    let entries = if is_own_space(&visit) { "/conseil/budget" } else { "/gestion/budget" };
    answer::page(&BudgetPage::new(frame, (budget_path(&visit, assembly.id), entries), year, &all, reads))
}

pub async fn export(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, reads) = readable(&mut tx, &visit, id.uuid()).await?;
    if !reads.lines {
        return Err(Fault::not_found());
    }
    let all = store::budget::lines(&mut tx, assembly.id).await?;
    let year = asked_year(&asked, house.outside.now().day(&house.settings.zone));
    let of_year: Vec<&Line> = all.iter().filter(|line| line.terms.year == year).collect();
    let counted = balance(year, &all);
    let columns =
        vec![Column::new("chiffre", "Chiffre", Of::Text).row_header(), Column::new("montant", "Montant", Of::Euros)];
    let mut totals = Table::new("soldes", format!("Budget {year}"), columns);
    for (label, amount) in [
        ("Reste des années précédentes", counted.carried),
        (LineKind::Grant.french(), counted.received),
        (LineKind::Expense.french(), counted.spent),
        ("Reste", counted.remaining()),
    ] {
        totals.rows.push(vec![Cell::text(label), Cell::Euros(amount.0)]);
    }
    let tables = [totals, by_heading(&counted, year), lines_table(&of_year, year)];
    let bytes = documents::xlsx::write(&tables, house.outside.now()).map_err(|error| Breakdown(Box::new(error)))?;
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    answer::download(&format!("budget-{year}.xlsx"), media_type, bytes)
}
