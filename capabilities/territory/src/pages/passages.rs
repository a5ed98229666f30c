//! Correspondences between zonings, by where they stand; each leads to its sheet.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Shared;
use documents::Cell;
use interface::{Frame, Html, Link, Sample, Site, TableOptions};
use jiff::tz::TimeZone;
use web::{Answer, Asked, House, Visit, answer};

use crate::actions::passages::{self, Listed};
use crate::documents::passages as press;
use crate::rules::passages::State;

/// Where the list stands.
pub(super) const PATH: &str = "/gestion/territoire/correspondances";
/// Lines of a state on the page; the files hold them all.
const MOST_LINES: usize = 60;

#[derive(Template)]
#[template(path = "pages/passages.html")]
struct PassagesPage {
    frame: Frame,
    parts: Vec<Part>,
    /// Sheets whose proposal changed since the decision: words and address.
    changed: Vec<(String, String)>,
    has_any: bool,
}

/// Those of one state.
struct Part {
    id: &'static str,
    title: String,
    table: Html,
    is_empty: bool,
}

fn href(listed: &Listed) -> String {
    format!("{PATH}/{}", listed.passage.id)
}

/// « La Conte - Ozanam (QP011002) devient La Conte - Ozanam (QN01102I) ».
pub(super) fn title(listed: &Listed) -> String {
    let pair = &listed.passage.proposed;
    match (pair.from_code.as_str(), pair.to_code.as_str()) {
        ("", to) => format!("{} entre dans le zonage", listed.name(to)),
        (from, "") => format!("{} sort du zonage", listed.name(from)),
        (from, to) => format!("{} devient {}", listed.name(from), listed.name(to)),
    }
}

fn view(frame: Frame, all: &[Listed], zone: &TimeZone) -> PassagesPage {
    let part = |state: State| {
        let of: Vec<&Listed> = all.iter().filter(|listed| listed.passage.state() == state).collect();
        let title = format!("{}s ({})", crate::documents::sentence_case(state.french()), of.len());
        let shown = &of[..of.len().min(MOST_LINES)];
        let mut table = press::of_state(shown, &title, zone);
        if of.len() > shown.len() {
            table
                .notes
                .push(format!("{MOST_LINES} montrées sur {} : prenez le fichier pour les lire toutes.", of.len()));
        }
        let decoration = |row: usize, column: usize, cell: &Cell| match (column, cell) {
            (0, Cell::Text(name)) => Some(Html::link(name, &href(shown.get(row)?))),
            _ => None,
        };
        let options =
            TableOptions { is_caption_hidden: true, decoration: Some(&decoration), ..TableOptions::default() };
        let table = if of.is_empty() { Html::default() } else { interface::table(&table, &options) };
        Part { id: state.key(), title, table, is_empty: of.is_empty() }
    };
    PassagesPage {
        frame,
        parts: State::ALL.into_iter().map(part).collect(),
        changed: all
            .iter()
            .filter(|listed| listed.passage.is_contradicted())
            .map(|listed| (title(listed), href(listed)))
            .collect(),
        has_any: !all.is_empty(),
    }
}

/// `GET /gestion/territoire/correspondances`, or the same as a file with `?format=csv`.
pub async fn page(Shared(house): Shared<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let all = passages::list(&mut tx, &visit.actor).await?;
    let zone = &house.settings.zone;
    match asked.text("format") {
        "" => {
            let frame = visit
                .back_office("Les correspondances entre zonages")
                .with_breadcrumb(vec![Link::new("Territoire", "/gestion/territoire")]);
            answer::page(&view(frame, &all, zone))
        }
        format => answer::table("correspondances", format, &press::kept(&all, zone), house.outside.now()),
    }
}

/// `GET /quartiers/correspondances?format=csv-ouvert`: what anybody may take away.
pub async fn published(Shared(house): Shared<Arc<House>>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let all = passages::published(&mut tx).await?;
    let format = match asked.text("format") {
        "" => "csv-ouvert",
        format => format,
    };
    let table = press::published(&all, &house.settings.zone);
    answer::table("correspondances", format, &table, house.outside.now())
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = || Frame::back_office(site, "Les correspondances entre zonages", PATH);
    let draw = |all: &[Listed]| view(frame(), all, &TimeZone::UTC).render().unwrap_or_default();
    let mut all = super::sample::passages();
    let plain = draw(&all);
    all[1].passage.proposed.share = Some(0.4);
    vec![
        Sample::page("territoire", "Correspondances, aucune", draw(&[])),
        Sample::page("territoire", "Correspondances", plain),
        Sample::page("territoire", "Correspondances, une proposition a changé", draw(&all)),
    ]
}
