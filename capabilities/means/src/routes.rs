//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{endowment, grid, leverage, line, list, open, paste, post, signatory, sponsor, statement};

pub fn door() -> Door {
    ordinary().and(posts()).and(sponsors()).and(statements()).and(public())
}

fn ordinary() -> Door {
    let (read, fill, manage) = (Right::Act(&acts::READ), Right::Act(&acts::FILL), Right::Act(&acts::MANAGE));
    let of_line = "/gestion/moyens/droit-commun/{id}";
    let new = "/gestion/moyens/droit-commun/nouvelle";
    Door::new()
        .page("/gestion/moyens", read, "a partner or an agent sees what was promised and brought", list::page)
        .page(new, fill, "a partner adds its ordinary means", line::new)
        .act(new, fill, "a partner adds its ordinary means", line::add)
        .page(of_line, read, "she reads a line, and changes it when it is hers", line::form)
        .act(of_line, fill, "a partner changes its line", line::change)
        .act("/gestion/moyens/droit-commun/{id}/suppression", fill, "a partner takes its line out", line::remove)
        .page("/gestion/moyens/grille", fill, "a partner fills in a whole scheme at once", grid::page)
        .act("/gestion/moyens/grille", fill, "a partner fills in a whole scheme at once", grid::keep)
        .page("/gestion/moyens/import", fill, "a partner pastes its spreadsheet", paste::page)
        .act("/gestion/moyens/import", fill, "a partner sees what its spreadsheet would do", paste::try_out)
        .act("/gestion/moyens/import/enregistrement", fill, "a partner keeps its spreadsheet", paste::bring)
        .page("/gestion/moyens/levier", read, "an agent reads the leverage", leverage::page)
        .page("/gestion/moyens/signataires", manage, "an agent ties organisations to signatories", signatory::page)
        .act("/gestion/moyens/signataires", manage, "an agent ties an organisation to a signatory", signatory::link)
        .act("/gestion/moyens/signataires/{id}/retrait", manage, "an agent unties an organisation", signatory::unlink)
}

fn posts() -> Door {
    let (read, manage) = (Right::Act(&acts::READ), Right::Act(&acts::MANAGE));
    Door::new()
        .page("/gestion/moyens/postes", read, "she sees posts and those to renew", post::page)
        .act("/gestion/moyens/postes/types", manage, "an agent adds a kind of posts", post::add_kind)
        .page("/gestion/moyens/postes/nouveau", manage, "an agent adds a post", post::new)
        .act("/gestion/moyens/postes/nouveau", manage, "an agent adds a post", post::add)
        .page("/gestion/moyens/postes/{id}", manage, "an agent changes a post", post::form)
        .act("/gestion/moyens/postes/{id}", manage, "an agent changes a post", post::change)
        .act("/gestion/moyens/postes/{id}/suppression", manage, "an agent takes a post out", post::remove)
}

fn sponsors() -> Door {
    let (read, manage) = (Right::Act(&acts::READ), Right::Act(&acts::MANAGE));
    let fund = "/gestion/moyens/mecenat/fonds/{id}";
    Door::new()
        .page("/gestion/moyens/mecenat", read, "an agent sees sponsors and endowment funds", sponsor::page)
        .page("/gestion/moyens/mecenat/nouveau", manage, "an agent adds a gift", sponsor::new)
        .act("/gestion/moyens/mecenat/nouveau", manage, "an agent adds a gift", sponsor::add)
        .page("/gestion/moyens/mecenat/{id}", manage, "an agent changes a gift", sponsor::form)
        .act("/gestion/moyens/mecenat/{id}", manage, "an agent changes a gift", sponsor::change)
        .act("/gestion/moyens/mecenat/{id}/suppression", manage, "an agent takes a gift out", sponsor::remove)
        .act("/gestion/moyens/mecenat/fonds", manage, "an agent opens an endowment fund", sponsor::open_fund)
        .page(fund, manage, "an agent fills in a year of an endowment fund", endowment::form)
        .act(fund, manage, "an agent fills in a year of an endowment fund", endowment::keep)
}

fn statements() -> Door {
    let (read, approve) = (Right::Act(&acts::READ), Right::Act(&acts::APPROVE));
    let (pdf, xlsx) = ("/gestion/moyens/etats/{id}/{annee}/etat.pdf", "/gestion/moyens/etats/{id}/{annee}/etat.xlsx");
    let kept_pdf = "/gestion/moyens/etats/{id}/{annee}/versions/{numero}/etat.pdf";
    let kept_xlsx = "/gestion/moyens/etats/{id}/{annee}/versions/{numero}/etat.xlsx";
    let approval = "/gestion/moyens/etats/{id}/{annee}/approbation";
    let one = "/gestion/moyens/etats/{id}/{annee}";
    Door::new()
        .page("/gestion/moyens/etats", read, "she finds the statement of each signatory", statement::list)
        .page(one, read, "she reads the statement of a year, and what it lacks", statement::page)
        .page(pdf, read, "she takes it on paper", statement::pdf)
        .page(xlsx, read, "she takes its figures", statement::xlsx)
        .act(approval, approve, "a signatory approves its statement", statement::approve)
        .page(kept_pdf, read, "she takes a version as it was approved", statement::kept_pdf)
        .page(kept_xlsx, read, "she takes the figures of a version", statement::kept_xlsx)
}

fn public() -> Door {
    Door::new()
        .page("/moyens", Right::Public, "anybody finds the means of each contract", open::contracts)
        .page("/moyens/{code}", Right::Public, "anybody reads who brings what to a contract", open::page)
        .page("/moyens/{code}/moyens.pdf", Right::Public, "anybody prints it", open::pdf)
}
