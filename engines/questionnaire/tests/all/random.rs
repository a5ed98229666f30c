//! Anything may come in: nothing here panics, swells or loops.

use crate::forms;

use crate::mutations::{packed, parts, through};
use jiff::civil::date;
use proptest::prelude::*;
use questionnaire::answering::{Circumstances, Session};
use questionnaire::expression::parse;
use questionnaire::xlsform;

fn circumstances() -> Circumstances {
    Circumstances { now: date(2026, 7, 6).at(12, 0, 0, 0), chance: 3 }
}

/// `PROPTEST_CASES`, or enough for every day.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(128)
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        2 => "(text|integer|note|select_one l|select_multiple l|rank l|calculate|begin_group|end_group|begin_repeat|end_repeat|range|date|begin_loop over l)",
        2 => "(a|b|c|d|e|l)",
        2 => "(\\$\\{(a|b|c|d)\\}( = | > | \\+ | and ))?(selected\\(\\$\\{(a|b|c|d)\\}, 'x'\\)|\\$\\{(a|b|c)\\}|1|'x'|\\.|\\.\\./a|count\\(\\$\\{d\\}\\)|position\\(\\.\\.\\)|today\\(\\))",
        1 => "(yes|3|start=1 end=5|field-list|table-list|minimal)",
        1 => "\\PC{0,12}",
    ]
}

const HEADERS: &[&str] = &[
    "type",
    "name",
    "label",
    "relevant",
    "required",
    "constraint",
    "calculation",
    "choice_filter",
    "repeat_count",
    "parameters",
    "appearance",
    "default",
    "cdv:max_selected",
    "label::Français (fr)",
    "hint",
    "inconnue",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn random_cells(rows in prop::collection::vec(prop::collection::vec(cell(), HEADERS.len()), 0..24), lists in prop::collection::vec(prop::collection::vec(cell(), 3), 0..6)) {
        let clean = |cells: &[String]| cells.iter().map(|cell| cell.replace('|', "/").replace(['\n', '\r'], " ")).collect::<Vec<String>>().join("|");
        let survey: Vec<String> = std::iter::once(HEADERS.join("|")).chain(rows.iter().map(|row| clean(row))).collect();
        let choices: Vec<String> = std::iter::once("list_name|name|label".to_owned()).chain(lists.iter().map(|row| clean(row))).chain(["l|x|X".to_owned(), "l|y|Y".to_owned()]).collect();
        through(&forms::workbook(&[("survey", &survey.join("\n")), ("choices", &choices.join("\n"))]));
    }

    #[test]
    fn corrupted_workbooks(place in any::<prop::sample::Index>(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12), cut in prop::option::of(any::<prop::sample::Index>()), packs in any::<bool>()) {
        let whole = forms::workbook(forms::TOWN);
        let mutated = |bytes: &mut Vec<u8>| {
            for (at, byte) in &changes {
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] = *byte;
                }
            }
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len() + 1));
            }
        };
        let bytes = if packs {
            let mut parts = parts(&whole);
            let part = place.index(parts.len());
            mutated(&mut parts[part].1);
            packed(&parts)
        } else {
            let mut bytes = whole;
            mutated(&mut bytes);
            bytes
        };
        through(&bytes);
    }

    #[test]
    fn random_expressions(text in prop_oneof!["\\PC{0,60}", "[()\\[\\]${}a-c.,/*+<>='\"| -]{0,80}", "((selected|if|count|sum|once|int|regex|not|concat|date)\\(|\\$\\{a\\}|'x'|1|\\)|,| and | or | = |\\[|\\]|\\.\\.|/|\\*|-){0,30}"]) {
        if let Ok(expression) = parse(&text) {
            let _ = expression.most_selected();
            let survey = format!("type|name|label|relevant|calculation\ntext|a|A\ntext|b|B|{0}\ncalculate|c|||{0}\nbegin_repeat|d|D\ntext|e|E|{0}\nend_repeat", text.replace('|', "\\p").replace(['\n', '\r'], " "));
            through(&forms::workbook(&[("survey", &survey)]));
        }
    }

    #[test]
    fn random_answers(answers in prop::collection::btree_map(prop_oneof![Just("age".to_owned()), Just("besoins".to_owned()), Just("enfants_nombre".to_owned()), Just("enfants[1]/age_enfant".to_owned()), Just("jour".to_owned()), Just("commune".to_owned()), Just("moyens".to_owned()), Just("note_quartier".to_owned()), Just("enfants".to_owned()), "enfants\\[[0-9]{0,20}\\]?/?[a-z_]{0,6}", "\\PC{0,8}"], prop_oneof!["\\PC{0,20}", "-?[0-9]{0,18}([.,][0-9]{0,4})?", "([a-z]{0,4} ?){0,6}", "[0-9]{0,4}[-/][0-9]{0,2}[-/][0-9]{0,4}", Just("securite proprete ecoles".to_owned())], 0..12), language in "(fr|en|ar|\\PC{0,3})") {
        let plan = forms::plan(forms::TOWN);
        let session = Session::open(&plan, &answers, circumstances());
        let faults = session.faults(&language);
        prop_assert!(faults.iter().all(|fault| !fault.sentence.is_empty()));
        // What was typed is given back as it was.
        prop_assert_eq!(session.answers(), &answers);
        for page in session.pages() {
            for asked in &page.questions {
                let _ = (session.label(asked, &language), session.offered(asked, &language));
                if let Some(typed) = answers.get(asked.key) {
                    prop_assert_eq!(asked.typed, typed);
                }
            }
            let _ = (session.next(Some(&page.key)), session.previous(&page.key));
        }
    }
}

#[test]
fn bombs_are_refused_before_they_swell() {
    let plain = parts(&forms::workbook(forms::TOWN));
    let with = |name: &str, content: Vec<u8>| {
        let changed: Vec<(String, Vec<u8>)> = plain
            .iter()
            .map(|(known, own)| (known.clone(), if known == name { content.clone() } else { own.clone() }))
            .collect();
        packed(&changed)
    };
    let sheet = "xl/worksheets/sheet1.xml";
    let cells = |inside: &str| {
        format!("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{inside}</sheetData></worksheet>").into_bytes()
    };
    let many = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x</t></is></c></row>".repeat(401_000);
    for (what, bytes) in [
        (
            "a text of 2 MB",
            with(sheet, cells(&format!("<row r=\"1\"><c r=\"A1\"><v>{}</v></c></row>", "1".repeat(2 << 20)))),
        ),
        ("half a million cells", with(sheet, cells(&many))),
        ("texts announced", with("xl/sharedStrings.xml", b"<sst uniqueCount=\"900000000000\"></sst>".to_vec())),
        (
            "a thousand sheets of one name",
            with(
                "xl/workbook.xml",
                format!("<workbook>{}</workbook>", "<sheet name=\"survey\" r:id=\"rId1\"/>".repeat(1_000)).into_bytes(),
            ),
        ),
        ("a part of 17 MB", with("xl/styles.xml", b"<a/>".repeat((16 << 20) / 4 + 1))),
    ] {
        let reading = xlsform::read(&bytes, "form");
        assert!(!reading.is_accepted(), "{what}");
    }
    // Rows without end and without cells are what a careless sheet really holds: they cost nothing.
    let rows: String = (30..60_000).map(|row| format!("<row r=\"{row}\"/>")).collect();
    let own =
        String::from_utf8(plain.iter().find(|(name, _)| name == sheet).expect("a sheet").1.clone()).expect("UTF-8");
    let reading =
        xlsform::read(&with(sheet, own.replace("</sheetData>", &format!("{rows}</sheetData>")).into_bytes()), "form");
    assert!(reading.is_accepted(), "{:?}", reading.problems);
    // A cell at the other end of the sheet makes no rectangle.
    let far = own.replace(
        "</sheetData>",
        "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData>",
    );
    assert!(xlsform::read(&with(sheet, far.into_bytes()), "form").is_accepted());
}

#[test]
fn old_workbooks_corrupted_anywhere_do_not_end_the_program() {
    let Some(data) = std::env::var_os("PARVIS_OPEN_DATA") else {
        eprintln!("PARVIS_OPEN_DATA is not set: old workbooks are not corrupted");
        return;
    };
    let file = std::path::Path::new(&data).join("xlsforms/pyxform__tutorial.xls");
    let whole = std::fs::read(file).expect("read");
    let mut seed = 1u64;
    let mut draw = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % most
    };
    for _ in 0..400 {
        let mut bytes = whole.clone();
        for _ in 0..1 + draw(6) {
            let at = draw(bytes.len());
            bytes[at] = draw(256) as u8;
        }
        through(&bytes);
    }
}
