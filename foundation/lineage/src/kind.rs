//! What may stand on the thread, in the order the thread runs.

use kernel::Uuid;

/// A kind of object. Links go from an earlier kind to a later one, so a thread never turns in circles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A note taken at a gathering.
    Note,
    /// What was seen on a walk.
    Finding,
    /// The words of a resident.
    Verbatim,
    /// What was said, recorded as evidence of a need.
    Evidence,
    /// A need.
    Need,
    /// A node of the contract's tree.
    Objective,
    /// A lead: something proposed, not yet an action.
    Lead,
    /// An action sheet.
    Sheet,
    /// What a landlord does in return of an abatement.
    LandlordAction,
    /// An application to a call.
    Application,
    /// A project of residents that a fund of small money helps.
    FundProject,
    /// A decision of a body.
    Decision,
    /// An agreement.
    Agreement,
    /// A payment.
    Payment,
    /// A report of what was done with the money.
    Report,
    /// A result.
    Result,
}

impl Kind {
    /// Every kind, in the order the thread runs.
    pub const ALL: [Self; 16] = [
        Self::Note,
        Self::Finding,
        Self::Verbatim,
        Self::Evidence,
        Self::Need,
        Self::Objective,
        Self::Lead,
        Self::Sheet,
        Self::LandlordAction,
        Self::Application,
        Self::FundProject,
        Self::Decision,
        Self::Agreement,
        Self::Payment,
        Self::Report,
        Self::Result,
    ];

    /// Stable name, as kept and as addresses say it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Finding => "constat",
            Self::Verbatim => "parole",
            Self::Evidence => "preuve",
            Self::Need => "besoin",
            Self::Objective => "objectif",
            Self::Lead => "piste",
            Self::Sheet => "action",
            Self::LandlordAction => "action_bailleur",
            Self::Application => "demande",
            Self::FundProject => "projet_habitants",
            Self::Decision => "decision",
            Self::Agreement => "convention",
            Self::Payment => "versement",
            Self::Report => "compte_rendu",
            Self::Result => "resultat",
        }
    }

    /// What screens say of one of them.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Note => "Note d’atelier",
            Self::Finding => "Constat de marche",
            Self::Verbatim => "Parole",
            Self::Evidence => "Preuve",
            Self::Need => "Besoin",
            Self::Objective => "Objectif",
            Self::Lead => "Piste",
            Self::Sheet => "Action",
            Self::LandlordAction => "Action d’un bailleur",
            Self::Application => "Demande de subvention",
            Self::FundProject => "Projet d’habitants",
            Self::Decision => "Décision",
            Self::Agreement => "Convention",
            Self::Payment => "Versement",
            Self::Report => "Compte rendu",
            Self::Result => "Résultat",
        }
    }

    /// What screens say of several of them.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Note => "Notes d’atelier",
            Self::Finding => "Constats de marche",
            Self::Verbatim => "Paroles",
            Self::Evidence => "Preuves",
            Self::Need => "Besoins",
            Self::Objective => "Objectifs",
            Self::Lead => "Pistes",
            Self::Sheet => "Actions",
            Self::LandlordAction => "Actions de bailleurs",
            Self::Application => "Demandes de subvention",
            Self::FundProject => "Projets d’habitants",
            Self::Decision => "Décisions",
            Self::Agreement => "Conventions",
            Self::Payment => "Versements",
            Self::Report => "Comptes rendus",
            Self::Result => "Résultats",
        }
    }

    /// The kind of that stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct End {
    /// What it is.
    pub kind: Kind,
    /// Which.
    pub id: Uuid,
}

impl End {
    /// That object.
    pub const fn new(kind: Kind, id: Uuid) -> Self {
        Self { kind, id }
    }
}
