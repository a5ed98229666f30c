//! Who holds a project, when nobody has a number: a group is known by the name it gives itself, or by how it is reached.

use super::ProjectTerms;

/// What makes two projects those of one group: the words of its name, and the telephone or address it is reached at. An empty one
/// tells nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    name: String,
    reach: String,
}

impl Holder {
    /// The holder of a project.
    pub fn of(terms: &ProjectTerms) -> Self {
        let reach = match terms.reach.contains('@') {
            true => terms.reach.trim().to_lowercase(),
            false => {
                let digits: String = terms.reach.chars().filter(char::is_ascii_digit).collect();
                // « +33 6 … » and « 06 … » are the same telephone.
                digits.chars().rev().take(9).collect()
            }
        };
        Self { name: kernel::text::search_key(&terms.group_name), reach }
    }

    /// Whether two projects are of one group.
    pub fn is(&self, other: &Self) -> bool {
        let same = |one: &str, two: &str| !one.is_empty() && one == two;
        same(&self.name, &other.name) || same(&self.reach, &other.reach)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(group_name: &str, reach: &str) -> ProjectTerms {
        ProjectTerms {
            title: String::new(),
            what: String::new(),
            area: None,
            place: String::new(),
            starts_on: jiff::civil::Date::constant(2026, 5, 1),
            people: 1,
            total: 1,
            asked: 1,
            spends: String::new(),
            group_name: group_name.into(),
            contact: String::new(),
            reach: reach.into(),
        }
    }

    #[test]
    fn a_group_is_known_by_its_name_or_by_how_it_is_reached() {
        let known = Holder::of(&terms("Les voisins du 12", "06 39 98 12 34"));
        for (name, reach) in
            [("les VOISINS du 12", "samira@exemple.fr"), ("Le jardin", "+33 6 39 98 12 34"), ("Les voisins du 12", "")]
        {
            assert!(known.is(&Holder::of(&terms(name, reach))), "{name} {reach}");
        }
        for (name, reach) in [("Le jardin", "06 39 98 12 35"), ("Le jardin", "")] {
            assert!(!known.is(&Holder::of(&terms(name, reach))), "{name} {reach}");
        }
        // Two contacts that are erased are not the same one.
        assert!(!Holder::of(&terms("Un", "")).is(&Holder::of(&terms("Deux", ""))));
    }
}
