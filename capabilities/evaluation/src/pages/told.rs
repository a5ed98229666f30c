//! Findings and recommendations as pages tell them.

use std::collections::HashMap;

use database::Tx;
use interface::{Html, Tag, TagColour};
use jiff::civil::Date;
use kernel::{Uuid, french};
use observatory::facade::indicator_path;
use web::Fault;

use crate::rules::{Evidence, EvidenceKind, Finding, Recommendation, Standing, StepTerms};
use crate::store;

/// A piece of evidence, as told.
#[derive(Clone)]
pub struct PieceShown {
    pub kind: &'static str,
    pub words: Html,
    pub id: Uuid,
}

/// A finding, as told.
pub struct FindingShown {
    pub id: Uuid,
    pub question: Option<Uuid>,
    pub reference: String,
    pub words: String,
    pub detail: String,
    pub strength: &'static str,
    pub day: String,
    pub pieces: Vec<PieceShown>,
}

/// Where published sheets are read, by identifier.
async fn sheet_paths(tx: &mut Tx, pieces: &[&Evidence]) -> Result<HashMap<String, String>, Fault> {
    let ids: Vec<Uuid> = pieces
        .iter()
        .filter(|one| one.terms.kind == EvidenceKind::Sheet)
        .filter_map(|one| one.terms.target.parse().ok())
        .collect();
    let found = plan::facade::sheets_among(tx, &ids, None).await?;
    Ok(found.into_iter().map(|one| (one.id.to_string(), plan::facade::path(&one.address))).collect())
}

fn piece(one: &Evidence, sheets: &HashMap<String, String>) -> PieceShown {
    let terms = &one.terms;
    let words = match terms.happened_on {
        Some(day) => format!("{}, le {}", terms.words, french::date(day)),
        None => terms.words.clone(),
    };
    let words = french::spaced(&words);
    let href = match terms.kind {
        EvidenceKind::Figure => indicator_path(&terms.target),
        EvidenceKind::Sheet => sheets.get(&terms.target).cloned().unwrap_or_default(),
        EvidenceKind::Meeting | EvidenceKind::Address => terms.target.clone(),
        EvidenceKind::Document => String::new(),
    };
    let words = if href.is_empty() { Html::text(&words) } else { Html::link(&words, &href) };
    PieceShown { kind: terms.kind.french(), words, id: one.id }
}

/// Evidence as told, with where each piece is read.
pub async fn pieces(tx: &mut Tx, evidence: &[&Evidence]) -> Result<Vec<PieceShown>, Fault> {
    let sheets = sheet_paths(tx, evidence).await?;
    Ok(evidence.iter().map(|one| piece(one, &sheets)).collect())
}

/// Findings of a contract that everybody reads, in their order, with their evidence.
pub async fn published_findings(tx: &mut Tx, contract: Uuid) -> Result<Vec<FindingShown>, Fault> {
    let mut all = store::finding::of_contract(tx, contract).await?;
    all.retain(|one| one.published_at.is_some());
    let evidence = store::finding::evidence_of_contract(tx, contract).await?;
    let mut told = Vec::with_capacity(all.len());
    for one in &all {
        let own: Vec<&Evidence> = evidence.iter().filter(|piece| piece.finding == one.id).collect();
        told.push(finding(one, pieces(tx, &own).await?));
    }
    Ok(told)
}

/// A finding, as told.
pub fn finding(one: &Finding, pieces: Vec<PieceShown>) -> FindingShown {
    FindingShown {
        id: one.id,
        question: one.terms.question,
        reference: one.reference(),
        words: french::spaced(&one.terms.words),
        detail: one.terms.detail.clone(),
        strength: one.terms.strength.french(),
        day: french::date(one.terms.found_on),
        pieces,
    }
}

/// A recommendation, as told.
pub struct RecommendationShown {
    pub id: Uuid,
    pub reference: String,
    pub words: String,
    pub detail: String,
    pub owner: String,
    pub due: String,
    pub state: Tag,
    /// References of the findings it draws on, those this reader knows.
    pub findings: String,
    pub answer: String,
    pub reason: String,
    pub steps: Vec<(String, String)>,
}

/// Where a recommendation stands, as a tag.
pub const fn colour(standing: Standing, is_late: bool) -> TagColour {
    match standing {
        _ if is_late => TagColour::Red,
        Standing::Unanswered => TagColour::Violet,
        Standing::Waiting => TagColour::Amber,
        Standing::UnderWay => TagColour::Blue,
        Standing::Done => TagColour::Green,
        Standing::Refused | Standing::GivenUp => TagColour::Grey,
    }
}

/// A recommendation, as told. `known` are the findings this reader knows.
pub fn recommendation(
    one: &Recommendation,
    steps: &[StepTerms],
    known: &[(Uuid, String)],
    today: Date,
) -> RecommendationShown {
    let (standing, is_late) = (one.standing(steps), one.is_late(steps, today));
    let words = if is_late { format!("{}, en retard", standing.french()) } else { standing.french().to_owned() };
    let own: Vec<&str> = known
        .iter()
        .filter(|(id, _)| one.terms.findings.contains(id))
        .map(|(_, reference)| reference.as_str())
        .collect();
    let answer = one
        .answer
        .as_ref()
        .map(|answer| format!("{} par {}, le {}", answer.kind.french(), answer.by, french::date(answer.on)));
    RecommendationShown {
        id: one.id,
        reference: one.reference(),
        words: french::spaced(&one.terms.words),
        detail: one.terms.detail.clone(),
        owner: french::spaced(&one.terms.owner),
        due: one.terms.due_on.map(french::date).unwrap_or_default(),
        state: Tag::new(colour(standing, is_late), words),
        findings: own.join(", "),
        answer: french::spaced(&answer.unwrap_or_default()),
        reason: one.answer.as_ref().map(|answer| answer.reason.clone()).unwrap_or_default(),
        steps: steps
            .iter()
            .map(|step| {
                let head = format!("{} : {}", french::date(step.noted_on), step.progress.french());
                (french::spaced(&head), step.words.clone())
            })
            .collect(),
    }
}
