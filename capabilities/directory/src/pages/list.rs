//! `/gestion/associations`: every organisation agents know, and what its sheet lacks.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind as Of, Table};
use interface::{Form, Frame, Html, Pagination, TableOptions};
use kernel::text::search_key;
use web::{Answer, Asked, House, Visit, answer};

use super::AGENTS;
use crate::rules::State as Weight;
use crate::{actions, acts, store};

/// Organisations of a page: each is checked when it is shown.
const ON_A_PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub form: Form,
    pub table: Html,
    pub pages: Pagination,
    pub is_empty: bool,
    pub may_publish: bool,
}

/// A line: name and where, SIRET, whether it was checked, how many points are to do.
pub(super) type Line = (String, String, String, bool, i64);

pub(super) fn table_of(lines: &[Line]) -> Table {
    let columns = vec![
        Column::new("association", "Association", Of::Text).row_header(),
        Column::new("siret", "SIRET", Of::Text),
        Column::new("verifiee", "Vérifiée", Of::Text),
        Column::new("a_faire", "Points à faire", Of::Integer),
    ];
    let mut table = Table::new("associations", "Associations", columns);
    for (name, path, siret, is_verified, missing) in lines {
        table.rows.push(vec![
            Cell::link(name.clone(), path.clone()),
            Cell::text(siret.clone()),
            Cell::text(if *is_verified { "oui" } else { "non" }),
            Cell::Integer(*missing),
        ]);
    }
    table
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let today = house.outside.now().day(&house.settings.zone);
    let words = search_key(asked.text("q"));
    let written = store::sheet::written(&mut tx).await?;
    let is_listed = |card: &accounts::facade::OrganisationCard| {
        let is_kept = card.kind == accounts::OrganisationKind::Association || written.contains(&card.id);
        let name = search_key(&card.name);
        is_kept && words.split(' ').all(|word| name.contains(word))
    };
    let cards = accounts::facade::organisation_cards(&mut tx).await?;
    let cards: Vec<_> = cards.into_iter().filter(is_listed).collect();
    let base = match asked.text("q") {
        "" => AGENTS.to_owned(),
        typed => format!("{AGENTS}?q={}", answer::encode(typed)),
    };
    let pages = Pagination::new(asked.text("page").parse().unwrap_or(1), cards.len() as u64, ON_A_PAGE, base);
    let past = (pages.page as usize - 1) * ON_A_PAGE as usize;
    let mut lines = Vec::new();
    // Sheets are checked for the page that is shown only.
    for card in cards.into_iter().skip(past).take(ON_A_PAGE as usize) {
        let sheet = store::sheet::of(&mut tx, card.id).await?;
        let checks = actions::checked(&mut tx, &card, today).await?;
        let missing = checks.iter().filter(|check| check.state == Weight::Missing).count();
        let siret = card.siret.as_deref().map(identifiers::shown_siret).unwrap_or_default();
        let is_verified = sheet.is_some_and(|sheet| sheet.verified_at.is_some());
        let path = format!("{AGENTS}/{}", card.id);
        lines.push((card.name, path, siret, is_verified, i64::try_from(missing).unwrap_or(i64::MAX)));
    }
    let form = Form::filled([("q", asked.text("q"))]);
    answer::page(&ListPage {
        frame: visit.back_office("Associations"),
        form,
        is_empty: lines.is_empty(),
        pages,
        table: interface::table(&table_of(&lines), &TableOptions::default()),
        may_publish: visit.actor.may_somewhere(&acts::PUBLISH).is_allowed(),
    })
}
