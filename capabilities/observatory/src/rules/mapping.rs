//! What each column of a file holds, and what its lines say once that is known. Two shapes: one line a value, or one line a
//! place and one column an indicator, as INSEE publishes them.

use std::collections::{HashMap, HashSet};

use kernel::FieldError;
use kernel::text::search_key;

use super::breakdown::Breakdown;
use super::cell;
use super::figures::Reading;

/// What a column may hold beside the values of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The code of the neighbourhood or of the commune.
    Place,
    /// The reference of the indicator.
    Indicator,
    /// The value.
    Value,
    /// The year measured.
    Year,
    /// The year published.
    Edition,
    /// The part of the population.
    Part,
    /// The units behind the value.
    Units,
    /// The share of the largest unit.
    Largest,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Place, Self::Indicator, Self::Value, Self::Year, Self::Edition, Self::Part, Self::Units, Self::Largest];

    /// The word somebody types for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Place => "lieu",
            Self::Indicator => "indicateur",
            Self::Value => "valeur",
            Self::Year => "annee",
            Self::Edition => "edition",
            Self::Part => "ventilation",
            Self::Units => "effectif",
            Self::Largest => "part_du_premier",
        }
    }

    /// Headers that mean it.
    const fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Place => &[
                "lieu",
                "code quartier",
                "code qp",
                "code qpv",
                "codgeo",
                "codeqp",
                "codqp",
                "insee code",
                "code commune",
                "code geo",
                "code",
            ],
            Self::Indicator => &["indicateur", "reference", "variable"],
            Self::Value => &["valeur", "obs value"],
            Self::Year => &["annee", "millesime", "time period"],
            Self::Edition => &["edition", "diffusion"],
            Self::Part => &["ventilation", "sexe", "age"],
            Self::Units => &["effectif", "base"],
            Self::Largest => &["part du premier"],
        }
    }
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Something of the line.
    Role(Role),
    /// Values of an indicator, for a part of the population.
    Values(String, Breakdown),
}

/// What somebody typed for a column: the word of a role, or `tp60`, or `tp60:f`. Nothing: the column is left out.
///
/// # Errors
/// A French sentence.
pub fn held(typed: &str, known: &HashSet<String>) -> Result<Option<Held>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if let Some(role) = Role::ALL.into_iter().find(|role| role.word() == search_key(typed).replace(' ', "_")) {
        return Ok(Some(Held::Role(role)));
    }
    let (reference, part) = typed.split_once(':').unwrap_or((typed, ""));
    let reference = reference.trim().to_lowercase();
    let part = Breakdown::from_words(part).ok_or_else(|| {
        format!("« {part} » n’est pas une ventilation connue : f, h, moins_16, 16_17, 18_25, 26_64, 65_plus")
    })?;
    match known.contains(&reference) {
        true => Ok(Some(Held::Values(reference, part))),
        false => {
            Err(format!("Aucun indicateur n’a la référence « {reference} » : ajoutez-le d’abord à la bibliothèque"))
        }
    }
}

/// What headers let one guess of each column, as somebody would type it.
pub fn guess(headers: &[String], known: &HashSet<String>) -> Vec<String> {
    let mut taken: HashSet<Role> = HashSet::new();
    let bare = |header: &str| search_key(&header.replace(['_', '-'], " "));
    let is_long = [Role::Indicator, Role::Value]
        .iter()
        .all(|role| headers.iter().any(|header| role.headers().contains(&bare(header).as_str())));
    headers
        .iter()
        .map(|header| {
            let key = bare(header);
            let role =
                Role::ALL.into_iter().find(|role| role.headers().contains(&key.as_str()) && !taken.contains(role));
            if let Some(role) = role {
                taken.insert(role);
                return role.word().to_owned();
            }
            let lower = header.trim().to_lowercase();
            match (is_long, known.contains(&lower), lower.rsplit_once('_')) {
                (true, ..) => String::new(),
                (_, true, _) => lower,
                // « abcde_f » where « abcde » is known: the women among them.
                (_, false, Some((reference, part)))
                    if known.contains(reference)
                        && Breakdown::from_key(part).is_some_and(|part| part != Breakdown::Everybody) =>
                {
                    format!("{reference}:{part}")
                }
                _ => String::new(),
            }
        })
        .collect()
}

/// What is known of a file before its lines are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    columns: Vec<Option<Held>>,
    headers: Vec<String>,
    year: Option<i64>,
    edition: Option<i64>,
}

/// A value read of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Code of the place, as typed, in capitals.
    pub place: String,
    /// Indicator.
    pub indicator: String,
    /// Part of the population.
    pub part: Breakdown,
    /// Year measured, or published.
    pub year: i64,
    /// Whether it is the year measured.
    pub is_measured: bool,
    /// Year published.
    pub edition: i64,
    /// What is known.
    pub reading: Reading,
    /// Units behind it.
    pub units: Option<i64>,
    /// Share of the largest.
    pub largest: Option<f64>,
}

/// A cell that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The place of the line.
    pub place: String,
    /// The header of the column.
    pub column: String,
    /// What is wrong and what to do.
    pub sentence: String,
}

impl Plan {
    /// What was chosen for each column, with the years that hold for the whole file.
    ///
    /// # Errors
    /// Points to correct, on the fields `colonne-0`, `colonne-1`… `annee`.
    pub fn of(
        headers: &[String],
        typed: &[String],
        years: (&str, &str),
        known: &HashSet<String>,
    ) -> Result<Self, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let mut columns = Vec::with_capacity(headers.len());
        for (rank, text) in typed.iter().take(headers.len()).enumerate() {
            let field = format!("colonne-{rank}");
            match held(text, known) {
                Ok(held) if held.is_some() && columns.contains(&held) => {
                    wrong.push(FieldError::new(&field, "Une autre colonne tient déjà ce rôle"));
                    columns.push(None);
                }
                Ok(held) => columns.push(held),
                Err(sentence) => {
                    wrong.push(FieldError::new(&field, sentence));
                    columns.push(None);
                }
            }
        }
        columns.resize(headers.len(), None);
        let mut year_of = |field: &str, text: &str| {
            let read = (!text.trim().is_empty()).then(|| cell::year(text)).transpose();
            read.unwrap_or_else(|sentence| {
                wrong.push(FieldError::new(field, sentence));
                None
            })
        };
        let (year, edition) = (year_of("annee", years.0), year_of("edition", years.1));
        let plan = Self { columns, headers: headers.to_vec(), year, edition };
        if plan.of_role(Role::Place).is_none() {
            let sentence = "Dites quelle colonne donne le code du quartier : écrivez « lieu » en face d’elle";
            wrong.push(FieldError::new("colonne-0", sentence));
        }
        let is_long = plan.of_role(Role::Indicator).is_some();
        let has_values = plan.columns.iter().any(|held| matches!(held, Some(Held::Values(..))));
        if is_long && plan.of_role(Role::Value).is_none() {
            wrong.push(FieldError::new(
                "colonne-0",
                "Dites quelle colonne donne la valeur : écrivez « valeur » en face d’elle",
            ));
        }
        if !is_long && !has_values && wrong.is_empty() {
            let sentence =
                "Aucune colonne ne donne de valeurs : écrivez la référence d’un indicateur en face de l’une d’elles";
            wrong.push(FieldError::new("colonne-0", sentence));
        }
        let has_year = plan.of_role(Role::Year).is_some() || plan.of_role(Role::Edition).is_some();
        if !has_year && year.is_none() && edition.is_none() && !wrong.iter().any(|error| error.field == "annee") {
            wrong.push(FieldError::new(
                "annee",
                "Donnez l’année mesurée, ou celle de la diffusion : aucune colonne ne la dit",
            ));
        }
        if wrong.is_empty() { Ok(plan) } else { Err(wrong) }
    }

    fn of_role(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|held| *held == Some(Held::Role(role)))
    }

    /// The indicators it gives values of; none when each line says its own.
    pub fn indicators(&self) -> Vec<String> {
        let values = self.columns.iter().filter_map(|held| match held {
            Some(Held::Values(reference, _)) => Some(reference.clone()),
            _ => None,
        });
        let mut all: Vec<String> = values.collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What a line says.
    pub fn line(&self, cells: &[String]) -> Vec<Result<Measured, Unread>> {
        let cell = |rank: Option<usize>| rank.and_then(|rank| cells.get(rank)).map_or("", String::as_str).trim();
        let at = |role| self.of_role(role);
        let place = cell(at(Role::Place)).to_uppercase();
        let unread = |rank: Option<usize>, sentence: String| Unread {
            place: place.clone(),
            column: rank.and_then(|rank| self.headers.get(rank)).cloned().unwrap_or_default(),
            sentence,
        };
        if place.is_empty() {
            let is_blank = cells.iter().all(|cell| cell.trim().is_empty());
            let told = unread(at(Role::Place), "Le code du quartier manque".to_owned());
            return if is_blank { Vec::new() } else { vec![Err(told)] };
        }
        let year_in = |role, whole: Option<i64>| match cell(at(role)) {
            "" => Ok(whole),
            text => cell::year(text)
                .map(Some)
                .map_err(|sentence| unread(at(role), format!("{sentence} ; « {text} » n’en est pas une"))),
        };
        let years = year_in(Role::Year, self.year).and_then(|year| Ok((year, year_in(Role::Edition, self.edition)?)));
        let (measured, published) = match years {
            Ok((None, None)) => return vec![Err(unread(at(Role::Year), "L’année manque".to_owned()))],
            Ok(years) => years,
            Err(told) => return vec![Err(told)],
        };
        let edition = published.or(measured).unwrap_or_default();
        let number = |role| match cell(at(role)) {
            "" => Ok(None),
            text => cell::number(text)
                .filter(|value| *value >= 0.0)
                .map(Some)
                .ok_or_else(|| unread(at(role), format!("« {text} » n’est pas un nombre positif"))),
        };
        let make = |rank: usize, indicator: &str, part: Breakdown| {
            let reading = cell::read(cell(Some(rank))).map_err(|sentence| unread(Some(rank), sentence))?;
            Ok(Measured {
                place: place.clone(),
                indicator: indicator.to_owned(),
                part,
                year: measured.unwrap_or(edition),
                is_measured: measured.is_some(),
                edition,
                reading,
                units: number(Role::Units)?.map(|value| value.round() as i64),
                largest: number(Role::Largest)?,
            })
        };
        let part = match cell(at(Role::Part)) {
            "" => Breakdown::Everybody,
            text => match Breakdown::from_words(text) {
                Some(part) => part,
                None => {
                    return vec![Err(unread(at(Role::Part), format!("« {text} » n’est pas une ventilation connue")))];
                }
            },
        };
        if let (Some(indicator), Some(value)) = (at(Role::Indicator), at(Role::Value)) {
            return vec![make(value, &cell(Some(indicator)).to_lowercase(), part)];
        }
        let values = self.columns.iter().enumerate().filter_map(|(rank, held)| match held {
            Some(Held::Values(indicator, own)) => {
                Some(make(rank, indicator, if *own == Breakdown::Everybody { part } else { *own }))
            }
            _ => None,
        });
        values.collect()
    }
}

/// What a place of a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KnownPlace {
    /// A perimeter, with its zoning and the code its neighbourhood has now.
    Perimeter {
        /// 2015, 2024, or a local one.
        generation: String,
        /// The code in force; none when the neighbourhood left the list.
        in_force: Option<String>,
    },
    /// A commune.
    Commune,
}

/// What is said of a place: nothing, a remark, or why its lines are refused.
///
/// # Errors
/// A French sentence: no neighbourhood and no commune has this code.
pub fn place(code: &str, known: &HashMap<String, KnownPlace>) -> Result<Option<String>, String> {
    match known.get(code) {
        Some(KnownPlace::Perimeter { generation, in_force }) if generation == "2015" => Ok(Some(match in_force {
            Some(now) => {
                format!("Code de 2015 : la valeur est rattachée à {now}, et dite mesurée sur le contour {code}")
            }
            None => format!(
                "{code} est sorti de la liste : la valeur est gardée, et ne se lit pas dans un quartier d’aujourd’hui"
            ),
        })),
        Some(_) => Ok(None),
        None if code.starts_with("QP") => Err(format!(
            "Aucun quartier n’a eu le code {code} : importez d’abord les contours de 2015, la correspondance sera proposée"
        )),
        None if code.starts_with("QN") => {
            Err(format!("Aucun quartier n’a le code {code} : importez d’abord son contour"))
        }
        None => Err(format!("« {code} » n’est ni un quartier ni une commune connus")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::Absence;
    use super::*;

    fn texts(all: &[&str]) -> Vec<String> {
        all.iter().map(|one| (*one).to_owned()).collect()
    }

    fn known() -> HashSet<String> {
        ["tp60", "abcde", "pop_mun"].into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_file_of_one_column_an_indicator_is_guessed_and_read() {
        let headers = texts(&["CODGEO", "LIBGEO", "TP60", "ABCDE", "ABCDE_F", "AUTRE"]);
        let guessed = guess(&headers, &known());
        assert_eq!(guessed, texts(&["lieu", "", "tp60", "abcde", "abcde:f", ""]));
        let plan = Plan::of(&headers, &guessed, ("2021", "2024"), &known()).expect("a plan");
        let read = plan.line(&texts(&["qn01101n", "Essai", "61,2", "s", "beaucoup", "x"]));
        assert_eq!(read.len(), 3);
        let first = read[0].as_ref().expect("read");
        assert_eq!(
            (first.place.as_str(), first.year, first.edition, first.is_measured),
            ("QN01101N", 2021, 2024, true)
        );
        assert_eq!(read[1].as_ref().expect("read").reading, Reading::Absent(Absence::NotDisclosed));
        assert_eq!(read[2].as_ref().expect_err("no number").column, "ABCDE_F");
        assert_eq!(plan.line(&texts(&["", "", ""])), []);
    }

    #[test]
    fn a_file_of_one_line_a_value_is_guessed_and_read() {
        let headers = texts(&["code_quartier", "indicateur", "valeur", "annee", "sexe", "effectif"]);
        let guessed = guess(&headers, &known());
        assert_eq!(guessed, texts(&["lieu", "indicateur", "valeur", "annee", "ventilation", "effectif"]));
        let plan = Plan::of(&headers, &guessed, ("", ""), &known()).expect("a plan");
        let read = plan.line(&texts(&["QN01101N", "TP60", "0", "2021", "Femmes", "12"]));
        let one = read[0].as_ref().expect("read");
        assert_eq!((one.part, one.units, one.reading.clone()), (Breakdown::Women, Some(12), Reading::Known(0.0)));
        for (cells, column) in [
            (["QN01101N", "tp60", "1", "1890", "", ""], "annee"),
            (["QN01101N", "tp60", "1", "2021", "autre", ""], "sexe"),
        ] {
            assert_eq!(plan.line(&texts(&cells))[0].as_ref().expect_err("wrong").column, column);
        }
    }

    #[test]
    fn what_was_chosen_is_told_wrong_at_once() {
        let headers = texts(&["a", "b", "c"]);
        let wrong =
            Plan::of(&headers, &texts(&["inconnu", "tp60", "tp60"]), ("1789", ""), &known()).expect_err("wrong");
        let fields: Vec<&str> = wrong.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["colonne-0", "colonne-2", "annee", "colonne-0"]);
    }

    #[test]
    fn former_codes_are_attached_or_refused_with_the_reason() {
        let perimeter = |generation: &str, in_force: Option<&str>| KnownPlace::Perimeter {
            generation: generation.into(),
            in_force: in_force.map(str::to_owned),
        };
        let known: HashMap<String, KnownPlace> = [
            ("QP011001".to_owned(), perimeter("2015", Some("QN01101I"))),
            ("QP011009".to_owned(), perimeter("2015", None)),
            ("QN01101I".to_owned(), perimeter("2024", Some("QN01101I"))),
            ("11069".to_owned(), KnownPlace::Commune),
        ]
        .into();
        assert!(place("QP011001", &known).expect("known").expect("a remark").contains("QN01101I"));
        assert!(place("QP011009", &known).expect("known").expect("a remark").contains("sorti de la liste"));
        assert_eq!((place("QN01101I", &known), place("11069", &known)), (Ok(None), Ok(None)));
        assert!(place("QP099001", &known).expect_err("unknown").contains("contours de 2015"));
        assert!(place("75056", &known).expect_err("unknown").contains("ni un quartier"));
    }
}
