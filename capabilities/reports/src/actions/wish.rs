//! What is asked for: the report of a consultation, or a document of a contract and its plan of action.

use kernel::{Uuid, vocabulary};
use serde_json::{Value, json};

use super::part::Section;

vocabulary! {
    /// What a report may be taken away as. The stable name is the end of its file's name.
    Format {
        /// To read and print.
        Document => "pdf", "Document accessible (PDF)";
        /// To correct.
        Text => "docx", "Texte à modifier (DOCX)";
        /// To show and correct.
        Slides => "pptx", "Diaporama à modifier (PPTX)";
        /// To count again.
        Workbook => "xlsx", "Classeur (XLSX)";
    }
}

impl Format {
    /// What the report of a consultation may be taken away as.
    pub const OF_REPORTS: [Self; 3] = [Self::Document, Self::Text, Self::Slides];

    /// The media type of its file.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Document => "application/pdf",
            Self::Text => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Slides => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// What is asked of the report of a consultation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// As what.
    pub format: Format,
    /// Only what is published already.
    pub is_public: bool,
    /// Which parts.
    pub sections: Vec<Section>,
    /// Which questionnaires.
    pub surveys: Vec<Uuid>,
    /// Which of their questions: `identifier/name`. None: all of them.
    pub questions: Vec<String>,
}

vocabulary! {
    /// The documents of a contract.
    Genre {
        /// The contract itself.
        Contract => "contrat", "Le contrat de ville";
        /// Every action sheet.
        Plan => "plan", "Le plan d’action complet";
        /// One action sheet.
        Sheet => "fiche", "Une fiche action";
        /// Where everything stands.
        Board => "suivi", "Le tableau de suivi";
        /// What a steering committee looks at.
        Steering => "comite", "Le comité de pilotage";
    }
}

impl Genre {
    /// What it may be taken away as.
    pub const fn formats(self) -> &'static [Format] {
        match self {
            Self::Contract | Self::Plan | Self::Sheet | Self::Board => {
                &[Format::Document, Format::Text, Format::Workbook]
            }
            Self::Steering => &[Format::Slides, Format::Document],
        }
    }
}

vocabulary! {
    /// The parts of a contract.
    Chapter {
        /// Neighbourhoods and what was heard there.
        Diagnosis => "diagnostic", "Diagnostic : les quartiers et ce qui y a été entendu";
        /// The tree of objectives and the actions that carry it.
        Orientations => "orientations", "Orientations et programme-cadre";
        /// Neighbourhood by neighbourhood.
        Projects => "projets", "Projets de territoire, quartier par quartier";
        /// Who signs, what each brings.
        Signatories => "signataires", "Signataires et engagements";
    }
}

/// What is asked of a document of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperWish {
    /// Which document.
    pub genre: Genre,
    /// As what.
    pub format: Format,
    /// Only what anybody reads already.
    pub is_public: bool,
    /// Which parts of the contract.
    pub chapters: Vec<Chapter>,
    /// Which sheet, when it is one.
    pub sheet: Option<Uuid>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// The report of a consultation.
    Report(Wish),
    /// A document of a contract.
    Paper(PaperWish),
}

impl Order {
    /// As what.
    pub const fn format(&self) -> Format {
        match self {
            Self::Report(wish) => wish.format,
            Self::Paper(wish) => wish.format,
        }
    }

    /// Only what is published already.
    pub const fn is_public(&self) -> bool {
        match self {
            Self::Report(wish) => wish.is_public,
            Self::Paper(wish) => wish.is_public,
        }
    }

    /// For whom it is: `interne` or `public`, as files are named.
    pub const fn version(&self) -> &'static str {
        if self.is_public() { "public" } else { "interne" }
    }

    /// The act that has it made, and what it is about in the journal.
    pub const fn act(&self) -> (&'static kernel::Act, &'static str) {
        match self {
            Self::Report(_) => (&crate::acts::COMPOSE, "consultation"),
            Self::Paper(_) => (&crate::acts::COMPOSE_PLAN, "contract"),
        }
    }

    /// How its file is named, without day nor end.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Report(_) => "rapport",
            Self::Paper(wish) => wish.genre.code(),
        }
    }

    /// What it is called in a list.
    pub fn told(&self) -> String {
        match self {
            Self::Report(wish) => wish.format.french().to_owned(),
            Self::Paper(wish) => format!("{}, {}", wish.genre.french(), wish.format.french()),
        }
    }

    /// As it is kept.
    pub fn kept(&self) -> Value {
        match self {
            Self::Report(wish) => {
                let sections: Vec<&str> = wish.sections.iter().map(|one| one.code()).collect();
                let surveys: Vec<String> = wish.surveys.iter().map(Uuid::to_string).collect();
                json!({
                    "fichier": wish.format.code(), "publique": wish.is_public, "parties": sections, "questionnaires": surveys,
                    "questions": wish.questions,
                })
            }
            Self::Paper(wish) => {
                let chapters: Vec<&str> = wish.chapters.iter().map(|one| one.code()).collect();
                json!({
                    "genre": wish.genre.code(), "fichier": wish.format.code(), "publique": wish.is_public,
                    "parties": chapters, "fiche": wish.sheet.map(|id| id.to_string()),
                })
            }
        }
    }

    /// As it was kept; none when it is damaged.
    pub fn read(kept: &Value) -> Option<Self> {
        let texts = |key: &str| kept[key].as_array()?.iter().map(Value::as_str).collect::<Option<Vec<&str>>>();
        let format = Format::from_code(kept["fichier"].as_str()?)?;
        let is_public = kept["publique"].as_bool()?;
        let Some(genre) = kept.get("genre") else {
            return Some(Self::Report(Wish {
                format,
                is_public,
                sections: texts("parties")?.into_iter().map(Section::from_code).collect::<Option<_>>()?,
                surveys: texts("questionnaires")?.into_iter().map(|id| id.parse().ok()).collect::<Option<_>>()?,
                questions: texts("questions")?.into_iter().map(str::to_owned).collect(),
            }));
        };
        let sheet = match kept["fiche"].as_str() {
            Some(id) => Some(id.parse().ok()?),
            None => None,
        };
        Some(Self::Paper(PaperWish {
            genre: Genre::from_code(genre.as_str()?)?,
            format,
            is_public,
            chapters: texts("parties")?.into_iter().map(Chapter::from_code).collect::<Option<_>>()?,
            sheet,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_kept_whole() {
        let report = Order::Report(Wish {
            format: Format::Slides,
            is_public: true,
            sections: vec![Section::Needs, Section::Next],
            surveys: vec![Uuid::from_u128(7)],
            questions: vec!["x/bien_etre".to_owned()],
        });
        let paper = |sheet: Option<Uuid>| {
            Order::Paper(PaperWish {
                genre: Genre::Contract,
                format: Format::Text,
                is_public: false,
                chapters: vec![Chapter::Diagnosis],
                sheet,
            })
        };
        for asked in [report, paper(None), paper(Some(Uuid::from_u128(3)))] {
            assert_eq!(Order::read(&asked.kept()), Some(asked));
        }
        assert_eq!(Order::read(&json!({ "fichier": "doc" })), None);
    }
}
