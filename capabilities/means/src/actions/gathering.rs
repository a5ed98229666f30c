//! Everything that is known of the means of a contract, from every slice that knows a part of it.

use std::collections::HashMap;

use applications::facade::{FundingState, Nature};
use database::Tx;
use jiff::civil::Date;
use kernel::Uuid;
use strategy::facade::ContractBrief;
use strategy::facade::pledging::Pledge;

use super::place::{Ground, ground};
use super::signatory::{Stands, stands};
use crate::rules::{
    Amount, By, CommonLawLine, EndowmentFund, EndowmentYear, Leverage, Post, Share, Side, Sponsorship, spread,
};
use crate::store;

/// An amount a funder voted for an action in a year, once its carrier was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voted {
    /// What was decided.
    pub funding: Uuid,
    /// The action.
    pub project: Uuid,
    /// Its title.
    pub title: String,
    /// Who carries it.
    pub carrier: Uuid,
    /// Its name.
    pub carrier_name: String,
    /// The year.
    pub year: i64,
    /// The organisation of the funder, when it has one here.
    pub funder: Option<Uuid>,
    /// Its name.
    pub funder_name: String,
    /// Whether it is specific credits; ordinary means otherwise.
    pub is_specific: bool,
    /// How much, in cents.
    pub cents: i64,
    /// Its neighbourhoods with their share, in thousandths.
    pub areas: Vec<(Uuid, i64)>,
    /// Its theme.
    pub theme: Option<Uuid>,
}

/// What is known of the means of a contract.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// The contract, its themes and neighbourhoods.
    pub ground: Ground,
    /// What calls granted.
    pub voted: Vec<Voted>,
    /// What was paid of it: what was decided, day, cents.
    pub paid: Vec<(Uuid, Date, i64)>,
    /// What was paid back of it, the same way.
    pub back: Vec<(Uuid, Date, i64)>,
    /// Ordinary means.
    pub lines: Vec<CommonLawLine>,
    /// Posts.
    pub posts: Vec<Post>,
    /// Kinds of posts: stable name, name.
    pub kinds: Vec<(String, String)>,
    /// Gifts of firms.
    pub gifts: Vec<Sponsorship>,
    /// Endowment funds.
    pub funds: Vec<EndowmentFund>,
    /// Their years.
    pub fund_years: Vec<EndowmentYear>,
    /// Signatories and who stands for them.
    pub stands: Vec<Stands>,
    /// What they promised.
    pub pledges: Vec<Pledge>,
    /// Names of organisations.
    pub names: HashMap<Uuid, String>,
}

impl Gathered {
    /// The name of an organisation.
    pub fn name(&self, id: Uuid) -> String {
        self.names.get(&id).cloned().unwrap_or_else(|| "Organisation retirée".to_owned())
    }

    /// The name of a kind of posts.
    pub fn kind(&self, code: &str) -> String {
        let found = self.kinds.iter().find(|(one, _)| one == code);
        found.map_or_else(|| "Autre poste".to_owned(), |(_, name)| name.clone())
    }

    /// The signatory an organisation stands for.
    pub fn signatory_of(&self, organisation: Uuid) -> Option<&Stands> {
        self.stands.iter().find(|one| one.is(organisation))
    }
}

/// What calls of a contract granted and told.
async fn voted(tx: &mut Tx, ground: &Ground) -> database::Result<Vec<Voted>> {
    let mut all = Vec::new();
    for call in applications::facade::calls_of(tx, ground.contract.id).await? {
        for row in applications::facade::projects_of_call(tx, call.id).await? {
            let theme = row.nodes.iter().find_map(|node| ground.theme_of.get(node)).copied();
            for one in &row.fundings {
                let is_granted = one.decision.is_some_and(FundingState::grants);
                let (FundingState::Notified, true, Some(cents)) = (one.state, is_granted, one.decided) else {
                    continue;
                };
                let funder = call.funders.iter().find(|funder| funder.id == one.funder);
                all.push(Voted {
                    funding: one.id,
                    project: row.project.id,
                    title: if row.project.title.is_empty() {
                        format!("Action {}", row.project.position)
                    } else {
                        row.project.title.clone()
                    },
                    carrier: row.carrier,
                    carrier_name: row.carrier_name.clone(),
                    year: one.year,
                    funder: funder.and_then(|funder| funder.organisation),
                    funder_name: funder.map(|funder| funder.name.clone()).unwrap_or_default(),
                    is_specific: one.nature == Nature::Specific,
                    cents: cents.0,
                    areas: row.areas.clone(),
                    theme,
                });
            }
        }
    }
    Ok(all)
}

/// Gathers what is known of the means of a contract. Who may read it is for the caller to say.
///
/// # Errors
/// The database failed.
pub async fn gathered(tx: &mut Tx, contract: ContractBrief) -> database::Result<Gathered> {
    let ground = ground(tx, contract).await?;
    let id = ground.contract.id;
    let names = accounts::facade::organisations(tx).await?;
    let moved = agreements::facade::spending::moved(tx, id).await?;
    let parts = |all: Vec<agreements::facade::spending::PaidPart>| {
        all.into_iter().map(|one| (one.funding, one.paid_on, one.cents)).collect()
    };
    Ok(Gathered {
        voted: voted(tx, &ground).await?,
        paid: parts(moved.paid),
        back: parts(moved.back),
        lines: store::line::of_contract(tx, id).await?,
        posts: store::post::of_contract(tx, id).await?,
        kinds: super::post::kinds(tx, id).await?,
        gifts: store::sponsor::of_contract(tx, id).await?,
        funds: store::sponsor::funds(tx, id).await?,
        fund_years: store::sponsor::years(tx, id).await?,
        stands: stands(tx, id).await?,
        pledges: strategy::facade::pledging::pledges(tx, id).await?,
        names: names.into_iter().map(|one| (one.id, one.name)).collect(),
        ground,
    })
}

/// Every amount the leverage stands on; only what everybody may read when `is_public`. What is kept back then stands there without its
/// figure, so that it is counted.
pub fn shares(of: &Gathered, is_public: bool) -> Vec<Share> {
    let shown = |amount: Amount, may: bool| if is_public && !may { Amount::NotDisclosed } else { amount };
    let mut all = Vec::new();
    for one in &of.voted {
        let side = if one.is_specific { Side::Specific } else { Side::CommonLaw };
        for (area, cents) in spread(one.cents, &one.areas) {
            all.push(Share { year: one.year, theme: one.theme, area, side, amount: Amount::Known(cents) });
        }
    }
    for one in &of.lines {
        let terms = &one.terms;
        if let Some(amount) = terms.amount {
            let amount = shown(amount, terms.is_public);
            all.push(Share { year: terms.year, theme: terms.theme, area: terms.area, side: Side::CommonLaw, amount });
        }
    }
    let (first, last) = of.ground.years();
    for one in &of.posts {
        let side = if one.terms.is_specific { Side::Specific } else { Side::Posts };
        for year in first..=last {
            if let Some(amount) = one.in_year(year) {
                let amount = shown(amount, one.terms.is_public);
                all.push(Share { year, theme: None, area: one.terms.area, side, amount });
            }
        }
    }
    for one in of.gifts.iter().filter(|one| one.counts()) {
        let amount = shown(one.terms.amount, one.terms.is_public);
        all.push(Share { year: one.terms.year, theme: None, area: None, side: Side::Sponsors, amount });
    }
    for one in &of.fund_years {
        let amount = Amount::Known(one.terms.used);
        all.push(Share { year: one.terms.year, theme: None, area: None, side: Side::Sponsors, amount });
    }
    all
}

/// Rows of the leverage, each with its name and what its filter is, then the whole. `year` narrows themes and neighbourhoods.
pub fn leverage(of: &Gathered, shares: &[Share], by: By, year: i64) -> (Vec<(String, Leverage)>, Leverage) {
    let (first, last) = of.ground.years();
    let within = |one: &&Share| by == By::Year || one.year == year;
    let row = |name: String, is: &dyn Fn(&Share) -> bool| {
        let own: Vec<Share> = shares.iter().filter(within).filter(|one| is(one)).copied().collect();
        (name, Leverage::of(own.iter()))
    };
    let mut rows = match by {
        By::Year => (first..=last).map(|year| row(year.to_string(), &|one| one.year == year)).collect::<Vec<_>>(),
        By::Theme => {
            let named = of.ground.themes.iter().map(|(id, ..)| Some(*id)).chain([None]);
            named.map(|theme| row(of.ground.theme(theme), &|one| one.theme == theme)).collect()
        }
        By::Area => {
            let named = of.ground.areas.iter().map(|(id, _)| Some(*id)).chain([None]);
            named.map(|area| row(of.ground.area(area), &|one| one.area == area)).collect()
        }
    };
    rows.retain(|(_, row)| row.base > 0);
    let all: Vec<Share> = shares.iter().filter(within).copied().collect();
    (rows, Leverage::of(all.iter()))
}
