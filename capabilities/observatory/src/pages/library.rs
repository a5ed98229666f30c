//! The library as the team keeps it: indicators theme by theme, files that wait.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, Link, Sample, Site, TableOptions};
use kernel::french;
use web::{Answer, Asked, House, Visit, answer};

use super::HOME;
use crate::actions::library::{self, Library};
use crate::acts;
use crate::rules::secrecy::Secrecy;

/// Indicators shown at once; beyond, one theme is.
const MOST_AT_ONCE: usize = 80;

#[derive(Template)]
#[template(path = "pages/library.html")]
struct LibraryPage {
    frame: Frame,
    may_define: bool,
    may_import: bool,
    themes: Vec<Link>,
    table: Html,
    told: String,
    files: Vec<Link>,
}

fn table(library: &Library, theme: &str) -> Table {
    let columns = vec![
        Column::new("indicateur", "Indicateur", Kind::Text).row_header(),
        Column::new("theme", "Thème", Kind::Text),
        Column::new("unite", "Unité", Kind::Text),
        Column::new("producteur", "Producteur", Kind::Text),
        Column::new("derniere_annee", "Dernière année", Kind::Text),
        Column::new("secret", "Protégé ici", Kind::YesNo),
        Column::new("valeurs", "Valeurs", Kind::Url),
    ];
    let mut table = Table::new("bibliotheque", "Bibliothèque d’indicateurs", columns);
    for one in library.indicators.iter().filter(|one| theme.is_empty() || one.terms.theme == theme) {
        let year = library.last_years.get(&one.code);
        table.rows.push(vec![
            Cell::link(&*one.terms.label, format!("{HOME}/indicateurs/{}", answer::encode(&one.code))),
            Cell::text(library.theme(&one.terms.theme)),
            Cell::text(one.terms.unit.french()),
            Cell::text(&*one.terms.producer),
            Cell::text(year.map_or_else(|| "aucune valeur".to_owned(), i64::to_string)),
            Cell::YesNo(one.terms.secrecy != Secrecy::None),
            Cell::link("Saisir", format!("{HOME}/indicateurs/{}/valeurs", answer::encode(&one.code))),
        ]);
    }
    table
}

fn view(frame: Frame, library: &Library, theme: &str, (may_define, may_import): (bool, bool)) -> LibraryPage {
    let theme = if theme.is_empty() && library.indicators.len() > MOST_AT_ONCE {
        library.themes.first().map_or("", |(code, _)| code.as_str())
    } else {
        theme
    };
    let count = i64::try_from(library.indicators.len()).unwrap_or(i64::MAX);
    LibraryPage {
        frame,
        may_define,
        may_import,
        themes: library
            .themes
            .iter()
            .map(|(code, label)| Link::new(&**label, format!("{HOME}?theme={}", answer::encode(code))))
            .collect(),
        table: if library.indicators.is_empty() {
            Html::default()
        } else {
            interface::table(
                &table(library, theme),
                &TableOptions { is_caption_hidden: true, ..TableOptions::default() },
            )
        },
        told: french::count(count, "indicateur", "indicateurs"),
        files: library
            .files
            .iter()
            .map(|file| Link::new(&*file.file_name, format!("{HOME}/imports/{}", file.id)))
            .collect(),
    }
}

/// `GET /gestion/observatoire`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let library = library::library(&mut tx, &visit.actor).await?;
    let may = |act| visit.actor.may_somewhere(act).is_allowed();
    let rights = (may(&acts::DEFINE), may(&acts::IMPORT));
    answer::page(&view(visit.back_office("Observatoire"), &library, asked.text("theme"), rights))
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = || Frame::back_office(site, "Observatoire", HOME);
    let draw = |library: &Library| view(frame(), library, "", (true, true)).render().unwrap_or_default();
    vec![
        Sample::page("observatoire", "Bibliothèque d’indicateurs", draw(&super::sample::library())),
        Sample::page("observatoire", "Bibliothèque vide", draw(&Library::default())),
    ]
}
