//! The clock of the town queues each period once, whatever the number of nodes.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use database::fetch_one;
use database::testing::{each_database, outside};
use jiff::civil::{date, time};
use jiff::tz::TimeZone;
use jobs::{Rule, Schedule, enqueue_due};
use kernel::{Chance, Clock, Moment, Outside};

use crate::bench::steps;

/// A clock that the test moves.
struct Hands(AtomicI64);
impl Clock for Hands {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

struct Dice(Outside);
impl Chance for Dice {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(16) {
            chunk.copy_from_slice(&self.0.bytes::<16>()[..chunk.len()]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_nodes_queue_one_job_a_day_across_both_changes_of_the_clocks() {
    each_database(&steps(), |db| async move {
        let zone = TimeZone::get("Europe/Paris").expect("bundled");
        let schedules = [Schedule { kind: "t.night", rule: Rule::Daily(time(2, 30, 0, 0)) }];
        let hands = Arc::new(Hands(AtomicI64::new(0)));
        let outside = Outside::new(hands.clone(), Arc::new(Dice(outside(30))));
        let mut nodes = vec![HashMap::new(), HashMap::new(), HashMap::new()];
        for (first, days) in [(date(2026, 3, 28), 3), (date(2026, 10, 24), 3)] {
            let start = first.at(12, 0, 0, 0).to_zoned(zone.clone()).expect("noon").timestamp().as_millisecond();
            let mut queued = 0;
            for quarter in 0..=days * 24 * 4 {
                hands.0.store(start + quarter * 900_000, Ordering::SeqCst);
                for seen in &mut nodes {
                    queued += enqueue_due(&db, &outside, &zone, &schedules, seen).await.expect("looked");
                }
                // What was queued is done at once, so that only the schedule keeps it from coming again.
                let mut tx = db.write().await.expect("begin");
                database::execute!(&mut tx, "UPDATE job SET state = 'done', finished_at = 1").expect("done");
                tx.commit().await.expect("commit");
            }
            // The period begun before the first look, then one a day.
            assert_eq!(queued, 4, "from {first}");
        }
        // A node that was stopped for a month queues one job, not thirty.
        hands.0.fetch_add(30 * 86_400_000, Ordering::SeqCst);
        assert_eq!(enqueue_due(&db, &outside, &zone, &schedules, &mut HashMap::new()).await.expect("looked"), 1);
        let mut tx = db.read().await.expect("read");
        let (count,): (i64,) = fetch_one!(&mut tx, "SELECT COUNT(*) FROM job").expect("counted");
        assert_eq!(count, 9);
    })
    .await;
}
