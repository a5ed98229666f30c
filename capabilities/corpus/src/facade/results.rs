//! What may be printed of the words of a consultation: the tables and the sentences of the public pages, and nothing else.

use database::Tx;
use documents::Table;
use kernel::{Outcome, Uuid};

use crate::actions::Work;
use crate::pages::public::{told_tables, told_words};
use crate::rules::codebook::keys;
use crate::store;

/// What everybody may read of the words of a consultation.
#[derive(Clone, Debug, PartialEq)]
pub struct WordsTold {
    /// Whether everybody reads them already.
    pub is_published: bool,
    /// Base under which nothing is told.
    pub published_from: i64,
    /// Shares with their interval: whole, by channel, by neighbourhood.
    pub tables: Vec<Table>,
    /// Of each theme, the words that may be read, with where and when.
    pub words: Vec<(String, Vec<(String, String)>)>,
}

/// What may be told of the words of a consultation, under the thresholds of what everybody reads. None when there is none,
/// or, with `only_published`, before they are published.
///
/// # Errors
/// The database failed.
pub async fn told(tx: &mut Tx, consultation: Uuid, only_published: bool) -> Outcome<Option<WordsTold>> {
    let setting = store::setting::of(tx, consultation).await?;
    if only_published && !setting.is_published {
        return Ok(None);
    }
    let work = Work::load(tx, consultation).await?;
    if work.verbatims.is_empty() {
        return Ok(None);
    }
    let tables = told_tables(tx, consultation, &work, &setting).await?;
    // Words are read by everybody once they are published, not before: until then only shares are told.
    let areas = territory::facade::areas(tx).await?;
    let main = keys(&work.themes).into_iter().map(|(_, theme)| theme).filter(|theme| theme.parent.is_none());
    let words = main.filter(|_| setting.is_published).filter_map(|theme| {
        Some((theme.label.clone(), told_words(&work, theme, &setting, &areas)?)).filter(|(_, words)| !words.is_empty())
    });
    let words = words.collect();
    Ok(Some(WordsTold { is_published: setting.is_published, published_from: setting.published_from, tables, words }))
}
