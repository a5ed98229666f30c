//! A first draw: who is written to, before the draw of those who answered.

use std::path::Path;
use std::process::ExitCode;

use sortition::dossier::Files;
use sortition::invitation::{self, Plan, Roll};
use sortition::pool::Pool;
use sortition::{contents, mailing, minutes};

use super::folder::{fresh, of_file, open, read, sound, write_all};
use super::{Ended, Problem, WHOLE, counted, public};
use crate::command_line::{Invitation, Pick};

/// Strata shown before the others are only counted.
const SHOWN: usize = 20;

/// Freezes a list and the chance of each stratum.
pub fn prepare(asked: &Invitation) -> Ended {
    fresh(&asked.out, &mailing::NAMES)?;
    let weights = match &asked.weights {
        Some(path) => Some(read(path)?),
        None => None,
    };
    let roll = invitation::read_roll(&read(&asked.people)?, &asked.strata, weights.as_deref())
        .map_err(|wrong| of_file(&asked.people, &wrong))?;
    let (plan, files) = mailing::freeze(&roll, asked.letters).map_err(Problem::to_correct)?;
    std::fs::create_dir_all(&asked.out)
        .map_err(|error| Problem::told(format!("Le dossier {} n’a pas pu être créé : {error}", asked.out.display())))?;
    write_all(&asked.out, &files)?;
    println!(
        "{}, {} : la liste est figée dans {}.",
        counted(roll.ids.len(), "personne", "personnes"),
        counted(usize::try_from(asked.letters).unwrap_or_default(), "courrier", "courriers"),
        asked.out.display()
    );
    told(&roll, &plan);
    println!("Empreinte à publier avant le tirage : {}", mailing::fingerprint(&files));
    Ok(ExitCode::SUCCESS)
}

/// The chance of each stratum.
fn told(roll: &Roll, plan: &Plan) {
    for (of, chance) in roll.strata.iter().zip(&plan.chances).take(SHOWN) {
        let people = counted(of.people.len(), "personne", "personnes");
        println!("  {} : {people}, {} de chance chacune d’être invitée.", of.name, minutes::percent(chance));
    }
    if let Some(more) = roll.strata.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        println!("  et {} de plus, dans « invitation.json ».", counted(more, "strate", "strates"));
    }
}

/// Draws who is invited.
pub fn draw(asked: &Pick, mut files: Files) -> Ended {
    if files.contains_key("letters.json") {
        return Err(Problem::told("Ces courriers ont déjà été tirés : ce tirage ne se refait pas"));
    }
    if asked.alternates.is_some() {
        return Err(Problem::to_correct("« --alternates » sert au tirage d’un groupe, pas à celui des courriers"));
    }
    sound(&asked.folder, &files)?;
    let public = public(asked.dice, asked.beacon.as_deref())?;
    let many = mailing::draw(&mut files, &public).map_err(Problem::to_correct)?;
    write_all(&asked.folder, &files)?;
    println!(
        "{} dans {}. Les réponses reçues font le vivier : « parvis draw prepare --invited {} ».",
        counted(many, "personne à inviter", "personnes à inviter"),
        asked.folder.join("invited.csv").display(),
        asked.folder.display()
    );
    println!("{WHOLE}{}", contents::bind(&mut files));
    Ok(ExitCode::SUCCESS)
}

/// Gives people of a pool the chance they had of being invited; answers the fingerprint of the first draw.
pub fn join(first: &Path, path: &Path, people: &mut Pool) -> Result<String, Problem> {
    let mut files = open(first)?;
    sound(first, &files)?;
    let chances = mailing::chances(&files).map_err(Problem::told)?;
    invitation::join(people, &chances).map_err(|wrong| of_file(path, &wrong))?;
    Ok(contents::bind(&mut files))
}
