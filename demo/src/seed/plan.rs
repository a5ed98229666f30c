//! The plan of action: leads studied, sheets written and published.

use std::collections::BTreeMap;

use database::Tx;
use kernel::{Actor, Breakdown, Cents, Failure, Outcome, Outside, Uuid};
use plan::actions::{
    self, Around, Coverage, Crossing, Deployment, Indicator, IndicatorKind, Involvement, LinkKind, Linked, Mean,
    Nature, NewSheet, Partner, Pieces, Place, SheetText, State, Status, Step, Term, Use, ranked,
};

use crate::Demonstration;
use crate::plan::{PlanIndicator, PlanLink, PlanMean, PlanSheet, PlanStep, StudiedLead};

/// Who acts.
const ACTOR: Actor = Actor::Platform("démonstration");

/// A value the files name; a word they should not hold is a defect of the build.
fn known<T>(word: &str, found: Option<T>) -> Outcome<T> {
    found.ok_or_else(|| Failure::Broken(Breakdown::because(format!("plan.toml: {word}"))))
}

/// Puts the plan of a contract over the neighbourhoods named by their keys.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn plan(
    tx: &mut Tx,
    outside: &Outside,
    told: &Demonstration,
    areas: &BTreeMap<String, Uuid>,
    contract: Uuid,
) -> Outcome<()> {
    let around = actions::around(tx, contract).await?;
    let around = known("contract", around)?;
    let mut opened_sheets: Vec<(Uuid, &PlanSheet)> = Vec::new();
    for sheet in &told.plan.sheets {
        let id = opened(tx, outside, &around, sheet).await?;
        for pieces in lists(areas, sheet)? {
            put(tx, outside, &around, id, pieces).await?;
        }
        opened_sheets.push((id, sheet));
    }
    // Once every sheet is there: they name one another.
    for (id, sheet) in opened_sheets {
        let links: Vec<Linked> = sheet.links.iter().map(link).collect::<Outcome<_>>()?;
        if !links.is_empty() {
            put(tx, outside, &around, id, Pieces::Links(ranked(links))).await?;
        }
        if !sheet.is_draft {
            actions::publish_sheet(tx, outside, &ACTOR, id).await?;
        }
        for one in &sheet.comments {
            actions::comment(tx, outside, &ACTOR, id, (one.body.as_str(), one.is_shared)).await?;
        }
    }
    for lead in &told.plan.leads {
        studied(tx, outside, contract, lead).await?;
    }
    Ok(())
}

/// Studies a lead; gives it.
async fn studied(tx: &mut Tx, outside: &Outside, contract: Uuid, told: &StudiedLead) -> Outcome<Uuid> {
    let all = listening::facade::proposals(tx).await?;
    let lead = known(&told.code, all.into_iter().find(|one| one.code == told.code))?;
    let said = (Coverage::from_code(&told.coverage), told.note.as_str());
    actions::qualify_lead(tx, outside, &ACTOR, (contract, lead.id, 0), said).await?;
    if let Some(strategies) = &told.strategies {
        let crossing = Crossing { strategies: strategies.clone(), is_none: strategies.is_empty(), note: String::new() };
        actions::cross_lead(tx, outside, &ACTOR, (contract, lead.id, 1), &crossing).await?;
    }
    Ok(lead.id)
}

/// Opens a sheet, from its lead when it has one.
async fn opened(tx: &mut Tx, outside: &Outside, around: &Around, told: &PlanSheet) -> Outcome<Uuid> {
    let state = State {
        status: known(&told.status, Status::from_code(&told.status))?,
        since: told.since,
        source: told.source.clone(),
        reason: told.reason.clone(),
    };
    let text = text(around, told)?;
    let Some(lead) = &told.proposal else {
        return actions::create_sheet(tx, outside, &ACTOR, around, NewSheet { text, state }).await;
    };
    let proposal = studied(tx, outside, around.contract.id, lead).await?;
    let which = (proposal, told.since);
    let id = actions::make_sheet(tx, outside, &ACTOR, around, which, told.code.clone()).await?;
    let revision = known(&told.code, actions::revision(tx, id).await?)?;
    actions::amend_sheet(tx, outside, &ACTOR, around, (id, revision), (text, "La piste devient une fiche")).await?;
    actions::say_state(tx, outside, &ACTOR, id, told.since, state).await?;
    Ok(id)
}

fn text(around: &Around, told: &PlanSheet) -> Outcome<SheetText> {
    let node = |code: &str| known(code, around.nodes.iter().find(|node| node.code == code).map(|node| node.id));
    let lenses = told.lenses.iter().map(|code| node(code).map(|id| id.to_string()));
    let need = |code: &String| known(code, around.needs.iter().find(|need| need.code == *code).map(|need| need.id));
    let involvement = match &told.involvement {
        Some(code) => Some(known(code, Involvement::from_code(code))?),
        None => None,
    };
    Ok(SheetText {
        code: told.code.clone(),
        title: told.title.clone(),
        finding: told.finding.clone(),
        // The stake above the objective.
        strategic: around.nodes.iter().find(|node| node.code == told.objective).and_then(|node| node.parent),
        operational: Some(node(&told.objective)?),
        aims: told.aims.clone(),
        competence: told.competence.clone(),
        description: told.description.clone(),
        publics: told.publics.clone(),
        lead: told.lead.clone(),
        term: Some(known(&told.term, Term::from_code(&told.term))?),
        starts_on: Some(told.starts_on),
        ends_on: Some(told.ends_on),
        involvement,
        conditions: told.conditions.clone(),
        lenses: lenses.collect::<Outcome<_>>()?,
        needs: told.needs.iter().map(need).collect::<Outcome<_>>()?,
        ..SheetText::default()
    })
}

/// Puts a list, over the sheet as it now is.
async fn put(tx: &mut Tx, outside: &Outside, around: &Around, id: Uuid, pieces: Pieces) -> Outcome<()> {
    let revision = known("sheet", actions::revision(tx, id).await?)?;
    let today = around.contract.ends_on;
    actions::set_pieces(tx, outside, &ACTOR, around, (id, revision, today), pieces).await
}

/// The lists a sheet has.
fn lists(areas: &BTreeMap<String, Uuid>, told: &PlanSheet) -> Outcome<Vec<Pieces>> {
    let place = |(key, state): (&String, &String)| -> Outcome<Place> {
        let area = known(key, areas.get(key).copied())?;
        let note = told.notes.get(key).cloned().unwrap_or_default();
        Ok(Place { area, state: known(state, Deployment::from_code(state))?, note })
    };
    let places: Vec<Place> = told.places.iter().map(place).collect::<Outcome<_>>()?;
    let partner = |one: &String| match one.split_once(" : ") {
        Some((name, role)) => Partner { name: name.to_owned(), role: role.to_owned() },
        None => Partner { name: one.clone(), role: String::new() },
    };
    let partners: Vec<Partner> = told.partners.iter().map(partner).collect();
    let means: Vec<Mean> = told.means.iter().map(mean).collect::<Outcome<_>>()?;
    let steps: Vec<Step> = told.steps.iter().map(step).collect();
    let indicators: Vec<Indicator> = told.indicators.iter().map(indicator).collect::<Outcome<_>>()?;
    let all = [
        Pieces::Places(ranked(places)),
        Pieces::Partners(ranked(partners)),
        Pieces::Means(ranked(means)),
        Pieces::Steps(ranked(steps)),
        Pieces::Indicators(ranked(indicators)),
    ];
    Ok(all.into_iter().filter(|pieces| !pieces.is_empty()).collect())
}

/// A link, by the code of the other sheet or its title elsewhere.
fn link(one: &PlanLink) -> Outcome<Linked> {
    let kind = known(&one.kind, LinkKind::from_code(&one.kind))?;
    Ok(Linked { other: None, elsewhere: one.to.clone(), kind })
}

fn mean(one: &PlanMean) -> Outcome<Mean> {
    Ok(Mean {
        year: one.year,
        nature: known(&one.nature, Nature::from_code(&one.nature))?,
        use_of: known(&one.use_of, Use::from_code(&one.use_of))?,
        funder: one.funder.clone(),
        planned: Some(Cents(one.planned * 100)),
        actual: one.actual.map(|euros| Cents(euros * 100)),
        planned_fte: None,
        actual_fte: None,
        note: String::new(),
    })
}

fn step(one: &PlanStep) -> Step {
    Step { title: one.title.clone(), owner: one.owner.clone(), due_on: Some(one.due_on), done_on: one.done_on }
}

fn indicator(one: &PlanIndicator) -> Outcome<Indicator> {
    Ok(Indicator {
        kind: known(&one.kind, IndicatorKind::from_code(&one.kind))?,
        label: one.label.clone(),
        unit: one.unit.clone(),
        baseline: one.baseline,
        target: Some(one.target),
        measures: known(&one.measures, actions::read_measures(&one.measures))?,
    })
}
