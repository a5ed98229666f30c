//! The eight national axes.

/// What an action is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    /// More staff in the neighbourhood than elsewhere.
    Presence,
    /// Training and support of that staff.
    Training,
    /// Upkeep beyond the usual.
    Upkeep,
    /// Waste, bulky things, wrecks.
    Waste,
    /// Quiet at home.
    Quiet,
    /// Tenants heard and told.
    Tenants,
    /// Social life.
    SocialLife,
    /// Small works, urban renewal left out.
    SmallWorks,
}

/// The two families of the framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// More of what a landlord does everywhere.
    Reinforced,
    /// What it does there only.
    Specific,
}

impl Axis {
    /// Every axis, in the order of the framework.
    pub const ALL: [Self; 8] = [
        Self::Presence,
        Self::Training,
        Self::Upkeep,
        Self::Waste,
        Self::Quiet,
        Self::Tenants,
        Self::SocialLife,
        Self::SmallWorks,
    ];

    /// Its number in the framework, from 1 to 8.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The axis of a number.
    pub fn of_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|axis| axis.number() == number)
    }

    /// Its name, in French.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Presence => "Renforcement de la présence du personnel de proximité",
            Self::Training => "Formation et soutien des personnels de proximité",
            Self::Upkeep => "Sur-entretien",
            Self::Waste => "Gestion des déchets, des encombrants et des épaves",
            Self::Quiet => "Tranquillité résidentielle",
            Self::Tenants => "Concertation et sensibilisation des locataires",
            Self::SocialLife => "Animation, lien social, vivre ensemble",
            Self::SmallWorks => "Petits travaux d’amélioration de la qualité de service, hors renouvellement urbain",
        }
    }

    /// The family it stands in.
    pub const fn family(self) -> Family {
        match self {
            Self::Presence | Self::Training | Self::Upkeep | Self::Waste => Family::Reinforced,
            Self::Quiet | Self::Tenants | Self::SocialLife | Self::SmallWorks => Family::Specific,
        }
    }
}

impl Family {
    /// Its name, in French.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Reinforced => "Renforcement de la gestion de droit commun",
            Self::Specific => "Actions spécifiques aux quartiers",
        }
    }
}
