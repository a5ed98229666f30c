//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{
    agreement, answers, coverage, edit_channel, edit_coverage, edit_document, edit_figure, edit_gathering, edit_need,
    edit_proposal, figures, import, manage, matrix, need, open_document, record, remove, setting, themes,
};

pub fn door() -> Door {
    public().and(back_office())
}

fn public() -> Door {
    Door::new()
        .kept_page("/besoins", "anybody reads the matrix, or takes it away", matrix::page)
        .kept_page("/besoins/chiffres", "anybody reads the figures and where they disagree", figures::page)
        .kept_page("/besoins/couverture", "anybody sees who was heard where", coverage::page)
        .kept_page("/besoins/accords", "anybody sees what residents and professionals both say", agreement::page)
        .kept_page("/besoins/reponses", "anybody sees which actions answer which needs", answers::page)
        .kept_page("/besoins/reponses/{theme}/{famille}", "anybody reads what is behind a crossing", answers::cell)
        .kept_page("/besoins/{code}", "anybody reads a need across neighbourhoods", need::page)
        .kept_page("/besoins/{code}/{quartier}", "anybody reads the evidence of a cell", need::cell)
        .page(
            "/documents/{id}/{name}",
            Right::Public,
            "anybody opens a published document; agents any",
            open_document::open,
        )
}

fn back_office() -> Door {
    let read = Right::Act(&acts::READ);
    let record_right = Right::Act(&acts::RECORD);
    let lead = Right::Act(&acts::LEAD);
    Door::new()
        .page("/gestion/ecoute", read, "agents find consultations and the last evidence", manage::home)
        .page("/gestion/ecoute/preuves", read, "agents go through all evidence", manage::evidence)
        .page("/gestion/ecoute/preuves/nouvelle", record_right, "an interviewer notes what was said", record::blank)
        .act("/gestion/ecoute/preuves/nouvelle", record_right, "an interviewer notes what was said", record::create)
        .page(
            "/gestion/ecoute/preuves/{id}",
            read,
            "agents read one piece of evidence; some correct it",
            record::filled,
        )
        .act("/gestion/ecoute/preuves/{id}", record_right, "an interviewer corrects evidence", record::amend)
        .act(
            "/gestion/ecoute/preuves/{id}/retrait",
            record_right,
            "an interviewer withdraws evidence",
            record::withdraw,
        )
        .page("/gestion/ecoute/besoins", lead, "a project manager goes through needs", edit_need::list)
        .page("/gestion/ecoute/besoins/nouveau", lead, "a project manager names a need", edit_need::blank)
        .act("/gestion/ecoute/besoins/nouveau", lead, "a project manager names a need", edit_need::create)
        .page("/gestion/ecoute/besoins/{id}", lead, "a project manager rewords a need", edit_need::filled)
        .act("/gestion/ecoute/besoins/{id}", lead, "a project manager rewords a need", edit_need::amend)
        .page("/gestion/ecoute/themes", lead, "a project manager sees subjects and families", themes::page)
        .act("/gestion/ecoute/themes/themes", lead, "a project manager adds a subject", themes::add_theme)
        .act("/gestion/ecoute/themes/familles", lead, "a project manager adds a family", themes::add_solution)
        .page("/gestion/ecoute/pistes", lead, "a project manager goes through proposals", edit_proposal::list)
        .page("/gestion/ecoute/pistes/nouvelle", lead, "a project manager adds a proposal", edit_proposal::blank)
        .act("/gestion/ecoute/pistes/nouvelle", lead, "a project manager adds a proposal", edit_proposal::create)
        .page("/gestion/ecoute/pistes/{id}", lead, "a project manager ties a proposal to needs", edit_proposal::filled)
        .act("/gestion/ecoute/pistes/{id}", lead, "a project manager ties a proposal to needs", edit_proposal::amend)
        .page("/gestion/ecoute/rencontres/nouvelle", lead, "a project manager notes a workshop", edit_gathering::blank)
        .act("/gestion/ecoute/rencontres/nouvelle", lead, "a project manager notes a workshop", edit_gathering::add)
        .page("/gestion/ecoute/rencontres/{id}", lead, "a project manager corrects a workshop", edit_gathering::filled)
        .act("/gestion/ecoute/rencontres/{id}", lead, "a project manager corrects a workshop", edit_gathering::amend)
        .page("/gestion/ecoute/chiffres/nouveau", lead, "a project manager records a figure", edit_figure::blank)
        .act("/gestion/ecoute/chiffres/nouveau", lead, "a project manager records a figure", edit_figure::add)
        .page("/gestion/ecoute/chiffres/{id}", lead, "a project manager corrects a figure", edit_figure::filled)
        .act("/gestion/ecoute/chiffres/{id}", lead, "a project manager corrects a figure", edit_figure::amend)
        .page("/gestion/ecoute/couverture", lead, "a project manager says who was heard where", edit_coverage::list)
        .page(
            "/gestion/ecoute/couverture/{canal}/{quartier}",
            lead,
            "a project manager fills a cell",
            edit_coverage::filled,
        )
        .act(
            "/gestion/ecoute/couverture/{canal}/{quartier}",
            lead,
            "a project manager fills a cell",
            edit_coverage::save,
        )
        .page("/gestion/ecoute/concertations/nouvelle", lead, "a project manager opens a consultation", setting::blank)
        .act("/gestion/ecoute/concertations/nouvelle", lead, "a project manager opens a consultation", setting::create)
        .page(
            "/gestion/ecoute/concertations/{id}",
            lead,
            "a project manager sees channels and gatherings",
            setting::sheet,
        )
        .act("/gestion/ecoute/concertations/{id}/canaux", lead, "a project manager adds a channel", edit_channel::add)
        .page("/gestion/ecoute/canaux/{id}", lead, "a project manager corrects a channel", edit_channel::filled)
        .act("/gestion/ecoute/canaux/{id}", lead, "a project manager corrects a channel", edit_channel::amend)
        .page("/gestion/ecoute/retrait/{sorte}/{id}", lead, "a project manager sees what needs it", remove::confirm)
        .act("/gestion/ecoute/retrait/{sorte}/{id}", lead, "a project manager takes it out", remove::remove)
        .page("/gestion/ecoute/documents", read, "agents find the documents cited", edit_document::list)
        .page("/gestion/ecoute/documents/nouveau", lead, "a project manager adds a document", edit_document::blank)
        .upload("/gestion/ecoute/documents/nouveau", lead, "a project manager adds a document", edit_document::add)
        .page("/gestion/ecoute/documents/{id}", lead, "a project manager corrects a document", edit_document::filled)
        .upload("/gestion/ecoute/documents/{id}", lead, "a project manager corrects a document", edit_document::amend)
        .page("/gestion/ecoute/import", record_right, "an interviewer chooses a file of evidence", import::blank)
        .upload("/gestion/ecoute/import", record_right, "an interviewer tries a file without saving", import::read)
        .act("/gestion/ecoute/import/enregistrement", record_right, "an interviewer saves the lines read", import::save)
}
