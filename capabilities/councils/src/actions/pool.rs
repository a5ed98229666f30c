//! Who may be drawn: people who come forward, those brought on paper, corrections, duplicates, places.

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use territory::facade::Whereabouts;
use web::Keys;

use super::{college, secrets};
use crate::rules::{
    Age, CandidateState, College, CollegeKind, Council, Facts, Known, Marks, Met, Origin, Person, Placed, Sex,
    StructureState, check_person, standing,
};
use crate::store::pool::Candidate;
use crate::{acts, store};

/// What surrounds an act on the pool: clock and chance, keys, the town's time zone.
pub type Around<'a> = (&'a Outside, &'a Keys, &'a TimeZone);

/// Most people who may put themselves forward in a minute, for one college.
const MOST_A_MINUTE: i64 = 60;

/// Somebody who comes into the pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Who.
    pub person: Person,
    /// Her sex.
    pub sex: Sex,
    /// The neighbourhood she says, or somebody says for her; found from her address otherwise.
    pub area: Option<Uuid>,
    /// Her structure.
    pub structure: Option<Uuid>,
}

/// The day ages are counted on, until the day of a draw is known.
pub(super) fn reference_day(council: &Council, (outside, _, zone): Around<'_>) -> Date {
    council.terms.starts_on.unwrap_or_else(|| outside.now().day(zone))
}

/// Ages that count in a council.
pub(super) const fn bounds(council: &Council) -> (i64, i64) {
    (council.terms.least_age, council.terms.young_age)
}

/// Where somebody lives: as she says, or as her address says.
pub(super) async fn place_of(tx: &mut Tx, person: &Person, said: Option<Uuid>) -> Outcome<(Option<Uuid>, Placed)> {
    if let Some(area) = said {
        return Ok((Some(area), Placed::ByHand));
    }
    if person.street.is_empty() {
        return Ok((None, Placed::Unknown));
    }
    Ok(match territory::facade::whereabouts(tx, &person.address_line()).await? {
        Whereabouts::Inside { area, is_sure: true } => (Some(area), Placed::Sure),
        Whereabouts::Inside { area, is_sure: false } => (Some(area), Placed::Probable),
        Whereabouts::Outside => (None, Placed::Outside),
        Whereabouts::Unknown => (None, Placed::Unknown),
    })
}

/// Sets where somebody stands from what is known of her.
pub(super) fn settle(council: &Council, kind: CollegeKind, one: &mut Candidate, structure: Option<StructureState>) {
    if matches!(one.state, CandidateState::Kept | CandidateState::SetAside) {
        let facts = Facts { age: one.age, area: one.area, placed: one.placed, structure };
        let (state, reason) = standing(kind, &council.terms.areas, facts);
        (one.state, one.reason) = (state, reason.to_owned());
    }
}

/// Puts somebody in the pool, or completes the line she has already. Gives her line.
pub(super) async fn enter(
    tx: &mut Tx,
    around: Around<'_>,
    (council, college): (&Council, &College),
    origin: Origin,
    new: Newcomer,
) -> Outcome<Uuid> {
    let (outside, keys, _) = around;
    let marks = secrets::marks(keys, college.id, &new.person);
    let known = Known::new(store::pool::marks_of_name(tx, college.id, &marks.name).await?);
    let met = known.meet(&marks);
    if let Met::Herself(id) = met {
        complete(tx, around, college.id, id, &new.person).await?;
        store::pool::touch(tx, id).await?;
        return Ok(id);
    }
    let (area, placed) = match college.kind {
        CollegeKind::Residents => place_of(tx, &new.person, new.area).await?,
        CollegeKind::Actors => (new.area, Placed::ByHand),
    };
    let structure = match new.structure {
        Some(id) => store::pool::structure(tx, id).await?.map(|structure| structure.state),
        None => None,
    };
    let id = outside.uuid();
    let mut one = Candidate {
        id,
        college: college.id,
        origin,
        source: None,
        line: None,
        sex: new.sex,
        age: new.person.birth.age(reference_day(council, around), bounds(council)),
        area,
        placed,
        structure: new.structure,
        household: secrets::household(keys, college.id, &new.person),
        state: CandidateState::Kept,
        reason: String::new(),
        merged_into: None,
        added_at: outside.now(),
        revision: 1,
    };
    settle(council, college.kind, &mut one, structure);
    let sealed = secrets::seal(keys, outside, id, &new.person)?;
    store::pool::insert(tx, &[(one, sealed, marks)]).await?;
    if let Met::Perhaps(others) = met {
        for (other, why) in others {
            store::pool::insert_doubt(tx, outside.uuid(), college.id, (other, id), why).await?;
        }
    }
    Ok(id)
}

/// Adds to a line what another one of the same person knows.
pub(super) async fn complete(
    tx: &mut Tx,
    (outside, keys, _): Around<'_>,
    college: Uuid,
    id: Uuid,
    other: &Person,
) -> Outcome<bool> {
    let Some(sealed) = store::pool::person(tx, id).await? else { return Ok(false) };
    let before = secrets::open(keys, id, &sealed)?;
    let after = before.clone().completed_by(other);
    if after == before {
        return Ok(false);
    }
    let marks: Marks = secrets::marks(keys, college, &after);
    store::pool::save_person(tx, id, &secrets::seal(keys, outside, id, &after)?, &marks).await?;
    Ok(true)
}

/// Refuses when the pool of a college is closed: a draw goes on.
pub(super) async fn open_pool(tx: &mut Tx, college: Uuid) -> Outcome<()> {
    if store::draw::is_pool_closed(tx, college).await? {
        let what = "Le vivier est clos : son empreinte est publiée. Il se rouvrira pour un prochain tirage.";
        return Err(Refusal::rule("Le vivier est clos", what).into());
    }
    Ok(())
}

/// Refuses when candidacies are over.
pub(super) fn open_candidacies(council: &Council, (outside, _, zone): Around<'_>) -> Outcome<()> {
    match council.terms.candidacies_until {
        Some(last) if last < outside.now().day(zone) => {
            let last = kernel::french::date(last);
            let what = format!(
                "Elles étaient reçues jusqu’au {last}. Le conseil en appellera d’autres pour son renouvellement."
            );
            Err(Refusal::rule("Les candidatures sont closes", what).into())
        }
        _ => Ok(()),
    }
}

/// The college of a council, open to candidacies.
pub(super) async fn open_college(
    tx: &mut Tx,
    around: Around<'_>,
    council: Uuid,
    kind: CollegeKind,
) -> Outcome<(Council, College)> {
    let council = store::council::by_id(tx, council).await?.ok_or(Refusal::NotFound)?;
    let colleges = store::council::colleges(tx, council.id).await?;
    let college = colleges.into_iter().find(|college| college.kind == kind).ok_or(Refusal::NotFound)?;
    open_candidacies(&council, around)?;
    open_pool(tx, college.id).await?;
    let since = around.0.now().plus_seconds(-60);
    if store::pool::volunteers_since(tx, college.id, since).await? >= MOST_A_MINUTE {
        return Err(Failure::Refused(Refusal::TooMany { retry_after_seconds: 60 }));
    }
    Ok((council, college))
}

fn check(form: &mut Filled<Newcomer>) {
    form.find(check_person(&form.value.person, true));
}

/// Somebody volunteers. Nothing of the answer says whether she was already in the pool.
///
/// # Errors
/// Candidacies or pool closed; something to correct; too many at once.
pub async fn volunteer(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    council: Uuid,
    new: impl Into<Filled<Newcomer>>,
) -> Outcome<()> {
    let (council, college) = open_college(tx, around, council, CollegeKind::Residents).await?;
    let mut form = new.into();
    check(&mut form);
    let new = Newcomer { structure: None, ..form.sound()? };
    let id = enter(tx, around, (&council, &college), Origin::Volunteer, new).await?;
    let detail = json!({ "acte": "candidature reçue" });
    let touched = [("candidate", id), ("candidate_person", id)];
    let entry = Entry::on(acts::VOLUNTEER.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, around.0, actor, entry).await?;
    Ok(())
}

/// An agent types a volunteer's form received on paper. Gives her line.
///
/// # Errors
/// Not this actor's; pool closed; something to correct.
pub async fn type_paper(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    id: Uuid,
    new: impl Into<Filled<Newcomer>>,
) -> Outcome<Uuid> {
    let (council, college) = college(tx, actor, &acts::GATHER, id).await?;
    open_pool(tx, college.id).await?;
    let mut form = new.into();
    check(&mut form);
    let new = Newcomer { structure: None, ..form.sound()? };
    let candidate = enter(tx, around, (&council, &college), Origin::Paper, new).await?;
    let touched = [("candidate_person", candidate), ("candidate", candidate)];
    let detail = json!({ "acte": "candidature sur papier saisie" });
    let entry = Entry::on(acts::GATHER.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, around.0, actor, entry).await?;
    Ok(candidate)
}

/// The lines of somebody who asks for hers: found from all of her name and her birth, never listed.
///
/// # Errors
/// Not this actor's; something to correct.
pub async fn find_person(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    id: Uuid,
    person: impl Into<Filled<Person>>,
) -> Outcome<Vec<Uuid>> {
    let (_, college) = college(tx, actor, &acts::GATHER, id).await?;
    let mut form = person.into();
    form.find(check_person(&form.value, false));
    if form.value.identity().is_none() && !form.is_wrong("naissance") {
        form.find([kernel::FieldError::new("naissance", "Saisissez le jour, le mois et l’année de naissance")]);
    }
    let person = form.sound()?;
    let marks = secrets::marks(keys, college.id, &person);
    Ok(store::pool::of_identity(tx, college.id, marks.identity.as_deref().unwrap_or_default()).await?)
}

/// The candidate, when this actor may gather there.
pub(crate) async fn candidate(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Council, College, Candidate)> {
    let one = store::pool::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (council, college) = college(tx, actor, &acts::GATHER, one.college).await?;
    Ok((council, college, one))
}

/// What an agent may correct of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Her sex.
    pub sex: Sex,
    /// Her age.
    pub age: Age,
    /// Her neighbourhood; elsewhere, when none.
    pub area: Option<Uuid>,
}

/// Corrects what the draw knows of somebody.
///
/// # Errors
/// Not this actor's; pool closed; somebody changed it since `revision`.
pub async fn correct_candidate(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    correction: impl Into<Filled<Correction>>,
) -> Outcome<Uuid> {
    let (council, college, before) = candidate(tx, actor, id).await?;
    open_pool(tx, college.id).await?;
    let correction = correction.into().sound()?;
    let mut one = Candidate { sex: correction.sex, age: correction.age, ..before.clone() };
    if correction.area != before.area {
        one.area = correction.area;
        one.placed = if correction.area.is_some() { Placed::ByHand } else { Placed::Outside };
    }
    let structure = match one.structure {
        Some(id) => store::pool::structure(tx, id).await?.map(|structure| structure.state),
        None => None,
    };
    settle(&council, college.kind, &mut one, structure);
    if !store::pool::update(tx, &one, revision).await? {
        return Err(Failure::conflict("cette fiche", &[]));
    }
    let told = |one: &Candidate| {
        json!([one.sex.code(), one.age.code(), one.area.map(|area| area.to_string()), one.placed.code()])
    };
    let detail = json!({ "acte": "fiche corrigée", "avant": told(&before), "apres": told(&one) });
    let touched = [("candidate", id)];
    let entry = Entry::on(acts::GATHER.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(college.id)
}

/// Takes somebody out of the pool, with the reason. After the freeze her number stays in what was published; drawn, she is
/// replaced.
///
/// # Errors
/// Not this actor's; no reason; somebody changed it since `revision`.
pub async fn withdraw_candidate(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    reason: &str,
) -> Outcome<Uuid> {
    let (council, college, before) = candidate(tx, actor, id).await?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 300 {
        return Err(Failure::field(
            "raison",
            "Dites pourquoi, en moins de 300 signes : demande de la personne, radiation…",
        ));
    }
    let one = Candidate { state: CandidateState::Withdrawn, reason: reason.to_owned(), ..before };
    if !store::pool::update(tx, &one, revision).await? {
        return Err(Failure::conflict("cette fiche", &[("Raison", reason)]));
    }
    let mut touched = vec![("candidate", id)];
    touched.extend(store::pool::close_doubts_of(tx, id).await?.into_iter().map(|row| ("candidate_doubt", row)));
    let entry = Entry::on(acts::GATHER.code, "council", council.id)
        .why(reason)
        .detail(json!({ "acte": "personne retirée du vivier" }))
        .touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(college.id)
}

/// Says whether two lines are the same person: merged, the older line stays and learns what the other knew.
///
/// # Errors
/// Not this actor's; pool closed; somebody decided meanwhile.
pub async fn decide_doubt(tx: &mut Tx, around: Around<'_>, actor: &Actor, id: Uuid, is_same: bool) -> Outcome<Uuid> {
    let found = store::pool::doubt(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (council, college) = college(tx, actor, &acts::GATHER, found.college).await?;
    open_pool(tx, college.id).await?;
    let decision = if is_same { "merged" } else { "distinct" };
    if !store::pool::decide(tx, id, decision).await? {
        return Err(Failure::conflict("ce doublon possible", &[]));
    }
    let mut touched = vec![("candidate_doubt", id)];
    if is_same {
        let pair = (store::pool::by_id(tx, found.first).await?, store::pool::by_id(tx, found.second).await?);
        let (Some(first), Some(second)) = pair else { return Err(Refusal::NotFound.into()) };
        let (kept, gone) = if first.added_at <= second.added_at { (first, second) } else { (second, first) };
        merge(tx, around, (&council, &college), kept, gone, &mut touched).await?;
    }
    let detail = json!({ "acte": if is_same { "doublon réuni" } else { "deux personnes distinctes" } });
    let entry = Entry::on(acts::GATHER.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, around.0, actor, entry).await?;
    Ok(college.id)
}

async fn merge(
    tx: &mut Tx,
    around: Around<'_>,
    (council, college): (&Council, &College),
    kept: Candidate,
    gone: Candidate,
    touched: &mut Vec<(&'static str, Uuid)>,
) -> Outcome<()> {
    if let Some(sealed) = store::pool::person(tx, gone.id).await? {
        let other = secrets::open(around.1, gone.id, &sealed)?;
        if complete(tx, around, college.id, kept.id, &other).await? {
            touched.push(("candidate_person", kept.id));
        }
    }
    let mut better = kept.clone();
    if better.sex == Sex::Unknown {
        better.sex = gone.sex;
    }
    if better.age == Age::Unknown {
        better.age = gone.age;
    }
    if matches!(better.placed, Placed::Unknown) {
        (better.area, better.placed) = (gone.area, gone.placed);
    }
    settle(council, college.kind, &mut better, None);
    let merged = Candidate { state: CandidateState::Merged, merged_into: Some(kept.id), ..gone.clone() };
    let is_saved = store::pool::update(tx, &better, kept.revision).await?
        && store::pool::update(tx, &merged, gone.revision).await?;
    if !is_saved {
        return Err(Failure::conflict("ces deux fiches", &[]));
    }
    touched.extend([("candidate", kept.id), ("candidate", gone.id)]);
    let closed = store::pool::close_doubts_of(tx, gone.id).await?;
    touched.extend(closed.into_iter().map(|row| ("candidate_doubt", row)));
    Ok(())
}

/// A street whose people are to be placed, and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Street {
    /// Its key in the form.
    pub key: String,
    /// « Rue de Verdun, 11000 Carcassonne ».
    pub label: String,
    /// How many people.
    pub people: usize,
    /// Their lines.
    pub(crate) candidates: Vec<Uuid>,
}

/// Streets no address tells the neighbourhood of, the most peopled first. No number, no name.
///
/// # Errors
/// Not this actor's.
pub async fn streets(tx: &mut Tx, keys: &Keys, actor: &Actor, id: Uuid) -> Outcome<(Council, College, Vec<Street>)> {
    let (council, college) = college(tx, actor, &acts::GATHER, id).await?;
    let mut streets: std::collections::BTreeMap<String, Street> = std::collections::BTreeMap::new();
    let unplaced = store::pool::in_state(tx, college.id, CandidateState::SetAside).await?;
    let unplaced: std::collections::HashSet<Uuid> =
        unplaced.into_iter().filter(|one| one.placed == Placed::Unknown).map(|one| one.id).collect();
    for (candidate, sealed) in store::pool::people(tx, college.id, CandidateState::SetAside).await? {
        if !unplaced.contains(&candidate) {
            continue;
        }
        let person = secrets::open(keys, candidate, &sealed)?;
        let (key, label) = street_of(&person);
        let street = streets.entry(key.clone()).or_insert_with(|| Street {
            key: secrets::mark(keys, "councils.street", &key, 8),
            label,
            people: 0,
            candidates: Vec::new(),
        });
        street.people += 1;
        street.candidates.push(candidate);
    }
    let mut all: Vec<Street> = streets.into_values().collect();
    all.sort_by(|one, other| other.people.cmp(&one.people).then_with(|| one.label.cmp(&other.label)));
    Ok((council, college, all))
}

fn street_of(person: &Person) -> (String, String) {
    let parsed = geography::address::parse(&person.street);
    let street = if parsed.street.is_empty() { "sans rue".to_owned() } else { parsed.street };
    let label = format!("{street}, {} {}", person.postcode, person.city);
    (kernel::text::search_key(&label), label.trim().trim_end_matches(',').to_owned())
}

/// Says in which neighbourhood the people of some streets live; elsewhere, when none. Gives how many were placed.
///
/// # Errors
/// Not this actor's; pool closed.
pub async fn place_streets(
    tx: &mut Tx,
    (outside, keys, _): Around<'_>,
    actor: &Actor,
    id: Uuid,
    chosen: impl Fn(&str) -> Option<Option<Uuid>>,
) -> Outcome<usize> {
    let (council, college, streets) = streets(tx, keys, actor, id).await?;
    open_pool(tx, college.id).await?;
    let mut touched = Vec::new();
    for street in &streets {
        let Some(area) = chosen(&street.key) else { continue };
        for candidate in &street.candidates {
            let Some(mut one) = store::pool::by_id(tx, *candidate).await? else { continue };
            one.area = area;
            one.placed = if area.is_some() { Placed::ByHand } else { Placed::Outside };
            settle(&council, college.kind, &mut one, None);
            let revision = one.revision;
            if store::pool::update(tx, &one, revision).await? {
                touched.push(("candidate", one.id));
            }
        }
    }
    if !touched.is_empty() {
        let detail = json!({ "acte": "rues situées à la main", "personnes": touched.len() });
        let entry = Entry::on(acts::GATHER.code, "council", council.id).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(touched.len())
}
