//! What columns hold, and the words that mean it.

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    Type,
    Name,
    List,
    Label,
    Hint,
    Guidance,
    Media(String),
    Required,
    RequiredMessage,
    Relevant,
    Constraint,
    ConstraintMessage,
    Calculation,
    Default,
    ReadOnly,
    ChoiceFilter,
    RepeatCount,
    Trigger,
    Appearance,
    Parameters,
    MaxSelected,
    Role,
    Secret,
    Disabled,
    /// Kept as it is, under the header as written.
    Extra(String),
}

impl Field {
    /// The name of its column in XLSForm.
    pub fn header(&self) -> &str {
        match self {
            Self::Type => "type",
            Self::Name => "name",
            Self::List => "list_name",
            Self::Label => "label",
            Self::Hint => "hint",
            Self::Guidance => "guidance_hint",
            Self::Media(sort) => sort,
            Self::Required => "required",
            Self::RequiredMessage => "required_message",
            Self::Relevant => "relevant",
            Self::Constraint => "constraint",
            Self::ConstraintMessage => "constraint_message",
            Self::Calculation => "calculation",
            Self::Default => "default",
            Self::ReadOnly => "read_only",
            Self::ChoiceFilter => "choice_filter",
            Self::RepeatCount => "repeat_count",
            Self::Trigger => "trigger",
            Self::Appearance => "appearance",
            Self::Parameters => "parameters",
            Self::MaxSelected => "cdv:max_selected",
            Self::Role => "cdv:role",
            Self::Secret => "cdv:secret",
            Self::Disabled => "disabled",
            Self::Extra(header) => header,
        }
    }

    /// Whether it holds words people read.
    pub fn is_words(&self) -> bool {
        matches!(self, Self::Label | Self::Hint | Self::Guidance | Self::RequiredMessage | Self::ConstraintMessage)
    }

    /// Whether it may name a language.
    pub fn speaks(&self) -> bool {
        self.is_words() || matches!(self, Self::Media(_))
    }
}

/// Which sheet a header is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Survey,
    Choices,
}

/// What a word of a header means, in lower case and without spaces.
pub fn field(word: &str, of: Of) -> Option<Field> {
    let media = |sort: &str| Some(Field::Media(sort.to_owned()));
    let common = match word {
        "name" | "value" => Some(Field::Name),
        "label" | "caption" => Some(Field::Label),
        "image" | "audio" | "video" | "big-image" => return media(word),
        _ => None,
    };
    match of {
        Of::Choices => match word {
            "list_name" => Some(Field::List),
            _ => common,
        },
        Of::Survey => match word {
            "type" | "command" => Some(Field::Type),
            "tag" => Some(Field::Name),
            "hint" => Some(Field::Hint),
            "guidance_hint" => Some(Field::Guidance),
            "required" => Some(Field::Required),
            "required_message" | "requiredmsg" | "jr:requiredmsg" => Some(Field::RequiredMessage),
            "relevant" | "relevance" => Some(Field::Relevant),
            "constraint" => Some(Field::Constraint),
            "constraint_message" | "constraining_message" | "jr:constraintmsg" => Some(Field::ConstraintMessage),
            "calculation" | "calculate" => Some(Field::Calculation),
            "default" => Some(Field::Default),
            "read_only" | "readonly" => Some(Field::ReadOnly),
            "choice_filter" => Some(Field::ChoiceFilter),
            "repeat_count" | "count" | "jr:count" => Some(Field::RepeatCount),
            "trigger" => Some(Field::Trigger),
            "appearance" => Some(Field::Appearance),
            "parameters" => Some(Field::Parameters),
            "cdv:max_selected" | "max_selected" => Some(Field::MaxSelected),
            "cdv:role" => Some(Field::Role),
            "cdv:secret" => Some(Field::Secret),
            "disabled" => Some(Field::Disabled),
            _ => common,
        },
    }
}
