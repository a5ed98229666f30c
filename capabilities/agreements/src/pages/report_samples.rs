//! Pages of reports and of repayments, in their states; names and amounts are examples.

use budget::ChartVersion;
use interface::{Choice, Form, Frame, Link, Pagination, Sample, Tag, TagColour};
use kernel::Uuid;

use super::dues::{self, DueRow, DuesPage};
use super::repayments::{ListPage, OrderShown, RepaymentsPage};
use super::report_part::{self, PartPage};
use super::reports::{ReportPage, SectionShown, Work};
use super::samples::{page, some, wrong};
use crate::rules::{ANNEX, DueState, PartKind, ReportAnswer, ReportFigure, ReportPart, STORY};

pub(super) fn samples(back: &impl Fn(&str) -> Frame, own: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    [reports(back, own), parts(own), awaited(back), repaid(back)].concat()
}

fn section(title: &str, href: &str) -> SectionShown {
    SectionShown {
        action: "Cuisines du monde".into(),
        title: title.into(),
        href: href.into(),
        state: Tag::new(TagColour::Amber, "En cours"),
        saved: "Enregistré le 12 mai 2027 à 9 h 05 par Nadia".into(),
        why: "Le compte 604 n’est pas expliqué.".into(),
        told: "Charges : 9 000 € réalisées pour 12 000 € prévues, soit 75 % de ce qui était prévu.".into(),
        rows: vec![
            ["604 Intervenants".into(), "6 000 €".into(), "4 000 €".into(), "Deux ateliers annulés".into()],
            ["74etat Préfecture d’exemple".into(), "5 000 €".into(), "5 000 €".into(), String::new()],
        ],
        answers: vec![("Observations".into(), String::new(), "Les ateliers ont repris en mars.".into())],
    }
}

fn reports(back: &impl Fn(&str) -> Frame, own: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let report = |frame: Frame, form: Form, work: Work, state: Tag| ReportPage {
        frame: frame.with_form(&form),
        form,
        path: "/gestion/conventions/1/comptes-rendus/1".into(),
        revision: "1".into(),
        state,
        certified: "Terminé par Nadia, certifié exact et rendu le 12 mai 2027 par Léa.".into(),
        reason: if work.is_inside { String::new() } else { "Expliquez le compte 604.".into() },
        settled: vec![
            "« Cuisines du monde » : Charges réalisées 9 000 € moins autres produits 5 500 €. Trop-perçu : 1 500 €."
                .into(),
            "1 500 € ne seront pas versés : le solde est diminué d’autant.".into(),
        ],
        links: vec![Link::new("Compte rendu en PDF", "/gestion/conventions/1/comptes-rendus/1/pdf")],
        sections: ["Récit de l’action", "Charges et produits", "Publics touchés"]
            .into_iter()
            .enumerate()
            .map(|(rank, title)| section(title, &format!("/conventions/1/comptes-rendus/1/parties/{rank}")))
            .collect(),
        work,
        parts: vec![Choice::new("1", "Récit de l’action, « Cuisines »"), Choice::new("2", "Charges, « Cuisines »")],
    };
    let given = || Tag::new(TagColour::Blue, "Rendu");
    let decide = || Work { is_inside: true, may_decide: true, ..Work::default() };
    let errors = [("partie", "Cochez au moins une partie à corriger"), ("manque", "Dites ce qui manque")];
    let private = |title: &str| Frame { is_private: true, ..own(title) };
    let title = "Compte rendu de 2026";
    let finish = Work { may_finish: true, ..Work::default() };
    let certify = || Work { may_certify: true, may_take_back: true, ..Work::default() };
    let unsure = wrong(Form::empty(), &[("accord", "Cochez cette case pour certifier le compte rendu")]);
    let to_correct = || Tag::new(TagColour::Amber, "À corriger");
    vec![
        page("compte rendu à examiner", &report(back(title), Form::empty(), decide(), given())),
        page(
            "compte rendu à renvoyer, à corriger",
            &report(back(title), wrong(Form::empty(), &errors), decide(), given()),
        ),
        page("mon compte rendu, renvoyé", &report(private(title), Form::empty(), finish, to_correct())),
        page("mon compte rendu, à certifier", &report(private(title), unsure, certify(), given())),
    ]
}

fn example(kind: PartKind) -> ReportPart {
    let figure = |position: i64, code: &str, label: &str, planned: i64| ReportFigure {
        id: Uuid::nil(),
        code: code.into(),
        label: label.into(),
        planned,
        done: None,
        why: String::new(),
        is_own: code == "74etat",
        position,
    };
    let answer = |(rank, (code, label)): (usize, (&str, &str))| ReportAnswer {
        id: Uuid::nil(),
        code: code.into(),
        label: label.into(),
        planned: "60 participants".into(),
        value: String::new(),
        position: rank as i64 + 1,
    };
    let (figures, words): (Vec<ReportFigure>, Vec<(&str, &str)>) = match kind {
        PartKind::Accounts => (
            vec![figure(1, "604", "Intervenants", 600_000), figure(2, "74etat", "Préfecture d’exemple", 500_000)],
            ANNEX.map(|(code, label, _)| (code, label)).to_vec(),
        ),
        PartKind::Publics => (vec![figure(1, "women/18-25", "Femmes, 18 à 25 ans", 25)], Vec::new()),
        PartKind::Story => (Vec::new(), STORY.map(|(code, label, _)| (code, label)).to_vec()),
        PartKind::Indicators => (Vec::new(), vec![("indicateur-1", "Participants réguliers")]),
    };
    ReportPart {
        id: Uuid::nil(),
        report: Uuid::nil(),
        project: Uuid::nil(),
        title: "Cuisines du monde".into(),
        kind,
        chart: ChartVersion::Anc2018.code().into(),
        position: 1,
        is_done: false,
        is_open: true,
        why: String::new(),
        saved_at: None,
        saved_by: String::new(),
        revision: 1,
        figures,
        answers: words.into_iter().enumerate().map(answer).collect(),
    }
}

fn parts(own: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let sample = |kind: PartKind, form: Form, is_writable: bool| {
        let part = example(kind);
        let is_money = kind == PartKind::Accounts;
        PartPage {
            frame: Frame { is_private: true, ..own(&format!("{} : Cuisines du monde", kind.french())) }
                .with_form(&form),
            form,
            why: if is_writable { String::new() } else { "Expliquez le compte 604.".into() },
            told: if is_money { part.told_accounts() } else { String::new() },
            saved: "Brouillon enregistré le 12 mai 2027 à 9 h 05 par Nadia.".into(),
            rows: report_part::rows(&part, is_money),
            answers: report_part::answers(&part),
            more: if is_money { report_part::more_rows() } else { Vec::new() },
            accounts: report_part::all_accounts(&part),
            unit: if is_money { "€" } else { "personnes" },
            is_writable,
            revision: "1".into(),
            back: "/conventions/1/comptes-rendus/1".into(),
        }
    };
    let errors = [
        ("pourquoi-1", "Expliquez l’écart du compte 604 : 4 000 € réalisés pour 6 000 € prévus, soit 66,7 %."),
        ("compte-plus-1", "Choisissez le compte de cette ligne"),
    ];
    let typed = || Form::filled([("realise-1", "4 000")]);
    vec![
        page("charges et produits d’un compte rendu", &sample(PartKind::Accounts, Form::empty(), true)),
        page("charges et produits, à corriger", &sample(PartKind::Accounts, wrong(typed(), &errors), true)),
        page("publics d’un compte rendu", &sample(PartKind::Publics, typed(), true)),
        page("récit d’un compte rendu", &sample(PartKind::Story, Form::empty(), true)),
        page("indicateurs d’un compte rendu, fermés", &sample(PartKind::Indicators, Form::empty(), false)),
    ]
}

fn awaited(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let row = |rank: u32| DueRow {
        number: format!("C2026-{rank:04}"),
        href: format!("/gestion/conventions/{rank}"),
        carrier: "Association d’exemple pour les habitants du quartier".into(),
        funder: "Préfecture d’exemple".into(),
        year: "2026".into(),
        until: "30 juin 2027".into(),
        state: dues::tag(DueState::Late),
    };
    let list = |form: Form, count: u32| DuesPage {
        frame: back("Comptes rendus").with_form(&form),
        form,
        contract: "exemple".into(),
        funders: some(),
        years: vec![Choice::new("2026", "2026")],
        states: some(),
        sentence: "50 comptes rendus attendus ; 12 en retard".into(),
        clear: "/gestion/comptes-rendus".into(),
        rows: (1..=count).map(row).collect(),
        pages: Pagination::new(1, u64::from(count) * 3, 50, "/gestion/comptes-rendus?contrat=exemple"),
        may_waive: count > 0,
        is_late: true,
        has_others: count > 3,
        late: some(),
        waivers: vec!["Association d’exemple peut déposer jusqu’au 30/09/2027 (Claire) : trésorier absent".into()],
    };
    let errors = [
        ("association", "Choisissez une association"),
        ("motif", "Dites pourquoi"),
        ("jusqu-au", "Saisissez le dernier jour"),
    ];
    vec![
        page("comptes rendus attendus, aucun", &list(Form::empty(), 0)),
        page("comptes rendus attendus", &list(Form::empty(), 50)),
        page("comptes rendus attendus, à corriger", &list(wrong(Form::empty(), &errors), 2)),
    ]
}

fn repaid(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let order = || OrderShown {
        title: "R2027-0001, 1 500 €".into(),
        href: "/gestion/conventions/1/reversements/1".into(),
        told: "attendu au plus tard le 30 septembre 2027 : il reste 500 €".into(),
    };
    let one = |form: Form, orders: Vec<OrderShown>, may_ask: bool| RepaymentsPage {
        frame: back("Reversements").with_form(&form),
        form,
        path: "/gestion/conventions/1/reversements".into(),
        ledger: "Voté : 5 000 €. Engagé : 5 000 €. Payé : 5 000 €. Reste à payer : 0 €.".into(),
        settled: vec!["« Cuisines du monde » : Trop-perçu : 1 500 €.".into()],
        left: "Il reste 1 500 € à demander en retour.".into(),
        open: if orders.is_empty() { Vec::new() } else { some() },
        orders,
        may_ask,
    };
    let errors = [
        ("montant", "9 000 € dépassent ce qui a été payé et n’est pas encore demandé en retour : 5 000 € au plus"),
        ("recu", "Un reversement de 2 000 € dépasse ce qui est demandé en retour : il reste 500 € à reverser"),
    ];
    let list = |rows: Vec<OrderShown>| ListPage {
        frame: back("Reversements"),
        sentence: "Demandé en retour : 1 500 €. Reversé : 1 000 €. Reste : 500 €.".into(),
        pages: Pagination::new(1, rows.len() as u64 * 60, 50, "/gestion/reversements?contrat=exemple"),
        rows,
    };
    vec![
        page("reversements d’une convention, aucun", &one(Form::empty(), Vec::new(), true)),
        page("reversements d’une convention, à corriger", &one(wrong(Form::empty(), &errors), vec![order()], true)),
        page("reversements d’une convention, à lire", &one(Form::empty(), vec![order()], false)),
        page("reversements suivis", &list(vec![order()])),
        page("reversements suivis, aucun", &list(Vec::new())),
    ]
}
