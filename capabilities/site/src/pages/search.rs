//! Search in everything the reader may see. Words found are marked; nothing of a text becomes markup.

use std::fmt::Write as _;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::search::{self, Found};
use interface::{Escaped, Form, Frame, Html, Language, Sample, Site};
use kernel::text::shorten;
use web::{Answer, Asked, House, Visit};

use super::sample;
use crate::acts::OPEN_BACK_OFFICE;
use crate::rules::highlight::pieces;

/// Results shown at most; beyond, the page says to be more precise.
const SHOWN: usize = 60;
/// Signs read of what was typed.
const TYPED_MAX: usize = 200;

/// Kinds of results and the heading of their group.
const KINDS: &[(&str, &str)] = &[
    ("quartier", "Quartiers"),
    ("besoin", "Besoins"),
    ("preuve", "Paroles et preuves"),
    ("rencontre", "Rencontres"),
    ("contrat", "Contrats"),
    ("conseil", "Conseils citoyens"),
    ("instance", "Instances"),
    ("objectif", "Objectifs"),
    ("action", "Actions"),
    ("rapport", "Rapports annuels"),
    ("equipement", "Équipements"),
    ("compte", "Comptes"),
];
const OTHERS: &str = "Autres pages";

#[derive(Template)]
#[template(path = "pages/search.html")]
struct SearchPage {
    frame: Frame,
    form: Form,
    typed: String,
    count: i64,
    is_cut: bool,
    groups: Vec<Group>,
}

struct Group {
    heading: &'static str,
    results: Vec<ResultShown>,
}

struct ResultShown {
    url: String,
    title: Html,
    excerpt: Html,
}

/// The page.
pub async fn show(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let typed: String = asked.text("q").chars().take(TYPED_MAX).collect();
    let audiences: &[&str] =
        if visit.actor.may_somewhere(&OPEN_BACK_OFFICE).is_allowed() { &["public", "agents"] } else { &["public"] };
    let found = match typed.is_empty() {
        true => Vec::new(),
        false => search::search(&mut house.read().await?, &typed, audiences, SHOWN + 1).await?,
    };
    let mut frame = visit.public("Chercher");
    if !typed.is_empty() {
        frame.path = format!("/recherche?q={}", web::answer::encode(&typed));
    }
    web::answer::page(&page(frame, typed, found))
}

fn page(frame: Frame, typed: String, mut found: Vec<Found>) -> SearchPage {
    let is_cut = found.len() > SHOWN;
    found.truncate(SHOWN);
    let wanted = search::query_stems(&typed);
    SearchPage {
        form: Form::filled([("q", typed.as_str())]).in_language(frame.language),
        frame,
        count: i64::try_from(found.len()).unwrap_or(i64::MAX),
        is_cut,
        groups: grouped(found, &wanted),
        typed,
    }
}

fn heading(kind: &str) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or(OTHERS, |(_, heading)| heading)
}

/// Results by kind, the kind of the best result first.
fn grouped(found: Vec<Found>, wanted: &[String]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for one in found {
        let heading = heading(&one.kind);
        let result = ResultShown {
            title: marked(&one.title, wanted),
            excerpt: marked(&shorten(&one.excerpt, 240), wanted),
            url: one.url,
        };
        match groups.iter_mut().find(|group| group.heading == heading) {
            Some(group) => group.results.push(result),
            None => groups.push(Group { heading, results: vec![result] }),
        }
    }
    groups
}

/// A text with the words looked for marked, every sign of it escaped.
fn marked(text: &str, wanted: &[String]) -> Html {
    let is_wanted = |word: &str| {
        search::stems(word).iter().any(|stem| wanted.iter().any(|looked_for| stem.starts_with(looked_for.as_str())))
    };
    let mut out = String::with_capacity(text.len() + 32);
    for piece in pieces(text, is_wanted) {
        // Writing to a String cannot fail.
        let _ = match piece.is_wanted {
            true => write!(out, "<mark>{}</mark>", Escaped(piece.text)),
            false => write!(out, "{}", Escaped(piece.text)),
        };
    }
    Html::trusted(out)
}

/// Nothing asked, something found, nothing found.
pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = |language| Frame::public(site, "Chercher", "/recherche").translated(language);
    let found = |kind: &str, title: &str, excerpt: &str| Found {
        kind: kind.to_owned(),
        object: kernel::Uuid::from_u128(1),
        title: title.to_owned(),
        excerpt: excerpt.to_owned(),
        url: "/besoins".to_owned(),
    };
    let results = || {
        vec![
            found("besoin", "Une école plus sûre", "« La sortie de l’école est dangereuse » & <b>la rue aussi</b>"),
            found("quartier", "Le Viguier", "Quartier prioritaire. Trois écoles."),
        ]
    };
    vec![
        sample("Recherche", &page(frame(Language::French), String::new(), Vec::new())),
        sample("Recherche, résultats", &page(frame(Language::French), "l'école".into(), results())),
        sample("Recherche, rien trouvé", &page(frame(Language::French), "zzz <i>".into(), Vec::new())),
        sample("Recherche en anglais", &page(frame(Language::English), "école".into(), results())),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_is_never_markup() {
        let html = marked("L’École <script>alert('école')</script>", &search::query_stems("écoles"));
        let expected = "L’<mark>École</mark> &lt;script&gt;alert(&#39;<mark>école</mark>&#39;)&lt;/script&gt;";
        assert_eq!(html.as_str(), expected);
    }
}
