//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{
    answering, batch, build, call, calls, cell, compared, face_to_face, figure, figures, files, follow, given_back,
    interview, invitations, list, margins, open, paper, partner, photographs, print, question, quotas, results,
    setting, sheet, typing, workbook,
};

pub fn door() -> Door {
    public().and(leading()).and(writing()).and(counting()).and(on_paper()).and(by_voice()).and(from_partners())
}

fn public() -> Door {
    Door::new()
        .page("/questionnaires", Right::Public, "residents see what is asked of them now", open::page)
        .page("/concertations", Right::Public, "anybody reads who was heard and what became of it", given_back::page)
        .page("/q/{code}", Right::Public, "a resident reads why and begins", open::first)
        .page("/q/{code}/i/{invitation}", Right::Token, "somebody invited begins", open::invited)
        .act("/q/{code}/suite", Right::Public, "a resident goes from question to question", answering::go_on)
        .act("/q/{code}/plus-tard", Right::Public, "a resident puts her answers aside", answering::put_aside)
        .act("/q/{code}/reprise", Right::Public, "a resident takes them up again", answering::take_up)
        .act("/q/{code}/envoi", Right::Public, "a resident sends her answers", answering::send)
        .page("/q/suivi", Right::Public, "a resident gives her code", follow::ask)
        .act("/q/suivi", Right::Public, "a resident sees what became of her answer", follow::show)
        .act("/q/suivi/effacement", Right::Public, "a resident takes her answer back", follow::erase)
}

fn counting() -> Door {
    let (read, lead) = (Right::Act(&acts::READ), Right::Act(&acts::LEAD));
    Door::new()
        .page("/q/{code}/resultats", Right::Public, "anybody reads what was answered", results::page)
        .page("/gestion/questionnaires/{id}/resultats", read, "agents read every question", figures::page)
        .page("/gestion/questionnaires/{id}/resultats/{nom}", read, "agents read and cross one", figure::page)
        .page(
            "/gestion/questionnaires/{id}/resultats/{nom}/reponses",
            read,
            "agents read the answers of a figure",
            cell::page,
        )
        .page(
            "/gestion/questionnaires/{id}/resultats/{nom}/voies",
            read,
            "agents compare ways of answering",
            compared::channels,
        )
        .page("/gestion/questionnaires/{id}/resultats/{nom}/vagues", read, "agents compare waves", compared::waves)
        .page(
            "/gestion/questionnaires/{id}/redressement",
            lead,
            "a project manager tells the population",
            margins::page,
        )
        .act("/gestion/questionnaires/{id}/redressement", lead, "she tells the population", margins::save)
        .page("/gestion/questionnaires/{id}/fichiers/{nom}", read, "agents take the answers away", files::take)
}

fn leading() -> Door {
    let (read, lead) = (Right::Act(&acts::READ), Right::Act(&acts::LEAD));
    Door::new()
        .page("/gestion/questionnaires", read, "agents find questionnaires", list::page)
        .page("/gestion/questionnaires/nouveau", lead, "a project manager begins one", setting::blank)
        .act("/gestion/questionnaires/nouveau", lead, "a project manager begins one", setting::begin)
        .page("/gestion/questionnaires/{id}", read, "agents see where a questionnaire stands", sheet::page)
        .act("/gestion/questionnaires/{id}/publication", lead, "a project manager publishes", sheet::publish)
        .act("/gestion/questionnaires/{id}/ouverture", lead, "a project manager opens it", sheet::open)
        .act("/gestion/questionnaires/{id}/fermeture", lead, "a project manager closes it", sheet::close)
        .page("/gestion/questionnaires/{id}/reglages", lead, "a project manager sets it", setting::page)
        .act("/gestion/questionnaires/{id}/reglages", lead, "a project manager sets it", setting::save)
        .page("/gestion/questionnaires/{id}/invitations", lead, "a project manager counts links", invitations::page)
        .act("/gestion/questionnaires/{id}/invitations", lead, "she takes a list of new links away", invitations::make)
}

fn writing() -> Door {
    let (read, lead) = (Right::Act(&acts::READ), Right::Act(&acts::LEAD));
    Door::new()
        .page("/gestion/questionnaires/{id}/questions", read, "agents read the questions", build::page)
        .act("/gestion/questionnaires/{id}/langues", lead, "a project manager adds a language", build::add_language)
        .page("/gestion/questionnaires/{id}/questions/nouvelle", lead, "she writes a question", question::blank)
        .act("/gestion/questionnaires/{id}/questions/nouvelle", lead, "she adds it", question::add)
        .page("/gestion/questionnaires/{id}/questions/{nom}", lead, "she reads a question", question::page)
        .act("/gestion/questionnaires/{id}/questions/{nom}", lead, "she corrects it", question::amend)
        .act("/gestion/questionnaires/{id}/questions/{nom}/place", lead, "she moves it", question::shift)
        .act("/gestion/questionnaires/{id}/questions/{nom}/retrait", lead, "she takes it out", question::remove)
        .page("/gestion/questionnaires/{id}/classeur", read, "agents take the form away as XLSForm", workbook::take)
        .page("/gestion/questionnaires/{id}/import", lead, "a project manager brings a workbook", workbook::page)
        .upload("/gestion/questionnaires/{id}/import", lead, "she puts it in place", workbook::put)
}

fn on_paper() -> Door {
    let (read, collect) = (Right::Act(&acts::READ), Right::Act(&acts::COLLECT));
    Door::new()
        .page("/gestion/questionnaires/{id}/imprimer", read, "agents print the questionnaire", print::paper)
        .page("/gestion/questionnaires/{id}/affiche", read, "agents print the poster", print::print_poster)
        .page("/gestion/questionnaires/{id}/papier", collect, "agents follow sheets filled in by hand", paper::page)
        .act("/gestion/questionnaires/{id}/papier", collect, "an interviewer opens a batch of sheets", paper::open)
        .page("/gestion/papier/{id}", collect, "an interviewer sees how far a batch is", batch::page)
        .page("/gestion/papier/{id}/feuille", collect, "an interviewer types a sheet", typing::page)
        .act("/gestion/papier/{id}/feuille", collect, "an interviewer keeps a sheet", typing::save)
        .page("/gestion/papier/{id}/ecarts", collect, "an interviewer sees two typings of a sheet", batch::gaps)
        .act("/gestion/papier/{id}/ecarts", collect, "an interviewer settles a sheet", batch::settle)
        .act("/gestion/papier/{id}/reprise", collect, "an interviewer has a sheet typed again", batch::start_over)
        .act("/gestion/papier/{id}/cloture", collect, "an interviewer closes a batch", batch::close)
}

fn by_voice() -> Door {
    let (read, lead, collect) = (Right::Act(&acts::READ), Right::Act(&acts::LEAD), Right::Act(&acts::COLLECT));
    Door::new()
        .page("/gestion/questionnaires/{id}/appels", collect, "an interviewer finds the lists of numbers", calls::page)
        .upload("/gestion/questionnaires/{id}/appels", collect, "an interviewer brings a list of numbers", calls::bring)
        .page("/gestion/telephone/{id}", collect, "an interviewer sees whom to call", call::page)
        .act("/gestion/telephone/{id}/suivant", collect, "an interviewer takes the next number", call::next)
        .act("/gestion/telephone/{id}/issue", collect, "an interviewer says how a call ended", call::end)
        .act("/gestion/telephone/{id}/cloture", collect, "an interviewer closes a list of numbers", call::close)
        .page(
            "/gestion/questionnaires/{id}/entretien",
            collect,
            "an interviewer asks the first question",
            interview::page,
        )
        .act(
            "/gestion/questionnaires/{id}/entretien/suite",
            collect,
            "she goes from question to question",
            interview::go_on,
        )
        .act("/gestion/questionnaires/{id}/entretien/envoi", collect, "she keeps what was answered", interview::send)
        .page(
            "/gestion/questionnaires/{id}/face-a-face",
            collect,
            "she has every question on one page",
            face_to_face::page,
        )
        .act("/gestion/questionnaires/{id}/face-a-face", collect, "she keeps the whole page", face_to_face::send)
        .page("/gestion/questionnaires/{id}/photos", read, "agents see photographs, mixed", photographs::page)
        .upload(
            "/gestion/questionnaires/{id}/photos",
            collect,
            "she adds the photograph of an interview",
            photographs::keep,
        )
        .page("/gestion/questionnaires/{id}/photos/{photo}", read, "agents see one photograph", photographs::picture)
        .act(
            "/gestion/questionnaires/{id}/photos/{photo}/retrait",
            lead,
            "a project manager takes it out",
            photographs::withdraw,
        )
        .page(
            "/gestion/questionnaires/{id}/quotas",
            collect,
            "an interviewer sees which profiles are missing",
            quotas::page,
        )
        .act("/gestion/questionnaires/{id}/quotas", lead, "a project manager sets quotas", quotas::set)
}

fn from_partners() -> Door {
    let collect = Right::Act(&acts::COLLECT);
    Door::new()
        .page("/gestion/questionnaires/{id}/fichier", collect, "an interviewer brings a partner’s file", partner::page)
        .upload("/gestion/questionnaires/{id}/fichier", collect, "she has it tried", partner::hold)
        .page("/gestion/fichiers/{id}", collect, "she reads the trial and chooses columns", partner::trial)
        .act("/gestion/fichiers/{id}", collect, "she keeps the answers of the file", partner::import)
        .act("/gestion/fichiers/{id}/suppression", collect, "she gives the file up", partner::forget)
}
