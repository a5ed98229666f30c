//! Jobs queued by the clock of the town, once a period whatever the number of nodes.

use std::collections::HashMap;
use std::num::NonZeroU32;

use database::{Db, Result, execute};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use kernel::{Moment, Outside};
use serde_json::json;

use crate::{NewJob, enqueue};

/// When a scheduled job comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Every day at this time of the town. When the clocks go forward over it, an hour later that day; when
    /// they go back over it, at the first of the two.
    Daily(Time),
    /// Every so many minutes, counted from 1970-01-01 UTC: the changes of the clocks do not matter.
    EveryMinutes(NonZeroU32),
}

/// A kind of job that the clock queues, with an empty payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The kind of job.
    pub kind: &'static str,
    /// When.
    pub rule: Rule,
}

impl Schedule {
    /// When the period that holds `now` began; `None` only at the ends of the calendar.
    pub fn period_start(&self, now: Moment, zone: &TimeZone) -> Option<Moment> {
        match self.rule {
            Rule::EveryMinutes(minutes) => {
                let length = i64::from(minutes.get()) * 60_000;
                Some(Moment(now.0.div_euclid(length) * length))
            }
            Rule::Daily(time) => {
                let today = now.day(zone);
                let begin = |day: jiff::civil::Date| {
                    let zoned = day.to_datetime(time).to_zoned(zone.clone()).ok()?;
                    Some(Moment(zoned.timestamp().as_millisecond()))
                };
                begin(today).filter(|start| *start <= now).or_else(|| begin(today.yesterday().ok()?))
            }
        }
    }
}

/// Queues the jobs whose period began and was not queued by any node; gives their number. A node that
/// was stopped for days queues one job, not one a day missed. `seen` spares the database: it holds the
/// periods this node has already looked at.
///
/// # Errors
/// The database failed; what was queued before stays.
pub async fn enqueue_due(
    db: &Db,
    outside: &Outside,
    zone: &TimeZone,
    schedules: &[Schedule],
    seen: &mut HashMap<&'static str, Moment>,
) -> Result<usize> {
    let mut count = 0;
    for schedule in schedules {
        let Some(start) = schedule.period_start(outside.now(), zone) else { continue };
        if seen.get(schedule.kind) == Some(&start) {
            continue;
        }
        let mut tx = db.write().await?;
        // The row of the schedule is the referee: only the first node to come moves it forward.
        let moved = execute!(
            &mut tx,
            "INSERT INTO job_schedule (kind, period_start) VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE \
             SET period_start = excluded.period_start WHERE job_schedule.period_start < excluded.period_start",
            schedule.kind,
            start.0
        )?;
        if moved == 1 {
            enqueue(&mut tx, outside, NewJob::new(schedule.kind, json!({})).unique(start.rfc3339())).await?;
            count += 1;
        }
        tx.commit().await?;
        seen.insert(schedule.kind, start);
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").expect("bundled")
    }

    fn at(day: jiff::civil::Date, hour: i8, minute: i8) -> Moment {
        let zoned = day.at(hour, minute, 0, 0).to_zoned(paris()).expect("a moment");
        Moment(zoned.timestamp().as_millisecond())
    }

    /// Every period start seen when looking each minute of these days.
    fn starts(schedule: Schedule, from: Moment, days: i64) -> Vec<Moment> {
        let mut all: Vec<Moment> = (0..days * 24 * 60)
            .filter_map(|minute| schedule.period_start(from.plus_seconds(minute * 60), &paris()))
            .collect();
        assert!(all.windows(2).all(|pair| pair[0] <= pair[1]), "periods never go back");
        all.dedup();
        all
    }

    #[test]
    fn a_daily_job_runs_once_a_day_when_the_clocks_change() {
        let schedule = Schedule { kind: "t", rule: Rule::Daily(time(2, 30, 0, 0)) };
        // 29 March 2026: 2 h 30 does not exist, the job comes at 3 h 30.
        let spring = starts(schedule, at(date(2026, 3, 28), 12, 0), 3);
        assert_eq!(
            spring,
            [
                at(date(2026, 3, 28), 2, 30),
                at(date(2026, 3, 29), 3, 30),
                at(date(2026, 3, 30), 2, 30),
                at(date(2026, 3, 31), 2, 30)
            ]
        );
        // 25 October 2026: 2 h 30 comes twice, the job only at the first.
        let autumn = starts(schedule, at(date(2026, 10, 24), 12, 0), 3);
        assert_eq!(autumn.len(), 4);
        assert_eq!(autumn[1].rfc3339(), "2026-10-25T00:30:00.000Z");
    }

    #[test]
    fn minutes_are_counted_without_regard_to_the_clocks() {
        let schedule = Schedule { kind: "t", rule: Rule::EveryMinutes(NonZeroU32::new(15).expect("not zero")) };
        let all = starts(schedule, at(date(2026, 10, 24), 12, 0), 2);
        assert_eq!(all.len(), 2 * 24 * 4);
        assert!(all.windows(2).all(|pair| pair[1].0 - pair[0].0 == 15 * 60_000));
    }
}
