//! Pages of the slice, in their states; contracts, questions and figures are examples.

use interface::{Choice, Form, Frame, Html, Link, Sample, Site};
use kernel::FieldError;

use super::home::{HomePage, LineShown, tag};
use super::item::{ItemPage, senses, sorts};
use super::open::{CriterionShown, MeasureShown, OpenList, OpenPage, QuestionPage, QuestionShown};
use super::purpose::PurposePage;
use super::starter::{StarterPage, offered};
use crate::rules::Level;

const GROUP: &str = "évaluation";

pub(super) fn page(name: &str, template: &impl askama::Template) -> Sample {
    let drawn = template.render().unwrap_or_else(|error| error.to_string());
    Sample::page(GROUP, name, drawn)
}

pub(super) fn wrong(form: Form, fields: &[(&str, &str)]) -> Form {
    form.with_errors(fields.iter().map(|(field, sentence)| FieldError::new(*field, *sentence)).collect())
}

pub(super) fn some() -> Vec<Choice> {
    vec![Choice::new("1", "Exemple – première ligne"), Choice::new("2", "Exemple – deuxième ligne")]
}

fn line(level: Level, number: &str, words: &str) -> LineShown {
    LineShown {
        level,
        number: number.into(),
        words: words.into(),
        about: "Objectifs : O1 Exemple".into(),
        note: "Exemple de note.".into(),
        path: "/gestion/evaluation/lignes/1".into(),
        add: if level == Level::Measure { String::new() } else { "/gestion/evaluation/lignes/nouvelle?sous=1".into() },
    }
}

fn lines() -> Vec<LineShown> {
    vec![
        line(Level::Question, "1", "Les écarts se réduisent-ils ?"),
        line(Level::Criterion, "1.1", "Plus d’habitants ont un emploi."),
        line(Level::Measure, "1.1.1", "Taux d’emploi"),
    ]
}

fn home(frame: Frame, lines: Vec<LineShown>, is_published: bool) -> HomePage {
    HomePage {
        frame,
        contract: "exemple".into(),
        others: vec![Link::new("Un autre contrat", "/gestion/evaluation?contrat=autre")],
        state: tag(None),
        purpose: if lines.is_empty() { String::new() } else { "Savoir ce que le contrat change.".into() },
        lines,
        links: vec![Link::new("Constats", "/gestion/evaluation/constats?contrat=exemple")],
        write: "/gestion/evaluation/presentation?contrat=exemple".into(),
        starter: "/gestion/evaluation/modele?contrat=exemple".into(),
        new: "/gestion/evaluation/lignes/nouvelle?contrat=exemple".into(),
        may_publish: true,
        is_published,
        open: if is_published { "/evaluation/exemple".into() } else { String::new() },
        revision: 1,
    }
}

fn item(frame: Frame, level: Level, form: Form, path: &str) -> ItemPage {
    ItemPage {
        frame: frame.with_form(&form),
        form,
        contract: "exemple".into(),
        level,
        above: some(),
        nodes: some(),
        are_nodes_typed: false,
        indicators: some(),
        sorts: sorts(),
        senses: senses(),
        path: path.into(),
        where_now: "Numéro 1 aujourd’hui.".into(),
    }
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str| Frame::back_office(site, title, "/gestion/evaluation");
    let open = |title: &str| Frame::public(site, title, "/evaluation/exemple");
    [
        prepared(&back),
        opened(&open),
        super::samples_findings::samples(&back, &open),
        super::samples_campaigns::samples(&back, &open),
        super::samples_publics::samples(&back, &open),
    ]
    .concat()
}

fn prepared(back: &dyn Fn(&str) -> Frame) -> Vec<Sample> {
    let own = "/gestion/evaluation/lignes/1";
    let lacking = wrong(Form::empty(), &[("texte", "Saisissez la question, telle qu’on la poserait à voix haute")]);
    let unmeasured = wrong(
        Form::filled([("cible", "12"), ("texte", "Parce que")]),
        &[
            ("indicateur", "Choisissez un indicateur de la bibliothèque partagée"),
            ("cible-annee", "Dites pour quelle année cette valeur est visée"),
        ],
    );
    let starter = |questions: Vec<Choice>, form: Form| StarterPage {
        frame: back("Partir du cadre proposé").with_form(&form),
        form,
        contract: "exemple".into(),
        already: 2,
        questions,
    };
    let purpose = |form: Form| PurposePage {
        frame: back("Présenter l’évaluation").with_form(&form),
        form,
        contract: "exemple".into(),
    };
    vec![
        page("Évaluation, rien encore", &home(back("Évaluation du contrat"), Vec::new(), false)),
        page("Évaluation en préparation", &home(back("Évaluation du contrat"), lines(), false)),
        page("Évaluation publiée", &home(back("Évaluation du contrat"), lines(), true)),
        page("Présenter l’évaluation", &purpose(Form::filled([("presentation", "Savoir.")]))),
        page(
            "Présenter l’évaluation, à corriger",
            &purpose(wrong(
                Form::empty(),
                &[("presentation", "Saisissez à quoi sert cette évaluation et qui la mène")],
            )),
        ),
        page("Cadre proposé", &starter(offered(&[]), Form::empty())),
        page("Cadre proposé, tout est pris", &starter(Vec::new(), Form::empty())),
        page(
            "Cadre proposé, à corriger",
            &starter(offered(&[]), wrong(Form::empty(), &[("questions", "Cochez au moins une question")])),
        ),
        page("Question, nouvelle", &item(back("Ajouter une question"), Level::Question, Form::empty(), "")),
        page("Question, à corriger", &item(back("Ajouter une question"), Level::Question, lacking, "")),
        page(
            "Critère",
            &item(
                back("Modifier un critère"),
                Level::Criterion,
                Form::filled([("sous", "1"), ("texte", "Plus.")]),
                own,
            ),
        ),
        page("Indicateur, à corriger", &item(back("Ajouter un indicateur"), Level::Measure, unmeasured, "")),
    ]
}

fn opened(open: &dyn Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |contracts| OpenList { frame: open("L’évaluation des contrats de ville"), contracts };
    let question = QuestionShown {
        line: line(Level::Question, "1", "Les écarts se réduisent-ils ?"),
        href: "/evaluation/exemple/questions/1".into(),
        criteria: vec!["Plus d’habitants ont un emploi.".into()],
        measures: "1 indicateur".into(),
    };
    let bare = QuestionShown {
        line: line(Level::Question, "2", "Les habitants pèsent-ils ?"),
        href: "/evaluation/exemple/questions/2".into(),
        criteria: Vec::new(),
        measures: String::new(),
    };
    let criterion = CriterionShown {
        words: "Plus d’habitants ont un emploi.".into(),
        note: String::new(),
        measures: vec![MeasureShown {
            label: "Taux d’emploi".into(),
            about: "Une hausse est souhaitée".into(),
            why: String::new(),
            href: "/observatoire/indicateurs/emploi".into(),
            table: Html::trusted("<p>Exemple de tableau</p>"),
        }],
    };
    let asked = |criteria| QuestionPage {
        frame: open("Question 1"),
        words: "Les écarts se réduisent-ils ?".into(),
        note: "Exemple.".into(),
        nodes: vec!["O1 Exemple".into()],
        criteria,
        findings: vec![super::samples_findings::told()],
    };
    vec![
        page("Évaluations publiées, aucune", &list(Vec::new())),
        page("Évaluations publiées", &list(vec![Link::new("Contrat d’exemple", "/evaluation/exemple")])),
        page(
            "L’évaluation d’un contrat",
            &OpenPage {
                frame: open("L’évaluation du contrat"),
                purpose: "Savoir ce que le contrat change.".into(),
                questions: vec![question, bare],
                links: Vec::new(),
            },
        ),
        page("Une question de l’évaluation", &asked(vec![criterion])),
        page("Une question sans critère", &asked(Vec::new())),
    ]
}
