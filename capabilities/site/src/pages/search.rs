//! Search in everything the reader may see, narrowed and read page by page; all of it stands in the address. Words found are
//! marked; nothing of a text becomes markup.

use std::fmt::Write as _;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::search::{self, Found, Query, Reader, Results, Widened};
use interface::{Choice, Escaped, Form, Frame, Html, Language, Pagination, Sample, Site};
use jiff::civil::Date;
use kernel::table::read_day;
use kernel::text::search_key;
use kernel::{FieldError, Uuid};
use territory::facade::Area;
use web::{Answer, Asked, Fields, House, Visit};

use super::sample;
use crate::rules::highlight::pieces;
use crate::wiring::{Place, Wiring};

/// Results of one page.
const SHOWN: u32 = 20;
/// Neighbourhoods offered as a list; beyond, one is typed: a page stays light.
const MOST_AREAS: usize = 200;
/// Signs read of what was typed.
const TYPED_MAX: usize = 200;
/// What is asked, as it stands in the address.
const FIELDS: [&str; 5] = ["q", "type", "quartier", "du", "au"];

/// Kinds of results: what one is called, and what several are.
const KINDS: &[(&str, &str, &str)] = &[
    ("quartier", "Quartier", "Quartiers"),
    ("besoin", "Besoin", "Besoins"),
    ("preuve", "Preuve", "Preuves"),
    ("concertation", "Concertation", "Concertations"),
    ("indicateur", "Indicateur", "Indicateurs"),
    ("contrat", "Contrat", "Contrats"),
    ("objectif", "Objectif", "Objectifs"),
    ("action", "Action", "Actions"),
    ("decision", "Décision", "Décisions"),
    ("appel", "Appel à projets", "Appels à projets"),
    ("association", "Association", "Associations"),
    ("conseil", "Conseil citoyen", "Conseils citoyens"),
    ("instance", "Instance", "Instances"),
    ("equipement", "Équipement", "Équipements"),
    ("rapport", "Rapport annuel", "Rapports annuels"),
];
/// A kind that has no name here yet.
const OTHER: (&str, &str) = ("Autre page", "Autres pages");

#[derive(Template)]
#[template(path = "pages/search.html")]
struct SearchPage {
    frame: Frame,
    form: Form,
    /// Words typed, shortened.
    typed: String,
    /// Whether something was looked for.
    is_asked: bool,
    has_filters: bool,
    kinds: Vec<Choice>,
    areas: Vec<Choice>,
    is_area_typed: bool,
    count: i64,
    widened: Vec<Widened>,
    facets: Vec<Facet>,
    /// Pages of the site whose name holds the words.
    places: Vec<Place>,
    results: Vec<ResultShown>,
    pages: Pagination,
    without_filters: String,
}

/// How many results of a kind, and where they are alone.
struct Facet {
    label: &'static str,
    count: String,
    href: String,
    is_current: bool,
}

struct ResultShown {
    url: String,
    kind: &'static str,
    title: Html,
    excerpt: Html,
    day: String,
}

/// What was asked, once read.
struct Wanted {
    typed: String,
    kind: String,
    area: Option<Uuid>,
    from: Option<Date>,
    to: Option<Date>,
    page: u32,
    errors: Vec<FieldError>,
}

/// The page.
pub async fn show(wiring: Wiring, State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let mut wanted = read(&asked, &areas);
    let acts = (wiring.acts)();
    let reader = Reader { actor: &visit.actor, acts: &acts };
    let mut results = Results::default();
    if wanted.errors.is_empty() {
        results = search::search(&mut tx, &wanted.query(), &reader).await?;
        let last = Pagination::new(wanted.page, u64::try_from(results.count).unwrap_or(0), SHOWN, "").page;
        if last != wanted.page {
            // A page past the last: the last one.
            wanted.page = last;
            results = search::search(&mut tx, &wanted.query(), &reader).await?;
        }
    }
    let carried = carried(&asked);
    let mut frame = visit.public("Chercher");
    if !carried.is_empty() {
        frame.path = address(&carried, None);
    }
    let has_errors = !wanted.errors.is_empty();
    let form = asked.form_with(std::mem::take(&mut wanted.errors)).in_language(frame.language);
    let places = if has_errors { Vec::new() } else { named(wiring.places, &wanted) };
    let page = page((frame.with_form(&form), form), &carried, wanted, (&areas, places), results);
    if has_errors { web::answer::page_to_correct(&page) } else { web::answer::page(&page) }
}

impl Wanted {
    fn query(&self) -> Query<'_> {
        Query {
            words: &self.typed,
            kind: &self.kind,
            area: self.area,
            from: self.from,
            to: self.to,
            past: i64::from(self.page.saturating_sub(1)) * i64::from(SHOWN),
            most: i64::from(SHOWN),
        }
    }
}

/// Reads what was asked; what cannot be is said at its field.
fn read(fields: &Fields, areas: &[Area]) -> Wanted {
    let mut errors = Vec::new();
    let kind = fields.text("type").to_owned();
    if !kind.is_empty() && !KINDS.iter().any(|(known, ..)| *known == kind) {
        errors.push(FieldError::new("type", "Choisissez dans la liste ce que vous cherchez"));
    }
    let code = fields.text("quartier");
    let key = search_key(code);
    let area = areas.iter().find(|area| area.code == code);
    let area = area.or_else(|| areas.iter().find(|area| search_key(&area.name) == key)).map(|area| area.id);
    if !code.is_empty() && area.is_none() {
        errors.push(FieldError::new("quartier", "Ce quartier n’est pas connu ici : vérifiez son nom ou son code"));
    }
    let mut day = |field: &'static str| {
        let text = fields.text(field);
        let day = read_day(text);
        if !text.is_empty() && day.is_none() {
            errors.push(FieldError::new(
                field,
                "Cette date n’existe pas ou ne se lit pas : écrivez-la ainsi, 15/03/2026",
            ));
        }
        day
    };
    let (from, to) = (day("du"), day("au"));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        errors.push(FieldError::new("au", "La fin vient avant le début : corrigez l’une des deux dates"));
    }
    Wanted {
        typed: fields.text("q").chars().take(TYPED_MAX).collect(),
        kind,
        area,
        from,
        to,
        page: fields.text("page").parse().ok().filter(|page| (1..=100_000).contains(page)).unwrap_or(1),
        errors,
    }
}

/// What was asked, carried to other pages.
fn carried(fields: &Fields) -> Vec<(&'static str, String)> {
    let short = |name: &str| fields.text(name).chars().take(TYPED_MAX).collect::<String>();
    FIELDS.into_iter().map(|name| (name, short(name))).filter(|(_, value)| !value.is_empty()).collect()
}

/// The address of what was asked; with another kind in its place when one is given, an empty one for all.
fn address(carried: &[(&'static str, String)], kind: Option<&str>) -> String {
    let kept = carried.iter().filter(|(name, _)| kind.is_none() || *name != "type");
    let pairs = kept.map(|(name, value)| (*name, value.as_str()));
    let pairs = pairs.chain(kind.filter(|kind| !kind.is_empty()).map(|kind| ("type", kind)));
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", web::answer::encode(value))).collect();
    if pairs.is_empty() { "/recherche".to_owned() } else { format!("/recherche?{}", pairs.join("&")) }
}

fn page(
    (frame, form): (Frame, Form),
    carried: &[(&'static str, String)],
    wanted: Wanted,
    (areas, places): (&[Area], Vec<Place>),
    results: Results,
) -> SearchPage {
    let total: i64 = results.kinds.iter().map(|(_, count)| count).sum();
    let facet = |kind: &str, label: &'static str, count: i64| Facet {
        label,
        count: kernel::french::integer(count),
        href: address(carried, Some(kind)),
        is_current: kind == wanted.kind,
    };
    let mut facets = vec![facet("", "Tous les types", total)];
    facets.extend(results.kinds.iter().map(|(kind, count)| facet(kind, names(kind).1, *count)));
    let words: Vec<(&'static str, String)> = carried.iter().filter(|(name, _)| *name == "q").cloned().collect();
    SearchPage {
        kinds: KINDS.iter().map(|(kind, _, several)| Choice::translated(*kind, &frame.t(several))).collect(),
        areas: areas.iter().take(MOST_AREAS).map(|area| Choice::new(area.code.as_str(), &area.name)).collect(),
        is_area_typed: areas.len() > MOST_AREAS,
        is_asked: !form.has_errors() && !carried.is_empty(),
        has_filters: carried.iter().any(|(name, _)| *name != "q"),
        count: results.count,
        facets: if results.kinds.len() > 1 { facets } else { Vec::new() },
        pages: Pagination::new(wanted.page, u64::try_from(results.count).unwrap_or(0), SHOWN, address(carried, None)),
        results: results.found.into_iter().map(|one| shown(one, &results.stems, frame.language)).collect(),
        widened: results.widened,
        places,
        typed: wanted.typed,
        without_filters: address(&words, None),
        frame,
        form,
    }
}

/// The pages of the site whose name holds every word, when nothing narrows what is asked; beside the first answers only.
fn named(places: &'static [Place], wanted: &Wanted) -> Vec<Place> {
    let stems = search::query_stems(&wanted.typed);
    if stems.is_empty() || wanted.page > 1 || wanted.query().is_narrowed() {
        return Vec::new();
    }
    let holds = |place: &&Place| {
        let words = search::stems(place.label);
        stems.iter().all(|stem| words.iter().any(|word| word.starts_with(stem.as_str())))
    };
    places.iter().filter(holds).copied().collect()
}

/// What one result of a kind is called, and several.
fn names(kind: &str) -> (&'static str, &'static str) {
    KINDS.iter().find(|(known, ..)| *known == kind).map_or(OTHER, |(_, one, several)| (one, several))
}

fn shown(one: Found, wanted: &[String], language: Language) -> ResultShown {
    ResultShown {
        kind: names(&one.kind).0,
        title: marked(&one.title, wanted),
        excerpt: marked(&one.excerpt, wanted),
        day: one.day.parse().map(|day| interface::day(language, day)).unwrap_or_default(),
        url: one.url,
    }
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

/// Nothing asked, something found, a word replaced, nothing found, something to correct.
pub fn samples(site: &Site) -> Vec<Sample> {
    let found = |kind: &str, title: &str, excerpt: &str| Found {
        kind: kind.to_owned(),
        object: Uuid::from_u128(1),
        title: title.to_owned(),
        excerpt: excerpt.to_owned(),
        url: "/besoins".to_owned(),
        day: "2026-03-15".to_owned(),
    };
    let results = |typed: &str| Results {
        kinds: vec![("besoin".to_owned(), 1), ("quartier".to_owned(), 60)],
        count: 61,
        found: vec![
            found("besoin", "Une école plus sûre", "« La sortie de l’école est dangereuse » & <b>la rue aussi</b>"),
            found("quartier", "Le Viguier", "Quartier prioritaire. Trois écoles."),
        ],
        widened: Vec::new(),
        stems: search::query_stems(typed),
    };
    let drawn = |language, asked: &[(&'static str, &str)], results: Results| {
        let carried: Vec<(&'static str, String)> =
            asked.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let wanted = read(&Fields::from_pairs(carried.iter().cloned()), &[]);
        let frame = Frame::public(site, "Chercher", "/recherche").translated(language);
        let form = Form::filled(carried.clone()).with_errors(wanted.errors.clone()).in_language(language);
        page((frame.with_form(&form), form), &carried, wanted, (&[], Vec::new()), results)
    };
    let replaced = Widened { typed: "ecolle".to_owned(), word: "école".to_owned() };
    let widened = Results { widened: vec![replaced], ..results("école") };
    vec![
        sample("Recherche", &drawn(Language::French, &[], Results::default())),
        sample("Recherche, résultats", &drawn(Language::French, &[("q", "l'école")], results("école"))),
        sample("Recherche, mot remplacé", &drawn(Language::French, &[("q", "ecolle"), ("type", "besoin")], widened)),
        sample("Recherche, rien trouvé", &drawn(Language::French, &[("q", "zzz <i>")], Results::default())),
        sample(
            "Recherche, date à corriger",
            &drawn(Language::French, &[("q", "parc"), ("du", "31/02/2026")], Results::default()),
        ),
        sample("Recherche en anglais", &drawn(Language::English, &[("q", "école")], results("école"))),
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

    #[test]
    fn what_is_asked_stands_in_the_address() {
        let carried = [("q", "l’école".to_owned()), ("type", "besoin".to_owned())];
        assert_eq!(address(&carried, Some("")), "/recherche?q=l%E2%80%99%C3%A9cole");
        assert!(address(&carried, Some("action")).ends_with("&type=action"));
        assert_eq!(address(&[], None), "/recherche");
    }
}
