//! Pages of the slice, in their states; funds, groups and amounts are examples.

use documents::{Cell, Table};
use interface::{Choice, Figure, Form, Frame, Html, Language, Link, Sample, Site, SummaryRow, TableOptions};
use kernel::{FieldError, Uuid};

use super::apply::{AppliedPage, ApplyPage};
use super::follow::{AskPage, FollowPage};
use super::fund::{FundPage, MemberShown, Rights};
use super::list::{ListPage, columns};
use super::open::{OpenList, OpenPage};
use super::paper::PaperPage;
use super::project::{ProjectPage, Rights as ProjectRights, kinds};
use super::session::{SessionPage, VotePage, Voter, outcomes, votes};
use super::setting::SettingPage;
use super::state_tag;
use crate::actions::{Filed, FundKind};
use crate::rules::{College, ProjectState};

const GROUP: &str = "fonds";

fn page(name: &str, template: &impl askama::Template) -> Sample {
    let drawn = template.render().unwrap_or_else(|error| error.to_string());
    Sample::page(GROUP, name, drawn)
}

fn wrong(form: Form, fields: &[(&str, &str)]) -> Form {
    form.with_errors(fields.iter().map(|(field, sentence)| FieldError::new(*field, *sentence)).collect())
}

fn some() -> Vec<Choice> {
    vec![Choice::new("1", "Quartier d’exemple"), Choice::new("2", "Autre quartier")]
}

fn table() -> Html {
    let mut table = Table::new("fonds", "Fonds et labels en 2026", columns());
    table.rows.push(vec![
        Cell::link("Fonds d’initiatives locales", "/gestion/fonds/1"),
        Cell::text("Micro-projets d’habitants"),
        Cell::Euros(13_000_000),
        Cell::Euros(4_210_050),
        Cell::Euros(8_789_950),
        Cell::Integer(31),
    ]);
    interface::table(&table, &TableOptions::default())
}

fn asked() -> Vec<SummaryRow> {
    vec![
        SummaryRow::new("Groupe", "Les voisins du 12"),
        SummaryRow::new("Ce que le groupe veut faire", "Une fête au pied de la tour"),
        SummaryRow::new("Demandé", "650 € sur 800 €"),
    ]
}

fn filed() -> Filed {
    Filed { id: Uuid::nil(), number: "M2026-0001".into(), code: "ABCD-EFGH-JKLM".into() }
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let back = |title: &str| Frame::back_office(site, title, "/gestion/fonds/1");
    let open = |title: &str| Frame::public(site, title, "/fonds");
    [funds(&back), projects(&back), sessions(&back), public(&open), groups(&open)].concat()
}

fn funds(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |is_empty: bool| ListPage {
        frame: back("Fonds et labels"),
        table: if is_empty { Html::default() } else { table() },
        is_empty,
        open: vec![Link::new("Ouvrir un fonds ou un label : Contrat d’exemple", "/gestion/fonds/nouveau")],
    };
    let kinds: Vec<Choice> = FundKind::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect();
    let setting = |form: Form| SettingPage {
        frame: back("Ouvrir un fonds ou un label").with_form(&form),
        form,
        contract: "exemple".into(),
        kinds: kinds.clone(),
        is_label: true,
    };
    let fund = |form: Form, rights: Rights| FundPage {
        frame: back("Fonds d’initiatives locales").with_form(&form),
        form,
        path: "/gestion/fonds/1".into(),
        about: vec![SummaryRow::new("Plafond par projet", "2 000 €")],
        envelopes: table(),
        projects: table(),
        owed: vec![(Link::new("M2026-0001 Fête de la tour", "/x"), "en retard depuis le 11 juillet 2026".into())],
        sessions: vec![Link::new("12 mai 2026, Maison des projets (à tenir ou en cours)", "/gestion/fonds/seances/1")],
        members: vec![MemberShown {
            told: "Léa Martin (habitant·e)".into(),
            retire: if rights.may_set { "/gestion/fonds/1/membres/1/depart".into() } else { String::new() },
        }],
        areas: some(),
        colleges: College::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect(),
        public: "/fonds/initiatives-locales".into(),
        rights,
    };
    let errors = [("nom", "Saisissez le nom du fonds"), ("avance", "L’avance va de 0 à 100 %")];
    let low = [("montant", "1 880 € sont déjà accordés : l’enveloppe ne peut descendre au-dessous")];
    vec![
        page("fonds, aucun", &list(true)),
        page("fonds et labels", &list(false)),
        page("fonds, à ouvrir", &setting(Form::empty())),
        page("fonds, à corriger", &setting(wrong(Form::empty(), &errors))),
        page("un fonds, lu", &fund(Form::empty(), Rights::default())),
        page(
            "un fonds, enveloppe à corriger",
            &fund(wrong(Form::empty(), &low), Rights { may_set: true, may_file: true, may_decide: true }),
        ),
    ]
}

fn projects(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let paper = |form: Form| PaperPage {
        frame: back("Saisir un projet d’après un papier").with_form(&form),
        form,
        areas: some(),
        ceiling: "2 000 € au plus.".into(),
    };
    let project = |form: Form, state: ProjectState, rights: ProjectRights| ProjectPage {
        frame: back("Fête au pied de la tour").with_form(&form),
        form,
        path: "/gestion/fonds/projets/1".into(),
        state: state_tag(state),
        about: asked(),
        decisions: vec!["12 mai 2026, Accordé 650 € (4 pour, 1 contre, 0 abstention, 1 personne s’est retirée)".into()],
        money: "Accordé : 650 € ; versé : 520 € ; rendu : 0 € ; reste à verser : 130 €.".into(),
        follow: "/gestion/argent/projet/1".into(),
        movements: vec!["14 mai 2026 : versé 520 €, avance (noté par Claire)".into()],
        report: vec![SummaryRow::new("Ce qui a été fait", "Une fête, 80 personnes")],
        revision: "1".into(),
        pieces: vec![("Ticket ou facture : courses du 12 mai".into(), "/gestion/fonds/projets/1/pieces/1".into())],
        supports: vec!["2 juin 2026 : relecture du dossier (Claire)".into()],
        kinds: kinds(Language::French),
        hint: "PDF, JPEG ou PNG, 10 Mo au plus.".into(),
        rights,
    };
    let all =
        || ProjectRights { may_pay: true, may_report: true, may_accept: true, may_support: true, may_give_up: true };
    let errors = [("montant", "Il reste 130 € à verser à ce projet"), ("jour", "Saisissez le jour")];
    vec![
        page("projet saisi d’après un papier", &paper(Form::empty())),
        page(
            "projet d’après un papier, à corriger",
            &paper(wrong(Form::empty(), &[("papier", "Saisissez le jour écrit sur le papier")])),
        ),
        page("projet d’habitants, lu", &project(Form::empty(), ProjectState::Closed, ProjectRights::default())),
        page("projet d’habitants, à suivre", &project(Form::empty(), ProjectState::Reported, all())),
        page("projet d’habitants, à corriger", &project(wrong(Form::empty(), &errors), ProjectState::Granted, all())),
    ]
}

fn sessions(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let session = |is_open: bool| SessionPage {
        frame: back("Séance du 12 mai 2026"),
        path: "/gestion/fonds/seances/1".into(),
        about: vec![SummaryRow::new("Lieu", "Maison des projets")],
        left: vec!["Tout le territoire : il reste 18 120 €".into()],
        waiting: if is_open {
            vec![(Link::new("M2026-0001 Fête au pied de la tour", "/x"), "Les voisins du 12, demande 650 €".into())]
        } else {
            Vec::new()
        },
        decided: if is_open {
            Vec::new()
        } else {
            vec![(Link::new("M2026-0001 Fête au pied de la tour", "/x"), "Accordé, 650 € (4 pour, 1 contre)".into())]
        },
        may_close: is_open,
    };
    let vote = |form: Form| VotePage {
        frame: back("Voter : Fête au pied de la tour").with_form(&form),
        form,
        about: asked(),
        voters: vec![
            Voter { field: "vote-1".into(), name: "Léa Martin (habitant·e)".into() },
            Voter { field: "vote-2".into(), name: "Noé Fabre (association)".into() },
        ],
        choices: votes(),
        outcomes: outcomes(),
        hint: "Il reste 18 120 € dans l’enveloppe ; 2 000 € au plus par projet.".into(),
        had: "Ce groupe a déjà reçu 1 aide de ce fonds en 2026 ; le fonds en permet 2.".into(),
        asks_majority: true,
    };
    let errors = [
        ("votes", "Il faut que 3 personnes au moins votent : 2 seulement, sans celles qui se retirent"),
        ("montant", "L’enveloppe n’a plus que 400 € : accordez moins, ou augmentez-la"),
        ("derogation", "Les habitants doivent être plus de la moitié des votants : 1 sur 3"),
    ];
    vec![
        page("séance ouverte", &session(true)),
        page("séance terminée", &session(false)),
        page("vote sur un projet", &vote(Form::empty())),
        page("vote, à corriger", &vote(wrong(Form::filled([("montant", "650")]), &errors))),
    ]
}

fn public(open: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |funds| OpenList { frame: open("Aider un projet d’habitants"), funds };
    let link = Link::new("Fonds d’initiatives locales", "/fonds/initiatives-locales");
    let figure = |label: &str, value: &str| {
        Figure::new(label, value, "", "Fonds d’initiatives locales, décisions du comité", "12 mai 2026")
            .on("31 projets aidés")
    };
    let sheet = |is_open: bool| OpenPage {
        frame: open("Fonds d’initiatives locales"),
        purpose: "Aider les projets des groupes d’habitants.".into(),
        rules: "Un projet ouvert à tous, dans le quartier.".into(),
        support: if is_open { String::new() } else { "Un mois de rencontres avec des actions proches.".into() },
        figures: vec![figure("Enveloppe 2026", "130 000 €"), figure("Reste", "87 899,50 €")],
        sessions: vec!["12 mai 2026, Maison des projets".into()],
        projects: if is_open {
            let told = "Fête au pied de la tour, Les voisins du 12 (Quartier d’exemple) : 650 €";
            vec![Link::new(told, "/argent/projet/1")]
        } else {
            Vec::new()
        },
        apply: if is_open { "/fonds/initiatives-locales/demande".into() } else { String::new() },
        service: "Service politique de la ville".into(),
    };
    vec![
        page("fonds publics, aucun", &list(Vec::new())),
        page("fonds publics", &list(vec![(link, "Aider les projets (reçoit des projets)".into())])),
        page("un fonds, pour tous", &sheet(true)),
        page("un label, fermé", &sheet(false)),
    ]
}

fn groups(open: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let apply = |form: Form| ApplyPage {
        frame: open("Demander une aide pour un projet").with_form(&form),
        form,
        areas: some(),
        ceiling: "2 000 € au plus.".into(),
        service: "Service politique de la ville".into(),
    };
    let applied =
        AppliedPage { frame: open("Votre projet est déposé"), filed: filed(), back: "/fonds/exemple".into() };
    let ask = |form: Form| AskPage { frame: open("Suivre un projet").with_form(&form), form };
    let follow = |form: Form, done: &str| FollowPage {
        frame: open("Fête au pied de la tour").with_form(&form),
        form,
        given: "ABCD-EFGH-JKLM".into(),
        done: done.into(),
        state: state_tag(ProjectState::Granted),
        about: asked(),
        decisions: vec!["12 mai 2026, Accordé 650 €".into()],
        money: "Accordé : 650 € ; versé : 520 €.".into(),
        movements: vec!["14 mai 2026 : versé 520 €, avance".into()],
        report: if done.is_empty() { Vec::new() } else { asked() },
        pieces: vec!["Photo : la table des enfants".into()],
        kinds: kinds(Language::French),
        hint: "PDF, JPEG ou PNG, 10 Mo au plus.".into(),
        may_report: true,
        service: "Service politique de la ville".into(),
    };
    let errors = [
        ("titre", "Saisissez le nom du projet"),
        ("demande", "Un projet reçoit 2 000 € au plus : demandez moins"),
        ("accord", "Cochez cette case : le groupe est d’accord pour déposer ce projet"),
    ];
    let unknown = [("suivi", "Aucun projet n’a ce code : vérifiez les douze signes")];
    let report =
        [("fichier", "Joignez au moins une photo ou un ticket"), ("depense", "Saisissez ce que vous avez dépensé")];
    vec![
        page("demander une aide", &apply(Form::empty())),
        page("demander une aide, à corriger", &apply(wrong(Form::filled([("quoi", "Une fête")]), &errors))),
        page("projet déposé, avec son code", &applied),
        page("suivre un projet", &ask(Form::empty())),
        page("suivre un projet, à corriger", &ask(wrong(Form::empty(), &unknown))),
        page("un projet suivi", &follow(Form::empty(), "Le compte rendu est enregistré.")),
        page("un compte rendu, à corriger", &follow(wrong(Form::empty(), &report), "")),
    ]
}
