//! The legal projections of the French territories and their conversion from and to WGS 84.
//!
//! Source of the table: the order of 26 December 2000 (modified in 2019) as published by
//! `@etalab/project-legal` (MIT), completed with the nine conic zones of metropolitan France.

use proj4rs::Proj;
use thiserror::Error;

/// A projection this crate knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// EPSG number (4326 for longitude and latitude).
    pub epsg: u32,
    /// Usual name.
    pub name: String,
    /// Territory, in French.
    pub territory: &'static str,
    /// West, south, east, north, in degrees.
    pub bounds: [f64; 4],
    definition: Option<String>,
}

/// One line of the table: EPSG, name, territory, bounds, PROJ.4 definition without its ellipsoid.
type Row = (u32, &'static str, &'static str, [f64; 4], &'static str);

const LEGAL: [Row; 11] = [
    (
        2154,
        "RGF93 / Lambert-93",
        "France métropolitaine",
        [-9.86, 41.15, 10.38, 51.56],
        "+proj=lcc +lat_1=49 +lat_2=44 +lat_0=46.5 +lon_0=3 +x_0=700000 +y_0=6600000",
    ),
    (5490, "RGAF09 / UTM 20N", "Antilles", [-63.66, 14.08, -57.52, 18.54], "+proj=utm +zone=20"),
    (2972, "RGFG95 / UTM 22N", "Guyane", [-54.6, 2.11, -49.46, 8.88], "+proj=utm +zone=22"),
    (2975, "RGR92 / UTM 40S", "La Réunion", [51.83, -24.72, 58.24, -18.28], "+proj=utm +zone=40 +south"),
    (4471, "RGM04 / UTM 38S", "Mayotte", [43.68, -14.49, 46.7, -11.33], "+proj=utm +zone=38 +south"),
    (4467, "RGSPM06 / UTM 21N", "Saint-Pierre-et-Miquelon", [-57.1, 43.41, -55.9, 47.37], "+proj=utm +zone=21"),
    (
        3163,
        "RGNC91-93 / Lambert Nouvelle-Calédonie",
        "Nouvelle-Calédonie",
        [163.55, -22.75, 168.2, -19.54],
        "+proj=lcc +lat_1=-20.66666666666667 +lat_2=-22.33333333333333 +lat_0=-21.5 +lon_0=166 +x_0=400000 +y_0=300000",
    ),
    (3296, "RGPF / UTM 5S", "Polynésie française", [-155.0, -24.0, -150.0, -9.0], "+proj=utm +zone=5 +south"),
    (3297, "RGPF / UTM 6S", "Polynésie française", [-150.0, -29.0, -144.0, -13.0], "+proj=utm +zone=6 +south"),
    (3298, "RGPF / UTM 7S", "Polynésie française", [-144.0, -29.0, -138.0, -7.0], "+proj=utm +zone=7 +south"),
    (3299, "RGPF / UTM 8S", "Polynésie française", [-138.0, -25.0, -132.0, -18.0], "+proj=utm +zone=8 +south"),
];

/// EPSG numbers of longitude and latitude on WGS 84 or a French system equal to it within a metre.
const GEOGRAPHIC: [u32; 13] = [4326, 4171, 9777, 9782, 4624, 4627, 4470, 5489, 4463, 4687, 4749, 4258, 84];

/// Why coordinates could not be converted.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum ProjectionError {
    /// The definition is refused by the projection library.
    #[error("la projection EPSG {0} n’est pas connue")]
    Unknown(u32),
    /// The coordinates lie where the projection has no meaning.
    #[error("des coordonnées sortent du domaine de la projection")]
    OutOfDomain,
}

impl Projection {
    /// Longitude and latitude in degrees.
    pub fn wgs84() -> Projection {
        Projection {
            epsg: 4326,
            name: "WGS 84 (longitude, latitude)".to_owned(),
            territory: "monde",
            bounds: [-180.0, -90.0, 180.0, 90.0],
            definition: None,
        }
    }

    /// Lambert-93, the legal projection of metropolitan France.
    pub fn lambert93() -> Projection {
        Projection::from_row(&LEGAL[0])
    }

    fn from_row(row: &Row) -> Projection {
        Projection {
            epsg: row.0,
            name: row.1.to_owned(),
            territory: row.2,
            bounds: row.3,
            definition: Some(format!("{} +ellps=GRS80 +units=m +no_defs", row.4)),
        }
    }

    /// The projection of an EPSG number, when it is legal in a French territory.
    pub fn from_epsg(epsg: u32) -> Option<Projection> {
        if GEOGRAPHIC.contains(&epsg) {
            return Some(Projection::wgs84());
        }
        // 9793 and 9794 are the later realisations of Lambert-93, equal to it within centimetres.
        let legal = if matches!(epsg, 9793 | 9794) { 2154 } else { epsg };
        if let Some(row) = LEGAL.iter().find(|row| row.0 == legal) {
            return Some(Projection::from_row(row));
        }
        let zone = epsg.checked_sub(3900).filter(|zone| (42..=50).contains(zone))?;
        let latitude = f64::from(zone);
        Some(Projection {
            epsg,
            name: format!("RGF93 / CC{zone}"),
            territory: "France métropolitaine",
            bounds: [-9.86, 41.15, 10.38, 51.56],
            definition: Some(format!(
                "+proj=lcc +lat_1={} +lat_2={} +lat_0={latitude} +lon_0=3 +x_0=1700000 +y_0={} +ellps=GRS80 +units=m +no_defs",
                latitude - 0.75,
                latitude + 0.75,
                (latitude - 41.0) * 1_000_000.0 + 200_000.0,
            )),
        })
    }

    /// The legal projection of a place; `None` out of every French territory.
    pub fn legal_at(longitude: f64, latitude: f64) -> Option<Projection> {
        LEGAL
            .iter()
            .find(|(_, _, _, [west, south, east, north], _)| {
                (*west..=*east).contains(&longitude) && (*south..=*north).contains(&latitude)
            })
            .map(Projection::from_row)
    }

    /// Reads the name of a `crs` member: `urn:ogc:def:crs:EPSG::2154`, `EPSG:2154`,
    /// `urn:ogc:def:crs:OGC:1.3:CRS84`, `http://www.opengis.net/def/crs/EPSG/0/2154`.
    pub fn from_crs_name(name: &str) -> Option<Projection> {
        let name = name.trim().to_ascii_uppercase();
        if name.ends_with("CRS84") || name == "WGS84" || name == "WGS 84" {
            return Some(Projection::wgs84());
        }
        if !name.contains("EPSG") {
            return None;
        }
        name.rsplit([':', '/']).next()?.parse().ok().and_then(Projection::from_epsg)
    }

    /// Recognises the text of a `.prj` file (ESRI or OGC well-known text).
    pub fn from_prj(text: &str) -> Option<Projection> {
        let compact: String = text.to_lowercase().chars().filter(|character| character.is_alphanumeric()).collect();
        if compact.starts_with("geogcs") || compact.starts_with("geogcrs") {
            let is_known = [
                "wgs84", "wgs1984", "rgf93", "rgf1993", "rgaf09", "rgfg95", "rgfg1995", "rgr92", "rgr1992", "rgm04",
                "rgspm06", "rgpf", "rgnc", "etrs89", "etrs1989",
            ];
            return is_known.iter().any(|name| compact.contains(name)).then(Projection::wgs84);
        }
        // The authority of the whole system is the last one written.
        if let Some(epsg) = last_authority(text)
            && let Some(projection) = Projection::from_epsg(epsg)
        {
            return Some(projection);
        }
        let has = |word: &str| compact.contains(word);
        if has("rgf") && (has("lambert93") || has("lamberten93")) {
            return Projection::from_epsg(2154);
        }
        if has("rgf")
            && let Some(zone) = (42..=50u32).find(|zone| compact.contains(&format!("cc{zone}")))
        {
            return Projection::from_epsg(3900 + zone);
        }
        let is_recent_datum = [
            "rgaf09",
            "rgfg95",
            "rgfg1995",
            "rgr92",
            "rgr1992",
            "rgm04",
            "rgm2004",
            "rgspm06",
            "rgspm2006",
            "rgpf",
            "wgs84",
            "wgs1984",
        ]
        .iter()
        .any(|name| has(name));
        if is_recent_datum {
            let zones = [
                ("20n", 5490),
                ("22n", 2972),
                ("40s", 2975),
                ("38s", 4471),
                ("21n", 4467),
                ("5s", 3296),
                ("6s", 3297),
                ("7s", 3298),
                ("8s", 3299),
            ];
            for (zone, epsg) in zones {
                if has(&format!("utmzone{zone}")) || has(&format!("utm{zone}")) {
                    return Projection::from_epsg(epsg);
                }
            }
        }
        if has("rgnc") && has("lambert") {
            return Projection::from_epsg(3163);
        }
        None
    }

    /// Whether coordinates are longitude and latitude already.
    pub fn is_geographic(&self) -> bool {
        self.definition.is_none()
    }

    /// Prepares conversions from and to this projection.
    pub fn converter(&self) -> Result<Converter, ProjectionError> {
        let Some(definition) = &self.definition else { return Ok(Converter { projected: None }) };
        let unknown = |_| ProjectionError::Unknown(self.epsg);
        let projected = Proj::from_proj_string(definition).map_err(unknown)?;
        let geographic = Proj::from_proj_string("+proj=longlat +ellps=GRS80 +no_defs").map_err(unknown)?;
        Ok(Converter { projected: Some(Box::new((projected, geographic))) })
    }
}

/// Last `AUTHORITY["EPSG","2154"]` or `ID["EPSG",2154]` of a well-known text.
fn last_authority(text: &str) -> Option<u32> {
    let upper = text.to_ascii_uppercase();
    let start = upper.rfind("\"EPSG\"")? + "\"EPSG\"".len();
    let digits: String = upper
        .get(start..)?
        .chars()
        .skip_while(|character| !character.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

/// Converts coordinates between one projection and WGS 84.
#[derive(Debug)]
pub struct Converter {
    /// The projection, then longitude and latitude; `None` when there is nothing to convert.
    projected: Option<Box<(Proj, Proj)>>,
}

impl Converter {
    /// From projected metres to longitude and latitude in degrees.
    pub fn to_wgs84(&self, x: f64, y: f64) -> Result<(f64, f64), ProjectionError> {
        let Some(pair) = &self.projected else { return Ok((x, y)) };
        let mut point = (x, y);
        proj4rs::transform::transform(&pair.0, &pair.1, &mut point).map_err(|_| ProjectionError::OutOfDomain)?;
        finite(point.0.to_degrees(), point.1.to_degrees())
    }

    /// From longitude and latitude in degrees to projected metres.
    pub fn from_wgs84(&self, longitude: f64, latitude: f64) -> Result<(f64, f64), ProjectionError> {
        let Some(pair) = &self.projected else { return Ok((longitude, latitude)) };
        let mut point = (longitude.to_radians(), latitude.to_radians());
        proj4rs::transform::transform(&pair.1, &pair.0, &mut point).map_err(|_| ProjectionError::OutOfDomain)?;
        finite(point.0, point.1)
    }
}

fn finite(x: f64, y: f64) -> Result<(f64, f64), ProjectionError> {
    if x.is_finite() && y.is_finite() { Ok((x, y)) } else { Err(ProjectionError::OutOfDomain) }
}

/// Whether metres look like Lambert-93: the box of metropolitan France in that projection.
pub fn looks_like_lambert93(x: f64, y: f64) -> bool {
    (0.0..=1_300_000.0).contains(&x) && (6_000_000.0..=7_200_000.0).contains(&y)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors computed with pyproj (PROJ).
    const GOLDEN: [(f64, f64, u32, f64, f64); 8] = [
        (2.3522, 43.2130, 2154, 647_325.44, 6_235_081.55),
        (5.3698, 43.2965, 2154, 892_390.22, 6_247_035.26),
        (4.8357, 45.7640, 2154, 842_666.66, 6_519_924.37),
        (2.3522, 48.8566, 2154, 652_469.02, 6_862_035.26),
        (-61.5331, 16.2411, 5490, 656_770.90, 1_796_166.18),
        (-52.3260, 4.9372, 2972, 352_980.20, 545_868.92),
        (55.4481, -20.8823, 2975, 338_571.95, 7_690_099.05),
        (45.2279, -12.7806, 4471, 524_735.37, 8_587_115.81),
    ];

    #[test]
    fn golden_vectors_both_ways() {
        for (longitude, latitude, epsg, x, y) in GOLDEN {
            let projection = Projection::legal_at(longitude, latitude).expect("legal");
            assert_eq!(projection.epsg, epsg);
            let converter = projection.converter().expect("converter");
            let (east, north) = converter.from_wgs84(longitude, latitude).expect("project");
            assert!((east - x).abs() < 0.006 && (north - y).abs() < 0.006, "{epsg} {east} {north}");
            let (back_longitude, back_latitude) = converter.to_wgs84(east, north).expect("unproject");
            assert!((back_longitude - longitude).abs() < 1e-9 && (back_latitude - latitude).abs() < 1e-9);
        }
    }

    #[test]
    fn every_legal_projection_comes_back() {
        for row in &LEGAL {
            let projection = Projection::from_epsg(row.0).expect("known");
            let [west, south, east, north] = row.3;
            let (longitude, latitude) = ((west + east) / 2.0, (south + north) / 2.0);
            let converter = projection.converter().expect("converter");
            let (x, y) = converter.from_wgs84(longitude, latitude).expect("project");
            let back = converter.to_wgs84(x, y).expect("unproject");
            assert!((back.0 - longitude).abs() < 1e-8 && (back.1 - latitude).abs() < 1e-8, "{}", row.1);
        }
        // CC46 at its own origin: x_0 and y_0 of the zone.
        let converter = Projection::from_epsg(3946).and_then(|zone| zone.converter().ok()).expect("CC46");
        let (x, y) = converter.from_wgs84(3.0, 46.0).expect("project");
        assert!((x - 1_700_000.0).abs() < 0.01 && (y - 5_200_000.0).abs() < 0.01);
    }

    #[test]
    fn names_of_crs_are_read() {
        for (name, epsg) in [
            ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
            ("urn:ogc:def:crs:EPSG::2154", 2154),
            ("EPSG:5490", 5490),
            ("http://www.opengis.net/def/crs/EPSG/0/2972", 2972),
            ("epsg:4171", 4326),
        ] {
            assert_eq!(Projection::from_crs_name(name).map(|found| found.epsg), Some(epsg), "{name}");
        }
        for name in ["", "EPSG:", "EPSG:27572", "EPSG:abc", "Lambert"] {
            assert_eq!(Projection::from_crs_name(name), None, "{name}");
        }
    }

    #[test]
    fn prj_texts_are_read() {
        let esri_93 = r#"PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"]]"#;
        let esri_20n = r#"PROJCS["RGAF09_UTM_Zone_20N",GEOGCS["GCS_RGAF09",DATUM["D_RGAF09"]]]"#;
        let ogc_40s =
            r#"PROJCS["RGR92 / UTM zone 40S",GEOGCS["RGR92",AUTHORITY["EPSG","4627"]],AUTHORITY["EPSG","2975"]]"#;
        let esri_22n = r#"PROJCS["RGFG_1995_UTM_Zone_22N",GEOGCS["GCS_RGFG_1995"]]"#;
        let esri_38s = r#"PROJCS["RGM_2004_UTM_Zone_38S",GEOGCS["GCS_RGM_2004"]]"#;
        let wgs = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]]"#;
        let cc = r#"PROJCS["RGF_1993_CC46",GEOGCS["GCS_RGF_1993"]]"#;
        for (text, epsg) in [
            (esri_93, 2154),
            (esri_20n, 5490),
            (ogc_40s, 2975),
            (esri_22n, 2972),
            (esri_38s, 4471),
            (wgs, 4326),
            (cc, 3946),
        ] {
            assert_eq!(Projection::from_prj(text).map(|found| found.epsg), Some(epsg), "{text}");
        }
        for text in [
            "",
            "PROJCS[\"NTF_Lambert_II_etendu\",GEOGCS[\"GCS_NTF\"]]",
            "PROJCS[\"ED50 / UTM zone 20N\"]",
            "LOCAL_CS[\"x\"]",
        ] {
            assert_eq!(Projection::from_prj(text), None, "{text}");
        }
    }
}
