//! Words with a stable name for the database and a French one for people.

use kernel::vocabulary;

vocabulary! {
    /// Whom a channel hears.
    Heard {
        /// Residents.
        Residents => "residents", "Habitants";
        /// Young people, residents or not.
        YoungPeople => "young_people", "Jeunes";
        /// People at work in the neighbourhoods.
        Professionals => "professionals", "Professionnels";
    }
}

vocabulary! {
    /// Three different things, never shown alike.
    CoverageState {
        /// The source gives a figure.
        Recorded => "recorded", "Un effectif est connu";
        /// The channel did not go there: silence means nothing.
        NotAsked => "not_asked", "Personne n’y a été interrogé";
        /// People answered; from which neighbourhood is not said.
        DistributionUnknown => "distribution_unknown", "Utilisé, répartition par quartier inconnue";
    }
}

vocabulary! {
    /// Unit of a figure.
    Unit {
        /// Workshops, walks.
        Gatherings => "gatherings", "rencontres";
        /// People.
        People => "people", "personnes";
        /// Answers to one question.
        Answers => "answers", "réponses";
        /// Percent, 0 to 100.
        Percent => "percent", "%";
    }
}

vocabulary! {
    /// Why telling a need may put somebody at risk.
    Sensitivity {
        /// Those who speak fear reprisals.
        Reprisals => "reprisals", "Risque de représailles";
        /// It speaks of trafficking.
        Trafficking => "trafficking", "Trafics";
        /// It speaks of violence or of its victims.
        Violence => "violence", "Violences";
        /// It speaks of people in a fragile situation.
        VulnerablePeople => "vulnerable_people", "Personnes fragiles";
    }
}

vocabulary! {
    /// What somebody expressed.
    Kind {
        /// Something missing or wrong.
        Need => "need", "Besoin";
        /// Something observed.
        Observation => "observation", "Constat";
        /// Something proposed.
        Idea => "idea", "Idée";
    }
}

vocabulary! {
    /// Whether somebody looked for the needs a proposal answers.
    Looked {
        /// Not yet.
        Later => "later", "À examiner plus tard";
        /// It answers needs.
        Linked => "linked", "Elle répond aux besoins cochés";
        /// It answers none of them.
        NoNeed => "no_need", "Examinée : aucun besoin recueilli ne la demande";
    }
}

vocabulary! {
    /// Who may read what was said.
    Visibility {
        /// Anybody, unless the need is sensitive.
        Public => "public", "Publique";
        /// Agents only.
        Agents => "agents", "Réservée aux agents";
    }
}

vocabulary! {
    /// What should hold between figures.
    ComparisonRule {
        /// Two figures should be equal.
        Equal => "equal", "Deux chiffres devraient être égaux";
        /// Shares should add to 100.
        Sum => "sum", "Les parts devraient faire 100 %";
        /// The first figure should be the sum of the others.
        Total => "total", "Le premier chiffre devrait être la somme des autres";
    }
}
