//! `/fil/{sorte}/{reference}?sorte=…&page=…`, outside and inside: every link of an object with one kind, page after page,
//! when its thread is too long for one.

use askama::Template;
use database::Tx;
use interface::{Frame, Html, Pagination, t_count, t_with};
use jiff::tz::TimeZone;
use lineage::Kind;
use web::{Asked, Fault};

use super::told::{Line, Reader, line};
use super::{inside_path, public_path};
use crate::actions::{self, ON_A_PAGE, Object, Resolver};

#[derive(Template)]
#[template(path = "pages/links.html")]
pub(super) struct LinksPage {
    pub frame: Frame,
    /// « Besoin B05 : preuves, du lien le plus ancien au plus récent ».
    pub told: Html,
    pub lines: Vec<Line>,
    /// What this reader may not know of the page, counted.
    pub kept_back: Html,
    pub pages: Pagination,
    /// Where the whole thread is.
    pub whole: String,
}

/// The kind whose links are asked for, when some are.
pub(super) fn wanted(asked: &Asked) -> Option<&str> {
    Some(asked.text("sorte")).filter(|kind| !kind.is_empty())
}

/// A page of links.
pub(super) async fn page(
    tx: &mut Tx,
    resolver: &mut Resolver,
    (frame, object): (Frame, &Object),
    (asked, reader): (&Asked, Reader),
    zone: &TimeZone,
) -> Result<LinksPage, Fault> {
    let kind = Kind::from_code(asked.text("sorte")).ok_or_else(Fault::not_found)?;
    let page = asked.text("page").parse().unwrap_or(1).max(1);
    let found = actions::links(tx, resolver, (object.end, kind), page).await?.ok_or_else(Fault::not_found)?;
    let language = frame.language;
    let path = match reader {
        Reader::Public => public_path(object.end.kind, &object.reference),
        Reader::Agent(_) => inside_path(object.end.kind, &object.reference),
    };
    let base = format!("{path}?sorte={}", kind.code());
    let sort = frame.t(kind.plural()).text;
    let values = [("nom", object.name.as_str()), ("sorte", sort.as_str())];
    // Of what is written and not yet public, nothing is told outside, not even how much.
    let is_protected = matches!(kind, Kind::Evidence | Kind::Verbatim);
    let kept_back = match found.kept_back {
        0 => Html::default(),
        _ if !is_protected && reader == Reader::Public => Html::default(),
        count => Html::from(&t_count(
            language,
            count,
            "Un lien de cette page n’est pas montré, pour protéger les personnes entendues.",
            "{n} liens de cette page ne sont pas montrés, pour protéger les personnes entendues.",
        )),
    };
    Ok(LinksPage {
        told: Html::from(&t_with(language, "{nom} : {sorte}, du lien le plus ancien au plus récent.", values)),
        lines: found.lines.iter().map(|(one, link)| line(one, Some(link), (reader, language), zone)).collect(),
        kept_back,
        pages: Pagination::new(page, u64::try_from(found.count).unwrap_or(0), ON_A_PAGE, base),
        whole: path,
        frame,
    })
}
