//! What nobody else may read, whatever page she is given, and what walls say.

use std::collections::BTreeMap;

use database::{Tx, fetch_all};
use web::testing::Reply;

/// Words of the ground that are somebody’s.
pub struct Secrets {
    /// What is written in applications, said in their messages, given as opinions and scores, and numbers of accounts.
    kept: Vec<(&'static str, String)>,
    /// Names and titles, which some pages tell others; walls never do.
    named: Vec<(&'static str, String)>,
}

const KEPT: &[(&str, &str)] = &[
    (
        "an answer",
        // But what stands elsewhere in the open: the title of an action, the address of an organisation on its common sheet.
        "SELECT value FROM application_answer WHERE value NOT IN (SELECT title FROM project) \
         AND value NOT IN (SELECT email FROM organisation_sheet)",
    ),
    ("a message", "SELECT text FROM application_message"),
    ("a message of a group", "SELECT words FROM circle_message"),
    ("what a group is for", "SELECT purpose FROM circle"),
    ("what is asked again", "SELECT why FROM completion_item"),
    (
        "a report that is written",
        "SELECT c.body FROM yearbook_chapter c JOIN yearbook y ON y.id = c.yearbook WHERE y.state = 'draft' AND c.body <> ''",
    ),
    ("a reading", "SELECT words FROM assessment_reading"),
    ("the reason of a score", "SELECT reason FROM assessment_score"),
    ("an opinion", "SELECT words FROM assessment_opinion"),
    ("a draft", "SELECT p.title FROM project p JOIN application a ON a.id = p.application WHERE a.state = 'draft'"),
];

const NAMED: &[(&str, &str)] = &[
    ("an action", "SELECT title FROM project"),
    ("an organisation", "SELECT name FROM organisation"),
    ("a person", "SELECT name FROM account WHERE name NOT LIKE '%d’ailleurs%'"),
    ("somebody of an association", "SELECT given_name || ' ' || family_name FROM organisation_person"),
    ("a group", "SELECT name FROM circle"),
    ("a file", "SELECT original_name FROM file"),
    ("a call", "SELECT title FROM call"),
];

/// Letters and digits only: how a text is cut in lines, spaced or escaped does not hide it.
fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        out.extend(before.chars().filter(|one| one.is_alphanumeric()));
        rest = match entity.find(';') {
            Some(end) if end < 10 => &entity[end + 1..],
            _ => &entity[1..],
        };
    }
    out.extend(rest.chars().filter(|one| one.is_alphanumeric()));
    out
}

async fn words(tx: &mut Tx, sources: &[(&'static str, &'static str)], least: usize) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for (what, sql) in sources {
        let rows: Vec<(String,)> = fetch_all!(tx, *sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        all.extend(rows.into_iter().map(|(text,)| (*what, squeezed(&text))));
    }
    all.retain(|(_, text)| text.chars().count() >= least);
    all.sort_unstable();
    all.dedup();
    all
}

impl Secrets {
    /// Those of a ground; `ibans`: the numbers of accounts, which the database keeps sealed.
    pub async fn gathered(tx: &mut Tx, ibans: impl Iterator<Item = String>) -> Self {
        let mut kept = words(tx, KEPT, 24).await;
        let sealed = ibans.map(|iban| ("the number of an account", squeezed(&iban)));
        kept.extend(sealed.filter(|(_, iban)| !iban.is_empty()));
        assert!(kept.len() > 300, "the ground has something to hide: {}", kept.len());
        Self { kept, named: words(tx, NAMED, 8).await }
    }

    /// What a page tells of what is kept.
    pub fn told(&self, page: &str) -> Option<String> {
        told(&self.kept, page)
    }

    /// What a wall tells of anything.
    pub fn told_by_wall(&self, page: &str) -> Option<String> {
        told(&self.kept, page).or_else(|| told(&self.named, page))
    }
}

fn told(secrets: &[(&'static str, String)], page: &str) -> Option<String> {
    let page = squeezed(page);
    let found = secrets.iter().find(|(_, text)| page.contains(text.as_str()));
    found.map(|(what, text)| format!("{what}: {}", text.chars().take(60).collect::<String>()))
}

/// What walls say, each once: the address that was asked and the words of the page around it.
#[derive(Default)]
pub struct Walls(BTreeMap<String, String>);

impl Walls {
    /// Looks at one.
    pub fn seen(&mut self, reply: &Reply, path: &str, asked: impl FnOnce() -> String) {
        let face = reply.body.replace(path, "").replace(&web::answer::encode(path), "");
        self.0.entry(face).or_insert_with(asked);
    }

    /// Each, and the first who stood before it.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(face, asked)| (face.as_str(), asked.as_str()))
    }
}
