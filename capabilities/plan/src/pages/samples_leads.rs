//! Leads to study, in their states.

use askama::Template;
use interface::{Form, Sample, Site};
use kernel::Uuid;

use super::leads::{LeadPage, LeadsPage};
use super::samples::{around, back, sample};
use crate::rules::{Coverage, Lead, LeadStudy};

fn leads() -> Vec<Lead> {
    let study = |is_crossed: bool, sheet: Option<Uuid>| LeadStudy {
        id: Uuid::from_u128(50),
        contract: Uuid::from_u128(1),
        proposal: Uuid::from_u128(51),
        coverage: Coverage::CommonLaw,
        coverage_note: "Le service propreté passe une fois par semaine.".into(),
        is_crossed,
        strategies: vec!["cls".into()],
        crossing_note: String::new(),
        sheet,
        revision: 2,
    };
    let lead = |id: u128, study| Lead {
        proposal: Uuid::from_u128(id),
        code: format!("P{id}"),
        label: "Nettoyage des espaces communs".into(),
        needs: vec![Uuid::from_u128(30)],
        study,
    };
    vec![
        lead(51, None),
        lead(52, Some(study(false, None))),
        lead(53, Some(study(true, None))),
        lead(54, Some(study(true, Some(Uuid::from_u128(40))))),
    ]
}

/// Leads, one by one and listed.
pub fn samples(site: &Site) -> Vec<Sample> {
    let (around, mut all) = (around(), Vec::new());
    let known = [("cls".to_owned(), "Contrat local de santé".to_owned())];
    for (name, lead) in
        ["Une piste à qualifier", "Une piste à croiser", "Une piste qualifiée", "Une piste devenue fiche"]
            .iter()
            .zip(leads())
    {
        let page = LeadPage::new(back(site, "Qualifier une piste"), Form::empty(), &lead, &around, &known);
        all.push(sample(name, page.render()));
    }
    let names = vec!["Contrat local de santé".to_owned()];
    for (name, found) in [("Pistes", leads()), ("Aucune piste", Vec::new())] {
        let page = LeadsPage::new(back(site, "Pistes d’action"), Form::empty(), &found, names.clone(), ("x", true));
        all.push(sample(name, page.render()));
    }
    all
}
