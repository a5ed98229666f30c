//! Whether a part of a report is finished, and what its accounts come to.

use budget::{Chart, ChartVersion, Line, totals};
use kernel::{Cents, FieldError, french};
use settlement::{Figures, Finding, Formula, Tolerance, overpayment};

use super::{PartKind, ReportFigure, ReportKind, ReportPart};

/// Longest answer, in signs.
pub const LONGEST: usize = 5_000;

/// Longest explanation, in signs.
pub const LONGEST_WHY: usize = 500;

fn euros(cents: i64) -> String {
    french::euros(Cents(cents))
}

impl ReportPart {
    /// The chart its accounts are written on.
    pub fn chart(&self) -> Chart {
        Chart::of(ChartVersion::of_code(&self.chart).unwrap_or(ChartVersion::Anc2018))
    }

    /// What a line of accounts is called: « 641 Rémunération des personnels », « 74 État : Préfecture de l’Aude ».
    pub fn line_name(&self, one: &ReportFigure) -> String {
        let Some((_, account)) = self.chart().account(&one.code) else { return one.label.clone() };
        let name = match one.label.as_str() {
            "" => account.label.to_owned(),
            label if label == account.label => label.to_owned(),
            label => format!("{} : {label}", account.label),
        };
        format!("{} {name}", account.number()).trim().to_owned()
    }

    fn lines(&self, cents: impl Fn(&ReportFigure) -> i64) -> Vec<Line> {
        let chart = self.chart();
        let line = |one: &ReportFigure| {
            let is_by_funder = chart.account(&one.code).is_some_and(|(_, account)| account.is_by_funder);
            let cents = cents(one);
            match is_by_funder {
                true => Line::of_funder(&one.code, &one.label, cents),
                false => Line::new(&one.code, &one.label, cents),
            }
        };
        self.figures.iter().map(line).collect()
    }

    /// What was foreseen, as the engine counts it.
    pub fn planned(&self) -> Vec<Line> {
        self.lines(|one| one.planned)
    }

    /// What was done, as the engine counts it.
    pub fn done(&self) -> Vec<Line> {
        self.lines(|one| one.done.unwrap_or_default())
    }

    /// What the report says for the rule of the agreement: `granted` is what the agreement gives the action for the year.
    pub fn figures_for(&self, granted: i64) -> Figures {
        let (planned, done) = (totals(&self.chart(), &self.planned()), totals(&self.chart(), &self.done()));
        let own: i64 = self.figures.iter().filter(|one| one.is_own).filter_map(|one| one.done).sum();
        Figures {
            granted,
            planned_charges: planned.charges,
            done_charges: done.charges,
            other_products: done.products.saturating_sub(own),
        }
    }

    /// Charges foreseen and done, in cents; nothing done while nothing is said.
    pub fn charges(&self) -> (Option<i64>, Option<i64>) {
        let (planned, done) = (totals(&self.chart(), &self.planned()), totals(&self.chart(), &self.done()));
        let is_said = self.figures.iter().any(|one| !one.is_own && one.done.is_some());
        (Some(planned.charges), is_said.then_some(done.charges))
    }

    /// People reached and foreseen, neighbourhoods apart; nothing while nothing is said.
    pub fn people(&self) -> Option<(i64, i64)> {
        let own = || self.figures.iter().filter(|one| !one.code.starts_with("quartier/"));
        let is_said = own().any(|one| one.done.is_some());
        is_said.then(|| (own().filter_map(|one| one.done).sum(), own().map(|one| one.planned).sum()))
    }

    /// The accounts in a sentence: charges, products, rate.
    pub fn told_accounts(&self) -> String {
        let (planned, done) = (totals(&self.chart(), &self.planned()), totals(&self.chart(), &self.done()));
        let rate = settlement::execution(&self.chart(), &self.planned(), &self.done());
        let rate = rate.map(|rate| format!(", soit {} de ce qui était prévu", french::percent(rate as f64 / 100.0, 0)));
        format!(
            "Charges : {} réalisées pour {} prévues{}. Produits : {} réalisés pour {} prévus.",
            euros(done.charges),
            euros(planned.charges),
            rate.unwrap_or_default(),
            euros(done.products),
            euros(planned.products)
        )
    }
}

/// The field where the number of a row is typed.
pub fn done_field(position: i64) -> String {
    format!("realise-{position}")
}

/// The field where a gap is explained.
pub fn why_field(position: i64) -> String {
    format!("pourquoi-{position}")
}

/// The field of an answer.
pub fn answer_field(position: i64) -> String {
    format!("reponse-{position}")
}

/// What keeps a part from being kept at all: too long, below nought.
pub fn check_typed(part: &ReportPart) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for one in part.answers.iter().filter(|one| one.value.chars().count() > LONGEST) {
        errors.push(FieldError::new(answer_field(one.position), "Écrivez moins de 5 000 signes"));
    }
    for one in part.figures.iter().filter(|one| one.why.chars().count() > LONGEST_WHY) {
        errors.push(FieldError::new(why_field(one.position), "Expliquez en moins de 500 signes"));
    }
    let most = if part.kind == PartKind::Accounts { settlement::MOST_CENTS } else { 10_000_000 };
    for one in part.figures.iter().filter(|one| one.done.is_some_and(|done| !(0..=most).contains(&done))) {
        errors.push(FieldError::new(done_field(one.position), "Ce nombre est trop grand : vérifiez les chiffres"));
    }
    errors
}

/// What keeps a part from being finished. Gaps are explained in the report of the year only.
pub fn check_part(part: &ReportPart, kind: ReportKind, tolerance: Tolerance) -> Vec<FieldError> {
    match part.kind {
        PartKind::Story => unanswered(part, "Répondez à cette question"),
        PartKind::Indicators => unanswered(part, "Dites le résultat, ou « non mesuré » et pourquoi"),
        PartKind::Publics => match part.figures.iter().any(|one| one.done.is_some()) {
            true => Vec::new(),
            false => {
                vec![FieldError::new(done_field(1), "Dites combien de personnes ont été touchées, 0 s’il n’y en a pas")]
            }
        },
        PartKind::Accounts => accounts(part, kind, tolerance),
    }
}

fn unanswered(part: &ReportPart, sentence: &str) -> Vec<FieldError> {
    let empty = part.answers.iter().filter(|one| one.value.trim().is_empty());
    empty.map(|one| FieldError::new(answer_field(one.position), sentence)).collect()
}

fn accounts(part: &ReportPart, kind: ReportKind, tolerance: Tolerance) -> Vec<FieldError> {
    let (planned, done) = (part.planned(), part.done());
    let explained: Vec<&str> =
        part.figures.iter().filter(|one| !one.why.trim().is_empty()).map(|one| one.code.as_str()).collect();
    let first = |account: &str| part.figures.iter().find(|one| one.code == account).map_or(1, |one| one.position);
    let found = settlement::check(&part.chart(), &planned, (&planned, &done), &explained, tolerance);
    let told = found.into_iter().filter_map(|finding| {
        let sentence = finding.sentence(euros);
        let field = match &finding {
            Finding::Unexplained(_) if kind == ReportKind::Interim => return None,
            // What is done may leave more or less than it cost: the rule of the agreement says what becomes of it.
            Finding::Budget(budget::Finding::Unbalanced { .. }) => return None,
            // A line of the application is as its carrier wrote it, or as it came from elsewhere.
            Finding::Budget(budget::Finding::NoFunder { .. } | budget::Finding::UnknownAccount { .. }) => return None,
            Finding::Unexplained(gap) => why_field(first(gap.account)),
            Finding::Budget(budget::Finding::VoluntaryUnbalanced { .. }) if kind == ReportKind::Interim => return None,
            Finding::Budget(other) => match other.line().and_then(|line| part.figures.get(line)) {
                Some(one) => done_field(one.position),
                None => done_field(1),
            },
            Finding::NothingDone | Finding::OtherForecast { .. } => done_field(1),
        };
        Some(FieldError::new(field, sentence))
    });
    told.collect()
}

/// What was too much in a report, and how it was counted: action by action, by the rule of the agreement. `granted` is what
/// the agreement gives each action for the year.
pub fn settle(
    parts: &[ReportPart],
    granted: impl Fn(&ReportPart) -> i64,
    (formula, tolerance): (Formula, i64),
) -> (i64, String) {
    let mut over = 0_i64;
    let mut told = Vec::new();
    for part in parts.iter().filter(|one| one.kind == PartKind::Accounts) {
        let counted = overpayment(formula, part.figures_for(granted(part)), tolerance, euros);
        over = over.saturating_add(counted.cents);
        told.push(format!("« {} » : {}", part.title, counted.reason));
    }
    (over, told.join("\n"))
}

#[cfg(test)]
mod tests {
    use kernel::Uuid;

    use super::*;

    fn part(figures: &[(&str, i64, i64, bool)]) -> ReportPart {
        let figure = |(rank, (code, planned, done, is_own)): (usize, &(&str, i64, i64, bool))| ReportFigure {
            id: Uuid::nil(),
            code: (*code).to_owned(),
            label: if code.starts_with("74") { "Financeur".into() } else { String::new() },
            planned: *planned,
            done: Some(*done),
            why: String::new(),
            is_own: *is_own,
            position: rank as i64 + 1,
        };
        ReportPart {
            id: Uuid::nil(),
            report: Uuid::nil(),
            project: Uuid::nil(),
            title: "Cuisines".into(),
            kind: PartKind::Accounts,
            chart: "2018".into(),
            position: 1,
            is_done: false,
            is_open: true,
            why: String::new(),
            saved_at: None,
            saved_by: String::new(),
            revision: 1,
            figures: figures.iter().enumerate().map(figure).collect(),
            answers: Vec::new(),
        }
    }

    /// A grant of 5 000 €, charges of 9 000 € for 12 000 €, other products of 5 500 €: what the two rules give.
    #[test]
    fn both_rules_give_what_the_form_gives() {
        let golden = part(&[
            ("604", 1_200_000, 900_000, false),
            ("74etat", 500_000, 500_000, true),
            ("756", 700_000, 550_000, false),
        ]);
        let parts = [golden];
        let over = |formula| settle(&parts, |_| 500_000, (formula, 0)).0;
        assert_eq!((over(Formula::Unneeded), over(Formula::Proportional)), (150_000, 125_000));
        let (within, told) = settle(&parts, |_| 500_000, (Formula::Unneeded, 150_000));
        assert!(within == 0 && told.starts_with("« Cuisines »") && told.contains("tolérance"), "{told}");
        assert!(parts[0].told_accounts().contains("75"), "{}", parts[0].told_accounts());
    }

    #[test]
    fn a_gap_is_explained_in_the_report_of_the_year_only() {
        let mut one = part(&[("604", 100_000, 79_999, false), ("74etat", 80_000, 80_000, true)]);
        let fields = |part: &ReportPart, kind| -> Vec<String> {
            let found = check_part(part, kind, Tolerance::default());
            found.into_iter().map(|error| error.field).collect()
        };
        assert_eq!(fields(&one, ReportKind::Final), ["pourquoi-1"]);
        assert!(fields(&one, ReportKind::Interim).is_empty());
        one.figures[0].why = "Une séance de moins".into();
        assert!(fields(&one, ReportKind::Final).is_empty(), "explained");
        one.figures[0].done = Some(80_000);
        one.figures[0].why = String::new();
        assert!(fields(&one, ReportKind::Final).is_empty(), "twenty percent is not above twenty percent");
        let nothing = part(&[("604", 100_000, 0, false)]);
        assert_eq!(fields(&nothing, ReportKind::Final), ["realise-1"]);
    }
}
