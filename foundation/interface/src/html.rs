//! Text that is already HTML, and the one way to make some: everything that comes from elsewhere
//! goes through [`Escaped`].

use std::fmt;

/// A piece of HTML made by this crate. Templates print it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Plain text, escaped.
    pub fn text(text: &str) -> Self {
        Self(Escaped(text).to_string())
    }

    /// A link, its address and words escaped.
    pub fn link(words: &str, href: &str) -> Self {
        Self(format!("<a href=\"{}\">{}</a>", Escaped(href), Escaped(words)))
    }

    /// Text with French no-break spaces, escaped.
    pub fn sentence(text: &str) -> Self {
        Self::text(&kernel::french::spaced(text))
    }

    /// Markup written by this crate, or rendered by an askama template: never text from outside.
    pub fn trusted(markup: impl Into<String>) -> Self {
        Self(markup.into())
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl askama::filters::HtmlSafe for Html {}

impl From<&str> for Html {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}
impl From<String> for Html {
    fn from(text: String) -> Self {
        Self::text(&text)
    }
}

/// Displays text with the five characters of HTML escaped, for elements and quoted attributes.
pub struct Escaped<T>(pub T);

impl<T: fmt::Display> fmt::Display for Escaped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Sieve<'a, 'b>(&'a mut fmt::Formatter<'b>);
        impl fmt::Write for Sieve<'_, '_> {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                let mut rest = text;
                while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
                    self.0.write_str(&rest[..at])?;
                    self.0.write_str(match rest.as_bytes()[at] {
                        b'&' => "&amp;",
                        b'<' => "&lt;",
                        b'>' => "&gt;",
                        b'"' => "&quot;",
                        _ => "&#39;",
                    })?;
                    rest = &rest[at + 1..];
                }
                self.0.write_str(rest)
            }
        }
        fmt::Write::write_fmt(&mut Sieve(f), format_args!("{}", self.0))
    }
}

/// Whether there is something to print: the way macros tell an argument given from its default.
pub fn is_given(text: impl fmt::Display) -> bool {
    !text.to_string().is_empty()
}

/// Appends formatted markup to a `String`; writing to a string cannot fail.
macro_rules! ink {
    ($out:expr, $($argument:tt)*) => {{
        use std::fmt::Write as _;
        let _ = write!($out, $($argument)*);
    }};
}
pub(crate) use ink;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_only_text() {
        let hostile = "<script>alert('x')</script>\"&";
        assert_eq!(Html::text(hostile).as_str(), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;");
        assert_eq!(Html::link("é<", "/a\"b").as_str(), "<a href=\"/a&quot;b\">é&lt;</a>");
    }
}
