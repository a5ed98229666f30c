//! `/gestion/programmation/{id}/courriers`: texts of letters, other aids, batches and where each letter is.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Html, Link, Tag};
use jobs::JobState;
use kernel::{Failure, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::committee_words::{above, choices, committee_path, letter_tag};
use crate::actions::desk;
use crate::actions::letters as actions;
use crate::rules::{Blank, Committee, Decision, LetterState, LetterText};
use crate::store::letter::{Letter, OtherAid};
use crate::{acts_committee as acts, store};

#[derive(Template)]
#[template(path = "pages/committee_letters.html")]
pub(super) struct LettersPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub waiting: String,
    pub is_waiting: bool,
    pub texts: Vec<Link>,
    pub aids: Vec<(String, String)>,
    pub batches: Vec<BatchShown>,
    pub letters: Vec<LetterShown>,
    pub more: String,
    pub may_send: bool,
}

/// A batch.
pub(super) struct BatchShown {
    pub words: String,
    pub told: String,
    pub stop: String,
}

/// A letter.
pub(super) struct LetterShown {
    pub to: String,
    pub subject: String,
    pub file: String,
    pub tag: Tag,
    pub since: String,
    pub follow: String,
}

/// Letters shown at most: those to follow first.
const SHOWN: usize = 100;

fn path(id: Uuid) -> String {
    format!("{}/courriers", committee_path(id))
}

async fn drawn(tx: &mut Tx, house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<LettersPage, Fault> {
    let desk = desk::desk(tx, &visit.actor, &acts::READ_COMMITTEE, id).await?;
    let zone = &house.settings.zone;
    let count = actions::to_make(&desk, &store::letter::told(tx, id).await?).len() as i64;
    let may_send = desk::verdict(&visit.actor, &acts::SEND_LETTERS, &desk.call).is_allowed();
    let mut batches = Vec::new();
    for one in store::letter::batches(tx, id).await? {
        let job = jobs::find(tx, one.job).await?;
        let is_open = job.as_ref().is_some_and(|job| matches!(job.state, JobState::Waiting | JobState::Running));
        let when = french::moment(kernel::Moment(one.asked_at), zone);
        let told = job.map_or("Terminé.".to_owned(), |job| match job.state {
            JobState::Waiting | JobState::Running => job.told(),
            JobState::Failed => format!("Échoué : {}", job.last_error.unwrap_or_default()),
            state => format!("{}.", state.french()),
        });
        batches.push(BatchShown {
            words: french::spaced(&format!("Lot demandé le {when} par {}", one.by_name)),
            told: french::spaced(&told),
            stop: if is_open && may_send { format!("{}/lots/{}/arret", path(id), one.id) } else { String::new() },
        });
    }
    let carriers = |application: Uuid| {
        let row = desk.rows.iter().find(|row| row.application == application);
        row.map(|row| format!("{} {}", row.number, row.carrier_name)).unwrap_or_default()
    };
    let mut all: Vec<Letter> = store::letter::of_committee(tx, id).await?;
    let is_read = |application: Uuid| desk.is_whole || desk.rows.iter().any(|row| row.application == application);
    all.retain(|one| !desk.closed.contains(&one.application) && is_read(one.application));
    let rank = |state: LetterState| match state {
        LetterState::Returned => 0,
        LetterState::Prepared => 1,
        _ => 2,
    };
    all.sort_by_key(|one| (rank(one.state), one.id));
    let total = all.len();
    let letters = all.iter().take(SHOWN).map(|one| LetterShown {
        to: french::spaced(&carriers(one.application)),
        subject: format!("{}, {}", desk.funder_name(one.funder), one.decision.french().to_lowercase()),
        file: format!("/gestion/courriers/{}/fichier", one.id),
        tag: letter_tag(one.state),
        since: french::date(one.state_at.day(zone)),
        follow: if may_send { format!("/gestion/courriers/{}", one.id) } else { String::new() },
    });
    let letters = letters.collect();
    let aids = store::letter::aids(tx, desk.committee.contract).await?;
    let aids = aids.into_iter().map(|one: OtherAid| {
        let parts = [one.title, one.holder, one.address];
        let words = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        (words, format!("{}/aides/{}/suppression", path(id), one.id))
    });
    let frame = visit.back_office("Courriers de décision").with_form(&form);
    Ok(LettersPage {
        frame: frame.with_breadcrumb(above(id, &desk.committee.terms.title)),
        form,
        path: path(id),
        waiting: french::count(count, "courrier à préparer", "courriers à préparer"),
        is_waiting: count > 0 && may_send,
        texts: Decision::ALL
            .iter()
            .map(|one| Link::new(one.french(), format!("{}/textes/{}", path(id), one.code())))
            .collect(),
        aids: aids.collect(),
        batches,
        letters,
        more: if total > SHOWN {
            format!("{SHOWN} courriers sont montrés sur {} : ceux à suivre d’abord.", french::integer(total as i64))
        } else {
            String::new()
        },
        may_send,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Committee>) -> Answer {
    answer::page(&drawn(&mut house.read().await?, &house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn prepare(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Committee>) -> Answer {
    let mut tx = house.write().await?;
    actions::ask_letters(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    house.bell.ring();
    answer::done(&path(id.uuid()), "lance")
}

fn id_of(text: &str) -> Result<Uuid, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

pub async fn stop(State(house): State<Arc<House>>, visit: Visit, Path((id, batch)): Path<(String, String)>) -> Answer {
    let which = (id_of(&id)?, id_of(&batch)?);
    let mut tx = house.write().await?;
    actions::stop_letters(&mut tx, &house.outside, &visit.actor, which).await?;
    tx.commit().await?;
    answer::done(&path(which.0), "annule")
}

pub async fn add_aid(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Committee>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let typed = (fields.text("titre"), fields.text("organisme"), fields.text("adresse"));
    let outcome = actions::add_aid(&mut tx, &house.outside, &visit.actor, id.uuid(), typed).await;
    let again = async |form| drawn(&mut house.read().await?, &house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|()| path(id.uuid()), "ajoute"), &fields, again).await
}

pub async fn remove_aid(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, aid)): Path<(String, String)>,
) -> Answer {
    let which = (id_of(&id)?, id_of(&aid)?);
    let mut tx = house.write().await?;
    actions::remove_aid(&mut tx, &house.outside, &visit.actor, which).await?;
    tx.commit().await?;
    answer::done(&path(which.0), "supprime")
}

#[derive(Template)]
#[template(path = "pages/letter_text.html")]
pub(super) struct TextPage {
    pub frame: Frame,
    pub form: Form,
    pub blanks: Vec<(String, &'static str)>,
    pub preview: Option<(String, Html)>,
}

async fn text_page(
    tx: &mut Tx,
    visit: &Visit,
    (id, decision): (Uuid, Decision),
    form: Form,
) -> Result<TextPage, Fault> {
    let desk = desk::desk(tx, &visit.actor, &acts::SEND_LETTERS, id).await?;
    let aids = store::letter::aids(tx, desk.committee.contract).await?;
    let typed = LetterText { subject: form.value("objet").to_owned(), body: form.value("texte").to_owned() };
    let preview = actions::example(&desk, decision).filter(|_| !form.has_errors()).map(|one| {
        let filled = actions::filled(&desk, &typed, &aids, &one);
        let lines: Vec<String> = filled.body.lines().map(|line| Html::text(line).to_string()).collect();
        (filled.subject, Html::trusted(lines.join("<br>")))
    });
    let title = format!("Courrier : {}", decision.french().to_lowercase());
    let mut breadcrumb = above(id, &desk.committee.terms.title);
    breadcrumb.push(Link::new("Courriers", path(id)));
    let frame = visit.back_office(&french::spaced(&title)).with_form(&form).with_breadcrumb(breadcrumb);
    let blanks = Blank::ALL.iter().map(|blank| (format!("{{{}}}", blank.code()), blank.french())).collect();
    Ok(TextPage { frame, form, blanks, preview })
}

pub async fn text(State(house): State<Arc<House>>, visit: Visit, Path((id, code)): Path<(String, String)>) -> Answer {
    let (id, decision) = (id_of(&id)?, Decision::from_code(&code).ok_or_else(Fault::not_found)?);
    let mut tx = house.read().await?;
    let (committee, _) = desk::committee(&mut tx, &visit.actor, &acts::SEND_LETTERS, id).await?;
    let (text, revision) = actions::text(&mut tx, committee.call, decision).await?;
    let form = Form::filled([("objet", text.subject), ("texte", text.body), ("revision", revision.to_string())]);
    answer::page(&text_page(&mut tx, &visit, (id, decision), form).await?)
}

pub async fn write_text(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, code)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (id, decision) = (id_of(&id)?, Decision::from_code(&code).ok_or_else(Fault::not_found)?);
    let mut tx = house.write().await?;
    let typed =
        LetterText { subject: fields.text("objet").to_owned(), body: fields.text("texte").replace("\r\n", "\n") };
    let which = (id, decision, fields.revision());
    let outcome = actions::write_text(&mut tx, &house.outside, &visit.actor, which, typed).await;
    let again = async |form| text_page(&mut house.read().await?, &visit, (id, decision), form).await;
    answer::settle(tx, outcome, (|()| format!("{}/textes/{}", path(id), decision.code()), "modifie"), &fields, again)
        .await
}

#[derive(Template)]
#[template(path = "pages/letter.html")]
pub(super) struct LetterPage {
    pub frame: Frame,
    pub form: Form,
    pub file: String,
    pub tag: Tag,
    pub since: String,
    pub states: Vec<Choice>,
}

async fn letter_page(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    id: Uuid,
    form: Option<Form>,
) -> Result<LetterPage, Fault> {
    let one = actions::letter(tx, &visit.actor, &acts::SEND_LETTERS, id).await?;
    let (committee, _) = desk::committee(tx, &visit.actor, &acts::SEND_LETTERS, one.committee).await?;
    let mut breadcrumb = above(committee.id, &committee.terms.title);
    breadcrumb.push(Link::new("Courriers", path(committee.id)));
    let form = form.unwrap_or_else(|| {
        Form::filled([("etat", one.state.code().to_owned()), ("revision", one.revision.to_string())])
    });
    let frame = visit.back_office(&one.subject).with_form(&form).with_breadcrumb(breadcrumb);
    Ok(LetterPage {
        frame,
        form,
        file: format!("/gestion/courriers/{id}/fichier"),
        tag: letter_tag(one.state),
        since: french::date(one.state_at.day(&house.settings.zone)),
        states: choices(LetterState::ALL.iter().map(|state| (state.code(), state.french()))),
    })
}

pub async fn letter(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Letter>) -> Answer {
    answer::page(&letter_page(&mut house.read().await?, &house, &visit, id.uuid(), None).await?)
}

pub async fn follow(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Letter>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let mut reading = Reading::of(&fields);
    let state = reading.coded("etat", LetterState::from_code, "Choisissez où en est ce courrier");
    let which = (id.uuid(), fields.revision());
    let outcome = actions::move_letter(&mut tx, &house.outside, &visit.actor, which, state).await;
    let again = async |form| letter_page(&mut house.read().await?, &house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (path, "modifie"), &fields, again).await
}

pub async fn file(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Letter>) -> Answer {
    let mut tx = house.read().await?;
    let one = actions::letter(&mut tx, &visit.actor, &acts::READ_COMMITTEE, id.uuid()).await?;
    let gone = || Fault::from(Failure::from(kernel::Refusal::NotFound));
    let bytes = store::letter::content(&mut tx, one.id).await?.ok_or_else(gone)?;
    answer::download(&one.name, "application/pdf", bytes)
}
