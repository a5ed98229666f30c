//! Every page in its states, for the gallery and the tests. What is said here is invented.

use interface::{Choice, Form, Frame, Html, Language, Link, Sample, Site, SummaryRow, TableOptions};
use kernel::{FieldError, Uuid};
use questionnaire::answering::{Answers, Circumstances, Session};
use questionnaire::plan::Plan;

use super::answering::{CheckPage, ParkedPage, ReceiptPage, RefusedPage, StepPage, questions_of};
use super::build::{BuildPage, lines};
use super::follow::FollowPage;
use super::invitations::InvitationsPage;
use super::list::ListPage;
use super::open::{Entry, FirstPage, OpenPage};
use super::question::{QuestionPage, kinds, roles};
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
    let kept_until = frame.t_count(
        5,
        "Vos réponses sont gardées {n} an après la fermeture, puis effacées.",
        "Vos réponses sont gardées {n} ans après la fermeture, puis effacées.",
    );
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
    let line = (Link::new("Vivre aux Tilleuls", "/q/ecoute"), "Dire ce qui compte.".to_owned(), Some("12 avril 2026".to_owned()));
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
        received_on: "3 mars 2026".into(),
        lines: answers().into_iter().map(|(_, label, _)| (label, Html::text("Les Tilleuls"))).collect(),
        words: [corpus::facade::Standing::Waiting, corpus::facade::Standing::Read, corpus::facade::Standing::Refused]
            .map(|state| corpus::facade::Fate {
                words: "Des bancs à l’ombre".into(),
                state,
                themes: vec!["Espaces publics".into()],
                need: Some(("Des lieux où se retrouver".into(), "/besoins/B05".into())),
            })
            .into(),
        erased,
    };
    let unknown = Form::filled([("cle", "ABCD")]).with_errors(vec![FieldError::new("cle", "Rien n’a été donné avec ce code")]);
    let mut all = vec![
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
        Sample::of(group, "réglages, à corriger", &setting(wrong("fermeture", "La fermeture doit venir après l’ouverture"))),
        Sample::of(group, "questions", &build(lines(&form), &["Une condition nomme une question absente."])),
        Sample::of(group, "aucune question", &build(Vec::new(), &[])),
        Sample::of(group, "nouvelle question", &question("", Form::filled([("type", "select_one")]))),
        Sample::of(group, "question à corriger", &question("quartier", wrong("reponses", "Écrivez au moins deux réponses"))),
        Sample::of(group, "apporter un formulaire", &workbook(Form::empty())),
        Sample::of(group, "formulaire refusé", &workbook(wrong("fichier", "feuille « survey », ligne 4 : type inconnu"))),
        Sample::of(group, "invitations", &invitations),
    ]
}

/// Every page of the slice.
pub fn samples(site: &Site) -> Vec<Sample> {
    [steps(site), public_pages(site), office_pages(site), super::samples_collecting::samples(site)].concat()
}
