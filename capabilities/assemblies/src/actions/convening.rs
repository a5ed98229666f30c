//! Writing to members about a meeting: once for each version of it.

use database::Tx;
use jiff::tz::TimeZone;
use jobs::mail::{self, NewMail};
use kernel::{Actor, Moment, Outcome, Outside, Refusal, Uuid, french};
use web::Keys;

use super::meeting::{kept, record, save};
use crate::rules::{Assembly, Body, Meeting, Member, hour};
use crate::{acts, store};

/// What mails need around them.
#[derive(Clone, Copy)]
pub struct Post<'a> {
    /// Time and chance.
    pub outside: &'a Outside,
    /// The town's time zone.
    pub zone: &'a TimeZone,
    /// Where the platform is reached, without a final `/`.
    pub address: &'a str,
}

/// What members are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    Convened,
    Moved,
    Cancelled,
}

/// What convening gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Convened {
    /// Mails queued.
    pub sent: usize,
    /// Members without an address, to be written to by post.
    pub by_post: usize,
}

/// Where to write to a member: her account's address, otherwise the one on her sheet.
pub(crate) async fn address_of(tx: &mut Tx, member: &Member) -> Outcome<String> {
    if let Some(account) = member.account
        && let Some(email) = accounts::facade::account_email(tx, account).await?
    {
        return Ok(email);
    }
    Ok(member.terms.email.clone())
}

/// Convenes to a meeting everybody who sits and was not convened to this version of it yet.
///
/// # Errors
/// Not this actor's; not a meeting of the body itself; over or cancelled; somebody changed it since.
pub async fn convene(tx: &mut Tx, post: Post<'_>, actor: &Actor, id: Uuid) -> Outcome<Convened> {
    let (assembly, before) = kept(tx, actor, id).await?;
    if before.body != Body::Own || !before.is_to_come(post.outside.now().day(post.zone)) {
        let what = "On convoque à une réunion de l’instance elle-même, à venir et qui n’est pas annulée.";
        return Err(Refusal::rule("Cette réunion ne se convoque pas", what).into());
    }
    let members = store::member::of_assembly(tx, assembly.id).await?;
    let sitting: Vec<&Member> = members.iter().filter(|member| member.sits()).collect();
    let mut touched = Vec::new();
    let done = tell(tx, post, (&assembly, &before), &sitting, News::Convened, &mut touched).await?;
    if before.convened_at.is_none() {
        let (now, revision) = (post.outside.now(), before.revision);
        let after = Meeting { convened_at: Some(now), ..before };
        save(tx, &after, revision).await?;
        touched.push(("assembly_meeting", id));
        record(tx, post.outside, (actor, &acts::LEAD), &after, "membres convoqués", &touched).await?;
    } else if !touched.is_empty() {
        record(tx, post.outside, (actor, &acts::LEAD), &before, "membres convoqués", &touched).await?;
    }
    Ok(done)
}

/// Tells those convened before, if they still sit, that the meeting changed.
pub(super) async fn tell_those_convened(
    tx: &mut Tx,
    post: Post<'_>,
    (assembly, meeting): (&Assembly, &Meeting),
    news: News,
    touched: &mut Vec<(&'static str, Uuid)>,
) -> Outcome<usize> {
    let convened = store::meeting::ever_called(tx, meeting.id).await?;
    let members = store::member::of_assembly(tx, assembly.id).await?;
    let theirs: Vec<&Member> = members.iter().filter(|one| one.sits() && convened.contains(&one.id)).collect();
    Ok(tell(tx, post, (assembly, meeting), &theirs, news, touched).await?.sent)
}

async fn tell(
    tx: &mut Tx,
    post: Post<'_>,
    (assembly, meeting): (&Assembly, &Meeting),
    members: &[&Member],
    news: News,
    touched: &mut Vec<(&'static str, Uuid)>,
) -> Outcome<Convened> {
    let mut done = Convened::default();
    let already = store::meeting::called(tx, meeting.id, meeting.sequence).await?;
    let until = meeting.terms.start().to_zoned(post.zone.clone()).map(|at| Moment(at.timestamp().as_millisecond()));
    for member in members.iter().filter(|member| !already.contains(&member.id)) {
        let email = address_of(tx, member).await?;
        let token = Keys::token(post.outside);
        let (subject, text) = written((assembly, meeting, member), news, (post.address, &token.text));
        // An address that cannot be written to is no reason to stop: a letter will go.
        let letter = NewMail::read("assemblies.meeting", &email, &member.terms.called_name, &subject, &text);
        let Ok(letter) = letter else {
            done.by_post += 1;
            continue;
        };
        let whom = (meeting.id, member.id);
        let told = store::meeting::insert_call(tx, post.outside, whom, meeting.sequence, &token.hash).await?;
        let Some(call) = told else { continue };
        let letter = match &until {
            Ok(until) => letter.useful_until(*until),
            Err(_) => letter,
        };
        mail::queue(tx, post.outside, &letter.of_contract(assembly.steered())).await?;
        touched.push(("assembly_call", call));
        done.sent += 1;
    }
    Ok(done)
}

/// Subject and text of a mail.
fn written(
    (assembly, meeting, member): (&Assembly, &Meeting, &Member),
    news: News,
    (address, token): (&str, &str),
) -> (String, String) {
    let terms = &meeting.terms;
    let name = &assembly.terms.name;
    let when = format!("{}, de {} à {}", french::long_date(terms.held_on), hour(terms.starts_at), hour(terms.ends_at));
    let subject = match news {
        News::Convened => format!("{name} : réunion du {}", french::date(terms.held_on)),
        News::Moved => format!("{name} : la réunion change"),
        News::Cancelled => format!("{name} : réunion du {} annulée", french::date(terms.held_on)),
    };
    let head = match news {
        News::Convened => format!("Vous êtes convié·e à la réunion « {} ».", terms.title),
        News::Moved => {
            format!("La réunion « {} » change de jour, d’heure ou de lieu. Voici les nouveaux.", terms.title)
        }
        News::Cancelled => format!("La réunion « {} » prévue {when} est annulée.\n\n{}", terms.title, meeting.reason),
    };
    let mut text = format!("Bonjour {},\n\n{head}\n", member.terms.called_name);
    if news != News::Cancelled {
        text.push_str(&format!("\nQuand : {when}\n"));
        if !terms.place.is_empty() {
            text.push_str(&format!("Où : {}\n", terms.place));
        }
        if !terms.link.is_empty() {
            text.push_str(&format!("À distance : {}\n", terms.link));
        }
        let points = terms.points();
        if !points.is_empty() {
            text.push_str("\nOrdre du jour :\n");
            points.iter().for_each(|point| text.push_str(&format!("- {point}\n")));
        }
        text.push_str(&format!("\nPour dire si vous venez, sans compte :\n{address}/convocations/{token}\n"));
        if member.account.is_some() {
            let path = format!("/conseil/reunions/{}", meeting.id);
            text.push_str(&format!("\nPour lire les papiers, dans votre espace :\n{address}{path}\n"));
        }
    }
    text.push_str(&format!("\n{name}\n"));
    (french::spaced(&subject), french::spaced(&text))
}
