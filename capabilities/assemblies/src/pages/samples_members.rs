//! Members and their space, in their states.

use interface::{Form, Frame, Sample, Site};
use jiff::tz::TimeZone;

use super::mandate::{MandatePage, ProfilePage};
use super::member::{self, MemberFormPage, MemberPage, Seats};
use super::members::{Around, MembersPage};
use super::samples::{assembly, held, meeting, members, one};
use super::space::{OwnPage, SpacePage, shown};
use super::{own_above, own_path};
use crate::rules::{AssemblyTerms, CollegeKind, Kind, Member, MemberState, MinutesState, Reply};

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str, path: &str| Frame::back_office(site, title, path);
    let (council, all) = (assembly(Kind::Council), members());
    let dated = crate::rules::Assembly {
        terms: AssemblyTerms { starts_on: Some(all[0].terms.starts_on), ..council.terms.clone() },
        ..council.clone()
    };
    let around = || Around { seats: vec![(CollegeKind::Residents, 16), (CollegeKind::Actors, 1)], calls: vec![] };
    let list = |members: &[Member]| {
        MembersPage::new(
            back("Membres et mandats", "/gestion/instances/x/membres"),
            &dated,
            members,
            around(),
            &TimeZone::UTC,
        )
    };
    let sheet = |one: &Member, form: Form| {
        let history = vec!["1er janvier 2025 à 10 h 00 : en mandat".to_owned()];
        MemberPage::new(back(&one.terms.called_name, "/gestion/membres/x"), form, one, history)
    };
    let left = Member { state: MemberState::Left, departure: Some(crate::rules::Departure::Moved), ..all[1].clone() };
    let form = |form: Form, kind: Kind, is_new: bool| {
        MemberFormPage::new(
            back("Ajouter un membre", "/gestion/instances/x/membres/nouveau"),
            form,
            kind,
            Seats::default(),
            is_new,
        )
    };
    let name = "Indiquez le prénom et le nom, comme la personne souhaite être appelée, en moins de 120 signes";
    let coming = vec![(meeting(), 2, Reply::None), (meeting(), 0, Reply::Comes)];
    let space = |bodies| SpacePage { frame: back("Mon conseil", "/conseil"), bodies };
    let own = OwnPage::new(
        back(&council.terms.name, &own_path(council.id)).with_breadcrumb(own_above(None)),
        &council,
        &coming,
        &[meeting(), held(MinutesState::Draft)],
        &all,
    );
    let mandate =
        |form: Form| MandatePage::new(back("Mon mandat et mes droits", "/conseil/x/mandat"), form, &dated, &all[0]);
    let profile = |form: Form| ProfilePage::new(back("Mon nom, et qui le lit", "/conseil/x/profil"), form);
    let group = "instances";
    vec![
        Sample::of(group, "Membres", &list(&[all.clone(), vec![left.clone()]].concat())),
        Sample::of(group, "Membres, personne encore", &list(&[])),
        Sample::of(group, "Un membre à inviter", &sheet(&all[1], Form::empty())),
        Sample::of(
            group,
            "Un membre, mandat à corriger",
            &sheet(&all[0], Form::empty().with_errors(one("etat", "Choisissez ce que devient ce mandat"))),
        ),
        Sample::of(group, "Un membre parti", &sheet(&left, Form::empty())),
        Sample::of(group, "Ajouter un membre", &form(Form::empty(), Kind::Council, true)),
        Sample::of(
            group,
            "Ajouter un membre, à corriger",
            &form(Form::empty().with_errors(one("nom", name)), Kind::Table, true),
        ),
        Sample::of(group, "Modifier un membre", &form(member::form_of(&all[0].terms), Kind::Council, false)),
        Sample::of(group, "Mon conseil", &space(vec![shown(&council, &coming), shown(&assembly(Kind::Table), &[])])),
        Sample::of(group, "Mon conseil, sans siège", &space(vec![])),
        Sample::of(group, "Mon conseil, une instance", &own),
        Sample::of(group, "Mon mandat", &mandate(Form::empty())),
        Sample::of(
            group,
            "Mon mandat, départ à confirmer",
            &mandate(Form::empty().with_errors(one("certain", "Cochez cette case pour quitter l’instance"))),
        ),
        Sample::of(group, "Mon nom", &profile(Form::filled([("nom", "Nadia Belkacem"), ("nom-public", "oui")]))),
        Sample::of(group, "Mon nom, à corriger", &profile(Form::empty().with_errors(one("nom", name)))),
    ]
}
