//! Metadata in one table.

use crate::database::Database;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use skydash_domain::{Result, Tenant};
use skydash_ports::meta::check_writes;
use skydash_ports::place::{self, Place};
use skydash_ports::{Commit, Damaged, Expect, Key, Kind, MetaStore, Order, Page, Query, Record, Write};
use std::sync::Arc;

/// How much text a page has, about: the rest is for the next one. DynamoDB does the same.
const PAGE_BYTES: usize = 1 << 20;

/// One tenant's view of the table.
pub struct LocalMeta {
    database: Arc<Database>,
    tenant: Tenant,
}

impl LocalMeta {
    /// The default tenant's view.
    pub fn new(database: Arc<Database>) -> Self {
        Self { database, tenant: Tenant::default() }
    }
}

/// A record whose body is still text: parsing it needs no connection.
struct Raw {
    key: Key,
    version: u64,
    parent: Option<String>,
    order: i64,
    body: Vec<u8>,
}

impl Raw {
    /// Reads the columns `id, version, parent, place, body`.
    fn from_row(kind: Kind, row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            key: Key { kind, id: row.get(0)? },
            version: row.get::<_, i64>(1)?.cast_unsigned(),
            parent: row.get(2)?,
            order: row.get(3)?,
            // Text that is no text any more is for whoever parses it.
            body: row.get_ref(4)?.as_bytes_or_null()?.unwrap_or_default().to_owned(),
        })
    }

    fn place(&self) -> Place {
        Place { order: self.order, id: self.key.id.clone() }
    }

    fn parse(self) -> Result<Record, Damaged> {
        let body = serde_json::from_slice(&self.body).map_err(|error| Damaged::new(&self.key, error))?;
        let parent = match &self.parent {
            None => None,
            Some(text) => {
                let parts = text.split_once('/');
                let (kind, id) = parts.ok_or_else(|| Damaged::new(&self.key, "its parent is no key"))?;
                Some(Key::new(place::kind(kind), id))
            }
        };
        Ok(Record { key: self.key, version: self.version, parent, order: self.order, body })
    }
}

fn get(connection: &Connection, tenant: &Tenant, key: &Key) -> rusqlite::Result<Option<Raw>> {
    connection
        .prepare_cached(
            "SELECT id, version, parent, place, body FROM record WHERE tenant = ?1 AND kind = ?2 AND id = ?3",
        )?
        .query_row(params![tenant.as_str(), key.kind, key.id], |row| Raw::from_row(key.kind, row))
        .optional()
}

fn holds(connection: &Connection, tenant: &Tenant, write: &Write) -> rusqlite::Result<bool> {
    let (key, expect) = (write.key(), write.expect());
    if expect == Expect::Anything {
        return Ok(true);
    }
    let version: Option<i64> = connection
        .prepare_cached("SELECT version FROM record WHERE tenant = ?1 AND kind = ?2 AND id = ?3")?
        .query_row(params![tenant.as_str(), key.kind, key.id], |row| row.get(0))
        .optional()?;
    Ok(match expect {
        Expect::Anything => true,
        Expect::Absent => version.is_none(),
        Expect::Present => version.is_some(),
        Expect::Version(expected) => version == Some(expected.cast_signed()),
    })
}

/// Keeps a tenant's name, for those who clean up.
fn note(connection: &Connection, tenant: &Tenant) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT OR IGNORE INTO tenant (name) VALUES (?1)")?.execute([tenant.as_str()]).map(drop)
}

fn apply(connection: &Connection, tenant: &Tenant, write: &Write) -> rusqlite::Result<()> {
    match write {
        Write::Put(record, _) => {
            let parent = record.parent.as_ref().map(ToString::to_string);
            connection
                .prepare_cached(
                    "INSERT INTO record (tenant, kind, id, version, parent, place, body) VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6)
                     ON CONFLICT (tenant, kind, id) DO UPDATE SET
                         version = version + 1, parent = excluded.parent, place = excluded.place, body = excluded.body",
                )?
                .execute(params![
                    tenant.as_str(),
                    record.key.kind,
                    record.key.id,
                    parent,
                    record.order,
                    record.body.to_string()
                ])?;
        }
        Write::Delete(key, _) => {
            connection
                .prepare_cached("DELETE FROM record WHERE tenant = ?1 AND kind = ?2 AND id = ?3")?
                .execute(params![tenant.as_str(), key.kind, key.id])?;
        }
        Write::Check(..) => {}
    }
    Ok(())
}

/// The SQL of a query and its parameters, for one record more than asked for.
fn select(tenant: &Tenant, query: &Query, last: Option<Place>) -> (String, Vec<Sql>) {
    let mut sql = "SELECT id, version, parent, place, body FROM record WHERE tenant = ? AND kind = ?".to_owned();
    let mut values: Vec<Sql> = vec![tenant.as_str().to_owned().into(), query.kind.to_owned().into()];
    if let Some(parent) = &query.parent {
        sql.push_str(" AND parent = ?");
        values.push(parent.to_string().into());
    }
    if let Some(after) = query.after {
        sql.push_str(" AND place > ?");
        values.push(after.into());
    }
    let (beyond, direction) = match query.direction {
        Order::Ascending => (" AND (place, id) > (?, ?)", "ASC"),
        Order::Descending => (" AND (place, id) < (?, ?)", "DESC"),
    };
    if let Some(last) = last {
        sql.push_str(beyond);
        values.extend([last.order.into(), last.id.into()]);
    }
    sql.push_str(&format!(" ORDER BY place {direction}, id {direction} LIMIT ?"));
    values.push(i64::try_from(query.limit.max(1)).unwrap_or(i64::MAX - 1).saturating_add(1).into());
    (sql, values)
}

/// The records of a page, and whether there are more.
fn gather(rows: impl Iterator<Item = rusqlite::Result<Raw>>, most: usize) -> rusqlite::Result<(Vec<Raw>, bool)> {
    let (mut found, mut bytes) = (Vec::new(), 0);
    for row in rows {
        let row = row?;
        if found.len() == most || bytes >= PAGE_BYTES {
            return Ok((found, true));
        }
        bytes += row.body.len();
        found.push(row);
    }
    Ok((found, false))
}

#[async_trait::async_trait]
impl MetaStore for LocalMeta {
    fn for_tenant(&self, tenant: &Tenant) -> Arc<dyn MetaStore> {
        Arc::new(Self { database: self.database.clone(), tenant: tenant.clone() })
    }

    async fn get(&self, key: &Key) -> Result<Option<Record>> {
        let (tenant, key) = (self.tenant.clone(), key.clone());
        let raw = self.database.read(move |connection| get(connection, &tenant, &key)).await?;
        raw.map(Raw::parse).transpose().map_err(Damaged::asked_for)
    }

    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Record>>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let (tenant, keys) = (self.tenant.clone(), keys.to_vec());
        let found: Vec<Option<Raw>> = self
            .database
            .read(move |connection| keys.iter().map(|key| get(connection, &tenant, key)).collect())
            .await?;
        found.into_iter().map(|raw| raw.map(Raw::parse).transpose().map_err(Damaged::asked_for)).collect()
    }

    async fn query(&self, query: &Query) -> Result<Page> {
        let last = query.cursor.as_deref().map(str::parse).transpose()?;
        let (sql, values) = select(&self.tenant, query, last);
        let kind = query.kind;
        let most = query.limit.max(1);
        let (found, more) = self
            .database
            .read(move |connection| {
                let mut statement = connection.prepare_cached(&sql)?;
                let rows = statement.query_map(params_from_iter(values), |row| Raw::from_row(kind, row))?;
                gather(rows, most)
            })
            .await?;
        let cursor = found.last().filter(|_| more).map(|raw| raw.place().to_string());
        let mut page = Page { cursor, ..Page::default() };
        for raw in found {
            match raw.parse() {
                Ok(record) => page.records.push(record),
                Err(damaged) => page.damaged.push(damaged),
            }
        }
        Ok(page)
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<Commit> {
        check_writes(&writes)?;
        if writes.iter().any(|write| matches!(write, Write::Put(_, Expect::Absent))) {
            self.database.admit()?;
        }
        let tenant = self.tenant.clone();
        self.database
            .write(move |connection| {
                for (position, write) in writes.iter().enumerate() {
                    if !holds(connection, &tenant, write)? {
                        return Ok(Commit::Refused(position));
                    }
                }
                note(connection, &tenant)?;
                writes.iter().try_for_each(|write| apply(connection, &tenant, write))?;
                Ok(Commit::Done)
            })
            .await
    }

    async fn next_id(&self, kind: Kind) -> Result<i64> {
        let tenant = self.tenant.clone();
        self.database
            .write(move |connection| {
                connection
                    .prepare_cached(
                        "INSERT INTO counter (tenant, kind, value) VALUES (?1, ?2, 1)
                         ON CONFLICT (tenant, kind) DO UPDATE SET value = value + 1 RETURNING value",
                    )?
                    .query_row(params![tenant.as_str(), kind], |row| row.get(0))
            })
            .await
    }

    async fn tenants(&self, after: Option<&Tenant>) -> Result<Vec<Tenant>> {
        let after = after.map_or_else(String::new, ToString::to_string);
        let names: Vec<String> = self
            .database
            .read(move |connection| {
                let mut statement =
                    connection.prepare_cached("SELECT name FROM tenant WHERE name > ?1 ORDER BY name LIMIT 200")?;
                statement.query_map([after], |row| row.get(0))?.collect()
            })
            .await?;
        names.into_iter().map(Tenant::try_from).collect()
    }
}
