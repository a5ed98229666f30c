//! Importing a file of perimeters: GeoJSON, zipped Shapefile, CSV with a geometry column.

use std::collections::HashMap;

use database::Tx;
use geography::projection::Projection;
use geography::{Area, CodePolicy, Generation, ImportOptions, Limits, Mapping, NeighbourhoodKind, Source, Verdict};
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Uuid, text::search_key};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::actions::{self, Change, Line, Report, SourceTold};
use crate::acts::IMPORT;
use crate::reading::geometry;
use crate::store;
use crate::store::areas::{Commune, Neighbourhood, NewVersion, Version};

/// What is chosen on screen or on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerimeterOptions {
    /// Columns; without it, those proposed.
    pub mapping: Option<Mapping>,
    /// Whether any code is accepted, not only the national and local forms.
    pub accepts_any_code: bool,
    /// Kind of the areas whose code says none.
    pub kind: Option<NeighbourhoodKind>,
    /// EPSG number, when the file does not say its projection.
    pub epsg: Option<u32>,
    /// INSEE codes, SIREN numbers or beginnings of codes to keep, separated by spaces or commas; empty keeps all.
    pub keep: String,
    /// First day in force (ISO), in place of that of the generation; empty keeps that.
    pub valid_from: String,
    /// Last day in force (ISO), in place of that of the generation; empty keeps that.
    pub valid_until: String,
    /// Source and licence.
    pub told: SourceTold,
}

struct Planned {
    area: Area,
    neighbourhood: Option<Uuid>,
    former: Option<Version>,
    change: Change,
    /// Rank of its line in the report.
    line: usize,
}

/// The projection chosen by its number.
///
/// # Errors
/// It is not legal in France, told on the field `projection`.
pub fn projection(epsg: Option<u32>) -> Result<Option<Projection>, FieldError> {
    let Some(epsg) = epsg else { return Ok(None) };
    let sentence = || format!("La projection EPSG:{epsg} n’est pas une projection légale en France");
    Projection::from_epsg(epsg).map(Some).ok_or_else(|| FieldError::new("projection", sentence()))
}

/// Opens a file, to show its columns.
///
/// # Errors
/// A file that cannot be read, told on the field `fichier`.
pub fn open(bytes: &[u8]) -> Outcome<Source> {
    Source::open(bytes, &Limits::default()).map_err(|error| Failure::field("fichier", error.to_string()))
}

/// Names of the columns of a file and the mapping proposed; nothing when it cannot be read, which the dry run tells.
pub async fn columns(bytes: Vec<u8>) -> Option<(Vec<String>, Mapping)> {
    let reading = tokio::task::spawn_blocking(move || {
        let source = open(&bytes).ok()?;
        Some((source.columns().into_iter().map(|column| column.name).collect(), source.proposed_mapping()))
    });
    reading.await.ok().flatten()
}

/// Tells line by line what importing a file would do.
///
/// # Errors
/// A file that cannot be read, told on the field `fichier`; or the database failed.
pub async fn plan_perimeters(tx: &mut Tx, bytes: &[u8], options: &PerimeterOptions) -> Outcome<Report> {
    Ok(plan(tx, bytes, options).await?.0)
}

async fn plan(tx: &mut Tx, bytes: &[u8], options: &PerimeterOptions) -> Outcome<(Report, Vec<Planned>)> {
    let projection = projection(options.epsg).map_err(|error| Failure::Input(vec![error]))?;
    let codes = if options.accepts_any_code { CodePolicy::Any } else { CodePolicy::Known };
    let import = ImportOptions { mapping: options.mapping.clone(), codes, kind: options.kind, projection };
    let bytes = bytes.to_vec();
    // A national file takes a second or more: other requests go on meanwhile.
    let reading = tokio::task::spawn_blocking(move || {
        open(&bytes)?.import(&import).map_err(|error| Failure::field("fichier", error.to_string()))
    });
    let read = reading.await.map_err(|_| actions::areas::stopped("reading a file of perimeters was interrupted"))??;
    let mut report = Report {
        format: format!("{}, {}, projection {}", read.format, read.encoding, read.projection),
        remarks: read.remarks.clone(),
        lines: Vec::with_capacity(read.lines.len()),
    };
    let known = store::areas::neighbourhoods(tx).await?;
    let communes = store::areas::communes_of_all(tx).await?;
    let mut versions: HashMap<String, Version> = HashMap::new();
    for version in store::areas::versions(tx).await? {
        versions.insert(version.code.clone(), version);
    }
    let kept: Vec<String> = options
        .keep
        .split([' ', ',', ';', '\n'])
        .map(|part| part.trim().to_uppercase())
        .filter(|part| !part.is_empty())
        .collect();
    let mut areas = read.areas.into_iter();
    let mut planned = Vec::new();
    for told in &read.lines {
        let area = if told.verdict == Verdict::Refused { None } else { areas.next() };
        let mut line = Line {
            line: told.line,
            code: told.code.clone(),
            name: area.as_ref().map(|area| area.name.clone()).unwrap_or_default(),
            change: Change::Refused,
            verdict: told.verdict,
            sentences: told.sentences.clone(),
        };
        if let Some(area) = area {
            if !is_kept(&area, &kept) {
                line.change = Change::LeftOut;
            } else {
                let former = versions.get(&area.code).cloned();
                let neighbourhood = former
                    .as_ref()
                    .map(|former| former.neighbourhood)
                    .or_else(|| same_name(&area, &known, &communes, versions.values()));
                line.change = match &former {
                    None => Change::New,
                    Some(former) if is_same(tx, former, &area).await? => Change::Same,
                    Some(_) => Change::Changed,
                };
                if let (None, Some(id)) = (&former, neighbourhood)
                    && let Some(same) = known.iter().find(|known| known.id == id)
                {
                    line.sentences.push(format!("Nouveau contour du quartier « {} », déjà connu.", same.name));
                }
                planned.push(Planned { area, neighbourhood, former, change: line.change, line: report.lines.len() });
            }
        }
        report.lines.push(line);
    }
    remarks(&mut report, &planned, options);
    Ok((report, planned))
}

fn remarks(report: &mut Report, planned: &[Planned], options: &PerimeterOptions) {
    let is_former =
        |one: &Planned| one.area.generation == Some(Generation::Zoning2015) && options.valid_until.is_empty();
    if planned.iter().any(is_former) {
        report.remarks.push(
            "Les contours 2015 sont enregistrés comme remplacés depuis le 1er janvier 2024 : ils restent consultables, sans servir à situer une adresse.".to_owned(),
        );
    }
    if planned.is_empty() && report.count(Change::LeftOut) > 0 {
        report.remarks.push(
            "Aucun quartier du fichier n’est dans les communes choisies : vérifiez les codes à garder.".to_owned(),
        );
    }
}

/// Whether an area is among those to keep: by commune, by intercommunality, by beginning of code, by department.
fn is_kept(area: &Area, kept: &[String]) -> bool {
    kept.is_empty()
        || kept.iter().any(|part| {
            area.communes
                .iter()
                .any(|commune| commune == part || (part.len() <= 3 && commune.starts_with(part.as_str())))
                || area.epci.iter().any(|epci| epci == part)
                || (part.len() > 3 && area.code.starts_with(part.as_str()))
        })
}

/// The neighbourhood of the same name in the same commune that has no version of this generation yet.
fn same_name<'v>(
    area: &Area,
    known: &[Neighbourhood],
    communes: &[(Uuid, String, String)],
    versions: impl Iterator<Item = &'v Version>,
) -> Option<Uuid> {
    let generation = generation_of(area);
    let taken: Vec<Uuid> =
        versions.filter(|version| version.generation == generation).map(|version| version.neighbourhood).collect();
    let key = search_key(&area.name);
    let found = known.iter().find(|one| {
        let has_name = search_key(&one.name) == key || one.aliases.iter().any(|alias| search_key(alias) == key);
        let mut theirs = communes.iter().filter(|(id, ..)| *id == one.id).peekable();
        let is_there = area.communes.is_empty()
            || theirs.peek().is_none()
            || theirs.any(|(_, insee, _)| area.communes.contains(insee));
        has_name && is_there && !key.is_empty() && !taken.contains(&one.id)
    });
    found.map(|one| one.id)
}

async fn is_same(tx: &mut Tx, former: &Version, area: &Area) -> Outcome<bool> {
    let kept = store::areas::perimeter_of_code(tx, &former.code).await?.unwrap_or_default();
    let geometry = |text: &str| {
        let feature: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
        feature["geometry"]["coordinates"].clone()
    };
    Ok(geometry(&kept) == geometry(&geometry::feature_text(area)))
}

fn generation_of(area: &Area) -> String {
    area.generation.map_or_else(|| "locale".to_owned(), |generation| generation.year().to_string())
}

/// Days in force of a generation of the national zoning.
fn validity(area: &Area, options: &PerimeterOptions) -> (Option<String>, Option<String>) {
    let (from, until) = match area.generation {
        Some(Generation::Zoning2015) => (Some("2015-01-01"), Some("2023-12-31")),
        Some(Generation::Zoning2024) => (Some("2024-01-01"), None),
        None => (None, None),
    };
    let chosen = |day: &str, usual: Option<&str>| Some(day).filter(|day| !day.is_empty()).or(usual).map(str::to_owned);
    (chosen(&options.valid_from, from), chosen(&options.valid_until, until))
}

/// Imports a file of perimeters.
///
/// # Errors
/// Not allowed, a file that cannot be read, or the database failed.
pub async fn import_perimeters(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    bytes: &[u8],
    options: &PerimeterOptions,
) -> Outcome<Report> {
    actions::authorise(actor, &IMPORT)?;
    let (report, planned) = plan(tx, bytes, options).await?;
    let mut touched = Vec::new();
    let mut seen: HashMap<(String, String), Uuid> = HashMap::new();
    for one in planned.iter().filter(|one| matches!(one.change, Change::New | Change::Changed)) {
        let id = save(tx, outside, one, options, &report.lines[one.line], &mut seen).await?;
        touched.push(("neighbourhood_version", id));
    }
    if !touched.is_empty() {
        store::zoning::change_mark(tx, outside).await?;
        let codes: Vec<&str> = planned.iter().map(|one| one.area.code.as_str()).collect();
        actions::proposing::propose(tx, outside, &codes).await?;
        touched.extend(actions::facilities::place_all(tx).await?);
        for one in &planned {
            if let Some(id) = store::areas::id_of_code(tx, &one.area.code).await? {
                actions::areas::index(tx, id).await?;
            }
        }
    }
    let entry = journal::Entry::general(IMPORT.code, "neighbourhood")
        .detail(json!({ "fichier": "contours", "bilan": report.summary(), "source": options.told.source }));
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(report)
}

async fn save(
    tx: &mut Tx,
    outside: &Outside,
    one: &Planned,
    options: &PerimeterOptions,
    line: &Line,
    seen: &mut HashMap<(String, String), Uuid>,
) -> Outcome<Uuid> {
    let area = &one.area;
    let generation = generation_of(area);
    let name = if area.name.is_empty() { area.code.clone() } else { area.name.clone() };
    // Two lines of one file never share a neighbourhood of the same generation.
    let claimed = one
        .neighbourhood
        .filter(|id| one.former.is_some() || !seen.iter().any(|((kept, _), known)| *kept == generation && known == id));
    let neighbourhood = match claimed {
        Some(id) => id,
        None => {
            let id = outside.uuid();
            let kind = area.kind.or(options.kind).unwrap_or(NeighbourhoodKind::District);
            store::areas::add(tx, id, &name, kind, &[]).await?;
            store::areas::set_communes(tx, id, &area.communes).await?;
            id
        }
    };
    seen.insert((generation.clone(), area.code.clone()), neighbourhood);
    if area.communes.len() == area.commune_names.len() {
        for (insee_code, name) in area.communes.iter().zip(&area.commune_names) {
            let commune = Commune {
                insee_code: insee_code.clone(),
                name: name.clone(),
                siren: String::new(),
                department: department(insee_code),
                region: String::new(),
                rings: String::new(),
            };
            store::areas::put_commune(tx, &commune).await?;
        }
    }
    let (valid_from, valid_until) = validity(area, options);
    let remarks = if line.verdict == Verdict::AcceptedWithRemarks { line.sentences.join(" ") } else { String::new() };
    let version = Version {
        id: one.former.as_ref().map_or_else(|| outside.uuid(), |former| former.id),
        neighbourhood,
        code: area.code.clone(),
        perimeter_generation: generation.clone(),
        generation,
        valid_from,
        valid_until,
        rings: geometry::rings_text(area),
        is_self_intersecting: area.flags.is_self_intersecting,
        is_outside_france: area.flags.is_outside_france,
        area_ha: geography::area_hectares(&area.perimeter).ok(),
        source: options.told.source.clone(),
        licence: options.told.licence.clone(),
        note: remarks,
    };
    let id = version.id;
    store::areas::put_version(tx, &NewVersion { version, perimeter: geometry::feature_text(area) }, outside.now())
        .await?;
    Ok(id)
}

fn department(insee_code: &str) -> String {
    let length = if insee_code.starts_with("97") || insee_code.starts_with("98") { 3 } else { 2 };
    insee_code.chars().take(length).collect()
}
