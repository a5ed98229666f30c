//! `/gestion/fil/{sorte}/{reference}`: the thread inside: who tied what and why, what was untied; and the page that
//! asks why before a link is broken.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use jiff::tz::TimeZone;
use kernel::french;
use lineage::{End, Kind};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::show::title;
use super::told::{PartTold, Reader, left, parts};
use super::{inside_path, public_path};
use crate::actions::{self, Object, Resolver, stretch};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/manage.html")]
pub(super) struct ManagePage {
    pub frame: Frame,
    pub form: Form,
    pub name: String,
    pub parts: Vec<PartTold>,
    pub left: String,
    /// Links that were broken: what, and the sentence that says by whom, when and why.
    pub broken: Vec<(String, String)>,
    /// What it may be tied to, with the label of the list; nothing for whoever may not, or where it is done elsewhere.
    pub choices: Option<(&'static str, Vec<Choice>)>,
    /// Where a need is told no, or where that is taken back.
    pub reply: Option<Reply>,
    pub public: String,
    /// Where a new link is sent.
    pub action: String,
}

/// What can be said to those who named a need.
pub(super) struct Reply {
    /// Where to refuse it.
    pub refuse: String,
    /// Where to take the refusal back, once it is told.
    pub take_back: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/untie.html")]
pub(super) struct UntiePage {
    pub frame: Frame,
    pub form: Form,
    pub from: String,
    pub to: String,
    pub tied: String,
    pub back: String,
}

/// Objects an object may be tied to from here.
async fn choices(tx: &mut Tx, kind: Kind) -> Result<Option<(&'static str, Vec<Choice>)>, Fault> {
    Ok(match kind {
        Kind::Need => {
            let mut list = Vec::new();
            for contract in strategy::facade::contracts(tx).await? {
                let nodes = strategy::facade::nodes(tx, contract.id).await?;
                list.extend(nodes.iter().filter(|node| !node.is_transversal).map(|node| {
                    let label = format!("{} {} ({})", node.code, node.title, contract.title);
                    Choice::new(node.id.to_string(), &label)
                }));
            }
            Some(("Objectif du contrat", list))
        }
        Kind::Objective => {
            let needs = listening::facade::needs(tx).await?;
            let list =
                needs.iter().map(|need| Choice::new(need.id.to_string(), &format!("{} {}", need.code, need.label)));
            Some(("Besoin auquel il répond", list.collect()))
        }
        _ => None,
    })
}

async fn draw(tx: &mut Tx, visit: &Visit, object: Object, form: Form, zone: &TimeZone) -> Result<ManagePage, Fault> {
    let mut resolver = Resolver::inside(&visit.actor);
    let may_tie = visit.actor.may_somewhere(&acts::TIE).is_allowed();
    let end = object.end;
    let mut broken = Vec::new();
    for link in lineage::broken(tx, end.id, 50).await? {
        let other = if link.from.id == end.id { link.to } else { link.from };
        let name = resolver.object(tx, other).await?.map_or_else(
            || format!("{} qui n’est plus là", other.kind.french()),
            |object| format!("{} {}", object.name, object.title),
        );
        if let Some(told) = &link.broken {
            let day = french::date(told.at.day(zone));
            broken.push((name, format!("Défait le {day} par {} : {}", told.by, told.why)));
        }
    }
    let reply = match end.kind {
        Kind::Need if may_tie => {
            let path = format!("/gestion/fil/besoins/{}", end.id);
            let stands = store::reply::of_need(tx, end.id).await?.is_some();
            Some(Reply { refuse: format!("{path}/refus"), take_back: stands.then(|| format!("{path}/reprise")) })
        }
        _ => None,
    };
    let choices = if may_tie { choices(tx, end.kind).await? } else { None };
    let public = public_path(end.kind, &object.reference);
    let action = format!("{}/liens", inside_path(end.kind, &object.reference));
    let (title, name) = (format!("Fil : {}", title(&object)), object.name.clone());
    let whole = stretch(tx, &mut resolver, object).await?;
    let above = vec![Link::new("Le fil", "/gestion/fil")];
    Ok(ManagePage {
        frame: visit.back_office(&title).with_breadcrumb(above).with_form(&form),
        form,
        name,
        parts: parts(&whole, Reader::Agent(may_tie), zone),
        left: left(whole.left),
        broken,
        choices,
        reply,
        public,
        action,
    })
}

async fn found(tx: &mut Tx, visit: &Visit, kind: &str, reference: &str) -> Result<Object, Fault> {
    let kind = Kind::from_code(kind).ok_or_else(Fault::not_found)?;
    let mut resolver = Resolver::inside(&visit.actor);
    resolver.named(tx, kind, reference).await?.ok_or_else(Fault::not_found)
}

pub async fn page(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((kind, reference)): Path<(String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let object = found(&mut tx, &visit, &kind, &reference).await?;
    answer::page(&draw(&mut tx, &visit, object, Form::empty(), &house.settings.zone).await?)
}

pub async fn tie(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((kind, reference)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let object = found(&mut tx, &visit, &kind, &reference).await?;
    let other = match object.end.kind {
        Kind::Need => Some(Kind::Objective),
        Kind::Objective => Some(Kind::Need),
        _ => None,
    };
    let other = other.zip(fields.text("avec").parse().ok()).map(|(kind, id)| End::new(kind, id));
    let why = fields.text("motif");
    let back = inside_path(object.end.kind, &object.reference);
    let outcome = actions::tie(&mut tx, &house.outside, &visit.actor, (&object, other), why).await;
    let again = async |form| draw(&mut house.read().await?, &visit, object, form, &house.settings.zone).await;
    answer::settle(tx, outcome, (|()| back, "ajoute"), &fields, again).await
}

fn untie_page(visit: &Visit, told: &(lineage::Link, Object, Object), form: Form, zone: &TimeZone) -> UntiePage {
    let (link, from, to) = told;
    let name = |object: &Object| format!("{} {}", object.name, object.title);
    let day = french::date(link.made_at.day(zone));
    let above = vec![Link::new("Le fil", "/gestion/fil")];
    UntiePage {
        frame: visit.back_office("Défaire un lien").with_breadcrumb(above).with_form(&form),
        form,
        from: name(from),
        to: name(to),
        tied: format!("Relié le {day} par {}.", link.made_by),
        back: inside_path(from.end.kind, &from.reference),
    }
}

pub async fn confirm(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<lineage::Link>) -> Answer {
    let mut tx = house.read().await?;
    let told = actions::told_link(&mut tx, &visit.actor, id.uuid()).await?;
    answer::page(&untie_page(&visit, &told, Form::empty(), &house.settings.zone))
}

pub async fn untie(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<lineage::Link>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let told = actions::told_link(&mut tx, &visit.actor, id.uuid()).await?;
    let why = fields.text("motif");
    let outcome = actions::untie(&mut tx, &house.outside, &visit.actor, id.uuid(), why).await;
    let back = |from: Object| inside_path(from.end.kind, &from.reference);
    let again = async |form| Ok(untie_page(&visit, &told, form, &house.settings.zone));
    answer::settle(tx, outcome, (back, "modifie"), &fields, again).await
}
