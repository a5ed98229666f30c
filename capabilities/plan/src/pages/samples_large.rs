//! Pages of a contract of two thousand objectives: what is chosen and what is looked for, never the whole tree.

use askama::Template;
use interface::{Form, Sample, Site};
use kernel::Uuid;
use listening::facade::NeedLine;

use super::asked::FoundObjectives;
use super::edit::EditPage;
use super::open_list::FilterChoices;
use super::samples::{around, back, sample};
use super::samples_lists::board;
use crate::actions::{Around, Objective};

/// Sixty stakes, and what stands under them: two thousand in all; a hundred needs.
fn large() -> Around {
    let one = |rank: u128| Objective {
        id: Uuid::from_u128(10_000 + rank),
        code: format!("O{rank}"),
        title: "Un lieu où chacun trouve une réponse près de chez soi".into(),
        level: "Objectif".into(),
        parent: (rank > 60).then(|| Uuid::from_u128(10_001 + rank % 60)),
        is_lens: false,
    };
    let need = |rank: u128| NeedLine {
        id: Uuid::from_u128(1_000 + rank),
        code: format!("B{rank:03}"),
        label: "Un médecin moins loin".into(),
        is_sensitive: false,
    };
    Around { nodes: (1..=2_000).map(one).collect(), needs: (1..=100).map(need).collect(), ..around() }
}

fn found() -> FoundObjectives {
    let line = |rank: usize| {
        let above = "E1 Habiter, circuler et se retrouver".to_owned();
        (
            format!("O{rank} Un lieu où chacun trouve une réponse"),
            above,
            format!("contrat=exemple-2024&objectif=O{rank}"),
        )
    };
    FoundObjectives {
        told: "412 objectifs trouvés, dont voici les 30 premiers.".into(),
        lines: (1..=30).map(line).collect(),
    }
}

/// The form in its states, and the list narrowed from words.
pub fn samples(site: &Site) -> Vec<Sample> {
    let around = large();
    let edit = |form: Form| EditPage::new(back(site, "Modifier la fiche action"), form, &around);
    let looked = [
        ("geste", "chercher"),
        ("titre", "Une permanence de soins"),
        ("chercher-strategique", "lieu"),
        ("chercher-operationnel", "o1"),
        ("chercher-besoin", "medecin"),
    ];
    let chosen = Form::filled(looked).with("operationnel", Uuid::from_u128(11_500).to_string());
    let plan = board(site, (true, true), Form::filled([("chercher-objectif", "lieu")]));
    let searched =
        FilterChoices { nodes: Vec::new(), is_node_searched: true, found: found(), ..FilterChoices::default() };
    vec![
        sample("Modifier une fiche, deux mille objectifs", edit(Form::empty()).render()),
        sample("Modifier une fiche, des objectifs cherchés", edit(chosen.clone()).render()),
        sample("Modifier un brouillon, des objectifs cherchés", {
            EditPage { is_kept: true, ..edit(chosen.with("revision", "3")) }.render()
        }),
        sample("Le plan, un objectif cherché", {
            let statuses = super::board::kept_choices();
            super::board::BoardPage { choices: FilterChoices { statuses, ..searched }, ..plan }.render()
        }),
    ]
}
