//! Groups that associations keep among themselves: founded, invited to, written in.

use std::collections::BTreeMap;

use ::circles::actions::{CircleTerms, founding, inviting, writing};
use database::Tx;
use kernel::{Outcome, Uuid};

use super::acting::{Calendar, missing};
use super::directory::{Carrier, Carriers};
use crate::Demonstration;

/// Where the demonstration says it is.
const ADDRESS: &str = "https://demo.parvis.example";

fn of<'c>(carriers: &'c Carriers, key: &str) -> Outcome<&'c Carrier> {
    Ok(carriers.get(key).ok_or_else(|| missing(key))?)
}

/// Puts the groups in.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn circles(
    tx: &mut Tx,
    calendar: &Calendar,
    told: &Demonstration,
    (carriers, contract): (&Carriers, Uuid),
) -> Outcome<()> {
    let nodes: BTreeMap<String, Uuid> =
        strategy::facade::nodes(tx, contract).await?.into_iter().map(|node| (node.code, node.id)).collect();
    for one in &told.circles.circles {
        let owner = of(carriers, &one.owner)?;
        let then = calendar.at(-one.days_ago, 0);
        let terms = CircleTerms {
            name: one.name.clone(),
            purpose: one.purpose.clone(),
            themes: one.themes.iter().filter_map(|code| nodes.get(code).copied()).collect(),
        };
        let id = founding::found(tx, &then, &owner.president, Some(owner.organisation), terms).await?;
        let answers = one.members.iter().map(|key| (key, Some(true)));
        let answers = answers.chain(one.refused.iter().map(|key| (key, Some(false))));
        let answers = answers.chain(one.invited.iter().map(|key| (key, None)));
        for (rank, (key, answer)) in (1_i64..).zip(answers) {
            let asked = of(carriers, key)?;
            let then = calendar.at(-one.days_ago, rank * 10);
            inviting::invite(tx, (&then, ADDRESS), &owner.president, (id, Some(asked.organisation))).await?;
            if answer.is_some() {
                let then = calendar.at(1 - one.days_ago, rank * 10);
                let said = (Some(asked.organisation), answer);
                inviting::answer(tx, (&then, ADDRESS), &asked.president, id, said).await?;
            }
        }
        for words in &one.messages {
            let author = of(carriers, &words.from)?;
            let then = calendar.at(-words.days_ago, 90);
            let said = (Some(author.organisation), words.words.as_str());
            writing::write(tx, &then, &author.president, id, said).await?;
        }
    }
    Ok(())
}
