//! `/fil/{sorte}/{reference}`: the whole thread both ways, for anybody: what was said, what was understood, what was
//! decided, where it stands.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Frame, Html, Link};
use lineage::Kind;
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::told::{PartTold, Reader, left, parts};
use super::{inside_path, links, today};
use crate::actions::{Object, Resolver, stretch};
use crate::acts;

#[derive(Template)]
#[template(path = "pages/show.html")]
pub(super) struct ShowPage {
    pub frame: Frame,
    pub name: String,
    pub parts: Vec<PartTold>,
    pub left: Html,
    pub manage: Option<String>,
}

/// What a page about an object is called.
pub(super) fn title(object: &Object) -> String {
    if object.title.is_empty() { object.name.clone() } else { object.title.clone() }
}

pub async fn page(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((kind, reference)): Path<(String, String)>,
    asked: Asked,
) -> Answer {
    let kind = Kind::from_code(&kind).ok_or_else(Fault::not_found)?;
    let mut tx = house.read().await?;
    let mut resolver = Resolver::public(today(&house));
    let start = resolver.named(&mut tx, kind, &reference).await?.ok_or_else(Fault::not_found)?;
    let manage = visit.actor.may_somewhere(&acts::READ).is_allowed().then(|| inside_path(kind, &start.reference));
    let (title, name) = (title(&start), start.name.clone());
    let above = vec![Link::new("Accueil", "/"), Link::new("Ce que deviennent les besoins", "/fil")];
    let frame = visit.public(&title).with_breadcrumb(above);
    let zone = &house.settings.zone;
    if links::wanted(&asked).is_some() {
        let of = (&asked, Reader::Public);
        return answer::page(&links::page(&mut tx, &mut resolver, (frame, &start), of, zone).await?);
    }
    let whole = stretch(&mut tx, &mut resolver, start).await?;
    let language = visit.language;
    let parts = parts(&whole, (Reader::Public, language), zone);
    answer::page(&ShowPage { frame, name, parts, left: left(language, &whole), manage })
}
