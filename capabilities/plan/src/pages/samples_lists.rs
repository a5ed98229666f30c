//! The lists, the steps of an import and of following, in their states.

use askama::Template;
use interface::{Choice, Form, Frame, Language, Link, Pagination, Sample, Site};
use kernel::{FieldError, Uuid};
use web::{Asked, Fields};

use super::asked::FoundObjectives;
use super::board::{BoardLine, BoardPage, Late, NoContractPage};
use super::calendar::CalendarPage;
use super::columns::{Card, ColumnShown, ColumnsPage, MovePage};
use super::crossings::Crossing;
use super::follow::{FollowPage, StepPage};
use super::import::{ImportPage, Mapping, Trial};
use super::open_list::{FilterChoices, OpenListPage};
use super::samples::{back, day, sample, state};
use super::status_tag;
use super::timeline::TimelinePage;
use super::validation::ValidationPage;
use crate::actions::{ImportReport, Target};
use crate::rules::{COLUMNS, Status, TargetKind};
use crate::store::board::{DueLine, Line};

fn filters() -> FilterChoices {
    let one = |value: &str, words: &str| vec![Choice::new(value, words)];
    FilterChoices {
        contracts: Vec::new(),
        is_contract_typed: false,
        areas: one("QN00001N", "Les Tilleuls"),
        nodes: one("O1", "O1 Lieux entretenus"),
        is_node_searched: false,
        found: FoundObjectives::default(),
        lenses: one("T1", "Mobilités"),
        statuses: super::board::kept_choices(),
    }
}

fn crossing(lines: usize) -> Crossing {
    let line = |rank: usize| {
        (format!("O{rank} Lieux entretenus"), "/actions".into(), vec![(Status::Done, 3), (Status::UnderWay, 2)])
    };
    let lines: Vec<_> = (1..=lines).map(line).collect();
    Crossing::new(("par-objectif", "Par objectif", "Objectif"), &lines, ("/actions", "", &Asked::default()))
}

fn open_list(site: &Site, is_empty: bool, language: Language) -> OpenListPage {
    OpenListPage {
        frame: Frame::public(site, "Les actions", "/actions").translated(language),
        form: Form::empty().in_language(language),
        choices: filters(),
        sentence: "5 actions.".into(),
        is_narrowed: is_empty,
        counts: if is_empty { Vec::new() } else { vec![("✓ Réalisée".into(), "/actions?etat=done".into(), 3)] },
        table: crossing(1).table,
        is_empty,
        pages: Pagination::new(1, 120, 50, "/actions"),
        crossings: vec![crossing(30)],
        files: "/actions?format=".into(),
        feed: "/actions/fil.atom".into(),
        follow: Some(("Suivre toutes les actions".into(), "/actions/suivre?contrat=exemple-2024".into())),
    }
}

pub(super) fn board(site: &Site, (is_full, may_edit): (bool, bool), form: Form) -> BoardPage {
    let line = BoardLine {
        id: Uuid::from_u128(40).to_string(),
        name: "F030 Entretenir ensemble".into(),
        href: "/gestion/actions/exemple".into(),
        objective: "Lieux entretenus".into(),
        areas: "Les Tilleuls".into(),
        lead: "Agglomération d’exemple".into(),
        status: status_tag(Status::UnderWay),
        since: "1er mars 2026".into(),
        is_draft: true,
        may_edit: true,
    };
    let late = Late {
        what: "Signer la charte (F030)".into(),
        who: String::new(),
        since: "1er février 2026".into(),
        href: "/gestion/actions/exemple".into(),
    };
    BoardPage {
        frame: back(site, "Plan d’actions").with_form(&form),
        form,
        choices: filters(),
        contract: "exemple-2024".into(),
        sentence: "1 fiche.".into(),
        clear: String::new(),
        lines: if is_full { vec![line] } else { Vec::new() },
        pages: Pagination::new(1, 1, 50, "/gestion/actions"),
        by_objective: is_full.then(|| crossing(30)),
        late: if is_full { vec![late] } else { Vec::new() },
        all_late: is_full.then(|| Link::new("Tout ce qui est en retard (48)", "/gestion/actions/echeances?retard=oui")),
        links: vec![Link::new("Frise", "/gestion/actions/frise")],
        query: "contrat=exemple-2024".into(),
        may_open: may_edit,
        may_edit,
    }
}

fn columns(site: &Site, is_full: bool) -> ColumnsPage {
    let card = |may_move| Card {
        name: "F030 Entretenir ensemble".into(),
        href: "/gestion/actions/exemple".into(),
        known: "Les Tilleuls · Agglomération d’exemple · depuis le 1er mars 2026".into(),
        may_move,
    };
    let column = |status: &Status| ColumnShown {
        status: status_tag(*status),
        count: if is_full { 42 } else { 0 },
        cards: if is_full { vec![card(true), card(false)] } else { Vec::new() },
        rest: is_full.then(|| Link::new("Les 42 fiches de cette colonne", "/gestion/actions?etat=done")),
    };
    ColumnsPage {
        frame: back(site, "Le plan par état"),
        links: vec![Link::new("Tableau", "/gestion/actions")],
        sentence: "42 fiches.".into(),
        clear: String::new(),
        columns: Status::ALL.iter().map(column).collect(),
    }
}

fn moved(site: &Site, form: Form) -> MovePage {
    MovePage {
        frame: back(site, "Changer l’état").with_form(&form),
        form,
        status: status_tag(Status::UnderWay),
        since: "Depuis le 1er mars 2026. Source : comité de pilotage.".into(),
        statuses: super::board::kept_choices(),
        back: "/gestion/actions/etats".into(),
    }
}

fn line(id: u128, starts: Option<i8>) -> Line {
    Line {
        id: Uuid::from_u128(id),
        contract: Uuid::from_u128(1),
        code: format!("F{id}"),
        address: format!("F{id}"),
        title: "Une action".into(),
        objective: None,
        lead: String::new(),
        starts_on: starts.map(|month| day(2025, month)),
        ends_on: starts.map(|month| day(2027, month)),
        state: state(Status::UnderWay),
        is_published: true,
        changed_at: kernel::Moment(0),
    }
}

fn dues() -> Vec<DueLine> {
    let due = |id: u128, what: &str, due: &str| DueLine {
        id: Uuid::from_u128(id),
        what: what.into(),
        sheet: Uuid::from_u128(40),
        code: "F030".into(),
        sheet_title: "Entretenir ensemble".into(),
        title: if what == "step" { "Signer la charte".into() } else { String::new() },
        owner: "Service propreté".into(),
        due_on: due.into(),
    };
    vec![due(1, "step", "2026-02-01"), due(2, "step", "2026-04-12"), due(3, "end", "2026-04-30")]
}

fn calendar(site: &Site, dues: &[DueLine]) -> CalendarPage {
    CalendarPage {
        frame: back(site, "Échéances"),
        form: Form::empty(),
        choices: filters(),
        path: "/gestion/actions/echeances",
        contract: "exemple-2024".into(),
        sentence: "200 échéances.".into(),
        clear: String::new(),
        links: vec![Link::new("Mettre dans un agenda (.ics)", "/gestion/actions/echeances.ics")],
        months: super::calendar::months(dues, day(2026, 3)),
        pages: Pagination::new(2, if dues.is_empty() { 0 } else { 200 }, 80, "/gestion/actions/echeances?contrat=x"),
    }
}

fn timeline(site: &Site, lines: &[Line], is_undated: bool) -> TimelinePage {
    let shown: Vec<&Line> = lines.iter().collect();
    TimelinePage {
        frame: back(site, "Frise"),
        form: Form::empty(),
        choices: filters(),
        path: "/gestion/actions/frise",
        contract: "exemple-2024".into(),
        sentence: "120 fiches avec une date : La Conte.".into(),
        clear: "/gestion/actions/frise?contrat=exemple-2024".into(),
        table: super::timeline::table(&shown, (day(2024, 4), day(2030, 3))),
        is_empty: lines.is_empty(),
        is_undated,
        pages: Pagination::new(1, if lines.is_empty() { 0 } else { 120 }, 50, "/gestion/actions/frise?contrat=x"),
        other: (!lines.is_empty()).then(|| Link::new("Sans date : 12 fiches", "/gestion/actions/frise?dates=sans")),
    }
}

fn mapping() -> Mapping {
    Mapping {
        format: "CSV, séparateur « ; »".into(),
        remarks: vec!["Une remarque sur le fichier.".into()],
        columns: COLUMNS
            .iter()
            .map(|column| (format!("colonne-{}", column.key), column.header.to_owned(), column.is_needed))
            .collect(),
        headers: vec![Choice::new("0", "Code"), Choice::new("1", "Intitulé")],
        content: "0,Code,Intitulé\n2,F1,Nettoyer\n".into(),
    }
}

/// Lists, imports and following.
pub fn samples(site: &Site) -> Vec<Sample> {
    let target = Target {
        kind: TargetKind::Area,
        id: Uuid::from_u128(11),
        name: "le quartier Les Tilleuls".into(),
        path: "/actions?quartier=QN00001N".into(),
    };
    let import =
        |form, content| ImportPage::new(back(site, "Importer un plan"), form, "exemple-2024", content).render();
    let wrong = |field: &str| Form::empty().with_errors(vec![FieldError::new(field, "Choisissez un fichier CSV")]);
    let public = |title: &str| Frame::public(site, title, "/actions/suivre");
    let arabic = |title: &str| public(title).translated(Language::Arabic);
    let asked = Fields::from_pairs([("quartier", "QN00001N")]);
    let step = |button| StepPage {
        frame: public("Confirmer votre adresse"),
        sentence: "Vous recevrez ce qui change.".into(),
        button,
        back: "/actions".into(),
    };
    let ticked = Form::filled([("fiches", Uuid::from_u128(40).to_string())]);
    let ticked = ticked.with_errors(vec![FieldError::new("fiches", "Cochez au moins une fiche")]);
    vec![
        sample("Les actions", open_list(site, false, Language::French).render()),
        sample("Les actions, en arabe", open_list(site, false, Language::Arabic).render()),
        sample("Aucune action", open_list(site, true, Language::French).render()),
        sample("Aucune action, en anglais", open_list(site, true, Language::English).render()),
        sample("Le plan", board(site, (true, true), Form::empty()).render()),
        sample("Le plan, à corriger", board(site, (true, true), ticked).render()),
        sample("Un plan vide, à lire", board(site, (false, false), Form::empty()).render()),
        sample("Le plan par état", columns(site, true).render()),
        sample("Un plan par état, vide", columns(site, false).render()),
        sample("Changer l’état d’une fiche", moved(site, Form::filled([("etat", "under_way")])).render()),
        sample("Changer l’état, sans motif", {
            let error = FieldError::new("motif", "Dites pourquoi l’action est suspendue ou abandonnée");
            moved(site, Form::filled([("etat", "abandoned")]).with_errors(vec![error])).render()
        }),
        sample("Aucun contrat", NoContractPage { frame: back(site, "Plan d’actions") }.render()),
        sample("La frise", timeline(site, &[line(1, Some(3)), line(2, Some(5))], false).render()),
        sample("La frise, sans date", timeline(site, &[line(2, None)], true).render()),
        sample("Une frise vide", timeline(site, &[], false).render()),
        sample("Une frise vide, sans date", timeline(site, &[], true).render()),
        sample("Les échéances", calendar(site, &dues()).render()),
        sample("Aucune échéance", calendar(site, &[]).render()),
        sample("Validation des fiches", {
            let form = Form::filled([("revision", "2"), ("demandee", "oui")]);
            ValidationPage::new(back(site, "Validation des fiches"), form, "exemple-2024").render()
        }),
        sample("Importer, le fichier", import(Form::empty(), (None, None))),
        sample("Importer, un fichier à corriger", import(wrong("fichier"), (None, None))),
        sample("Importer, les colonnes", import(wrong("colonne-titre"), (Some(mapping()), None))),
        sample(
            "Importer, l’essai",
            import(Form::empty(), (None, Some(Trial::of(&ImportReport::default(), Vec::new())))),
        ),
        sample("Importer, un motif à donner", {
            let trial = Trial {
                save: Some("Enregistrer 1 fiche".into()),
                asks_reason: true,
                ..Trial::of(&ImportReport::default(), Vec::new())
            };
            import(wrong("motif-fil"), (None, Some(trial)))
        }),
        sample("Suivre", FollowPage::new(public("Suivre par courriel"), Form::empty(), &target, &asked).render()),
        sample("Suivre, à corriger", {
            let form = Form::empty().with_errors(vec![FieldError::new("courriel", "Indiquez une adresse")]);
            FollowPage::new(public("Suivre par courriel"), form, &target, &asked).render()
        }),
        sample("Confirmer", step(Some(("Confirmer", "/actions/suivre/confirmer?cle=x".into()))).render()),
        sample(
            "Suivre, en arabe",
            FollowPage::new(arabic("Suivre par courriel"), Form::empty(), &target, &asked).render(),
        ),
        sample("C’est fait", step(None).render()),
    ]
}
