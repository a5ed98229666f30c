//! `/besoins/chiffres`: every figure of the consultations with what it is counted on, and, first, where the sources
//! disagree with themselves. Nothing is smoothed: both figures stand.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, TableOptions};
use kernel::{Uuid, french};
use territory::facade::Area;
use web::{Answer, Asked, House, Visit, answer};

use super::{Referred, above};
use crate::rules::{Comparison, ComparisonRule, Figure, compare, shown_value};
use crate::store;

#[derive(Template)]
#[template(path = "pages/figures.html")]
pub(super) struct FiguresPage {
    pub frame: Frame,
    pub disagreements: Vec<Side>,
    pub agreements: Vec<Side>,
    pub tables: Vec<(String, Html)>,
}

/// Figures set side by side, as printed.
pub(crate) struct Side {
    pub title: String,
    pub finding: String,
    pub figures: Vec<String>,
    pub explanation: String,
}

impl Side {
    pub fn of(comparison: &Comparison) -> Self {
        let unit = comparison.figures.first().map(|figure| figure.text.unit);
        let value = |value: f64| unit.map_or_else(String::new, |unit| shown_value(value, unit));
        let finding = match (compare(comparison), comparison.rule, comparison.holds()) {
            (None, ..) => "Il manque un chiffre pour comparer.".to_owned(),
            (Some((one, other)), ComparisonRule::Equal, false) => {
                format!("{} d’un côté, {} de l’autre.", value(one), value(other))
            }
            (Some((one, _)), ComparisonRule::Equal, true) => format!("Les sources concordent : {}.", value(one)),
            (Some((_, sum)), ComparisonRule::Sum, is_right) => {
                let end = if is_right { "." } else { ", et non à 100\u{a0}%." };
                format!("Les parts s’additionnent à {}{end}", value(sum))
            }
            (Some((_, sum)), ComparisonRule::Total, true) => format!("Total vérifié : {}.", value(sum)),
            (Some((total, sum)), ComparisonRule::Total, false) => {
                format!("Le total annoncé est {} ; les parts s’additionnent à {}.", value(total), value(sum))
            }
        };
        let line =
            |figure: &Figure| format!("{} : {}", figure.text.label, shown_value(figure.text.value, figure.text.unit));
        Self {
            title: comparison.title.clone(),
            finding,
            figures: comparison.figures.iter().map(line).collect(),
            explanation: comparison.explanation.clone(),
        }
    }
}

fn table(figures: &[&Figure], caption: &str, areas: &[Area], referred: &Referred) -> Table {
    let columns = vec![
        Column::new("chiffre", "Chiffre", Kind::Text).row_header(),
        Column::new("valeur", "Valeur", Kind::Decimal(1)),
        Column::new("unite", "Unité", Kind::Text),
        Column::new("quartier", "Quartier", Kind::Text),
        Column::new("base", "Base", Kind::Text),
        Column::new("source", "Source", Kind::Text),
        Column::new("date", "Rapporté le", Kind::Date),
        Column::new("note", "Note", Kind::Text),
    ];
    let mut table = Table::new("chiffres-de-la-concertation", caption, columns);
    for figure in figures {
        let text = &figure.text;
        let base = match text.base {
            Some(base) => format!("{} ({})", text.base_label, french::integer(base)),
            None => text.base_label.clone(),
        };
        let area = text.area.and_then(|id| areas.iter().find(|area| area.id == id));
        let document = text.document.and_then(|id| referred.documents.iter().find(|document| document.id == id));
        let source = document.map_or_else(String::new, |document| match text.page.as_str() {
            "" => document.title.clone(),
            page => format!("{}, « {page} »", document.author),
        });
        table.rows.push(vec![
            Cell::text(&text.label),
            Cell::Decimal(text.value),
            Cell::text(text.unit.french()),
            Cell::text(area.map_or("", |area| area.name.as_str())),
            Cell::text(base),
            Cell::text(source),
            text.reported_on.map_or(Cell::MISSING, Cell::Date),
            Cell::text(&text.note),
        ]);
    }
    table
}

pub(super) fn tables(figures: &[Figure], areas: &[Area], referred: &Referred) -> Vec<(String, Html)> {
    let mut channels: Vec<Option<Uuid>> = Vec::new();
    for figure in figures {
        if !channels.contains(&figure.text.channel) {
            channels.push(figure.text.channel);
        }
    }
    channels
        .into_iter()
        .map(|channel| {
            let own: Vec<&Figure> = figures.iter().filter(|figure| figure.text.channel == channel).collect();
            let name = channel.map_or_else(|| "Toutes les enquêtes".to_owned(), |id| referred.channel(Some(id)));
            // A whole number is written without decimals, and its unit stands beside it.
            let decoration = |row: usize, column: usize, _: &Cell| {
                let text = &own.get(row).filter(|_| column == 1)?.text;
                Some(Html::text(shown_value(text.value, text.unit).split('\u{a0}').next().unwrap_or_default()))
            };
            let drawn = table(&own, &name, areas, referred);
            let options =
                TableOptions { is_caption_hidden: true, decoration: Some(&decoration), ..TableOptions::default() };
            (name, interface::table(&drawn, &options))
        })
        .collect()
}

/// Where the figures of a consultation disagree, then the totals that hold.
pub(crate) async fn compared(tx: &mut database::Tx, consultation: Uuid) -> database::Result<(Vec<Side>, Vec<Side>)> {
    let mut all = store::figures::comparisons(tx).await?;
    all.retain(|one| one.figures.iter().any(|figure| figure.consultation == consultation));
    let (holding, failing): (Vec<&Comparison>, Vec<&Comparison>) = all.iter().partition(|one| one.holds());
    Ok((failing.into_iter().map(Side::of).collect(), holding.into_iter().map(Side::of).collect()))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let figures = store::figures::all(&mut tx).await?;
    let referred = Referred::load(&mut tx).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let format = asked.text("format");
    if !format.is_empty() {
        let all: Vec<&Figure> = figures.iter().collect();
        let table = table(&all, "Chiffres de la concertation", &areas, &referred);
        return answer::table("chiffres-de-la-concertation", format, &table, house.outside.now());
    }
    let comparisons = store::figures::comparisons(&mut tx).await?;
    let (holding, failing): (Vec<&Comparison>, Vec<&Comparison>) = comparisons.iter().partition(|one| one.holds());
    let frame = visit.public("Chiffres de la concertation").with_breadcrumb(above());
    answer::page(&FiguresPage {
        frame,
        disagreements: failing.into_iter().map(Side::of).collect(),
        agreements: holding.into_iter().map(Side::of).collect(),
        tables: tables(&figures, &areas, &referred),
    })
}
