//! Words with a stable name for the database and a French one for people.

use kernel::vocabulary;

vocabulary! {
    /// Where a call stands.
    CallState {
        /// Being written.
        Draft => "draft", "brouillon";
        /// Published: open, coming or closed as its dates say.
        Published => "published", "publié";
        /// Withdrawn, with its reason.
        Withdrawn => "withdrawn", "retiré";
    }
}

vocabulary! {
    /// A step after closing.
    StepKind {
        /// Completeness of applications is checked.
        Completeness => "completeness", "Vérification des dossiers";
        /// Services read applications.
        Assessment => "assessment", "Instruction";
        /// Services and citizen councils give their opinion.
        Opinions => "opinions", "Avis des services et des conseils citoyens";
        /// Funders meet.
        Committee => "committee", "Comité des financeurs";
        /// Assemblies of funders deliberate.
        Deliberation => "deliberation", "Délibérations";
        /// Carriers are told.
        Notification => "notification", "Réponse aux porteurs";
    }
}

vocabulary! {
    /// Where an application stands, for its carrier.
    ApplicationState {
        /// Being written.
        Draft => "draft", "en cours d’écriture";
        /// Filed.
        Filed => "filed", "déposé";
        /// Withdrawn by its carrier.
        Withdrawn => "withdrawn", "retiré";
    }
}

vocabulary! {
    /// How far an application is, once filed.
    Stage {
        /// Not filed.
        None => "none", "pas encore déposé";
        /// Filed.
        Filed => "filed", "déposé";
        /// Something is missing.
        ToComplete => "to_complete", "à compléter";
        /// Nothing is missing.
        Complete => "complete", "complet";
        /// Cannot be taken.
        Inadmissible => "inadmissible", "non recevable";
        /// Being read.
        Assessed => "assessed", "en instruction";
        /// Decided.
        Decided => "decided", "décidé";
        /// Its carrier was told.
        Notified => "notified", "notifié";
    }
}

vocabulary! {
    /// Whether a project goes on from last year.
    ProjectKind {
        /// New.
        New => "new", "nouvelle action";
        /// Goes on.
        Renewed => "renewed", "reconduction";
    }
}

vocabulary! {
    /// Where a project stands.
    ProjectState {
        /// Goes on.
        Active => "active", "maintenue";
        /// Its financing must be written again after a refusal.
        ToRevise => "to_revise", "plan de financement à revoir";
        /// Withdrawn by its carrier.
        Withdrawn => "withdrawn", "retirée";
    }
}

vocabulary! {
    /// What pays.
    Nature {
        /// Ordinary policies.
        CommonLaw => "common_law", "droit commun";
        /// Money of the contract.
        Specific => "specific", "crédits spécifiques";
    }
}

vocabulary! {
    /// Who did something.
    Side {
        /// The carrier.
        Carrier => "carrier", "porteur";
        /// Services.
        Agents => "agents", "services";
        /// The platform.
        Platform => "platform", "plateforme";
    }
}

vocabulary! {
    /// What happened.
    EventKind {
        /// Begun.
        Begun => "begun", "dossier commencé";
        /// Filed.
        Filed => "filed", "dossier déposé";
        /// Filed after closing, admitted with a reason.
        FiledLate => "filed_late", "dossier déposé hors délai, accepté";
        /// The acknowledgement was sent.
        Acknowledged => "acknowledged", "accusé d’enregistrement envoyé";
        /// Something was asked.
        CompletionAsked => "completion_asked", "complément demandé";
        /// What was asked was given.
        CompletionAnswered => "completion_answered", "complément apporté";
        /// Complete.
        Complete => "complete", "dossier complet";
        /// Admissible.
        Admissible => "admissible", "recevable";
        /// Inadmissible.
        Inadmissible => "inadmissible", "non recevable";
        /// Opinions are in.
        Assessed => "assessed", "avis rendus";
        /// An amount is proposed.
        Proposed => "proposed", "montant proposé";
        /// Decided.
        Decided => "decided", "décision prise";
        /// The carrier was told.
        Notified => "notified", "décision notifiée";
        /// Withdrawn.
        Withdrawn => "withdrawn", "retrait";
        /// Taken back to a step before.
        TakenBack => "taken_back", "étape reprise";
        /// A message was written.
        Message => "message", "message";
    }
}

vocabulary! {
    /// Where something asked stands.
    ItemState {
        /// Asked.
        Open => "open", "à apporter";
        /// Given by the carrier.
        Answered => "answered", "apporté";
        /// Seen and accepted.
        Accepted => "accepted", "accepté";
    }
}
