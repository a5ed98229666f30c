//! `/gestion/actions`: the plan inside, a page at a time, with what is late and the means to change several sheets.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link, Pagination, Tag};
use kernel::{Scope, french};
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::asked::{Narrowing, page_number};
use super::crossings::Crossing;
use super::open_list::{FilterChoices, ON_A_PAGE, area_names};
use super::{current, may_edit, mine, sheet_path, status_tag, today};
use crate::actions::reach;
use crate::acts;
use crate::rules::Status;
use crate::store::board::{self, Line};

#[derive(Template)]
#[template(path = "pages/board.html")]
pub(super) struct BoardPage {
    pub frame: Frame,
    pub form: Form,
    pub choices: FilterChoices,
    pub contract: String,
    pub sentence: String,
    pub clear: String,
    pub lines: Vec<BoardLine>,
    pub pages: Pagination,
    pub by_objective: Option<Crossing>,
    pub late: Vec<Late>,
    /// Where everything that is late is read, when it is more.
    pub all_late: Option<Link>,
    pub links: Vec<Link>,
    pub query: String,
    /// Whether new sheets may be opened: for whoever follows the whole contract.
    pub may_open: bool,
    /// Whether some of the sheets may be changed.
    pub may_edit: bool,
}

/// A sheet in the list.
pub(super) struct BoardLine {
    pub id: String,
    pub name: String,
    pub href: String,
    pub objective: String,
    pub areas: String,
    pub lead: String,
    pub status: Tag,
    pub since: String,
    pub is_draft: bool,
    /// Whether it may be changed with others.
    pub may_edit: bool,
}

/// Something that should have been done.
pub(super) struct Late {
    pub what: String,
    pub who: String,
    pub since: String,
    pub href: String,
}

/// Loads the board of the contract asked for; none when there is no contract to act on.
pub(super) async fn load(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    (asked, form): (&Asked, Form),
) -> Result<Option<BoardPage>, Fault> {
    let (contracts, contract) = current(tx, visit, asked.text("contrat"), &acts::READ).await?;
    let Some(contract) = contract else { return Ok(None) };
    let mut narrowing = Narrowing::read(tx, std::slice::from_ref(&contract), asked).await?;
    let mine = mine(visit, &contract);
    narrowing.filters.contract = mine.contract;
    narrowing.filters.within.clone_from(&mine.within);
    let filters = &narrowing.filters;
    let count = board::count(tx, false, filters).await?;
    let code = answer::encode(&contract.code);
    let query = if narrowing.query.is_empty() { format!("contrat={code}") } else { narrowing.query.clone() };
    let base = format!("/gestion/actions?{query}");
    let pages = Pagination::new(page_number(asked), u64::try_from(count).unwrap_or(0), ON_A_PAGE as u32, base);
    let range = (ON_A_PAGE, i64::from(pages.page - 1) * ON_A_PAGE);
    let found = board::lines(tx, false, filters, range).await?;
    let placed = board::areas(tx, false, filters, range).await?;
    let names = area_names(tx).await?;
    let writes = reach(&visit.actor, &acts::EDIT, &contract);
    let line = |line: &Line| {
        let own: Vec<kernel::Uuid> =
            placed.iter().filter(|(sheet, _)| *sheet == line.id).map(|(_, area)| *area).collect();
        let areas: Vec<&str> = own.iter().filter_map(|area| names.get(area)).map(|(name, _)| name.as_str()).collect();
        BoardLine {
            id: line.id.to_string(),
            name: format!("{} {}", line.code, line.title),
            href: sheet_path(line.id),
            objective: narrowing.node(line.objective).map(|node| node.title.clone()).unwrap_or_default(),
            areas: areas.join(", "),
            lead: line.lead.clone(),
            status: status_tag(line.state.status),
            since: french::date(line.state.since),
            is_draft: !line.is_published,
            may_edit: writes.covers(&own),
        }
    };
    let lines = found.iter().map(line).collect();
    let counts = board::by_objective(tx, false, filters, narrowing.is_broad()).await?;
    let place = ("/gestion/actions", &*query, asked);
    let by_objective = (count > 0).then(|| Crossing::of_objectives(&narrowing, &counts, place));
    let (late, all_late) = late(tx, &narrowing, (&query, today(house))).await?;
    let choices = FilterChoices::load(tx, &contracts, &narrowing).await?;
    let at = |words: &str, path: &str| Link::new(words, format!("/gestion/actions/{path}?contrat={code}"));
    let mut links = vec![
        Link::new("Par état", format!("/gestion/actions/etats?{query}")),
        Link::new("Frise", format!("/gestion/actions/frise?{query}")),
        Link::new("Échéances", format!("/gestion/actions/echeances?{query}")),
    ];
    if mine.within.is_none() {
        links.push(at("Pistes à qualifier", "pistes"));
    }
    if visit.actor.may(&acts::PUBLISH, &Scope::contract(contract.id)).is_allowed() {
        links.push(at("Validation des fiches", "validation"));
    }
    let may_open = may_edit(visit, contract.id);
    if may_open {
        links.push(at("Importer un plan", "import"));
    }
    links.extend([
        Link::new("Exporter (XLSX)", format!("/gestion/actions/export?contrat={code}&format=xlsx")),
        Link::new("Exporter (CSV)", format!("/gestion/actions/export?contrat={code}&format=csv")),
    ]);
    let many = french::count(count, "fiche", "fiches");
    let sentence = match narrowing.told.is_empty() {
        true => format!("{many}, {}.", contract.title),
        false => format!("{many} : {}.", narrowing.told.join(", ")),
    };
    let form = match form.field("contrat") {
        Some(_) => form,
        None => form.with("contrat", contract.code.clone()),
    };
    let frame = visit.back_office("Plan d’actions").with_form(&form);
    let page = BoardPage {
        frame,
        form,
        choices,
        contract: contract.code.clone(),
        sentence: french::spaced(&sentence),
        clear: if narrowing.told.is_empty() { String::new() } else { format!("/gestion/actions?contrat={code}") },
        lines,
        pages,
        by_objective,
        late,
        all_late,
        links,
        query,
        may_open,
        may_edit: !writes.is_nothing(),
    };
    Ok(Some(page))
}

/// What is late, told on the board; the calendar has the rest.
const LATE: i64 = 15;

/// What should have been done, and who holds it; and where all of it is read, when the board does not tell it all.
async fn late(
    tx: &mut Tx,
    narrowing: &Narrowing,
    (query, today): (&str, jiff::civil::Date),
) -> Result<(Vec<Late>, Option<Link>), Fault> {
    let until = today.yesterday().unwrap_or(today);
    let lines = board::due(tx, &narrowing.filters, until, (LATE, 0)).await?;
    let late = lines.into_iter().map(|line| Late {
        what: match line.what.as_str() {
            "start" => format!("{} {} : devait avoir commencé", line.code, line.sheet_title),
            "end" => format!("{} {} : devait être finie", line.code, line.sheet_title),
            _ => format!("{} ({})", line.title, line.code),
        },
        who: line.owner,
        since: french::iso_date(&line.due_on),
        href: sheet_path(line.sheet),
    });
    let late: Vec<Late> = late.collect();
    let count = board::count_due(tx, &narrowing.filters, until).await?;
    let rest = (count > LATE).then(|| {
        let many = french::integer(count);
        Link::new(
            format!("Tout ce qui est en retard ({many})"),
            format!("/gestion/actions/echeances?{query}&retard=oui"),
        )
    });
    Ok((late, rest))
}

#[derive(Template)]
#[template(path = "pages/no_contract.html")]
pub(super) struct NoContractPage {
    pub frame: Frame,
}

/// What is shown when nobody opened a contract yet.
pub(super) fn no_contract(visit: &Visit) -> Answer {
    answer::page(&NoContractPage { frame: visit.back_office("Plan d’actions") })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    match load(&mut tx, &house, &visit, (&asked, asked.form())).await? {
        Some(page) => answer::page(&page),
        None => no_contract(&visit),
    }
}

/// The state tags of a choice list, for the form that changes several sheets.
pub(super) fn kept_choices() -> Vec<Choice> {
    super::choices(Status::ALL.iter().map(|one| (one.code(), one.french())))
}

impl BoardPage {
    #[expect(clippy::unused_self, reason = "called by the template")]
    fn statuses(&self) -> Vec<Choice> {
        kept_choices()
    }

    /// Lenses by what a sheet keeps of them.
    fn lenses(&self) -> &[Choice] {
        &self.choices.lenses
    }
}
