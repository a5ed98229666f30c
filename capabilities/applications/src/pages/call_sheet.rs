//! A call for those who write it: what it says, what is missing, publishing, withdrawing, the year after.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Form, Frame, Html, Link, SummaryRow};
use kernel::{Moment, Scope, french};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{LIST, call_path, left, moment, open_path, revision_of, state_tag};
use crate::actions::{call_publishing, calls};
use crate::rules::{ApplicationState, Call, CallFunder, CallState, CallStep, CallVersion, Opening, missing};
use crate::{acts, store};

/// What is shown of a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    pub funders: Vec<CallFunder>,
    pub steps: Vec<CallStep>,
    pub versions: Vec<CallVersion>,
    pub filed: i64,
    pub drafts: i64,
    /// Who types with associations.
    pub typists: Vec<&'static str>,
    pub may_edit: bool,
    pub may_publish: bool,
    /// May look after drafts the call closed on.
    pub may_admit: bool,
}

#[derive(Template)]
#[template(path = "pages/call_sheet.html")]
pub(super) struct CallSheetPage {
    pub frame: Frame,
    pub form: Form,
    pub tag: Html,
    pub left: String,
    pub rows: Vec<SummaryRow>,
    /// What a publication lacks, with where it is said.
    pub missing: Vec<Link>,
    pub versions: Vec<String>,
    pub path: String,
    /// Where everybody reads it, once published.
    pub open_at: Option<String>,
    pub applications: String,
    /// Whether drafts the call closed on may be admitted from here.
    pub is_late_open: bool,
    pub around: Around,
    pub is_published: bool,
    pub is_withdrawn: bool,
    pub is_changed: bool,
    pub reason: String,
}

impl CallSheetPage {
    pub fn new(frame: Frame, form: Form, call: &Call, around: Around, now: Moment) -> Self {
        let path = call_path(call.id);
        let lacks = missing(call, &around.funders, &around.steps);
        let last = around.versions.first();
        let version = |one: &CallVersion| {
            let day = french::date(one.published_at.day(&call.time_zone()));
            match one.note.as_str() {
                "" => format!("Version {}, {day}", one.number),
                note => format!("Version {}, {day} : {note}", one.number),
            }
        };
        Self {
            frame: frame.with_form(&form),
            form,
            tag: state_tag(call, now).html(),
            left: left(call, now).unwrap_or_default(),
            rows: rows(call, &around, &path),
            missing: lacks.into_iter().map(|(part, words)| Link::new(words, format!("{path}/{part}"))).collect(),
            versions: around.versions.iter().map(version).collect(),
            open_at: (call.state != CallState::Draft).then(|| open_path(call)),
            applications: format!(
                "{}, {}",
                french::count(around.filed, "dossier déposé", "dossiers déposés"),
                french::count(around.drafts, "en cours d’écriture", "en cours d’écriture")
            ),
            is_late_open: around.may_admit
                && call.state == CallState::Published
                && call.opening(now) == Opening::Closed,
            is_published: call.state == CallState::Published,
            is_withdrawn: call.state == CallState::Withdrawn,
            is_changed: last.is_some_and(|version| version.terms != call.terms),
            reason: call.withdrawn_reason.clone(),
            path,
            around,
        }
    }
}

fn rows(call: &Call, around: &Around, path: &str) -> Vec<SummaryRow> {
    let terms = &call.terms;
    let when = |at: Option<Moment>| at.map_or_else(String::new, |at| moment(call, at));
    let questions: usize = terms.sections.iter().map(|section| section.questions.len()).sum();
    let count =
        |number: usize, one: &str, many: &str| french::count(i64::try_from(number).unwrap_or(i64::MAX), one, many);
    let help = [call.phone.as_str(), &call.email].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    let funders: Vec<&str> = around.funders.iter().map(|funder| funder.name.as_str()).collect();
    let answer = around.steps.last().map(|step| format!("{} le {}", step.kind.french(), french::date(step.due_on)));
    let weight: i64 = terms.criteria.iter().map(|one| one.weight).sum();
    let lines = [
        ("Ouverture", when(call.opens_at), "modifier"),
        ("Clôture", when(call.closes_at), "modifier"),
        ("Aide", help.join(", "), "modifier"),
        ("Priorités", count(terms.priorities.len(), "objectif du contrat", "objectifs du contrat"), "cadre"),
        ("Quartiers", count(terms.areas.len(), "quartier", "quartiers"), "cadre"),
        ("Durée", format!("{} au plus", french::count(terms.years, "an", "ans")), "cadre"),
        ("Financeurs", funders.join(", "), "financeurs"),
        ("Calendrier", answer.unwrap_or_default(), "calendrier"),
        (
            "Formulaire",
            format!(
                "{}, {}",
                count(questions, "question", "questions"),
                count(terms.attachments.len(), "pièce", "pièces")
            ),
            "formulaire",
        ),
        ("Saisie et reprises", around.typists.join(", "), "usages"),
        (
            "Grille d’instruction",
            format!("{}, {weight} points", count(terms.criteria.len(), "critère", "critères")),
            "grille",
        ),
    ];
    let is_written = around.may_edit && call.state != CallState::Withdrawn;
    let row = |(term, value, part): (&str, String, &str)| {
        let row = SummaryRow::new(term, Html::sentence(&value));
        if is_written { row.changed_at(format!("{path}/{part}")) } else { row }
    };
    lines.into_iter().map(row).collect()
}

async fn draw(tx: &mut Tx, (house, visit): (&House, &Visit), call: &Call, form: Form) -> Result<CallSheetPage, Fault> {
    let counts = store::application::count_of_call(tx, call.id).await?;
    let of = |state| counts.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count);
    let place = Scope::contract(call.contract);
    let (practice, _) = store::practice::of_contract(tx, call.contract).await?;
    let around = Around {
        funders: store::call::funders(tx, call.id).await?,
        steps: store::call::steps(tx, call.id).await?,
        versions: store::call::versions(tx, call.id).await?,
        filed: of(ApplicationState::Filed),
        drafts: of(ApplicationState::Draft),
        typists: super::call_practice::typists(&practice),
        may_edit: visit.actor.may(&acts::EDIT_CALL, &place).is_allowed(),
        may_publish: visit.actor.may(&acts::PUBLISH_CALL, &place).is_allowed(),
        may_admit: visit.actor.may(&acts::INSTRUCT, &place).is_allowed(),
    };
    let frame = visit.back_office(&call.title).with_breadcrumb(vec![Link::new("Appels à projets", LIST)]);
    Ok(CallSheetPage::new(frame, form.with("revision", revision_of(call)), call, around, house.outside.now()))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>) -> Answer {
    let mut tx = house.read().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::READ_CALLS, id.uuid()).await?;
    answer::page(&draw(&mut tx, (&house, &visit), &call, Form::empty()).await?)
}

pub async fn publish(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Call>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let outcome = call_publishing::publish(&mut tx, &house.outside, &visit.actor, at, fields.text("note")).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        let call = calls::kept(&mut tx, &visit.actor, &acts::READ_CALLS, id.uuid()).await?;
        draw(&mut tx, (&house, &visit), &call, form).await
    };
    answer::settle(tx, outcome, (|_| call_path(id.uuid()), "enregistre"), &fields, again).await
}

pub async fn withdraw(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Call>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let outcome = call_publishing::withdraw(&mut tx, &house.outside, &visit.actor, at, fields.text("raison")).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        let call = calls::kept(&mut tx, &visit.actor, &acts::READ_CALLS, id.uuid()).await?;
        draw(&mut tx, (&house, &visit), &call, form).await
    };
    answer::settle(tx, outcome, (|()| call_path(id.uuid()), "enregistre"), &fields, again).await
}

pub async fn duplicate(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>) -> Answer {
    let mut tx = house.write().await?;
    let made = call_publishing::duplicate(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&call_path(made), "ajoute")
}
