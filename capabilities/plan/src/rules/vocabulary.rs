//! Values with a stable name and a French one.

use kernel::vocabulary;

vocabulary! {
    /// Where an action stands.
    Status {
        /// Not begun.
        Planned => "planned", "À venir";
        /// Begun.
        UnderWay => "under_way", "En cours";
        /// Done.
        Done => "done", "Réalisée";
        /// Stopped for a time.
        Suspended => "suspended", "Suspendue";
        /// Given up, with the reason.
        Abandoned => "abandoned", "Abandonnée";
    }
}

impl Status {
    /// The sign before the word: done ✓, in progress, to come.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Planned => "○",
            Self::UnderWay => "◐",
            Self::Done => "✓",
            Self::Suspended => "▲",
            Self::Abandoned => "✕",
        }
    }

    /// Whether a reason must be given.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Suspended | Self::Abandoned)
    }

    /// Whether something is still to be done.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::UnderWay)
    }
}

/// The state of an action in one neighbourhood is told with the same words.
pub type Deployment = Status;

vocabulary! {
    /// When an action bears fruit.
    Term {
        /// Within a year or so.
        Short => "short", "Court terme";
        /// Within the contract.
        Medium => "medium", "Moyen terme";
        /// Beyond.
        Long => "long", "Long terme";
    }
}

vocabulary! {
    /// How far residents are involved.
    Involvement {
        /// They are told.
        Information => "information", "Information";
        /// They are asked.
        Consultation => "consultation", "Consultation";
        /// It is discussed with them.
        Concertation => "concertation", "Concertation";
        /// It is designed with them.
        JointDesign => "joint_design", "Co-construction";
        /// They carry it themselves.
        HeldByResidents => "held_by_residents", "Portage par des habitants";
    }
}

vocabulary! {
    /// Where means come from (law no. 2014-173, article 6, IV, 3°: the two are told apart).
    Nature {
        /// Means of ordinary policies.
        CommonLaw => "common_law", "Droit commun";
        /// Means of the contract itself.
        Specific => "specific", "Crédits spécifiques";
    }
}

vocabulary! {
    /// What means are for.
    Use {
        /// Running costs.
        Operating => "operating", "Fonctionnement";
        /// Investment.
        Investment => "investment", "Investissement";
    }
}

vocabulary! {
    /// What an indicator tells.
    IndicatorKind {
        /// That the action takes place.
        FollowUp => "follow_up", "Suivi";
        /// What it changes.
        Result => "result", "Résultat";
    }
}

vocabulary! {
    /// How two actions are linked.
    LinkKind {
        /// One completes the other.
        Completes => "completes", "Complète";
        /// It cannot go without the other.
        DependsOn => "depends_on", "Dépend de";
        /// It comes before the other.
        Precedes => "precedes", "Précède";
        /// It takes the place of the other.
        Replaces => "replaces", "Remplace";
        /// Anything else.
        SeeAlso => "see_also", "Voir aussi";
    }
}

vocabulary! {
    /// Who already answers a lead.
    Coverage {
        /// The present programme of the contract.
        Programme => "programme", "Couverte par la programmation actuelle";
        /// Ordinary policies.
        CommonLaw => "common_law", "Couverte par le droit commun";
        /// Nobody.
        Nobody => "nobody", "Couverte par personne";
    }
}

vocabulary! {
    /// What can be followed by electronic mail.
    TargetKind {
        /// A whole contract.
        Contract => "contract", "contrat";
        /// A neighbourhood.
        Area => "area", "quartier";
        /// An objective or another element of the tree.
        Node => "node", "objectif";
        /// One action.
        Sheet => "sheet", "action";
    }
}

vocabulary! {
    /// The parts of a sheet that are lists; the name stands in addresses.
    Section {
        /// Where it is deployed.
        Places => "quartiers", "Quartiers";
        /// Who takes part.
        Partners => "partenaires", "Partenaires";
        /// What it costs.
        Means => "moyens", "Moyens";
        /// What is to be done, by whom, until when.
        Steps => "etapes", "Étapes";
        /// How it is followed.
        Indicators => "indicateurs", "Indicateurs";
        /// Other actions.
        Links => "liens", "Actions en lien";
    }
}
