//! `/gestion/organisations`: organisations within reach, their terms and members.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Choice, Form, Frame, Html, Link, SummaryRow};
use kernel::{Failure, Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use crate::rules::email;
use crate::rules::organisation::{OrganisationKind, OrganisationTerms, read_siret};
use crate::rules::reach::Reach;
use crate::store::organisation::Organisation;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/organisations.html")]
pub(super) struct OrganisationsPage {
    pub frame: Frame,
    pub lines: Vec<OrganisationLine>,
    pub is_everything: bool,
}

pub(super) struct OrganisationLine {
    pub id: Uuid,
    pub name: String,
    pub kind: &'static str,
    pub member_count: usize,
}

#[derive(Template)]
#[template(path = "pages/organisation_sheet.html")]
pub(super) struct OrganisationPage {
    pub frame: Frame,
    pub form: Form,
    pub id: Uuid,
    pub rows: Vec<SummaryRow>,
    pub members: Vec<MemberLine>,
}

pub(super) struct MemberLine {
    pub account: Uuid,
    pub name: String,
    pub role: String,
}

#[derive(Template)]
#[template(path = "pages/edit_organisation.html")]
pub(super) struct EditOrganisationPage {
    pub frame: Frame,
    pub form: Form,
    pub kinds: Vec<Choice>,
}

impl EditOrganisationPage {
    pub fn new(frame: Frame, form: Form) -> Self {
        let kinds = OrganisationKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.french())).collect();
        Self { frame: frame.with_form(&form), form, kinds }
    }
}

/// The list.
pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let (mut tx, reach) = (house.read().await?, Reach::of(&visit.actor));
    let members = store::organisation::memberships(&mut tx).await?;
    let all = store::organisation::all(&mut tx).await?;
    let lines = all.into_iter().filter(|one| reach.covers(one.id)).map(|one| OrganisationLine {
        member_count: members.iter().filter(|member| member.organisation == one.id).count(),
        id: one.id,
        kind: one.terms.kind.french(),
        name: one.terms.name,
    });
    let is_everything = reach == Reach::Everything;
    answer::page(&OrganisationsPage {
        frame: visit.back_office("Organisations"),
        lines: lines.collect(),
        is_everything,
    })
}

fn path(id: Uuid) -> String {
    format!("/gestion/organisations/{id}")
}

fn above(organisation: &Organisation) -> Vec<Link> {
    vec![
        Link::new("Organisations", "/gestion/organisations"),
        Link::new(organisation.terms.name.as_str(), path(organisation.id)),
    ]
}

async fn shown(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<OrganisationPage, Fault> {
    let mut tx = house.read().await?;
    let organisation = actions::visible_organisation(&mut tx, &visit.actor, id).await?;
    let roles = store::organisation::memberships(&mut tx).await?;
    let members = store::account::of_organisation(&mut tx, id).await?;
    let members = members.into_iter().map(|account| MemberLine {
        role: roles
            .iter()
            .find(|member| member.account == account.id && member.organisation == id)
            .map(|member| member.role.clone())
            .unwrap_or_default(),
        account: account.id,
        name: account.name,
    });
    let edit = format!("{}/modifier", path(id));
    let terms = &organisation.terms;
    let row = |term: &str, value: &str| SummaryRow::new(term, Html::text(value)).changed_at(edit.clone());
    let rows = vec![
        row("Nom", &terms.name),
        row("Nature", terms.kind.french()),
        row("SIRET", terms.siret.as_deref().unwrap_or_default()),
    ];
    let frame = visit.back_office(&terms.name).with_breadcrumb(above(&organisation)[..1].to_vec()).with_form(&form);
    Ok(OrganisationPage { frame, form, id, rows, members: members.collect() })
}

/// One organisation and its members.
pub async fn sheet(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Organisation>) -> Answer {
    answer::page(&shown(&house, &visit, id.uuid(), Form::empty()).await?)
}

fn read(fields: &Fields) -> Filled<OrganisationTerms> {
    let mut typed = Reading::of(fields);
    let kind = typed.coded("nature", OrganisationKind::from_code, "Choisissez la nature de l’organisation");
    let siret = read_siret(fields.text("siret")).unwrap_or_else(|sentence| {
        typed.tell("siret", sentence);
        None
    });
    let kind = kind.unwrap_or(OrganisationKind::ALL[0]);
    let terms = OrganisationTerms { name: typed.text("nom"), kind, siret };
    typed.filled(terms)
}

/// The form of a new one.
pub async fn blank(visit: Visit) -> Answer {
    answer::page(&EditOrganisationPage::new(
        visit
            .back_office("Ajouter une organisation")
            .with_breadcrumb(vec![Link::new("Organisations", "/gestion/organisations")]),
        Form::empty(),
    ))
}

/// Adds it.
pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome = actions::create_organisation(&mut tx, &house.outside, &visit.actor, read(&fields)).await;
    let again = async |form| {
        Ok(EditOrganisationPage::new(
            visit
                .back_office("Ajouter une organisation")
                .with_breadcrumb(vec![Link::new("Organisations", "/gestion/organisations")]),
            form,
        ))
    };
    answer::settle(tx, outcome, (path, "ajoute"), &fields, again).await
}

/// The form of a known one.
pub async fn edit(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Organisation>) -> Answer {
    let organisation = actions::visible_organisation(&mut house.read().await?, &visit.actor, id.uuid()).await?;
    let terms = &organisation.terms;
    let form = Form::filled([
        ("nom", terms.name.clone()),
        ("nature", terms.kind.code().to_owned()),
        ("siret", terms.siret.clone().unwrap_or_default()),
        ("revision", organisation.revision.to_string()),
    ]);
    let frame = visit.back_office("Modifier une organisation").with_breadcrumb(above(&organisation));
    answer::page(&EditOrganisationPage::new(frame, form))
}

/// Changes it.
pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Organisation>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let organisation = actions::visible_organisation(&mut tx, &visit.actor, id.uuid()).await?;
    let (outside, stale, terms) = (&house.outside, fields.revision(), read(&fields));
    let outcome = actions::amend_organisation(&mut tx, outside, &visit.actor, organisation.id, stale, terms).await;
    let again = async |form| {
        let frame = visit.back_office("Modifier une organisation").with_breadcrumb(above(&organisation));
        Ok(EditOrganisationPage::new(frame, form))
    };
    answer::settle(tx, outcome, (|()| path(organisation.id), "modifie"), &fields, again).await
}

/// Adds a member.
pub async fn join(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Organisation>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let known = store::account::open_by_email(&mut tx, &email::key(fields.text("email"))).await?;
    let outcome = match known {
        Some(account) => {
            actions::join(&mut tx, &house.outside, &visit.actor, account.id, id.uuid(), fields.text("role")).await
        }
        None => Err(Failure::field("email", "Personne n’a de compte à cette adresse : invitez cette personne")),
    };
    let again = |form| shown(&house, &visit, id.uuid(), form);
    answer::settle(tx, outcome, (|()| path(id.uuid()), "ajoute"), &fields, again).await
}

/// Takes a member out.
pub async fn leave(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, account)): Path<(String, String)>,
) -> Answer {
    let read = |text: &str| text.parse::<Uuid>().map_err(|_| Fault::not_found());
    let (id, account) = (read(&id)?, read(&account)?);
    let mut tx = house.write().await?;
    actions::leave_organisation(&mut tx, &house.outside, &visit.actor, account, id).await?;
    tx.commit().await?;
    answer::done(&path(id), "revoque")
}
