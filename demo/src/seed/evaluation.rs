//! The evaluation of the contract: its framework, findings, recommendations, a collection from carriers.

use std::collections::BTreeMap;

use ::evaluation::actions::{
    self as acts, Age, AnswerKind, AnswerTerms, CampaignTerms, EvidenceKind, EvidenceTerms, FindingTerms, Marker,
    Progress, RecommendationTerms, StepTerms, Strength,
};
use database::Tx;
use kernel::{Actor, Outcome, Outside, Uuid};

use super::acting::{Calendar, Cast, missing};
use crate::Demonstration;
use crate::evaluation::{Evidence, Finding, Recommendation};

/// Puts the evaluation in, as whoever leads the contract.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn evaluation(
    tx: &mut Tx,
    (outside, calendar): (&Outside, &Calendar),
    told: &Demonstration,
    (areas, contract): (&BTreeMap<String, Uuid>, Uuid),
) -> Outcome<()> {
    let cast = Cast::gathered(tx, outside, told).await?;
    let actor = cast.named("claire.vidal")?;
    let sheets = plan::facade::sheets(tx, contract, false).await?.into_iter();
    let sheets = sheets.map(|sheet| (sheet.code, sheet.id)).collect();
    let place = Place { calendar, actor, contract, areas, sheets };
    place.framework(tx, told).await?;
    let mut findings = BTreeMap::new();
    for one in &told.evaluation.findings {
        findings.insert(one.key.clone(), place.finding(tx, one).await?);
    }
    for one in &told.evaluation.recommendations {
        place.recommendation(tx, one, &findings).await?;
    }
    place.campaign(tx, told).await?;
    place.publics(tx, told).await
}

struct Place<'a> {
    calendar: &'a Calendar,
    actor: &'a Actor,
    contract: Uuid,
    areas: &'a BTreeMap<String, Uuid>,
    sheets: BTreeMap<String, Uuid>,
}

impl Place<'_> {
    async fn framework(&self, tx: &mut Tx, told: &Demonstration) -> Outcome<()> {
        let framework = &told.evaluation.framework;
        let then = self.calendar.at(-90, 0);
        let keys: Vec<&str> = framework.questions.iter().map(String::as_str).collect();
        acts::accept_starter(tx, &then, self.actor, self.contract, &keys).await?;
        acts::keep_purpose(tx, &then, self.actor, (self.contract, 0), framework.purpose.trim()).await?;
        acts::publish(tx, &then, self.actor, (self.contract, 1)).await
    }

    async fn finding(&self, tx: &mut Tx, one: &Finding) -> Outcome<Uuid> {
        let then = self.calendar.at(-one.days_ago, 0);
        let around = (&then, self.calendar.zone());
        let questions = ::evaluation::facade::questions(tx, self.contract).await?;
        let question = questions.into_iter().find(|(_, words)| *words == one.question).map(|(id, _)| id);
        let terms = FindingTerms {
            words: one.words.clone(),
            detail: one.detail.clone(),
            question: Some(question.ok_or_else(|| missing(&one.question))?),
            strength: Strength::from_code(&one.strength).ok_or_else(|| missing(&one.strength))?,
            found_on: self.calendar.day(-one.days_ago),
        };
        let id = acts::add_finding(tx, around, self.actor, self.contract, terms).await?;
        for piece in &one.evidence {
            let (terms, area) = self.evidence(piece)?;
            acts::add_evidence(tx, around, self.actor, (id, area), terms).await?;
        }
        if one.is_published {
            acts::publish_finding(tx, &then, self.actor, (id, 1)).await?;
        }
        Ok(id)
    }

    fn evidence(&self, piece: &Evidence) -> Outcome<(EvidenceTerms, Option<Uuid>)> {
        let kind = EvidenceKind::from_code(&piece.kind).ok_or_else(|| missing(&piece.kind))?;
        let target = match kind {
            EvidenceKind::Sheet => self.sheets.get(&piece.sheet).ok_or_else(|| missing(&piece.sheet))?.to_string(),
            _ => piece.indicator.clone(),
        };
        let terms = EvidenceTerms { kind, target, words: piece.words.clone(), happened_on: None };
        Ok((terms, self.areas.get(&piece.area).copied()))
    }

    async fn recommendation(
        &self,
        tx: &mut Tx,
        one: &Recommendation,
        findings: &BTreeMap<String, Uuid>,
    ) -> Outcome<()> {
        let then = self.calendar.at(-50, 0);
        let terms = RecommendationTerms {
            words: one.words.clone(),
            detail: one.detail.clone(),
            owner: one.owner.clone(),
            due_on: Some(self.calendar.day(one.due_in)),
            findings: one.findings.iter().filter_map(|key| findings.get(key).copied()).collect(),
        };
        let id = acts::add_recommendation(tx, &then, self.actor, self.contract, terms).await?;
        if one.is_published {
            acts::publish_recommendation(tx, &then, self.actor, (id, 1)).await?;
        }
        let then = self.calendar.at(-one.answered_days_ago, 0);
        let answer = AnswerTerms {
            kind: AnswerKind::from_code(&one.answer).ok_or_else(|| missing(&one.answer))?,
            reason: one.reason.clone(),
            by: "Comité de pilotage".into(),
            on: self.calendar.day(-one.answered_days_ago),
        };
        let revision = if one.is_published { 2 } else { 1 };
        let around = (&then, self.calendar.zone());
        acts::answer_recommendation(tx, around, self.actor, (id, revision), answer).await?;
        for step in &one.steps {
            let then = self.calendar.at(-step.days_ago, 0);
            let terms = StepTerms {
                noted_on: self.calendar.day(-step.days_ago),
                progress: Progress::from_code(&step.progress).ok_or_else(|| missing(&step.progress))?,
                words: step.words.clone(),
            };
            acts::note_step(tx, (&then, self.calendar.zone()), self.actor, id, terms).await?;
        }
        Ok(())
    }

    async fn publics(&self, tx: &mut Tx, told: &Demonstration) -> Outcome<()> {
        let then = self.calendar.at(-20, 0);
        for one in &told.evaluation.publics {
            let marker = match one.marker.as_str() {
                "" => None,
                code => Some(Marker::from_code(code).ok_or_else(|| missing(code))?),
            };
            let ages = one.ages.iter().map(|code| Age::from_code(code).ok_or_else(|| missing(code)));
            let ages: Vec<Age> = ages.collect::<Result<_, _>>()?;
            for sheet in &one.sheets {
                let sheet = *self.sheets.get(sheet).ok_or_else(|| missing(sheet))?;
                acts::say_public(tx, &then, self.actor, (sheet, 0), (marker, ages.clone())).await?;
            }
        }
        Ok(())
    }

    async fn campaign(&self, tx: &mut Tx, told: &Demonstration) -> Outcome<()> {
        let one = &told.evaluation.campaign;
        let then = self.calendar.at(-one.prepared_days_ago, 0);
        let around = (&then, self.calendar.zone());
        let terms = CampaignTerms {
            year: self.calendar.day(0).year().into(),
            title: one.title.clone(),
            message: one.message.clone(),
            closes_on: self.calendar.day(one.closes_in),
        };
        let id = acts::keep_campaign(tx, around, self.actor, (self.contract, None), terms).await?;
        let mut chosen = Vec::with_capacity(one.asks.len());
        for ask in &one.asks {
            let sheet = *self.sheets.get(&ask.sheet).ok_or_else(|| missing(&ask.sheet))?;
            chosen.push((sheet, ask.carrier.clone()));
        }
        acts::ask_carriers(tx, around, self.actor, id, &chosen).await?;
        let requests = ::evaluation::facade::requests(tx, id).await?;
        for (ask, (sheet, _)) in one.asks.iter().zip(&chosen) {
            let Some(days_ago) = ask.answered_days_ago else { continue };
            let then = self.calendar.at(-days_ago, 0);
            let request = requests.iter().find(|(of, _)| of == sheet).ok_or_else(|| missing(&ask.sheet))?.1;
            let replies = acts::replies_told(tx, id, &ask.people, &ask.words).await?;
            acts::answer_request(tx, (&then, self.calendar.zone()), self.actor, (request, 1, true), replies).await?;
        }
        Ok(())
    }
}
