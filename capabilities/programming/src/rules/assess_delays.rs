//! How long an answer takes, told in public: days counted from filing, the middle and the nine tenths, never of a handful.

use jiff::civil::Date;
use kernel::{FieldError, french, vocabulary};

vocabulary! {
    /// A step an applicant waits for, counted from the filing.
    Stage {
        /// The file is declared complete.
        Complete => "complete", "dossier complet";
        /// The funder decided.
        Decided => "decided", "décision";
        /// The applicant was told.
        Notified => "notified", "notification";
    }
}

/// What is promised, and how figures are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Days from filing to a complete file.
    pub complete_days: i64,
    /// Days from filing to the decision.
    pub decided_days: i64,
    /// Days from filing to the notification.
    pub notified_days: i64,
    /// Days before the end at which whoever holds the file is told.
    pub alert_days: i64,
    /// Under so many answers, no figure is told.
    pub smallest_base: i64,
}

impl Default for Promise {
    /// What associations ask for: an answer within two or three months.
    fn default() -> Self {
        Self { complete_days: 15, decided_days: 60, notified_days: 90, alert_days: 10, smallest_base: 5 }
    }
}

impl Promise {
    /// Days promised for a stage.
    pub const fn days(&self, stage: Stage) -> i64 {
        match stage {
            Stage::Complete => self.complete_days,
            Stage::Decided => self.decided_days,
            Stage::Notified => self.notified_days,
        }
    }
}

/// What is wrong in a promise.
pub fn check_promise(promise: &Promise) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let days = [
        ("complet", promise.complete_days),
        ("decision", promise.decided_days),
        ("notification", promise.notified_days),
        ("alerte", promise.alert_days),
    ];
    for (field, days) in days {
        if !(1..=365).contains(&days) {
            errors.push(FieldError::new(field, "Indiquez un nombre de jours entre 1 et 365"));
        }
    }
    if !(3..=100).contains(&promise.smallest_base) {
        errors.push(FieldError::new("base", "Indiquez un effectif entre 3 et 100"));
    }
    if promise.decided_days < promise.complete_days {
        errors.push(FieldError::new("decision", "La décision vient après le dossier complet"));
    }
    if promise.notified_days < promise.decided_days {
        errors.push(FieldError::new("notification", "La notification vient après la décision"));
    }
    errors
}

/// Days of a stage, of a call or of one funder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delay {
    /// Enough of them are over to be told.
    Told {
        /// How many.
        base: i64,
        /// Half waited so many days or fewer; in tenths of a day.
        median_tenths: i64,
        /// Nine out of ten did.
        ninetieth_tenths: i64,
        /// How many waited longer than promised.
        late: i64,
    },
    /// Too few are over: how many.
    TooFew(i64),
}

impl Delay {
    /// Counts days; under the smallest base, only their number is told.
    pub fn of(days: &[i64], promised: i64, smallest_base: i64) -> Self {
        let base = i64::try_from(days.len()).unwrap_or(i64::MAX);
        let values: Vec<f64> = days.iter().map(|days| *days as f64).collect();
        let at = |share: f64| tabulation::quantile_of(&values, share).map(|value| (value * 10.0).round() as i64);
        match (at(0.5), at(0.9)) {
            (Some(median_tenths), Some(ninetieth_tenths)) if base >= smallest_base.max(1) => {
                let late = days.iter().filter(|days| **days > promised).count();
                Self::Told { base, median_tenths, ninetieth_tenths, late: i64::try_from(late).unwrap_or(i64::MAX) }
            }
            _ => Self::TooFew(base),
        }
    }
}

/// « 42 jours », « 42,5 jours ».
pub fn days_words(tenths: i64) -> String {
    match tenths % 10 {
        0 => french::count(tenths / 10, "jour", "jours"),
        rest => format!("{},{rest}{}jours", tenths / 10, french::NO_BREAK),
    }
}

/// Days between two days of the calendar; a step said to be before the filing counts for nought.
pub fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days()).max(0)
}

/// What is still awaited of a file, with the day promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The stage awaited.
    pub stage: Stage,
    /// Until when.
    pub on: Date,
    /// Where it stands.
    pub state: DueState,
}

/// How near the end is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueState {
    /// There is time.
    Ahead,
    /// It comes within the days of the alert.
    Near,
    /// It is over.
    Over,
}

/// The next stage of a file and where it stands; `reached` tells the stages that are over. Nothing when all are.
pub fn next_due(filed_on: Date, reached: &[Stage], promise: &Promise, today: Date) -> Option<Due> {
    let stage = *Stage::ALL.iter().find(|stage| !reached.contains(stage))?;
    let on = filed_on.checked_add(jiff::Span::new().days(promise.days(stage))).ok()?;
    let left = i64::from((on - today).get_days());
    let state = match left {
        left if left < 0 => DueState::Over,
        left if left <= promise.alert_days => DueState::Near,
        _ => DueState::Ahead,
    };
    Some(Due { stage, on, state })
}

/// How many files come to the end of their delay, as the subject of a mail.
pub fn ending_words(count: i64) -> String {
    match count {
        1 => "1 dossier arrive au terme de son délai".to_owned(),
        many => format!("{} arrivent au terme de leur délai", french::count(many, "dossier", "dossiers")),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn half_and_nine_tenths_are_told_with_their_base_and_never_of_a_handful() {
        let days: Vec<i64> = (1..=10).map(|rank| rank * 10).collect();
        let told = Delay::of(&days, 60, 5);
        assert_eq!(told, Delay::Told { base: 10, median_tenths: 550, ninetieth_tenths: 950, late: 4 });
        assert_eq!(Delay::of(&days[..4], 60, 5), Delay::TooFew(4));
        assert_eq!(Delay::of(&[], 60, 0), Delay::TooFew(0));
        assert_eq!((days_words(550), days_words(10)), ("55\u{a0}jours".into(), "1\u{a0}jour".into()));
        assert_eq!(days_words(425), "42,5\u{a0}jours");
    }

    #[test]
    fn the_next_stage_is_told_before_its_end() {
        let (filed, promise) = (date(2026, 2, 1), Promise::default());
        let at = |reached: &[Stage], day| next_due(filed, reached, &promise, day).map(|due| (due.stage, due.state));
        assert_eq!(at(&[], date(2026, 2, 2)), Some((Stage::Complete, DueState::Ahead)));
        assert_eq!(at(&[], date(2026, 2, 10)), Some((Stage::Complete, DueState::Near)));
        assert_eq!(at(&[], date(2026, 2, 17)), Some((Stage::Complete, DueState::Over)));
        assert_eq!(at(&[Stage::Complete], date(2026, 3, 30)), Some((Stage::Decided, DueState::Near)));
        assert_eq!(at(Stage::ALL, date(2026, 3, 30)), None);
    }

    #[test]
    fn a_promise_keeps_the_order_of_things() {
        assert_eq!(check_promise(&Promise::default()), []);
        let wrong = Promise { decided_days: 10, notified_days: 0, smallest_base: 1, ..Promise::default() };
        let fields: Vec<String> = check_promise(&wrong).into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["notification", "base", "decision", "notification"]);
        assert_eq!(days_between(date(2026, 3, 2), date(2026, 3, 1)), 0);
    }

    #[test]
    fn one_file_has_its_own_delay_and_several_have_theirs() {
        assert_eq!(ending_words(1), "1 dossier arrive au terme de son délai");
        assert_eq!(ending_words(3).replace('\u{a0}', " "), "3 dossiers arrivent au terme de leur délai");
    }
}
