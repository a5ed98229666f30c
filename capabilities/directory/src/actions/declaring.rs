//! Declaring an association, asking to join one, and being accepted.

use accounts::facade::OrganisationCard;
use accounts::{OrganisationKind, OrganisationTerms};
use database::Tx;
use kernel::{Actor, Failure, FieldError, Filled, Function, Outcome, Outside, Refusal, Scope, Uuid};

use super::{reached, record};
use crate::rules::{Identity, JoinState, Likeness, Told, likeness};
use crate::store::join::Request;
use crate::{acts, store};

/// What is said when an association is declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declaration {
    /// Its statutory name.
    pub name: String,
    /// Its SIRET, read.
    pub siret: Option<String>,
    /// Its number in the register of associations, read.
    pub rna: Option<String>,
    /// What the person does there.
    pub role: String,
    /// Whether she says that those of the same name are others.
    pub is_another: bool,
}

/// What became of a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declared {
    /// It is there, and hers.
    Founded(Uuid),
    /// It was there already, by one of its numbers: she may ask to join it.
    Known(OrganisationCard),
    /// Those bear its name, and perhaps are it: she says.
    Alike(Vec<OrganisationCard>),
}

/// Declares an association, unless it is known already by its SIRET or its RNA. Of those that bear its name without a number that
/// tells them apart, she says whether they are hers.
///
/// # Errors
/// Nobody signed in; something to correct.
pub async fn declare(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    typed: impl Into<Filled<Declaration>>,
) -> Outcome<Declared> {
    actor.authorise(&acts::DECLARE, &Scope::EVERYWHERE)?;
    let mut form = typed.into();
    let typed = &form.value;
    let mut errors = Vec::new();
    if typed.name.is_empty() || typed.name.chars().count() > 200 {
        errors.push(FieldError::new("nom", "Saisissez le nom de l’association, en 200 signes au plus"));
    }
    if typed.siret.is_none() && typed.rna.is_none() {
        errors.push(FieldError::new("siret", "Saisissez le numéro SIRET ou le numéro RNA de l’association"));
    }
    form.find(errors);
    let typed = form.sound()?;
    let (same, alike) = known(tx, &typed).await?;
    if let Some(one) = same {
        return Ok(Declared::Known(one));
    }
    if !alike.is_empty() && !typed.is_another {
        return Ok(Declared::Alike(alike));
    }
    let terms =
        OrganisationTerms { name: typed.name.clone(), kind: OrganisationKind::Association, siret: typed.siret.clone() };
    let id = accounts::facade::found(tx, outside, actor, (&acts::DECLARE, &typed.role), terms).await?;
    store::sheet::begin(tx, id, outside.now()).await?;
    let identity =
        Identity { rna: typed.rna.clone(), legal_form: "Association loi 1901".into(), ..Identity::default() };
    store::sheet::save_identity(tx, id, &identity, 1).await?;
    record(tx, outside, (actor, &acts::DECLARE), (id, "association déclarée"), &[("organisation_sheet", id)]).await?;
    Ok(Declared::Founded(id))
}

/// The organisation that is the one declared, and those that perhaps are.
async fn known(tx: &mut Tx, typed: &Declaration) -> Outcome<(Option<OrganisationCard>, Vec<OrganisationCard>)> {
    let mut all = accounts::facade::organisations_alike(tx, &typed.name, typed.siret.as_deref()).await?;
    if let Some(rna) = &typed.rna
        && let Some(id) = store::sheet::by_rna(tx, rna).await?
    {
        all.extend(accounts::facade::organisation(tx, id).await?);
    }
    let (mut same, mut alike) = (None, Vec::new());
    let told = Told { name: &typed.name, siret: typed.siret.as_deref(), rna: typed.rna.as_deref() };
    for card in all {
        let rna = super::sheet_of(tx, card.id).await?.identity.rna;
        let one = Told { name: &card.name, siret: card.siret.as_deref(), rna: rna.as_deref() };
        match likeness(one, told) {
            Likeness::Same => same = same.or(Some(card)),
            Likeness::Perhaps => alike.push(card),
            Likeness::Other => {}
        }
    }
    Ok((same, alike))
}

/// Asks to join an association that is there.
///
/// # Errors
/// Nobody signed in; no such association; a member already; asked already.
pub async fn ask(tx: &mut Tx, outside: &Outside, actor: &Actor, (organisation, words): (Uuid, &str)) -> Outcome<()> {
    actor.authorise(&acts::DECLARE, &Scope::EVERYWHERE)?;
    let account = actor.account().ok_or(Refusal::NotFound)?;
    accounts::facade::organisation(tx, organisation).await?.ok_or(Refusal::NotFound)?;
    if words.is_empty() || words.chars().count() > 1000 {
        return Err(Failure::field("message", "Dites ce que vous faites dans l’association, en 1 000 signes au plus"));
    }
    let is_member = accounts::facade::organisations_of(tx, account).await?.iter().any(|one| one.id == organisation);
    if is_member {
        return Err(Failure::field("message", "Vous êtes déjà membre de cette association"));
    }
    if store::join::of_account(tx, account).await?.iter().any(|one| one.organisation == organisation) {
        return Err(Failure::field("message", "Votre demande est déjà enregistrée : l’association va y répondre"));
    }
    let (id, asked_at) = (outside.uuid(), outside.now());
    let one = Request { id, organisation, account, words: words.to_owned(), asked_at, state: JoinState::Asked };
    store::join::insert(tx, &one).await?;
    let what = (organisation, "demande pour rejoindre l’association");
    record(tx, outside, (actor, &acts::DECLARE), what, &[("organisation_join", one.id)]).await
}

/// Accepts or refuses a request; whoever is accepted enters the files. Gives the organisation.
///
/// # Errors
/// Not this actor’s; decided already; neither accepted nor refused, on the field `reponse`.
pub async fn decide(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, answer): (Uuid, Option<bool>),
) -> Outcome<Uuid> {
    let request = store::join::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let organisation = request.organisation;
    let (_, act) = reached(tx, actor, (&acts::MEMBERS, Some(&acts::MANAGE)), organisation).await?;
    let unsaid = || Failure::field("reponse", "Dites si vous acceptez cette demande ou si vous la refusez");
    let is_accepted = answer.ok_or_else(unsaid)?;
    let state = if is_accepted { JoinState::Accepted } else { JoinState::Refused };
    if !store::join::decide(tx, id, state, outside.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    if is_accepted {
        let who = (act, organisation, request.account, "");
        let what = (&[Function::CarrierEditor][..], "demande acceptée");
        accounts::facade::admit(tx, outside, actor, who, what).await?;
    }
    let what = if is_accepted { "demande acceptée" } else { "demande refusée" };
    record(tx, outside, (actor, act), (organisation, what), &[("organisation_join", id)]).await?;
    Ok(organisation)
}
