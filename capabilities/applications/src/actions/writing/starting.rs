//! Beginning an application.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use crate::actions::advancing::{Told, tell};
use crate::actions::following::mailing;
use crate::actions::looking::{for_agents, is_recused};
use crate::actions::practices;
use crate::rules::{
    Application, ApplicationState, Call, EventKind, Opening, Project, ProjectKind, ProjectState, Side, Stage, carries,
};
use crate::{acts, store};

/// Who begins, for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewApplication {
    /// The organisation that asks.
    pub organisation: Uuid,
    /// The filed application it goes on from.
    pub renews: Option<Uuid>,
}

/// Whether this actor types with the organisations that answer a call.
///
/// # Errors
/// The database failed.
pub async fn types(tx: &mut Tx, actor: &Actor, call: &Call) -> database::Result<bool> {
    let place = [Scope::contract(call.contract)];
    Ok(practices::typing(tx, actor, call.contract, &place).await?.is_allowed())
}

/// Whether this actor writes for an organisation as one of its members, or types for it.
async fn side(tx: &mut Tx, actor: &Actor, call: &Call, organisation: Uuid) -> database::Result<Option<Side>> {
    if matches!(actor, Actor::Platform(_)) || carries(actor, &acts::CARRY, organisation) {
        return Ok(Some(Side::Carrier));
    }
    Ok(types(tx, actor, call).await?.then_some(Side::Agents))
}

/// Begins an application with one project to write. The draft of the same organisation at the same call is opened
/// rather than another one made.
///
/// # Errors
/// The call is not open; this actor neither belongs to the organisation nor types for it.
pub async fn start(tx: &mut Tx, outside: &Outside, actor: &Actor, call: &Call, new: NewApplication) -> Outcome<Uuid> {
    let refused = || Failure::field("organisation", "Choisissez une organisation pour laquelle vous pouvez écrire");
    let side = side(tx, actor, call, new.organisation).await?.ok_or_else(refused)?;
    match call.opening(outside.now()) {
        Opening::Open => {}
        Opening::None => return Err(Refusal::NotFound.into()),
        Opening::Coming => {
            return Err(Refusal::rule(
                "Cet appel n’est pas encore ouvert",
                "Vous pourrez y répondre dès son ouverture.",
            )
            .into());
        }
        Opening::Closed => {
            let told = "On ne commence plus de dossier. Appelez le service indiqué sur la page de l’appel.";
            return Err(Refusal::rule("Cet appel est clos", told).into());
        }
    }
    if let Some(draft) = draft(tx, actor, (call.id, new.organisation), side).await? {
        return Ok(draft);
    }
    let version = store::call::versions(tx, call.id).await?.into_iter().next().ok_or(Refusal::NotFound)?;
    let now = outside.now();
    let one = Application {
        id: outside.uuid(),
        call: call.id,
        version: version.id,
        organisation: new.organisation,
        number: None,
        state: ApplicationState::Draft,
        stage: Stage::None,
        stage_at: now,
        years: 1,
        first_year: call.year,
        created_at: now,
        filed_at: None,
        filed_by_name: String::new(),
        late_reason: String::new(),
        late_until: None,
        typed_by: (side == Side::Agents).then(|| actor.account()).flatten(),
        confirmed_at: None,
        withdrawn_reason: String::new(),
        renewed_from: new.renews,
        revision: 1,
    };
    if side == Side::Agents {
        if is_recused(tx, actor, &one).await? {
            return Err(refused());
        }
        // What was filed is copied by whoever may read it.
        if let Some(before) = new.renews {
            for_agents(tx, actor, &acts::READ, before).await?;
        }
    }
    if !store::application::insert(tx, &one, actor.account()).await? {
        // Somebody of the same organisation began at the same moment: hers is the one.
        let draft = draft(tx, actor, (call.id, new.organisation), side).await?;
        return draft.ok_or_else(|| Failure::conflict("ce dossier", &[]));
    }
    let mut touched = vec![("application", one.id)];
    match new.renews {
        Some(before) => {
            touched.extend(super::renewing::copy(tx, outside, actor, &one, (before, &version.terms)).await?)
        }
        None => {
            let project = blank(outside, one.id, 1);
            store::project::insert(tx, &project).await?;
            touched.push(("project", project.id));
        }
    }
    let note = if side == Side::Agents { "saisi par le service avec l’association" } else { "" };
    let told = Told { project: None, funding: None, kind: EventKind::Begun, note, is_shown: true };
    touched.push(("application_event", tell(tx, outside, (actor, side), one.id, told).await?));
    if side == Side::Agents {
        mailing::tell_typed(tx, outside, &one, &actor.journal_name()).await?;
    }
    let act = if side == Side::Agents { acts::TYPE.code } else { acts::CARRY.code };
    let detail = json!({ "acte": "dossier commencé", "reconduction": new.renews.is_some() });
    let entry = Entry::on(act, "application", one.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}

/// The draft of an organisation at a call, for whoever would begin one.
async fn draft(tx: &mut Tx, actor: &Actor, (call, organisation): (Uuid, Uuid), side: Side) -> Outcome<Option<Uuid>> {
    let all = store::application::of_organisation(tx, organisation).await?;
    let Some(draft) = all.into_iter().find(|one| one.call == call && one.state == ApplicationState::Draft) else {
        return Ok(None);
    };
    if side == Side::Carrier || draft.typed_by == actor.account() {
        return Ok(Some(draft.id));
    }
    let told = "Elle le continue depuis « Mes dossiers ». Vous ne pouvez pas lire ce qu’elle n’a pas déposé.";
    Err(Refusal::rule("Cette association a déjà commencé un dossier", told).into())
}

/// The same, at the call of that identifier.
///
/// # Errors
/// As [`start`]; no such call.
pub async fn start_at(tx: &mut Tx, outside: &Outside, actor: &Actor, call: Uuid, new: NewApplication) -> Outcome<Uuid> {
    let call = store::call::by_id(tx, call).await?.ok_or(Refusal::NotFound)?;
    start(tx, outside, actor, &call, new).await
}

/// A project with nothing written in it.
pub(super) fn blank(outside: &Outside, application: Uuid, position: i64) -> Project {
    Project {
        id: outside.uuid(),
        application,
        position,
        title: String::new(),
        kind: ProjectKind::New,
        renewed_from: None,
        starts_on: None,
        ends_on: None,
        state: ProjectState::Active,
        revision: 1,
    }
}
