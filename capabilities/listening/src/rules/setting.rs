//! Channels and gatherings: what is written of them, and what is wrong with it.

use jiff::civil::Date;
use kernel::{FieldError, Uuid};

use super::Heard;

/// What is written of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelText {
    /// French label.
    pub label: String,
    /// Whom it hears.
    pub hears: Heard,
    /// What a reader must know.
    pub note: String,
}

/// What is written of a gathering: a workshop, a walk, or several alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatheringText {
    /// The channel it belongs to.
    pub channel: Uuid,
    /// The neighbourhood, when the source names one.
    pub area: Option<Uuid>,
    /// Its topic, or nothing.
    pub topic: String,
    /// How many times.
    pub times: i64,
    /// Day, when known.
    pub held_on: Option<Date>,
    /// Place, or nothing.
    pub place: String,
    /// Number of people, when it was counted.
    pub participants: Option<i64>,
    /// The document it is read in.
    pub document: Option<Uuid>,
    /// Page or slide.
    pub page: String,
    /// What a reader must know.
    pub note: String,
}

/// What is to correct in the title and the period of a consultation.
pub fn check_consultation(title: &str, period_label: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if title.trim().is_empty() {
        errors.push(FieldError::new("titre", "Saisissez le titre de la concertation"));
    }
    if period_label.trim().is_empty() {
        errors.push(FieldError::new("periode", "Saisissez quand elle a lieu, par exemple : mars à juin 2026"));
    }
    errors
}

/// What is to correct in a channel.
pub fn check_channel(text: &ChannelText) -> Vec<FieldError> {
    match text.label.trim() {
        "" => vec![FieldError::new("libelle", "Saisissez le nom du canal, par exemple : ateliers")],
        _ => Vec::new(),
    }
}

/// What is to correct in a gathering.
pub fn check_gathering(text: &GatheringText) -> Vec<FieldError> {
    match text.times {
        1.. => Vec::new(),
        _ => vec![FieldError::new("nombre", "Le nombre de rencontres doit être au moins 1")],
    }
}
