//! Pages that follow a filed application, in their states. What is said here is invented.

use askama::Template;
use interface::{Choice, Form, Frame, Sample, Site};
use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{Cents, FieldError, Moment, Uuid};

use super::completion::{CompletionPage, waiting};
use super::messages::MessagesPage;
use super::timeline::{AskedShown, Followable, TimelinePage, projects, stage_tag};
use super::told;
use super::withdrawing::WithdrawingPage;
use crate::actions::following::giving::reply_field;
use crate::facade::{Aid, Pending};
use crate::pages::writing::Help;
use crate::rules::following::Silence;
use crate::rules::{
    Application, ApplicationState, CallFunder, CallStep, Completion, CompletionItem, Event, EventKind, Funding,
    FundingState, ItemState, Message, Nature, Project, ProjectKind, ProjectState, Side, Stage, StepKind, starter_terms,
};

const GROUP: &str = "suivi des dossiers";

/// The moment of samples: 15 March 2026.
const NOW: Moment = Moment(1_773_572_400_000);

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn application(stage: Stage) -> Application {
    Application {
        id: id(1),
        call: id(2),
        version: id(3),
        organisation: id(4),
        number: Some("2026-0004".into()),
        state: ApplicationState::Filed,
        stage,
        stage_at: NOW,
        years: 1,
        first_year: 2026,
        created_at: NOW,
        filed_at: Some(NOW),
        filed_by_name: "Nadia Fabre".into(),
        late_reason: String::new(),
        late_until: None,
        typed_by: None,
        confirmed_at: None,
        withdrawn_reason: String::new(),
        renewed_from: None,
        revision: 3,
    }
}

fn project() -> Project {
    Project {
        id: id(10),
        application: id(1),
        position: 1,
        title: "Cuisines du monde".into(),
        kind: ProjectKind::New,
        renewed_from: None,
        starts_on: None,
        ends_on: None,
        state: ProjectState::Active,
        revision: 1,
    }
}

fn funder(number: u128, name: &str) -> CallFunder {
    CallFunder {
        id: id(number),
        call: id(2),
        organisation: None,
        name: name.into(),
        programme: String::new(),
        looks_at: String::new(),
        ceiling_permille: None,
        floor: None,
        position: 1,
    }
}

fn funding(number: u128, funder: u128, state: FundingState) -> Funding {
    let is_told = state == FundingState::Notified;
    Funding {
        id: id(number),
        project: id(10),
        funder: id(funder),
        year: 2026,
        nature: Nature::Specific,
        asked: Cents(500_000),
        state,
        decision: match state {
            FundingState::Notified => Some(FundingState::Partial),
            FundingState::Inadmissible => Some(FundingState::Inadmissible),
            _ => None,
        },
        decided: is_told.then_some(Cents(300_000)),
        decided_at: is_told.then_some(NOW),
        note: if is_told { "Enveloppe limitée".into() } else { String::new() },
        state_at: NOW,
        revision: 1,
    }
}

fn event(funding: Option<u128>, kind: EventKind, side: Side, note: &str) -> Event {
    Event {
        id: id(90),
        application: id(1),
        project: None,
        funding: funding.map(id),
        kind,
        at: NOW,
        by_name: "Nadia Fabre".into(),
        side,
        note: note.into(),
        is_shown: true,
    }
}

fn help() -> Help {
    Help { phone: "04 68 00 00 00".into(), email: "appel@exemple.fr".into() }
}

fn frame(site: &Site, title: &str) -> Frame {
    Frame { is_private: true, ..Frame::public(site, title, "/dossiers/exemple") }
}

fn timeline(site: &Site, states: [FundingState; 2], stage: Stage, asked: Option<AskedShown>) -> TimelinePage {
    let application = application(stage);
    let fundings = [funding(20, 30, states[0]), funding(21, 31, states[1])];
    let funders = [funder(30, "Préfecture de l’Aude"), funder(31, "Département de l’Aude")];
    let step = |kind, due_on| CallStep { id: id(40), kind, due_on, is_computed: true };
    let steps = [
        step(StepKind::Completeness, date(2026, 5, 22)),
        step(StepKind::Committee, date(2026, 6, 16)),
        step(StepKind::Notification, date(2026, 7, 10)),
    ];
    let mut events = vec![event(None, EventKind::Filed, Side::Carrier, "")];
    for (number, state) in [(20, states[0]), (21, states[1])] {
        match state {
            FundingState::Asked => {}
            FundingState::Inadmissible => {
                events.push(event(Some(number), EventKind::Inadmissible, Side::Agents, "Hors des quartiers"));
            }
            _ => events.push(event(Some(number), EventKind::Complete, Side::Agents, "")),
        }
    }
    let pending = [
        Pending {
            project: None,
            funding: None,
            what: "Comité des financeurs".into(),
            expected_on: Some(date(2026, 6, 16)),
        },
        Pending {
            project: Some(id(10)),
            funding: None,
            what: "Avis du conseil citoyen de Grazailles".into(),
            expected_on: None,
        },
    ];
    let (all, zone) = ([project()], TimeZone::UTC);
    let of = Followable {
        application: &application,
        projects: &all,
        fundings: &fundings,
        funders: &funders,
        steps: &steps,
        events: &events,
        pending: &pending,
        today: date(2026, 6, 1),
        zone: &zone,
    };
    let is_over = stage == Stage::Notified;
    let silence = if is_over { Silence::Nothing } else { Silence::Ends(date(2026, 5, 15)) };
    TimelinePage {
        frame: frame(site, "Suivi du dossier 2026-0004"),
        state: stage_tag(&application),
        lead: "Déposé le 15 mars 2026 à 12 h 00 par Nadia Fabre.".into(),
        asked,
        unread: if is_over { String::new() } else { "1 message non lu".into() },
        silence: told::silence(silence, 2),
        projects: projects(&of),
        awaited: if is_over { Vec::new() } else { vec!["Comité des financeurs, prévu pour le 16 juin 2026".into()] },
        events: told::events(&events, (&all, &fundings, &funders), &zone),
        has_form: true,
        aids: match stage {
            Stage::Notified => vec![Aid {
                title: "Fonds pour la vie associative".into(),
                holder: "Département de l’Aude".into(),
                address: "https://exemple.fr/fonds".into(),
            }],
            _ => Vec::new(),
        },
        may_withdraw: stage == Stage::Filed,
        withdrawn: String::new(),
        here: "/dossiers/exemple".into(),
        help: help(),
    }
}

fn asked(state: ItemState) -> Completion {
    let item = |number, project: Option<u128>, key: &str, why: &str, state, reply: &str| CompletionItem {
        id: id(number),
        project: project.map(id),
        key: key.into(),
        why: why.into(),
        state,
        reply: reply.into(),
        answered_at: None,
    };
    Completion {
        id: id(50),
        application: id(1),
        asked_at: NOW,
        asked_by_name: "Camille Exemple".into(),
        due_on: date(2026, 4, 10),
        note: "Le reste de votre dossier est bien arrivé.".into(),
        answered_at: None,
        closed_at: None,
        items: vec![
            item(51, Some(10), "territoires", "L’adresse n’est pas dans un quartier.", ItemState::Answered, ""),
            item(52, Some(10), "budget", "Le budget 2026 n’est pas équilibré.", state, "La ligne 74 est juste."),
            item(53, None, "budget", "Il manque les produits.", ItemState::Answered, ""),
        ],
        revision: 2,
    }
}

fn completion(
    site: &Site,
    one: Option<Completion>,
    (today, sender): (jiff::civil::Date, &'static str),
    form: Form,
) -> CompletionPage {
    let (application, terms, projects) = (application(Stage::ToComplete), starter_terms(), [project()]);
    let of = (&application, &terms, projects.as_slice());
    CompletionPage {
        frame: frame(site, "Compléter le dossier").with_form(&form),
        form,
        waiting: one.as_ref().map(|one| waiting(one, of, (today, sender))),
        past: vec![
            "1 élément demandé le 2 avril 2026 par Camille Exemple : envoyé le 4 avril 2026, accepté le 5 avril 2026."
                .into(),
        ],
        here: "/dossiers/exemple".into(),
        help: help(),
    }
}

fn messages(site: &Site, side: Side, (count, may_write): (usize, bool), form: Form) -> MessagesPage {
    let message = |rank: usize| Message {
        id: id(60 + rank as u128),
        application: id(1),
        side: if rank.is_multiple_of(2) { Side::Carrier } else { Side::Agents },
        author: None,
        author_name: if rank.is_multiple_of(2) { "Nadia Fabre".into() } else { "Camille Exemple".into() },
        text: "Bonjour,\nle devis arrive-t-il bien en pièce jointe ?".into(),
        at: NOW,
        read_at: (rank > 2).then_some(NOW),
    };
    let all: Vec<Message> = (0..count).map(message).collect();
    let frame = match side {
        Side::Carrier => frame(site, "Messages"),
        _ => Frame::back_office(site, "Messages", "/gestion/dossiers/exemple/messages"),
    };
    let help = (side == Side::Carrier).then(help);
    MessagesPage::new(frame, form, side, (&all, 1, &TimeZone::UTC), (id(1), may_write, help))
}

fn withdrawing(site: &Site, is_open: bool, form: Form) -> WithdrawingPage {
    let offered = [("dossier", "Tout le dossier"), ("1", "Seulement l’action « Jardins »")];
    WithdrawingPage {
        frame: frame(site, "Retirer une demande").with_form(&form),
        form,
        offered: offered.into_iter().filter(|_| is_open).map(|(code, words)| Choice::new(code, words)).collect(),
        may_sign: true,
        back: "/dossiers/exemple/suivi".into(),
        help: help(),
    }
}

/// Every page, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    let sample = |name: &str, page: askama::Result<String>| Sample::page(GROUP, name, page.unwrap_or_default());
    let note = |words: &str, is_open| Some(AskedShown { words: words.into(), is_open });
    let (early, late) = (date(2026, 4, 2), date(2026, 5, 2));
    let wrong = |field: String, sentence: &str| Form::empty().with_errors(vec![FieldError::new(field, sentence)]);
    let too_long = Form::filled([("texte", "Bonjour")])
        .with_errors(vec![FieldError::new("texte", "Ce message fait 3 200 signes : 3 000 au plus")]);
    let open = || asked(ItemState::Open);
    use FundingState::{Admissible, Asked, Complete, Inadmissible, Notified, Withdrawn};
    vec![
        sample("suivi, dossier déposé", timeline(site, [Asked, Asked], Stage::Filed, None).render()),
        sample(
            "suivi, complément demandé",
            timeline(
                site,
                [Asked, Asked],
                Stage::ToComplete,
                note("Le service demande un complément, à envoyer avant la fin du 10 avril 2026.", true),
            )
            .render(),
        ),
        sample(
            "suivi, complément envoyé",
            timeline(
                site,
                [Complete, Admissible],
                Stage::Assessed,
                note("Votre complément est envoyé. Le service le relit.", false),
            )
            .render(),
        ),
        sample("suivi, réponses envoyées", timeline(site, [Notified, Inadmissible], Stage::Notified, None).render()),
        sample("suivi, demande retirée", timeline(site, [Withdrawn, Complete], Stage::Complete, None).render()),
        sample("retirer une demande", withdrawing(site, true, Form::empty()).render()),
        sample(
            "retirer une demande, à corriger",
            withdrawing(site, true, wrong("quoi".into(), "Choisissez ce que vous retirez")).render(),
        ),
        sample("retirer une demande, déjà délibérée", withdrawing(site, false, Form::empty()).render()),
        sample("complément demandé", completion(site, Some(open()), (early, ""), Form::empty()).render()),
        sample("complément, date passée", completion(site, Some(open()), (late, ""), Form::empty()).render()),
        sample(
            "complément, à corriger",
            completion(site, Some(open()), (early, ""), wrong(reply_field(id(52)), "Rien n’a changé ici")).render(),
        ),
        sample(
            "complément prêt, à envoyer par qui signe",
            completion(
                site,
                Some(asked(ItemState::Answered)),
                (early, "La personne qui signe pour l’association l’enverra."),
                Form::empty(),
            )
            .render(),
        ),
        sample("complément, rien de demandé", completion(site, None, (early, ""), Form::empty()).render()),
        sample("messages, association", messages(site, Side::Carrier, (12, true), Form::empty()).render()),
        sample("messages, association, aucun", messages(site, Side::Carrier, (0, true), Form::empty()).render()),
        sample("messages, association, à corriger", messages(site, Side::Carrier, (2, true), too_long).render()),
        sample("messages, services", messages(site, Side::Agents, (3, true), Form::empty()).render()),
        sample("messages, services qui lisent", messages(site, Side::Agents, (3, false), Form::empty()).render()),
    ]
}
