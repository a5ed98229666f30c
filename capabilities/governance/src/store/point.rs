//! Objects put on the agenda of meetings.

use database::{Result, Tx, execute, fetch_all};
use kernel::{Outside, Uuid};

use super::known;
use crate::rules::{Object, ObjectKind};

/// Objects on the agenda of a meeting, in the order they were put there.
pub async fn of_meeting(tx: &mut Tx, meeting: Uuid) -> Result<Vec<Object>> {
    let sql = "SELECT object_kind, object, object_label, object_path, object_open_path FROM steering_point \
               WHERE meeting = $1 ORDER BY added_at, id";
    let rows: Vec<(String, Uuid, String, String, String)> = fetch_all!(tx, sql, meeting)?;
    let read = |(kind, id, label, path, open_path): (String, Uuid, String, String, String)| {
        let kind = known("steering_point.object_kind", &kind, ObjectKind::from_code(&kind))?;
        Ok(Object { kind, id, label, path, open_path })
    };
    rows.into_iter().map(read).collect()
}

/// Puts an object on the agenda of a meeting. Gives the row, or nothing when it is there already.
pub async fn insert(tx: &mut Tx, outside: &Outside, meeting: Uuid, one: &Object) -> Result<Option<Uuid>> {
    let id = outside.uuid();
    let count = execute!(
        tx,
        "INSERT INTO steering_point (id, meeting, object_kind, object, object_label, object_path, object_open_path, added_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (meeting, object) DO NOTHING",
        id,
        meeting,
        one.kind.code(),
        one.id,
        &one.label,
        &one.path,
        &one.open_path,
        outside.now().0
    )?;
    Ok((count == 1).then_some(id))
}
