//! What programs read of the observatory: the objects of the read API, version 1. Names are those of the French files; what is
//! here once is never taken out of a version.

use std::collections::HashMap;

use kernel::Uuid;
use serde::Serialize;
use territory::facade::{Area, Population};
use utoipa::ToSchema;

use crate::rules::figures::{Absence, Reading};
use crate::rules::indicator::{Direction, Indicator};
use crate::store::figures::{Origin, Stored};

/// Un quartier en vigueur.
#[derive(Debug, Serialize, ToSchema)]
pub struct Quartier {
    /// Code officiel du zonage en vigueur.
    #[schema(examples("QN01102I"))]
    pub code: String,
    /// Nom.
    pub nom: String,
    /// « Quartier prioritaire », par exemple.
    pub genre: String,
    /// Noms de ses communes.
    pub communes: Vec<String>,
    /// Ses habitants, quand quelqu’un les a comptés.
    pub habitants: Option<Habitants>,
    /// Adresse de son portrait.
    pub page: String,
}

/// Combien de personnes vivent dans un quartier, et qui le dit.
#[derive(Debug, Serialize, ToSchema)]
pub struct Habitants {
    /// Combien.
    pub nombre: i64,
    /// Année du comptage, quand la source la donne.
    pub annee: Option<i64>,
    /// Qui a compté.
    pub producteur: String,
}

/// Un indicateur de la bibliothèque.
#[derive(Debug, Serialize, ToSchema)]
pub struct Indicateur {
    /// Référence stable.
    #[schema(examples("pop_mun"))]
    pub code: String,
    /// Libellé.
    pub libelle: String,
    /// Thème.
    pub theme: String,
    /// Unité.
    pub unite: String,
    /// Qui ou quoi est compté.
    pub population: String,
    /// Ce qu’il veut dire.
    pub definition: String,
    /// Comment il est calculé.
    pub formule: String,
    /// « hausse », « baisse », ou rien quand aucun sens n’est meilleur.
    pub meilleur_sens: Option<&'static str>,
    /// Qui le mesure.
    pub producteur: String,
    /// Où il se lit.
    pub source: String,
    /// Quand il est publié.
    pub frequence: String,
    /// Ce qu’il ne dit pas.
    pub limites: String,
    /// Vrai quand il décrit la commune entière, pas le quartier.
    pub porte_sur_la_commune: bool,
    /// Dernière année connue.
    pub derniere_annee: Option<i64>,
    /// Adresse de sa page.
    pub page: String,
}

/// Pourquoi une valeur manque.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lacune {
    /// La source est vide : secret ou manque, elle ne dit pas lequel.
    Manquant,
    /// Gardé pour protéger des personnes.
    NonDiffuse,
    /// Personne ne l’a mesuré.
    NonMesure,
    /// La source écrit une valeur qui ne peut pas être crue.
    Douteux,
}

/// Un chiffre : ce qui est connu d’un lieu, une année. Zéro est une valeur ; sans valeur, `lacune` dit pourquoi.
#[derive(Debug, Serialize, ToSchema)]
pub struct Chiffre {
    /// Code du périmètre mesuré, ou code INSEE d’une commune.
    pub lieu: String,
    /// Référence de l’indicateur.
    pub indicateur: String,
    /// Part de la population ; vide pour tout le monde.
    pub partie: String,
    /// Année mesurée, ou de diffusion quand `annee_mesuree` est faux.
    pub annee: i64,
    /// Vrai quand la source dit l’année mesurée.
    pub annee_mesuree: bool,
    /// Année de diffusion.
    pub edition: i64,
    /// La valeur, quand elle peut être publiée.
    pub valeur: Option<f64>,
    /// Pourquoi il n’y en a pas.
    pub lacune: Option<Lacune>,
    /// Source.
    pub source: String,
    /// Licence.
    pub licence: String,
    /// Jour de lecture de la source, `AAAA-MM-JJ`, ou vide.
    pub lu_le: String,
}

/// Une page d’une longue liste.
#[derive(Debug, Serialize, ToSchema)]
pub struct Chiffres {
    /// Combien de chiffres en tout.
    pub total: i64,
    /// Page lue, à partir de 1.
    pub page: i64,
    /// Adresse de la suivante, s’il y en a une.
    pub suivante: Option<String>,
    /// Les chiffres de cette page, par année, lieu, partie et édition.
    pub chiffres: Vec<Chiffre>,
}

/// Ce qui ne va pas dans une demande (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Probleme {
    /// En quelques mots.
    pub title: String,
    /// Statut HTTP.
    pub status: u16,
    /// Ce qui ne va pas, et quoi faire.
    pub detail: String,
}

/// Neighbourhoods, with the inhabitants known.
pub fn neighbourhood(area: Area, counted: &HashMap<Uuid, Population>, page: String) -> Quartier {
    let told = counted.get(&area.id);
    Quartier {
        habitants: told.map(|told| Habitants {
            nombre: told.count,
            annee: told.year,
            producteur: told.producer.clone(),
        }),
        code: area.code,
        nom: area.name,
        genre: area.kind,
        communes: area.communes,
        page,
    }
}

/// An indicator with the label of its theme and its last year.
pub fn indicator(one: &Indicator, theme: String, last_year: Option<i64>, page: String) -> Indicateur {
    let terms = &one.terms;
    Indicateur {
        code: one.code.clone(),
        libelle: terms.label.clone(),
        theme,
        unite: terms.unit.french().to_owned(),
        population: terms.population.clone(),
        definition: terms.definition.clone(),
        formule: terms.formula.clone(),
        meilleur_sens: match terms.direction {
            Direction::Up => Some("hausse"),
            Direction::Down => Some("baisse"),
            Direction::Neither => None,
        },
        producteur: terms.producer.clone(),
        source: terms.source.clone(),
        frequence: terms.frequency.french().to_owned(),
        limites: terms.limits.clone(),
        porte_sur_la_commune: terms.is_of_commune,
        derniere_annee: last_year,
        page,
    }
}

/// A figure as anybody may read it.
pub fn figure(one: &Stored, origins: &HashMap<i64, Origin>) -> Chiffre {
    let origin = origins.get(&one.origin).cloned().unwrap_or_default();
    let published = one.published();
    let lacking = match &published {
        Reading::Known(_) => None,
        Reading::Doubtful { .. } => Some(Lacune::Douteux),
        Reading::Absent(Absence::Missing) => Some(Lacune::Manquant),
        Reading::Absent(Absence::NotDisclosed) => Some(Lacune::NonDiffuse),
        Reading::Absent(Absence::NotAsked) => Some(Lacune::NonMesure),
    };
    Chiffre {
        lieu: one.place.clone(),
        indicateur: one.indicator.clone(),
        partie: one.part.key().to_owned(),
        annee: one.year,
        annee_mesuree: one.is_measured,
        edition: one.edition,
        valeur: published.value(),
        lacune: lacking,
        source: origin.source,
        licence: origin.licence,
        lu_le: origin.as_of,
    }
}
