//! `/argent/{sorte}/{id}` and its like in the back office: one amount, from its envelope to its result, and back to the need.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Escaped, Frame, Html, Link, SummaryRow, Translated};
use jiff::civil::Date;
use kernel::{Cents, Uuid, french};
use web::{Answer, Fault, House, Visit, answer};

use super::{inside_path, public_path, today};
use crate::actions::{self, Anchor, Euro, Resolver, Stage, Sum};
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

/// How much and on what: nothing yet is said in the language of the page, what it is counted on is in French.
fn told(frame: &Frame, sum: &Sum) -> Html {
    let value = match sum.cents {
        Some(cents) => Translated::from(french::euros(Cents(cents))),
        None => frame.t("rien encore"),
    };
    if sum.base.is_empty() {
        return Html::from(&value);
    }
    let base = french::spaced(&sum.base);
    if !frame.language.is_translated() {
        return Html::sentence(&format!("{} ({base})", value.text));
    }
    Html::trusted(format!("<bdi>{value}</bdi> <span{}>({})</span>", frame.french_only(), Escaped(&base)))
}

pub(super) fn drawn(frame: Frame, one: Euro, (is_inside, today): (bool, Date), other: Option<Link>) -> EuroPage {
    let path = if is_inside { inside_path } else { public_path };
    let sums = one.sums.iter().map(|sum| SummaryRow::new(&frame.t(sum.label), told(&frame, sum)));
    let sums = sums.collect();
    let today = interface::day(frame.language, today);
    EuroPage {
        as_of: frame.t_with("Ce qui est connu ici au {jour}.", [("jour", today.as_str())]),
        frame: frame.with_caption(one.caption).named_in_french(),
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
    answer::page(&drawn(frame, one, (false, today(&house).0), inside))
}

pub async fn inside(State(house): State<Arc<House>>, visit: Visit, Path(at): Path<(String, String)>) -> Answer {
    let one = found(&house, &visit, &at, true).await?;
    // What is not told to anybody yet has no page outside.
    let is_public = found(&house, &visit, &at, false).await.is_ok();
    let public = is_public.then(|| Link::new("Ce que les habitants lisent", format!("/argent/{}/{}", at.0, at.1)));
    let frame = visit.back_office(&one.title).with_breadcrumb(vec![Link::new("Le fil", "/gestion/fil")]);
    answer::page(&drawn(frame, one, (true, today(&house).0), public))
}
