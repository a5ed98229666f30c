//! What a contract sets for its committees: parts that ceilings compare with, who goes in the first wave.

use kernel::FieldError;

/// What is set for the committees of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitteeSetting {
    /// Part of a department's envelope of programme 147 that may be given outside priority neighbourhoods, in thousandths.
    pub outside_permille: i64,
    /// Part of agreements that should last several years, in number and in amount, in thousandths.
    pub several_permille: i64,
    /// Employees at most of an association that is answered first.
    pub fragile_employees: i64,
}

impl Default for CommitteeSetting {
    /// 2,5 % (instruction on the programming of programme 147); half of agreements (circular of 31 August 2023); two
    /// employees.
    fn default() -> Self {
        Self { outside_permille: 25, several_permille: 500, fragile_employees: 2 }
    }
}

impl CommitteeSetting {
    /// Whether an association is answered first: it says how many employees it has, and they are few.
    pub fn is_fragile(&self, employees: Option<i64>) -> bool {
        employees.is_some_and(|employees| employees <= self.fragile_employees)
    }
}

/// What is wrong in what is set.
pub fn check_setting(one: &CommitteeSetting) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (field, permille) in [("hors-quartiers", one.outside_permille), ("pluriannuel", one.several_permille)] {
        if !(0..=1000).contains(&permille) {
            errors.push(FieldError::new(field, "La part est entre 0 et 100 %"));
        }
    }
    if !(0..=10_000).contains(&one.fragile_employees) {
        errors.push(FieldError::new("salaries", "Le nombre de salariés est entre 0 et 10 000"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_parts_and_few_is_a_number() {
        assert!(check_setting(&CommitteeSetting::default()).is_empty());
        let wrong = CommitteeSetting { outside_permille: -1, several_permille: 1001, fragile_employees: -3 };
        let fields: Vec<String> = check_setting(&wrong).into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["hors-quartiers", "pluriannuel", "salaries"]);
    }

    #[test]
    fn an_association_of_which_nothing_is_known_is_not_called_fragile() {
        let two = CommitteeSetting::default();
        assert_eq!([Some(0), Some(2), Some(3), None].map(|known| two.is_fragile(known)), [true, true, false, false]);
    }
}
