//! What everybody reads, while answers are taken and after: whoever looks twice must not see what one person added.

use std::collections::BTreeMap;

use tabulation::BASE_PUBLISHED;

/// The last day whose answers are told: days are whole, and each step tells eleven answers at least. None before the first
/// step. `days`: the day of each answer, `today`: the day that is not over.
pub fn last_day<'a>(days: impl IntoIterator<Item = &'a str>, today: &str) -> Option<&'a str> {
    let mut by_day: BTreeMap<&str, u64> = BTreeMap::new();
    for day in days {
        *by_day.entry(day).or_default() += 1;
    }
    let (mut told, mut waiting) = (None, 0);
    for (day, count) in by_day.into_iter().filter(|(day, _)| *day < today) {
        waiting += count;
        if waiting >= BASE_PUBLISHED {
            (told, waiting) = (Some(day), 0);
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_move_by_whole_days_and_eleven_answers() {
        let days = |counts: &[(&'static str, usize)]| -> Vec<&'static str> {
            counts.iter().flat_map(|(day, count)| std::iter::repeat_n(*day, *count)).collect()
        };
        let few = days(&[("2026-03-01", 4), ("2026-03-02", 6)]);
        assert_eq!(last_day(few.clone(), "2026-03-05"), None, "ten are not told");
        let more = days(&[("2026-03-01", 4), ("2026-03-02", 7), ("2026-03-03", 10), ("2026-03-05", 50)]);
        assert_eq!(last_day(more.clone(), "2026-03-05"), Some("2026-03-02"), "today is not over, ten more wait");
        assert_eq!(last_day(more, "2026-03-06"), Some("2026-03-05"));
        assert_eq!(last_day([], "2026-03-05"), None);
    }
}
