//! The consultation: documents, channels, gatherings, coverage, needs, evidence, figures and their disagreements.

use std::collections::BTreeMap;

use database::Tx;
use kernel::{Actor, Outcome, Outside, Uuid};
use listening::actions::{
    self, ChannelText, ComparisonRule, CoverageState, CoverageText, DocumentText, EvidenceText, FigureText, FileChange,
    GatheringText, Heard, Kind, NeedText, NewConsultation, Sensitivity, Unit, Visibility,
};

use crate::Demonstration;
use crate::consultation::{CoverageState as ToldState, FigureUnit, Heard as ToldHeard, Rule};
use crate::matrix::Sensitivity as ToldSensitivity;

/// Who acts.
const ACTOR: Actor = Actor::Platform("démonstration");

/// The channel by which the file says that its source names none.
const NOT_STATED: &str = "not-stated";

/// What names in the files stand for.
struct Known<'a> {
    consultation: Uuid,
    areas: &'a BTreeMap<String, Uuid>,
    channels: BTreeMap<&'a str, Uuid>,
    documents: BTreeMap<&'a str, Uuid>,
}

impl Known<'_> {
    fn area(&self, key: Option<&String>) -> Option<Uuid> {
        key.and_then(|key| self.areas.get(key).copied())
    }

    fn channel(&self, code: &str) -> Option<Uuid> {
        self.channels.get(code).copied()
    }

    fn document(&self, code: &str) -> Option<Uuid> {
        self.documents.get(code).copied()
    }
}

/// Puts the consultation of a contract; neighbourhoods are named by their keys. Gives its identifier.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn listening(
    tx: &mut Tx,
    outside: &Outside,
    told: &Demonstration,
    areas: &BTreeMap<String, Uuid>,
    contract: Uuid,
) -> Outcome<Listened> {
    let known = setting(tx, outside, told, areas, contract).await?;
    coverage(tx, outside, told, &known).await?;
    needs(tx, outside, told, &known).await?;
    figures(tx, outside, told, &known).await?;
    let channels = known.channels.iter().map(|(code, id)| ((*code).to_owned(), *id)).collect();
    Ok(Listened { consultation: known.consultation, channels })
}

/// What other slices attach to.
pub struct Listened {
    /// The consultation.
    pub consultation: Uuid,
    /// Its channels, by code.
    pub channels: BTreeMap<String, Uuid>,
}

async fn setting<'a>(
    tx: &mut Tx,
    outside: &Outside,
    told: &'a Demonstration,
    areas: &'a BTreeMap<String, Uuid>,
    contract: Uuid,
) -> Outcome<Known<'a>> {
    let file = &told.consultation;
    let new = NewConsultation {
        code: file.consultation.code.clone(),
        contract: Some(contract),
        title: file.consultation.title.clone(),
        period_label: file.consultation.period_label.clone(),
        ended_by: Some(file.consultation.ended_by),
    };
    let consultation = actions::open_consultation(tx, outside, &ACTOR, new).await?;
    let mut known = Known { consultation, areas, channels: BTreeMap::new(), documents: BTreeMap::new() };
    for one in &file.documents {
        let text = DocumentText {
            title: one.title.clone(),
            kind: one.kind.clone(),
            author: one.author.clone(),
            dated: one.dated,
            is_published: false,
        };
        let code = one.code.as_str();
        let id = actions::add_document(tx, outside, &ACTOR, Some(contract), code, text, FileChange::Keep).await?;
        known.documents.insert(&one.code, id);
    }
    for one in file.channels.iter().filter(|channel| channel.code != NOT_STATED) {
        let hears = match one.hears {
            ToldHeard::Residents => Heard::Residents,
            ToldHeard::YoungPeople => Heard::YoungPeople,
            ToldHeard::Professionals => Heard::Professionals,
        };
        let note = one.note.clone().unwrap_or_default();
        let text = ChannelText { label: one.label.clone(), hears, note };
        let id = actions::add_channel(tx, outside, &ACTOR, (consultation, &one.code), text).await?;
        known.channels.insert(&one.code, id);
    }
    for one in &file.gatherings {
        let Some(channel) = known.channel(&one.channel) else { continue };
        let text = GatheringText {
            channel,
            area: known.area(one.neighbourhood.as_ref()),
            topic: one.topic.clone().unwrap_or_default(),
            times: i64::from(one.count),
            held_on: one.held_on,
            place: one.place.clone().unwrap_or_default(),
            participants: None,
            document: known.document(&one.document),
            page: one.slide.clone(),
            note: one.note.clone().unwrap_or_default(),
        };
        actions::add_gathering(tx, outside, &ACTOR, text).await?;
    }
    Ok(known)
}

const fn unit(told: FigureUnit) -> Unit {
    match told {
        FigureUnit::Gatherings => Unit::Gatherings,
        FigureUnit::People => Unit::People,
        FigureUnit::Answers => Unit::Answers,
        FigureUnit::Percent => Unit::Percent,
    }
}

async fn coverage(tx: &mut Tx, outside: &Outside, told: &Demonstration, known: &Known<'_>) -> Outcome<()> {
    for one in &told.consultation.coverage {
        let (Some(channel), Some(area)) = (known.channel(&one.channel), known.area(Some(&one.neighbourhood))) else {
            continue;
        };
        let text = CoverageText {
            state: match one.state {
                ToldState::Recorded => CoverageState::Recorded,
                ToldState::NotAsked => CoverageState::NotAsked,
                ToldState::DistributionUnknown => CoverageState::DistributionUnknown,
            },
            value: one.value,
            unit: one.unit.map(unit),
            base: one.base.map(i64::from),
            base_label: one.base_label.clone().unwrap_or_default(),
            note: one.note.clone().unwrap_or_default(),
        };
        actions::set_coverage(tx, outside, &ACTOR, (channel, area), 0, text).await?;
    }
    Ok(())
}

async fn needs(tx: &mut Tx, outside: &Outside, told: &Demonstration, known: &Known<'_>) -> Outcome<()> {
    let file = &told.matrix;
    let mut themes: BTreeMap<&str, Uuid> = BTreeMap::new();
    for theme in &file.need_themes {
        themes.insert(&theme.code, actions::add_theme(tx, outside, &ACTOR, &theme.code, &theme.label).await?);
    }
    let mut solutions: BTreeMap<&str, Uuid> = BTreeMap::new();
    for theme in &file.solution_themes {
        solutions.insert(&theme.code, actions::add_solution(tx, outside, &ACTOR, &theme.code, &theme.label).await?);
    }
    for answer in &file.answers {
        for solution in &answer.solution_themes {
            let pair = (themes.get(answer.need_theme.as_str()), solutions.get(solution.as_str()));
            if let (Some(theme), Some(solution)) = pair {
                actions::answer_theme(tx, outside, &ACTOR, (*theme, *solution)).await?;
            }
        }
    }
    let mut needs: BTreeMap<&str, Uuid> = BTreeMap::new();
    for need in &file.needs {
        let text = NeedText {
            label: need.label.clone(),
            theme: themes.get(need.theme.as_str()).copied().unwrap_or_default(),
            sensitivity: need.sensitivity.map(|one| match one {
                ToldSensitivity::Reprisals => Sensitivity::Reprisals,
                ToldSensitivity::Trafficking => Sensitivity::Trafficking,
                ToldSensitivity::Violence => Sensitivity::Violence,
                ToldSensitivity::VulnerablePeople => Sensitivity::VulnerablePeople,
            }),
            note: need.note.clone().unwrap_or_default(),
        };
        needs.insert(&need.code, actions::add_need(tx, outside, &ACTOR, &need.code, text).await?);
    }
    for one in &file.evidence {
        let text = EvidenceText {
            need: needs.get(one.need.as_str()).copied().unwrap_or_default(),
            area: known.area(Some(&one.neighbourhood)).unwrap_or_default(),
            channel: known.channel(&one.channel),
            gathering: None,
            heard: one.heard.clone(),
            heard_on: None,
            reported_on: Some(one.reported_on),
            said: one.said.clone(),
            kind: Kind::Need,
            document: known.document(&one.document),
            page: one.slide.clone(),
            visibility: Visibility::Public,
        };
        actions::record_evidence(tx, outside, &ACTOR, &one.code, (known.consultation, text)).await?;
    }
    Ok(())
}

async fn figures(tx: &mut Tx, outside: &Outside, told: &Demonstration, known: &Known<'_>) -> Outcome<()> {
    let file = &told.consultation;
    for one in &file.figures {
        let figure = FigureText {
            code: one.code.clone(),
            channel: known.channel(&one.channel),
            area: known.area(one.neighbourhood.as_ref()),
            label: one.label.clone(),
            value: one.value,
            unit: unit(one.unit),
            base: one.base.map(i64::from),
            base_label: one.base_label.clone(),
            document: known.document(&one.document),
            page: one.slide.clone(),
            reported_on: Some(one.reported_on),
            note: one.note.clone().unwrap_or_default(),
        };
        actions::record_figure(tx, outside, &ACTOR, (known.consultation, figure)).await?;
    }
    for one in &file.disagreements {
        let rule = match one.rule {
            Rule::Equal => ComparisonRule::Equal,
            Rule::Sum => ComparisonRule::Sum,
        };
        let codes: Vec<&str> = one.figures.iter().map(String::as_str).collect();
        let told = (one.title.as_str(), rule, one.explanation.as_str());
        actions::compare_figures(tx, outside, &ACTOR, known.consultation, told, &codes).await?;
    }
    for one in &file.checks {
        let codes: Vec<&str> =
            std::iter::once(one.total.as_str()).chain(one.parts.iter().map(String::as_str)).collect();
        let told = (one.title.as_str(), ComparisonRule::Total, one.explanation.as_str());
        actions::compare_figures(tx, outside, &ACTOR, known.consultation, told, &codes).await?;
    }
    Ok(())
}
