//! `/argent/{sorte}/{id}` and its like in the back office: one amount, from its envelope to its result, and back to the need; and
//! `/argent`, what was given.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link, Pagination, SummaryRow, Translated};
use kernel::{Cents, Uuid, french};
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::{inside_path, public_path, today};
use crate::actions::{self, Anchor, Euro, Resolver, Stage};
use crate::acts;

#[derive(Template)]
#[template(path = "pages/euro.html")]
pub(super) struct EuroPage {
    pub frame: Frame,
    pub sums: Vec<SummaryRow>,
    pub stages: Vec<Stage>,
    pub as_of: Translated,
    /// Where the whole thread is read, inside or by everybody.
    pub thread: Option<String>,
    /// The same page for everybody, and the one inside, for those who read both.
    pub other: Option<Link>,
}

pub(super) fn drawn(frame: Frame, one: Euro, (is_inside, today): (bool, &str), other: Option<Link>) -> EuroPage {
    let path = if is_inside { inside_path } else { public_path };
    let sums = one.sums.into_iter().map(|sum| {
        let base = if sum.base.is_empty() { String::new() } else { format!(" ({})", sum.base) };
        SummaryRow::new(&frame.t(sum.label), french::spaced(&format!("{}{base}", sum.value)))
    });
    let sums = sums.collect();
    EuroPage {
        as_of: frame.t_with("Ce qui est connu ici au {jour}.", [("jour", today)]),
        frame: frame.with_caption(one.caption),
        sums,
        stages: one.stages,
        thread: one.thread.map(|(kind, reference)| path(kind, &reference)),
        other,
    }
}

async fn found(house: &House, visit: &Visit, at: &(String, String), is_inside: bool) -> Result<Euro, Fault> {
    let anchor = Anchor::from_code(&at.0).ok_or_else(Fault::not_found)?;
    let id: Uuid = at.1.parse().map_err(|_| Fault::not_found())?;
    let mut resolver = match is_inside {
        true => Resolver::inside(&visit.actor, today(house)),
        false => Resolver::public(today(house)),
    };
    let mut tx = house.read().await?;
    actions::euro(&mut tx, &mut resolver, (anchor, id)).await?.ok_or_else(Fault::not_found)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(at): Path<(String, String)>) -> Answer {
    let one = found(&house, &visit, &at, false).await?;
    let inside = visit
        .actor
        .may_somewhere(&acts::READ)
        .is_allowed()
        .then(|| Link::new("La même page dans la gestion", format!("/gestion/argent/{}/{}", at.0, at.1)));
    let above = vec![Link::new("Accueil", "/"), Link::new("Suivre l’argent", "/argent")];
    let frame = visit.public(&one.title).with_breadcrumb(above);
    answer::page(&drawn(frame, one, (false, &french::date(today(&house).0)), inside))
}

pub async fn inside(State(house): State<Arc<House>>, visit: Visit, Path(at): Path<(String, String)>) -> Answer {
    let one = found(&house, &visit, &at, true).await?;
    // What is not told to anybody yet has no page outside.
    let is_public = found(&house, &visit, &at, false).await.is_ok();
    let public = is_public.then(|| Link::new("Ce que les habitants lisent", format!("/argent/{}/{}", at.0, at.1)));
    let frame = visit.back_office(&one.title).with_breadcrumb(vec![Link::new("Le fil", "/gestion/fil")]);
    answer::page(&drawn(frame, one, (true, &french::date(today(&house).0)), public))
}

#[derive(Template)]
#[template(path = "pages/given.html")]
pub(super) struct GivenPage {
    pub frame: Frame,
    pub form: Form,
    pub years: Vec<Choice>,
    pub count: i64,
    pub total: String,
    pub rows: Vec<GivenRow>,
    pub pages: Pagination,
}

/// An amount of the list.
pub(super) struct GivenRow {
    pub title: String,
    pub href: String,
    pub carrier: String,
    pub funder: String,
    pub year: String,
    pub amount: String,
}

/// Lines of a page.
const ON_A_PAGE: u32 = 50;

/// Whether a text holds all the words.
fn holds(words: &str, text: &str) -> bool {
    let key = kernel::text::search_key(text);
    words.split_whitespace().all(|word| key.contains(word))
}

/// Whether a carrier may be a natural person, asked once of each.
async fn is_person(tx: &mut Tx, known: &mut HashMap<Uuid, bool>, carrier: Uuid) -> Result<bool, Fault> {
    if let Some(known) = known.get(&carrier) {
        return Ok(*known);
    }
    let is_person = directory::facade::may_be_person(tx, carrier).await?;
    known.insert(carrier, is_person);
    Ok(is_person)
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let all = actions::given(&mut tx).await?;
    let mut years: Vec<i64> = all.iter().map(|one| one.year).collect();
    years.dedup();
    let year = asked.text("annee").parse::<i64>().ok();
    let words = kernel::text::search_key(asked.text("q"));
    let (mut chosen, mut persons) = (Vec::new(), HashMap::new());
    for one in all.iter().filter(|one| year.is_none_or(|year| one.year == year)) {
        if holds(&words, &format!("{} {}", one.title, one.funder)) {
            chosen.push(one);
        } else if holds(&words, &format!("{} {} {}", one.title, one.funder, one.carrier.1)) {
            // A natural person is not found by her name either.
            if !is_person(&mut tx, &mut persons, one.carrier.0).await? {
                chosen.push(one);
            }
        }
    }
    let mut base = "/argent".to_owned();
    for (rank, name) in ["annee", "q"].into_iter().filter(|name| !asked.text(name).is_empty()).enumerate() {
        let sign = if rank == 0 { '?' } else { '&' };
        base.push_str(&format!("{sign}{name}={}", answer::encode(asked.text(name))));
    }
    let pages = Pagination::new(asked.text("page").parse().unwrap_or(1), chosen.len() as u64, ON_A_PAGE, base);
    let from = (pages.page.saturating_sub(1) * ON_A_PAGE) as usize;
    let mut rows = Vec::new();
    for one in chosen.iter().skip(from).take(ON_A_PAGE as usize) {
        let carrier = match is_person(&mut tx, &mut persons, one.carrier.0).await? {
            true => applications::facade::A_PERSON.to_owned(),
            false => french::spaced(&one.carrier.1),
        };
        rows.push(GivenRow {
            title: french::spaced(&one.title),
            href: format!("/argent/financement/{}", one.funding),
            carrier,
            funder: french::spaced(&one.funder),
            year: one.year.to_string(),
            amount: french::euros(Cents(one.cents)),
        });
    }
    let total: i64 = chosen.iter().map(|one| one.cents).sum();
    let frame = visit.public("Suivre l’argent").with_breadcrumb(vec![Link::new("Accueil", "/")]);
    answer::page(&GivenPage {
        frame,
        form: asked.form(),
        years: years.iter().map(|year| Choice::new(year.to_string(), &year.to_string())).collect(),
        count: chosen.len() as i64,
        total: french::euros(Cents(total)),
        rows,
        pages,
    })
}
