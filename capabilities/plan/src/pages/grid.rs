//! The lists of a sheet as lines of fields: what stands in each, how it is filled; read back by [`super::grid_read`].

use interface::{Choice, Form};
use jiff::civil::Date;
use kernel::{Cents, Uuid, french};

use super::choices;
use crate::rules::{Deployment, IndicatorKind, LinkKind, Nature, Pieces, Section, Use, measures_text};

/// Blank lines after those that are filled.
pub const BLANK_LINES: usize = 3;

/// A field of each line.
pub struct GridColumn {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    /// Choices; none: a text.
    pub choices: Vec<Choice>,
    pub is_short: bool,
}

fn field(name: &'static str, label: &'static str, hint: &'static str) -> GridColumn {
    GridColumn { name, label, hint, choices: Vec::new(), is_short: false }
}

fn short(name: &'static str, label: &'static str, hint: &'static str) -> GridColumn {
    GridColumn { is_short: true, ..field(name, label, hint) }
}

fn list(name: &'static str, label: &'static str, choices: Vec<Choice>) -> GridColumn {
    GridColumn { choices, ..field(name, label, "") }
}

/// The fields of each line of a list.
pub fn columns(section: Section) -> Vec<GridColumn> {
    match section {
        Section::Places => vec![
            list("etat", "État", choices(Deployment::ALL.iter().map(|one| (one.code(), one.french())))),
            field("note", "Note", ""),
        ],
        Section::Partners => vec![field("nom", "Partenaire", ""), field("role", "Rôle", "")],
        Section::Means => vec![
            short("annee", "Année", "Par exemple 2026."),
            list("nature", "Moyens", choices(Nature::ALL.iter().map(|one| (one.code(), one.french())))),
            list("usage", "Usage", choices(Use::ALL.iter().map(|one| (one.code(), one.french())))),
            field("financeur", "Financeur", ""),
            short("prevu", "Montant prévu, en euros", "Par exemple 12 500."),
            short("realise", "Montant réalisé, en euros", ""),
            short("etp-prevu", "Temps de travail prévu, en ETP", "Par exemple 0,5."),
            short("etp-realise", "Temps de travail réalisé, en ETP", ""),
            field("note", "Note", ""),
        ],
        Section::Steps => vec![
            field("etape", "Ce qu’il faut faire", ""),
            field("responsable", "Qui la tient", "Une fonction ou un organisme."),
            short("echeance", "Échéance", "Par exemple 15/09/2026."),
            short("fait", "Fait le", ""),
        ],
        Section::Indicators => vec![
            field("indicateur", "Ce qui est mesuré", ""),
            list("nature", "Nature", choices(IndicatorKind::ALL.iter().map(|one| (one.code(), one.french())))),
            short("unite", "Unité", ""),
            short("depart", "Au départ", ""),
            short("cible", "Cible", ""),
            field("valeurs", "Valeurs par année", "Par exemple 2025 : 12 ; 2026 : 30."),
        ],
        Section::Links => vec![
            field(
                "action",
                "Action",
                "La référence d’une fiche de ce contrat, ou l’intitulé d’une action suivie ailleurs.",
            ),
            list("nature", "Lien", choices(LinkKind::ALL.iter().map(|one| (one.code(), one.french())))),
        ],
    }
}

/// The list as a form.
pub fn form_of(pieces: &Pieces, names: &dyn Fn(Uuid) -> String) -> Form {
    let mut form = Form::empty();
    let mut put = |name: &str, rank: usize, value: String| form.add(format!("{name}-{rank}"), value);
    let day = |day: Option<Date>| day.map(|day| day.strftime("%d/%m/%Y").to_string()).unwrap_or_default();
    let number = |value: Option<f64>| value.map(|value| value.to_string().replace('.', ",")).unwrap_or_default();
    let euros = |amount: Option<Cents>| {
        amount
            .map(|amount| french::euros(amount).trim_end_matches(['€', french::NO_BREAK]).to_owned())
            .unwrap_or_default()
    };
    match pieces {
        // Filled by the page, which has a line for every neighbourhood.
        Pieces::Places(_) => {}
        Pieces::Partners(lines) => {
            for (rank, one) in lines {
                put("nom", *rank, one.name.clone());
                put("role", *rank, one.role.clone());
            }
        }
        Pieces::Means(lines) => {
            for (rank, one) in lines {
                put("annee", *rank, one.year.to_string());
                put("nature", *rank, one.nature.code().to_owned());
                put("usage", *rank, one.use_of.code().to_owned());
                put("financeur", *rank, one.funder.clone());
                put("prevu", *rank, euros(one.planned));
                put("realise", *rank, euros(one.actual));
                put("etp-prevu", *rank, number(one.planned_fte));
                put("etp-realise", *rank, number(one.actual_fte));
                put("note", *rank, one.note.clone());
            }
        }
        Pieces::Steps(lines) => {
            for (rank, one) in lines {
                put("etape", *rank, one.title.clone());
                put("responsable", *rank, one.owner.clone());
                put("echeance", *rank, day(one.due_on));
                put("fait", *rank, day(one.done_on));
            }
        }
        Pieces::Indicators(lines) => {
            for (rank, one) in lines {
                put("indicateur", *rank, one.label.clone());
                put("nature", *rank, one.kind.code().to_owned());
                put("unite", *rank, one.unit.clone());
                put("depart", *rank, number(one.baseline));
                put("cible", *rank, number(one.target));
                put("valeurs", *rank, measures_text(&one.measures));
            }
        }
        Pieces::Links(lines) => {
            for (rank, one) in lines {
                put("action", *rank, one.other.map_or_else(|| one.elsewhere.clone(), names));
                put("nature", *rank, one.kind.code().to_owned());
            }
        }
    }
    form
}
