//! Pages of posts, sponsors and endowment funds, in their states; everything in them is an example.

use interface::{Form, Frame, Html, Sample};
use jiff::civil::{Date, date};
use kernel::Uuid;

use super::endowment::FundYearPage;
use super::post::{PostPage, PostShown, PostsPage, posts_table};
use super::samples::{DAY, drawn, page, some, wrong};
use super::sponsor::{FundShown, SponsorPage, SponsorsPage, gifts_table, years_table};
use crate::actions::{Post, PostTerms, Sponsorship, SponsorshipKind, SponsorshipTerms};
use crate::rules::{Amount, EndowmentFund, EndowmentYear, EndowmentYearTerms};

pub(super) fn samples(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    [posts(back), sponsors(back)].concat()
}

fn post_shown(ends_on: Date) -> PostShown {
    let terms = PostTerms {
        kind: "adultes_relais".into(),
        employer: Uuid::nil(),
        funder: Uuid::nil(),
        area: None,
        mission: "Médiation entre l’école et les familles".into(),
        fte: 100,
        starts_on: date(2024, 1, 1),
        ends_on,
        amount: Amount::Known(2_200_000),
        alert_days: 180,
        is_specific: true,
        is_public: true,
    };
    PostShown {
        post: Post { id: Uuid::nil(), contract: Uuid::nil(), terms, revision: 1 },
        kind: "Adulte-relais".into(),
        employer: "Exemple – Les Passerelles".into(),
        funder: "Exemple – Préfecture".into(),
        area: "Quartier d’exemple".into(),
    }
}

fn posts(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let shown = vec![post_shown(date(2026, 6, 30)), post_shown(date(2027, 6, 30))];
    let list = |all: &[PostShown], form: Form, new: &str| PostsPage {
        frame: back("Postes").with_form(&form),
        form,
        contract: "exemple".into(),
        table: drawn(&posts_table(all, DAY, true)),
        is_empty: all.is_empty(),
        to_renew: super::post::to_renew(all, DAY),
        new: new.into(),
    };
    let post = |form: Form, path: &str| PostPage {
        frame: back("Modifier un poste").with_form(&form),
        form,
        contract: "exemple".into(),
        kinds: some(),
        employers: some(),
        funders: some(),
        areas: some(),
        path: path.into(),
    };
    let kind = [("type", "Ce type est déjà dans la liste")];
    let errors = [
        ("etp", "Saisissez le temps de travail, par exemple 1"),
        ("fin", "La convention finit après son premier jour"),
    ];
    vec![
        page("postes, aucun", &list(&[], Form::empty(), "")),
        page("postes", &list(&shown, wrong(Form::empty(), &kind), "/gestion/moyens/postes/nouveau")),
        page("poste, à ajouter", &post(Form::empty(), "")),
        page("poste, à corriger", &post(wrong(Form::empty(), &errors), "/gestion/moyens/postes/1")),
    ]
}

fn gift() -> Sponsorship {
    let terms = SponsorshipTerms {
        firm: "Exemple – Les Moulins".into(),
        kind: SponsorshipKind::Cash,
        amount: Amount::Known(500_000),
        year: 2026,
        fund: None,
        source: "Convention du 12 février".into(),
        counted_on: DAY,
        note: String::new(),
        sheets: Vec::new(),
        is_public: true,
    };
    Sponsorship { id: Uuid::nil(), contract: Uuid::nil(), terms, revision: 1 }
}

fn fund() -> (EndowmentFund, Vec<EndowmentYear>) {
    let fund = EndowmentFund { id: Uuid::nil(), contract: Uuid::nil(), name: "Exemple – Fonds des quartiers".into() };
    let terms = EndowmentYearTerms {
        year: 2026,
        collected: 1_000_000,
        used: 700_000,
        note: "Sorties d’été".into(),
        source: "Comptes du fonds".into(),
        counted_on: DAY,
    };
    (fund, vec![EndowmentYear { id: Uuid::nil(), fund: Uuid::nil(), terms, revision: 1 }])
}

fn sponsors(back: &impl Fn(&str) -> Frame) -> Vec<Sample> {
    let gifts = vec![(gift(), "A01 Cuisines du monde".to_owned(), String::new())];
    let (fund, years) = fund();
    let list = |is_empty: bool, form: Form| SponsorsPage {
        frame: back("Mécénat et fonds de dotation").with_form(&form),
        form,
        contract: "exemple".into(),
        table: if is_empty { Html::default() } else { drawn(&gifts_table(&gifts, true)) },
        is_empty,
        funds: if is_empty {
            Vec::new()
        } else {
            vec![FundShown {
                name: fund.name.clone(),
                table: drawn(&years_table(&fund, &years)),
                warning: "En 2026, le fonds a dépensé 10 € de plus que tout ce qu’il avait collecté.".into(),
                path: "/gestion/moyens/mecenat/fonds/1".into(),
            }]
        },
        new: if is_empty { String::new() } else { "/gestion/moyens/mecenat/nouveau".into() },
    };
    let one = |form: Form, path: &str| SponsorPage {
        frame: back("Modifier un mécénat").with_form(&form),
        form,
        contract: "exemple".into(),
        kinds: super::sponsor::kinds(),
        funds: some(),
        sheets: some(),
        path: path.into(),
    };
    let year = |form: Form| FundYearPage {
        frame: back("Année d’un fonds de dotation").with_form(&form),
        form,
        years: drawn(&years_table(&fund, &years)),
    };
    let errors = [("entreprise", "Saisissez le nom de l’entreprise"), ("montant", super::AMOUNT)];
    let name = [("nom", "Un fonds de ce nom est déjà là")];
    let spent = [("depense", "Saisissez ce qui a été dépensé, 0 compris")];
    vec![
        page("mécénat, aucun", &list(true, Form::empty())),
        page("mécénat et fonds de dotation", &list(false, wrong(Form::empty(), &name))),
        page("mécénat, à ajouter", &one(Form::empty(), "")),
        page("mécénat, à corriger", &one(wrong(Form::empty(), &errors), "/gestion/moyens/mecenat/1")),
        page("année d’un fonds", &year(Form::empty())),
        page("année d’un fonds, à corriger", &year(wrong(Form::empty(), &spent))),
    ]
}
