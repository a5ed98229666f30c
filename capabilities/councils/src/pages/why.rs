//! Why a draw is fair, with its own figures, for a resident and for somebody elected.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Language, Translated, t_with};
use kernel::french;
use serde_json::Value;
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::open_draw::{self, public_draw, public_path};
use crate::rules::ChanceKind;
use crate::store::draw::Draw;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/why.html")]
pub(super) struct WhyPage {
    pub frame: Frame,
    pub path: String,
    pub seats: String,
    pub people: String,
    pub panels: String,
    pub figures: Figures,
    pub has_beacon: bool,
}

/// The figures of a draw, beside those of quotas filled by hand. Chances are from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Figures {
    pub equal: f64,
    pub least: f64,
    pub most: f64,
    pub is_proved: bool,
    pub hand_least: f64,
    pub hand_most: f64,
    pub hand_stuck: String,
    pub times: String,
}

/// « 0,83 %, une chance sur 120 », in a language.
pub(super) fn chance(language: Language, chance: f64) -> Translated {
    let percent = french::percent(chance * 100.0, 2);
    if chance > 0.0 && chance < 0.5 {
        let one_in = french::integer((1.0 / chance).round() as i64);
        return t_with(language, "{part}, une chance sur {n}", [("part", percent.as_str()), ("n", one_in.as_str())]);
    }
    percent.into()
}

impl WhyPage {
    fn told(&self, share: &f64) -> Translated {
        chance(self.frame.language, *share)
    }
}

/// Reads the figures of a draw and of what was imagined by hand.
pub(super) fn figures(summary: &[u8], compared: &str, (seats, people): (i64, i64)) -> Figures {
    let summary: Value = serde_json::from_slice(summary).unwrap_or_default();
    let compared: Value = serde_json::from_str(compared).unwrap_or_default();
    let number = |value: &Value, name: &str| match &value[name] {
        Value::String(text) => fraction(text),
        other => other.as_f64().unwrap_or_default(),
    };
    let stuck = compared["bloques"].as_i64().unwrap_or_default();
    let filled = compared["remplis"].as_i64().unwrap_or_default();
    Figures {
        equal: seats as f64 / people.max(1) as f64,
        least: number(&summary, "min_probability"),
        most: number(&summary, "max_probability"),
        is_proved: summary["status"].as_str() != Some("best-found"),
        hand_least: number(&compared, "plus_petite"),
        hand_most: number(&compared, "plus_grande"),
        hand_stuck: if stuck > 0 { french::integer(stuck) } else { String::new() },
        times: french::integer(stuck + filled),
    }
}

fn fraction(text: &str) -> f64 {
    let number = |text: &str| text.trim().parse::<f64>().unwrap_or_default();
    match text.split_once('/') {
        Some((top, bottom)) => number(top) / number(bottom).max(1.0),
        None => number(text),
    }
}

pub async fn why(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college, draw) = public_draw(&mut tx, id.uuid()).await?;
    if draw.published_at.is_none() || !draw.kind.seats() {
        return Err(Fault::not_found());
    }
    let summary = store::draw::file(&mut tx, draw.id, "summary.json").await?.unwrap_or_default();
    let seats = actions::announced_of(&mut tx, draw.id).await?.seats;
    answer::page(&WhyPage {
        frame: open_draw::frame(&visit, (&council, &college, &draw), Some("Pourquoi ce tirage est équitable")),
        path: public_path(draw.id),
        seats: french::integer(seats),
        people: french::integer(draw.people),
        panels: french::integer(draw.panels.unwrap_or_default()),
        figures: figures(&summary, &draw.compared, (seats, draw.people)),
        has_beacon: draw.chance == ChanceKind::DiceThenBeacon,
    })
}
