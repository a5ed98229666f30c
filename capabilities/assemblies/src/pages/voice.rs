//! `/instances/{id}`: a body in its own voice, and what it decided that everybody reads.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Frame, Html, Link, TableOptions};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Breakdown, french};
use tokio::io::AsyncReadExt;
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::budget::by_heading;
use super::{areas_line, called};
use crate::rules::{Assembly, Body, Meeting, Member, Post, PostKind, Referral, Submission, balance, hour};
use crate::{acts, store};

/// Where everybody reads a body.
pub(super) fn voice_path(id: kernel::Uuid) -> String {
    format!("/instances/{id}")
}

/// Something published, as read by everybody.
pub(super) struct PostShown {
    pub title: String,
    pub words: String,
    pub when: String,
    /// Where its photograph is, and what it shows.
    pub photo: Option<(String, String)>,
    /// The reason that stands in its place.
    pub hidden: Option<String>,
    /// What authorities answer: who signs, when, what.
    pub replies: Vec<(String, String, String)>,
    /// Where this reader may answer, or hide it.
    pub acts: Vec<Link>,
}

/// What an authority answered: who signs, what, when.
pub(super) type Reply = (String, String, kernel::Moment);

/// Which of these acts this reader may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Powers {
    pub replies: bool,
    pub hides: bool,
}

/// Something published with what is answered beside.
pub(super) fn shown(one: &Post, replies: &[Reply], zone: &TimeZone, powers: Powers) -> PostShown {
    let is_hidden = one.hidden.is_some();
    let mut acts = Vec::new();
    if powers.replies && !is_hidden {
        acts.push(Link::new("Exercer le droit de réponse", format!("/gestion/publications/{}/reponse", one.id)));
    }
    if powers.hides {
        let words = if is_hidden { "Montrer de nouveau" } else { "Masquer un contenu manifestement illicite" };
        acts.push(Link::new(words, format!("/gestion/publications/{}/masquage", one.id)));
    }
    let photo = one.photo.filter(|_| !is_hidden);
    PostShown {
        title: if is_hidden { "Publication masquée".to_owned() } else { one.terms.title.clone() },
        words: if is_hidden { String::new() } else { one.terms.words.clone() },
        when: french::date(one.published_at.day(zone)),
        photo: photo.map(|_| (format!("/publications/{}/photo", one.id), one.terms.alternative.clone())),
        hidden: one.hidden.as_ref().map(|hidden| hidden.1.clone()),
        replies: replies
            .iter()
            .map(|(who, words, at)| (who.clone(), french::date(at.day(zone)), words.clone()))
            .collect(),
        acts,
    }
}

/// Everything a page is made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Published {
    pub posts: Vec<(Post, Vec<Reply>)>,
    pub opinions: Vec<Submission>,
    pub referrals: Vec<Referral>,
    pub meetings: Vec<Meeting>,
    pub members: Vec<Member>,
    pub lines: Vec<crate::rules::Line>,
}

#[derive(Template)]
#[template(path = "pages/voice.html")]
pub(super) struct VoicePage {
    pub frame: Frame,
    pub kind: &'static str,
    pub areas: String,
    pub presentation: Option<PostShown>,
    pub news: Vec<PostShown>,
    pub opinions: Vec<(Link, String)>,
    pub referrals: Vec<(Link, String)>,
    pub meetings: Vec<String>,
    pub minutes: Option<String>,
    pub names: Vec<String>,
    pub budget: Option<Html>,
    pub budget_words: String,
}

impl VoicePage {
    pub fn new(
        frame: Frame,
        (assembly, areas): (&Assembly, String),
        all: &Published,
        (today, zone): (Date, &TimeZone),
        powers: Powers,
    ) -> Self {
        let show = |(one, replies): &(Post, Vec<Reply>)| shown(one, replies, zone, powers);
        let of = |kind: PostKind| all.posts.iter().filter(move |one| one.0.kind == kind && one.0.removed_at.is_none());
        let presentation = of(PostKind::Presentation).next().map(show);
        // Dates, names and money are told once the body opened its page itself.
        let is_open = presentation.is_some();
        let opinion = |one: &Submission| {
            let words = super::submissions::standing(one, today);
            (Link::new(&one.terms.title, format!("/avis/{}", one.id)), french::spaced(&words))
        };
        let referral = |one: &Referral| {
            let words = format!("{}, {}", one.terms.to(), one.standing(today));
            (Link::new(super::referral_said::titled(one), format!("/saisines/{}", one.id)), french::spaced(&words))
        };
        let coming = all.meetings.iter().rev().filter(|one| one.body == Body::Own && one.is_to_come(today));
        let meeting = |one: &Meeting| {
            let (day, at) = (french::long_date(one.terms.held_on), hour(one.terms.starts_at));
            french::spaced(&format!("{day}, {at} : {}", one.terms.title))
        };
        let year = all.lines.iter().map(|line| line.terms.year).max();
        let counted = year.map(|year| (year, balance(year, &all.lines))).filter(|_| is_open);
        let words = counted.as_ref().map(|(year, counted)| {
            let (received, remaining) = (french::euros(counted.received), french::euros(counted.remaining()));
            format!("En {year}, l’instance a reçu {received} ; il lui reste {remaining}. Source : ses propres comptes.")
        });
        Self {
            frame,
            kind: assembly.kind.french(),
            areas,
            news: of(PostKind::News).map(show).collect(),
            opinions: all.opinions.iter().map(opinion).collect(),
            referrals: all.referrals.iter().map(referral).collect(),
            meetings: coming.filter(|_| is_open).map(meeting).collect(),
            minutes: assembly.terms.are_minutes_public.then(|| super::minutes::open_list_path(assembly.id)),
            names: all
                .members
                .iter()
                .filter(|one| is_open && one.sits() && one.terms.is_name_public)
                .map(called)
                .collect(),
            budget: counted
                .map(|(year, counted)| interface::table(&by_heading(&counted, year), &TableOptions::default())),
            budget_words: words.map(|words| french::spaced(&words)).unwrap_or_default(),
            presentation,
        }
    }
}

async fn published(tx: &mut Tx, assembly: &Assembly) -> Result<Published, Fault> {
    let mut posts = Vec::new();
    for one in store::post::of_assembly(tx, assembly.id).await? {
        let replies = store::post::replies(tx, one.id).await?;
        posts.push((one, replies));
    }
    let mut opinions = store::submission::of_assembly(tx, assembly.id).await?;
    opinions.retain(|one| one.adopted.is_some_and(|adopted| adopted.is_public));
    let mut referrals = store::referral::of_assembly(tx, assembly.id).await?;
    referrals.retain(|one| one.is_public && one.adopted.is_some());
    Ok(Published {
        posts,
        opinions,
        referrals,
        meetings: store::meeting::of_assembly(tx, assembly.id).await?,
        members: store::member::of_assembly(tx, assembly.id).await?,
        lines: store::budget::lines(tx, assembly.id).await?,
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.read().await?;
    let assembly = store::assembly::by_id(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    let areas = territory::facade::areas(&mut tx).await?;
    let all = published(&mut tx, &assembly).await?;
    let may = |act| super::may(&visit.actor, act, &assembly) && visit.actor.person().is_some();
    let powers = Powers { replies: may(&acts::REPLY), hides: may(&acts::HIDE) };
    let above = vec![Link::new("Accueil", "/"), Link::new("Conseils citoyens", "/conseils")];
    let frame = visit.public_in_french(&assembly.terms.name).with_breadcrumb(above);
    let zone = &house.settings.zone;
    let today = house.outside.now().day(zone);
    let areas = areas_line(&assembly, &areas);
    answer::page(&VoicePage::new(frame, (&assembly, areas), &all, (today, zone), powers))
}

/// The photograph of something everybody reads: drawn again, without place, date or device.
pub async fn photo(State(house): State<Arc<House>>, PathId(id): PathId<Post>) -> Answer {
    let mut tx = house.read().await?;
    let post = store::post::by_id(&mut tx, id.uuid()).await?;
    let post = post.filter(|one| one.removed_at.is_none() && one.hidden.is_none()).ok_or_else(Fault::not_found)?;
    let file = files::find(&mut tx, post.photo.ok_or_else(Fault::not_found)?).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    let content = file.published.ok_or_else(Fault::not_found)?;
    let opened = files::open(house.vault.as_ref(), content).await.map_err(|error| Breakdown(Box::new(error)))?;
    let mut opened = opened.ok_or_else(|| Breakdown::because("a content is missing in the vault"))?;
    let mut bytes = Vec::new();
    opened.read_to_end(&mut bytes).await.map_err(|error| Breakdown(Box::new(error)))?;
    answer::kept_file("photo.jpg", "image/jpeg", bytes)
}
