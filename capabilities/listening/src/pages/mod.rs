//! The pages of the slice.

pub mod agreement;
pub mod answers;
mod answers_samples;
pub mod coverage;
pub mod edit_channel;
pub mod edit_coverage;
pub mod edit_document;
pub mod edit_figure;
pub mod edit_gathering;
pub mod edit_need;
pub mod edit_proposal;
pub mod figures;
pub mod import;
pub mod manage;
pub mod matrix;
pub mod need;
pub mod open_document;
pub mod record;
pub mod remove;
mod samples;
pub mod setting;
pub mod themes;

pub use samples::samples;

use interface::Link;
use kernel::{Actor, Uuid};
use territory::facade::Area;
use web::Fault;

use crate::acts;
use crate::store::documents::{Citation, Document};
use crate::store::setting::{Channel, Consultation};

/// The pages above a public page about needs.
fn above() -> Vec<Link> {
    vec![Link::new("Accueil", "/"), Link::new("Besoins des quartiers", "/besoins")]
}

/// Documents cited, in one line.
fn cited(sources: &[(String, String, String)]) -> String {
    let cite = |(title, author, dated): &(String, String, String)| {
        format!("{title}, {author}, {}", kernel::french::iso_date(dated))
    };
    sources.iter().map(cite).collect::<Vec<_>>().join(" ; ")
}

/// The pages above a back-office page about listening.
fn above_back() -> Vec<Link> {
    vec![Link::new("Écoute", "/gestion/ecoute"), Link::new("Preuves", "/gestion/ecoute/preuves")]
}

/// Pages above a page of a list of the back office.
fn above_in(label: &str, href: &str) -> Vec<Link> {
    vec![Link::new("Écoute", "/gestion/ecoute"), Link::new(label, href)]
}

/// The neighbourhood of that code, of any generation.
async fn area_of_code(tx: &mut database::Tx, code: &str) -> Result<Area, Fault> {
    territory::facade::by_code(tx, code).await?.ok_or_else(Fault::not_found)
}

/// Whether this person may read what was said there in full.
fn may_read(actor: &Actor, consultations: &[Consultation], consultation: Uuid, area: Uuid) -> bool {
    let contract = consultations.iter().find(|one| one.id == consultation).and_then(|one| one.contract);
    actor.may(&acts::READ, &crate::actions::place(contract, Some(area))).is_allowed()
}

/// What evidence refers to, loaded once for a page.
struct Referred {
    consultations: Vec<Consultation>,
    channels: Vec<Channel>,
    documents: Vec<Document>,
    files: Vec<files::File>,
    citations: Vec<Citation>,
}

impl Referred {
    async fn load(tx: &mut database::Tx) -> database::Result<Self> {
        use crate::store::{documents, setting};
        let cited = documents::documents(tx).await?;
        let (mut kept, mut citations) = (Vec::new(), Vec::new());
        for id in cited.iter().filter_map(|document| document.file) {
            kept.extend(files::find(tx, id).await?);
        }
        if !kept.is_empty() {
            citations = documents::citations(tx).await?;
        }
        Ok(Self {
            consultations: setting::consultations(tx).await?,
            channels: setting::channels(tx).await?,
            documents: cited,
            files: kept,
            citations,
        })
    }

    /// Channels to choose from: those of one consultation, or all of them.
    fn channel_choices(&self, of: Option<Uuid>) -> Vec<interface::Choice> {
        let own = self.channels.iter().filter(|channel| of.is_none_or(|of| channel.consultation == of));
        choices(own.map(|channel| (channel.id, channel.label.as_str())))
    }

    /// Documents to choose from.
    fn document_choices(&self) -> Vec<interface::Choice> {
        choices(self.documents.iter().map(|document| (document.id, document.title.as_str())))
    }

    fn channel(&self, id: Option<Uuid>) -> String {
        let found = id.and_then(|id| self.channels.iter().find(|channel| channel.id == id));
        found.map_or_else(|| "Canal non précisé par la source".to_owned(), |channel| channel.label.clone())
    }

    /// The file of a document, for those who may open it: « Ouvrir le document (PDF, 1,2 Mo) ».
    fn file(&self, actor: &Actor, document: Option<Uuid>) -> Option<Link> {
        let document = self.documents.iter().find(|one| Some(one.id) == document)?;
        let file = self.files.iter().find(|one| Some(one.id) == document.file)?;
        if !crate::actions::may_open(actor, document, &self.citations) {
            return None;
        }
        let is_agent = actor.may_somewhere(&acts::READ).is_allowed();
        let (kind, size) = match file.published_size.filter(|_| !is_agent) {
            Some(size) => ("JPEG", size),
            None => (files::Kind::of_name(&file.original_name).map_or("fichier", files::Kind::french), file.size),
        };
        let label = format!("Ouvrir le document ({kind}, {})", files::size_in_french(size));
        let name = web::answer::encode(&file.original_name).replace('/', "%2F");
        Some(Link::new(label, format!("/documents/{}/{name}", document.id)))
    }

    fn document(&self, id: Option<Uuid>, page: &str) -> String {
        let found = id.and_then(|id| self.documents.iter().find(|document| document.id == id));
        match (found, page) {
            (None, _) => String::new(),
            (Some(document), "") => document.cited(),
            (Some(document), page) => format!("{} (« {page} »)", document.cited()),
        }
    }
}

/// A list of choices from identifiers and labels.
fn choices<'a>(lines: impl Iterator<Item = (Uuid, &'a str)>) -> Vec<interface::Choice> {
    lines.map(|(id, label)| interface::Choice::new(id.to_string(), label)).collect()
}

/// The value of a list that may be left without a choice.
fn chosen(id: Option<Uuid>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}
