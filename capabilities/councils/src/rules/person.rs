//! Somebody of the pool: who she is, what a draw keeps of her, and when two lines are the same person.

use jiff::civil::Date;
use kernel::FieldError;
use kernel::text::search_key;

use super::{Age, Sex};

/// Who somebody is. Sealed wherever it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Name at birth.
    pub birth_name: String,
    /// Name in use, when it is another.
    pub used_name: String,
    /// Forenames, in order.
    pub forenames: String,
    /// Birth: a day, a year alone, or nothing.
    pub birth: Birth,
    /// Number and street.
    pub street: String,
    /// Building, flat.
    pub complement: String,
    /// Postal code.
    pub postcode: String,
    /// Commune.
    pub city: String,
    /// Electronic address.
    pub email: String,
    /// Telephone.
    pub phone: String,
}

/// When somebody was born, as far as a list says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Birth {
    /// Not said.
    #[default]
    Unknown,
    /// The year only: « 00/00/1953 ».
    Year(i16),
    /// The day.
    Day(Date),
}

impl Birth {
    /// Reads « 31/12/1990 », « 00/00/1953 », « 1961 » or « 1990-12-31 »; nothing when it is none of these.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Some(Self::Unknown);
        }
        let year = |text: &str| text.parse().ok().filter(|year| (1880..=2100).contains(year));
        if text.len() == 4 {
            return year(text).map(Self::Year);
        }
        let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
        let [first, month, last] = *parts.get(..3)? else { return None };
        let (day, last) = if first.len() == 4 { (last, first) } else { (first, last) };
        let year = year(last)?;
        match (day.parse().ok()?, month.parse().ok()?) {
            (0, _) | (_, 0) => Some(Self::Year(year)),
            (day, month) => Date::new(year, month, day).map(Self::Day).ok(),
        }
    }

    /// As it is kept.
    pub fn text(self) -> String {
        match self {
            Self::Unknown => String::new(),
            Self::Year(year) => year.to_string(),
            Self::Day(day) => day.to_string(),
        }
    }

    /// The band of age on a day.
    pub fn age(self, on: Date, (least, young): (i64, i64)) -> Age {
        let band = |born: Date| {
            let years = on.year() - born.year() - i16::from((on.month(), on.day()) < (born.month(), born.day()));
            match i64::from(years) {
                years if years < least => Age::Minor,
                years if years < young => Age::Young,
                _ => Age::Older,
            }
        };
        match self {
            Self::Unknown => Age::Unknown,
            Self::Day(day) => band(day),
            // The year alone is enough, unless the birthday decides.
            Self::Year(year) => match (Date::new(year, 1, 1), Date::new(year, 12, 31)) {
                (Ok(first), Ok(last)) if band(first) == band(last) => band(first),
                _ => Age::Unknown,
            },
        }
    }
}

impl Person {
    /// « Rue de Verdun, 11000 Carcassonne »: no number.
    pub fn street_label(&self) -> String {
        let parsed = geography::address::parse(&self.street);
        let street = if parsed.street.is_empty() { "sans rue" } else { parsed.street.as_str() };
        format!("{street}, {} {}", self.postcode, self.city).trim().trim_end_matches(',').to_owned()
    }

    /// What tells her apart with certainty: name at birth, forenames and day of birth; nothing without that day.
    pub fn identity(&self) -> Option<String> {
        let Birth::Day(day) = self.birth else { return None };
        Some(format!("{}|{}|{day}", search_key(&self.birth_name), search_key(&self.forenames)))
    }

    /// Name at birth and first forename.
    pub fn name(&self) -> String {
        let forenames = search_key(&self.forenames);
        let first = forenames.split(' ').next().unwrap_or_default();
        format!("{}|{first}", search_key(&self.birth_name))
    }

    /// Where she lives, told alike however it is written; nothing without a street.
    pub fn address(&self) -> Option<String> {
        let street = street_key(&self.street);
        (!street.is_empty()).then(|| format!("{street}|{}", self.postcode.trim()))
    }

    /// Her household: her flat when the list says it, otherwise those of her name at her address.
    pub fn household(&self) -> Option<String> {
        let address = self.address()?;
        let complement = search_key(&self.complement);
        let name = if self.used_name.is_empty() { &self.birth_name } else { &self.used_name };
        Some(match complement.is_empty() {
            true => format!("{address}|{}", search_key(name)),
            false => format!("{address}||{complement}"),
        })
    }

    /// Her address on one line.
    pub fn address_line(&self) -> String {
        let town = format!("{} {}", self.postcode.trim(), self.city.trim());
        let parts = [self.street.trim(), town.trim()];
        parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
    }

    /// How she is called in a letter: « Nadia BELKACEM ».
    pub fn full_name(&self) -> String {
        let name = if self.used_name.is_empty() { &self.birth_name } else { &self.used_name };
        let first = self.forenames.split([',', ' ']).next().unwrap_or_default();
        format!("{first} {}", name.to_uppercase()).trim().to_owned()
    }

    /// What the other line knows and this one does not.
    pub fn completed_by(mut self, other: &Self) -> Self {
        let fill = |own: &mut String, other: &String| {
            if own.is_empty() {
                own.clone_from(other);
            }
        };
        fill(&mut self.used_name, &other.used_name);
        if self.street.is_empty() {
            self.street.clone_from(&other.street);
            self.complement.clone_from(&other.complement);
            self.postcode.clone_from(&other.postcode);
            self.city.clone_from(&other.city);
        }
        fill(&mut self.email, &other.email);
        fill(&mut self.phone, &other.phone);
        if !matches!(self.birth, Birth::Day(_)) && !matches!(other.birth, Birth::Unknown) {
            self.birth = other.birth;
        }
        self
    }
}

/// « 12 bis, av. Jean-Jaurès » and « 12BIS AVENUE JEAN JAURES » are the same door.
fn street_key(street: &str) -> String {
    let parsed = geography::address::parse(street);
    if parsed.number.is_some() { parsed.key() } else { geography::address::street_key(street) }
}

/// A sex, as lists write it.
pub fn read_sex(text: &str) -> Option<Sex> {
    match search_key(text).as_str() {
        "f" | "femme" | "feminin" | "madame" | "mme" | "2" => Some(Sex::Woman),
        "m" | "h" | "homme" | "masculin" | "monsieur" | "mr" | "1" => Some(Sex::Man),
        "" if text.trim().is_empty() => Some(Sex::Unknown),
        "x" | "nr" | "inconnu" | "autre" | "non renseigne" => Some(Sex::Unknown),
        _ => None,
    }
}

/// Why two lines of one name are perhaps the same person: whether both births are known, whether they are the same person by
/// name and birth, whether they live at the same address. Nothing when they are not, or surely are.
pub(super) const fn perhaps(is_known: bool, is_same: bool, is_at_home: bool) -> Option<&'static str> {
    match (is_known, is_same, is_at_home) {
        (true, true, true) | (true, false, false) => None,
        (true, true, false) => Some("même nom, mêmes prénoms, même naissance ; autre adresse"),
        (true, false, true) => {
            Some("même nom, même premier prénom, même adresse ; naissance ou autres prénoms différents")
        }
        (false, _, true) => Some("même nom, même premier prénom, même adresse ; une naissance inconnue"),
        (false, _, false) => Some("même nom, même premier prénom ; une naissance inconnue"),
    }
}

/// What two lines are compared by: fingerprints, never names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Name, forenames and day of birth.
    pub identity: Option<String>,
    /// Name and first forename.
    pub name: String,
    /// Address.
    pub address: Option<String>,
    /// Street, by which people are placed together; two lines are not compared by it.
    pub street: String,
}

impl Marks {
    fn shares_address(&self, other: &Self) -> bool {
        self.address.is_some() && self.address == other.address
    }

    /// Whether they are surely the same person.
    pub fn is_same(&self, other: &Self) -> bool {
        self.identity.is_some() && self.identity == other.identity && self.shares_address(other)
    }
}

/// What is wrong in what somebody says of herself.
pub fn check_person(person: &Person, is_address_needed: bool) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if search_key(&person.birth_name).is_empty() {
        tell("nom", "Indiquez le nom de naissance");
    }
    if search_key(&person.forenames).is_empty() {
        tell("prenoms", "Indiquez au moins un prénom");
    }
    if is_address_needed && person.street.is_empty() {
        tell("rue", "Indiquez le numéro et la rue");
    }
    if is_address_needed && !(person.postcode.len() == 5 && person.postcode.chars().all(|c| c.is_ascii_digit())) {
        tell("code-postal", "Un code postal a cinq chiffres, par exemple 11000");
    }
    if !person.email.is_empty() && (!person.email.contains('@') || person.email.contains(char::is_whitespace)) {
        tell("courriel", "Une adresse électronique a la forme nom@exemple.fr");
    }
    for (field, text) in [
        ("nom", &person.birth_name),
        ("nom-usage", &person.used_name),
        ("prenoms", &person.forenames),
        ("rue", &person.street),
        ("complement", &person.complement),
        ("ville", &person.city),
        ("courriel", &person.email),
        ("telephone", &person.phone),
    ] {
        if text.chars().count() > 200 {
            tell(field, "Ce texte dépasse 200 signes : raccourcissez-le");
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, forenames: &str, birth: &str, street: &str) -> Person {
        Person {
            birth_name: name.into(),
            forenames: forenames.into(),
            birth: Birth::read(birth).expect("a birth"),
            street: street.into(),
            postcode: "11000".into(),
            ..Person::default()
        }
    }

    fn marks(person: &Person) -> Marks {
        Marks {
            identity: person.identity(),
            name: person.name(),
            address: person.address(),
            street: person.street_label(),
        }
    }

    #[test]
    fn births_are_read_as_lists_write_them() {
        let day = Birth::Day(Date::constant(1990, 12, 31));
        for text in ["31/12/1990", "1990-12-31", "31-12-1990", " 31.12.1990 "] {
            assert_eq!(Birth::read(text), Some(day), "{text}");
        }
        assert_eq!(Birth::read("00/00/1953"), Some(Birth::Year(1953)));
        assert_eq!((Birth::read("1961"), Birth::read("")), (Some(Birth::Year(1961)), Some(Birth::Unknown)));
        for text in ["31/02/1990", "hier", "12/1990", "99"] {
            assert!(Birth::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn thirty_is_no_longer_young_and_a_year_alone_is_enough_unless_the_birthday_decides() {
        let on = Date::constant(2026, 6, 15);
        let age = |text: &str| Birth::read(text).expect("a birth").age(on, (18, 30));
        assert_eq!((age("15/06/1996"), age("16/06/1996")), (Age::Older, Age::Young));
        assert_eq!((age("16/06/2008"), age("15/06/2008")), (Age::Minor, Age::Young));
        assert_eq!((age("00/00/1953"), age("1996"), age("")), (Age::Older, Age::Unknown, Age::Unknown));
    }

    #[test]
    fn the_same_door_is_recognised_however_it_is_written() {
        let one = person("Durand", "Léa", "1990-01-02", "12 bis, av. Jean-Jaurès");
        let other = person("DURAND", "LEA", "02/01/1990", "12BIS AVENUE JEAN JAURES");
        assert!(marks(&one).is_same(&marks(&other)));
        assert_eq!(one.household(), other.household());
        // Neighbours of a tower are not a household, unless they share a name or a flat.
        let neighbour = person("Martin", "Paul", "1980-01-02", "12 bis avenue Jean Jaurès");
        assert_ne!(one.household(), neighbour.household());
        let flat = |person: &Person| Person { complement: "Apt 4".into(), ..person.clone() };
        assert_eq!(flat(&one).household(), flat(&neighbour).household());
    }

    #[test]
    fn doubts_are_told_and_homonyms_are_left_alone() {
        let one = person("Durand", "Léa", "1990-01-02", "1 rue A");
        let told = |other: &Person| {
            let (one, other) = (marks(&one), marks(other));
            let is_known = one.identity.is_some() && other.identity.is_some();
            let is_same = is_known && one.identity == other.identity;
            perhaps(is_known, is_same, one.shares_address(&other)).filter(|_| one.name == other.name)
        };
        assert_eq!(told(&one), None);
        assert!(
            told(&person("Durand", "Léa", "1990-01-02", "9 rue B")).is_some_and(|told| told.contains("autre adresse"))
        );
        assert!(told(&person("Durand", "Léa", "", "1 rue A")).is_some_and(|told| told.contains("naissance inconnue")));
        assert_eq!(told(&person("Durand", "Léa", "1971-05-05", "9 rue B")), None);
        assert_eq!(told(&person("Durand", "Zoé", "1990-01-02", "1 rue A")), None);
    }
}
