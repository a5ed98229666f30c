//! What calls and applications mean: terms, states and their moves, who reads. Pure: nobody is known here.

mod application;
mod call;
mod funding;
mod stage;
mod terms;
mod terms_export;
mod vocabulary;
pub mod writing;

pub use application::{
    Answer, Application, Completion, CompletionItem, Event, Ground, Message, Project, Recusal, Totals, carries,
};
pub use call::{Call, CallFunder, CallStep, CallVersion, Opening, is_whole};
pub use funding::{Funding, FundingState, Step};
pub use stage::stage_of;
pub use terms::{Attachment, CallTerms, Criterion, Part, Question, QuestionKind, Section};
pub use terms_export::TermsExport;
pub use vocabulary::{
    ApplicationState, CallState, EventKind, ItemState, Nature, ProjectKind, ProjectState, Side, Stage, StepKind,
};
