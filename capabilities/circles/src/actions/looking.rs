//! Whoever may open a group: people of its associations, nobody else.

use database::Tx;
use kernel::{Act, Actor, Outcome, Refusal, Scope, Uuid};

use crate::rules::{Circle, Member, MemberState};
use crate::{acts, store};

/// Associations somebody may do this for: only functions limited to one count.
pub fn carried(actor: &Actor, act: &Act) -> Vec<Uuid> {
    let Some(person) = actor.person() else { return Vec::new() };
    let mut all = Vec::new();
    for grant in person.grants.iter().filter(|grant| act.functions.contains(&grant.function)) {
        if let Some(organisation) = grant.scope.organisation.filter(|one| !all.contains(one)) {
            all.push(organisation);
        }
    }
    all
}

/// A group, with the associations of this person that take part in it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The group.
    pub circle: Circle,
    /// Her associations there, as members.
    pub own: Vec<Member>,
}

impl Found {
    /// The association she speaks for: the one she chose, or the only one.
    pub fn speaking(&self, chosen: Option<Uuid>) -> Option<Uuid> {
        match (chosen, self.own.as_slice()) {
            (Some(chosen), own) => own.iter().map(|one| one.organisation).find(|one| *one == chosen),
            (None, [only]) => Some(only.organisation),
            (None, _) => None,
        }
    }

    /// Lets what changes a group go on while it is open.
    ///
    /// # Errors
    /// It is closed.
    pub fn open(&self) -> Outcome<()> {
        match self.circle.closed_at {
            None => Ok(()),
            Some(_) => {
                let told = "Ses messages restent lisibles un an. Vous pouvez créer un autre groupe.";
                Err(Refusal::rule("Ce groupe est fermé", told).into())
            }
        }
    }
}

/// A group in which associations of this person stand so.
async fn standing(tx: &mut Tx, actor: &Actor, id: Uuid, state: MemberState) -> Outcome<Found> {
    let circle = store::circle::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let mut own = Vec::new();
    for organisation in carried(actor, &acts::TAKE_PART) {
        let member = store::member::of(tx, id, organisation).await?;
        own.extend(member.filter(|one| one.state == state));
    }
    match own.is_empty() {
        true => Err(Refusal::NotFound.into()),
        false => Ok(Found { circle, own }),
    }
}

/// A group for whoever takes part in it.
///
/// # Errors
/// Not there, or not this actor’s: the two look alike.
pub async fn member(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Found> {
    standing(tx, actor, id, MemberState::Member).await
}

/// A group for whoever is asked to come, and is not a member by another association.
///
/// # Errors
/// As [`member`]; it was closed meanwhile.
pub async fn invited(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Found> {
    let found = standing(tx, actor, id, MemberState::Invited).await?;
    match found.circle.closed_at {
        Some(_) => Err(Refusal::NotFound.into()),
        None => Ok(found),
    }
}

/// Lets somebody bind one of her associations.
///
/// # Errors
/// She only writes for it: told, since she knows the group.
pub fn binds(actor: &Actor, organisation: Uuid) -> Outcome<()> {
    if carried(actor, &acts::LEAD).contains(&organisation) {
        return Ok(());
    }
    let verdict = match actor.may(&acts::LEAD, &Scope::organisation(organisation)) {
        // Held elsewhere than for one association.
        verdict if verdict.is_allowed() => kernel::Verdict::NoFunction,
        verdict => verdict,
    };
    Err(Refusal::NotAllowed { act: &acts::LEAD, verdict }.into())
}

/// Whether she leads the group: she binds the association that holds it.
pub fn leads(actor: &Actor, found: &Found) -> bool {
    let owner = found.circle.owner;
    found.own.iter().any(|one| one.organisation == owner) && binds(actor, owner).is_ok()
}

/// An open group for whoever leads it.
///
/// # Errors
/// As [`member`]; another association holds it; it is closed.
pub async fn led(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Found> {
    let found = member(tx, actor, id).await?;
    let owner = found.circle.owner;
    if found.own.iter().all(|one| one.organisation != owner) {
        let told = "L’association qui tient le groupe invite, retire et règle. Écrivez-lui dans le groupe.";
        return Err(Refusal::rule("Une autre association tient ce groupe", told).into());
    }
    binds(actor, owner)?;
    found.open()?;
    Ok(found)
}
