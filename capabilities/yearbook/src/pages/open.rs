//! `/rapports-annuels`: what everybody reads of annual reports, a chapter or an opinion a page.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Figure as Shown, Frame, Html, Link, SummaryRow};
use jiff::civil::Date;
use kernel::french;
use web::{Answer, Fault, House, Visit, answer};

use super::{opinion_words, shown, today};
use crate::actions::Found;
use crate::actions::viewing::{self, Frozen};
use crate::rules::{OPEN, Opinion, open_path};

#[derive(Template)]
#[template(path = "pages/open_list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub reports: Vec<(Link, String)>,
}

#[derive(Template)]
#[template(path = "pages/open_report.html")]
pub(super) struct ReportPage {
    pub frame: Frame,
    pub rows: Vec<SummaryRow>,
    pub chapters: Vec<(Link, String)>,
    pub opinions: Vec<(Link, String)>,
    pub path: String,
}

#[derive(Template)]
#[template(path = "pages/open_chapter.html")]
pub(super) struct ChapterPage {
    pub frame: Frame,
    pub figures: Vec<Shown>,
    pub text: Html,
    pub before: Option<Link>,
    pub after: Option<Link>,
}

#[derive(Template)]
#[template(path = "pages/open_opinion.html")]
pub(super) struct OpinionPage {
    pub frame: Frame,
    pub kind: &'static str,
    pub stands: String,
    pub words: String,
    pub follow_up: String,
    pub is_silent: bool,
}

/// « Rapport annuel 2026 » of a contract: link and contract.
pub(super) fn line(of: &Found) -> (Link, String) {
    (Link::new(of.title(), open_path(&of.contract.code, of.report.year)), of.contract.title.clone())
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let reports = viewing::published(&mut tx).await?.iter().map(line).collect();
    let frame = visit.public_in_french("Les rapports annuels").with_breadcrumb(vec![Link::new("Accueil", "/")]);
    answer::page(&ListPage { frame, reports })
}

/// The report an address names, when everybody may read it.
pub(super) async fn named(house: &House, (code, year): (&str, &str)) -> Result<(Frozen, Found, Vec<Opinion>), Fault> {
    let year: i64 = year.parse().map_err(|_| Fault::not_found())?;
    let mut tx = house.read().await?;
    Ok(viewing::published_at(&mut tx, (code, year), today(house)).await?)
}

fn above(of: &Found) -> Vec<Link> {
    let report = Link::new(of.title(), open_path(&of.contract.code, of.report.year));
    vec![Link::new("Accueil", "/"), Link::new("Les rapports annuels", OPEN), report]
}

impl ReportPage {
    pub fn new(frame: Frame, (frozen, of): (&Frozen, &Found), opinions: &[Opinion], today: Date) -> Self {
        let path = open_path(&of.contract.code, of.report.year);
        let mut rows = vec![SummaryRow::new("Contrat", Html::link(&of.contract.title, &contract_path(of)))];
        if let Some(approval) = &of.report.approval {
            let told = format!("le {} ({})", french::date(approval.on), approval.deliberation);
            rows.push(SummaryRow::new("Approuvé par le conseil communautaire", told));
        }
        if let Some(asked) = of.report.asked {
            let told = format!("le {}, réponses jusqu’au {}", french::date(asked.on), french::date(asked.due_on));
            rows.push(SummaryRow::new("Soumis pour avis", told));
        }
        let chapter = |(rank, (subject, text)): (usize, &(crate::rules::Subject, crate::actions::ChapterText))| {
            let stale = crate::rules::stale_in(&frozen.stale, *subject).len() as i64;
            let about = match stale {
                0 => String::new(),
                _ => format!("{} depuis", french::count(stale, "chiffre a changé", "chiffres ont changé")),
            };
            (Link::new(french::spaced(&text.title), format!("{path}/{}", rank + 1)), about)
        };
        let opinion = |(rank, one): (usize, &Opinion)| {
            let words = of.report.asked.map_or_else(String::new, |asked| opinion_words(one, asked.due_on, today));
            (Link::new(one.body.clone(), format!("{path}/avis/{}", rank + 1)), french::spaced(&words))
        };
        Self {
            frame,
            rows,
            chapters: frozen.chapters.iter().enumerate().map(chapter).collect(),
            opinions: opinions.iter().enumerate().map(opinion).collect(),
            path: path.clone(),
        }
    }
}

fn contract_path(of: &Found) -> String {
    strategy::facade::path(&of.contract.code)
}

pub async fn report(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((code, year)): Path<(String, String)>,
) -> Answer {
    let (frozen, of, opinions) = named(&house, (&code, &year)).await?;
    let frame = visit.public_in_french(&of.title()).with_caption(&*of.contract.title);
    let frame = frame.with_breadcrumb(vec![Link::new("Accueil", "/"), Link::new("Les rapports annuels", OPEN)]);
    answer::page(&ReportPage::new(frame, (&frozen, &of), &opinions, today(&house)))
}

impl ChapterPage {
    /// A chapter by its rank from 1; nothing when there is none.
    pub fn new(frame: impl FnOnce(&str) -> Frame, (frozen, of): (&Frozen, &Found), rank: usize) -> Option<Self> {
        let path = open_path(&of.contract.code, of.report.year);
        let (subject, text) = frozen.chapters.get(rank.checked_sub(1)?)?;
        let beside = |rank: usize| {
            let (_, text) = frozen.chapters.get(rank.checked_sub(1)?)?;
            Some(Link::new(french::spaced(&text.title), format!("{path}/{rank}")))
        };
        Some(Self {
            frame: frame(&french::spaced(&text.title)),
            figures: shown(&frozen.figures, *subject, &frozen.stale),
            text: plan::facade::formatted_html(&text.body),
            before: beside(rank - 1),
            after: beside(rank + 1),
        })
    }
}

pub async fn chapter(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((code, year, rank)): Path<(String, String, String)>,
) -> Answer {
    let (frozen, of, _) = named(&house, (&code, &year)).await?;
    let rank: usize = rank.parse().map_err(|_| Fault::not_found())?;
    let caption = format!("{}, {}", of.title(), of.contract.title);
    let frame = |title: &str| visit.public_in_french(title).with_caption(caption).with_breadcrumb(above(&of));
    answer::page(&ChapterPage::new(frame, (&frozen, &of), rank).ok_or_else(Fault::not_found)?)
}

impl OpinionPage {
    pub fn new(frame: Frame, of: &Found, one: &Opinion, today: Date) -> Self {
        let stands = of.report.asked.map_or_else(String::new, |asked| opinion_words(one, asked.due_on, today));
        Self {
            frame,
            kind: one.kind.french(),
            stands: french::spaced(&stands),
            words: one.given.as_ref().map_or_else(String::new, |given| given.words.clone()),
            follow_up: one.follow_up.clone(),
            is_silent: one.given.is_none(),
        }
    }
}

pub async fn opinion(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((code, year, rank)): Path<(String, String, String)>,
) -> Answer {
    let (_, of, opinions) = named(&house, (&code, &year)).await?;
    let rank: usize = rank.parse().map_err(|_| Fault::not_found())?;
    let one = rank.checked_sub(1).and_then(|rank| opinions.get(rank)).ok_or_else(Fault::not_found)?;
    let frame = visit.public_in_french(&one.body).with_caption(of.title()).with_breadcrumb(above(&of));
    answer::page(&OpinionPage::new(frame, &of, one, today(&house)))
}
