//! One function per act. Each authorises, loads, applies the rule, saves, and records once.

pub mod advancing;
pub mod bringing;
pub mod bringing_trial;
pub mod bringing_write;
pub mod call_form;
pub mod call_funders;
pub mod call_publishing;
pub mod calls;
pub mod completing;
pub mod following;
pub mod looking;
pub mod practices;
pub mod recusing;
pub mod toolbox;
pub mod writing;

pub use crate::rules::{
    Answer, Application, ApplicationState, Attachment, Call, CallFrame, CallFunder, CallSetting, CallState, CallStep,
    CallTerms, CallVersion, Completion, CompletionItem, Criterion, Event, EventKind, Funding, FundingState,
    IndicatorTool, ItemState, Message, Nature, Opening, Part, Project, ProjectKind, ProjectState, Question,
    QuestionKind, Recusal, Section, Side, Stage, Step, StepKind, Totals,
};
