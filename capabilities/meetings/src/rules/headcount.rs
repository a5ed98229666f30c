//! How many people, by category: never a name.

use kernel::FieldError;

use super::Dimension;

/// Categories of a dimension: stable name, French name.
pub const fn categories(dimension: Dimension) -> &'static [(&'static str, &'static str)] {
    match dimension {
        Dimension::Age => &[
            ("under-18", "Moins de 18 ans"),
            ("18-25", "18 à 25 ans"),
            ("26-59", "26 à 59 ans"),
            ("60-and-over", "60 ans et plus"),
        ],
        Dimension::Sex => &[("women", "Femmes"), ("men", "Hommes"), ("other", "Autre, ou non précisé")],
        Dimension::Public => &[
            ("residents", "Habitants"),
            ("council", "Conseil citoyen"),
            ("associations", "Associations"),
            ("professionals", "Professionnels"),
            ("elected", "Élus"),
        ],
    }
}

/// People counted in a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What is counted by.
    pub dimension: Dimension,
    /// Stable name of the category.
    pub category: String,
    /// How many; a category that nobody counted is absent, which is not zero.
    pub people: i64,
}

/// Name of the field of a category.
pub fn field(dimension: Dimension, category: &str) -> String {
    format!("{}-{category}", dimension.code())
}

/// Reads what was typed; a category left empty was not counted.
pub fn read<'a>(typed: impl Fn(&str) -> &'a str) -> Result<Vec<Counted>, Vec<FieldError>> {
    let (mut counted, mut errors) = (Vec::new(), Vec::new());
    for dimension in Dimension::ALL.iter().copied() {
        for (category, french) in categories(dimension) {
            let name = field(dimension, category);
            let digits: String = typed(&name).chars().filter(|c| !c.is_whitespace()).collect();
            match digits.parse::<i64>() {
                _ if digits.is_empty() => {}
                Ok(people) if (0..=100_000).contains(&people) => {
                    counted.push(Counted { dimension, category: (*category).to_owned(), people });
                }
                _ => {
                    let sentence = format!("« {french} » : saisissez un nombre de personnes, par exemple 12, ou rien");
                    errors.push(FieldError::new(name, sentence));
                }
            }
        }
    }
    if errors.is_empty() { Ok(counted) } else { Err(errors) }
}

/// Totals that do not agree, told as they are: nobody corrects a count unseen.
pub fn disagreement(counted: &[Counted]) -> Option<String> {
    let totals: Vec<(Dimension, i64)> = Dimension::ALL
        .iter()
        .map(|dimension| (*dimension, counted.iter().filter(|one| one.dimension == *dimension)))
        .filter(|(_, own)| own.clone().next().is_some())
        .map(|(dimension, own)| (dimension, own.map(|one| one.people).sum()))
        .collect();
    let (_, first) = totals.first()?;
    if totals.iter().all(|(_, total)| total == first) {
        return None;
    }
    let told: Vec<String> =
        totals.iter().map(|(dimension, total)| format!("{total} par {}", dimension.french().to_lowercase())).collect();
    Some(format!(
        "Les totaux ne sont pas les mêmes : {}. C’est permis ; une personne peut ne pas avoir été comptée partout.",
        told.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_is_not_zero() {
        let counted = read(|name| match name {
            "age-under-18" => "0",
            "sex-women" => " 1 2",
            _ => "",
        });
        let counted = counted.expect("read");
        assert_eq!(counted.len(), 2);
        assert_eq!((counted[0].people, counted[1].people), (0, 12));
        assert!(disagreement(&counted).is_some_and(|told| told.contains("0 par âge, 12 par sexe")));
        assert_eq!(disagreement(&counted[..1]), None);
        let errors = read(|name| if name == "public-elected" { "beaucoup" } else { "" }).expect_err("refused");
        assert!(errors[0].sentence.contains("« Élus »"), "{errors:?}");
    }
}
