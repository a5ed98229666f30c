//! Words with a stable name for the database and a French one for people.

use kernel::vocabulary;

vocabulary! {
    /// A college of a council.
    CollegeKind {
        /// Residents drawn by lot.
        Residents => "residents", "Habitants";
        /// Associations and local actors.
        Actors => "actors", "Associations et acteurs locaux";
    }
}

vocabulary! {
    /// What a draw seeks.
    Objective {
        /// The fairest: nobody can have more without taking from somebody who has no more.
        Leximin => "leximin", "La plus équitable (leximin)";
        /// The smallest chance is the largest possible.
        Maximin => "maximin", "La plus petite chance, la plus grande possible (maximin)";
        /// The product of chances.
        Nash => "nash", "Le produit des chances (Nash)";
    }
}

vocabulary! {
    /// What people are told apart by in a quota.
    Feature {
        /// Sex.
        Sex => "sex", "sexe";
        /// Under an age, or not.
        Age => "age", "âge";
        /// Neighbourhood.
        Area => "area", "quartier";
        /// Where somebody comes from: roll, landlord, volunteer.
        Origin => "origin", "origine";
        /// Kind of structure.
        Kind => "kind", "structure";
    }
}

vocabulary! {
    /// Whom a crossed rule looks at.
    RuleScope {
        /// The college of residents.
        Residents => "residents", "Le collège des habitants";
        /// That of associations and local actors.
        Actors => "actors", "Le collège des associations et acteurs locaux";
        /// Both, counted together.
        Whole => "whole", "Le conseil entier, les deux collèges ensemble";
    }
}

vocabulary! {
    /// Sex, as a list says it.
    Sex {
        /// A woman.
        Woman => "woman", "femme";
        /// A man.
        Man => "man", "homme";
        /// Not said.
        Unknown => "unknown", "non renseigné";
    }
}

vocabulary! {
    /// Age on the day of the draw, against what the rules say.
    Age {
        /// Under the age of the young.
        Young => "young", "jeune";
        /// That age or more.
        Older => "older", "plus âgé";
        /// Not said.
        Unknown => "unknown", "non renseigné";
        /// Too young to be drawn.
        Minor => "minor", "trop jeune";
    }
}

vocabulary! {
    /// How somebody came into the pool.
    Origin {
        /// The electoral roll.
        Roll => "roll", "liste électorale";
        /// A landlord's list of tenants.
        Landlord => "landlord", "fichier d’un bailleur";
        /// Herself, with the public form.
        Volunteer => "volunteer", "volontaire";
        /// Herself, on paper.
        Paper => "paper", "volontaire, sur papier";
        /// For a structure.
        Actor => "actor", "structure";
    }
}

vocabulary! {
    /// How sure it is that somebody lives in a neighbourhood.
    Placed {
        /// The number is known and well inside.
        Sure => "sure", "sûr";
        /// The street is inside.
        Probable => "probable", "probable";
        /// The address says nothing.
        Unknown => "unknown", "à situer";
        /// Elsewhere.
        Outside => "outside", "hors du territoire";
        /// Somebody decided.
        ByHand => "by_hand", "choisi à la main";
    }
}

vocabulary! {
    /// Where somebody stands in the pool.
    CandidateState {
        /// May be drawn.
        Kept => "kept", "dans le vivier";
        /// May not: not placed, too young, elsewhere.
        SetAside => "set_aside", "mis de côté";
        /// Taken out at her request or by decision.
        Withdrawn => "withdrawn", "retiré";
        /// The same person as another line.
        Merged => "merged", "réuni à un autre";
    }
}

vocabulary! {
    /// Where a candidacy of a structure stands.
    StructureState {
        /// To be looked at.
        Received => "received", "à examiner";
        /// Its people may be drawn.
        Admitted => "admitted", "retenue";
        /// They may not.
        Refused => "refused", "écartée";
    }
}

vocabulary! {
    /// Where a draw stands.
    DrawState {
        /// Rules are announced.
        Prepared => "prepared", "règles publiées";
        /// The pool is closed.
        Frozen => "frozen", "vivier clos";
        /// Lottery and proof are published.
        Published => "published", "loterie publiée";
        /// Chance has spoken.
        Drawn => "drawn", "tiré";
        /// Minutes are closed.
        Sealed => "sealed", "scellé";
        /// Given up before chance was known.
        Abandoned => "abandoned", "abandonné avant le hasard";
    }
}

vocabulary! {
    /// What a draw designates.
    DrawKind {
        /// Everybody who sits.
        Whole => "whole", "Qui siège : tout le collège";
        /// Everybody who sits, among those who answered the letters of a first draw.
        Answers => "answers", "Qui siège : parmi les personnes qui ont répondu aux courriers";
        /// Whoever joins those who sit already.
        Completion => "completion", "Qui complète le conseil : les membres qui siègent restent";
        /// Whom to write to, among a long list.
        Letters => "letters", "À qui écrire, dans une longue liste";
        /// Which half of those who sit leaves.
        Renewal => "renewal", "Qui part : la moitié des membres";
    }
}

vocabulary! {
    /// What somebody who was written to answered.
    LetterState {
        /// Her letter waits.
        ToSend => "to_send", "à écrire";
        /// It left.
        Sent => "sent", "courrier parti";
        /// She wants to be in the second draw.
        Yes => "yes", "veut participer";
        /// She does not.
        No => "no", "ne veut pas participer";
        /// Lives elsewhere.
        Moved => "moved", "parti·e, adresse inconnue";
    }
}

vocabulary! {
    /// What decides.
    ChanceKind {
        /// A number read aloud, then a value nobody could know.
        DiceThenBeacon => "dice_then_beacon", "Un nombre tiré en séance, puis une valeur publique connue après";
        /// A number read aloud, alone.
        Balls => "balls", "Un nombre tiré aux boules en séance, seul";
    }
}

vocabulary! {
    /// What the computer is doing for a draw.
    Working {
        /// Nothing.
        Idle => "", "rien";
        /// Closing the pool.
        Freezing => "freezing", "clôture du vivier";
        /// Computing the lottery and its proof.
        Publishing => "publishing", "calcul de la loterie et de sa preuve";
    }
}

vocabulary! {
    /// Where somebody drawn stands.
    SeatState {
        /// Not called yet.
        ToContact => "to_contact", "à contacter";
        /// A letter or a message left.
        Sent => "sent", "courrier envoyé";
        /// Called again.
        Reminded => "reminded", "relancé·e";
        /// Sits.
        Accepted => "accepted", "a accepté";
        /// Said no.
        Refused => "refused", "a refusé";
        /// Never answered.
        NoAnswer => "no_answer", "sans réponse";
        /// Lives elsewhere.
        Moved => "moved", "parti·e, adresse inconnue";
        /// Sat, then left.
        Left => "left", "a quitté le conseil";
    }
}

vocabulary! {
    /// What leads the prefect to recognise a council (law of 21 February 2014, article 7).
    RecognitionStep {
        /// The mayor gave an opinion.
        MayorHeard => "mayor_heard", "maire consulté·e";
        /// The president of the intercommunality gave an opinion.
        PresidentHeard => "president_heard", "présidence de l’intercommunalité consultée";
        /// The list of names left for the prefecture.
        ListSent => "list_sent", "liste nominative transmise à la préfecture";
        /// The prefecture asked for something to be changed.
        CorrectionsAsked => "corrections_asked", "corrections demandées par la préfecture";
        /// The prefect signed.
        Recognised => "recognised", "arrêté préfectoral signé";
    }
}

vocabulary! {
    /// How somebody was reached.
    Way {
        /// By post.
        Letter => "letter", "courrier";
        /// By electronic mail.
        Email => "email", "courriel";
        /// By telephone.
        Telephone => "telephone", "téléphone";
        /// At home.
        Visit => "visit", "visite";
        /// On the public page, with the code of a letter.
        Web => "web", "page publique";
        /// Not at all.
        None => "none", "sans contact";
    }
}

impl DrawKind {
    /// Whether people are drawn to sit, panels printed and proved.
    pub const fn seats(self) -> bool {
        matches!(self, Self::Whole | Self::Answers | Self::Completion)
    }
}

impl SeatState {
    /// Whether the seat is taken, or may still be.
    pub const fn holds(self) -> bool {
        matches!(self, Self::ToContact | Self::Sent | Self::Reminded | Self::Accepted)
    }
}
