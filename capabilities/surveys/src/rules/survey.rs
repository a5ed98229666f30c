//! A questionnaire: its words, its state, who may answer and until when.

use kernel::{FieldError, Moment, Uuid};

/// Where a questionnaire stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Being written.
    Draft,
    /// Answers are taken.
    Open,
    /// No more answers.
    Closed,
}

impl State {
    /// Stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The state of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Draft, Self::Open, Self::Closed].into_iter().find(|state| state.code() == code)
    }

    /// What people read.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Draft => "En préparation",
            Self::Open => "Ouvert",
            Self::Closed => "Fermé",
        }
    }
}

/// Who may answer online.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Anybody.
    Everyone,
    /// Whoever holds a link that serves once.
    Invited,
}

impl Access {
    /// Stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Invited => "invited",
        }
    }

    /// The access of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Everyone, Self::Invited].into_iter().find(|access| access.code() == code)
    }
}

/// How an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// Typed by the person.
    Online,
    /// Asked by telephone.
    Telephone,
    /// Written on paper, then typed.
    Paper,
    /// Asked in person.
    FaceToFace,
    /// Collected by a partner with another tool.
    Import,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 5] = [Self::Online, Self::Telephone, Self::Paper, Self::FaceToFace, Self::Import];

    /// Stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Telephone => "telephone",
            Self::Paper => "paper",
            Self::FaceToFace => "face_to_face",
            Self::Import => "import",
        }
    }

    /// The mode of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }

    /// What people read.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Online => "En ligne",
            Self::Telephone => "Téléphone",
            Self::Paper => "Papier",
            Self::FaceToFace => "Face à face",
            Self::Import => "Fichier d’un partenaire",
        }
    }
}

/// Minutes after the hour of closing during which whoever was answering may still send.
const GRACE_SECONDS: i64 = 30 * 60;

/// What is said of a questionnaire besides its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyText {
    /// Title, as residents read it.
    pub title: String,
    /// Why it is asked.
    pub purpose: String,
    /// What happens next, and when people are told.
    pub follow_up: String,
    /// The channel of the consultation its answers count for.
    pub channel: Option<Uuid>,
    /// Who may answer online.
    pub access: Access,
    /// When it opens by itself; at once without one.
    pub opens_at: Option<Moment>,
    /// When it closes by itself; by hand without one.
    pub closes_at: Option<Moment>,
    /// Days answers are kept after it closes.
    pub kept_days: i64,
    /// Age under which a parent agrees first (15 by law 78-17, art. 45); 0: it is asked to adults only.
    pub least_age: i64,
    /// Whether visitors may read the results.
    pub is_published: bool,
}

impl Default for SurveyText {
    fn default() -> Self {
        Self {
            title: String::new(),
            purpose: String::new(),
            follow_up: String::new(),
            channel: None,
            access: Access::Everyone,
            opens_at: None,
            closes_at: None,
            kept_days: 5 * 365,
            least_age: 15,
            is_published: false,
        }
    }
}

/// What is to correct in it.
pub fn check(text: &SurveyText) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if text.title.trim().is_empty() {
        errors.push(FieldError::new("titre", "Saisissez le titre, tel que les habitants le liront"));
    } else if text.title.chars().count() > 160 {
        errors.push(FieldError::new("titre", "Le titre doit faire 160 signes au plus"));
    }
    if text.purpose.trim().is_empty() {
        errors.push(FieldError::new("but", "Dites pourquoi ces questions sont posées"));
    }
    if let (Some(opens), Some(closes)) = (text.opens_at, text.closes_at)
        && closes <= opens
    {
        errors.push(FieldError::new("fermeture", "La fermeture doit venir après l’ouverture"));
    }
    if !(30..=3_650).contains(&text.kept_days) {
        errors.push(FieldError::new("jours", "La durée de conservation va de 30 à 3 650 jours"));
    }
    errors
}

/// Whether the first page lets somebody begin.
pub fn takes_beginners(state: State, text: &SurveyText, now: Moment) -> bool {
    state == State::Open
        && text.opens_at.is_none_or(|opens| opens <= now)
        && text.closes_at.is_none_or(|closes| now < closes)
}

/// The last moment at which what somebody had begun to answer is still taken.
pub fn last_moment(closes_at: Option<Moment>) -> Option<Moment> {
    closes_at.map(|closes| closes.plus_seconds(GRACE_SECONDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_questionnaire_says_why_it_is_asked() {
        let wrong = SurveyText { opens_at: Some(Moment(9)), closes_at: Some(Moment(3)), ..SurveyText::default() };
        let told: Vec<String> = check(&wrong).into_iter().map(|error| error.field).collect();
        assert_eq!(told, ["titre", "but", "fermeture"]);
        let right = SurveyText { title: "Votre quartier".into(), purpose: "Préparer".into(), ..SurveyText::default() };
        assert_eq!(check(&right), []);
    }

    #[test]
    fn whoever_was_answering_may_still_send_for_half_an_hour() {
        let text = SurveyText { closes_at: Some(Moment(1_000)), ..SurveyText::default() };
        assert!(takes_beginners(State::Open, &text, Moment(999)));
        assert!(!takes_beginners(State::Open, &text, Moment(1_000)));
        assert!(!takes_beginners(State::Closed, &text, Moment(1)));
        assert_eq!(last_moment(text.closes_at), Some(Moment(1_000 + 1_800_000)));
    }
}
