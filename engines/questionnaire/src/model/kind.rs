//! What an item is.

/// Where a question takes its answers from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A list of the sheet `choices`.
    List(String),
    /// A file beside the form.
    File(String),
    /// The sheet `external_choices`.
    External(String),
    /// Answers already given to a repeated question.
    Answers(String),
}

impl Source {
    /// As written in the type.
    pub fn name(&self) -> &str {
        match self {
            Self::List(name) | Self::File(name) | Self::External(name) | Self::Answers(name) => name,
        }
    }
}

/// What a device or a session fills by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metadata {
    /// Moment the form was opened.
    Start,
    /// Moment it was finished.
    End,
    /// Day.
    Today,
    /// Device.
    DeviceId,
    /// Who collects.
    Username,
    /// Electronic address of who collects.
    Email,
    /// Telephone of who collects.
    PhoneNumber,
    /// Card of the telephone.
    SimSerial,
    /// Subscription of the telephone.
    SubscriberId,
    /// Record of how the form was filled.
    Audit,
    /// Place where the form was opened.
    StartGeopoint,
    /// Place noted when an answer changes.
    BackgroundGeopoint,
    /// Sound recorded meanwhile.
    BackgroundAudio,
}

/// What an item is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A text in the respondent's own words.
    #[default]
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A day.
    Date,
    /// An hour.
    Time,
    /// A day and an hour.
    DateTime,
    /// One answer of a list. `true`: with « autre, précisez ».
    SelectOne(Source, bool),
    /// Several answers of a list. `true`: with « autre, précisez ».
    SelectMultiple(Source, bool),
    /// Answers of a list in order of preference.
    Rank(Source),
    /// Words to read.
    Note,
    /// A value worked out.
    Calculate,
    /// A value kept, never shown.
    Hidden,
    /// A box to tick: read and agreed.
    Acknowledge,
    /// A number on a scale.
    Range,
    /// A place.
    GeoPoint,
    /// A path.
    GeoTrace,
    /// A perimeter.
    GeoShape,
    /// A picture.
    Image,
    /// A sound.
    Audio,
    /// A film.
    Video,
    /// A file.
    File,
    /// A code read by a camera.
    Barcode,
    /// Filled by the device or the session.
    Metadata(Metadata),
    /// Data of a file, without a question.
    ExternalData(String),
    /// Buildings and roads drawn in OpenStreetMap.
    Osm(Option<String>),
    /// Questions under one title.
    Group,
    /// Questions asked as many times as there are persons, things.
    Repeat,
    /// Questions asked once for each answer of a list.
    Loop(String),
}

impl Kind {
    /// Where its answers come from, for questions with a list.
    pub fn source(&self) -> Option<&Source> {
        match self {
            Self::SelectOne(source, _) | Self::SelectMultiple(source, _) | Self::Rank(source) => Some(source),
            _ => None,
        }
    }

    /// The list of the form it uses.
    pub fn list(&self) -> Option<&str> {
        match self.source() {
            Some(Source::List(name)) => Some(name),
            _ => None,
        }
    }

    /// Whether « autre, précisez » goes with it.
    pub fn has_other(&self) -> bool {
        matches!(self, Self::SelectOne(_, true) | Self::SelectMultiple(_, true))
    }

    /// Whether it holds other items.
    pub fn is_container(&self) -> bool {
        matches!(self, Self::Group | Self::Repeat | Self::Loop(_))
    }

    /// Whether somebody sees it.
    pub fn is_shown(&self) -> bool {
        !self.is_container()
            && !matches!(self, Self::Calculate | Self::Hidden | Self::Metadata(_) | Self::ExternalData(_))
    }

    /// Whether somebody answers it.
    pub fn is_answered(&self) -> bool {
        self.is_shown() && *self != Self::Note
    }

    /// What only a device gives, with its camera, its microphone or a map: it cannot be typed, and nobody is held up
    /// because of it.
    pub fn given_by_a_device(&self) -> Option<&'static str> {
        Some(match self {
            Self::Image => "une photo",
            Self::Audio => "un son",
            Self::Video => "un film",
            Self::File => "un fichier",
            Self::GeoTrace => "un tracé",
            Self::GeoShape => "un périmètre",
            Self::Osm(_) => "un dessin sur la carte",
            _ => return None,
        })
    }

    /// Whether several answers may be chosen.
    pub fn is_several(&self) -> bool {
        matches!(self, Self::SelectMultiple(..) | Self::Rank(_))
    }
}
