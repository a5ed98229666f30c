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
use crate::rules::{Public, Sheet};
use crate::store;

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

pub(super) fn told(id: Uuid, name: &str, sheet: &Sheet, (themes, areas): &Names) -> Told {
    let named =
        |ids: &[Uuid], known: &HashMap<Uuid, String>| ids.iter().filter_map(|id| known.get(id).cloned()).collect();
    Told {
        id,
        name: match sheet.identity.acronym.as_str() {
            "" => name.to_owned(),
            acronym => format!("{name} ({acronym})"),
        },
        summary: sheet.listing.summary.clone(),
        themes: named(&sheet.listing.themes, themes),
        areas: named(&sheet.listing.areas, areas),
        publics: sheet.listing.publics.iter().map(|public| public.french()).collect(),
    }
}

/// Associations of the directory that answer what is asked, by name.
pub(super) async fn found(tx: &mut Tx, asked: &Fields, names: &Names) -> Result<Vec<Told>, Fault> {
    let words = search_key(asked.text("q"));
    let (theme, area) = (asked.text("theme").parse::<Uuid>().ok(), asked.text("quartier").parse::<Uuid>().ok());
    let public = Public::from_code(asked.text("public"));
    let sheets: HashMap<Uuid, Sheet> = store::sheet::all(tx).await?.into_iter().collect();
    let mut all = Vec::new();
    for card in accounts::facade::organisation_cards(tx).await? {
        let Some(sheet) = sheets.get(&card.id).filter(|sheet| sheet.listing.is_listed) else { continue };
        let one = &sheet.listing;
        let is_asked = theme.is_none_or(|id| one.themes.contains(&id))
            && area.is_none_or(|id| one.areas.contains(&id))
            && public.is_none_or(|public| one.publics.contains(&public));
        let told = told(card.id, &card.name, sheet, names);
        let text = search_key(&format!("{} {} {}", told.name, told.summary, told.themes.join(" ")));
        if is_asked && words.split(' ').all(|word| text.contains(word)) {
            all.push(told);
        }
    }
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
    let mut all = found(&mut tx, &asked, &names).await?;
    let count = all.len();
    let number: u32 = asked.text("page").parse().unwrap_or(1);
    let base = address(&asked);
    let pages = Pagination::new(number, count as u64, ON_A_PAGE as u32, base.clone());
    let from = (pages.page.max(1) as usize - 1) * ON_A_PAGE;
    all = all.into_iter().skip(from).take(ON_A_PAGE).collect();
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
