//! A form followed on a device says what the engine says: the cases below are kept in a file that the script of devices is run on in
//! Chromium (`tests/browser/offline_interviews.mjs`). `PARVIS_UPDATE=1` writes it anew.

use crate::forms;

use jiff::civil::date;
use questionnaire::answering::{Answers, Circumstances, FaultKind, Session};
use questionnaire::plan::Plan;
use questionnaire::portable;
use serde_json::{Value, json};

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/browser/conditions.json");

/// What may be typed to each question, sound or not.
const TYPED: &[(&str, &[&str])] = &[
    ("canal", &["web", "tel", "", "pigeon"]),
    ("commune", &["carcassonne", "limoux", "autre", ""]),
    ("quartier", &["laconte", "aude", "nsp", ""]),
    ("age", &["41", " 17 ", "7", "111", "douze", "4,5", "", "18"]),
    ("besoins", &["securite", "securite autre", "securite proprete transports ecoles", "nsp", "nvp proprete", ""]),
    ("besoin_libre", &["des bancs ", ""]),
    ("moyens", &["a b c", "c a", "", "b b a c"]),
    ("proprete", &["1", "2", ""]),
    ("transports", &["2", "3"]),
    ("note_quartier", &["0", "10", "11", "2,5", "beaucoup", ""]),
    ("enfants_nombre", &["0", "1", "2", "13", ""]),
    ("enfants[1]/prenom", &["Lou", ""]),
    ("enfants[1]/age_enfant", &["3", "trois", ""]),
    ("enfants[2]/prenom", &["Sam"]),
    ("enfants[2]/age_enfant", &["12", ""]),
    ("jour", &["6/7/2026", "31/02/2026", "07.09.2026", "demain", ""]),
    ("accord", &["OK", "oui", ""]),
];

/// More conditions than a town writes: each function a device knows, sums over a repeat, what it leaves to the server.
const CONDITIONS: &[(&str, &str)] = &[
    (
        "survey",
        "type | name | label | relevant | calculation | constraint
integer | a | A
decimal | b | B
select_multiple l | s | S
text | t | T | | | regex(., '[A-Z]{2}\\d{2,3}')
date | d | D
begin_repeat | r | R
integer | n | N
text | inside | Dans | ${n} > 1 and ${a} = 1
end_repeat |
calculate | total | | | sum(${n}) + coalesce(${a}, 0)
note | q1 | 1 | ${a} + ${b} * 2 >= 5 or not(${a} != 1)
note | q2 | 2 | count-selected(${s}) > 1 and selected(${s}, 'x')
note | q3 | 3 | selected-at(${s}, 1) = 'y'
note | q4 | 4 | string-length(${t}) > 3 or contains(${t}, 'AB')
note | q5 | 5 | ${d} > '2026-07-01' and ${d} - 1 < 20646
note | q6 | 6 | ${total} = 3
note | q7 | 7 | if(${a} mod 2 = 0, true(), starts-with(concat(${t}, ${s}), 'A'))
note | q8 | 8 | count(${n}) = 2 and max(${n}) > min(${n})
note | q9 | 9 | round(${b}) = 3 or int(${b}) = -2 or floor(${b}) = -3 or ceiling(${b}) = 8 or abs(${b}) = 4
note | q10 | 10 | ${a} div 0 > 1
note | q11 | 11 | boolean(${t}) and number(${a}) = ${a} and -${a} < 0
note | later | Plus tard | ${d} < today()",
    ),
    ("choices", "list_name | name | label\nl | x | X\nl | y | Y\nl | z | Z"),
    ("settings", "form_id | form_title\nconditions | Conditions"),
];

const OTHERS: &[(&str, &[&str])] = &[
    ("a", &["1", "2", "3", "", "x"]),
    ("b", &["2,5", "-2.4", "7.1", "4", ""]),
    ("s", &["x", "x y", "z y x", ""]),
    ("t", &["AB12", "AB", "ab12", "A", ""]),
    ("d", &["6/7/2026", "01/07/2026", "hier", ""]),
    ("r[1]/n", &["1", "2", "3", ""]),
    ("r[2]/n", &["2", "0"]),
    ("r[1]/inside", &["z"]),
];

fn kind(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Missing => "missing",
        FaultKind::WrongShape => "shape",
        FaultKind::NotOffered => "not-offered",
        FaultKind::TooMany => "too-many",
        FaultKind::NotAlone => "not-alone",
        FaultKind::Unranked => "unranked",
        FaultKind::OutOfScale => "out-of-scale",
        FaultKind::TooLong => "too-long",
        FaultKind::Constraint => "constraint",
    }
}

/// Every place a question may stand, twice in a repeat.
fn places(plan: &Plan) -> Vec<String> {
    let mut found = Vec::new();
    for (number, node) in plan.nodes.iter().enumerate().filter(|(_, node)| node.item.kind.is_shown()) {
        let repeat =
            plan.path(number).into_iter().find(|at| plan.nodes[*at].item.kind == questionnaire::model::Kind::Repeat);
        match repeat {
            Some(repeat) => {
                found.extend((1..=2).map(|rank| format!("{}[{rank}]/{}", plan.nodes[repeat].key, node.key)))
            }
            None => found.push(node.key.clone()),
        }
    }
    found
}

fn cases(plan: &Plan, typed: &[(&str, &[&str])], count: u64) -> Value {
    let places = places(plan);
    let case = |rank: u64| {
        let mut drawn = rank.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66;
        let mut answers = Answers::new();
        for (key, values) in typed {
            drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = (drawn >> 33) as usize % (values.len() + 1);
            if let Some(value) = values.get(place) {
                answers.insert((*key).to_owned(), (*value).to_owned());
            }
        }
        let now = date(2026, 7, 6).at(12, 0, 0, 0);
        let session = Session::open(plan, &answers, Circumstances { now, chance: 7 });
        let asked: Vec<&String> = places.iter().filter(|key| session.is_asked(key)).collect();
        let faults: serde_json::Map<String, Value> =
            session.faults("fr").into_iter().map(|fault| (fault.key, json!(kind(fault.kind)))).collect();
        json!({ "answers": answers, "asked": asked, "faults": faults })
    };
    json!({ "plan": portable(plan, "fr"), "places": places, "cases": (0..count).map(case).collect::<Vec<Value>>() })
}

#[test]
fn devices_are_tried_on_what_the_engine_says() {
    let town = cases(&forms::plan(forms::TOWN), TYPED, 120);
    let others = cases(&forms::plan(CONDITIONS), OTHERS, 120);
    let whole = format!("[\n{town},\n{others}\n]\n");
    if std::env::var_os("PARVIS_UPDATE").is_some() {
        std::fs::write(KEPT, &whole).expect("the file of cases");
    }
    let kept = std::fs::read_to_string(KEPT).expect("the file of cases");
    assert!(kept == whole, "PARVIS_UPDATE=1 writes the cases anew");
}

#[test]
fn what_a_device_cannot_work_out_is_left_to_the_server() {
    let plan = portable(&forms::plan(CONDITIONS), "fr");
    let left: Vec<&str> = plan["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter(|item| item.get("r").is_some_and(Value::is_null))
        .filter_map(|item| item["k"].as_str())
        .collect();
    assert_eq!(left, ["later"], "only what depends on the day");
}
