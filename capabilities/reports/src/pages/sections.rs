//! `/gestion/contrats/sections/{id}`: a section of a part of a contract's document, saved as often as one likes.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use database::Tx;
use interface::{Form, Frame, Link};
use jiff::tz::TimeZone;
use kernel::{Failure, Uuid};
use strategy::facade::ContractBrief;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::chapters::{above, named, path as parts_path};
use super::overtaken::{self, Overtaken};
use super::papers::visible;
use crate::actions::{self, Chapter, Saved, SectionKept, SectionText};
use crate::store::sections as store;

#[derive(Template)]
#[template(path = "pages/section.html")]
pub(super) struct SectionPage {
    pub frame: Frame,
    pub form: Form,
    pub action: String,
    /// Where it is taken out, once it is there.
    pub removal: Option<String>,
    /// When it was last saved, and by whom.
    pub saved: String,
    pub overtaken: Option<Overtaken>,
    pub revision: String,
    /// Whether it is saved while somebody types: a draft, as long as nobody else writes it.
    pub is_kept: bool,
    /// Whether what it shows is not saved yet.
    pub is_typed: bool,
}

/// Where a section is written.
fn path(id: Uuid) -> String {
    format!("/gestion/contrats/sections/{id}")
}

/// Where a part is written.
pub(super) fn part_path(contract: Uuid, chapter: Chapter) -> String {
    format!("{}/{}", parts_path(contract), chapter.code())
}

/// Where one goes on from a save: on with the text, or back to its part.
fn next(fields: &Fields, id: Uuid, (contract, chapter): (Uuid, Chapter)) -> String {
    match fields.text("suite") {
        "ecrire" => path(id),
        _ => format!("{}#sections", part_path(contract, chapter)),
    }
}

fn read(fields: &Fields) -> SectionText {
    SectionText {
        title: fields.text("titre").to_owned(),
        body: fields.text("texte").to_owned(),
        is_ready: fields.is_ticked("prete"),
    }
}

/// A section as a form.
pub(super) fn form_of(one: &SectionKept) -> Form {
    let form = Form::filled([
        ("revision", one.revision.to_string()),
        ("titre", one.text.title.clone()),
        ("texte", one.text.body.clone()),
    ]);
    if one.text.is_ready { form.with("prete", "oui") } else { form }
}

impl SectionPage {
    /// A section of a part: one that is there, or one to begin.
    pub fn new(frame: Frame, form: Form, (part, id): (String, Option<Uuid>)) -> Self {
        let revision = form.value("revision").to_owned();
        Self {
            is_kept: !form.is_chosen("prete", "oui"),
            is_typed: form.has_errors(),
            frame: frame.with_form(&form),
            form,
            action: id.map_or_else(|| format!("{part}/sections"), path),
            removal: id.map(|id| format!("{}/suppression", path(id))),
            saved: String::new(),
            overtaken: None,
            revision,
        }
    }
}

fn drawn(visit: &Visit, contract: &ContractBrief, (chapter, id): (Chapter, Option<Uuid>), form: Form) -> SectionPage {
    let part = part_path(contract.id, chapter);
    let mut above = above(contract);
    above.push(Link::new("Parties", parts_path(contract.id)));
    above.push(Link::new(chapter.french(), part.clone()));
    let title = if id.is_some() { "Une section du contrat" } else { "Ajouter une section" };
    let frame = visit.back_office(title).with_caption(chapter.french()).with_breadcrumb(above);
    SectionPage::new(frame, form, (part, id))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, Path(which): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    let (contract, chapter) = named(&mut tx, &visit, which).await?;
    answer::page(&drawn(&visit, &contract, (chapter, None), Form::empty()))
}

pub async fn add(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(which): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (contract, chapter) = named(&mut tx, &visit, which).await?;
    let of = (contract.id, chapter);
    let is_draft = answer::saves_draft(&fields);
    let text = SectionText { is_ready: !is_draft && fields.is_ticked("prete"), ..read(&fields) };
    let outcome = actions::add_section(&mut tx, &house.outside, &visit.actor, of, text).await;
    if is_draft {
        let told = overtaken::told(Some(&Saved::now(&house.outside, &visit.actor)), house.outside.now(), zone(&house));
        return answer::settle_draft(tx, outcome, |id| (told, 1, path(id))).await;
    }
    let again = async |form| Ok(drawn(&visit, &contract, (chapter, None), form));
    answer::settle(tx, outcome, (|id| next(&fields, id, of), "enregistre"), &fields, again).await
}

/// A section, for whoever may write it: otherwise nothing is there.
async fn found(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(SectionKept, ContractBrief), Fault> {
    let one = store::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    let contract = visible(tx, visit, one.contract).await?;
    Ok((one, contract))
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<SectionKept>) -> Answer {
    let mut tx = house.read().await?;
    let (one, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let mut page = drawn(&visit, &contract, (one.chapter, Some(one.id)), form_of(&one));
    page.saved = overtaken::told(Some(&one.saved), house.outside.now(), zone(&house));
    answer::page(&page)
}

pub async fn write(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<SectionKept>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (one, contract) = found(&mut tx, &visit, id.uuid()).await?;
    if answer::saves_draft(&fields) {
        return keep(tx, &house, &visit, (&one, &fields)).await;
    }
    let at = (one.id, fields.revision());
    let outcome = actions::write_section(&mut tx, &house.outside, &visit.actor, at, read(&fields)).await;
    let page = |form| drawn(&visit, &contract, (one.chapter, Some(one.id)), form);
    if let Ok(Some(other)) = outcome {
        drop(tx);
        let told = overtaken::told(Some(&other.saved), house.outside.now(), zone(&house));
        let mut page = page(fields.form());
        page.revision = other.revision.to_string();
        (page.is_kept, page.is_typed) = (false, true);
        page.overtaken = Some(Overtaken { told, title: other.text.named().to_owned(), text: other.text.body });
        return answer::page_with(StatusCode::CONFLICT, &page);
    }
    let again = async |form| Ok(page(form));
    let to = next(&fields, one.id, (contract.id, one.chapter));
    answer::settle(tx, outcome, (|_| to, "enregistre"), &fields, again).await
}

/// Saves a draft while somebody types. What is ready is saved by the button alone, and only the button says that it is ready.
async fn keep(mut tx: Tx, house: &House, visit: &Visit, (one, fields): (&SectionKept, &Fields)) -> Answer {
    let text = SectionText { is_ready: false, ..read(fields) };
    let outcome = match one.text.is_ready {
        true => Err(Failure::field("prete", "Cette section est prête : enregistrez-la avec le bouton.")),
        false => {
            let at = (one.id, fields.revision());
            actions::write_section(&mut tx, &house.outside, &visit.actor, at, text).await
        }
    };
    let outcome = match outcome {
        Ok(Some(_)) => Err(Failure::conflict("cette section du contrat", &[])),
        Ok(None) => Ok(store::by_id(&mut tx, one.id).await?.ok_or_else(Fault::not_found)?),
        Err(failure) => Err(failure),
    };
    let told = |now: SectionKept| {
        let told = overtaken::told(Some(&now.saved), house.outside.now(), zone(house));
        (told, now.revision, path(now.id))
    };
    answer::settle_draft(tx, outcome, told).await
}

fn zone(house: &House) -> &TimeZone {
    &house.settings.zone
}

pub async fn place(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<SectionKept>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (one, _) = found(&mut tx, &visit, id.uuid()).await?;
    let is_up = !fields.text("avant").is_empty();
    let other = fields.text(if is_up { "avant" } else { "apres" }).parse().ok();
    let of = actions::move_section(&mut tx, &house.outside, &visit.actor, one.id, (is_up, other)).await?;
    tx.commit().await?;
    answer::done(&format!("{}#sections", part_path(of.0, of.1)), "modifie")
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<SectionKept>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (one, _) = found(&mut tx, &visit, id.uuid()).await?;
    let at = (one.id, fields.revision());
    let of = actions::remove_section(&mut tx, &house.outside, &visit.actor, at).await?;
    tx.commit().await?;
    answer::done(&format!("{}#sections", part_path(of.0, of.1)), "supprime")
}
