//! Communes and neighbourhoods, told one by one: by the demonstration, the command line and the edit page.

use database::search::{self, Audience, Entry as SearchEntry};
use database::{Result, Tx};
use geography::zoning::Relation;
use geography::{CodePolicy, ImportOptions, Limits, NeighbourhoodKind, Source};
use jiff::civil::Date;
use kernel::{Actor, Breakdown, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use crate::acts::{EDIT, IMPORT};
use crate::facade;
use crate::reading::geometry;
use crate::rules::passages::Pair;
use crate::store::areas::{Commune, NewVersion, Version};
use crate::{actions, store};

/// A commune to keep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommuneTold {
    /// INSEE code.
    pub insee_code: String,
    /// Name.
    pub name: String,
    /// SIREN, or empty.
    pub siren: String,
    /// Department, or empty.
    pub department: String,
    /// Region, or empty.
    pub region: String,
    /// Its contour as a GeoJSON geometry, for maps.
    pub outline: Option<String>,
}

/// Keeps communes.
///
/// # Errors
/// Not allowed, a contour that is not GeoJSON, or the database failed.
pub async fn save_communes(tx: &mut Tx, outside: &Outside, actor: &Actor, told: &[CommuneTold]) -> Outcome<()> {
    actions::authorise(actor, &IMPORT)?;
    for commune in told {
        let rings = match &commune.outline {
            None => String::new(),
            Some(text) => serde_json::from_str(text)
                .ok()
                .and_then(|geometry| geometry::rings_of_geometry(&geometry))
                .map(|rings| geometry::write_rings(&rings))
                .ok_or_else(|| {
                    Failure::field("contour", format!("Le contour de {} n’est pas un GeoJSON", commune.name))
                })?,
        };
        let kept = Commune {
            insee_code: commune.insee_code.clone(),
            name: commune.name.clone(),
            siren: commune.siren.clone(),
            department: commune.department.clone(),
            region: commune.region.clone(),
            rings,
        };
        store::areas::put_commune(tx, &kept).await?;
    }
    let codes: Vec<&str> = told.iter().map(|commune| commune.insee_code.as_str()).collect();
    let entry = journal::Entry::general("territory.communes", "commune").detail(json!({ "communes": codes }));
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// A neighbourhood to create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNeighbourhood {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: NeighbourhoodKind,
    /// INSEE codes of its communes.
    pub communes: Vec<String>,
    /// Other spellings.
    pub aliases: Vec<String>,
}

/// Creates a neighbourhood without any perimeter yet.
///
/// # Errors
/// Not allowed, no name, or the database failed.
pub async fn create(tx: &mut Tx, outside: &Outside, actor: &Actor, new: &NewNeighbourhood) -> Outcome<Uuid> {
    actions::authorise(actor, &EDIT)?;
    if new.name.trim().is_empty() {
        return Err(Failure::field("nom", "Saisissez le nom du quartier"));
    }
    let id = outside.uuid();
    store::areas::add(tx, id, new.name.trim(), new.kind, &new.aliases).await?;
    store::areas::set_communes(tx, id, &new.communes).await?;
    store::zoning::change_mark(tx, outside).await?;
    let entry = journal::Entry::on("territory.create", "neighbourhood", id)
        .detail(json!({ "nom": new.name, "communes": new.communes }));
    journal::record(tx, outside, actor, entry.touched(&[("neighbourhood", id)])).await?;
    Ok(id)
}

/// A neighbourhood in one generation, as told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionTold {
    /// Code.
    pub code: String,
    /// `2015`, `2024` or `locale`.
    pub generation: String,
    /// First day.
    pub valid_from: Option<Date>,
    /// Last day; none while in force.
    pub valid_until: Option<Date>,
    /// GeoJSON geometry, in degrees.
    pub perimeter: String,
    /// Generation the perimeter was drawn for.
    pub perimeter_generation: String,
    /// Source.
    pub source: String,
    /// Licence.
    pub licence: String,
    /// What a reader must know.
    pub note: String,
}

/// Adds a version to a neighbourhood, or replaces the one of the same code.
///
/// # Errors
/// Not allowed, no such neighbourhood, a perimeter that cannot be read, or the database failed.
pub async fn add_version(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    neighbourhood: Uuid,
    told: &VersionTold,
) -> Outcome<Uuid> {
    actions::authorise(actor, &IMPORT)?;
    let known = store::areas::neighbourhood(tx, neighbourhood).await?.ok_or(Refusal::NotFound)?;
    let area = read_geometry(&told.code, &told.perimeter)?;
    let former = store::areas::version_of_code(tx, &told.code).await?;
    if former.as_ref().is_some_and(|former| former.neighbourhood != neighbourhood) {
        return Err(Failure::field("code", format!("Le code {} est déjà celui d’un autre quartier", told.code)));
    }
    let id = former.map_or_else(|| outside.uuid(), |former| former.id);
    let version = Version {
        id,
        neighbourhood,
        code: told.code.clone(),
        generation: told.generation.clone(),
        valid_from: told.valid_from.map(|day| day.to_string()),
        valid_until: told.valid_until.map(|day| day.to_string()),
        perimeter_generation: told.perimeter_generation.clone(),
        rings: geometry::rings_text(&area),
        is_self_intersecting: area.flags.is_self_intersecting,
        is_outside_france: area.flags.is_outside_france,
        area_ha: geography::area_hectares(&area.perimeter).ok(),
        source: told.source.clone(),
        licence: told.licence.clone(),
        note: told.note.clone(),
    };
    let area = geography::Area { name: known.name, ..area };
    let new = NewVersion { version, perimeter: geometry::feature_text(&area) };
    store::areas::put_version(tx, &new, outside.now()).await?;
    store::zoning::change_mark(tx, outside).await?;
    index(tx, neighbourhood).await?;
    let entry = journal::Entry::on("territory.version", "neighbourhood", neighbourhood)
        .detail(json!({ "code": told.code, "generation": told.generation }));
    journal::record(tx, outside, actor, entry.touched(&[("neighbourhood_version", id)])).await?;
    Ok(id)
}

/// A perimeter given as a bare geometry, read by the same rules as a file.
fn read_geometry(code: &str, geometry: &str) -> Outcome<geography::Area> {
    let geometry: serde_json::Value =
        serde_json::from_str(geometry).map_err(|_| Failure::field("contour", "Le contour n’est pas un GeoJSON"))?;
    let feature = json!({ "type": "Feature", "properties": { "code": code, "nom": "" }, "geometry": geometry });
    let told = |error: geography::ReadError| Failure::field("contour", error.to_string());
    let source = Source::open(feature.to_string().as_bytes(), &Limits::default()).map_err(told)?;
    let options = ImportOptions { codes: CodePolicy::Any, ..ImportOptions::default() };
    let report = source.import(&options).map_err(told)?;
    let why = report.lines.first().map(|line| line.sentences.join(" ")).unwrap_or_default();
    report.areas.into_iter().next().ok_or_else(|| Failure::field("contour", why))
}

/// Keeps passages from one generation to the next: former code, later code, relation, how it is known.
///
/// # Errors
/// Not allowed, or the database failed.
pub async fn save_correspondences(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    told: &[(&str, &str, &str, &str)],
) -> Outcome<()> {
    actions::authorise(actor, &IMPORT)?;
    for (from, to, relation, basis) in told {
        let relation = Relation::from_key(relation)
            .ok_or_else(|| stopped("a correspondence was told with a relation that does not exist"))?;
        let pair = Pair { from_code: (*from).to_owned(), to_code: (*to).to_owned(), relation, share: None };
        store::zoning::propose(tx, outside.uuid(), &pair, basis).await?;
    }
    let pairs: Vec<String> = told.iter().map(|(from, to, ..)| format!("{from} → {to}")).collect();
    let entry =
        journal::Entry::general("territory.correspondences", "correspondence").detail(json!({ "passages": pairs }));
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What the edit page changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: NeighbourhoodKind,
    /// Rank in lists.
    pub position: i64,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// INSEE codes of its communes, in order.
    pub communes: Vec<String>,
    /// Validity of each version: identifier, first day, last day.
    pub validity: Vec<(Uuid, Option<Date>, Option<Date>)>,
    /// The revision the page was opened on.
    pub revision: i64,
}

/// What the rules find in an edition. The validity of each version is told on its last day, by its rank.
fn wrong(edition: &Edition) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if edition.name.is_empty() {
        errors.push(FieldError::new("nom", "Saisissez le nom du quartier"));
    } else if edition.name.chars().count() > 120 {
        errors.push(FieldError::new("nom", "Le nom doit faire 120 signes au plus"));
    }
    let wrong: Vec<&String> = edition.communes.iter().filter(|code| !geography::code::is_commune_code(code)).collect();
    if edition.communes.is_empty() {
        errors.push(FieldError::new("communes", "Saisissez le code INSEE d’au moins une commune, par exemple 11069"));
    } else if let Some(code) = wrong.first() {
        errors.push(FieldError::new(
            "communes",
            format!("« {code} » n’est pas un code INSEE : il compte 5 signes, par exemple 11069"),
        ));
    }
    for (rank, (_, from, until)) in edition.validity.iter().enumerate() {
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            errors.push(FieldError::new(
                format!("fin-{rank}"),
                "Un contour ne peut pas cesser d’être en vigueur avant de l’être devenu",
            ));
        }
    }
    errors
}

/// Changes a neighbourhood.
///
/// # Errors
/// Not allowed, fields to correct, changed by somebody else meanwhile, or the database failed.
pub async fn edit(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    edition: impl Into<Filled<Edition>>,
) -> Outcome<()> {
    actions::authorise(actor, &EDIT)?;
    let mut known = store::areas::neighbourhood(tx, id).await?.ok_or(Refusal::NotFound)?;
    let mut form = edition.into();
    let found = wrong(&form.value);
    form.find(found);
    let edition = form.sound()?;
    let before = json!({ "nom": known.name, "nature": known.kind.key() });
    known.name = edition.name.clone();
    known.kind = edition.kind;
    known.position = edition.position;
    known.aliases = edition.aliases.clone();
    known.revision = edition.revision;
    if !store::areas::change(tx, &known).await? {
        let (aliases, communes) = (edition.aliases.join("\n"), edition.communes.join(", "));
        let kept = [
            ("Nom", edition.name.as_str()),
            ("Nature", edition.kind.label()),
            ("Autres appellations", &aliases),
            ("Communes", &communes),
        ];
        return Err(Failure::conflict("cette fiche", &kept));
    }
    store::areas::set_communes(tx, id, &edition.communes).await?;
    for (version, from, until) in &edition.validity {
        let (from, until) = (from.map(|day| day.to_string()), until.map(|day| day.to_string()));
        store::areas::set_validity(tx, id, *version, from.as_deref(), until.as_deref()).await?;
    }
    store::zoning::change_mark(tx, outside).await?;
    let mut touched = vec![("neighbourhood", id)];
    touched.extend(edition.validity.iter().map(|(version, ..)| ("neighbourhood_version", *version)));
    touched.extend(actions::facilities::place_all(tx).await?);
    index(tx, id).await?;
    let after = json!({ "nom": edition.name, "nature": edition.kind.key() });
    let entry = journal::Entry::on(EDIT.code, "neighbourhood", id).detail(json!({ "avant": before, "apres": after }));
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(())
}

/// Puts what can be found of a neighbourhood into the search.
pub(crate) async fn index(tx: &mut Tx, id: Uuid) -> Result<()> {
    let Some(area) = facade::area(tx, id).await? else { return Ok(()) };
    let Some(known) = store::areas::neighbourhood(tx, id).await? else { return Ok(()) };
    let codes: Vec<String> = store::areas::versions_of(tx, id).await?.into_iter().map(|version| version.code).collect();
    let text =
        format!("{}, {}. {}. {}", area.kind, area.communes.join(", "), codes.join(", "), known.aliases.join(", "));
    let url = facade::path(&area.code);
    let entry = SearchEntry::new("quartier", id, Audience::Public).told(&area.name, &text, &url).at(&[id]);
    search::index(tx, &entry).await
}

/// Puts neighbourhoods and facilities into the site’s search again, after a version reads them otherwise.
///
/// # Errors
/// The database failed.
pub async fn index_all(tx: &mut Tx) -> Outcome<()> {
    for area in facade::areas(tx).await? {
        index(tx, area.id).await?;
    }
    actions::facilities::index_all(tx).await?;
    Ok(())
}

/// A defect of ours, told to the log.
pub(crate) fn stopped(what: &str) -> Failure {
    Failure::Broken(Breakdown::because(what))
}
