//! An agreement, what each of its versions says, and what does not hold in one.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Cents, FieldError, Moment, Uuid, french, vocabulary};
use settlement::Formula;

use super::Instalment;

vocabulary! {
    /// Where a version of an agreement stands.
    VersionState {
        /// Being written.
        Draft => "draft", "En rédaction";
        /// Its paper goes round to be signed: it changes no more.
        Circulating => "circulating", "En signature";
        /// Signed by all.
        Signed => "signed", "Signée";
    }
}

/// What one funder and one carrier agree on for a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Which.
    pub id: Uuid,
    /// The contract of its call.
    pub contract: Uuid,
    /// The call.
    pub call: Uuid,
    /// The funder of the call.
    pub call_funder: Uuid,
    /// Its organisation, or itself when it has none here.
    pub payer: Uuid,
    /// Who acts.
    pub carrier: Uuid,
    /// « C2026-0001 ».
    pub number: String,
    /// How what was paid too much is counted.
    pub formula: Formula,
    /// When it was prepared.
    pub made_at: Moment,
    /// By whom.
    pub by_name: String,
}

impl Agreement {
    /// The organisation that pays, when it has accounts here.
    pub fn organisation(&self) -> Option<Uuid> {
        (self.payer != self.call_funder).then_some(self.payer)
    }
}

/// An action of an agreement, for a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which row.
    pub id: Uuid,
    /// The application it comes from.
    pub application: Uuid,
    /// The action.
    pub project: Uuid,
    /// What was decided.
    pub funding: Uuid,
    /// Title of the action.
    pub title: String,
    /// The year.
    pub year: i64,
    /// The amount, in cents.
    pub cents: i64,
}

/// What people write of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionTerms {
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Last day to give the report.
    pub report_on: Date,
    /// The text, with its blanks.
    pub body: String,
}

/// An agreement as it was first written, or after an amendment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which.
    pub id: Uuid,
    /// Of which agreement.
    pub agreement: Uuid,
    /// 0, then the number of the amendment.
    pub number: i64,
    /// Why it is amended.
    pub reason: String,
    /// What is written.
    pub terms: VersionTerms,
    /// Where it stands.
    pub state: VersionState,
    /// When it was begun.
    pub made_at: Moment,
    /// By whom.
    pub by_name: String,
    /// Name of its paper, once it is made.
    pub file_name: Option<String>,
    /// Day of the last signature.
    pub signed_on: Option<Date>,
    /// When that was noted here.
    pub noted_at: Option<Moment>,
    /// Grows with every change.
    pub revision: i64,
    /// Years that are only foreseen: nothing of them is paid before their execution agreement.
    pub forecast: Vec<i64>,
    /// The year it executes, when it is the execution agreement of a year.
    pub executes: Option<i64>,
    /// Its rank among amendments; 0 for what is no amendment.
    pub rank: i64,
    /// Its actions, by title and year.
    pub lines: Vec<Line>,
    /// Its payments, in order.
    pub instalments: Vec<Instalment>,
}

impl Version {
    /// What it comes to, in cents.
    pub fn cents(&self) -> i64 {
        self.lines.iter().map(|line| line.cents).sum()
    }

    /// What it is called: « Convention », « Avenant n° 1 », « Convention d’exécution 2027 ».
    pub fn called(&self) -> String {
        match (self.number, self.executes) {
            (0, _) => "Convention".to_owned(),
            (_, Some(year)) => format!("Convention d’exécution {year}"),
            (_, None) => format!("Avenant n° {}", self.rank),
        }
    }

    /// What it comes to for those who sign it: its year for an execution agreement, the whole otherwise.
    pub fn signed_cents(&self) -> i64 {
        let own = self.lines.iter().filter(|line| self.executes.is_none_or(|year| line.year == year));
        own.map(|line| line.cents).sum()
    }

    /// Each year with what it comes to.
    pub fn years(&self) -> Vec<(i64, i64)> {
        let mut all = std::collections::BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.cents > 0) {
            *all.entry(line.year).or_insert(0) += line.cents;
        }
        all.into_iter().collect()
    }
}

/// An agreement in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// It.
    pub agreement: Agreement,
    /// Number of its last version.
    pub version: i64,
    /// Where that one stands.
    pub state: VersionState,
    /// What it comes to.
    pub cents: i64,
    /// Its actions.
    pub actions: i64,
    /// Its years.
    pub years: i64,
}

/// Whether a version keeps the payments under way or made as they are.
///
/// # Errors
/// The amount of the first one it does not keep.
pub fn keeps_engaged(version: &Version, engaged: &[(Uuid, i64)]) -> Result<(), i64> {
    let is_kept =
        |(mark, cents): &&(Uuid, i64)| version.instalments.iter().any(|one| one.mark == *mark && one.cents == *cents);
    match engaged.iter().find(|one| !is_kept(one)) {
        Some((_, cents)) => Err(*cents),
        None => Ok(()),
    }
}

/// Longest text, in signs.
const LONGEST: usize = 30_000;

/// What is wrong with a version: its days, its amounts against what was decided, its payments. `granted` is what was decided
/// of each funding, in cents; `engaged` the payments under way or made, which an amendment leaves as they are.
pub fn check_version(version: &Version, granted: &HashMap<Uuid, i64>, engaged: &[(Uuid, i64)]) -> Vec<FieldError> {
    let euros = |cents: i64| french::euros(Cents(cents));
    let terms = &version.terms;
    let mut errors = Vec::new();
    if terms.ends_on < terms.starts_on {
        errors.push(FieldError::new("fin", "La convention doit finir après son premier jour"));
    }
    if terms.report_on < terms.starts_on {
        errors.push(FieldError::new("compte-rendu", "Le compte rendu se rend après le début de la convention"));
    }
    if terms.body.trim().is_empty() || terms.body.chars().count() > LONGEST {
        errors.push(FieldError::new("texte", "Écrivez le texte de la convention, en moins de 30 000 signes"));
    } else if let Err(sentence) = super::check_text(&terms.body) {
        errors.push(FieldError::new("texte", sentence));
    }
    for (rank, line) in version.lines.iter().enumerate() {
        let most = granted.get(&line.funding).copied().unwrap_or(0);
        if !(0..=most).contains(&line.cents) {
            let told =
                format!("« {} », {} : le montant va de 0 à {}, ce qui a été voté", line.title, line.year, euros(most));
            errors.push(FieldError::new(format!("montant-{}", rank + 1), told));
        }
    }
    let years = version.years();
    if version.forecast.iter().any(|year| years.first().is_some_and(|(first, _)| first == year)) {
        errors.push(FieldError::new("previsionnelle", "La première année est ferme : elle se paie dès la signature"));
    }
    if version.cents() == 0 {
        errors.push(FieldError::new("montant-1", "Une convention porte au moins un montant"));
    }
    if let Err(cents) = keeps_engaged(version, engaged) {
        let told = format!("Un versement de {} est engagé ou payé : gardez-le tel quel", euros(cents));
        errors.push(FieldError::new("versement-1", told));
    }
    if errors.is_empty()
        && let Err((field, sentence)) = super::plan::check_plan(version.cents(), &version.instalments)
    {
        errors.push(FieldError::new(field, sentence));
    }
    errors
}

/// What is wrong with the execution agreement of a year: it stays within what its frame foresees for the year, and leaves other
/// years as they are.
pub fn check_execution(version: &Version, frame: &Version, year: i64) -> Vec<FieldError> {
    let euros = |cents: i64| french::euros(Cents(cents));
    let before = |line: &Line| frame.lines.iter().find(|one| one.funding == line.funding).map_or(0, |one| one.cents);
    let mut errors = Vec::new();
    for (rank, line) in version.lines.iter().enumerate().filter(|(_, line)| line.year != year) {
        let foreseen = before(line);
        if line.cents != foreseen {
            let told = format!("Cette convention exécute {year} : laissez {} à {}", line.year, euros(foreseen));
            errors.push(FieldError::new(format!("montant-{}", rank + 1), told));
        }
    }
    let sum = |of: &Version| of.lines.iter().filter(|line| line.year == year).map(|line| line.cents).sum::<i64>();
    let (now, most) = (sum(version), sum(frame));
    if now > most {
        let rank = version.lines.iter().position(|line| line.year == year).unwrap_or_default();
        let told = format!(
            "L’année {year} fait {} : la convention-cadre prévoit {} au plus. Au-delà, préparez un avenant",
            euros(now),
            euros(most)
        );
        errors.push(FieldError::new(format!("montant-{}", rank + 1), told));
    }
    errors
}
