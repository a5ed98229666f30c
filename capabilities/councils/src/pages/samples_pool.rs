//! Samples of the pool. What is said here is invented.

use interface::{Form, Frame, Link, Sample, Site, TableOptions};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jobs::{Job, JobState};
use kernel::{FieldError, Moment, Uuid};

use super::candidate::{self, CandidatePage};
use super::doubts::{DoubtShown, DoubtsPage};
use super::open::{OpenListPage, OpenPage};
use super::person::{SearchPage, VolunteerPage};
use super::pool::{PoolPage, table_of};
use super::pool_file::{FilePage, Told};
use super::samples::{areas, college_of, council, names};
use super::sheet;
use super::streets::StreetsPage;
use super::structures::{self, StructurePage, StructuresPage};
use crate::actions::{self, Kept, Mapping, Street, Trial};
use crate::rules::{Age, CandidateState, CollegeKind, Origin, Placed, Sex, StructureState, guess};
use crate::store::file::PoolFile;
use crate::store::pool::Candidate;
use crate::store::structure::Structure;

const GROUP: &str = "conseils";

fn pool(site: &Site, kind: CollegeKind, is_closed: bool) -> PoolPage {
    let college = college_of(kind);
    let area = Some(areas()[0].id);
    let row = |sex: &str, age: &str, count: i64| {
        ("kept".to_owned(), "roll".to_owned(), sex.to_owned(), age.to_owned(), area, "sure".to_owned(), None, count)
    };
    let counts = [row("woman", "young", 31), row("man", "older", 84), row("unknown", "older", 2)];
    let table = table_of(&college, &names(), &counts);
    PoolPage {
        frame: Frame::back_office(site, "Vivier", "/gestion/colleges/x/vivier"),
        form: Form::empty(),
        path: "/gestion/colleges/x".into(),
        kept: "117 personnes peuvent être tirées".into(),
        aside: vec![("mis de côté".into(), 12)],
        table: interface::table(&table, &TableOptions::default()),
        files: vec![
            ("liste.csv".into(), None, "liste électorale, 130 lignes, importé".into()),
            (
                "bailleur.csv".into(),
                Some("/gestion/viviers/x".into()),
                "fichier d’un bailleur, 90 lignes, importé".into(),
            ),
        ],
        doubts: 2,
        unplaced: 9,
        is_closed,
        takes_people: kind == CollegeKind::Residents,
        structures: "/gestion/conseils/x/structures".into(),
        may_gather: true,
        may_roll: !is_closed,
        limit: "20 Mo".into(),
    }
}

/// A heavy file nobody opened yet; why it could not be, when it is refused.
fn unread(site: &Site, job: Option<&str>, report: &str) -> FilePage {
    let file = PoolFile {
        id: Uuid::from_u128(201),
        college: Uuid::from_u128(101),
        origin: Origin::Roll,
        name: "liste-lourde.csv".into(),
        account: Uuid::nil(),
        state: "held".into(),
        line_count: 0,
        format: String::new(),
        mapping: String::new(),
        report: report.into(),
        received_at: Moment(0),
        expires_at: Moment(0),
        headers: Vec::new(),
    };
    let frame = Frame::back_office(site, "Un fichier du vivier", "/gestion/viviers/x");
    let job = job.map(working);
    let trial = (!report.is_empty()).then(|| Kept::read(report));
    FilePage::new(frame, Told { file: &file, job: job.as_ref(), mapping: None, trial, errors: Vec::new() }, &names())
}

fn file(site: &Site, (state, job): (&str, Option<&str>), errors: Vec<FieldError>) -> FilePage {
    let headers: Vec<String> = ["Nom", "Prénom", "Sexe", "Né le", "Adresse"].map(str::to_owned).to_vec();
    let file = PoolFile {
        id: Uuid::from_u128(200),
        college: Uuid::from_u128(101),
        origin: Origin::Landlord,
        name: "locataires.csv".into(),
        account: Uuid::nil(),
        state: state.into(),
        line_count: if job.is_some() { 20_000 } else { 130 },
        format: "liste de personnes, CSV, séparateur « ; »".into(),
        mapping: String::new(),
        report: String::new(),
        received_at: Moment(0),
        expires_at: Moment(0),
        headers,
    };
    let mapping = Mapping { places: guess(&file.headers), area: None, day: Date::constant(2027, 1, 1) };
    let trial = Trial { lines: 130, fresh: 117, kept: 105, known: 13, doubts: 2, ..Trial::default() };
    let frame = Frame::back_office(site, "Un fichier du vivier", "/gestion/viviers/x");
    let job = job.map(working);
    let is_held = state == "held" && job.is_none();
    let told = Told {
        file: &file,
        job: job.as_ref(),
        mapping: is_held.then_some(&mapping),
        trial: (job.is_none() && state != "importing").then(|| Kept::from(&trial)),
        errors,
    };
    FilePage::new(frame, told, &names())
}

/// A job of this kind, half way.
fn working(kind: &str) -> Job {
    Job {
        id: Uuid::nil(),
        kind: kind.into(),
        payload: String::new(),
        unique_key: None,
        state: JobState::Running,
        run_at: Moment(0),
        attempts: 1,
        max_attempts: 5,
        locked_by: None,
        progress_done: 9_000,
        progress_total: 20_000,
        progress_text: "9 000 lignes lues".into(),
        last_error: None,
        created_at: Moment(0),
        finished_at: None,
        is_cancel_asked: false,
        requested_by: None,
        result: None,
    }
}

fn line(state: CandidateState) -> Candidate {
    Candidate {
        id: Uuid::from_u128(400),
        college: Uuid::from_u128(101),
        origin: Origin::Roll,
        source: None,
        line: Some(12),
        sex: Sex::Woman,
        age: Age::Young,
        area: Some(areas()[0].id),
        placed: Placed::Sure,
        structure: None,
        household: String::new(),
        state,
        reason: if state == CandidateState::Withdrawn { "À sa demande".into() } else { String::new() },
        merged_into: None,
        added_at: Moment(1_800_000_000_000),
        revision: 1,
    }
}

fn structure(state: StructureState) -> Structure {
    Structure {
        id: Uuid::from_u128(500),
        council: council().id,
        kind: Uuid::from_u128(10),
        name: "Centre social d’essai".into(),
        area: None,
        is_local: state != StructureState::Refused,
        is_linked: state == StructureState::Refused,
        state,
        reason: if state == StructureState::Refused {
            "Siège déjà au comité de pilotage".into()
        } else {
            String::new()
        },
        received_at: Moment(0),
        revision: 1,
    }
}

fn public(site: &Site) -> Vec<Sample> {
    let frame = |title: &str, path: &str| Frame::public(site, title, path);
    let council = council();
    let list =
        |councils: Vec<(Link, String)>| OpenListPage { frame: frame("Conseils citoyens", "/conseils"), councils };
    let one = vec![(Link::new(&council.terms.name, "/conseils/x"), names().areas_line())];
    let open = OpenPage {
        frame: frame(&council.terms.name, "/conseils/x"),
        purpose: council.terms.purpose.clone(),
        rows: sheet::rows(&council, &names(), &super::samples::crossed()),
        charter: council.terms.charter.clone(),
        colleges: vec![sheet::shown(&college_of(CollegeKind::Residents), &names(), &super::samples::crossed())],
        draws: vec![(Link::new("Tirage n° 1, habitants", "/tirages/x"), "scellé".into())],
        members: vec![("Habitants", vec!["Camille ESSAI".into()], 3)],
        path: "/conseils/x".into(),
        has_actors: true,
        is_open: true,
        voice: Some("/instances/x".into()),
        minutes: Some("/instances/x/comptes-rendus".into()),
    };
    let volunteer = |form: Form, is_public: bool| {
        VolunteerPage::new(
            frame("Se porter volontaire", "/conseils/x/volontaires"),
            form,
            &council,
            &names(),
            is_public,
        )
    };
    let received = VolunteerPage { is_received: true, ..volunteer(Form::empty(), true) };
    let wrong =
        Form::filled([("nom", "Essai")]).with_errors(vec![FieldError::new("prenoms", "Indiquez au moins un prénom")]);
    let structure = |form: Form| {
        StructurePage::new(frame("Présenter une structure", "/conseils/x/structures"), form, &names(), true)
    };
    let wrong_structure = Form::empty().with_errors(vec![FieldError::new("nom-1", "Indiquez le nom de naissance")]);
    let thanks = StructurePage { is_received: true, ..structure(Form::empty()) };
    vec![
        Sample::of(GROUP, "Les conseils", &list(one)),
        Sample::of(GROUP, "Les conseils, aucun", &list(Vec::new())),
        Sample::of(GROUP, "Un conseil, en public", &open),
        Sample::of(GROUP, "Se porter volontaire", &volunteer(Form::empty(), true)),
        Sample::of(GROUP, "Se porter volontaire, à corriger", &volunteer(wrong, true)),
        Sample::of(GROUP, "Candidature reçue", &received),
        Sample::of(GROUP, "Candidature sur papier", &volunteer(Form::empty(), false)),
        Sample::of(GROUP, "Présenter une structure", &structure(Form::empty())),
        Sample::of(GROUP, "Présenter une structure, à corriger", &structure(wrong_structure)),
        Sample::of(GROUP, "Structure reçue", &thanks),
    ]
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str| Frame::back_office(site, title, "/gestion/colleges/x/vivier");
    let doubt = DoubtShown {
        path: "/gestion/doublons/x".into(),
        alike: "même nom, même premier prénom ; une naissance inconnue".into(),
        lines: vec![
            (Link::new("liste électorale, ligne 12 de « liste.csv »", "/gestion/candidats/x"), "femme, jeune".into()),
            (Link::new("volontaire", "/gestion/candidats/y"), "femme, non renseigné".into()),
        ],
    };
    let doubts = |doubts: Vec<DoubtShown>, more: &str| DoubtsPage {
        frame: back("Doublons possibles"),
        doubts,
        more: more.into(),
    };
    let street = Street { key: "a1".into(), label: "rue des Exemples, 11000".into(), people: 9 };
    let streets = |all: &[Street]| {
        StreetsPage::new(back("Rues à situer"), Form::empty(), (all, 2 * i64::from(!all.is_empty())), &names())
    };
    let sheet = |state: CandidateState, errors: Vec<FieldError>| {
        let one = line(state);
        let form = candidate::form_of(&one).with_errors(errors);
        CandidatePage::new(back("Une fiche du vivier"), form, &one, &names(), &TimeZone::UTC)
    };
    let search = |found: Option<Vec<Link>>, form: Form| SearchPage::new(back("Retrouver une personne"), form, found);
    let candidacies = |states: &[StructureState]| StructuresPage {
        frame: back("Candidatures des structures"),
        form: Form::empty(),
        structures: states.iter().map(|state| structures::shown(&structure(*state), 2, &names())).collect(),
        may_gather: true,
    };
    let needed = vec![FieldError::new("colonne-nom", "Dites quelle colonne contient : nom de naissance")];
    let mut all = vec![
        Sample::of(GROUP, "Vivier", &pool(site, CollegeKind::Residents, false)),
        Sample::of(GROUP, "Vivier, clos", &pool(site, CollegeKind::Residents, true)),
        Sample::of(GROUP, "Vivier des acteurs", &pool(site, CollegeKind::Actors, false)),
        Sample::of(GROUP, "Fichier du vivier, essai", &file(site, ("held", None), Vec::new())),
        Sample::of(GROUP, "Fichier du vivier, à corriger", &file(site, ("held", None), needed)),
        Sample::of(GROUP, "Fichier du vivier, lecture en cours", &unread(site, Some(actions::READING), "")),
        Sample::of(GROUP, "Fichier du vivier, lecture arrêtée", &unread(site, None, "")),
        Sample::of(
            GROUP,
            "Fichier du vivier, illisible",
            &unread(
                site,
                None,
                r#"{"fichier": ["Ce fichier est un PDF. Envoyez le tableau au format CSV ou .xlsx."]}"#,
            ),
        ),
        Sample::of(GROUP, "Fichier du vivier, essai en cours", &file(site, ("held", Some(actions::TRIAL)), Vec::new())),
        Sample::of(GROUP, "Fichier du vivier, en cours", &file(site, ("importing", Some(actions::IMPORT)), Vec::new())),
        Sample::of(GROUP, "Fichier du vivier, arrêté", &file(site, ("importing", None), Vec::new())),
        Sample::of(
            GROUP,
            "Fichier du vivier, import annulé",
            &file(site, ("held", Some(actions::TAKE_BACK)), Vec::new()),
        ),
        Sample::of(GROUP, "Fichier du vivier, importé", &file(site, ("imported", None), Vec::new())),
        Sample::of(GROUP, "Doublons possibles", &doubts(vec![doubt], "3 autres ensuite")),
        Sample::of(GROUP, "Doublons, aucun", &doubts(Vec::new(), "")),
        Sample::of(GROUP, "Rues à situer", &streets(&[street])),
        Sample::of(GROUP, "Rues, toutes situées", &streets(&[])),
        Sample::of(GROUP, "Fiche du vivier", &sheet(CandidateState::Kept, Vec::new())),
        Sample::of(
            GROUP,
            "Fiche du vivier, à corriger",
            &sheet(CandidateState::Kept, vec![FieldError::new("raison", "Dites pourquoi, en moins de 300 signes")]),
        ),
        Sample::of(GROUP, "Fiche du vivier, retirée", &sheet(CandidateState::Withdrawn, Vec::new())),
        Sample::of(GROUP, "Retrouver une personne", &search(None, Form::empty())),
        Sample::of(
            GROUP,
            "Personne trouvée",
            &search(Some(vec![Link::new("Fiche 1", "/gestion/candidats/x")]), Form::empty()),
        ),
        Sample::of(GROUP, "Personne introuvable", &search(Some(Vec::new()), Form::empty())),
        Sample::of(GROUP, "Candidatures des structures", &candidacies(StructureState::ALL)),
        Sample::of(GROUP, "Candidatures, aucune", &candidacies(&[])),
    ];
    all.extend(public(site));
    all
}
