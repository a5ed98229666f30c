//! Candidacies of structures: the public form, and what the agents decide.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Language, Link};
use kernel::{Filled, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::person::{PersonFields, sexes};
use super::{above, choices, council_path};
use crate::actions::{self, NewStructure, Newcomer};
use crate::rules::{CollegeKind, Council, Feature, Names, StructureState};
use crate::store::structure::Structure;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/structure.html")]
pub(super) struct StructurePage {
    pub frame: Frame,
    pub form: Form,
    pub people: [PersonFields; 2],
    pub sexes: Vec<Choice>,
    pub kinds: Vec<Choice>,
    pub areas: Vec<Choice>,
    /// Whether age is one of the quotas of actors.
    pub has_age: bool,
    pub is_received: bool,
}

impl StructurePage {
    pub fn new(frame: Frame, form: Form, names: &Names, has_age: bool) -> Self {
        Self {
            frame: frame.with_form(&form),
            form,
            people: [PersonFields::ending("-1"), PersonFields::ending("-2")],
            sexes: sexes(Language::French),
            kinds: choices(names.kinds()),
            areas: choices(names.areas()),
            has_age,
            is_received: false,
        }
    }
}

fn frame(visit: &Visit, council: &Council) -> Frame {
    let back = Link::new(&council.terms.name, council_path(council.id));
    let frame = visit.public_in_french("Présenter une structure");
    frame.with_breadcrumb(vec![Link::new("Accueil", "/"), Link::new("Conseils citoyens", "/conseils"), back])
}

/// Whether age is one of the quotas of the actors of a council.
async fn has_age(tx: &mut Tx, council: &Council) -> Result<bool, Fault> {
    let colleges = store::council::colleges(tx, council.id).await?;
    let actors = colleges.iter().find(|college| college.kind == CollegeKind::Actors);
    match actors {
        Some(college) => Ok(actions::counts_age(tx, college).await?),
        None => Ok(false),
    }
}

fn read(fields: &Fields) -> Filled<NewStructure> {
    let mut typed = Reading::of(fields);
    let mut people = Vec::new();
    for end in ["1", "2"] {
        let person = PersonFields::ending(&format!("-{end}"));
        if end == "1" || person.is_typed(fields) {
            let (read, sex) = person.read(&mut typed);
            if fields.text(&person.sex).is_empty() {
                typed.tell(&person.sex, "Choisissez une ligne : les binômes sont mixtes");
            }
            people.push((end, Newcomer { person: read, sex, area: None, structure: None }));
        }
    }
    let new = NewStructure {
        name: typed.text("structure"),
        kind: typed.offered("type"),
        area: typed.offered("quartier"),
        is_local: fields.is_ticked("locale"),
        is_linked: fields.is_ticked("instance"),
        people,
    };
    typed.filled(new)
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Council>) -> Answer {
    let mut tx = house.read().await?;
    let council = store::council::by_id(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    let names = actions::names(&mut tx, &council).await?;
    let has_age = has_age(&mut tx, &council).await?;
    answer::page(&StructurePage::new(frame(&visit, &council), Form::empty(), &names, has_age))
}

pub async fn send(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Council>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let council = store::council::by_id(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    let names = actions::names(&mut tx, &council).await?;
    let has_age = has_age(&mut tx, &council).await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    match actions::put_forward(&mut tx, around, &visit.actor, council.id, read(&fields)).await {
        Ok(_) => {
            tx.commit().await?;
            let page = StructurePage::new(frame(&visit, &council), Form::empty(), &names, has_age);
            answer::page(&StructurePage { is_received: true, ..page })
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&StructurePage::new(frame(&visit, &council), form, &names, has_age))
        }
    }
}

/// A candidacy, as agents see it.
pub(super) struct StructureShown {
    pub name: String,
    pub path: String,
    pub facts: String,
    pub state: String,
    pub revision: String,
    pub is_open: bool,
}

#[derive(Template)]
#[template(path = "pages/structures.html")]
pub(super) struct StructuresPage {
    pub frame: Frame,
    pub form: Form,
    pub structures: Vec<StructureShown>,
    pub may_gather: bool,
}

/// A candidacy as shown; how many it puts forward.
pub(super) fn shown(one: &Structure, people: usize, names: &Names) -> StructureShown {
    let mut facts = vec![
        names.value(Feature::Kind, &one.kind.to_string()),
        french::count(i64::try_from(people).unwrap_or(i64::MAX), "personne présentée", "personnes présentées"),
    ];
    facts.push(
        if one.is_local { "travaille dans le quartier" } else { "ne dit pas travailler dans le quartier" }.into(),
    );
    if one.is_linked {
        facts.push("siège déjà dans une instance de pilotage".into());
    }
    let state = match one.reason.is_empty() {
        true => one.state.french().to_owned(),
        false => format!("{} : {}", one.state.french(), one.reason),
    };
    StructureShown {
        name: one.name.clone(),
        path: format!("/gestion/structures/{}", one.id),
        facts: facts.join(" ; "),
        state: french::spaced(&state),
        revision: one.revision.to_string(),
        is_open: one.state == StructureState::Received,
    }
}

async fn draw(tx: &mut Tx, visit: &Visit, id: Uuid, form: Form) -> Result<StructuresPage, Fault> {
    let council = actions::council(tx, &visit.actor, &acts::READ, id).await?;
    let names = actions::names(tx, &council).await?;
    let mut structures = Vec::new();
    for one in store::structure::of_council(tx, council.id).await? {
        let people = store::pool::of_structure(tx, one.id).await?.len();
        structures.push(shown(&one, people, &names));
    }
    Ok(StructuresPage {
        frame: visit.back_office("Candidatures des structures").with_breadcrumb(above(&council)).with_form(&form),
        form,
        structures,
        may_gather: super::may(&visit.actor, &acts::GATHER, &council),
    })
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Council>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn decide(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Structure>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let one = store::structure::by_id(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    let choice = (fields.text("decision") == "retenir", fields.text("raison"));
    let at = (one.id, fields.revision());
    let outcome = actions::decide_structure(&mut tx, &house.outside, &visit.actor, at, choice).await;
    let path = |council| format!("/gestion/conseils/{council}/structures");
    let again = async |form| draw(&mut house.read().await?, &visit, one.council, form).await;
    answer::settle(tx, outcome, (path, "enregistre"), &fields, again).await
}
