//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{home, item, open, purpose, starter};

pub fn door() -> Door {
    framework().and(public())
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
}
