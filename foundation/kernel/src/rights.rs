//! Who may do what: functions granted on a contract, a territory or an organisation, and the acts
//! that slices declare. A route names its act; the page "pourquoi puis-je ?" reads the same values.

use uuid::Uuid;

/// What a person is charged with (roles of the field). French terms in [`Function::french`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// Administers the installation: accounts, settings, never the files' content by right.
    Administrator,
    /// Leads the contract day to day (chef·fe de projet).
    ProjectManager,
    /// Instructs applications for the intercommunality or the town (instructeur·rice).
    CaseOfficer,
    /// The prefect's delegate (délégué·e du préfet).
    PrefectDelegate,
    /// Speaks for a funder (financeur).
    Funder,
    /// Landlord (bailleur).
    Landlord,
    /// Elected official (élu·e).
    Elected,
    /// Member of a citizen council (conseiller·e citoyen·ne).
    CouncilMember,
    /// Evaluator: reads statistics (évaluateur·rice).
    Evaluator,
    /// Interviewer or facilitator (enquêteur·rice, animateur·rice).
    Interviewer,
    /// Enters an organisation's files (porteur, saisie).
    CarrierEditor,
    /// Signs for an organisation (porteur, signataire).
    CarrierSignatory,
    /// Administers an organisation's members (porteur, administrateur·rice).
    CarrierAdministrator,
    /// Handles the electoral roll (agent élections).
    ElectionsAgent,
    /// Data protection officer (DPO).
    DataProtectionOfficer,
    /// Reads the journal (auditeur·rice).
    Auditor,
}

impl Function {
    /// Every function, in the order screens list them.
    pub const ALL: [Self; 16] = [
        Self::Administrator,
        Self::ProjectManager,
        Self::CaseOfficer,
        Self::PrefectDelegate,
        Self::Funder,
        Self::Landlord,
        Self::Elected,
        Self::CouncilMember,
        Self::Evaluator,
        Self::Interviewer,
        Self::CarrierEditor,
        Self::CarrierSignatory,
        Self::CarrierAdministrator,
        Self::ElectionsAgent,
        Self::DataProtectionOfficer,
        Self::Auditor,
    ];

    /// Stable name kept in the database and in exports.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::ProjectManager => "project_manager",
            Self::CaseOfficer => "case_officer",
            Self::PrefectDelegate => "prefect_delegate",
            Self::Funder => "funder",
            Self::Landlord => "landlord",
            Self::Elected => "elected",
            Self::CouncilMember => "council_member",
            Self::Evaluator => "evaluator",
            Self::Interviewer => "interviewer",
            Self::CarrierEditor => "carrier_editor",
            Self::CarrierSignatory => "carrier_signatory",
            Self::CarrierAdministrator => "carrier_administrator",
            Self::ElectionsAgent => "elections_agent",
            Self::DataProtectionOfficer => "data_protection_officer",
            Self::Auditor => "auditor",
        }
    }

    /// The function of that stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.code() == code)
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Administrator => "Administration de la plateforme",
            Self::ProjectManager => "Chef·fe de projet",
            Self::CaseOfficer => "Instruction des dossiers",
            Self::PrefectDelegate => "Délégué·e du préfet",
            Self::Funder => "Financeur",
            Self::Landlord => "Bailleur social",
            Self::Elected => "Élu·e",
            Self::CouncilMember => "Conseil citoyen",
            Self::Evaluator => "Évaluation",
            Self::Interviewer => "Enquête et animation",
            Self::CarrierEditor => "Saisie pour l’association",
            Self::CarrierSignatory => "Signature pour l’association",
            Self::CarrierAdministrator => "Administration de l’association",
            Self::ElectionsAgent => "Service des élections",
            Self::DataProtectionOfficer => "Protection des données (DPO)",
            Self::Auditor => "Audit",
        }
    }

    /// Whether a second factor is compulsory: those who decide, pay, or hold others' data.
    pub const fn needs_second_factor(self) -> bool {
        matches!(
            self,
            Self::Administrator
                | Self::ProjectManager
                | Self::CaseOfficer
                | Self::PrefectDelegate
                | Self::Funder
                | Self::Elected
                | Self::ElectionsAgent
                | Self::DataProtectionOfficer
                | Self::Auditor
        )
    }
}

/// Where an act takes place. `None` means "not tied to one".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The contract concerned.
    pub contract: Option<Uuid>,
    /// The neighbourhood concerned.
    pub territory: Option<Uuid>,
    /// The organisation concerned.
    pub organisation: Option<Uuid>,
}

impl Scope {
    /// Nothing in particular: the whole installation.
    pub const EVERYWHERE: Self = Self { contract: None, territory: None, organisation: None };

    /// One contract.
    pub const fn contract(contract: Uuid) -> Self {
        Self { contract: Some(contract), territory: None, organisation: None }
    }

    /// One organisation.
    pub const fn organisation(organisation: Uuid) -> Self {
        Self { contract: None, territory: None, organisation: Some(organisation) }
    }

    /// Whether a grant limited to `self` reaches `place`: each limit set must be the same there.
    pub fn covers(&self, place: &Self) -> bool {
        let within = |limit: Option<Uuid>, place: Option<Uuid>| limit.is_none() || limit == place;
        within(self.contract, place.contract)
            && within(self.territory, place.territory)
            && within(self.organisation, place.organisation)
    }
}

/// A function held within a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    /// What the person is charged with.
    pub function: Function,
    /// Where.
    pub scope: Scope,
}

/// Something a person may do, declared once by the slice it belongs to.
#[derive(Debug, PartialEq, Eq)]
pub struct Act {
    /// Stable name, `slice.verb`.
    pub code: &'static str,
    /// What screens say, an infinitive: "Importer des quartiers".
    pub french: &'static str,
    /// Functions that may do it. Empty: anybody signed in.
    pub functions: &'static [Function],
    /// Whether a second factor must have been given in this session.
    pub needs_second_factor: bool,
}

/// The answer to "may this person do this here?", with the reason to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes, through this function.
    Allowed(Option<Function>),
    /// Nobody is signed in.
    NotSignedIn,
    /// Signed in, but no function held allows it.
    NoFunction,
    /// A function allows it, but not on this contract, territory or organisation.
    Elsewhere(Function),
    /// The function is held here; the second factor has not been given.
    SecondFactorMissing(Function),
}

impl Verdict {
    /// Whether the act may go on.
    pub const fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed(_))
    }
}
