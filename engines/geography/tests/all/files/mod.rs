//! Files built for tests.
use std::io::{Cursor, Write};

/// An archive of these files.
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("start");
        writer.write_all(bytes).expect("write");
    }
    writer.finish().expect("finish").into_inner()
}

/// A dBASE table with one text column per name, 40 bytes wide.
pub fn dbf(columns: &[&str], rows: &[Vec<Vec<u8>>]) -> Vec<u8> {
    let (header, row) = (32 + 32 * columns.len() + 1, 1 + 40 * columns.len());
    let mut bytes = vec![0u8; 32];
    bytes[0] = 3;
    bytes[4..8].copy_from_slice(&(rows.len() as u32).to_le_bytes());
    bytes[8..10].copy_from_slice(&(header as u16).to_le_bytes());
    bytes[10..12].copy_from_slice(&(row as u16).to_le_bytes());
    for name in columns {
        let mut field = [0u8; 32];
        field[..name.len()].copy_from_slice(name.as_bytes());
        field[11] = b'C';
        field[16] = 40;
        bytes.extend(field);
    }
    bytes.push(0x0D);
    for cells in rows {
        bytes.push(b' ');
        for cell in cells {
            let mut padded = cell.clone();
            padded.resize(40, b' ');
            bytes.extend(padded);
        }
    }
    bytes.push(0x1A);
    bytes
}

/// A Shapefile of polygons: of each its outer ring, then its holes.
pub fn shp(polygons: &[Vec<Vec<(f64, f64)>>]) -> Vec<u8> {
    let mut cursor = Cursor::new(Vec::new());
    {
        let mut writer = shapefile::ShapeWriter::new(&mut cursor);
        for rings in polygons {
            let rings = rings.iter().enumerate().map(|(rank, ring)| {
                let points = ring.iter().map(|(x, y)| shapefile::Point::new(*x, *y)).collect();
                if rank == 0 { shapefile::PolygonRing::Outer(points) } else { shapefile::PolygonRing::Inner(points) }
            });
            writer.write_shape(&shapefile::Polygon::with_rings(rings.collect())).expect("write");
        }
        writer.finalize().expect("finalize");
    }
    cursor.into_inner()
}
