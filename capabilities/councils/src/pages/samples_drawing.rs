//! Samples of draws and calls. What is said here is invented.

use interface::{Form, Frame, Sample, Site};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{FieldError, Moment, Uuid};
use sortition::apart::{AllApart, Apart};
use web::Asked;

use super::answer::AnswerPage;
use super::apart;
use super::calls::CallsPage;
use super::ceremony::{self, CeremonyPage};
use super::draws::{DrawsPage, first_form};
use super::letters::{self, LettersPage};
use super::open_draw::{OpenDrawPage, command, facts};
use super::person::PersonFields;
use super::receipt::ReceiptPage;
use super::samples::college_of;
use super::seat::SeatPage;
use super::verification::{VerificationPage, python_command};
use super::why::{Figures, WhyPage};
use crate::actions::{Announced, AnnouncedRule, Called, Feasible, Receipt, Replacement, Study};
use crate::rules::{
    ChanceKind, CollegeKind, DrawKind, DrawState, LetterState, Origin, Person, SeatState, Way, Working,
};
use crate::store::draw::Draw;
use crate::store::seat::{Seat, SeatChange};

const GROUP: &str = "conseils";
const HASH: &str = "5f6d0b1e8c3a49f7a2d4c6e8091b3d5f7a9c0e2d4f6081a3c5e7092b4d6f8091";

fn draw(state: DrawState) -> Draw {
    let at = |rank: i64| Some(Moment(1_800_000_000_000).plus_days(rank));
    let is_after = |other: DrawState| state >= other && state != DrawState::Abandoned;
    let only = |other: DrawState, value: Option<Moment>| value.filter(|_| is_after(other));
    Draw {
        id: Uuid::from_u128(300),
        college: Uuid::from_u128(101),
        rank: 1,
        kind: DrawKind::Whole,
        follows: None,
        letters: None,
        young_weight: None,
        beacon_chain: Some("quicknet".into()),
        beacon_note: None,
        state,
        reason: String::new(),
        session_on: Date::constant(2027, 6, 3),
        session_place: "Salle des fêtes".into(),
        chance: ChanceKind::DiceThenBeacon,
        beacon_source: "Balise drand, puis le Loto".into(),
        rules_hash: HASH.into(),
        announced_at: Moment(1_800_000_000_000),
        working: Working::Idle,
        problem: String::new(),
        people: 236,
        root: if is_after(DrawState::Frozen) { HASH.into() } else { String::new() },
        frozen_at: only(DrawState::Frozen, at(8)),
        fingerprint: if is_after(DrawState::Published) { HASH.into() } else { String::new() },
        published_at: only(DrawState::Published, at(9)),
        dice: is_after(DrawState::Drawn).then_some(417),
        dice_at: only(DrawState::Drawn, at(10)),
        beacon: if is_after(DrawState::Drawn) { HASH.into() } else { String::new() },
        drawn_at: only(DrawState::Drawn, at(10)),
        panel: is_after(DrawState::Drawn).then_some(12),
        panels: is_after(DrawState::Published).then_some(1_000),
        early_reason: if is_after(DrawState::Drawn) { "Le maire est en déplacement".into() } else { String::new() },
        witnesses: if is_after(DrawState::Sealed) { "Trente habitants".into() } else { String::new() },
        sealed_at: only(DrawState::Sealed, at(10)),
        appeal_until: None,
        purged_at: None,
        purge_certificate: String::new(),
        abandon_reason: if state == DrawState::Abandoned { "Trop peu de candidats".into() } else { String::new() },
        compared: String::new(),
        revision: 1,
    }
}

/// A sealed draw of this kind.
fn of_kind(kind: DrawKind) -> Draw {
    let is_letters = kind == DrawKind::Letters;
    Draw {
        kind,
        follows: (kind == DrawKind::Renewal).then(|| Uuid::from_u128(299)),
        letters: is_letters.then_some(2_000),
        young_weight: is_letters.then_some(3),
        ..draw(DrawState::Sealed)
    }
}

fn letters(site: &Site) -> Vec<Sample> {
    let draw = of_kind(DrawKind::Letters);
    let second = Draw { kind: DrawKind::Answers, rank: 2, ..self::draw(DrawState::Frozen) };
    let page = |counts: letters::Counts, second: Option<&Draw>, errors: Vec<FieldError>| {
        let frame = Frame::back_office(site, "Courriers et réponses", "/gestion/tirages/x/courriers");
        LettersPage::new(frame, letters::first_form().with_errors(errors), &draw, &counts, (second, 16))
    };
    let none = || vec![(None, LetterState::ToSend, 2_000)];
    let some = || {
        vec![
            (None, LetterState::ToSend, 1_600),
            (Some(1), LetterState::Sent, 150),
            (Some(1), LetterState::Yes, 31),
            (Some(2), LetterState::No, 219),
        ]
    };
    let wrong = vec![FieldError::new("numeros", "Personne n’a été invité·e sous le numéro 9999")];
    let answer = |answered: Option<bool>, is_open: bool, form: Form| {
        let frame = Frame::public(site, "Répondre à mon courrier", "/tirages/x/reponse");
        AnswerPage::new(frame, form, (36, answered, is_open))
    };
    let code = vec![FieldError::new("code", "Aucun courrier n’a ce code : recopiez-le tel qu’il est imprimé")];
    vec![
        Sample::of(GROUP, "Courriers, aucun parti", &page(none(), None, Vec::new())),
        Sample::of(GROUP, "Courriers, des réponses, à corriger", &page(some(), None, wrong)),
        Sample::of(GROUP, "Courriers, second tirage clos", &page(some(), Some(&second), Vec::new())),
        Sample::of(GROUP, "Répondre à mon courrier", &answer(None, true, Form::empty())),
        Sample::of(GROUP, "Répondre à mon courrier, à corriger", &answer(None, true, Form::empty().with_errors(code))),
        Sample::of(GROUP, "Répondre à mon courrier, oui", &answer(Some(true), true, Form::empty())),
        Sample::of(GROUP, "Répondre à mon courrier, non", &answer(Some(false), true, Form::empty())),
        Sample::of(GROUP, "Répondre à mon courrier, trop tard", &answer(None, false, Form::empty())),
    ]
}

fn numbers() -> Vec<String> {
    ["007", "031", "118", "204"].map(str::to_owned).to_vec()
}

/// The rules of the sample draw, as announced.
fn announced() -> Announced {
    let why = "Le conseil entier en demande de 15 à 17 ; l’autre collège en donne 8 (16 de ses sièges sont donnés au jour de \
               l’annonce)";
    let rule = AnnouncedRule {
        name: "conseil entier, sexe : femme".into(),
        low: 7,
        high: 9,
        who: Vec::new(),
        why: why.into(),
    };
    Announced { seats: 16, objection_hours: 48, crossed: vec![rule], ..Announced::default() }
}

fn ceremony(site: &Site, draw: &Draw, errors: Vec<FieldError>, study: Option<Study>) -> CeremonyPage {
    let frame = Frame::back_office(site, "Tirage n° 1, habitants", "/gestion/tirages/x");
    let told = ceremony::Told {
        draw,
        vacancy: college_of(CollegeKind::Residents).terms.vacancy,
        rows: facts(draw, &announced(), &TimeZone::UTC),
        study: study.map(|study| (study, "3 mars 2027 à 10 h 12".to_owned())),
        numbers: if draw.panel.is_some() { numbers() } else { Vec::new() },
        alternates: if draw.panel.is_some() { vec!["012".into(), "145".into()] } else { Vec::new() },
        round: None,
        order: (draw.kind == DrawKind::Completion).then(|| ceremony::Round {
            network: "drand quicknet".into(),
            number: "36150412".into(),
            at: "2 juin 2027 à 18 h 01".into(),
            address: "https://api.drand.sh/52db9ba70e0cc0f6/public/36150412".into(),
        }),
        progress: String::new(),
        early: Some(7),
        from: Some("10 juin 2027 à 0 h 00".into()),
        may_draw: true,
        may_call: true,
    };
    CeremonyPage::new(frame, Form::filled([("revision", "1")]).with_errors(errors), told)
}

fn ceremonies(site: &Site) -> Vec<Sample> {
    let possible = Feasible { people: 236, alone: 2, obstacles: Vec::new(), least: Some(0.041), never: 3 };
    let blocked = Feasible {
        people: 10,
        alone: 0,
        obstacles: vec!["Le vivier compte 10 personnes pour 16 sièges : élargissez-le.".into()],
        least: None,
        never: 0,
    };
    let found = |feasible, is_old| Some(Study::Found { at: Moment(1_800_000_000_000), feasible, is_old });
    let none = Vec::new;
    let wrong = vec![FieldError::new("nombre-bis", "Les deux nombres diffèrent : relisez les dés ou les boules")];
    let mut stopped = draw(DrawState::Frozen);
    stopped.problem = "Aucun groupe ne tient toutes les règles : rien n’a été tiré.".into();
    let mut working = draw(DrawState::Prepared);
    working.working = Working::Freezing;
    let mut read = draw(DrawState::Published);
    read.dice = Some(417);
    let completed = Draw { kind: DrawKind::Completion, ..draw(DrawState::Frozen) };
    let unsigned =
        vec![FieldError::new("ordre-signature", "Recopiez la signature entière : 96 chiffres et lettres de a à f")];
    let sample = |name: &str, page: CeremonyPage| Sample::of(GROUP, name, &page);
    vec![
        sample("Tirage, règles publiées", ceremony(site, &draw(DrawState::Prepared), none(), found(possible, false))),
        sample("Tirage, à l’étude", ceremony(site, &draw(DrawState::Prepared), none(), Some(Study::Awaited))),
        sample("Tirage, impossible", ceremony(site, &draw(DrawState::Prepared), none(), found(blocked, true))),
        sample("Tirage, clôture en cours", ceremony(site, &working, none(), None)),
        sample("Tirage, vivier clos", ceremony(site, &draw(DrawState::Frozen), none(), None)),
        sample("Tirage, complément, ordre attendu, à corriger", ceremony(site, &completed, unsigned, None)),
        sample("Tirage, loterie impossible", ceremony(site, &stopped, none(), None)),
        sample("Tirage, nombre à lire, à corriger", ceremony(site, &draw(DrawState::Published), wrong, None)),
        sample("Tirage, valeur publique attendue", ceremony(site, &read, none(), None)),
        sample("Tirage, à sceller", ceremony(site, &draw(DrawState::Drawn), none(), None)),
        sample("Tirage, scellé", ceremony(site, &draw(DrawState::Sealed), none(), None)),
        sample("Tirage, courriers scellés", ceremony(site, &of_kind(DrawKind::Letters), none(), None)),
        sample("Tirage, moitié qui part", ceremony(site, &of_kind(DrawKind::Renewal), none(), None)),
    ]
}

/// People whom rules leave no chance, people who are certain.
fn of_two_reasons() -> AllApart {
    let apart = |reason: &str, people: &[&str]| Apart {
        reason: reason.to_owned(),
        people: people.iter().map(|number| (*number).to_owned()).collect(),
    };
    AllApart {
        never: vec![apart("le quota de « sexe : non renseigné » est de 0", &["012", "087", "140"])],
        always: vec![apart("« quartier : Grazailles » demande 1 personne et le vivier n’a personne de plus", &["118"])],
    }
}

fn public(site: &Site) -> Vec<Sample> {
    let frame = |title: &str| Frame::public(site, title, "/tirages/x");
    let open = |state: DrawState| {
        let draw = draw(state);
        OpenDrawPage {
            frame: frame("Tirage n° 1, habitants"),
            path: "/tirages/x".into(),
            rows: facts(&draw, &announced(), &TimeZone::UTC),
            kind: draw.kind,
            state: draw.state,
            numbers: if draw.panel.is_some() { numbers() } else { Vec::new() },
            alternates: if draw.panel.is_some() { vec!["012".into(), "145".into()] } else { Vec::new() },
            apart: if draw.panels.is_some() { apart::shown(&of_two_reasons()) } else { Vec::new() },
            before: None,
            after: None,
            files: Vec::new(),
            is_frozen: draw.frozen_at.is_some(),
            is_published: draw.published_at.is_some(),
            is_sealed: draw.sealed_at.is_some(),
            command: command(&draw),
        }
    };
    let verification = |faults: Vec<String>| VerificationPage {
        frame: frame("Vérifier ce tirage"),
        path: "/tirages/x".into(),
        holds: vec!["Aucun fichier n’a changé depuis le scellé.".into(), "Le groupe tiré est le bon.".into()],
        faults,
        fingerprint: HASH.into(),
        command: command(&draw(DrawState::Sealed)),
        replay: Some(format!("{} --replay", command(&draw(DrawState::Sealed)))),
        python: python_command(&draw(DrawState::Sealed)),
    };
    let receipt = |receipt: Option<Receipt>, is_sought: bool, form: Form| ReceiptPage {
        frame: frame("Mon reçu").with_form(&form),
        form,
        path: "/tirages/x/recu".into(),
        person: PersonFields::ending(""),
        tickets: receipt.as_ref().map(|_| ("12".to_owned(), "1000".to_owned())),
        receipt,
        is_sought,
        root: HASH.into(),
    };
    let own = Receipt {
        code: "7KD2MAQRX9PT".into(),
        number: "031".into(),
        recorded: "numéro : 031 | sexe : femme | âge : moins de 30 ans".into(),
        salt: HASH.into(),
        leaf: HASH.into(),
        path: vec![("à gauche", HASH.into()), ("à droite", HASH.into())],
        is_in: true,
        tickets: Some((43, 1_000)),
    };
    let wrong =
        Form::filled([("nom", "Essai")]).with_errors(vec![FieldError::new("prenoms", "Indiquez au moins un prénom")]);
    let why = WhyPage {
        frame: frame("Pourquoi ce tirage est équitable"),
        path: "/tirages/x".into(),
        seats: "16".into(),
        people: "236".into(),
        panels: "1 000".into(),
        figures: Figures {
            equal: 0.0678,
            least: 0.051,
            most: 0.094,
            is_proved: true,
            hand_least: 0.042,
            hand_most: 0.128,
            hand_stuck: "31".into(),
            times: "2 000".into(),
        },
        has_beacon: true,
    };
    let faults = vec!["« selected.csv » a été modifié.".to_owned()];
    vec![
        Sample::of(GROUP, "Un tirage, annoncé", &open(DrawState::Prepared)),
        Sample::of(GROUP, "Un tirage, scellé", &open(DrawState::Sealed)),
        Sample::of(GROUP, "Un tirage, abandonné", &open(DrawState::Abandoned)),
        Sample::of(GROUP, "Vérification juste", &verification(Vec::new())),
        Sample::of(GROUP, "Vérification fausse", &verification(faults)),
        Sample::of(GROUP, "Mon reçu", &receipt(None, false, Form::empty())),
        Sample::of(GROUP, "Mon reçu, trouvé", &receipt(Some(own), true, Form::empty())),
        Sample::of(GROUP, "Mon reçu, introuvable", &receipt(None, true, Form::empty())),
        Sample::of(GROUP, "Mon reçu, à corriger", &receipt(None, false, wrong)),
        Sample::of(GROUP, "Pourquoi ce tirage", &why),
    ]
}

fn called(rank: u128, state: SeatState, replaces: Option<u128>) -> Called {
    let seat = Seat {
        id: Uuid::from_u128(rank),
        draw: Uuid::from_u128(300),
        college: Uuid::from_u128(101),
        candidate: Uuid::from_u128(rank + 500),
        number: format!("{:03}", rank * 7),
        rank: i64::try_from(rank).unwrap_or_default(),
        state,
        state_on: Date::constant(2027, 6, 3),
        note: String::new(),
        replaces: replaces.map(Uuid::from_u128),
        is_name_public: false,
        called_at: Moment(1_800_000_000_000),
        revision: 1,
    };
    let person = Person {
        birth_name: "Essai".into(),
        forenames: "Camille".into(),
        street: "1 rue des Exemples".into(),
        postcode: "11000".into(),
        city: "Ville d’essai".into(),
        ..Person::default()
    };
    Called { seat, person: Some(person), origin: Some(Origin::Roll) }
}

fn calls(site: &Site) -> Vec<Sample> {
    let (college, draw) = (college_of(CollegeKind::Residents), draw(DrawState::Sealed));
    let frame = |title: &str| Frame::back_office(site, title, "/gestion/tirages/x/appels");
    let all = [
        called(1, SeatState::ToContact, None),
        called(2, SeatState::Sent, None),
        called(3, SeatState::Accepted, None),
        called(4, SeatState::Refused, None),
    ];
    let today = Date::constant(2027, 6, 30);
    let page = |done: Option<&Replacement>| {
        CallsPage::new(
            frame("Appeler les personnes tirées"),
            (&college, &draw, false),
            (&all, &Asked::default()),
            today,
            done,
        )
    };
    let blocked = Replacement {
        called: 0,
        skipped: vec![("012".into(), "sexe : femme dépasserait 8".into())],
        blocked: vec!["Personne du vivier ne permet plus de compléter le groupe.".into()],
    };
    let change = SeatChange {
        id: Uuid::from_u128(9),
        seat: Uuid::from_u128(2),
        at: Moment(1_800_000_000_000),
        state: SeatState::Sent,
        way: Way::Letter,
        note: String::new(),
    };
    let seat = |errors: Vec<FieldError>| {
        let form = Form::filled([("etat", "sent"), ("voie", "letter"), ("revision", "1")]).with_errors(errors);
        SeatPage::new(frame("Une personne tirée"), form, &all[1], std::slice::from_ref(&change), &TimeZone::UTC)
    };
    let wrong = vec![FieldError::new("etat", "De « courrier envoyé », on ne passe pas à « à contacter »")];
    vec![
        Sample::of(GROUP, "Appels", &page(None)),
        Sample::of(GROUP, "Appels, plus personne", &page(Some(&blocked))),
        Sample::of(GROUP, "Une personne tirée", &seat(Vec::new())),
        Sample::of(GROUP, "Une personne tirée, à corriger", &seat(wrong)),
    ]
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let college = college_of(CollegeKind::Residents);
    let kinds = [DrawKind::Completion, DrawKind::Renewal, DrawKind::Whole, DrawKind::Letters];
    let list = |draws: &[Draw], form: Form, may: bool| {
        DrawsPage::new(
            Frame::back_office(site, "Tirages au sort", "/gestion/colleges/x/tirages"),
            form,
            (&college, 7),
            (draws, &kinds),
            may,
        )
    };
    let wrong = first_form(&kinds).with_errors(vec![FieldError::new("seance", "Saisissez le jour de la séance")]);
    let mut all = vec![
        Sample::of(GROUP, "Tirages, aucun", &list(&[], first_form(&kinds), true)),
        Sample::of(GROUP, "Tirages, aucun, en lecture", &list(&[], Form::empty(), false)),
        Sample::of(GROUP, "Tirages, un en cours", &list(&[draw(DrawState::Frozen)], Form::empty(), true)),
        Sample::of(GROUP, "Tirages, un nouveau, à corriger", &list(&[draw(DrawState::Sealed)], wrong, true)),
    ];
    all.extend(ceremonies(site));
    all.extend(letters(site));
    all.extend(public(site));
    all.extend(calls(site));
    all
}
