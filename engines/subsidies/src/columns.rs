//! The columns, in their two arrangements.

/// Which arrangement a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// SCDL « Subventions » 2.1.1: sixteen columns, periods written `2026-06-15/2027-06-30`.
    Scdl,
    /// The order of 17 November 2017 as Etalab publishes it (1.1.1): fourteen columns, periods written
    /// `2026-06-15_2027-06-30`.
    Regulatory,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// Who gives.
    GiverName,
    /// Its SIRET.
    GiverNumber,
    /// Day of the agreement.
    SignedOn,
    /// Reference of the decision.
    Reference,
    /// Who receives.
    BeneficiaryName,
    /// Its SIRET.
    BeneficiaryNumber,
    /// Its number in the register of associations.
    BeneficiaryRna,
    /// What for.
    Object,
    /// The whole amount, before it is shared between beneficiaries.
    Amount,
    /// Cash, kind.
    Nature,
    /// At once, in instalments.
    Terms,
    /// When it is paid.
    Payment,
    /// Number in the register of aids to companies.
    Register,
    /// Notified to the European Commission.
    Notified,
    /// Share of this beneficiary.
    Share,
    /// Scheme it comes from.
    Scheme,
}

impl Column {
    /// Every column, in the order of the schema.
    pub const ALL: [Self; 16] = [
        Self::GiverName,
        Self::GiverNumber,
        Self::SignedOn,
        Self::Reference,
        Self::BeneficiaryName,
        Self::BeneficiaryNumber,
        Self::BeneficiaryRna,
        Self::Object,
        Self::Amount,
        Self::Nature,
        Self::Terms,
        Self::Payment,
        Self::Register,
        Self::Notified,
        Self::Share,
        Self::Scheme,
    ];

    /// Its name in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GiverName => "nomAttribuant",
            Self::GiverNumber => "idAttribuant",
            Self::SignedOn => "dateConvention",
            Self::Reference => "referenceDecision",
            Self::BeneficiaryName => "nomBeneficiaire",
            Self::BeneficiaryNumber => "idBeneficiaire",
            Self::BeneficiaryRna => "rnaBeneficiaire",
            Self::Object => "objet",
            Self::Amount => "montant",
            Self::Nature => "nature",
            Self::Terms => "conditionsVersement",
            Self::Payment => "datesPeriodeVersement",
            Self::Register => "idRAE",
            Self::Notified => "notificationUE",
            Self::Share => "pourcentageSubvention",
            Self::Scheme => "dispositifAide",
        }
    }

    /// Whether a file and each of its rows must have it.
    pub const fn is_required(self) -> bool {
        !matches!(
            self,
            Self::Reference | Self::BeneficiaryNumber | Self::BeneficiaryRna | Self::Register | Self::Scheme
        )
    }

    /// Most letters it holds, when that is bounded.
    pub const fn longest(self) -> Option<usize> {
        match self {
            Self::Object | Self::Terms => Some(256),
            Self::Register => Some(5),
            _ => None,
        }
    }

    /// The column a heading most probably meant: other capitals, signs between words, names of other versions.
    pub(crate) fn meant(heading: &str) -> Option<Self> {
        let bare = |text: &str| -> String {
            text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
        };
        let heading = bare(heading);
        match heading.as_str() {
            "object" => Some(Self::Object),
            "datedecision" => Some(Self::SignedOn),
            "notificationdeminimisue" => Some(Self::Notified),
            _ => Self::ALL.into_iter().find(|column| bare(column.name()) == heading),
        }
    }
}

impl Format {
    /// Its columns, in order.
    pub fn columns(self) -> impl Iterator<Item = Column> {
        Column::ALL.into_iter().filter(move |column| match self {
            Self::Scdl => true,
            Self::Regulatory => !matches!(column, Column::BeneficiaryRna | Column::Scheme),
        })
    }

    /// What stands between the two days of a period.
    pub const fn period_separator(self) -> char {
        match self {
            Self::Scdl => '/',
            Self::Regulatory => '_',
        }
    }

    /// What people call it.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Scdl => "SCDL Subventions 2.1.1 (16 colonnes)",
            Self::Regulatory => "format réglementaire de l’arrêté du 17 novembre 2017 (14 colonnes)",
        }
    }

    /// The address of its schema.
    pub const fn schema(self) -> &'static str {
        match self {
            Self::Scdl => "https://schema.data.gouv.fr/scdl/subventions/2.1.1/",
            Self::Regulatory => "https://github.com/etalab/format-subventions",
        }
    }
}
