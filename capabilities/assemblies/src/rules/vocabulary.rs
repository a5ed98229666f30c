//! Words with a stable name for the database and a French one for people.

use kernel::vocabulary;

vocabulary! {
    /// A kind of body.
    Kind {
        /// Drawn by lot, provided by law (loi n° 2014-173, article 7).
        Council => "council", "Conseil citoyen";
        /// Of young people.
        Youth => "youth", "Instance de jeunes";
        /// Of a neighbourhood, led by its associations.
        Table => "table", "Table de quartier";
        /// Of a renewal project (loi n° 2014-173, article 3).
        House => "house", "Maison du projet";
        /// Those who sign the contract and lead it.
        Steering => "steering", "Comité de pilotage";
        /// Those who prepare what it decides.
        Technical => "technical", "Comité technique";
        /// Those who pay for what it does.
        Funders => "funders", "Comité des financeurs";
        /// Of one territory, or one neighbourhood.
        Area => "area", "Instance de territoire ou de quartier";
        /// Of one theme.
        Thematic => "thematic", "Groupe thématique";
        /// Where projects are looked at one by one.
        Review => "review", "Revue de projets";
    }
}

impl Kind {
    /// Whether it steers a contract: signatories sit there, by organisation.
    pub const fn is_steering(self) -> bool {
        matches!(self, Self::Steering | Self::Technical | Self::Funders | Self::Area | Self::Thematic | Self::Review)
    }
}

vocabulary! {
    /// For whom a member sits.
    CollegeKind {
        /// Residents.
        Residents => "residents", "Habitants";
        /// Associations and local actors.
        Actors => "actors", "Associations et acteurs locaux";
        /// A body without colleges.
        None => "none", "Sans collège";
        /// The State and its agencies.
        State => "state", "État et ses opérateurs";
        /// The intercommunality and its towns.
        Towns => "towns", "Intercommunalité et communes";
        /// The département and the région.
        Regions => "regions", "Département et région";
        /// Others who sign: landlords, social security, banks, chambers.
        Partners => "partners", "Autres signataires et partenaires";
    }
}

impl CollegeKind {
    /// Those a body of this kind has, in order; none, when it has no college.
    pub const fn of(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::Council => &[Self::Residents, Self::Actors],
            Kind::Youth | Kind::Table | Kind::House => &[],
            _ => &[Self::State, Self::Towns, Self::Regions, Self::Partners, Self::Residents, Self::Actors],
        }
    }
}

vocabulary! {
    /// How somebody asked to be counted. Never inferred.
    Counted {
        /// As a woman.
        Woman => "woman", "femme";
        /// As a man.
        Man => "man", "homme";
        /// Not said.
        Unknown => "unknown", "non renseigné";
    }
}

vocabulary! {
    /// Where a member stands.
    MemberState {
        /// Sits.
        Sitting => "sitting", "en mandat";
        /// Does not sit for a time.
        Suspended => "suspended", "mandat suspendu";
        /// Left.
        Left => "left", "a quitté l’instance";
    }
}

vocabulary! {
    /// Why a member left. Nothing here speaks of health.
    Departure {
        /// Her own decision.
        Resigned => "resigned", "choix personnel";
        /// Lives elsewhere.
        Moved => "moved", "déménagement";
        /// Works or studies otherwise.
        Work => "work", "changement de travail ou d’études";
        /// No longer speaks for the structure.
        Structure => "structure", "ne représente plus la structure";
        /// The mandate ended, or half of it was renewed.
        Term => "term", "fin du mandat ou renouvellement";
        /// Absent more than the charter allows.
        Absences => "absences", "absences répétées, selon la charte";
        /// Died.
        Died => "died", "décès";
        /// Anything else.
        Other => "other", "autre raison";
    }
}

vocabulary! {
    /// Whose meeting it is.
    Body {
        /// The body's own.
        Own => "own", "L’instance elle-même";
        /// Of those who steer the contract.
        Steering => "steering", "Comité de pilotage";
        /// Where applications are examined.
        Instruction => "instruction", "Comité d’instruction des dossiers";
        /// Of urban renewal (NPNRU).
        Renewal => "renewal", "Instance du renouvellement urbain (NPNRU)";
        /// Any other.
        Other => "other", "Autre instance";
    }
}

vocabulary! {
    /// Where a meeting stands.
    MeetingState {
        /// To come.
        Planned => "planned", "prévue";
        /// Took place.
        Held => "held", "tenue";
        /// Will not take place.
        Cancelled => "cancelled", "annulée";
    }
}

vocabulary! {
    /// Where minutes stand.
    MinutesState {
        /// Nobody wrote them.
        None => "none", "à écrire";
        /// Written, to be approved at the next meeting.
        Draft => "draft", "à approuver";
        /// Approved.
        Approved => "approved", "approuvé";
    }
}

vocabulary! {
    /// What a member answers to a convocation.
    Reply {
        /// Nothing yet.
        None => "none", "sans réponse";
        /// Comes.
        Comes => "comes", "je viens";
        /// Does not.
        Excused => "excused", "je m’excuse";
    }
}

vocabulary! {
    /// Who was there.
    Presence {
        /// Not entered.
        None => "none", "non saisie";
        /// Was there.
        Present => "present", "présent·e";
        /// Let it be known that she would not come.
        Excused => "excused", "excusé·e";
        /// Was not there.
        Absent => "absent", "absent·e";
        /// Somebody spoke for her.
        Represented => "represented", "représenté·e";
    }
}
