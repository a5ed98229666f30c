//! A file of people walked through: whom each line is about, where she lives, whom she is perhaps; written together.

use std::borrow::Cow;
use std::collections::HashMap;

use database::Tx;
use kernel::{Failure, Outcome, Uuid};

use super::pool::{Around, bounds, complete, place_of, settle};
use super::reading::{Mapping, Trial};
use super::secrets::{self, Stamp, Stamps};
use super::table::{self, Line, Table};
use crate::rules::{Age, CandidateState, College, Council, Known, Marks, Met, Origin, Person, Placed, Sex, read_line};
use crate::store;
use crate::store::file::PoolFile;
use crate::store::pool::{Candidate, Fresh};

/// What a line gives.
enum Ready {
    /// Somebody new, and those who are perhaps her.
    New(Box<(Candidate, Person, Marks)>, Vec<(Uuid, &'static str)>),
    /// Somebody there, whose line may learn something.
    There(Uuid, Box<Person>),
}

/// Reads a file a batch at a time.
pub(super) struct Walk<'a> {
    around: Around<'a>,
    council: &'a Council,
    college: &'a College,
    file: &'a PoolFile,
    mapping: &'a Mapping,
    known: Known,
    /// What makes identifiers of lines, and fingerprints of people.
    stamps: (Stamp, Stamps),
    places: HashMap<String, (Option<Uuid>, Placed)>,
    pub(super) trial: Trial,
    /// Lines of people already there that learnt something.
    pub(super) learnt: Vec<Uuid>,
    /// People read and not written yet, and the doubts about them.
    waiting: Vec<Fresh>,
    doubts: Vec<((Uuid, Uuid), &'static str)>,
}

impl<'a> Walk<'a> {
    /// # Errors
    /// The database failed.
    pub(super) async fn new(
        tx: &mut Tx,
        around: Around<'a>,
        (council, college, file): (&'a Council, &'a College, &'a PoolFile),
        mapping: &'a Mapping,
    ) -> Outcome<Self> {
        let (mut known, mut last) = (Known::default(), Uuid::nil());
        // A pool there already may be as long as the file: its fingerprints are read a part at a time as well.
        loop {
            let some = store::pool::marks_after(tx, college.id, last).await?;
            let Some((end, _)) = some.last() else { break };
            last = *end;
            some.iter().for_each(|(id, marks)| known.add(*id, marks));
        }
        let keys = around.1;
        Ok(Self {
            around,
            council,
            college,
            file,
            mapping,
            known,
            stamps: (Stamp::new(keys, "councils.line"), Stamps::new(keys, college.id)),
            places: HashMap::new(),
            trial: Trial::default(),
            learnt: Vec::new(),
            waiting: Vec::new(),
            doubts: Vec::new(),
        })
    }

    async fn place(&mut self, tx: &mut Tx, person: &Person) -> Outcome<(Option<Uuid>, Placed)> {
        if self.mapping.area.is_some() {
            return place_of(tx, person, self.mapping.area).await;
        }
        let line = person.address_line();
        if let Some(found) = self.places.get(&line) {
            return Ok(*found);
        }
        let found = place_of(tx, person, None).await?;
        self.places.insert(line, found);
        Ok(found)
    }

    async fn line(&mut self, tx: &mut Tx, (line, cells): &Line) -> Outcome<Option<Ready>> {
        self.trial.lines += 1;
        let read = match read_line(&self.mapping.places, cells) {
            Ok(read) => read,
            Err(why) => {
                self.trial.remark(why, *line);
                return Ok(None);
            }
        };
        for remark in &read.remarks {
            self.trial.remark(remark, *line);
        }
        let (of_lines, of_people) = &self.stamps;
        let digest = of_lines.digest(format!("{}|{line}", self.file.id).as_bytes());
        let id = Uuid::from_u128(digest[..16].iter().fold(0, |number, byte| number << 8 | u128::from(*byte)));
        let marks = of_people.marks(&read.person);
        let household = of_people.household(&read.person);
        // A second attempt meets the lines the first one wrote.
        if self.known.has(id) {
            self.trial.known += 1;
            return Ok(None);
        }
        let doubts = match self.known.meet(&marks) {
            Met::Herself(other) => {
                self.trial.known += 1;
                return Ok(Some(Ready::There(other, Box::new(read.person))));
            }
            Met::Perhaps(doubts) => doubts,
            Met::Nobody => Vec::new(),
        };
        let (area, placed) = self.place(tx, &read.person).await?;
        let mut one = Candidate {
            id,
            college: self.college.id,
            origin: self.file.origin,
            source: Some(self.file.id),
            line: i64::try_from(*line).ok(),
            sex: read.sex,
            age: read.person.birth.age(self.mapping.day, bounds(self.council)),
            area,
            placed,
            structure: None,
            household,
            state: CandidateState::Kept,
            reason: String::new(),
            merged_into: None,
            added_at: self.around.0.now(),
            revision: 1,
        };
        settle(self.council, self.college.kind, &mut one, None);
        self.trial.fresh += 1;
        self.trial.doubts += usize::from(!doubts.is_empty());
        match one.state {
            CandidateState::Kept => self.trial.kept += 1,
            _ => *self.trial.aside.entry(one.reason.clone()).or_default() += 1,
        }
        if one.age == Age::Unknown {
            self.trial.remark("l’âge reste inconnu", *line);
        }
        if one.sex == Sex::Unknown && !read.remarks.iter().any(|told| told.contains("sexe")) {
            self.trial.remark("le sexe n’est pas donné", *line);
        }
        self.known.add(id, &marks);
        Ok(Some(Ready::New(Box::new((one, read.person, marks)), doubts)))
    }

    /// Reads a part of a file, and keeps nobody.
    ///
    /// # Errors
    /// It cannot be read, or the database failed.
    pub(super) async fn look(&mut self, tx: &mut Tx, table: &Table, part: usize) -> Outcome<()> {
        for row in self.part(table, part)?.iter() {
            self.line(tx, row).await?;
        }
        Ok(())
    }

    fn part<'t>(&mut self, table: &'t Table, part: usize) -> Outcome<Cow<'t, [Line]>> {
        let (lines, remarks) = table.part(part).map_err(|told| Failure::field("fichier", told))?;
        table::noticed(&mut self.trial.whole, remarks);
        Ok(lines)
    }

    /// Reads a part of a file, and writes whoever its lines are about.
    ///
    /// # Errors
    /// It cannot be read, or the database failed.
    pub(super) async fn write(&mut self, tx: &mut Tx, table: &Table, part: usize) -> Outcome<()> {
        let (outside, keys, _) = self.around;
        for row in self.part(table, part)?.iter() {
            match self.line(tx, row).await? {
                Some(Ready::New(new, doubts)) => {
                    let (one, person, marks) = *new;
                    let sealed = secrets::seal(keys, outside, one.id, &person)?;
                    self.doubts.extend(doubts.into_iter().map(|(other, why)| ((other, one.id), why)));
                    self.waiting.push((one, sealed, marks));
                }
                // A roll against itself has nothing to learn.
                Some(Ready::There(id, person)) if self.file.origin != Origin::Roll => {
                    if self.waiting.iter().any(|(one, ..)| one.id == id) {
                        self.flush(tx).await?;
                    }
                    if complete(tx, self.around, self.college.id, id, &person).await? {
                        store::pool::touch(tx, id).await?;
                        self.learnt.push(id);
                    }
                }
                Some(Ready::There(..)) | None => {}
            }
        }
        self.flush(tx).await
    }

    async fn flush(&mut self, tx: &mut Tx) -> Outcome<()> {
        store::pool::insert(tx, &std::mem::take(&mut self.waiting)).await?;
        for (pair, why) in std::mem::take(&mut self.doubts) {
            store::doubt::insert(tx, self.around.0.uuid(), self.college.id, pair, why).await?;
        }
        Ok(())
    }
}
