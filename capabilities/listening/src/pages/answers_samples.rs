//! The second matrix in its states, and the pages that feed it. What is said here is invented.

use askama::Template;
use interface::{Choice, Form, Frame, Link, Sample, Site};
use kernel::{FieldError, Uuid};

use super::agreement;
use super::answers::{CrossingPage, Shown, Told};
use super::edit_proposal::{EditProposalPage, ProposalsPage};
use super::samples::need;
use crate::rules::{Asked, Crossing, Looked, Need, Proposal, ProposalText, Theme, Voices, answers};

fn theme(id: u128, code: &str, label: &str) -> Theme {
    Theme { id: Uuid::from_u128(id), code: code.into(), label: label.into() }
}

fn proposal(id: u128, family: u128, label: &str, state: Looked, needs: &[u128]) -> Proposal {
    let text = ProposalText {
        label: label.into(),
        theme: Uuid::from_u128(family),
        state,
        needs: needs.iter().map(|need| Uuid::from_u128(*need)).collect(),
        document: None,
        page: String::new(),
        note: String::new(),
    };
    Proposal { id: Uuid::from_u128(id), code: format!("P{id:02}"), text, revision: 1 }
}

fn told(is_full: bool) -> Told {
    let kept = |is: bool| if is { usize::MAX } else { 0 };
    let themes: Vec<Theme> =
        [theme(50, "lieux", "Lieux de vie"), theme(51, "sante", "Santé")].into_iter().take(kept(is_full)).collect();
    let families: Vec<Theme> =
        [theme(60, "cadre", "Cadre de vie"), theme(61, "emploi", "Emploi"), theme(62, "social", "Lien social")]
            .into_iter()
            .take(kept(is_full))
            .collect();
    let other = |id: u128, label: &str| {
        let mut need = need(id, label, None);
        need.text.theme = Uuid::from_u128(51);
        need
    };
    let needs: Vec<Need> = vec![need(10, "Bancs cassés", None), other(11, "Un médecin trop loin")];
    let proposals = vec![
        proposal(1, 60, "Réparer les bancs", Looked::Linked, &[10]),
        proposal(2, 61, "Un forum des métiers", Looked::NoNeed, &[]),
        proposal(3, 62, "Une fête de quartier", Looked::Later, &[]),
    ];
    Told {
        answers: answers(&themes, &families, &needs, &proposals),
        themes,
        families,
        needs,
        proposals,
        evidence: vec![(Uuid::from_u128(10), 3), (Uuid::from_u128(11), 1)],
        source: "Compte rendu d’exemple".into(),
    }
}

/// What residents and professionals say of the same needs.
fn voices(is_full: bool) -> agreement::Told {
    let Told { themes, needs, source, .. } = told(is_full);
    let said =
        |id, residents, professionals| Voices { need: Uuid::from_u128(id), residents, professionals, unstated: 0 };
    let (voices, asked) = (vec![said(10, 3, 1), said(11, 2, 0)], Asked { residents: true, professionals: is_full });
    agreement::Told { themes, needs: if is_full { needs } else { Vec::new() }, voices, asked, source }
}

fn shown(label: &str, is_untreated: bool) -> Shown {
    Shown {
        label: label.into(),
        source: "Compte rendu d’exemple (« p. 3 »)".into(),
        note: String::new(),
        is_untreated,
        manage: "/gestion/ecoute/pistes/x".into(),
    }
}

fn crossing(frame: Frame, crossing: Crossing) -> CrossingPage {
    let is_linked = matches!(crossing, Crossing::Linked(_));
    let answering = if is_linked { vec![shown("Réparer les bancs", false)] } else { Vec::new() };
    CrossingPage {
        frame,
        theme: "Lieux de vie".into(),
        family: "Cadre de vie".into(),
        crossing,
        needs: vec![(Link::new("Bancs cassés", "/besoins/B10"), "3 preuves recueillies".into(), answering)],
        others: vec![shown("Une fête de quartier", crossing == Crossing::NotTreated)],
        manage: true,
    }
}

pub fn samples(site: &Site) -> Vec<Sample> {
    let public = |title: &str| Frame::public(site, title, "/besoins/reponses");
    let back = |title: &str| Frame::back_office(site, title, "/gestion/ecoute/pistes");
    let sample = |name: &str, page: Result<String, askama::Error>| {
        Sample::page("écoute", name, page.unwrap_or_else(|error| error.to_string()))
    };
    let lists = || {
        let choice = |value: &str, label: &str| vec![Choice::new(value, label)];
        [choice("f", "Cadre de vie"), choice("n", "B10 Bancs cassés"), choice("d", "Compte rendu d’exemple")]
    };
    let edit = |form: Form, removal: Option<String>| {
        EditProposalPage::new(back("Piste d’action"), form, lists(), removal).render()
    };
    let wrong = Form::filled([("etat", Looked::Linked.code())])
        .with_errors(vec![FieldError::new("besoin", "Cochez au moins un besoin, ou choisissez un autre état")]);
    let group = (
        "Cadre de vie".to_owned(),
        vec![(Link::new("P01 Réparer les bancs", "/gestion/ecoute/pistes/x"), "1 besoin".to_owned())],
    );
    let title = "Quelles actions répondent à quels besoins";
    vec![
        sample("Réponses", told(true).page(public(title), true).render()),
        sample("Réponses vides", told(false).page(public(title), false).render()),
        sample("Accords et écarts", voices(true).page(public("Habitants et professionnels")).render()),
        sample("Accords, vide", voices(false).page(public("Habitants et professionnels")).render()),
        sample("Case reliée", crossing(public("Lieux de vie et Cadre de vie"), Crossing::Linked(1)).render()),
        sample("Case non reliée", crossing(public("Lieux de vie et Cadre de vie"), Crossing::NotLinked).render()),
        sample("Case non traitée", crossing(public("Lieux de vie et Cadre de vie"), Crossing::NotTreated).render()),
        sample(
            "Pistes d’action",
            ProposalsPage {
                frame: back("Pistes d’action"),
                groups: vec![group],
                counted: "1 piste, dont 0 à examiner.".into(),
            }
            .render(),
        ),
        sample(
            "Aucune piste d’action",
            ProposalsPage {
                frame: back("Pistes d’action"),
                groups: Vec::new(),
                counted: "0 piste, dont 0 à examiner.".into(),
            }
            .render(),
        ),
        sample("Noter une piste", edit(Form::empty(), None)),
        sample("Noter une piste, à corriger", edit(wrong, None)),
        sample(
            "Modifier une piste",
            edit(Form::filled([("libelle", "Réparer les bancs")]), Some("/gestion/ecoute".into())),
        ),
    ]
}
