//! A citizen council, its pool made of invented names, and the draw of its residents. Made up.

use serde::Deserialize;

use crate::header::Header;

/// `councils.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CouncilsFile {
    /// Source and licence.
    pub header: Header,
    /// The council.
    pub council: CouncilTold,
    /// What people of the pool are made of.
    pub pool: PoolTold,
    /// The draw of residents.
    pub draw: DrawTold,
    /// Structures that put themselves forward.
    #[serde(rename = "structure")]
    pub structures: Vec<StructureTold>,
}

/// The council.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CouncilTold {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Keys of its neighbourhoods.
    pub areas: Vec<String>,
    /// Seats of residents.
    pub residents: i64,
    /// Seats of local actors.
    pub actors: i64,
    /// Who carries it.
    pub support: String,
    /// Where it meets.
    pub place: String,
    /// Its budget, in cents.
    pub budget: i64,
    /// Its charter.
    pub charter: String,
}

/// What people are made of, by turns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolTold {
    /// How many.
    pub people: usize,
    /// Forenames of women.
    pub women: Vec<String>,
    /// Forenames of men.
    pub men: Vec<String>,
    /// Family names.
    pub names: Vec<String>,
    /// Streets.
    pub streets: Vec<String>,
}

/// The draw of residents.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawTold {
    /// Where the session is held.
    pub place: String,
    /// The public value announced.
    pub beacon_source: String,
    /// The public value.
    pub beacon: String,
    /// The number read aloud.
    pub dice: i64,
    /// Who was there.
    pub witnesses: String,
}

/// Structures of a kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StructureTold {
    /// Rank of the kind among those offered first.
    pub kind: usize,
    /// Their names.
    pub names: Vec<String>,
}

/// The list of people of one neighbourhood, as an electoral roll exported since 2019 is written.
pub fn roll(pool: &PoolTold, area: usize, areas: usize) -> String {
    let mut text =
        "code du l'ugle;libellé de l'ugle;libellé du type de liste;nom de naissance;nom d'usage;prénoms;sexe;date \
                    de naissance;numéro de voie;libellé de voie;complément 1;code postal;commune\n"
            .to_owned();
    let pick = |list: &[String], rank: usize| list.get(rank % list.len().max(1)).cloned().unwrap_or_default();
    for rank in (0..pool.people).filter(|rank| rank % areas == area) {
        let turn = rank / areas;
        let is_woman = turn.is_multiple_of(2);
        let list = if is_woman { &pool.women } else { &pool.men };
        let forenames = format!("{}, {}", pick(list, turn / 2), pick(list, turn / 7 + 3));
        // One in seven is young: fewer on a roll than in the street, and fewer than the quota asks for.
        let year = if turn % 7 == 3 { 1998 + turn % 9 } else { 1940 + (turn * 11) % 55 };
        text.push_str(&format!(
            "\"11069\";\"Carcassonne\";\"Liste principale\";\"{}\";;\"{forenames}\";\"{}\";\"{:02}/{:02}/{year}\";\"{}\";\"{}\";\"Appartement {}\";\"11000\";\"Carcassonne\"\n",
            pick(&pool.names, turn * 3 + rank).to_uppercase(),
            if is_woman { "F" } else { "M" },
            1 + turn % 28,
            1 + turn % 12,
            1 + turn / 4,
            pick(&pool.streets, rank),
            1 + turn / 3,
        ));
    }
    text
}
