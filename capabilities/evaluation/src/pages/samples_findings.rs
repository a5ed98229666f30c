//! Pages of findings and recommendations, in their states.

use interface::{Form, Frame, Html, Pagination, Sample};
use jiff::civil::date;
use kernel::Uuid;

use super::evidence::EvidencePage;
use super::finding::{FindingForm, FindingLine, FindingPage, FindingsPage, kinds, strengths};
use super::open_findings::{OpenFindings, OpenRecommendations};
use super::recommendation::{
    AnswerPage, RecommendationForm, RecommendationPage, RecommendationsPage, kinds as answers, progress,
};
use super::samples::{page, some, wrong};
use super::told::{FindingShown, PieceShown, RecommendationShown, colour};
use crate::rules::{EvidenceKind, Standing, Strength};
use interface::{Tag, TagColour};

/// A finding to show.
pub(super) fn told() -> FindingShown {
    let piece = |kind: EvidenceKind, words: Html| PieceShown { kind: kind.french(), words, id: Uuid::nil() };
    FindingShown {
        id: Uuid::nil(),
        question: None,
        reference: "C1".into(),
        words: "Aucune action n’est proposée aux jeunes adultes.".into(),
        detail: "Exemple de détail.".into(),
        strength: Strength::Strong.french(),
        day: "2 mars 2026".into(),
        pieces: vec![
            piece(EvidenceKind::Figure, Html::link("Taux d’emploi : 41 % en 2021", "/observatoire/indicateurs/emploi")),
            piece(EvidenceKind::Document, Html::text("Bilan d’exemple, 2025, p. 12")),
        ],
    }
}

fn advice(standing: Standing, is_late: bool) -> RecommendationShown {
    RecommendationShown {
        id: Uuid::nil(),
        reference: "R1".into(),
        words: "Ouvrir un accueil le soir.".into(),
        detail: "Exemple de détail.".into(),
        owner: "Ville d’exemple".into(),
        due: "30 juin 2026".into(),
        state: Tag::new(colour(standing, is_late), standing.french()),
        findings: "C1".into(),
        answer: if standing == Standing::Unanswered { String::new() } else { "Acceptée par le comité".into() },
        reason: String::new(),
        steps: match standing {
            Standing::UnderWay => vec![("3 avril 2026 : En cours".into(), "Salle trouvée.".into())],
            _ => Vec::new(),
        },
    }
}

fn finding(frame: Frame, told: FindingShown, is_published: bool) -> FindingPage {
    FindingPage {
        frame,
        told,
        state: Tag::new(if is_published { TagColour::Green } else { TagColour::Grey }, "Brouillon"),
        question: "1 Les écarts se réduisent-ils ?".into(),
        author: "Exemple – Camille".into(),
        path: "/gestion/evaluation/constats/1".into(),
        kinds: kinds("/gestion/evaluation/constats/1"),
        may_write: true,
        may_publish: true,
        is_published,
        revision: 1,
    }
}

pub(super) fn samples(back: &dyn Fn(&str) -> Frame, open: &dyn Fn(&str) -> Frame) -> Vec<Sample> {
    [findings(back), evidence(back), recommendations(back), opened(open)].concat()
}

fn findings(back: &dyn Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |lines: Vec<FindingLine>| FindingsPage {
        frame: back("Constats"),
        lines,
        pages: Pagination::default(),
        new: "/gestion/evaluation/constats/nouveau?contrat=exemple".into(),
        recommendations: "/gestion/evaluation/recommandations?contrat=exemple".into(),
    };
    let line = FindingLine {
        reference: "C1".into(),
        words: "Aucune action n’est proposée aux jeunes adultes.".into(),
        path: "/gestion/evaluation/constats/1".into(),
        state: Tag::new(TagColour::Green, "Publié"),
        about: "2 preuves".into(),
    };
    let form = |form: Form| FindingForm {
        frame: back("Écrire un constat").with_form(&form),
        form,
        contract: "exemple".into(),
        questions: some(),
        strengths: strengths(),
    };
    let lacking = [
        ("constat", "Saisissez le constat, en une phrase ou deux"),
        ("solidite", "Dites jusqu’où on peut s’appuyer sur ce constat"),
        ("fait", "Saisissez le jour du constat"),
    ];
    let bare = FindingShown { pieces: Vec::new(), ..told() };
    vec![
        page("Constats, aucun", &list(Vec::new())),
        page("Constats", &list(vec![line])),
        page("Constat, nouveau", &form(Form::empty().with_date("fait", Some(date(2026, 3, 2))))),
        page("Constat, à corriger", &form(wrong(Form::empty(), &lacking))),
        page("Constat sans preuve", &finding(back("Constat C1"), bare, false)),
        page("Constat publié", &finding(back("Constat C1"), told(), true)),
    ]
}

fn evidence(back: &dyn Fn(&str) -> Frame) -> Vec<Sample> {
    let form = |kind: EvidenceKind, form: Form| EvidencePage {
        frame: back("Ajouter une preuve").with_form(&form),
        form,
        kind,
        path: "/gestion/evaluation/constats/1".into(),
        choices: some(),
        areas: some(),
    };
    let lacking = wrong(Form::empty(), &[("jour", "Saisissez le jour de la réunion ou de la décision")]);
    let mut all: Vec<Sample> = EvidenceKind::ALL
        .iter()
        .map(|kind| page(&format!("Preuve : {}", kind.french()), &form(*kind, Form::empty())))
        .collect();
    all.push(page("Preuve, à corriger", &form(EvidenceKind::Meeting, lacking)));
    all
}

fn recommendations(back: &dyn Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |lines: Vec<RecommendationShown>, late: &str| RecommendationsPage {
        frame: back("Recommandations"),
        lines,
        pages: Pagination::default(),
        new: "/gestion/evaluation/recommandations/nouvelle?contrat=exemple".into(),
        late: late.into(),
        late_path: "/gestion/evaluation/recommandations?contrat=exemple&etat=retard".into(),
        all_path: String::new(),
    };
    let form = |form: Form| RecommendationForm {
        frame: back("Écrire une recommandation").with_form(&form),
        form,
        contract: "exemple".into(),
        findings: some(),
    };
    let shown = |told: RecommendationShown, form: Form, may_follow: bool| RecommendationPage {
        frame: back("Recommandation R1").with_form(&form),
        form,
        may_change: told.answer.is_empty(),
        told,
        path: "/gestion/evaluation/recommandations/1".into(),
        progress: progress(),
        may_publish: true,
        may_follow,
        is_published: may_follow,
        revision: 1,
    };
    let answer = |form: Form| AnswerPage {
        frame: back("Réponse du comité").with_form(&form),
        form,
        words: "Ouvrir un accueil le soir.".into(),
        kinds: answers(),
    };
    let refused = wrong(
        Form::filled([("reponse", "refused")]),
        &[("raison", "Saisissez la raison du refus : tout le monde la lira")],
    );
    vec![
        page("Recommandations, aucune", &list(Vec::new(), "")),
        page(
            "Recommandations",
            &list(
                vec![advice(Standing::UnderWay, false), advice(Standing::Waiting, true)],
                "1 recommandation en retard",
            ),
        ),
        page("Recommandation, nouvelle", &form(Form::empty())),
        page(
            "Recommandation, à corriger",
            &form(wrong(Form::empty(), &[("destinataire", "Saisissez à qui elle s’adresse")])),
        ),
        page("Recommandation sans réponse", &shown(advice(Standing::Unanswered, false), Form::empty(), false)),
        page("Recommandation suivie", &shown(advice(Standing::UnderWay, false), Form::empty(), true)),
        page(
            "Recommandation, suite à corriger",
            &shown(
                advice(Standing::Waiting, false),
                wrong(Form::empty(), &[("suite", "Saisissez ce qui a été fait, ou pourquoi cela ne l’est pas")]),
                true,
            ),
        ),
        page("Réponse du comité", &answer(Form::empty())),
        page("Réponse du comité, à corriger", &answer(refused)),
    ]
}

fn opened(open: &dyn Fn(&str) -> Frame) -> Vec<Sample> {
    let findings =
        |findings| OpenFindings { frame: open("Constats de l’évaluation"), findings, pages: Pagination::default() };
    let recommendations = |lines, late: &str| OpenRecommendations {
        frame: open("Recommandations de l’évaluation"),
        lines,
        late: late.into(),
        pages: Pagination::default(),
    };
    vec![
        page("Constats publiés, aucun", &findings(Vec::new())),
        page("Constats publiés", &findings(vec![told()])),
        page("Recommandations publiées, aucune", &recommendations(Vec::new(), "")),
        page(
            "Recommandations publiées",
            &recommendations(vec![advice(Standing::UnderWay, true)], "1 recommandation en retard : R1."),
        ),
    ]
}
