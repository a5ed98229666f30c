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
    children.children = vec![Item::new("prenom", Kind::Text, "Prénom")];
    let mut name = Item::new("nom", Kind::Text, "Votre nom");
    name.is_secret = true;
    let age = Item::new("age", Kind::Integer, "Votre âge");
    let day = Item::new("jour", Kind::Date, "Un jour");
    Form {
        items: vec![place, needs, age, only, children, name, day],
        lists: vec![
            list("quartiers", &[("conte", "La Conte"), ("viguier", "Le Viguier"), ("conte", "La Conte, bis")]),
            list("besoins", &[("s", "Sécurité"), ("p", "Propreté"), ("t", "Transports"), ("nsp", "Je ne sais pas")]),
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
    assert_eq!(names, ["quartier", "besoins", "besoins_other", "age", "avis", "mot", "nom", "jour"]);
    let kinds: Vec<Counted> = variables.iter().map(|variable| variable.kind).collect();
    use Counted::{Multiple, Number, Open, Single};
    assert_eq!(kinds, [Single, Multiple, Open, Number, Single, Open, Open, Open]);
    let needs = &variables[1];
    assert_eq!((needs.label.as_str(), needs.max_selected, needs.categories.len()), ("Vos besoins", Some(3), 4));
    assert!(needs.dont_know.is_some() && variables[4].rather_not_say.is_some());
    assert_eq!((variables[0].categories.len(), survey.of_role("quartier"), survey.of_role("age")), (2, Some(0), None));
    let conditional: Vec<bool> = survey.questions().iter().map(|question| question.is_conditional).collect();
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
    assert_eq!(row.answers, expected);
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
fn an_empty_list_is_told() {
    let mut form = form();
    form.lists[0].choices.clear();
    let told = Survey::new(Plan::new(&form).expect("ready"), "fr").expect_err("refused");
    assert_eq!(told, "La question « quartier » n’a pas de liste de réponses.");
}
