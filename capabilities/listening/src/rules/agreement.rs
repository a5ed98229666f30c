//! Where residents and professionals name the same needs, and where they do not. A silence is a divergence only when
//! somebody was asked.

use kernel::Uuid;

/// Pieces of evidence of a need, by who was heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Voices {
    /// The need.
    pub need: Uuid,
    /// From residents, young people included.
    pub residents: i64,
    /// From people at work in the neighbourhoods.
    pub professionals: i64,
    /// The source does not say from whom.
    pub unstated: i64,
}

/// Who was heard at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Residents were.
    pub residents: bool,
    /// Professionals were.
    pub professionals: bool,
}

/// What the voices say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Both name it.
    Shared,
    /// Residents name it, professionals were asked and do not.
    ResidentsOnly,
    /// Professionals name it, residents were asked and do not.
    ProfessionalsOnly,
    /// One side names it, the other was never asked.
    OtherNotAsked,
    /// It was named, and no source says by whom.
    Unstated,
    /// Nobody named it.
    Silent,
}

impl Agreement {
    /// In a few words.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Shared => "Partagé",
            Self::ResidentsOnly => "Habitants seulement",
            Self::ProfessionalsOnly => "Professionnels seulement",
            Self::OtherNotAsked => "Un seul côté interrogé",
            Self::Unstated => "Qui l’a dit n’est pas connu",
            Self::Silent => "Personne ne l’a dit",
        }
    }
}

/// What voices say together. Evidence whose source does not say who spoke may be anybody's: it makes nothing shared, and
/// alone it says nothing of either side.
pub const fn agreement(voices: &Voices, asked: Asked) -> Agreement {
    match (voices.residents > 0, voices.professionals > 0) {
        (true, true) => Agreement::Shared,
        (true, false) if asked.professionals => Agreement::ResidentsOnly,
        (false, true) if asked.residents => Agreement::ProfessionalsOnly,
        (true, false) | (false, true) => Agreement::OtherNotAsked,
        (false, false) if voices.unstated > 0 => Agreement::Unstated,
        (false, false) => Agreement::Silent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silence_is_a_divergence_only_when_somebody_was_asked() {
        let said =
            |residents, professionals, unstated| Voices { need: Uuid::nil(), residents, professionals, unstated };
        let both = Asked { residents: true, professionals: true };
        let alone = Asked { residents: true, professionals: false };
        assert_eq!(agreement(&said(3, 1, 0), both), Agreement::Shared);
        assert_eq!(agreement(&said(3, 0, 0), both), Agreement::ResidentsOnly);
        assert_eq!(agreement(&said(3, 0, 0), alone), Agreement::OtherNotAsked);
        assert_eq!(agreement(&said(0, 2, 0), both), Agreement::ProfessionalsOnly);
        assert_eq!(agreement(&said(0, 0, 2), both), Agreement::Unstated);
        assert_eq!(agreement(&said(2, 0, 5), both), Agreement::ResidentsOnly);
        assert_eq!(agreement(&said(0, 0, 0), both), Agreement::Silent);
    }
}
