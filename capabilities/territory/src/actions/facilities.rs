//! Importing facilities.

use database::search::{self, Audience, Entry as SearchEntry};
use database::{Result, Tx};
use geography::Verdict;
use kernel::{Actor, Failure, Outcome, Outside, Uuid};
use serde_json::json;

use crate::actions::{self, Change, Line, Report, SourceTold};
use crate::acts::IMPORT;
use crate::rules::scdl::{COLUMNS, Facility, NEEDED};
use crate::store::facilities::Kept;
use crate::{facade, store};
use documents::sheet::{self, Sheet};

/// Reads a file and tells line by line what importing it would do.
///
/// # Errors
/// A file that cannot be read, told on the field `fichier`; or the database failed.
pub async fn plan_facilities(tx: &mut Tx, bytes: &[u8]) -> Outcome<Report> {
    Ok(plan(tx, bytes).await?.0)
}

async fn plan(tx: &mut Tx, bytes: &[u8]) -> Outcome<(Report, Vec<Facility>)> {
    let sheet = sheet::open(bytes).map_err(|sentence| Failure::field("fichier", sentence))?;
    let missing: Vec<&str> = NEEDED.into_iter().filter(|column| sheet.column(column).is_none()).collect();
    if !missing.is_empty() {
        let sentence = format!(
            "Il manque la colonne {} : le fichier doit suivre le schéma SCDL « équipements » (colonnes {}).",
            missing.join(", "),
            COLUMNS.join(", ")
        );
        return Err(Failure::field("fichier", sentence));
    }
    let mut report = Report { format: sheet.format.clone(), remarks: sheet.remarks.clone(), lines: Vec::new() };
    let mut kept: Vec<Facility> = Vec::new();
    for (number, cells) in &sheet.rows {
        report.lines.push(line(tx, &sheet, *number, cells, &mut kept).await?);
    }
    Ok((report, kept))
}

async fn line(tx: &mut Tx, sheet: &Sheet, number: u64, cells: &[String], kept: &mut Vec<Facility>) -> Outcome<Line> {
    let cell = |column: &str| sheet.column(column).and_then(|rank| cells.get(rank)).cloned().unwrap_or_default();
    let refused = |sentences| Line {
        line: number,
        code: cell("EQUIP_UID"),
        name: cell("EQUIP_NOM"),
        change: Change::Refused,
        verdict: Verdict::Refused,
        sentences,
    };
    let (facility, sentences) = match Facility::read(cell) {
        Ok(read) => read,
        Err(sentences) => return Ok(refused(sentences)),
    };
    if kept.iter().any(|known| known.unique_id == facility.unique_id) {
        return Ok(refused(vec!["Le même identifiant EQUIP_UID figure plus haut dans le fichier.".to_owned()]));
    }
    let change = match store::facilities::of_unique_id(tx, &facility.unique_id).await? {
        None => Change::New,
        Some(known) if known.facility == facility => Change::Same,
        Some(_) => Change::Changed,
    };
    let verdict = if sentences.is_empty() { Verdict::Accepted } else { Verdict::AcceptedWithRemarks };
    let line = Line {
        line: number,
        code: facility.unique_id.clone(),
        name: facility.name.clone(),
        change,
        verdict,
        sentences,
    };
    kept.push(facility);
    Ok(line)
}

/// Imports a file of facilities on the SCDL schema; each is placed in its neighbourhood.
///
/// # Errors
/// Not allowed, a file that cannot be read, or the database failed.
pub async fn import_facilities(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    bytes: &[u8],
    told: &SourceTold,
) -> Outcome<Report> {
    actions::authorise(actor, &IMPORT)?;
    let (report, facilities) = plan(tx, bytes).await?;
    let zones = actions::zones(tx).await?;
    let mut touched = Vec::with_capacity(facilities.len());
    for facility in facilities {
        let known = store::facilities::of_unique_id(tx, &facility.unique_id).await?;
        let (zone, quality) = zones.at(facility.longitude, facility.latitude);
        let kept = Kept {
            id: known.map_or_else(|| outside.uuid(), |known| known.id),
            neighbourhood: zone.map(|zone| zone.id),
            quality: quality.word().to_owned(),
            source: told.source.clone(),
            licence: told.licence.clone(),
            as_of: told.day(),
            facility,
        };
        store::facilities::put(tx, &kept).await?;
        index(tx, &kept, zone.map(|zone| (zone.id, zone.code.as_str()))).await?;
        touched.push(("facility", kept.id));
    }
    let entry = journal::Entry::general(IMPORT.code, "facility")
        .detail(json!({ "fichier": "équipements", "bilan": report.summary(), "source": told.source }));
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(report)
}

/// Places every facility again, after perimeters changed; gives those that moved, for the journal.
pub(crate) async fn place_all(tx: &mut Tx) -> Result<Vec<(&'static str, Uuid)>> {
    let mut moved = Vec::new();
    let zones = actions::zones(tx).await?;
    for kept in store::facilities::all(tx).await? {
        let (zone, quality) = zones.at(kept.facility.longitude, kept.facility.latitude);
        let neighbourhood = zone.map(|zone| zone.id);
        if neighbourhood != kept.neighbourhood || quality.word() != kept.quality {
            store::facilities::place(tx, kept.id, neighbourhood, quality.word()).await?;
            index(tx, &kept, zone.map(|zone| (zone.id, zone.code.as_str()))).await?;
            moved.push(("facility", kept.id));
        }
    }
    Ok(moved)
}

/// Puts every facility into the search again.
pub(super) async fn index_all(tx: &mut Tx) -> Result<()> {
    let areas = facade::areas(tx).await?;
    for kept in store::facilities::all(tx).await? {
        let area = areas.iter().find(|area| Some(area.id) == kept.neighbourhood);
        index(tx, &kept, area.map(|area| (area.id, area.code.as_str()))).await?;
    }
    Ok(())
}

async fn index(tx: &mut Tx, kept: &Kept, zone: Option<(Uuid, &str)>) -> Result<()> {
    let facility = &kept.facility;
    let text = format!("{}, {}. {}", facility.kind, facility.theme, facility.address());
    let url = zone.map_or_else(|| "/equipements".to_owned(), |(_, code)| format!("{}#equipements", facade::path(code)));
    let areas: Vec<Uuid> = zone.map(|(area, _)| area).into_iter().collect();
    let entry = SearchEntry::new("equipement", kept.id, Audience::Public)
        .told(&facility.name, &text, &url)
        .at(&areas)
        .on(kept.as_of.as_deref().and_then(|day| day.parse().ok()));
    search::index(tx, &entry).await
}
