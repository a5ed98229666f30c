//! Opening a council, and changing its terms and those of its colleges.

use database::{Tx, search};
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::draw::is_open;
use super::kinds::check_kinds;
use super::{college, council, place};
use crate::rules::{
    College, CollegeKind, CollegeTerms, Council, CouncilTerms, Quota, check_college, check_council, first_terms,
};
use crate::{acts, store};

/// A council to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCouncil {
    /// Its terms.
    pub terms: CouncilTerms,
    /// Seats of residents.
    pub residents: i64,
    /// Seats of associations and local actors; none, when there is no such college.
    pub actors: i64,
    /// Kinds of structure, in order.
    pub kinds: Vec<String>,
}

/// Opens a council with its colleges, their quotas set as the law and the field advise. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct.
pub async fn open_council(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    new: impl Into<Filled<NewCouncil>>,
) -> Outcome<Uuid> {
    let mut form = new.into();
    actor.authorise(&acts::SET_UP, &place(&form.value.terms))?;
    form.find(check_council(&form.value.terms));
    form.find(check_seats(&form.value));
    let new = form.sound()?;
    let one = Council { id: outside.uuid(), terms: new.terms, revision: 1 };
    store::council::insert(tx, &one, outside.now()).await?;
    let mut touched = vec![("council", one.id)];
    place_areas(tx, outside, &one, &mut touched).await?;
    let mut kinds = Vec::new();
    for (rank, label) in (1..).zip(&new.kinds) {
        let id = outside.uuid();
        store::council::insert_kind(tx, id, one.id, rank, label).await?;
        touched.push(("structure_kind", id));
        kinds.push(id);
    }
    for (kind, seats) in [(CollegeKind::Residents, new.residents), (CollegeKind::Actors, new.actors)] {
        if seats == 0 {
            continue;
        }
        let terms = first_terms(kind, seats, &one.terms.areas, &kinds);
        let college = College { id: outside.uuid(), council: one.id, kind, terms, revision: 1 };
        store::council::insert_college(tx, &college).await?;
        touched.push(("college", college.id));
        keep_quotas(tx, outside, college.id, &college.terms.quotas, &mut touched).await?;
    }
    indexed(tx, &one).await?;
    let detail =
        json!({ "acte": "conseil créé", "nom": one.terms.name, "habitants": new.residents, "acteurs": new.actors });
    let entry = Entry::on(acts::SET_UP.code, "council", one.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}

/// Lets everybody find a council.
pub(crate) async fn indexed(tx: &mut Tx, one: &Council) -> Outcome<()> {
    let url = format!("/conseils/{}", one.id);
    let entry = search::Entry::new("conseil", one.id, search::Audience::Public)
        .told(&one.terms.name, &one.terms.purpose, &url)
        .of(one.terms.contract)
        .at(&one.terms.areas)
        .on(one.terms.starts_on);
    search::index(tx, &entry).await?;
    Ok(())
}

fn check_seats(new: &NewCouncil) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !(1..=200).contains(&new.residents) {
        errors.push(FieldError::new("sieges-habitants", "Le collège des habitants a de 1 à 200 sièges"));
    }
    if !(0..=200).contains(&new.actors) {
        errors.push(FieldError::new("sieges-acteurs", "Le collège des acteurs locaux a de 0 à 200 sièges"));
    } else if new.actors > new.residents {
        let sentence = "Les habitants ont au moins la moitié des sièges : baissez ce nombre, ou relevez l’autre";
        errors.push(FieldError::new("sieges-acteurs", sentence));
    }
    if new.actors > 0 && new.kinds.is_empty() {
        let sentence = "Indiquez au moins un type de structure, un par ligne";
        errors.push(FieldError::new("types", sentence));
    }
    errors.extend(check_kinds(new.kinds.iter().map(|name| ("types".to_owned(), name.as_str()))));
    errors
}

async fn place_areas(
    tx: &mut Tx,
    outside: &Outside,
    one: &Council,
    touched: &mut Vec<(&'static str, Uuid)>,
) -> Outcome<()> {
    let placed: Vec<(Uuid, Uuid)> = one.terms.areas.iter().map(|area| (outside.uuid(), *area)).collect();
    let gone = store::council::replace_areas(tx, one.id, &placed).await?;
    touched.extend(gone.into_iter().map(|row| ("council_area", row)));
    touched.extend(placed.iter().map(|(row, _)| ("council_area", *row)));
    Ok(())
}

async fn keep_quotas(
    tx: &mut Tx,
    outside: &Outside,
    college: Uuid,
    quotas: &[Quota],
    touched: &mut Vec<(&'static str, Uuid)>,
) -> Outcome<()> {
    let rows: Vec<(Uuid, Quota)> = quotas.iter().map(|quota| (outside.uuid(), quota.clone())).collect();
    let gone = store::council::replace_quotas(tx, college, &rows).await?;
    touched.extend(gone.into_iter().map(|row| ("college_quota", row)));
    touched.extend(rows.iter().map(|(row, _)| ("college_quota", *row)));
    Ok(())
}

/// Refuses when a draw of this college goes on: its rules are published.
pub(super) async fn no_draw(tx: &mut Tx, college: Uuid) -> Outcome<()> {
    let draws = store::draw::of_college(tx, college).await?;
    if draws.first().is_some_and(|last| is_open(last.state)) {
        let what = "Un tirage est annoncé avec ces règles, et leur empreinte est publiée. Abandonnez-le avec sa raison pour \
                    les changer, tant que le hasard n’a pas parlé.";
        return Err(Refusal::rule("Les règles sont publiées", what).into());
    }
    Ok(())
}

/// Changes the terms of a council.
///
/// # Errors
/// Not this actor's; something to correct; somebody changed it since `revision`.
pub async fn amend_council(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<CouncilTerms>>,
) -> Outcome<()> {
    let before = council(tx, actor, &acts::SET_UP, id).await?;
    let mut form = terms.into();
    form.find(check_council(&form.value));
    let terms = form.sound()?;
    actor.authorise(&acts::SET_UP, &place(&terms))?;
    let rules = |terms: &CouncilTerms| {
        let delays = (terms.appeal_days, terms.notice_days, terms.objection_hours);
        (terms.areas.clone(), terms.least_age, terms.young_age, terms.one_per_household, delays)
    };
    if rules(&terms) != rules(&before.terms) {
        for college in store::council::colleges(tx, id).await? {
            no_draw(tx, college.id).await?;
        }
    }
    if !store::council::update(tx, id, revision, &terms).await? {
        let kept = [("Nom", terms.name.as_str()), ("Objet", &terms.purpose), ("Charte", &terms.charter)];
        return Err(Failure::conflict("ce conseil", &kept));
    }
    let mut touched = vec![("council", id)];
    let after = Council { id, terms, revision: revision + 1 };
    if after.terms.areas != before.terms.areas {
        place_areas(tx, outside, &after, &mut touched).await?;
    }
    indexed(tx, &after).await?;
    let detail = json!({ "acte": "conseil modifié", "nom": after.terms.name });
    let entry = Entry::on(acts::SET_UP.code, "council", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Changes the terms and quotas of a college.
///
/// # Errors
/// Not this actor's; something to correct; somebody changed it since `revision`.
pub async fn amend_college(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<CollegeTerms>>,
) -> Outcome<()> {
    let (council, before) = college(tx, actor, &acts::SET_UP, id).await?;
    no_draw(tx, id).await?;
    let mut form = terms.into();
    let errors = check_college(&form.value, |quota| quota_field("min", quota));
    form.find(errors);
    let terms = form.sound()?;
    if !store::council::update_college(tx, id, revision, &terms).await? {
        return Err(Failure::conflict("ce collège", &[("Sièges", &terms.seats.to_string())]));
    }
    let mut touched = vec![("college", id)];
    keep_quotas(tx, outside, id, &terms.quotas, &mut touched).await?;
    let told = |terms: &CollegeTerms| {
        let quota = |quota: &Quota| json!([quota.feature.code(), quota.value, quota.low, quota.high]);
        json!({ "sieges": terms.seats, "suppleants": terms.alternates, "plafond": terms.cap_percent, "quotas": terms.quotas.iter().map(quota).collect::<Vec<_>>() })
    };
    let detail = json!({ "acte": "collège modifié", "avant": told(&before.terms), "apres": told(&terms) });
    let entry = Entry::on(acts::SET_UP.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The field of a bound of a quota.
pub(crate) fn quota_field(bound: &str, quota: &Quota) -> String {
    format!("{bound}-{}-{}", quota.feature.code(), quota.value)
}

/// Puts councils into the site’s search again, after a version reads them otherwise.
///
/// # Errors
/// The database failed.
pub async fn index_all(tx: &mut Tx) -> Outcome<()> {
    for council in store::council::all(tx).await? {
        indexed(tx, &council).await?;
    }
    Ok(())
}
