//! `/conseil/{id}/publications`: what a body publishes, for its members; those it designated write.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use interface::{Form, Frame, Link};
use jiff::tz::TimeZone;
use kernel::{Failure, Filled, Uuid, french};
use web::attached::received;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Upload, Visit, answer};

use super::voice::voice_path;
use super::{own_above, own_path};
use crate::actions::publishing::{self, PHOTOS};
use crate::rules::{Assembly, Post, PostKind, PostTerms};
use crate::{actions, store};

/// Where members find something published.
fn post_path(id: Uuid) -> String {
    format!("/conseil/publications/{id}")
}

fn list_path(assembly: Uuid) -> String {
    format!("{}/publications", own_path(assembly))
}

#[derive(Template)]
#[template(path = "pages/posts.html")]
pub(super) struct PostsPage {
    pub frame: Frame,
    pub path: String,
    pub open: String,
    pub lines: Vec<(Link, &'static str)>,
    pub is_editor: bool,
    pub has_presentation: bool,
}

impl PostsPage {
    pub fn new(frame: Frame, assembly: &Assembly, all: &[Post], is_editor: bool) -> Self {
        let words = |one: &Post| match (&one.hidden, one.removed_at, one.kind) {
            (Some(_), ..) => "masquée par l’administration",
            (_, Some(_), _) => "retirée par l’instance",
            (_, _, PostKind::Presentation) => "présentation publiée",
            _ => "publiée",
        };
        let line = |one: &Post| (Link::new(&one.terms.title, post_path(one.id)), words(one));
        Self {
            frame,
            path: list_path(assembly.id),
            open: voice_path(assembly.id),
            lines: all.iter().map(line).collect(),
            is_editor,
            has_presentation: all.iter().any(|one| one.kind == PostKind::Presentation),
        }
    }
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, _) = actions::member::mine(&mut tx, &visit.actor, id.uuid()).await?;
    let is_editor = publishing::editor(&mut tx, &visit.actor, assembly.id).await.is_ok();
    let all = store::post::of_assembly(&mut tx, assembly.id).await?;
    let frame = visit.back_office("Notre page publique").with_breadcrumb(own_above(Some(&assembly)));
    answer::page(&PostsPage::new(frame, &assembly, &all, is_editor))
}

#[derive(Template)]
#[template(path = "pages/post.html")]
pub(super) struct PostPage {
    pub frame: Frame,
    pub form: Form,
    pub action: String,
    pub kind: &'static str,
    pub accepted: String,
    pub is_editor: bool,
    pub is_new: bool,
    /// What the photograph is asked as.
    pub photo_label: &'static str,
    pub hidden: Option<String>,
    /// Every version: when, title, text.
    pub versions: Vec<(String, String, String)>,
}

/// What is known of something published.
#[derive(Clone, Debug)]
pub(super) struct KnownPost {
    pub post: Post,
    pub versions: Vec<(kernel::Moment, PostTerms)>,
    pub is_editor: bool,
}

impl PostPage {
    pub fn new(
        frame: Frame,
        form: Form,
        (action, kind): (String, PostKind),
        known: Option<&KnownPost>,
        zone: &TimeZone,
    ) -> Self {
        let version = |(at, terms): &(kernel::Moment, PostTerms)| {
            (french::moment(*at, zone), terms.title.clone(), terms.words.clone())
        };
        Self {
            frame: frame.with_form(&form),
            form,
            action,
            kind: kind.code(),
            accepted: format!("{}.", PHOTOS.french()),
            is_editor: known.is_none_or(|known| known.is_editor),
            is_new: known.is_none(),
            photo_label: match known.is_some_and(|known| known.post.photo.is_some()) {
                true => "Une autre photo",
                false => "Photo",
            },
            hidden: known.and_then(|known| known.post.hidden.as_ref().map(|hidden| hidden.1.clone())),
            versions: known.map(|known| known.versions.iter().map(version).collect()).unwrap_or_default(),
        }
    }
}

fn read(fields: &Fields) -> Filled<PostTerms> {
    let typed = Reading::of(fields);
    let terms =
        PostTerms { title: typed.text("titre"), words: typed.text("texte"), alternative: typed.text("alternative") };
    typed.filled(terms)
}

async fn photo(
    house: &House,
    upload: &Upload,
    terms: &mut Filled<PostTerms>,
) -> kernel::Outcome<Option<files::Prepared>> {
    match received(house, upload, PHOTOS).await {
        Err(Failure::Input(errors)) => {
            terms.find(errors);
            Ok(None)
        }
        other => other,
    }
}

fn kind_asked(fields: &Fields) -> PostKind {
    PostKind::from_code(fields.text("nature")).unwrap_or(PostKind::News)
}

async fn new_page(house: &House, visit: &Visit, id: Uuid, kind: PostKind, form: Form) -> Result<PostPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, _) = publishing::editor(&mut tx, &visit.actor, id).await?;
    let title = if kind == PostKind::Presentation { "Présenter l’instance" } else { "Écrire une nouvelle" };
    let list = Link::new("Notre page publique", list_path(assembly.id));
    let frame = visit.back_office(title).with_breadcrumb([own_above(Some(&assembly)), vec![list]].concat());
    let action = format!("{}/nouvelle", list_path(assembly.id));
    Ok(PostPage::new(frame, form, (action, kind), None, &house.settings.zone))
}

pub async fn blank(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    asked: Asked,
) -> Answer {
    answer::page(&new_page(&house, &visit, id.uuid(), kind_asked(&asked), Form::empty()).await?)
}

pub async fn create(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    publishing::editor(&mut house.read().await?, &visit.actor, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let kind = kind_asked(&upload.fields);
    let published = async {
        let mut terms = read(&upload.fields);
        let file = photo(&house, &upload, &mut terms).await?;
        let mut tx = house.write().await?;
        let around = (&house.outside, house.vault.as_ref());
        let made = publishing::publish(&mut tx, around, &visit.actor, (id.uuid(), kind), (terms, file)).await?;
        tx.commit().await?;
        Ok::<Uuid, Failure>(made)
    };
    match published.await {
        Ok(_) => answer::done(&list_path(id.uuid()), "ajoute"),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&new_page(&house, &visit, id.uuid(), kind, form).await?)
        }
    }
}

async fn draw(house: &House, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<PostPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, post) = publishing::mine(&mut tx, &visit.actor, id).await?;
    let is_editor = publishing::editor(&mut tx, &visit.actor, assembly.id).await.is_ok();
    let versions = store::post::versions(&mut tx, id).await?;
    let form = typed.unwrap_or_else(|| {
        Form::filled([
            ("titre", post.terms.title.clone()),
            ("texte", post.terms.words.clone()),
            ("alternative", post.terms.alternative.clone()),
            ("revision", post.revision.to_string()),
        ])
    });
    let list = Link::new("Notre page publique", list_path(assembly.id));
    let frame = visit.back_office(&post.terms.title).with_breadcrumb([own_above(Some(&assembly)), vec![list]].concat());
    let kind = post.kind;
    let known = KnownPost { post, versions, is_editor };
    Ok(PostPage::new(frame, form, (post_path(id), kind), Some(&known), &house.settings.zone))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Post>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), None).await?)
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Post>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    publishing::mine(&mut house.read().await?, &visit.actor, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let amended = async {
        let mut terms = read(&upload.fields);
        let file = photo(&house, &upload, &mut terms).await?;
        let mut tx = house.write().await?;
        let (around, at) = ((&house.outside, house.vault.as_ref()), (id.uuid(), upload.fields.revision()));
        let made = publishing::amend(&mut tx, around, &visit.actor, at, (terms, file)).await?;
        tx.commit().await?;
        Ok::<Uuid, Failure>(made)
    };
    match amended.await {
        Ok(id) => answer::done(&post_path(id), "modifie"),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&house, &visit, id.uuid(), Some(form)).await?)
        }
    }
}

pub async fn take_down(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Post>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    publishing::take_down(&mut tx, &house.outside, &visit.actor, at).await?;
    tx.commit().await?;
    answer::done(&post_path(id.uuid()), "enregistre")
}
