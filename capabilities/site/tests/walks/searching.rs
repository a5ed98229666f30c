//! Looking for something: by words, by type, by neighbourhood, by day; and what each reader may find.

use crate::arranged::{between, migrations, walk};
use database::search::{Audience, Entry, index};
use database::testing::each_database;
use database::{Db, Tx};
use kernel::{Function, Uuid};
use web::testing::Knocker;

async fn put(tx: &mut Tx, entry: Entry<'_>) {
    index(tx, &entry).await.expect("indexed");
}

fn public(kind: &'static str, rank: u128) -> Entry<'static> {
    Entry::new(kind, Uuid::from_u128(rank), Audience::Public)
}

async fn three(db: &Db) {
    let mut tx = db.write().await.expect("a transaction");
    let text = "La sortie est <b>dangereuse</b> & sombre.";
    put(&mut tx, public("besoin", 1).told("Une École plus sûre", text, "/besoins")).await;
    put(&mut tx, public("quartier", 2).told("Le Viguier", "Trois écoles et un parc.", "/quartiers")).await;
    let note = Entry::new("action", Uuid::from_u128(3), Audience::May(&listening::acts::READ));
    put(&mut tx, note.told("Note de l’école", "Pour qui suit l’écoute seulement.", "/gestion")).await;
    tx.commit().await.expect("kept");
}

async fn main_of(knocker: &Knocker, token: &str, path: &str) -> String {
    let reply = knocker.get(token, path).await;
    assert_eq!(reply.status, 200, "{path}");
    assert!(reply.body.len() <= 50_000, "{path}: {}", reply.body.len());
    between(&reply.body, "<main", "</main>").to_owned()
}

#[tokio::test]
async fn words_are_found_whatever_their_accents_and_elisions() {
    each_database(&migrations(), |db| async move {
        three(&db).await;
        let (_, knocker) = walk(db);
        for typed in ["l'%C3%A9cole", "ECOLES", "l%E2%80%99ecole"] {
            let page = main_of(&knocker, "", &format!("/recherche?q={typed}")).await;
            assert!(page.contains("Une <mark>École</mark> plus sûre"), "{typed}: {page}");
            assert!(page.contains("Besoin</span>") && page.contains("Quartier</span>"), "{typed}: {page}");
            assert!(!page.contains("<b>dangereuse"), "text is never markup");
            assert!(!page.contains("Note de"), "what is not public stays with those who may read it");
            assert!(page.contains("2\u{a0}réponses") || page.contains("2 réponses"), "{typed}");
        }
        let agent = main_of(&knocker, "chef", "/recherche?q=ecole").await;
        assert!(agent.contains("Note de l’<mark>école</mark>"), "whoever may read finds");
        let association = main_of(&knocker, "asso", "/recherche?q=ecole").await;
        assert!(!association.contains("Note de"));
        let hostile = knocker.get("", "/recherche?q=%3Cscript%3Ealert(1)%3C/script%3E%22'").await;
        assert_eq!(hostile.status, 200);
        assert!(!hostile.body.contains("<script>alert"), "what was typed is never markup");
        for odd in ["%", "%00", "%FF", "*", "a%20AND%20(", &"x".repeat(3000)] {
            assert_eq!(knocker.get("", &format!("/recherche?q={odd}")).await.status, 200, "{odd}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_function_that_opens_nothing_here_finds_nothing_more() {
    // An administrator opens pages of the back office, and reads no evidence.
    assert!(!listening::acts::READ.functions.contains(&Function::Administrator));
    each_database(&migrations(), |db| async move {
        three(&db).await;
        let (_, knocker) = walk(db);
        let page = main_of(&knocker, "admin", "/recherche?q=ecole").await;
        assert!(!page.contains("Note de"), "{page}");
        assert!(page.contains("2\u{a0}réponses") || page.contains("2 réponses"), "the count tells nothing either");
    })
    .await;
}

#[tokio::test]
async fn answers_are_narrowed_and_read_page_by_page() {
    each_database(&migrations(), |db| async move {
        let mut tx = db.write().await.expect("a transaction");
        for rank in 0..45_u128 {
            let kind = if rank % 3 == 0 { "decision" } else { "association" };
            let title = format!("Parc {rank:02}");
            let year = if rank % 2 == 0 { 2025 } else { 2026 };
            let entry = public(kind, rank + 1).told(&title, "", "/x").on(jiff::civil::date(year, 6, 15));
            put(&mut tx, entry).await;
        }
        tx.commit().await.expect("kept");
        let (_, knocker) = walk(db);
        let first = main_of(&knocker, "", "/recherche?q=parc").await;
        assert!(first.contains("45\u{a0}réponses") || first.contains("45 réponses"), "{first}");
        assert_eq!(first.matches("<mark>Parc</mark>").count(), 20);
        assert!(first.contains("rel=\"next\""), "{first}");
        assert!(first.contains(">Décisions</a>\u{a0}(15)") || first.contains(">Décisions</a>&nbsp;(15)"), "{first}");
        assert!(first.contains("Association"), "each result says what it is");
        assert!(!first.contains("Autre page"));
        let last = main_of(&knocker, "", "/recherche?q=parc&page=3").await;
        assert_eq!(last.matches("<mark>Parc</mark>").count(), 5);
        assert_eq!(main_of(&knocker, "", "/recherche?q=parc&page=99").await.matches("<mark>Parc</mark>").count(), 5);
        let decisions = main_of(&knocker, "", "/recherche?q=parc&type=decision").await;
        assert_eq!(decisions.matches("<mark>Parc</mark>").count(), 15);
        let year = main_of(&knocker, "", "/recherche?q=parc&type=decision&du=01/01/2026&au=31/12/2026").await;
        assert_eq!(year.matches("<mark>Parc</mark>").count(), 7);
        assert!(year.contains("value=\"01/01/2026\""), "what was asked stays in the form");
        assert!(year.contains("15\u{a0}juin\u{a0}2026") && !year.contains("juin\u{a0}2025"));
        // Without a word, filters alone.
        let alone = main_of(&knocker, "", "/recherche?type=decision&au=2025-12-31").await;
        assert!(alone.contains("8\u{a0}réponses") || alone.contains("8 réponses"), "{alone}");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_is_said_at_its_field() {
    each_database(&migrations(), |db| async move {
        three(&db).await;
        let (_, knocker) = walk(db);
        for (asked, field, sentence) in [
            ("du=31/02/2026", "du", "Cette date n’existe pas"),
            ("au=demain", "au", "Cette date n’existe pas"),
            ("du=02/01/2026&au=01/01/2026", "au", "La fin vient avant le début"),
            ("type=cheval", "type", "Choisissez dans la liste"),
            ("quartier=QN99", "quartier", "Ce quartier n’est pas connu ici"),
        ] {
            let reply = knocker.get("", &format!("/recherche?q=ecole&{asked}")).await;
            assert_eq!(reply.status, 422, "{asked}");
            let error = between(&reply.body, &format!("id=\"erreur-{field}\""), "</p>");
            assert!(error.contains(sentence), "{asked}: {error}");
            assert!(reply.body.contains("value=\"ecole\""), "{asked}: what was typed is given back");
            assert!(!reply.body.contains("<mark>"), "{asked}: nothing is shown before it is corrected");
        }
    })
    .await;
}

#[tokio::test]
async fn a_word_mistyped_is_replaced_and_said() {
    each_database(&migrations(), |db| async move {
        three(&db).await;
        let (_, knocker) = walk(db);
        let page = main_of(&knocker, "", "/recherche?q=dangereusse").await;
        assert!(page.contains("Recherche élargie à"), "{page}");
        assert!(page.contains("<mark>dangereuse</mark>") && page.contains("1 réponse"), "{page}");
        let none = main_of(&knocker, "", "/recherche?q=zzzzzz").await;
        assert!(none.contains("Rien ne contient tous ces mots") && !none.contains("élargie"), "{none}");
    })
    .await;
}

#[tokio::test]
async fn pages_of_the_site_are_found_by_their_name() {
    each_database(&migrations(), |db| async move {
        let (_, knocker) = walk(db);
        let page = main_of(&knocker, "", "/recherche?q=quartier").await;
        let named = between(&page, "<h2>Pages du site</h2>", "</ul>");
        assert!(named.contains("href=\"/mon-quartier\"") && named.contains("href=\"/quartiers\""), "{named}");
        assert!(!named.contains("/besoins"), "{named}");
        let narrowed = main_of(&knocker, "", "/recherche?q=quartier&type=besoin").await;
        assert!(!narrowed.contains("Pages du site"));
    })
    .await;
}
