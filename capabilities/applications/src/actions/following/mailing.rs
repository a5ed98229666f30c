//! Mails about an application: they say that something is there and where, never what.

use database::{Result, Tx};
use jobs::mail::{self, NewMail};
use kernel::{Moment, Outside, Scope, Uuid};

use crate::rules::following::{agents_path, carrier_path};
use crate::rules::{Application, Call, Side};
use crate::{acts, store};

/// What a mail says: its subject before the number of the application, a sentence, and where to go on.
#[derive(Clone, Copy, Debug)]
pub struct Notice<'a> {
    /// What it is for, in the administrator's list.
    pub kind: &'static str,
    /// « Un message sur votre dossier ».
    pub subject: &'a str,
    /// A sentence.
    pub sentence: &'a str,
    /// The path of the page.
    pub path: &'a str,
}

/// Who serves the platform: the start of its addresses.
pub type Origin<'a> = &'a str;

/// The agents who answer carriers on a call: the address of its service; without one, those who may write to carriers
/// there and do not stay out of this application.
async fn agents(tx: &mut Tx, call: &Call, of: &Application, now: Moment) -> Result<Vec<(String, String)>> {
    if !call.email.is_empty() {
        return Ok(vec![(call.email.clone(), String::new())]);
    }
    let out = store::recusal::of_application(tx, of.id, of.organisation).await?;
    let mut all = Vec::new();
    for holder in accounts::facade::holders(tx, acts::INSTRUCT.functions, now).await? {
        let is_theirs = holder.grants.iter().any(|grant| grant.scope.covers(&Scope::contract(call.contract)));
        if !is_theirs || out.iter().any(|one| one.account == holder.account) {
            continue;
        }
        if let Some(address) = accounts::facade::account_email(tx, holder.account).await? {
            all.push((address, holder.name));
        }
    }
    Ok(all)
}

/// Writes to a side of an application. An address nobody can write to stops nothing: what is told stands on the page.
/// Gives how many mails wait; ring the bell after the commit.
///
/// # Errors
/// The database failed.
pub async fn write(
    tx: &mut Tx,
    (outside, origin): (&Outside, Origin<'_>),
    (application, to): (&Application, Side),
    notice: Notice<'_>,
) -> Result<usize> {
    let Some(call) = store::call::by_id(tx, application.call).await? else { return Ok(0) };
    let boxes = match to {
        Side::Carrier => accounts::facade::mailboxes_of(tx, application.organisation).await?,
        Side::Agents => agents(tx, &call, application, outside.now()).await?,
        Side::Platform => Vec::new(),
    };
    queue(tx, (outside, origin), (application, &call), (boxes, notice)).await
}

/// Queues a notice for each of these boxes. Gives how many mails wait.
async fn queue(
    tx: &mut Tx,
    (outside, origin): (&Outside, Origin<'_>),
    (application, call): (&Application, &Call),
    (boxes, notice): (Vec<(String, String)>, Notice<'_>),
) -> Result<usize> {
    let number = application.number.as_deref().unwrap_or_default();
    let subject = format!("{} : dossier n° {number}", notice.subject);
    let text = format!(
        "Bonjour,\n\n{}\n\nDossier n° {number}, « {} ».\n{origin}{}\n\nCe message est envoyé par la plateforme : répondez \
         sur la page, pas à ce courriel.\n",
        notice.sentence, call.title, notice.path
    );
    let mut count = 0;
    for (address, name) in boxes {
        if let Ok(letter) = NewMail::read(notice.kind, &address, &name, &subject, &text) {
            mail::queue(tx, outside, &letter.of_contract(call.contract)).await?;
            count += 1;
        }
    }
    Ok(count)
}

/// Tells a carrier that the service changed the draft it had confirmed. Typing knows no address of ours: the mail names the page.
///
/// # Errors
/// The database failed.
pub async fn tell_changed(tx: &mut Tx, outside: &Outside, of: &Application) -> Result<()> {
    let Some(call) = store::call::by_id(tx, of.call).await? else { return Ok(()) };
    let text = format!(
        "Bonjour,\n\nLe service, qui saisit votre dossier avec vous, l’a modifié depuis que vous l’avez confirmé. Relisez-le, puis \
         confirmez-le de nouveau : il ne peut pas être déposé avant.\n\nAppel « {} ». Vous trouvez ce dossier sur la plateforme, \
         dans « Mes dossiers ».\n",
        call.title
    );
    for (address, name) in accounts::facade::mailboxes_of(tx, of.organisation).await? {
        let subject = "Votre dossier a changé : relisez-le et confirmez-le";
        if let Ok(letter) = NewMail::read("applications.changed", &address, &name, subject, &text) {
            mail::queue(tx, outside, &letter.of_contract(call.contract)).await?;
        }
    }
    Ok(())
}

/// Tells a carrier that somebody began to type an application with it: whoever did not ask for it says so in time.
///
/// # Errors
/// The database failed.
pub async fn tell_typed(tx: &mut Tx, outside: &Outside, of: &Application, by: &str) -> Result<()> {
    let Some(call) = store::call::by_id(tx, of.call).await? else { return Ok(()) };
    let whom = if call.phone.is_empty() { String::new() } else { format!(" au {}", call.phone) };
    let text = format!(
        "Bonjour,\n\n{by} a commencé à saisir un dossier pour votre association. Vous le trouvez sur la plateforme, dans « Mes \
         dossiers » : vous pouvez le relire et le corriger. Rien n’est déposé sans que vous l’ayez confirmé.\n\nAppel « {} ».\n\n\
         Si personne chez vous ne l’a demandé, appelez le service{whom}.\n",
        call.title
    );
    for (address, name) in accounts::facade::mailboxes_of(tx, of.organisation).await? {
        let subject = "Un dossier est saisi pour votre association";
        if let Ok(letter) = NewMail::read("applications.typed", &address, &name, subject, &text) {
            mail::queue(tx, outside, &letter.of_contract(call.contract)).await?;
        }
    }
    Ok(())
}

/// Tells a carrier that something is asked of its application.
///
/// # Errors
/// The database failed.
pub async fn tell_asked(tx: &mut Tx, around: (&Outside, Origin<'_>), application: Uuid) -> Result<()> {
    let Some(one) = store::application::by_id(tx, application).await? else { return Ok(()) };
    let path = format!("{}/complement", carrier_path(one.id));
    let notice = Notice {
        kind: "applications.completion",
        subject: "Le service demande un complément",
        sentence: "Il manque quelque chose à votre dossier. La page dit quoi, pourquoi et jusqu’à quand ; le reste du dossier \
                   ne change pas.",
        path: &path,
    };
    write(tx, around, (&one, Side::Carrier), notice).await?;
    Ok(())
}

/// Tells services, and those who decide for the funders that were asked, that a carrier takes something back.
///
/// # Errors
/// The database failed.
pub async fn tell_withdrawn(
    tx: &mut Tx,
    (outside, origin): (&Outside, Origin<'_>),
    of: &Application,
    (organisations, is_whole): (&[Uuid], bool),
) -> Result<()> {
    let path = agents_path(of.id);
    let notice = Notice {
        kind: "applications.withdrawn",
        subject: if is_whole { "Un dossier est retiré" } else { "Une action est retirée" },
        sentence: "L’association retire ce qu’elle demandait : ce n’est plus à instruire. La page dit quoi et pourquoi.",
        path: &path,
    };
    write(tx, (outside, origin), (of, Side::Agents), notice).await?;
    let out = store::recusal::of_application(tx, of.id, of.organisation).await?;
    let functions = [kernel::Function::PrefectDelegate, kernel::Function::Funder];
    let mut boxes = Vec::new();
    for holder in accounts::facade::holders(tx, &functions, outside.now()).await? {
        let is_theirs =
            holder.grants.iter().any(|grant| grant.scope.organisation.is_some_and(|own| organisations.contains(&own)));
        if !is_theirs || out.iter().any(|one| one.account == holder.account) {
            continue;
        }
        boxes.extend(accounts::facade::account_email(tx, holder.account).await?.map(|address| (address, holder.name)));
    }
    let Some(call) = store::call::by_id(tx, of.call).await? else { return Ok(()) };
    queue(tx, (outside, origin), (of, &call), (boxes, notice)).await?;
    Ok(())
}
