//! The columns of the SCDL schema « équipements » (version 0.1.5): one list for reading and for writing.

/// A facility, on the columns of the schema. Optional texts are empty when not given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facility {
    /// Name of the public body.
    pub body_name: String,
    /// Its SIRET.
    pub body_siret: String,
    /// `insee-code-rank`, unique.
    pub unique_id: String,
    /// One of the ten themes.
    pub theme: String,
    /// Code in the nomenclature and rank.
    pub code: String,
    /// Type of facility.
    pub kind: String,
    /// Name.
    pub name: String,
    /// House number; 99999 means none.
    pub house_number: String,
    /// Street.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Commune.
    pub commune: String,
    /// Interoperability key of the address.
    pub address_key: String,
    /// Identifier as a building open to the public.
    pub building_id: String,
    /// Types of that building.
    pub building_type: String,
    /// Category of that building.
    pub building_category: String,
    /// Latitude, degrees.
    pub latitude: f64,
    /// Longitude, degrees.
    pub longitude: f64,
    /// Opening hours, as OpenStreetMap writes them.
    pub opening_hours: String,
    /// Telephone.
    pub telephone: String,
    /// E-mail.
    pub email: String,
    /// Web site.
    pub website: String,
}

/// Names of the columns, in the order of the schema.
pub const COLUMNS: [&str; 21] = [
    "COLL_NOM",
    "COLL_SIRET",
    "EQUIP_UID",
    "EQUIP_THEME",
    "EQUIP_CODE",
    "EQUIP_TYPE",
    "EQUIP_NOM",
    "ADR_NUMERO",
    "ADR_NOMVOIE",
    "ADR_CODEPOSTAL",
    "ADR_COMMUNE",
    "ADR_CLE_INTEROP",
    "ERP_ID",
    "ERP_TYPE",
    "ERP_CATEGORIE",
    "EQUIP_LAT",
    "EQUIP_LONG",
    "EQUIP_OUVERTURE",
    "EQUIP_TEL",
    "EQUIP_EMAIL",
    "EQUIP_WEB",
];

/// Columns a line cannot do without.
pub const NEEDED: [&str; 4] = ["EQUIP_UID", "EQUIP_NOM", "EQUIP_LAT", "EQUIP_LONG"];

/// The themes of the schema.
pub const THEMES: [&str; 10] = [
    "Equipement administratif",
    "Equipement de justice",
    "Equipement sanitaire",
    "Equipement social et d'animation",
    "Equipement sportif et de loisirs",
    "Equipement d'enseignement",
    "Equipement cultuel",
    "Equipement culturel",
    "Equipement de mobilité",
    "Autre équipement",
];

impl Facility {
    /// Reads a line; `cell` gives the text of a column of the schema, empty when the file has none.
    ///
    /// # Errors
    /// The reasons why the line cannot be imported, as French sentences.
    pub fn read(cell: impl Fn(&str) -> String) -> Result<(Self, Vec<String>), Vec<String>> {
        let mut problems = Vec::new();
        let mut remarks = Vec::new();
        let (uid, name) = (cell("EQUIP_UID"), cell("EQUIP_NOM"));
        if uid.is_empty() {
            problems.push("L’identifiant EQUIP_UID manque.".to_owned());
        } else if !is_unique_id(&uid) {
            remarks.push(format!("L’identifiant « {uid} » n’a pas la forme du schéma (INSEE-8 chiffres-3 chiffres)."));
        }
        if name.is_empty() {
            problems.push("Le nom EQUIP_NOM manque.".to_owned());
        }
        let latitude = degrees(&cell("EQUIP_LAT"));
        let longitude = degrees(&cell("EQUIP_LONG"));
        match (latitude, longitude) {
            (Some(y), Some(x)) if y.abs() > 90.0 || x.abs() > 180.0 => problems.push(
                "Les coordonnées ne sont pas des degrés : exportez-les en WGS 84 (latitude et longitude).".to_owned(),
            ),
            (Some(y), Some(x)) if y.abs() < 20.0 && (40.0..52.0).contains(&x) => {
                remarks.push("Latitude et longitude semblent échangées.".to_owned());
            }
            (Some(_), Some(_)) => {}
            _ => problems.push("La latitude ou la longitude manque ou n’est pas un nombre.".to_owned()),
        }
        let theme = cell("EQUIP_THEME");
        if !theme.is_empty() && !THEMES.contains(&theme.as_str()) {
            remarks.push(format!("Le thème « {theme} » n’est pas dans la liste du schéma."));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let facility = Self {
            body_name: cell("COLL_NOM"),
            body_siret: cell("COLL_SIRET"),
            unique_id: uid,
            theme,
            code: cell("EQUIP_CODE"),
            kind: cell("EQUIP_TYPE"),
            name,
            house_number: cell("ADR_NUMERO"),
            street: cell("ADR_NOMVOIE"),
            postal_code: cell("ADR_CODEPOSTAL"),
            commune: cell("ADR_COMMUNE"),
            address_key: cell("ADR_CLE_INTEROP"),
            building_id: cell("ERP_ID"),
            building_type: cell("ERP_TYPE"),
            building_category: cell("ERP_CATEGORIE"),
            latitude: latitude.unwrap_or_default(),
            longitude: longitude.unwrap_or_default(),
            opening_hours: cell("EQUIP_OUVERTURE"),
            telephone: cell("EQUIP_TEL"),
            email: cell("EQUIP_EMAIL"),
            website: cell("EQUIP_WEB"),
        };
        Ok((facility, remarks))
    }

    /// The texts of the line, in the order of the schema; coordinates as the shortest decimal that reads back the same.
    pub fn cells(&self) -> [String; 21] {
        [
            self.body_name.clone(),
            self.body_siret.clone(),
            self.unique_id.clone(),
            self.theme.clone(),
            self.code.clone(),
            self.kind.clone(),
            self.name.clone(),
            self.house_number.clone(),
            self.street.clone(),
            self.postal_code.clone(),
            self.commune.clone(),
            self.address_key.clone(),
            self.building_id.clone(),
            self.building_type.clone(),
            self.building_category.clone(),
            self.latitude.to_string(),
            self.longitude.to_string(),
            self.opening_hours.clone(),
            self.telephone.clone(),
            self.email.clone(),
            self.website.clone(),
        ]
    }

    /// The address on one line; a house number of 99999 means that there is none.
    pub fn address(&self) -> String {
        let number =
            if matches!(self.house_number.as_str(), "" | "99999" | "0") { "" } else { self.house_number.as_str() };
        let street = [number, &self.street].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let town = [self.postal_code.as_str(), &self.commune]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        [street, town].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// A number with a point or a comma; spaces around are allowed.
pub fn degrees(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// `^[0-9A-B]{5}-[0-9]{8}-[0-9]{3}$`
fn is_unique_id(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [commune, code, rank] = parts.as_slice() else { return false };
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_commune = commune.len() == 5 && commune.bytes().all(|b| b.is_ascii_digit() || b == b'A' || b == b'B');
    is_commune && digits(code, 8) && digits(rank, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[(&str, &str)]) -> Result<(Facility, Vec<String>), Vec<String>> {
        let values: Vec<(String, String)> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Facility::read(|column| {
            values.iter().find(|(known, _)| known == column).map_or_else(String::new, |(_, v)| v.clone())
        })
    }

    #[test]
    fn a_line_is_read_with_a_decimal_comma() {
        let (facility, remarks) = line(&[
            ("EQUIP_UID", "11069-99000001-001"),
            ("EQUIP_NOM", "Gymnase"),
            ("EQUIP_LAT", "43,21"),
            ("EQUIP_LONG", "2.35"),
        ])
        .expect("read");
        assert!(remarks.is_empty(), "{remarks:?}");
        assert!((facility.latitude - 43.21).abs() < 1e-9);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let problems = line(&[("EQUIP_LAT", "6230000"), ("EQUIP_LONG", "647000")]).expect_err("refused");
        assert_eq!(problems.len(), 3);
        assert!(problems[2].contains("degrés"));
        assert!(
            line(&[("EQUIP_UID", "x"), ("EQUIP_NOM", "y"), ("EQUIP_LAT", "quarante"), ("EQUIP_LONG", "1")]).is_err()
        );
    }
}
