//! What comes, month by month.

use jiff::civil::Date;

/// Something that comes on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its day.
    pub on: Date,
    /// What it is: « Réunion », « Décision », « Appel à projets ».
    pub kind: &'static str,
    /// What is read of it.
    pub label: String,
    /// Where it is done.
    pub path: String,
}

/// What comes from a day on, the first first, in months: `(year, month)`.
pub fn by_month(mut all: Vec<Due>, from: Date) -> Vec<((i16, i8), Vec<Due>)> {
    all.retain(|one| one.on >= from);
    all.sort_by(|a, b| (a.on, &a.label).cmp(&(b.on, &b.label)));
    let mut months: Vec<((i16, i8), Vec<Due>)> = Vec::new();
    for one in all {
        let month = (one.on.year(), one.on.month());
        match months.last_mut() {
            Some((last, dues)) if *last == month => dues.push(one),
            _ => months.push((month, vec![one])),
        }
    }
    months
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_past_is_left_out_and_months_follow() {
        let due = |on, label: &str| Due { on, kind: "Réunion", label: label.into(), path: String::new() };
        let all = vec![due(date(2026, 5, 2), "c"), due(date(2026, 3, 1), "a"), due(date(2026, 4, 9), "b")];
        let months = by_month(all, date(2026, 4, 1));
        let told: Vec<(i8, usize)> = months.iter().map(|((_, month), dues)| (*month, dues.len())).collect();
        assert_eq!(told, [(4, 1), (5, 1)]);
    }
}
