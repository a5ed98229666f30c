//! How the terms of a call are kept and given away: JSON with names that stay.

use kernel::Uuid;
use serde::{Deserialize, Serialize};

use super::{Attachment, CallTerms, Criterion, IndicatorTool, Part, Question, QuestionKind, Section};

/// The terms of a call as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsExport {
    sections: Vec<SectionExport>,
    attachments: Vec<AttachmentExport>,
    chart: String,
    kinds: Vec<String>,
    areas: Vec<String>,
    priorities: Vec<String>,
    years: i64,
    criteria: Vec<CriterionExport>,
    #[serde(default)]
    indicators: Vec<IndicatorExport>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SectionExport {
    key: String,
    title: String,
    part: String,
    questions: Vec<QuestionExport>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct QuestionExport {
    key: String,
    label: String,
    hint: String,
    kind: String,
    choices: Vec<String>,
    is_required: bool,
    most: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct AttachmentExport {
    key: String,
    label: String,
    hint: String,
    part: String,
    is_required: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct CriterionExport {
    key: String,
    label: String,
    hint: String,
    weight: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct IndicatorExport {
    code: String,
    label: String,
    unit: String,
}

fn texts(ids: &[Uuid]) -> Vec<String> {
    ids.iter().map(Uuid::to_string).collect()
}

impl From<&CallTerms> for TermsExport {
    fn from(terms: &CallTerms) -> Self {
        let question = |one: &Question| QuestionExport {
            key: one.key.clone(),
            label: one.label.clone(),
            hint: one.hint.clone(),
            kind: one.kind.code().to_owned(),
            choices: one.choices.clone(),
            is_required: one.is_required,
            most: one.most,
        };
        let section = |one: &Section| SectionExport {
            key: one.key.clone(),
            title: one.title.clone(),
            part: one.part.code().to_owned(),
            questions: one.questions.iter().map(question).collect(),
        };
        let attachment = |one: &Attachment| AttachmentExport {
            key: one.key.clone(),
            label: one.label.clone(),
            hint: one.hint.clone(),
            part: one.part.code().to_owned(),
            is_required: one.is_required,
        };
        let criterion = |one: &Criterion| CriterionExport {
            key: one.key.clone(),
            label: one.label.clone(),
            hint: one.hint.clone(),
            weight: one.weight,
        };
        let indicator = |one: &IndicatorTool| IndicatorExport {
            code: one.code.clone(),
            label: one.label.clone(),
            unit: one.unit.clone(),
        };
        Self {
            sections: terms.sections.iter().map(section).collect(),
            attachments: terms.attachments.iter().map(attachment).collect(),
            chart: terms.chart.clone(),
            kinds: terms.kinds.clone(),
            areas: texts(&terms.areas),
            priorities: texts(&terms.priorities),
            years: terms.years,
            criteria: terms.criteria.iter().map(criterion).collect(),
            indicators: terms.indicators.iter().map(indicator).collect(),
        }
    }
}

impl TermsExport {
    /// The terms; what this version does not know is left aside.
    pub fn terms(self) -> CallTerms {
        let ids = |texts: &[String]| texts.iter().filter_map(|text| text.parse().ok()).collect();
        let (areas, priorities) = (ids(&self.areas), ids(&self.priorities));
        let question = |one: QuestionExport| {
            Some(Question {
                kind: QuestionKind::from_code(&one.kind)?,
                key: one.key,
                label: one.label,
                hint: one.hint,
                choices: one.choices,
                is_required: one.is_required,
                most: one.most,
            })
        };
        let section = |one: SectionExport| {
            Some(Section {
                part: Part::from_code(&one.part)?,
                key: one.key,
                title: one.title,
                questions: one.questions.into_iter().filter_map(question).collect(),
            })
        };
        let attachment = |one: AttachmentExport| {
            let part = Part::from_code(&one.part)?;
            Some(Attachment { part, key: one.key, label: one.label, hint: one.hint, is_required: one.is_required })
        };
        let criterion =
            |one: CriterionExport| Criterion { key: one.key, label: one.label, hint: one.hint, weight: one.weight };
        let indicator = |one: IndicatorExport| IndicatorTool { code: one.code, label: one.label, unit: one.unit };
        CallTerms {
            sections: self.sections.into_iter().filter_map(section).collect(),
            attachments: self.attachments.into_iter().filter_map(attachment).collect(),
            chart: self.chart,
            kinds: self.kinds,
            areas,
            priorities,
            years: self.years,
            criteria: self.criteria.into_iter().map(criterion).collect(),
            indicators: self.indicators.into_iter().map(indicator).collect(),
        }
    }
}
