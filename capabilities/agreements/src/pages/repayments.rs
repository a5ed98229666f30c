//! `/gestion/reversements` and `/gestion/conventions/{id}/reversements`: what is asked back, what came back.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link, Pagination};
use kernel::{Failure, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{HOME, above_of, amount, choices, contract_of, euros, id_of, path, typed, with_contract};
use crate::actions::repaying::{self, Order};
use crate::actions::{desk, paying};
use crate::rules::{Agreement, Repayment, told_ledger};
use crate::{acts, store};

/// Where repayments are followed.
pub(super) const REPAYMENTS: &str = "/gestion/reversements";

/// Days given to repay, unless somebody says otherwise.
const DAYS: i64 = 30;

#[derive(Template)]
#[template(path = "pages/repayments.html")]
pub(super) struct RepaymentsPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub ledger: String,
    pub settled: Vec<String>,
    pub left: String,
    pub orders: Vec<OrderShown>,
    pub open: Vec<Choice>,
    pub may_ask: bool,
}

/// Something asked back.
pub(super) struct OrderShown {
    pub title: String,
    pub href: String,
    pub told: String,
}

#[derive(Template)]
#[template(path = "pages/repayment_list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub sentence: String,
    pub rows: Vec<OrderShown>,
    pub pages: Pagination,
}

/// Lines of a page.
const ON_A_PAGE: u32 = 50;

fn home(id: Uuid) -> String {
    format!("{}/reversements", path(id))
}

fn order_shown(house: &House, one: &Repayment, base: &str) -> OrderShown {
    let today = house.outside.now().day(&house.settings.zone);
    OrderShown {
        title: french::spaced(&format!("{}, {}", one.number, euros(one.cents))),
        href: format!("{base}/{}", one.id),
        told: french::spaced(&one.told(today)),
    }
}

async fn drawn(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    id: Uuid,
    form: Option<Form>,
) -> Result<RepaymentsPage, Fault> {
    let whole = desk::agreement(tx, &visit.actor, &acts::READ, id).await?;
    let payments = store::payment::of_agreement(tx, id).await?;
    let ledger = paying::standing(tx, &whole, &payments).await?;
    let left = repaying::left_to_ask(tx, id).await?;
    let orders = store::repayment::of_agreement(tx, id).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let until = today.saturating_add(jiff::Span::new().days(DAYS));
    let first = |(_, cents, told): &(Uuid, i64, String)| {
        Form::filled([("montant", typed(*cents)), ("raison", told.clone())]).with_date("echeance", Some(until))
    };
    let form = form.unwrap_or_else(|| left.as_ref().map(first).unwrap_or_default());
    let (contract, payer) = (whole.agreement.contract, whole.agreement.organisation());
    let frame =
        visit.back_office("Reversements").with_form(&form).with_caption(french::spaced(&whole.carrier.card.name));
    Ok(RepaymentsPage {
        frame: frame.with_breadcrumb(above_of(id, &whole.agreement.number)),
        form,
        path: home(id),
        ledger: french::spaced(&told_ledger(&ledger, &payments)),
        settled: left.iter().flat_map(|(_, _, told)| told.lines()).map(french::spaced).collect(),
        left: match &left {
            Some((_, cents, _)) => french::spaced(&format!("Il reste {} à demander en retour.", euros(*cents))),
            None => String::new(),
        },
        orders: orders.iter().map(|one| order_shown(house, one, &home(id))).collect(),
        open: choices(
            orders
                .iter()
                .filter(|one| one.left() > 0)
                .map(|one| (one.id, french::spaced(&format!("{}, il reste {}", one.number, euros(one.left()))))),
        ),
        may_ask: desk::verdict(&visit.actor, &acts::RECOVER, contract, payer).is_allowed(),
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Agreement>) -> Answer {
    answer::page(&drawn(&mut house.read().await?, &house, &visit, id.uuid(), None).await?)
}

pub async fn ask(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Agreement>,
    fields: Fields,
) -> Answer {
    let mut reading = Reading::of(&fields);
    let cents = amount(&mut reading, "montant");
    let cents = reading.needed("montant", cents, "Saisissez le montant demandé en retour").unwrap_or_default();
    let due_on = reading.needed_day("echeance", "la date limite");
    let order = Order { cents, reason: reading.text("raison").replace("\r\n", "\n"), due_on };
    let typed = reading.filled(order);
    let around = (&house.outside, &house.settings.zone, house.settings.site.town.as_str());
    match repaying::order(&house.db, around, &visit.actor, id.uuid(), typed).await {
        Ok(_) => answer::done(&home(id.uuid()), "ajoute"),
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&drawn(&mut house.read().await?, &house, &visit, id.uuid(), Some(form)).await?)
        }
    }
}

pub async fn receive(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Agreement>,
    fields: Fields,
) -> Answer {
    let mut reading = Reading::of(&fields);
    let cents = amount(&mut reading, "recu");
    let cents = reading.needed("recu", cents, "Saisissez le montant reversé").unwrap_or_default();
    let on = reading.needed_day("recu-le", "le jour du reversement");
    let typed = reading.filled((cents, on));
    let mut tx = house.write().await?;
    let outcome = match fields.text("ordre").parse() {
        Ok(order) => {
            let around = (&house.outside, &house.settings.zone);
            repaying::receive(&mut tx, around, &visit.actor, order, typed).await
        }
        Err(_) => Err(Failure::field("ordre", "Choisissez l’ordre de reversement")),
    };
    let again = async |form| drawn(&mut house.read().await?, &house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (|()| home(id.uuid()), "enregistre"), &fields, again).await
}

async fn taken(house: &House, visit: &Visit, (id, order): (String, String), is_own: bool) -> Answer {
    let mut tx = house.read().await?;
    let (name, content) = repaying::letter(&mut tx, &visit.actor, (id_of(&id)?, id_of(&order)?), is_own).await?;
    answer::download(&name, "application/pdf", content)
}

pub async fn letter(State(house): State<Arc<House>>, visit: Visit, Path(at): Path<(String, String)>) -> Answer {
    taken(&house, &visit, at, false).await
}

pub async fn own_letter(State(house): State<Arc<House>>, visit: Visit, Path(at): Path<(String, String)>) -> Answer {
    taken(&house, &visit, at, true).await
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, wished: Asked) -> Answer {
    let mut tx = house.read().await?;
    let found = contract_of(&mut tx, &visit, wished.text("contrat"), &acts::READ).await?;
    let Some((contract, _)) = found else { return Err(Fault::not_found()) };
    let all = repaying::readable(&mut tx, &visit.actor, contract.id).await?;
    let sum = |of: &dyn Fn(&Repayment) -> i64| all.iter().map(|(_, one)| of(one)).sum::<i64>();
    let (asked, repaid) = (sum(&|one| one.cents), sum(&Repayment::repaid));
    let today = house.outside.now().day(&house.settings.zone);
    let mut rows: Vec<&(Agreement, Repayment)> = all.iter().collect();
    // What is still awaited first, the first due first.
    rows.sort_by_key(|(_, one)| (one.left() == 0, one.due_on));
    let number = wished.text("page").parse().unwrap_or(1);
    let pages = Pagination::new(number, rows.len() as u64, ON_A_PAGE, with_contract(REPAYMENTS, &contract.code));
    let from = (pages.page.saturating_sub(1) * ON_A_PAGE) as usize;
    let rows: Vec<&(Agreement, Repayment)> = rows.into_iter().skip(from).take(ON_A_PAGE as usize).collect();
    let shown: Vec<Uuid> = rows.iter().map(|(agreement, _)| agreement.carrier).collect();
    let carriers = accounts::facade::organisation_names(&mut tx, &shown).await?;
    let row = |(agreement, one): &(Agreement, Repayment)| {
        let carrier = carriers.get(&agreement.carrier).map(String::as_str).unwrap_or_default();
        OrderShown {
            title: french::spaced(&format!(
                "{}, {}, {carrier}, convention {}",
                one.number,
                euros(one.cents),
                agreement.number
            )),
            href: home(agreement.id),
            told: french::spaced(&one.told(today)),
        }
    };
    let told = format!(
        "Demandé en retour : {}. Reversé : {}. Reste : {}.",
        euros(asked),
        euros(repaid),
        euros(asked - repaid)
    );
    let frame = visit.back_office("Reversements").with_caption(&*contract.title);
    answer::page(&ListPage {
        frame: frame.with_breadcrumb(vec![Link::new("Conventions", with_contract(HOME, &contract.code))]),
        sentence: french::spaced(&told),
        rows: rows.into_iter().map(row).collect(),
        pages,
    })
}
