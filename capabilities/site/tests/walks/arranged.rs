//! A house with the site and the slices it shows.

use std::sync::Arc;

use database::testing::outside;
use database::{Db, Migration};
use kernel::Act;
use kernel::privacy::Privacy;
use site::{Announced, Contacts, Place, Wiring};
use web::testing::{Knocker, house};
use web::{Door, House};

/// Every step the site's house needs.
pub fn migrations() -> Vec<Migration> {
    listening::testing::migrations(&[
        observatory::MIGRATIONS,
        accounts::MIGRATIONS,
        directory::MIGRATIONS,
        applications::MIGRATIONS,
    ])
}

fn privacy() -> Vec<Privacy> {
    vec![journal::PRIVACY, jobs::PRIVACY, files::PRIVACY, site::PRIVACY]
}

fn acts() -> Vec<&'static Act> {
    [site::ACTS, listening::ACTS].concat()
}

/// What the house is told.
pub const WIRING: Wiring = Wiring {
    privacy,
    samples: site::samples,
    acts,
    migrations,
    places: &[
        Place { label: "Mon quartier", path: "/mon-quartier" },
        Place { label: "Les quartiers", path: "/quartiers" },
        Place { label: "Les besoins entendus", path: "/besoins" },
    ],
    desks: &[],
    offline: || vec![web::Offline { path: "/r/{code}", hours: 12, is_own: false }],
    announced: &[Announced { act: "essai.publie", title: "Un portrait est publié", path: "/quartiers" }],
    awaited: |tx, actor, _| Box::pin(listening::facade::awaited(tx, actor)),
    contacts: || Contacts { email: "contrat@ville.example".into(), ..Contacts::default() },
};

/// The doors.
pub fn door() -> Door {
    site::door(WIRING).and(territory::door()).and(observatory::door()).and(strategy::door()).and(listening::door())
}

/// A house and somebody to knock at its doors.
pub fn walk(db: Db) -> (Arc<House>, Knocker) {
    let house = house(db, outside(3));
    (house.clone(), Knocker::new(door(), house))
}

/// The text between two marks.
pub fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let Some(start) = text.find(from) else { panic!("« {from} » is not in {text}") };
    let rest = &text[start + from.len()..];
    rest.find(to).map_or(rest, |end| &rest[..end])
}
