//! Somebody answers the inquiry of a town.

use crate::forms;

use jiff::civil::{DateTime, date};
use questionnaire::answering::{Answers, Circumstances, FaultKind, Session};
use questionnaire::model::Special;
use questionnaire::plan::Plan;

fn noon() -> DateTime {
    date(2026, 7, 6).at(12, 0, 0, 0)
}

fn open<'a>(plan: &'a Plan, answers: &[(&str, &str)]) -> Session<'a> {
    let answers: Answers = answers.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Session::open(plan, &answers, Circumstances { now: noon(), chance: 7 })
}

fn keys(session: &Session<'_>) -> Vec<String> {
    session.asked().iter().map(|asked| asked.key.to_owned()).collect()
}

/// The wrong answer to a question, told in a language.
fn fault(session: &Session<'_>, key: &str, language: &str) -> Option<(FaultKind, String)> {
    let asked = session.question(key).unwrap_or_else(|| panic!("{key} is not asked"));
    session.fault(&asked, language).map(|fault| (fault.kind, fault.sentence))
}

#[test]
fn four_answers_where_three_are_allowed_are_told_and_given_back() {
    let plan = forms::plan(forms::TOWN);
    let session = open(&plan, &[("besoins", "securite proprete transports ecoles")]);
    let (kind, french) = fault(&session, "besoins", "fr").expect("a fault");
    assert_eq!(kind, FaultKind::TooMany);
    assert_eq!(french, "Vous avez choisi 4 réponses : 3 au plus sont possibles. Retirez-en 1.");
    assert_eq!(session.question("besoins").expect("asked").typed, "securite proprete transports ecoles");
    assert!(fault(&session, "besoins", "English (en)").expect("a fault").1.starts_with("You chose 4 answers"));
    assert!(fault(&session, "besoins", "ar").expect("a fault").1.contains('4'));
    for sound in ["securite", "securite proprete ecoles", "nsp", "nvp"] {
        assert_eq!(fault(&open(&plan, &[("besoins", sound)]), "besoins", "fr"), None, "{sound}");
    }
    let mixed = fault(&open(&plan, &[("besoins", "nsp securite")]), "besoins", "fr").expect("a fault");
    assert_eq!(
        mixed,
        (
            FaultKind::NotAlone,
            "« Je ne sais pas » se choisit seule : retirez-la, ou retirez les autres réponses.".to_owned()
        )
    );
}

#[test]
fn a_question_is_asked_when_its_condition_is_met() {
    let plan = forms::plan(forms::TOWN);
    let session = open(&plan, &[]);
    assert!(!keys(&session).contains(&"besoin_libre".to_owned()));
    assert!(!session.is_asked("jour"), "nobody knows the age yet");
    let session = open(&plan, &[("besoins", "autre"), ("age", "41"), ("besoin_libre", "des bancs")]);
    assert!(session.is_asked("besoin_libre") && session.is_asked("jour"));
    assert_eq!(session.value("majeur"), "oui");
    // An answer to a question no longer asked is given back, and not kept.
    let session = open(&plan, &[("besoins", "ecoles"), ("besoin_libre", "des bancs")]);
    assert_eq!(session.answers().get("besoin_libre").map(String::as_str), Some("des bancs"));
    assert_eq!(session.kept().get("besoin_libre"), None);
    assert_eq!(session.kept().get("besoins").map(String::as_str), Some("ecoles"));
}

#[test]
fn a_cascade_offers_what_its_filter_leaves() {
    let plan = forms::plan(forms::TOWN);
    let codes = |commune: &str| -> Vec<String> {
        let session = open(&plan, &[("commune", commune)]);
        let asked = session.question("quartier").expect("asked");
        session.offered(&asked, "fr").into_iter().map(|offered| offered.code).collect()
    };
    assert_eq!(codes("carcassonne"), ["laconte", "viguier", "nsp"]);
    assert_eq!(codes("limoux"), ["aude", "nsp"]);
    assert_eq!(codes(""), ["nsp"]);
    let session = open(&plan, &[("commune", "limoux"), ("quartier", "viguier")]);
    assert_eq!(fault(&session, "quartier", "fr").map(|(kind, _)| kind), Some(FaultKind::NotOffered));
    let asked = session.question("quartier").expect("asked");
    let offered = session.offered(&asked, "English (en)");
    assert_eq!((offered[1].label.as_str(), offered[1].special), ("I do not know", Some(Special::DontKnow)));
    assert!(open(&plan, &[("commune", "autre")]).question("quartier").is_none());
}

#[test]
fn wrong_shapes_are_told_and_what_people_type_is_understood() {
    let plan = forms::plan(forms::TOWN);
    for (key, typed, kind) in [
        ("age", "quarante", FaultKind::WrongShape),
        ("age", "41,5", FaultKind::WrongShape),
        ("age", "7", FaultKind::Constraint),
        ("note_quartier", "11", FaultKind::OutOfScale),
        ("note_quartier", "2,5", FaultKind::OutOfScale),
        ("canal", "pigeon", FaultKind::NotOffered),
        ("moyens", "a b", FaultKind::Unranked),
        ("accord", "non", FaultKind::WrongShape),
    ] {
        let session = open(&plan, &[(key, typed)]);
        assert_eq!(fault(&session, key, "fr").map(|(kind, _)| kind), Some(kind), "{key} {typed}");
        assert_eq!(session.question(key).expect("asked").typed, typed);
    }
    for (key, typed) in [("age", " 41 "), ("note_quartier", "10"), ("moyens", "b a c"), ("accord", "on")] {
        assert_eq!(fault(&open(&plan, &[(key, typed)]), key, "fr"), None, "{key} {typed}");
    }
    let own = fault(&open(&plan, &[("age", "7")]), "age", "fr").expect("a fault");
    assert_eq!(own.1, "L’âge va de 14 à 110 ans.");
    let past = open(&plan, &[("age", "41"), ("jour", "5/7/2026")]);
    assert_eq!(fault(&past, "jour", "fr").expect("a fault").1, "Choisissez un jour à venir.");
    assert_eq!(fault(&open(&plan, &[("age", "41"), ("jour", "6/7/2026")]), "jour", "fr"), None);
    let missing: Vec<String> = open(&plan, &[]).faults("fr").into_iter().map(|fault| fault.key).collect();
    assert_eq!(missing, ["canal", "commune", "besoins", "accord"]);
}

#[test]
fn a_repeat_is_asked_as_many_times_as_was_said() {
    let plan = forms::plan(forms::TOWN);
    let answers = [
        ("enfants_nombre", "2"),
        ("enfants[1]/prenom", "Lina"),
        ("enfants[1]/age_enfant", "8"),
        ("enfants[2]/age_enfant", "3"),
        ("enfants[3]/age_enfant", "50"),
    ];
    let session = open(&plan, &answers);
    let asked: Vec<String> = keys(&session).into_iter().filter(|key| key.starts_with("enfants[")).collect();
    assert_eq!(asked, ["enfants[1]/prenom", "enfants[1]/age_enfant", "enfants[2]/prenom", "enfants[2]/age_enfant"]);
    assert_eq!(session.value("ages"), "11");
    assert_eq!((session.value("enfants[1]/rang"), session.value("enfants[2]/rang")), ("1", "2"));
    let first = session.question("enfants[1]/age_enfant").expect("asked");
    assert_eq!(session.label(&first, "fr"), "Âge de Lina");
    assert!(open(&plan, &[]).question("enfants[1]/prenom").is_none());
    let huge = open(&plan, &[("enfants_nombre", "999999999")]);
    assert!(huge.is_cut_short() && huge.asked().len() < 2_000);
}

#[test]
fn instances_are_added_and_taken_away_by_hand() {
    let plan = forms::plan(forms::TYPES);
    let session = open(&plan, &[("personnes[1]/nom", "Ana"), ("personnes[2]/nom", "Bob"), ("chef", "Bob")]);
    assert_eq!(session.times("personnes"), 2);
    let chief = session.question("chef").expect("asked");
    let names: Vec<String> = session.offered(&chief, "fr").into_iter().map(|offered| offered.label).collect();
    assert_eq!(names, ["Ana", "Bob"]);
    assert_eq!(fault(&session, "chef", "fr"), None);
    let less = session.without("personnes", 1);
    let session = Session::open(&plan, &less, Circumstances { now: noon(), chance: 7 });
    assert_eq!((session.times("personnes"), session.value("personnes[1]/nom")), (1, "Bob"));
    let more = session.with_one_more("personnes");
    let session = Session::open(&plan, &more, Circumstances { now: noon(), chance: 7 });
    assert_eq!((session.times("personnes"), session.value("personnes[2]/nom")), (2, ""));
    assert_eq!(session.value("personnes[1]/nom"), "Bob");
}

#[test]
fn only_what_depends_on_a_change_is_worked_out_anew() {
    let plan = forms::plan(forms::TOWN);
    let mut session = open(&plan, &[("enfants_nombre", "1"), ("enfants[1]/age_enfant", "4")]);
    let before = session.evaluations();
    session.set("age", "41");
    // The age decides of « majeur », which decides of « jour »: nothing else.
    assert_eq!(session.evaluations() - before, 2);
    assert!(session.is_asked("jour"));
    let before = session.evaluations();
    session.set("canal", "web");
    assert_eq!(session.evaluations(), before, "nothing depends on it");
    // A changed session is the one opened anew on the same answers.
    for (key, value) in [
        ("enfants_nombre", "3"),
        ("enfants[3]/age_enfant", "9"),
        ("besoins", "autre"),
        ("enfants_nombre", "1"),
        ("commune", "limoux"),
    ] {
        session.set(key, value);
        let anew = Session::open(&plan, session.answers(), Circumstances { now: noon(), chance: 7 });
        assert_eq!((session.kept(), keys(&session)), (anew.kept(), keys(&anew)), "{key} = {value}");
    }
}

#[test]
fn one_page_after_another_and_back() {
    let plan = forms::plan(forms::TOWN);
    let session = open(&plan, &[("enfants_nombre", "1")]);
    let mut at = session.next(None).expect("a first page").key;
    let mut seen = vec![at.clone()];
    while let Some(page) = session.next(Some(&at)) {
        assert_eq!(session.previous(&page.key).map(|page| page.key).as_deref(), Some(at.as_str()));
        at = page.key;
        seen.push(at.clone());
    }
    let pages: Vec<String> = session.pages().into_iter().map(|page| page.key).collect();
    assert_eq!(seen, pages);
    assert_eq!(&seen[..3], ["accueil", "canal", "commune"]);
    let table = session.page("proprete").expect("a page");
    assert_eq!((table.key.as_str(), table.questions.len()), ("satisfaction", 2), "a table is one page");
    assert_eq!(session.progress("canal").page, 2);
    // The page one stands on may no longer be asked: what comes next is known all the same.
    let session = open(&plan, &[("besoins", "ecoles")]);
    assert_eq!(session.next(Some("besoin_libre")).map(|page| page.key).as_deref(), Some("moyens"));
    assert_eq!(session.previous("besoin_libre").map(|page| page.key).as_deref(), Some("besoins"));
    assert!(session.next(Some("nowhere")).is_none());
}

#[test]
fn an_order_is_drawn_for_each_person_and_does_not_change() {
    let survey = "type | name | label | parameters\nselect_one l | q | Q | randomize=true";
    let choices: Vec<String> = (0..9).map(|n| format!("l | c{n} | C{n}")).collect();
    let choices = format!("list_name | name | label\n{}\nl | nsp | Je ne sais pas", choices.join("\n"));
    let plan = forms::plan(&[("survey", survey), ("choices", &choices)]);
    let order = |chance: u64| -> Vec<String> {
        let session = Session::open(&plan, &Answers::new(), Circumstances { now: noon(), chance });
        let asked = session.question("q").expect("asked");
        session.offered(&asked, "fr").into_iter().map(|offered| offered.code).collect()
    };
    assert_eq!(order(1), order(1));
    assert_ne!(order(1), order(2));
    assert!(order(1).ends_with(&["nsp".to_owned()]) && order(1).len() == 10);
}

#[test]
fn expressions_are_worth_what_they_say() {
    let cases = [
        ("1 + 2 * 3 - 4 div 2", "5"),
        ("7 mod 3", "1"),
        ("-(2) + 5", "3"),
        ("'a' = 'a' and 2 > 1 or false()", "true"),
        ("if(${n} > 3, 'grand', 'petit')", "grand"),
        ("coalesce('', ${vide}, 'reste')", "reste"),
        ("concat('x', ${n}, 'y')", "x5y"),
        ("selected(${m}, 'b')", "true"),
        ("selected-at(${m}, 1)", "b"),
        ("count-selected(${m})", "2"),
        ("jr:choice-name(${u}, '${u}')", "Bé"),
        ("regex('11000', '[0-9]{5}')", "true"),
        ("string-length('été')", "3"),
        ("substr('abcdef', 1, 3)", "bc"),
        ("substring-before('a-b', '-')", "a"),
        ("translate('abc', 'ac', 'x')", "xb"),
        ("int(3.9)", "3"),
        ("round(2.567, 2)", "2.57"),
        ("round(-1.5)", "-1"),
        ("number('12') + 1", "13"),
        ("number('douze')", ""),
        ("max(1, ${n}, 3)", "5"),
        ("min(4, 2)", "2"),
        ("today()", "2026-07-06"),
        ("date(0)", "1970-01-01"),
        ("format-date('2026-07-06', '%d/%m/%Y')", "06/07/2026"),
        ("today() - date('2026-07-01')", "5"),
        ("decimal-date-time('1970-01-02')", "1"),
        ("'2026-07-06' < '2026-07-10'", "true"),
        ("once('premier')", "premier"),
        ("sum(${age})", "30"),
        ("count(${r})", "2"),
        ("count(${r}[age > 15])", "1"),
        ("indexed-repeat(${age}, ${r}, 2)", "20"),
        ("join(', ', ${age})", "10, 20"),
        ("instance('l')/root/item[name = ${u}]/label", "Bé"),
        ("count(instance('l')/root/item)", "2"),
        ("../n * 2", "10"),
        ("/data/n + 1", "6"),
        ("checklist(1, 2, true(), false(), true())", "true"),
        ("boolean-from-string('1')", "true"),
        ("normalize-space('  a   b ')", "a b"),
        ("contains('abc', 'd')", "false"),
        ("not(${vide} = '')", "false"),
        ("${n} = '5'", "true"),
        ("${vide} > 0", "false"),
    ];
    let mut survey = "type \u{1} name \u{1} label \u{1} calculation\ninteger \u{1} n \u{1} N\ntext \u{1} vide \u{1} V\nselect_multiple l \u{1} m \u{1} M\nselect_one l \u{1} u \u{1} U\nbegin_repeat \u{1} r \u{1} R\ninteger \u{1} age \u{1} A\nend_repeat".to_owned();
    for (number, (expression, _)) in cases.iter().enumerate() {
        survey.push_str(&format!("\ncalculate \u{1} c{number} \u{1} \u{1} {expression}"));
    }
    let survey = survey.replace('|', "\\p").replace('\u{1}', "|");
    let plan = forms::plan(&[("survey", &survey), ("choices", "list_name | name | label\nl | a | A\nl | b | Bé")]);
    let session = open(&plan, &[("n", "5"), ("m", "a b"), ("u", "b"), ("r[1]/age", "10"), ("r[2]/age", "20")]);
    for (number, (expression, expected)) in cases.iter().enumerate() {
        assert_eq!(session.value(&format!("c{number}")), *expected, "{expression}");
    }
}

#[test]
fn an_expression_that_would_never_end_is_given_up_and_told() {
    let choices: Vec<String> = (0..400).map(|n| format!("l | c{n} | C{n}")).collect();
    let inner =
        "count(instance('l')/root/item[count(instance('l')/root/item[count(instance('l')/root/item) > 1]) > 1])";
    let survey = format!(
        "type | name | label | calculation\ncalculate | c | | {inner}\nselect_one l | q | Q\ncalculate | w0 | | 'aaaaaaaaaa'"
    );
    let doubled: Vec<String> =
        (1..40).map(|n| format!("calculate | w{n} | | concat(${{w{0}}}, ${{w{0}}})", n - 1)).collect();
    let survey = format!("{survey}\n{}", doubled.join("\n"));
    let plan =
        forms::plan(&[("survey", &survey), ("choices", &format!("list_name | name | label\n{}", choices.join("\n")))]);
    let session = open(&plan, &[]);
    assert!(session.is_cut_short());
    assert_eq!(session.value("c"), "");
    assert!(session.kept().values().map(String::len).sum::<usize>() < 200_000);
}
