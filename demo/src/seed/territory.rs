//! Communes, neighbourhoods, codes of both generations, perimeters, facilities; indicators stand in `observatory`.

use std::collections::BTreeMap;

use database::Tx;
use kernel::{Actor, Outcome, Outside, Uuid};
use territory::actions::{self, CommuneTold, NewNeighbourhood, SourceTold, VersionTold};

use crate::Demonstration;
use crate::facilities::FACILITIES_CSV;
use crate::header::{Header, Reality};
use crate::territory::Relation;

/// Who acts.
const ACTOR: Actor = Actor::Platform("démonstration");

/// Puts the territory; gives the identifier of each neighbourhood by its key (`la-conte-ozanam`).
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn territory(tx: &mut Tx, outside: &Outside, told: &Demonstration) -> Outcome<BTreeMap<String, Uuid>> {
    // Inhabitants are those of the observatory, wherever this is sown from.
    ::territory::facade::tell_populations(::observatory::facade::populations);
    communes(tx, outside, told).await?;
    let areas = neighbourhoods(tx, outside, told).await?;
    passages(tx, outside, told).await?;
    super::observatory::observatory(tx, outside, told).await?;
    let mut source = source(&told.facilities.header);
    if told.facilities.header.reality == Reality::Fictional {
        source.source = format!("{} (fictif)", source.source);
    }
    actions::import_facilities(tx, outside, &ACTOR, FACILITIES_CSV.as_bytes(), &source).await?;
    Ok(areas)
}

fn source(header: &Header) -> SourceTold {
    SourceTold {
        source: header.source.clone(),
        licence: header.licence.clone(),
        as_of: header.extracted_on.to_string(),
    }
}

async fn communes(tx: &mut Tx, outside: &Outside, told: &Demonstration) -> Outcome<()> {
    let communes: Vec<CommuneTold> = told
        .territory
        .communes
        .iter()
        .map(|commune| CommuneTold {
            insee_code: commune.insee_code.clone(),
            name: commune.name.clone(),
            siren: commune.siren.clone(),
            department: commune.department.clone(),
            region: commune.region.clone(),
            outline: told.perimeters.find(&commune.perimeter).map(|perimeter| perimeter.geometry_geojson()),
        })
        .collect();
    actions::save_communes(tx, outside, &ACTOR, &communes).await
}

async fn neighbourhoods(tx: &mut Tx, outside: &Outside, told: &Demonstration) -> Outcome<BTreeMap<String, Uuid>> {
    let file = &told.territory;
    let mut areas = BTreeMap::new();
    for one in &file.neighbourhoods {
        let aliases = one.aliases.iter().filter(|alias| **alias != one.name).cloned().collect();
        let new = NewNeighbourhood { name: one.name.clone(), kind: one.kind, communes: one.communes.clone(), aliases };
        let id = actions::create(tx, outside, &ACTOR, &new).await?;
        areas.insert(one.key.clone(), id);
        for zoning in file.zonings.iter().filter(|zoning| zoning.neighbourhood == one.key) {
            let generation = file.generations.iter().find(|generation| generation.year == zoning.generation);
            let Some(perimeter) = told.perimeters.find(&zoning.perimeter) else { continue };
            let note = zoning.note.clone().unwrap_or_else(|| perimeter.properties.note.clone());
            let version = VersionTold {
                code: zoning.code.clone(),
                generation: zoning.generation.to_string(),
                valid_from: generation.map(|generation| generation.valid_from),
                valid_until: generation.and_then(|generation| generation.valid_until),
                perimeter: perimeter.geometry_geojson(),
                perimeter_generation: zoning.perimeter_generation.to_string(),
                source: told.perimeters.header.source.clone(),
                licence: told.perimeters.header.licence.clone(),
                note,
            };
            actions::add_version(tx, outside, &ACTOR, id, &version).await?;
        }
    }
    Ok(areas)
}

async fn passages(tx: &mut Tx, outside: &Outside, told: &Demonstration) -> Outcome<()> {
    let passages: Vec<(&str, &str, &str, &str)> = told
        .territory
        .correspondences
        .iter()
        .map(|one| {
            let relation = match one.relation {
                Relation::Identical => "identical",
                Relation::Modified => "modified",
                Relation::Merged => "merged",
                Relation::Split => "split",
            };
            (one.from.as_str(), one.to.as_str(), relation, one.basis.as_str())
        })
        .collect();
    actions::save_correspondences(tx, outside, &ACTOR, &passages).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn migrations() -> Vec<database::Migration> {
        [database::search::MIGRATIONS, journal::MIGRATIONS, territory::MIGRATIONS, observatory::MIGRATIONS].concat()
    }

    #[tokio::test]
    async fn the_five_neighbourhoods_are_there_on_both_databases() {
        let told = crate::load().expect("the demonstration is read");
        database::testing::each_database(&migrations(), |db| {
            let told = told.clone();
            async move {
                let outside = database::testing::outside(7);
                let mut tx = db.write().await.expect("a transaction");
                let ids = territory(&mut tx, &outside, &told).await.expect("the territory is put");
                tx.commit().await.expect("kept");
                assert_eq!(ids.len(), 5);
                let mut tx = db.read().await.expect("a transaction");
                let areas = territory::facade::areas(&mut tx).await.expect("areas");
                let codes: Vec<&str> = areas.iter().map(|area| area.code.as_str()).collect();
                assert_eq!(codes[0], "QN01102I");
                assert!(codes.iter().all(|code| code.starts_with("QN")), "{codes:?}");
                let counted = territory::facade::population(&mut tx, areas[0].id).await.expect("read");
                assert_eq!(counted.map(|told| told.count), Some(2060));
                assert_eq!(areas[0].communes, ["Carcassonne"]);
                assert_eq!(Some(&areas[0].id), ids.get("la-conte-ozanam"));
                let same = territory::facade::by_code(&mut tx, "QP011002").await.expect("read").expect("found");
                assert_eq!(same.id, areas[0].id);
                let portrait = observatory::actions::viewing::portrait(&mut tx, "QN01102I").await.expect("a portrait");
                assert_eq!(portrait.figures.len(), told.indicators.indicators.len());
                assert!(!portrait.facilities.is_empty());
                assert!(portrait.version.area_ha.is_some_and(|hectares| (hectares - 50.68).abs() < 0.05));
            }
        })
        .await;
    }

    #[tokio::test]
    async fn the_portrait_of_la_conte_is_read_through_the_door() {
        let told = crate::load().expect("the demonstration is read");
        let migrations = [migrations(), jobs::MIGRATIONS.to_vec()].concat();
        database::testing::each_database(&migrations, |db| {
            let told = told.clone();
            async move {
                let outside = database::testing::outside(8);
                let mut tx = db.write().await.expect("a transaction");
                territory(&mut tx, &outside, &told).await.expect("the territory is put");
                tx.commit().await.expect("kept");
                let knocker = web::testing::Knocker::new(
                    territory::door().and(observatory::door()),
                    web::testing::house(db, outside),
                );
                let page = knocker.get("", "/quartiers/QN01102I").await;
                assert_eq!(page.status, 200);
                let text = page.body.replace(['\u{a0}', '\u{202f}'], " ");
                for words in [
                    "La Conte - Ozanam compte 2 060 habitants, soit 4,4 % des habitants de Carcassonne.",
                    "(INSEE, 2013)",
                    "61,2 % des habitants vivent sous le seuil de pauvreté",
                    "Années différentes (2017 et 2021)",
                    "QP011002",
                    "le contour n’a pas changé",
                    "/besoins?quartier=QN01102I",
                    "Exemple – Centre social",
                ] {
                    assert!(text.contains(words), "{words}");
                }
                assert_eq!(knocker.get("", "/quartiers/QP011002").await.location, "/quartiers/QN01102I");
                let fleming = told.territory.code_of("fleming-la-reille", 2024).expect("a code");
                let page = knocker.get("", &format!("/quartiers/{fleming}")).await;
                let text = page.body.replace(['\u{a0}', '\u{202f}'], " ");
                assert!(text.contains("n’est pas fiable dans la source"), "a doubtful nought is told");
                assert!(text.contains("Douteux : la source écrit 0."));
                assert!(text.contains("Secret ou manquant dans la source"));
                for path in [
                    "/quartiers",
                    "/observatoire",
                    "/observatoire/indicateurs/tp60",
                    "/observatoire/comparaison?quartier=QN01102I&quartier=QN01103I",
                    "/observatoire/croisement?premier=tp60&second=tx_tot_empl",
                    "/equipements",
                    "/mon-quartier",
                    "/quartiers/QN01102I",
                    &format!("/quartiers/{fleming}"),
                ] {
                    let page = knocker.get("", path).await;
                    assert_eq!(page.status, 200, "{path}");
                    assert!(page.body.len() <= 50_000, "{path}: {} bytes", page.body.len());
                }
                let found = knocker.post("", "/mon-quartier", &[("q", "conte")]).await;
                assert!(
                    found.body.contains("Quartier trouvé : La Conte - Ozanam")
                        || found.body.contains("La Conte - Ozanam")
                );
                let pdf = knocker.get("", "/quartiers/QN01102I/portrait.pdf").await;
                assert_eq!((pdf.status.as_u16(), pdf.media_type.as_str()), (200, "application/pdf"));
                let csv = knocker.get("", "/quartiers/QN01102I/indicateurs?format=csv-ouvert").await;
                assert!(csv.body.starts_with("code_quartier,indicateur,libelle,"), "{}", &csv.body[..80]);
            }
        })
        .await;
    }
}
