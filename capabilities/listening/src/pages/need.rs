//! `/besoins/{code}` and `/besoins/{code}/{quartier}`: who said it, where, through which channel, when, and in
//! which document. For a sensitive subject a visitor reads that it was named there, and nothing that leads back to
//! anybody: no channel, no date, no words.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Frame, Link, Translated};
use kernel::{Actor, Uuid};
use territory::facade::Area;
use web::{Answer, Fault, House, Visit, answer};

use super::{Referred, above, area_of_code, may_read};
use crate::rules::{CoverageCell, Evidence, Mark, Need, grid, is_told};
use crate::store;

#[derive(Template)]
#[template(path = "pages/need.html")]
pub(super) struct NeedPage {
    pub frame: Frame,
    pub theme: String,
    pub note: String,
    pub is_sensitive: bool,
    pub places: Vec<Place>,
    pub is_one_cell: bool,
    pub more: Vec<Link>,
    /// What it weighs, every neighbourhood together: « 5 preuves, 2 canaux ».
    pub weight: String,
    /// Channels it was named through; nothing when telling them may expose somebody.
    pub channels: Vec<String>,
    /// Proposals that answer it.
    pub proposals: Vec<String>,
}

/// A neighbourhood and what was said there.
pub(super) struct Place {
    pub name: String,
    pub href: String,
    pub cell_href: String,
    pub mark: Mark,
    pub told: Vec<Shown>,
    /// Pieces of evidence that are there and not printed.
    pub kept_back: i64,
}

/// A piece of evidence as it may be printed.
pub(super) struct Shown {
    pub said: String,
    pub heard: String,
    pub channel: String,
    pub when: String,
    pub source: String,
    pub file: Option<Link>,
    pub kind: &'static str,
    pub manage: Option<String>,
}

/// « entendu le 3 mars 2026 », or what is known instead.
fn when(evidence: &Evidence) -> String {
    match (evidence.text.heard_on, evidence.text.reported_on) {
        (Some(day), _) => format!("Entendu le {}", kernel::french::date(day)),
        (None, Some(day)) => format!("Rapporté le {} ; jour de l’écoute non précisé", kernel::french::date(day)),
        (None, None) => "Date non précisée par la source".to_owned(),
    }
}

impl Shown {
    fn of(evidence: &Evidence, referred: &Referred, actor: &Actor, is_agent: bool) -> Self {
        let text = &evidence.text;
        Self {
            said: text.said.clone(),
            heard: text.heard.clone(),
            channel: referred.channel(text.channel),
            when: when(evidence),
            source: referred.document(text.document, &text.page),
            file: referred.file(actor, text.document),
            kind: text.kind.french(),
            manage: is_agent.then(|| format!("/gestion/ecoute/preuves/{}", evidence.id)),
        }
    }
}

struct Load<'a> {
    visit: &'a Visit,
    need: &'a Need,
    referred: &'a Referred,
    coverage: &'a [CoverageCell],
}

impl Load<'_> {
    /// What may be printed of a neighbourhood's evidence, and how much is kept back.
    fn place(&self, area: &Area, evidence: &[&Evidence]) -> Place {
        let silent =
            grid(&[area.id], vec![self.need.clone()], &[], self.coverage).rows.first().map(|row| row.marks.clone());
        let mut told = Vec::new();
        let mut kept_back = 0;
        for one in evidence {
            let is_agent = may_read(&self.visit.actor, &self.referred.consultations, one.consultation, area.id);
            match is_told(is_agent, self.need.text.sensitivity, one.text.visibility) {
                true => told.push(Shown::of(one, self.referred, &self.visit.actor, is_agent)),
                false => kept_back += 1,
            }
        }
        let count = i64::try_from(evidence.len()).unwrap_or(i64::MAX);
        let mark = match count {
            0 => silent.and_then(|marks| marks.first().copied()).unwrap_or(Mark::NotAsked),
            count => Mark::Mentioned(count),
        };
        Place {
            name: area.name.clone(),
            href: territory::facade::path(&area.code),
            cell_href: format!("/besoins/{}/{}", self.need.code, area.code),
            mark,
            told,
            kept_back,
        }
    }
}

async fn needed(tx: &mut database::Tx, code: &str) -> Result<Need, Fault> {
    store::needs::by_code(tx, code).await?.ok_or_else(Fault::not_found)
}

/// A need across the neighbourhoods.
pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let need = needed(&mut tx, &code).await?;
    let evidence = store::evidence::of_need(&mut tx, need.id).await?;
    let referred = Referred::load(&mut tx).await?;
    let coverage = store::setting::coverage(&mut tx).await?;
    let mut areas = territory::facade::areas(&mut tx).await?;
    let elsewhere: Vec<Uuid> =
        evidence.iter().map(|one| one.text.area).filter(|id| !areas.iter().any(|area| area.id == *id)).collect();
    for id in elsewhere {
        if !areas.iter().any(|area| area.id == id) {
            areas.extend(territory::facade::area(&mut tx, id).await?);
        }
    }
    let load = Load { visit: &visit, need: &need, referred: &referred, coverage: &coverage };
    let places = areas
        .iter()
        .map(|area| load.place(area, &evidence.iter().filter(|one| one.text.area == area.id).collect::<Vec<_>>()))
        .collect();
    let frame = visit.public(&need.text.label).with_caption(format!("Besoin {}", need.code)).with_breadcrumb(above());
    let weights = store::matrix::weights(&mut tx, None).await?;
    let weight = weights.iter().find(|one| one.need == need.id);
    // Of a sensitive subject a visitor reads no channel, not even among others.
    let is_told = need.text.sensitivity.is_none() || visit.actor.may_somewhere(&crate::acts::READ).is_allowed();
    let mut channels: Vec<String> = Vec::new();
    for one in evidence.iter().filter(|one| is_told && one.text.channel.is_some()) {
        let label = referred.channel(one.text.channel);
        if !channels.contains(&label) {
            channels.push(label);
        }
    }
    let proposals = store::proposals::all(&mut tx).await?.into_iter();
    let answering = proposals.filter(|one| one.text.needs.contains(&need.id)).map(|one| one.text.label).collect();
    let weight = weight.map(|weight| weight.french(is_told)).unwrap_or_default();
    answer::page(&NeedPage::new(frame, &need, places, false).weighed(weight, channels, answering))
}

/// One cell of the matrix.
pub async fn cell(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((code, area_code)): Path<(String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let need = needed(&mut tx, &code).await?;
    let area = area_of_code(&mut tx, &area_code).await?;
    let evidence = store::evidence::of_cell(&mut tx, need.id, area.id).await?;
    let referred = Referred::load(&mut tx).await?;
    let coverage = store::setting::coverage(&mut tx).await?;
    let load = Load { visit: &visit, need: &need, referred: &referred, coverage: &coverage };
    let place = load.place(&area, &evidence.iter().collect::<Vec<_>>());
    let title = format!("{}, {}", need.text.label, area.name);
    let frame = visit.public(&title).with_caption(format!("Besoin {}", need.code)).with_breadcrumb(above());
    answer::page(&NeedPage::new(frame, &need, vec![place], true))
}

impl NeedPage {
    fn counted(&self, count: &i64) -> Translated {
        self.frame.t_count(*count, "{n} preuve recueillie", "{n} preuves recueillies")
    }

    fn kept_back(&self, count: &i64) -> Translated {
        self.frame.t_count(
            *count,
            "Le détail d’une preuve n’est pas publié, pour protéger les personnes entendues.",
            "Le détail de {n} preuves n’est pas publié, pour protéger les personnes entendues.",
        )
    }

    pub fn new(frame: Frame, need: &Need, places: Vec<Place>, is_one_cell: bool) -> Self {
        let whole = Link::new("Ce besoin dans tous les quartiers", format!("/besoins/{}", need.code));
        let matrix = Link::new("Tous les besoins", "/besoins");
        let thread = Link::new("Ce que devient ce besoin", format!("/fil/besoin/{}", need.code));
        Self {
            frame,
            theme: need.theme_label.clone(),
            note: need.text.note.clone(),
            is_sensitive: need.text.sensitivity.is_some(),
            places,
            is_one_cell,
            more: if is_one_cell { vec![thread, whole, matrix] } else { vec![thread, matrix] },
            weight: String::new(),
            channels: Vec::new(),
            proposals: Vec::new(),
        }
    }

    /// The same page with what the need weighs and what answers it.
    #[must_use]
    pub fn weighed(mut self, weight: String, channels: Vec<String>, proposals: Vec<String>) -> Self {
        (self.weight, self.channels, self.proposals) = (weight, channels, proposals);
        self
    }
}
