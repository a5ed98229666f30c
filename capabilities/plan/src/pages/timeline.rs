//! `/gestion/actions/frise`: the actions along the years of the contract. The table says what the bars draw.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, TableOptions};
use jiff::civil::Date;
use kernel::french;
use web::{Answer, Asked, House, Visit, answer};

use super::{above_board, board, current, mine, sheet_path, status_tag};
use crate::acts;
use crate::store::board::{Line, lines};

/// Sheets drawn at most.
const MOST: i64 = 120;
/// Width of a bar when it lasts the whole contract.
const WIDTH: f64 = 240.0;

#[derive(Template)]
#[template(path = "pages/timeline.html")]
pub(super) struct TimelinePage {
    pub frame: Frame,
    pub table: Html,
    pub is_empty: bool,
    pub undated: i64,
}

impl TimelinePage {
    pub fn new(frame: Frame, all: &[Line], bounds: (Date, Date)) -> Self {
        let mut dated: Vec<&Line> =
            all.iter().filter(|line| line.starts_on.is_some() || line.ends_on.is_some()).collect();
        dated.sort_by_key(|line| (line.starts_on.unwrap_or(bounds.0), line.ends_on));
        Self {
            frame,
            is_empty: dated.is_empty(),
            undated: i64::try_from(all.len() - dated.len()).unwrap_or(0),
            table: table(&dated, bounds),
        }
    }
}

fn table(lines: &[&Line], (first, last): (Date, Date)) -> Html {
    let columns = vec![
        Column::new("action", "Action", Kind::Text).row_header(),
        Column::new("debut", "Début", Kind::Text),
        Column::new("fin", "Fin", Kind::Text),
        Column::new("etat", "État", Kind::Text),
        Column::new("frise", format!("De {} à {}", first.year(), last.year()), Kind::Text),
    ];
    let mut table = Table::new("frise", "Actions dans la durée du contrat", columns);
    for line in lines {
        table.rows.push(vec![
            Cell::link(format!("{} {}", line.code, line.title), sheet_path(line.id)),
            Cell::text(line.starts_on.map(french::date).unwrap_or_default()),
            Cell::text(line.ends_on.map(french::date).unwrap_or_default()),
            Cell::text(line.state.status.french()),
            Cell::text(""),
        ]);
    }
    let whole = days(first, last).max(1.0);
    let draw = |row: usize, column: usize, _: &Cell| {
        let line = lines[row];
        match column {
            3 => Some(status_tag(line.state.status).html()),
            4 => {
                let start = line.starts_on.unwrap_or(first).clamp(first, last);
                let end = line.ends_on.unwrap_or(last).clamp(first, last);
                let x = days(first, start) / whole * WIDTH;
                let width = (days(start, end) / whole * WIDTH).max(3.0);
                Some(Html::trusted(format!(
                    "<svg width=\"{WIDTH}\" height=\"12\" viewBox=\"0 0 {WIDTH} 12\" aria-hidden=\"true\" focusable=\"false\">\
                     <rect x=\"0\" y=\"5\" width=\"{WIDTH}\" height=\"2\" fill=\"currentColor\" opacity=\"0.25\"/>\
                     <rect x=\"{x:.1}\" y=\"1\" width=\"{width:.1}\" height=\"10\" fill=\"currentColor\"/></svg>"
                )))
            }
            _ => None,
        }
    };
    interface::table(
        &table,
        &TableOptions { is_caption_hidden: true, decoration: Some(&draw), ..TableOptions::default() },
    )
}

/// Days from one day to another.
fn days(from: Date, to: Date) -> f64 {
    from.until(to).map_or(0.0, |span| f64::from(span.get_days()))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (_, around) = current(&mut tx, &visit, asked.text("contrat"), &acts::READ).await?;
    let Some(around) = around else { return board::no_contract(&visit) };
    let all = lines(&mut tx, false, &mine(&visit, &around.contract), (MOST, 0)).await?;
    let frame = visit.back_office("Frise du plan").with_caption(&*around.contract.title).with_breadcrumb(above_board());
    answer::page(&TimelinePage::new(frame, &all, (around.contract.starts_on, around.contract.ends_on)))
}
