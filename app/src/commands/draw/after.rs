//! After a draw: people who refuse are replaced, half of a council leaves, seats nobody could fill are drawn again.

use std::path::Path;
use std::process::ExitCode;

use sortition::reading::{Table, Wrong};
use sortition::replacement::{self, Council};
use sortition::request::Request;
use sortition::succession::{self, Succession};
use sortition::{contents, dossier, opening, pool, renewal};

use super::folder::{fresh, of_file, open, read, sound, write_all};
use super::{Ended, Problem, WHOLE, counted, public, refused, write_prepared};
use crate::command_line::Renewing;

/// Identifiers shown of those passed over for the same reason.
const SHOWN: usize = 5;

/// Replaces people who refuse.
pub fn replace(folder: &Path, refused: &[String]) -> Ended {
    let mut files = open(folder)?;
    sound(folder, &files)?;
    if files.contains_key("renewal.json") {
        return Err(Problem::told("Ce groupe a été renouvelé par moitié : le nouveau dossier dit qui siège"));
    }
    let opened = opening::open(&files).map_err(Problem::told)?;
    let standing = replacement::standing(&files).map_err(Problem::told)?;
    let order = opening::identifiers(&files, "complementary.csv").map_err(Problem::told)?;
    let council = Council::new(&opened).map_err(Problem::told)?;
    let replaced = council.replace(&standing.sitting, &order, &standing.gone, refused).map_err(Problem::to_correct)?;
    replacement::record(&mut files, &standing, refused, &replaced);
    let whole = contents::bind(&mut files);
    write_all(folder, &files)?;
    for (reason, ids) in by_reason(&replaced.skipped) {
        let more = ids.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" et {more} de plus") } else { String::new() };
        println!("  Ne peuvent pas être appelé·e·s, car {reason} : {}{more}.", ids[..ids.len().min(SHOWN)].join(", "));
    }
    if !replaced.blocked.is_empty() {
        return Err(Problem::refused(format!(
            "{}\nLe groupe compte {}. Après un changement décidé et publié, un tirage complémentaire se prépare avec \
             « parvis draw prepare --after {} ».",
            replaced.blocked.join("\n"),
            counted(replaced.council.len(), "personne", "personnes"),
            folder.display()
        )));
    }
    println!("Appelé·e·s : {}.", replaced.called.join(", "));
    println!("{WHOLE}{whole}");
    Ok(ExitCode::SUCCESS)
}

/// Draws who leaves, and prepares the draw of the seats left.
pub fn renew(asked: &Renewing) -> Ended {
    let files = open(&asked.folder)?;
    if files.contains_key("renewal.json") {
        return Err(Problem::told("Ce renouvellement a déjà été tiré : il ne se refait pas"));
    }
    fresh(&asked.out, &dossier::NAMES)?;
    sound(&asked.folder, &files)?;
    let public = public(asked.dice, asked.beacon.as_deref())?;
    let opened = opening::open(&files).map_err(Problem::told)?;
    let standing = replacement::standing(&files).map_err(Problem::told)?;
    let renewed = renewal::renew(&opened, &standing, &public).map_err(refused)?;
    println!("Partent : {}.", renewed.leave.join(", "));
    println!("Restent : {}.", renewed.stay.join(", "));
    let request = Request {
        seats: opened.seats,
        panels: asked.panels,
        rules: opened.rules,
        after: Some(dossier::hash(&renewed.told)),
        ..Request::default()
    };
    write_prepared(&asked.out, request, renewed.pool, renewed.quotas)?;
    let mut files = files;
    files.insert("renewal.json".to_owned(), renewed.told);
    let whole = contents::bind(&mut files);
    write_all(&asked.folder, &files)?;
    println!("{WHOLE}{whole}");
    Ok(ExitCode::SUCCESS)
}

/// People passed over, gathered by the reason why, in the order of the list; the journal holds them one by one.
fn by_reason(skipped: &[(String, String)]) -> Vec<(&str, Vec<&str>)> {
    let mut gathered: Vec<(&str, Vec<&str>)> = Vec::new();
    for (id, reason) in skipped {
        match gathered.iter_mut().find(|(known, _)| known == reason) {
            Some((_, ids)) => ids.push(id),
            None => gathered.push((reason, vec![id])),
        }
    }
    gathered
}

/// Ranks of those who sit already.
pub fn seated(path: &Path, people: &pool::Pool) -> Result<Vec<u32>, Problem> {
    let table = Table::read(&read(path)?).map_err(|wrong| of_file(path, &wrong))?;
    let column = table.column(&["id"]).map_err(|wrong| of_file(path, &wrong))?;
    let column = column.ok_or_else(|| of_file(path, &Wrong::of("Il manque la colonne « id ».")))?;
    let mut ranks = Vec::new();
    for (line, cells) in &table.lines {
        let id = cells.get(column).unwrap_or_default();
        match (0..).zip(&people.people).find(|(_, person)| person.id == id) {
            Some((rank, _)) => ranks.push(rank),
            None => {
                return Err(of_file(path, &Wrong::of(format!("Ligne {line} : « {id} » n’est pas dans le vivier."))));
            }
        }
    }
    Ok(ranks)
}

/// Where the dossier of a draw ends, for one that completes it.
pub fn end(folder: &Path) -> Result<Succession, Problem> {
    let files = open(folder)?;
    sound(folder, &files)?;
    succession::end(&files).map_err(Problem::told)
}
