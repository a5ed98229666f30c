//! What a carrier is asked of its actions, and its answers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Html, Link, SummaryRow, Tag, TagColour};
use kernel::{Filled, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use crate::rules::{Ask, AskKind, Campaign, NOT_COUNTED, Replies, Reply, Request, field_of};
use crate::{actions, store};

/// Where a carrier finds what it is asked.
pub(super) const LIST: &str = "/mon-association/collectes";

/// Where a request is answered.
pub(super) fn reply_path(id: Uuid) -> String {
    format!("{LIST}/{id}")
}

fn above() -> Vec<Link> {
    vec![Link::new("Accueil", "/"), Link::new("Mon association", "/mon-association")]
}

#[derive(Template)]
#[template(path = "pages/replies.html")]
pub(super) struct RepliesPage {
    pub frame: Frame,
    pub lines: Vec<(Tag, Link, String)>,
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut lines = Vec::new();
    for organisation in actions::carried(&visit.actor) {
        for one in store::campaign::requests_to(&mut tx, organisation).await? {
            let Some(campaign) = store::campaign::by_id(&mut tx, one.campaign).await? else { continue };
            let state = match one.sent_at {
                Some(_) => Tag::new(TagColour::Green, "Envoyée"),
                None => Tag::new(TagColour::Amber, "À répondre"),
            };
            let until = format!("{}, avant le {}", campaign.terms.title, french::date(campaign.terms.closes_on));
            lines.push((state, Link::new(french::spaced(&one.title), reply_path(one.id)), french::spaced(&until)));
        }
    }
    let frame = visit.back_office("Ce que l’évaluation me demande").with_breadcrumb(above());
    answer::page(&RepliesPage { frame, lines })
}

/// A cell to fill in.
pub(super) struct CellShown {
    pub name: String,
    pub label: String,
    pub hint: String,
}

/// A question to answer.
pub(super) struct AskShown {
    pub words: String,
    pub kind: AskKind,
    pub cells: Vec<CellShown>,
    pub none: String,
}

#[derive(Template)]
#[template(path = "pages/reply.html")]
pub(super) struct ReplyPage {
    pub frame: Frame,
    pub form: Form,
    pub rows: Vec<SummaryRow>,
    pub message: String,
    pub asks: Vec<AskShown>,
    pub yes_no: Vec<Choice>,
    pub path: String,
    pub is_sent: bool,
}

pub(super) fn yes_no() -> Vec<Choice> {
    vec![Choice::new("1", "Oui"), Choice::new("0", "Non")]
}

/// What was answered of the same action to the same questions the last time.
async fn past(tx: &mut Tx, one: &Request, campaign: &Campaign, asks: &[Ask]) -> Result<(i64, Replies), Fault> {
    let before = store::campaign::of_contract(tx, campaign.contract).await?;
    for known in before.iter().filter(|known| known.terms.year < campaign.terms.year) {
        let requests = store::campaign::requests(tx, known.id).await?;
        let Some(then) = requests.iter().find(|then| then.sheet == one.sheet && then.sent_at.is_some()) else {
            continue;
        };
        let mut replies = store::campaign::replies(tx, known.id).await?.remove(&then.id).unwrap_or_default();
        let own = store::campaign::asks(tx, known.id).await?;
        let same = |ask: &Ask| own.iter().find(|old| old.words == ask.words && old.kind == ask.kind);
        let found = asks.iter().filter_map(|ask| Some((ask.id, replies.remove(&same(ask)?.id)?))).collect();
        return Ok((known.terms.year, found));
    }
    Ok((0, Replies::new()))
}

/// Questions as a form shows them, with what was answered the last time.
pub(super) fn asked(asks: &[Ask], (year, past): (i64, &Replies)) -> Vec<AskShown> {
    let cell = |ask: &Ask, (code, label): (String, String)| {
        let then = past.get(&ask.id).and_then(|reply| reply.counts.get(&code));
        let hint = match (then, ask.kind) {
            (Some(count), AskKind::YesNo) => format!("En {year} : {}", if *count == 1 { "oui" } else { "non" }),
            (Some(count), _) => format!("En {year} : {}", french::integer(*count)),
            _ => String::new(),
        };
        CellShown { name: field_of(ask, &code), label, hint: french::spaced(&hint) }
    };
    asks.iter()
        .map(|ask| AskShown {
            words: french::spaced(&ask.words),
            kind: ask.kind,
            cells: ask.kind.cells().into_iter().map(|pair| cell(ask, pair)).collect(),
            none: field_of(ask, NOT_COUNTED),
        })
        .collect()
}

fn filled(asks: &[Ask], replies: Option<&Replies>, past: &Replies, revision: i64) -> Form {
    let mut form = Form::filled([("revision", revision.to_string())]);
    for ask in asks {
        let kept = replies.map_or_else(
            // Words of the last time are a start; figures of the last time are another year’s.
            || past.get(&ask.id).map(|reply| Reply { words: reply.words.clone(), ..Reply::default() }),
            |all| all.get(&ask.id).cloned(),
        );
        let Some(reply) = kept else { continue };
        for (cell, count) in &reply.counts {
            form.add(field_of(ask, cell), count.to_string());
        }
        if !reply.words.is_empty() {
            form.add(field_of(ask, "t"), reply.words.clone());
        }
        if reply.is_not_counted {
            form.add(field_of(ask, NOT_COUNTED), "oui");
        }
    }
    form
}

fn read(fields: &Fields, asks: &[Ask]) -> Filled<Replies> {
    let mut reading = Reading::of(fields);
    let mut all = Replies::new();
    for ask in asks {
        let mut reply = Reply { is_not_counted: fields.is_ticked(&field_of(ask, NOT_COUNTED)), ..Reply::default() };
        for (code, _) in ask.kind.cells() {
            let name = field_of(ask, &code);
            match ask.kind {
                AskKind::Text => reply.words = reading.text(&name),
                _ => {
                    if let Some(count) = reading.whole(&name) {
                        reply.counts.insert(code, count);
                    }
                }
            }
        }
        if !reply.is_blank() {
            all.insert(ask.id, reply);
        }
    }
    reading.filled(all)
}

async fn drawn(
    tx: &mut Tx,
    visit: &Visit,
    (one, campaign): (&Request, &Campaign),
    typed: Option<Form>,
) -> Result<ReplyPage, Fault> {
    let asks = store::campaign::asks(tx, campaign.id).await?;
    let (year, past) = past(tx, one, campaign, &asks).await?;
    let saved = store::campaign::replies(tx, campaign.id).await?;
    let form = typed.unwrap_or_else(|| filled(&asks, saved.get(&one.id), &past, one.revision));
    let names = accounts::facade::organisation_names(tx, &[one.organisation]).await?;
    let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(&french::spaced(value)));
    let areas = if one.areas.is_empty() { "Non précisés dans la fiche" } else { &one.areas };
    let rows = vec![
        text("Action", &one.title),
        text("Quartiers", areas),
        text("Porteur", names.get(&one.organisation).map_or("", String::as_str)),
        text("Année", &campaign.terms.year.to_string()),
        text("À répondre avant le", &french::long_date(campaign.terms.closes_on)),
    ];
    let list = vec![Link::new("Ce que l’évaluation me demande", LIST)];
    Ok(ReplyPage {
        frame: visit.back_office(&campaign.terms.title).with_breadcrumb([above(), list].concat()).with_form(&form),
        form,
        rows,
        message: campaign.terms.message.clone(),
        asks: asked(&asks, (year, &past)),
        yes_no: yes_no(),
        path: reply_path(one.id),
        is_sent: one.sent_at.is_some(),
    })
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Request>) -> Answer {
    let mut tx = house.read().await?;
    let (one, campaign) = actions::request(&mut tx, &visit.actor, id.uuid()).await?;
    answer::page(&drawn(&mut tx, &visit, (&one, &campaign), None).await?)
}

pub async fn send(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Request>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (one, campaign) = actions::request(&mut tx, &visit.actor, id.uuid()).await?;
    let asks = store::campaign::asks(&mut tx, campaign.id).await?;
    let is_sent = fields.text("acte") != "brouillon";
    let around = (&house.outside, &house.settings.zone);
    let which = (one.id, fields.revision(), is_sent);
    let outcome = actions::answer_request(&mut tx, around, &visit.actor, which, read(&fields, &asks)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, (&one, &campaign), Some(form)).await
    };
    answer::settle(tx, outcome, (|()| reply_path(one.id), "enregistre"), &fields, again).await
}
