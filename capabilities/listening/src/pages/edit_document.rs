//! Documents to cite: the list, adding one, correcting one, with the file that readers may open.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Link, TableOptions};
use kernel::{Failure, FieldError, Filled};
use web::attached::received;
use web::{Answer, Fault, Fields, House, PathId, Reading, Upload, Visit, answer};

use super::{Referred, above_back, above_in};
use crate::actions::{DOCUMENT_FILES, DocumentText, FileChange};
use crate::store::documents::Document;
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/edit_document.html")]
pub(super) struct EditDocumentPage {
    pub frame: Frame,
    pub form: Form,
    /// The file kept now.
    pub file: Option<Link>,
    pub is_new: bool,
    pub readers: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/documents.html")]
pub(super) struct DocumentsPage {
    pub frame: Frame,
    pub table: Html,
    pub is_empty: bool,
    pub may_lead: bool,
}

impl EditDocumentPage {
    pub fn new(frame: Frame, form: Form, file: Option<Link>, is_new: bool) -> Self {
        let readers = vec![
            Choice::new("agents", "Réservé aux agents").hint("Ceux qui peuvent lire le détail de ce qui a été dit."),
            Choice::new("public", "Publié").hint("Tout le monde peut l’ouvrir : vérifiez qu’il ne nomme personne."),
        ];
        Self { frame: frame.with_form(&form), form, file, is_new, readers }
    }

    /// What may be sent, said before the choice.
    #[expect(clippy::unused_self, reason = "called by the template")]
    fn accepted(&self) -> String {
        format!("{}.", DOCUMENT_FILES.french())
    }
}

impl DocumentsPage {
    /// Where a document is added, for those who may.
    fn adding(&self) -> &'static str {
        if self.may_lead { "/gestion/ecoute/documents/nouveau" } else { "" }
    }
}

fn new_page(visit: &Visit, form: Form) -> EditDocumentPage {
    let frame = visit.back_office("Ajouter un document à citer");
    EditDocumentPage::new(frame.with_breadcrumb(above_in("Documents", "/gestion/ecoute/documents")), form, None, true)
}

async fn edit_page(tx: &mut Tx, visit: &Visit, document: &Document, form: Form) -> Result<EditDocumentPage, Fault> {
    let file = Referred::load(tx).await?.file(&visit.actor, Some(document.id));
    let frame = visit.back_office("Corriger un document").with_caption(&*document.title);
    let frame = frame.with_breadcrumb(above_in("Documents", "/gestion/ecoute/documents"));
    Ok(EditDocumentPage::new(frame, form, file, false))
}

/// What was typed and the file sent, received, with the points to correct.
async fn read(house: &House, upload: &Upload) -> Result<(Filled<DocumentText>, Option<files::Prepared>), Failure> {
    let fields = &upload.fields;
    let mut typed = Reading::of(fields);
    let text = DocumentText {
        title: typed.text("titre"),
        kind: typed.text("nature"),
        author: typed.text("auteur"),
        dated: typed.needed_day("date", "la date du document").unwrap_or_default(),
        is_published: fields.text("acces") == "public",
    };
    let mut form = typed.filled(text);
    let mut errors = Vec::new();
    let prepared = Failure::gather(&mut errors, received(house, upload, DOCUMENT_FILES).await)?.flatten();
    if prepared.is_some() && fields.is_ticked("retirer") {
        errors.push(FieldError::new("retirer", "Choisissez : envoyer un autre fichier, ou retirer celui-ci"));
    }
    form.find(errors);
    Ok((form, prepared))
}

fn change<'a>(house: &'a House, fields: &Fields, prepared: Option<files::Prepared>) -> FileChange<'a> {
    match prepared {
        Some(prepared) => FileChange::Replace(house.vault.as_ref(), prepared),
        None if fields.is_ticked("retirer") => FileChange::Remove,
        None => FileChange::Keep,
    }
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let referred = Referred::load(&mut tx).await?;
    let citations = store::documents::citations(&mut tx).await?;
    let columns = vec![
        Column::new("document", "Document", Kind::Text).row_header(),
        Column::new("auteur", "Qui l’a écrit, et pour qui", Kind::Text),
        Column::new("date", "Date", Kind::Text),
        Column::new("fichier", "Fichier", Kind::Text),
        Column::new("acces", "Qui peut l’ouvrir", Kind::Text),
    ];
    let mut table = Table::new("documents", "Documents, le plus récent d’abord", columns);
    for one in &referred.documents {
        let title = match actions::may_amend(&visit.actor, one.id, &citations) {
            true => Cell::link(&one.title, format!("/gestion/ecoute/documents/{}", one.id)),
            false => Cell::text(&one.title),
        };
        let readers = match (one.file, one.is_published) {
            (None, _) => "Pas de fichier",
            (Some(_), true) => "Publié",
            (Some(_), false) => "Réservé aux agents",
        };
        let file = referred.file(&visit.actor, Some(one.id));
        table.rows.push(vec![
            title,
            Cell::text(&one.author),
            Cell::text(kernel::french::iso_date(&one.dated)),
            file.map_or(Cell::text(""), |link| Cell::link(link.label, link.href)),
            Cell::text(readers),
        ]);
    }
    answer::page(&DocumentsPage {
        frame: visit.back_office("Documents cités").with_breadcrumb(above_back()[..1].to_vec()),
        is_empty: table.rows.is_empty(),
        table: interface::table(&table, &TableOptions::default()),
        may_lead: visit.actor.may_somewhere(&acts::LEAD).is_allowed(),
    })
}

pub async fn blank(visit: Visit) -> Answer {
    answer::page(&new_page(&visit, Form::filled([("acces", "agents")])))
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, request: Request) -> Answer {
    let upload = Upload::read(&house, request).await?;
    let outcome = match read(&house, &upload).await {
        Ok((text, prepared)) => {
            let mut tx = house.write().await?;
            // A document may serve several consultations: whoever leads one somewhere may add it.
            let place = visit.actor.person().and_then(|person| {
                let fitting = |grant: &&kernel::Grant| acts::LEAD.functions.contains(&grant.function);
                person.grants.iter().find(fitting).and_then(|grant| grant.scope.contract)
            });
            let file = change(&house, &upload.fields, prepared);
            let added = actions::add_document(&mut tx, &house.outside, &visit.actor, place, "", text, file).await;
            match added {
                Ok(_) => tx.commit().await.map_err(Failure::from),
                Err(failure) => Err(failure),
            }
        }
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(()) => answer::done("/gestion/ecoute/documents", "ajoute"),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&new_page(&visit, form))
        }
    }
}

/// The document, when this person may correct it: otherwise nothing is there.
async fn found(tx: &mut Tx, visit: &Visit, id: kernel::Uuid) -> Result<Document, Fault> {
    let document = store::documents::document(tx, id).await?.ok_or_else(Fault::not_found)?;
    let citations = store::documents::citations(tx).await?;
    if actions::may_amend(&visit.actor, id, &citations) { Ok(document) } else { Err(Fault::not_found()) }
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Document>) -> Answer {
    let mut tx = house.read().await?;
    let document = found(&mut tx, &visit, id.uuid()).await?;
    let form = Form::filled([
        ("titre", document.title.clone()),
        ("auteur", document.author.clone()),
        ("nature", document.kind.clone()),
        ("acces", if document.is_published { "public" } else { "agents" }.to_owned()),
        ("revision", document.revision.to_string()),
    ])
    .with_date("date", document.dated.parse().ok());
    answer::page(&edit_page(&mut tx, &visit, &document, form).await?)
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Document>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    let document = found(&mut house.read().await?, &visit, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let outcome = match read(&house, &upload).await {
        Ok((text, prepared)) => {
            let mut tx = house.write().await?;
            let file = change(&house, &upload.fields, prepared);
            let stale = (document.id, upload.fields.revision());
            match actions::amend_document(&mut tx, &house.outside, &visit.actor, stale, text, file).await {
                Ok(()) => tx.commit().await.map_err(Failure::from),
                Err(failure) => Err(failure),
            }
        }
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(()) => answer::done(&format!("/gestion/ecoute/documents/{}", document.id), "modifie"),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            answer::page_to_correct(&edit_page(&mut tx, &visit, &document, form).await?)
        }
    }
}
