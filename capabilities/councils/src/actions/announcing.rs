//! Announcing a draw: its rules are published with their hash, and no longer change.

use beacon::Chain;
use database::Tx;
use jiff::civil::Date;
use journal::Entry;
use kernel::{Actor, FieldError, Filled, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;
use sortition::dossier::{self, ANNOUNCED};

use super::announced::{named, told};
use super::crossed::applied;
use super::draw::is_open;
use super::following::followed;
use super::{college, names};
use crate::rules::{
    Applied, ChanceKind, College, Council, DrawKind, DrawState, Names, Working, check_letters, first_session,
    with_features,
};
use crate::store::draw::Draw;
use crate::{acts, store};

/// A draw to announce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// What it designates.
    pub kind: DrawKind,
    /// How many letters, when it says whom to write to.
    pub letters: Option<i64>,
    /// How many times as likely the young are written to; as likely, when not said.
    pub young_weight: Option<i64>,
    /// The day of the public session.
    pub session_on: Option<Date>,
    /// Where it is held.
    pub session_place: String,
    /// What decides.
    pub chance: ChanceKind,
    /// The public value that will be used, and the one after it when it fails.
    pub beacon_source: String,
    /// Whether the public value is the round of the network that signs one, whose signature is checked.
    pub signed_by: Option<Chain>,
    /// Why there is another draw, when there was one.
    pub reason: String,
}

/// How many panels are printed when no number was set.
const PANELS_BY_CHANCE: &str =
    "1 000, 10 000 ou 100 000 : le premier de ces nombres où la plus petite chance donne dix groupes au moins";

/// What gives the order of the panels of a draw that completes a council.
const ORDER_DRAWN: &str = "le premier tour publié soixante secondes au moins après la clôture du vivier : son numéro est connu à la \
                           clôture, sa valeur ne l’est de personne";

/// Who takes a seat that is refused or left.
const REPLACEMENT: &str = "les suppléants choisis avec le tirage, puis la liste complémentaire, dans l’ordre : la première personne dont \
                           la venue laisse un conseil qui peut encore être complété ; qui est passé l’est avec sa raison ; quand \
                           la liste est épuisée, un tirage complémentaire, avec un hasard nouveau";

/// What is announced of the rules of a draw, as it is hashed.
fn announced(
    (college, council): (&College, &Council),
    (names, crossed): (&Names, &[Applied]),
    announcement: &Announcement,
    follows: Option<i64>,
) -> Vec<u8> {
    let known = with_features(&college.terms, college.kind, names, &named(crossed));
    let quotas = known.quotas.iter().map(|quota| {
        json!({
            "critere": quota.feature.french(),
            "valeur": names.value(quota.feature, &quota.value),
            "au_moins": quota.low,
            "au_plus": quota.high,
        })
    });
    let mut value = json!({
        "tirage": announcement.kind.french(),
        "conseil": council.terms.name,
        "college": college.kind.french(),
        "sieges": college.terms.seats,
        "quotas": quotas.collect::<Vec<_>>(),
        "binomes_mixtes": college.terms.mixed_pairs,
        "une_personne_par_foyer": council.terms.one_per_household,
        "age_minimum": council.terms.least_age,
        "jeune_en_dessous_de": council.terms.young_age,
        "objectif": college.terms.objective.code(),
        "chance_au_plus_en_pour_cent": college.terms.cap_percent,
        "suppleants": college.terms.alternates,
        "groupes_imprimes": match college.terms.panels {
            Some(panels) => json!(panels),
            None => json!(PANELS_BY_CHANCE),
        },
        "carence": college.terms.vacancy,
        "remplacement": REPLACEMENT,
        "mois_avant_le_renouvellement_par_moitie": council.terms.renewal_months,
        "jours_de_recours": council.terms.appeal_days,
        "hasard": announcement.chance.french(),
        "valeur_publique": announcement.beacon_source,
        "balise_signee": announcement.signed_by.as_ref().map(|chain| json!({
            "reseau": chain.name, "chaine": chain.hash, "cle": chain.key,
            "premier_tour": chain.genesis, "secondes_entre_tours": chain.period,
            "tour": "le premier publié soixante secondes au moins après la lecture du nombre",
        })),
        "seance": announcement.session_on.map(|day| day.to_string()),
        "jours_entre_annonce_et_seance": council.terms.notice_days,
        "heures_pour_objecter_entre_loterie_et_nombre": council.terms.objection_hours,
        "moteur": dossier::ENGINE,
    });
    if !crossed.is_empty() {
        value["regles_croisees"] = json!(told(crossed, names));
    }
    if announcement.kind == DrawKind::Letters {
        value["courriers"] = json!(announcement.letters);
        value["poids_des_jeunes"] = json!(announcement.young_weight.unwrap_or(1));
    }
    if let Some(follows) = follows {
        value["suite_du_tirage"] = json!(follows);
    }
    if announcement.kind == DrawKind::Completion && announcement.signed_by.is_some() {
        value["ordre_par_la_balise"] = json!(true);
        value["ordre_des_groupes"] = json!(ORDER_DRAWN);
    }
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}

fn check(form: &Announcement, (today, notice_days): (Date, i64), had_one: bool) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if form.session_on.is_some_and(|day| day < today) {
        tell("seance", "La séance est à venir : choisissez un jour qui n’est pas passé");
    } else if form.session_on.is_some_and(|day| day < first_session(today, notice_days)) {
        let first = french::date(first_session(today, notice_days));
        let sentence = format!(
            "Les règles se publient {} avant la séance au moins : choisissez le {first}, ou un jour suivant",
            french::count(notice_days, "jour", "jours")
        );
        tell("seance", &sentence);
    }
    if form.session_place.is_empty() || form.session_place.chars().count() > 300 {
        tell("lieu", "Indiquez où se tient la séance publique, en moins de 300 signes");
    }
    let needs_source = form.chance == ChanceKind::DiceThenBeacon;
    if needs_source && (form.beacon_source.is_empty() || form.beacon_source.chars().count() > 500) {
        let sentence = "Dites quelle valeur publique servira, et celle qui la remplacera si elle manque";
        tell("balise", sentence);
    }
    if had_one && form.reason.trim().is_empty() {
        tell("raison", "Dites pourquoi un nouveau tirage : cette raison est publiée, et l’ancien tirage reste public");
    }
    if form.reason.chars().count() > 1_000 {
        tell("raison", "Cette raison dépasse 1 000 signes : raccourcissez-la");
    }
    if form.kind == DrawKind::Letters {
        errors.extend(check_letters(form.letters, form.young_weight));
        if form.chance == ChanceKind::Balls {
            let sentence = "Pour des courriers, le nombre seul ne suffit pas : choisissez aussi une valeur publique";
            errors.push(FieldError::new("hasard", sentence));
        }
    }
    errors
}

/// Announces a draw: its rules are published with their hash, and no longer change. Gives its identifier.
///
/// # Errors
/// Not this actor's; another draw goes on; something to correct; no quota.
pub async fn announce(
    tx: &mut Tx,
    (outside, zone): (&Outside, &jiff::tz::TimeZone),
    actor: &Actor,
    id: Uuid,
    new: impl Into<Filled<Announcement>>,
) -> Outcome<Uuid> {
    let (council, college) = college(tx, actor, &acts::DRAW, id).await?;
    let before = store::draw::of_college(tx, college.id).await?;
    if before.first().is_some_and(|last| is_open(last.state)) {
        let what = "Un tirage de ce collège est en cours. Menez-le à son terme, ou abandonnez-le avec sa raison.";
        return Err(Refusal::rule("Un tirage est déjà annoncé", what).into());
    }
    if college.terms.quotas.is_empty() {
        let what = "Fixez au moins la parité : la loi la demande.";
        return Err(Refusal::rule("Ce collège n’a aucun quota", what).into());
    }
    let mut form = new.into();
    form.find(check(&form.value, (outside.now().day(zone), council.terms.notice_days), !before.is_empty()));
    let follows = followed(tx, &before, form.value.kind, college.terms.seats).await?;
    let mut new = form.sound()?;
    if new.chance == ChanceKind::Balls {
        new.beacon_source = String::new();
        new.signed_by = None;
    }
    let names = names(tx, &council).await?;
    let follows_rank = before.iter().find(|one| Some(one.id) == follows).map(|one| one.rank);
    let crossed = match new.kind.seats() {
        true => applied(tx, (&council, &college), &names).await?,
        false => Vec::new(),
    };
    let rules = announced((&college, &council), (&names, &crossed), &new, follows_rank);
    let is_letters = new.kind == DrawKind::Letters;
    let one = Draw {
        id: outside.uuid(),
        college: college.id,
        rank: before.first().map_or(1, |last| last.rank + 1),
        kind: new.kind,
        follows,
        letters: new.letters.filter(|_| is_letters),
        young_weight: is_letters.then(|| new.young_weight.unwrap_or(1)),
        beacon_chain: new.signed_by.as_ref().map(|chain| chain.info().to_string()),
        beacon_note: None,
        state: DrawState::Prepared,
        reason: new.reason.trim().to_owned(),
        session_on: new.session_on.unwrap_or_default(),
        session_place: new.session_place,
        chance: new.chance,
        beacon_source: new.beacon_source,
        rules_hash: dossier::hash(&rules),
        announced_at: outside.now(),
        working: Working::Idle,
        problem: String::new(),
        people: 0,
        root: String::new(),
        frozen_at: None,
        fingerprint: String::new(),
        published_at: None,
        dice: None,
        dice_at: None,
        beacon: String::new(),
        drawn_at: None,
        panel: None,
        panels: None,
        early_reason: String::new(),
        witnesses: String::new(),
        sealed_at: None,
        appeal_until: None,
        purged_at: None,
        purge_certificate: String::new(),
        abandon_reason: String::new(),
        compared: String::new(),
        revision: 1,
    };
    store::draw::insert(tx, &one).await?;
    let file = store::draw::put_file(tx, outside.uuid(), one.id, ANNOUNCED, &rules).await?;
    let touched = [("draw", one.id), ("draw_file", file)];
    let detail = json!({ "acte": "règles publiées", "tirage": one.rank, "empreinte": one.rules_hash });
    let entry = Entry::on(acts::DRAW.code, "council", council.id).why(&one.reason).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}
