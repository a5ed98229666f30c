//! `/actions/{code}/fiche.pdf` and its like: one action sheet, made at once.

use std::sync::Arc;

use axum::extract::{Path, State};
use kernel::Uuid;
use plan::facade::SheetBrief;
use tokio::sync::Semaphore;
use web::{Answer, Fault, House, PathId, Visit, answer};

use crate::actions::{self, Format, Genre, PaperWish};
use crate::acts;

/// Sheets set at the same time: each holds its pages in memory, and anybody may ask.
static SETTING: Semaphore = Semaphore::const_new(2);

/// Anybody takes a published sheet, to print.
pub async fn open_pdf(State(house): State<Arc<House>>, Path(address): Path<String>) -> Answer {
    open(&house, &address, Format::Document).await
}

/// Anybody takes a published sheet, as text.
pub async fn open_docx(State(house): State<Arc<House>>, Path(address): Path<String>) -> Answer {
    open(&house, &address, Format::Text).await
}

/// Anybody takes a published sheet, as a workbook.
pub async fn open_xlsx(State(house): State<Arc<House>>, Path(address): Path<String>) -> Answer {
    open(&house, &address, Format::Workbook).await
}

/// The team takes a sheet, to print.
pub async fn pdf(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<SheetBrief>) -> Answer {
    inside(&house, &visit, id.uuid(), Format::Document).await
}

/// The team takes a sheet, as text.
pub async fn docx(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<SheetBrief>) -> Answer {
    inside(&house, &visit, id.uuid(), Format::Text).await
}

/// The team takes a sheet, as a workbook.
pub async fn xlsx(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<SheetBrief>) -> Answer {
    inside(&house, &visit, id.uuid(), Format::Workbook).await
}

async fn open(house: &House, address: &str, format: Format) -> Answer {
    let mut tx = house.read().await?;
    let found = plan::facade::published_at(&mut tx, address).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    made(house, &found.brief, format, true).await
}

async fn inside(house: &House, visit: &Visit, id: Uuid, format: Format) -> Answer {
    let mut tx = house.read().await?;
    let found = plan::facade::sheet(&mut tx, id, true).await?.ok_or_else(Fault::not_found)?;
    let which = (found.brief.contract, id);
    if !plan::facade::may_on_sheet(&mut tx, &visit.actor, &acts::COMPOSE_PLAN, which).await? {
        return Err(Fault::not_found());
    }
    drop(tx);
    made(house, &found.brief, format, false).await
}

async fn made(house: &House, sheet: &SheetBrief, format: Format, is_public: bool) -> Answer {
    let _turn = SETTING.acquire().await.map_err(|_| kernel::Breakdown::because("no sheet is set any more"))?;
    let wish = PaperWish { genre: Genre::Sheet, format, is_public, chapters: Vec::new(), sheet: Some(sheet.id) };
    let around = (&house.outside, &house.settings.zone, house.settings.site.town.as_str());
    let mut tx = house.read().await?;
    let mut report = actions::gathered_paper(&mut tx, around, sheet.contract, &wish).await?;
    drop(tx);
    actions::develop(&mut report, house.vault.as_ref()).await?;
    let bytes = actions::set_as(report, format).await?;
    answer::download(&format!("fiche-{}.{}", sheet.address, format.code()), format.media_type(), bytes)
}
