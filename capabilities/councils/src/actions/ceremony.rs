//! The public session: a number read aloud, a public value known after, the result, the seal.

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Breakdown, Failure, FieldError, Moment, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;
use sortition::ceremony::{self, Public};
use sortition::dossier::Files;
use sortition::reading::Wrong;
use sortition::{alternates, opening};

use super::beacon::{self, PROOF, Typed};
use super::draw::{bind, dossier_of, draw, save};
use super::following::ground;
use super::letters::{designate, open_letters};
use super::pool::Around;
use super::renewal::{leave, part};
use super::replacing::call;
use crate::rules::{ChanceKind, College, Council, DrawKind, DrawState, number_from};
use crate::store::draw::Draw;
use crate::{acts, store};

/// The file of alternates, sealed with the draw.
pub(crate) const ALTERNATES: &str = "alternates.csv";
/// The greatest number of three dice of ten faces, read where no panel has a number.
const THREE_DICE: i64 = 999;

/// The greatest number that may be read for a draw whose lottery is published.
pub(crate) fn last_number(draw: &Draw) -> i64 {
    draw.panels.map_or(THREE_DICE, |panels| panels - 1)
}

/// A number read aloud, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumberRead {
    /// The number.
    pub typed: Option<i64>,
    /// The same, a second time.
    pub again: Option<i64>,
    /// Why it is read before its time; not needed once the day has come and objections are over.
    pub early: String,
}

impl NumberRead {
    /// The same number twice, with why it is read early.
    pub fn twice(number: i64, early: &str) -> Self {
        Self { typed: Some(number), again: Some(number), early: early.to_owned() }
    }
}

/// Longest reason why a number was read before its time.
const LONGEST_REASON: usize = 500;

/// Why a number is read before its time, as it is published; empty when its time has come.
fn early(
    (council, draw): (&Council, &Draw),
    (now, zone): (Moment, &TimeZone),
    typed: &str,
) -> Result<String, FieldError> {
    let hours = council.terms.objection_hours;
    let from = number_from(draw.session_on, draw.published_at.unwrap_or(now), hours, zone);
    if now >= from {
        return Ok(String::new());
    }
    let typed = typed.trim();
    let told = match typed.chars().count() {
        0 => format!(
            "Le nombre se lit à partir du {} : attendez, ou dites pourquoi il est lu plus tôt ; cette raison est publiée",
            french::moment(from, zone)
        ),
        1..=LONGEST_REASON => return Ok(typed.to_owned()),
        _ => format!("Cette raison dépasse {LONGEST_REASON} signes : raccourcissez-la"),
    };
    Err(FieldError::new("avance", told))
}

fn not_now(title: &str) -> Failure {
    Refusal::rule(title, "Relisez où en est ce tirage : chaque étape vient une fois, dans l’ordre.").into()
}

/// Keeps the number read aloud, typed twice. Alone, it decides; otherwise the public value is still to come.
///
/// # Errors
/// Not this actor's; not the moment; a number of no panel; two numbers that differ; before its time, without a reason; somebody
/// did it since `revision`.
pub async fn read_dice(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    number: &NumberRead,
) -> Outcome<()> {
    let (council, college, before) = draw(tx, actor, &acts::DRAW, id).await?;
    if before.state != DrawState::Published || before.dice.is_some() {
        return Err(already(&before, "Le nombre de ce tirage est déjà lu"));
    }
    let (last, now) = (last_number(&before), outside.now());
    let (typed, again) = (number.typed, number.again);
    let mut errors = Vec::new();
    if typed.is_none_or(|number| !(0..=last).contains(&number)) {
        errors.push(FieldError::new(
            "nombre",
            match before.kind.seats() {
                true => format!("Le nombre lu va de 0 à {last} : c’est le numéro d’un groupe imprimé"),
                false => format!("Le nombre lu va de 0 à {last}"),
            },
        ));
    } else if typed != again {
        errors.push(FieldError::new("nombre-bis", "Les deux nombres diffèrent : relisez les dés ou les boules"));
    }
    let early_reason = early((&council, &before), (now, zone), &number.early).unwrap_or_else(|error| {
        errors.push(error);
        String::new()
    });
    Failure::unless_empty(errors)?;
    let after = Draw { dice: typed, dice_at: Some(now), early_reason, ..before };
    if after.chance == ChanceKind::Balls {
        return result(tx, outside, actor, (&council, &college), (after, revision), None).await;
    }
    save(tx, &after, DrawState::Published, revision).await?;
    let touched = [("draw", id)];
    let detail = json!({ "acte": "nombre lu en séance", "nombre": after.dice });
    let entry = Entry::on(acts::DRAW.code, "council", council.id);
    let entry = entry.why(&after.early_reason).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Whoever comes second reads that the first one counted.
fn already(before: &Draw, title: &str) -> Failure {
    match before.state {
        DrawState::Published | DrawState::Drawn | DrawState::Sealed => {
            let explanation = format!("{title}. Un seul geste compte : rien n’a changé. Relisez où en est le tirage.");
            Refusal::Conflict { explanation, kept: Vec::new() }.into()
        }
        _ => not_now("Ce n’est pas le moment"),
    }
}

/// Keeps the public value known after the number: with it, the panel is known.
///
/// # Errors
/// Not this actor's; not the moment; not a value; somebody did it since `revision`.
pub async fn read_beacon(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: &Typed,
) -> Outcome<()> {
    let (council, college, before) = draw(tx, actor, &acts::DRAW, id).await?;
    if before.state != DrawState::Published {
        return Err(already(&before, "Ce tirage a déjà son résultat"));
    }
    if before.dice.is_none() {
        return Err(not_now("Lisez d’abord le nombre tiré en séance"));
    }
    let read = beacon::read(&before, typed)?;
    let mut rows = Vec::new();
    if let Some(proof) = &read.proof {
        rows.push(store::draw::put_file(tx, outside.uuid(), id, PROOF, proof).await?);
    }
    let before = Draw { beacon_note: read.note, ..before };
    result(tx, outside, actor, (&council, &college), (before, revision), Some((read.value, rows))).await
}

async fn result(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (council, college): (&Council, &College),
    (before, revision): (Draw, i64),
    beacon: Option<(Vec<u8>, Vec<Uuid>)>,
) -> Outcome<()> {
    let (beacon, proof) = beacon.unzip();
    let public = Public { dice: before.dice.and_then(|dice| u64::try_from(dice).ok()), beacon };
    let (panel, rows) = match before.kind {
        DrawKind::Letters => (None, designate(tx, outside, &before, &public).await?),
        DrawKind::Renewal => (None, leave(tx, outside, &before, &public).await?),
        _ => seats(tx, outside, &before, (college.terms.alternates, &public)).await?,
    };
    let mut touched = vec![("draw", before.id)];
    touched.extend(rows.into_iter().chain(proof.into_iter().flatten()).map(|row| ("draw_file", row)));
    let after = Draw {
        state: DrawState::Drawn,
        beacon: public.beacon.as_deref().map(sortition::chance::hexadecimal).unwrap_or_default(),
        drawn_at: Some(outside.now()),
        panel,
        ..before
    };
    save(tx, &after, DrawState::Published, revision).await?;
    let detail = json!({ "acte": "tirage fait", "nombre": after.dice, "valeur": after.beacon, "groupe": after.panel });
    let why = if after.chance == ChanceKind::Balls { after.early_reason.as_str() } else { "" };
    let entry = Entry::on(acts::DRAW.code, "council", council.id).why(why).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The panel that chance designates, the order of the others and the alternates; gives its number and the rows of the files.
async fn seats(
    tx: &mut Tx,
    outside: &Outside,
    before: &Draw,
    (alternates, public): (i64, &Public),
) -> Outcome<(Option<i64>, Vec<Uuid>)> {
    let files = dossier_of(tx, before.id).await?;
    let (fingerprint, own) = (before.fingerprint.clone(), public.clone());
    let drawing = tokio::task::spawn_blocking(move || {
        let file = |name: &str| files.get(name).map_or(&[][..], Vec::as_slice);
        let drawn = ceremony::draw(file("panels.csv"), file("pool.csv"), &fingerprint, &own)?;
        let mut more = Files::new();
        if let Some(many) = usize::try_from(alternates).ok().filter(|many| *many > 0) {
            let chosen = alternates::of_draw(&opening::open(&files)?, &drawn, many)?;
            more.insert(ALTERNATES.to_owned(), chosen.list);
        }
        Ok::<_, Wrong>((drawn.panel, ceremony::write(&drawn, &fingerprint, &own, more)))
    });
    let drawn = drawing.await.map_err(|error| Breakdown(Box::new(error)))?;
    let (panel, written) = drawn.map_err(|wrong| Failure::field("nombre", wrong.to_string()))?;
    let mut rows = Vec::new();
    for (name, bytes) in written {
        rows.push(store::draw::put_file(tx, outside.uuid(), before.id, &name, &bytes).await?);
    }
    rows.push(bind(tx, outside, before.id).await?);
    Ok((i64::try_from(panel).ok(), rows))
}

/// Closes the minutes with who was there. From here on, and not before, names of those drawn may be read by whoever calls
/// them.
///
/// # Errors
/// Not this actor's; not the moment; nobody was there; somebody did it since `revision`.
pub async fn seal(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    witnesses: &str,
) -> Outcome<()> {
    let (outside, _, zone) = around;
    let (council, _, before) = draw(tx, actor, &acts::DRAW, id).await?;
    if before.state == DrawState::Sealed {
        return Err(already(&before, "Ce tirage est déjà scellé"));
    }
    if before.state != DrawState::Drawn {
        return Err(not_now("Ce tirage n’a pas encore de résultat"));
    }
    let witnesses = witnesses.trim();
    if witnesses.is_empty() || witnesses.chars().count() > 2_000 {
        let sentence =
            "Dites qui était là : commissaire de justice, représentant·e de l’État, public. 2 000 signes au plus";
        return Err(Failure::field("temoins", sentence));
    }
    let today = outside.now().day(zone);
    let appeal = today.checked_add(jiff::Span::new().days(council.terms.appeal_days)).unwrap_or(today);
    let mut touched = vec![("draw", id)];
    touched.extend(match before.kind {
        DrawKind::Letters => open_letters(tx, (outside, zone), &before).await?,
        DrawKind::Renewal => part(tx, around, (actor, council.id), &before).await?,
        _ => seat_all(tx, around, &before).await?,
    });
    let after = Draw {
        state: DrawState::Sealed,
        witnesses: witnesses.to_owned(),
        sealed_at: Some(outside.now()),
        appeal_until: Some(appeal),
        ..before
    };
    save(tx, &after, DrawState::Drawn, revision).await?;
    let detail = json!({ "acte": "tirage scellé", "tirage": after.rank, "recours": appeal.to_string() });
    let entry = Entry::on(acts::DRAW.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Everybody drawn is to be called; who sat already keeps her seat, with all that was noted of it.
async fn seat_all(tx: &mut Tx, around: Around<'_>, draw: &Draw) -> Outcome<Vec<(&'static str, Uuid)>> {
    let files = dossier_of(tx, draw.id).await?;
    let selected = opening::identifiers(&files, "selected.csv");
    let selected = selected.map_err(|wrong| Failure::field("", wrong.to_string()))?;
    let ground = ground(tx, draw).await?;
    let sitting = ground.sitting();
    let before = match draw.follows.filter(|_| !sitting.is_empty()) {
        Some(follows) => store::seat::of_draw(tx, follows).await?,
        None => Vec::new(),
    };
    let mut touched = Vec::new();
    for number in &selected {
        match before.iter().find(|seat| seat.number == *number && sitting.contains(number.as_str())) {
            Some(seat) => {
                store::seat::move_to(tx, seat.id, draw.id).await?;
                touched.push(("seat", seat.id));
            }
            None => {
                call(tx, around, (draw, number), None, &mut touched).await?;
            }
        }
    }
    Ok(touched)
}
