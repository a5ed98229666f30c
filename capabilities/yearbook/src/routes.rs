//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{approval, chapter, files, list, open, opinion, report, submission, version};

pub fn door() -> Door {
    let (read, write) = (Right::Act(&acts::READ), Right::Act(&acts::WRITE));
    Door::new()
        .page("/gestion/rapports-annuels", read, "an agent finds annual reports", list::page)
        .act("/gestion/rapports-annuels", write, "the team opens the report of a year", list::create)
        .page("/gestion/rapports-annuels/{id}", read, "an agent sees a report and what became stale", report::page)
        .page("/gestion/rapports-annuels/{id}/chapitres", write, "the team begins a chapter", chapter::blank)
        .act("/gestion/rapports-annuels/{id}/chapitres", write, "the team adds a chapter", chapter::add)
        .page("/gestion/rapports-annuels/chapitres/{id}", read, "an agent opens a chapter", chapter::filled)
        .act("/gestion/rapports-annuels/chapitres/{id}", write, "the team writes a chapter", chapter::write)
        .act("/gestion/rapports-annuels/chapitres/{id}/place", write, "the team moves a chapter", chapter::place)
        .act(
            "/gestion/rapports-annuels/chapitres/{id}/suppression",
            write,
            "the team takes a chapter out",
            chapter::remove,
        )
        .page(
            "/gestion/rapports-annuels/{id}/fichiers/{format}",
            read,
            "an agent takes a report as a file",
            files::current,
        )
        .page(
            "/gestion/rapports-annuels/versions/{id}/fichiers/{format}",
            read,
            "an agent takes a version",
            files::version,
        )
        .and(deciding())
        .and(public())
}

fn deciding() -> Door {
    let (read, write, decide) = (Right::Act(&acts::READ), Right::Act(&acts::WRITE), Right::Act(&acts::DECIDE));
    Door::new()
        .page("/gestion/rapports-annuels/{id}/avis", decide, "the team sees which councils are asked", submission::page)
        .act(
            "/gestion/rapports-annuels/{id}/avis",
            decide,
            "the team submits the report to councils",
            submission::submit,
        )
        .page("/gestion/rapports-annuels/avis/{id}", read, "an agent reads the opinion of a council", opinion::page)
        .act("/gestion/rapports-annuels/avis/{id}", write, "the team notes an opinion and what follows", opinion::note)
        .page(
            "/gestion/rapports-annuels/{id}/approbation",
            decide,
            "the team sees what approval waits for",
            approval::page,
        )
        .act("/gestion/rapports-annuels/{id}/approbation", decide, "the team notes the approval", approval::approve)
        .act(
            "/gestion/rapports-annuels/{id}/publication",
            Right::Act(&acts::PUBLISH),
            "the team publishes the report",
            report::publish,
        )
        .page(
            "/gestion/rapports-annuels/versions/{id}",
            read,
            "an agent reads a version as it was frozen",
            version::page,
        )
}

/// What is shown there was frozen, and is compared with what acts change: nothing of it changes with the day.
fn public() -> Door {
    Door::new()
        .kept_page("/rapports-annuels", "anybody finds annual reports", open::list)
        .kept_page("/rapports-annuels/{code}/{annee}", "anybody opens a report", open::report)
        .kept_page("/rapports-annuels/{code}/{annee}/{rang}", "anybody reads a chapter", open::chapter)
        .page(
            "/rapports-annuels/{code}/{annee}/fichiers/{format}",
            Right::Public,
            "anybody takes a report",
            files::open,
        )
        .kept_page("/rapports-annuels/{code}/{annee}/avis/{rang}", "anybody reads an opinion", open::opinion)
}
