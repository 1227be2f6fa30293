//! An upload for engines that look at some of it: forwards and backwards, and no more is fetched than they look at.

use crate::blocking::wait;
use crate::objects::Area;
use crate::uploads::Uploads;
use bytes::Bytes;
use skydash_domain::Result;
use std::io::{Read, Seek, SeekFrom};
use tokio::runtime::Handle;

/// Bytes fetched at once.
const BLOCK_BYTES: u64 = 4 << 20;

/// An upload, to be read outside of the runtime's threads.
pub struct UploadReader {
    area: Area,
    runtime: Handle,
    /// The names of its objects, and where in the upload each ends.
    objects: Vec<(String, u64)>,
    position: u64,
    /// The bytes fetched last, and where they begin.
    block: (u64, Bytes),
}

impl Uploads {
    /// An upload at its start. To be called where there is a runtime.
    ///
    /// # Errors
    /// [`skydash_domain::Error::NotFound`] when there is no such upload.
    pub async fn reader(&self, key: &str) -> Result<UploadReader> {
        let mut objects = self.objects(key).await?;
        let mut end = 0;
        for (_, size) in &mut objects {
            end += *size;
            *size = end;
        }
        let (area, runtime) = (self.area().clone(), Handle::current());
        Ok(UploadReader { area, runtime, objects, position: 0, block: (0, Bytes::new()) })
    }
}

impl UploadReader {
    fn size(&self) -> u64 {
        self.objects.last().map_or(0, |(_, end)| *end)
    }

    /// What is left of the block at the position.
    fn at_hand(&self) -> &[u8] {
        let (start, bytes) = &self.block;
        let offset = self.position.checked_sub(*start).and_then(|offset| usize::try_from(offset).ok());
        offset.and_then(|offset| bytes.get(offset..)).unwrap_or_default()
    }

    /// The block that begins at the position.
    fn fetch(&self) -> Result<Bytes> {
        let number = self.objects.partition_point(|(_, end)| *end <= self.position);
        let Some((name, end)) = self.objects.get(number) else { return Ok(Bytes::new()) };
        let start = number.checked_sub(1).map_or(0, |before| self.objects[before].1);
        let range = self.position - start..(*end).min(self.position + BLOCK_BYTES) - start;
        let (area, name) = (self.area.clone(), name.clone());
        wait(&self.runtime, async move { area.range(&name, range).await })
    }
}

impl Read for UploadReader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.at_hand().is_empty() && self.position < self.size() && !buffer.is_empty() {
            self.block = (self.position, self.fetch().map_err(std::io::Error::other)?);
        }
        let count = self.at_hand().read(buffer)?;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for UploadReader {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => self.size().checked_add_signed(by),
        };
        self.position = position.ok_or(std::io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uploads::{PART_BYTES, Plan};
    use object_store::memory::InMemory;
    use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
    use skydash_domain::{Error, Tenant};
    use std::sync::Arc;
    use uuid::Uuid;

    #[tokio::test]
    async fn it_is_the_file_that_came_however_it_came() {
        let store: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
        let uploads = Uploads::new(store.clone(), &Tenant::default());
        let bytes: Vec<u8> = (0..PART_BYTES + 9_000_000).map(|at| (at % 251) as u8).collect();
        uploads.put("whole", bytes.clone().into()).await.unwrap();
        let key = Uuid::nil();
        let plan = Plan { file_name: "a.csv".to_owned(), size_bytes: bytes.len() as u64 };
        uploads.begin(key, &plan).await.unwrap();
        for (number, part) in (1..).zip(bytes.chunks(PART_BYTES as usize)) {
            store.put(&uploads.part(&key.to_string(), number), PutPayload::from(part.to_vec())).await.unwrap();
        }
        for name in ["whole", &key.to_string()] {
            let mut reader = uploads.reader(name).await.unwrap();
            let expected = bytes.clone();
            let read = move || {
                let mut found = Vec::new();
                reader.read_to_end(&mut found).unwrap();
                assert!(found == expected, "the bytes differ");
                for start in [0, BLOCK_BYTES - 1, PART_BYTES - 2, expected.len() as u64 - 4] {
                    let mut few = [0; 4];
                    reader.seek(SeekFrom::Start(start)).unwrap();
                    reader.read_exact(&mut few).unwrap();
                    assert_eq!(few, expected[start as usize..][..4]);
                }
                assert_eq!(reader.seek(SeekFrom::End(-1)).unwrap(), expected.len() as u64 - 1);
                assert!(reader.seek(SeekFrom::Current(-i64::MAX)).is_err());
            };
            tokio::task::spawn_blocking(read).await.unwrap();
        }
        assert!(matches!(uploads.reader("nothing").await, Err(Error::NotFound(_))));
    }
}
