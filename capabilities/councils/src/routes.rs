//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{
    answer, call_papers, calls, candidate, college, crossed, doubts, draws, kinds, leading, letters, list, minutes,
    open, open_draw, person, pool, pool_file, receipt, recognition, seat, setting, sheet, streets, structures,
    verification, why,
};

pub fn door() -> Door {
    public().and(setting_up()).and(gathering()).and(drawing()).and(calling())
}

fn public() -> Door {
    Door::new()
        .page("/conseils", Right::Public, "everybody finds councils", open::list)
        .page("/conseils/{id}", Right::Public, "everybody reads how a council is made up", open::show)
        .page("/conseils/{id}/volontaires", Right::Public, "a resident volunteers", person::volunteer)
        .act("/conseils/{id}/volontaires", Right::Public, "a resident volunteers", person::send)
        .page("/conseils/{id}/structures", Right::Public, "a local actor puts a structure forward", structures::blank)
        .act("/conseils/{id}/structures", Right::Public, "a local actor puts a structure forward", structures::send)
        .page("/tirages/verify.py", Right::Public, "everybody takes the second verifier away", verification::python)
        .page("/tirages/{id}", Right::Public, "everybody follows a draw", open_draw::show)
        .page("/tirages/{id}/fichiers/{name}", Right::Public, "everybody takes a file of a draw away", open_draw::file)
        .page(
            "/tirages/{id}/dossier.zip",
            Right::Public,
            "everybody takes the dossier of a draw away",
            open_draw::dossier,
        )
        .page("/tirages/{id}/verification", Right::Public, "everybody sees a draw checked", verification::verify)
        .page("/tirages/{id}/pourquoi", Right::Public, "everybody reads why a draw is fair", why::why)
        .page("/tirages/{id}/proces-verbal.pdf", Right::Public, "everybody takes the minutes away", minutes::take)
        .page("/tirages/{id}/reponse", Right::Public, "somebody written to answers her letter", answer::show)
        .act("/tirages/{id}/reponse", Right::Public, "somebody written to answers her letter", answer::send)
        .page("/tirages/{id}/recu", Right::Public, "a candidate checks alone that she is in", receipt::receipt)
        .act("/tirages/{id}/recu", Right::Public, "a candidate checks alone that she is in", receipt::find_receipt)
}

fn setting_up() -> Door {
    let (read, set_up) = (Right::Act(&acts::READ), Right::Act(&acts::SET_UP));
    Door::new()
        .page("/gestion/conseils", read, "agents find councils", list::page)
        .page("/gestion/conseils/nouveau", set_up, "a project manager opens a council", setting::blank)
        .act("/gestion/conseils/nouveau", set_up, "a project manager opens a council", setting::create)
        .page("/gestion/conseils/{id}", read, "agents read how a council is made up", sheet::show)
        .page("/gestion/conseils/{id}/modifier", set_up, "a project manager changes a council", setting::filled)
        .act("/gestion/conseils/{id}/modifier", set_up, "a project manager changes a council", setting::amend)
        .page("/gestion/conseils/{id}/types", set_up, "a project manager changes kinds of structure", kinds::filled)
        .act("/gestion/conseils/{id}/types", set_up, "a project manager changes kinds of structure", kinds::amend)
        .page("/gestion/conseils/{id}/regles", set_up, "a project manager sets rules that cross", crossed::list)
        .act("/gestion/conseils/{id}/regles", set_up, "a project manager adds a rule that crosses", crossed::add)
        .act("/gestion/conseils/{id}/regles/retrait", set_up, "a project manager takes a rule out", crossed::remove)
        .page("/gestion/colleges/{id}/modifier", set_up, "a project manager sets seats and quotas", college::filled)
        .act("/gestion/colleges/{id}/modifier", set_up, "a project manager sets seats and quotas", college::amend)
}

fn gathering() -> Door {
    let (read, gather, roll) = (Right::Act(&acts::READ), Right::Act(&acts::GATHER), Right::Act(&acts::ROLL));
    Door::new()
        .page("/gestion/colleges/{id}/vivier", read, "agents see how many may be drawn, by quota", pool::show)
        .upload("/gestion/colleges/{id}/vivier/fichiers", gather, "an agent brings a list of people", pool::bring_list)
        .upload(
            "/gestion/colleges/{id}/vivier/liste-electorale",
            roll,
            "the elections office brings its roll",
            pool::bring_roll,
        )
        .page("/gestion/viviers/{id}", gather, "an agent tries a file without keeping anybody", pool_file::show)
        .act("/gestion/viviers/{id}", gather, "an agent imports a file", pool_file::import)
        .act("/gestion/viviers/{id}/essai", gather, "an agent has a long file tried by a job", pool_file::try_again)
        .act("/gestion/viviers/{id}/arret", gather, "an agent stops a trial or an import", pool_file::stop)
        .act("/gestion/viviers/{id}/abandon", gather, "an agent erases a file", pool_file::forget)
        .page("/gestion/colleges/{id}/doublons", gather, "an agent sees likely duplicates, without names", doubts::list)
        .act("/gestion/doublons/{id}", gather, "an agent says whether two lines are one person", doubts::decide)
        .page("/gestion/colleges/{id}/rues", gather, "an agent sees streets to place", streets::list)
        .act("/gestion/colleges/{id}/rues", gather, "an agent places streets", streets::place)
        .page("/gestion/colleges/{id}/personnes/nouvelle", gather, "an agent types a form received", person::paper)
        .act("/gestion/colleges/{id}/personnes/nouvelle", gather, "an agent types a form received", person::type_paper)
        .page("/gestion/colleges/{id}/personnes", gather, "an agent looks for somebody who asks", person::search)
        .act("/gestion/colleges/{id}/personnes", gather, "an agent looks for somebody who asks", person::find)
        .page("/gestion/candidats/{id}", gather, "an agent reads a line, without name", candidate::show)
        .act("/gestion/candidats/{id}", gather, "an agent corrects a line", candidate::correct)
        .act("/gestion/candidats/{id}/retrait", gather, "an agent takes somebody out", candidate::withdraw)
        .page("/gestion/conseils/{id}/structures", read, "agents read candidacies of structures", structures::list)
        .act("/gestion/structures/{id}", gather, "an agent admits or refuses a structure", structures::decide)
}

fn drawing() -> Door {
    let (read, draw) = (Right::Act(&acts::READ), Right::Act(&acts::DRAW));
    Door::new()
        .page("/gestion/colleges/{id}/tirages", read, "agents find the draws of a college", draws::list)
        .act("/gestion/colleges/{id}/tirages", draw, "a project manager announces a draw", draws::announce)
        .page("/gestion/tirages/{id}", read, "agents follow a draw, a project manager leads it", leading::show)
        .act("/gestion/tirages/{id}/etude", draw, "a project manager asks whether a draw is possible", leading::study)
        .act("/gestion/tirages/{id}/cloture", draw, "a project manager closes the pool", leading::freeze)
        .act("/gestion/tirages/{id}/loterie", draw, "a project manager publishes the lottery", leading::publish)
        .act("/gestion/tirages/{id}/arret", draw, "a project manager stops a step a job does", leading::stop)
        .act("/gestion/tirages/{id}/nombre", draw, "a project manager enters the number read aloud", leading::dice)
        .act("/gestion/tirages/{id}/balise", draw, "a project manager enters the public value", leading::beacon)
        .act("/gestion/tirages/{id}/scelle", draw, "a project manager closes the minutes", leading::seal)
        .act("/gestion/tirages/{id}/abandon", draw, "a project manager gives a draw up", leading::abandon)
}

fn calling() -> Door {
    let (call, validate) = (Right::Act(&acts::CALL), Right::Act(&acts::VALIDATE));
    let (read, recognise) = (Right::Act(&acts::READ), Right::Act(&acts::RECOGNISE));
    Door::new()
        .page(
            "/gestion/conseils/{id}/reconnaissance",
            read,
            "agents follow the recognition of a council",
            recognition::show,
        )
        .act("/gestion/conseils/{id}/reconnaissance", recognise, "an agent notes a step of it", recognition::note)
        .page("/gestion/tirages/{id}/courriers", call, "a project manager follows letters and answers", letters::show)
        .act(
            "/gestion/tirages/{id}/courriers/lots",
            call,
            "a project manager prepares a batch of letters",
            letters::send,
        )
        .page(
            "/gestion/tirages/{id}/courriers/lots/{lot}",
            call,
            "a project manager prints a batch of letters",
            letters::print,
        )
        .act("/gestion/tirages/{id}/courriers/reponses", call, "a project manager notes answers", letters::note)
        .page("/gestion/tirages/{id}/appels", call, "a project manager calls those drawn", calls::list)
        .page(
            "/gestion/tirages/{id}/appels/courriers.pdf",
            call,
            "a project manager prints letters",
            call_papers::letters_pdf,
        )
        .page(
            "/gestion/tirages/{id}/appels/relances.pdf",
            call,
            "a project manager prints reminders",
            call_papers::reminders_pdf,
        )
        .act("/gestion/tirages/{id}/appels/courriers", call, "a project manager says letters left", calls::letters_left)
        .act("/gestion/tirages/{id}/appels/courriels", call, "a project manager writes by mail", calls::send_mails)
        .act("/gestion/tirages/{id}/appels/remplacements", call, "a project manager has seats filled", calls::replace)
        .page(
            "/gestion/tirages/{id}/appels/membres.xlsx",
            validate,
            "the prefect’s delegate takes the list of names",
            call_papers::members,
        )
        .page("/gestion/sieges/{id}", call, "a project manager reads somebody drawn", seat::show)
        .act("/gestion/sieges/{id}", call, "a project manager notes an answer", seat::note)
}
