//! `/gestion/actions/{id}`: a sheet with everything that can be changed.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Html, Language};
use kernel::french;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::body::{Body, FileShown, Reader, Told};
use super::standing::Standing;
use super::{above_board, choices, sheet_path, today, visible};
use crate::actions::{self, Around};
use crate::rules::{ProposalState, Sheet, Status};
use crate::store::comment::Comment;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/sheet.html")]
pub(super) struct SheetPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub public_path: Option<String>,
    pub standing: Standing,
    pub body: Html,
    pub files: Vec<FileShown>,
    pub statuses: Vec<Choice>,
    pub shown: Shown,
}

/// What stands around a sheet, and what this reader may do with it.
#[derive(Default)]
pub(super) struct Shown {
    pub comments: Vec<CommentShown>,
    pub may_edit: bool,
    pub may_publish: bool,
    pub may_comment: bool,
    /// Where its validation stands, where that matters.
    pub validation: Option<ValidationShown>,
    /// Who follows it by mail.
    pub following: Following,
}

/// Where the validation of a draft stands, and what this reader may do about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ValidationShown {
    /// What happened last, or what is asked.
    pub told: String,
    /// Why it was sent back, or nothing.
    pub reason: String,
    pub may_propose: bool,
    pub may_decide: bool,
    /// Whether it must be validated before it is published, and is not.
    pub holds_back: bool,
}

/// Who follows a sheet by mail, and whether this reader does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Following {
    /// How many addresses are confirmed.
    pub count: i64,
    /// Whether it is hers too.
    pub is_mine: bool,
    /// Whether she has an address to be told at.
    pub may_follow: bool,
}

impl Following {
    /// « 3 personnes suivent cette fiche par courriel. »
    pub fn told(&self) -> String {
        let who = match self.count {
            0 => return "Personne ne suit encore cette fiche par courriel.".to_owned(),
            1 => "1\u{a0}personne suit cette fiche par courriel".to_owned(),
            count => format!("{}\u{a0}personnes suivent cette fiche par courriel", french::integer(count)),
        };
        format!("{who}{}.", if self.is_mine { ", dont vous" } else { "" })
    }
}

/// Where the validation of a sheet stands; nothing once it is published, or where nobody asks for it nor proposed it.
async fn validation(
    tx: &mut Tx,
    (house, visit): (&House, &Visit),
    sheet: &Sheet,
    (may_edit, may_validate): (bool, bool),
) -> Result<Option<ValidationShown>, Fault> {
    if sheet.is_published() {
        return Ok(None);
    }
    let (is_asked, _) = store::validation::setting(tx, sheet.contract).await?;
    let last = store::validation::of_sheet(tx, sheet.id).await?.into_iter().next();
    if !is_asked && last.is_none() {
        return Ok(None);
    }
    let at = |moment| french::moment(moment, &house.settings.zone);
    let mut shown = ValidationShown { may_propose: may_edit, holds_back: is_asked, ..ValidationShown::default() };
    let changed = "La fiche a changé depuis : elle doit être proposée de nouveau.";
    shown.told = match &last {
        None => "Ce contrat demande qu’une fiche soit validée avant d’être publiée.".to_owned(),
        Some(one) => {
            let proposed = format!("Proposée le {} par {}.", at(one.proposed_at), one.proposed_by);
            let decided = |what: &str| match one.decided_at {
                Some(moment) => format!("{proposed} {what} le {} par {}.", at(moment), one.decided_by),
                None => proposed.clone(),
            };
            match one.state {
                _ if one.waits(sheet.revision) => {
                    let is_own = one.proposer.is_some() && one.proposer == visit.actor.account();
                    shown.may_propose = false;
                    shown.may_decide = may_validate && !is_own;
                    format!("{proposed} Elle attend d’être validée.")
                }
                ProposalState::Waiting => format!("{proposed} {changed}"),
                ProposalState::Validated if one.holds(sheet.revision) => {
                    shown.may_propose = false;
                    shown.holds_back = false;
                    decided("Validée")
                }
                ProposalState::Validated => format!("{} {changed}", decided("Validée")),
                ProposalState::SentBack => {
                    shown.reason.clone_from(&one.reason);
                    decided("Renvoyée")
                }
            }
        }
    };
    Ok(Some(shown))
}

/// Who follows a sheet by mail.
async fn following(tx: &mut Tx, visit: &Visit, sheet: &Sheet) -> Result<Following, Fault> {
    let mine = actions::own_address(tx, &visit.actor).await?;
    let known = match &mine {
        Some(email) => store::follower::by_address(tx, email, sheet.id).await?,
        None => None,
    };
    Ok(Following {
        count: store::follower::count(tx, sheet.id).await?,
        is_mine: known.is_some_and(|one| one.confirmed_at.is_some()),
        may_follow: mine.is_some(),
    })
}

/// A comment as it is shown.
pub(super) struct CommentShown {
    pub id: String,
    pub head: String,
    pub body: String,
    pub may_remove: bool,
}

impl SheetPage {
    /// Whether it must be validated before it is published.
    fn is_held_back(&self) -> bool {
        self.shown.validation.as_ref().is_some_and(|shown| shown.holds_back)
    }

    pub async fn load(
        tx: &mut Tx,
        house: &House,
        visit: &Visit,
        (sheet, around): (&Sheet, &Around),
        form: Form,
    ) -> Result<Self, Fault> {
        let told = Told::load(tx, sheet.clone()).await?;
        let comments = store::comment::of_sheet(tx, sheet.id).await?;
        let areas: Vec<kernel::Uuid> = told.places.iter().map(|place| place.area).collect();
        let may = |act| actions::verdict(&visit.actor, act, sheet.contract, &areas).is_allowed();
        let may_edit = may(&acts::EDIT);
        let frame = visit.back_office(&sheet.text.title).with_caption(format!("Fiche {}", sheet.text.code));
        let frame = frame.with_breadcrumb(above_board());
        let zone = &house.settings.zone;
        let shown = |one: Comment| CommentShown {
            id: one.id.to_string(),
            head: format!(
                "{}, le {}{}",
                one.author_name,
                french::moment(one.said_at, zone),
                if one.is_shared { "" } else { ", entre rédacteurs" }
            ),
            may_remove: may_edit || (one.author.is_some() && one.author == visit.actor.account()),
            body: one.body,
        };
        let around_it = Shown {
            comments: comments.into_iter().filter(|one| one.is_shared || may_edit).map(shown).collect(),
            may_edit,
            may_publish: may(&acts::PUBLISH),
            may_comment: may(&acts::COMMENT),
            validation: validation(tx, (house, visit), sheet, (may_edit, may(&acts::VALIDATE))).await?,
            following: following(tx, visit, sheet).await?,
        };
        Ok(Self::new(frame, form, (&told, around), around_it, today(house)))
    }

    pub fn new(
        frame: Frame,
        form: Form,
        (told, around): (&Told, &Around),
        shown: Shown,
        today: jiff::civil::Date,
    ) -> Self {
        let reader = (if shown.may_edit { Reader::Writer } else { Reader::Inside }, Language::French);
        let mut body = Body::new(told, around, reader, today);
        let mut files = Vec::new();
        if shown.may_edit {
            files.append(&mut body.photos);
            files.append(&mut body.papers);
        }
        let form = match form.field("etat") {
            Some(_) => form,
            None => form.with("etat", told.sheet.state.status.code()).with_date("depuis", Some(today)),
        };
        Self {
            frame: frame.with_form(&form),
            form,
            path: sheet_path(told.sheet.id),
            public_path: told.sheet.is_published().then(|| crate::facade::path(&told.sheet.address)),
            standing: Standing::of(told, reader),
            body: body.html(),
            files,
            statuses: choices(Status::ALL.iter().map(|one| (one.code(), one.french()))),
            shown,
        }
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.read().await?;
    let (sheet, around) = visible(&mut tx, &visit, id.uuid(), &acts::READ).await?;
    answer::page(&SheetPage::load(&mut tx, &house, &visit, (&sheet, &around), Form::empty()).await?)
}

/// Ends an act done from the sheet: back to it, or around what is to correct.
pub(super) async fn settle(
    tx: Tx,
    house: &House,
    visit: &Visit,
    (sheet, around): (&Sheet, &Around),
    (outcome, code, fields): (Result<(), kernel::Failure>, &str, &Fields),
) -> Answer {
    let again = async |form| {
        let mut tx = house.read().await?;
        SheetPage::load(&mut tx, house, visit, (sheet, around), form).await
    };
    answer::settle(tx, outcome, (|()| sheet_path(sheet.id), code), fields, again).await
}
