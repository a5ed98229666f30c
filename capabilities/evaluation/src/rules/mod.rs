//! Rules of the slice: the framework and the starter it is built from, findings, recommendations.

mod campaign;
mod finding;
mod framework;
mod public;
mod recommendation;
mod starter;

pub use campaign::{
    Ask, AskKind, BANDS, Campaign, CampaignTerms, Due, NOT_COUNTED, Replies, Reply, Request, SEXES, STARTER_ASKS,
    Total, check_campaign, check_replies, due, field_of, totals,
};
pub use finding::{
    Evidence, EvidenceKind, EvidenceTerms, Finding, FindingTerms, Strength, check_evidence, check_finding, publishable,
};
pub use public::{Age, Counted, Marker, Public, by_marker, continuity, read_ages};
pub use recommendation::{
    AnswerKind, AnswerTerms, Progress, Recommendation, RecommendationTerms, Standing, StepTerms, check_answer,
    check_recommendation, check_step,
};

pub use framework::{
    Framework, Item, ItemTerms, Level, MeasureSort, Sense, check_item, check_purpose, numbered, under,
};
pub use starter::{STARTER, StarterQuestion};

/// Says that a text is missing or too long, when it is.
fn text_error(field: &str, what: &str, text: &str, (is_needed, most): (bool, usize)) -> Option<kernel::FieldError> {
    match text.chars().count() {
        0 if is_needed => Some(kernel::FieldError::new(field, format!("Saisissez {what}"))),
        length if length > most => Some(kernel::FieldError::new(
            field,
            format!("Le texte doit faire {most} signes au plus : il en fait {length}"),
        )),
        _ => None,
    }
}
