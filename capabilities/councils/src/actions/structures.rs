//! Candidacies of associations and local actors.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::council;
use super::pool::{Around, Newcomer, enter, open_college, open_pool, settle};
use crate::rules::{Birth, College, CollegeKind, Feature, Origin, StructureState, check_person, features};
use crate::store::pool::Candidate;
use crate::store::structure::Structure;
use crate::{acts, store};

/// A structure that puts itself forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStructure {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Option<Uuid>,
    /// Where it works, when it is one neighbourhood.
    pub area: Option<Uuid>,
    /// Whether it works in the neighbourhoods of the council.
    pub is_local: bool,
    /// Whether it already sits in the bodies that steer the contract.
    pub is_linked: bool,
    /// Whom it puts forward, with the end of their fields' names.
    pub people: Vec<(&'static str, Newcomer)>,
}

/// Whether the age of those whom structures put forward counts, in a quota or in a crossed rule.
pub(crate) async fn counts_age(tx: &mut Tx, college: &College) -> database::Result<bool> {
    let rules = store::crossed::of_council(tx, college.council).await?;
    let own = rules.iter().filter(|rule| rule.looks_at(college.kind));
    let is_named = own.flat_map(|rule| rule.values()).any(|(feature, _)| *feature == Feature::Age);
    Ok(is_named || features(&college.terms).contains(&Feature::Age))
}

/// Receives a candidacy. Its people may be drawn once it is admitted.
///
/// # Errors
/// Candidacies or pool closed; something to correct.
pub async fn put_forward(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    id: Uuid,
    new: impl Into<Filled<NewStructure>>,
) -> Outcome<Uuid> {
    let (council, college) = open_college(tx, around, id, CollegeKind::Actors).await?;
    let kinds = store::council::kinds(tx, council.id).await?;
    let has_age = counts_age(tx, &college).await?;
    let mut form = new.into();
    let mut errors = Vec::new();
    let new = &form.value;
    if new.name.is_empty() || new.name.chars().count() > 150 {
        errors.push(FieldError::new("structure", "Indiquez le nom de la structure, de moins de 150 signes"));
    }
    if new.kind.is_none_or(|kind| kinds.iter().all(|(known, _)| *known != kind)) {
        errors.push(FieldError::new("type", "Choisissez le type de structure"));
    }
    if new.people.is_empty() {
        errors.push(FieldError::new("nom-1", "Présentez au moins une personne"));
    }
    for (end, person) in &new.people {
        let told = check_person(&person.person, false).into_iter();
        errors.extend(told.map(|error| FieldError::new(format!("{}-{end}", error.field), error.sentence)));
        if has_age && person.person.birth == Birth::Unknown && !form.is_wrong(&format!("naissance-{end}")) {
            let sentence = "Saisissez la date de naissance : l’âge fait partie des quotas de ce collège";
            errors.push(FieldError::new(format!("naissance-{end}"), sentence));
        }
    }
    form.find(errors);
    let new = form.sound()?;
    let Some(kind) = new.kind else { return Err(Refusal::NotFound.into()) };
    let structure = Structure {
        id: around.0.uuid(),
        council: council.id,
        kind,
        name: new.name,
        area: new.area,
        is_local: new.is_local,
        is_linked: new.is_linked,
        state: StructureState::Received,
        reason: String::new(),
        received_at: around.0.now(),
        revision: 1,
    };
    store::structure::insert(tx, &structure).await?;
    let mut touched = vec![("structure", structure.id)];
    for (_, person) in new.people {
        let person = Newcomer { structure: Some(structure.id), area: new.area, ..person };
        let candidate = enter(tx, around, (&council, &college), Origin::Actor, person).await?;
        touched.extend([("candidate", candidate), ("candidate_person", candidate)]);
    }
    let detail = json!({ "acte": "candidature d’une structure reçue" });
    let entry = Entry::on(acts::VOLUNTEER.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, around.0, actor, entry).await?;
    Ok(structure.id)
}

/// Admits a structure, or sets it aside with the reason.
///
/// # Errors
/// Not this actor's; pool closed; no reason to refuse; somebody decided since `revision`.
pub async fn decide_structure(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    (is_admitted, reason): (bool, &str),
) -> Outcome<Uuid> {
    let before = store::structure::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let council = council(tx, actor, &acts::GATHER, before.council).await?;
    let reason = reason.trim();
    if !is_admitted && reason.is_empty() {
        let sentence =
            "Dites pourquoi : la structure le lira. Par exemple, elle siège déjà dans une instance de pilotage";
        return Err(Failure::field("raison", sentence));
    }
    if reason.chars().count() > 500 {
        return Err(Failure::field("raison", "Cette raison dépasse 500 signes : raccourcissez-la"));
    }
    let state = if is_admitted { StructureState::Admitted } else { StructureState::Refused };
    let after = Structure { state, reason: reason.to_owned(), ..before };
    if !store::structure::save(tx, &after, revision).await? {
        return Err(Failure::conflict("cette candidature", &[("Raison", reason)]));
    }
    let mut touched = vec![("structure", id)];
    for one in store::pool::of_structure(tx, id).await? {
        open_pool(tx, one.college).await?;
        let mut changed = Candidate { ..one.clone() };
        settle(&council, CollegeKind::Actors, &mut changed, Some(state));
        if changed != one && store::pool::update(tx, &changed, one.revision).await? {
            touched.push(("candidate", one.id));
        }
    }
    let detail = json!({ "acte": state.french(), "structure": after.name });
    let entry = Entry::on(acts::GATHER.code, "council", council.id).why(reason).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(council.id)
}
