//! A thread as sentences: four parts, in the order residents read them.

use jiff::tz::TimeZone;
use kernel::french;
use lineage::{Kind, Link};
use listening::facade::NeedTold;

use super::{inside_path, public_path};
use crate::actions::{Object, Part, Stretch};

/// One part of the thread.
pub struct PartTold {
    /// « Vous avez dit ».
    pub title: &'static str,
    /// What stands there.
    pub lines: Vec<Line>,
    /// What is told when nothing does.
    pub nothing: &'static str,
}

/// One object of the thread.
pub struct Line {
    /// « Besoin B05 ».
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where it is read.
    pub href: Option<String>,
    /// What is known of it now.
    pub state: String,
    /// When, and inside by whom and why, it was tied.
    pub tied: String,
    /// Its own thread; none for the object the page is about.
    pub thread: Option<String>,
    /// Where the link is broken, for whoever may.
    pub untie: Option<String>,
}

/// Who reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Anybody.
    Public,
    /// An agent; whether she may untie.
    Agent(bool),
}

/// What was said of a need, counted.
fn said(need: &NeedTold) -> Option<Line> {
    let heard = need.first_recorded?;
    let evidence = french::count(need.evidence, "preuve recueillie", "preuves recueillies");
    let areas = french::count(need.areas, "quartier", "quartiers");
    let by = match need.channels {
        0 => String::new(),
        count => format!(", par {}", french::count(count, "canal", "canaux")),
    };
    Some(Line {
        name: format!("Ce qui a été dit pour le besoin {}", need.line.code),
        title: format!("{evidence} dans {areas}{by}"),
        href: Some(format!("/besoins/{}", need.line.code)),
        state: String::new(),
        tied: format!("Première preuve enregistrée le {}", french::date(heard.day(&TimeZone::UTC))),
        thread: None,
        untie: None,
    })
}

fn tied(link: &Link, reader: Reader, zone: &TimeZone) -> String {
    let day = french::date(link.made_at.day(zone));
    match reader {
        Reader::Public => format!("Relié le {day}"),
        Reader::Agent(_) if link.why.is_empty() => format!("Relié le {day} par {}", link.made_by),
        Reader::Agent(_) => format!("Relié le {day} par {} : {}", link.made_by, link.why),
    }
}

fn line(object: &Object, link: Option<&Link>, reader: Reader, zone: &TimeZone) -> Line {
    let thread = link.map(|_| match reader {
        Reader::Public => public_path(object.end.kind, &object.reference),
        Reader::Agent(_) => inside_path(object.end.kind, &object.reference),
    });
    // What a sheet holds is changed in the sheet, but for the needs it answers.
    let is_held = |link: &Link| link.to.kind == Kind::Sheet && link.from.kind != Kind::Need;
    let untie = link.filter(|link| reader == Reader::Agent(true) && !is_held(link));
    Line {
        name: object.name.clone(),
        title: object.title.clone(),
        href: object.href.clone(),
        state: object.state.clone(),
        tied: link.map(|link| tied(link, reader, zone)).unwrap_or_default(),
        thread,
        untie: untie.map(|link| format!("/gestion/fil/liens/{}/rupture", link.id)),
    }
}

/// The four parts of a thread.
pub fn parts(stretch: &Stretch, reader: Reader, zone: &TimeZone) -> Vec<PartTold> {
    let own = Part::of(stretch.start.end.kind);
    Part::ALL
        .into_iter()
        .map(|part| {
            let mut lines = Vec::new();
            if part == Part::Said {
                lines.extend(stretch.heard.iter().filter_map(said));
            }
            if part == own {
                lines.push(line(&stretch.start, None, reader, zone));
            }
            let here = stretch.steps.iter().filter(|(object, _)| Part::of(object.end.kind) == part);
            lines.extend(here.map(|(object, link)| line(object, Some(link), reader, zone)));
            PartTold { title: part.french(), lines, nothing: part.nothing() }
        })
        .collect()
}

/// What a page cannot say, in a sentence.
pub fn left(count: i64) -> String {
    match count {
        0 => String::new(),
        count => format!("{} de plus ne tiennent pas sur cette page.", french::count(count, "lien", "liens")),
    }
}
