//! What somebody typed is hers even when it is too long for a form: it comes back on the page that refuses it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{Html, IntoResponse};
use database::testing::{each_database, outside};
use web::testing::{Knocker, house};
use web::{Answer, Door, Fields, House, Right, Upload};

async fn typed(fields: Fields) -> Answer {
    Ok(Html(format!("pris : {}", fields.text("texte").chars().count())).into_response())
}

async fn joined(State(house): State<Arc<House>>, request: Request) -> Answer {
    let upload = Upload::read(&house, request).await?;
    Ok(Html(format!("pris : {}, {}", upload.fields.text("texte").chars().count(), upload.size_bytes)).into_response())
}

fn door() -> Door {
    Door::new()
        .act("/saisie", Right::Public, "somebody types", typed)
        .act("/gestion/saisie", Right::SignedIn, "an agent types", typed)
        .upload("/piece", Right::Public, "somebody joins a file", joined)
}

#[tokio::test]
async fn a_text_too_long_for_a_form_is_given_back() {
    each_database(journal::MIGRATIONS, |db| async move {
        let knocker = Knocker::new(door(), house(db, outside(4)));
        let reply = knocker.post("", "/saisie", &[("texte", &"é".repeat(100_000))]).await;
        assert!(reply.status == 200 && reply.body == "pris : 100000", "{}", reply.status);

        // Two megabytes of letters that are sent as six.
        let paste = format!("début {} fin", "été ".repeat(330_000));
        let form = [("titre", "Un titre gardé"), ("texte", paste.as_str()), ("mot-de-passe", "secret-tapé")];
        let file = ("fichier", "a.pdf", &b"%PDF-1.7\nun document"[..]);
        for reply in [
            knocker.post("", "/saisie", &form).await,
            knocker.post("chef", "/gestion/saisie", &form).await,
            knocker.upload("chef", "/piece", &form, file).await,
        ] {
            assert_eq!(reply.status, 413, "{}", reply.status);
            for told in ["trop volumineux", "environ 524 pages", "en plusieurs fois", "Un titre gardé", paste.as_str()]
            {
                assert!(reply.body.contains(told), "« {} »", told.chars().take(40).collect::<String>());
            }
            assert!(!reply.body.contains("secret-tapé"), "a secret is not given back");
        }
        // Somebody whose session ended while she was writing finds it as well.
        let reply = knocker.post("", "/gestion/saisie", &form).await;
        assert!(reply.status == 401 && reply.body.contains(&paste), "{}", reply.status);
        // A resident reads in her language what is wrong.
        let reply = knocker.post("", "/saisie?langue=en", &form).await;
        assert!(reply.body.contains("too large") && reply.body.contains("several parts"), "{}", reply.status);

        // Twice as much is not kept, and she is told where it still is.
        let twice = paste.repeat(2);
        for reply in [
            knocker.post("", "/saisie", &[("texte", &twice)]).await,
            knocker.upload("", "/piece", &[("texte", &twice.repeat(3))], file).await,
        ] {
            assert!(reply.status == 413 && reply.body.contains("là où vous l’avez copié"), "{}", reply.status);
            assert!(reply.body.len() < 50_000 && !reply.body.contains("été été"), "{}", reply.body.len());
        }
    })
    .await;
}
