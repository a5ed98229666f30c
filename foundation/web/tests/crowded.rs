//! When every connection to the database is taken, whoever comes is asked to come back, with what she typed.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::IntoResponse;
use database::testing::{each_database, outside};
use web::testing::{Knocker, house};
use web::{Answer, Door, Fields, House, Right};

async fn typed(State(house): State<Arc<House>>, fields: Fields) -> Answer {
    let _tx = house.read().await?;
    Ok(fields.text("texte").to_owned().into_response())
}

#[tokio::test]
async fn who_comes_when_every_connection_is_taken_is_asked_to_come_back() {
    each_database(journal::MIGRATIONS, |db| async move {
        let house = house(db, outside(4));
        let door = Door::new().act("/saisie", Right::Public, "somebody types", typed);
        let knocker = Knocker::new(door, house.clone());
        let mut held = Vec::new();
        while let Ok(tx) = tokio::time::timeout(Duration::from_millis(500), house.read()).await {
            held.push(tx.expect("a connection"));
        }
        let reply = knocker.post("", "/saisie", &[("texte", "mots gardés")]).await;
        assert_eq!(reply.status, 503, "{}", reply.body);
        assert!(reply.body.contains("très demandé") && reply.body.contains("mots gardés"), "{}", reply.body);
        held.clear();
        assert_eq!(knocker.post("", "/saisie", &[("texte", "mots gardés")]).await.body, "mots gardés");
    })
    .await;
}
