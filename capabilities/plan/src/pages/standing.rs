//! Where an action stands, and where it stood: typed in the back office, shown the same outside and inside.

use interface::{Html, Language, Tag, t_with};
use jiff::civil::Date;
use kernel::{Filled, french};
use web::{Fields, Reading};

use super::body::{Reader, Told};
use super::status_tag_in;
use crate::rules::{Said, State, Status};

/// A state as typed: « depuis », « source », « motif » beside it.
pub(super) fn read_state(fields: &Fields, today: Date) -> Filled<State> {
    let mut typed = Reading::of(fields);
    let state = State {
        status: typed.coded("etat", Status::from_code, "Choisissez l’état de l’action").unwrap_or(Status::Planned),
        since: typed.needed_day("depuis", "la date depuis laquelle c’est ainsi").unwrap_or(today),
        source: typed.text("source"),
        reason: typed.text("motif"),
    };
    typed.filled(state)
}

/// Where an action stands.
pub(super) struct Standing {
    pub status: Tag,
    /// Since when, and according to whom.
    pub since: Html,
    /// Why, when it is suspended or abandoned.
    pub reason: String,
    /// Where it stood, the last first.
    pub history: Vec<HistoryLine>,
}

/// A line of the history of a sheet.
pub(super) struct HistoryLine {
    pub status: Tag,
    pub since: String,
    /// According to whom; inside, who said it.
    pub told: String,
    pub reason: String,
}

impl Standing {
    /// Where the action of a sheet stands, as this reader may know it.
    pub fn of(told: &Told, (reader, language): (Reader, Language)) -> Self {
        let state = &told.sheet.state;
        let day = t_with(language, "Depuis le {jour}.", [("jour", french::date(state.since).as_str())]);
        let since = match state.source.as_str() {
            "" => Html::from(&day),
            source => Html::trusted(format!("{day} {}", t_with(language, "Source : {source}.", [("source", source)]))),
        };
        Self {
            status: status_tag_in(language, state.status),
            since,
            reason: state.reason.clone(),
            history: history(&told.history, reader != Reader::Public, language),
        }
    }
}

/// What was said, the last first; two lines that say the same are one.
fn history(all: &[Said], is_inside: bool, language: Language) -> Vec<HistoryLine> {
    let mut lines: Vec<&Said> = Vec::new();
    for said in all {
        match lines.last_mut() {
            Some(last) if last.state == said.state => *last = said,
            _ => lines.push(said),
        }
    }
    let told = |said: &Said| {
        let by = if is_inside { format!("dit par {}", said.by) } else { String::new() };
        let parts = [said.state.source.as_str(), by.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    lines
        .into_iter()
        .map(|said| HistoryLine {
            status: status_tag_in(language, said.state.status),
            since: french::date(said.state.since),
            told: told(said),
            reason: said.state.reason.clone(),
        })
        .collect()
}
