//! The four sentences a resident reads.

use lineage::Kind;

/// Where an object stands in what is told to residents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What people said.
    Said,
    /// The need it was understood as.
    Understood,
    /// What was decided.
    Decided,
    /// What is being done.
    Done,
}

impl Part {
    /// The four, in order.
    pub const ALL: [Self; 4] = [Self::Said, Self::Understood, Self::Decided, Self::Done];

    /// The part of that kind of object.
    pub const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Note | Kind::Finding | Kind::Verbatim | Kind::Evidence => Self::Said,
            Kind::Need => Self::Understood,
            Kind::Objective | Kind::Lead | Kind::Decision => Self::Decided,
            Kind::Sheet
            | Kind::LandlordAction
            | Kind::Application
            | Kind::FundProject
            | Kind::Agreement
            | Kind::Payment
            | Kind::Report
            | Kind::Result => Self::Done,
        }
    }

    /// The sentence that opens it.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Said => "Vous avez dit",
            Self::Understood => "Nous avons compris",
            Self::Decided => "Nous avons décidé",
            Self::Done => "Voici où on en est",
        }
    }

    /// What is told when nothing stands there.
    pub const fn nothing(self) -> &'static str {
        match self {
            Self::Said => "Aucune parole n’est reliée ici pour l’instant.",
            Self::Understood => "Aucun besoin n’est relié ici pour l’instant.",
            Self::Decided => "Rien n’est encore décidé.",
            Self::Done => "Aucune action n’est encore publiée.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_the_thread() {
        let parts: Vec<Part> = Kind::ALL.iter().map(|kind| Part::of(*kind)).collect();
        // A decision of a body is told with what was decided, though an application comes before it.
        assert!(parts.first() == Some(&Part::Said) && parts.last() == Some(&Part::Done));
        assert!(Part::ALL.iter().all(|part| parts.contains(part)));
    }
}
