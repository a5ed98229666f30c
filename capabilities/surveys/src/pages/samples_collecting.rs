//! The pages of collection in their states, for the gallery and the tests. What is said here is invented.

use std::collections::HashMap;

use interface::{Choice, Form, Frame, Html, Language, Link, Sample, Site, SummaryRow};
use kernel::{FieldError, Uuid};
use questionnaire::answering::{Answers, Circumstances, Session};
use questionnaire::plan::Plan;
use tabulation::answers::Remark;
use territory::facade::{Area, Population};

use super::answering::questions_of;
use super::batch::{BatchPage, DifferencesPage, Gap, sheets_table};
use super::call::{CallPage, counts_table, endings};
use super::calls::{CallsPage, lists_table};
use super::face_to_face::{FacePage, languages};
use super::interview::{EndPage, InterviewPage, KeptPage};
use super::paper::{PaperPage, batches_table};
use super::partner::{PartnerPage, trial_page};
use super::photographs::{PhotographsPage, Shown, Wanted, told};
use super::quotas::{QuotasPage, board, cells};
use super::typing::TypingPage;
use super::whole;
use crate::actions::Ready;
use crate::actions::calls::Call;
use crate::actions::partner::{Held, Trial};
use crate::rules::paper::SheetState;
use crate::rules::partner::Place;
use crate::rules::quota::{Profile, Quota};
use crate::store::calls::List;
use crate::store::paper::{Batch, Sheet};

const GROUP: &str = "Recueil des réponses";
const PATH: &str = "/gestion/questionnaires/1";

fn frame(site: &Site, title: &str, form: &Form) -> Frame {
    let above = vec![Link::new("Gestion", "/gestion"), Link::new("Vivre aux Tilleuls", PATH)];
    Frame::back_office(site, title, PATH).with_breadcrumb(above).with_caption("Vivre aux Tilleuls").with_form(form)
}

fn wrong(field: &str, told: &str) -> Form {
    Form::empty().with_errors(vec![FieldError::new(field, told)])
}

fn ready() -> Option<Ready> {
    let areas = [("QN00001X".to_owned(), "Les Tilleuls".to_owned()), ("QN00002X".to_owned(), "La Gare".to_owned())];
    let form = crate::rules::starter::listening("ecoute", "Vivre aux Tilleuls", &areas);
    let plan = Plan::new(&form).ok()?;
    Some(Ready { survey: Uuid::nil(), number: 1, form, plan, area: None })
}

const NOW: Circumstances = Circumstances { now: jiff::civil::date(2026, 3, 1).at(10, 0, 0, 0), chance: 1 };

fn batch(is_doubled: bool) -> Batch {
    Batch {
        id: Uuid::nil(),
        survey: Uuid::nil(),
        label: "Forum du 12 mars".into(),
        version: 1,
        is_doubled,
        state: "open".into(),
        opened_on: "2026-03-12".into(),
        revision: 1,
    }
}

fn sheets() -> Vec<Sheet> {
    let sheet = |number: i64, state| Sheet {
        id: Uuid::from_u128(number as u128),
        number,
        state,
        first_by: None,
        first_sealed: None,
        second_sealed: None,
    };
    vec![sheet(1, SheetState::Kept), sheet(2, SheetState::Differs), sheet(3, SheetState::Typed)]
}

fn paper_pages(site: &Site) -> Vec<Sample> {
    let paper = |form: Form, prints: Vec<Link>| PaperPage {
        frame: frame(site, "Questionnaires sur papier", &form),
        form,
        path: PATH.into(),
        batches: if prints.is_empty() { None } else { batches_table(&[(batch(true), sheets())]) },
        prints,
        versions: vec![Choice::new("1", "Version 1")],
    };
    let prints = || vec![Link::new("Version 1, en français (PDF)", format!("{PATH}/imprimer?version=1"))];
    let of_batch = |is_open: bool, form: Form| BatchPage {
        frame: frame(site, "Forum du 12 mars", &form),
        form,
        path: "/gestion/papier/1".into(),
        rows: vec![SummaryRow::new("Enregistrées", "12 feuilles"), SummaryRow::new("Écarts à trancher", "1 feuille")],
        sheets: if is_open { sheets_table(Uuid::nil(), &sheets()) } else { None },
        is_open,
        has_second: is_open,
        has_waiting: is_open,
        revision: 1,
    };
    let gap = Gap {
        name: "choix.quartier".into(),
        label: Html::text("Dans quel quartier vivez-vous ?"),
        first: Html::text("Les Tilleuls"),
        second: Html::text("La Gare"),
    };
    let differences = |form: Form| DifferencesPage {
        frame: frame(site, "Feuille 2 : deux saisies différentes", &form),
        form,
        path: "/gestion/papier/1".into(),
        number: 2,
        gaps: vec![gap.clone()],
    };
    let mut all = vec![
        Sample::of(GROUP, "papier", &paper(Form::filled([("version", "1")]), prints())),
        Sample::of(GROUP, "papier, à corriger", &paper(wrong("lot", "Dites d’où viennent ces feuilles"), prints())),
        Sample::of(GROUP, "papier, rien de publié", &paper(Form::empty(), Vec::new())),
        Sample::of(GROUP, "lot de feuilles", &of_batch(true, Form::empty())),
        Sample::of(GROUP, "lot à clore", &of_batch(true, wrong("oublier", "Des feuilles attendent encore"))),
        Sample::of(GROUP, "lot clos", &of_batch(false, Form::empty())),
        Sample::of(GROUP, "deux saisies différentes", &differences(Form::empty())),
        Sample::of(GROUP, "écart non tranché", &differences(wrong("choix.quartier", "Choisissez ce qui est écrit"))),
    ];
    all.extend(typing_pages(site));
    all
}

fn typing_pages(site: &Site) -> Vec<Sample> {
    let Some(ready) = ready() else { return Vec::new() };
    let Ok(plan) = whole::plan_of(&ready) else { return Vec::new() };
    let session = Session::open(&plan, &Answers::new(), NOW);
    let page = |pass: &'static str, form: Form| TypingPage {
        frame: frame(site, "Saisir une feuille", &form),
        form,
        path: "/gestion/papier/1/feuille".into(),
        key: "0".repeat(32),
        version: 1,
        pass,
        questions: whole::questions(&session, &ready, false),
        repeats: vec![("enfants".into(), "Vos enfants".into())],
        save: "Enregistrer et passer à la feuille suivante",
        back: Link::new("Forum du 12 mars", "/gestion/papier/1"),
    };
    vec![
        Sample::of(GROUP, "saisir une feuille", &page("premiere", Form::filled([("numero", "13")]))),
        Sample::of(GROUP, "feuille à corriger", &page("premiere", wrong("numero", "La feuille 13 est déjà saisie"))),
    ]
}

fn face_pages(site: &Site) -> Vec<Sample> {
    let Some(ready) = ready() else { return Vec::new() };
    let Ok(plan) = whole::plan_of(&ready) else { return Vec::new() };
    let session = Session::open(&plan, &Answers::new(), NOW);
    let page = |form: Form| FacePage {
        frame: frame(site, "Toutes les questions", &form),
        form,
        path: format!("{PATH}/face-a-face"),
        key: "0".repeat(32),
        version: 1,
        photos: format!("{PATH}/photos"),
        most: "10 Mo".into(),
        plan: questionnaire::portable(&ready.plan, "fr").to_string(),
        opening: vec!["« Vivre aux Tilleuls »".into()],
        languages: languages(&ready),
        questions: whole::questions(&session, &ready, true),
        repeats: vec![("enfants".into(), "Vos enfants".into())],
        back: Link::new("Une question par écran", format!("{PATH}/entretien")),
    };
    vec![
        Sample::of(GROUP, "face à face, tout sur une page", &page(Form::empty())),
        Sample::of(GROUP, "face à face, à corriger", &page(wrong("r.quartier", "Répondez à cette question."))),
    ]
}

fn call_pages(site: &Site) -> Vec<Sample> {
    let list = List {
        id: Uuid::nil(),
        survey: Uuid::nil(),
        label: "Adhérents".into(),
        most_tries: 4,
        until: "2026-06-01".into(),
        state: "open".into(),
        revision: 1,
    };
    let calls = |form: Form, brought: bool, is_published: bool| CallsPage {
        frame: frame(site, "Appels téléphoniques", &form),
        form,
        path: PATH.into(),
        lists: lists_table(&[(list.clone(), 120, 37)]),
        brought: brought.then(|| {
            let told = vec!["Ligne 4 : « Mme D. » n’est pas un numéro de téléphone.".to_owned()];
            ("120 numéros à appeler".to_owned(), "/gestion/telephone/1".to_owned(), told)
        }),
        is_published,
    };
    let call = Call {
        id: Uuid::nil(),
        number: "06\u{a0}00\u{a0}00\u{a0}00\u{a0}00".into(),
        dialled: "0600000000".into(),
        area: None,
        tries: 1,
        is_call_back: true,
    };
    let page = |call: Option<Call>, is_open: bool, form: Form| CallPage {
        frame: frame(site, "Adhérents", &form),
        form,
        path: "/gestion/telephone/1".into(),
        call,
        area: "Les Tilleuls".into(),
        endings: endings(),
        counts: counts_table(&[("waiting".into(), 80), ("answered".into(), 12), ("refused".into(), 7)]),
        call_backs: "1 rappel à faire maintenant, 3 rappels plus tard.".into(),
        is_open,
        has_more: true,
        revision: 1,
    };
    vec![
        Sample::of(GROUP, "listes d’appels", &calls(Form::filled([("essais", "4")]), false, true)),
        Sample::of(GROUP, "liste apportée", &calls(Form::empty(), true, true)),
        Sample::of(
            GROUP,
            "liste à corriger",
            &calls(wrong("fichier", "Aucune colonne ne s’appelle « numéro »"), false, true),
        ),
        Sample::of(GROUP, "appels, rien de publié", &calls(Form::empty(), false, false)),
        Sample::of(GROUP, "un appel", &page(Some(call.clone()), true, Form::empty())),
        Sample::of(
            GROUP,
            "issue à corriger",
            &page(Some(call), true, wrong("rappel", "Dites quel jour et à quelle heure rappeler")),
        ),
        Sample::of(GROUP, "appel suivant", &page(None, true, Form::empty())),
        Sample::of(GROUP, "liste close", &page(None, false, Form::empty())),
    ]
}

fn interview_pages(site: &Site) -> Vec<Sample> {
    let Some(ready) = ready() else { return Vec::new() };
    let session = Session::open(&ready.plan, &Answers::new(), NOW);
    let all = session.pages();
    let screen = |rank: usize, alert: &str, form: Form| InterviewPage {
        frame: frame(site, "Question 1 sur 9", &form),
        form,
        path: format!("{PATH}/entretien"),
        key: "0".repeat(32),
        version: 1,
        call: String::new(),
        list: String::new(),
        page: all[rank].key.clone(),
        hidden: vec![("r.quartier".into(), "QN00001X".into())],
        questions: questions_of(&session, &ready, &all[rank].questions, Language::French),
        repeat: (rank == 5).then(|| ("enfants".to_owned(), 2)),
        is_first: rank == 0,
        language: Language::French,
        languages: vec![Language::English, Language::Arabic],
        opening: if rank == 0 { vec!["« Vivre aux Tilleuls »".into()] } else { Vec::new() },
        alert: alert.into(),
        leave: Link::new("Arrêter l’entretien sans rien garder", PATH),
    };
    let lines =
        || vec![("quartier".to_owned(), Html::text("Dans quel quartier vivez-vous ?"), Html::text("Les Tilleuls"))];
    let end = |form: Form| EndPage {
        frame: frame(site, "Fin de l’entretien", &form),
        form,
        path: format!("{PATH}/entretien"),
        key: "0".repeat(32),
        version: 1,
        call: String::new(),
        list: String::new(),
        hidden: vec![("r.quartier".into(), "QN00001X".into())],
        lines: lines(),
        language: Language::French,
        alert: String::new(),
    };
    let wanted = |key: &str, is_kept| Wanted {
        key: key.into(),
        label: Html::text("Photographiez ce qu’il faudrait changer."),
        is_kept,
    };
    let kept = |photos: Vec<Wanted>, form: Form| KeptPage {
        frame: frame(site, "L’entretien est enregistré", &form),
        form,
        path: PATH.into(),
        photos,
        suite: "entretien",
        code: "ABCD-EFGH-JKLM-NPQR".into(),
        follow_up: "Les résultats sont affichés en mairie en juin.".into(),
        next: Link::new("Appel suivant", "/gestion/telephone/1"),
        back: Link::new("Revenir au questionnaire", PATH),
    };
    let full = "Pour ce profil, 12 réponses sont déjà venues sur 12 : l’objectif est atteint.";
    vec![
        Sample::of(GROUP, "entretien, première question", &screen(0, "", Form::empty())),
        Sample::of(GROUP, "entretien, quota atteint", &screen(5, full, Form::empty())),
        Sample::of(GROUP, "entretien à corriger", &screen(0, "", wrong("r.quartier", "Répondez à cette question."))),
        Sample::of(GROUP, "fin de l’entretien", &end(Form::empty())),
        Sample::of(GROUP, "fin de l’entretien, à corriger", &end(wrong("r.quartier", "Répondez à cette question."))),
        Sample::of(GROUP, "entretien enregistré", &kept(Vec::new(), Form::empty())),
        Sample::of(
            GROUP,
            "entretien à photographier",
            &kept(vec![wanted("a", true), wanted("b", false)], Form::empty()),
        ),
        Sample::of(GROUP, "photo refusée", &kept(vec![wanted("b", false)], wrong("photo.b", "Choisissez une photo"))),
        Sample::of(GROUP, "photos", &photographs(site, true)),
        Sample::of(GROUP, "photos, aucune encore mêlée", &photographs(site, false)),
    ]
}

fn photographs(site: &Site, is_filled: bool) -> PhotographsPage {
    let frame = frame(site, "Photos", &Form::empty());
    let shown = |rank: u8| Shown {
        path: frame.asset("icon-192.png"),
        told: format!("Photo {rank}"),
        caption: "Les Tilleuls, mars 2026".into(),
    };
    let groups = if is_filled {
        vec![("Photographiez ce qu’il faudrait changer.".to_owned(), vec![shown(1), shown(2)])]
    } else {
        Vec::new()
    };
    PhotographsPage {
        groups,
        waiting: told(3),
        may_lead: is_filled,
        before: None,
        after: is_filled.then(|| format!("{PATH}/photos?page=2")),
        frame,
    }
}

fn partner_pages(site: &Site) -> Vec<Sample> {
    let Some(ready) = ready() else { return Vec::new() };
    let Ok(questions) = crate::actions::partner::questions(&ready) else { return Vec::new() };
    let upload = |form: Form, is_published| PartnerPage {
        frame: frame(site, "Fichier d’un partenaire", &form),
        form,
        path: PATH.into(),
        is_published,
    };
    let held = Held {
        headers: vec!["quartier".into(), "Q5[SQ001]".into(), "Q5[SQ002]".into(), "_uuid".into()],
        rows: vec![(2, Vec::new())],
        remarks: Vec::new(),
        format: "CSV, séparateur « ; », UTF-8".into(),
    };
    let told = |sentence: &str, is_refusal| Remark { line: Some(3), sentence: sentence.into(), is_refusal };
    let refused =
        Trial { refusals: vec![told("l’identifiant « u-1 » est déjà à la ligne 2.", true)], ..Trial::default() };
    let good = Trial {
        remarks: vec![told("4 réponses à « besoins », où 3 au plus sont permises. Elles sont comptées.", false)],
        fresh: 31,
        known: 12,
        left_out: vec!["_uuid".into()],
        ..Trial::default()
    };
    let places: Vec<Place> = questions.iter().map(|_| Place::Column(0)).collect();
    let trial = |trial: &Trial| {
        let frame = frame(site, "Essai de l’import", &Form::empty());
        trial_page(frame, "/gestion/fichiers/1".into(), ("kobo.csv", &held, trial), (&questions, &places), Vec::new())
    };
    vec![
        Sample::of(GROUP, "fichier d’un partenaire", &upload(Form::empty(), true)),
        Sample::of(GROUP, "fichier à corriger", &upload(wrong("fichier", "Le fichier est vide."), true)),
        Sample::of(GROUP, "fichier, rien de publié", &upload(Form::empty(), false)),
        Sample::of(GROUP, "essai de l’import", &trial(&good)),
        Sample::of(GROUP, "import refusé", &trial(&refused)),
    ]
}

fn quota_pages(site: &Site) -> Vec<Sample> {
    let id = Uuid::from_u128(1);
    let area =
        Area { id, code: "QN00001X".into(), name: "Les Tilleuls".into(), kind: "QPV".into(), communes: Vec::new() };
    let counted = "Insee, 2021".to_owned();
    let living =
        HashMap::from([(id, Population { count: 2_410, year: Some(2021), producer: "Insee".into(), counted })]);
    let quota = Quota { area: Some(id), age: "a".into(), sex: "f".into(), wanted: 12 };
    let people = [(Profile { area: Some(id), age: "a".into(), sex: "f".into() }, 1), (Profile::default(), 1)];
    let bands = |code: &str, words: &str| vec![(code.to_owned(), words.to_owned())];
    let page = |form: Form, may_lead: bool, missing: &str| QuotasPage {
        frame: frame(site, "Quotas et avancement", &form),
        form,
        path: PATH.into(),
        board: board(std::slice::from_ref(&area), &living, (std::slice::from_ref(&quota), &people)),
        cells: cells(
            std::slice::from_ref(&area),
            (&bands("a", "15 à 24 ans"), &bands("f", "Une femme")),
            [(quota.clone(), 1)].into_iter(),
        ),
        may_lead,
        areas: vec![Choice::new("tous", "Tous les quartiers ensemble"), Choice::new("1", "Les Tilleuls")],
        chosen: may_lead.then(|| ("1".to_owned(), "Les Tilleuls".to_owned())),
        wanted: if may_lead { vec![("q.a.f".into(), "15 à 24 ans, Une femme".into())] } else { Vec::new() },
        missing: missing.into(),
    };
    let chosen = Form::filled([("quartier", "1"), ("q.a.f", "12")]);
    vec![
        Sample::of(GROUP, "quotas", &page(chosen, true, "")),
        Sample::of(
            GROUP,
            "quotas, à corriger",
            &page(wrong("q.a.f", "Écrivez un nombre entier de réponses"), true, ""),
        ),
        Sample::of(
            GROUP,
            "avancement, enquêtrice",
            &page(Form::empty(), false, "Les quotas ne distinguent pas l’âge."),
        ),
    ]
}

/// Every page of collection.
pub(super) fn samples(site: &Site) -> Vec<Sample> {
    [
        paper_pages(site),
        call_pages(site),
        interview_pages(site),
        face_pages(site),
        partner_pages(site),
        quota_pages(site),
    ]
    .concat()
}
