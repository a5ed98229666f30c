//! Public pages are drawn again when the journal grew or the language changed, and only then; pages for people are
//! never kept.

use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::Path;
use axum::response::Html;
use database::testing::{each_database, outside};
use journal::Entry;
use kernel::{Actor, Uuid};
use web::testing::{Knocker, house};
use web::{Answer, Door, Visit};

static DRAWN: AtomicU32 = AtomicU32::new(0);

async fn page(visit: Visit, Path(code): Path<String>) -> Answer {
    use axum::response::IntoResponse;
    if code == "absente" {
        return Err(web::Fault::not_found());
    }
    let number = DRAWN.fetch_add(1, Ordering::SeqCst);
    let who = visit.actor.person().map_or("personne", |person| person.name.as_str()).to_owned();
    Ok(Html(format!("{code}, {who}, {}, dessin {number}", visit.language.code())).into_response())
}

#[tokio::test]
async fn a_page_is_drawn_again_only_when_something_changed() {
    each_database(journal::MIGRATIONS, |db| async move {
        let house = house(db, outside(4));
        let knocker = Knocker::new(Door::new().kept_page("/p/{code}", "readers", page), house.clone());
        let first = knocker.get("", "/p/a").await.body;
        assert_eq!(knocker.get("", "/p/a").await.body, first, "kept");
        assert_ne!(knocker.get("", "/p/b").await.body, first);
        assert_ne!(knocker.get("", "/p/a?quartier=x").await.body, first, "another question is another page");
        assert_ne!(knocker.get("", "/p/a?langue=en").await.body, first);
        let hers = knocker.get("chef", "/p/a").await.body;
        assert!(hers.contains("Personne d’essai"), "{hers}");
        assert_ne!(knocker.get("chef", "/p/a").await.body, hers, "a page for somebody is never kept");
        assert_eq!(knocker.get("", "/p/a").await.body, first, "and never shown to others");
        assert_eq!(knocker.get("", "/p/absente").await.status, 404);

        let mut tx = house.write().await.expect("tx");
        let entry = Entry::on("essai.acte", "essai", Uuid::from_u128(1));
        journal::record(&mut tx, &house.outside, &Actor::Platform("essai"), entry).await.expect("recorded");
        tx.commit().await.expect("commit");
        assert_ne!(knocker.get("", "/p/a").await.body, first, "an act changed something");
    })
    .await;
}
