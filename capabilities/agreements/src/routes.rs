//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{
    draft, dues, list, mine, payments, publishing, repayments, report_part, reports, scans, setting, sheet, signing,
    templates, trusted,
};

pub fn door() -> Door {
    writing()
        .and(signatures())
        .and(scanned())
        .and(own())
        .and(own_reports())
        .and(paying())
        .and(reported())
        .and(repaid())
        .and(public())
        .and(settings())
}

fn writing() -> Door {
    let (read, write) = (Right::Act(&acts::READ), Right::Act(&acts::WRITE));
    Door::new()
        .page("/gestion/conventions", read, "an agent or a funder sees agreements and what they come to", list::page)
        .act("/gestion/conventions/preparation", write, "an agent prepares agreements from decisions", list::prepare)
        .act("/gestion/conventions/signature", write, "an agent puts the drafts of a call on paper", list::papers)
        .page("/gestion/conventions/{id}", read, "an agent or a funder reads an agreement", sheet::page)
        .page("/gestion/conventions/{id}/versions/{number}", read, "she opens the paper of a version", sheet::paper)
        .page("/gestion/conventions/{id}/redaction", write, "an agent writes a draft", draft::page)
        .act("/gestion/conventions/{id}/redaction", write, "an agent writes a draft", draft::write)
        .act("/gestion/conventions/{id}/signature", write, "an agent puts a draft on paper", sheet::circulate)
        .act("/gestion/conventions/{id}/reprise", write, "an agent takes a paper back to write it", sheet::take_back)
        .act("/gestion/conventions/{id}/avenant", write, "an agent begins an amendment", sheet::amend)
        .act("/gestion/conventions/{id}/execution", write, "an agent begins to execute a year", sheet::execute)
        .act("/gestion/conventions/{id}/avenant/abandon", write, "an agent gives an amendment up", sheet::give_up)
}

fn signatures() -> Door {
    let (read, sign) = (Right::Act(&acts::READ), Right::Act(&acts::SIGN));
    let base = "/gestion/conventions/{id}/signatures";
    Door::new()
        .page(base, sign, "an agent or a funder sees who signs and whose turn it is", signing::page)
        .act("/gestion/conventions/{id}/signatures/circuit", sign, "she says who signs", signing::set_circuit)
        .act("/gestion/conventions/{id}/signatures/{signature}", sign, "she notes a signature", signing::note)
        .upload("/gestion/conventions/{id}/signatures/scans", sign, "she gives the signed paper back", signing::deposit)
        .page("/gestion/conventions/{id}/scans/{scan}", read, "she opens a signed paper", signing::scan)
}

fn scanned() -> Door {
    let sign = Right::Act(&acts::SIGN);
    Door::new()
        .page("/gestion/numerisations", sign, "an agent or a funder sees piles of scanned papers", scans::list)
        .upload("/gestion/numerisations", sign, "she gives a pile of scanned papers", scans::give)
        .page("/gestion/numerisations/{id}", sign, "she sees which papers a pile holds", scans::page)
        .page("/gestion/numerisations/{id}/pages/{position}", sign, "she opens a page of a pile", scans::sheet)
        .page("/gestion/numerisations/{id}/conventions/{version}", sign, "she opens a paper put together", scans::stack)
        .act("/gestion/numerisations/{id}/conventions", sign, "she confirms papers put together", scans::confirm)
        .act("/gestion/numerisations/{id}/arret", sign, "she stops the reading of a pile", scans::stop)
        .act("/gestion/numerisations/{id}/reprise", sign, "she has it read again from there", scans::resume)
}

fn own() -> Door {
    let (carry, sign) = (Right::Act(&acts::CARRY), Right::Act(&acts::SIGN_FOR));
    Door::new()
        .page("/conventions", carry, "an association finds its agreements", mine::list)
        .page("/conventions/{id}", carry, "an association reads its agreement", mine::page)
        .page("/conventions/{id}/versions/{number}", carry, "an association opens a paper", mine::paper)
        .page("/conventions/{id}/scans/{scan}", carry, "an association opens a signed paper", mine::scan)
        .upload("/conventions/{id}/signature", sign, "an association signs and gives the paper back", mine::sign)
        .page("/conventions/{id}/reversements/{order}", carry, "an association is asked back", repayments::own_letter)
}

fn own_reports() -> Door {
    let (carry, give) = (Right::Act(&acts::CARRY), Right::Act(&acts::GIVE_REPORT));
    let certify = Right::Act(&acts::CERTIFY_REPORT);
    let part = "/conventions/{id}/comptes-rendus/{report}/parties/{part}";
    let report = "/conventions/{id}/comptes-rendus/{report}";
    Door::new()
        .upload("/conventions/{id}/compte-rendu", give, "an association gives a report on paper", reports::give)
        .act("/conventions/{id}/comptes-rendus", give, "an association begins a report", reports::begin)
        .page(report, carry, "an association opens its report", reports::own)
        .page("/conventions/{id}/comptes-rendus/{report}/{kind}", carry, "it takes its paper", reports::take_own)
        .page(part, give, "it reads a part of its report", report_part::page)
        .act(part, give, "it writes a part of its report", report_part::save)
        .act(
            "/conventions/{id}/comptes-rendus/{report}/certification-demandee",
            give,
            "it says its report is written",
            reports::finish,
        )
        .act("/conventions/{id}/comptes-rendus/{report}/reprise", give, "it writes again", reports::take_back)
        .act(
            "/conventions/{id}/comptes-rendus/{report}/certification",
            certify,
            "somebody else of it certifies the report",
            reports::certify,
        )
}

fn reported() -> Door {
    let (read, accept) = (Right::Act(&acts::READ), Right::Act(&acts::ACCEPT_REPORT));
    let report = "/gestion/conventions/{id}/comptes-rendus/{report}";
    Door::new()
        .page("/gestion/comptes-rendus", read, "an agent or a funder sees reports that are awaited", dues::page)
        .act(
            "/gestion/comptes-rendus/levees",
            Right::Act(&acts::WAIVE_REPORT),
            "a project manager lets an association ask again",
            dues::waive,
        )
        .page(report, read, "an agent or a funder opens a report", reports::open)
        .page("/gestion/conventions/{id}/comptes-rendus/{report}/{kind}", read, "she takes its paper", reports::take)
        .act(report, accept, "an agent accepts a report or sends it back", reports::decide)
}

fn repaid() -> Door {
    let (read, recover) = (Right::Act(&acts::READ), Right::Act(&acts::RECOVER));
    let of = "/gestion/conventions/{id}/reversements";
    Door::new()
        .page("/gestion/reversements", read, "an agent or a funder follows repayments", repayments::list)
        .page(of, read, "an agent or a funder sees what is asked back", repayments::page)
        .act(of, recover, "an agent asks back what was too much", repayments::ask)
        .act(
            "/gestion/conventions/{id}/reversements/recus",
            recover,
            "an agent notes what came back",
            repayments::receive,
        )
        .page("/gestion/conventions/{id}/reversements/{order}", read, "she takes a letter", repayments::letter)
}

fn paying() -> Door {
    let (read, propose) = (Right::Act(&acts::READ), Right::Act(&acts::PROPOSE_PAYMENT));
    let (check, send) = (Right::Act(&acts::CHECK_PAYMENT), Right::Act(&acts::SEND_PAYMENTS));
    let note = Right::Act(&acts::NOTE_PAID);
    Door::new()
        .page("/gestion/paiements", read, "an agent or a funder follows payments", payments::page)
        .act("/gestion/paiements/propositions", propose, "an agent proposes payments", payments::propose)
        .act("/gestion/paiements/controles", check, "somebody else checks payments", payments::check)
        .act("/gestion/paiements/lots", send, "an agent hands payments to an accountant", payments::send)
        .act("/gestion/paiements/lots/{id}/{format}", send, "an agent takes a file of a batch", payments::file)
        .upload("/gestion/paiements/releve", note, "an agent notes what was paid", payments::reconcile)
}

fn public() -> Door {
    let publish = Right::Act(&acts::PUBLISH);
    Door::new()
        .page("/donnees/subventions", Right::Public, "anybody finds the grants that are published", publishing::page)
        .page(
            "/donnees/subventions/{contract}/{name}",
            Right::Public,
            "a portal reads the catalogue",
            publishing::catalogue,
        )
        .page("/donnees/subventions/{contract}/{year}/{name}", Right::Public, "anybody takes a file", publishing::file)
        .page(
            "/gestion/conventions/publication",
            publish,
            "a project manager sees what is left out",
            publishing::publication,
        )
        .act(
            "/gestion/conventions/publication",
            publish,
            "a project manager says who publishes",
            publishing::set_publisher,
        )
}

fn settings() -> Door {
    let (write, set) = (Right::Act(&acts::TEMPLATES), Right::Act(&acts::SET));
    Door::new()
        .page("/gestion/conventions/modeles", write, "a funder sees which texts it may write", templates::list)
        .page("/gestion/conventions/modeles/{contract}/{payer}", write, "a funder writes its text", templates::page)
        .act("/gestion/conventions/modeles/{contract}/{payer}", write, "a funder writes its text", templates::write)
        .page("/gestion/conventions/reglages", set, "a project manager reads thresholds", setting::page)
        .act("/gestion/conventions/reglages", set, "a project manager sets thresholds", setting::set)
        .page(
            "/gestion/conventions/certificats",
            set,
            "a project manager sees who is trusted to name signers",
            trusted::page,
        )
        .act("/gestion/conventions/certificats", set, "a project manager trusts a certificate", trusted::add)
        .act(
            "/gestion/conventions/certificats/{id}/retrait",
            set,
            "a project manager trusts a certificate no more",
            trusted::remove,
        )
}
