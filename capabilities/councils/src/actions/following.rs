//! What a draw goes on from: the council another one left incomplete, or the letters a first one designated. People keep
//! their number from one to the other, so that anybody checks that one follows the other.

use std::collections::{BTreeMap, BTreeSet};

use database::Tx;
use kernel::{Failure, Outcome, Refusal, Uuid};
use sortition::chance::Chance;
use sortition::reading::Wrong;
use sortition::replacement;
use sortition::succession::{self, Succession};
use sortition::{contents, invitation, mailing};

use super::draw::dossier_of;
use crate::rules::{Assembled, DrawKind, DrawState, LetterState, Traits};
use crate::store;
use crate::store::draw::Draw;

/// What a draw stands on.
#[derive(Debug, Default)]
pub(super) struct Ground {
    /// Numbers people have from the draw before.
    numbers: BTreeMap<Uuid, String>,
    tie: Tie,
}

#[derive(Debug, Default)]
enum Tie {
    /// No other draw.
    #[default]
    Nothing,
    /// Who sits stays, who is gone does not come back.
    Council(Succession),
    /// Only those who answered, each with her chance of having been invited; and the fingerprint of the first draw.
    Letters { chances: BTreeMap<String, String>, fingerprint: String },
}

/// A failure told on no field: the dossier before cannot be read.
pub(super) fn unreadable(wrong: Wrong) -> Failure {
    Refusal::rule("Le dossier du tirage précédent ne se lit pas", wrong.to_string()).into()
}

/// What a draw stands on.
///
/// # Errors
/// The dossier before cannot be read.
pub(super) async fn ground(tx: &mut Tx, draw: &Draw) -> Outcome<Ground> {
    let Some(follows) = draw.follows else { return Ok(Ground::default()) };
    let mut files = dossier_of(tx, follows).await?;
    if draw.kind == DrawKind::Answers {
        let letters = store::letter::of_draw(tx, follows).await?;
        let yes = letters.into_iter().filter(|letter| letter.state == LetterState::Yes);
        let chances = mailing::chances(&files).map_err(unreadable)?;
        let tie = Tie::Letters { chances, fingerprint: contents::bind(&mut files) };
        return Ok(Ground { numbers: yes.map(|letter| (letter.candidate, letter.number)).collect(), tie });
    }
    let end = succession::end(&files).map_err(unreadable)?;
    let numbers = store::draw::numbers(tx, follows).await?.into_iter().collect();
    Ok(Ground { numbers, tie: Tie::Council(end) })
}

impl Ground {
    /// Everybody who may be drawn, in the order of numbers. New people take numbers after those known, by lot when chance is
    /// given.
    pub fn numbered(&self, pool: Vec<(Uuid, Traits)>, chance: Option<&mut Chance>) -> Vec<(Uuid, String, Traits)> {
        let (known, mut fresh): (Vec<_>, Vec<_>) =
            pool.into_iter().partition(|(candidate, _)| self.numbers.contains_key(candidate));
        if let Some(chance) = chance {
            chance.shuffle(&mut fresh);
        }
        let is_open = !matches!(self.tie, Tie::Letters { .. });
        let gone: BTreeSet<&str> = match &self.tie {
            Tie::Council(end) => end.gone.iter().map(String::as_str).collect(),
            _ => BTreeSet::new(),
        };
        let number = |text: &String| text.parse::<u64>().unwrap_or_default();
        let highest = self.numbers.values().map(number).max().unwrap_or_default();
        let width = (highest + fresh.len().max(1) as u64).to_string().len();
        let mut all: Vec<(Uuid, String, Traits)> = known
            .into_iter()
            .filter_map(|(candidate, one)| Some((candidate, self.numbers.get(&candidate)?.clone(), one)))
            .filter(|(_, number, _)| !gone.contains(number.as_str()))
            .collect();
        all.sort_by_cached_key(|(_, text, _)| number(text));
        if is_open {
            let fresh = (highest + 1..).zip(fresh);
            all.extend(fresh.map(|(rank, (candidate, one))| (candidate, format!("{rank:0width$}"), one)));
        }
        all
    }

    /// Makes what the engine reads go on from what came before.
    ///
    /// # Errors
    /// Somebody who sits is not in the pool any more, or somebody in it was not invited.
    pub fn tied(&self, mut made: Assembled) -> Result<Assembled, Wrong> {
        match &self.tie {
            Tie::Nothing => {}
            Tie::Council(end) => {
                (made.pool, made.quotas) = succession::complete(&made.pool, &made.quotas, end)?;
                made.request.after = Some(end.after.clone());
            }
            Tie::Letters { chances, fingerprint } => {
                invitation::join(&mut made.pool, chances)?;
                made.request.invitation = Some(fingerprint.clone());
            }
        }
        Ok(made)
    }

    /// Who sits already, by number.
    pub fn sitting(&self) -> BTreeSet<&str> {
        match &self.tie {
            Tie::Council(end) => end.sitting.iter().map(String::as_str).collect(),
            _ => BTreeSet::new(),
        }
    }
}

/// The last draw of a college, the last first, whose people sit, and that nobody went on from.
pub(crate) async fn seated(tx: &mut Tx, draws: &[Draw]) -> database::Result<Option<Draw>> {
    let Some(last) = draws.iter().find(|draw| draw.is_seated()) else { return Ok(None) };
    let is_followed = store::draw::follower(tx, last.id, true).await?.is_some();
    Ok((!is_followed).then(|| last.clone()))
}

/// Letters that were sealed and that no draw went on from.
pub(crate) async fn answered(tx: &mut Tx, draws: &[Draw]) -> database::Result<Option<Draw>> {
    let is_letters = |draw: &&Draw| draw.kind == DrawKind::Letters && draw.state == DrawState::Sealed;
    let Some(last) = draws.iter().find(is_letters) else { return Ok(None) };
    let is_followed = store::draw::follower(tx, last.id, true).await?.is_some();
    Ok((!is_followed).then(|| last.clone()))
}

fn refused(title: &str, what: &str) -> Failure {
    Refusal::rule(title, what).into()
}

/// Which draw one of this kind goes on from, among those of its college, the last first.
///
/// # Errors
/// There is none it could go on from, or it is not the moment.
pub(super) async fn followed(tx: &mut Tx, draws: &[Draw], kind: DrawKind, seats: i64) -> Outcome<Option<Uuid>> {
    match kind {
        DrawKind::Whole | DrawKind::Letters => return Ok(None),
        DrawKind::Answers => {
            let letters = answered(tx, draws).await?;
            let what = "Tirez d’abord à qui écrire, puis notez les réponses.";
            let letters = letters.ok_or_else(|| refused("Aucun courrier n’attend de second tirage", what))?;
            return Ok(Some(letters.id));
        }
        DrawKind::Completion | DrawKind::Renewal => {}
    }
    let what = "Aucun tirage scellé de ce collège n’attend d’être complété ou renouvelé.";
    let last = seated(tx, draws).await?.ok_or_else(|| refused("Personne ne siège encore", what))?;
    if !super::replacing::to_record(tx, last.id).await?.is_empty() {
        let what = "Appelez d’abord les suivants de la liste complémentaire : ce qui reste à pourvoir se saura alors.";
        return Err(refused("Des sièges attendent leur remplacement", what));
    }
    let files = dossier_of(tx, last.id).await?;
    let is_renewed = files.contains_key("renewal.json");
    if kind == DrawKind::Renewal {
        if is_renewed {
            let what = "Annoncez le tirage qui complète le conseil.";
            return Err(refused("La moitié qui part est déjà tirée", what));
        }
        if replacement::standing(&files).map_err(unreadable)?.sitting.len() < 2 {
            return Err(refused(
                "Il faut au moins deux membres",
                "Un conseil d’une personne ne se renouvelle pas par moitié.",
            ));
        }
    } else {
        let sitting = succession::end(&files).map_err(unreadable)?.sitting.len();
        if i64::try_from(sitting).unwrap_or(i64::MAX) >= seats {
            let what = "Tous les sièges sont pourvus. Pour renouveler la moitié du conseil, tirez d’abord qui part.";
            return Err(refused("Il n’y a rien à compléter", what));
        }
    }
    Ok(Some(last.id))
}
