//! Every page in its states, for the gallery and the tests. What is said here is invented.

use interface::{Choice, Form, Frame, Link, Sample, Site, TableOptions};
use jiff::civil::{Date, date, time};
use kernel::{FieldError, Moment, Uuid};

use super::list::{ListPage, table_of};
use super::setting::{self, Offered, SettingPage};
use super::sheet::{self, SheetPage};
use super::{LIST, sheet_path};
use crate::rules::{
    Assembly, AssemblyTerms, Body, CollegeKind, Counted, Kind, Meeting, MeetingState, MeetingTerms, Member,
    MemberState, MemberTerms, MinutesState,
};

/// The sample body.
pub(super) fn assembly(kind: Kind) -> Assembly {
    let terms = AssemblyTerms {
        name: match kind {
            Kind::Council => "Conseil citoyen des deux rives".into(),
            Kind::Youth => "Conseil des jeunes de Grazailles".into(),
            Kind::Table => "Table de quartier de Grazailles".into(),
            Kind::House => "Maison du projet".into(),
            other => other.french().into(),
        },
        purpose: "Donner son avis sur le contrat de ville et porter des projets.".into(),
        areas: vec![Uuid::from_u128(1), Uuid::from_u128(2)],
        support: "Centre social Max-Savy".into(),
        place: "Maison des associations".into(),
        charter: "Le conseil est indépendant des pouvoirs publics.".into(),
        ..AssemblyTerms::first(kind)
    };
    let council = (kind == Kind::Council).then(|| Uuid::from_u128(100));
    Assembly { id: Uuid::from_u128(200), kind, council, terms, revision: 1 }
}

/// The day of samples.
pub(super) const TODAY: Date = date(2026, 3, 15);

/// Two members of the sample council: a resident whose name is public, somebody of a structure.
pub(super) fn members() -> Vec<Member> {
    let terms = |name: &str, college, counted, structure: &str| MemberTerms {
        called_name: name.into(),
        email: "personne@exemple.fr".into(),
        college,
        structure: structure.into(),
        counted,
        starts_on: date(2025, 1, 1),
        ends_on: Some(date(2027, 12, 31)),
        is_alternate: false,
        leaves_at_half: structure.is_empty(),
        is_secretary: structure.is_empty(),
        is_name_public: structure.is_empty(),
        signatory: None,
        titular: None,
    };
    let member = |rank: u128, terms| Member {
        id: Uuid::from_u128(rank),
        assembly: Uuid::from_u128(200),
        seat: None,
        terms,
        state: MemberState::Sitting,
        state_on: date(2025, 1, 1),
        departure: None,
        account: (rank == 301).then(|| Uuid::from_u128(900)),
        invitation: None,
        invited_at: None,
        revision: 1,
    };
    vec![
        member(301, terms("Nadia Belkacem", CollegeKind::Residents, Counted::Woman, "")),
        member(302, terms("Paul Ferrand", CollegeKind::Actors, Counted::Man, "Amicale des locataires")),
    ]
}

/// The sample meeting, to come.
pub(super) fn meeting() -> Meeting {
    let terms = MeetingTerms {
        title: "Réunion plénière".into(),
        held_on: date(2026, 4, 2),
        starts_at: time(18, 30, 0, 0),
        ends_at: time(20, 0, 0, 0),
        place: "Maison des associations".into(),
        link: String::new(),
        agenda: "Approuver le compte rendu\nPréparer l’avis sur les projets".into(),
    };
    Meeting {
        id: Uuid::from_u128(400),
        assembly: Uuid::from_u128(200),
        body: Body::Own,
        terms,
        state: MeetingState::Planned,
        reason: String::new(),
        convened_at: None,
        sequence: 0,
        quorum_base: None,
        minutes: String::new(),
        minutes_state: MinutesState::None,
        approved_in: None,
        changed_at: Moment(0),
        revision: 1,
    }
}

/// The same once it took place, with its minutes.
pub(super) fn held(minutes_state: MinutesState) -> Meeting {
    Meeting {
        terms: MeetingTerms { held_on: date(2026, 3, 2), ..meeting().terms },
        state: MeetingState::Held,
        convened_at: Some(Moment(0)),
        quorum_base: Some(2),
        minutes: if minutes_state == MinutesState::None {
            String::new()
        } else {
            "Le conseil a relu sa charte.".into()
        },
        minutes_state,
        ..meeting()
    }
}

pub(super) fn one(field: &str, sentence: &str) -> Vec<FieldError> {
    vec![FieldError::new(field, sentence)]
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str, path: &str| Frame::back_office(site, title, path);
    let list = |is_empty: bool| {
        let kinds = if is_empty { &[][..] } else { &[Kind::Council, Kind::Youth][..] };
        let lines: Vec<_> =
            kinds.iter().map(|kind| (assembly(*kind), "Fleming La Reille, Grazailles".into(), 28)).collect();
        ListPage {
            frame: back("Instances", LIST),
            table: interface::table(&table_of(&lines), &TableOptions::default()),
            is_empty,
            may_open: true,
            to_open: vec![Link::new("Conseil citoyen de la Conte", format!("{LIST}/nouvelle?conseil=x"))],
        }
    };
    let setting = |form: Form, is_new: bool| {
        let offered = Offered {
            areas: vec![Choice::new("1", "Fleming La Reille"), Choice::new("2", "Grazailles")],
            contracts: vec![Choice::new("1", "Contrat de ville 2024-2030")],
            organisations: vec![Choice::new("1", "Centre social Max-Savy")],
        };
        SettingPage::new(back("Ouvrir une instance", "/gestion/instances/nouvelle"), form, offered, is_new)
    };
    let sheet = |kind: Kind, may_lead: bool| {
        let one = assembly(kind);
        SheetPage {
            frame: back(&one.terms.name, &sheet_path(one.id)),
            kind: kind.french(),
            council: one.council.map(|_| "/gestion/conseils/x".to_owned()),
            rows: sheet::rows(&one, "Fleming La Reille, Grazailles"),
            charter: one.terms.charter.clone(),
            path: sheet_path(one.id),
            composition: sheet::composition(&members()),
            dates: sheet::dates(&[meeting()], TODAY),
            awaited: match may_lead {
                true => vec![Link::new("Écrire le compte rendu du 2 mars 2026", "/gestion/reunions/x/compte-rendu")],
                false => vec![],
            },
            may_lead,
            writing: sheet::writing(one.id, |_| may_lead),
        }
    };
    let of_council = setting::form_of(&assembly(Kind::Council).terms).with("conseil", "x");
    let table = setting::form_of(&AssemblyTerms::first(Kind::Table)).with("nature", Kind::Table.code());
    let wrong = table.clone().with_errors(one("nom", "Indiquez le nom de l’instance, de moins de 150 signes"));
    let group = "instances";
    let mut all = vec![
        Sample::of(group, "Liste des instances", &list(false)),
        Sample::of(group, "Liste des instances, vide", &list(true)),
        Sample::of(group, "Faire siéger un conseil", &setting(of_council, true)),
        Sample::of(group, "Ouvrir une instance", &setting(table, true)),
        Sample::of(group, "Ouvrir une instance, à corriger", &setting(wrong, true)),
        Sample::of(group, "Modifier une instance", &setting(setting::form_of(&assembly(Kind::Youth).terms), false)),
        Sample::of(group, "Un conseil qui siège", &sheet(Kind::Council, true)),
        Sample::of(group, "Une table de quartier, en lecture", &sheet(Kind::Table, false)),
    ];
    all.extend(super::samples_members::samples(site));
    all.extend(super::samples_meetings::samples(site));
    all.extend(super::samples_writing::samples(site));
    all.extend(super::samples_publishing::samples(site));
    all
}
