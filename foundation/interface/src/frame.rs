//! What surrounds every page: title, navigation, who is signed in, footer, language.

use crate::form::Form;
use crate::html::Html;
use crate::language::{Language, Translated, in_french, t, t_count, t_with};

/// Words and address of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Words, in French; the frame translates those it knows.
    pub label: String,
    /// Address.
    pub href: String,
}

impl Link {
    /// Words and address.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// Which side of the house a page is on: it decides the ground and the width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    /// Public pages, on paper.
    #[default]
    Paper,
    /// Back-office pages, on white, as wide as their tables need.
    White,
}

/// What the accessibility statement says, repeated in each footer (French law asks for it).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Conformity {
    /// Less than half of the criteria, or not audited yet.
    #[default]
    None,
    /// At least half of the criteria.
    Partial,
    /// Every criterion.
    Full,
}

impl Conformity {
    /// The mention of the footer.
    pub const fn french(self) -> &'static str {
        match self {
            Self::None => "Accessibilité : non conforme",
            Self::Partial => "Accessibilité : partiellement conforme",
            Self::Full => "Accessibilité : totalement conforme",
        }
    }
}

/// What an installation says of itself on every page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Name of the service: « Parvis » or the town's own name for it.
    pub service: String,
    /// Name of the town or intercommunality.
    pub town: String,
    /// Accessibility, as declared.
    pub conformity: Conformity,
}

/// The person signed in, as the header shows her.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonShown {
    /// Her name.
    pub name: String,
    /// The person she acts for, when she does: shown on a banner.
    pub acting_for: Option<String>,
}

/// Colour and meaning of a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    #[default]
    Information,
    /// Something done.
    Success,
    /// Something to read before using a figure.
    Prudence,
    /// Something that went wrong.
    Problem,
}

impl Tone {
    /// Part of the CSS class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Success => "success",
            Self::Prudence => "prudence",
            Self::Problem => "problem",
        }
    }

    /// The word that carries the meaning without the colour.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Information => "À savoir",
            Self::Success => "C'est fait",
            Self::Prudence => "Prudence",
            Self::Problem => "Problème",
        }
    }
}

/// Everything `page.html` needs. Every page struct has a field `frame: Frame`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Language of the page.
    pub language: Language,
    /// The single `h1`, and the start of `<title>`.
    pub title: Translated,
    /// A short line above the title (« Question 3 sur 9 »), or nothing.
    pub caption: Translated,
    /// Names of the service and the town.
    pub site: Site,
    /// Public or back-office.
    pub ground: Ground,
    /// The links of this person's door, five at most.
    pub links: Vec<Link>,
    /// The person signed in.
    pub person: Option<PersonShown>,
    /// Pages above this one, from the home page; shown from the third level on.
    pub breadcrumb: Vec<Link>,
    /// What has just been done, after a redirect.
    pub notice: Option<(Tone, Translated)>,
    /// Path of the page, for the current link and the language switch.
    pub path: String,
    /// Whether a form of this page has points to correct.
    pub has_errors: bool,
    /// Whether the texts of this page go through the catalogues.
    pub is_translated: bool,
    /// Whether the page holds an interactive map.
    pub has_map: bool,
    /// Whether search engines must leave it alone.
    pub is_private: bool,
}

impl Frame {
    /// A public page: title and path. The title is also the `h1`.
    pub fn public(site: &Site, title: impl Into<Translated>, path: impl Into<String>) -> Self {
        Self { site: site.clone(), title: title.into(), path: path.into(), ..Self::default() }
    }

    /// A back-office page: title and path.
    pub fn back_office(site: &Site, title: impl Into<Translated>, path: impl Into<String>) -> Self {
        Self { ground: Ground::White, is_private: true, ..Self::public(site, title, path) }
    }

    /// The same frame in a language, its page's texts going through the catalogues: use it on pages
    /// whose template writes `frame.t("…")` around each text.
    #[must_use]
    pub fn translated(mut self, language: Language) -> Self {
        self.language = language;
        self.is_translated = true;
        self.title = self.retranslated(&self.title);
        self
    }

    /// The same frame, whose title and caption are names or words people wrote in French: marked as such in other languages.
    #[must_use]
    pub fn named_in_french(mut self) -> Self {
        self.title = in_french(self.language, &self.title.text);
        if !self.caption.text.is_empty() {
            self.caption = in_french(self.language, &self.caption.text);
        }
        self
    }

    /// The same frame in a language, for a page whose own text is only in French: it says so.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    fn retranslated(&self, text: &Translated) -> Translated {
        let found = t(self.language, &text.text);
        if found.is_fallback { text.clone() } else { found }
    }

    /// The same frame with the links of a door.
    #[must_use]
    pub fn with_links(mut self, links: Vec<Link>) -> Self {
        self.links = links;
        self
    }

    /// The same frame with pages above this one. In the back office its home comes first by itself.
    #[must_use]
    pub fn with_breadcrumb(mut self, breadcrumb: Vec<Link>) -> Self {
        self.breadcrumb = breadcrumb;
        let lacks_home = self.breadcrumb.first().is_some_and(|first| first.href != "/gestion");
        if self.path.starts_with("/gestion/") && lacks_home {
            self.breadcrumb.insert(0, Link::new("Gestion", "/gestion"));
        }
        self
    }

    /// The same frame with a person signed in.
    #[must_use]
    pub fn with_person(mut self, person: Option<PersonShown>) -> Self {
        self.person = person;
        self
    }

    /// The same frame saying what has just been done.
    #[must_use]
    pub fn with_notice(mut self, tone: Tone, sentence: impl Into<Translated>) -> Self {
        self.notice = Some((tone, sentence.into()));
        self
    }

    /// The same frame, its title beginning with « Erreur » when the form has points to correct.
    #[must_use]
    pub fn with_form(mut self, form: &Form) -> Self {
        self.has_errors = form.has_errors();
        self
    }

    /// The same frame with a line above the title.
    #[must_use]
    pub fn with_caption(mut self, caption: impl Into<Translated>) -> Self {
        self.caption = caption.into();
        self
    }

    /// The same frame loading the interactive map's script.
    #[must_use]
    pub fn with_map(mut self) -> Self {
        self.has_map = true;
        self
    }

    /// A text in the language of the page.
    pub fn t(&self, french: &str) -> Translated {
        t(self.language, french)
    }

    /// A text in the language of the page, with `{name}` replaced by values.
    pub fn t_with<'v>(&self, french: &str, values: impl AsRef<[(&'v str, &'v str)]>) -> Translated {
        t_with(self.language, french, values)
    }

    /// The singular or plural text in the language of the page, `{n}` replaced by the number.
    pub fn t_count(&self, number: i64, singular: &str, plural: &str) -> Translated {
        t_count(self.language, number, singular, plural)
    }

    /// Attributes of an element whose text is only in French, for pages shown in another language.
    pub fn french_only(&self) -> Html {
        self.language.french_only()
    }

    /// Whether a link of the navigation leads to this page, or to the part it belongs to.
    pub fn is_current(&self, href: &str) -> bool {
        self.path == href || (href != "/" && self.path.starts_with(href) && self.path[href.len()..].starts_with('/'))
    }

    /// `page` when the link is this very page, `true` when the page is inside: for `aria-current`.
    pub fn current(&self, href: &str) -> &'static str {
        if self.path == href { "page" } else { "true" }
    }

    /// Address of an asset.
    pub fn asset(&self, path: &str) -> String {
        crate::assets::url(path)
    }

    /// Address of this page in another language.
    pub fn in_language_href(&self, language: &Language) -> String {
        let mark = if self.path.contains('?') { '&' } else { '?' };
        format!("{}{mark}langue={}", self.path, language.code())
    }

    /// The other languages.
    pub fn other_languages(&self) -> Vec<Language> {
        Language::ALL.into_iter().filter(|language| *language != self.language).collect()
    }

    /// Class of the body.
    pub const fn ground_class(&self) -> &'static str {
        match self.ground {
            Ground::Paper => "paper",
            Ground::White => "white",
        }
    }

    /// Whether the page must say that a part of it is only in French.
    pub const fn may_fall_back(&self) -> bool {
        self.language.is_translated()
    }

    /// Whether the whole main part is French inside a page of another language.
    pub fn is_main_french(&self) -> bool {
        self.language.is_translated() && !self.is_translated
    }
}
