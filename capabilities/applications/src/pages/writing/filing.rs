//! The recapitulation, filing, and the receipt.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, SummaryRow};
use kernel::{Cents, Failure, Filled, Moment, french};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{Desk, Help, part_text, path};
use crate::actions::writing::filing::{Sending, acknowledgement, file, owed};
use crate::actions::writing::whole::whole;
use crate::rules::writing::{Attested, Whole, form as sections, missing};
use crate::rules::{Application, ApplicationState, Part};

#[derive(Template)]
#[template(path = "pages/writing/filing.html")]
pub(super) struct FilingPage {
    pub frame: Frame,
    pub form: Form,
    pub missing: Vec<(String, String)>,
    pub owed: Vec<String>,
    pub recap: Vec<(String, Vec<SummaryRow>)>,
    pub asked: String,
    pub funders: String,
    pub may_file: bool,
    pub thresholds: Vec<Choice>,
    pub back: String,
    pub help: Help,
}

/// What was answered to a question: its words, the answer, where it is written under the address of the application.
pub(in crate::pages) struct Said {
    pub question: String,
    pub answer: String,
    pub path: String,
}

/// Each part of an application, question by question.
pub(in crate::pages) fn recap(whole: &Whole) -> Vec<(String, Vec<Said>)> {
    let sections = sections(&whole.terms);
    let rows = |part: Part, project: Option<kernel::Uuid>, answered: &[(String, String)]| {
        let questions = sections.iter().filter(|one| one.part == part).flat_map(|one| &one.questions);
        let said = questions.map(|question| Said {
            question: kernel::french::spaced(&question.label),
            answer: answered.iter().find(|(key, _)| *key == question.key).map_or_else(String::new, |one| one.1.clone()),
            path: format!("/question/{}/{}", part_text(project), question.key),
        });
        said.collect::<Vec<_>>()
    };
    let mut all = vec![("Le dossier".to_owned(), rows(Part::Application, None, &whole.answered))];
    for project in &whole.projects {
        all.push((project.title.clone(), rows(Part::Project, Some(project.id), &project.answered)));
    }
    all
}

fn row(here: &str, said: &Said) -> SummaryRow {
    let row = SummaryRow::new(said.question.as_str(), said.answer.as_str());
    row.changed_at(format!("{here}{}", said.path))
}

/// What is asked of each funder: « Ville 3 000 €, Département 2 000 € ».
pub(super) fn by_funder(whole: &Whole) -> String {
    let all = whole.projects.iter().flat_map(|project| &project.budgets).flat_map(|(_, budget)| &budget.asked);
    let all: Vec<_> = all.collect();
    let told = whole.funders.iter().filter_map(|funder| {
        let sum: Cents = all.iter().filter(|one| one.funder == funder.id).map(|one| one.amount).sum();
        (sum.0 > 0).then(|| format!("{} {}", funder.name, french::euros(sum)))
    });
    told.collect::<Vec<_>>().join(", ")
}

async fn page_of(tx: &mut Tx, visit: &Visit, desk: &Desk, (form, now): (Form, Moment)) -> Result<FilingPage, Fault> {
    let whole = whole(tx, desk.found.application.clone(), now.day(&desk.zone)).await?;
    let owed = owed(tx, &desk.found.application, &desk.call, now.day(&desk.zone)).await?;
    let here = path(desk.id());
    let sheet = desk.sheet_path(&visit.actor);
    let lacking = missing(&whole).into_iter().map(|one| {
        let href = if one.path.is_empty() { sheet.clone() } else { format!("{here}{}", one.path) };
        (one.sentence, href)
    });
    Ok(FilingPage {
        frame: desk.frame(visit, "Relire et déposer").with_form(&form),
        form,
        missing: lacking.collect(),
        owed: owed.iter().map(|told| french::spaced(told)).collect(),
        recap: recap(&whole)
            .into_iter()
            .map(|(title, said)| (title, said.iter().map(|one| row(&here, one)).collect()))
            .collect(),
        asked: french::euros(whole.asked()),
        funders: by_funder(&whole),
        may_file: desk.found.may_sign(&visit.actor),
        thresholds: vec![Choice::new("non", "Jusqu’à 500 000 €"), Choice::new("oui", "Plus de 500 000 €")],
        back: here,
        help: desk.help(),
    })
}

/// `/dossiers/{id}/depot`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    let mut tx = house.read().await?;
    let desk = Desk::open(&mut tx, &visit, id.uuid()).await?;
    if desk.found.application.state == ApplicationState::Filed {
        return answer::see(&format!("{}/recu", path(id.uuid())));
    }
    answer::page(&page_of(&mut tx, &visit, &desk, (Form::empty(), house.outside.now())).await?)
}

fn attested(fields: &Fields) -> Attested {
    Attested {
        is_regular: fields.is_ticked("a-jour"),
        is_sincere: fields.is_ticked("sincere"),
        keeps_charter: fields.is_ticked("charte"),
        keeps_commitments: fields.is_ticked("engagement"),
        is_above_threshold: match fields.text("aides") {
            "oui" => Some(true),
            "non" => Some(false),
            _ => None,
        },
        name: fields.text("nom").to_owned(),
        role: fields.text("fonction").to_owned(),
        is_by_proxy: fields.is_ticked("delegation"),
    }
}

/// Files it.
pub async fn send(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let desk = Desk::open(&mut tx, &visit, id.uuid()).await?;
    let recipient = match visit.actor.account() {
        Some(account) => accounts::facade::account_email(&mut tx, account).await?,
        None => None,
    };
    let sending = Sending { recipient: recipient.as_deref(), origin: &house.settings.public_url };
    let form = (Filled::from(attested(&fields)), sending);
    let outcome: Result<String, Failure> = file(&mut tx, &house.outside, &visit.actor, id.uuid(), form).await;
    let is_filed = outcome.is_ok();
    let again = async |form| {
        let mut tx = house.read().await?;
        page_of(&mut tx, &visit, &desk, (form, house.outside.now())).await
    };
    let there = format!("{}/recu", path(id.uuid()));
    let answered = answer::settle(tx, outcome, (|_| there, "enregistre"), &fields, again).await;
    if is_filed {
        house.bell.ring();
    }
    answered
}

#[derive(Template)]
#[template(path = "pages/writing/receipt.html")]
pub(super) struct ReceiptPage {
    pub frame: Frame,
    pub number: String,
    pub lines: Vec<String>,
    pub here: String,
    pub help: Help,
}

/// `/dossiers/{id}/recu`
pub async fn receipt(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    let mut tx = house.read().await?;
    let desk = Desk::open(&mut tx, &visit, id.uuid()).await?;
    let Some(number) = desk.found.application.number.clone() else { return Err(Fault::not_found()) };
    answer::page(&ReceiptPage {
        frame: desk.frame(&visit, "Accusé d’enregistrement"),
        number,
        lines: acknowledgement(&desk.call, &desk.found.application, &desk.zone),
        here: path(id.uuid()),
        help: desk.help(),
    })
}
