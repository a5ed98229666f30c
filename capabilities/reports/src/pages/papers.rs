//! `/gestion/contrats/{id}/documents`: a document of the contract is chosen, then made out of sight.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::{FieldError, Scope, Uuid};
use strategy::facade::ContractBrief;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::made::{self, Line};
use crate::actions::{self, Chapter, ChapterKept, Format, Genre, Order, PaperWish, chapters_of};
use crate::acts;

/// A sheet of the contract, with its name.
type Named = (Uuid, String);

#[derive(Template)]
#[template(path = "pages/papers.html")]
pub(super) struct PapersPage {
    pub frame: Frame,
    pub form: Form,
    pub action: String,
    pub versions: Vec<Choice>,
    pub genres: Vec<Choice>,
    pub formats: Vec<Choice>,
    pub chapters: Vec<Choice>,
    pub sheets: Vec<Choice>,
    pub reports: Vec<Line>,
}

impl PapersPage {
    pub fn new(frame: Frame, form: Form, action: String, sheets: &[Named], own: &[ChapterKept]) -> Self {
        let genre = |one: &Genre| {
            let formats: Vec<String> = one.formats().iter().map(|format| format.code().to_uppercase()).collect();
            Choice::new(one.code(), &format!("{} ({})", one.french(), formats.join(", ")))
        };
        Self {
            frame: frame.with_form(&form),
            form,
            action,
            versions: vec![
                Choice::new("interne", "Interne, brouillons compris"),
                Choice::new("publique", "Publique, de ce que tout le monde peut déjà lire"),
            ],
            genres: Genre::ALL.iter().map(genre).collect(),
            formats: Format::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect(),
            chapters: own.iter().map(|one| Choice::new(one.chapter.code(), &one.text.title)).collect(),
            sheets: sheets.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect(),
            reports: Vec::new(),
        }
    }

    /// Where the parts of the contract are named and ordered.
    fn parts_path(&self) -> String {
        self.action.replace("/documents", "/parties")
    }

    /// With what was asked for before.
    pub fn with(self, reports: Vec<Line>) -> Self {
        Self { reports, ..self }
    }

    /// The whole contract, as an internal document.
    pub fn whole(own: &[ChapterKept]) -> Form {
        let mut form = Form::filled([("version", "interne"), ("genre", "contrat"), ("format", "pdf")]);
        own.iter().filter(|one| one.text.is_kept).for_each(|one| form.add("partie", one.chapter.code()));
        form
    }
}

/// The contract, when this person may compose its documents: otherwise nothing is there.
pub(super) async fn visible(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<ContractBrief, Fault> {
    let found = strategy::facade::contract(tx, id).await?.ok_or_else(Fault::not_found)?;
    match visit.actor.may(&acts::COMPOSE_PLAN, &Scope::contract(found.id)).is_allowed() {
        true => Ok(found),
        false => Err(Fault::not_found()),
    }
}

/// Where the documents of a contract are asked for.
pub(super) fn path(contract: Uuid) -> String {
    format!("/gestion/contrats/{contract}/documents")
}

async fn sheets(tx: &mut Tx, contract: Uuid) -> Result<Vec<Named>, Fault> {
    let all = plan::facade::sheets(tx, contract, true).await?;
    Ok(all.into_iter().map(|one| (one.id, format!("{} : {}", one.code, one.title))).collect())
}

async fn drawn(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    contract: &ContractBrief,
    form: Option<Form>,
) -> Result<PapersPage, Fault> {
    let above = vec![
        Link::new("Contrats", "/gestion/contrats"),
        Link::new(contract.title.clone(), format!("/gestion/contrats/{}", contract.id)),
    ];
    let frame = visit.back_office("Documents du contrat").with_caption(&*contract.title).with_breadcrumb(above);
    let reports = made::listed(tx, &house.settings.zone, contract.id).await?;
    let own = chapters_of(tx, contract.id).await?;
    let form = form.unwrap_or_else(|| PapersPage::whole(&own));
    Ok(PapersPage::new(frame, form, path(contract.id), &sheets(tx, contract.id).await?, &own).with(reports))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ContractBrief>) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&mut tx, &visit, id.uuid()).await?;
    answer::page(&drawn(&mut tx, &house, &visit, &contract, None).await?)
}

/// What is asked, with everything to correct.
fn read(fields: &Fields, sheets: &[Named]) -> Result<PaperWish, Vec<FieldError>> {
    let mut errors = Vec::new();
    if !["interne", "publique"].contains(&fields.text("version")) {
        errors.push(FieldError::new("version", "Choisissez la version interne ou la version publique"));
    }
    let genre = Genre::from_code(fields.text("genre"));
    if genre.is_none() {
        errors.push(FieldError::new("genre", "Choisissez un document"));
    }
    let format = Format::from_code(fields.text("format"));
    match (genre, format) {
        (_, None) => errors.push(FieldError::new("format", "Choisissez un fichier")),
        (Some(genre), Some(format)) if !genre.formats().contains(&format) => {
            let formats: Vec<String> = genre.formats().iter().map(|one| one.code().to_uppercase()).collect();
            let sentence = format!("Pour « {} », choisissez {}", genre.french(), formats.join(" ou "));
            errors.push(FieldError::new("format", kernel::french::spaced(&sentence)));
        }
        _ => {}
    }
    let chapters: Vec<Chapter> =
        Chapter::ALL.iter().copied().filter(|one| fields.all("partie").contains(&one.code())).collect();
    if genre == Some(Genre::Contract) && chapters.is_empty() {
        errors.push(FieldError::new("partie", "Cochez une partie du contrat au moins"));
    }
    let sheet = sheets.iter().map(|(id, _)| *id).find(|id| id.to_string() == fields.text("fiche"));
    if genre == Some(Genre::Sheet) && sheet.is_none() {
        errors.push(FieldError::new("fiche", "Choisissez la fiche action"));
    }
    let (Some(genre), Some(format), true) = (genre, format, errors.is_empty()) else { return Err(errors) };
    // What another document would ask is let go.
    let chapters = if genre == Genre::Contract { chapters } else { Vec::new() };
    let sheet = sheet.filter(|_| genre == Genre::Sheet);
    Ok(PaperWish { genre, format, is_public: fields.text("version") == "publique", chapters, sheet })
}

/// Has the document made out of sight; the page tells how far it is.
pub async fn have_made(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<ContractBrief>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let contract = visible(&mut tx, &visit, id.uuid()).await?;
    let known = sheets(&mut tx, contract.id).await?;
    let mut wish = read(&fields, &known);
    // A draft is not made public by its document.
    if let Ok(PaperWish { is_public: true, sheet: Some(sheet), .. }) = &wish
        && plan::facade::sheet(&mut tx, *sheet, false).await?.is_none()
    {
        let sentence = "Cette fiche est un brouillon : publiez-la d’abord, ou choisissez la version interne";
        wish = Err(vec![FieldError::new("fiche", sentence)]);
    }
    match wish {
        Ok(wish) => {
            actions::ask(&mut tx, &house.outside, &visit.actor, contract.id, Order::Paper(wish)).await?;
            tx.commit().await?;
            house.bell.ring();
            answer::done(&path(contract.id), "lance")
        }
        Err(errors) => {
            let page = drawn(&mut tx, &house, &visit, &contract, Some(fields.form_with(errors))).await?;
            drop(tx);
            answer::page_to_correct(&page)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_read_whole_or_told_whole() {
        let told = |pairs: &[(&'static str, &'static str)]| {
            let wrong = read(&Fields::from_pairs(pairs.iter().copied()), &[]).expect_err("refused");
            wrong.into_iter().map(|error| error.field).collect::<Vec<String>>()
        };
        assert_eq!(told(&[]), ["version", "genre", "format"]);
        assert_eq!(told(&[("version", "publique"), ("genre", "comite"), ("format", "xlsx")]), ["format"]);
        assert_eq!(told(&[("version", "publique"), ("genre", "contrat"), ("format", "docx")]), ["partie"]);
        assert_eq!(told(&[("version", "publique"), ("genre", "fiche"), ("format", "docx"), ("fiche", "x")]), ["fiche"]);
        let right = [("version", "interne"), ("genre", "suivi"), ("format", "xlsx"), ("partie", "projets")];
        let wish = read(&Fields::from_pairs(right), &[]).expect("read");
        assert!(wish.genre == Genre::Board && wish.format == Format::Workbook && wish.chapters.is_empty());
    }
}
