//! `/fonds`: funds and labels for everybody: what is left, what was given, how to ask.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Figure, Frame, Link};
use kernel::french;
use web::{Answer, Fault, House, Visit, answer};

use super::{Areas, euros, money_path};
use crate::actions::{self, FundKind, Standing};
use crate::store;

#[derive(Template)]
#[template(path = "pages/open_list.html")]
pub(super) struct OpenList {
    pub frame: Frame,
    pub funds: Vec<(Link, String)>,
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut funds = Vec::new();
    for fund in store::fund::all(&mut tx).await? {
        let state = if fund.terms.is_open { "reçoit des projets" } else { "ne reçoit pas de projet pour le moment" };
        let told = format!("{} ({state})", fund.terms.purpose);
        funds.push((Link::new(&*fund.terms.name, format!("/fonds/{}", fund.address)), french::spaced(&told)));
    }
    answer::page(&OpenList { frame: visit.public("Aider un projet d’habitants"), funds })
}

#[derive(Template)]
#[template(path = "pages/open.html")]
pub(super) struct OpenPage {
    pub frame: Frame,
    pub purpose: String,
    pub rules: String,
    pub support: String,
    pub figures: Vec<Figure>,
    pub sessions: Vec<String>,
    /// Projects that were helped, each with where its money is followed.
    pub projects: Vec<Link>,
    pub apply: String,
    pub service: String,
}

/// Projects told on a public page: the last ones.
const SHOWN: usize = 60;

/// Figures of a year, each with what it is counted on and when.
pub(super) fn figures(standing: &Standing, year: i64, today: &str) -> Vec<Figure> {
    let here = || standing.envelopes.iter().filter(move |(one, _)| one.terms.year == year);
    let source = format!("{}, décisions du comité", standing.fund.terms.name);
    let ids: Vec<_> = here().map(|(one, _)| one.id).collect();
    let granted = standing.granted().filter(|(one, _)| one.envelope.is_some_and(|id| ids.contains(&id))).count() as i64;
    let base = french::count(granted, "projet aidé", "projets aidés");
    let sum = |of: fn(&crate::rules::Purse) -> i64| here().map(|(_, purse)| of(purse)).sum::<i64>();
    let figure = |label: String, cents: i64, base: &str| Figure::new(label, euros(cents), "", &*source, today).on(base);
    let envelopes = french::count(ids.len() as i64, "enveloppe", "enveloppes");
    vec![
        figure(format!("Enveloppe {year}"), sum(|purse| purse.envelope), &envelopes),
        figure("Accordé".to_owned(), sum(|purse| purse.all.consumed()), &base),
        figure("Reste".to_owned(), sum(|purse| purse.left()), "enveloppe, moins accordé, plus rendu"),
    ]
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(address): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let fund = store::fund::by_address(&mut tx, &address).await?.ok_or_else(Fault::not_found)?;
    let standing = actions::standing(&mut tx, fund).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let mut projects = Vec::new();
    let areas = Areas::all(&mut tx).await?;
    for (one, money) in standing.granted().take(SHOWN) {
        let area = areas.name(one.terms.area);
        let given = euros(money.granted - money.released);
        // The group under the name it gave itself; nobody is named.
        let told = format!("{}, {} ({area}) : {given}", one.terms.title, one.terms.group_name);
        projects.push(Link::new(french::spaced(&told), money_path(one.id, false)));
    }
    let sessions = store::session::of_fund(&mut tx, standing.fund.id).await?;
    let coming = sessions.iter().rev().filter(|one| !one.is_closed && one.held_on >= today);
    let terms = &standing.fund.terms;
    let frame = visit.public(&terms.name).named_in_french();
    answer::page(&OpenPage {
        frame: frame
            .with_breadcrumb(vec![Link::new("Accueil", "/"), Link::new("Aider un projet d’habitants", "/fonds")]),
        purpose: french::spaced(&terms.purpose),
        rules: french::spaced(&terms.rules),
        support: if standing.fund.kind == FundKind::Label { french::spaced(&terms.support) } else { String::new() },
        figures: figures(&standing, i64::from(today.year()), &french::date(today)),
        sessions: coming.map(|one| format!("{}, {}", french::date(one.held_on), one.place)).collect(),
        projects,
        apply: if terms.is_open { format!("/fonds/{address}/demande") } else { String::new() },
        service: terms.service.clone(),
    })
}
