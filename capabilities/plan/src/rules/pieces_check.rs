//! What the lists of a sheet must respect, line by line.

use jiff::civil::Date;
use kernel::{Cents, FieldError, Uuid};

use super::pieces::Pieces;

/// Lines of one list at most.
const MOST_LINES: usize = 60;

/// What is wrong with a list; a field is named after its column and the number of its line. `perimeter` holds the
/// neighbourhoods of the contract.
pub fn check_pieces(pieces: &Pieces, perimeter: &[Uuid], own: Uuid, today: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if pieces.len() > MOST_LINES {
        let sentence = format!("Gardez {MOST_LINES} lignes au plus : regroupez celles qui se ressemblent");
        errors.push(FieldError::new("", sentence));
    }
    let mut tell = |field: &str, rank: usize, sentence: &str| {
        errors.push(FieldError::new(format!("{field}-{rank}"), sentence));
    };
    let is_long = |text: &str, most: usize| text.chars().count() > most;
    match pieces {
        Pieces::Places(lines) => {
            for (rank, place) in lines {
                if !perimeter.contains(&place.area) {
                    tell("etat", *rank, "Ce quartier n’est pas dans le périmètre du contrat : ajoutez-le d’abord au contrat");
                }
                if is_long(&place.note, 500) {
                    tell("note", *rank, "La note doit faire 500 signes au plus");
                }
            }
        }
        Pieces::Partners(lines) => {
            for (rank, partner) in lines {
                match partner.name.chars().count() {
                    0 => tell("nom", *rank, "Saisissez le nom du partenaire, ou videz la ligne"),
                    201.. => tell("nom", *rank, "Le nom doit faire 200 signes au plus"),
                    _ => {}
                }
                if is_long(&partner.role, 500) {
                    tell("role", *rank, "Le rôle doit faire 500 signes au plus");
                }
            }
        }
        Pieces::Means(lines) => {
            for (rank, mean) in lines {
                if !(2000..=2100).contains(&mean.year) {
                    tell("annee", *rank, "Indiquez une année, par exemple 2026");
                }
                for (field, amount) in [("prevu", mean.planned), ("realise", mean.actual)] {
                    if amount.is_some_and(|amount| amount < Cents(0)) {
                        tell(field, *rank, "Le montant ne peut pas être négatif");
                    }
                }
                for (field, work) in [("etp-prevu", mean.planned_fte), ("etp-realise", mean.actual_fte)] {
                    if work.is_some_and(|work| !(0.0..=10_000.0).contains(&work)) {
                        tell(field, *rank, "Le temps de travail se compte en équivalents temps plein, par exemple 0,5");
                    }
                }
                let is_bare = mean.planned.is_none()
                    && mean.actual.is_none()
                    && mean.planned_fte.is_none()
                    && mean.actual_fte.is_none()
                    && mean.note.is_empty();
                if is_bare {
                    tell("prevu", *rank, "Indiquez un montant, un temps de travail ou une note");
                }
                if is_long(&mean.funder, 200) || is_long(&mean.note, 500) {
                    tell("note", *rank, "Le financeur doit faire 200 signes au plus, la note 500");
                }
            }
        }
        Pieces::Steps(lines) => {
            for (rank, step) in lines {
                match step.title.chars().count() {
                    0 => tell("etape", *rank, "Dites ce qu’il faut faire, ou videz la ligne"),
                    301.. => tell("etape", *rank, "L’étape doit faire 300 signes au plus"),
                    _ => {}
                }
                if is_long(&step.owner, 200) {
                    tell("responsable", *rank, "Le responsable doit faire 200 signes au plus");
                }
                if step.done_on.is_some_and(|day| day > today) {
                    tell("fait", *rank, "La date ne peut pas être à venir : laissez-la vide tant que ce n’est pas fait");
                }
            }
        }
        Pieces::Indicators(lines) => {
            for (rank, one) in lines {
                match one.label.chars().count() {
                    0 => tell("indicateur", *rank, "Dites ce qui est mesuré, ou videz la ligne"),
                    201.. => tell("indicateur", *rank, "L’indicateur doit faire 200 signes au plus"),
                    _ => {}
                }
                if is_long(&one.unit, 40) {
                    tell("unite", *rank, "L’unité doit faire 40 signes au plus");
                }
            }
        }
        Pieces::Links(lines) => {
            for (rank, link) in lines {
                if link.other == Some(own) {
                    tell("action", *rank, "Une action ne peut pas être liée à elle-même");
                }
                match link.elsewhere.chars().count() {
                    0 if link.other.is_none() => tell("action", *rank, "Indiquez une référence ou un intitulé, ou videz la ligne"),
                    201.. => tell("action", *rank, "L’intitulé doit faire 200 signes au plus"),
                    _ => {}
                }
            }
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::vocabulary::{Deployment, LinkKind};
    use crate::rules::{Linked, Partner, Place, Step, ranked};

    #[test]
    fn each_line_is_told_at_its_place() {
        let today: Date = "2026-03-15".parse().expect("a day");
        let (own, area) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let fields = |pieces: Pieces| {
            check_pieces(&pieces, &[area], own, today).into_iter().map(|error| error.field).collect::<Vec<_>>()
        };
        let place = |area| Place { area, state: Deployment::Planned, note: String::new() };
        assert_eq!(fields(Pieces::Places(ranked([place(area), place(own)]))), ["etat-2"]);
        let partner = Partner { name: String::new(), role: "R".into() };
        assert_eq!(fields(Pieces::Partners(vec![(4, partner)])), ["nom-4"]);
        let link = |other, elsewhere: &str| Linked { other, elsewhere: elsewhere.into(), kind: LinkKind::SeeAlso };
        assert_eq!(fields(Pieces::Links(ranked([link(Some(own), ""), link(None, ""), link(None, "F1")]))), ["action-1", "action-2"]);
        let step = Step { title: "T".into(), owner: String::new(), due_on: None, done_on: Some("2026-03-16".parse().expect("a day")) };
        assert_eq!(fields(Pieces::Steps(ranked([step]))), ["fait-1"]);
    }
}
