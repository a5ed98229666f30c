//! Who acts for an organisation: invited, accepted, charged with more, gone.

use std::sync::Arc;

use accounts::facade::MemberBrief;
use askama::Template;
use axum::extract::{Path, State};
use interface::{Choice, Form, Frame};
use kernel::{Function, Scope, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{is_agents, sheet_path, under};
use crate::actions::{FUNCTIONS, declaring, members};
use crate::rules::Sheet;
use crate::{actions, acts, store};

/// A member as the page tells her.
pub(super) struct MemberLine {
    pub account: String,
    pub name: String,
    pub role: String,
    pub functions: String,
    pub is_herself: bool,
}

/// A request to join.
pub(super) struct Asking {
    pub id: String,
    pub name: String,
    pub words: String,
}

#[derive(Template)]
#[template(path = "pages/members.html")]
pub(super) struct MembersPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    /// Where requests are decided, before their identifier.
    pub requests_path: String,
    pub members: Vec<MemberLine>,
    pub asking: Vec<Asking>,
    pub functions: Vec<Choice>,
    /// Whether members are invited and hand over here: by those who administer the association.
    pub may_lead: bool,
    /// Whether requests are decided here.
    pub may_decide: bool,
}

/// The functions of associations as choices, each with what it opens.
pub(super) fn function_choices() -> Vec<Choice> {
    let hint = |function: Function| match function {
        Function::CarrierSignatory => "Signe les engagements et dépose les demandes.",
        Function::CarrierAdministrator => "Dit qui agit pour l’association.",
        _ => "Remplit la fiche, les pièces et les demandes.",
    };
    FUNCTIONS.iter().map(|one| Choice::new(one.code(), one.french()).hint(hint(*one))).collect()
}

pub(super) fn lines(all: &[MemberBrief], own: Option<Uuid>) -> Vec<MemberLine> {
    let line = |one: &MemberBrief| MemberLine {
        account: one.account.to_string(),
        name: one.name.clone(),
        role: one.role.clone(),
        functions: match one.functions.is_empty() {
            true => "sans fonction ici".to_owned(),
            false => one.functions.iter().map(|function| function.french()).collect::<Vec<_>>().join(", "),
        },
        is_herself: own == Some(one.account),
    };
    all.iter().map(line).collect()
}

async fn drawn(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<MembersPage, Fault> {
    let mut tx = house.read().await?;
    let (card, _) = actions::read(&mut tx, &visit.actor, id).await?;
    let all = members::all(&mut tx, &house.outside, &visit.actor, card.id).await?;
    let may_lead = !is_agents(visit) && visit.actor.may(&acts::MEMBERS, &Scope::organisation(card.id)).is_allowed();
    let may_decide = may_lead || (is_agents(visit) && visit.actor.may_somewhere(&acts::MANAGE).is_allowed());
    let mut asking = Vec::new();
    for one in store::join::waiting(&mut tx, Some(card.id)).await?.into_iter().filter(|_| may_decide) {
        let name = accounts::facade::account_name(&mut tx, one.account).await?.unwrap_or_default();
        asking.push(Asking { id: one.id.to_string(), name, words: one.words });
    }
    let frame = under(visit, &card, "Qui agit pour l’association").with_form(&form);
    Ok(MembersPage {
        frame,
        form,
        path: format!("{}/membres", sheet_path(visit, card.id)),
        requests_path: format!("{}/demandes", super::base(visit)),
        members: lines(&all, visit.actor.account()),
        asking,
        functions: function_choices(),
        may_lead,
        may_decide,
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    answer::page(&drawn(&house, &visit, id.uuid(), Form::empty()).await?)
}

fn chosen(fields: &Fields) -> Vec<Function> {
    let read = |code: &str| Function::from_code(code).filter(|function| FUNCTIONS.contains(function));
    fields.all("fonctions").into_iter().filter_map(read).collect()
}

pub async fn invite(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Sheet>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let functions = chosen(&fields);
    let place = (house.settings.public_url.as_str(), house.settings.site.service.as_str());
    let what = ((fields.text("email"), functions.as_slice()), place);
    let outcome = members::invite(&mut tx, &house.outside, &visit.actor, id.uuid(), what).await;
    let again = async |form| drawn(&house, &visit, id.uuid(), form).await;
    let path = format!("{}/membres", sheet_path(&visit, id.uuid()));
    let answered = answer::settle(tx, outcome, (|()| path, "invite"), &fields, again).await;
    house.bell.ring();
    answered
}

/// A member named in the address beside her organisation.
type Named = Path<(String, String)>;

fn named(Path((id, account)): Named) -> Result<(Uuid, Uuid), Fault> {
    match (id.parse(), account.parse()) {
        (Ok(id), Ok(account)) => Ok((id, account)),
        _ => Err(Fault::not_found()),
    }
}

pub async fn charge(State(house): State<Arc<House>>, visit: Visit, named_in_path: Named, fields: Fields) -> Answer {
    let (id, account) = named(named_in_path)?;
    let mut tx = house.write().await?;
    let functions = chosen(&fields);
    let outcome = members::charge(&mut tx, &house.outside, &visit.actor, (id, account), &functions).await;
    let again = async |form| drawn(&house, &visit, id, form).await;
    let path = format!("{}/membres", sheet_path(&visit, id));
    answer::settle(tx, outcome, (|()| path, "enregistre"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/leaving.html")]
pub(super) struct LeavingPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub name: String,
    pub functions: String,
    pub others: Vec<Choice>,
    pub is_herself: bool,
}

/// Who leaves, for herself or for those who administer.
async fn leaving(house: &House, visit: &Visit, (id, account): (Uuid, Uuid), form: Form) -> Result<LeavingPage, Fault> {
    let mut tx = house.read().await?;
    let is_herself = visit.actor.account() == Some(account);
    if !is_herself {
        actions::reached(&mut tx, &visit.actor, (&acts::MEMBERS, None), id).await?;
    }
    let card = accounts::facade::organisation(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    let all = accounts::facade::members_of(&mut tx, id, house.outside.now()).await?;
    let line = lines(&all, visit.actor.account()).into_iter().find(|one| one.account == account.to_string());
    let line = line.ok_or_else(Fault::not_found)?;
    let others = all.iter().filter(|one| one.account != account && visit.actor.account() != Some(one.account));
    Ok(LeavingPage {
        frame: under(visit, &card, "Départ et passage de relais").with_form(&form),
        form,
        path: visit.path.clone(),
        name: line.name,
        functions: line.functions,
        others: others.map(|one| Choice::new(one.account.to_string(), &one.name)).collect(),
        is_herself,
    })
}

pub async fn ask_leaving(State(house): State<Arc<House>>, visit: Visit, named_in_path: Named) -> Answer {
    let who = named(named_in_path)?;
    answer::page(&leaving(&house, &visit, who, Form::empty()).await?)
}

pub async fn leave(State(house): State<Arc<House>>, visit: Visit, named_in_path: Named, fields: Fields) -> Answer {
    let (id, account) = named(named_in_path)?;
    let mut tx = house.write().await?;
    let to: Option<Uuid> = fields.text("relais").parse().ok();
    members::leave(&mut tx, &house.outside, &visit.actor, (id, account), to).await?;
    tx.commit().await?;
    match visit.actor.account() == Some(account) {
        true => answer::done(super::OWN, "revoque"),
        false => answer::done(&format!("{}/membres", sheet_path(&visit, id)), "revoque"),
    }
}

pub async fn decide(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<store::join::Request>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let is_accepted = match fields.text("reponse") {
        "oui" => Some(true),
        "non" => Some(false),
        _ => None,
    };
    let what = (id.uuid(), is_accepted);
    let organisation = declaring::decide(&mut tx, &house.outside, &visit.actor, what).await?;
    tx.commit().await?;
    answer::done(&format!("{}/membres", sheet_path(&visit, organisation)), "enregistre")
}
