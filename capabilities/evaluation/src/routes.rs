//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{
    campaign, evidence, finding, home, item, open, open_campaign, open_findings, publics, purpose, recommendation,
    reply, starter,
};

pub fn door() -> Door {
    framework().and(findings()).and(recommendations()).and(campaigns()).and(public())
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

fn campaigns() -> Door {
    let (collect, publish, own) = (Right::Act(&acts::COLLECT), Right::Act(&acts::PUBLISH), Right::Act(&acts::REPLY));
    let (new, one) = ("/gestion/evaluation/collectes/nouvelle", "/gestion/evaluation/collectes/{id}");
    let change = "/gestion/evaluation/collectes/{id}/modifier";
    let carriers = "/gestion/evaluation/collectes/{id}/porteurs";
    let reply = "/mon-association/collectes/{id}";
    Door::new()
        .page("/gestion/evaluation/collectes", collect, "an agent finds what carriers were asked", campaign::list)
        .page(new, collect, "an agent prepares what carriers are asked", campaign::new)
        .act(new, collect, "an agent prepares what carriers are asked", campaign::add)
        .page(one, collect, "an agent follows who answered, and reads totals", campaign::show)
        .page(change, collect, "an agent changes a campaign", campaign::form)
        .act(change, collect, "an agent changes a campaign", campaign::change)
        .act("/gestion/evaluation/collectes/{id}/questions", collect, "an agent adds a question", campaign::add_ask)
        .act(
            "/gestion/evaluation/collectes/{id}/questions/{question}/suppression",
            collect,
            "an agent takes a question out",
            campaign::remove_ask,
        )
        .page(carriers, collect, "an agent chooses whom to ask", campaign::carriers)
        .act(carriers, collect, "an agent asks carriers", campaign::ask_carriers)
        .act(
            "/gestion/evaluation/collectes/{id}/publication",
            publish,
            "a manager shows totals to everybody, or takes them back",
            campaign::publish,
        )
        .page(
            "/gestion/evaluation/publics",
            Right::Act(&acts::READ),
            "an agent reads for whom actions are",
            publics::list,
        )
        .page(
            "/gestion/evaluation/publics/{id}",
            Right::Act(&acts::WRITE),
            "an agent says for whom an action is",
            publics::form,
        )
        .act(
            "/gestion/evaluation/publics/{id}",
            Right::Act(&acts::WRITE),
            "an agent says for whom an action is",
            publics::keep,
        )
        .page("/mon-association/collectes", own, "a carrier finds what it is asked", reply::list)
        .page(reply, own, "a carrier reads what it is asked of an action", reply::form)
        .act(reply, own, "a carrier answers, or keeps a draft", reply::send)
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
        .page(
            "/evaluation/{code}/collectes/{id}",
            anybody,
            "anybody reads what carriers counted together",
            open_campaign::page,
        )
        .page(
            "/evaluation/{code}/publics",
            anybody,
            "anybody reads for whom actions are, and what is missing",
            publics::open,
        )
}
