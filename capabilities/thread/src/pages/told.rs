//! A thread as sentences: four parts, in the order residents read them.

use interface::{Html, Language, t, t_count, t_with};
use jiff::tz::TimeZone;
use kernel::french;
use lineage::{Kind, Link};
use listening::facade::NeedTold;

use super::{inside_path, public_path};
use crate::actions::{Known, Object, Part, Stretch};

/// One part of the thread.
pub struct PartTold {
    /// « Vous avez dit ».
    pub title: &'static str,
    /// What stands there.
    pub lines: Vec<Line>,
    /// What is told when nothing does.
    pub nothing: &'static str,
}

/// One object of the thread. What was written in French is marked so in a page of another language.
pub struct Line {
    /// « Besoin B05 ».
    pub name: Html,
    /// Its title.
    pub title: Html,
    /// Where it is read.
    pub href: Option<String>,
    /// What is known of it now.
    pub state: Html,
    /// When, and inside by whom and why, it was tied.
    pub tied: Html,
    /// Its own thread; none for the object the page is about.
    pub thread: Option<String>,
    /// Where the link is broken, for whoever may.
    pub untie: Option<String>,
    /// Its links that the page leaves out, kind by kind: what they are, and where all of them are read.
    pub more: Vec<(Html, String)>,
    /// Where its money is followed: address, which amount.
    pub money: Vec<(String, String)>,
}

/// Who reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Anybody.
    Public,
    /// An agent; whether she may untie.
    Agent(bool),
}

/// What was written in French, marked so in a page of another language.
fn written(language: Language, text: &str) -> Html {
    match (language.is_translated(), text.is_empty()) {
        (_, true) => Html::default(),
        (false, _) => Html::sentence(text),
        (true, _) => Html::trusted(format!("<span{}>{}</span>", language.french_only(), Html::sentence(text))),
    }
}

/// What was said of a need, counted.
fn said(language: Language, need: &NeedTold) -> Option<Line> {
    let heard = need.first_recorded?;
    let evidence = t_count(language, need.evidence, "{n} preuve recueillie", "{n} preuves recueillies").text;
    let areas = t_count(language, need.areas, "{n} quartier", "{n} quartiers").text;
    let channels = t_count(language, need.channels, "{n} canal", "{n} canaux").text;
    let values = [("preuves", evidence.as_str()), ("quartiers", areas.as_str()), ("canaux", channels.as_str())];
    let title = match need.channels {
        0 => t_with(language, "{preuves} dans {quartiers}", &values[..2]),
        _ => t_with(language, "{preuves} dans {quartiers}, par {canaux}", values),
    };
    let code = [("code", need.line.code.as_str())];
    let day = interface::day(language, heard.day(&TimeZone::UTC));
    Some(Line {
        name: Html::from(&t_with(language, "Ce qui a été dit pour le besoin {code}", code)),
        title: Html::from(&title),
        href: Some(format!("/besoins/{}", need.line.code)),
        state: Html::default(),
        tied: Html::from(&t_with(language, "Première preuve enregistrée le {jour}", [("jour", day.as_str())])),
        thread: None,
        untie: None,
        more: Vec::new(),
        money: Vec::new(),
    })
}

/// What is known of something, in a sentence, or nothing.
fn known(language: Language, of: &Known) -> Html {
    match of {
        Known::Nothing => Html::default(),
        Known::Heard(about) => written(language, about),
        Known::Withdrawn(why) => Html::sentence(&format!("Preuve retirée : {why}")),
        Known::Refused(day, why) => {
            let told =
                t_with(language, "Réponse négative du {jour}", [("jour", interface::day(language, *day).as_str())]);
            Html::trusted(format!("{told}{}{}", french::spaced(" : "), written(language, why)))
        }
        Known::Stands { status, since, source, is_draft } => {
            let (status, day) = (t(language, status.french()).text, interface::day(language, *since));
            let values = [("etat", status.as_str()), ("jour", day.as_str())];
            let mut told = t_with(language, "{etat} depuis le {jour}", values).to_string();
            if !source.is_empty() {
                let source = t_with(language, "source : {source}", [("source", source.as_str())]);
                told = format!("{told}, {source}");
            }
            Html::trusted(if *is_draft { format!("Brouillon. {told}") } else { told })
        }
        Known::Asked { granted: None } => {
            Html::sentence("Demande de subvention : rien n’en est dit en public pour l’instant")
        }
        Known::Asked { granted: Some(granted) } => {
            let sums = granted.iter().map(|(_, funder, year, cents)| {
                let (sum, year) = (french::euros(*cents), year.to_string());
                let values = [("financeur", funder.as_str()), ("montant", sum.as_str()), ("annee", year.as_str())];
                t_with(language, "{financeur} {montant} en {annee}", values).text
            });
            let sums = sums.collect::<Vec<_>>().join(", ");
            Html::from(&t_with(language, "Financé : {montants}", [("montants", sums.as_str())]))
        }
        Known::Money(told, _) => written(language, told),
    }
}

/// Where the money of something is followed, each with the amount it is.
fn money(of: &Known, reader: Reader) -> Vec<(String, String)> {
    let start = if reader == Reader::Public { "" } else { "/gestion" };
    match of {
        Known::Asked { granted: Some(granted) } => granted
            .iter()
            .map(|(funding, funder, year, _)| {
                (format!("{start}/argent/financement/{funding}"), format!("{funder}, {year}"))
            })
            .collect(),
        Known::Money(_, Some(href)) => vec![(href.clone(), String::new())],
        _ => Vec::new(),
    }
}

fn tied(link: &Link, (reader, language): (Reader, Language), zone: &TimeZone) -> Html {
    let day = interface::day(language, link.made_at.day(zone));
    match reader {
        Reader::Public => Html::from(&t_with(language, "Relié le {jour}", [("jour", day.as_str())])),
        Reader::Agent(_) if link.why.is_empty() => Html::sentence(&format!("Relié le {day} par {}", link.made_by)),
        Reader::Agent(_) => Html::sentence(&format!("Relié le {day} par {} : {}", link.made_by, link.why)),
    }
}

/// One object of the thread, by the link followed.
pub fn line(object: &Object, link: Option<&Link>, (reader, language): (Reader, Language), zone: &TimeZone) -> Line {
    let thread = link.map(|_| match reader {
        Reader::Public => public_path(object.end.kind, &object.reference),
        Reader::Agent(_) => inside_path(object.end.kind, &object.reference),
    });
    // What a sheet holds is changed in the sheet, but for the needs it answers; what money does is written by its acts. So is what was
    // made of words: a note or a sentence stays tied to its evidence, and evidence to its need.
    let is_held = |link: &Link| {
        let is_sheet = link.to.kind == Kind::Sheet && link.from.kind != Kind::Need;
        link.from.kind < Kind::Need
            || is_sheet
            || link.to.kind >= Kind::Agreement
            || link.from.kind >= Kind::FundProject
    };
    let untie = link.filter(|link| reader == Reader::Agent(true) && !is_held(link));
    Line {
        name: written(language, &object.name),
        title: written(language, &object.title),
        href: object.href.clone(),
        state: known(language, &object.known),
        tied: link.map(|link| tied(link, (reader, language), zone)).unwrap_or_default(),
        thread,
        money: money(&object.known, reader),
        untie: untie.map(|link| format!("/gestion/fil/liens/{}/rupture", link.id)),
        more: Vec::new(),
    }
}

/// Links that the page leaves out of an object, each kind with where all of them are read.
fn more(object: &Object, kinds: &[(Kind, i64)], (reader, language): (Reader, Language)) -> Vec<(Html, String)> {
    let path = match reader {
        Reader::Public => public_path(object.end.kind, &object.reference),
        Reader::Agent(_) => inside_path(object.end.kind, &object.reference),
    };
    let told = |(kind, count): &(Kind, i64)| {
        let (sort, count) = (t(language, kind.plural()).text, french::integer(*count));
        let values = [("sorte", sort.as_str()), ("n", count.as_str())];
        // Of drafts and of what is asked for, nothing is told outside, not even how many there are.
        let label = match reader == Reader::Public && *kind >= Kind::Sheet {
            true => t_with(language, "Tout lire : {sorte}", &values[..1]),
            false => t_with(language, "Tout lire : {sorte} ({n})", values),
        };
        (Html::from(&label), format!("{path}?sorte={}", kind.code()))
    };
    kinds.iter().map(told).collect()
}

/// The four parts of a thread, in the language of whoever reads.
pub fn parts(stretch: &Stretch, (reader, language): (Reader, Language), zone: &TimeZone) -> Vec<PartTold> {
    let own = Part::of(stretch.start.end.kind);
    let who = (reader, language);
    Part::ALL
        .into_iter()
        .map(|part| {
            let mut lines = Vec::new();
            if part == Part::Said {
                lines.extend(stretch.heard.iter().filter_map(|need| said(language, need)));
            }
            let whole = |object: &Object, link: Option<&Link>| {
                let left = stretch.left.get(&object.end.id).map_or(&[][..], Vec::as_slice);
                Line { more: more(object, left, who), ..line(object, link, who, zone) }
            };
            if part == own {
                lines.push(whole(&stretch.start, None));
            }
            let here = stretch.steps.iter().filter(|(object, _)| Part::of(object.end.kind) == part);
            lines.extend(here.map(|(object, link)| whole(object, Some(link))));
            PartTold { title: part.french(), lines, nothing: part.nothing() }
        })
        .collect()
}

/// What is told of a thread too long for its page, or nothing.
pub fn left(language: Language, stretch: &Stretch) -> Html {
    let sentence = "Ce fil est plus long que cette page : « Tout lire » mène à chacun des liens.";
    if stretch.left.is_empty() { Html::default() } else { Html::from(&t(language, sentence)) }
}
