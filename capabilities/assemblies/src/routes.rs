//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{
    answers, attendance, beside, budget, budget_line, by_mail, list, mandate, meeting, meeting_form, meetings, member,
    members, minutes, opinion_said, opinion_text, opinions, own_meeting, papers, polling, posts, referral, referrals,
    roles, setting, sheet, space, submission, submissions, trainings, voice, year,
};

pub fn door() -> Door {
    public()
        .and(setting_up())
        .and(seating())
        .and(meeting_up())
        .and(sitting())
        .and(asking())
        .and(deliberating())
        .and(referring())
        .and(paying())
        .and(publishing())
        .and(training())
}

fn public() -> Door {
    Door::new()
        .page("/instances/{id}/comptes-rendus", Right::Public, "everybody finds minutes", minutes::open_list)
        .page("/comptes-rendus/{id}", Right::Public, "everybody reads approved minutes", minutes::open)
        .page("/convocations/{token}", Right::Public, "whoever was convened says whether she comes", by_mail::show)
        .act("/convocations/{token}", Right::Public, "whoever was convened says whether she comes", by_mail::reply)
        .page(
            "/convocations/{token}/agenda.ics",
            Right::Public,
            "whoever was convened puts the date in her calendar",
            by_mail::calendar,
        )
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
        .act("/conseil/convocations/{token}", sit, "whoever was convened finds her meetings again", by_mail::join)
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
        .page("/gestion/avis/{id}/modifier", ask, "a service changes a file it submitted", submissions::filled)
        .act("/gestion/avis/{id}/modifier", ask, "a service changes a file it submitted", submissions::amend)
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
        .act("/conseil/avis/{id}/vote/ouverture", sit, "the member who keeps the vote opens it", polling::open)
        .act("/conseil/avis/{id}/vote", sit, "a member votes, once", polling::vote)
        .act("/conseil/avis/{id}/vote/cloture", sit, "the vote is closed, what is carried is sealed", polling::close)
        .act("/conseil/avis/{id}/lien", sit, "a member says she has a link and stays out", opinion_said::stay_out)
}

/// What bodies refer to authorities, and the answers.
fn referring() -> Door {
    let (sit, reply) = (Right::Act(&acts::SIT), Right::Act(&acts::ANSWER));
    Door::new()
        .page("/conseil/{id}/saisines", sit, "members see what they referred", referrals::list)
        .page("/conseil/{id}/saisines/nouvelle", sit, "a member begins a referral", referrals::blank)
        .act("/conseil/{id}/saisines/nouvelle", sit, "a member begins a referral", referrals::create)
        .page("/conseil/saisines/{id}", sit, "members read a referral and its answer", referral::show)
        .page("/conseil/saisines/{id}/modifier", sit, "a member changes what is prepared", referrals::filled)
        .act("/conseil/saisines/{id}/modifier", sit, "a member changes what is prepared", referrals::amend)
        .act("/conseil/saisines/{id}/adoption", sit, "the vote of the body sends a referral", referral::adopt)
        .act(
            "/conseil/saisines/{id}/vote/ouverture",
            sit,
            "the member who keeps the vote opens it",
            polling::open_on_referral,
        )
        .act("/conseil/saisines/{id}/vote", sit, "a member votes, once", polling::vote_on_referral)
        .act(
            "/conseil/saisines/{id}/vote/cloture",
            sit,
            "the vote is closed, what is carried is adopted",
            polling::close_on_referral,
        )
        .act("/conseil/saisines/{id}/abandon", sit, "what is prepared is given up", referral::drop_draft)
        .act("/conseil/saisines/{id}/suite", sit, "the body says whether it is satisfied", referral::judge)
        .page("/conseil/saisines/{id}/piece", sit, "members take the file of an answer", referral::take_file)
        .page("/gestion/instances/{id}/saisines", reply, "a project manager sees what waits", answers::list)
        .page("/gestion/saisines/{id}", reply, "a project manager reads a referral", answers::show)
        .upload("/gestion/saisines/{id}/reponse", reply, "a project manager answers", answers::reply)
        .act("/gestion/saisines/{id}/delai", reply, "a project manager asks for time", answers::extend)
        .page("/gestion/saisines/{id}/piece", reply, "a project manager reads the file again", answers::take_file)
        .page("/saisines/{id}", Right::Public, "everybody reads a referral a body publishes", answers::open)
        .page("/saisines/{id}/piece", Right::Public, "everybody reads the file of its answer", answers::open_file)
}

/// The money of bodies, and whom members charge with it.
fn paying() -> Door {
    let (sit, read, keep) = (Right::Act(&acts::SIT), Right::Act(&acts::READ), Right::Act(&acts::KEEP_BUDGET));
    Door::new()
        .page("/conseil/{id}/charges", sit, "members see who is charged with what", roles::show)
        .act("/conseil/{id}/charges", sit, "members charge one another", roles::charge)
        .page("/conseil/{id}/budget", sit, "members read the money of their body", budget::show)
        .page("/conseil/{id}/budget.xlsx", sit, "members take it away", budget::export)
        .page("/conseil/{id}/budget/nouvelle", sit, "the member who keeps money enters a line", budget_line::blank)
        .upload("/conseil/{id}/budget/nouvelle", sit, "the member who keeps money enters a line", budget_line::create)
        .page("/conseil/budget/{id}", sit, "the member who keeps money corrects a line", budget_line::filled)
        .upload("/conseil/budget/{id}", sit, "the member who keeps money corrects a line", budget_line::amend)
        .act("/conseil/budget/{id}/suppression", sit, "a line is taken away", budget_line::remove)
        .page(
            "/conseil/budget/{id}/piece",
            sit,
            "the member who keeps money reads a receipt",
            budget_line::take_receipt,
        )
        .page("/gestion/instances/{id}/budget", read, "services read totals", budget::show)
        .page("/gestion/instances/{id}/budget.xlsx", keep, "the structure takes the budget away", budget::export)
        .page("/gestion/instances/{id}/budget/nouvelle", keep, "the structure enters a line", budget_line::blank)
        .upload("/gestion/instances/{id}/budget/nouvelle", keep, "the structure enters a line", budget_line::create)
        .page("/gestion/budget/{id}", keep, "the structure corrects a line", budget_line::filled)
        .upload("/gestion/budget/{id}", keep, "the structure corrects a line", budget_line::amend)
        .act("/gestion/budget/{id}/suppression", keep, "a line is taken away", budget_line::remove)
        .page("/gestion/budget/{id}/piece", keep, "the structure reads a receipt", budget_line::take_receipt)
}

/// The page of a body in its own voice. Only members write; authorities answer beside, an administrator hides with a reason.
fn publishing() -> Door {
    let (sit, reply, hide) = (Right::Act(&acts::SIT), Right::Act(&acts::REPLY), Right::Act(&acts::HIDE));
    Door::new()
        .page("/instances/{id}", Right::Public, "everybody reads a body in its own voice", voice::show)
        .page("/publications/{id}/photo", Right::Public, "everybody sees a photograph of it", voice::photo)
        .page("/conseil/{id}/publications", sit, "members see what their body publishes", posts::list)
        .page("/conseil/{id}/publications/nouvelle", sit, "the members designated write", posts::blank)
        .upload("/conseil/{id}/publications/nouvelle", sit, "the members designated write", posts::create)
        .page("/conseil/publications/{id}", sit, "members read every version", posts::show)
        .upload("/conseil/publications/{id}", sit, "the members designated change what they wrote", posts::amend)
        .act("/conseil/publications/{id}/retrait", sit, "the members designated take it down", posts::take_down)
        .page("/gestion/publications/{id}/reponse", reply, "an authority answers beside", beside::blank_reply)
        .act("/gestion/publications/{id}/reponse", reply, "an authority answers beside", beside::reply)
        .page("/gestion/publications/{id}/masquage", hide, "an administrator hides what is illegal", beside::hiding)
        .act("/gestion/publications/{id}/masquage", hide, "an administrator hides what is illegal", beside::hide)
}

/// What members learn together.
fn training() -> Door {
    let (sit, lead) = (Right::Act(&acts::SIT), Right::Act(&acts::LEAD));
    Door::new()
        .page("/conseil/{id}/formations", sit, "members read what they learnt", trainings::list)
        .page("/conseil/{id}/formations/nouvelle", sit, "the member designated notes a session", trainings::blank)
        .act("/conseil/{id}/formations/nouvelle", sit, "the member designated notes a session", trainings::create)
        .page("/conseil/formations/{id}", sit, "the member designated corrects a session", trainings::filled)
        .act("/conseil/formations/{id}", sit, "the member designated corrects a session", trainings::amend)
        .page("/gestion/instances/{id}/formations", lead, "whoever keeps a body reads it", trainings::list)
        .page(
            "/gestion/instances/{id}/formations/nouvelle",
            lead,
            "whoever keeps a body notes a session",
            trainings::blank,
        )
        .act(
            "/gestion/instances/{id}/formations/nouvelle",
            lead,
            "whoever keeps a body notes a session",
            trainings::create,
        )
        .page("/gestion/formations/{id}", lead, "whoever keeps a body corrects a session", trainings::filled)
        .act("/gestion/formations/{id}", lead, "whoever keeps a body corrects a session", trainings::amend)
}
