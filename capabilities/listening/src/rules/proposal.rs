//! What was proposed and which needs it answers: the second matrix, counted from links between one proposal and one need.

use kernel::{FieldError, Uuid};

use super::{Looked, Need, Theme};

/// What is written of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalText {
    /// Short neutral label.
    pub label: String,
    /// Its family of actions.
    pub theme: Uuid,
    /// Whether somebody looked for the needs it answers.
    pub state: Looked,
    /// The needs it answers.
    pub needs: Vec<Uuid>,
    /// The document it comes from.
    pub document: Option<Uuid>,
    /// The page of that document.
    pub page: String,
    /// What a reader must know, or nothing.
    pub note: String,
}

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Which.
    pub id: Uuid,
    /// Its code: « P05 ».
    pub code: String,
    /// What is written of it.
    pub text: ProposalText,
    /// How many times it was changed.
    pub revision: i64,
}

/// What a cell of the second matrix says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crossing {
    /// So many proposals of the family answer a need of the theme.
    Linked(usize),
    /// Every proposal of the family was looked at, none answers a need of the theme.
    NotLinked,
    /// Something is still to look at, or there is nothing to look at.
    NotTreated,
}

impl Crossing {
    /// In a few words.
    pub fn french(self) -> String {
        match self {
            Self::Linked(count) => format!("relié : {count}"),
            Self::NotLinked => "non relié".to_owned(),
            Self::NotTreated => "non traité".to_owned(),
        }
    }
}

/// The second matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// For each theme of needs, one crossing a family of actions.
    pub cells: Vec<Vec<Crossing>>,
    /// Needs that no proposal answers.
    pub bare_needs: Vec<Uuid>,
    /// Proposals looked at that answer no need.
    pub bare_proposals: Vec<Uuid>,
    /// Families that hold proposals, all looked at, and none of which answers a need.
    pub bare_families: Vec<Uuid>,
    /// Proposals nobody looked at yet.
    pub untreated: Vec<Uuid>,
}

/// Puts needs and proposals together.
pub fn answers(themes: &[Theme], families: &[Theme], needs: &[Need], proposals: &[Proposal]) -> Answers {
    let is_looked_at = |one: &&Proposal| one.text.state != Looked::Later;
    let own = |family: &Theme| proposals.iter().filter(|one| one.text.theme == family.id).collect::<Vec<_>>();
    let cell = |theme: &Theme, family: &Theme| {
        let asked: Vec<Uuid> = needs.iter().filter(|need| need.text.theme == theme.id).map(|need| need.id).collect();
        let own = own(family);
        let linked = own.iter().filter(|one| one.text.needs.iter().any(|need| asked.contains(need))).count();
        match linked {
            0 if !own.is_empty() && !asked.is_empty() && own.iter().all(is_looked_at) => Crossing::NotLinked,
            0 => Crossing::NotTreated,
            count => Crossing::Linked(count),
        }
    };
    let is_answered = |need: &&Need| proposals.iter().any(|one| one.text.needs.contains(&need.id));
    let is_bare_family = |family: &&Theme| {
        let own = own(family);
        !own.is_empty() && own.iter().all(|one| is_looked_at(one) && one.text.needs.is_empty())
    };
    Answers {
        cells: themes.iter().map(|theme| families.iter().map(|family| cell(theme, family)).collect()).collect(),
        bare_needs: needs.iter().filter(|need| !is_answered(need)).map(|need| need.id).collect(),
        bare_proposals: proposals
            .iter()
            .filter(|one| is_looked_at(one) && one.text.needs.is_empty())
            .map(|one| one.id)
            .collect(),
        bare_families: families.iter().filter(is_bare_family).map(|family| family.id).collect(),
        untreated: proposals.iter().filter(|one| !is_looked_at(one)).map(|one| one.id).collect(),
    }
}

/// What is wrong with a proposal.
pub fn check_proposal(code: &str, text: &ProposalText) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let is_plain = code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if code.is_empty() || !is_plain || code.len() > 20 {
        let sentence = "La référence doit avoir des lettres sans accent, des chiffres et des tirets, 20 signes au plus, par exemple P12";
        errors.push(FieldError::new("reference", sentence));
    }
    match text.label.chars().count() {
        0 => errors.push(FieldError::new("libelle", "Saisissez la piste en quelques mots")),
        length if length > 200 => {
            let sentence = format!("La piste doit faire 200 signes au plus : elle en fait {length}");
            errors.push(FieldError::new("libelle", sentence));
        }
        _ => {}
    }
    match (text.state, text.needs.is_empty()) {
        (Looked::Linked, true) => {
            errors.push(FieldError::new("besoin", "Cochez au moins un besoin, ou choisissez un autre état"))
        }
        (Looked::NoNeed | Looked::Later, false) => {
            errors.push(FieldError::new(
                "etat",
                "Des besoins sont cochés : choisissez « elle répond aux besoins cochés », ou décochez-les",
            ));
        }
        _ => {}
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::NeedText;

    fn theme(id: u128) -> Theme {
        Theme { id: Uuid::from_u128(id), code: id.to_string(), label: id.to_string() }
    }

    fn need(id: u128, theme: u128) -> Need {
        let text =
            NeedText { label: "N".into(), theme: Uuid::from_u128(theme), sensitivity: None, note: String::new() };
        Need { id: Uuid::from_u128(id), code: "B".into(), text, theme_label: String::new(), revision: 1 }
    }

    fn proposal(id: u128, family: u128, state: Looked, needs: &[u128]) -> Proposal {
        let text = ProposalText {
            label: "P".into(),
            theme: Uuid::from_u128(family),
            state,
            needs: needs.iter().map(|need| Uuid::from_u128(*need)).collect(),
            document: None,
            page: String::new(),
            note: String::new(),
        };
        Proposal { id: Uuid::from_u128(id), code: "P".into(), text, revision: 1 }
    }

    #[test]
    fn a_cell_says_linked_not_linked_or_not_treated() {
        let (themes, families) = ([theme(1), theme(2), theme(3)], [theme(11), theme(12), theme(13), theme(14)]);
        let needs = [need(21, 1), need(22, 1), need(23, 2)];
        let proposals = [
            proposal(31, 11, Looked::Linked, &[21, 22]),
            proposal(32, 11, Looked::Linked, &[21]),
            proposal(33, 12, Looked::Later, &[]),
            proposal(34, 13, Looked::NoNeed, &[]),
        ];
        let told = answers(&themes, &families, &needs, &proposals);
        use Crossing::{Linked, NotLinked, NotTreated};
        assert_eq!(told.cells[0], [Linked(2), NotTreated, NotLinked, NotTreated]);
        assert_eq!(told.cells[1], [NotLinked, NotTreated, NotLinked, NotTreated]);
        assert_eq!(told.cells[2], [NotTreated; 4], "no need was named there");
        let ids = |all: &[Uuid]| all.iter().map(|id| id.as_u128()).collect::<Vec<_>>();
        assert_eq!((ids(&told.bare_needs), ids(&told.bare_proposals)), (vec![23], vec![34]));
        assert_eq!((ids(&told.bare_families), ids(&told.untreated)), (vec![13], vec![33]));
    }

    #[test]
    fn a_state_and_its_needs_agree() {
        let fields = |state, needs: &[u128]| {
            let one = proposal(1, 2, state, needs);
            check_proposal("P1", &one.text).into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(Looked::Linked, &[]), ["besoin"]);
        assert_eq!(fields(Looked::NoNeed, &[3]), ["etat"]);
        assert!(fields(Looked::Linked, &[3]).is_empty() && fields(Looked::Later, &[]).is_empty());
        assert_eq!(check_proposal("é 1", &proposal(1, 2, Looked::Later, &[]).text)[0].field, "reference");
    }
}
