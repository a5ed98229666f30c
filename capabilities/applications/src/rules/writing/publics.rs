//! For how many people: by age, sex and year. Nought and not known are two things.

/// Bands of age, as the State's portal has them: stable code, what screens say.
pub const AGES: [(&str, &str); 7] = [
    ("0-5", "0 à 5 ans"),
    ("6-15", "6 à 15 ans"),
    ("16-17", "16 et 17 ans"),
    ("18-25", "18 à 25 ans"),
    ("26-64", "26 à 64 ans"),
    ("65", "65 ans et plus"),
    ("all", "Tous âges, ou âge non connu"),
];

/// Sexes: stable code, what screens say.
pub const SEXES: [(&str, &str); 3] = [("women", "Femmes"), ("men", "Hommes"), ("all", "Sans distinguer")];

/// People of one age, one sex, one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Public {
    /// The year.
    pub year: i64,
    /// Code of the age.
    pub age: String,
    /// Code of the sex.
    pub sex: String,
    /// How many; nought is a number, a line that is not there is not known.
    pub people: i64,
}

/// What screens say of a code of age.
pub fn age_label(code: &str) -> &str {
    AGES.iter().find(|(known, _)| *known == code).map_or(code, |(_, label)| label)
}

/// What screens say of a code of sex.
pub fn sex_label(code: &str) -> &str {
    SEXES.iter().find(|(known, _)| *known == code).map_or(code, |(_, label)| label)
}

/// A line a year: « 2026 : 40 personnes (Femmes, 18 à 25 ans : 25 ; …) ».
pub fn people_told(publics: &[Public]) -> String {
    let mut years: Vec<i64> = publics.iter().map(|one| one.year).collect();
    years.sort_unstable();
    years.dedup();
    let lines = years.into_iter().map(|year| {
        let of_year: Vec<&Public> = publics.iter().filter(|one| one.year == year).collect();
        let sum: i64 = of_year.iter().map(|one| one.people).sum();
        let each: Vec<String> = of_year
            .iter()
            .map(|one| format!("{}, {} : {}", sex_label(&one.sex), age_label(&one.age).to_lowercase(), one.people))
            .collect();
        format!("{year} : {sum} personnes ({})", each.join(" ; "))
    });
    lines.collect::<Vec<_>>().join("\n")
}
