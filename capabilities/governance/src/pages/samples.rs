//! Every page in its states, for the gallery and the tests. What is said here is invented.

use assemblies::facade::steering::{MeetingTold, SignatorySeen, StateOfMeeting, SteeringBody};
use interface::{Choice, Form, Frame, Sample, Site};
use jiff::civil::{Date, date, time};
use kernel::{FieldError, Moment, Scope, Uuid};
use strategy::facade::pledging::SignatoryName;

use super::agenda::AgendaPage;
use super::calendar::CalendarPage;
use super::decision::{DecisionPage, May};
use super::decision_form::{self, DecisionFormPage, Offered};
use super::engagement::{self, EngagementPage, EngagementsPage};
use super::home::HomePage;
use super::open::OpenPage;
use super::register::{Held, Narrowed, RegisterPage};
use super::session::{Known, SessionPage};
use crate::facade::{Engaged, Pending};
use crate::rules::{Decision, DecisionState, DecisionTerms, Object, ObjectKind, Step};

const TODAY: Date = date(2026, 3, 15);

fn body() -> SteeringBody {
    SteeringBody {
        id: Uuid::from_u128(1),
        kind: "Comité de pilotage",
        name: "Comité de pilotage du contrat".into(),
        purpose: "Décider des priorités et de la programmation.".into(),
        contract: Uuid::from_u128(2),
        scope: Scope::contract(Uuid::from_u128(2)),
        are_decisions_public: true,
    }
}

fn meeting(held_on: Date, state: StateOfMeeting) -> MeetingTold {
    MeetingTold {
        id: Uuid::from_u128(3),
        body: Uuid::from_u128(1),
        title: "Comité de pilotage de printemps".into(),
        held_on,
        starts_at: time(14, 0, 0, 0),
        state,
        points: vec!["Bilan de l’année".into(), "Fiche 12 : à valider".into()],
        is_convened: true,
        is_attended: state == StateOfMeeting::Held,
        is_written: false,
        revision: 1,
    }
}

fn object() -> Object {
    Object {
        kind: ObjectKind::Sheet,
        id: Uuid::from_u128(4),
        label: "Fiche 12, un jardin partagé".into(),
        path: "/gestion/actions/x".into(),
        open_path: "/actions/x".into(),
    }
}

fn decision(number: i64, state: DecisionState, due_on: Option<Date>) -> Decision {
    Decision {
        id: Uuid::from_u128(u128::try_from(100 + number).unwrap_or(100)),
        body: Uuid::from_u128(1),
        contract: Uuid::from_u128(2),
        meeting: Uuid::from_u128(3),
        year: 2026,
        number,
        decided_on: date(2026, 2, 10),
        terms: DecisionTerms {
            title: "Le comité valide la fiche 12 et demande un bilan en décembre.".into(),
            words: "Sous réserve de l’accord du propriétaire du terrain.".into(),
            object: (number == 1).then(object),
            owner: if due_on.is_some() { "Direction de la cohésion sociale".into() } else { String::new() },
            organisation: None,
            due_on,
            is_immediate: due_on.is_none(),
        },
        state,
        state_on: date(2026, 3, 1),
        told_at: (number > 2).then_some(Moment(0)),
        revision: 1,
    }
}

fn decisions() -> Vec<Decision> {
    vec![
        decision(1, DecisionState::Open, Some(date(2026, 3, 1))),
        decision(2, DecisionState::Underway, Some(date(2026, 6, 30))),
        decision(3, DecisionState::Done, None),
        decision(4, DecisionState::Withdrawn, None),
    ]
}

fn steps() -> Vec<Step> {
    vec![Step {
        id: Uuid::from_u128(9),
        noted_on: date(2026, 3, 1),
        state: DecisionState::Underway,
        words: "Le terrain est choisi.".into(),
    }]
}

fn pending() -> Vec<Pending> {
    vec![Pending { object: object(), waits: "à valider".into(), due_on: Some(date(2026, 4, 2)) }]
}

fn one(field: &str, sentence: &str) -> Vec<FieldError> {
    vec![FieldError::new(field, sentence)]
}

pub fn samples(site: &Site) -> Vec<Sample> {
    [reading(site), writing(site), engaged(site)].concat()
}

fn reading(site: &Site) -> Vec<Sample> {
    let back = |title: &str, path: &str| Frame::back_office(site, title, path);
    let public = |title: &str, path: &str| Frame::public(site, title, path);
    let (steering, all) = (body(), decisions());
    let known = vec![(body(), vec![meeting(date(2026, 4, 2), StateOfMeeting::Planned)], decisions())];
    let home = |known: &[super::home::Known], pending: &[Pending]| {
        HomePage::new(back("Pilotage", "/gestion/pilotage"), known, pending, (true, TODAY))
    };
    let held = |decisions: Vec<Decision>| Held {
        bodies: vec![(steering.id, steering.name.clone())],
        decisions: decisions.into_iter().map(|one| (one, steering.name.clone())).collect(),
    };
    let register = |held: &Held, is_open: bool| {
        let frame = match is_open {
            true => public("Les décisions du pilotage", "/decisions"),
            false => back("Registre des décisions", "/gestion/pilotage/decisions"),
        };
        let base = ("/decisions", "/decisions.csv", is_open);
        RegisterPage::new(frame, held, &Narrowed::default(), (1, TODAY), base)
    };
    let open = |one: &Decision, steps: &[Step]| {
        OpenPage::new(public("Décision 2026-01", "/decisions/x"), (&steering, one), steps, TODAY)
    };
    let calendar = |address: &str, since: &str, coming: Vec<String>| {
        CalendarPage::new(back("Mes réunions dans mon agenda", "/mon-agenda"), address.into(), since.into(), coming)
    };
    let group = "pilotage";
    vec![
        Sample::of(group, "Pilotage", &home(&known, &pending())),
        Sample::of(group, "Pilotage, rien", &home(&[], &[])),
        Sample::of(group, "Registre des décisions", &register(&held(decisions()), false)),
        Sample::of(group, "Registre des décisions, rien", &register(&held(vec![]), false)),
        Sample::of(group, "Registre lu par tous", &register(&held(decisions()), true)),
        Sample::of(group, "Registre lu par tous, rien", &register(&held(vec![]), true)),
        Sample::of(group, "Décision lue par tous", &open(&all[0], &steps())),
        Sample::of(group, "Décision retirée, lue par tous", &open(&all[3], &[])),
        Sample::of(group, "Mon agenda, à ouvrir", &calendar("", "", vec![])),
        Sample::of(group, "Mon agenda, ouvert", &calendar("https://parvis.exemple/agenda/x", "15 mars 2026", vec![])),
        Sample::of(
            group,
            "Mon agenda, en cours",
            &calendar("", "15 mars 2026", vec!["2 avril 2026 à 14 h 00 : Comité de pilotage".into()]),
        ),
    ]
}

fn engaged(site: &Site) -> Vec<Sample> {
    let seen = |held_on, was_there, was_excused| SignatorySeen {
        signatory: Uuid::from_u128(20),
        meeting: Uuid::from_u128(3),
        body: "Comité de pilotage du contrat".into(),
        held_on,
        was_there,
        was_excused,
    };
    let known = |is_full: bool| engagement::Known {
        signatory: SignatoryName {
            id: Uuid::from_u128(20),
            contract: Uuid::from_u128(2),
            name: "Région Occitanie".into(),
        },
        seen: match is_full {
            true => vec![seen(date(2026, 1, 20), true, false), seen(date(2026, 2, 10), false, true)],
            false => vec![],
        },
        engaged: Engaged {
            promised: if is_full { "60 000 €".into() } else { String::new() },
            led: if is_full { vec![("12 Un jardin partagé".into(), "/gestion/actions/x".into())] } else { vec![] },
            ..Engaged::default()
        },
        charged: if is_full { vec![decision(1, DecisionState::Open, Some(date(2026, 3, 1)))] } else { vec![] },
    };
    let path = "/gestion/pilotage/signataires";
    let list = |all: &[engagement::Known]| {
        let frame = Frame::back_office(site, "Engagement des signataires", path);
        EngagementsPage::new(frame, all, vec![], (2026, TODAY))
    };
    let page = |one: &engagement::Known| {
        EngagementPage::new(Frame::back_office(site, "Région Occitanie", path), one, (2026, TODAY))
    };
    let group = "pilotage";
    vec![
        Sample::of(group, "Engagement des signataires", &list(&[known(true), known(false)])),
        Sample::of(group, "Engagement des signataires, aucun", &list(&[])),
        Sample::of(group, "Un signataire", &page(&known(true))),
        Sample::of(group, "Un signataire, rien", &page(&known(false))),
    ]
}

fn writing(site: &Site) -> Vec<Sample> {
    let back = |title: &str, path: &str| Frame::back_office(site, title, path);
    let (steering, all) = (body(), decisions());
    let (before, after) = (date(2026, 2, 10), date(2026, 4, 2));
    let session = |held_on, state, decisions: Vec<Decision>, may_record: bool| {
        let known = Known {
            points: vec![object()],
            decisions,
            attendance: "9 présent·es sur 15, quorum atteint (8 à réunir)".into(),
            may_record,
        };
        let frame = back("Décisions : comité de printemps", "/gestion/pilotage/reunions/x");
        SessionPage::new(frame, (&steering, &meeting(held_on, state)), &known, TODAY)
    };
    let agenda = |form: Form, waiting: &[Pending]| {
        let frame = back("Faire l’ordre du jour", "/gestion/pilotage/reunions/x/ordre-du-jour");
        let at = meeting(after, StateOfMeeting::Planned);
        AgendaPage::new(frame, form, (&steering, &at), (waiting, &[object()]))
    };
    let form = |form: Form, is_new: bool| {
        let offered =
            Offered { objects: vec![object()], organisations: vec![Choice::new("x", "Centre social Max-Savy")] };
        let frame = back("Inscrire une décision", "/gestion/pilotage/reunions/x/decisions/nouvelle");
        DecisionFormPage::new(frame, form, offered, (is_new, true))
    };
    let sheet = |one: &Decision, form: Form, may: May| {
        let frame = back("Décision 2026-01", "/gestion/pilotage/decisions/x");
        DecisionPage::new(frame, form, (&steering, one), &steps(), (may, TODAY))
    };
    let may = May { record: true, follow: true };
    let missing = [
        one("decision", "Écrivez ce qui est décidé, en une phrase de moins de 250 signes"),
        one("echeance", "Dites pour quand, ou cochez « prend effet aussitôt »"),
    ]
    .concat();
    let group = "pilotage";
    vec![
        Sample::of(group, "Une réunion à venir", &session(after, StateOfMeeting::Planned, vec![], true)),
        Sample::of(group, "Une réunion et ses décisions", &session(before, StateOfMeeting::Held, decisions(), true)),
        Sample::of(group, "Une réunion, en lecture", &session(before, StateOfMeeting::Held, decisions(), false)),
        Sample::of(group, "Faire l’ordre du jour", &agenda(Form::empty(), &pending())),
        Sample::of(
            group,
            "Faire l’ordre du jour, à corriger",
            &agenda(Form::empty().with_errors(one("points", "Cochez au moins un point")), &pending()),
        ),
        Sample::of(group, "Faire l’ordre du jour, rien", &agenda(Form::empty(), &[])),
        Sample::of(group, "Inscrire une décision", &form(Form::empty(), true)),
        Sample::of(group, "Inscrire une décision, à corriger", &form(Form::empty().with_errors(missing), true)),
        Sample::of(group, "Corriger une décision", &form(decision_form::form_of(&all[0].terms), false)),
        Sample::of(group, "Une décision à suivre", &sheet(&all[0], Form::empty(), may)),
        Sample::of(
            group,
            "Une décision, suite à corriger",
            &sheet(
                &all[1],
                Form::empty().with_errors(one("suite", "Dites en une phrase ce qui est fait")),
                May { record: false, follow: true },
            ),
        ),
        Sample::of(group, "Une décision retirée", &sheet(&all[3], Form::empty(), may)),
    ]
}
