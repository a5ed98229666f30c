//! What narrows lists of sheets: the filters of a page, and what somebody has the right to read.

use database::{Tx, search};

use crate::rules::Filters;

/// What narrows a list: seven values, then the neighbourhoods somebody may read, bound in this order by [`narrowed`]. What does not narrow it reads no column, so that
/// counting goes through indexes and not through the texts of every sheet. The few sheets of a contract, an objective or a
/// neighbourhood are looked for by its index; otherwise, those anybody reads by theirs.
pub(super) fn condition(tx: &Tx, is_public: bool, filters: &Filters) -> String {
    let is_few = filters.contract.is_some() || filters.node.is_some() || filters.area.is_some();
    let words = match words(tx, filters) {
        None => "$5 = ''".to_owned(),
        Some(Words::Indexed(_)) => format!("s.id IN ({})", search::objects(tx.is_postgres(), KIND, 5)),
        Some(Words::Common(_)) => "s.words LIKE $5".to_owned(),
    };
    let within = match &filters.within {
        None => "1 = 1".to_owned(),
        Some(areas) if areas.is_empty() => "1 = 0".to_owned(),
        Some(areas) => {
            let ranks: Vec<String> = (1..=areas.len()).map(|rank| format!("${}", FIXED + rank)).collect();
            format!("s.id IN (SELECT w.sheet FROM sheet_area w WHERE w.area IN ({}))", ranks.join(", "))
        }
    };
    let proposed = match filters.is_proposed {
        true => {
            "EXISTS (SELECT 1 FROM sheet_proposal v WHERE v.sheet = s.id AND v.state = 'waiting' \
             AND v.sheet_revision = s.revision) AND s.published_at IS NULL"
        }
        false => "1 = 1",
    };
    let parts = [
        proposed,
        match (is_public, is_few) {
            (true, true) => "($1 = FALSE OR s.is_published = TRUE)",
            (true, false) => "s.is_published = $1",
            (false, _) => "$1 = FALSE",
        },
        if filters.contract.is_some() { "s.contract = $2" } else { "$2 IS NULL" },
        if filters.node.is_some() { "(s.operational = $3 OR s.strategic = $3)" } else { "$3 IS NULL" },
        if filters.status.is_some() { "s.status = $4" } else { "$4 = ''" },
        words.as_str(),
        match filters.area {
            Some(_) => "s.id IN (SELECT a.sheet FROM sheet_area a WHERE a.area = $6)",
            None => "$6 IS NULL",
        },
        match filters.lens {
            Some(_) => "EXISTS (SELECT 1 FROM sheet_lens l WHERE l.sheet = s.id AND l.lens = $7)",
            None => "$7 IS NULL",
        },
        within.as_str(),
    ];
    parts.join(" AND ")
}

/// What the index calls a sheet.
pub const KIND: &str = "action";

/// Words looked for, as they are bound.
pub(super) enum Words {
    /// In the index.
    Indexed(String),
    /// In what sheets say: too common to be indexed, « le », « de la ».
    Common(String),
}

pub(super) fn words(tx: &Tx, filters: &Filters) -> Option<Words> {
    if filters.words.trim().is_empty() {
        return None;
    }
    let wanted = search::wanted(tx.is_postgres(), &filters.words);
    Some(wanted.map_or_else(|| Words::Common(filters.pattern()), Words::Indexed))
}

/// How many values every list binds, before the neighbourhoods somebody may read.
const FIXED: usize = 7;

/// How many lines, past how many others: written as numbers, since what is bound before varies.
pub(super) fn page((most, past): (i64, i64)) -> String {
    format!("LIMIT {most} OFFSET {past}")
}

/// Asks a query that [`condition`] narrows, with what it binds.
macro_rules! narrowed {
    ($fetch:ident, $tx:expr, $sql:expr, $is_public:expr, $filters:expr) => {{
        let filters = $filters;
        let status = filters.status.map_or("", $crate::rules::Status::code);
        let words = match $crate::store::narrowing::words($tx, filters) {
            Some($crate::store::narrowing::Words::Indexed(words) | $crate::store::narrowing::Words::Common(words)) => words,
            None => String::new(),
        };
        database::on!($tx, conn => {
            let mut query = sqlx::query_as(sqlx::AssertSqlSafe($sql))
                .bind($is_public)
                .bind(filters.contract)
                .bind(filters.node)
                .bind(status)
                .bind(words.as_str())
                .bind(filters.area)
                .bind(filters.lens.as_deref());
            for area in filters.within.iter().flatten() {
                query = query.bind(*area);
            }
            query.$fetch(conn).await.map_err(database::DbError::from)
        })
    }};
}

pub(super) use narrowed;
