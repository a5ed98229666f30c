//! Chapters: the six the law asks for, and those a town adds.

use kernel::{FieldError, Moment, Uuid, vocabulary};

vocabulary! {
    /// What a chapter is about. The first six are those of the report « politique de la ville » (CGCT, article L1111-2; décret
    /// 2015-1118 of 3 September 2015, article 1).
    Subject {
        /// What the contract is for.
        Orientations => "orientations", "Les orientations du contrat et du projet de territoire";
        /// How neighbourhoods fare.
        Situation => "situation", "L’évolution de la situation dans les quartiers";
        /// What was done in the year.
        Actions => "actions", "Les actions menées au bénéfice des habitants";
        /// What came of it, set beside means, and what to do better.
        Prospects => "perspectives", "Les perspectives : résultats, moyens, améliorations";
        /// How the social, economic and urban sides hold together.
        Articulation => "articulation", "L’articulation entre les volets social, économique et urbain";
        /// Social development, for towns that receive the grant for it.
        Development => "dsu", "Les actions de développement social urbain (DSU)";
        /// Anything else a town wants to say.
        Own => "own", "Chapitre ajouté";
    }
}

impl Subject {
    /// Whether the report is not one without it. The sixth is asked of towns that receive the dotation de solidarité urbaine only.
    pub const fn is_required(self) -> bool {
        !matches!(self, Self::Development | Self::Own)
    }

    /// What the law expects there, for whoever writes.
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Orientations => {
                "Rappelez les principales orientations du contrat de ville et du projet de territoire."
            }
            Self::Situation => {
                "Dites comment la situation a évolué dans les quartiers, au regard des objectifs de la loi et de ceux du contrat. Les données sont présentées par sexe quand elles existent."
            }
            Self::Actions => {
                "Dites ce qui a été fait dans l’année au bénéfice des habitants, par l’intercommunalité et par les communes, chacune dans ses compétences. Les autres signataires peuvent y ajouter ce qu’ils ont fait."
            }
            Self::Prospects => {
                "Mettez les résultats en regard des moyens. Dites ce qui est à améliorer : droit commun, coordination, participation des habitants, évaluation."
            }
            Self::Articulation => {
                "Dites comment les volets social, économique et urbain s’articulent, et avec le renouvellement urbain s’il y en a un."
            }
            Self::Development => {
                "Pour les communes qui reçoivent la dotation de solidarité urbaine : les actions de développement social urbain de l’année."
            }
            Self::Own => "Ce que vous voulez dire de plus.",
        }
    }
}

/// The chapters a report begins with, in the order of the law.
pub fn legal() -> impl Iterator<Item = Subject> {
    Subject::ALL.iter().copied().filter(|subject| *subject != Subject::Own)
}

/// Longest title, in signs.
pub const LONGEST_TITLE: usize = 200;

/// Longest text of a chapter, in signs: a page that shows it stays light.
pub const LONGEST_BODY: usize = 16_000;

/// What is written of a chapter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChapterText {
    /// Its title.
    pub title: String,
    /// Formatted text.
    pub body: String,
}

impl ChapterText {
    /// What is wrong with it.
    pub fn check(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if self.title.is_empty() {
            errors.push(FieldError::new("titre", "Donnez un titre au chapitre"));
        }
        let long = [("titre", "Le titre", &self.title, LONGEST_TITLE), ("texte", "Le texte", &self.body, LONGEST_BODY)];
        for (field, what, text, most) in long {
            let signs = text.chars().count();
            if signs > most {
                let told = format!("{what} a {signs} signes, {most} au plus : raccourcissez-le ou ajoutez un chapitre");
                errors.push(FieldError::new(field, told));
            }
        }
        errors
    }
}

/// The last save of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// When.
    pub at: Moment,
    /// By whom, as the journal names people.
    pub by: String,
}

/// A chapter of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Which.
    pub id: Uuid,
    /// Its report.
    pub report: Uuid,
    /// What it is about.
    pub subject: Subject,
    /// What is written of it.
    pub text: ChapterText,
    /// Its last save, once somebody wrote it.
    pub saved: Option<Saved>,
    /// Whether it was taken out: then it has no words.
    pub is_removed: bool,
    /// How many times it was written.
    pub revision: i64,
}

/// Titles of the chapters the law asks for that nobody wrote.
pub fn lacking(chapters: &[Chapter]) -> Vec<&str> {
    let is_empty = |one: &&Chapter| one.subject.is_required() && one.text.body.trim().is_empty();
    chapters.iter().filter(is_empty).map(|one| one.text.title.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_chapters_stand_in_the_order_of_the_law_and_five_must_be_written() {
        let all: Vec<Subject> = legal().collect();
        assert_eq!(all.len(), 6);
        assert_eq!(all.iter().filter(|one| one.is_required()).count(), 5);
        let chapter = |subject: Subject, body: &str| Chapter {
            id: Uuid::nil(),
            report: Uuid::nil(),
            subject,
            text: ChapterText { title: subject.french().into(), body: body.into() },
            saved: None,
            is_removed: false,
            revision: 1,
        };
        let chapters = [
            chapter(Subject::Orientations, "Écrit"),
            chapter(Subject::Situation, "  "),
            chapter(Subject::Development, ""),
            chapter(Subject::Own, ""),
        ];
        assert_eq!(lacking(&chapters), [Subject::Situation.french()]);
    }

    #[test]
    fn a_chapter_has_a_title_and_bounds() {
        let text = |title: &str, signs: usize| ChapterText { title: title.into(), body: "é".repeat(signs) };
        assert!(text("Un titre", LONGEST_BODY).check().is_empty());
        let wrong = text("", LONGEST_BODY + 1).check();
        assert_eq!(wrong.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["titre", "texte"]);
        assert!(wrong[1].sentence.contains("16001 signes"), "{wrong:?}");
    }
}
