//! Files as towns send them: good ones in every format, and bad ones that must get a clear sentence.

use crate::files::{dbf, shp, zip};
use geography::projection::Projection;
use geography::{
    CodePolicy, ImportOptions, ImportReport, Limits, Mapping, NeighbourhoodKind, ReadError, Role, Source, Verdict,
    to_geojson,
};

fn open(bytes: &[u8]) -> Result<Source, ReadError> {
    Source::open(bytes, &Limits::default())
}

fn import(bytes: &[u8]) -> ImportReport {
    open(bytes).expect("open").import(&ImportOptions::default()).expect("import")
}

fn feature(code: &str, geometry: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"CODE_QP":"{code}","NOM_QP":"Bastide; Tricot, Lapeyrade","INSEE_COM":"11069; 11262","LIB_COM":"Carcassonne; Narbonne"}},"geometry":{geometry}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

const SQUARE: &str =
    r#"{"type":"Polygon","coordinates":[[[2.35,43.21],[2.36,43.21],[2.36,43.22],[2.35,43.22],[2.35,43.21]]]}"#;
const SQUARE_WKT: &str = "POLYGON((2.35 43.21,2.36 43.21,2.36 43.22,2.35 43.22,2.35 43.21))";

#[test]
fn geojson_with_all_its_columns() {
    let report = import(collection(&[feature("QN01102I", SQUARE)]).as_bytes());
    let area = &report.areas[0];
    assert_eq!((area.code.as_str(), area.name.as_str()), ("QN01102I", "Bastide; Tricot, Lapeyrade"));
    assert_eq!(area.communes, ["11069", "11262"]);
    assert_eq!(area.commune_names, ["Carcassonne", "Narbonne"]);
    assert_eq!(area.kind, Some(NeighbourhoodKind::Qpv));
    assert_eq!(report.lines[0].verdict, Verdict::Accepted);
    assert_eq!(report.projection, "WGS 84 (longitude, latitude)");
}

#[test]
fn each_line_gets_its_verdict() {
    let bow_tie =
        r#"{"type":"Polygon","coordinates":[[[2.35,43.21],[2.36,43.22],[2.36,43.21],[2.35,43.22],[2.35,43.21]]]}"#;
    let unclosed = r#"{"type":"MultiPolygon","coordinates":[[[[2.35,43.21],[2.36,43.21],[2.36,43.22],[2.35,43.22]]]]}"#;
    let abroad = SQUARE.replace("43.2", "13.2");
    let swapped = r#"{"type":"Polygon","coordinates":[[[43.21,2.35],[43.21,2.36],[43.22,2.36],[43.21,2.35]]]}"#;
    let text = collection(&[
        feature("QN01101I", bow_tie),
        feature("QN01102I", unclosed),
        feature("QN01102I", SQUARE),
        feature("", SQUARE),
        feature("QX011", SQUARE),
        feature("QN01103I", "null"),
        feature("QN01104I", r#"{"type":"Polygon","coordinates":[]}"#),
        feature("QN01105I", r#"{"type":"Point","coordinates":[2,43]}"#),
        feature("QN01106I", r#"{"type":"Polygon","coordinates":[[["a",1],[2,3],[4,5]]]}"#),
        feature("QN01107I", &abroad),
        feature("QN01108I", swapped),
        feature("qn01109m", SQUARE),
    ]);
    let report = import(text.as_bytes());
    use Verdict::{Accepted, AcceptedWithRemarks, Refused};
    let verdicts: Vec<Verdict> = report.lines.iter().map(|line| line.verdict).collect();
    assert_eq!(
        verdicts,
        [
            AcceptedWithRemarks,
            AcceptedWithRemarks,
            Refused,
            Refused,
            Refused,
            Refused,
            Refused,
            Refused,
            Refused,
            AcceptedWithRemarks,
            AcceptedWithRemarks,
            Accepted,
        ]
    );
    let sentence = |rank: usize| report.lines[rank].sentences.join(" ");
    assert!(sentence(0).contains("se recoupe") && report.areas[0].flags.is_self_intersecting);
    assert!(sentence(1).contains("fermé") && report.areas[1].flags.is_closed_by_import);
    assert!(sentence(2).contains("déjà à la ligne 2"));
    assert!(sentence(5).contains("vide") && sentence(6).contains("vide"));
    assert!(sentence(7).contains("« Point »"));
    assert!(sentence(9).contains("hors de France"));
    assert!(sentence(10).contains("inversées"));
    assert_eq!(report.areas.last().map(|area| area.code.as_str()), Some("QN01109M"));
}

#[test]
fn bare_geometries_take_a_code_given_on_screen() {
    assert_eq!(
        open(SQUARE.as_bytes()).expect("open").import(&ImportOptions::default()).err(),
        Some(ReadError::NoCodeColumn)
    );
    let mapping = Mapping { constant_code: Some("Centre ancien".to_owned()), ..Mapping::default() };
    let options = ImportOptions {
        mapping: Some(mapping),
        codes: CodePolicy::Any,
        kind: Some(NeighbourhoodKind::District),
        projection: None,
    };
    let report = open(SQUARE.as_bytes()).expect("open").import(&options).expect("import");
    assert_eq!(
        (report.areas[0].code.as_str(), report.areas[0].kind),
        ("Centre ancien", Some(NeighbourhoodKind::District))
    );
}

#[test]
fn metres_are_recognised_and_said() {
    // (2.3522, 43.2130) is (647325.44, 6235081.55) in Lambert-93.
    let square = r#"{"type":"Polygon","coordinates":[[[647325.44,6235081.55],[648325.0,6235081.0],[648325.0,6236081.0],[647325.44,6235081.55]]]}"#;
    let plain = collection(&[feature("QN01102I", square)]);
    let declared =
        plain.replacen('{', r#"{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}},"#, 1);
    let lying =
        plain.replacen('{', r#"{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"#, 1);
    for (text, remark) in [(&plain, "ne dit pas"), (&declared, ""), (&lying, "annonce des degrés")] {
        let report = import(text.as_bytes());
        assert_eq!(report.projection, "RGF93 / Lambert-93");
        assert_eq!(report.remarks.is_empty(), remark.is_empty());
        assert!(report.remarks.iter().all(|said| said.contains(remark) && said.contains("Lambert-93")));
        let first = report.areas[0].perimeter.0[0].exterior().0[0];
        assert!((first.x - 2.3522).abs() < 1e-6 && (first.y - 43.2130).abs() < 1e-6);
    }
    let unknown = plain.replace("623", "923").replace("6236081", "9236081");
    let source = open(unknown.as_bytes()).expect("open");
    assert_eq!(source.import(&ImportOptions::default()).err(), Some(ReadError::UndeclaredProjection));
    let overseas = plain.replacen('{', r#"{"crs":{"type":"name","properties":{"name":"EPSG:27572"}},"#, 1);
    assert!(matches!(open(overseas.as_bytes()), Err(ReadError::UnknownProjection(name)) if name == "EPSG:27572"));
}

#[test]
fn csv_in_each_separator_and_encoding() {
    for separator in [';', ',', '\t'] {
        let text = format!(
            "code_quartier{separator}nom_qp{separator}noms_des_communes_concernees{separator}insee_com{separator}geom\r\nQP011002{separator}\"La Conté; Ozanam, sud\"{separator}Carcassonne{separator}11069{separator}\"{SQUARE_WKT}\"\r\n"
        );
        let latin1: Vec<u8> = text.chars().map(|character| character as u8).collect();
        let with_bom = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
        let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for (bytes, encoding) in [
            (text.as_bytes(), "UTF-8"),
            (&with_bom, "UTF-8 avec BOM"),
            (&latin1, "Windows-1252 (Latin-1)"),
            (&utf16, "UTF-16"),
        ] {
            let report = import(bytes);
            assert_eq!(report.areas[0].name, "La Conté; Ozanam, sud", "{encoding}");
            assert_eq!(report.areas[0].communes, ["11069"]);
            assert_eq!(report.encoding, encoding);
            assert_eq!(report.lines[0].line, 2);
        }
    }
}

#[test]
fn columns_are_proposed_and_can_be_overridden() {
    let text = format!("q;n;com;forme;autre\nQP011002;La Conte;11069;\"{SQUARE_WKT}\";x\n");
    let source = open(text.as_bytes()).expect("open");
    let mapping = source.proposed_mapping();
    assert_eq!((mapping.code.as_deref(), mapping.geometry.as_deref()), (Some("q"), Some("forme")));
    assert_eq!(mapping.commune_codes.as_deref(), Some("com"));
    assert_eq!(source.columns()[1].samples, ["La Conte"]);
    let mut chosen = mapping.clone();
    chosen.set(Role::Name, Some("n".to_owned()));
    let options = ImportOptions { mapping: Some(chosen.clone()), ..ImportOptions::default() };
    assert_eq!(source.import(&options).expect("import").areas[0].name, "La Conte");
    chosen.set(Role::Epci, Some("absente".to_owned()));
    let options = ImportOptions { mapping: Some(chosen), ..ImportOptions::default() };
    assert_eq!(source.import(&options).err(), Some(ReadError::UnknownColumn("absente".to_owned())));
}

#[test]
fn cells_of_geometry_in_every_form() {
    let deep = "GEOMETRYCOLLECTION(".repeat(50_000);
    let cells = [
        (SQUARE_WKT.to_owned(), true),
        (format!("SRID=4326;{SQUARE_WKT}"), true),
        (format!("MULTI{}", SQUARE_WKT.replace("((", "(((").replace("))", ")))")), true),
        (SQUARE.replace('"', "\"\""), true),
        ("POLYGON Z((2.35 43.21 1,2.36 43.21 1,2.36 43.22 1,2.35 43.21 1))".to_owned(), true),
        ("POLYGON((2.35 43.21,2.36".to_owned(), false),
        ("POLYGON EMPTY".to_owned(), false),
        ("POINT(1 2)".to_owned(), false),
        (String::new(), false),
        (format!("SRID=27572;{SQUARE_WKT}"), false),
        (deep, false),
        ("{\"type\":3}".to_owned(), false),
    ];
    for (cell, is_accepted) in cells {
        let text = format!("code_qp;wkt\nQP011002;\"{cell}\"\n");
        let report = import(text.as_bytes());
        assert_eq!(report.areas.len() == 1, is_accepted, "{}", cell.chars().take(40).collect::<String>());
        assert_eq!(report.lines[0].verdict == Verdict::Refused, !is_accepted);
    }
}

#[test]
fn files_that_are_something_else_get_a_sentence() {
    let xlsx = zip(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")]);
    let cut = collection(&[feature("QN01102I", SQUARE)]);
    type Case<'a> = (&'a [u8], fn(&ReadError) -> bool);
    let cases: [Case<'_>; 17] = [
        (b"", |error| *error == ReadError::EmptyFile),
        (b"  \n", |error| *error == ReadError::EmptyFile),
        (b"{}", |error| *error == ReadError::NotGeoJson),
        (b"[1,2]", |error| *error == ReadError::NotGeoJson),
        (b"{\"type\":\"Topology\"}", |error| *error == ReadError::NotGeoJson),
        (b"{\"type\":\"FeatureCollection\",\"features\":[]}", |error| *error == ReadError::NoRow),
        (b"{\"type\":\"FeatureCollection\",\"features\":3}", |error| *error == ReadError::NotGeoJson),
        (&cut.as_bytes()[..cut.len() - 20], |error| matches!(error, ReadError::TruncatedJson { line: 1, .. })),
        (b"{\"type\": oui}", |error| matches!(error, ReadError::MalformedJson { .. })),
        (b"<!DOCTYPE html><html></html>", |error| *error == ReadError::HtmlPage),
        (b"<?xml version=\"1.0\"?><kml/>", |error| matches!(error, ReadError::OtherFormat(_))),
        (&xlsx, |error| *error == ReadError::Spreadsheet),
        (b"PK\x03\x04 rien", |error| *error == ReadError::BrokenZip),
        (b"code_qp;nom\n", |error| *error == ReadError::NoRow),
        (b"bonjour", |error| *error == ReadError::UnknownFormat),
        (b"\0\0\x27\x0A\0\0", |error| *error == ReadError::LoneShapefile),
        (b"SQLite format 3\0", |error| matches!(error, ReadError::OtherFormat(_))),
    ];
    for (bytes, is_expected) in cases {
        let error = open(bytes).expect_err("refused");
        assert!(is_expected(&error), "{error:?}");
        assert!(error.to_string().ends_with('.'));
    }
    let no_geometry = open(b"code_qp;nom\nQP011002;La Conte\n").expect("open");
    assert_eq!(no_geometry.import(&ImportOptions::default()).err(), Some(ReadError::NoGeometryColumn));
}

#[test]
fn nested_arrays_do_not_exhaust_the_stack() {
    let deep = format!(r#"{{"type":"Polygon","coordinates":{}"#, "[".repeat(200_000));
    assert!(open(deep.as_bytes()).is_err());
}

fn square_around(longitude: f64, latitude: f64, epsg: u32) -> Vec<Vec<(f64, f64)>> {
    let converter = Projection::from_epsg(epsg).and_then(|found| found.converter().ok()).expect("projection");
    let ring = |half: f64| {
        [(-half, -half), (-half, half), (half, half), (half, -half), (-half, -half)]
            .map(|(dx, dy)| converter.from_wgs84(longitude + dx, latitude + dy).expect("project"))
            .to_vec()
    };
    vec![ring(0.01), ring(0.005)]
}

#[test]
fn zipped_shapefiles_of_each_territory() {
    for (prj, epsg, longitude, latitude) in [
        ("PROJCS[\"RGF_1993_Lambert_93\",GEOGCS[\"GCS_RGF_1993\"]]", 2154, 2.3522, 43.2130),
        ("PROJCS[\"RGAF09_UTM_Zone_20N\"]", 5490, -61.5331, 16.2411),
        ("PROJCS[\"RGFG95 / UTM zone 22N\",AUTHORITY[\"EPSG\",\"2972\"]]", 2972, -52.3260, 4.9372),
        ("PROJCS[\"RGR_1992_UTM_40S\"]", 2975, 55.4481, -20.8823),
        ("PROJCS[\"RGM04 / UTM zone 38S\"]", 4471, 45.2279, -12.7806),
        ("GEOGCS[\"GCS_WGS_1984\"]", 4326, 2.3522, 43.2130),
    ] {
        let rings = square_around(longitude, latitude, epsg);
        for (cpg, name) in [
            (Some("UTF-8"), "Le Viguier – Saint-Jacques é".as_bytes().to_vec()),
            (None, b"Le Viguier \x96 Saint-Jacques \xe9".to_vec()),
        ] {
            let table =
                dbf(&["CODE_QP", "NOM_QP", "COMMUNE_QP"], &[vec![b"QP011003".to_vec(), name, b"Carcassonne".to_vec()]]);
            let shapes = shp(std::slice::from_ref(&rings));
            let mut files: Vec<(&str, &[u8])> =
                vec![("SHP/qp.shp", &shapes), ("SHP/qp.dbf", &table), ("SHP/qp.prj", prj.as_bytes())];
            if let Some(cpg) = cpg {
                files.push(("SHP/qp.cpg", cpg.as_bytes()));
            }
            let report = import(&zip(&files));
            let area = &report.areas[0];
            assert_eq!(area.name, "Le Viguier – Saint-Jacques é");
            assert_eq!(area.commune_names, ["Carcassonne"]);
            let [polygon] = area.perimeter.0.as_slice() else { panic!("one polygon") };
            assert_eq!(polygon.interiors().len(), 1);
            let first = polygon.exterior().0[0];
            assert!((first.x - longitude + 0.01).abs() < 1e-7 && (first.y - latitude + 0.01).abs() < 1e-7, "{epsg}");
            assert!(!area.flags.is_outside_france);
        }
    }
}

#[test]
fn faulty_archives_get_a_sentence() {
    let shapes = shp(&[square_around(2.35, 43.2, 4326)]);
    let table = dbf(&["CODE_QP"], &[vec![b"QP011003".to_vec()]]);
    let cases: Vec<(Vec<u8>, ReadError)> = vec![
        (zip(&[("lisez-moi.txt", b"x")]), ReadError::ZipWithoutShapefile),
        (zip(&[("qp.shp", &shapes)]), ReadError::MissingTable("qp".to_owned())),
        (zip(&[("qp.shp", &shapes), ("qp.dbf", b"abc")]), ReadError::BrokenTable("qp".to_owned())),
        (zip(&[("qp.shp", b"abc"), ("qp.dbf", &table)]), ReadError::BrokenShapefile("qp".to_owned())),
        (zip(&[("qp.shp", &shapes[..150]), ("qp.dbf", &table)]), ReadError::BrokenShapefile("qp".to_owned())),
        (
            zip(&[("qp.shp", &shapes), ("qp.dbf", &table), ("qp.prj", b"PROJCS[\"NTF_Lambert_II_etendu\"]")]),
            ReadError::UnknownProjection("NTF_Lambert_II_etendu".to_owned()),
        ),
    ];
    for (bytes, expected) in cases {
        assert_eq!(open(&bytes).err(), Some(expected));
    }
    // Without a .prj, degrees are recognised and it is said.
    let report = import(&zip(&[("qp.shp", &shapes), ("qp.dbf", &table)]));
    assert!(report.areas.len() == 1 && report.remarks[0].contains(".prj"));
    // A GeoJSON in a zip is read too.
    let json = collection(&[feature("QN01102I", SQUARE)]);
    assert_eq!(import(&zip(&[("a/qp.geojson", json.as_bytes())])).areas.len(), 1);
}

#[test]
fn zip_bombs_stop_at_the_limit() {
    let zeros = vec![0u8; 4_000_000];
    let bomb = zip(&[("qp.shp", &zeros), ("qp.dbf", &zeros)]);
    assert!(bomb.len() < 20_000);
    let limits = Limits { decompressed_bytes: 1_000_000, ..Limits::default() };
    assert_eq!(Source::open(&bomb, &limits).err(), Some(ReadError::ZipTooLarge));
    let limits = Limits { entries: 1, ..Limits::default() };
    assert_eq!(Source::open(&bomb, &limits).err(), Some(ReadError::ZipTooLarge));
}

#[test]
fn written_geojson_follows_rfc_7946() {
    // The outer ring is clockwise in the source and has too many decimals.
    let clockwise = r#"{"type":"Polygon","coordinates":[[[2.35,43.21],[2.35,43.22],[2.36,43.2212345678],[2.36,43.21],[2.35,43.21]]]}"#;
    let report = import(collection(&[feature("QN01102I", clockwise)]).as_bytes());
    let text = to_geojson(&report.areas);
    let value: serde_json::Value = serde_json::from_str(&text).expect("json");
    assert!(value.get("crs").is_none());
    assert_eq!(value["bbox"], serde_json::json!([2.35, 43.21, 2.36, 43.221235]));
    assert_eq!(
        value["features"][0]["geometry"]["coordinates"][0][0],
        serde_json::json!([[2.35, 43.21], [2.36, 43.21], [2.36, 43.221235], [2.35, 43.22], [2.35, 43.21]])
    );
    let again = import(text.as_bytes());
    assert_eq!(again.areas[0].communes, report.areas[0].communes);
    assert_eq!(again.areas[0].name, report.areas[0].name);
    assert_eq!(to_geojson(&again.areas), text);
}
