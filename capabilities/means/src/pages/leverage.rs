//! The leverage, by year, theme or neighbourhood.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Absence, Cell, Column, Kind, Table};
use interface::{Figure, Frame, Html, Link, TableOptions};
use jiff::civil::Date;
use kernel::french;
use web::{Answer, Asked, House, Visit, answer};

use super::{at, whole_contract, year_asked};
use crate::actions::{self, Gathered, cell};
use crate::acts;
use crate::rules::{Amount, By, Leverage};

#[derive(Template)]
#[template(path = "pages/leverage.html")]
pub(super) struct LeveragePage {
    pub frame: Frame,
    pub figures: Vec<Figure>,
    pub table: Html,
    pub told: String,
    pub by: Vec<Link>,
    pub years: Vec<Link>,
}

const SOURCE: &str = "Décisions notifiées, moyens saisis par les partenaires, postes, mécénat";

/// « 3,17 € » of others for one euro.
pub(super) fn ratio_words(hundredths: i64) -> String {
    format!("{}\u{a0}€", french::decimal(hundredths as f64 / 100.0, 2))
}

pub(super) fn leverage_table((rows, whole): &(Vec<(String, Leverage)>, Leverage), title: &str, day: Date) -> Table {
    let columns = vec![
        Column::new("ligne", title, Kind::Text).row_header(),
        Column::new("specifiques", "Crédits spécifiques", Kind::Euros),
        Column::new("droit_commun", "Droit commun", Kind::Euros),
        Column::new("postes", "Postes hors crédits spécifiques", Kind::Euros),
        Column::new("mecenat", "Mécénat en argent", Kind::Euros),
        Column::new("levier", "Pour 1 € spécifique", Kind::Decimal(2)).unit("€"),
        Column::new("base", "Montants comptés", Kind::Integer),
        Column::new("pas_demandes", "Pas demandés", Kind::Integer),
        Column::new("non_diffuses", "Non diffusés", Kind::Integer),
    ];
    let mut table = Table::new("levier", "Effet de levier", columns);
    let line = |name: &str, row: &Leverage| {
        let ratio = row.ratio().map(|hundredths| Cell::Decimal(hundredths as f64 / 100.0));
        let absent = match row.others() {
            Some(Amount::NotAsked) => Absence::NotAsked,
            Some(Amount::NotDisclosed) => Absence::NotDisclosed,
            _ => Absence::Missing,
        };
        vec![
            Cell::text(french::spaced(name)),
            cell(row.specific),
            cell(row.common_law),
            cell(row.posts),
            cell(row.sponsors),
            Cell::or(ratio, absent),
            Cell::Integer(row.base - row.not_asked - row.not_disclosed),
            Cell::Integer(row.not_asked),
            Cell::Integer(row.not_disclosed),
        ]
    };
    table.rows = rows.iter().map(|(name, row)| line(name, row)).collect();
    table.totals = Some(line("Total", whole));
    table.base = Some(french::count(whole.base, "montant", "montants"));
    table.source = Some(SOURCE.to_owned());
    table.as_of = Some(day);
    table.notes.push(
        "Euros d’autres financeurs (droit commun, postes, mécénat en argent) pour un euro de crédits spécifiques voté et notifié. Le \
         temps de travail et le mécénat en nature ou en compétences n’y entrent pas."
            .to_owned(),
    );
    table
}

/// The figure of the whole.
pub(super) fn figure(whole: &Leverage, date: &str) -> Figure {
    let base = french::count(whole.base - whole.not_asked - whole.not_disclosed, "montant connu", "montants connus");
    match whole.ratio() {
        Some(hundredths) => {
            Figure::new("Pour 1 € de crédits spécifiques", ratio_words(hundredths), "", SOURCE, date).on(base)
        }
        None => Figure::absent("Pour 1 € de crédits spécifiques", Absence::Missing, SOURCE, date).on(base),
    }
}

/// What the figure leaves out, in a sentence.
pub(super) fn told(whole: &Leverage) -> String {
    let mut all = Vec::new();
    if whole.specific.and_then(Amount::cents).is_none_or(|cents| cents == 0) {
        all.push("Aucun crédit spécifique n’est connu : rien ne peut être divisé.".to_owned());
    }
    if whole.not_asked > 0 {
        let lines = french::count(whole.not_asked, "montant n’a pas été demandé", "montants n’ont pas été demandés");
        all.push(format!("{lines}."));
    }
    if whole.not_disclosed > 0 {
        let lines = french::count(whole.not_disclosed, "montant n’est pas diffusé", "montants ne sont pas diffusés");
        all.push(format!("{lines}."));
    }
    french::spaced(&all.join(" "))
}

pub(super) fn title(by: By) -> &'static str {
    match by {
        By::Year => "Année",
        By::Theme => "Thème",
        By::Area => "Quartier",
    }
}

/// Rows of the leverage as a reader sees them.
pub(super) fn counted(of: &Gathered, (by, year): (By, i64), is_public: bool) -> (Vec<(String, Leverage)>, Leverage) {
    actions::leverage(of, &actions::shares(of, is_public), by, year)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let now = house.outside.now();
    let day = now.day(&house.settings.zone);
    let contract = whole_contract(&mut tx, &visit, &acts::READ, asked.text("contrat")).await?;
    let year = year_asked(&asked, day.year().into());
    let by = By::from_code(asked.text("par"));
    let gathered = actions::gathered(&mut tx, contract.clone()).await?;
    drop(tx);
    let counted = counted(&gathered, (by, year), false);
    let mut table = leverage_table(&counted, title(by), day);
    if by != By::Year {
        table.caption = format!("Effet de levier en {year}");
    }
    let address = |by: By, year: i64| format!("{}&par={}&annee={year}", at("/levier", &contract.code), by.code());
    if !asked.text("format").is_empty() {
        return answer::table("effet-de-levier", asked.text("format"), &table, now);
    }
    let file = |format: &str| Some(format!("{}&format={format}", address(by, year)));
    let options = TableOptions { csv: file("csv"), xlsx: file("xlsx"), ..TableOptions::default() };
    let (first, last) = gathered.ground.years();
    answer::page(&LeveragePage {
        frame: super::framed(&visit, "Effet de levier", &contract),
        figures: vec![figure(&counted.1, &french::date(day))],
        table: interface::table(&table, &options),
        told: told(&counted.1),
        by: [By::Year, By::Theme, By::Area]
            .into_iter()
            .filter(|other| *other != by)
            .map(|other| Link::new(format!("Par {}", title(other).to_lowercase()), address(other, year)))
            .collect(),
        years: (first..=last)
            .filter(|other| by != By::Year && *other != year)
            .map(|other| Link::new(other.to_string(), address(by, other)))
            .collect(),
    })
}
