//! Files of answers: what they say, and what refuses them.

use tabulation::answers::{AnswersRead, Question, RankOf, Remark, read_answers};
use tabulation::{Answer, Category, Variable};

fn questions() -> Vec<Question> {
    let plain = Question::new;
    vec![
        plain(Variable::single("quartier", "Quartier", &[("g", "Grazailles"), ("v", "Le Viguier")])),
        plain(
            Variable::multiple(
                "besoins",
                "Vos besoins",
                &[("s", "Sécurité"), ("p", "Propreté"), ("t", "Transports"), ("e", "Écoles")],
            )
            .with_dont_know("nsp", "Je ne sais pas")
            .with_max_selected(3),
        ),
        plain(Variable::number("age", "Âge")),
        Question { is_date: true, ..plain(Variable::open("jour", "Jour")) },
        Question { is_conditional: true, ..plain(Variable::open("suite", "Pourquoi ?")) },
    ]
}

fn read(text: &str) -> Result<AnswersRead, Vec<Remark>> {
    let mut lines = text.lines().map(|line| line.split(';').map(str::to_owned).collect::<Vec<String>>());
    let headers = lines.next().expect("headers");
    let rows: Vec<(u64, Vec<String>)> = (2..).zip(lines).collect();
    read_answers(&questions(), &headers, &rows)
}

fn refused(text: &str) -> String {
    let remarks = read(text).err().unwrap_or_else(|| panic!("{text} was accepted"));
    remarks
        .into_iter()
        .filter(|remark| remark.is_refusal)
        .map(|remark| format!("{:?} {}\n", remark.line, remark.sentence))
        .collect()
}

const HEAD: &str = "id;groupe/quartier;besoins;age;jour;suite";

#[test]
fn codes_and_words_of_one_cell_are_read() {
    let told = read(&format!("{HEAD}\n1;g;s p;41;2024-03-12;oui\n2;Le Viguier;Sécurité | Écoles;41,5;;\n3;;nsp;;;\n"))
        .expect("read");
    let answers = |row: usize| (0..5).map(|variable| told.data.answer(row, variable)).collect::<Vec<_>>();
    assert_eq!(
        answers(0),
        [
            Answer::One(0),
            Answer::Several(vec![0, 1]),
            Answer::Number(41.0),
            Answer::Text("2024-03-12"),
            Answer::Text("oui")
        ]
    );
    assert_eq!(answers(1)[..3], [Answer::One(1), Answer::Several(vec![0, 3]), Answer::Number(41.5)]);
    assert_eq!(answers(2), [Answer::NoAnswer, Answer::DontKnow, Answer::NoAnswer, Answer::NoAnswer, Answer::NotAsked]);
    assert!(told.remarks.is_empty(), "{:?}", told.remarks);
}

#[test]
fn one_column_per_choice_is_read_whatever_the_tool() {
    for head in
        ["besoins/s;besoins/p;besoins/nsp", "besoins[s];besoins[p];besoins[nsp]", "besoins_s;besoins_p;besoins_nsp"]
    {
        let told = read(&format!("{head};quartier\n1;0;0;g\nnon;oui;;g\n0;0;1;v\n0;0;0;v\n;X;;g\n")).expect("read");
        let found: Vec<Answer<'_>> = (0..5).map(|row| told.data.answer(row, 1)).collect();
        let several = |list: &[usize]| Answer::Several(list.to_vec());
        assert_eq!(found, [several(&[0]), several(&[1]), Answer::DontKnow, Answer::NoAnswer, several(&[1])], "{head}");
        assert!(told.remarks.iter().any(|remark| remark.sentence.contains("« age » n’a pas de colonne")));
    }
}

#[test]
fn what_would_make_wrong_figures_refuses_the_file() {
    let twice = refused(&format!("{HEAD}\n7;g;s;41;;\n8;g;s;41;;\n7;v;p;50;;\n"));
    assert!(twice.contains("Some(4)") && twice.contains("« 7 »") && twice.contains("ligne 2"), "{twice}");
    let shifted = refused(&format!("{HEAD}\n1;g;s;41;;\n2;41;g;s;;\n"));
    assert!(shifted.contains("Some(3)") && shifted.contains("décalées"), "{shifted}");
    let column = refused("quartier;besoins\n41;s\n50;p\n62;s\n");
    assert!(column.contains("« quartier » ne contient presque aucune"), "{column}");
    let accents = refused(&format!("{HEAD}\n1;g;SÃ©curitÃ©;41;;\n"));
    assert!(accents.contains("encodage"), "{accents}");
    let date = refused(&format!("{HEAD}\n1;g;s;3-avr;;\n"));
    assert!(date.contains("« 3-avr »") && date.contains("date"), "{date}");
    assert!(refused("x;y\n1;2\n").contains("Aucune colonne"));
}

#[test]
fn what_people_did_is_kept_and_flagged() {
    let told = read(&format!("{HEAD}\n1;g;s p t e;41;45113;\n2;Ailleurs;s;41;;\n3;g;s nsp;vieux;;\n")).expect("read");
    let said: Vec<String> =
        told.remarks.iter().map(|remark| format!("{:?} {}", remark.line, remark.sentence)).collect();
    for (line, part) in [
        ("Some(2)", "4 réponses à « besoins », où 3"),
        ("Some(2)", "« 45113 »"),
        ("Some(3)", "« Ailleurs » n’est pas une réponse"),
        ("Some(4)", "coché avec d’autres"),
        ("Some(4)", "« vieux » n’est pas un nombre"),
    ] {
        assert!(said.iter().any(|said| said.starts_with(line) && said.contains(part)), "{part}: {said:#?}");
    }
    assert_eq!(told.data.answer(0, 1), Answer::Several(vec![0, 1, 2, 3]));
}

/// The ranks of three answers of « ordre », as a form gives them.
fn ranks() -> Vec<Question> {
    let items: std::sync::Arc<[Category]> = [("s", "Sécurité"), ("p", "Propreté"), ("t", "Transports")]
        .map(|(code, words)| Category::new(code, words))
        .into();
    let rank = |place: usize| {
        let item: &Category = &items[place];
        let mut variable =
            Variable::number(&format!("ordre_{}", item.code), &format!("Priorités : {} (rang)", item.label));
        variable.dont_know = Some(Category::new("nsp", "Je ne sais pas"));
        let rank_of = Some(RankOf { ranking: "ordre".to_owned(), items: items.clone(), place });
        Question { words: "Priorités".to_owned(), rank_of, ..Question::new(variable) }
    };
    (0..3).map(rank).collect()
}

#[test]
fn a_ranking_is_read_from_one_column_or_from_one_for_each_answer() {
    let read = |headers: &[&str], rows: &[&[&str]]| {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let rows = rows.iter().map(|cells| cells.iter().map(|cell| (*cell).to_owned()).collect());
        let rows: Vec<(u64, Vec<String>)> = (2..).zip(rows).collect();
        read_answers(&ranks(), &headers, &rows).expect("read")
    };
    let row = |told: &AnswersRead, row: usize| -> Vec<Option<f64>> {
        let rank = |item| if let Answer::Number(rank) = told.data.answer(row, item) { Some(rank) } else { None };
        (0..3).map(rank).collect()
    };
    let whole = read(&["id", "ordre"], &[&["1", "p s t"], &["2", "Transports > Sécurité"], &["3", "nsp"], &["4", ""]]);
    assert_eq!(row(&whole, 0), [Some(2.0), Some(1.0), Some(3.0)]);
    assert_eq!(row(&whole, 1), [Some(2.0), None, Some(1.0)], "what is not ranked has no rank");
    assert_eq!((whole.data.answer(2, 1), whole.data.answer(3, 1)), (Answer::DontKnow, Answer::NoAnswer));
    let apart = read(&["ordre/t", "ordre/s", "ordre/p"], &[&["3", "1", "2"]]);
    assert_eq!(row(&apart, 0), [Some(1.0), Some(2.0), Some(3.0)]);
    let by_words = read(&["Priorités"], &[&["t p s"], &["t vélo"]]);
    assert_eq!(row(&by_words, 0), [Some(3.0), Some(2.0), Some(1.0)]);
    let told: Vec<&str> = by_words.remarks.iter().map(|remark| remark.sentence.as_str()).collect();
    assert!(told.iter().filter(|told| told.contains("vélo")).count() == 1, "told once: {told:?}");
}

#[test]
fn a_question_of_a_group_is_found_by_its_own_words() {
    let variable = Variable::single("propre", "Êtes-vous satisfait ? Propreté", &[("o", "Oui"), ("n", "Non")]);
    let question = Question { words: "Propreté".to_owned(), ..Question::new(variable) };
    for header in ["propre", "Propreté", "Êtes-vous satisfait ? Propreté"] {
        let rows = [(2, vec!["o".to_owned()])];
        let told = read_answers(std::slice::from_ref(&question), &[header.to_owned()], &rows).expect("read");
        assert_eq!(told.data.answer(0, 0), Answer::One(0), "{header}");
    }
}
