//! `/compte/droits`: why may I, why may I not? The same values the doors read.

use askama::Template;
use interface::Frame;
use kernel::{Act, Function};
use web::{Answer, Visit, answer};

#[derive(Template)]
#[template(path = "pages/rights.html")]
pub(super) struct RightsPage {
    pub frame: Frame,
    pub may: Vec<RightLine>,
    pub may_not: Vec<RightLine>,
    pub acting_for: Option<String>,
}

pub(super) struct RightLine {
    pub french: &'static str,
    pub why: String,
    pub who: String,
}

fn who(functions: &[Function]) -> String {
    if functions.is_empty() {
        return "toute personne connectée".to_owned();
    }
    crate::rules::codes::french(functions)
}

/// The page.
pub async fn show(visit: Visit, acts: &[&'static Act]) -> Answer {
    let mut page = RightsPage {
        frame: visit.back_office("Ce que je peux faire, et pourquoi"),
        may: Vec::new(),
        may_not: Vec::new(),
        acting_for: visit.actor.person().and_then(|person| person.acting_for.as_ref()).map(|(_, name)| name.clone()),
    };
    for act in acts {
        let verdict = visit.actor.may_somewhere(act);
        let why = web::fault::verdict_sentence(verdict);
        let line = RightLine { french: act.french, why, who: who(act.functions) };
        if verdict.is_allowed() { page.may.push(line) } else { page.may_not.push(line) }
    }
    answer::page(&page)
}
