//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{
    attendance, list, mandate, meeting, meeting_form, meetings, member, members, minutes, opinion_said, opinion_text,
    opinions, own_meeting, papers, setting, sheet, space, submission, submissions, year,
};

pub fn door() -> Door {
    public().and(setting_up()).and(seating()).and(meeting_up()).and(sitting()).and(asking()).and(deliberating())
}

fn public() -> Door {
    Door::new()
        .page("/instances/{id}/comptes-rendus", Right::Public, "everybody finds minutes", minutes::open_list)
        .page("/comptes-rendus/{id}", Right::Public, "everybody reads approved minutes", minutes::open)
}

fn setting_up() -> Door {
    let (read, set_up) = (Right::Act(&acts::READ), Right::Act(&acts::SET_UP));
    Door::new()
        .page("/gestion/instances", read, "agents find bodies that sit", list::page)
        .page("/gestion/instances/nouvelle", set_up, "a project manager opens a body", setting::blank)
        .act("/gestion/instances/nouvelle", set_up, "a project manager opens a body", setting::create)
        .page("/gestion/instances/{id}", read, "agents read how a body stands", sheet::show)
        .page("/gestion/instances/{id}/modifier", set_up, "a project manager changes a body", setting::filled)
        .act("/gestion/instances/{id}/modifier", set_up, "a project manager changes a body", setting::amend)
        .page("/gestion/instances/{id}/annee", read, "agents read the figures of a year", year::show)
        .page("/gestion/instances/{id}/annee.xlsx", read, "agents take the figures of a year away", year::export)
}

fn seating() -> Door {
    let lead = Right::Act(&acts::LEAD);
    Door::new()
        .page("/gestion/instances/{id}/membres", lead, "whoever keeps a body sees who sits", members::list)
        .act("/gestion/instances/{id}/membres/tirage", lead, "those who accepted their seat sit", members::take)
        .page("/gestion/instances/{id}/membres/nouveau", lead, "whoever keeps a body adds a member", member::blank)
        .act("/gestion/instances/{id}/membres/nouveau", lead, "whoever keeps a body adds a member", member::add)
        .page("/gestion/membres/{id}", lead, "whoever keeps a body reads a member", member::show)
        .page("/gestion/membres/{id}/modifier", lead, "whoever keeps a body changes a member", member::filled)
        .act("/gestion/membres/{id}/modifier", lead, "whoever keeps a body changes a member", member::amend)
        .act("/gestion/membres/{id}/invitation", lead, "a member is invited to her space", member::invite)
        .act("/gestion/membres/{id}/mandat", lead, "a mandate is suspended, taken up again or ended", member::stand)
}

fn meeting_up() -> Door {
    let lead = Right::Act(&acts::LEAD);
    Door::new()
        .page("/gestion/instances/{id}/reunions", lead, "whoever keeps a body sees its meetings", meetings::list)
        .page("/gestion/instances/{id}/reunions/nouvelle", lead, "a meeting is planned", meeting_form::blank)
        .act("/gestion/instances/{id}/reunions/nouvelle", lead, "a meeting is planned", meeting_form::create)
        .page("/gestion/reunions/{id}", lead, "whoever keeps a body follows a meeting", meeting::show)
        .page("/gestion/reunions/{id}/modifier", lead, "a meeting is changed", meeting_form::filled)
        .act(
            "/gestion/reunions/{id}/modifier",
            lead,
            "a meeting is changed, those convened are told",
            meeting_form::amend,
        )
        .act("/gestion/reunions/{id}/convocation", lead, "members are convened, once", meeting::convene)
        .act(
            "/gestion/reunions/{id}/annulation",
            lead,
            "a meeting is cancelled, those convened are told",
            meeting::cancel,
        )
        .upload("/gestion/reunions/{id}/papiers", lead, "a paper is handed to members", meeting::hand)
        .page("/gestion/papiers/{id}", lead, "whoever keeps a body reads a paper", papers::take)
        .act("/gestion/papiers/{id}/suppression", lead, "a paper is taken back", meeting::take_back)
        .page("/gestion/reunions/{id}/dossier.pdf", lead, "the dossier of a meeting is printed", papers::print)
        .page("/gestion/reunions/{id}/presences", lead, "whoever keeps a body enters attendance", attendance::show)
        .act("/gestion/reunions/{id}/presences", lead, "whoever keeps a body enters attendance", attendance::enter)
        .page("/gestion/reunions/{id}/compte-rendu", lead, "whoever keeps a body writes minutes", minutes::show)
        .act("/gestion/reunions/{id}/compte-rendu", lead, "whoever keeps a body writes minutes", minutes::write)
        .act("/gestion/reunions/{id}/compte-rendu/approbation", lead, "minutes were approved", minutes::approve)
}

/// The space of members: every look-up says whether she sits there.
fn sitting() -> Door {
    let sit = Right::Act(&acts::SIT);
    Door::new()
        .page("/conseil", sit, "a member sees what comes next", space::home)
        .page("/conseil/{id}", sit, "a member finds the meetings of her body", space::body)
        .page("/conseil/{id}/mandat", sit, "a member reads her mandate and rights", mandate::show)
        .act("/conseil/{id}/depart", sit, "a member leaves", mandate::leave)
        .page("/conseil/{id}/profil", sit, "a member says who reads her name", mandate::filled)
        .act("/conseil/{id}/profil", sit, "a member says who reads her name", mandate::amend)
        .page("/conseil/reunions/{id}", sit, "a member prepares a meeting", own_meeting::show)
        .act("/conseil/reunions/{id}/reponse", sit, "a member says whether she comes", own_meeting::reply)
        .page("/conseil/reunions/{id}/agenda.ics", sit, "a member puts the date in her calendar", papers::calendar)
        .page("/conseil/reunions/{id}/dossier.pdf", sit, "a member prints the dossier of a meeting", papers::print)
        .page("/conseil/papiers/{id}", sit, "a member takes a paper", papers::take)
        .page("/conseil/reunions/{id}/presences", sit, "the member designated enters attendance", attendance::show)
        .act("/conseil/reunions/{id}/presences", sit, "the member designated enters attendance", attendance::enter)
        .page("/conseil/reunions/{id}/compte-rendu", sit, "the member designated writes minutes", minutes::show)
        .act("/conseil/reunions/{id}/compte-rendu", sit, "the member designated writes minutes", minutes::write)
        .act("/conseil/reunions/{id}/compte-rendu/approbation", sit, "minutes were approved", minutes::approve)
}

/// What services ask bodies, and receive.
fn asking() -> Door {
    let ask = Right::Act(&acts::ASK);
    Door::new()
        .page("/gestion/instances/{id}/avis", ask, "services see what they asked a body", submissions::list)
        .page("/gestion/instances/{id}/avis/nouveau", ask, "a service asks an opinion", submissions::blank)
        .act("/gestion/instances/{id}/avis/nouveau", ask, "a service asks an opinion", submissions::create)
        .page("/gestion/avis/{id}", ask, "a service follows a file it submitted", submission::show)
        .upload("/gestion/avis/{id}/pieces", ask, "a service joins a paper that names nobody", submission::join_paper)
        .page("/gestion/avis/pieces/{id}", ask, "a service reads a paper again", submission::take_paper)
        .act("/gestion/avis/{id}/retrait", ask, "a service asks no longer", submission::withdraw)
        .act("/gestion/avis/{id}/lecture", ask, "a service says it read the opinion", submission::receive)
        .page("/gestion/avis/{id}/avis.pdf", ask, "a service prints the opinion", opinion_text::print_asked)
        .page("/avis/{id}", Right::Public, "everybody reads an opinion a body publishes", opinion_text::open)
        .page("/avis/{id}/avis.pdf", Right::Public, "everybody prints it", opinion_text::print_open)
}

/// How members make up the opinion of their body.
fn deliberating() -> Door {
    let sit = Right::Act(&acts::SIT);
    Door::new()
        .page("/conseil/{id}/avis", sit, "members see what they are asked", opinions::list)
        .page("/conseil/avis/{id}", sit, "members read a file and what the others say", opinions::show)
        .page("/conseil/avis/pieces/{id}", sit, "members take a paper of a file", submission::take_paper)
        .page("/conseil/avis/{id}/avis.pdf", sit, "members print the opinion", opinion_text::print_own)
        .act("/conseil/avis/{id}/mon-avis", sit, "a member says what she thinks", opinion_said::speak)
        .act("/conseil/avis/{id}/commentaires", sit, "a member comments", opinion_said::comment)
        .act("/conseil/avis/{id}/redaction", sit, "a member takes the draft in hand", opinion_said::take_in_hand)
        .act("/conseil/avis/{id}/projet", sit, "the member who drafts writes", opinion_said::draft)
        .act("/conseil/avis/{id}/adoption", sit, "the vote of the body seals the opinion", opinion_said::adopt)
        .act("/conseil/avis/{id}/lien", sit, "a member says she has a link and stays out", opinion_said::stay_out)
}
