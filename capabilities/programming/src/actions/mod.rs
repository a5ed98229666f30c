//! One function per act. Each authorises, loads, applies the rule, saves, and records once.

pub mod assess_awaiting;
pub mod assess_view;
pub mod committees;
pub mod desk;
pub mod envelopes;
pub mod freezing;
pub mod letters;
pub mod list_exports;
pub mod scenarios;
pub mod voting;

pub use crate::rules::{
    Came, Check, Criterion, Delay, Filters, Met, Near, NewOpinion, Opinion, Promise, Reading, RoutingRule, Row, Score,
    Sense, SortKey, Stage, Standing,
};
