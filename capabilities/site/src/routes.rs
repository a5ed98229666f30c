//! The doors of the site.

use std::sync::Arc;

use axum::extract::{Path, State};
use web::{Asked, Door, Fields, House, PathId, Right, Visit};

use crate::acts;
use crate::pages::{
    accessibility, assets, desk, device, feed, gallery, health, help, home, journal, legal, mails, metrics, plan,
    privacy, search, sitemap, verification, work,
};
use crate::wiring::Wiring;

type Handed = State<Arc<House>>;

/// The doors; `wiring` tells them of the other slices.
pub fn door(wiring: Wiring) -> Door {
    public_pages(wiring).and(for_machines(wiring)).and(back_office(wiring))
}

#[rustfmt::skip]
fn public_pages(wiring: Wiring) -> Door {
    Door::new()
        .kept_page("/", "residents: what this is, find my neighbourhood", home::show)
        .page("/recherche", Right::Public, "everybody: search; agents find what they may read", move |house: Handed, visit: Visit, asked: Asked| search::show(wiring, house, visit, asked))
        .page("/aide", Right::Public, "everybody: help and contact", move |house: Handed, visit: Visit| help::show(wiring, house, visit))
        .page("/mentions-legales", Right::Public, "everybody: who answers for the site", move |house: Handed, visit: Visit| legal::show(wiring, house, visit))
        .page("/donnees-personnelles", Right::Public, "everybody: what is kept about people", move |house: Handed, visit: Visit| privacy::show(wiring, house, visit))
        .page("/accessibilite", Right::Public, "everybody: accessibility statement", move |house: Handed, visit: Visit| accessibility::show(wiring, house, visit))
        .page("/plan-du-site", Right::Public, "everybody: all pages", move |house: Handed, visit: Visit| plan::show(wiring, house, visit))
        .page("/galerie", Right::Public, "builders: list of samples", move |house: Handed, visit: Visit, asked: Asked| gallery::index(wiring, house, visit, asked))
        .page("/galerie/{sample}", Right::Public, "builders: one sample", move |house: Handed, visit: Visit, name: Path<String>| gallery::sample(wiring, house, visit, name))
}

#[rustfmt::skip]
fn for_machines(wiring: Wiring) -> Door {
    Door::new()
        .page("/sitemap.xml", Right::Public, "search engines: public pages", move |house: Handed| sitemap::sitemap(wiring, house))
        .page("/robots.txt", Right::Public, "search engines: what to leave alone", sitemap::robots)
        .page("/actualites.atom", Right::Public, "feed readers: what is new", move |house: Handed| feed::show(wiring, house))
        .page("/sante", Right::Public, "supervision: does it work", move |house: Handed| health::show(wiring, house))
        .page("/metriques", Right::Token, "supervision: figures", metrics::show)
        .page("/a/{hash}/{*path}", Right::Public, "browsers: style, scripts, images", assets::show)
        .page("/hors-ligne.js", Right::Public, "telephones: which pages they may keep", move || device::worker(wiring))
        .page("/application.webmanifest", Right::Public, "telephones: put us among applications", device::manifest)
        .page("/favicon.ico", Right::Public, "browsers: icon", assets::icon)
        .page("/.well-known/security.txt", Right::Public, "security researchers: whom to write to", move |house: Handed| sitemap::security(wiring, house))
}

#[rustfmt::skip]
fn back_office(wiring: Wiring) -> Door {
    Door::new()
        .page("/gestion", Right::Act(&acts::OPEN_BACK_OFFICE), "agents: what awaits, where to go", move |house: Handed, visit: Visit| desk::show(wiring, house, visit))
        .page("/gestion/journal", Right::Act(&acts::READ_JOURNAL), "auditor, administrator, DPO: search the journal", move |house: Handed, visit: Visit, asked: Asked| journal::show(wiring, house, visit, asked))
        .act("/gestion/journal/export", Right::Act(&acts::EXPORT_JOURNAL), "auditor, administrator, DPO: take the journal away", move |house: Handed, visit: Visit, fields: Fields| journal::export(wiring, house, visit, fields))
        .page("/gestion/journal/verification", Right::Act(&acts::READ_JOURNAL), "auditor, administrator, DPO: read the chain again", verification::show)
        .page("/gestion/travaux", Right::Act(&acts::FOLLOW_JOBS), "administrator: follow jobs", work::show)
        .act("/gestion/travaux/{id}/annulation", Right::Act(&acts::CANCEL_JOB), "administrator: stop a job", work::cancel)
        .act("/gestion/travaux/{id}/reprise", Right::Act(&acts::TRY_JOB_AGAIN), "administrator: start a job again", work::try_again)
        .page("/gestion/courriels", Right::Act(&acts::FOLLOW_MAILS), "administrator: follow mails", mails::show)
        .page("/gestion/courriels/{id}/renvoi", Right::Act(&acts::SEND_MAIL_AGAIN), "administrator: why send it again", |house: Handed, visit: Visit, id: PathId<mails::Mail>| mails::ask(house, visit, id))
        .act("/gestion/courriels/{id}/renvoi", Right::Act(&acts::SEND_MAIL_AGAIN), "administrator: send it again", mails::send_again)
}
