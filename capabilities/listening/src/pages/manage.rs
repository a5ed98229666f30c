//! `/gestion/ecoute`: consultations, what can be done, and the last evidence recorded.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, Link, Pagination, TableOptions};
use territory::facade::Area;
use web::{Answer, Asked, House, Visit, answer};

use super::{Referred, above_back, may_read};
use crate::rules::{Evidence, Need};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/manage.html")]
pub(super) struct ManagePage {
    pub frame: Frame,
    pub consultations: Vec<(Link, String)>,
    pub counted: String,
    pub latest: Html,
    pub is_empty: bool,
    pub may_record: bool,
    pub may_lead: bool,
}

#[derive(Template)]
#[template(path = "pages/manage_evidence.html")]
pub(super) struct EvidencePage {
    pub frame: Frame,
    pub table: Html,
    pub pages: Pagination,
}

/// Evidence as a table: withdrawn lines stay, with their reason.
pub(super) fn table(evidence: &[Evidence], needs: &[Need], areas: &[Area], referred: &Referred) -> Table {
    let columns = vec![
        Column::new("preuve", "Ce qui a été dit", Kind::Text).row_header(),
        Column::new("besoin", "Besoin", Kind::Text),
        Column::new("quartier", "Quartier", Kind::Text),
        Column::new("qui", "Qui a été entendu", Kind::Text),
        Column::new("canal", "Canal", Kind::Text),
        Column::new("date", "Entendu le", Kind::Date),
        Column::new("etat", "État", Kind::Text),
    ];
    let mut table = Table::new("preuves", "Preuves, la dernière enregistrée d’abord", columns);
    for one in evidence {
        let need = needs.iter().find(|need| need.id == one.text.need);
        let area = areas.iter().find(|area| area.id == one.text.area);
        let state = match &one.withdrawn {
            Some(why) => format!("Retirée : {why}"),
            None => one.text.visibility.french().to_owned(),
        };
        table.rows.push(vec![
            Cell::link(kernel::text::shorten(&one.text.said, 120), format!("/gestion/ecoute/preuves/{}", one.id)),
            Cell::text(need.map_or("", |need| need.code.as_str())),
            area.map_or(Cell::MISSING, |area| Cell::text(&area.name)),
            Cell::text(&one.text.heard),
            Cell::text(referred.channel(one.text.channel)),
            one.text.heard_on.map_or(Cell::MISSING, Cell::Date),
            Cell::text(state),
        ]);
    }
    table
}

async fn drawn(tx: &mut database::Tx, visit: &Visit, limit: i64, offset: i64) -> Result<Table, web::Fault> {
    let referred = Referred::load(tx).await?;
    let mut evidence = store::evidence::latest(tx, limit, offset).await?;
    evidence.retain(|one| may_read(&visit.actor, &referred.consultations, one.consultation, one.text.area));
    let needs = store::needs::all(tx).await?;
    let areas = territory::facade::areas(tx).await?;
    Ok(table(&evidence, &needs, &areas, &referred))
}

/// « 53 preuves enregistrées, dont 2 retirées. »
fn counted(all: i64, withdrawn: i64) -> String {
    let recorded = kernel::french::count(all, "preuve enregistrée", "preuves enregistrées");
    match withdrawn {
        0 => format!("{recorded}."),
        _ => format!("{recorded}, dont {}.", kernel::french::count(withdrawn, "retirée", "retirées")),
    }
}

impl ManagePage {
    /// Where a consultation is opened, for those who may.
    fn opening(&self) -> &'static str {
        if self.may_lead { "/gestion/ecoute/concertations/nouvelle" } else { "" }
    }
}

pub async fn home(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let (all, withdrawn) = store::evidence::count(&mut tx).await?;
    let consultations = store::setting::consultations(&mut tx).await?;
    let latest = drawn(&mut tx, &visit, 10, 0).await?;
    let options = TableOptions { is_caption_hidden: true, ..TableOptions::default() };
    answer::page(&ManagePage {
        frame: visit.back_office("Écoute"),
        consultations: consultations
            .into_iter()
            .map(|one| (Link::new(one.title, format!("/gestion/ecoute/concertations/{}", one.id)), one.period_label))
            .collect(),
        counted: counted(all, withdrawn),
        is_empty: latest.rows.is_empty(),
        latest: interface::table(&latest, &options),
        may_record: visit.actor.may_somewhere(&acts::RECORD).is_allowed(),
        may_lead: visit.actor.may_somewhere(&acts::LEAD).is_allowed(),
    })
}

const LINES: u32 = 40;

pub async fn evidence(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (all, _) = store::evidence::count(&mut tx).await?;
    let pages = Pagination::new(
        asked.text("page").parse().unwrap_or(1),
        u64::try_from(all).unwrap_or(0),
        LINES,
        "/gestion/ecoute/preuves",
    );
    let format = asked.text("format");
    if !format.is_empty() {
        let table = drawn(&mut tx, &visit, i64::MAX, 0).await?;
        return answer::table("preuves", format, &table, house.outside.now());
    }
    let offset = i64::from(LINES) * i64::from(pages.page - 1);
    let table = drawn(&mut tx, &visit, i64::from(LINES), offset).await?;
    let file = |format: &str| Some(format!("/gestion/ecoute/preuves?format={format}"));
    let options = TableOptions { csv: file("csv"), xlsx: file("xlsx"), ..TableOptions::default() };
    let frame = visit.back_office("Preuves").with_breadcrumb(above_back()[..1].to_vec());
    answer::page(&EvidencePage { frame, table: interface::table(&table, &options), pages })
}
