//! Pages of campaigns, in their states.

use interface::{Form, Frame, Html, Link, Sample, SummaryRow, Tag, TagColour};
use kernel::Uuid;

use super::campaign::{CampaignForm, CampaignPage, CampaignsPage, CarriersPage, RequestShown, SheetShown, kinds};
use super::open_campaign::OpenCampaign;
use super::reply::{RepliesPage, ReplyPage, asked, yes_no};
use super::samples::{page, wrong};
use super::totals;
use crate::rules::{Ask, AskKind, Replies, Reply, STARTER_ASKS};

fn asks() -> Vec<Ask> {
    let ask = |(position, (words, kind)): (i64, &(&str, AskKind))| Ask {
        id: Uuid::from_u128(position.unsigned_abs().into()),
        campaign: Uuid::nil(),
        position,
        words: (*words).into(),
        kind: *kind,
    };
    (1_i64..).zip(&STARTER_ASKS).map(ask).collect()
}

fn replies() -> Replies {
    let told = |ask: &Ask| {
        let counts = ask.kind.cells().into_iter().zip([12, 3, 0, 25]).map(|((cell, _), count)| (cell, count)).collect();
        (ask.id, Reply { counts, ..Reply::default() })
    };
    asks().iter().filter(|ask| ask.kind != AskKind::Text).map(told).collect()
}

fn tables(is_open: bool) -> Vec<Html> {
    let all = totals::tables(&asks(), &[&replies()], 3, is_open);
    all.iter().map(|table| interface::table(table, &interface::TableOptions::default())).collect()
}

pub(super) fn samples(back: &dyn Fn(&str) -> Frame, open: &dyn Fn(&str) -> Frame) -> Vec<Sample> {
    let mut all = [collected(back), answered(back)].concat();
    let public = OpenCampaign { frame: open("2025 : Bilan des actions"), tables: tables(true) };
    all.push(page("Totaux publiés d’une collecte", &public));
    all
}

fn collected(back: &dyn Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |lines| CampaignsPage {
        frame: back("Collectes auprès des porteurs"),
        lines,
        new: "/gestion/evaluation/collectes/nouvelle?contrat=exemple".into(),
    };
    let form = |form: Form| CampaignForm {
        frame: back("Préparer une collecte").with_form(&form),
        form,
        contract: "exemple".into(),
    };
    let request = || RequestShown {
        title: "F1 Action d’exemple".into(),
        carrier: "Exemple – Association".into(),
        state: Tag::new(TagColour::Green, "Envoyée"),
        path: "/mon-association/collectes/1".into(),
    };
    let campaign = |requests: Vec<RequestShown>, form: Form, is_published: bool| CampaignPage {
        frame: back("2025 : Bilan des actions").with_form(&form),
        form,
        about: "Réponses attendues le 31 mars 2026 au plus tard.".into(),
        message: "Merci de votre temps.".into(),
        path: "/gestion/evaluation/collectes/1".into(),
        asks: asks(),
        kinds: kinds(),
        answered: "1 réponse sur 3".into(),
        tables: if requests.is_empty() { Vec::new() } else { tables(false) },
        requests,
        may_publish: true,
        is_published,
        revision: 1,
    };
    let carriers = |sheets: Vec<SheetShown>, form: Form| CarriersPage {
        frame: back("Choisir les porteurs").with_form(&form),
        form,
        path: "/gestion/evaluation/collectes/1".into(),
        sheets,
        left: 2,
    };
    let sheet = || SheetShown { field: "porteur-1".into(), label: "F1 Action d’exemple (pilote : Exemple)".into() };
    let unknown = wrong(
        Form::filled([("porteur-1", "Inconnue")]),
        &[("porteur-1", "« Inconnue » n’est le nom d’aucune organisation d’ici : corrigez-le, ou videz le champ")],
    );
    let lacking = wrong(Form::empty(), &[("cloture", "Saisissez le dernier jour pour répondre")]);
    let unasked = wrong(Form::empty(), &[("question", "Saisissez la question, en 400 signes au plus")]);
    vec![
        page("Collectes, aucune", &list(Vec::new())),
        page(
            "Collectes",
            &list(vec![(Link::new("2025 : Bilan", "/gestion/evaluation/collectes/1"), "1 réponse sur 3".into())]),
        ),
        page("Collecte, nouvelle", &form(Form::filled([("annee", "2025")]))),
        page("Collecte, à corriger", &form(lacking)),
        page("Collecte en préparation", &campaign(Vec::new(), Form::empty(), false)),
        page("Collecte, question à corriger", &campaign(Vec::new(), unasked, false)),
        page("Collecte en cours", &campaign(vec![request()], Form::empty(), false)),
        page("Collecte publiée", &campaign(vec![request()], Form::empty(), true)),
        page("Porteurs à choisir", &carriers(vec![sheet()], Form::filled([("porteur-1", "Exemple")]))),
        page("Porteurs, à corriger", &carriers(vec![sheet()], unknown)),
        page("Porteurs, tous interrogés", &carriers(Vec::new(), Form::empty())),
    ]
}

fn answered(back: &dyn Fn(&str) -> Frame) -> Vec<Sample> {
    let list = |lines| RepliesPage { frame: back("Ce que l’évaluation me demande"), lines };
    let reply = |form: Form, is_sent: bool| ReplyPage {
        frame: back("Bilan des actions de 2025").with_form(&form),
        form,
        rows: vec![SummaryRow::new("Action", Html::text("F1 Action d’exemple"))],
        message: "Merci de votre temps.".into(),
        asks: asked(&asks(), (2024, &replies())),
        yes_no: yes_no(),
        path: "/mon-association/collectes/1".into(),
        is_sent,
    };
    let lacking = wrong(
        Form::filled([("q1-f-0-15", "beaucoup")]),
        &[("q1-f-0-15", "Ce doit être un nombre entier, par exemple 12")],
    );
    let line = (
        Tag::new(TagColour::Amber, "À répondre"),
        Link::new("F1 Action d’exemple", "/mon-association/collectes/1"),
        "Bilan des actions de 2025, avant le 31 mars 2026".into(),
    );
    vec![
        page("Rien de demandé au porteur", &list(Vec::new())),
        page("Ce qui est demandé au porteur", &list(vec![line])),
        page("Réponse d’un porteur", &reply(Form::empty(), false)),
        page("Réponse d’un porteur, envoyée", &reply(Form::filled([("q3-n", "42")]), true)),
        page("Réponse d’un porteur, à corriger", &reply(lacking, false)),
    ]
}
