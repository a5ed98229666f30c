//! The money of a body: what it received, what it spent, what remains. Whole cents, always.

use jiff::civil::Date;
use kernel::{Cents, FieldError, Uuid, vocabulary};

use super::check_personal;

vocabulary! {
    /// What a member is charged with by the others.
    Role {
        /// Keeps the money.
        Treasurer => "treasurer", "tient le budget";
        /// Writes the public page.
        Editor => "editor", "écrit la page publique";
    }
}

vocabulary! {
    /// Whether money came or went.
    LineKind {
        /// It came.
        Grant => "grant", "Somme reçue";
        /// It went.
        Expense => "expense", "Dépense";
    }
}

vocabulary! {
    /// What money is spent on.
    Heading {
        /// Things.
        Supplies => "supplies", "Fournitures et matériel";
        /// Meals and moments together.
        Meals => "meals", "Convivialité et repas";
        /// Leaflets, site, posters.
        Communication => "communication", "Communication";
        /// Training.
        Training => "training", "Formations";
        /// Travel.
        Travel => "travel", "Déplacements";
        /// So that parents can come.
        Childcare => "childcare", "Garde d’enfants";
        /// Rooms and equipment hired.
        Rooms => "rooms", "Salles et locations";
        /// What the body does itself.
        Projects => "projects", "Projets de l’instance";
        /// Anything else.
        Other => "other", "Autres dépenses";
    }
}

/// A line of the budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub id: Uuid,
    /// Of which body.
    pub assembly: Uuid,
    /// Whether money came or went.
    pub kind: LineKind,
    /// What was set.
    pub terms: LineTerms,
    /// Its receipt.
    pub file: Option<Uuid>,
    /// How many times it was changed.
    pub revision: i64,
}

/// What is set for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineTerms {
    /// Who gave, or what was bought.
    pub label: String,
    /// How much, above zero.
    pub amount: Cents,
    /// Which day.
    pub dated: Date,
    /// For which year it counts: the one money was given for, or the day’s.
    pub year: i64,
    /// What it was spent on; nothing, for money received.
    pub heading: Option<Heading>,
}

/// What a year comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// What remained of the years before.
    pub carried: Cents,
    /// Received for the year.
    pub received: Cents,
    /// Spent in the year.
    pub spent: Cents,
    /// The same by heading, those spent on only.
    pub by_heading: Vec<(Heading, Cents)>,
}

impl Balance {
    /// What remains at the end of the year.
    pub fn remaining(&self) -> Cents {
        self.carried + self.received - self.spent
    }
}

/// Counts a year.
pub fn balance(year: i64, lines: &[Line]) -> Balance {
    let sum = |is: &dyn Fn(&&Line) -> bool| lines.iter().filter(is).map(|line| line.terms.amount).sum::<Cents>();
    let of = |kind: LineKind, line: &Line| line.kind == kind;
    let before = |kind| sum(&|line| of(kind, line) && line.terms.year < year);
    let within = |kind| sum(&|line| of(kind, line) && line.terms.year == year);
    let heading = |heading: &Heading| {
        let spent =
            sum(&|line| of(LineKind::Expense, line) && line.terms.year == year && line.terms.heading == Some(*heading));
        (spent != Cents(0)).then_some((*heading, spent))
    };
    Balance {
        carried: before(LineKind::Grant) - before(LineKind::Expense),
        received: within(LineKind::Grant),
        spent: within(LineKind::Expense),
        by_heading: Heading::ALL.iter().filter_map(heading).collect(),
    }
}

/// Years a budget speaks of, the last first, this one among them.
pub fn years(lines: &[Line], this: i64) -> Vec<i64> {
    let mut all: Vec<i64> = lines.iter().map(|line| line.terms.year).chain([this]).collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.dedup();
    all
}

/// What is wrong in a line.
pub fn check_line(kind: LineKind, terms: &LineTerms, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    let is_grant = kind == LineKind::Grant;
    if terms.label.is_empty() || terms.label.chars().count() > 200 {
        tell("libelle", if is_grant { "Dites d’où vient cette somme" } else { "Dites ce qui a été payé" });
    }
    if terms.amount <= Cents(0) {
        tell("montant", "Indiquez un montant au-dessus de zéro");
    }
    if terms.dated > today {
        tell("date", "Ce jour est à venir : notez la ligne quand il sera là");
    }
    if is_grant && !(2000..=2200).contains(&terms.year) {
        tell("annee", "Indiquez l’année pour laquelle cette somme est donnée, par exemple 2026");
    }
    if !is_grant && terms.heading.is_none() {
        tell("poste", "Choisissez le poste de dépense");
    }
    errors.extend(check_personal("libelle", &terms.label));
    errors
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn line(kind: LineKind, year: i64, cents: i64, heading: Option<Heading>) -> Line {
        let terms = LineTerms { label: "Essai".into(), amount: Cents(cents), dated: date(2026, 1, 1), year, heading };
        Line { id: Uuid::from_u128(1), assembly: Uuid::from_u128(2), kind, terms, file: None, revision: 1 }
    }

    #[test]
    fn what_remains_goes_over_to_the_next_year() {
        let lines = [
            line(LineKind::Grant, 2025, 100_000, None),
            line(LineKind::Expense, 2025, 60_050, Some(Heading::Meals)),
            line(LineKind::Grant, 2026, 200_000, None),
            line(LineKind::Expense, 2026, 10_000, Some(Heading::Travel)),
            line(LineKind::Expense, 2026, 5_001, Some(Heading::Travel)),
        ];
        let year = balance(2026, &lines);
        assert_eq!((year.carried, year.received, year.spent), (Cents(39_950), Cents(200_000), Cents(15_001)));
        assert_eq!(year.remaining(), Cents(224_949));
        assert_eq!(year.by_heading, [(Heading::Travel, Cents(15_001))]);
        assert_eq!(years(&lines, 2027), [2027, 2026, 2025]);
        assert_eq!(balance(2024, &lines), Balance::default());
    }

    #[test]
    fn a_line_has_its_heading_or_its_year() {
        let told = |kind, one: &Line| {
            check_line(kind, &one.terms, date(2026, 1, 1)).into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(told(LineKind::Expense, &line(LineKind::Expense, 2026, 0, None)), ["montant", "poste"]);
        assert_eq!(told(LineKind::Grant, &line(LineKind::Grant, 26, 1, None)), ["annee"]);
    }
}
