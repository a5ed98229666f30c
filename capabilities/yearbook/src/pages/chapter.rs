//! `/gestion/rapports-annuels/chapitres/{id}`: a chapter beside its figures, saved as often as one likes.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use database::Tx;
use interface::{Figure as Shown, Form, Frame, Html};
use kernel::{Failure, Scope, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::{shown, today, under};
use crate::actions::{self, ChapterText, Found, found, viewing};
use crate::rules::{Chapter, Report, Saved, Subject, chapter_path, report_path};
use crate::{acts, store};

/// What somebody else saved meanwhile.
pub(super) struct Overtaken {
    /// When, and who.
    pub told: String,
    pub title: String,
    pub text: String,
}

#[derive(Template)]
#[template(path = "pages/chapter.html")]
pub(super) struct ChapterPage {
    pub frame: Frame,
    pub form: Form,
    pub action: String,
    pub expected: &'static str,
    pub figures: Vec<Shown>,
    /// What is written, for whoever only reads it.
    pub text: Html,
    pub may_write: bool,
    /// Where it is taken out, when it may be.
    pub removal: Option<String>,
    /// When it was last saved, and by whom.
    pub saved: String,
    pub overtaken: Option<Overtaken>,
    pub revision: String,
    /// The chapter the law knows that is added, or nothing.
    pub subject: &'static str,
    /// Whether it is saved while somebody types.
    pub is_kept: bool,
    /// Whether what it shows is not saved yet.
    pub is_typed: bool,
}

impl ChapterPage {
    /// A chapter that is there, or one to begin.
    pub fn new(frame: Frame, form: Form, (action, subject): (String, Subject)) -> Self {
        Self {
            is_typed: form.has_errors(),
            revision: form.value("revision").to_owned(),
            frame: frame.with_form(&form),
            form,
            action,
            expected: subject.expected(),
            figures: Vec::new(),
            text: Html::default(),
            may_write: true,
            removal: None,
            saved: String::new(),
            overtaken: None,
            subject: "",
            is_kept: true,
        }
    }
}

/// A chapter as a form.
pub(super) fn form_of(one: &Chapter) -> Form {
    Form::filled([
        ("revision", one.revision.to_string()),
        ("titre", one.text.title.clone()),
        ("texte", one.text.body.clone()),
    ])
}

/// « Enregistré à 14 h 32, par Nadia Fabre. », or nothing.
fn told(saved: Option<&Saved>, house: &House) -> String {
    saved.map_or_else(String::new, |saved| {
        format!("{}, par {}.", french::saved_at(saved.at, house.outside.now(), &house.settings.zone), saved.by)
    })
}

fn read(fields: &Fields) -> ChapterText {
    ChapterText { title: fields.text("titre").to_owned(), body: fields.text("texte").to_owned() }
}

/// The chapter an address or a form asks to add.
fn asked_for(code: &str) -> Subject {
    if code == Subject::Development.code() { Subject::Development } else { Subject::Own }
}

fn begun(visit: &Visit, of: &Found, subject: Subject, form: Form) -> ChapterPage {
    let frame = under(visit, of, "Ajouter un chapitre");
    let mut page = ChapterPage::new(frame, form, (format!("{}/chapitres", report_path(of.report.id)), subject));
    page.subject = if subject == Subject::Own { "" } else { subject.code() };
    page
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Report>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let of = found(&mut tx, &visit.actor, &acts::WRITE, id.uuid()).await?;
    of.written()?;
    let subject = asked_for(asked.text("sujet"));
    let form = match subject {
        Subject::Own => Form::empty(),
        subject => Form::filled([("titre", subject.french())]),
    };
    answer::page(&begun(&visit, &of, subject, form))
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Report>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let of = found(&mut tx, &visit.actor, &acts::WRITE, id.uuid()).await?;
    let subject = asked_for(fields.text("sujet"));
    let outcome = actions::add(&mut tx, &house.outside, &visit.actor, (of.report.id, subject), read(&fields)).await;
    if answer::saves_draft(&fields) {
        let saved = Saved { at: house.outside.now(), by: visit.actor.journal_name() };
        let sentence = told(Some(&saved), &house);
        return answer::settle_draft(tx, outcome, |id| (sentence, 1, chapter_path(id))).await;
    }
    let again = async |form| Ok(begun(&visit, &of, subject, form));
    answer::settle(tx, outcome, (|one| next(&fields, one, of.report.id), "ajoute"), &fields, again).await
}

/// Where one goes on from a save: on with the text, or back to the report.
fn next(fields: &Fields, id: Uuid, report: Uuid) -> String {
    match fields.text("suite") {
        "ecrire" => chapter_path(id),
        _ => format!("{}#chapitres", report_path(report)),
    }
}

async fn drawn(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    (one, of): (&Chapter, &Found),
    form: Form,
) -> Result<ChapterPage, Fault> {
    let frame = under(visit, of, "Un chapitre du rapport");
    let mut page = ChapterPage::new(frame, form, (chapter_path(one.id), one.subject));
    let today = today(house);
    let figures = viewing::live(tx, of, today).await?;
    let stale = viewing::stale_since_last(tx, of, today).await?;
    page.figures = shown(&figures, one.subject, &stale);
    page.may_write =
        visit.actor.may(&acts::WRITE, &Scope::contract(of.contract.id)).is_allowed() && of.report.state.is_written();
    if !page.may_write {
        page.frame = under(visit, of, &one.text.title);
        page.text = plan::facade::formatted_html(&one.text.body);
    }
    let may_go = page.may_write && !one.subject.is_required();
    page.removal = may_go.then(|| format!("{}/suppression", chapter_path(one.id)));
    page.saved = told(one.saved.as_ref(), house);
    Ok(page)
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Chapter>) -> Answer {
    let mut tx = house.read().await?;
    let (one, of) = viewing::chapter(&mut tx, &visit.actor, id.uuid()).await?;
    answer::page(&drawn(&mut tx, &house, &visit, (&one, &of), form_of(&one)).await?)
}

pub async fn write(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Chapter>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let outcome = actions::write(&mut tx, &house.outside, &visit.actor, at, read(&fields)).await;
    if answer::saves_draft(&fields) {
        return keep(tx, &house, (id.uuid(), outcome)).await;
    }
    if let Ok(Some(other)) = outcome {
        drop(tx);
        let mut tx = house.read().await?;
        let (one, of) = viewing::chapter(&mut tx, &visit.actor, other.id).await?;
        let mut page = drawn(&mut tx, &house, &visit, (&one, &of), fields.form()).await?;
        page.revision = other.revision.to_string();
        (page.is_kept, page.is_typed) = (false, true);
        let told = told(other.saved.as_ref(), &house);
        page.overtaken = Some(Overtaken { told, title: other.text.title, text: other.text.body });
        return answer::page_with(StatusCode::CONFLICT, &page);
    }
    let report = store::chapter::by_id(&mut tx, id.uuid()).await?.map(|one| one.report).unwrap_or_default();
    let again = async |form| {
        let mut tx = house.read().await?;
        let (one, of) = viewing::chapter(&mut tx, &visit.actor, id.uuid()).await?;
        drawn(&mut tx, &house, &visit, (&one, &of), form).await
    };
    let to = next(&fields, id.uuid(), report);
    answer::settle(tx, outcome, (|_| to, "enregistre"), &fields, again).await
}

/// Saves a draft while somebody types.
async fn keep(mut tx: Tx, house: &House, (id, outcome): (Uuid, kernel::Outcome<Option<Chapter>>)) -> Answer {
    let outcome = match outcome {
        Ok(Some(_)) => Err(Failure::conflict("ce chapitre", &[])),
        Ok(None) => Ok(store::chapter::by_id(&mut tx, id).await?.ok_or_else(Fault::not_found)?),
        Err(failure) => Err(failure),
    };
    let kept = |now: Chapter| (told(now.saved.as_ref(), house), now.revision, chapter_path(now.id));
    answer::settle_draft(tx, outcome, kept).await
}

pub async fn place(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Chapter>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let is_up = !fields.text("avant").is_empty();
    let other = fields.text(if is_up { "avant" } else { "apres" }).parse().ok();
    let report = actions::move_past(&mut tx, &house.outside, &visit.actor, id.uuid(), (is_up, other)).await?;
    tx.commit().await?;
    answer::done(&format!("{}#chapitres", report_path(report)), "modifie")
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Chapter>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let report = actions::remove(&mut tx, &house.outside, &visit.actor, at).await?;
    tx.commit().await?;
    answer::done(&format!("{}#chapitres", report_path(report)), "supprime")
}
