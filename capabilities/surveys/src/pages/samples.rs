//! Every page in its states, for the gallery and the tests. What is said here is invented.

use interface::{Choice, Form, Frame, Html, Language, Link, Sample, Site, SummaryRow, TableOptions};
use kernel::{FieldError, Uuid};
use questionnaire::answering::{Answers, Circumstances, Session};
use questionnaire::plan::Plan;

use super::answering::{CheckPage, ParkedPage, ReceiptPage, RefusedPage, StepPage, questions_of};
use super::build::{BuildPage, lines};
use super::figure::FigurePage;
use super::figures::{FiguresPage, Line};
use super::follow::FollowPage;
use super::given_back::{GivenBackPage, Told, heard};
use super::invitations::InvitationsPage;
use super::list::ListPage;
use super::margins::MarginsPage;
use super::open::{Entry, FirstPage, OpenPage, kept_until};
use super::question::{QuestionPage, kinds, roles};
use super::results::ResultsPage;
use super::setting::{BeginPage, SettingPage, accesses};
use super::sheet::{SheetPage, progress};
use super::workbook::WorkbookPage;
use crate::actions::Ready;
use crate::rules::{State, starter};

fn form() -> questionnaire::model::Form {
    let areas = [("QN00001X".to_owned(), "Les Tilleuls".to_owned()), ("QN00002X".to_owned(), "La Gare".to_owned())];
    starter::listening("ecoute", "Vivre aux Tilleuls", &areas)
}

fn public(site: &Site, title: &str) -> Frame {
    Frame::public(site, title, "/q/ecoute").with_caption("Vivre aux Tilleuls")
}

fn office(site: &Site, title: &str) -> Frame {
    let above = vec![Link::new("Gestion", "/gestion"), Link::new("Questionnaires", "/gestion/questionnaires")];
    Frame::back_office(site, title, "/gestion/questionnaires/1").with_breadcrumb(above)
}

/// One page a question, and one with points to correct.
fn steps(site: &Site) -> Vec<Sample> {
    let form = form();
    let Ok(plan) = Plan::new(&form) else { return Vec::new() };
    let ready = Ready { survey: Uuid::nil(), number: 1, form, plan, area: None };
    let now = jiff::civil::date(2026, 3, 1).at(10, 0, 0, 0);
    let session = Session::open(&ready.plan, &Answers::new(), Circumstances { now, chance: 1 });
    let all = session.pages();
    let page = |title: &str, rank: usize, shown: Form| {
        let page = &all[rank];
        StepPage {
            frame: public(site, title).with_form(&shown),
            form: shown,
            path: "/q/ecoute".into(),
            key: "0".repeat(32),
            version: 1,
            token: String::new(),
            parked: String::new(),
            page: page.key.clone(),
            hidden: vec![("r.quartier".into(), "QN00001X".into())],
            questions: questions_of(&session, &ready, &page.questions, Language::French),
            repeat: (rank == 5).then(|| ("enfants".to_owned(), 2)),
            is_first: rank == 0,
            languages: vec![Language::English, Language::Arabic],
        }
    };
    let wrong = Form::empty().with_errors(vec![FieldError::new("r.quartier", "Répondez à cette question.")]);
    let many = Form::filled([("r.de_quoi_faut_il", "proprete"), ("r.de_quoi_faut_il", "securite")]).with_errors(vec![
        FieldError::new("r.de_quoi_faut_il_s_occuper", "Vous avez choisi 4 réponses : 3 au plus sont possibles."),
    ]);
    vec![
        Sample::of("Questionnaires", "une question", &page("Question 1 sur 9", 0, Form::empty())),
        Sample::of("Questionnaires", "une question à corriger", &page("Question 1 sur 9", 0, wrong)),
        Sample::of("Questionnaires", "trois réponses au plus", &page("Question 5 sur 9", 4, many)),
        Sample::of("Questionnaires", "une réponse libre", &page("Question 6 sur 9", 5, Form::empty())),
    ]
}

fn first(site: &Site, entry: Entry) -> FirstPage {
    let frame = public(site, "Vivre aux Tilleuls");
    let kept_until = kept_until(&frame, 5 * 365);
    FirstPage {
        frame,
        form: Form::empty(),
        path: "/q/ecoute".into(),
        entry,
        purpose: Html::text("Savoir ce qui compte pour vous avant d’écrire le contrat de ville."),
        follow_up: Html::text("Les résultats sont affichés en mairie en juin."),
        key: "0".repeat(32),
        token: String::new(),
        version: 1,
        questions: 9,
        until: Some("12 avril 2026".into()),
        kept_until,
        least_age: 15,
    }
}

fn answers() -> Vec<(String, Html, Html)> {
    vec![
        ("quartier".into(), Html::text("Dans quel quartier vivez-vous ?"), Html::text("Les Tilleuls")),
        ("idee".into(), Html::text("Qu’est-ce qui changerait votre vie ici ?"), Html::default()),
    ]
}

fn public_pages(site: &Site) -> Vec<Sample> {
    let group = "Questionnaires";
    let line = (
        Link::new("Vivre aux Tilleuls", "/q/ecoute"),
        "Dire ce qui compte.".to_owned(),
        Some("12 avril 2026".to_owned()),
    );
    let open = OpenPage { frame: Frame::public(site, "Les questionnaires", "/questionnaires"), lines: vec![line] };
    let none = OpenPage { frame: Frame::public(site, "Les questionnaires", "/questionnaires"), lines: Vec::new() };
    let wrong = Form::empty().with_errors(vec![FieldError::new("r.quartier", "Répondez à cette question.")]);
    let check = |form: Form| CheckPage {
        frame: public(site, "Relisez vos réponses").with_form(&form),
        form,
        path: "/q/ecoute".into(),
        key: "0".repeat(32),
        version: 1,
        token: String::new(),
        parked: String::new(),
        hidden: vec![("r.quartier".into(), "QN00001X".into())],
        lines: answers(),
    };
    let receipt = ReceiptPage {
        frame: public(site, "Merci, c’est envoyé"),
        code: "ABCD-EFGH-JKLM-NPQR".into(),
        follow_up: "Les résultats sont affichés en mairie en juin.".into(),
    };
    let parked = ParkedPage {
        frame: public(site, "Vos réponses sont mises de côté"),
        letters: "KDNPXA".into(),
        path: "/q/ecoute".into(),
        until: "12 avril 2026".into(),
    };
    let refused = RefusedPage {
        frame: public(site, "Le questionnaire est fermé"),
        sentence: "Ce questionnaire ne prend plus de réponses.".into(),
        lines: answers(),
    };
    let follow = |code: &str, erased, form: Form| FollowPage {
        frame: Frame::public(site, "Ce que devient ma réponse", "/q/suivi").with_form(&form),
        form,
        code: code.into(),
        title: "Vivre aux Tilleuls".into(),
        follow_up: "Les résultats sont affichés en mairie en juin.".into(),
        photographs: 1,
        received_on: "3 mars 2026".into(),
        lines: answers().into_iter().map(|(_, label, _)| (label, Html::text("Les Tilleuls"))).collect(),
        words: [corpus::facade::Standing::Waiting, corpus::facade::Standing::Read, corpus::facade::Standing::Refused]
            .map(|state| corpus::facade::Fate {
                words: "Des bancs à l’ombre".into(),
                state,
                themes: vec!["Espaces publics".into()],
                need: Some(("Des lieux où se retrouver".into(), "/besoins/B05".into())),
                told: None,
            })
            .into(),
        erased,
    };
    let unknown =
        Form::filled([("cle", "ABCD")]).with_errors(vec![FieldError::new("cle", "Rien n’a été donné avec ce code")]);
    let back = |consultations| GivenBackPage {
        frame: Frame::public(site, "Les concertations", "/concertations"),
        consultations,
    };
    let one = Told {
        title: "Concertation d’exemple".into(),
        period: "Mars à juin 2026".into(),
        heard: heard(&[
            ("Ateliers".into(), 3, None),
            ("Enquête en ligne".into(), 0, Some(216)),
            ("Téléphone".into(), 0, Some(0)),
        ]),
        places: "Les Tilleuls, La Gare".into(),
        ways: vec![("Ateliers".into(), "Des habitants. Le soir, à la maison de quartier.".into())],
        said: vec![(
            "De quoi faut-il s’occuper d’abord ?".into(),
            "Sécurité : 56\u{a0}%".into(),
            "Base : 209 personnes".into(),
        )],
        themes: None,
        cautions: crate::rules::caution::cautions(&crate::rules::caution::Facts {
            surveys: vec![("Vivre aux Tilleuls".into(), 18)],
            has_ways: true,
            channels: 2,
            silent: vec!["Le Parc".into()],
        }),
        surveys: vec![(Link::new("Vivre aux Tilleuls", "/q/ecoute/resultats"), "216 réponses, fermé".into())],
        next: vec!["Les résultats sont affichés en mairie en juin.".into()],
    };
    let mut all = vec![
        Sample::of(group, "concertations", &back(vec![one])),
        Sample::of(group, "aucune concertation", &back(Vec::new())),
        Sample::of(group, "ouverts", &open),
        Sample::of(group, "aucun ouvert", &none),
        Sample::of(group, "relire", &check(Form::empty())),
        Sample::of(group, "relire, à corriger", &check(wrong)),
        Sample::of(group, "envoyé", &receipt),
        Sample::of(group, "mis de côté", &parked),
        Sample::of(group, "fermé pendant la saisie", &refused),
        Sample::of(group, "suivi, un code à donner", &follow("", None, Form::empty())),
        Sample::of(group, "suivi, code inconnu", &follow("", None, unknown)),
        Sample::of(group, "suivi", &follow("ABCD-EFGH-JKLM-NPQR", None, Form::empty())),
        Sample::of(group, "suivi, effacé", &follow("", Some(1), Form::empty())),
    ];
    let entries = [
        ("première page", Entry::Open),
        ("pas encore ouvert", Entry::NotYet),
        ("fermé", Entry::Closed),
        ("sur invitation", Entry::NeedsInvitation),
        ("invitation qui a servi", Entry::Spent),
    ];
    all.extend(entries.map(|(name, entry)| Sample::of(group, name, &first(site, entry))));
    all
}

fn office_pages(site: &Site) -> Vec<Sample> {
    let group = "Gestion des questionnaires";
    let form = form();
    let area = Uuid::from_u128(1);
    let counted = [("online".to_owned(), Some(area), 31), ("telephone".to_owned(), None, 4)];
    let sheet = SheetPage {
        frame: office(site, "Vivre aux Tilleuls"),
        form: Form::empty(),
        path: "/gestion/questionnaires/1".into(),
        rows: vec![SummaryRow::new("État", "Ouvert"), SummaryRow::new("Réponses", "35 réponses")],
        links: vec![Link::new("Les questions", "/gestion/questionnaires/1/questions")],
        progress: progress(&counted, &[(area, "Les Tilleuls".into())]),
        versions: vec![(1, "1er mars 2026".into(), String::new())],
        changes: vec!["Dans quel quartier vivez-vous ? : libellé changé".into()],
        state: State::Open,
        can_publish: true,
        can_open: false,
        may_lead: true,
        revision: 3,
    };
    let options = TableOptions::default();
    let columns = vec![documents::Column::new("t", "Questionnaire", documents::Kind::Text).row_header()];
    let mut table = documents::Table::new("questionnaires", "Questionnaires", columns);
    table.rows.push(vec![documents::Cell::link("Vivre aux Tilleuls", "/gestion/questionnaires/1")]);
    let list = |table: Option<Html>| ListPage { frame: office(site, "Questionnaires"), table, may_lead: true };
    let choices = vec![Choice::new("1", "Concertation d’exemple")];
    let begin = |form: Form| BeginPage {
        frame: office(site, "Écrire un questionnaire").with_form(&form),
        form,
        consultations: choices.clone(),
        starts: vec![Choice::new("ecoute", "Les questions d’une enquête écoute"), Choice::new("vide", "Rien")],
    };
    let wrong = |field: &str, told: &str| Form::empty().with_errors(vec![FieldError::new(field, told)]);
    let setting = |form: Form| SettingPage {
        frame: office(site, "Réglages du questionnaire").with_form(&form),
        form,
        path: "/gestion/questionnaires/1".into(),
        channels: choices.clone(),
        accesses: accesses(),
    };
    let build = |lines, problems: &[&str]| BuildPage {
        frame: office(site, "Les questions"),
        form: Form::empty(),
        path: "/gestion/questionnaires/1".into(),
        lines,
        problems: problems.iter().map(|one| (*one).to_owned()).collect(),
        warnings: vec!["Feuille « survey », ligne 12, colonne « type » : « photo » attend une photo.".into()],
        languages: vec!["Français (fr)".into(), "English (en)".into()],
        revision: 3,
        may_lead: true,
    };
    let question = |name: &str, form: Form| QuestionPage {
        frame: office(site, "Corriger la question").with_form(&form),
        form,
        path: "/gestion/questionnaires/1".into(),
        name: name.into(),
        kinds: kinds(),
        roles: roles(),
        groups: vec![Choice::new("foyer", "Votre foyer")],
        languages: vec![("Français (fr)".into(), String::new()), ("English (en)".into(), "-1".into())],
        others: vec![("quartier".into(), "Dans quel quartier ?".into(), vec!["QN00001X".into()])],
        revision: "3".into(),
    };
    let workbook = |form: Form| WorkbookPage {
        frame: office(site, "Apporter un formulaire").with_form(&form),
        form,
        path: "/gestion/questionnaires/1".into(),
        revision: "3".into(),
        has_answers: true,
    };
    let invitations = InvitationsPage {
        frame: office(site, "Invitations"),
        form: Form::empty(),
        path: "/gestion/questionnaires/1".into(),
        told: "200 liens donnés, 31 utilisés.".into(),
    };
    vec![
        Sample::of(group, "liste", &list(Some(interface::table(&table, &options)))),
        Sample::of(group, "liste vide", &list(None)),
        Sample::of(group, "commencer", &begin(Form::filled([("depart", "ecoute")]))),
        Sample::of(group, "commencer, à corriger", &begin(wrong("titre", "Saisissez le titre"))),
        Sample::of(group, "fiche", &sheet),
        Sample::of(group, "réglages", &setting(Form::filled([("acces", "everyone")]))),
        Sample::of(
            group,
            "réglages, à corriger",
            &setting(wrong("fermeture", "La fermeture doit venir après l’ouverture")),
        ),
        Sample::of(group, "questions", &build(lines(&form), &["Une condition nomme une question absente."])),
        Sample::of(group, "aucune question", &build(Vec::new(), &[])),
        Sample::of(group, "nouvelle question", &question("", Form::filled([("type", "select_one")]))),
        Sample::of(
            group,
            "question à corriger",
            &question("quartier", wrong("reponses", "Écrivez au moins deux réponses")),
        ),
        Sample::of(group, "apporter un formulaire", &workbook(Form::empty())),
        Sample::of(
            group,
            "formulaire refusé",
            &workbook(wrong("fichier", "feuille « survey », ligne 4 : type inconnu")),
        ),
        Sample::of(group, "invitations", &invitations),
    ]
}

/// A table and a chart of one question.
fn counted() -> (Html, Html) {
    let columns = vec![
        documents::Column::new("modalite", "Réponse", documents::Kind::Text).row_header(),
        documents::Column::new("effectif", "Effectif", documents::Kind::Integer),
        documents::Column::new("part", "Part des personnes", documents::Kind::Percent(0)),
    ];
    let mut table = documents::Table::new("vie", "Comment trouvez-vous la vie dans votre quartier ?", columns);
    for (words, count, share) in [("Très bien", 12, 34.0), ("Plutôt mal", 19, 54.0)] {
        let cells = [documents::Cell::text(words), documents::Cell::Integer(count), documents::Cell::Percent(share)];
        table.rows.push(cells.into());
    }
    table.rows.push(vec![
        documents::Cell::text("Très mal"),
        documents::Cell::NOT_DISCLOSED,
        documents::Cell::NOT_DISCLOSED,
    ]);
    table.base = Some("Base : 35 personnes ont répondu ; 4 sans réponse".into());
    let frame = interface::ChartFrame {
        id: "q-vie".into(),
        title: "Comment trouvez-vous la vie dans votre quartier ?".into(),
        subtitle: "Part des personnes qui ont répondu".into(),
        base: "35 personnes ont répondu".into(),
        source: "Vivre aux Tilleuls".into(),
        date: "12 avril 2026".into(),
        ..interface::ChartFrame::default()
    };
    let marks = [interface::Mark::new("Très bien", 12.0), interface::Mark::new("Plutôt mal", 19.0)];
    let chart = interface::bars(&frame, &interface::Measure::Share { base_count: 35 }, &marks);
    (interface::table(&table, &TableOptions::default()), chart)
}

fn figure_pages(site: &Site) -> Vec<Sample> {
    let group = "Résultats des questionnaires";
    let line = |name: &str| Line {
        link: Link::new("Comment trouvez-vous la vie ?", format!("/gestion/questionnaires/1/resultats/{name}")),
        first: "Plutôt mal : 54 %".into(),
        base: "Base : 35 personnes ont répondu".into(),
    };
    let notes = vec!["Échantillon non probabiliste : intervalle indicatif.".to_owned()];
    let list = |lines| FiguresPage {
        frame: office(site, "Résultats"),
        counted: "39 réponses comptées".into(),
        notes: notes.clone(),
        lines,
        repeats: vec![("Vos enfants".to_owned(), vec![line("enfants:ecole")])],
        files: vec![Link::new("Réponses, codes (CSV)", "/gestion/questionnaires/1/fichiers/codes.csv")],
    };
    let figure = |table: Option<Html>, chart, refusal: &str| FigurePage {
        frame: office(site, "Comment trouvez-vous la vie dans votre quartier ?"),
        form: Form::filled([("par", "quartier")]),
        path: "/gestion/questionnaires/1/resultats/vie".into(),
        crossing: None,
        weighted: None,
        table,
        chart,
        crossable: vec![Choice::new("quartier", "Dans quel quartier vivez-vous ?")],
        refusal: refusal.into(),
        tested: vec!["Les réponses diffèrent selon « Quartier ». Le lien est faible.".into()],
        links: vec![Link::new("Par chaque voie, côte à côte", "/gestion/questionnaires/1/resultats/vie/voies")],
        remarks: notes.clone(),
    };
    let (table, chart) = counted();
    let results = |table: Option<Html>, chart: Option<Html>, heard: Option<Html>| ResultsPage {
        frame: Frame::public(site, "Ce que disent les réponses", "/q/ecoute/resultats")
            .with_caption("Vivre aux Tilleuls"),
        counted: "39 réponses, le 12 avril 2026.".into(),
        lines: vec![(
            Link::new("Et la sécurité ?", "/q/ecoute/resultats?question=securite"),
            "Souvent : 40 %".into(),
            "Base : 35".into(),
        )],
        heard,
        table,
        chart,
        follow_up: "Les résultats sont affichés en mairie en juin.".into(),
        notes: notes.clone(),
        is_open: true,
    };
    let margins = |form: Form, report: Vec<SummaryRow>, groups| MarginsPage {
        frame: office(site, "Redressement").with_form(&form),
        form,
        path: "/gestion/questionnaires/1".into(),
        groups,
        report,
        warnings: vec!["L’effet de plan dépasse 2 : le redressement divise la précision par plus de deux.".into()],
    };
    let groups = vec![("Vous êtes…".to_owned(), vec![("sexe.femme".to_owned(), "Une femme".to_owned())])];
    let wrong = Form::empty().with_errors(vec![FieldError::new("sexe.femme", "Écrivez un nombre de personnes")]);
    vec![
        Sample::of(group, "toutes les questions", &list(vec![line("vie")])),
        Sample::of(group, "rien à compter", &list(Vec::new())),
        Sample::of(group, "une question", &figure(Some(table.clone()), Some(chart.clone()), "")),
        Sample::of(
            group,
            "croisement refusé",
            &figure(Some(table.clone()), None, "les deux questions n’ont pas la même base."),
        ),
        Sample::of(group, "réponses libres", &figure(None, None, "")),
        Sample::of(group, "publiés", &results(None, None, Some(table.clone()))),
        Sample::of(group, "une question publiée", &results(Some(table), Some(chart), None)),
        Sample::of(
            group,
            "redressement",
            &margins(Form::empty(), vec![SummaryRow::new("Effet de plan", "2,39")], groups.clone()),
        ),
        Sample::of(group, "redressement à corriger", &margins(wrong, Vec::new(), groups)),
        Sample::of(group, "rien à caler", &margins(Form::empty(), Vec::new(), Vec::new())),
    ]
}

/// Every page of the slice.
pub fn samples(site: &Site) -> Vec<Sample> {
    let all = [steps(site), public_pages(site), office_pages(site), figure_pages(site)].concat();
    [all, super::samples_collecting::samples(site), super::samples_figures::samples(site)].concat()
}
