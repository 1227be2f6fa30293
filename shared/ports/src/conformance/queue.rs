//! Behaviours of a job queue.
//!
//! Times are measured in the queue's own visibility timeout, so that a suite run takes as long as
//! the adapter under test is configured for.

use crate::queue::{Delivery, JobQueue, Lane};
use skydash_domain::job::Message;
use skydash_domain::{JobId, Tenant};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// The port under test.
type Queue = Arc<dyn JobQueue>;

const LANE: Lane = Lane::Compute;

fn message(number: u128) -> Message {
    Message { version: 1, tenant: Tenant::default(), job_id: JobId(Uuid::from_u128(number)) }
}

async fn send(queue: &Queue, numbers: impl IntoIterator<Item = u128>) {
    for number in numbers {
        queue.send(LANE, &message(number)).await.expect("a message sent");
    }
}

/// What is there now.
async fn receive(queue: &Queue) -> Vec<Delivery> {
    queue.receive(LANE, 10, Duration::ZERO).await.expect("deliveries")
}

/// The next message, waiting up to three visibility timeouts.
async fn next(queue: &Queue) -> Delivery {
    let mut found = queue.receive(LANE, 1, queue.visibility_timeout() * 3).await.expect("deliveries");
    assert_eq!(found.len(), 1, "no message came");
    found.remove(0)
}

/// Waits for so many parts in ten of a visibility timeout.
async fn tenths(queue: &Queue, parts: u32) {
    tokio::time::sleep(queue.visibility_timeout() * parts / 10).await;
}

/// Nothing of a message is lost, and it counts its receives.
pub async fn a_message_arrives_as_it_was_sent(queue: Queue) {
    let tenant = Tenant::try_from("somebody-else".to_owned()).expect("a tenant");
    let sent = Message { tenant, ..message(u128::MAX) };
    queue.send(LANE, &sent).await.expect("a message sent");
    let delivery = next(&queue).await;
    assert_eq!((delivery.message, delivery.receives), (sent, 1));
}

/// Close to first in, first out: nobody starves.
pub async fn messages_arrive_in_about_the_order_sent(queue: Queue) {
    send(&queue, 0..20).await;
    let mut found = Vec::new();
    while found.len() < 20 {
        let delivery = next(&queue).await;
        queue.ack(LANE, &delivery).await.expect("an ack");
        found.push(delivery.message.job_id.0.as_u128());
    }
    for (position, number) in found.into_iter().enumerate() {
        assert!(number.abs_diff(position as u128) <= 10, "message {number} came at place {position}");
    }
}

/// Nobody else gets it meanwhile.
pub async fn a_message_is_hidden_while_in_flight(queue: Queue) {
    send(&queue, [1]).await;
    next(&queue).await;
    assert_eq!(receive(&queue).await, []);
}

/// A receiver that died gives the message back, and a waiting receiver gets it then.
pub async fn a_message_comes_again_after_its_timeout(queue: Queue) {
    send(&queue, [1]).await;
    let first = next(&queue).await;
    let second = next(&queue).await;
    assert_eq!(second.message, first.message);
    assert_eq!(second.receives, 2);
    assert_ne!(second.receipt, first.receipt);
}

/// Acknowledged is removed; again is harmless.
pub async fn an_acknowledged_message_never_comes_again(queue: Queue) {
    send(&queue, [1]).await;
    let delivery = next(&queue).await;
    queue.ack(LANE, &delivery).await.expect("an ack");
    queue.ack(LANE, &delivery).await.expect("a second ack");
    tenths(&queue, 12).await;
    assert_eq!(receive(&queue).await, []);
}

/// Who was too slow can neither remove, nor show, nor hide what another has received.
pub async fn a_stale_receipt_has_no_effect(queue: Queue) {
    send(&queue, [1]).await;
    let slow = next(&queue).await;
    let current = next(&queue).await;
    queue.release(LANE, &slow, Duration::ZERO).await.expect("a release");
    assert_eq!(receive(&queue).await, [], "a stale release showed the message");
    queue.ack(LANE, &slow).await.expect("an ack");
    queue.extend(LANE, &slow, queue.visibility_timeout() * 100).await.expect("an extension");
    let third = next(&queue).await;
    assert_eq!(third.message, current.message, "a stale receipt removed or hid the message");
}

/// Released with a delay it stays away that long, and no longer.
pub async fn a_released_message_comes_after_its_delay(queue: Queue) {
    send(&queue, [1, 2]).await;
    let (one, two) = (next(&queue).await, next(&queue).await);
    queue.extend(LANE, &one, queue.visibility_timeout() * 100).await.expect("an extension");
    queue.release(LANE, &two, Duration::ZERO).await.expect("a release");
    assert_eq!(next(&queue).await.message, two.message);
    queue.release(LANE, &one, queue.visibility_timeout() / 2).await.expect("a release");
    assert_eq!(receive(&queue).await, []);
    assert_eq!(next(&queue).await.message, one.message);
}

/// Renewed in time it is not delivered to another.
pub async fn an_extended_message_stays_hidden(queue: Queue) {
    send(&queue, [1]).await;
    let delivery = next(&queue).await;
    for _ in 0..3 {
        tenths(&queue, 6).await;
        queue.extend(LANE, &delivery, queue.visibility_timeout()).await.expect("an extension");
        assert_eq!(receive(&queue).await, []);
    }
    assert_eq!(next(&queue).await.receives, 2);
}

/// After the last receive it goes to the dead letters and nowhere else, until acknowledged there.
pub async fn too_many_receives_make_a_dead_letter(queue: Queue) {
    send(&queue, [1]).await;
    for receives in 1..=queue.max_receives() {
        let delivery = next(&queue).await;
        assert_eq!(delivery.receives, receives);
        queue.release(LANE, &delivery, Duration::ZERO).await.expect("a release");
    }
    let mut dead = Vec::new();
    for _ in 0..20 {
        assert_eq!(receive(&queue).await, [], "a dead letter was delivered again");
        dead = queue.dead_letters(LANE, 10).await.expect("dead letters");
        if !dead.is_empty() {
            break;
        }
        tenths(&queue, 2).await;
    }
    assert_eq!(dead.iter().map(|delivery| &delivery.message).collect::<Vec<_>>(), [&message(1)]);
    queue.ack(LANE, &dead[0]).await.expect("an ack");
    tenths(&queue, 12).await;
    assert_eq!(queue.dead_letters(LANE, 10).await.expect("dead letters"), []);
}

/// What is sent to one lane does not arrive in another.
pub async fn lanes_are_separate(queue: Queue) {
    queue.send(Lane::Batch, &message(1)).await.expect("a message sent");
    assert_eq!(receive(&queue).await, []);
    let found = queue.receive(Lane::Batch, 10, queue.visibility_timeout()).await.expect("deliveries");
    assert_eq!(found.len(), 1);
}

/// A waiting receiver need not wait to the end.
pub async fn a_waiting_receiver_wakes_when_a_message_is_sent(queue: Queue) {
    let wait = Duration::from_secs(20);
    let receiver = tokio::spawn({
        let queue = queue.clone();
        async move {
            let found = queue.receive(LANE, 1, wait).await.expect("deliveries");
            (found, Instant::now())
        }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let sent = Instant::now();
    send(&queue, [1]).await;
    let (found, woken) = receiver.await.expect("a receiver that ends well");
    assert_eq!(found.len(), 1);
    assert!(woken.saturating_duration_since(sent) < Duration::from_secs(5));
}

/// An empty queue answers after the wait.
pub async fn a_receiver_waits_no_longer_than_asked(queue: Queue) {
    let (start, wait) = (Instant::now(), Duration::from_millis(1000));
    assert_eq!(queue.receive(LANE, 1, wait).await, Ok(vec![]));
    assert!(start.elapsed() >= wait / 2, "came back after {:?}", start.elapsed());
    assert!(start.elapsed() < wait * 5, "came back after {:?}", start.elapsed());
}

/// Several receivers get every message, and in the usual case each once.
pub async fn competing_receivers_share_the_messages(queue: Queue) {
    send(&queue, 0..40).await;
    let work = |queue: Queue| async move {
        let mut found = Vec::new();
        loop {
            let deliveries = queue.receive(LANE, 3, Duration::from_millis(200)).await.expect("deliveries");
            if deliveries.is_empty() {
                return found;
            }
            for delivery in deliveries {
                queue.ack(LANE, &delivery).await.expect("an ack");
                found.push(delivery.message.job_id.0.as_u128());
            }
        }
    };
    let workers: Vec<_> = (0..4).map(|_| tokio::spawn(work(queue.clone()))).collect();
    let mut all = BTreeSet::new();
    for worker in workers {
        all.extend(worker.await.expect("a worker that ends well"));
    }
    assert_eq!(all, (0..40).collect());
}
