//! Files of every kind, good and bad, on both databases.

use crate::setting;

use std::io::{Cursor, Write};
use std::sync::Arc;

use database::search::{Query, Reader, search};

use crate::setting::{CONTOUR, door_of, import, with_house};
use kernel::{Actor, Failure};
use territory::actions::{self, Change, PerimeterOptions, SourceTold};
use web::House;

const ACTOR: Actor = Actor::Platform("essai");

const FACILITIES: &str = "\u{feff}COLL_NOM;COLL_SIRET;EQUIP_UID;EQUIP_THEME;EQUIP_CODE;EQUIP_TYPE;EQUIP_NOM;ADR_NUMERO;ADR_NOMVOIE;ADR_CODEPOSTAL;ADR_COMMUNE;EQUIP_LAT;EQUIP_LONG\r
Ville;21110069800012;11069-10101001-001;Equipement sportif et de loisirs;10101001;Gymnase;Gymnase Été;99999;Rue de l'École;11000;Carcassonne;43,212;2,358\r
Ville;21110069800012;11069-10101001-002;Equipement sportif et de loisirs;10101001;Stade;Stade;4;Rue du Stade;11000;Carcassonne;43.10;2.10\r
Ville;21110069800012;11069-10101001-003;Equipement sportif et de loisirs;10101001;Stade;Sans lieu;4;Rue du Stade;11000;Carcassonne;;\r
";

fn told() -> SourceTold {
    SourceTold { source: "Ville".into(), licence: "LO".into(), as_of: "2024-02-01".into() }
}

fn problem(failure: Failure) -> String {
    match failure {
        Failure::Input(errors) => errors.into_iter().map(|error| error.sentence).collect(),
        other => panic!("not about a field: {other:?}"),
    }
}

async fn facilities(house: &Arc<House>, bytes: &[u8]) -> Result<actions::Report, String> {
    let mut tx = house.write().await.expect("a transaction");
    let done = actions::import_facilities(&mut tx, &house.outside, &ACTOR, bytes, &told()).await;
    match done {
        Ok(report) => {
            tx.commit().await.expect("kept");
            Ok(report)
        }
        Err(failure) => Err(problem(failure)),
    }
}

#[tokio::test]
async fn facilities_in_latin1_are_placed_and_exported_again() {
    with_house(|house| async move {
        import(&house, CONTOUR).await;
        let latin1: Vec<u8> = FACILITIES
            .trim_start_matches('\u{feff}')
            .chars()
            .map(|c| u8::try_from(u32::from(c)).expect("Latin-1"))
            .collect();
        for bytes in [latin1.as_slice(), FACILITIES.as_bytes()] {
            let report = facilities(&house, bytes).await.expect("imported");
            assert_eq!(report.count(Change::Refused), 1, "{report:?}");
            assert!(report.lines[2].sentences[0].contains("latitude"));
        }
        let knocker = door_of(house.clone());
        let page = knocker.get("", "/equipements").await;
        assert!(page.body.contains("Gymnase Été") && page.body.contains("Quartier d’Essai"), "{}", page.body);
        assert!(page.body.contains("Hors des quartiers"));
        let only = knocker.get("", "/equipements?quartier=QN01101N").await;
        assert!(only.body.contains("Gymnase Été") && !only.body.contains("<th scope=\"row\" role=\"rowheader\">Stade"));
        let csv = knocker.get("", "/equipements.csv").await;
        let again = facilities(&house, csv.body.as_bytes()).await.expect("the export is read");
        assert_eq!(again.count(Change::Same), 2, "{again:?}");
        assert_eq!(again.lines.len(), 2);
        assert_eq!(knocker.get("", "/equipements.csv").await.body, csv.body);
    })
    .await;
}

#[tokio::test]
async fn spreadsheets_are_read_unless_cells_are_merged() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in
        ["EQUIP_UID", "EQUIP_NOM", "EQUIP_LAT", "EQUIP_LONG", "ADR_CODEPOSTAL"].into_iter().enumerate()
    {
        sheet.write(0, column as u16, name).expect("written");
    }
    sheet.write(1, 0, "11069-10101001-009").expect("written");
    sheet.write(1, 1, "Piscine").expect("written");
    sheet.write(1, 2, 43.212).expect("written");
    sheet.write(1, 3, 2.358).expect("written");
    sheet.write(1, 4, 11000).expect("written");
    let plain = book.save_to_buffer().expect("a workbook");
    let format = rust_xlsxwriter::Format::new();
    book.worksheet_from_index(0).expect("sheet").merge_range(2, 0, 2, 3, "Total", &format).expect("merged");
    let merged = book.save_to_buffer().expect("a workbook");
    with_house(|house| {
        let (plain, merged) = (plain.clone(), merged.clone());
        async move {
            let report = facilities(&house, &plain).await.expect("imported");
            assert_eq!(report.count(Change::New), 1, "{report:?}");
            let sentence = facilities(&house, &merged).await.expect_err("refused");
            assert!(sentence.contains("fusionnées (A3 à D3)"), "{sentence}");
            let missing = facilities(&house, b"nom;adresse\nA;B\n").await.expect_err("refused");
            assert!(missing.contains("EQUIP_UID"), "{missing}");
        }
    })
    .await;
}

#[tokio::test]
async fn csv_with_geometry_and_two_generations_make_one_neighbourhood() {
    let former = "code_qp;nom_qp;insee;wkt\nQP011001;Quartier d’Essai;11069;\"POLYGON((2.35 43.21,2.36 43.21,2.36 43.22,2.35 43.21))\"\n";
    with_house(|house| async move {
        import(&house, former).await;
        let mut tx = house.read().await.expect("a transaction");
        assert!(territory::facade::areas(&mut tx).await.expect("areas").is_empty(), "2015 is no longer in force");
        drop(tx);
        let report = import(&house, CONTOUR).await;
        assert!(report.lines[0].sentences.iter().any(|sentence| sentence.contains("déjà connu")), "{report:?}");
        let mut tx = house.read().await.expect("a transaction");
        let portrait = actions::viewing::portrayed(&mut tx, "QP011001").await.expect("a portrait");
        assert_eq!(portrait.versions.len(), 2);
        assert_eq!(portrait.version.code, "QN01101N");
        assert_eq!(portrait.passages.len(), 1, "{:?}", portrait.passages);
        drop(tx);
        let again = import(&house, CONTOUR).await;
        assert_eq!(again.count(Change::Same), 1);
        let mut tx = house.read().await.expect("a transaction");
        let options = PerimeterOptions { keep: "69123, 13".into(), ..PerimeterOptions::default() };
        let left = actions::plan_perimeters(&mut tx, CONTOUR.as_bytes(), &options).await.expect("planned");
        assert_eq!(left.count(Change::LeftOut), 1);
    })
    .await;
}

#[tokio::test]
async fn the_index_follows_every_change_of_perimeter() {
    with_house(|house| async move {
        import(&house, CONTOUR).await;
        let mut tx = house.read().await.expect("a transaction");
        let (zone, _) = actions::locate_point(&mut tx, 2.358, 43.212).await.expect("located");
        assert_eq!(zone.expect("inside").code, "QN01101N");
        let first = actions::zones(&mut tx).await.expect("zones");
        let second = actions::zones(&mut tx).await.expect("zones");
        assert!(Arc::ptr_eq(&first, &second), "nothing is built again while nothing changes");
        drop(tx);
        import(&house, &CONTOUR.replace("2.36", "2.351")).await;
        let mut tx = house.read().await.expect("a transaction");
        let (zone, _) = actions::locate_point(&mut tx, 2.358, 43.212).await.expect("located");
        assert_eq!(zone, None, "the smaller perimeter is the one asked");
    })
    .await;
}

#[tokio::test]
async fn addresses_are_imported_by_a_job_and_replaced_by_the_next_file() {
    with_house(|house| async move {
        let knocker = door_of(house.clone());
        let sent = knocker
            .upload(
                "chef",
                "/gestion/territoire/import",
                &[("nature", "adresses")],
                ("fichier", "ban.csv", setting::ADDRESSES.as_bytes()),
            )
            .await;
        let path = sent.location;
        assert!(knocker.get("chef", &path).await.body.contains("Le fichier est lisible"));
        let launched = knocker.post("chef", &format!("{path}/application"), &[]).await;
        assert!(launched.location.ends_with("fait=lance"), "{}", launched.location);
        let page = knocker.get("chef", &path).await;
        assert!(page.body.contains("En attente"), "{}", page.body);
        let twice = knocker.post("chef", &format!("{path}/application"), &[]).await;
        assert_eq!(twice.status, 409);
        work(&house).await;
        assert_eq!(knocker.get("chef", &path).await.status, 404, "the file is gone once its job has imported it");
        let found = knocker.post("", "/mon-quartier", &[("q", "12 rue de Verdun")]).await;
        assert!(found.body.contains("aucun des quartiers"), "the address is known, and no neighbourhood is");
        let mut tx = house.write().await.expect("a transaction");
        actions::import_addresses(&mut tx, &house.outside, &ACTOR, setting::ADDRESSES.as_bytes(), &[])
            .await
            .expect("imported");
        let fewer: String =
            setting::ADDRESSES.lines().filter(|line| !line.contains("00014")).map(|line| format!("{line}\n")).collect();
        let report =
            actions::import_addresses(&mut tx, &house.outside, &ACTOR, fewer.as_bytes(), &[]).await.expect("imported");
        assert_eq!((report.kept_count, report.removed_count), (3, 1));
    })
    .await;
}

/// A zipped Shapefile of one square, its name in Latin-1.
fn shapefile_of(code: &str, prj: &str, corner: (f64, f64), side: f64) -> Vec<u8> {
    let (x, y) = corner;
    let ring = [(x, y), (x, y + side), (x + side, y + side), (x + side, y), (x, y)];
    let points = ring.into_iter().map(|(x, y)| shapefile::Point::new(x, y)).collect();
    let mut shapes = Cursor::new(Vec::new());
    {
        let mut writer = shapefile::ShapeWriter::new(&mut shapes);
        writer
            .write_shape(&shapefile::Polygon::with_rings(vec![shapefile::PolygonRing::Outer(points)]))
            .expect("written");
        writer.finalize().expect("written");
    }
    // A dBASE table: two columns of text, 40 bytes wide, one row.
    let mut table = vec![0u8; 32];
    table[0] = 3;
    table[4] = 1;
    table[8..10].copy_from_slice(&97u16.to_le_bytes());
    table[10..12].copy_from_slice(&81u16.to_le_bytes());
    for name in ["CODE_QP", "NOM_QP"] {
        let mut field = [0u8; 32];
        field[..name.len()].copy_from_slice(name.as_bytes());
        (field[11], field[16]) = (b'C', 40);
        table.extend(field);
    }
    table.extend([0x0D, b' ']);
    for cell in [code.as_bytes(), b"Cit\xe9 d'Essai"] {
        let mut padded = cell.to_vec();
        padded.resize(40, b' ');
        table.extend(padded);
    }
    table.push(0x1A);
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("qp.shp", shapes.into_inner()), ("qp.dbf", table), ("qp.prj", prj.as_bytes().to_vec())] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("written");
        archive.write_all(&bytes).expect("written");
    }
    archive.finish().expect("written").into_inner()
}

#[tokio::test]
async fn a_zipped_shapefile_is_imported_and_an_unknown_projection_refused() {
    let lambert93 = "PROJCS[\"RGF_1993_Lambert_93\",GEOGCS[\"GCS_RGF_1993\"]]";
    let good = shapefile_of("QN01109N", lambert93, (647_000.0, 6_235_000.0), 500.0);
    let bad = shapefile_of("QN01109N", "PROJCS[\"NTF_Lambert_II_etendu\"]", (600_000.0, 1_800_000.0), 500.0);
    with_house(|house| {
        let (good, bad) = (good.clone(), bad.clone());
        async move {
            let mut tx = house.write().await.expect("a transaction");
            let options = PerimeterOptions::default();
            let report =
                actions::import_perimeters(&mut tx, &house.outside, &ACTOR, &good, &options).await.expect("imported");
            assert_eq!(report.count(Change::New), 1, "{report:?}");
            let portrait = actions::viewing::portrayed(&mut tx, "QN01109N").await.expect("a portrait");
            assert_eq!(portrait.neighbourhood.name, "Cité d'Essai");
            assert!(portrait.version.area_ha.is_some_and(|hectares| (hectares - 25.0).abs() < 0.01));
            let refused = actions::plan_perimeters(&mut tx, &bad, &options).await.expect_err("refused");
            assert!(problem(refused).contains("projection"));
        }
    })
    .await;
}

#[tokio::test]
async fn a_large_file_of_perimeters_goes_to_a_job() {
    let large = format!("{CONTOUR}{}", " ".repeat(1_600_000));
    with_house(|house| {
        let large = large.clone();
        async move {
            let knocker = door_of(house.clone());
            let sent = knocker
                .upload(
                    "chef",
                    "/gestion/territoire/import",
                    &[("nature", "contours")],
                    ("fichier", "grand.geojson", large.as_bytes()),
                )
                .await;
            let launched = knocker.post("chef", &format!("{}/application", sent.location), &[]).await;
            assert!(launched.location.ends_with("fait=lance"), "{}", launched.location);
            assert!(!knocker.get("", "/quartiers").await.body.contains("QN01101N"));
            work(&house).await;
            assert!(knocker.get("", "/quartiers").await.body.contains("QN01101N"));
        }
    })
    .await;
}

/// Lets a worker of the slice run what is queued.
async fn work(house: &Arc<House>) {
    jobs::testing::worked(&house.db, &house.outside, territory::handlers()).await;
}

#[tokio::test]
async fn the_journal_holds_whatever_is_imported_and_moved() {
    with_house(|house| async move {
        import(&house, CONTOUR).await;
        facilities(&house, FACILITIES.as_bytes()).await.expect("imported");
        import(&house, &CONTOUR.replace("2.36", "2.351")).await;
        let knocker = door_of(house.clone());
        assert!(
            !knocker.get("", "/equipements?quartier=QN01101N").await.body.contains("Gymnase Été"),
            "it stands outside now"
        );
        let mut tx = house.read().await.expect("a transaction");
        let id = territory::facade::areas(&mut tx).await.expect("areas")[0].id;
        drop(tx);
        let fields = [
            ("nom", "La Conte"),
            ("nature", "qpv"),
            ("communes", "11069"),
            ("ordre", "1"),
            ("revision", "1"),
            ("debut-0-jour", "1"),
            ("debut-0-mois", "1"),
            ("debut-0-annee", "2024"),
        ];
        let saved = knocker.post("chef", &format!("/gestion/territoire/quartiers/{id}"), &fields).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        let mut tx = house.read().await.expect("a transaction");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        for (words, url) in [("conte", "/quartiers/QN01101N"), ("gymnase", "/equipements")] {
            let found = search(&mut tx, &Query::words(words, 5), &Reader::PUBLIC).await.expect("searched").found;
            assert_eq!(found.first().map(|found| found.url.as_str()), Some(url), "{words}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_official_list_of_one_region_is_imported() {
    let Some(root) = std::env::var_os("PARVIS_OPEN_DATA").map(std::path::PathBuf::from) else {
        println!("skipped: PARVIS_OPEN_DATA does not name the folder of open data");
        return;
    };
    let Ok(bytes) = std::fs::read(root.join("qpv2024_national/qpv2024_occitanie_inchanges.geojson")) else {
        eprintln!("données ouvertes absentes : essai non mené");
        return;
    };
    with_house(|house| {
        let bytes = bytes.clone();
        async move {
            let mut tx = house.write().await.expect("a transaction");
            let report =
                actions::import_perimeters(&mut tx, &house.outside, &ACTOR, &bytes, &PerimeterOptions::default())
                    .await
                    .expect("imported");
            assert!(report.count(Change::New) >= 30, "{}", report.summary());
            let areas = territory::facade::areas(&mut tx).await.expect("areas");
            assert_eq!(areas.len(), report.count(Change::New));
        }
    })
    .await;
}
