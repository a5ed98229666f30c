//! The report itself: its year, its states, the delays of the law.

use deadlines::{Zone, end_of_months, on_working_day};
use jiff::civil::Date;
use kernel::{FieldError, Moment, Uuid, french, vocabulary};

use super::Opinion;

vocabulary! {
    /// Where a report stands.
    State {
        /// It is written.
        Draft => "draft", "en cours d’écriture";
        /// Councils are asked what they think; it is still written, to take that into account.
        Submitted => "submitted", "soumis pour avis";
        /// The council of the intercommunality approved it: nobody writes it any more.
        Approved => "approved", "approuvé";
        /// Everybody reads it.
        Published => "published", "publié";
    }
}

impl State {
    /// Whether its text may still change.
    pub const fn is_written(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted)
    }
}

vocabulary! {
    /// When a version was frozen.
    Occasion {
        /// As councils received it.
        Submission => "submission", "Version soumise pour avis";
        /// As it was approved.
        Approval => "approval", "Version approuvée";
    }
}

/// The annual report of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Which.
    pub id: Uuid,
    /// Its contract.
    pub contract: Uuid,
    /// The year it tells.
    pub year: i64,
    /// Where it stands.
    pub state: State,
    /// When councils received it, and the last day they have to answer.
    pub asked: Option<Submission>,
    /// When it was approved, and by what.
    pub approval: Option<Approval>,
    /// When everybody could read it.
    pub published_at: Option<Moment>,
    /// How many times it was changed.
    pub revision: i64,
}

/// What councils are told: when they receive the report and until when they answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The day councils receive it.
    pub on: Date,
    /// The last day to answer.
    pub due_on: Date,
}

/// How a report was approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The day of the deliberation.
    pub on: Date,
    /// What names the deliberation.
    pub deliberation: String,
}

/// A frozen version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which.
    pub id: Uuid,
    /// Of which report.
    pub report: Uuid,
    /// When in the life of the report.
    pub occasion: Occasion,
    /// When.
    pub at: Moment,
    /// By whom, as the journal names people.
    pub by: String,
}

/// Where reports are kept.
pub const HOME: &str = "/gestion/rapports-annuels";

/// Where everybody finds reports.
pub const OPEN: &str = "/rapports-annuels";

/// Where a report is kept.
pub fn report_path(id: Uuid) -> String {
    format!("{HOME}/{id}")
}

/// Where a chapter is written.
pub fn chapter_path(id: Uuid) -> String {
    format!("{HOME}/chapitres/{id}")
}

/// Where an opinion is noted.
pub fn opinion_path(id: Uuid) -> String {
    format!("{HOME}/avis/{id}")
}

/// Where a frozen version is read.
pub fn version_path(id: Uuid) -> String {
    format!("{HOME}/versions/{id}")
}

/// Where everybody reads the report of a contract, by its code, on a year.
pub fn open_path(contract: &str, year: i64) -> String {
    format!("{OPEN}/{contract}/{year}")
}

/// Why a year is not one this contract has a report for.
pub fn check_year(year: i64, (starts_on, ends_on): (Date, Date), today: Date) -> Option<FieldError> {
    let (first, last) = (i64::from(starts_on.year()), i64::from(ends_on.year()));
    let told = if year < first || year > last {
        format!("Ce contrat va de {first} à {last} : choisissez une de ces années")
    } else if year > i64::from(today.year()) {
        format!("L’année {year} n’a pas commencé : le rapport dit ce qui a été fait dans l’année")
    } else {
        return None;
    };
    Some(FieldError::new("annee", told))
}

/// The first day that may be the last one to answer: a month after councils received the report, or the working day after it
/// (décret 2015-1118, article 2; computed as articles 641 and 642 of the code de procédure civile say).
pub fn earliest_due(sent_on: Date) -> Date {
    on_working_day(end_of_months(sent_on, 1), Zone::Mainland)
}

/// What is wrong with a submission.
pub fn check_submission(one: Submission, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if one.on > today {
        errors.push(FieldError::new("envoi", "Cette date est à venir : soumettez le rapport le jour où il est envoyé"));
    }
    let earliest = earliest_due(one.on);
    if one.due_on < earliest {
        let told =
            format!("Les conseils ont au moins un mois pour répondre : le {} au plus tôt", french::date(earliest));
        errors.push(FieldError::new("echeance", told));
    }
    errors
}

/// What keeps a report from being approved that day: a delay that runs, an opinion nobody said what is done with.
pub fn check_approval(one: &Approval, asked: Submission, opinions: &[Opinion], today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if one.on > today {
        errors.push(FieldError::new(
            "date",
            "Cette date est à venir : enregistrez l’approbation une fois qu’elle est votée",
        ));
    }
    let is_whole = opinions.iter().all(|opinion| opinion.given.is_some());
    if !is_whole && one.on <= asked.due_on {
        let told = format!(
            "Des conseils ont jusqu’au {} pour répondre : le rapport est approuvé après",
            french::date(asked.due_on)
        );
        errors.push(FieldError::new("date", told));
    } else if let Some(last) = opinions.iter().filter_map(|opinion| opinion.given.as_ref()).map(|given| given.on).max()
        && one.on < last
    {
        let told = format!("Un avis date du {} : le rapport est approuvé après les avis", french::date(last));
        errors.push(FieldError::new("date", told));
    }
    if one.deliberation.is_empty() {
        errors.push(FieldError::new("deliberation", "Donnez le numéro ou l’intitulé de la délibération"));
    }
    if one.deliberation.chars().count() > 200 {
        errors.push(FieldError::new("deliberation", "Cet intitulé a plus de 200 signes : raccourcissez-le"));
    }
    let missing: Vec<&str> = opinions.iter().filter(|one| one.lacks_follow_up()).map(|one| one.body.as_str()).collect();
    if !missing.is_empty() {
        let told = format!("Dites d’abord la suite donnée à l’avis de : {}", missing.join(", "));
        errors.push(FieldError::new("", told));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Given, Kind, Sense};

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn the_year_is_one_of_the_contract_and_has_begun() {
        let period = (day("2024-03-31"), day("2030-03-30"));
        let check = |year| check_year(year, period, day("2026-12-01")).map(|one| one.sentence);
        assert_eq!(check(2024), None);
        assert_eq!(check(2026), None);
        assert!(check(2023).expect("told").contains("de 2024 à 2030"));
        assert!(check(2031).expect("told").contains("de 2024 à 2030"));
        assert!(check(2027).expect("told").contains("n’a pas commencé"));
    }

    #[test]
    fn councils_have_a_month_at_least_that_ends_on_a_working_day() {
        // 31 January: February has no 31st; the 28th of February 2026 is a Saturday.
        assert_eq!(earliest_due(day("2026-01-31")), day("2026-03-02"));
        assert_eq!(earliest_due(day("2026-03-03")), day("2026-04-03"));
        let sent = |on: &str, due: &str| Submission { on: day(on), due_on: day(due) };
        let check = |one| check_submission(one, day("2026-03-10")).len();
        assert_eq!(check(sent("2026-03-03", "2026-04-03")), 0);
        assert_eq!(check(sent("2026-03-03", "2026-04-02")), 1);
        assert_eq!(check(sent("2026-03-11", "2026-04-02")), 2);
    }

    #[test]
    fn approval_waits_for_the_delay_and_for_what_is_done_with_each_opinion() {
        let opinion = |given: Option<&str>, follow_up: &str| Opinion {
            id: Uuid::nil(),
            report: Uuid::nil(),
            kind: Kind::Municipal,
            body: "Conseil municipal de Narbonne".into(),
            given: given.map(|on| Given { on: day(on), sense: Sense::Favourable, words: String::new() }),
            follow_up: follow_up.into(),
            revision: 1,
        };
        let asked = Submission { on: day("2026-03-03"), due_on: day("2026-04-03") };
        let check = |on: &str, opinions: &[Opinion]| {
            let one = Approval { on: day(on), deliberation: "2026-12".into() };
            check_approval(&one, asked, opinions, day("2026-06-01"))
        };
        let silent = opinion(None, "");
        assert!(check("2026-04-03", std::slice::from_ref(&silent))[0].sentence.contains("3\u{a0}avril\u{a0}2026"));
        assert!(check("2026-04-04", std::slice::from_ref(&silent)).is_empty());
        assert!(check("2026-06-02", &[silent]).iter().any(|one| one.field == "date"));
        let unanswered = check("2026-04-04", &[opinion(Some("2026-03-20"), "")]);
        assert!(unanswered[0].sentence.ends_with("Conseil municipal de Narbonne"), "{unanswered:?}");
        // When every council answered, nobody waits for the end of the delay.
        assert!(check("2026-03-25", &[opinion(Some("2026-03-20"), "Pris en compte")]).is_empty());
        assert_eq!(check("2026-03-19", &[opinion(Some("2026-03-20"), "Pris en compte")]).len(), 1);
        let nameless = Approval { on: day("2026-05-01"), deliberation: String::new() };
        assert_eq!(check_approval(&nameless, asked, &[], day("2026-06-01"))[0].field, "deliberation");
    }
}
