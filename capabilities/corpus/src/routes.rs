//! The doors of the slice.

use web::{Door, Right};

use crate::acts;
use crate::pages::{
    behind, codebook, coding, entry, groupings, home, import, public, results, review, setting, take_back, verbatim,
};

pub fn door() -> Door {
    public_doors().and(words_doors()).and(analysis_doors())
}

fn public_doors() -> Door {
    Door::new()
        .page("/paroles", Right::Public, "anybody reads what residents said, above the thresholds", public::page)
        .page("/paroles/themes/{id}", Right::Public, "anybody reads reviewed words of a theme", public::words)
        .page("/paroles/effacement", Right::Public, "somebody who was heard types her code", take_back::page)
        .act("/paroles/effacement", Right::Public, "somebody who was heard takes her words back", take_back::erase)
}

fn words_doors() -> Door {
    let record = Right::Act(&acts::RECORD);
    let reviewing = Right::Act(&acts::REVIEW);
    Door::new()
        .page("/gestion/paroles", Right::Act(&acts::READ), "agents see where each consultation stands", home::page)
        .page("/gestion/paroles/saisie", record, "a facilitator types or pastes what was heard", entry::blank)
        .act("/gestion/paroles/saisie", record, "a facilitator types or pastes what was heard", entry::take)
        .page("/gestion/paroles/import", record, "a facilitator chooses a file of words", import::blank)
        .upload("/gestion/paroles/import", record, "a facilitator tries a file without saving", import::read)
        .act("/gestion/paroles/import/enregistrement", record, "a facilitator saves the lines read", import::save)
        .page("/gestion/paroles/relecture", reviewing, "a facilitator decides what others read", review::page)
        .act("/gestion/paroles/relecture", reviewing, "a facilitator decides what others read", review::save)
}

fn analysis_doors() -> Door {
    let (read, code, lead) = (Right::Act(&acts::READ), Right::Act(&acts::CODE), Right::Act(&acts::LEAD));
    Door::new()
        .page("/gestion/paroles/themes", lead, "a project manager sees or takes away the codebook", codebook::page)
        .upload("/gestion/paroles/themes", lead, "a project manager reads a codebook from a file", codebook::import)
        .act(
            "/gestion/paroles/themes/depart",
            lead,
            "a project manager begins with the codebook shipped",
            codebook::begin,
        )
        .page("/gestion/paroles/themes/nouveau", lead, "a project manager adds a theme", codebook::blank)
        .act("/gestion/paroles/themes/nouveau", lead, "a project manager adds a theme", codebook::add)
        .page("/gestion/paroles/themes/{id}", lead, "a project manager changes a theme", codebook::filled)
        .act("/gestion/paroles/themes/{id}", lead, "a project manager changes a theme", codebook::amend)
        .page("/gestion/paroles/regroupements", lead, "a project manager reads themes proposed", groupings::page)
        .act("/gestion/paroles/regroupements", lead, "a project manager has sentences grouped", groupings::make)
        .act("/gestion/paroles/regroupements/annulation", lead, "a project manager stops it", groupings::stop)
        .page("/gestion/paroles/codage", code, "somebody who codes reads the next sentences", coding::page)
        .act("/gestion/paroles/codage", code, "somebody who codes says their themes", coding::save)
        .page("/gestion/paroles/resultats", read, "agents read shares, or take them away", results::page)
        .page("/gestion/paroles/resultats/{id}", read, "agents read the words behind a share", behind::page)
        .page("/gestion/paroles/reglages", lead, "a project manager sees what is kept and published", setting::page)
        .act("/gestion/paroles/reglages", lead, "a project manager says what is kept and published", setting::save)
        .page("/gestion/paroles/{id}", read, "agents read one sentence and its themes", verbatim::page)
        .act("/gestion/paroles/{id}/preuve", code, "a sentence becomes the evidence of a need", verbatim::make_evidence)
}
