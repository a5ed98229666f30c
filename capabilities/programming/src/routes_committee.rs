//! The doors of the committee.

use web::{Door, Right};

use crate::acts_committee as acts;
use crate::pages::{
    committee, committee_closing, committee_letters, committee_line, committee_live, committee_scenarios,
    committee_setting, committees, envelopes, my_exports,
};

pub fn door() -> Door {
    meeting().and(money()).and(table()).and(letters()).and(lists())
}

fn meeting() -> Door {
    let (read, hold) = (Right::Act(&acts::READ_COMMITTEE), Right::Act(&acts::HOLD_COMMITTEE));
    Door::new()
        .page("/gestion/programmation", read, "an agent or a funder sees committees", committees::page)
        .page("/gestion/programmation/nouveau", hold, "a project manager opens a committee", committees::blank)
        .act("/gestion/programmation/nouveau", hold, "a project manager opens a committee", committees::create)
        .page("/gestion/programmation/reglages", hold, "a project manager reads what is set", committee_setting::page)
        .act("/gestion/programmation/reglages", hold, "a project manager sets parts and bounds", committee_setting::set)
        .page("/gestion/programmation/{id}/modifier", hold, "a project manager describes it", committees::filled)
        .act("/gestion/programmation/{id}/modifier", hold, "a project manager describes it", committees::amend)
        .page("/gestion/programmation/{id}/releves", read, "an agent reads minutes and waves", committee_closing::page)
        .act(
            "/gestion/programmation/{id}/releves",
            hold,
            "a project manager freezes decisions",
            committee_closing::freeze,
        )
        .act("/gestion/programmation/{id}/releves/vagues", hold, "she makes a wave", committee_closing::wave)
        .page(
            "/gestion/programmation/{id}/releves/{number}",
            read,
            "an agent opens minutes",
            committee_closing::minutes,
        )
        .page(
            "/gestion/programmation/{id}/amendements/{amendment}",
            read,
            "an agent opens what an amendment changed",
            committee_closing::amendment,
        )
}

fn money() -> Door {
    let (read, write) = (Right::Act(&acts::READ_COMMITTEE), Right::Act(&acts::EDIT_ENVELOPES));
    Door::new()
        .page("/gestion/programmation/enveloppes", read, "an agent or a funder sees envelopes", envelopes::page)
        .page("/gestion/programmation/enveloppes/nouvelle", write, "a funder opens an envelope", envelopes::blank)
        .act("/gestion/programmation/enveloppes/nouvelle", write, "a funder opens an envelope", envelopes::create)
        .page("/gestion/programmation/enveloppes/{id}", write, "a funder changes its envelope", envelopes::filled)
        .act("/gestion/programmation/enveloppes/{id}", write, "a funder changes its envelope", envelopes::amend)
        .act("/gestion/programmation/enveloppes/{id}/suppression", write, "a funder removes it", envelopes::remove)
}

fn table() -> Door {
    let (read, propose) = (Right::Act(&acts::READ_COMMITTEE), Right::Act(&acts::PROPOSE));
    let line = "/gestion/programmation/{id}/lignes/{application}/{funding}";
    let row = "/gestion/programmation/{id}/actions/{application}/{project}";
    Door::new()
        .page("/gestion/programmation/{id}", read, "an agent or a funder works on the table", committee::page)
        .page("/gestion/programmation/{id}/changements", read, "her page asks what changed", committee_live::changes)
        .page("/gestion/programmation/{id}/projection", read, "the table is projected", committee_closing::projection)
        .page(row, read, "an agent or a funder reads a project of the table", committee_line::row)
        .page(line, read, "a funder sees its line", committee_line::line)
        .act(line, propose, "an agent or a funder proposes", committee_line::propose)
        .act(
            "/gestion/programmation/{id}/lignes/{application}/{funding}/vote",
            Right::Act(&acts::VOTE),
            "a funder decides of its own line",
            committee_line::vote,
        )
        .act(
            "/gestion/programmation/{id}/lignes/{application}/{funding}/note",
            Right::Act(&acts::NOTE_VOTE),
            "a project manager notes what a funder without account decided",
            committee_line::vote,
        )
        .page("/gestion/programmation/{id}/scenarios", read, "an agent compares scenarios", committee_scenarios::page)
        .act("/gestion/programmation/{id}/scenarios", propose, "an agent draws a scenario", committee_scenarios::draw)
        .act(
            "/gestion/programmation/{id}/scenarios/{scenario}/reprise",
            propose,
            "an agent takes a scenario up",
            committee_scenarios::take_up,
        )
        .act(
            "/gestion/programmation/{id}/scenarios/{scenario}/suppression",
            propose,
            "an agent removes a scenario",
            committee_scenarios::remove,
        )
}

fn letters() -> Door {
    let (read, send) = (Right::Act(&acts::READ_COMMITTEE), Right::Act(&acts::SEND_LETTERS));
    Door::new()
        .page("/gestion/programmation/{id}/courriers", read, "an agent follows letters", committee_letters::page)
        .act("/gestion/programmation/{id}/courriers", send, "an agent has letters made", committee_letters::prepare)
        .act(
            "/gestion/programmation/{id}/courriers/lots/{batch}/arret",
            send,
            "she stops a batch",
            committee_letters::stop,
        )
        .page(
            "/gestion/programmation/{id}/courriers/textes/{decision}",
            send,
            "she reads a text",
            committee_letters::text,
        )
        .act(
            "/gestion/programmation/{id}/courriers/textes/{decision}",
            send,
            "an agent writes a text",
            committee_letters::write_text,
        )
        .act("/gestion/programmation/{id}/courriers/aides", send, "she adds another aid", committee_letters::add_aid)
        .act(
            "/gestion/programmation/{id}/courriers/aides/{aid}/suppression",
            send,
            "an agent removes another aid",
            committee_letters::remove_aid,
        )
        .page("/gestion/courriers/{id}", send, "an agent follows a letter", committee_letters::letter)
        .act("/gestion/courriers/{id}", send, "an agent says where a letter is", committee_letters::follow)
        .page("/gestion/courriers/{id}/fichier", read, "an agent or a funder opens a letter", committee_letters::file)
}

fn lists() -> Door {
    let read = Right::Act(&acts::READ_COMMITTEE);
    Door::new()
        .act("/gestion/programmation/{id}/exports", read, "an agent or a funder takes the list away", my_exports::ask)
        .page("/mes-exports", Right::SignedIn, "whoever asked finds her lists", my_exports::page)
        .page("/mes-exports/{id}", Right::SignedIn, "whoever asked takes a list", my_exports::file)
        .act("/mes-exports/{id}/suppression", Right::SignedIn, "she forgets a list", my_exports::forget)
}
