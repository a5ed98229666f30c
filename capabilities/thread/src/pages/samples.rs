//! Every page in its states, for the gallery and the tests. What is said here is invented.

use askama::Template;
use interface::{Choice, Form, Frame, Html, Language, Sample, Site};
use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{FieldError, Moment, Uuid};
use lineage::{End, Kind, Link};
use listening::facade::{NeedLine, NeedTold};
use plan::facade::ActionStatus;

use super::colour::{Colour, ColourPage, Told};
use super::manage::{Choices, ManagePage, Reply, UntiePage};
use super::needs::drawn;
use super::reply::ReplyPage;
use super::show::ShowPage;
use super::told::{Reader, parts};
use crate::actions::{Known, Object, Stretch};
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
    Stretch { steps, left: 3, heard: vec![need("B05", "Des éclairages en panne", "Cadre de vie")], start }
}

fn bare() -> Stretch {
    let start = object(Kind::Need, 2, "Besoin B06", "Un médecin trop loin");
    Stretch { start, steps: Vec::new(), left: 0, heard: Vec::new() }
}

fn shown(frame: Frame, of: &Stretch) -> Result<String, askama::Error> {
    let language = frame.language;
    let (parts, left) = (parts(of, (Reader::Public, language), &TimeZone::UTC), super::told::left(language, of.left));
    ShowPage { frame, name: of.start.name.clone(), parts, left, manage: Some("/gestion/fil/besoin/B05".into()) }
        .render()
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

/// Every page of the slice, in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    let sample =
        |name: &str, html: Result<String, askama::Error>| Sample::page("thread", name, html.unwrap_or_default());
    let public = |title: &str, path: &str| Frame::public(site, title, path);
    let back = |title: &str| Frame::back_office(site, title, "/gestion/fil/besoin/B05");
    let wrong = |field: &str, sentence: &str| Form::empty().with_errors(vec![FieldError::new(field, sentence)]);
    let standings = || {
        vec![
            (need("B01", "Des bancs", "Cadre de vie"), Standing::Answered(2)),
            (need("B02", "Un médecin", "Santé"), Standing::Refused("La Région décide".into(), date(2026, 2, 3))),
            (need("B03", "Un café", "Lien social"), Standing::Left(date(2025, 6, 1))),
        ]
    };
    let many = || {
        let one = |rank: u32| {
            let theme = if rank.is_multiple_of(2) { "Santé" } else { "Cadre de vie" };
            (need(&format!("B{rank:03}"), "Un médecin trop loin", theme), Standing::InContract)
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
        sample("Défaire un lien", untie(Form::empty()).render()),
        sample(
            "Défaire un lien, sans raison",
            untie(wrong("motif", "Dites pourquoi ce lien n’est plus vrai")).render(),
        ),
        sample("Dire pourquoi non", reply(Form::empty(), false).render()),
        sample("Dire pourquoi non, à corriger", reply(wrong("raison", "Écrivez pourquoi"), false).render()),
        sample("Reprendre une réponse", reply(Form::empty(), true).render()),
        sample("Ce que deviennent les besoins", drawn(public("Besoins", "/fil"), standings(), false, "").render()),
        sample("Ce que deviennent les besoins, en arabe", {
            drawn(public("Besoins", "/fil").translated(Language::Arabic), standings(), false, "").render()
        }),
        sample("Aucun besoin", drawn(public("Besoins", "/fil"), Vec::new(), false, "").render()),
        sample("Les besoins, dans la gestion", drawn(back("Le fil"), standings(), true, "").render()),
        sample("Beaucoup de besoins", drawn(public("Besoins", "/fil"), many(), false, "Santé").render()),
        sample("Couleur d’un quartier", coloured(true, Language::French).render()),
        sample("Couleur d’un quartier, en arabe", coloured(true, Language::Arabic).render()),
        sample("Couleur, vide", coloured(false, Language::English).render()),
    ]
}
