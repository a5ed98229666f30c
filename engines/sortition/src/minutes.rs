//! The minutes of a draw, in French, for those who were there and those who were not.

use num_rational::BigRational;
use num_traits::One;

use crate::apart::by_reason;
use crate::dossier::Measured;
use crate::exact::{ratio, written};
use crate::infeasible::name;
use crate::levels::Proof;
use crate::lottery::{Objective, Status};
use crate::reading::counted;
use crate::request::Prepared;

/// « 4,297 % ».
pub fn percent(value: &BigRational) -> String {
    format!("{} %", written(&(value * ratio(100, 1)), 3).replace('.', ","))
}

/// « 11 sur 256 (4,297 %) », when the fraction is short.
fn shown(value: &BigRational) -> String {
    let exact = value.to_string();
    match exact.split_once('/') {
        Some((top, bottom)) if bottom.len() <= 5 => format!("{top} sur {bottom} ({})", percent(value)),
        _ => percent(value),
    }
}

/// Names of people, a few of them.
fn some(prepared: &Prepared, people: &[u32]) -> String {
    let names: Vec<&str> =
        people.iter().take(20).map(|person| prepared.pool.people[*person as usize].id.as_str()).collect();
    let more = people.len().saturating_sub(20);
    let more = if more > 0 { format!(" et {more} autres") } else { String::new() };
    format!("{}{more}", names.join(", "))
}

/// What was prepared.
pub fn prepared(prepared: &Prepared, measured: &Measured, seal: &str) -> String {
    let mut out = vec!["# Procès-verbal de préparation du tirage au sort".to_owned(), String::new()];
    let (lottery, model) = (&prepared.lottery, &prepared.draw.model);
    let many = prepared.panels.len();
    out.push(format!(
        "Le vivier compte {}, pour {}. {} sont imprimés, numérotés de 0 à {} ; chacun a la même chance d’être tiré et tient \
         toutes les règles.",
        counted(prepared.pool.people.len() as i64, "personne", "personnes"),
        counted(prepared.request.seats, "siège", "sièges"),
        counted(many as i64, "groupe complet", "groupes complets"),
        many - 1
    ));
    out.extend([String::new(), "## Ce que chaque groupe respecte".to_owned(), String::new()]);
    out.extend(
        ["| critère | valeur | au moins | au plus | dans le vivier |", "|---|---|---|---|---|"].map(str::to_owned),
    );
    for quota in &prepared.quotas {
        let has =
            |person: &&crate::pool::Person| {
                prepared.pool.features.iter().zip(&person.values).any(|(feature, value)| {
                    feature.name == quota.feature && feature.values[*value as usize] == quota.value
                })
            };
        let people = prepared.pool.people.iter().filter(has).count();
        out.push(format!(
            "| {} | {} | {} | {} | {people} |",
            cell(&quota.feature),
            cell(&quota.value),
            quota.low,
            quota.high
        ));
    }
    out.push(String::new());
    if prepared.pool.households > 0 {
        out.push(format!(
            "Au plus une personne par foyer : {} plusieurs personnes dans le vivier.",
            counted(prepared.pool.households.into(), "foyer a", "foyers ont")
        ));
    }
    for rule in &prepared.request.rules {
        out.push(format!("Règle « {} » : de {} à {}.", rule.name, rule.low, rule.high));
    }
    out.extend([String::new(), "## La chance de chaque personne".to_owned(), String::new()]);
    out.push(match (&lottery.status, lottery.objective) {
        (Status::BestFound(gap), _) => format!(
            "Ces probabilités sont les meilleures trouvées ; il peut leur manquer jusqu’à {} quelque part. Rien de plus n’est \
             prouvé.",
            percent(gap)
        ),
        (_, Objective::Leximin) => "Ces probabilités sont les plus équitables que les règles permettent : personne ne peut \
             recevoir plus sans prendre à quelqu’un qui n’a pas davantage. La preuve tient dans « certificate.json » et se \
             vérifie sans faire confiance à ce programme."
            .to_owned(),
        (_, Objective::Maximin) => "La plus petite probabilité est la plus grande que les règles permettent. Rien n’est \
             prouvé des autres."
            .to_owned(),
        (_, Objective::Nash) => "Le produit des probabilités est le plus grand que les règles permettent.".to_owned(),
    });
    out.push(String::new());
    out.push(format!("- La plus petite chance : {}.", shown(&measured.least)));
    out.push(format!("- La plus grande : {}.", shown(&measured.most)));
    if let Some((least, most)) = &measured.whole_chances {
        out.push(format!(
            "- Un premier tirage a dit à qui écrire. Sa chance comptée, la plus petite chance est {}, la plus grande {} ; \
             c’est cette chance entière qui est rendue équitable, et que le tableau donne.",
            shown(least),
            shown(most)
        ));
    }
    for apart in by_reason(&prepared.pool, &prepared.quotas, &measured.never, false) {
        out.push(format!(
            "- {} être dans aucun groupe, car {} : {}.",
            counted(apart.people.len() as i64, "personne ne peut", "personnes ne peuvent"),
            apart.reason,
            some(prepared, &apart.people)
        ));
    }
    for apart in by_reason(&prepared.pool, &prepared.quotas, &measured.always, true) {
        out.push(format!(
            "- {} dans tous les groupes, car {} : {}.",
            counted(apart.people.len() as i64, "personne est", "personnes sont"),
            apart.reason,
            some(prepared, &apart.people)
        ));
    }
    if lottery.objective != Objective::Nash {
        out.extend(["", "| chance | personnes | ce qui empêche de donner plus |", "|---|---|---|"].map(str::to_owned));
        for level in &lottery.levels.levels {
            let people: usize = level.at.iter().map(|of| prepared.draw.members[*of as usize].len()).sum();
            let why = match &level.proof {
                Proof::Ceiling if model.cap.is_one() => "sont dans tous les groupes".to_owned(),
                Proof::Ceiling => "la probabilité maximale fixée par les règles".to_owned(),
                Proof::Rows(rows) => {
                    let mut rows: Vec<&(u32, i128)> = rows.iter().collect();
                    rows.sort_by_key(|(row, y)| (-y.abs(), *row));
                    let mut names: Vec<String> =
                        rows.iter().map(|(row, _)| cell(&name(&model.rows[*row as usize]))).collect();
                    names.dedup();
                    let more = names.len().saturating_sub(4);
                    names.truncate(4);
                    if more > 0 {
                        names.push(format!("{more} autres"));
                    }
                    names.join(", ")
                }
                Proof::Panels { .. } => "la composition même des groupes possibles, tous examinés".to_owned(),
            };
            out.push(format!("| {} | {people} | {why} |", shown(&level.bound)));
            if lottery.objective == Objective::Maximin {
                break;
            }
        }
    }
    out.extend([String::new(), "## Les groupes imprimés".to_owned(), String::new()]);
    out.push(format!(
        "Entre la part des groupes où une personne figure et sa probabilité, la différence est au plus de {} ; entre deux \
         personnes que rien ne distingue, au plus de {}. On y compte {}.",
        percent(&measured.deviation),
        counted(measured.spread.into(), "groupe", "groupes"),
        counted(measured.distinct as i64, "groupe différent", "groupes différents")
    ));
    out.extend([String::new(), "## Sceller, tirer, vérifier".to_owned(), String::new()]);
    out.push(format!("Empreinte à publier avant le tirage : `{seal}`"));
    out.push(String::new());
    out.push(
        "Une fois cette empreinte publiée, plus rien ne se change. Le tirage se fait en séance (dés ou boules), puis avec une \
         valeur publique connue après : `parvis draw pick DOSSIER --dice NOMBRE --beacon HEX`. Chacun vérifie ensuite avec \
         `parvis draw verify DOSSIER`."
            .to_owned(),
    );
    out.push(String::new());
    out.join("\n")
}

/// A text that does not break a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}
