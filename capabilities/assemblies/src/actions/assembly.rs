//! Opening a body, and changing its terms.

use database::{Tx, search};
use journal::Entry;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::{only, place};
use crate::rules::{Assembly, AssemblyTerms, Kind, check_assembly};
use crate::{acts, store};

/// The body, when this actor may do this there: otherwise nothing is there.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn led(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Assembly> {
    let found = store::assembly::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if actor.may(act, &place(&found.terms)).is_allowed() { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

/// A body to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAssembly {
    /// Of what kind.
    pub kind: Kind,
    /// The council drawn for it, when it is a citizen council.
    pub council: Option<Uuid>,
    /// Its terms.
    pub terms: AssemblyTerms,
}

/// Opens a body. A citizen council sits once it was made up among councils; the others open directly. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct; that council sits already.
pub async fn open(tx: &mut Tx, outside: &Outside, actor: &Actor, new: impl Into<Filled<NewAssembly>>) -> Outcome<Uuid> {
    let mut form = new.into();
    actor.authorise(&acts::SET_UP, &place(&form.value.terms))?;
    form.find(check_assembly(form.value.kind, &form.value.terms));
    let council = form.value.council;
    if (form.value.kind == Kind::Council) != council.is_some() {
        let sentence = "Un conseil citoyen s’ouvre à partir du conseil composé et tiré au sort";
        form.find([FieldError::new("nature", sentence)]);
    }
    let new = form.sound()?;
    if let Some(council) = council {
        let drawn = councils::facade::set_up(tx, council).await?.ok_or(Refusal::NotFound)?.brief;
        let its = Scope { contract: drawn.contract, territory: only(&drawn.area_ids), organisation: None };
        if !actor.may(&acts::SET_UP, &its).is_allowed() {
            return Err(Refusal::NotFound.into());
        }
        if store::assembly::of_council(tx, council).await?.is_some() {
            let what = "Ses membres et ses réunions ont déjà leur fiche : ouvrez-la depuis la liste des instances.";
            return Err(Refusal::rule("Ce conseil siège déjà", what).into());
        }
    }
    let one = Assembly { id: outside.uuid(), kind: new.kind, council, terms: new.terms, revision: 1 };
    store::assembly::insert(tx, &one, outside.now()).await?;
    let mut touched = vec![("assembly", one.id)];
    place_areas(tx, outside, &one, &mut touched).await?;
    indexed(tx, &one).await?;
    let detail = json!({ "acte": "instance ouverte", "nom": one.terms.name, "nature": one.kind.code() });
    let entry = Entry::on(acts::SET_UP.code, "assembly", one.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}

/// Lets those who may read a body find it.
pub(crate) async fn indexed(tx: &mut Tx, one: &Assembly) -> Outcome<()> {
    let url = format!("/gestion/instances/{}", one.id);
    let place = place(&one.terms);
    let entry = search::Entry::new("instance", one.id, search::Audience::May(&acts::READ))
        .told(&one.terms.name, &one.terms.purpose, &url)
        .of(place.contract)
        .held_by(place.organisation)
        .on(one.terms.starts_on);
    // A body of several neighbourhoods is opened by none of them alone.
    let entry = if place.territory.is_some() { entry.at(&one.terms.areas) } else { entry.about(&one.terms.areas) };
    search::index(tx, &entry).await?;
    Ok(())
}

async fn place_areas(
    tx: &mut Tx,
    outside: &Outside,
    one: &Assembly,
    touched: &mut Vec<(&'static str, Uuid)>,
) -> Outcome<()> {
    let placed: Vec<(Uuid, Uuid)> = one.terms.areas.iter().map(|area| (outside.uuid(), *area)).collect();
    let gone = store::assembly::replace_areas(tx, one.id, &placed).await?;
    touched.extend(gone.into_iter().map(|row| ("assembly_area", row)));
    touched.extend(placed.iter().map(|(row, _)| ("assembly_area", *row)));
    Ok(())
}

/// Changes the terms of a body.
///
/// # Errors
/// Not this actor's; something to correct; somebody changed it since `revision`.
pub async fn amend(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<AssemblyTerms>>,
) -> Outcome<()> {
    let before = led(tx, actor, &acts::SET_UP, id).await?;
    let mut form = terms.into();
    form.find(check_assembly(before.kind, &form.value));
    let terms = form.sound()?;
    actor.authorise(&acts::SET_UP, &place(&terms))?;
    if !store::assembly::update(tx, id, revision, &terms).await? {
        let kept = [("Nom", terms.name.as_str()), ("Objet", &terms.purpose), ("Charte", &terms.charter)];
        return Err(Failure::conflict("cette instance", &kept));
    }
    let mut touched = vec![("assembly", id)];
    let after = Assembly { terms, ..before.clone() };
    if after.terms.areas != before.terms.areas {
        place_areas(tx, outside, &after, &mut touched).await?;
    }
    indexed(tx, &after).await?;
    let detail = json!({ "acte": "instance modifiée", "nom": after.terms.name });
    let entry = Entry::on(acts::SET_UP.code, "assembly", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Puts bodies into the site’s search again, after a version reads them otherwise.
///
/// # Errors
/// The database failed.
pub async fn index_all(tx: &mut Tx) -> Outcome<()> {
    for assembly in store::assembly::all(tx).await? {
        indexed(tx, &assembly).await?;
    }
    Ok(())
}
