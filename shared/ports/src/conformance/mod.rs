//! What every adapter must do, as one plain async function a behaviour.
//!
//! An adapter's tests name a setup function for each port, which gives a fresh port and anything
//! that must live as long (a temporary folder), and list the suites:
//!
//! ```ignore
//! async fn store() -> (Arc<dyn MetaStore>, TempDir) { ... }
//! skydash_ports::meta_store_conformance!([], store);
//! // against an emulator, each test with an attribute:
//! skydash_ports::job_queue_conformance!([#[ignore = "needs the emulator"]], queue);
//! ```

// A behaviour that cannot be carried out fails its test.
#![allow(clippy::expect_used)]

pub mod meta;
pub mod meta_pages;
pub mod meta_tenants;
pub mod objects;
pub mod queue;

/// One `#[tokio::test]` for each behaviour named. The suites' macros expand to this one.
#[macro_export]
macro_rules! conformance_tests {
    ($attributes:tt, $setup:path, $($suite:ident: [$($behaviour:ident),+ $(,)?]),+ $(,)?) => {
        $($($crate::conformance_test!($attributes, $setup, $suite, $behaviour);)+)+
    };
}

/// A single behaviour as a test.
#[macro_export]
macro_rules! conformance_test {
    ([$($attribute:tt)*], $setup:path, $suite:ident, $behaviour:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        $($attribute)*
        async fn $behaviour() {
            let (port, _keep) = $setup().await;
            $crate::conformance::$suite::$behaviour(port).await;
        }
    };
}

/// Every behaviour of a [`crate::MetaStore`].
#[macro_export]
macro_rules! meta_store_conformance {
    ($attributes:tt, $setup:path) => {
        $crate::conformance_tests!($attributes, $setup,
            meta: [
                a_record_comes_back_as_it_was_written,
                a_missing_record_is_none,
                many_records_come_back_in_the_order_asked_for,
                a_version_counts_writes,
                a_stale_write_changes_nothing,
                a_refusal_names_the_first_condition_that_fails,
                absent_refuses_a_record_that_exists,
                present_refuses_a_record_that_is_missing,
                a_deleted_record_is_gone,
                a_hundred_writes_happen_together,
                more_than_a_hundred_writes_are_an_error,
                a_key_named_twice_is_an_error,
                a_body_of_350_kib_is_kept,
                a_larger_body_is_an_error_and_writes_nothing,
                concurrent_increments_lose_nothing,
                only_one_of_many_inserts_wins,
                ids_start_at_one_and_are_never_reused,
                tenants_see_nothing_of_each_other,
                odd_ids_are_kept_apart,
            ],
            meta_pages: [
                a_query_goes_by_order_then_id,
                pages_give_each_record_once,
                pages_survive_writes_in_between,
                a_descending_query_is_the_reverse,
                after_leaves_out_what_was_seen,
                children_are_found_by_their_parent,
                a_changed_parent_or_order_moves_the_record,
                a_foreign_cursor_is_an_error,
            ],
            meta_tenants: [
                a_fresh_store_has_no_tenants,
                a_tenant_is_known_from_its_first_record_on,
                pages_give_each_tenant_once,
            ],
        );
    };
}

/// Every behaviour of a [`crate::JobQueue`].
#[macro_export]
macro_rules! job_queue_conformance {
    ($attributes:tt, $setup:path) => {
        $crate::conformance_tests!($attributes, $setup,
            queue: [
                a_message_arrives_as_it_was_sent,
                messages_arrive_in_about_the_order_sent,
                a_message_is_hidden_while_in_flight,
                a_message_comes_again_after_its_timeout,
                an_acknowledged_message_never_comes_again,
                a_stale_receipt_has_no_effect,
                a_released_message_comes_after_its_delay,
                an_extended_message_stays_hidden,
                too_many_receives_make_a_dead_letter,
                lanes_are_separate,
                a_waiting_receiver_wakes_when_a_message_is_sent,
                a_receiver_waits_no_longer_than_asked,
                competing_receivers_share_the_messages,
            ],
        );
    };
}

/// Every behaviour of the three areas over an [`object_store::ObjectStore`].
#[macro_export]
macro_rules! objects_conformance {
    ($attributes:tt, $setup:path) => {
        $crate::conformance_tests!($attributes, $setup,
            objects: [
                an_object_comes_back_as_it_was_written,
                a_range_is_a_part_of_the_object,
                a_missing_object_is_not_found,
                an_upload_in_pieces_exists_once_completed,
                an_aborted_upload_leaves_nothing,
                removing_twice_is_harmless,
                areas_and_tenants_are_separate,
            ],
        );
    };
}
