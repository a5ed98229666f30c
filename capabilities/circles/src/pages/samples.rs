//! Every page, empty, filled and with errors. What is said here is invented.

use std::collections::HashMap;

use directory::facade::ListedBrief;
use interface::{Choice, Form, Frame, Pagination, Sample, Site};
use jiff::tz::TimeZone;
use kernel::{FieldError, Moment, Uuid};

use super::circle::{CirclePage, members_words, shown};
use super::founding::FoundingPage;
use super::invitation::InvitationPage;
use super::inviting::{self, InvitingPage, sorted};
use super::leaving::LeavingPage;
use super::list::{self, ListPage};
use super::members::{self, MembersPage};
use crate::rules::{Circle, LIST, Member, MemberState, Message};
use crate::store::circle::Held;

const GROUP: &str = "groupes d’associations";
const NOW: Moment = Moment(1_780_000_000_000);

fn id(rank: u128) -> Uuid {
    Uuid::from_u128(rank)
}

fn circle() -> Circle {
    Circle {
        id: id(1),
        name: "Aide aux devoirs à Grazailles".into(),
        purpose: "Se prêter des salles et des bénévoles, répondre ensemble aux familles.".into(),
        owner: id(10),
        revision: 1,
        created_at: NOW,
        told_until: NOW,
        closed_at: None,
    }
}

fn member(organisation: u128, state: MemberState) -> Member {
    Member { id: id(organisation + 100), circle: id(1), organisation: id(organisation), state, since: NOW }
}

fn frame(site: &Site, title: &str) -> Frame {
    Frame::back_office(site, title.to_owned(), format!("{LIST}/x"))
}

fn wrong(field: &str, sentence: &str) -> Form {
    Form::empty().with_errors(vec![FieldError::new(field, sentence)])
}

pub fn samples(site: &Site) -> Vec<Sample> {
    [lists(site), groups(site), tools(site)].concat()
}

fn lists(site: &Site) -> Vec<Sample> {
    let held = |state, last_at| Held { circle: circle(), state, last_at };
    let list = |all: &[Held], may_found: bool| ListPage {
        frame: frame(site, "Groupes d’associations"),
        invitations: all
            .iter()
            .filter(|one| one.state == MemberState::Invited)
            .map(|one| list::line(one, &TimeZone::UTC))
            .collect(),
        groups: all
            .iter()
            .filter(|one| one.state == MemberState::Member)
            .map(|one| list::line(one, &TimeZone::UTC))
            .collect(),
        pages: Pagination::new(1, 45, 20, LIST),
        may_found,
    };
    let closed = Held { circle: Circle { closed_at: Some(NOW), ..circle() }, ..held(MemberState::Member, None) };
    let all = [held(MemberState::Invited, None), held(MemberState::Member, Some(NOW)), closed];
    vec![
        Sample::of(GROUP, "Les groupes", &list(&all, true)),
        Sample::of(GROUP, "Les groupes, aucun", &list(&[], true)),
        Sample::of(GROUP, "Les groupes, aucun, sans pouvoir en créer", &list(&[], false)),
    ]
}

fn groups(site: &Site) -> Vec<Sample> {
    let message = |rank: u128, words: &str, withdrawn_at| Message {
        id: id(rank),
        circle: id(1),
        organisation: id(10),
        author: id(20),
        words: words.into(),
        written_at: NOW,
        withdrawn_at,
    };
    let authors = HashMap::from([(id(20), "Josiane Marty".to_owned())]);
    let names = HashMap::from([(id(10), "Les Passerelles".to_owned()), (id(11), "Le Fil".to_owned())]);
    let told =
        [message(2, "La salle Rosa-Parks est libre le mercredi.\nQui en a besoin ?", None), message(3, "", Some(NOW))];
    let page = |messages: &[Message], leads: bool, form: Form| CirclePage {
        frame: frame(site, "Aide aux devoirs à Grazailles").with_form(&form),
        form,
        path: format!("{LIST}/x"),
        purpose: circle().purpose,
        themes: "Éducation".into(),
        members: members_words("Les Passerelles", &["Le Fil".into(), "Élan".into()]),
        closed: String::new(),
        leads,
        speaking: if leads { Vec::new() } else { choices() },
        messages: messages
            .iter()
            .map(|one| shown(one, (&authors, &names), (Some(id(20)), leads), &TimeZone::UTC))
            .collect(),
        pages: Pagination::new(1, messages.len() as u64 * 20, 20, LIST),
        wants_mail: leads,
    };
    let closed = CirclePage {
        closed: "Ce groupe est fermé depuis le 12 mars 2026. Ses messages seront effacés un an après.".into(),
        ..page(&told, false, Form::empty())
    };
    vec![
        Sample::of(GROUP, "Un groupe", &page(&told, true, Form::empty())),
        Sample::of(GROUP, "Un groupe, sans message", &page(&[], true, Form::empty())),
        Sample::of(GROUP, "Un groupe, à corriger", &page(&told, false, wrong("message", "Écrivez votre message"))),
        Sample::of(GROUP, "Un groupe fermé", &closed),
    ]
}

fn choices() -> Vec<Choice> {
    vec![Choice::new("1", "Les Passerelles"), Choice::new("2", "Le Fil")]
}

fn tools(site: &Site) -> Vec<Sample> {
    let founding = |form: Form, owners: Vec<Choice>| {
        let themes = vec![Choice::new("1", "Éducation"), Choice::new("2", "Emploi")];
        FoundingPage::new(frame(site, "Créer un groupe"), form, format!("{LIST}/nouveau"), (owners, themes))
    };
    let settings = FoundingPage::new(
        frame(site, "Régler le groupe"),
        Form::filled([("nom", "Aide aux devoirs"), ("objet", "S’entraider"), ("revision", "2")]),
        format!("{LIST}/x/reglages"),
        (Vec::new(), Vec::new()),
    );
    let all = [
        member(10, MemberState::Member),
        member(11, MemberState::Member),
        member(12, MemberState::Invited),
        member(13, MemberState::Refused),
    ];
    let line = |one: &Member| members::line(one, "Le Fil".into(), (&circle(), true), &TimeZone::UTC);
    let members = MembersPage {
        frame: frame(site, "Associations du groupe"),
        path: format!("{LIST}/x"),
        lines: all.iter().filter_map(line).collect(),
        leads: true,
    };
    let brief = |rank: u128, name: &str, themes: Vec<Uuid>| ListedBrief {
        id: id(rank),
        name: name.into(),
        summary: "Aide aux devoirs et sorties en famille.".into(),
        themes,
    };
    let listed =
        vec![brief(11, "Le Fil", Vec::new()), brief(14, "Élan", vec![id(30)]), brief(10, "Les Passerelles", vec![])];
    let themes = HashMap::from([(id(30), "Éducation".to_owned())]);
    let inviting = |listed: Vec<ListedBrief>, form: Form| InvitingPage {
        frame: frame(site, "Inviter une association").with_form(&form),
        form,
        path: format!("{LIST}/x/inviter"),
        lines: sorted(listed, (id(10), &[id(30)]), "")
            .iter()
            .map(|one| inviting::line(one, (&themes, &all), NOW))
            .collect(),
        pages: Pagination::new(1, 60, 20, LIST),
    };
    let invitation = |may_answer: bool, form: Form| InvitationPage {
        frame: frame(site, "Une invitation").with_form(&form),
        form,
        path: format!("{LIST}/x/invitation"),
        name: circle().name,
        purpose: circle().purpose,
        themes: "Éducation".into(),
        owner: "Les Passerelles".into(),
        count: "2 associations".into(),
        speaking: if may_answer { choices() } else { Vec::new() },
        may_answer,
    };
    let leaving = |leads: bool, others: Vec<Choice>| LeavingPage {
        frame: frame(site, "Quitter le groupe"),
        form: Form::empty(),
        path: format!("{LIST}/x"),
        leads,
        speaking: Vec::new(),
        others,
    };
    vec![
        Sample::of(GROUP, "Créer un groupe", &founding(Form::empty(), Vec::new())),
        Sample::of(GROUP, "Créer un groupe, à corriger", &founding(wrong("nom", "Donnez un nom au groupe"), choices())),
        Sample::of(GROUP, "Régler un groupe", &settings),
        Sample::of(GROUP, "Associations d’un groupe", &members),
        Sample::of(GROUP, "Inviter une association", &inviting(listed.clone(), Form::empty())),
        Sample::of(
            GROUP,
            "Inviter, à corriger",
            &inviting(listed, wrong("association", "Cette association est déjà invitée")),
        ),
        Sample::of(GROUP, "Inviter, annuaire vide", &inviting(Vec::new(), Form::empty())),
        Sample::of(GROUP, "Une invitation", &invitation(true, Form::empty())),
        Sample::of(
            GROUP,
            "Une invitation, à corriger",
            &invitation(true, wrong("reponse", "Dites si votre association accepte")),
        ),
        Sample::of(GROUP, "Une invitation, sans pouvoir répondre", &invitation(false, Form::empty())),
        Sample::of(GROUP, "Quitter un groupe", &leaving(false, Vec::new())),
        Sample::of(GROUP, "Passer la main ou fermer", &leaving(true, choices())),
        Sample::of(GROUP, "Fermer un groupe sans relais", &leaving(true, Vec::new())),
    ]
}
