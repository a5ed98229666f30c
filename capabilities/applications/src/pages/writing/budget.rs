//! The budget of a project, or of the organisation, for one year.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use budget::{Account, Chart};
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Form, Frame, Html, TableOptions};
use kernel::{Cents, Filled, french};
use web::{Answer, Fault, Fields, House, Reading, Visit, answer};

use super::budget_words::{self, Words};
use super::{Desk, Help, Overtaken, id_of, part_of, part_text, path};
use crate::actions::writing::answering::Kept;
use crate::actions::writing::budgeting::{self, Which};
use crate::rules::CallFunder;
use crate::rules::writing::{Amount, Asking, BudgetForm, budget_key, chart, engine_lines, findings, side_code};
use crate::store;

/// A line of the form.
pub(super) struct LineShown {
    pub name: String,
    pub label: String,
    pub label_name: String,
    pub amount_label: String,
}

/// A post of the form.
pub(super) struct PostShown {
    /// The side it begins: « Charges », « Produits ».
    pub side: &'static str,
    /// The side its amounts are counted on.
    pub counted: &'static str,
    pub code: String,
    pub label: String,
    pub rows: Vec<LineShown>,
}

#[derive(Template)]
#[template(path = "pages/writing/budget.html")]
pub(super) struct BudgetPage {
    pub frame: Frame,
    pub form: Form,
    pub year: i64,
    pub revision: i64,
    pub saved: String,
    pub overtaken: Option<Overtaken>,
    pub totals: Html,
    pub sentence: Option<String>,
    pub findings: Vec<String>,
    pub posts: Vec<PostShown>,
    pub words: Words,
    pub here: String,
    pub help: Help,
}

/// How many lines an account has: two where several of a kind may pay.
fn line_count(account: &Account) -> usize {
    match account.code {
        "74com" | "74x" | "74aidespriv" => 2,
        _ => 1,
    }
}

fn field(account: &str, rank: usize) -> String {
    if rank == 1 { format!("c-{account}") } else { format!("c-{account}-{rank}") }
}

fn label_field(account: &str, rank: usize) -> String {
    field(account, rank).replacen("c-", "q-", 1)
}

/// The posts of the form; what is asked of the funders of the call stands in post 74, one line each.
pub(super) fn posts(chart: &Chart, funders: &[CallFunder]) -> Vec<PostShown> {
    let row = |account: &Account, rank: usize| LineShown {
        name: field(account.code, rank),
        label: account.label.to_owned(),
        label_name: if account.is_by_funder { label_field(account.code, rank) } else { String::new() },
        amount_label: "Montant".to_owned(),
    };
    let asked = |funder: &CallFunder| LineShown {
        name: format!("f-{}", funder.id),
        label: format!(
            "Demandé à {}{}",
            funder.name,
            match funder.programme.as_str() {
                "" => String::new(),
                programme => format!(" ({programme})"),
            }
        ),
        label_name: String::new(),
        amount_label: String::new(),
    };
    let post = |post: &budget::Post| {
        let mut rows: Vec<LineShown> = Vec::new();
        if post.code == "74" {
            rows.extend(funders.iter().map(asked));
        }
        rows.extend(post.accounts.iter().flat_map(|account| (1..=line_count(account)).map(|rank| row(account, rank))));
        let is_numbered = post.code.chars().all(|c| c.is_ascii_digit());
        PostShown {
            side: "",
            counted: side_code(post.side),
            code: if is_numbered { format!("{} ", post.code) } else { String::new() },
            label: post.label.to_owned(),
            rows,
        }
    };
    let mut shown: Vec<PostShown> = chart.posts().iter().map(post).collect();
    let is_product = |post: &budget::Post| !post.side.is_charge();
    for (rank, side) in [(Some(0), "Charges"), (chart.posts().iter().position(is_product), "Produits")] {
        if let Some(post) = rank.and_then(|rank| shown.get_mut(rank)) {
            post.side = side;
        }
    }
    shown
}

/// What was typed.
fn read(fields: &Fields, chart: &Chart, funders: &[CallFunder]) -> Filled<BudgetForm> {
    let mut typed = Reading::of(fields);
    let mut amount = |name: &str| {
        let text = fields.text(name);
        if text.is_empty() {
            return Cents(0);
        }
        Cents::read_positive(text).unwrap_or_else(|wrong| {
            typed.tell(name, wrong.to_string());
            Cents(0)
        })
    };
    let mut budget = BudgetForm::default();
    for account in chart.posts().iter().flat_map(|post| post.accounts) {
        for rank in 1..=line_count(account) {
            let label = match account.is_by_funder {
                true => kernel::text::shorten(fields.text(&label_field(account.code, rank)), 200),
                false => String::new(),
            };
            budget.lines.push(Amount {
                account: account.code.to_owned(),
                label,
                amount: amount(&field(account.code, rank)),
            });
        }
    }
    for funder in funders {
        budget.asked.push(Asking { funder: funder.id, amount: amount(&format!("f-{}", funder.id)) });
    }
    typed.filled(budget)
}

/// The form of a budget kept.
pub(super) fn filled(budget: &BudgetForm) -> Form {
    let mut form = Form::empty();
    let mut ranks: Vec<(&str, usize)> = Vec::new();
    for line in &budget.lines {
        let rank = match ranks.iter_mut().find(|(account, _)| *account == line.account) {
            Some((_, rank)) => {
                *rank += 1;
                *rank
            }
            None => {
                ranks.push((&line.account, 1));
                1
            }
        };
        form.add(field(&line.account, rank), line.amount.typed());
        form.add(label_field(&line.account, rank), line.label.as_str());
    }
    for one in &budget.asked {
        form.add(format!("f-{}", one.funder), one.amount.typed());
    }
    form
}

/// Totals on both sides, with and without what is given in kind.
fn totals_table(chart: &Chart, budget: &BudgetForm, funders: &[CallFunder], year: i64) -> Table {
    let totals = budget::totals(chart, &engine_lines(budget, funders));
    let money = |cents: i64| Cell::Euros(cents);
    let mut table = Table::new(
        "totaux",
        format!("Totaux du budget {year}"),
        vec![
            Column::new("total", "Total", Kind::Text).row_header(),
            Column::new("charges", "Charges", Kind::Euros),
            Column::new("produits", "Produits", Kind::Euros),
        ],
    );
    table.rows = vec![
        vec![Cell::text("En argent"), money(totals.charges), money(totals.products)],
        vec![Cell::text("En nature (86 et 87)"), money(totals.voluntary_charges), money(totals.voluntary_products)],
        vec![Cell::text("Ensemble"), money(totals.charges_in_all()), money(totals.products_in_all())],
    ];
    table
}

type Address = Path<(String, String, String)>;

struct Opened {
    desk: Desk,
    which: Which,
    chart: Chart,
    funders: Vec<CallFunder>,
    title: String,
}

impl Opened {
    async fn open(tx: &mut Tx, visit: &Visit, (id, part, year): &(String, String, String)) -> Result<Self, Fault> {
        let id = id_of(id)?;
        let year: i64 = year.parse().map_err(|_| Fault::not_found())?;
        let desk = Desk::open(tx, visit, id).await?;
        let project = part_of(part)?;
        let application = &desk.found.application;
        let is_ours = (application.first_year..application.first_year + application.years).contains(&year);
        if !is_ours || (project.is_none() && year != application.first_year) {
            return Err(Fault::not_found());
        }
        let (title, funders) = match project {
            Some(project) => {
                let known = store::project::by_id(tx, project).await?.filter(|project| project.application == id);
                let known = known.ok_or_else(Fault::not_found)?;
                let title = if known.title.is_empty() { format!("Action {}", known.position) } else { known.title };
                (title, store::call::funders(tx, desk.call.id).await?)
            }
            None => (desk.carrier.clone(), Vec::new()),
        };
        let chart = chart(&desk.terms.chart);
        Ok(Self { which: Which { application: id, project, year }, desk, chart, funders, title })
    }

    fn page(&self, visit: &Visit, form: Form, (budget, revision): (&BudgetForm, i64)) -> BudgetPage {
        let words = if self.which.project.is_some() { "Budget de l’action" } else { "Budget de l’association" };
        let frame = self.desk.frame(visit, &format!("{words}, {}", self.which.year));
        let lines = engine_lines(budget, &self.funders);
        let asked: i64 = budget.asked.iter().map(|one| one.amount.0).sum();
        let euros = |cents: i64| french::euros(Cents(cents));
        let products = budget::totals(&self.chart, &lines).products;
        BudgetPage {
            frame: frame.with_caption(self.title.as_str()).with_form(&form),
            form,
            year: self.which.year,
            revision,
            saved: String::new(),
            overtaken: None,
            totals: interface::table(
                &totals_table(&self.chart, budget, &self.funders, self.which.year),
                &TableOptions::default(),
            ),
            sentence: budget::sentence(asked, products, euros).filter(|_| asked > 0),
            findings: match lines.is_empty() {
                true => Vec::new(),
                false => {
                    let found = findings(&self.chart, budget, &self.funders);
                    found.into_iter().map(|(sentence, _)| sentence).collect()
                }
            },
            posts: posts(&self.chart, &self.funders),
            words: budget_words::words(),
            here: format!(
                "{}/budget/{}/{}",
                path(self.which.application),
                part_text(self.which.project),
                self.which.year
            ),
            help: self.desk.help(),
        }
    }
}

/// `/dossiers/{id}/budget/{part}/{year}`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(at): Address) -> Answer {
    let mut tx = house.read().await?;
    let opened = Opened::open(&mut tx, &visit, &at).await?;
    budgeting::opened(&mut tx, &visit.actor, opened.which).await?;
    let budget = budgeting::kept(&mut tx, opened.which).await?;
    let known =
        store::answer::of_key(&mut tx, opened.desk.id(), opened.which.project, &budget_key(opened.which.year)).await?;
    let mut page = opened.page(&visit, filled(&budget), (&budget, known.as_ref().map_or(0, |one| one.revision)));
    page.saved = known.map_or_else(String::new, |one| {
        format!(
            "{}, par {}.",
            french::saved_at(one.saved_at, house.outside.now(), &opened.desk.zone),
            one.saved_by_name
        )
    });
    answer::page(&page)
}

/// Saves a budget, balanced or not.
pub async fn save(State(house): State<Arc<House>>, visit: Visit, Path(at): Address, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let opened = Opened::open(&mut tx, &visit, &at).await?;
    let typed = read(&fields, &opened.chart, &opened.funders);
    let shown = typed.value.clone();
    let revision = fields.revision().max(0);
    let outcome = budgeting::save(&mut tx, &house.outside, &visit.actor, opened.which, (typed, revision)).await;
    match outcome {
        Ok(Kept::Saved(_)) => {
            tx.commit().await?;
            match fields.text("suite") {
                "dossier" => answer::done(&opened.desk.back(), "enregistre"),
                _ => answer::done(&opened.page(&visit, Form::empty(), (&shown, 0)).here, "enregistre"),
            }
        }
        Ok(Kept::Overtaken(other)) => {
            drop(tx);
            let mut page = opened.page(&visit, fields.form(), (&shown, other.revision));
            page.overtaken = Some(Overtaken::by(&other, house.outside.now(), &opened.desk.zone));
            answer::page_with(StatusCode::CONFLICT, &page)
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&opened.page(&visit, form, (&shown, revision)))
        }
    }
}
