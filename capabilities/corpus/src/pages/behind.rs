//! The words behind a share: masked, reviewed, with why each is there.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, TableOptions};
use kernel::french;
use territory::facade::Area;
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::{above, area_name, chosen, month_in_french, path};
use crate::actions::{Results, Work};
use crate::rules::codebook::Theme;
use crate::store::verbatims::Verbatim;
use crate::{acts, store};

/// The words behind a theme, as a table.
pub(super) fn words_table(work: &Work, theme: &Theme, areas: &[Area], keep: &dyn Fn(&Verbatim) -> bool) -> Table {
    let columns = vec![
        Column::new("parole", "Parole (texte masqué)", Kind::Text).row_header(),
        Column::new("quartier", "Quartier", Kind::Text),
        Column::new("public", "Qui a parlé", Kind::Text),
        Column::new("mois", "Mois", Kind::Text),
        Column::new("fois", "Dite", Kind::Integer).unit("fois"),
        Column::new("decision", "Pourquoi elle est ici", Kind::Text),
    ];
    let mut table = Table::new("paroles", format!("Paroles sous le thème « {} »", theme.label), columns);
    for one in Results::of(work).behind(theme).into_iter().filter(|one| keep(one.verbatim)) {
        let row = one.verbatim;
        table.rows.push(vec![
            Cell::link(&row.masked, format!("/gestion/paroles/{}", row.id)),
            Cell::text(area_name(areas, row.area)),
            Cell::text(&row.audience),
            Cell::text(month_in_french(row.month.as_deref())),
            Cell::Integer(row.times_said),
            Cell::text(if one.is_by_hand { "codée à la main" } else { "proposée par la machine, pas encore lue" }),
        ]);
    }
    table.base = Some(french::count(table.rows.len() as i64, "parole", "paroles"));
    table.source = Some("Paroles recueillies pendant la concertation".to_owned());
    table
}

#[derive(Template)]
#[template(path = "pages/words.html")]
pub(super) struct WordsPage {
    pub frame: Frame,
    pub table: Html,
}

/// The words behind a theme, for agents.
pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Theme>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let of = store::codebook::consultation_of(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    let consultation = chosen(&mut tx, &visit, &acts::READ, &of.to_string()).await?;
    let work = Work::load(&mut tx, consultation.id).await?;
    let theme = work.themes.iter().find(|one| one.id == id.uuid()).ok_or_else(Fault::not_found)?;
    let areas = territory::facade::areas(&mut tx).await?;
    let channels = listening::facade::words::channels(&mut tx, consultation.id).await?;
    let channel = channels.iter().find(|one| one.id.to_string() == asked.text("canal"));
    let area = areas.iter().find(|one| one.id.to_string() == asked.text("quartier"));
    let hers = |row: &Verbatim| {
        visit.actor.may(&acts::READ, &crate::actions::place(consultation.contract, row.area)).is_allowed()
            && channel.is_none_or(|channel| row.channel == Some(channel.id))
            && area.is_none_or(|area| row.area == Some(area.id))
    };
    let mut caption = vec![consultation.title.clone()];
    caption.extend(channel.map(|channel| channel.label.clone()));
    caption.extend(area.map(|area| area.name.clone()));
    let table = words_table(&work, theme, &areas, &hers);
    let format = asked.text("format");
    if !format.is_empty() {
        return answer::table("paroles", format, &table, house.outside.now());
    }
    let mut query = String::new();
    query.extend(channel.map(|channel| format!("canal={}&", channel.id)));
    query.extend(area.map(|area| format!("quartier={}&", area.id)));
    let file = |format: &str| Some(format!("/gestion/paroles/resultats/{}?{query}format={format}", theme.id));
    let options = TableOptions { csv: file("csv"), xlsx: file("xlsx"), ..TableOptions::default() };
    let mut above = above();
    above.push(interface::Link::new("Résultats", path("resultats", consultation.id)));
    let frame = visit.back_office(&theme.label).with_caption(caption.join(", ")).with_breadcrumb(above);
    answer::page(&WordsPage { frame, table: interface::table(&table, &options) })
}
