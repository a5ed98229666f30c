//! Pages of money that stands apart: an envelope with all it gave, a project of residents that a fund helps.

use database::{Result, Tx};
use kernel::{Uuid, french};
use lineage::Kind;

use super::euro::{Euro, Stage, Sum};
use super::euro_stages::{AGREEMENT, ENVELOPE, PAYMENT, REPORT, RESULT, VOTE, euros, line, needs, on, path};
use super::resolve::Resolver;

/// Amounts of an envelope told one by one, at most.
const MOST: usize = 40;

/// The page of an envelope: what it gave, the largest amounts first.
pub(super) async fn envelope(tx: &mut Tx, resolver: &mut Resolver, id: Uuid) -> Result<Option<Euro>> {
    let Some(gave) = programming::facade::envelope_gave(tx, id, resolver.reader.as_ref()).await? else {
        return Ok(None);
    };
    let one = &gave.envelope;
    let known: i64 = gave.lines.iter().map(|line| line.cents).sum();
    let mut lines = Vec::new();
    for given in gave.lines.iter().take(MOST) {
        let is_named = resolver.reader.is_some() || !directory::facade::may_be_person(tx, given.carrier).await?;
        let carrier = if is_named { given.carrier_name.as_str() } else { applications::facade::A_PERSON };
        let text = format!("{}, {carrier}, {} : {}", given.title, given.year, euros(given.cents));
        let href = path(resolver, "financement", given.funding);
        lines.push(line(text, "").leading(Some(href), "Suivre cet argent"));
    }
    let more = gave.lines.len().saturating_sub(MOST) as i64;
    if more > 0 {
        let rest: i64 = gave.lines.iter().skip(MOST).map(|line| line.cents).sum();
        let many = french::count(more, "autre montant", "autres montants");
        lines.push(line(format!("Et {many}, plus petits : {}", euros(rest)), ""));
    }
    let told = french::count(gave.lines.len() as i64, "montant", "montants");
    let mut sums = vec![Sum::of("Enveloppe", Some(one.cents), format!("budget de {}", one.year))];
    match gave.voted {
        Some(voted) => sums.push(Sum::of("Voté", (voted > 0).then_some(voted), "tout ce qui est voté sur elle")),
        None => sums.push(Sum::of("Voté et dit aux associations", (known > 0).then_some(known), told)),
    }
    let source = match one.delegated_by.as_str() {
        "" => "Budget du financeur".to_owned(),
        who => format!("Déléguée par {who}"),
    };
    let own = vec![line(format!("{} ({}) : {}", one.name, one.year, euros(one.cents)), source)];
    Ok(Some(Euro {
        title: french::spaced(&format!("Enveloppe {}", one.year)),
        caption: french::spaced(&one.name),
        sums,
        stages: vec![
            Stage { title: ENVELOPE, lines: own, nothing: "" },
            Stage {
                title: "Ce qu’elle a donné",
                lines,
                nothing: "Rien encore : aucun montant n’est dit à une association.",
            },
        ],
        thread: None,
    }))
}

/// The page of a project of residents.
pub(super) async fn project(tx: &mut Tx, resolver: &mut Resolver, id: Uuid) -> Result<Option<Euro>> {
    let zone = resolver.today.1.clone();
    let reader = resolver.reader.clone();
    let found = funds::facade::project_followed(tx, id, reader.as_ref(), &zone).await?;
    let Some(one) = found else { return Ok(None) };
    let needs = needs(tx, resolver, &[id]).await?;
    let mut stages = vec![needs];
    let from = one.envelope.iter().map(|(year, source, cents)| {
        let told = line(format!("{} {year} : {}", one.fund, euros(*cents)), source);
        told.leading(Some(one.fund_path.clone()), "Le fonds")
    });
    stages.push(Stage { title: ENVELOPE, lines: from.collect(), nothing: "Rien encore." });
    let vote = one.decision.iter().map(|(_, day, votes, cents)| {
        line(format!("{} : {} ({votes})", one.title, euros(*cents)), format!("Comité du fonds, {}", on(*day)))
    });
    stages.push(Stage {
        title: VOTE,
        lines: vote.collect(),
        nothing: "Rien encore : aucun comité n’a accordé d’aide.",
    });
    let without = line("Pas de convention : l’aide est versée sur décision du comité", one.fund.as_str());
    stages.push(Stage { title: AGREEMENT, lines: vec![without], nothing: "" });
    let moved = one.movements.iter().map(|(_, day, kind, cents)| {
        line(format!("{} : {}", kind.french(), euros(*cents)), format!("Noté au {}", on(*day)))
    });
    stages
        .push(Stage { title: PAYMENT, lines: moved.collect(), nothing: "Rien encore : aucun versement n’est fait." });
    let reported = one.report.iter().map(|(_, day, is_accepted, spent, _)| {
        let state = if *is_accepted { "accepté" } else { "à lire" };
        line(format!("Compte rendu {state} : {} dépensés", euros(*spent)), format!("Donné le {}", on(*day)))
    });
    let awaited = one.until.map(|until| line(format!("Rien encore : attendu au plus tard le {}", on(until)), ""));
    let lines = reported.chain(awaited).collect();
    stages.push(Stage { title: REPORT, lines, nothing: "Rien encore : le groupe rend compte après son projet." });
    let result = one.report.iter().map(|(_, day, _, _, people)| {
        let people = french::count(*people, "personne venue", "personnes venues");
        line(people, format!("Compte rendu du groupe, {}", on(*day)))
    });
    stages.push(Stage {
        title: RESULT,
        lines: result.collect(),
        nothing: "Rien encore : le résultat se lit dans le compte rendu.",
    });
    let (money, own) = (one.money, one.number.as_str());
    let some = |cents: i64| (cents > 0).then_some(cents);
    let spent = one.report.map(|(_, _, _, spent, _)| spent);
    let sums = vec![
        Sum::of("Demandé", Some(one.asked), format!("{own}, déposé le {}", on(one.filed_on))),
        Sum::of("Voté", some(money.granted), own),
        Sum::of("Payé", some(money.paid), own),
        Sum::of("Dépensé", spent, "compte rendu du groupe"),
        Sum::of("Rendu", some(money.returned), own),
        Sum::of("À rendre", spent.map(|spent| money.to_return(spent)), own),
    ];
    Ok(Some(Euro {
        title: french::spaced(&one.title),
        caption: french::spaced(&format!("{}, {} ({})", one.fund, one.group_name, one.area)),
        sums,
        stages,
        thread: Some((Kind::FundProject, id.to_string())),
    }))
}
