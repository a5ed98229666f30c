//! Lines of ordinary means brought from a spreadsheet: tried and told line by line, then kept all at once.

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::place::{Ground, authorise_fill, fills, ground, own_organisations};
use crate::rules::{Around, CommonLawLine, LineTerms, PastedLine, read_pasted};
use crate::{acts, store};

/// What a line would do.
#[derive(Clone, Debug, PartialEq)]
pub enum Pasted {
    /// A new line.
    New(LineTerms),
    /// A line changed.
    Changed(Box<(CommonLawLine, LineTerms)>),
    /// Nothing: it says so already.
    Same,
    /// Nothing: something is wrong.
    Wrong(Vec<String>),
}

/// Tries what was pasted: each line with what it would do. The same table brought twice changes nothing.
///
/// # Errors
/// Not this actor’s; what was pasted is no table; the database failed.
pub async fn tried(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    contract: Uuid,
    text: &str,
) -> Outcome<Vec<(PastedLine, Pasted)>> {
    let contract = strategy::facade::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    if !actor.may_somewhere(&acts::FILL).is_allowed() {
        actor.authorise(&acts::FILL, &Scope::contract(contract.id))?;
    }
    let ground = ground(tx, contract).await?;
    let around = around(tx, &ground).await?;
    let read = read_pasted(text, &around, outside.now().day(zone));
    let lines = read.map_err(|sentence| Failure::field("tableau", sentence))?;
    if lines.is_empty() {
        return Err(Failure::field("tableau", "Collez au moins une ligne sous les titres"));
    }
    let known = store::line::of_contract(tx, ground.contract.id).await?;
    let own = own_organisations(tx, actor).await?;
    let outcome = |line: &PastedLine| {
        let Some(terms) = &line.terms else { return Pasted::Wrong(line.problems.clone()) };
        let place =
            Scope { contract: Some(ground.contract.id), territory: terms.area, organisation: Some(terms.partner) };
        if !fills(actor, &acts::FILL, &place, &own) {
            return Pasted::Wrong(vec![
                "Ces moyens sont ceux d’un autre partenaire, ou d’un autre quartier".to_owned(),
            ]);
        }
        match known.iter().find(|one| one.is_of(terms)) {
            None => Pasted::New(terms.clone()),
            // Names are written in many ways; and the day it was counted is that of the paste when no column tells it.
            Some(one) if is_same(&one.terms, terms) => Pasted::Same,
            Some(one) => Pasted::Changed(Box::new((one.clone(), terms.clone()))),
        }
    };
    Ok(lines
        .into_iter()
        .map(|line| {
            let outcome = outcome(&line);
            (line, outcome)
        })
        .collect())
}

fn is_same(known: &LineTerms, read: &LineTerms) -> bool {
    LineTerms { label: known.label.clone(), counted_on: known.counted_on, ..read.clone() } == *known
}

async fn around(tx: &mut Tx, ground: &Ground) -> database::Result<Around> {
    let partners = accounts::facade::organisations(tx).await?;
    Ok(Around {
        partners: partners.into_iter().map(|one| (one.id, one.name)).collect(),
        themes: ground.themes.clone(),
        areas: ground.areas.clone(),
        years: ground.years(),
    })
}

/// Keeps what was pasted; nothing of it when a line is wrong. Gives how many lines changed.
///
/// # Errors
/// As [`tried`]; a line is wrong; somebody changed one meanwhile.
pub async fn bring(
    tx: &mut Tx,
    around: (&Outside, &TimeZone),
    actor: &Actor,
    contract: Uuid,
    text: &str,
) -> Outcome<usize> {
    let lines = tried(tx, around, actor, contract, text).await?;
    let outside = around.0;
    let wrong = lines.iter().filter(|(_, outcome)| matches!(outcome, Pasted::Wrong(_))).count();
    if wrong > 0 {
        return Err(Failure::field("tableau", "Des lignes sont à corriger : rien n’est enregistré"));
    }
    let mut touched = Vec::new();
    for (_, outcome) in lines {
        match outcome {
            Pasted::New(terms) => {
                let place =
                    Scope { contract: Some(contract), territory: terms.area, organisation: Some(terms.partner) };
                authorise_fill(tx, actor, &place).await?;
                let one = CommonLawLine { id: outside.uuid(), contract, terms, revision: 1 };
                store::line::insert(tx, &one, outside.now()).await?;
                touched.push(("common_law", one.id));
            }
            Pasted::Changed(pair) => {
                let (one, terms) = *pair;
                authorise_fill(tx, actor, &one.scope()).await?;
                if !store::line::save(tx, (one.id, one.revision), &terms).await? {
                    return Err(Failure::conflict("ces lignes", &[]));
                }
                touched.push(("common_law", one.id));
            }
            Pasted::Same | Pasted::Wrong(_) => {}
        }
    }
    if !touched.is_empty() {
        let detail = json!({ "acte": "moyens de droit commun importés", "lignes": touched.len() });
        let entry = Entry::on(acts::FILL.code, "contract", contract).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(touched.len())
}
