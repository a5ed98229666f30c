//! Ordinary means, posts, sponsors; who stands for which signatory.

use std::collections::BTreeMap;

use ::means::actions::{
    self as acts, Amount, Confidence, EndowmentYearTerms, LineTerms, Method, PostTerms, SponsorshipKind,
    SponsorshipTerms,
};
use database::Tx;
use kernel::{Outcome, Uuid};

use super::acting::{Calendar, PLATFORM, missing};
use super::directory;
use crate::Demonstration;
use crate::means::{Gift, Line, Post};

/// Puts other means of the contract in.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn means(
    tx: &mut Tx,
    calendar: &Calendar,
    told: &Demonstration,
    (areas, contract): (&BTreeMap<String, Uuid>, Uuid),
) -> Outcome<()> {
    let organisations = directory::organisations(tx, told).await?;
    let brief = strategy::facade::contract(tx, contract).await?.ok_or_else(|| missing("contract"))?;
    let years = (i64::from(brief.starts_on.year()), i64::from(brief.ends_on.year()));
    let place = Place { calendar, contract, years, areas, organisations };
    place.stands(tx, told).await?;
    let nodes = strategy::facade::nodes(tx, contract).await?;
    for one in told.means.lines.iter().filter(|one| place.is_within(one.year)) {
        let theme = nodes.iter().find(|node| node.code == one.theme).ok_or_else(|| missing(&one.theme))?;
        place.line(tx, one, theme.id).await?;
    }
    for one in &told.means.posts {
        place.post(tx, one).await?;
    }
    place.sponsors(tx, told).await
}

struct Place<'a> {
    calendar: &'a Calendar,
    contract: Uuid,
    years: (i64, i64),
    areas: &'a BTreeMap<String, Uuid>,
    organisations: BTreeMap<String, Uuid>,
}

impl Place<'_> {
    fn year(&self, offset: i64) -> i64 {
        i64::from(self.calendar.day(0).year()) + offset
    }

    /// Whether a year is one of the contract: the demonstration may begin on its first day.
    fn is_within(&self, offset: i64) -> bool {
        (self.years.0..=self.years.1).contains(&self.year(offset))
    }

    fn organisation(&self, key: &str) -> Outcome<Uuid> {
        Ok(*self.organisations.get(key).ok_or_else(|| missing(key))?)
    }

    fn area(&self, key: Option<&str>) -> Outcome<Option<Uuid>> {
        Ok(match key {
            Some(key) => Some(*self.areas.get(key).ok_or_else(|| missing(key))?),
            None => None,
        })
    }

    async fn stands(&self, tx: &mut Tx, told: &Demonstration) -> Outcome<()> {
        let known = strategy::facade::pledging::signatory_names(tx, self.contract).await?;
        for one in &told.means.stands {
            let named = told.contract.signatories.iter().find(|signatory| signatory.code == one.signatory);
            let named = named.ok_or_else(|| missing(&one.signatory))?;
            let signatory = known.iter().find(|known| known.name == named.name).ok_or_else(|| missing(&named.name))?;
            let pair = (signatory.id, self.organisation(&one.organisation)?);
            acts::stand_for(tx, &self.calendar.at(-45, 0), &PLATFORM, self.contract, pair).await?;
        }
        Ok(())
    }

    async fn line(&self, tx: &mut Tx, one: &Line, theme: Uuid) -> Outcome<()> {
        let amount = match (one.euros, one.told.as_deref()) {
            (Some(euros), _) => Some(Amount::Known(euros * 100)),
            (None, Some("not_asked")) => Some(Amount::NotAsked),
            (None, Some("not_disclosed")) => Some(Amount::NotDisclosed),
            (None, Some(other)) => return Err(missing(other).into()),
            (None, None) => None,
        };
        let terms = LineTerms {
            partner: self.organisation(&one.partner)?,
            theme: Some(theme),
            area: self.area(one.area.as_deref())?,
            year: self.year(one.year),
            label: one.label.clone(),
            amount,
            fte: one.fte,
            method: one.method.as_deref().and_then(Method::from_code),
            confidence: one.confidence.as_deref().and_then(Confidence::from_code),
            why: one.why.clone(),
            source: one.source.clone(),
            counted_on: self.calendar.day(-44),
            is_public: one.is_public,
        };
        let around = (&self.calendar.at(-44, 0), self.calendar.zone());
        acts::add_line(tx, around, &PLATFORM, self.contract, terms).await?;
        Ok(())
    }

    async fn post(&self, tx: &mut Tx, one: &Post) -> Outcome<()> {
        let then = self.calendar.at(-43, 0);
        let kinds = acts::kinds(tx, self.contract).await?;
        let is_known = kinds.iter().any(|(code, label)| *code == one.kind || *label == one.kind);
        if !is_known {
            acts::add_kind(tx, &then, &PLATFORM, self.contract, &one.kind).await?;
        }
        let kinds = acts::kinds(tx, self.contract).await?;
        let kind = kinds.into_iter().find(|(code, label)| *code == one.kind || *label == one.kind);
        let terms = PostTerms {
            kind: kind.ok_or_else(|| missing(&one.kind))?.0,
            employer: self.organisation(&one.employer)?,
            funder: self.organisation(&one.funder)?,
            area: self.area(one.area.as_deref())?,
            mission: one.mission.clone(),
            fte: one.fte,
            starts_on: self.calendar.day(one.starts),
            ends_on: self.calendar.day(one.ends),
            amount: Amount::Known(one.euros * 100),
            alert_days: 180,
            is_specific: one.is_specific,
            is_public: true,
        };
        acts::keep_post(tx, &then, &PLATFORM, (self.contract, None), terms).await?;
        Ok(())
    }

    async fn sponsors(&self, tx: &mut Tx, told: &Demonstration) -> Outcome<()> {
        let then = self.calendar.at(-42, 0);
        let around = (&then, self.calendar.zone());
        let own = &told.means.fund;
        let fund = acts::open_endowment(tx, &then, &PLATFORM, self.contract, &own.name).await?;
        for one in own.years.iter().filter(|one| self.is_within(one.year)) {
            let terms = EndowmentYearTerms {
                year: self.year(one.year),
                collected: one.collected * 100,
                used: one.used * 100,
                note: one.note.clone(),
                source: "Comptes du fonds (exemple)".to_owned(),
                counted_on: self.calendar.day(-42),
            };
            acts::keep_endowment(tx, around, &PLATFORM, (fund, 0), terms).await?;
        }
        let sheets = plan::facade::sheets(tx, self.contract, false).await?;
        for one in told.means.gifts.iter().filter(|one| self.is_within(one.year)) {
            let assigned = sheets.iter().take(one.sheets).map(|sheet| sheet.id).collect();
            let terms = self.gift(one, fund, assigned)?;
            acts::keep_sponsorship(tx, around, &PLATFORM, (self.contract, None), terms).await?;
        }
        Ok(())
    }

    fn gift(&self, one: &Gift, fund: Uuid, sheets: Vec<Uuid>) -> Outcome<SponsorshipTerms> {
        Ok(SponsorshipTerms {
            firm: one.firm.clone(),
            kind: SponsorshipKind::from_code(&one.kind).ok_or_else(|| missing(&one.kind))?,
            amount: Amount::Known(one.euros * 100),
            year: self.year(one.year),
            fund: one.through_fund.then_some(fund),
            source: one.source.clone(),
            counted_on: self.calendar.day(-42),
            note: String::new(),
            sheets,
            is_public: true,
        })
    }
}
