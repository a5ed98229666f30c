//! Every page in its states, for the gallery and the tests. What is said here is invented.

use std::collections::HashMap;

use askama::Template;
use interface::{Choice, Form, Frame, Html, Language, Link as Address, Pagination, Sample, Site};
use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{FieldError, Moment, Uuid};
use lineage::{End, Kind, Link};
use listening::facade::{NeedLine, NeedTold};
use plan::facade::ActionStatus;

use super::colour::{Colour, ColourPage, Told};
use super::euro::{EuroPage, drawn as euro_drawn};
use super::given::{GivenPage, GivenRow};
use super::links::LinksPage;
use super::manage::{Choices, ManagePage, Reply, UntiePage};
use super::needs::{Chosen, NeedsPage};
use super::reply::ReplyPage;
use super::show::ShowPage;
use super::told::{Reader, line, parts};
use crate::actions::{Euro, Known, Need, Object, Stage, StageLine, Stretch, Sum};
use crate::rules::Standing;

fn object(kind: Kind, rank: u128, name: &str, title: &str) -> Object {
    Object {
        end: End::new(kind, Uuid::from_u128(rank)),
        name: name.into(),
        title: title.into(),
        href: Some("/besoins/B05".into()),
        known: Known::Nothing,
        reference: name.into(),
        contract: None,
    }
}

fn need(code: &str, label: &str, theme: &str) -> NeedTold {
    NeedTold {
        line: NeedLine { id: Uuid::from_u128(2), code: code.into(), label: label.into(), is_sensitive: false },
        theme: theme.into(),
        evidence: 12,
        channels: 3,
        areas: 4,
        first_recorded: Some(Moment(1_768_478_400_000)),
    }
}

fn listed(code: &str, label: &str, theme: &str) -> Need {
    let told = need(code, label, theme);
    Need { line: told.line, theme: told.theme, first_recorded: told.first_recorded }
}

/// What became of these needs.
fn became(frame: Frame, all: Vec<(Need, Standing)>, is_inside: bool, asked: &str) -> NeedsPage {
    let (needs, standings): (Vec<Need>, Vec<Standing>) = all.into_iter().unzip();
    let families: Vec<usize> = standings.iter().map(Standing::rank).collect();
    let chosen = Chosen::of(&needs, &families, is_inside, (asked, 2));
    let shown = chosen.shown(&needs);
    let became = |one: &Need| needs.iter().position(|need| need == one).map(|at| standings[at].clone());
    let standings: Vec<Standing> = shown.iter().filter_map(became).collect();
    chosen.drawn(frame, (&shown, &standings), &families, is_inside)
}

fn whole() -> Stretch {
    let start = object(Kind::Need, 2, "Besoin B05", "Des éclairages en panne");
    let link = |rank: u128, kind: Kind| Link {
        id: Uuid::from_u128(100 + rank),
        from: start.end,
        to: End::new(kind, Uuid::from_u128(rank)),
        made_at: Moment(1_773_572_400_000),
        made_by: "Claire Vidal".into(),
        why: "Dit dans trois ateliers".into(),
        broken: None,
    };
    let objective = object(Kind::Objective, 3, "Objectif O03", "Un cadre de vie sûr");
    let known = Known::Stands {
        status: ActionStatus::UnderWay,
        since: date(2026, 3, 2),
        source: "comité de pilotage".into(),
        is_draft: false,
    };
    let sheet = Object { known, ..object(Kind::Sheet, 4, "Action F12", "Remplacer l’éclairage") };
    let steps = vec![(objective, link(3, Kind::Objective)), (sheet, link(4, Kind::Sheet))];
    let left = [(start.end.id, vec![(Kind::Evidence, 430), (Kind::Sheet, 14)])].into();
    Stretch { steps, left, heard: vec![need("B05", "Des éclairages en panne", "Cadre de vie")], start }
}

fn bare() -> Stretch {
    let start = object(Kind::Need, 2, "Besoin B06", "Un médecin trop loin");
    Stretch { start, steps: Vec::new(), left: HashMap::new(), heard: Vec::new() }
}

fn shown(frame: Frame, of: &Stretch) -> Result<String, askama::Error> {
    let language = frame.language;
    let (parts, left) = (parts(of, (Reader::Public, language), &TimeZone::UTC), super::told::left(language, of));
    ShowPage { frame, name: of.start.name.clone(), parts, left, manage: Some("/gestion/fil/besoin/B05".into()) }
        .render()
}

fn linked(frame: Frame, reader: Reader) -> LinksPage {
    let known = Known::Heard("des parents d’élèves, Grazailles, 12 mars 2026".into());
    let proof =
        Object { known, ..object(Kind::Evidence, 6, "Preuve P-1", "Le soir, on ne voit pas où l’on marche") };
    let link = whole().steps.remove(0).1;
    let language = frame.language;
    LinksPage {
        told: Html::sentence("Besoin B05 : Preuves, du lien le plus ancien au plus récent."),
        lines: vec![line(&proof, Some(&link), (reader, language), &TimeZone::UTC)],
        kept_back: Html::sentence("2 liens de cette page ne sont pas montrés, pour protéger les personnes entendues."),
        pages: Pagination::new(2, 430, 30, "/fil/besoin/B05?sorte=preuve"),
        whole: "/fil/besoin/B05".into(),
        frame,
    }
}

fn managed(frame: Frame, of: &Stretch, form: Form) -> ManagePage {
    let is_full = !of.steps.is_empty();
    ManagePage {
        frame: frame.with_form(&form),
        form,
        name: of.start.name.clone(),
        parts: parts(of, (Reader::Agent(true), Language::French), &TimeZone::UTC),
        left: Html::default(),
        broken: vec![("Objectif O07 La santé".into(), "Défait le 4 mars 2026 par Claire Vidal : doublon".into())],
        choices: Some(Choices {
            label: "Objectif du contrat",
            list: vec![Choice::new("1", "O01 Vivre ensemble (Contrat 2024-2030)")],
            is_searched: is_full,
            words: String::new(),
        }),
        path: "/gestion/fil/besoin/B05".into(),
        reply: Some(Reply {
            refuse: "/gestion/fil/besoins/x/refus".into(),
            take_back: is_full.then(|| "/gestion/fil".into()),
        }),
        public: "/fil/besoin/B05".into(),
        action: "/gestion/fil/besoin/B05/liens".into(),
    }
}

fn colour(is_full: bool) -> Colour {
    let told = Told {
        title: "F12 Remplacer l’éclairage".into(),
        href: "/fil/action/f12".into(),
        status: ActionStatus::UnderWay,
        since: date(2026, 3, 2),
    };
    let if_full = |text: &str| if is_full { vec![text.to_owned()] } else { Vec::new() };
    Colour {
        area: "Grazailles".into(),
        inhabitants: is_full.then(|| (2_712, "INSEE, 2018".to_owned())),
        needs: if_full("Des éclairages en panne").into_iter().map(|label| ("B05".to_owned(), label)).collect(),
        more_needs: i64::from(is_full) * 3,
        counts: if is_full { vec![(ActionStatus::UnderWay, 1)] } else { Vec::new() },
        objectives: if is_full { vec![("O03 Un cadre de vie sûr".into(), vec![told])] } else { Vec::new() },
        bare: if_full("O07 La santé"),
    }
}

/// An amount followed: whole, or voted only.
fn money(is_whole: bool) -> Euro {
    let line = |text: &str, source: &str, link: Option<(&str, &'static str)>| StageLine {
        text: text.into(),
        source: source.into(),
        link: link.map(|(href, words)| (href.into(), words)),
    };
    let stage = |title, lines, nothing| Stage { title, lines: if is_whole { lines } else { Vec::new() }, nothing };
    let sum = |label, cents: Option<i64>, base: &str| Sum { label, cents, base: base.into() };
    let paid = is_whole.then_some(700_000);
    Euro {
        title: "Jardin partagé des Tilleuls, 2026".into(),
        caption: "Préfecture de l’Aude, pour Les Ateliers du Viaduc".into(),
        sums: vec![
            sum("Demandé", Some(1_200_000), "Jardin partagé des Tilleuls, 2026"),
            sum("Voté", Some(1_000_000), "Jardin partagé des Tilleuls, 2026"),
            sum("Payé", paid, "toute la convention C2026-0001, qui réunit 3 montants"),
        ],
        stages: vec![
            stage(
                "Le besoin auquel il répond",
                vec![line(
                    "Besoin B05 : Des lieux pour se retrouver",
                    "Relié le 2 mars 2026",
                    Some(("/fil/besoin/B05", "Suivre le fil")),
                )],
                "Rien encore : aucun besoin n’est relié à cette action.",
            ),
            Stage {
                title: "Le vote",
                lines: vec![line(
                    "Jardin partagé des Tilleuls, 2026 : 10 000 € (accordé en partie)",
                    "Comité « Comité des financeurs 2026 » du 12 mai 2026, relevé de décisions n° 1",
                    None,
                )],
                nothing: "",
            },
            stage(
                "Le paiement",
                vec![line(
                    "P2026-0001 : 7 000 €, payé le 20 juin 2026",
                    "Suivi des paiements de la convention C2026-0001",
                    None,
                )],
                "Rien encore : aucun paiement n’est fait.",
            ),
        ],
        thread: Some((Kind::Application, "1".into())),
    }
}

fn euro(frame: Frame, is_whole: bool, is_inside: bool) -> EuroPage {
    let other = Address::new("Ce que les habitants lisent", "/argent/financement/1");
    euro_drawn(frame, money(is_whole), (is_inside, date(2026, 11, 30)), is_inside.then_some(other))
}

fn given(frame: Frame, is_empty: bool) -> GivenPage {
    let row = |rank: usize| GivenRow {
        title: format!("Jardin partagé n° {rank}"),
        href: format!("/argent/financement/{rank}"),
        carrier: "Les Ateliers du Viaduc".into(),
        funder: "Préfecture de l’Aude".into(),
        year: "2026".into(),
        amount: "10 000 €".into(),
    };
    let count = if is_empty { 0 } else { 120 };
    GivenPage {
        frame,
        form: Form::empty(),
        years: vec![Choice::new("2026", "2026"), Choice::new("2025", "2025")],
        count: 120,
        total: "1 200 000 €".into(),
        rows: (1..=if is_empty { 0 } else { 50 }).map(row).collect(),
        pages: Pagination::new(1, count, 50, "/argent"),
    }
}

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    let sample =
        |name: &str, html: Result<String, askama::Error>| Sample::page("thread", name, html.unwrap_or_default());
    let public = |title: &str, path: &str| Frame::public(site, title, path);
    let back = |title: &str| Frame::back_office(site, title, "/gestion/fil/besoin/B05");
    let wrong = |field: &str, sentence: &str| Form::empty().with_errors(vec![FieldError::new(field, sentence)]);
    let standings = || {
        vec![
            (listed("B01", "Des bancs", "Cadre de vie"), Standing::Answered(2)),
            (listed("B02", "Un médecin", "Santé"), Standing::Refused("La Région décide".into(), date(2026, 2, 3))),
            (listed("B03", "Un café", "Lien social"), Standing::Left(date(2025, 6, 1))),
        ]
    };
    let many = || {
        let one = |rank: u32| {
            let theme = if rank > 200 { "Santé" } else { "Cadre de vie" };
            (listed(&format!("B{rank:03}"), "Un médecin trop loin", theme), Standing::InContract)
        };
        (1..=400).map(one).collect::<Vec<_>>()
    };
    let untie = |form: Form| UntiePage {
        frame: back("Défaire un lien").with_form(&form),
        form,
        from: "Besoin B05 Des éclairages en panne".into(),
        to: "Objectif O03 Un cadre de vie sûr".into(),
        tied: "Relié le 15 mars 2026 par Claire Vidal.".into(),
        back: "/gestion/fil/besoin/B05".into(),
    };
    let reply = |form: Form, is_taken_back: bool| ReplyPage {
        frame: back("Dire pourquoi non").with_form(&form),
        form,
        need: "B05 Des éclairages en panne".into(),
        back: "/gestion/fil/besoin/B05".into(),
        is_taken_back,
    };
    let coloured = |is_full, language| ColourPage {
        frame: public("La couleur de Grazailles", "/quartiers/QN01101N/couleur").translated(language),
        colour: colour(is_full),
        portrait: "/quartiers/QN01101N".into(),
        pdf: "/quartiers/QN01101N/couleur?format=pdf".into(),
        others: is_full.then(|| {
            let told = "Et 12 autres actions de ce quartier, dans la liste";
            (told.to_owned(), "/actions?quartier=QN01101N".to_owned())
        }),
    };
    vec![
        sample("Le fil d’un besoin", shown(public("Des éclairages en panne", "/fil/besoin/B05"), &whole())),
        sample("Le fil d’un besoin, en arabe", {
            shown(public("Des éclairages en panne", "/fil/besoin/B05").translated(Language::Arabic), &whole())
        }),
        sample("Un besoin sans suite", shown(public("Un médecin trop loin", "/fil/besoin/B06"), &bare())),
        sample("Le fil, dans la gestion", managed(back("Fil"), &whole(), Form::empty()).render()),
        sample("Le fil, à corriger", managed(back("Fil"), &bare(), wrong("avec", "Choisissez à quoi relier")).render()),
        sample("Le fil, rien de ce mot", {
            let page = managed(back("Fil"), &whole(), Form::filled([("cherche", "piscine")]));
            let choices =
                Choices { label: "Objectif du contrat", list: Vec::new(), is_searched: true, words: "piscine".into() };
            ManagePage { choices: Some(choices), ..page }.render()
        }),
        sample("Tous les liens d’une sorte", {
            linked(public("Des éclairages en panne", "/fil/besoin/B05"), Reader::Public).render()
        }),
        sample("Tous les liens d’une sorte, en arabe", {
            let frame = public("Des éclairages en panne", "/fil/besoin/B05").translated(Language::Arabic);
            linked(frame, Reader::Public).render()
        }),
        sample("Tous les liens d’une sorte, dans la gestion", linked(back("Fil"), Reader::Agent(true)).render()),
        sample("Défaire un lien", untie(Form::empty()).render()),
        sample(
            "Défaire un lien, sans raison",
            untie(wrong("motif", "Dites pourquoi ce lien n’est plus vrai")).render(),
        ),
        sample("Dire pourquoi non", reply(Form::empty(), false).render()),
        sample("Dire pourquoi non, à corriger", reply(wrong("raison", "Écrivez pourquoi"), false).render()),
        sample("Reprendre une réponse", reply(Form::empty(), true).render()),
        sample("Ce que deviennent les besoins", became(public("Besoins", "/fil"), standings(), false, "").render()),
        sample("Ce que deviennent les besoins, en arabe", {
            became(public("Besoins", "/fil").translated(Language::Arabic), standings(), false, "").render()
        }),
        sample("Aucun besoin", became(public("Besoins", "/fil"), Vec::new(), false, "").render()),
        sample("Les besoins, dans la gestion", became(back("Le fil"), standings(), true, "").render()),
        sample("Beaucoup de besoins", became(public("Besoins", "/fil"), many(), false, "Santé").render()),
        sample("Un montant suivi", euro(public("Jardin partagé", "/argent/financement/1"), true, false).render()),
        sample(
            "Un montant voté, rien encore",
            euro(public("Jardin partagé", "/argent/financement/1"), false, false).render(),
        ),
        sample("Un montant suivi, dans la gestion", euro(back("Jardin partagé"), true, true).render()),
        sample("Suivre l’argent", given(public("Suivre l’argent", "/argent"), false).render()),
        sample("Suivre l’argent, rien encore", given(public("Suivre l’argent", "/argent"), true).render()),
        sample("Couleur d’un quartier", coloured(true, Language::French).render()),
        sample("Couleur d’un quartier, en arabe", coloured(true, Language::Arabic).render()),
        sample("Couleur, vide", coloured(false, Language::English).render()),
    ]
}
