//! The search of the whole demonstration: read again from every slice it is what their actions wrote, and both databases
//! answer alike.

use app::{indexing, wiring};
use database::search::{Query, Reader, Results, search};
use database::testing::{databases, outside};
use database::{Tx, execute, fetch_all};
use kernel::{Actor, Function, Grant, Person, Scope, Uuid};

type Line = (String, Uuid, String, Option<Uuid>, Option<Uuid>, String, String, String, String);

/// Everything the index holds, in an order of its own.
async fn held(tx: &mut Tx) -> (Vec<Line>, Vec<(Uuid, Uuid, bool)>) {
    let sql = "SELECT kind, object, act, contract, organisation, day, title, text, url FROM search_entry \
               ORDER BY kind, object";
    let entries: Vec<Line> = fetch_all!(tx, sql).expect("entries");
    let sql = "SELECT e.object, p.area, p.opens FROM search_place p JOIN search_entry e ON e.position = p.entry \
               ORDER BY e.kind, e.object, p.area";
    (entries, fetch_all!(tx, sql).expect("places"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_is_found_alike_and_read_again_as_it_was_written() {
    let told = demo::load().expect("the demonstration");
    // An annual report freezes figures that every slice gives.
    wiring::introduce(site::Contacts::default());
    let mut answers: Vec<Vec<Results>> = Vec::new();
    for database in databases(&wiring::migrations()).await {
        let (db, outside) = (database.db.clone(), outside(5));
        assert!(indexing::read_again(&db).await.expect("an index to fill"), "a new base has read nothing");
        let house = web::testing::house(db.clone(), outside.clone());
        let mut tx = db.write().await.expect("write");
        demo::seed::all(&mut tx, &outside, &house.keys, &told).await.expect("seeded");
        tx.commit().await.expect("commit");
        assert!(!indexing::read_again(&db).await.expect("looked"), "nothing to read again");

        let mut tx = db.write().await.expect("write");
        let written = held(&mut tx).await;
        assert!(written.0.len() > 100, "{} entries", written.0.len());
        execute!(&mut tx, "UPDATE search_state SET version = 0").expect("of another version");
        tx.commit().await.expect("commit");
        assert!(indexing::read_again(&db).await.expect("read again"));
        let mut tx = db.read().await.expect("read");
        let again = held(&mut tx).await;
        for (before, after) in written.0.iter().zip(&again.0) {
            assert_eq!(before, after, "{}", database.name);
        }
        assert_eq!((written.0.len(), written.1), (again.0.len(), again.1), "{}", database.name);

        let acts = wiring::acts();
        let grants = vec![Grant { function: Function::ProjectManager, scope: Scope::EVERYWHERE }];
        let (account, session) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let somebody = Person { account, session, name: "M".into(), grants, has_second_factor: true, acting_for: None };
        let readers = [Actor::Visitor, Actor::Person(somebody)];
        let mut all = Vec::new();
        for actor in &readers {
            for words in ["l'ecole", "ecoles", "équipemant", "logement", "jeunes quartier", "proprete", "a", "xzxzxz"]
            {
                let reader = Reader { actor, acts: &acts };
                let results = search(&mut tx, &Query::words(words, 30), &reader).await.expect("searched");
                all.push(results);
            }
        }
        assert!(all.iter().any(|results| results.count > 5));
        answers.push(all);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "the two databases do not answer alike");
}
