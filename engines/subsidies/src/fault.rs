//! One thing wrong in a file, its place, and what to do.

use std::fmt;

use jiff::civil::Date;

use crate::Share;
use crate::columns::{Column, Format};

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each says what its sentence says")]
pub enum Fault {
    // The file.
    Empty,
    NoRow,
    NotUtf8,
    Separator(char),
    MissingColumn,
    NoNumberColumn,
    AbsentColumn,
    UnknownColumn(Option<Column>),
    RepeatedColumn,
    NamelessColumn,
    Disordered,
    // A row.
    BlankRow,
    CellCount { found: usize, expected: usize },
    Shifted(i8),
    NoNumber(Format),
    // A cell.
    Missing,
    Blank,
    Siret(String),
    SpacedNumber(String),
    WrittenOtherwise(String),
    Rna(String),
    OverseasRna,
    Day(Option<Date>),
    ShortDay(Date),
    Number(Option<String>),
    NotFinite,
    Negative,
    Nought,
    Huge,
    Finer,
    Odd(String),
    Nature,
    Period { separator: char, meant: Option<String> },
    NoSuchDay,
    Reversed,
    YesNo,
    Share(Option<Share>),
    TooLong { most: usize, found: usize },
    Person,
}

impl Fault {
    /// Whether the schema refuses it; the rest is advice.
    pub fn is_refusal(&self) -> bool {
        !matches!(
            self,
            Self::NoRow
                | Self::Separator(_)
                | Self::AbsentColumn
                | Self::UnknownColumn(_)
                | Self::Disordered
                | Self::Shifted(_)
                | Self::Blank
                | Self::SpacedNumber(_)
                | Self::ShortDay(_)
                | Self::Negative
                | Self::Nought
                | Self::Huge
                | Self::Finer
                | Self::Odd(_)
                | Self::NoSuchDay
                | Self::Reversed
                | Self::Person
        )
    }

    /// Advice on a cell from which no value can be taken for sure.
    pub(crate) fn hides_a_value(&self) -> bool {
        matches!(self, Self::Huge | Self::Finer | Self::NoSuchDay | Self::Reversed | Self::Person)
    }

    /// What is wrong and what to do, in French, without a final full stop.
    pub fn sentence(&self) -> String {
        let or_write = |meant: Option<String>, otherwise: &str| match meant {
            Some(meant) => format!("écrivez {meant}"),
            None => otherwise.to_owned(),
        };
        match self {
            Self::Empty => "Le fichier est vide".to_owned(),
            Self::NoRow => "Le fichier n’a que la ligne des titres : aucune subvention n’y est publiée".to_owned(),
            Self::NotUtf8 => "Le fichier n’est pas en UTF-8 : enregistrez-le en « CSV UTF-8 » ; il a été lu comme du \
                              Windows-1252"
                .to_owned(),
            Self::Separator(separator) => format!(
                "Les colonnes sont séparées par {} : le schéma demande des virgules, enregistrez en « CSV séparé par des \
                 virgules »",
                match separator {
                    ';' => "des points-virgules",
                    '\t' => "des tabulations",
                    _ => "des barres verticales",
                }
            ),
            Self::MissingColumn => "Cette colonne obligatoire manque : ajoutez-la".to_owned(),
            Self::NoNumberColumn => {
                "Les colonnes idBeneficiaire et rnaBeneficiaire manquent toutes les deux : ajoutez-en une au moins".to_owned()
            }
            Self::AbsentColumn => "Cette colonne facultative manque : ajoutez-la, même vide".to_owned(),
            Self::UnknownColumn(Some(meant)) => {
                format!("Cette colonne n’est pas du schéma : si elle est « {} », renommez-la ainsi", meant.name())
            }
            Self::UnknownColumn(None) => "Cette colonne n’est pas du schéma : retirez-la".to_owned(),
            Self::RepeatedColumn => "Deux colonnes portent ce nom : gardez-en une".to_owned(),
            Self::NamelessColumn => "Une colonne n’a pas de titre : retirez-la ou nommez-la".to_owned(),
            Self::Disordered => "Les colonnes ne sont pas dans l’ordre du schéma : réordonnez-les".to_owned(),
            Self::BlankRow => "Cette ligne est vide : retirez-la".to_owned(),
            Self::CellCount { found, expected } => format!(
                "Cette ligne compte {found} {} pour {expected} colonnes : {}",
                if *found < 2 { "cellule" } else { "cellules" },
                if found > expected {
                    "une virgule du texte a sans doute coupé une cellule ; entourez ce texte de guillemets"
                } else {
                    "il manque des virgules à la fin, ou deux cellules ont été réunies"
                },
            ),
            Self::Shifted(by) => format!(
                "Les cellules semblent décalées d’une colonne vers la {} : remettez-les sous leur titre",
                if *by > 0 { "droite" } else { "gauche" },
            ),
            Self::NoNumber(Format::Scdl) => {
                "Le bénéficiaire n’a ni numéro SIRET (idBeneficiaire) ni numéro RNA (rnaBeneficiaire) : indiquez l’un des deux"
                    .to_owned()
            }
            Self::NoNumber(Format::Regulatory) => {
                "Le bénéficiaire n’a pas de numéro SIRET (idBeneficiaire) : indiquez-le".to_owned()
            }
            Self::Missing => "Une valeur est obligatoire : renseignez-la".to_owned(),
            Self::Blank => "La cellule ne contient que des espaces : videz-la ou renseignez-la".to_owned(),
            Self::Siret(told) | Self::Rna(told) => told.clone(),
            Self::SpacedNumber(read) => format!("Le numéro SIRET s’écrit d’un seul tenant : écrivez {read}"),
            Self::WrittenOtherwise(read) => format!("Ce numéro ne s’écrit pas ainsi : écrivez {read}"),
            Self::OverseasRna => "Le schéma refuse les numéros RNA de Corse et d’outre-mer (W2A…, W9R…) : videz cette cellule \
                                  et indiquez le numéro SIRET dans idBeneficiaire"
                .to_owned(),
            Self::Day(meant) => format!(
                "Une date s’écrit AAAA-MM-JJ : {}",
                or_write(meant.map(|day| day.to_string()), "corrigez-la, par exemple 2026-05-18")
            ),
            Self::ShortDay(read) => format!("Une date s’écrit avec deux chiffres pour le mois et le jour : écrivez {read}"),
            Self::Number(meant) => format!(
                "Un nombre s’écrit sans espace, avec un point avant les décimales : {}",
                or_write(meant.clone(), "corrigez-le, par exemple 14500.00")
            ),
            Self::NotFinite => "Ce n’est pas un montant, mais le reste d’un calcul qui a échoué : saisissez le montant".to_owned(),
            Self::Negative => "Le montant est négatif : publiez le montant attribué, pas ce qui est repris".to_owned(),
            Self::Nought => "Le montant est nul : retirez la ligne si rien n’a été attribué".to_owned(),
            Self::Huge => "Ce montant dépasse 100 milliards d’euros : vérifiez le nombre de chiffres".to_owned(),
            Self::Finer => "Ce montant a plus de deux décimales : arrondissez-le au centime".to_owned(),
            Self::Odd(meant) => format!("Ce montant n’est pas écrit simplement : écrivez {meant}"),
            Self::Nature => "Les seules valeurs sont « aide en numéraire », « aide en nature » ou les deux séparées par un \
                             point-virgule"
                .to_owned(),
            Self::Period { separator, meant } => format!(
                "Une date s’écrit AAAA-MM-JJ, une période AAAA-MM-JJ{separator}AAAA-MM-JJ : {}",
                or_write(meant.clone(), "corrigez-la")
            ),
            Self::NoSuchDay => "Ce jour n’existe pas dans le calendrier : corrigez-le".to_owned(),
            Self::Reversed => "La période finit avant de commencer : échangez les deux dates".to_owned(),
            Self::YesNo => "Les seules valeurs sont « oui » et « non »".to_owned(),
            Self::Share(meant) => format!(
                "La part s’écrit entre 0.01 et 1, 1.00 pour un bénéficiaire seul : {}",
                or_write(meant.map(Share::written), "corrigez-la")
            ),
            Self::TooLong { most, found } => format!("Ce texte compte {found} caractères pour {most} au plus : raccourcissez-le"),
            Self::Person => "Le bénéficiaire semble être une personne physique, qui ne doit pas être nommée : retirez la ligne"
                .to_owned(),
        }
    }
}

/// A fault and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The row, titles being row 1; none when it concerns the file.
    pub row: Option<u64>,
    /// The column, as the file names it.
    pub column: Option<String>,
    /// What the cell holds, cut short; empty when it concerns no cell, or a person's name.
    pub held: String,
    /// What is wrong.
    pub fault: Fault,
}

/// Most letters of a cell that are repeated.
const MOST_HELD: usize = 40;

impl Problem {
    pub(crate) fn of_file(fault: Fault) -> Self {
        Self { row: None, column: None, held: String::new(), fault }
    }

    pub(crate) fn of_column(column: impl Into<String>, fault: Fault) -> Self {
        Self { row: None, column: Some(column.into()), held: String::new(), fault }
    }

    pub(crate) fn of_cell(row: u64, column: Option<Column>, held: &str, fault: Fault) -> Self {
        let is_told = !matches!(fault, Fault::Person);
        let one_line: String = held.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
        let held = match one_line.chars().count() > MOST_HELD {
            true => one_line.chars().take(MOST_HELD).chain(['…']).collect(),
            false => one_line,
        };
        let held = if is_told { held } else { String::new() };
        Self { row: Some(row), column: column.map(|column| column.name().to_owned()), held, fault }
    }

    /// Whether the schema refuses the file for it.
    pub fn is_refusal(&self) -> bool {
        self.fault.is_refusal()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match (self.row, &self.column) {
            (Some(row), Some(column)) => format!("Ligne {row}, colonne {column}"),
            (Some(row), None) => format!("Ligne {row}"),
            (None, Some(column)) => format!("Colonne {column}"),
            (None, None) => return f.write_str(&self.fault.sentence()),
        };
        let held = if self.held.is_empty() { String::new() } else { format!(" (« {} »)", self.held) };
        let sentence = self.fault.sentence();
        let mut letters = sentence.chars();
        let first: String = letters.next().map(|first| first.to_lowercase().collect()).unwrap_or_default();
        write!(f, "{place}{held} : {first}{}", letters.as_str())
    }
}
