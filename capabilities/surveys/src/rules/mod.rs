//! What a questionnaire is and what is kept of answers, with nothing around.

pub mod calls;
pub mod caution;
pub mod collect;
pub mod draft;
pub mod given;
pub mod groups;
pub mod paper;
pub mod parked;
pub mod partner;
pub mod quota;
pub mod starter;
pub mod survey;
pub mod told;
pub mod typed;
pub mod waves;
pub mod weighting;

pub use survey::{Access, Mode, State, SurveyText};
