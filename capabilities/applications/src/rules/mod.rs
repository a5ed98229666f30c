//! What calls and applications mean: terms, states and their moves, who reads. Pure: nobody is known here.

mod application;
pub mod bringing;
mod call;
mod call_check;
pub mod following;
mod funding;
mod practice;
mod stage;
mod starter;
mod starter_questions;
mod terms;
mod terms_export;
mod toolbox;
mod vocabulary;
pub mod writing;

pub use application::{
    Answer, Application, Completion, CompletionItem, Event, Ground, Message, Project, Recusal, Totals, carries, places,
    verdict_among,
};
pub use call::{Call, CallFunder, CallStep, CallVersion, Opening, hour, instant, read_hour};
pub use call_check::{
    CallFrame, CallSetting, check_criteria, check_frame, check_funder, check_setting, check_steps, delays_of, missing,
    planned,
};
pub use funding::{Funding, FundingState, Step};
pub use practice::{
    OFFERED_TYPISTS, Practice, offered_states, read_columns, read_states, written_columns, written_states,
};
pub use stage::stage_of;
pub use starter::starter_terms;
pub use terms::{Attachment, CallTerms, Criterion, Part, Question, QuestionKind, Section};
pub use terms_export::TermsExport;
pub use toolbox::{IndicatorTool, read_tools, written};
pub use vocabulary::{
    ApplicationState, CallState, EventKind, ItemState, Nature, ProjectKind, ProjectState, Side, Stage, StepKind,
};
