//! Weights, shares, intervals and tests against those of R `survey` 4.1-1 (and icarus 0.3.2, a port of INSEE's Calmar).

use crate::golden_survey::{PRIORITIES, lines, margins, number, survey};
use tabulation::association::{pearson, rao_scott};
use tabulation::intervals::{Design, estimate};
use tabulation::weights::{Method, Weighting, calibrate, rake};
use tabulation::{BasePolicy, Request, cross, effective_rows, flat};

fn furthest(found: &[f64], expected: impl Iterator<Item = f64>) -> f64 {
    found.iter().zip(expected).map(|(found, expected)| (found / expected - 1.0).abs()).fold(0.0, f64::max)
}

#[test]
fn weights_are_those_of_the_reference() {
    let (Some(data), Some(reference)) = (survey(), lines("poids_reference_R_survey.csv")) else { return };
    let margins = margins(&data).expect("margins");
    let logit = Method::Logit { low: 0.1, high: 8.0 };
    let close = |name: &str, weighting: &Weighting, column: &str, most: f64| {
        let distance = furthest(&weighting.weights, reference.iter().map(|line| number(line, column)));
        println!("{name} against {column}: {distance:.1e} in {} steps", weighting.steps);
        assert!(distance < most, "{name}: {distance:e}");
    };
    let raked = rake(&margins, None).expect("raking");
    let calibrated = |method| calibrate(&margins, None, method).expect("calibration");
    close("raking by fitting", &raked, "rake", 1e-8);
    close("raking by fitting", &raked, "cal_raking", 1e-8);
    close("raking by Newton", &calibrated(Method::Raking), "cal_raking", 1e-8);
    let linear = calibrated(Method::Linear);
    close("linear", &linear, "cal_linear", 1e-8);
    close("logit", &calibrated(logit), "cal_logit", 1e-5);

    let report = &raked.report;
    assert!((report.design_effect - 2.39).abs() < 0.01 && (report.effective_size - 193.0).abs() < 1.0, "{report:?}");
    assert!((linear.report.smallest + 9.4).abs() < 0.1, "linear calibration goes negative here");
}

#[test]
fn shares_and_intervals_are_those_of_the_reference() {
    let (Some(data), Some(reference)) = (survey(), lines("proportions_reference_R_survey.csv")) else { return };
    let raked = rake(&margins(&data).expect("margins"), None).expect("raking");
    let priorities = data.index_of("priorites").expect("there");
    let domain = effective_rows(&data, priorities, BasePolicy::DROPS_BOTH);
    let table =
        flat(&data, priorities, &Request { weights: Some(&raked.weights), ..Request::default() }).expect("table");
    assert_eq!((table.base.effective.count, table.base.no_answer, table.over_cap), (380, 83, 0));
    let mut compared = 0;
    for line in &reference {
        let option = PRIORITIES.iter().position(|code| line["item"] == format!("p_{code}")).expect("an option");
        let told = estimate(&Design::Calibrated(&raked), &domain, &data.rows_where(priorities, option)).expect("share");
        let interval = match line["method"].as_str() {
            "logit" => told.logit(0.95),
            "beta" => told.korn_graubard(0.95),
            _ => told.symmetric(0.95),
        };
        let interval = interval.expect("an interval");
        for (found, column) in
            [(told.share, "est"), (told.standard_error, "se"), (interval.low, "lo"), (interval.high, "hi")]
        {
            let distance = (found - number(line, column)).abs();
            assert!(distance < 1e-6, "{} {} {column}: {distance:e}", line["item"], line["method"]);
            compared += 1;
        }
        assert_eq!(table.rows[option].tally.count, number(line, "n_cites") as u64);
        assert!((table.share_of_respondents(&table.rows[option]).expect("a share") - told.share).abs() < 1e-12);
    }
    assert_eq!(compared, 27 * 4);
}

#[test]
fn tests_of_independence_are_those_of_the_reference() {
    let Some(data) = survey() else { return };
    let raked = rake(&margins(&data).expect("margins"), None).expect("raking");
    let (mode, security) = (data.index_of("mode").expect("there"), data.index_of("securite").expect("there"));
    let plain = pearson(&cross(&data, mode, security, &Request::default()).expect("table").counts()).expect("test");
    assert!((plain.statistic - 0.407_850_710_3).abs() < 1e-6 && (plain.p_value - 0.815_523_243_5).abs() < 1e-6);
    let told = rao_scott(&data, mode, security, &Design::Calibrated(&raked), &data.everybody()).expect("test");
    assert!((told.statistic - 0.119_619_144_3).abs() < 1e-6, "{told:?}");
    assert!((told.degrees_below - 887.843_188_1).abs() < 1e-3, "{told:?}");
    assert!((told.p_value - 0.879_798_006_4).abs() < 1e-6, "{told:?}");
}
