//! `/gestion/fil/{sorte}/{reference}`: the thread inside: who tied what and why, what was untied; and the page that
//! asks why before a link is broken.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Html, Language, Link};
use jiff::tz::TimeZone;
use kernel::text::search_key;
use kernel::{Scope, Uuid, french};
use lineage::{End, Kind};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::show::title;
use super::told::{PartTold, Reader, left, parts};
use super::{inside_path, links, public_path, today};
use crate::actions::{self, Object, Resolver, stretch};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/manage.html")]
pub(super) struct ManagePage {
    pub frame: Frame,
    pub form: Form,
    pub name: String,
    pub parts: Vec<PartTold>,
    pub left: Html,
    /// Links that were broken: what, and the sentence that says by whom, when and why.
    pub broken: Vec<(String, String)>,
    /// What it may be tied to, with the label of the list; nothing for whoever may not, or where it is done elsewhere.
    pub choices: Option<Choices>,
    /// Where a need is told no, or where that is taken back.
    pub reply: Option<Reply>,
    /// Where everybody reads it; empty when nobody does.
    pub public: String,
    /// Where the same page is, to look for words.
    pub path: String,
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

/// What an object may be tied to from here, as far as a list shows it.
pub(super) struct Choices {
    /// The label of the list.
    pub label: &'static str,
    pub list: Vec<Choice>,
    /// Whether there are more than a list shows, or words narrow it: words are looked for.
    pub is_searched: bool,
    /// Words looked for, as typed.
    pub words: String,
}

impl Choices {
    /// The list, for the page.
    fn listed(&self) -> &[Choice] {
        &self.list
    }
}

/// Objects a list of choices shows; the others are found by their words.
const MOST: usize = 50;

impl Choices {
    /// The first objects that hold every word looked for, among those named.
    fn of(label: &'static str, words: &str, named: impl Iterator<Item = (Uuid, String)>) -> Self {
        let key = search_key(words);
        let wanted: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
        let holds = |name: &str| {
            let name = search_key(name);
            wanted.iter().all(|word| name.contains(word))
        };
        let mut found = named.filter(|(_, name)| holds(name));
        let list: Vec<Choice> =
            found.by_ref().take(MOST).map(|(id, name)| Choice::new(id.to_string(), &name)).collect();
        let is_searched = !wanted.is_empty() || found.next().is_some();
        Self { label, list, is_searched, words: words.to_owned() }
    }
}

/// Objects an object may be tied to from here: those of the contracts this person ties on.
async fn choices(tx: &mut Tx, visit: &Visit, object: &Object, words: &str) -> Result<Option<Choices>, Fault> {
    Ok(match object.end.kind {
        Kind::Need => {
            let mut named = Vec::new();
            for contract in strategy::facade::contracts(tx).await? {
                if !visit.actor.may(&acts::TIE, &Scope::contract(contract.id)).is_allowed() {
                    continue;
                }
                let nodes = strategy::facade::nodes(tx, contract.id).await?.into_iter();
                named.extend(nodes.filter(|node| !node.is_transversal).map(|node| {
                    let name = format!("{} {} ({})", node.code, node.title, contract.title);
                    (node.id, name)
                }));
                // Without words, a list that is full needs no other contract.
                if words.trim().is_empty() && named.len() > MOST {
                    break;
                }
            }
            Some(Choices::of("Objectif du contrat", words, named.into_iter()))
        }
        Kind::Objective | Kind::FundProject => {
            let needs = listening::facade::needs(tx).await?.into_iter();
            let named = needs.map(|need| (need.id, format!("{} {}", need.code, need.label)));
            Some(Choices::of("Besoin auquel il répond", words, named))
        }
        Kind::Application => match object.contract {
            Some(contract) if visit.actor.may(&acts::TIE, &Scope::contract(contract)).is_allowed() => {
                let sheets = plan::facade::sheets(tx, contract, false).await?.into_iter();
                let named = sheets.map(|sheet| (sheet.id, format!("{} {}", sheet.code, sheet.title)));
                Some(Choices::of("Action du plan que ce projet réalise", words, named))
            }
            _ => None,
        },
        _ => None,
    })
}

async fn draw(tx: &mut Tx, (house, visit): (&House, &Visit), object: Object, form: Form) -> Result<ManagePage, Fault> {
    let zone = &house.settings.zone;
    let mut resolver = Resolver::inside(&visit.actor, today(house));
    let may_tie = visit.actor.may_somewhere(&acts::TIE).is_allowed();
    let end = object.end;
    let mut broken = Vec::new();
    let links = lineage::broken(tx, end.id, 50).await?;
    let other = |link: &lineage::Link| if link.from.id == end.id { link.to } else { link.from };
    let named = resolver.objects(tx, &links.iter().map(other).collect::<Vec<lineage::End>>()).await?;
    for link in links {
        let other = other(&link);
        let name = named.get(&other).map_or_else(
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
    let words = kernel::text::shorten(form.value("cherche"), 100);
    let choices = if may_tie { choices(tx, visit, &object, &words).await? } else { None };
    // Money is told to everybody once it is granted and its carrier knows it; words, once they are told as evidence.
    let is_told = (Kind::Need..Kind::LandlordAction).contains(&end.kind)
        || Resolver::public(today(house)).object(tx, end).await?.is_some();
    let public = if is_told { public_path(end.kind, &object.reference) } else { String::new() };
    let path = inside_path(end.kind, &object.reference);
    let (title, name) = (format!("Fil : {}", title(&object)), object.name.clone());
    let whole = stretch(tx, &mut resolver, object).await?;
    let above = vec![Link::new("Le fil", "/gestion/fil")];
    Ok(ManagePage {
        frame: visit.back_office(&title).with_breadcrumb(above).with_form(&form),
        form,
        name,
        parts: parts(&whole, (Reader::Agent(may_tie), Language::French), zone),
        left: left(Language::French, &whole),
        broken,
        choices,
        reply,
        public,
        action: format!("{path}/liens"),
        path,
    })
}

async fn found(tx: &mut Tx, (house, visit): (&House, &Visit), kind: &str, reference: &str) -> Result<Object, Fault> {
    let kind = Kind::from_code(kind).ok_or_else(Fault::not_found)?;
    let mut resolver = Resolver::inside(&visit.actor, today(house));
    resolver.named(tx, kind, reference).await?.ok_or_else(Fault::not_found)
}

pub async fn page(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((kind, reference)): Path<(String, String)>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let object = found(&mut tx, (&house, &visit), &kind, &reference).await?;
    if links::wanted(&asked).is_some() {
        let frame = visit.back_office(&format!("Fil : {}", title(&object)));
        let frame = frame.with_breadcrumb(vec![Link::new("Le fil", "/gestion/fil")]);
        let reader = Reader::Agent(visit.actor.may_somewhere(&acts::TIE).is_allowed());
        let mut resolver = Resolver::inside(&visit.actor, today(&house));
        let of = (&asked, reader);
        let page = links::page(&mut tx, &mut resolver, (frame, &object), of, &house.settings.zone).await?;
        return answer::page(&page);
    }
    let form = Form::filled([("cherche", asked.text("cherche"))]);
    answer::page(&draw(&mut tx, (&house, &visit), object, form).await?)
}

pub async fn tie(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((kind, reference)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let object = found(&mut tx, (&house, &visit), &kind, &reference).await?;
    let other = match object.end.kind {
        Kind::Need => Some(Kind::Objective),
        Kind::Objective | Kind::FundProject => Some(Kind::Need),
        Kind::Application => Some(Kind::Sheet),
        _ => None,
    };
    let other = other.zip(fields.text("avec").parse().ok()).map(|(kind, id)| End::new(kind, id));
    let why = fields.text("motif");
    let back = inside_path(object.end.kind, &object.reference);
    let outcome = actions::tie(&mut tx, &house.outside, &visit.actor, (&object, other), why).await;
    let again = async |form| draw(&mut house.read().await?, (&house, &visit), object, form).await;
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
    let told = actions::told_link(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    answer::page(&untie_page(&visit, &told, Form::empty(), &house.settings.zone))
}

pub async fn untie(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<lineage::Link>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let told = actions::told_link(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    let why = fields.text("motif");
    let outcome = actions::untie(&mut tx, &house.outside, &visit.actor, id.uuid(), why).await;
    let back = |from: Object| inside_path(from.end.kind, &from.reference);
    let again = async |form| Ok(untie_page(&visit, &told, form, &house.settings.zone));
    answer::settle(tx, outcome, (back, "modifie"), &fields, again).await
}
