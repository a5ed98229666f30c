//! What narrows lists of sheets: the filters of a page, and what somebody has the right to read.

use database::search;

use crate::rules::Filters;

/// What narrows a list: seven values, then the neighbourhoods somebody may read, then the stems looked for, bound in this order by
/// [`narrowed`]. What does not narrow it reads no column, so that
/// counting goes through indexes and not through the texts of every sheet. The few sheets of a contract, an objective or a
/// neighbourhood are looked for by its index; otherwise, those anybody reads by theirs.
pub(super) fn condition(is_public: bool, filters: &Filters) -> String {
    let is_few = filters.contract.is_some() || filters.node.is_some() || filters.area.is_some();
    let (words, stems) = words(filters);
    let words = match (words.is_empty(), stems.len()) {
        (true, 0) => "$5 = ''".to_owned(),
        (true, count) => {
            let first = FIXED + filters.within.as_ref().map_or(0, Vec::len) + 1;
            format!("$5 = '' AND s.id IN ({})", search::objects(KIND, first, count))
        }
        (false, _) => "s.words LIKE $5".to_owned(),
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

/// Words looked for, as they are bound: stems of the index; or, when all are too common to be there (« le », « de la »), what
/// sheets say must be like.
pub(super) fn words(filters: &Filters) -> (String, Vec<String>) {
    let stems = search::query_stems(&filters.words);
    match stems.is_empty() && !filters.words.trim().is_empty() {
        true => (filters.pattern(), stems),
        false => (String::new(), stems),
    }
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
        let (words, stems) = $crate::store::narrowing::words(filters);
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
            for stem in &stems {
                query = query.bind(stem.as_str());
            }
            query.$fetch(conn).await.map_err(database::DbError::from)
        })
    }};
}

pub(super) use narrowed;
