//! Words with a stable name for the database and a French one for people.

use kernel::vocabulary;

vocabulary! {
    /// For what a person stands on the sheet of an organisation (CERFA 12156*06, 1.6 and 1.7).
    Quality {
        /// Represents it in law.
        Representative => "representative", "Représentant·e légal·e";
        /// Is in charge of its files.
        InCharge => "in_charge", "Personne chargée des dossiers";
        /// Is one of its officers.
        Officer => "officer", "Membre du bureau";
    }
}

vocabulary! {
    /// What a document of the safe is.
    DocumentKind {
        /// Statutes.
        Statutes => "statutes", "Statuts";
        /// List of officers.
        Officers => "officers", "Liste des dirigeants";
        /// Approved accounts.
        Accounts => "accounts", "Comptes approuvés";
        /// Activity report.
        Activity => "activity", "Rapport d’activité";
        /// Bank details.
        BankDetails => "bank_details", "RIB";
        /// Auditor’s report.
        Auditor => "auditor", "Rapport du commissaire aux comptes";
        /// Power of attorney.
        Power => "power", "Pouvoir donné à la personne qui signe";
        /// Insurance.
        Insurance => "insurance", "Attestation d’assurance";
        /// Anything else.
        Other => "other", "Autre pièce";
    }
}

impl DocumentKind {
    /// Whether the common form asks it of everybody (CERFA 12156*06, pièces à joindre).
    pub const fn is_asked(self) -> bool {
        matches!(self, Self::Statutes | Self::Officers | Self::Accounts | Self::BankDetails)
    }
}

vocabulary! {
    /// For whom an association acts.
    Public {
        /// Children.
        Children => "children", "Enfants";
        /// Young people.
        Young => "young", "Jeunes";
        /// Families.
        Families => "families", "Familles et parents";
        /// Women.
        Women => "women", "Femmes";
        /// Older people.
        Older => "older", "Personnes âgées";
        /// People out of work.
        Jobless => "jobless", "Personnes en recherche d’emploi";
        /// Disabled people.
        Disabled => "disabled", "Personnes en situation de handicap";
        /// Newcomers.
        Newcomers => "newcomers", "Personnes nouvellement arrivées";
        /// Everybody.
        Everybody => "everybody", "Tout le monde";
    }
}

vocabulary! {
    /// What an organisation is found by.
    MarkKind {
        /// An objective of a contract.
        Theme => "theme", "Thème";
        /// A neighbourhood.
        Area => "area", "Quartier";
        /// A public.
        Public => "public", "Public";
    }
}

vocabulary! {
    /// Where a request to join stands.
    JoinState {
        /// Nobody decided.
        Asked => "asked", "en attente";
        /// She is a member.
        Accepted => "accepted", "acceptée";
        /// She is not.
        Refused => "refused", "refusée";
    }
}
