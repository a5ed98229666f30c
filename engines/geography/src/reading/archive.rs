//! Zipped Shapefiles (every `.shp` of the archive), or one GeoJSON in a zip.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use shapefile::{Shape, ShapeReader};
use zip::ZipArchive;

use super::{Limits, ReadError, Row, Source, table};
use crate::projection::Projection;
use crate::rings::{GeometryProblem, RawPolygons, is_crossed};
use letters::decode;

/// The files of one layer, by extension.
type Layer = BTreeMap<String, Vec<u8>>;

pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::BrokenZip)?;
    if archive.len() > limits.entries {
        return Err(ReadError::ZipTooLarge);
    }
    let mut layers: BTreeMap<String, Layer> = BTreeMap::new();
    let mut json: Vec<Vec<u8>> = Vec::new();
    let mut left = limits.decompressed_bytes;
    for index in 0..archive.len() {
        let name = match archive.name_for_index(index) {
            Some(Ok(name)) => name.into_owned(),
            _ => return Err(ReadError::BrokenZip),
        };
        if name.starts_with("xl/") || name == "[Content_Types].xml" || name == "content.xml" {
            return Err(ReadError::Spreadsheet);
        }
        // macOS adds a shadow of each file under this folder.
        if name.starts_with("__MACOSX/") {
            continue;
        }
        let Some((stem, extension)) = name.rsplit_once('.') else { continue };
        let extension = extension.to_ascii_lowercase();
        let is_layer = matches!(extension.as_str(), "shp" | "dbf" | "prj" | "cpg");
        let is_json = matches!(extension.as_str(), "geojson" | "json");
        if !is_layer && !is_json {
            continue;
        }
        let entry = archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(reason) if reason.contains("assword") => ReadError::EncryptedZip,
            _ => ReadError::BrokenZip,
        })?;
        let content = read_entry(entry, &mut left)?;
        if is_layer {
            layers.entry(stem.to_owned()).or_default().insert(extension, content);
        } else {
            json.push(content);
        }
    }
    layers.retain(|_, files| files.contains_key("shp"));
    if layers.is_empty() {
        return match json.as_slice() {
            [only] => super::json::open(&decode(only), limits),
            _ => Err(ReadError::ZipWithoutShapefile),
        };
    }
    let mut source = Source {
        format: "Shapefile compressé",
        encoding: "UTF-8",
        headers: Vec::new(),
        rows: Vec::new(),
        is_geometry_in_a_column: false,
        remarks: Vec::new(),
    };
    if layers.len() > 1 {
        source.remarks.push(format!("L’archive contient {} fichiers .shp : ils sont lus à la suite.", layers.len()));
    }
    for (stem, files) in &layers {
        append_layer(&mut source, stem, files, limits)?;
    }
    Ok(source)
}

/// Reads an entry without trusting the size it declares.
fn read_entry(entry: impl Read, left: &mut u64) -> Result<Vec<u8>, ReadError> {
    let mut content = Vec::new();
    entry.take(*left + 1).read_to_end(&mut content).map_err(|_| ReadError::BrokenZip)?;
    *left = left.checked_sub(content.len() as u64).ok_or(ReadError::ZipTooLarge)?;
    Ok(content)
}

fn append_layer(source: &mut Source, stem: &str, files: &Layer, limits: &Limits) -> Result<(), ReadError> {
    let name = stem.rsplit(['/', '\\']).next().unwrap_or(stem).to_owned();
    let shp = files.get("shp").map(Vec::as_slice).unwrap_or_default();
    let dbf = files.get("dbf").ok_or_else(|| ReadError::MissingTable(name.clone()))?;
    let declared = files.get("cpg").map(|bytes| decode(bytes).text);
    let dbase =
        table::read_dbase(dbf, declared.as_deref(), limits.rows).ok_or_else(|| ReadError::BrokenTable(name.clone()))?;
    let projection = match files.get("prj").map(|bytes| decode(bytes).text) {
        Some(text) if !text.trim().is_empty() => {
            Some(Projection::from_prj(&text).ok_or_else(|| ReadError::UnknownProjection(prj_name(&text)))?)
        }
        _ => {
            source
                .remarks
                .push(format!("« {name} » n’a pas de fichier .prj : la projection a été déduite des coordonnées."));
            None
        }
    };
    source.encoding = dbase.encoding;
    source.remarks.extend(dbase.remark.map(|remark| format!("« {name}.dbf » : {remark}")));
    // Layers of one archive may order their columns differently.
    let ranks: Vec<usize> = dbase
        .headers
        .iter()
        .map(|header| {
            let known = source.headers.iter().position(|column| column.eq_ignore_ascii_case(header));
            known.unwrap_or_else(|| {
                source.headers.push(header.clone());
                source.headers.len() - 1
            })
        })
        .collect();
    let broken = |_| ReadError::BrokenShapefile(name.clone());
    let mut shapes = ShapeReader::new(Cursor::new(shp)).map_err(broken)?;
    let mut cells_of_rows = dbase.rows.into_iter();
    for shape in shapes.iter_shapes() {
        let shape = shape.map_err(broken)?;
        if source.rows.len() == limits.rows {
            return Err(ReadError::TooManyRows(limits.rows));
        }
        let mut cells = vec![String::new(); source.headers.len()];
        for (rank, cell) in ranks.iter().zip(cells_of_rows.next().unwrap_or_default()) {
            if let Some(slot) = cells.get_mut(*rank) {
                *slot = cell;
            }
        }
        let line = source.rows.len() as u64 + 1;
        source.rows.push(Row { line, cells, geometry: polygons(shape), projection: projection.clone() });
    }
    Ok(())
}

/// The name a `.prj` gives to its projection, for the sentence.
fn prj_name(text: &str) -> String {
    text.split('"').nth(1).unwrap_or(text).chars().take(60).collect()
}

fn polygons(shape: Shape) -> Result<RawPolygons, GeometryProblem> {
    let positions = |rings: Vec<(bool, Vec<[f64; 2]>)>| Ok(gather(rings));
    match shape {
        Shape::NullShape => Err(GeometryProblem::Empty),
        Shape::Polygon(polygon) => positions(rings_of(polygon.rings(), |point| [point.x, point.y])),
        Shape::PolygonM(polygon) => positions(rings_of(polygon.rings(), |point| [point.x, point.y])),
        Shape::PolygonZ(polygon) => positions(rings_of(polygon.rings(), |point| [point.x, point.y])),
        other => Err(GeometryProblem::NotAPolygon(format!("{}", other.shapetype()))),
    }
}

fn rings_of<P>(rings: &[shapefile::PolygonRing<P>], position: impl Fn(&P) -> [f64; 2]) -> Vec<(bool, Vec<[f64; 2]>)> {
    rings
        .iter()
        .map(|ring| {
            let is_outer = matches!(ring, shapefile::PolygonRing::Outer(_));
            (is_outer, ring.points().iter().map(&position).collect())
        })
        .collect()
}

/// A Shapefile lists rings without saying which hole belongs to which outer ring: each hole goes to
/// the last outer ring that holds its first position; a hole that none holds stands for itself (a
/// ring that crosses itself may turn the wrong way).
fn gather(rings: Vec<(bool, Vec<[f64; 2]>)>) -> RawPolygons {
    let (outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|(is_outer, _)| *is_outer);
    let mut polygons: RawPolygons = outer.into_iter().map(|(_, ring)| vec![ring]).collect();
    for (_, hole) in holes {
        let first = hole.first().copied().unwrap_or_default();
        let owner = polygons
            .iter_mut()
            .rev()
            .find(|polygon| polygon.first().is_some_and(|outer| outer.len() > 2 && holds(outer, first)));
        match owner {
            Some(polygon) => polygon.push(hole),
            None => polygons.push(vec![hole]),
        }
    }
    polygons
}

fn holds(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let crossings = ring
        .windows(2)
        .filter(|pair| matches!(pair, [[x1, y1], [x2, y2]] if is_crossed(*x1, *y1, *x2, *y2, x, y)))
        .count();
    crossings % 2 == 1
}
