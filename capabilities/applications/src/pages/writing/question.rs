//! One question a page.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use database::Tx;
use interface::{Form, Frame};
use kernel::{Uuid, french};
use strategy::facade::NodeBrief;
use territory::facade::Area;
use web::{Answer, Fault, Fields, House, Visit, answer};

use super::answers::read;
use super::places::{told, with_addresses};
use super::questions::{Around, Drawn, Group, fields as fields_of, filled};
use super::{Desk, Help, Overtaken, id_of, last_saved, part_of, part_text, path};
use crate::actions::writing::answering::{self, At, Kept};
use crate::rules::writing::{Given, Piece, YEARS, after, form as whole_form};
use crate::rules::{Part, Question, QuestionKind};
use crate::store;

#[derive(Template)]
#[template(path = "pages/writing/question.html")]
pub(super) struct QuestionPage {
    pub frame: Frame,
    pub form: Form,
    pub groups: Vec<Group>,
    pub revision: i64,
    pub saved: String,
    /// What addresses given before say.
    pub found: Vec<String>,
    pub overtaken: Option<Overtaken>,
    pub here: String,
    pub back: String,
    pub help: Help,
}

/// A question with what it may be answered with.
struct Asked {
    desk: Desk,
    question: Question,
    section: String,
    project: Option<Uuid>,
    nodes: Vec<NodeBrief>,
    areas: Vec<Area>,
}

type Address = Path<(String, String, String)>;

impl Asked {
    async fn open(tx: &mut Tx, visit: &Visit, (id, part, key): &(String, String, String)) -> Result<Self, Fault> {
        let id = id_of(id)?;
        let desk = Desk::open(tx, visit, id).await?;
        let project = part_of(part)?;
        if let Some(project) = project {
            let known = store::project::by_id(tx, project).await?;
            known.filter(|project| project.application == id).ok_or_else(Fault::not_found)?;
        }
        let kind = if project.is_some() { Part::Project } else { Part::Application };
        let sections = whole_form(&desk.terms);
        let found = sections.into_iter().filter(|section| section.part == kind).find_map(|section| {
            let title = section.title;
            section.questions.into_iter().find(|question| question.key == *key).map(|question| (question, title))
        });
        let (question, section) = found.ok_or_else(Fault::not_found)?;
        let contract = desk.call.contract;
        let (mut nodes, mut areas) = (Vec::new(), Vec::new());
        match Piece::from_code(key) {
            Some(Piece::Objectives) => nodes = strategy::facade::nodes(tx, contract).await?,
            Some(Piece::Places) => {
                let concerned = match desk.terms.areas.is_empty() {
                    true => strategy::facade::contract(tx, contract).await?.map(|one| one.area_ids).unwrap_or_default(),
                    false => desk.terms.areas.clone(),
                };
                areas = territory::facade::areas_among(tx, &concerned).await?;
            }
            _ => {}
        }
        Ok(Self { desk, question, section, project, nodes, areas })
    }

    fn around(&self) -> Around<'_> {
        let application = &self.desk.found.application;
        Around {
            nodes: &self.nodes,
            priorities: &self.desk.terms.priorities,
            areas: &self.areas,
            tools: &self.desk.terms.indicators,
            years: application.first_year..application.first_year + application.years,
        }
    }

    fn at(&self) -> At<'_> {
        At { application: self.desk.id(), project: self.project, key: &self.question.key }
    }

    fn here(&self) -> String {
        format!("{}/question/{}/{}", path(self.desk.id()), part_text(self.project), self.question.key)
    }

    fn page(&self, visit: &Visit, form: Form, revision: i64) -> QuestionPage {
        let title = french::spaced(&self.question.label);
        let frame = self.desk.frame(visit, &title).with_caption(french::spaced(&self.section));
        QuestionPage {
            frame: frame.with_form(&form),
            form,
            groups: fields_of(&self.question, &self.around()),
            revision,
            saved: String::new(),
            found: Vec::new(),
            overtaken: None,
            here: self.here(),
            back: self.desk.back(),
            help: self.desk.help(),
        }
    }
}

/// What is answered now, from the rows it is kept in.
async fn given(tx: &mut Tx, asked: &Asked, value: &str) -> Result<Given, Fault> {
    let piece = Piece::from_code(&asked.question.key).filter(|_| asked.question.kind == QuestionKind::Piece);
    let (Some(piece), Some(id)) = (piece, asked.project) else {
        let years = asked.desk.found.application.years;
        return Ok(if asked.question.key == YEARS { Given::Years(years) } else { Given::Text(value.to_owned()) });
    };
    let project = store::project::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    Ok(match piece {
        Piece::Title => Given::Title(project.title),
        Piece::Dates => Given::Dates(project.starts_on, project.ends_on),
        Piece::Objectives => Given::Objectives(store::project::nodes(tx, id).await?),
        Piece::Places => Given::Places(store::writing::places(tx, id).await?),
        Piece::Publics => Given::Publics(store::writing::publics(tx, id).await?),
        Piece::Means => Given::Means(store::writing::means(tx, id).await?),
        Piece::Indicators => Given::Indicators(store::writing::indicators(tx, id).await?),
    })
}

/// `/dossiers/{id}/question/{part}/{key}`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(at): Address) -> Answer {
    let mut tx = house.read().await?;
    let asked = Asked::open(&mut tx, &visit, &at).await?;
    answering::opened(&mut tx, &visit.actor, asked.at()).await?;
    let known = store::answer::of_key(&mut tx, asked.desk.id(), asked.project, &at.2).await?;
    let given = given(&mut tx, &asked, known.as_ref().map_or("", |one| one.value.as_str())).await?;
    let mut page = asked.page(&visit, filled(&asked.question, &given), known.as_ref().map_or(0, |one| one.revision));
    if let Given::Places(places) = &given {
        let located = places.iter().filter(|one| !one.address.is_empty());
        page.found = located.filter_map(|one| told(one, &asked.areas)).collect();
    }
    let answers = store::answer::of_application(&mut tx, asked.desk.id()).await?;
    page.saved = last_saved(&answers, house.outside.now(), &asked.desk.zone);
    answer::page(&page)
}

/// Saves an answer.
pub async fn save(State(house): State<Arc<House>>, visit: Visit, Path(at): Address, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let asked = Asked::open(&mut tx, &visit, &at).await?;
    let mut form = read(&asked.question, &fields, &asked.around());
    with_addresses(&mut tx, &asked.areas, &fields, &mut form).await?;
    let (given, told) = form;
    let revision = fields.revision().max(0);
    let outcome = answering::answer(&mut tx, &house.outside, &visit.actor, asked.at(), (given, &told, revision)).await;
    match outcome {
        Ok(Kept::Saved(_)) => {
            tx.commit().await?;
            let part = if asked.project.is_some() { Part::Project } else { Part::Application };
            let sections = whole_form(&asked.desk.terms);
            let id = asked.desk.id();
            if !asked.desk.is_draft() {
                return answer::done(&asked.desk.back(), "enregistre");
            }
            let next = after(&sections, part, &at.2).filter(|_| fields.text("suite") != "dossier");
            answer::see(&next.map_or_else(
                || format!("{}#{}", path(id), part_text(asked.project)),
                |next| format!("{}/question/{}/{}", path(id), part_text(asked.project), next.key),
            ))
        }
        Ok(Kept::Overtaken(other)) => {
            drop(tx);
            let mut page = asked.page(&visit, fields.form(), other.revision);
            page.overtaken = Some(Overtaken::by(&other, house.outside.now(), &asked.desk.zone));
            answer::page_with(StatusCode::CONFLICT, &page)
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&asked.page(&visit, form, revision))
        }
    }
}
