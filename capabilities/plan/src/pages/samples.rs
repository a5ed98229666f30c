//! Every page in its states, for the gallery and the tests. Names and dates are examples.

use askama::Template;
use interface::{Form, Frame, Language, Sample, Site};
use jiff::civil::Date;
use kernel::{FieldError, Uuid};
use listening::facade::NeedLine;
use strategy::facade::ContractBrief;
use territory::facade::Area;

use super::body::Told;
use super::edit::EditPage;
use super::files::FilePage;
use super::grid;
use super::open_sheet::OpenSheetPage;
use super::opening::OpeningPage;
use super::section::SectionPage;
use super::sheet::{CommentShown, Following, SheetPage, Shown, ValidationShown};
use super::{samples_large, samples_leads, samples_lists};
use crate::actions::{Around, Objective, Seen};
use crate::rules::{
    Indicator, IndicatorKind, Involvement, LinkKind, Linked, Mean, Nature, Partner, Pieces, Place, Said, Section,
    Sheet, SheetText, State, Status, Step, Term, Use, ranked,
};

pub(super) fn day(year: i16, month: i8) -> Date {
    Date::new(year, month, 1).unwrap_or(Date::MIN)
}

pub(super) fn around() -> Around {
    let node = |id: u128, code: &str, title: &str, level: &str, parent: Option<u128>, is_lens: bool| Objective {
        id: Uuid::from_u128(id),
        code: code.into(),
        title: title.into(),
        level: level.into(),
        parent: parent.map(Uuid::from_u128),
        is_lens,
    };
    let area = |id: u128, code: &str, name: &str| Area {
        id: Uuid::from_u128(id),
        code: code.into(),
        name: name.into(),
        kind: "Quartier prioritaire".into(),
        communes: vec!["Ville d’exemple".into()],
    };
    Around {
        contract: ContractBrief {
            id: Uuid::from_u128(1),
            code: "exemple-2024".into(),
            title: "Contrat de ville d’exemple".into(),
            starts_on: day(2024, 4),
            ends_on: day(2030, 3),
            review_year: Some(2027),
            area_ids: vec![Uuid::from_u128(11), Uuid::from_u128(12)],
        },
        nodes: vec![
            node(20, "E1", "Habiter", "Enjeu", None, false),
            node(21, "O1", "Lieux entretenus", "Objectif", Some(20), false),
            node(22, "T1", "Mobilités", "Axe", None, true),
        ],
        lenses: vec![Seen { key: Uuid::from_u128(22).to_string(), code: "T1".into(), label: "Mobilités".into() }],
        areas: vec![area(11, "QN00001N", "Les Tilleuls"), area(12, "QN00002N", "Le Port")],
        needs: vec![NeedLine {
            id: Uuid::from_u128(30),
            code: "B01".into(),
            label: "Des espaces communs propres".into(),
            is_sensitive: false,
        }],
    }
}

pub(super) fn state(status: Status) -> State {
    let reason = if status.needs_reason() { "Le local n’est plus disponible." } else { "" };
    State { status, since: day(2026, 3), source: "Comité de pilotage d’exemple".into(), reason: reason.into() }
}

fn sheet(status: Status, is_published: bool) -> Sheet {
    Sheet {
        id: Uuid::from_u128(40),
        contract: Uuid::from_u128(1),
        address: "F030".into(),
        text: SheetText {
            code: "F030".into(),
            title: "Entretenir ensemble les espaces communs".into(),
            finding: "Des habitants disent que les abords des immeubles sont sales.".into(),
            strategic: Some(Uuid::from_u128(20)),
            operational: Some(Uuid::from_u128(21)),
            aims: "Des abords propres toute l’année.".into(),
            description:
                "Une **équipe** passe deux fois par semaine.\n\n- balayage\n- enlèvement des dépôts\n  - sur appel"
                    .into(),
            perimeter: "Tous les quartiers du contrat.".into(),
            publics: "Tous les habitants".into(),
            lead: "Agglomération d’exemple".into(),
            competence: "Propreté : la ville.".into(),
            term: Some(Term::Short),
            starts_on: Some(day(2026, 1)),
            ends_on: Some(day(2027, 1)),
            involvement: Some(Involvement::JointDesign),
            conditions: "Un accord avec le bailleur.".into(),
            transposition: "Une équipe de trois personnes suffit.".into(),
            lenses: vec![Uuid::from_u128(22).to_string()],
            needs: vec![Uuid::from_u128(30)],
        },
        state: state(status),
        published_at: is_published.then_some(kernel::Moment(1_773_572_400_000)),
        changed_at: kernel::Moment(1_773_572_400_000),
        revision: 3,
    }
}

fn told(status: Status, is_full: bool) -> Told {
    let said = |status, by: &str| Said { state: state(status), at: kernel::Moment(0), by: by.into() };
    let mut told = Told {
        sheet: sheet(status, is_full),
        places: Vec::new(),
        partners: Vec::new(),
        means: Vec::new(),
        steps: Vec::new(),
        indicators: Vec::new(),
        links: Vec::new(),
        neighbours: Vec::new(),
        history: vec![said(status, "Ada Exemple"), said(Status::Planned, "Ada Exemple")],
        files: Vec::new(),
    };
    if is_full {
        told.places = vec![Place { area: Uuid::from_u128(11), state: Status::Done, note: "Depuis l’hiver".into() }];
        told.partners = vec![Partner { name: "Bailleur d’exemple".into(), role: "nettoie les halls".into() }];
        told.means = vec![mean(Nature::CommonLaw), mean(Nature::Specific)];
        told.steps = vec![step()];
        told.indicators = vec![indicator()];
        told.links = vec![link()];
        told.neighbours = vec![(
            Uuid::from_u128(41),
            "F031".into(),
            "Planter des arbres".into(),
            "F031".into(),
            true,
            true,
            LinkKind::Completes.code().into(),
        )];
    }
    told
}

fn mean(nature: Nature) -> Mean {
    Mean {
        year: 2026,
        nature,
        use_of: Use::Operating,
        funder: "Ville d’exemple".into(),
        planned: Some(kernel::Cents(1_250_000)),
        actual: None,
        planned_fte: Some(0.5),
        actual_fte: None,
        note: "Sous réserve du vote".into(),
    }
}

fn step() -> Step {
    Step {
        title: "Signer la charte".into(),
        owner: "Service propreté".into(),
        due_on: Some(day(2026, 2)),
        done_on: None,
    }
}

fn indicator() -> Indicator {
    Indicator {
        kind: IndicatorKind::Result,
        label: "Dépôts sauvages enlevés".into(),
        unit: "dépôts".into(),
        baseline: Some(40.0),
        target: Some(10.0),
        measures: vec![(2025, 32.0), (2026, 18.5)],
    }
}

fn link() -> Linked {
    Linked { other: None, elsewhere: "F007 : Co-construire avec les habitants".into(), kind: LinkKind::SeeAlso }
}

fn errors(fields: &[&str]) -> Vec<FieldError> {
    fields.iter().map(|field| FieldError::new(*field, "Dites-en un peu plus")).collect()
}

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    let mut all = of_sheets(site);
    all.extend(of_sections(site));
    all.extend(samples_leads::samples(site));
    all.extend(samples_lists::samples(site));
    all.extend(samples_large::samples(site));
    all
}

pub(super) fn sample(name: &str, html: Result<String, askama::Error>) -> Sample {
    Sample::page("plan", name, html.unwrap_or_default())
}

pub(super) fn back(site: &Site, title: &str) -> Frame {
    Frame::back_office(site, title, "/gestion/actions/exemple")
}

fn of_sheets(site: &Site) -> Vec<Sample> {
    let around = around();
    let today = day(2026, 3);
    let open = |status, is_full, language| {
        let told = told(status, is_full);
        let frame = Frame::public(site, told.sheet.text.title.as_str(), "/actions/F030").translated(language);
        OpenSheetPage::new(frame, (&told, &around), (language, false), today).render()
    };
    let shown = |is_full: bool, rights| {
        let comment = CommentShown {
            id: Uuid::from_u128(60).to_string(),
            head: "Ada Exemple, le 3 mars 2026".into(),
            body: "À relire avant le comité.".into(),
            may_remove: true,
        };
        let (may_edit, may_publish, may_comment) = rights;
        let comments = if is_full { vec![comment] } else { Vec::new() };
        Shown { comments, may_edit, may_publish, may_comment, ..Shown::default() }
    };
    let inside = |is_full: bool, shown: Shown, form| {
        let told = told(Status::UnderWay, is_full);
        SheetPage::new(back(site, "Entretenir ensemble"), form, (&told, &around), shown, today).render()
    };
    let validated = |may_propose: bool, may_decide: bool, form: Form| {
        let asked = ValidationShown {
            told: "Proposée le 3 mars 2026 par Ada Exemple. Renvoyée le 4 mars 2026 par Lou Modèle.".into(),
            reason: "Dites qui tient la première étape.".into(),
            may_propose,
            may_decide,
            holds_back: true,
        };
        let following = Following { count: 3, is_mine: may_propose, may_follow: true };
        let shown = Shown { validation: Some(asked), following, ..shown(false, (true, true, true)) };
        inside(false, shown, form)
    };
    let edit = |form| EditPage::new(back(site, "Modifier la fiche action"), form, &around).render();
    let opening = |form| OpeningPage::new(back(site, "Ouvrir une fiche action"), form, &around).render();
    let wrong = Form::filled([("titre", ""), ("description", "Un texte gardé")]);
    let wrong = wrong.with_errors(errors(&["reference", "titre", "operationnel", "axes", "besoins", "fin"]));
    vec![
        sample("Une action en cours", open(Status::UnderWay, true, Language::French)),
        sample("Une action en cours, en arabe", open(Status::UnderWay, true, Language::Arabic)),
        sample("Une action abandonnée", open(Status::Abandoned, false, Language::French)),
        sample("Une fiche dans la gestion", inside(true, shown(true, (true, true, true)), Form::empty())),
        sample("Une fiche à lire", inside(true, shown(true, (false, false, false)), Form::empty())),
        sample("Une fiche vide, à corriger", {
            let form = Form::empty().with_errors(errors(&["etat", "depuis", "commentaire", "motif-suppression"]));
            inside(false, shown(false, (true, false, true)), form)
        }),
        sample("Une fiche renvoyée", validated(true, false, Form::empty())),
        sample("Une fiche à valider, sans motif", {
            let error = FieldError::new("motif-renvoi", "Dites ce qu’il faut changer dans la fiche");
            validated(false, true, Form::empty().with_errors(vec![error]))
        }),
        sample("Ouvrir une fiche", opening(Form::empty())),
        sample("Ouvrir une fiche, à corriger", {
            opening(Form::filled([("titre", "")]).with_errors(errors(&["reference", "titre", "etat", "source"])))
        }),
        sample("Corriger une fiche", edit(wrong)),
        sample("Modifier une fiche", edit(Form::filled([("titre", "Entretenir"), ("revision", "3")]))),
    ]
}

fn of_sections(site: &Site) -> Vec<Sample> {
    let around = around();
    let lists = [
        Pieces::Partners(ranked(vec![Partner { name: "Bailleur".into(), role: "Nettoie".into() }])),
        Pieces::Means(ranked(vec![mean(Nature::Specific)])),
        Pieces::Steps(ranked(vec![step()])),
        Pieces::Indicators(ranked(vec![indicator()])),
        Pieces::Links(ranked(vec![link()])),
    ];
    let mut all: Vec<Sample> = lists
        .iter()
        .map(|pieces| {
            let section = pieces.section();
            let form = grid::form_of(pieces, &|_| "F031".to_owned()).with("lignes", "4").with("revision", "3");
            let page = SectionPage::new(back(site, section.french()), form, section, (4, &around));
            sample(section.french(), page.render())
        })
        .collect();
    let form = Form::filled([("etat-1", "done"), ("note-1", "Fait")]).with_errors(errors(&["etat-2", "note-1"]));
    let page = SectionPage::new(back(site, "Quartiers"), form, Section::Places, (2, &around));
    all.push(sample("Quartiers, à corriger", page.render()));
    let form = Form::filled([("nature", "photo")]).with_errors(errors(&["titre", "fichier"]));
    all.push(sample("Joindre un fichier", FilePage::new(back(site, "Joindre une photo"), form).render()));
    all
}
