//! Those who sit, as whoever keeps the life of a body sees them: the list, vacant seats, who leaves and when.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind as Of, Table};
use interface::{Frame, Html, Link, TableOptions};
use kernel::french;
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::{above, member_path, members_path};
use crate::rules::{Assembly, CollegeKind, Member, MemberState, renewal_day, still_to_choose};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/members.html")]
pub(super) struct MembersPage {
    pub frame: Frame,
    pub path: String,
    pub table: Html,
    pub is_empty: bool,
    pub is_drawn: bool,
    /// Vacant seats, by college.
    pub vacant: Vec<String>,
    /// Where those who left give their seat back, one a draw.
    pub calls: Vec<Link>,
    /// When half is renewed, and what is still to choose.
    pub renewal: Option<String>,
    /// Who leaves then, with her college.
    pub leaving: Vec<String>,
    /// Mandates that end, by day.
    pub ending: Vec<String>,
}

/// What is known of a member's space.
fn space(member: &Member, zone: &jiff::tz::TimeZone) -> String {
    match (member.account, member.invited_at) {
        _ if member.state == MemberState::Left => "fermé".into(),
        (Some(_), _) => "ouvert".into(),
        (None, Some(at)) => format!("invitation du {}", french::date(at.day(zone))),
        (None, None) if member.terms.email.is_empty() => "pas de courriel".into(),
        (None, None) => "à inviter".into(),
    }
}

/// Everybody who sits or sat.
pub(super) fn table_of(members: &[Member], zone: &jiff::tz::TimeZone) -> Table {
    let columns = vec![
        Column::new("nom", "Nom", Of::Text).row_header(),
        Column::new("siege", "Siège", Of::Text),
        Column::new("debut", "Depuis le", Of::Date),
        Column::new("fin", "Jusqu’au", Of::Date),
        Column::new("etat", "Mandat", Of::Text),
        Column::new("espace", "Espace de membre", Of::Text),
    ];
    let mut table = Table::new("membres", "Membres", columns);
    for one in members {
        let mut seat = match one.terms.college {
            CollegeKind::None => String::new(),
            college => college.french().to_owned(),
        };
        if !one.terms.structure.is_empty() {
            seat = [seat, one.terms.structure.clone()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ");
        }
        if one.terms.is_alternate {
            let titular = members.iter().find(|other| Some(other.id) == one.terms.titular);
            let whose = titular.map(|other| format!(" de {}", super::called(other))).unwrap_or_default();
            seat = format!("{seat} (suppléance{whose})").trim().to_owned();
        }
        let state = match one.departure {
            Some(why) => format!("{} le {} : {}", one.state.french(), french::date(one.state_on), why.french()),
            None => one.state.french().to_owned(),
        };
        table.rows.push(vec![
            Cell::link(super::called(one), member_path(one.id)),
            Cell::text(seat),
            Cell::Date(one.terms.starts_on),
            one.terms.ends_on.map_or(Cell::MISSING, Cell::Date),
            Cell::text(french::spaced(&state)),
            Cell::text(space(one, zone)),
        ]);
    }
    table
}

/// What is wanted of the page beside the members.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    /// Seats of each college, as the council was made up.
    pub seats: Vec<(CollegeKind, i64)>,
    /// Where those who left give their seat back.
    pub calls: Vec<Link>,
}

impl MembersPage {
    pub fn new(
        frame: Frame,
        assembly: &Assembly,
        members: &[Member],
        around: Around,
        zone: &jiff::tz::TimeZone,
    ) -> Self {
        let full =
            |college: CollegeKind| members.iter().filter(|one| one.counts() && one.terms.college == college).count();
        let vacancy = |(college, seats): &(CollegeKind, i64)| {
            let missing = seats - i64::try_from(full(*college)).unwrap_or(i64::MAX);
            (missing > 0).then(|| {
                let words = french::count(missing, "siège vacant", "sièges vacants");
                format!("{} : {words} sur {seats}", college.french())
            })
        };
        let leaving = |one: &&Member| one.counts() && one.terms.leaves_at_half;
        let renewal = renewal_day(&assembly.terms).map(|day| match still_to_choose(members) {
            0 => format!("La moitié de l’instance est renouvelée le {}.", french::date(day)),
            left => format!(
                "La moitié de l’instance est renouvelée le {}. Il reste {} à désigner par le sort parmi les membres \
                 titulaires, en gardant l’équilibre de chaque collège.",
                french::date(day),
                french::count(i64::try_from(left).unwrap_or(i64::MAX), "membre sortant", "membres sortants"),
            ),
        });
        let mut ends: Vec<jiff::civil::Date> =
            members.iter().filter(|one| one.sits()).filter_map(|one| one.terms.ends_on).collect();
        ends.sort_unstable();
        let mut ending: Vec<(jiff::civil::Date, i64)> = Vec::new();
        for day in ends {
            match ending.last_mut() {
                Some((last, count)) if *last == day => *count += 1,
                _ => ending.push((day, 1)),
            }
        }
        let told = |(day, count): (jiff::civil::Date, i64)| {
            format!("{} : {}", french::date(day), french::count(count, "mandat prend fin", "mandats prennent fin"))
        };
        let table = table_of(members, zone);
        Self {
            frame: frame.with_breadcrumb(above(assembly)),
            path: members_path(assembly.id),
            is_empty: table.rows.is_empty(),
            table: interface::table(&table, &TableOptions::default()),
            is_drawn: assembly.council.is_some(),
            vacant: around.seats.iter().filter_map(vacancy).map(|line| french::spaced(&line)).collect(),
            calls: around.calls,
            renewal,
            leaving: members.iter().filter(leaving).map(super::called).collect(),
            ending: ending.into_iter().map(told).map(|line| french::spaced(&line)).collect(),
        }
    }
}

/// Seats of the council, and where those given back are filled again.
async fn around(tx: &mut Tx, assembly: &Assembly, members: &[Member]) -> Result<Around, Fault> {
    let Some(council) = assembly.council else { return Ok(Around::default()) };
    let kind = |is_of_residents| if is_of_residents { CollegeKind::Residents } else { CollegeKind::Actors };
    let colleges = councils::facade::colleges(tx, council).await?;
    let seats = colleges.iter().map(|college| (kind(college.is_of_residents), college.seats)).collect();
    let mut calls: Vec<Link> = Vec::new();
    for seat in members.iter().filter(|one| one.state == MemberState::Left).filter_map(|one| one.seat) {
        if let Some(path) = councils::facade::calls_path(tx, seat).await?
            && calls.iter().all(|known| known.href != path)
        {
            let number = calls.len() + 1;
            calls.push(Link::new(
                format!("Pourvoir les sièges laissés, liste complémentaire du tirage ({number})"),
                path,
            ));
        }
    }
    if let [only] = calls.as_mut_slice() {
        only.label = "Pourvoir les sièges laissés avec la liste complémentaire du tirage".into();
    }
    Ok(Around { seats, calls })
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.read().await?;
    let assembly = actions::assembly::led(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let members = store::member::of_assembly(&mut tx, assembly.id).await?;
    let around = around(&mut tx, &assembly, &members).await?;
    let frame = visit.back_office("Membres et mandats");
    answer::page(&MembersPage::new(frame, &assembly, &members, around, &house.settings.zone))
}

pub async fn take(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    actions::member::take_from_draw(&mut tx, around, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&members_path(id.uuid()), "enregistre")
}
