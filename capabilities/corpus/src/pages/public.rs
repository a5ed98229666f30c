//! What visitors read: shares above the thresholds, and words that were reviewed and put nobody at risk.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Html, Link, TableOptions};
use listening::facade::ConsultationBrief;
use territory::facade::Area;
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::results::{crossing, domains, may_be_told, share_table};
use super::{area_name, month_in_french};
use crate::actions::{Results, Work};
use crate::rules::codebook::Theme;
use crate::rules::setting::Setting;
use crate::store;
use crate::store::verbatims::Verbatim;

#[derive(Template)]
#[template(path = "pages/public.html")]
pub(super) struct PublicPage {
    pub frame: Frame,
    pub title: String,
    pub others: Vec<Link>,
    pub tables: Vec<Html>,
}

#[derive(Template)]
#[template(path = "pages/public_words.html")]
pub(super) struct PublicWordsPage {
    pub frame: Frame,
    pub words: Vec<(String, String)>,
    pub is_kept_back: bool,
}

/// Sentences shown to visitors, at most.
const MOST_WORDS: usize = 60;

/// Consultations whose results are published.
async fn published(tx: &mut database::Tx) -> Result<Vec<(ConsultationBrief, Setting)>, Fault> {
    let mut all = Vec::new();
    for one in listening::facade::consultations(tx).await? {
        let setting = store::setting::of(tx, one.id).await?;
        if setting.is_published {
            all.push((one, setting));
        }
    }
    Ok(all)
}

/// Shares of the themes, whole then by channel and by neighbourhood, as everybody may read them.
pub(crate) async fn told_tables(
    tx: &mut database::Tx,
    consultation: kernel::Uuid,
    work: &Work,
    setting: &Setting,
) -> database::Result<Vec<documents::Table>> {
    let results = Results::of(work);
    let channels = listening::facade::words::channels(tx, consultation).await?;
    let areas = territory::facade::areas(tx).await?;
    let (by_channel, by_area) = domains(&channels, &areas, work);
    let mut tables = vec![share_table(&results, &work.themes, setting, true)];
    for (name, domains) in [
        (("themes-par-canal", "Thèmes par canal"), by_channel),
        (("themes-par-quartier", "Thèmes par quartier"), by_area),
    ] {
        if !domains.is_empty() {
            tables.push(crossing(name, &results, &work.themes, &domains, setting, true));
        }
    }
    Ok(tables)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let all = published(&mut tx).await?;
    let wanted = asked.text("concertation");
    let here = all.iter().find(|(one, _)| wanted.is_empty() || one.id.to_string() == wanted);
    if here.is_none() && !wanted.is_empty() {
        return Err(Fault::not_found());
    }
    let frame = visit.public("Ce que les habitants ont dit").with_breadcrumb(vec![Link::new("Accueil", "/")]);
    let mut page = PublicPage { frame, title: String::new(), others: Vec::new(), tables: Vec::new() };
    if let Some((consultation, setting)) = here {
        let work = Work::load(&mut tx, consultation.id).await?;
        let tables = told_tables(&mut tx, consultation.id, &work, setting).await?;
        page.title.clone_from(&consultation.title);
        page.tables = tables.iter().map(|table| interface::table(table, &TableOptions::default())).collect();
        let others = all.iter().filter(|(one, _)| one.id != consultation.id);
        page.others =
            others.map(|(one, _)| Link::new(&*one.title, format!("/paroles?concertation={}", one.id))).collect();
    }
    answer::page(&page)
}

/// What visitors may read word for word of a theme, with where and when; none under the base published, or of a theme that
/// may put somebody at risk.
pub(crate) fn told_words(
    work: &Work,
    theme: &Theme,
    setting: &Setting,
    areas: &[Area],
) -> Option<Vec<(String, String)>> {
    let behind = Results::of(work).behind(theme);
    let told: Vec<&Verbatim> = behind
        .into_iter()
        .filter(|one| one.is_by_hand && may_be_told(work, one.verbatim))
        .map(|one| one.verbatim)
        .collect();
    if theme.is_sensitive || (told.len() as i64) < setting.published_from {
        return None;
    }
    // A neighbourhood is named only when enough was said there.
    let is_named =
        |row: &Verbatim| told.iter().filter(|other| other.area == row.area).count() as i64 >= setting.published_from;
    let about = |row: &Verbatim| {
        let mut about = Vec::new();
        if row.area.is_some() && is_named(row) {
            about.push(area_name(areas, row.area));
        }
        about.push(month_in_french(row.month.as_deref()));
        about.retain(|text| !text.is_empty());
        about.join(", ")
    };
    Some(told.iter().map(|row| (row.masked.clone(), about(row))).collect())
}

/// The words of a theme that visitors may read.
pub async fn words(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Theme>) -> Answer {
    let mut tx = house.read().await?;
    let of = store::codebook::consultation_of(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    let all = published(&mut tx).await?;
    let (consultation, setting) = all.into_iter().find(|(one, _)| one.id == of).ok_or_else(Fault::not_found)?;
    let work = Work::load(&mut tx, consultation.id).await?;
    let theme = work.themes.iter().find(|one| one.id == id.uuid()).ok_or_else(Fault::not_found)?;
    if theme.is_sensitive {
        return Err(Fault::not_found());
    }
    let areas = territory::facade::areas(&mut tx).await?;
    let told = told_words(&work, theme, &setting, &areas);
    let is_kept_back = told.is_none();
    let words = told.unwrap_or_default().into_iter().take(MOST_WORDS).collect();
    let above = vec![Link::new("Accueil", "/"), Link::new("Ce que les habitants ont dit", "/paroles")];
    let frame = visit.public("Paroles d’un thème").with_caption(theme.label.as_str()).with_breadcrumb(above);
    answer::page(&PublicWordsPage { frame, words, is_kept_back })
}
