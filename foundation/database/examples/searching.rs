//! How long the search takes over an index of a given size: the yardstick of `benchmarks/search`.
//!
//! `searching URL ENTRIES`: the address of an empty database, and how many entries to put in.

use std::error::Error;
use std::time::Instant;

use database::search::{Audience, Entry, MIGRATIONS, Query, Reader, index, of_object, search};
use database::testing::outside;
use database::{Db, Tx};
use kernel::{Act, Actor, Function, Grant, Person, Scope, Uuid};

const READ: Act =
    Act { code: "yardstick.read", french: "Lire", functions: &[Function::ProjectManager], needs_second_factor: false };
/// Words that everything speaks of; the others are made, each as rare as its rank.
const COMMON: [&str; 6] = ["quartier", "habitants", "école", "logement", "parc", "jeunesse"];
const SYLLABLES: [&str; 16] =
    ["ba", "cor", "du", "fé", "gan", "lo", "mir", "né", "pou", "ré", "si", "tal", "vou", "xé", "za", "chi"];
/// How many times each question is asked.
const TIMES: usize = 30;

/// The same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// A word, rare ones more often than not (the rank is the product of two draws).
    fn word(&mut self) -> String {
        if self.next(6) == 0 {
            return COMMON[usize::try_from(self.next(6)).unwrap_or(0)].to_owned();
        }
        let rank = self.next(200) * self.next(200);
        (0..4).map(|place| SYLLABLES[usize::try_from((rank >> (4 * place)) & 15).unwrap_or(0)]).collect()
    }

    fn sentence(&mut self, words: u64) -> String {
        (0..words).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

async fn fill(db: &Db, count: u64) -> Result<(), Box<dyn Error>> {
    let mut numbers = Numbers(7);
    for first in (0..count).step_by(1000) {
        let mut tx = db.write().await?;
        for rank in first..count.min(first + 1000) {
            let audience = if rank % 4 == 0 { Audience::May(&READ) } else { Audience::Public };
            let (title, text) = (numbers.sentence(5), numbers.sentence(30));
            let kind = ["besoin", "action", "decision", "association"][usize::try_from(rank % 4)?];
            let entry = Entry::new(kind, Uuid::from_u128(u128::from(rank) + 1), audience)
                .told(&title, &text, "/x")
                .of(Uuid::from_u128(1_000_000_000 + u128::from(rank % 10)))
                .at(&[Uuid::from_u128(2_000_000_000 + u128::from(rank % 50))]);
            index(&mut tx, &entry).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// The median of some durations, in milliseconds.
async fn median(tx: &mut Tx, query: &Query<'_>, reader: &Reader<'_>) -> Result<(f64, i64), Box<dyn Error>> {
    let mut all = Vec::with_capacity(TIMES);
    let mut count = 0;
    for _ in 0..TIMES {
        let begun = Instant::now();
        count = search(tx, query, reader).await?.count;
        all.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    all.sort_by(f64::total_cmp);
    Ok((all[TIMES / 2], count))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut told = std::env::args().skip(1);
    let url = told.next().ok_or("an address of a database is needed")?;
    let count: u64 = told.next().and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let db = Db::open(&url).await?;
    db.migrate(MIGRATIONS, &outside(1)).await?;
    let begun = Instant::now();
    fill(&db, count).await?;
    let each = begun.elapsed().as_secs_f64() * 1000.0 / count as f64;
    let grants =
        vec![Grant { function: Function::ProjectManager, scope: Scope::contract(Uuid::from_u128(1_000_000_003)) }];
    let (account, session) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let agent =
        Actor::Person(Person { account, session, name: "M".into(), grants, has_second_factor: true, acting_for: None });
    let inside = Reader { actor: &agent, acts: &[&READ] };
    let mut tx = db.read().await?;
    let mut readings = Vec::with_capacity(TIMES);
    for rank in 0..TIMES as u128 {
        let begun = Instant::now();
        of_object(&mut tx, Uuid::from_u128(rank + 2), &Reader::PUBLIC).await?;
        readings.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    readings.sort_by(f64::total_cmp);
    let yardstick = readings[TIMES / 2];
    println!("{count} entries, one entry read by its object: {yardstick:.2} ms; one put in: {each:.2} ms");
    let one = of_object(&mut tx, Uuid::from_u128(2), &Reader::PUBLIC).await?.ok_or("an entry")?;
    let rare = one.title.split(' ').find(|word| !COMMON.contains(word)).unwrap_or_default();
    let area = Some(Uuid::from_u128(2_000_000_007));
    for (name, query, reader) in [
        ("a common word", Query::words("quartiers", 20), &Reader::PUBLIC),
        ("a common word, of an agent of one contract", Query::words("quartiers", 20), &inside),
        ("a common word, in a neighbourhood", Query { area, ..Query::words("quartiers", 20) }, &Reader::PUBLIC),
        ("a common word, the tenth page", Query { past: 180, ..Query::words("quartiers", 20) }, &Reader::PUBLIC),
        ("two common words", Query::words("école parc", 20), &Reader::PUBLIC),
        ("a rare word", Query::words(rare, 20), &Reader::PUBLIC),
        ("a word mistyped", Query::words("quarttiers", 20), &Reader::PUBLIC),
        ("a word nothing is near", Query::words("crghtzkwq", 20), &Reader::PUBLIC),
        ("one letter", Query::words("q", 20), &Reader::PUBLIC),
    ] {
        let (time, found) = median(&mut tx, &query, reader).await?;
        println!("| {name} | {found} | {time:.1} ms | {:.0} |", time / yardstick);
    }
    Ok(())
}
