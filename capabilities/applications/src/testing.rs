//! Tests of whoever stands on this slice: a call published with four funders, an application with two projects, and
//! people whose functions are limited as they are in a town.

use std::sync::Arc;

use accounts::{OrganisationKind, OrganisationTerms};
use database::{Db, Migration, Tx};
use jiff::civil::Date;
use kernel::{Actor, Breakdown, Cents, Function, Grant, Moment, Outside, Person, Scope, Uuid};
use strategy::actions::{ContractTerms, LevelNames, NewLevel, NodeText};
use web::house::Boxed;
use web::{Gatekeeper, House};

use crate::rules::{
    Answer, Application, ApplicationState, Attachment, Call, CallFunder, CallState, CallStep, CallTerms, CallVersion,
    Criterion, EventKind, Funding, FundingState, Nature, Part, Project, ProjectKind, ProjectState, Question,
    QuestionKind, Section, Side, Stage, StepKind,
};
use crate::store;

/// Who arranges.
pub const ACTOR: Actor = Actor::Platform("essai");

/// Every table the slice stands on, its own, then those of `more`.
pub fn migrations(more: &[&[Migration]]) -> Vec<Migration> {
    let under = [
        journal::MIGRATIONS,
        jobs::MIGRATIONS,
        files::MIGRATIONS,
        database::search::MIGRATIONS,
        accounts::MIGRATIONS,
        territory::MIGRATIONS,
        strategy::MIGRATIONS,
        directory::MIGRATIONS,
        crate::MIGRATIONS,
    ];
    [under.as_slice(), more].concat().concat()
}

/// What tests start from.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The contract.
    pub contract: Uuid,
    /// Its neighbourhoods: La Conte, Grazailles.
    pub areas: Vec<Uuid>,
    /// Its objectives, two of them.
    pub nodes: Vec<Uuid>,
    /// The call, published, open from 1 March to 30 April 2026.
    pub call: Uuid,
    /// Its address.
    pub address: &'static str,
    /// Its version.
    pub version: Uuid,
    /// Its funders: State, department, intercommunality, family allowance fund.
    pub funders: [Uuid; 4],
    /// Their organisations.
    pub funder_organisations: [Uuid; 4],
    /// The association that applies, and another one.
    pub carriers: [Uuid; 2],
    /// Its application, filed on 15 March under the number 2026-0001.
    pub application: Uuid,
    /// Its two projects; each asks the State and the department, the second one the intercommunality too.
    pub projects: [Uuid; 2],
    /// What they ask.
    pub fundings: Vec<Uuid>,
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

async fn contract(tx: &mut Tx, outside: &Outside, areas: &[Uuid]) -> (Uuid, Vec<Uuid>) {
    use strategy::actions as act;
    let terms = ContractTerms {
        title: "Contrat d’essai".into(),
        starts_on: day("2024-03-31"),
        ends_on: day("2030-03-30"),
        review_year: None,
        review_on: None,
        holder: String::new(),
        zoning_generation: None,
        status: act::Status::Proposed,
        source: String::new(),
        note: String::new(),
    };
    let contract = act::create_contract(tx, outside, &ACTOR, "essai", terms, areas).await.expect("a contract");
    let names = LevelNames { singular: "Objectif".into(), plural: "Objectifs".into() };
    let level = NewLevel { depth: 1, names, is_transversal: false };
    let level = act::add_level(tx, outside, &ACTOR, contract, level).await.expect("a level");
    let mut nodes = Vec::new();
    for (code, title) in [("O1", "Grandir en bonne santé"), ("O2", "Des quartiers apaisés")] {
        let text = NodeText { code: code.into(), title: title.into(), summary: String::new(), note: String::new() };
        nodes.push(act::add_node(tx, outside, &ACTOR, contract, None, (level, text)).await.expect("a node"));
    }
    (contract, nodes)
}

async fn organisation(tx: &mut Tx, outside: &Outside, name: &str, kind: OrganisationKind) -> Uuid {
    let terms = OrganisationTerms { name: name.into(), kind, siret: None };
    accounts::actions::create_organisation(tx, outside, &ACTOR, terms).await.expect("an organisation")
}

fn question(key: &str, label: &str, kind: QuestionKind, most: i64) -> Question {
    Question {
        key: key.into(),
        label: label.into(),
        hint: String::new(),
        kind,
        choices: Vec::new(),
        is_required: true,
        most,
    }
}

/// The terms of the call arranged: two sections, two documents, three criteria.
pub fn terms(priorities: Vec<Uuid>) -> CallTerms {
    let section =
        |key: &str, title: &str, part, questions| Section { key: key.into(), title: title.into(), part, questions };
    let attachment = |key: &str, label: &str, part| Attachment {
        key: key.into(),
        label: label.into(),
        hint: String::new(),
        part,
        is_required: true,
    };
    let criterion = |key: &str, label: &str, weight| Criterion {
        key: key.into(),
        label: label.into(),
        hint: String::new(),
        weight,
    };
    CallTerms {
        sections: vec![
            section(
                "demande",
                "Votre demande",
                Part::Application,
                vec![question("objet", "Que demandez-vous ?", QuestionKind::Text, 1000)],
            ),
            section(
                "action",
                "Votre action",
                Part::Project,
                vec![
                    question("objectifs", "Quels sont les objectifs de l’action ?", QuestionKind::Text, 2000),
                    question("description", "Décrivez l’action", QuestionKind::Text, 4000),
                ],
            ),
        ],
        attachments: vec![
            attachment("rib", "Relevé d’identité bancaire", Part::Application),
            attachment("devis", "Devis", Part::Project),
        ],
        chart: "2018".into(),
        kinds: vec!["association".into()],
        areas: Vec::new(),
        priorities,
        years: 3,
        criteria: vec![
            criterion("priorites", "Répond aux priorités de l’appel", 40),
            criterion("public", "Touche les habitants des quartiers", 40),
            criterion("budget", "Budget sincère", 20),
        ],
        indicators: Vec::new(),
    }
}

async fn call(tx: &mut Tx, outside: &Outside, contract: Uuid, nodes: &[Uuid]) -> (Uuid, Uuid) {
    let now = outside.now();
    let one = Call {
        id: outside.uuid(),
        contract,
        address: ADDRESS.into(),
        title: "Appel à projets 2026 du contrat de ville".into(),
        year: 2026,
        summary: "Pour les actions de l’année 2026 dans les quartiers.".into(),
        framework: "Les actions répondent aux objectifs du contrat.".into(),
        zone: deadlines::Zone::Mainland,
        opens_at: Some(OPENS),
        closes_at: Some(CLOSES),
        state: CallState::Published,
        version: 1,
        phone: "04 68 00 00 00".into(),
        email: "appel@example.org".into(),
        silence_months: 2,
        withdrawn_reason: String::new(),
        copied_from: None,
        terms: terms(nodes.to_vec()),
        changed_at: now,
        revision: 1,
    };
    store::call::insert(tx, &one).await.expect("a call");
    store::call::set_places(tx, outside, one.id, &one.terms).await.expect("places");
    let steps = [
        (StepKind::Completeness, "2026-05-22"),
        (StepKind::Assessment, "2026-06-05"),
        (StepKind::Committee, "2026-06-16"),
        (StepKind::Deliberation, "2026-06-30"),
        (StepKind::Notification, "2026-07-10"),
    ];
    let steps = steps.map(|(kind, on)| CallStep { id: outside.uuid(), kind, due_on: day(on), is_computed: true });
    store::call::set_steps(tx, one.id, &steps).await.expect("steps");
    let version = CallVersion {
        id: outside.uuid(),
        call: one.id,
        number: 1,
        published_at: now,
        note: String::new(),
        terms: one.terms,
    };
    store::call::insert_version(tx, &version, None).await.expect("a version");
    (one.id, version.id)
}

const ADDRESS: &str = "contrat-de-ville-2026";
/// 1 March 2026, 9:00 in Paris.
const OPENS: Moment = Moment(1_772_352_000_000);
/// 30 April 2026, 23:59 in Paris.
const CLOSES: Moment = Moment(1_777_586_340_000);

/// A contract with two neighbourhoods and two objectives, a call published with four funders, an application with two
/// projects that an association filed.
///
/// # Panics
/// Something is refused.
pub async fn arranged(tx: &mut Tx, outside: &Outside) -> Ground {
    let areas = territory::testing::neighbourhoods(tx, outside, &["La Conte", "Grazailles"]).await;
    let (contract, nodes) = contract(tx, outside, &areas).await;
    let (call, version) = call(tx, outside, contract, &nodes).await;
    let (mut funders, mut organisations) = ([Uuid::nil(); 4], [Uuid::nil(); 4]);
    let known = [
        ("Préfecture de l’Aude", OrganisationKind::State, "Politique de la ville, programme 147", Some(800)),
        ("Département d’essai", OrganisationKind::Department, "Insertion et jeunesse", Some(500)),
        ("Agglomération d’essai", OrganisationKind::Intercommunality, "Contrat de ville", None),
        ("Caisse d’allocations familiales d’essai", OrganisationKind::Other, "Fonds publics et territoires", None),
    ];
    for (rank, (name, kind, programme, ceiling_permille)) in known.into_iter().enumerate() {
        organisations[rank] = organisation(tx, outside, name, kind).await;
        funders[rank] = outside.uuid();
        let one = CallFunder {
            id: funders[rank],
            call,
            organisation: Some(organisations[rank]),
            name: name.into(),
            programme: programme.into(),
            looks_at: "Le lien avec les quartiers".into(),
            ceiling_permille,
            floor: Some(Cents(100_000)),
            position: rank as i64 + 1,
        };
        store::call::insert_funder(tx, &one).await.expect("a funder");
    }
    let first = organisation(tx, outside, "Les Ateliers du Viaduc", OrganisationKind::Association).await;
    let second = organisation(tx, outside, "Le Fil Rouge", OrganisationKind::Association).await;
    let carriers = [first, second];
    let application = application(tx, outside, (call, version), first).await;
    let (mut projects, mut fundings) = ([Uuid::nil(); 2], Vec::new());
    for (rank, title) in ["Cuisines du monde", "Jardins au pied des tours"].into_iter().enumerate() {
        let place = (areas[rank], nodes[rank]);
        let id = project(tx, outside, application, (rank as i64 + 1, title), place).await;
        projects[rank] = id;
        for funder in &funders[..2 + rank] {
            fundings.push(funding(tx, outside, id, *funder).await);
        }
    }
    Ground {
        contract,
        areas,
        nodes,
        call,
        address: ADDRESS,
        version,
        funders,
        funder_organisations: organisations,
        carriers,
        application,
        projects,
        fundings,
    }
}

/// An application filed for this organisation, without projects.
///
/// # Panics
/// The database failed.
pub async fn application(tx: &mut Tx, outside: &Outside, (call, version): (Uuid, Uuid), organisation: Uuid) -> Uuid {
    let now = outside.now();
    let (number, _) = store::application::next_number(tx, outside, 2026).await.expect("a number");
    let one = Application {
        id: outside.uuid(),
        call,
        version,
        organisation,
        number: Some(number),
        state: ApplicationState::Filed,
        stage: Stage::Filed,
        stage_at: now,
        years: 1,
        first_year: 2026,
        created_at: now,
        filed_at: Some(now),
        filed_by_name: "Nadia Fabre".into(),
        late_reason: String::new(),
        late_until: None,
        typed_by: None,
        confirmed_at: None,
        withdrawn_reason: String::new(),
        renewed_from: None,
        revision: 1,
    };
    store::application::insert(tx, &one, None).await.expect("an application");
    let answer = Answer {
        id: outside.uuid(),
        application: one.id,
        project: None,
        key: "objet".into(),
        value: "Aider à se rencontrer.".into(),
        saved_at: now,
        saved_by_name: "Nadia Fabre".into(),
        revision: 1,
    };
    store::answer::insert(tx, &answer, None).await.expect("an answer");
    let told = crate::actions::advancing::Told {
        project: None,
        funding: None,
        kind: EventKind::Filed,
        note: "",
        is_shown: true,
    };
    crate::actions::advancing::tell(tx, outside, (&ACTOR, Side::Carrier), one.id, told).await.expect("told");
    one.id
}

/// A project of an application, in a neighbourhood, for an objective: 10 000 € of charges, 40 people.
///
/// # Panics
/// The database failed.
pub async fn project(
    tx: &mut Tx,
    outside: &Outside,
    application: Uuid,
    (position, title): (i64, &str),
    (area, node): (Uuid, Uuid),
) -> Uuid {
    let one = Project {
        id: outside.uuid(),
        application,
        position,
        title: title.into(),
        kind: ProjectKind::New,
        renewed_from: None,
        starts_on: Some(day("2026-09-01")),
        ends_on: Some(day("2026-12-31")),
        state: ProjectState::Active,
        revision: 1,
    };
    store::project::insert(tx, &one).await.expect("a project");
    store::project::set_areas(tx, outside, one.id, &[(area, 1000)]).await.expect("areas");
    store::project::set_nodes(tx, outside, one.id, &[node]).await.expect("nodes");
    for (sex, people) in [("women", 25), ("men", 15)] {
        store::project::insert_public(tx, outside, one.id, (2026, "adults", sex, people)).await.expect("publics");
    }
    let at = (application, Some(one.id));
    for (position, (side, account, label, cents)) in [
        ("charge", "604", "Intervenants", 600_000),
        ("charge", "641", "Animation", 400_000),
        ("product", "756", "Cotisations", 50_000),
    ]
    .into_iter()
    .enumerate()
    {
        let line = (2026, side, account, label, Cents(cents), position as i64 + 1);
        store::project::insert_line(tx, outside, at, line).await.expect("a line");
    }
    one.id
}

/// What a project asks of a funder for 2026: 3 000 € of the contract's own money.
///
/// # Panics
/// The database failed.
pub async fn funding(tx: &mut Tx, outside: &Outside, project: Uuid, funder: Uuid) -> Uuid {
    let one = Funding {
        id: outside.uuid(),
        project,
        funder,
        year: 2026,
        nature: Nature::Specific,
        asked: Cents(300_000),
        state: FundingState::Asked,
        decision: None,
        decided: None,
        decided_at: None,
        note: String::new(),
        state_at: outside.now(),
        revision: 1,
    };
    store::funding::insert(tx, &one).await.expect("a funding");
    one.id
}

/// People whose functions are limited as they are in a town: `chef` and `instruction` on the contract, `quartier` who instructs in its
/// first neighbourhood,
/// `financeur-etat`, `financeur-departement`, `financeur-agglo`, `financeur-caf` each on their organisation,
/// `asso-saisie`, `asso-signature`, `asso-admin` of the first association, `autre-asso` of the second, `ailleurs` a
/// project manager of another contract; `financeur-membre` decides for the State and writes for the first association,
/// `quartier` instructs in La Conte only, `remplacante` acts for `instruction`.
pub struct LocalPeople(pub Ground);

impl LocalPeople {
    /// The account behind a token.
    pub fn account(token: &str) -> Uuid {
        Uuid::from_u128(0x5eed_0000 + token.bytes().fold(7_u128, |sum, byte| sum * 31 + u128::from(byte)))
    }

    fn grants(&self, token: &str) -> Vec<Grant> {
        match token {
            "financeur-membre" => ["financeur-etat", "asso-saisie"].iter().filter_map(|one| self.grant(one)).collect(),
            "remplacante" => self.grant("instruction").into_iter().collect(),
            one => self.grant(one).into_iter().collect(),
        }
    }

    fn grant(&self, token: &str) -> Option<Grant> {
        let ground = &self.0;
        let on_contract = Scope::contract(ground.contract);
        let of = Scope::organisation;
        let (function, scope) = match token {
            "chef" => (Function::ProjectManager, on_contract),
            "instruction" => (Function::CaseOfficer, on_contract),
            "quartier" => (Function::CaseOfficer, Scope { territory: Some(ground.areas[0]), ..on_contract }),
            "ailleurs" => (Function::ProjectManager, Scope::contract(Uuid::from_u128(0xe15e))),
            "financeur-etat" => (Function::PrefectDelegate, of(ground.funder_organisations[0])),
            "financeur-departement" => (Function::Funder, of(ground.funder_organisations[1])),
            "financeur-agglo" => (Function::Funder, of(ground.funder_organisations[2])),
            "financeur-caf" => (Function::Funder, of(ground.funder_organisations[3])),
            "mediation" => (Function::Interviewer, on_contract),
            "elue" => (Function::Elected, on_contract),
            "asso-saisie" => (Function::CarrierEditor, of(ground.carriers[0])),
            "asso-signature" => (Function::CarrierSignatory, of(ground.carriers[0])),
            "asso-admin" => (Function::CarrierAdministrator, of(ground.carriers[0])),
            "autre-asso" => (Function::CarrierSignatory, of(ground.carriers[1])),
            _ => return None,
        };
        Some(Grant { function, scope })
    }

    /// The person behind a token.
    pub fn actor_of(&self, token: &str) -> Actor {
        let grants = self.grants(token);
        if grants.is_empty() {
            return Actor::Visitor;
        }
        let account = Self::account(token);
        let acted_for = (token == "remplacante").then_some("instruction");
        Actor::Person(Person {
            account,
            session: Uuid::from_u128(account.as_u128() + 1),
            name: format!("Personne d’essai ({token})"),
            grants,
            has_second_factor: true,
            acting_for: acted_for.map(|other| (Self::account(other), format!("Personne d’essai ({other})"))),
        })
    }
}

impl Gatekeeper for LocalPeople {
    fn actor<'a>(&'a self, _: &'a House, token: &'a str) -> Boxed<'a, Result<Actor, Breakdown>> {
        Box::pin(async move { Ok(self.actor_of(token)) })
    }
}

/// A house over this database where [`arranged`] stands, with its people.
///
/// # Panics
/// Something is refused.
pub async fn house(db: Db, outside: Outside) -> (Arc<House>, Ground) {
    let mut tx = db.write().await.expect("a transaction");
    let ground = arranged(&mut tx, &outside).await;
    tx.commit().await.expect("kept");
    let house = web::testing::house(db, outside);
    let mut tx = house.write().await.expect("a transaction");
    for carrier in ground.carriers {
        directory::testing::sheet(&mut tx, (&house.outside, &house.keys), carrier).await;
    }
    tx.commit().await.expect("kept");
    let Ok(mut own) = Arc::try_unwrap(house) else { panic!("the house is shared already") };
    own.gatekeeper = Arc::new(LocalPeople(ground.clone()));
    (Arc::new(own), ground)
}
