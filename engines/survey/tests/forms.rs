//! Forms of a town and answers kept one by one, counted.

use jiff::civil::date;
use questionnaire::answering::{Answers, Circumstances, Session};
use questionnaire::model::{Choice, ChoiceList, Form, Item, Kind, Source, Text};
use questionnaire::plan::Plan;
use survey::{Survey, Unknown};
use tabulation::{Answer, BasePolicy, Collection, Kind as Counted};

fn list(name: &str, choices: &[(&str, &str)]) -> ChoiceList {
    let choices = choices.iter().map(|(code, label)| Choice::new(code, label)).collect();
    ChoiceList { name: name.to_owned(), choices, ..ChoiceList::default() }
}

fn one(name: &str, list: &str, label: &str) -> Item {
    Item::new(name, Kind::SelectOne(Source::List(list.to_owned()), false), label)
}

/// An inquiry: where one lives, needs, and a question for those of one neighbourhood only.
fn form() -> Form {
    let mut place = Item::new("lieu", Kind::Group, "Où habitez-vous ?");
    let mut neighbourhood = one("quartier", "quartiers", "Votre quartier");
    neighbourhood.role = Some("quartier".to_owned());
    place.children = vec![neighbourhood, Item::new("note", Kind::Note, "Merci")];
    let mut needs = Item::new("besoins", Kind::SelectMultiple(Source::List("besoins".to_owned()), true), "Besoins");
    needs.max_selected = Some(3);
    needs.label = Text::from_iter([("Français (fr)", "Vos besoins"), ("English (en)", "Your needs")]);
    let mut only = Item::new("conte", Kind::Group, "À La Conte");
    only.relevant = Some("${quartier} = 'conte'".to_owned());
    only.children = vec![one("avis", "avis", "Votre avis"), Item::new("mot", Kind::Text, "Un mot")];
    let mut children = Item::new("enfants", Kind::Repeat, "Vos enfants");
    let mut school = Item::new("ecole", Kind::Text, "Quelle école ?");
    school.relevant = Some("${scolaire} = 'bon'".to_owned());
    children.children =
        vec![Item::new("prenom", Kind::Text, "Prénom"), one("scolaire", "avis", "Va à l’école ?"), school];
    let mut order = Item::new("ordre", Kind::Rank(Source::List("rangs".to_owned())), "Votre ordre");
    order.role = Some("priorite".to_owned());
    let mut name = Item::new("nom", Kind::Text, "Votre nom");
    name.is_secret = true;
    let age = Item::new("age", Kind::Integer, "Votre âge");
    let day = Item::new("jour", Kind::Date, "Un jour");
    Form {
        items: vec![place, needs, age, only, children, name, day, order],
        lists: vec![
            list("quartiers", &[("conte", "La Conte"), ("viguier", "Le Viguier"), ("conte", "La Conte, bis")]),
            list("besoins", &[("s", "Sécurité"), ("p", "Propreté"), ("t", "Transports"), ("nsp", "Je ne sais pas")]),
            list("rangs", &[("s", "Sécurité"), ("p", "Propreté"), ("t", "Transports"), ("nsp", "Je ne sais pas")]),
            list("avis", &[("bon", "Bon"), ("nvp", "Je préfère ne pas répondre")]),
        ],
        ..Form::default()
    }
}

fn survey() -> Survey {
    Survey::new(Plan::new(&form()).expect("a form ready"), "fr").expect("questions")
}

fn at() -> Circumstances {
    Circumstances { now: date(2026, 7, 6).at(10, 0, 0, 0), chance: 1 }
}

fn answers(pairs: &[(&str, &str)]) -> Answers {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn each_question_becomes_what_is_counted() {
    let survey = survey();
    let variables = survey.variables();
    let names: Vec<&str> = variables.iter().map(|variable| variable.name.as_str()).collect();
    assert_eq!(names[..8], ["quartier", "besoins", "besoins_other", "age", "avis", "mot", "nom", "jour"]);
    assert_eq!(names[8..], ["ordre_s", "ordre_p", "ordre_t"], "a ranking is a number for each answer");
    let kinds: Vec<Counted> = variables.iter().map(|variable| variable.kind).collect();
    use Counted::{Multiple, Number, Open, Single};
    assert_eq!(kinds[..8], [Single, Multiple, Open, Number, Single, Open, Open, Open]);
    assert!(kinds[8..].iter().all(|kind| *kind == Number));
    let needs = &variables[1];
    assert_eq!((needs.label.as_str(), needs.max_selected, needs.categories.len()), ("Vos besoins", Some(3), 4));
    assert!(needs.dont_know.is_some() && variables[4].rather_not_say.is_some());
    assert_eq!((variables[0].categories.len(), survey.of_role("quartier"), survey.of_role("age")), (2, Some(0), None));
    let conditional: Vec<bool> = survey.questions()[..8].iter().map(|question| question.is_conditional).collect();
    assert_eq!(conditional, [false, false, true, false, true, true, false, false]);
    assert!(survey.counted()[6].is_secret && survey.counted()[7].question.is_date);
    let english = Survey::new(Plan::new(&form()).expect("ready"), "en").expect("questions");
    assert_eq!(english.variables()[1].label, "Your needs");
}

#[test]
fn what_was_not_asked_is_told_from_what_was_left_empty() {
    let survey = survey();
    let there = answers(&[("quartier", "conte"), ("besoins", "t s"), ("age", "41"), ("avis", "nvp")]);
    let row = survey.row(&there, at());
    assert!(row.unknown.is_empty());
    let expected = [
        Answer::One(0),
        Answer::Several(vec![2, 0]),
        Answer::NotAsked,
        Answer::Number(41.0),
        Answer::RatherNotSay,
        Answer::NoAnswer,
        Answer::NoAnswer,
        Answer::NoAnswer,
    ];
    assert_eq!(row.answers[..8], expected);
    // What stayed typed in a question no longer asked is not counted.
    let elsewhere = answers(&[("quartier", "viguier"), ("besoins", "nsp"), ("avis", "bon"), ("mot", "rien")]);
    let row = survey.row(&elsewhere, at());
    assert_eq!(&row.answers[..2], [Answer::One(1), Answer::DontKnow]);
    assert_eq!(&row.answers[4..6], [Answer::NotAsked, Answer::NotAsked]);
    // As kept by somebody who answers, the same.
    let kept = Session::open(survey.plan(), &there, at()).kept();
    assert_eq!(survey.row(&kept, at()), survey.row(&there, at()));
}

#[test]
fn answers_of_another_version_are_told() {
    let survey = survey();
    let odd = answers(&[("quartier", "ailleurs"), ("besoins", "s vélo nsp"), ("age", "vieux")]);
    let row = survey.row(&odd, at());
    assert_eq!(row.answers[0], Answer::NoAnswer);
    assert_eq!(row.answers[1], Answer::Several(vec![0]));
    assert_eq!(row.answers[3], Answer::NoAnswer);
    let told = |question, value| Unknown { question, value };
    assert_eq!(row.unknown, [told(0, "ailleurs"), told(1, "vélo"), told(3, "vieux")]);
}

#[test]
fn answers_are_counted_one_by_one() {
    let survey = survey();
    let mut collection =
        Collection::new(survey.variables(), &[(1, 0)], BasePolicy::DROPS_BOTH).expect("variables that can be counted");
    for number in 0..90 {
        let place = if number % 3 == 0 { "conte" } else { "viguier" };
        let kept = answers(&[("quartier", place), ("besoins", if number % 2 == 0 { "s" } else { "p t" })]);
        assert!(collection.take(number, &survey.row(&kept, at()).answers).expect("fits"));
    }
    let changed = answers(&[("quartier", "viguier"), ("besoins", "nsp")]);
    assert!(!collection.take(0, &survey.row(&changed, at()).answers).expect("fits"));
    assert!(collection.retire(&1) && !collection.retire(&1));
    let table = collection.tables().flat(1).expect("a table");
    assert_eq!((table.base.respondents, table.base.dont_know, table.base.effective.count), (89, 1, 88));
    assert_eq!(table.rows.iter().map(|row| row.tally.count).collect::<Vec<_>>(), [44, 44, 44, 0]);
    let opinion = collection.tables().flat(4).expect("a table").base;
    assert_eq!((opinion.not_asked, opinion.no_answer), (60, 29));
    assert_eq!(collection.tables().crossings()[0].base().count, 88);
}

#[test]
fn the_title_of_a_group_goes_before_its_questions() {
    let survey = survey();
    let labels: Vec<String> = survey.variables().into_iter().map(|variable| variable.label).collect();
    assert_eq!(
        (labels[0].as_str(), labels[4].as_str()),
        ("Où habitez-vous ? Votre quartier", "À La Conte : Votre avis")
    );
    assert_eq!(survey.questions()[4].words, "Votre avis", "files head their column without it");
    assert_eq!(labels[8], "Votre ordre : Sécurité (rang)");
}

#[test]
fn ranks_are_counted() {
    let survey = survey();
    let ranking = &survey.rankings()[0];
    assert_eq!(
        (ranking.name.as_str(), ranking.label.as_str(), &ranking.items[..]),
        ("ordre", "Votre ordre", &[8, 9, 10][..])
    );
    let ranks = |kept: &str| {
        let kept = answers(&[("ordre", kept)]);
        let row = survey.row(&kept, at());
        let unknown = row.unknown.iter().map(|unknown| unknown.value.to_owned()).collect::<Vec<String>>();
        (row.answers[8..].iter().map(|answer| format!("{answer:?}")).collect::<Vec<String>>().join(" "), unknown)
    };
    assert_eq!(ranks("t s p").0, "Number(2.0) Number(3.0) Number(1.0)");
    assert_eq!(ranks("p").0, "NoAnswer Number(1.0) NoAnswer");
    assert_eq!(ranks("nsp").0, "DontKnow DontKnow DontKnow");
    assert_eq!(ranks("").0, "NoAnswer NoAnswer NoAnswer");
    assert_eq!(ranks("velo t"), ("NoAnswer NoAnswer Number(2.0)".to_owned(), vec!["velo".to_owned()]));
}

#[test]
fn what_is_asked_several_times_has_lines_of_its_own() {
    let survey = survey();
    let repeat = &survey.repeats()[0];
    assert_eq!((repeat.name.as_str(), repeat.label.as_str()), ("enfants", "Vos enfants"));
    let names: Vec<String> = repeat.variables().into_iter().map(|variable| variable.name).collect();
    assert_eq!(
        (&names[..], repeat.before()),
        (&["personne", "rang_enfants", "prenom", "scolaire", "ecole"].map(String::from)[..], 2)
    );
    let kept = answers(&[
        ("enfants", "3"),
        ("enfants[1]/prenom", "•"),
        ("enfants[1]/scolaire", "bon"),
        ("enfants[1]/ecole", "•"),
        ("enfants[2]/scolaire", "nvp"),
    ]);
    let rows = survey.repeat_rows(&kept, at());
    let told: Vec<(Vec<usize>, String)> =
        rows[0].iter().map(|one| (one.ranks.clone(), format!("{:?}", one.row.answers))).collect();
    assert_eq!(told.len(), 2, "a time left empty is no line");
    assert_eq!(told[0], (vec![1], "[Text(\"•\"), One(0), Text(\"•\")]".to_owned()));
    assert_eq!(told[1], (vec![2], "[NoAnswer, RatherNotSay, NotAsked]".to_owned()));
    assert!(survey.repeat_rows(&answers(&[]), at())[0].is_empty());
}

#[test]
fn repeats_inside_repeats_are_told_apart() {
    let mut people = Item::new("personnes", Kind::Repeat, "Les personnes");
    people.children = vec![Item::new("age", Kind::Integer, "Âge")];
    let mut homes = Item::new("foyers", Kind::Repeat, "Les foyers");
    homes.children = vec![Item::new("pieces", Kind::Integer, "Pièces"), people];
    let form = Form { items: vec![homes], ..Form::default() };
    let survey = Survey::new(Plan::new(&form).expect("ready"), "fr").expect("questions");
    let paths: Vec<&[String]> = survey.repeats().iter().map(|repeat| &repeat.path[..]).collect();
    assert_eq!(paths, [&["foyers".to_owned()][..], &["foyers".to_owned(), "personnes".to_owned()][..]]);
    let kept = answers(&[
        ("foyers[1]/pieces", "3"),
        ("foyers[1]/personnes[1]/age", "40"),
        ("foyers[1]/personnes[2]/age", "12"),
        ("foyers[2]/personnes[1]/age", "71"),
    ]);
    let rows = survey.repeat_rows(&kept, at());
    let ages: Vec<(Vec<usize>, &[Answer<'_>])> =
        rows[1].iter().map(|one| (one.ranks.clone(), &one.row.answers[..])).collect();
    let age = |age: f64| Answer::Number(age);
    assert_eq!(ages, [(vec![1, 1], &[age(40.0)][..]), (vec![1, 2], &[age(12.0)][..]), (vec![2, 1], &[age(71.0)][..])]);
    assert_eq!(rows[0].len(), 2);
}

#[test]
fn an_empty_list_is_told() {
    let mut form = form();
    form.lists[0].choices.clear();
    let told = Survey::new(Plan::new(&form).expect("ready"), "fr").expect_err("refused");
    assert_eq!(told, "La question « quartier » n’a pas de liste de réponses.");
}
