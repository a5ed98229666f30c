//! `/gestion/actions/frise`: the actions along the years of the contract, a page at a time. The table says what the bars draw.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Form, Frame, Html, Link, Pagination, TableOptions};
use jiff::civil::Date;
use kernel::french;
use web::{Answer, Asked, House, Visit, answer};

use super::asked::{Narrowing, page_number};
use super::open_list::FilterChoices;
use super::{above_board, board, current, mine, sheet_path, status_tag};
use crate::acts;
use crate::store::board::{Line, count_dated, dated};

/// Sheets drawn on one page.
const ON_A_PAGE: u32 = 30;
/// Width of a bar when it lasts the whole contract.
const WIDTH: f64 = 240.0;

/// Where the timeline is.
const PATH: &str = "/gestion/actions/frise";

#[derive(Template)]
#[template(path = "pages/timeline.html")]
pub(super) struct TimelinePage {
    pub frame: Frame,
    pub form: Form,
    pub choices: FilterChoices,
    pub path: &'static str,
    pub contract: String,
    pub sentence: String,
    pub clear: String,
    pub table: Html,
    pub is_empty: bool,
    pub is_undated: bool,
    pub pages: Pagination,
    /// The sheets without a day, or back to those that have one.
    pub other: Option<Link>,
}

pub(super) fn table(lines: &[&Line], (first, last): (Date, Date)) -> Html {
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
    let (contracts, contract) = current(&mut tx, &visit, asked.text("contrat"), &acts::READ).await?;
    let Some(contract) = contract else { return board::no_contract(&visit) };
    let contract = &contract;
    let narrowing = Narrowing::read(&mut tx, std::slice::from_ref(contract), &asked).await?;
    let narrowing = narrowing.inside(&mine(&visit, contract), contract);
    let is_undated = asked.text("dates") == "sans";
    let filters = &narrowing.filters;
    let (count, others) =
        (count_dated(&mut tx, filters, !is_undated).await?, count_dated(&mut tx, filters, is_undated).await?);
    let base = format!("{PATH}?{}{}", narrowing.query, if is_undated { "&dates=sans" } else { "" });
    let pages = Pagination::new(page_number(&asked), u64::try_from(count).unwrap_or(0), ON_A_PAGE, base);
    let range = (i64::from(ON_A_PAGE), i64::from(pages.page - 1) * i64::from(ON_A_PAGE));
    let found = dated(&mut tx, filters, !is_undated, range).await?;
    let shown: Vec<&Line> = found.iter().collect();
    let other = match (is_undated, others) {
        (_, 0) => None,
        (false, _) => {
            let many = french::count(others, "fiche", "fiches");
            Some(Link::new(format!("Sans date : {many}"), format!("{PATH}?{}&dates=sans", narrowing.query)))
        }
        (true, _) => Some(Link::new("Revenir aux fiches qui ont une date", format!("{PATH}?{}", narrowing.query))),
    };
    let many = french::count(count, "fiche", "fiches");
    let has = if is_undated { "sans date" } else { "avec une date" };
    let sentence = match narrowing.told.is_empty() {
        true => format!("{many} {has}."),
        false => format!("{many} {has} : {}.", narrowing.told.join(", ")),
    };
    let whole = format!("{PATH}?contrat={}", answer::encode(&contract.code));
    let frame = visit.back_office("Frise du plan").with_caption(&*contract.title).with_breadcrumb(above_board());
    answer::page(&TimelinePage {
        frame,
        form: asked.form(),
        choices: FilterChoices::load(&mut tx, &contracts, &narrowing).await?,
        path: PATH,
        contract: contract.code.clone(),
        sentence: french::spaced(&sentence),
        clear: if narrowing.told.is_empty() { String::new() } else { whole },
        table: table(&shown, (contract.starts_on, contract.ends_on)),
        is_empty: found.is_empty(),
        is_undated,
        pages,
        other,
    })
}
