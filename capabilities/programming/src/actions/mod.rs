//! One function per act. Each authorises, loads, applies the rule, saves, and records once.

pub mod assess_alerting;
pub mod assess_awaiting;
pub mod assess_checking;
pub mod assess_clock;
pub mod assess_council;
pub mod assess_export;
pub mod assess_file;
pub mod assess_list;
pub mod assess_near;
pub mod assess_opinion;
pub mod assess_past;
pub mod assess_pending;
pub mod assess_reading;
pub mod assess_recusing;
pub mod assess_routing;
pub mod assess_settling;
pub mod assess_thread;
pub mod assess_view;
pub mod committees;
pub mod desk;
pub mod envelopes;
pub mod followed;
pub mod freezing;
pub mod letter_papers;
pub mod letters;
pub mod list_exports;
pub mod minutes_paper;
pub mod releasing;
pub mod scenarios;
pub mod setting;
pub mod voting;

pub use crate::rules::scenario::Recipe;
pub use crate::rules::{
    Amounts, Ballot, Came, Check, CommitteeTerms, Criterion, Decision, Delay, EnvelopeTerms, Filters, Met, Near,
    NewOpinion, Opinion, Promise, Reading, RoutingRule, Row, Score, Sense, SortKey, Stage, Standing, totals,
};
