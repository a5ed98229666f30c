//! Tying, untying and walking, on both databases.

use database::testing::{each_database, outside};
use database::{Db, Migration};
use kernel::{Actor, Failure, Outside, Refusal, Uuid};
use lineage::{End, Kind, Walk};

const AGENT: Actor = Actor::Platform("essai");

fn steps() -> Vec<Migration> {
    lineage::MIGRATIONS.to_vec()
}

fn end(kind: Kind, rank: u128) -> End {
    End::new(kind, Uuid::from_u128(rank))
}

async fn tie(db: &Db, outside: &Outside, from: End, to: End) -> (Uuid, bool) {
    let mut tx = db.write().await.expect("begin");
    let made = lineage::tie(&mut tx, outside, &AGENT, from, to, "").await.expect("tied");
    tx.commit().await.expect("commit");
    made
}

#[tokio::test]
async fn a_thread_is_walked_both_ways() {
    each_database(&steps(), async |db: Db| {
        let outside = outside(4);
        let (words, need, other) = (end(Kind::Verbatim, 1), end(Kind::Need, 2), end(Kind::Need, 3));
        let (objective, sheet, result) = (end(Kind::Objective, 4), end(Kind::Sheet, 5), end(Kind::Result, 6));
        for (from, to) in [(words, need), (need, objective), (other, objective), (objective, sheet), (sheet, result)] {
            assert!(tie(&db, &outside, from, to).await.1);
        }
        assert!(tie(&db, &outside, need, sheet).await.1, "a short cut");
        let mut tx = db.read().await.expect("read");
        let thread = lineage::thread(&mut tx, objective.id, Walk::PAGE).await.expect("walked");
        let before: Vec<(Kind, u32)> = thread.before.iter().map(|step| (step.end.kind, step.distance)).collect();
        assert_eq!(before, [(Kind::Need, 1), (Kind::Need, 1), (Kind::Verbatim, 2)]);
        let after: Vec<Kind> = thread.after.iter().map(|step| step.end.kind).collect();
        assert_eq!(after, [Kind::Sheet, Kind::Result]);
        assert!(thread.left_before.is_empty() && thread.left_after.is_empty());
        let from_words = lineage::thread(&mut tx, words.id, Walk::PAGE).await.expect("walked");
        assert_eq!(from_words.after.len(), 4, "each object once, whatever the number of ways there");
        assert_eq!(lineage::between(&mut tx, Kind::Need, Kind::Objective).await.expect("read").len(), 2);
        let mut counts =
            lineage::counts_towards(&mut tx, &[need.id, other.id, sheet.id], Kind::Objective).await.expect("read");
        counts.sort_unstable();
        assert_eq!(counts, [(need.id, 1), (other.id, 1)]);
        let kinds = lineage::kinds_among(&mut tx, &[need.id, sheet.id]).await.expect("read");
        assert_eq!(kinds[&need.id], [(Kind::Verbatim, 1), (Kind::Objective, 1), (Kind::Sheet, 1)]);
        assert_eq!(kinds[&sheet.id], [(Kind::Need, 1), (Kind::Objective, 1), (Kind::Result, 1)]);
        let steps = lineage::last_steps(&mut tx, &[need.id, result.id]).await.expect("read");
        assert_eq!(steps.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [need.id], "a result leads to nothing");
    })
    .await;
}

#[tokio::test]
async fn what_a_page_cannot_say_is_counted() {
    each_database(&steps(), async |db: Db| {
        let outside = outside(4);
        let need = end(Kind::Need, 1_000);
        for rank in 1..=30 {
            tie(&db, &outside, end(Kind::Verbatim, rank), need).await;
        }
        let mut tx = db.read().await.expect("read");
        let thread = lineage::thread(&mut tx, need.id, Walk::PAGE).await.expect("walked");
        assert_eq!((thread.before.len(), thread.left_before), (12, vec![(need.id, 18)]));
        // Every link is read, page after page, kind by kind.
        let objective = end(Kind::Objective, 2_000);
        tie(&db, &outside, need, objective).await;
        let mut tx = db.read().await.expect("read");
        let kinds = lineage::kinds(&mut tx, need.id).await.expect("read");
        assert_eq!(kinds, [(Kind::Verbatim, 30), (Kind::Objective, 1)]);
        let mut met = Vec::new();
        for offset in [0, 12, 24, 36] {
            let page = lineage::of_kind(&mut tx, need, Kind::Verbatim, (12, offset)).await.expect("read");
            met.extend(page.into_iter().map(|link| link.from.id));
        }
        let distinct: std::collections::HashSet<Uuid> = met.iter().copied().collect();
        assert_eq!((met.len(), distinct.len()), (30, 30), "each once");
        let after = lineage::of_kind(&mut tx, need, Kind::Objective, (12, 0)).await.expect("read");
        assert_eq!(after.len(), 1);
        let narrow = Walk { from_one: 20, on_a_side: 5 };
        let thread = lineage::thread(&mut tx, need.id, narrow).await.expect("walked");
        assert_eq!((thread.before.len(), thread.left_before), (5, vec![(need.id, 25)]));
    })
    .await;
}

#[tokio::test]
async fn breaking_a_link_asks_why_and_keeps_the_trace() {
    each_database(&steps(), async |db: Db| {
        let outside = outside(4);
        let (need, sheet) = (end(Kind::Need, 1), end(Kind::Sheet, 2));
        let (id, _) = tie(&db, &outside, need, sheet).await;
        assert_eq!(tie(&db, &outside, need, sheet).await, (id, false), "twice is once");
        let mut tx = db.write().await.expect("begin");
        let refused = lineage::untie(&mut tx, &outside, &AGENT, id, " ").await;
        assert!(matches!(refused, Err(Failure::Input(errors)) if errors[0].field == "motif"));
        lineage::untie(&mut tx, &outside, &AGENT, id, "L’action vise autre chose").await.expect("broken");
        let again = lineage::untie(&mut tx, &outside, &AGENT, id, "encore").await;
        assert!(matches!(again, Err(Failure::Refused(Refusal::NotFound))));
        assert_eq!(lineage::after(&mut tx, need.id, 10).await.expect("read"), []);
        let kept = lineage::broken(&mut tx, sheet.id, 10).await.expect("read");
        let broken = kept[0].broken.as_ref().expect("told");
        assert_eq!(broken.why, "L’action vise autre chose");
        tx.commit().await.expect("commit");
        assert!(tie(&db, &outside, need, sheet).await.1, "it may be tied again");
    })
    .await;
}

#[tokio::test]
async fn what_is_gone_leaves_its_links_broken_with_their_trace() {
    each_database(&steps(), async |db: Db| {
        let outside = outside(4);
        let (words, proof, need) = (end(Kind::Verbatim, 1), end(Kind::Evidence, 2), end(Kind::Need, 3));
        tie(&db, &outside, words, proof).await;
        tie(&db, &outside, proof, need).await;
        let mut tx = db.write().await.expect("begin");
        let gone = lineage::untie_all(&mut tx, &outside, &AGENT, proof.id, "Parole retirée").await.expect("broken");
        assert_eq!(gone.len(), 2);
        assert_eq!(lineage::kinds(&mut tx, proof.id).await.expect("read"), []);
        let trace = lineage::broken(&mut tx, proof.id, 10).await.expect("read");
        assert!(
            trace.len() == 2
                && trace.iter().all(|link| link.broken.as_ref().is_some_and(|one| one.why == "Parole retirée"))
        );
        // The hour at which somebody took her words back is nobody's business.
        assert!(!outside.now().is_day_only());
        assert!(trace.iter().all(|link| link.broken.as_ref().is_some_and(|one| one.at.is_day_only())));
        tx.commit().await.expect("commit");
    })
    .await;
}

#[tokio::test]
async fn a_link_against_the_thread_is_refused() {
    each_database(&steps(), async |db: Db| {
        let outside = outside(4);
        let mut tx = db.write().await.expect("begin");
        for (from, to) in [(Kind::Sheet, Kind::Need), (Kind::Sheet, Kind::Sheet)] {
            let refused = lineage::tie(&mut tx, &outside, &AGENT, end(from, 1), end(to, 2), "").await;
            assert!(matches!(refused, Err(Failure::Refused(Refusal::Rule { .. }))), "{refused:?}");
        }
        let long = "a".repeat(lineage::LONGEST_REASON + 1);
        let refused = lineage::tie(&mut tx, &outside, &AGENT, end(Kind::Need, 1), end(Kind::Sheet, 2), &long).await;
        assert!(matches!(refused, Err(Failure::Input(_))));
    })
    .await;
}
