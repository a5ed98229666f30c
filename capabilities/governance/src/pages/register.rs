//! The register, for whoever steers: every decision of the bodies she reads, filtered, and as a file.

use std::sync::Arc;

use askama::Template;
use assemblies::facade::steering;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link, Pagination};
use jiff::civil::Date;
use kernel::{Actor, Uuid};
use web::{Answer, Asked, House, Visit, answer};

use super::{HOME, LineShown, REGISTER, line, table_of};
use crate::rules::{Decision, DecisionState};
use crate::{acts, facade, store};

/// Lines of a page.
const LINES: u32 = 50;

/// What the register is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Narrowed {
    pub body: Option<Uuid>,
    pub year: Option<i64>,
    /// A state, or « retard ».
    pub state: String,
}

impl Narrowed {
    pub(super) fn read(asked: &Asked) -> Self {
        Self {
            body: asked.text("instance").parse().ok(),
            year: asked.text("annee").parse().ok(),
            state: asked.text("etat").to_owned(),
        }
    }

    pub(super) fn keeps(&self, one: &Decision, today: Date) -> bool {
        let fits = match self.state.as_str() {
            "" => true,
            "retard" => one.is_late(today),
            "suivre" => one.state.is_waiting(),
            code => DecisionState::from_code(code).is_none_or(|state| one.state == state),
        };
        fits && self.body.is_none_or(|body| one.body == body) && self.year.is_none_or(|year| one.year == year)
    }

    fn form(&self) -> Form {
        Form::filled([
            ("instance", self.body.map(|id| id.to_string()).unwrap_or_default()),
            ("annee", self.year.map(|year| year.to_string()).unwrap_or_default()),
            ("etat", self.state.clone()),
        ])
    }

    fn query(&self) -> String {
        let body = self.body.map(|id| id.to_string()).unwrap_or_default();
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        format!("instance={body}&annee={year}&etat={}", answer::encode(&self.state))
    }
}

#[derive(Template)]
#[template(path = "pages/register.html")]
pub(super) struct RegisterPage {
    pub frame: Frame,
    pub form: Form,
    pub bodies: Vec<Choice>,
    pub years: Vec<Choice>,
    pub states: Vec<Choice>,
    pub lines: Vec<LineShown>,
    pub told: String,
    pub pages: Pagination,
    pub export: String,
    pub is_open: bool,
}

/// What the register holds for a reader.
pub(super) struct Held {
    pub bodies: Vec<(Uuid, String)>,
    /// Decisions with their body, the last first.
    pub decisions: Vec<(Decision, String)>,
}

impl RegisterPage {
    pub fn new(
        frame: Frame,
        held: &Held,
        narrowed: &Narrowed,
        (page, today): (u32, Date),
        (base, export, is_open): (&str, &str, bool),
    ) -> Self {
        let mut years: Vec<i64> = held.decisions.iter().map(|(one, _)| one.year).collect();
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        let kept: Vec<&(Decision, String)> =
            held.decisions.iter().filter(|(one, _)| narrowed.keeps(one, today)).collect();
        let count = i64::try_from(kept.len()).unwrap_or(i64::MAX);
        let query = narrowed.query();
        let lines = usize::try_from(LINES).unwrap_or(50);
        let from = usize::try_from(page.saturating_sub(1)).unwrap_or(0) * lines;
        let href = |one: &Decision| match is_open {
            true => format!("{base}/{}", one.id),
            false => facade::path(one.id),
        };
        let states = [Choice::new("suivre", "À suivre"), Choice::new("retard", "En retard")];
        let own = DecisionState::ALL.iter().map(|state| Choice::new(state.code(), state.french()));
        Self {
            frame,
            form: narrowed.form(),
            bodies: held.bodies.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect(),
            years: years.iter().map(|year| Choice::new(year.to_string(), &year.to_string())).collect(),
            states: states.into_iter().chain(own).collect(),
            lines: kept
                .iter()
                .skip(from)
                .take(lines)
                .map(|(one, body)| line(one, Some(body.as_str()), href(one), today))
                .collect(),
            told: kernel::french::count(count, "décision", "décisions"),
            pages: Pagination::new(page, u64::try_from(count).unwrap_or(0), LINES, format!("{base}?{query}")),
            export: format!("{export}?{query}"),
            is_open,
        }
    }
}

async fn held(tx: &mut Tx, actor: &Actor) -> database::Result<Held> {
    let mut all = Held { bodies: Vec::new(), decisions: Vec::new() };
    for body in steering::bodies(tx).await? {
        if actor.may(&acts::READ, &body.scope).is_allowed() {
            let decisions = store::decision::of_body(tx, body.id).await?;
            all.decisions.extend(decisions.into_iter().map(|one| (one, body.name.clone())));
            all.bodies.push((body.id, body.name));
        }
    }
    sort(&mut all.decisions);
    Ok(all)
}

/// The last decided first; of one meeting, in order.
pub(super) fn sort(all: &mut [(Decision, String)]) {
    all.sort_by(|(a, _), (b, _)| (b.decided_on, a.body, a.number).cmp(&(a.decided_on, b.body, b.number)));
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let held = held(&mut tx, &visit.actor).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let frame = visit.back_office("Registre des décisions").with_breadcrumb(vec![Link::new("Pilotage", HOME)]);
    let at = (asked.text("page").parse().unwrap_or(1), today);
    let base = (REGISTER, "/gestion/pilotage/decisions.xlsx", false);
    answer::page(&RegisterPage::new(frame, &held, &Narrowed::read(&asked), at, base))
}

pub async fn export(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let mut held = held(&mut tx, &visit.actor).await?;
    let now = house.outside.now();
    let (narrowed, today) = (Narrowed::read(&asked), now.day(&house.settings.zone));
    held.decisions.retain(|(one, _)| narrowed.keeps(one, today));
    answer::table("decisions", "xlsx", &table_of(&held.decisions), now)
}
