//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{evidence, finding, home, item, open, open_findings, purpose, recommendation, starter};

pub fn door() -> Door {
    framework().and(findings()).and(recommendations()).and(public())
}

fn framework() -> Door {
    let (read, write, publish) = (Right::Act(&acts::READ), Right::Act(&acts::WRITE), Right::Act(&acts::PUBLISH));
    let (purpose, starter) = ("/gestion/evaluation/presentation", "/gestion/evaluation/modele");
    let (new, one) = ("/gestion/evaluation/lignes/nouvelle", "/gestion/evaluation/lignes/{id}");
    Door::new()
        .page("/gestion/evaluation", read, "an agent reads how a contract is evaluated", home::page)
        .page(purpose, write, "an agent says what the evaluation is for", purpose::page)
        .act(purpose, write, "an agent says what the evaluation is for", purpose::keep)
        .act(
            "/gestion/evaluation/publication",
            publish,
            "a manager shows the evaluation to everybody",
            purpose::publish,
        )
        .act("/gestion/evaluation/retrait", publish, "a manager takes the evaluation back", purpose::withdraw)
        .page(starter, write, "an agent chooses questions to start from", starter::page)
        .act(starter, write, "an agent takes questions to start from", starter::accept)
        .page(new, write, "an agent writes a question, a criterion, an indicator", item::new)
        .act(new, write, "an agent adds a question, a criterion, an indicator", item::add)
        .page(one, write, "an agent opens a line of the framework", item::form)
        .act(one, write, "an agent changes a line, or puts it elsewhere", item::change)
        .act("/gestion/evaluation/lignes/{id}/rang", write, "an agent moves a line up or down", item::shift)
        .act("/gestion/evaluation/lignes/{id}/suppression", write, "an agent takes a line out", item::remove)
}

fn findings() -> Door {
    let (read, write, publish) = (Right::Act(&acts::READ), Right::Act(&acts::WRITE), Right::Act(&acts::PUBLISH));
    let (new, one) = ("/gestion/evaluation/constats/nouveau", "/gestion/evaluation/constats/{id}");
    let (change, piece) =
        ("/gestion/evaluation/constats/{id}/modifier", "/gestion/evaluation/constats/{id}/preuves/nouvelle");
    Door::new()
        .page("/gestion/evaluation/constats", read, "an agent finds what the evaluation found", finding::list)
        .page(new, write, "whoever evaluates writes a finding", finding::new)
        .act(new, write, "whoever evaluates writes a finding", finding::add)
        .page(one, read, "an agent reads a finding and its evidence", finding::show)
        .page(change, write, "whoever evaluates changes a finding", finding::form)
        .act(change, write, "whoever evaluates changes a finding", finding::change)
        .act(
            "/gestion/evaluation/constats/{id}/publication",
            publish,
            "a manager shows a finding to everybody, or takes it back",
            finding::publish,
        )
        .act(
            "/gestion/evaluation/constats/{id}/suppression",
            write,
            "whoever evaluates removes a finding",
            finding::remove,
        )
        .page(piece, write, "whoever evaluates brings a piece of evidence", evidence::new)
        .act(piece, write, "whoever evaluates brings a piece of evidence", evidence::add)
        .act(
            "/gestion/evaluation/preuves/{id}/suppression",
            write,
            "whoever evaluates takes a piece of evidence out",
            evidence::remove,
        )
}

fn recommendations() -> Door {
    let (read, write, publish) = (Right::Act(&acts::READ), Right::Act(&acts::WRITE), Right::Act(&acts::PUBLISH));
    let (new, one) = ("/gestion/evaluation/recommandations/nouvelle", "/gestion/evaluation/recommandations/{id}");
    let change = "/gestion/evaluation/recommandations/{id}/modifier";
    let answer = "/gestion/evaluation/recommandations/{id}/reponse";
    Door::new()
        .page("/gestion/evaluation/recommandations", read, "an agent finds what is recommended", recommendation::list)
        .page(new, write, "whoever evaluates writes a recommendation", recommendation::new)
        .act(new, write, "whoever evaluates writes a recommendation", recommendation::add)
        .page(one, read, "an agent reads a recommendation and what became of it", recommendation::show)
        .page(change, write, "whoever evaluates changes a recommendation", recommendation::form)
        .act(change, write, "whoever evaluates changes a recommendation", recommendation::change)
        .act(
            "/gestion/evaluation/recommandations/{id}/publication",
            publish,
            "a manager shows a recommendation to everybody, or takes it back",
            recommendation::publish,
        )
        .act(
            "/gestion/evaluation/recommandations/{id}/suppression",
            write,
            "whoever evaluates removes a recommendation",
            recommendation::remove,
        )
        .page(answer, publish, "a manager writes what the committee answered", recommendation::answer_form)
        .act(answer, publish, "a manager writes what the committee answered", recommendation::answer_act)
        .act(
            "/gestion/evaluation/recommandations/{id}/suites",
            publish,
            "a manager notes what became of a recommendation",
            recommendation::note,
        )
}

fn public() -> Door {
    let anybody = Right::Public;
    Door::new()
        .page("/evaluation", anybody, "anybody finds contracts whose evaluation is published", open::list)
        .page("/evaluation/{code}", anybody, "anybody reads how a contract is evaluated", open::page)
        .page(
            "/evaluation/{code}/questions/{id}",
            anybody,
            "anybody reads what a question is judged by",
            open::question,
        )
        .page(
            "/evaluation/{code}/constats",
            anybody,
            "anybody reads findings and their evidence",
            open_findings::findings,
        )
        .page(
            "/evaluation/{code}/recommandations",
            anybody,
            "anybody reads what is recommended, answered and done",
            open_findings::recommendations,
        )
}
