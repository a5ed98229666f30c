//! Putting proposals in, rewording them, and saying which needs each answers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above_back, above_in, choices, chosen, remove};
use crate::rules::{Looked, Proposal, ProposalText, Removable};
use crate::{actions, store};

/// Where proposals are listed.
const PATH: &str = "/gestion/ecoute/pistes";

#[derive(Template)]
#[template(path = "pages/proposals.html")]
pub(super) struct ProposalsPage {
    pub frame: Frame,
    /// Each family with its proposals, and what is known of each.
    pub groups: Vec<(String, Vec<(Link, String)>)>,
    pub counted: String,
}

#[derive(Template)]
#[template(path = "pages/edit_proposal.html")]
pub(super) struct EditProposalPage {
    pub frame: Frame,
    pub form: Form,
    pub families: Vec<Choice>,
    pub needs: Vec<Choice>,
    pub states: Vec<Choice>,
    pub documents: Vec<Choice>,
    pub is_new: bool,
    /// Where it is taken out, once it is there.
    pub removal: Option<String>,
}

impl EditProposalPage {
    pub fn new(
        frame: Frame,
        form: Form,
        [families, needs, documents]: [Vec<Choice>; 3],
        removal: Option<String>,
    ) -> Self {
        Self {
            frame: frame.with_breadcrumb(above_in("Pistes d’action", PATH)).with_form(&form),
            form,
            families,
            needs,
            states: Looked::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect(),
            documents,
            is_new: removal.is_none(),
            removal,
        }
    }
}

fn read(fields: &Fields) -> Filled<ProposalText> {
    let mut typed = Reading::of(fields);
    let theme = typed.chosen("famille", "Choisissez une famille d’actions").unwrap_or_default();
    let state = typed.coded("etat", Looked::from_code, "Choisissez où en est cette piste");
    let document = typed.offered("document");
    let text = ProposalText {
        label: typed.text("libelle"),
        theme,
        state: state.unwrap_or(Looked::Later),
        needs: fields.all("besoin").into_iter().filter_map(|id| id.parse().ok()).collect(),
        document,
        page: typed.text("page"),
        note: typed.text("note"),
    };
    typed.filled(text)
}

async fn draw(tx: &mut Tx, visit: &Visit, form: Form, removal: Option<String>) -> Result<EditProposalPage, Fault> {
    let families = store::needs::solutions(tx).await?;
    let needs = store::needs::all(tx).await?;
    let referred = super::Referred::load(tx).await?;
    let lists = [
        choices(families.iter().map(|one| (one.id, one.label.as_str()))),
        needs
            .iter()
            .map(|need| Choice::new(need.id.to_string(), &format!("{} {}", need.code, need.text.label)))
            .collect(),
        referred.document_choices(),
    ];
    let title = if removal.is_none() { "Noter une piste d’action" } else { "Modifier une piste d’action" };
    Ok(EditProposalPage::new(visit.back_office(title), form, lists, removal))
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let families = store::needs::solutions(&mut tx).await?;
    let proposals = store::proposals::all(&mut tx).await?;
    let line = |one: &Proposal| {
        let link = Link::new(format!("{} {}", one.code, one.text.label), format!("{PATH}/{}", one.id));
        let known = match one.text.state {
            Looked::Linked => {
                let count = i64::try_from(one.text.needs.len()).unwrap_or(i64::MAX);
                kernel::french::count(count, "besoin", "besoins")
            }
            state => state.french().to_lowercase(),
        };
        (link, known)
    };
    let own = |family: Uuid| proposals.iter().filter(|one| one.text.theme == family).map(line).collect();
    let groups = families.iter().map(|family| (family.label.clone(), own(family.id))).collect();
    let left = proposals.iter().filter(|one| one.text.state == Looked::Later).count();
    let number = |count: usize, one, many| kernel::french::count(i64::try_from(count).unwrap_or(i64::MAX), one, many);
    let counted = format!("{}, dont {} à examiner.", number(proposals.len(), "piste", "pistes"), left);
    let frame = visit.back_office("Pistes d’action").with_breadcrumb(above_back()[..1].to_vec());
    answer::page(&ProposalsPage { frame, groups, counted })
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let form = Form::filled([("etat", Looked::Later.code())]);
    answer::page(&draw(&mut tx, &visit, form, None).await?)
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let code = fields.text("reference");
    let outcome = actions::add_proposal(&mut tx, &house.outside, &visit.actor, code, read(&fields)).await;
    let again = async |form| draw(&mut house.read().await?, &visit, form, None).await;
    answer::settle(tx, outcome, (|_| PATH.to_owned(), "ajoute"), &fields, again).await
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Proposal>) -> Answer {
    let mut tx = house.read().await?;
    let all = store::proposals::all(&mut tx).await?;
    let one = all.into_iter().find(|one| one.id == id.uuid()).ok_or_else(Fault::not_found)?;
    let mut form = Form::filled([
        ("libelle", one.text.label),
        ("famille", one.text.theme.to_string()),
        ("etat", one.text.state.code().to_owned()),
        ("document", chosen(one.text.document)),
        ("page", one.text.page),
        ("note", one.text.note),
        ("revision", one.revision.to_string()),
    ]);
    for need in one.text.needs {
        form.add("besoin", need.to_string());
    }
    answer::page(&draw(&mut tx, &visit, form, Some(remove::path(Removable::Proposal, id.uuid()))).await?)
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Proposal>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (id, stale, text) = (id.uuid(), fields.revision(), read(&fields));
    let why = fields.text("motif");
    let outcome = actions::amend_proposal(&mut tx, &house.outside, &visit.actor, (id, stale), text, why).await;
    let removal = Some(remove::path(Removable::Proposal, id));
    let again = async |form| draw(&mut house.read().await?, &visit, form, removal).await;
    answer::settle(tx, outcome, (|()| PATH.to_owned(), "modifie"), &fields, again).await
}
