//! Parts of a population: by sex, by age. A figure for everybody has the empty one.

/// What a population may be shared out by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Women, men.
    Sex,
    /// Five groups of age.
    Age,
}

impl Axis {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sex, Self::Age];

    /// Stable word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sex => "sex",
            Self::Age => "age",
        }
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Sex => "Par sexe",
            Self::Age => "Par âge",
        }
    }

    /// The axis of a stable word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|axis| axis.key() == key)
    }

    /// Its parts, which make everybody together.
    pub const fn parts(self) -> &'static [Breakdown] {
        match self {
            Self::Sex => &[Breakdown::Women, Breakdown::Men],
            Self::Age => &[
                Breakdown::Under16,
                Breakdown::From16To17,
                Breakdown::From18To25,
                Breakdown::From26To64,
                Breakdown::From65,
            ],
        }
    }
}

/// A part of a population.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Breakdown {
    /// Everybody.
    #[default]
    Everybody,
    /// Women.
    Women,
    /// Men.
    Men,
    /// Under sixteen.
    Under16,
    /// Sixteen and seventeen.
    From16To17,
    /// Eighteen to twenty-five.
    From18To25,
    /// Twenty-six to sixty-four.
    From26To64,
    /// Sixty-five and more.
    From65,
}

impl Breakdown {
    /// Every part, everybody first.
    pub const ALL: [Self; 8] = [
        Self::Everybody,
        Self::Women,
        Self::Men,
        Self::Under16,
        Self::From16To17,
        Self::From18To25,
        Self::From26To64,
        Self::From65,
    ];

    /// Stable word kept in the database and in files; empty for everybody.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Everybody => "",
            Self::Women => "f",
            Self::Men => "h",
            Self::Under16 => "moins_16",
            Self::From16To17 => "16_17",
            Self::From18To25 => "18_25",
            Self::From26To64 => "26_64",
            Self::From65 => "65_plus",
        }
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Everybody => "Ensemble",
            Self::Women => "Femmes",
            Self::Men => "Hommes",
            Self::Under16 => "Moins de 16 ans",
            Self::From16To17 => "16 et 17 ans",
            Self::From18To25 => "18 à 25 ans",
            Self::From26To64 => "26 à 64 ans",
            Self::From65 => "65 ans et plus",
        }
    }

    /// The part of a stable word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.key() == key)
    }

    /// The part somebody wrote in a file: « F », « femmes », « 18-25 ans ».
    pub fn from_words(words: &str) -> Option<Self> {
        let bare = kernel::text::search_key(words);
        let bare: String = bare.chars().filter(char::is_ascii_alphanumeric).collect();
        let known = match bare.as_str() {
            "" | "ensemble" | "total" | "t" => Self::Everybody,
            "f" | "femme" | "femmes" => Self::Women,
            "h" | "m" | "homme" | "hommes" => Self::Men,
            "moins16" | "moinsde16" | "moinsde16ans" | "015" | "0a15ans" => Self::Under16,
            "1617" | "16a17" | "16et17ans" | "1617ans" => Self::From16To17,
            "1825" | "18a25" | "18a25ans" | "1825ans" => Self::From18To25,
            "2664" | "26a64" | "26a64ans" | "2664ans" => Self::From26To64,
            "65" | "65plus" | "65etplus" | "65ansetplus" => Self::From65,
            _ => return None,
        };
        Some(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_known_by_their_key_and_by_the_words_of_files() {
        for part in Breakdown::ALL {
            assert_eq!(Breakdown::from_key(part.key()), Some(part));
            assert_eq!(Breakdown::from_words(part.french()), Some(part), "{}", part.french());
            assert_eq!(Breakdown::from_words(part.key()), Some(part), "{}", part.key());
        }
        assert_eq!(Breakdown::from_words("autre"), None);
    }
}
