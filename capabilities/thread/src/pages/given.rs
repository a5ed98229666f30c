//! `/argent`: what was granted and told, for anybody.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link, Pagination};
use kernel::{Cents, french};
use web::{Answer, Asked, House, Visit, answer};

use crate::actions;

#[derive(Template)]
#[template(path = "pages/given.html")]
pub(super) struct GivenPage {
    pub frame: Frame,
    pub form: Form,
    pub years: Vec<Choice>,
    pub count: i64,
    pub total: String,
    pub rows: Vec<GivenRow>,
    pub pages: Pagination,
}

/// An amount of the list.
pub(super) struct GivenRow {
    pub title: String,
    pub href: String,
    pub carrier: String,
    pub funder: String,
    pub year: String,
    pub amount: String,
}

/// Lines of a page.
const ON_A_PAGE: u32 = 50;

pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let list = actions::given(&mut tx, asked.text("annee").parse().ok(), asked.text("q")).await?;
    let mut base = "/argent".to_owned();
    for (rank, name) in ["annee", "q"].into_iter().filter(|name| !asked.text(name).is_empty()).enumerate() {
        let sign = if rank == 0 { '?' } else { '&' };
        base.push_str(&format!("{sign}{name}={}", answer::encode(asked.text(name))));
    }
    let pages = Pagination::new(asked.text("page").parse().unwrap_or(1), list.count as u64, ON_A_PAGE, base);
    let after = (pages.page.saturating_sub(1) * ON_A_PAGE) as usize;
    let shown = list.page(&mut tx, (ON_A_PAGE as usize, after)).await?;
    let rows = shown.into_iter().map(|one| GivenRow {
        title: french::spaced(&one.title),
        href: format!("/argent/financement/{}", one.funding),
        carrier: match &one.carrier.1 {
            Some(name) => french::spaced(name),
            None => applications::facade::A_PERSON.to_owned(),
        },
        funder: french::spaced(&one.funder),
        year: one.year.to_string(),
        amount: french::euros(Cents(one.cents)),
    });
    let rows = rows.collect();
    let frame = visit.public("Suivre l’argent").with_breadcrumb(vec![Link::new("Accueil", "/")]);
    answer::page(&GivenPage {
        frame,
        form: asked.form().in_language(visit.language),
        years: list.years.iter().map(|year| Choice::new(year.to_string(), &year.to_string())).collect(),
        count: list.count,
        total: french::euros(Cents(list.cents)),
        rows,
        pages,
    })
}
