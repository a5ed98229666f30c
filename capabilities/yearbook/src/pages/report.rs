//! `/gestion/rapports-annuels/{id}`: a report, its chapters, what became stale, what comes next.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Link, SummaryRow};
use kernel::french;
use web::{Answer, House, PathId, Visit, answer};

use super::{life, opinion_words, today};
use crate::actions::{self, Found, found, viewing};
use crate::rules::{
    Chapter, HOME, Opinion, Report, Stale, State as Stands, Subject, Version, chapter_path, open_path, opinion_path,
    report_path, stale_in, version_path,
};
use crate::{acts, store};

/// A chapter in the list.
pub(super) struct Line {
    pub title: String,
    pub href: String,
    /// « 3 chiffres, dont 1 a changé », « rien d’écrit ».
    pub about: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What became stale of a chapter.
pub(super) struct Changed {
    pub chapter: Link,
    pub figures: Vec<(Link, String)>,
}

#[derive(Template)]
#[template(path = "pages/report.html")]
pub(super) struct ReportPage {
    pub frame: Frame,
    pub rows: Vec<SummaryRow>,
    pub chapters: Vec<Line>,
    pub stale: Vec<Changed>,
    pub opinions: Vec<(Link, String, bool)>,
    pub versions: Vec<(Link, String)>,
    pub path: String,
    pub may_write: bool,
    /// Whether the chapter of social development was taken out and may come back.
    pub lacks_development: bool,
    /// What comes next, for whoever decides.
    pub next: Option<Link>,
    pub may_publish: bool,
    pub open: Option<String>,
}

/// What a report page is made of.
pub(super) struct Whole<'a> {
    pub chapters: &'a [Chapter],
    pub counts: &'a [(Subject, usize)],
    pub stale: &'a [Stale],
    pub opinions: &'a [Opinion],
    pub versions: &'a [Version],
}

/// « 3 chiffres », or nothing.
fn about(chapter: &Chapter, whole: &Whole<'_>) -> String {
    let count = whole.counts.iter().find(|(subject, _)| *subject == chapter.subject).map_or(0, |(_, count)| *count);
    let stale = stale_in(whole.stale, chapter.subject).len();
    let mut parts = Vec::new();
    if count > 0 {
        parts.push(french::count(count as i64, "chiffre", "chiffres"));
    }
    if stale > 0 {
        parts.push(format!("{} depuis la version figée", french::count(stale as i64, "a changé", "ont changé")));
    }
    if chapter.text.body.is_empty() {
        parts.push("rien d’écrit".to_owned());
    }
    parts.join(", ")
}

fn next(report: &Report) -> Option<Link> {
    let path = report_path(report.id);
    match report.state {
        Stands::Draft => Some(Link::new("Soumettre pour avis", format!("{path}/avis"))),
        Stands::Submitted => Some(Link::new("Noter l’approbation", format!("{path}/approbation"))),
        _ => None,
    }
}

impl ReportPage {
    pub fn new(frame: Frame, of: &Found, whole: &Whole<'_>, [may_write, may_decide, may_publish]: [bool; 3]) -> Self {
        let report = &of.report;
        let beside = |rank: Option<usize>| rank.and_then(|rank| whole.chapters.get(rank)).map(|one| one.id.to_string());
        let line = |(rank, one): (usize, &Chapter)| Line {
            title: french::spaced(&one.text.title),
            href: chapter_path(one.id),
            about: about(one, whole),
            before: beside(rank.checked_sub(1)),
            after: beside(Some(rank + 1)),
        };
        let changed = |one: &Chapter| {
            let figures: Vec<(Link, String)> = stale_in(whole.stale, one.subject)
                .into_iter()
                .map(|stale| (Link::new(french::spaced(&stale.label), stale.path.clone()), stale.sentence.clone()))
                .collect();
            let chapter = Link::new(french::spaced(&one.text.title), chapter_path(one.id));
            (!figures.is_empty()).then_some(Changed { chapter, figures })
        };
        let is_written = report.state.is_written();
        Self {
            frame,
            rows: Vec::new(),
            chapters: whole.chapters.iter().enumerate().map(line).collect(),
            stale: whole.chapters.iter().filter_map(changed).collect(),
            opinions: Vec::new(),
            versions: Vec::new(),
            path: report_path(report.id),
            may_write: may_write && is_written,
            lacks_development: whole.chapters.iter().all(|one| one.subject != Subject::Development),
            next: next(report).filter(|_| may_decide),
            may_publish: may_publish && report.state == Stands::Approved,
            open: (report.state == Stands::Published).then(|| open_path(&of.contract.code, report.year)),
        }
    }

    /// With what is known of its life: opinions, versions, states.
    pub fn lived(
        mut self,
        of: &Found,
        whole: &Whole<'_>,
        (zone, today): (&jiff::tz::TimeZone, jiff::civil::Date),
    ) -> Self {
        self.rows = life(&of.report, zone);
        let told = |one: &Opinion| {
            let words = of.report.asked.map_or_else(String::new, |asked| opinion_words(one, asked.due_on, today));
            let waits = of.report.state == Stands::Submitted && one.lacks_follow_up();
            (Link::new(one.body.clone(), opinion_path(one.id)), french::spaced(&words), waits)
        };
        self.opinions = whole.opinions.iter().map(told).collect();
        let told = |one: &Version| {
            let at = format!("figée le {}, par {}", french::moment(one.at, zone), one.by);
            (Link::new(one.occasion.french(), version_path(one.id)), at)
        };
        self.versions = whole.versions.iter().map(told).collect();
        self
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Report>) -> Answer {
    let mut tx = house.read().await?;
    let of = found(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    let today = today(&house);
    let figures = viewing::live(&mut tx, &of, today).await?;
    let count = |subject: &Subject| (*subject, figures.iter().filter(|one| one.subject == *subject).count());
    let counts: Vec<(Subject, usize)> = Subject::ALL.iter().map(count).collect();
    let chapters = store::chapter::of_report(&mut tx, of.report.id).await?;
    let stale = viewing::stale_since_last(&mut tx, &of, today).await?;
    let opinions = store::opinion::of_report(&mut tx, of.report.id).await?;
    let versions = store::version::of_report(&mut tx, of.report.id).await?;
    let whole = Whole { chapters: &chapters, counts: &counts, stale: &stale, opinions: &opinions, versions: &versions };
    let place = kernel::Scope::contract(of.contract.id);
    let may = |act| visit.actor.may(act, &place).is_allowed();
    let frame = visit.back_office(&of.title()).with_caption(&*of.contract.title);
    let frame = frame.with_breadcrumb(vec![Link::new("Gestion", "/gestion"), Link::new("Rapports annuels", HOME)]);
    let page = ReportPage::new(frame, &of, &whole, [may(&acts::WRITE), may(&acts::DECIDE), may(&acts::PUBLISH)]);
    answer::page(&page.lived(&of, &whole, (&house.settings.zone, today)))
}

pub async fn publish(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Report>) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    actions::publish(&mut tx, around, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&report_path(id.uuid()), "enregistre")
}
