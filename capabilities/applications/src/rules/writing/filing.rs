//! Filing: what is missing, whether it is still time, what is attested, what silence means.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Cents, FieldError, Moment, Uuid, french};

use super::{BudgetForm, budget_key, findings, form, is_answered};
use crate::rules::{Application, Call, CallFunder, CallTerms, Opening, Part};

/// The name under which what was attested is kept.
pub const ATTESTATION: &str = "attestation";

/// A project as filing looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeProject {
    /// Which.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Its answers: question, value.
    pub answered: Vec<(String, String)>,
    /// Its budgets, by year.
    pub budgets: Vec<(i64, BudgetForm)>,
}

/// A whole application as filing looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The application.
    pub application: Application,
    /// What the call asks.
    pub terms: CallTerms,
    /// Who takes part.
    pub funders: Vec<CallFunder>,
    /// Answers about the whole.
    pub answered: Vec<(String, String)>,
    /// Budget of the organisation.
    pub own_budget: BudgetForm,
    /// Projects, in order; those withdrawn left out.
    pub projects: Vec<WholeProject>,
    /// Documents given: project, kind.
    pub files: Vec<(Option<Uuid>, String)>,
    /// What the organisation's sheet lacks, each a sentence.
    pub carrier: Vec<String>,
}

/// Something that keeps an application from being filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What, told with what to do.
    pub sentence: String,
    /// Where it is done, under the address of the application; empty: on the sheet of the organisation.
    pub path: String,
}

fn missing_of(whole: &Whole, part: Option<&WholeProject>) -> Vec<Missing> {
    let (kind, answered, name) = match part {
        None => (Part::Application, &whole.answered, String::new()),
        Some(project) => (Part::Project, &project.answered, format!("{} – ", project.title)),
    };
    let address = part.map_or_else(|| "dossier".to_owned(), |project| project.id.to_string());
    let sections = form(&whole.terms);
    let questions = sections.iter().filter(|section| section.part == kind).flat_map(|section| &section.questions);
    let mut all: Vec<Missing> = questions
        .filter(|question| question.is_required && !is_answered(question, answered))
        .map(|question| Missing {
            sentence: french::spaced(&format!("{name}Sans réponse : {}", question.label)),
            path: format!("/question/{address}/{}", question.key),
        })
        .collect();
    for asked in whole.terms.attachments.iter().filter(|one| one.part == kind && one.is_required) {
        let id = part.map(|project| project.id);
        if !whole.files.iter().any(|(project, key)| *project == id && *key == asked.key) {
            all.push(Missing {
                sentence: format!("{name}Pièce à joindre : {}", asked.label),
                path: "/pieces".to_owned(),
            });
        }
    }
    all
}

/// Everything that keeps an application from being filed, each a sentence, in the order of the form.
pub fn missing(whole: &Whole) -> Vec<Missing> {
    let mut all: Vec<Missing> =
        whole.carrier.iter().map(|sentence| Missing { sentence: sentence.clone(), path: String::new() }).collect();
    all.extend(missing_of(whole, None));
    if whole.projects.is_empty() {
        all.push(Missing { sentence: "Ajoutez au moins une action".to_owned(), path: "#actions".to_owned() });
    }
    let chart = super::chart(&whole.terms.chart);
    let of_budget = |budget: &BudgetForm, funders: &[CallFunder]| {
        findings(&chart, budget, funders).into_iter().filter(|(_, refuses)| *refuses).map(|(sentence, _)| sentence)
    };
    let first = whole.application.first_year;
    for sentence in of_budget(&whole.own_budget, &[]) {
        let path = format!("/budget/dossier/{first}");
        all.push(Missing { sentence: format!("Budget de l’association – {sentence}"), path });
    }
    for project in &whole.projects {
        all.extend(missing_of(whole, Some(project)));
        for year in first..first + whole.application.years {
            let empty = BudgetForm::default();
            let budget = project.budgets.iter().find(|(known, _)| *known == year).map_or(&empty, |(_, budget)| budget);
            let path = format!("/budget/{}/{year}", project.id);
            for sentence in of_budget(budget, &whole.funders) {
                all.push(Missing {
                    sentence: format!("{} – Budget {year} : {sentence}", project.title),
                    path: path.clone(),
                });
            }
        }
        let asked: i64 = project.budgets.iter().flat_map(|(_, budget)| &budget.asked).map(|one| one.amount.0).sum();
        if asked == 0 {
            let sentence = format!("{} – Demandez un montant à un financeur de l’appel", project.title);
            all.push(Missing { sentence, path: format!("/budget/{}/{first}", project.id) });
        }
    }
    all
}

impl Whole {
    /// What is asked of the funders of the call, over all projects and years.
    pub fn asked(&self) -> Cents {
        let all = self.projects.iter().flat_map(|project| &project.budgets);
        all.flat_map(|(_, budget)| &budget.asked).map(|one| one.amount).sum()
    }

    /// The years of the application whose budgets were begun, for the table of contents of its page.
    pub fn years(&self) -> std::ops::Range<i64> {
        self.application.first_year..self.application.first_year + self.application.years
    }

    /// Whether a budget of this part was saved.
    pub fn has_budget(answered: &[(String, String)], year: i64) -> bool {
        answered.iter().any(|(key, _)| *key == budget_key(year))
    }
}

/// Whether an application may be filed at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// The call is open.
    InTime,
    /// It is closed; an agent admitted the application.
    Admitted,
    /// It is closed, since that moment.
    TooLate(Moment),
    /// Nobody may file: not open yet, or withdrawn.
    NotOpen,
}

/// Whether an application may be filed at `now`.
pub fn lateness(call: &Call, application: &Application, now: Moment) -> Lateness {
    match (call.opening(now), call.closes_at) {
        (Opening::Open, _) => Lateness::InTime,
        (Opening::Closed, _) if application.late_until.is_some_and(|until| now <= until) => Lateness::Admitted,
        (Opening::Closed, Some(closed)) => Lateness::TooLate(closed.plus_seconds(60)),
        _ => Lateness::NotOpen,
    }
}

/// What the signatory attests (point 7 of CERFA 12156*06).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attested {
    /// Up to date with administrative, accounting, social and fiscal duties.
    pub is_regular: bool,
    /// What is written is exact and sincere.
    pub is_sincere: bool,
    /// The charter of mutual commitments is kept.
    pub keeps_charter: bool,
    /// The *contrat d’engagement républicain* is subscribed (decree 2021-1947).
    pub keeps_commitments: bool,
    /// Whether public aid over three years is above 500 000 €; none: not said.
    pub is_above_threshold: Option<bool>,
    /// Who signs.
    pub name: String,
    /// As what.
    pub role: String,
    /// She signs by proxy of the legal representative.
    pub is_by_proxy: bool,
}

impl Attested {
    /// What is not attested yet.
    pub fn check(&self) -> Vec<FieldError> {
        let boxes = [
            (self.is_regular, "a-jour", "Pour déposer, l’association doit être à jour de ses obligations"),
            (self.is_sincere, "sincere", "Attestez que ce qui est écrit est exact"),
            (
                self.keeps_charter,
                "charte",
                "Pour déposer, l’association doit respecter la charte des engagements réciproques",
            ),
            (
                self.keeps_commitments,
                "engagement",
                "Pour déposer, l’association doit souscrire le contrat d’engagement républicain",
            ),
        ];
        let mut errors: Vec<FieldError> = boxes
            .into_iter()
            .filter(|(is_ticked, ..)| !is_ticked)
            .map(|(_, field, sentence)| FieldError::new(field, sentence))
            .collect();
        if self.is_above_threshold.is_none() {
            errors.push(FieldError::new("aides", "Dites si les aides publiques de trois ans dépassent 500 000 €"));
        }
        for (value, field, sentence) in [
            (&self.name, "nom", "Écrivez le prénom et le nom de qui signe"),
            (&self.role, "fonction", "Écrivez la fonction de qui signe"),
        ] {
            if value.trim().is_empty() || value.chars().count() > 120 {
                errors.push(FieldError::new(field, sentence));
            }
        }
        errors
    }

    /// What is kept and printed.
    pub fn told(&self) -> String {
        let aid = match self.is_above_threshold {
            Some(true) => "supérieures à 500 000 €",
            _ => "inférieures ou égales à 500 000 €",
        };
        let proxy =
            if self.is_by_proxy { ", par délégation de la représentante ou du représentant légal" } else { "" };
        format!(
            "L’association est à jour de ses obligations administratives, comptables, sociales et fiscales.\n\
             Les informations du dossier sont exactes et sincères.\n\
             L’association respecte la charte des engagements réciproques.\n\
             L’association a souscrit le contrat d’engagement républicain annexé au décret n° 2021-1947.\n\
             Aides publiques perçues sur trois exercices : {aid}.\n\
             Signé par {}, {}{proxy}.",
            self.name.trim(),
            self.role.trim()
        )
    }
}

/// The day silence becomes a refusal: so many months after filing (CRPA, articles L231-4 and R112-11-1).
pub fn silence_ends(filed: Moment, months: i64, zone: &TimeZone) -> Option<Date> {
    let months = i32::try_from(months).ok().filter(|months| *months > 0)?;
    filed.day(zone).checked_add(jiff::Span::new().months(months)).ok()
}

/// « le 30 avril 2026 à 23 h 59 ».
pub fn told_moment(moment: Moment, zone: &TimeZone) -> String {
    format!("le {}", french::moment(moment, zone))
}
