//! In which order things to do are shown: what is late, what ends this week, the rest.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Awaited, Moment};

/// Days counted as « cette semaine ».
const WEEK_DAYS: i64 = 7;

/// A part of the work queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its title, in French.
    pub title: &'static str,
    /// What is in it, the nearest end first, with the day of that end.
    pub items: Vec<(Awaited, Option<Date>)>,
}

/// The parts that hold something: late, this week, later, without a date.
pub fn parts(mut all: Vec<Awaited>, now: Moment, zone: &TimeZone) -> Vec<Part> {
    all.sort_by_key(|one| one.due.map_or(i64::MAX, |due| due.0));
    let mut parts: Vec<Part> = ["En retard", "Cette semaine", "Plus tard", "Sans date"]
        .into_iter()
        .map(|title| Part { title, items: Vec::new() })
        .collect();
    for one in all {
        let at = match one.due {
            Some(due) if due < now => 0,
            Some(due) if due <= now.plus_days(WEEK_DAYS) => 1,
            Some(_) => 2,
            None => 3,
        };
        let day = one.due.map(|due| due.day(zone));
        parts[at].items.push((one, day));
    }
    parts.retain(|part| !part.items.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_late_comes_first_and_the_rest_by_its_end() {
        let now = Moment(1_773_572_400_000);
        let thing = |what: &str| Awaited::new(what, "", "/gestion");
        let all = vec![
            thing("sans date"),
            thing("demain").due(now.plus_days(1)),
            thing("dans un mois").due(now.plus_days(30)),
            thing("hier").due(now.plus_days(-1)),
            thing("dans sept jours").due(now.plus_days(7)),
        ];
        let told: Vec<(&str, Vec<String>)> = parts(all, now, &TimeZone::UTC)
            .into_iter()
            .map(|part| (part.title, part.items.into_iter().map(|(one, _)| one.what).collect()))
            .collect();
        assert_eq!(
            told,
            [
                ("En retard", vec!["hier".to_owned()]),
                ("Cette semaine", vec!["demain".to_owned(), "dans sept jours".to_owned()]),
                ("Plus tard", vec!["dans un mois".to_owned()]),
                ("Sans date", vec!["sans date".to_owned()]),
            ]
        );
        assert!(parts(Vec::new(), now, &TimeZone::UTC).is_empty());
    }
}
