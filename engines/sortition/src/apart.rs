//! Those who can be in no panel, and those who are in all of them, with what makes it so: they are to know before the draw.

use crate::dossier::Files;
use crate::opening::as_drawn;
use crate::pool::{Person, Pool, Quota};
use crate::reading::{Table, Wrong};
use crate::replacement::{SITS, YES};

/// People that one reason keeps apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart<Id> {
    /// Why, after « car ».
    pub reason: String,
    /// Who.
    pub people: Vec<Id>,
}

/// Those kept apart in the dossier of a draw.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AllApart {
    /// Those who can be in no panel.
    pub never: Vec<Apart<String>>,
    /// Those who are in every panel.
    pub always: Vec<Apart<String>>,
}

/// Those kept apart in the dossier of a draw, by number.
///
/// # Errors
/// A file is missing or is not one of a dossier.
pub fn of_files(files: &Files) -> Result<AllApart, Wrong> {
    let opened = as_drawn(files)?;
    let missing = || Wrong::of("« probabilities.csv » manque ou n’est pas lisible : vérifiez le dossier.");
    let table = Table::read(files.get("probabilities.csv").ok_or_else(missing)?)?;
    let chances: Vec<&str> = table.lines.iter().filter_map(|(_, cells)| cells.get(1)).collect();
    let zeros = |text: &str| text.bytes().all(|sign| sign == b'0');
    let is =
        |text: &str, whole: &str| text.split_once('.').is_some_and(|(before, after)| before == whole && zeros(after));
    let told = |whole: &str| {
        let people: Vec<u32> =
            (0..).zip(&chances).filter(|(_, chance)| is(chance, whole)).map(|(rank, _)| rank).collect();
        let named = |apart: Apart<u32>| Apart {
            reason: apart.reason,
            people: apart
                .people
                .iter()
                .filter_map(|rank| opened.pool.people.get(*rank as usize))
                .map(|person| person.id.clone())
                .collect(),
        };
        by_reason(&opened.pool, &opened.quotas, &people, whole == "1").into_iter().map(named).collect()
    };
    Ok(AllApart { never: told("0"), always: told("1") })
}

/// People kept apart, gathered by the reason why, in the order of the pool.
pub fn by_reason(pool: &Pool, quotas: &[Quota], people: &[u32], is_always: bool) -> Vec<Apart<u32>> {
    let mut gathered: Vec<Apart<u32>> = Vec::new();
    if people.is_empty() {
        return gathered;
    }
    let counts: Vec<i64> =
        quotas.iter().map(|quota| pool.people.iter().filter(|one| has(pool, one, quota)).count() as i64).collect();
    for rank in people {
        let Some(person) = pool.people.get(*rank as usize) else { continue };
        let is_cause = |(quota, count): &(&Quota, &i64)| {
            let binds = if is_always { quota.low >= **count } else { quota.high == 0 };
            binds && has(pool, person, quota)
        };
        let cause = quotas.iter().zip(&counts).find(is_cause).map(|(quota, _)| quota);
        let reason = why(cause, is_always);
        match gathered.iter_mut().find(|apart| apart.reason == reason) {
            Some(apart) => apart.people.push(*rank),
            None => gathered.push(Apart { reason, people: vec![*rank] }),
        }
    }
    gathered
}

fn has(pool: &Pool, person: &Person, quota: &Quota) -> bool {
    let features = pool.features.iter().zip(&person.values);
    features.into_iter().any(|(feature, value)| {
        feature.name == quota.feature && feature.values.get(*value as usize).is_some_and(|own| *own == quota.value)
    })
}

fn why(cause: Option<&Quota>, is_always: bool) -> String {
    match cause {
        Some(quota) if quota.feature == SITS && quota.value == YES => {
            "elles siègent déjà et gardent leur siège".to_owned()
        }
        Some(quota) if is_always => format!(
            "« {} : {} » demande {} et le vivier n’a personne de plus",
            quota.feature,
            quota.value,
            crate::reading::counted(quota.low, "personne", "personnes")
        ),
        Some(quota) => format!("le quota de « {} : {} » est de 0", quota.feature, quota.value),
        None if is_always => "aucun groupe ne tient toutes les règles sans elles".to_owned(),
        None => "aucun groupe qui tient toutes les règles ne peut les compter".to_owned(),
    }
}
