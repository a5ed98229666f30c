//! `/gestion/conventions/{id}/redaction`: a draft, its days, its amounts, its payments, its text.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use jiff::civil::Date;
use kernel::{Filled, Uuid, french};
use settlement::Size;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above_of, amount, choices, path, typed};
use crate::actions::desk::Whole;
use crate::actions::writing::{self, Written};
use crate::rules::{Agreement, Blank, Condition, Instalment, Version, VersionTerms, Wait, read_size, read_wait};

#[derive(Template)]
#[template(path = "pages/draft.html")]
pub(super) struct DraftPage {
    pub frame: Frame,
    pub form: Form,
    pub lines: Vec<LineShown>,
    pub years: Vec<Choice>,
    pub plan: Vec<PlanRow>,
    pub waits: Vec<Choice>,
    pub words: Vec<(String, &'static str)>,
}

/// An action whose amount is written.
pub(super) struct LineShown {
    pub field: String,
    pub label: String,
}

/// A payment being written.
pub(super) struct PlanRow {
    pub rank: usize,
    pub mark: String,
    pub mark_field: String,
    pub size: String,
    pub wait: String,
    pub when: String,
}

/// Most payments of an agreement.
const MOST: usize = 8;

/// What a text may hold, with what it becomes.
pub(super) fn words() -> Vec<(String, &'static str)> {
    let blanks = Blank::ALL.iter().map(|blank| (format!("{{{}}}", blank.code()), blank.french()));
    let conditions = Condition::ALL.iter().map(|one| (format!("[si {}]", one.code()), one.french()));
    blanks.chain(conditions).collect()
}

pub(super) fn plan_rows(form: &Form, count: usize) -> Vec<PlanRow> {
    (1..=count.min(MOST))
        .map(|rank| {
            let mark_field = format!("cle-{rank}");
            PlanRow {
                rank,
                mark: form.value(&mark_field).to_owned(),
                mark_field,
                size: format!("versement-{rank}"),
                wait: format!("attente-{rank}"),
                when: format!("quand-{rank}"),
            }
        })
        .collect()
}

fn draw(visit: &Visit, whole: &Whole, draft: &Version, form: Form) -> DraftPage {
    let lines = draft.lines.iter().enumerate().map(|(rank, line)| LineShown {
        field: format!("montant-{}", rank + 1),
        label: french::spaced(&format!("{}, {}", line.title, line.year)),
    });
    let last = (1..=MOST).rev().find(|rank| !form.value(&format!("versement-{rank}")).is_empty()).unwrap_or(0);
    let title = match (draft.number, draft.executes) {
        (0, _) => "Écrire la convention".to_owned(),
        (_, Some(year)) => format!("Écrire la convention d’exécution {year}"),
        (_, None) => format!("Écrire l’avenant n° {}", draft.rank),
    };
    let frame = visit.back_office(&french::spaced(&title)).with_form(&form);
    let id = whole.agreement.id;
    DraftPage {
        frame: frame
            .with_caption(french::spaced(&whole.carrier.card.name))
            .with_breadcrumb(above_of(id, &whole.agreement.number)),
        plan: plan_rows(&form, last.max(2) + 1),
        years: years(draft),
        form,
        lines: lines.collect(),
        waits: choices(Wait::ALL.iter().map(|wait| (wait.code(), wait.french()))),
        words: words(),
    }
}

/// Years that may be firm or only foreseen: of an agreement over several years. What executes a year says which.
fn years(draft: &Version) -> Vec<Choice> {
    let mut all: Vec<i64> = draft.lines.iter().map(|line| line.year).collect();
    all.sort_unstable();
    all.dedup();
    let first = if draft.executes.is_some() { all.len() } else { 1 };
    choices(all.into_iter().skip(first).map(|year| (year, year.to_string())))
}

fn filled(draft: &Version) -> Form {
    let terms = &draft.terms;
    let mut form = Form::filled([("texte", terms.body.clone()), ("revision", draft.revision.to_string())])
        .with_date("debut", Some(terms.starts_on))
        .with_date("fin", Some(terms.ends_on))
        .with_date("compte-rendu", Some(terms.report_on));
    for (rank, line) in draft.lines.iter().enumerate() {
        form.add(format!("montant-{}", rank + 1), typed(line.cents));
    }
    for year in &draft.forecast {
        form.add("previsionnelle", year.to_string());
    }
    for one in &draft.instalments {
        let rank = one.position;
        form.add(format!("cle-{rank}"), one.mark.to_string());
        form.add(format!("versement-{rank}"), typed(one.cents));
        form.add(format!("attente-{rank}"), one.wait.code());
        let day = |day: Date| format!("{:02}/{:02}/{}", day.day(), day.month(), day.year());
        let when = one.year.map(|year| year.to_string()).or(one.day.map(day));
        form.add(format!("quand-{rank}"), when.unwrap_or_default());
    }
    form
}

fn read(fields: &Fields, draft: &Version, mut mark: impl FnMut() -> Uuid) -> Filled<Written> {
    let mut reading = Reading::of(fields);
    let starts = reading.needed_day("debut", "le premier jour");
    let ends = reading.needed_day("fin", "le dernier jour");
    let report = reading.needed_day("compte-rendu", "la date limite du compte rendu");
    let amounts = (1..=draft.lines.len())
        .map(|rank| {
            let field = format!("montant-{rank}");
            let cents = amount(&mut reading, &field);
            reading.needed(&field, cents, "Saisissez le montant de cette action, ou 0").unwrap_or_default()
        })
        .collect();
    let mut plan: Vec<(Instalment, Size)> = Vec::new();
    for rank in 1..=MOST {
        let field = format!("versement-{rank}");
        let sentence = "Écrivez un montant, une part comme 70 %, ou « solde »";
        if fields.text(&field).is_empty() {
            continue;
        }
        let size = reading.parsed(&field, read_size, sentence);
        let wait_field = format!("attente-{rank}");
        let wait = reading.coded(&wait_field, Wait::from_code, "Choisissez ce que ce versement attend");
        let (Some(size), Some(wait)) = (size, wait) else { continue };
        let (year, day) = match read_wait(wait, fields.text(&format!("quand-{rank}"))) {
            Ok(when) => when,
            Err(sentence) => {
                reading.tell(&format!("quand-{rank}"), sentence);
                continue;
            }
        };
        let known = fields.text(&format!("cle-{rank}")).parse().ok();
        let known = known.filter(|mark| plan.iter().all(|(one, _)| one.mark != *mark));
        let position = plan.len() as i64 + 1;
        let one = Instalment { mark: known.unwrap_or_else(&mut mark), position, cents: 0, wait, year, day };
        plan.push((one, size));
    }
    let terms = VersionTerms {
        starts_on: starts.unwrap_or(draft.terms.starts_on),
        ends_on: ends.unwrap_or(draft.terms.ends_on),
        report_on: report.unwrap_or(draft.terms.report_on),
        body: fields.text("texte").replace("\r\n", "\n"),
    };
    let offered = years(draft);
    let is_offered = |year: &i64| offered.iter().any(|choice| choice.value == year.to_string());
    let ticked = fields.all("previsionnelle").into_iter().filter_map(|year| year.parse().ok());
    let forecast = match draft.executes {
        Some(_) => draft.forecast.clone(),
        None => ticked.filter(is_offered).collect(),
    };
    reading.filled(Written { terms, amounts, forecast, plan })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Agreement>) -> Answer {
    let mut tx = house.read().await?;
    let (whole, draft) = writing::draft(&mut tx, &visit.actor, id.uuid()).await?;
    answer::page(&draw(&visit, &whole, &draft, filled(&draft)))
}

pub async fn write(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Agreement>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (_, draft) = writing::draft(&mut tx, &visit.actor, id.uuid()).await?;
    let typed = read(&fields, &draft, || house.outside.uuid());
    let which = (id.uuid(), fields.revision());
    let outcome = writing::write(&mut tx, &house.outside, &visit.actor, which, typed).await;
    let again = async |form| {
        let (whole, draft) = writing::draft(&mut house.read().await?, &visit.actor, id.uuid()).await?;
        Ok::<_, Fault>(draw(&visit, &whole, &draft, form))
    };
    answer::settle(tx, outcome, (|()| path(id.uuid()), "modifie"), &fields, again).await
}
