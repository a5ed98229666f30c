//! Weighting that must be refused or warned of, with what to do.

use tabulation::weights::{Margin, Method, WeightError, WeightWarning, calibrate, rake};
use tabulation::{Answer, DataSet, Variable};

fn margin(name: &str, totals: &[f64], members: &[usize]) -> Margin {
    let cells = totals.iter().enumerate().map(|(cell, total)| (format!("{name}{cell}"), *total)).collect();
    Margin { name: name.to_owned(), cells, members: members.to_vec() }
}

#[test]
fn an_empty_cell_is_refused_with_a_proposal() {
    let told = rake(&[margin("âge", &[100.0, 40.0, 60.0], &[0, 0, 1])], None).expect_err("nobody in the third");
    let WeightError::EmptyCell { cell, with, .. } = &told else { panic!("{told:?}") };
    assert_eq!((cell.as_str(), with.as_str()), ("âge2", "âge1"));
    assert!(told.to_string().contains("Regroupez « âge2 » avec « âge1 »"), "{told}");
    let told =
        calibrate(&[margin("âge", &[100.0, 0.0], &[0, 1])], None, Method::Raking).expect_err("nobody exists there");
    assert!(matches!(told, WeightError::ImpossibleCell { count: 1, .. }), "{told:?}");
}

#[test]
fn margins_that_do_not_describe_one_population_are_refused() {
    let (one, two) = (margin("a", &[60.0, 40.0], &[0, 1]), margin("b", &[60.0, 50.0], &[0, 1]));
    assert!(matches!(rake(&[one.clone(), two], None), Err(WeightError::TotalsDiffer { .. })));
    assert!(matches!(
        rake(&[one.clone(), margin("b", &[60.0, 40.0], &[0])], None),
        Err(WeightError::WrongLength { .. })
    ));
    assert!(matches!(rake(&[], None), Err(WeightError::Nothing)));
    assert!(matches!(rake(&[margin("a", &[f64::NAN], &[0])], None), Err(WeightError::WrongTotal { .. })));
    assert!(matches!(rake(std::slice::from_ref(&one), Some(&[1.0, 0.0])), Err(WeightError::WrongDesign)));
    // Two margins that say opposite things of the same people.
    let against = margin("c", &[40.0, 60.0], &[0, 1]);
    assert!(matches!(rake(&[one.clone(), against.clone()], None), Err(WeightError::NoSolution)));
    assert!(matches!(calibrate(&[one, against], None, Method::Linear), Err(WeightError::NoSolution)));
}

#[test]
fn bounds_that_cannot_hold_are_refused() {
    let uneven = margin("a", &[90.0, 10.0], &[0, 1, 1, 1]);
    let logit = |low, high| calibrate(std::slice::from_ref(&uneven), None, Method::Logit { low, high });
    assert!(matches!(logit(1.0, 8.0), Err(WeightError::WrongBounds)));
    // The first must weigh 3.6 times the mean.
    assert!(matches!(logit(0.1, 2.0), Err(WeightError::NoSolution)));
    let held = logit(0.1, 4.0).expect("weights");
    assert!((held.weights[0] - 90.0).abs() < 1e-6 && (held.weights[1] - 10.0 / 3.0).abs() < 1e-6, "{:?}", held.weights);
}

#[test]
fn what_weights_cost_is_said() {
    let members: Vec<usize> = (0..100).map(|row| usize::from(row >= 4)).collect();
    let told = rake(&[margin("a", &[50.0, 50.0], &members)], None).expect("weights").report;
    // 4 people stand for half of the population: (Σw)²/Σw² = 100² / (50²/4 + 50²/96).
    assert!((told.effective_size - 15.36).abs() < 0.01 && (told.ratio - 24.0).abs() < 1e-9, "{told:?}");
    assert!(!told.allows_intervals());
    for warning in [WeightWarning::CostlyWeights, WeightWarning::UnequalWeights, WeightWarning::TooFew] {
        assert!(told.warnings.contains(&warning) && !warning.french().is_empty());
    }
    let fair: Vec<usize> = (0..100).map(|row| row % 2).collect();
    let told = rake(&[margin("a", &[52.0, 48.0], &fair)], None).expect("weights").report;
    assert!(told.warnings.is_empty() && told.allows_intervals(), "{told:?}");
}

#[test]
fn a_margin_of_a_question_asks_everybody_to_have_answered() {
    let mut data = DataSet::new(vec![Variable::single("sexe", "Sexe", &[("F", "F"), ("H", "H")])]).expect("form");
    for answer in [Answer::One(0), Answer::NoAnswer, Answer::One(1)] {
        data.append(&[answer]).expect("fits");
    }
    assert!(matches!(Margin::of_variable(&data, 0, &[1.0, 1.0]), Err(WeightError::Missing { count: 1, .. })));
    assert!(matches!(Margin::of_variable(&data, 0, &[1.0]), Err(WeightError::WrongLength { .. })));
}
