//! Words with a stable name for the database and a French one for people.

use kernel::vocabulary;

vocabulary! {
    /// What somebody expressed on a note.
    NoteKind {
        /// Something missing or wrong.
        Need => "need", "Besoin";
        /// Something observed.
        Observation => "observation", "Constat";
        /// Something proposed.
        Idea => "idea", "Idée";
        /// Something to be done.
        Action => "action", "Action";
    }
}

vocabulary! {
    /// Who put it in.
    Origin {
        /// Whoever leads the gathering.
        Team => "team", "Équipe";
        /// Somebody there, with a telephone.
        Participant => "participant", "Participant·e";
    }
}

vocabulary! {
    /// What telephones are asked for.
    Invites {
        /// Notes.
        Notes => "notes", "Des notes";
        /// Findings of a walk.
        Findings => "findings", "Des constats de marche, avec photo";
    }
}

vocabulary! {
    /// What participants are counted by.
    Dimension {
        /// Bands of age.
        Age => "age", "Âge";
        /// Women, men.
        Sex => "sex", "Sexe";
        /// Residents, associations, professionals…
        Public => "public", "Public";
    }
}

vocabulary! {
    /// What a finding is about.
    Category {
        /// Rubbish, bulky waste, dirt.
        Cleanliness => "cleanliness", "Propreté";
        /// Pavements, crossings, parking.
        Roads => "roads", "Voirie et stationnement";
        /// Lamps.
        Lighting => "lighting", "Éclairage";
        /// Trees, lawns, parks.
        Green => "green", "Espaces verts";
        /// Halls, stairs, lifts, façades.
        Buildings => "buildings", "Immeubles et parties communes";
        /// Benches, playgrounds, sports grounds.
        Equipment => "equipment", "Mobilier, jeux et équipements";
        /// Places where people do not feel safe.
        Safety => "safety", "Tranquillité";
        /// What works and should be kept.
        Asset => "asset", "Ce qui marche bien";
        /// Anything else.
        Other => "other", "Autre";
    }
}

vocabulary! {
    /// How much it matters.
    Gravity {
        /// A discomfort.
        Minor => "minor", "Gênant";
        /// It spoils daily life.
        Serious => "serious", "Important";
        /// Somebody may be hurt.
        Dangerous => "dangerous", "Dangereux";
    }
}

vocabulary! {
    /// How far a finding is.
    FindingState {
        /// Nobody was told yet.
        Noted => "noted", "Noté";
        /// Whoever must act was told.
        HandedOn => "handed_on", "Transmis";
        /// Being done.
        UnderWay => "under_way", "En cours";
        /// Done, with the proof.
        Done => "done", "Fait";
        /// It will not be done, and why.
        Dropped => "dropped", "Sans suite";
    }
}

impl FindingState {
    /// Whether somebody still has to act.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Dropped)
    }
}
