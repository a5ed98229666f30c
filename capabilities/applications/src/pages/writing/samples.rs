//! Pages of writing in their states, for the gallery.

use askama::Template;
use interface::{Choice, Form, Frame, Sample, Site, SummaryRow};
use kernel::{Cents, FieldError, Uuid};

use super::attachments::{AttachmentsPage, FileShown};
use super::budget::{BudgetPage, posts};
use super::budget_words::words;
use super::filing::{FilingPage, ReceiptPage};
use super::late::LatePage;
use super::list::{ListPage, Row, state_tag};
use super::question::QuestionPage;
use super::questions::{Around, fields};
use super::start::StartPage;
use super::tasks::{TasksPage, parts_of};
use super::{Help, Overtaken};
use crate::rules::writing::{BudgetForm, Whole, WholeProject, chart, form as sections};
use crate::rules::{Application, ApplicationState, CallFunder, CallTerms, IndicatorTool, Part, Stage};

fn terms() -> CallTerms {
    CallTerms {
        sections: Vec::new(),
        attachments: Vec::new(),
        chart: "2018".into(),
        kinds: Vec::new(),
        areas: Vec::new(),
        priorities: Vec::new(),
        years: 3,
        criteria: Vec::new(),
        indicators: Vec::new(),
    }
}

fn whole() -> Whole {
    let id = Uuid::from_u128(1);
    let application = Application {
        id,
        call: id,
        version: id,
        organisation: id,
        number: None,
        state: ApplicationState::Draft,
        stage: Stage::None,
        stage_at: kernel::Moment(0),
        years: 1,
        first_year: 2026,
        created_at: kernel::Moment(0),
        filed_at: None,
        filed_by_name: String::new(),
        late_reason: String::new(),
        late_until: None,
        typed_by: None,
        confirmed_at: None,
        withdrawn_reason: String::new(),
        renewed_from: None,
        revision: 1,
    };
    let answered = vec![("intitule".to_owned(), "Cuisines du monde".to_owned())];
    let budgets = vec![(2026, BudgetForm::default())];
    let project = WholeProject { id: Uuid::from_u128(2), title: "Cuisines du monde".into(), answered, budgets };
    Whole {
        application,
        terms: terms(),
        funders: funders(),
        answered: vec![("contact-nom".to_owned(), "Nadia Fabre".to_owned())],
        own_budget: BudgetForm::default(),
        projects: vec![project],
        files: Vec::new(),
        carrier: Vec::new(),
    }
}

fn funders() -> Vec<CallFunder> {
    vec![CallFunder {
        id: Uuid::from_u128(3),
        call: Uuid::from_u128(1),
        organisation: None,
        name: "Préfecture".into(),
        programme: "Politique de la ville, programme 147".into(),
        looks_at: String::new(),
        ceiling_permille: Some(800),
        floor: Some(Cents(100_000)),
        position: 1,
    }]
}

fn help() -> Help {
    Help { phone: "04 68 00 00 00".into(), email: "appel@exemple.fr".into() }
}

fn frame(site: &Site, title: &str) -> Frame {
    Frame { is_private: true, ..Frame::public(site, title, "/dossiers/exemple") }
}

/// A question of the standard form, answered or not.
fn question(site: &Site, key: &str, form: Form, overtaken: Option<Overtaken>) -> QuestionPage {
    let sections = sections(&terms());
    let found = sections.iter().flat_map(|section| &section.questions).find(|question| question.key == key);
    let tool = |code: &str, label: &str, unit: &str| IndicatorTool {
        code: code.into(),
        label: label.into(),
        unit: unit.into(),
    };
    let tools = [tool("P1", "Participants habitant le quartier", "personnes"), tool("S1", "Séances tenues", "séances")];
    let groups = found.map(|question| {
        fields(question, &Around { nodes: &[], priorities: &[], areas: &[], tools: &tools, years: 2026..2027 })
    });
    let title = found.map_or("", |question| question.label.as_str());
    QuestionPage {
        frame: frame(site, title).with_form(&form),
        form,
        groups: groups.unwrap_or_default(),
        revision: 2,
        saved: "Enregistré à 14 h 32, par Nadia Fabre.".into(),
        found: match key {
            "territoires" => vec!["Les Tilleuls (12 rue des Lilas : adresse sûre)".into()],
            _ => Vec::new(),
        },
        overtaken,
        here: "/dossiers/exemple/question/dossier/exemple".into(),
        back: "/dossiers/exemple".into(),
        help: help(),
    }
}

/// Every page, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    let sample = |name: &str, page: askama::Result<String>| Sample::page("dossiers", name, page.unwrap_or_default());
    let other = Overtaken {
        who: "Samir Benali".into(),
        when: "Enregistré à 14 h 30".into(),
        text: "Des ateliers de cuisine.".into(),
    };
    let wrong = |field: &str, sentence: &str| vec![FieldError::new(field, sentence)];
    let text = Form::filled([("reponse", "Des repas partagés.")]);
    let late = Form::empty().with_errors(wrong("motif", "Dites pourquoi, en moins de 500 signes"));
    vec![
        sample("Commencer un dossier", start(site).render()),
        sample("Mes dossiers", list(site, true).render()),
        sample("Mes dossiers, aucun", list(site, false).render()),
        sample("Liste des tâches", tasks(site).render()),
        sample("Une question", question(site, "description", Form::empty(), None).render()),
        sample("Une question, deux personnes à la fois", question(site, "description", text, Some(other)).render()),
        sample(
            "Dates",
            question(
                site,
                "dates",
                Form::empty().with_errors(wrong("fin", "La date de fin est avant la date de début")),
                None,
            )
            .render(),
        ),
        sample("Quartiers et adresses", question(site, "territoires", Form::empty(), None).render()),
        sample("Indicateurs et boîte à outils", question(site, "indicateurs", Form::empty(), None).render()),
        sample("Personnes concernées", question(site, "publics", Form::empty(), None).render()),
        sample("Budget d’une action", budget(site, Form::empty()).render()),
        sample(
            "Budget d’une action, à corriger",
            budget(
                site,
                Form::filled([("c-604", "douze")]).with_errors(wrong("c-604", "Saisissez un montant en euros")),
            )
            .render(),
        ),
        sample("Pièces à joindre", attachments(site).render()),
        sample("Relire et déposer", filing(site).render()),
        sample("Accusé d’enregistrement", receipt(site).render()),
        sample(
            "Dépôts hors délai",
            LatePage {
                frame: Frame::back_office(site, "Dépôts hors délai", "/gestion/appels/exemple/hors-delai")
                    .with_form(&late),
                form: late,
                drafts: vec![Choice::new("a", "Les Ateliers du Viaduc")],
            }
            .render(),
        ),
    ]
}

fn start(site: &Site) -> StartPage {
    StartPage {
        frame: frame(site, "Répondre à l’appel"),
        form: Form::empty(),
        lead: "Vous écrivez à votre rythme.".into(),
        drafts: vec![("Le brouillon des Ateliers du Viaduc".into(), "/dossiers/exemple".into())],
        organisations: vec![Choice::new("a", "Les Ateliers du Viaduc"), Choice::new("b", "Le Fil Rouge")],
        renewals: vec![Choice::new("c", "Dossier 2025-0012").hint("Cuisines du monde")],
        help: help(),
    }
}

fn list(site: &Site, is_filled: bool) -> ListPage {
    let row = Row {
        title: "2026-0004 – Appel à projets 2026".into(),
        href: "/dossiers/exemple".into(),
        state: state_tag(ApplicationState::Filed),
        organisation: "Les Ateliers du Viaduc".into(),
        projects: "1 action : Cuisines du monde".into(),
        follow: "/dossiers/exemple/suivi".into(),
    };
    let helps = vec![("04 68 00 00 00".into(), "Appel à projets 2026".into())];
    ListPage { frame: frame(site, "Mes dossiers"), rows: if is_filled { vec![row] } else { Vec::new() }, helps }
}

fn tasks(site: &Site) -> TasksPage {
    TasksPage {
        frame: frame(site, "Votre dossier"),
        state: state_tag(ApplicationState::Draft),
        closes: "30 avril 2026 à 23 h 59".into(),
        saved: "Enregistré à 14 h 32, par Nadia Fabre.".into(),
        notice: "Le service a saisi ce dossier avec vous.".into(),
        may_confirm: true,
        corrected: vec!["Le 20 mars 2026 : une question de plus sur les publics.".into()],
        progress: "Il reste 12 éléments à remplir avant de déposer.".into(),
        parts: parts_of(("/dossiers/exemple", "/mon-association/exemple"), &whole()),
        cerfa: "/dossiers/exemple/cerfa.pdf".into(),
        is_draft: true,
        here: "/dossiers/exemple".into(),
        help: help(),
    }
}

fn budget(site: &Site, form: Form) -> BudgetPage {
    BudgetPage {
        frame: frame(site, "Budget de l’action, 2026").with_form(&form),
        form,
        year: 2026,
        revision: 1,
        saved: String::new(),
        overtaken: None,
        totals: interface::Html::default(),
        sentence: None,
        findings: vec!["Les charges dépassent les produits.".into()],
        posts: posts(&chart("2018"), &funders()),
        words: words(),
        here: "/dossiers/exemple/budget".into(),
        help: help(),
    }
}

fn attachments(site: &Site) -> AttachmentsPage {
    AttachmentsPage {
        frame: frame(site, "Pièces à joindre"),
        form: Form::empty(),
        files: vec![FileShown {
            id: Uuid::from_u128(9),
            what: "Relevé d’identité bancaire".into(),
            name: "RIB.pdf".into(),
            size: "120 ko".into(),
            hash: "9f86d081884c7d65".into(),
            is_picture: false,
            may_remove: true,
        }],
        missing: vec!["Devis – Cuisines du monde".into()],
        kinds: vec![Choice::new("dossier:rib", "Relevé d’identité bancaire")],
        safe: vec![Choice::new("1", "RIB"), Choice::new("2", "Statuts, valable jusqu’au 31 décembre 2027")],
        sheet: "/mon-association/exemple".into(),
        limits: "PDF, JPEG ou PNG de 10 Mo au plus.".into(),
        here: "/dossiers/exemple/pieces".into(),
        back: "/dossiers/exemple".into(),
        help: help(),
    }
}

fn filing(site: &Site) -> FilingPage {
    let part = sections(&terms()).into_iter().find(|section| section.part == Part::Project);
    let rows = part.map(|section| section.questions).unwrap_or_default();
    let form = Form::empty().with_errors(vec![FieldError::new("nom", "Écrivez le prénom et le nom de qui signe")]);
    FilingPage {
        frame: frame(site, "Relire et déposer").with_form(&form),
        form,
        missing: Vec::new(),
        owed: vec!["Le compte rendu de 2025 de la convention C2025-0004 est attendu depuis le 30 juin 2026.".into()],
        recap: vec![(
            "Cuisines du monde".into(),
            rows.iter().map(|one| SummaryRow::new(one.label.as_str(), "").changed_at("/dossiers/exemple")).collect(),
        )],
        asked: "5 000 €".into(),
        funders: "Préfecture 5 000 €".into(),
        may_file: true,
        thresholds: vec![Choice::new("non", "Jusqu’à 500 000 €"), Choice::new("oui", "Plus de 500 000 €")],
        back: "/dossiers/exemple".into(),
        help: help(),
    }
}

fn receipt(site: &Site) -> ReceiptPage {
    ReceiptPage {
        frame: frame(site, "Accusé d’enregistrement"),
        number: "2026-0004".into(),
        lines: vec!["Votre dossier n° 2026-0004 a été reçu le 15 mars 2026 à 12 h.".into()],
        here: "/dossiers/exemple".into(),
        help: help(),
    }
}
