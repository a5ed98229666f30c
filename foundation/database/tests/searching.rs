//! What is found, by whom, in which order: the same on SQLite and PostgreSQL.

use std::sync::{Arc, Mutex};

use database::search::{
    Audience, Entry, MIGRATIONS, Query, Reader, Results, begin_again, forget, index, is_behind, of_object, rebuild,
    search, settle,
};
use database::testing::{each_database, outside};
use database::{Db, Tx, fetch_one};
use jiff::civil::{Date, date};
use kernel::{Act, Actor, Function, Grant, Person, Scope, Uuid};

const READ: Act =
    Act { code: "t.read", french: "Lire", functions: &[Function::ProjectManager], needs_second_factor: false };
const SEALED: Act =
    Act { code: "t.sealed", french: "Ouvrir", functions: &[Function::ProjectManager], needs_second_factor: true };
const ACTS: &[&Act] = &[&READ, &SEALED];

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn manager(scopes: &[Scope], has_second_factor: bool) -> Actor {
    let grants = scopes.iter().map(|scope| Grant { function: Function::ProjectManager, scope: *scope }).collect();
    Actor::Person(Person {
        account: id(1),
        session: id(2),
        name: "M".into(),
        grants,
        has_second_factor,
        acting_for: None,
    })
}

async fn found(tx: &mut Tx, words: &str, actor: &Actor) -> Results {
    search(tx, &Query::words(words, 10), &Reader { actor, acts: ACTS }).await.expect("searched")
}

async fn titles(tx: &mut Tx, words: &str, actor: &Actor) -> Vec<String> {
    let results = found(tx, words, actor).await;
    let titles: Vec<String> = results.found.into_iter().map(|one| one.title).collect();
    assert_eq!(results.count, i64::try_from(titles.len()).expect("few"), "the count tells no more than the list");
    assert_eq!(results.kinds.iter().map(|(_, count)| count).sum::<i64>(), results.count);
    titles
}

/// The lists that both databases gave are equal.
#[derive(Clone, Default)]
struct Compared<T>(Arc<Mutex<Vec<T>>>);

impl<T: PartialEq + std::fmt::Debug> Compared<T> {
    fn keep(&self, one: T) {
        self.0.lock().expect("lock").push(one);
    }

    fn check(&self) {
        let all = self.0.lock().expect("lock");
        assert!(!all.is_empty());
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_stands_between_contracts() {
    each_database(MIGRATIONS, |db| async move {
        let (ours, theirs, area, other) = (id(10), id(11), id(20), id(21));
        let mut tx = db.write().await.expect("begin");
        let draft = |object: u128, title: &'static str, act| {
            Entry::new("action", id(object), Audience::May(act)).told(title, "Un brouillon sur la mobilité", "/x")
        };
        for entry in [
            Entry::new("action", id(1), Audience::Public).told("Publique", "La mobilité", "/x").of(theirs),
            draft(2, "La nôtre", &READ).of(ours).at(&[area]),
            draft(3, "La leur", &READ).of(theirs).at(&[area]),
            draft(4, "De personne", &READ),
            draft(5, "Scellée", &SEALED).of(ours),
            draft(6, "Ailleurs", &READ).of(ours).at(&[other]),
            draft(7, "De deux quartiers", &READ).of(ours).about(&[area, other]),
        ] {
            index(&mut tx, &entry).await.expect("indexed");
        }
        let mobility = "mobilités";
        assert_eq!(titles(&mut tx, mobility, &Actor::Visitor).await, ["Publique"]);
        let here = manager(&[Scope::contract(ours)], false);
        assert_eq!(
            titles(&mut tx, mobility, &here).await,
            ["Ailleurs", "De deux quartiers", "La nôtre", "Publique"],
            "of one contract: hers, and what has none is not hers"
        );
        assert!(titles(&mut tx, mobility, &manager(&[Scope::contract(ours)], true)).await.contains(&"Scellée".into()));
        for words in ["leur", "La leur", "brouillon leur", "leurs brouillons", "personne"] {
            let seen = titles(&mut tx, words, &here).await;
            assert!(!seen.contains(&"La leur".into()) && !seen.contains(&"De personne".into()), "{words}: {seen:?}");
        }
        assert_eq!(titles(&mut tx, "personne", &here).await, Vec::<String>::new());
        assert_eq!(
            titles(&mut tx, mobility, &manager(&[Scope::contract(theirs)], false)).await,
            ["La leur", "Publique"]
        );
        let everywhere = manager(&[Scope::EVERYWHERE], true);
        assert_eq!(titles(&mut tx, mobility, &everywhere).await.len(), 7);
        let both = manager(&[Scope::contract(ours), Scope::contract(theirs)], false);
        assert_eq!(titles(&mut tx, mobility, &both).await.len(), 5);
        // One neighbourhood: what stands there, and what opens there only.
        let local = manager(&[Scope { territory: Some(area), ..Scope::contract(ours) }], false);
        assert_eq!(titles(&mut tx, mobility, &local).await, ["La nôtre", "Publique"]);
        let elsewhere = manager(&[Scope { organisation: Some(id(30)), ..Scope::EVERYWHERE }], true);
        assert_eq!(titles(&mut tx, mobility, &elsewhere).await, ["Publique"]);
        // An act that the installation does not know opens nothing, even to whoever holds functions everywhere.
        let nobody = Reader { actor: &everywhere, acts: &[] };
        assert_eq!(search(&mut tx, &Query::words(mobility, 10), &nobody).await.expect("searched").count, 1);
        let reader = Reader { actor: &here, acts: ACTS };
        assert!(of_object(&mut tx, id(3), &reader).await.expect("looked").is_none());
        assert!(of_object(&mut tx, id(2), &reader).await.expect("looked").is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_may_read_pushes_nothing_out() {
    each_database(MIGRATIONS, |db| async move {
        let mut tx = db.write().await.expect("begin");
        for rank in 0..2300_u128 {
            let entry = Entry::new("action", id(rank), Audience::May(&READ)).told("Aaa parc", "parc parc", "/x");
            index(&mut tx, &entry.of(id(9_001))).await.expect("indexed");
        }
        let public = Entry::new("action", id(9_000), Audience::Public).told("Zzz", "Un parc", "/x");
        index(&mut tx, &public).await.expect("indexed");
        assert_eq!(titles(&mut tx, "parcs", &Actor::Visitor).await, ["Zzz"]);
        assert_eq!(titles(&mut tx, "parcs", &manager(&[Scope::contract(id(9_002))], true)).await, ["Zzz"]);
    })
    .await;
}

/// Sentences made of a few words, the same in every run.
fn sentence(seed: u64, length: u64) -> String {
    const WORDS: [&str; 20] = [
        "école",
        "écoles",
        "équipement",
        "équipements",
        "mobilité",
        "parc",
        "Parcs",
        "l’éclairage",
        "d’insécurité",
        "commerce",
        "commerçants",
        "habitants",
        "jeunesse",
        "jeunes",
        "œuvre",
        "santé",
        "rue",
        "rues",
        "propreté",
        "logements",
    ];
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut words = Vec::new();
    for _ in 0..length {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words.push(WORDS[usize::try_from(state >> 40).expect("small") % WORDS.len()]);
    }
    words.join(" ")
}

async fn filled(db: &Db) -> Tx {
    let mut tx = db.write().await.expect("begin");
    for rank in 0..400_u64 {
        let kind = ["action", "besoin", "quartier"][usize::try_from(rank % 3).expect("small")];
        let (title, text) = (sentence(rank, 3), sentence(rank + 10_000, 12));
        let day = Date::new(2024 + i16::try_from(rank % 3).expect("small"), 1, 1).expect("a day");
        let entry = Entry::new(kind, id(u128::from(rank) + 1), Audience::Public)
            .told(&title, &text, "/x")
            .at(&[id(u128::from(rank % 5) + 500)])
            .on((rank % 4 != 0).then_some(day));
        index(&mut tx, &entry).await.expect("indexed");
    }
    tx
}

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_give_the_same_lists() {
    let compared = Compared::default();
    let seen = compared.clone();
    each_database(MIGRATIONS, move |db| {
        let seen = seen.clone();
        async move {
            let mut tx = filled(&db).await;
            let mut all = Vec::new();
            let asked = [
                "école",
                "ECOLES",
                "l'ecole",
                "ecoles",
                "équipemant",
                "comerce",
                "éclairage parc",
                "jeun",
                "oeuvre",
                "\"; DROP",
                "&|!",
                "zzzz",
                "de la",
                "santé école mobilitée",
                "rue",
                "p",
            ];
            for words in asked {
                for past in [0, 20, 40] {
                    let query = Query { past, ..Query::words(words, 20) };
                    all.push(search(&mut tx, &query, &Reader::PUBLIC).await.expect("searched"));
                }
            }
            let narrowed = Query {
                kind: "besoin",
                area: Some(id(502)),
                from: Some(date(2025, 1, 1)),
                to: Some(date(2025, 12, 31)),
                ..Query::words("", 50)
            };
            let results = search(&mut tx, &narrowed, &Reader::PUBLIC).await.expect("searched");
            assert!(
                results.count > 0 && results.found.iter().all(|one| one.kind == "besoin" && one.day == "2025-01-01")
            );
            all.push(results);
            seen.keep(all);
        }
    })
    .await;
    compared.check();
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_without_a_gap() {
    each_database(MIGRATIONS, |db| async move {
        let mut tx = filled(&db).await;
        let whole = search(&mut tx, &Query::words("école", 400), &Reader::PUBLIC).await.expect("searched");
        let mut pieces = Vec::new();
        for past in (0..whole.count + 20).step_by(7) {
            let query = Query { past, ..Query::words("école", 7) };
            let page = search(&mut tx, &query, &Reader::PUBLIC).await.expect("searched");
            assert_eq!((page.count, &page.kinds), (whole.count, &whole.kinds), "the same on every page");
            pieces.extend(page.found);
        }
        assert!(whole.count > 50);
        assert_eq!(pieces, whole.found);
        let needs = Query { kind: "besoin", ..Query::words("école", 400) };
        let needs = search(&mut tx, &needs, &Reader::PUBLIC).await.expect("searched");
        assert_eq!(needs.kinds, whole.kinds, "kinds are counted whichever is chosen");
        let count = whole.kinds.iter().find(|(kind, _)| kind == "besoin").map(|(_, count)| *count);
        assert_eq!(Some(needs.count), count);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn titles_come_first_then_words_said_again() {
    each_database(MIGRATIONS, |db| async move {
        let mut tx = db.write().await.expect("begin");
        for (rank, title, text) in [
            (1, "Écoles", "L’abord des écoles inquiète le soir"),
            (2, "Espaces verts", "Un manque d’espaces verts près de l’école"),
            (3, "Commerce", "Peu d’offre commerciale"),
        ] {
            let entry = Entry::new("besoin", id(rank), Audience::Public).told(title, text, "/x");
            index(&mut tx, &entry).await.expect("indexed");
            index(&mut tx, &entry).await.expect("replaced, not doubled");
        }
        for words in ["école", "ECOLES", "l'ecole"] {
            assert_eq!(titles(&mut tx, words, &Actor::Visitor).await, ["Écoles", "Espaces verts"], "{words}");
        }
        assert_eq!(titles(&mut tx, "commerc", &Actor::Visitor).await, ["Commerce"]);
        assert_eq!(titles(&mut tx, "école commerce", &Actor::Visitor).await, Vec::<String>::new());
        forget(&mut tx, "besoin", id(1)).await.expect("forgotten");
        assert_eq!(titles(&mut tx, "école", &Actor::Visitor).await, ["Espaces verts"]);
        let (left,): (i64,) =
            fetch_one!(&mut tx, "SELECT COUNT(*) FROM search_posting WHERE term LIKE 'inqui%'").expect("counted");
        assert_eq!(left, 0, "no word of what was taken out stays");
        rebuild(&mut tx).await.expect("rebuilt");
        assert_eq!(titles(&mut tx, "école", &Actor::Visitor).await, ["Espaces verts"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_mistyped_finds_the_nearest_that_its_reader_may_find() {
    each_database(MIGRATIONS, |db| async move {
        let mut tx = db.write().await.expect("begin");
        for (rank, title) in [(1, "Un équipement sportif"), (2, "Le marché"), (3, "Une médiathèque")] {
            let entry = Entry::new("besoin", id(rank), Audience::Public).told(title, "", "/x");
            index(&mut tx, &entry).await.expect("indexed");
        }
        let secret = Entry::new("action", id(4), Audience::May(&READ)).told("Représailles", "", "/x").of(id(10));
        index(&mut tx, &secret).await.expect("indexed");
        for (typed, word, title) in [
            ("équipemant", "équipement", "Un équipement sportif"),
            ("equipmeent", "équipement", "Un équipement sportif"),
            ("mediateque", "médiathèque", "Une médiathèque"),
            ("marchè sportiff", "", ""),
        ] {
            let results = found(&mut tx, typed, &Actor::Visitor).await;
            let words: Vec<&str> = results.widened.iter().map(|one| one.word.as_str()).collect();
            let titles: Vec<&str> = results.found.iter().map(|one| one.title.as_str()).collect();
            match word {
                "" => assert!(titles.is_empty(), "{typed}: {titles:?}"),
                _ => assert_eq!((words, titles), (vec![word], vec![title]), "{typed}"),
            }
        }
        // A word that something holds is never replaced, nor is a short one.
        assert!(found(&mut tx, "marché équipement", &Actor::Visitor).await.widened.is_empty());
        assert!(found(&mut tx, "mar", &Actor::Visitor).await.widened.is_empty());
        assert!(found(&mut tx, "xyz", &Actor::Visitor).await.widened.is_empty());
        // What somebody may not find is not told by what is proposed either.
        for actor in [Actor::Visitor, manager(&[Scope::contract(id(11))], true)] {
            let results = found(&mut tx, "represaille", &actor).await;
            assert_eq!(results.count, 0);
            assert!(found(&mut tx, "reprisaillles", &actor).await.widened.is_empty());
        }
        let hers = manager(&[Scope::contract(id(10))], true);
        assert_eq!(found(&mut tx, "reprisailles", &hers).await.widened[0].word, "représailles");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_another_version_is_filled_again() {
    each_database(MIGRATIONS, |db| async move {
        let mut tx = db.write().await.expect("begin");
        assert!(is_behind(&mut tx).await.expect("read"), "a new base has read nothing yet");
        index(&mut tx, &Entry::new("besoin", id(1), Audience::Public).told("Vieux", "", "/x")).await.expect("indexed");
        assert!(begin_again(&mut tx).await.expect("emptied"));
        assert_eq!(titles(&mut tx, "vieux", &Actor::Visitor).await, Vec::<String>::new());
        settle(&mut tx).await.expect("settled");
        assert!(!is_behind(&mut tx).await.expect("read"));
        assert!(!begin_again(&mut tx).await.expect("looked"), "what is read already is left alone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_older_version_indexed_is_found_by_nobody_until_read_again() {
    // The index as the first version left it, then this one's step.
    let both = database::testing::databases(&MIGRATIONS[..1]).await;
    for database in both {
        let mut tx = database.db.write().await.expect("begin");
        let sql = "INSERT INTO search_entry (kind, object, audience, title, excerpt, url, stems) \
                   VALUES ('action', $1, 'agents', 'Brouillon', '', '/x', 'brouillon')";
        database::execute!(&mut tx, sql, id(1)).expect("written");
        tx.commit().await.expect("kept");
        database.db.migrate(MIGRATIONS, &outside(1)).await.expect("migrated");
        let mut tx = database.db.write().await.expect("begin");
        assert!(is_behind(&mut tx).await.expect("read"));
        assert_eq!(titles(&mut tx, "brouillon", &manager(&[Scope::contract(id(9))], true)).await, Vec::<String>::new());
    }
}
