//! `/associations`: who does what, where, for whom. Everybody reads it; the associations chose to be there.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Pagination};
use kernel::text::search_key;
use kernel::{Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{choices, choices_of};
use crate::rules::{MarkKind, Public};
use crate::store;
use crate::store::sheet::Listed;

/// Associations of a page.
const ON_A_PAGE: usize = 20;

/// An association as the directory tells it.
pub(super) struct Told {
    pub id: Uuid,
    pub name: String,
    pub summary: String,
    pub themes: Vec<String>,
    pub areas: Vec<String>,
    pub publics: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/open_list.html")]
pub(super) struct OpenListPage {
    pub frame: Frame,
    pub form: Form,
    pub themes: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub publics: Vec<Choice>,
    pub sentence: String,
    pub is_narrowed: bool,
    pub all: Vec<Told>,
    pub pages: Pagination,
}

/// Names of objectives and neighbourhoods.
pub(super) type Names = (HashMap<Uuid, String>, HashMap<Uuid, String>);

pub(super) async fn names(tx: &mut Tx) -> Result<Names, Fault> {
    let themes = super::listing::themes(tx).await?.into_iter().collect();
    Ok((themes, super::listing::areas(tx).await?.into_iter().collect()))
}

/// An association as the directory names it.
fn named(name: &str, acronym: &str) -> String {
    match acronym {
        "" => name.to_owned(),
        acronym => format!("{name} ({acronym})"),
    }
}

/// What the directory tells of one association.
pub(super) async fn told(tx: &mut Tx, (one, name): (&Listed, &str), (themes, areas): &Names) -> Result<Told, Fault> {
    let marks = store::sheet::marks_of(tx, one.id).await?;
    let words =
        |ids: &[Uuid], known: &HashMap<Uuid, String>| ids.iter().filter_map(|id| known.get(id).cloned()).collect();
    Ok(Told {
        id: one.id,
        name: named(name, &one.acronym),
        summary: one.summary.clone(),
        themes: words(&marks.themes, themes),
        areas: words(&marks.areas, areas),
        publics: marks.publics.iter().map(|public| public.french()).collect(),
    })
}

/// Associations of the directory that answer what is asked, each with its name, by name.
async fn found(tx: &mut Tx, asked: &Fields, (themes, _): &Names) -> Result<Vec<(Listed, String)>, Fault> {
    let id = |name: &str| asked.text(name).parse::<Uuid>().ok().map(|id| id.to_string());
    let public = Public::from_code(asked.text("public")).map(|public| public.code().to_owned());
    let by = [(MarkKind::Theme, id("theme")), (MarkKind::Area, id("quartier")), (MarkKind::Public, public)];
    let by: Vec<(MarkKind, String)> = by.into_iter().filter_map(|(kind, value)| Some((kind, value?))).collect();
    let listed = store::sheet::listed(tx, &by).await?;
    let ids: Vec<Uuid> = listed.iter().map(|one| one.id).collect();
    let mut names = accounts::facade::organisation_names(tx, &ids).await?;
    let mut all: Vec<(Listed, String)> =
        listed.into_iter().filter_map(|one| names.remove(&one.id).map(|name| (one, name))).collect();
    all.sort_by_cached_key(|(one, name)| (search_key(name), one.id));
    let words = search_key(asked.text("q"));
    if words.is_empty() {
        return Ok(all);
    }
    let mut said: HashMap<Uuid, String> = HashMap::new();
    for (organisation, node) in store::sheet::listed_themes(tx).await? {
        if let Some(theme) = themes.get(&node) {
            let said = said.entry(organisation).or_default();
            said.push_str(theme);
            said.push(' ');
        }
    }
    all.retain(|(one, name)| {
        let themes = said.get(&one.id).map_or("", String::as_str);
        let text = search_key(&format!("{} {} {themes}", named(name, &one.acronym), one.summary));
        words.split(' ').all(|word| text.contains(word))
    });
    Ok(all)
}

/// The filters asked for, as an address.
fn address(asked: &Fields) -> String {
    let mut address = "/associations".to_owned();
    for name in ["q", "theme", "quartier", "public"] {
        if !asked.text(name).is_empty() {
            let mark = if address.contains('?') { '&' } else { '?' };
            address.push_str(&format!("{mark}{name}={}", answer::encode(asked.text(name))));
        }
    }
    address
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let names = names(&mut tx).await?;
    let found = found(&mut tx, &asked, &names).await?;
    let count = found.len();
    let number: u32 = asked.text("page").parse().unwrap_or(1);
    let base = address(&asked);
    let pages = Pagination::new(number, count as u64, ON_A_PAGE as u32, base.clone());
    let from = (pages.page.max(1) as usize - 1) * ON_A_PAGE;
    let mut all = Vec::with_capacity(ON_A_PAGE);
    for (one, name) in found.iter().skip(from).take(ON_A_PAGE) {
        all.push(told(&mut tx, (one, name), &names).await?);
    }
    let form = ["q", "theme", "quartier", "public"].map(|name| (name, asked.text(name).to_owned()));
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    answer::page(&OpenListPage {
        frame: visit.public_in_french("Les associations"),
        form: Form::filled(form),
        themes: choices(super::listing::themes(&mut tx).await?),
        areas: choices(super::listing::areas(&mut tx).await?),
        publics: choices_of!(Public),
        sentence: format!("{}.", french::count(count, "association", "associations")),
        is_narrowed: base.contains('?'),
        all,
        pages,
    })
}
