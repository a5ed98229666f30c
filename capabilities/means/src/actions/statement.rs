//! The yearly statement of a signatory: put together from what is known, approved as it then is.

use std::collections::BTreeMap;

use database::Tx;
use jiff::civil::Date;
use journal::Entry;
use kernel::{Actor, Cents, Failure, Outcome, Outside, Scope, Uuid, french};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::gathering::{Gathered, Voted};
use super::place::{fills, own_organisations};
use super::signatory::{Stands, promises};
use crate::rules::{
    Amount, Party, Statement, StatementAction, StatementLine, StatementMean, StatementVersion, gaps, standing,
};
use crate::{acts, store};

/// Whether this actor reads the statement of a signatory: who reads the contract, or one of its organisations.
pub fn may_read_statement(actor: &Actor, contract: Uuid, of: &Stands) -> bool {
    let within = |organisation| Scope { contract: Some(contract), territory: None, organisation };
    actor.may(&acts::READ, &within(None)).is_allowed()
        || of.organisations.iter().any(|(_, one)| actor.may(&acts::READ, &within(Some(*one))).is_allowed())
}

fn sum(of: impl Iterator<Item = i64>) -> Option<i64> {
    of.fold(None, |sum: Option<i64>, one| Some(sum.unwrap_or(0).saturating_add(one)))
}

/// What moved in a year of what was decided: of what was paid, or of what came back.
fn moved_of(moved: &[(Uuid, Date, i64)], funding: Uuid, year: i64) -> impl Iterator<Item = i64> + '_ {
    moved.iter().filter(move |(one, on, _)| *one == funding && i64::from(on.year()) == year).map(|(_, _, cents)| *cents)
}

/// Puts together the statement of a signatory for a year.
pub fn statement(of: &Gathered, own: &Stands, year: i64) -> Statement {
    let is_own = |organisation: Option<Uuid>| organisation.is_some_and(|one| own.is(one));
    let lines: Vec<_> = of.lines.iter().filter(|one| one.terms.year == year && own.is(one.terms.partner)).collect();
    let spoken: Vec<_> = lines.iter().filter_map(|one| one.terms.theme).collect();
    let silent = of.ground.themes.iter().filter(|(id, ..)| !spoken.contains(id));
    Statement {
        contract: of.ground.contract.title.clone(),
        signatory: own.signatory.name.clone(),
        year,
        organisations: own.organisations.iter().map(|(_, one)| of.name(*one)).collect(),
        pledged: promises(&of.pledges, own.signatory.id, year),
        parties: parties(of, own, year),
        actions: actions(of, &is_own, year),
        silent_themes: silent.map(|(_, _, title)| title.clone()).collect(),
        lines: lines
            .into_iter()
            .map(|one| StatementLine {
                label: one.terms.label.clone(),
                theme: of.ground.theme(one.terms.theme),
                area: of.ground.area(one.terms.area),
                amount: one.terms.amount,
                fte: one.terms.fte,
                method: one.terms.method,
                confidence: one.terms.confidence,
                why: format!("{} ({})", one.terms.why, one.terms.source).trim().to_owned(),
            })
            .collect(),
        means: means(of, own, year),
        receipts: receipts(of, own, year),
    }
}

/// What each party brings, the signatory first: other signatories, then organisations that stand for none.
fn parties(of: &Gathered, own: &Stands, year: i64) -> Vec<Party> {
    let party = |name: String, is_own: bool, is: &dyn Fn(Uuid) -> bool, named: &dyn Fn(&Voted) -> bool| {
        let here = |one: &&Voted| one.year == year && (one.funder.is_some_and(is) || named(one));
        // Paid in the year, whatever the year of the vote.
        let funded: Vec<&Voted> = of.voted.iter().filter(|one| one.funder.is_some_and(is) || named(one)).collect();
        let moved = |moved| {
            let specific = funded.iter().filter(|one| one.is_specific);
            sum(specific.flat_map(|one| moved_of(moved, one.funding, year)))
        };
        let lines = of.lines.iter().filter(|one| one.terms.year == year && is(one.terms.partner));
        let (common_law, fte) = standing(lines);
        Party {
            name,
            is_own,
            voted: sum(of.voted.iter().filter(here).filter(|one| one.is_specific).map(|one| one.cents)),
            paid: moved(&of.paid),
            back: moved(&of.back),
            granted_common_law: sum(of.voted.iter().filter(here).filter(|one| !one.is_specific).map(|one| one.cents)),
            common_law,
            fte,
        }
    };
    let nobody = |_: &Voted| false;
    let mut all = vec![party(own.signatory.name.clone(), true, &|one| own.is(one), &nobody)];
    for other in of.stands.iter().filter(|one| one.signatory.id != own.signatory.id) {
        all.push(party(other.signatory.name.clone(), false, &|one| other.is(one), &nobody));
    }
    let mut others: BTreeMap<String, Option<Uuid>> = BTreeMap::new();
    for one in of.voted.iter().filter(|one| one.year == year) {
        match one.funder {
            Some(funder) if of.signatory_of(funder).is_none() => {
                others.insert(of.name(funder), Some(funder));
            }
            None => {
                others.entry(one.funder_name.clone()).or_insert(None);
            }
            Some(_) => {}
        }
    }
    for one in of.lines.iter().filter(|one| one.terms.year == year) {
        if of.signatory_of(one.terms.partner).is_none() {
            others.insert(of.name(one.terms.partner), Some(one.terms.partner));
        }
    }
    for (name, id) in others {
        let told = name.clone();
        all.push(match id {
            Some(id) => party(name, false, &|one| one == id, &nobody),
            None => party(name, false, &|_| false, &|one| one.funder.is_none() && one.funder_name == told),
        });
    }
    all
}

fn actions(of: &Gathered, is_own: &dyn Fn(Option<Uuid>) -> bool, year: i64) -> Vec<StatementAction> {
    let mut by_project: BTreeMap<(String, Uuid), StatementAction> = BTreeMap::new();
    for one in of.voted.iter().filter(|one| one.year == year) {
        let areas: Vec<String> = one.areas.iter().map(|(area, _)| of.ground.area(Some(*area))).collect();
        let action = by_project.entry((kernel::text::search_key(&one.title), one.project)).or_insert(StatementAction {
            title: one.title.clone(),
            carrier: one.carrier_name.clone(),
            areas: if areas.is_empty() { of.ground.area(None) } else { areas.join(", ") },
            own_specific: 0,
            own_common_law: 0,
            others_specific: 0,
            others_common_law: 0,
            spent: 0,
            back: 0,
        });
        let place = match (is_own(one.funder), one.is_specific) {
            (true, true) => &mut action.own_specific,
            (true, false) => &mut action.own_common_law,
            (false, true) => &mut action.others_specific,
            (false, false) => &mut action.others_common_law,
        };
        *place = place.saturating_add(one.cents);
        if is_own(one.funder) {
            action.spent = moved_of(&of.paid, one.funding, year).fold(action.spent, i64::saturating_add);
            let back = moved_of(&of.back, one.funding, year).fold(0, i64::saturating_add);
            (action.spent, action.back) = (action.spent.saturating_sub(back), action.back.saturating_add(back));
        }
    }
    by_project.into_values().collect()
}

/// Posts the signatory employs or pays; gifts of firms and what endowment funds spent.
fn means(of: &Gathered, own: &Stands, year: i64) -> Vec<StatementMean> {
    let posts = of.posts.iter().filter(|one| own.is(one.terms.employer) || own.is(one.terms.funder));
    let posts = posts.filter_map(|one| {
        let amount = one.in_year(year)?;
        let fte = crate::rules::spelt_hundredths(one.terms.fte);
        Some(StatementMean {
            label: format!("{}, {fte} ETP : {}", of.kind(&one.terms.kind), one.terms.mission),
            between: format!("payé par {}, employé par {}", of.name(one.terms.funder), of.name(one.terms.employer)),
            nature: if one.terms.is_specific { "Politique de la ville" } else { "Droit commun" },
            amount: Some(amount),
        })
    });
    let gifts = of.gifts.iter().filter(|one| one.terms.year == year).map(|one| StatementMean {
        label: format!("Mécénat, {}", one.terms.kind.french().to_lowercase()),
        between: one.terms.firm.clone(),
        nature: "Mécénat",
        amount: Some(one.terms.amount),
    });
    let funds = of.fund_years.iter().filter(|one| one.terms.year == year).map(|one| StatementMean {
        label: "Fonds de dotation, dépensé dans l’année".to_owned(),
        between: of.funds.iter().find(|fund| fund.id == one.fund).map(|fund| fund.name.clone()).unwrap_or_default(),
        nature: "Mécénat",
        amount: Some(Amount::Known(one.terms.used)),
    });
    posts.chain(gifts).chain(funds).collect()
}

/// What the signatory received for the contract: grants for actions it carries, what others pay of the posts it employs.
fn receipts(of: &Gathered, own: &Stands, year: i64) -> Vec<(String, i64)> {
    let grants = of.voted.iter().filter(|one| one.year == year && own.is(one.carrier));
    let grants = grants
        .filter(|one| !one.funder.is_some_and(|funder| own.is(funder)))
        .map(|one| (format!("{}, pour « {} »", one.funder_name, one.title), one.cents));
    let posts = of.posts.iter().filter(|one| own.is(one.terms.employer) && !own.is(one.terms.funder));
    let posts = posts.filter_map(|one| {
        let cents = one.in_year(year).and_then(Amount::cents)?;
        Some((format!("{}, pour un poste : {}", of.name(one.terms.funder), of.kind(&one.terms.kind)), cents))
    });
    grants.chain(posts).collect()
}

/// What tells whether a statement still says what somebody read.
pub fn mark(of: &Statement) -> String {
    let digest = Sha256::digest(format!("{of:?}").as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What is approved: the statement as it was read, its two files.
#[derive(Clone, Debug)]
pub struct Approval {
    /// The statement.
    pub statement: Statement,
    /// The mark of the page that was read.
    pub read_mark: String,
    /// What is said with it.
    pub note: String,
    /// The PDF.
    pub printed: Vec<u8>,
    /// The workbook.
    pub workbook: Vec<u8>,
}

/// Approves the statement of a signatory: keeps it as it is, under the next number.
///
/// # Errors
/// Not there or not this actor’s; nobody stands for the signatory; it changed since it was read.
pub async fn approve(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, of): (Uuid, &Stands),
    approval: Approval,
) -> Outcome<i64> {
    let Some((_, first)) = of.organisations.first() else {
        return Err(Failure::field("", "Reliez d’abord une organisation à ce signataire"));
    };
    let place = |organisation| Scope { contract: Some(contract), territory: None, organisation: Some(organisation) };
    let own = own_organisations(tx, actor).await?;
    if !of.organisations.iter().any(|(_, one)| fills(actor, &acts::APPROVE, &place(*one), &own)) {
        actor.authorise(&acts::APPROVE, &place(*first))?;
        return Err(Failure::field("", "Seul ce signataire approuve son état, ou l’agent qui tient le contrat"));
    }
    let Approval { statement, read_mark, note, printed, workbook } = approval;
    if mark(&statement) != read_mark {
        let sentence = "Les chiffres ont changé depuis que vous avez ouvert la page : relisez-les, puis approuvez";
        return Err(Failure::field("", sentence));
    }
    if note.chars().count() > 1_000 {
        return Err(Failure::field("note", "Le texte doit faire 1 000 signes au plus"));
    }
    let (specific_cents, paid_cents, common_law_cents) = statement.totals();
    let (signatory, year) = (of.signatory.id, statement.year);
    let one = StatementVersion {
        id: outside.uuid(),
        signatory,
        year,
        number: store::statement::next(tx, (signatory, year)).await?,
        specific_cents,
        paid_cents,
        common_law_cents,
        gaps: gaps(&statement).len() as i64,
        mark: read_mark,
        note,
        approved_at: outside.now(),
        by_name: actor.journal_name(),
    };
    if !store::statement::insert(tx, contract, &one, (printed, workbook)).await? {
        return Err(Failure::conflict("cet état", &[("Note", &one.note)]));
    }
    let touched = [("means_statement", one.id)];
    let detail = json!({ "acte": "état annuel des moyens approuvé", "annee": year, "version": one.number });
    let entry = Entry::on(acts::APPROVE.code, "means_statement", one.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.number)
}

/// An amount in words: euros, or what keeps it from being known.
pub(crate) fn told(amount: Option<Amount>) -> String {
    match amount {
        Some(Amount::Known(cents)) => french::euros(Cents(cents)),
        Some(Amount::NotAsked) => "pas demandé".to_owned(),
        Some(Amount::NotDisclosed) => "non diffusé".to_owned(),
        None => "non renseigné".to_owned(),
    }
}

/// Spending of the signatory: specific credits voted, paid, what came back and what is left of it, then ordinary means.
pub(crate) fn spending(of: &Statement) -> Vec<(&'static str, Option<Amount>)> {
    let own = of.own();
    let known = |cents: Option<i64>| cents.map(Amount::Known);
    vec![
        ("Crédits spécifiques votés et notifiés", known(own.and_then(|one| one.voted))),
        ("Crédits spécifiques versés dans l’année", known(own.and_then(|one| one.paid))),
        ("Reversé par les associations dans l’année", known(own.and_then(|one| one.back.or(one.paid.map(|_| 0))))),
        ("Crédits spécifiques versés, reversements déduits", known(own.and_then(Party::spent))),
        ("Droit commun voté sur les appels à projets", known(own.and_then(|one| one.granted_common_law))),
        ("Droit commun apporté par ailleurs", own.and_then(|one| one.common_law)),
    ]
}
