//! Those who sit: the look-up that is also the right, mandates, departures.

use councils::facade::Moved;
use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use web::Keys;

use super::assembly::led;
use super::place;
use crate::rules::{
    Assembly, CollegeKind, Counted, Departure, Member, MemberState, MemberTerms, check_member, mandate_end, next,
};
use crate::{acts, store};

/// What acts need around them: time and chance, secrets, the town's time zone.
pub type Around<'a> = (&'a Outside, &'a Keys, &'a TimeZone);

/// The body and the member the signed-in account is in it, while she sits; otherwise nothing is there. Whoever acts for
/// somebody else sits for herself only: a mandate is not delegated here.
///
/// # Errors
/// Not signed in, not there, not hers, suspended or left.
pub async fn mine(tx: &mut Tx, actor: &Actor, assembly: Uuid) -> Outcome<(Assembly, Member)> {
    let account = actor.account().ok_or(Refusal::NotFound)?;
    let members = store::member::of_account(tx, account).await?;
    let member = members.into_iter().find(|member| member.assembly == assembly && member.sits());
    let member = member.ok_or(Refusal::NotFound)?;
    let found = store::assembly::by_id(tx, assembly).await?.ok_or(Refusal::NotFound)?;
    Ok((found, member))
}

/// Every body this account sits in now, with who she is there.
///
/// # Errors
/// The database failed.
pub async fn all_mine(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<(Assembly, Member)>> {
    let Some(account) = actor.account() else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for member in store::member::of_account(tx, account).await?.into_iter().filter(Member::sits) {
        if let Some(found) = store::assembly::by_id(tx, member.assembly).await? {
            all.push((found, member));
        }
    }
    Ok(all)
}

/// A member and her body, for whoever keeps its life.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn kept(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Assembly, Member)> {
    let member = store::member::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((led(tx, actor, &acts::LEAD, member.assembly).await?, member))
}

/// Puts somebody in who was not drawn, or whose seat is not known here. Gives her identifier.
///
/// # Errors
/// Not this actor's; something to correct.
pub async fn add(
    tx: &mut Tx,
    (outside, _, zone): Around<'_>,
    actor: &Actor,
    assembly: Uuid,
    terms: impl Into<Filled<MemberTerms>>,
) -> Outcome<Uuid> {
    let assembly = led(tx, actor, &acts::LEAD, assembly).await?;
    let mut form = terms.into();
    let found = check(tx, &assembly, None, &form.value).await?;
    form.find(found);
    let one = blank(outside, &assembly, None, form.sound()?, outside.now().day(zone));
    let mut touched = Vec::new();
    sit(tx, outside, &one, &mut touched).await?;
    let detail = json!({ "acte": "membre ajouté", "membre": one.id.to_string() });
    let entry = Entry::on(acts::LEAD.code, "assembly", assembly.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}

/// What is wrong in a member, beside what is wrong in her terms: her college, the signatory she speaks for, the seat she fills.
async fn check(tx: &mut Tx, assembly: &Assembly, own: Option<Uuid>, terms: &MemberTerms) -> Outcome<Vec<FieldError>> {
    let mut errors = check_member(terms);
    let colleges = CollegeKind::of(assembly.kind);
    let is_there = colleges.contains(&terms.college) || (colleges.is_empty() && terms.college == CollegeKind::None);
    if !is_there {
        let sentence = match colleges.is_empty() {
            true => "Cette instance n’a pas de collège",
            false => "Choisissez le collège où cette personne siège",
        };
        errors.push(FieldError::new("college", sentence));
    }
    if let Some(signatory) = terms.signatory {
        let found = strategy::facade::pledging::signatory_name(tx, signatory).await?;
        if found.is_none_or(|one| Some(one.contract) != assembly.terms.contract) {
            errors.push(FieldError::new("signataire", "Choisissez un signataire du contrat de cette instance"));
        }
    }
    if let Some(titular) = terms.titular {
        let found = store::member::by_id(tx, titular).await?;
        let fits = found.is_some_and(|one| {
            one.assembly == assembly.id && Some(one.id) != own && one.terms.titular.is_none() && !one.terms.is_alternate
        });
        if !fits || !terms.is_alternate {
            let sentence = "Choisissez une personne titulaire de cette instance, et cochez la suppléance";
            errors.push(FieldError::new("titulaire", sentence));
        }
    }
    Ok(errors)
}

fn blank(outside: &Outside, assembly: &Assembly, seat: Option<Uuid>, terms: MemberTerms, today: Date) -> Member {
    Member {
        id: outside.uuid(),
        assembly: assembly.id,
        seat,
        terms,
        state: MemberState::Sitting,
        state_on: today,
        departure: None,
        account: None,
        invitation: None,
        invited_at: None,
        revision: 1,
    }
}

async fn sit(tx: &mut Tx, outside: &Outside, one: &Member, touched: &mut Vec<(&'static str, Uuid)>) -> Outcome<()> {
    store::member::insert(tx, one, outside.now()).await?;
    touched.push(("assembly_member", one.id));
    touched.push(("assembly_member_change", store::member::insert_change(tx, outside, one).await?));
    Ok(())
}

/// Has those sit who accepted a seat of the draw and do not sit yet. Gives how many.
///
/// # Errors
/// Not this actor's; not a citizen council.
pub async fn take_from_draw(
    tx: &mut Tx,
    (outside, keys, zone): Around<'_>,
    actor: &Actor,
    assembly: Uuid,
) -> Outcome<usize> {
    let assembly = led(tx, actor, &acts::LEAD, assembly).await?;
    let council = assembly.council.ok_or(Refusal::NotFound)?;
    let known: Vec<Uuid> =
        store::member::of_assembly(tx, assembly.id).await?.iter().filter_map(|member| member.seat).collect();
    let mut touched = Vec::new();
    let mut count = 0;
    for one in councils::facade::sitting(tx, keys, actor, council).await? {
        if known.contains(&one.seat) {
            continue;
        }
        // The mandate of a body starts for all the same day; whoever comes later starts when she accepts.
        let starts_on = assembly.terms.starts_on.map_or(one.accepted_on, |first| first.max(one.accepted_on));
        let terms = MemberTerms {
            called_name: one.name,
            email: one.email,
            college: if one.is_of_residents { CollegeKind::Residents } else { CollegeKind::Actors },
            structure: one.structure,
            counted: match one.is_woman {
                Some(true) => Counted::Woman,
                Some(false) => Counted::Man,
                None => Counted::Unknown,
            },
            starts_on,
            ends_on: mandate_end(&assembly.terms, assembly.terms.starts_on.unwrap_or(starts_on)),
            is_alternate: false,
            leaves_at_half: false,
            is_secretary: false,
            is_name_public: one.is_name_public,
            signatory: None,
            titular: None,
        };
        let member = blank(outside, &assembly, Some(one.seat), terms, outside.now().day(zone));
        sit(tx, outside, &member, &mut touched).await?;
        count += 1;
    }
    if count > 0 {
        let detail = json!({ "acte": "membres repris du tirage", "personnes": count });
        let entry = Entry::on(acts::LEAD.code, "assembly", assembly.id).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(count)
}

/// Follows what changed among those drawn, once the body took its first members from the draw: mandates of those whose seat is
/// over end today, those who accepted a seat begin theirs.
///
/// # Errors
/// Somebody changed a mandate meanwhile, or the database failed.
pub(crate) async fn follow(tx: &mut Tx, around: Around<'_>, actor: &Actor, council: Uuid, what: Moved) -> Outcome<()> {
    let Some(id) = store::assembly::of_council(tx, council).await? else { return Ok(()) };
    let members = store::member::of_assembly(tx, id).await?;
    let (outside, _, zone) = around;
    match what {
        Moved::Left(seats) => {
            let is_over =
                |one: &Member| one.state != MemberState::Left && one.seat.is_some_and(|seat| seats.contains(&seat));
            let today = outside.now().day(zone);
            let standing = Standing { state: MemberState::Left, departure: Some(Departure::Term), on: Some(today) };
            for one in members.into_iter().filter(is_over) {
                let revision = one.revision;
                change(tx, (outside, zone), (actor, &acts::LEAD), one, revision, (standing, today)).await?;
            }
        }
        Moved::Accepted => {
            let found = store::assembly::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
            let may = actor.may(&acts::LEAD, &place(&found.terms)).is_allowed();
            if may && members.iter().any(|one| one.seat.is_some()) {
                take_from_draw(tx, around, actor, id).await?;
            }
        }
    }
    Ok(())
}

/// Changes what is set for a member. Gives her body.
///
/// # Errors
/// Not this actor's; something to correct; somebody changed it since `revision`.
pub async fn amend(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<MemberTerms>>,
) -> Outcome<Uuid> {
    let (assembly, before) = kept(tx, actor, id).await?;
    let mut form = terms.into();
    let found = check(tx, &assembly, Some(id), &form.value).await?;
    form.find(found);
    let after = Member { terms: form.sound()?, ..before };
    save(tx, &after, revision).await?;
    let detail = json!({ "acte": "membre modifié", "membre": id.to_string() });
    let touched = [("assembly_member", id)];
    let entry = Entry::on(acts::LEAD.code, "assembly", assembly.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(assembly.id)
}

pub(super) async fn save(tx: &mut Tx, after: &Member, revision: i64) -> Outcome<()> {
    if store::member::save(tx, after, revision).await? {
        return Ok(());
    }
    let kept = [("Nom", after.terms.called_name.as_str()), ("Structure", &after.terms.structure)];
    Err(Failure::conflict("ce membre", &kept))
}

/// Where a mandate stands from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where.
    pub state: MemberState,
    /// Why she left; nothing otherwise.
    pub departure: Option<Departure>,
    /// From which day on.
    pub on: Option<Date>,
}

/// Suspends a mandate, takes it up again, or ends it. The seat of whoever leaves is given back to the draw. Gives the body.
///
/// # Errors
/// Not this actor's; not a step from there; something to correct; somebody changed it since `revision`.
pub async fn stand(
    tx: &mut Tx,
    (outside, _, zone): Around<'_>,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    standing: impl Into<Filled<Standing>>,
) -> Outcome<Uuid> {
    let (assembly, before) = kept(tx, actor, id).await?;
    let mut form = standing.into();
    if !next(before.state).contains(&form.value.state) {
        let (from, to) = (before.state.french(), form.value.state.french());
        form.find([FieldError::new("etat", format!("De « {from} », on ne passe pas à « {to} »"))]);
    }
    if form.value.state == MemberState::Left && form.value.departure.is_none() {
        form.find([FieldError::new("motif", "Choisissez une raison dans la liste")]);
    }
    let today = outside.now().day(zone);
    if form.value.on.is_some_and(|on| on > today) {
        form.find([FieldError::new("jour", "Ce jour est à venir : notez-le quand il sera là")]);
    }
    let standing = form.sound()?;
    let on = standing.on.unwrap_or(today);
    change(tx, (outside, zone), (actor, &acts::LEAD), before, revision, (standing, on)).await?;
    Ok(assembly.id)
}

pub(super) async fn change(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    (actor, act): (&Actor, &'static kernel::Act),
    before: Member,
    revision: i64,
    (standing, on): (Standing, Date),
) -> Outcome<()> {
    let leaves = standing.state == MemberState::Left;
    let after = Member {
        state: standing.state,
        state_on: on,
        departure: standing.departure.filter(|_| leaves),
        terms: MemberTerms {
            is_secretary: before.terms.is_secretary && !leaves,
            is_name_public: before.terms.is_name_public && !leaves,
            ..before.terms.clone()
        },
        ..before
    };
    save(tx, &after, revision).await?;
    let change = store::member::insert_change(tx, outside, &after).await?;
    if let Some(seat) = after.seat.filter(|_| leaves) {
        councils::facade::seat_left(tx, (outside, zone), actor, seat).await?;
    }
    let detail = json!({ "acte": "mandat", "membre": after.id.to_string(), "etat": after.state.code() });
    let touched = [("assembly_member", after.id), ("assembly_member_change", change)];
    let entry = Entry::on(act.code, "assembly", after.assembly).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
