//! Meetings, attendance, minutes, the sheet of a year, in their states.

use interface::{Form, Frame, Link, Sample, Site};
use kernel::Uuid;

use super::attendance::{self, AttendancePage};
use super::by_mail::ByMailPage;
use super::meeting::{Known, MeetingPage};
use super::meeting_form::{self, MeetingFormPage};
use super::meetings::MeetingsPage;
use super::minutes::{MinutesPage, OpenListPage, OpenMinutesPage};
use super::own_meeting::OwnMeetingPage;
use super::samples::{TODAY, assembly, held, meeting, members, one};
use super::year::YearPage;
use crate::rules::{Body, Kind, Meeting, MeetingState, MinutesState, Presence, Reply, count_year};
use crate::store::meeting::{Attendance, Paper};

fn attendances() -> Vec<Attendance> {
    let of = |rank: u128, reply, presence| Attendance {
        id: Uuid::from_u128(rank),
        member: Uuid::from_u128(rank),
        reply,
        presence,
        represented_by: None,
        seat: Uuid::from_u128(rank),
    };
    vec![of(301, Reply::Comes, Presence::Present), of(302, Reply::Excused, Presence::Excused)]
}

fn papers() -> Vec<Paper> {
    let label = "Bilan des projets de l’année".to_owned();
    vec![Paper { id: Uuid::from_u128(500), meeting: meeting().id, file: Uuid::from_u128(501), label, rank: 1 }]
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str, path: &str| Frame::back_office(site, title, path);
    let (council, all) = (assembly(Kind::Council), members());
    let elsewhere = Meeting { body: Body::Steering, ..held(MinutesState::None) };
    let lines = vec![(meeting(), vec![]), (held(MinutesState::Draft), attendances()), (elsewhere, attendances())];
    let list = |lines: &[_]| MeetingsPage::new(back("Réunions", "/gestion/instances/x/reunions"), &council, lines);
    let known = |called: bool| Known {
        members: all.clone(),
        called: if called { all.iter().map(|one| one.id).collect() } else { vec![] },
        attendances: attendances(),
        papers: papers(),
    };
    let sheet = |of: &Meeting, form: Form, known: &Known| {
        MeetingPage::new(back("Réunion plénière", "/gestion/reunions/x"), form, (&council, of), known, TODAY)
    };
    let convened = Meeting { convened_at: Some(kernel::Moment(0)), ..meeting() };
    let cancelled =
        Meeting { state: MeetingState::Cancelled, reason: "La salle est fermée.".into(), ..convened.clone() };
    let form = |form: Form, of| {
        MeetingFormPage::new(back("Prévoir une réunion", "/gestion/instances/x/reunions/nouvelle"), form, of)
    };
    let entered = |form: Form, of: &Meeting| {
        AttendancePage::new(back("Présences", "/gestion/reunions/x/presences"), form, of, &all, &attendances())
    };
    let after = held(MinutesState::Draft);
    let minutes = |form: Form, of: &Meeting, approvers: &[Meeting]| {
        let path = "/gestion/reunions/x/compte-rendu";
        MinutesPage::new(back("Compte rendu", path), form, path.into(), (&council, of), approvers)
    };
    let own = |of: &Meeting, papers: &[Paper]| {
        let frame = back("Réunion plénière", "/conseil/reunions/x");
        OwnMeetingPage::new(frame, (&council, &all[0], of), papers, (&all, &attendances()), TODAY)
    };
    let public = |title: &str, path: &str| Frame::public(site, title, path);
    let by_mail = |of: &Meeting, reply| {
        let (frame, path) = (public("Réunion plénière", "/convocations/x"), "/convocations/x".to_owned());
        ByMailPage::new(frame, Form::empty(), path, (&council, of, &all[0]), (reply, TODAY), reply == Reply::Comes)
    };
    let open = OpenMinutesPage::new(
        public("Réunion plénière", "/comptes-rendus/x"),
        &held(MinutesState::Approved),
        Some(TODAY),
    );
    let open_list = |minutes| OpenListPage { frame: public("Comptes rendus", "/instances/x/comptes-rendus"), minutes };
    let hour =
        Form::filled([("debut", "soir")]).with_errors(one("debut", "Indiquez l’heure de début, par exemple 18 h 30"));
    let presences =
        |line: &(Meeting, Vec<Attendance>)| (line.0.clone(), line.1.iter().map(|one| one.presence).collect());
    let counted = count_year(2026, &all, &lines.iter().map(presences).collect::<Vec<_>>());
    let year =
        YearPage::new(back("Fiche annuelle 2026", "/gestion/instances/x/annee"), &council, 2026, &counted, &lines);
    let none = YearPage::new(
        back("Fiche annuelle 2025", "/gestion/instances/x/annee"),
        &council,
        2025,
        &count_year(2025, &[], &[]),
        &[],
    );
    let group = "instances";
    vec![
        Sample::of(group, "Réunions", &list(&lines)),
        Sample::of(group, "Réunions, aucune", &list(&[])),
        Sample::of(group, "Prévoir une réunion", &form(Form::empty(), (true, false, false))),
        Sample::of(group, "Prévoir une réunion, à corriger", &form(hour, (true, false, false))),
        Sample::of(group, "Noter une réunion d’une autre instance", &form(Form::empty(), (true, true, false))),
        Sample::of(
            group,
            "Modifier une réunion convoquée",
            &form(meeting_form::form_of(&meeting().terms), (false, false, true)),
        ),
        Sample::of(group, "Une réunion à convoquer", &sheet(&meeting(), Form::empty(), &known(false))),
        Sample::of(group, "Une réunion convoquée", &sheet(&convened, Form::empty(), &known(true))),
        Sample::of(
            group,
            "Une réunion, annulation à corriger",
            &sheet(&convened, Form::empty().with_errors(one("raison", "Dites pourquoi")), &known(true)),
        ),
        Sample::of(group, "Une réunion annulée", &sheet(&cancelled, Form::empty(), &Known::default())),
        Sample::of(group, "Une réunion tenue", &sheet(&after, Form::empty(), &known(true))),
        Sample::of(group, "Présences", &entered(attendance::form_of(&after, &all, &attendances()), &after)),
        Sample::of(
            group,
            "Présences, à corriger",
            &entered(
                Form::empty().with_errors(one(
                    &format!("par-{}", all[0].id),
                    "Choisissez qui l’a représentée, parmi les personnes présentes",
                )),
                &after,
            ),
        ),
        Sample::of(group, "Compte rendu à écrire", &minutes(Form::empty(), &held(MinutesState::None), &[])),
        Sample::of(
            group,
            "Compte rendu à approuver",
            &minutes(Form::filled([("compte-rendu", "Le conseil a relu sa charte.")]), &after, &[meeting()]),
        ),
        Sample::of(
            group,
            "Compte rendu, approbation à corriger",
            &minutes(
                Form::empty().with_errors(one("approuve-en", "Choisissez la réunion qui l’a approuvé, tenue depuis")),
                &after,
                &[meeting()],
            ),
        ),
        Sample::of(group, "Compte rendu approuvé", &minutes(Form::empty(), &held(MinutesState::Approved), &[])),
        Sample::of(group, "Répondre à une convocation", &by_mail(&convened, Reply::None)),
        Sample::of(group, "Répondre à une convocation, déjà répondu", &by_mail(&convened, Reply::Comes)),
        Sample::of(group, "Répondre à une convocation annulée", &by_mail(&cancelled, Reply::None)),
        Sample::of(group, "Ma prochaine réunion", &own(&convened, &papers())),
        Sample::of(group, "Ma réunion passée", &own(&held(MinutesState::Approved), &[])),
        Sample::of(group, "Ma réunion annulée", &own(&cancelled, &[])),
        Sample::of(group, "Compte rendu lu par tous", &open),
        Sample::of(
            group,
            "Comptes rendus",
            &open_list(vec![Link::new("Réunion plénière, 2 mars 2026", "/comptes-rendus/x")]),
        ),
        Sample::of(group, "Comptes rendus, aucun", &open_list(vec![])),
        Sample::of(group, "Fiche annuelle", &year),
        Sample::of(group, "Fiche annuelle, rien", &none),
    ]
}
