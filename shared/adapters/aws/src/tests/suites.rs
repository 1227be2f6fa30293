//! Each suite twice.

/// Every suite and every behaviour of this crate's own, with these attributes, over fixtures that
/// `$fixture` makes.
macro_rules! suites {
    ($attributes:tt, $fixture:path) => {
        use object_store::ObjectStore;
        use skydash_ports::{JobQueue, MetaStore};
        use std::sync::Arc;

        async fn store() -> (Arc<dyn MetaStore>, impl Send) {
            let (fixture, keep) = $fixture().await;
            (fixture.aws.scope().meta, keep)
        }

        async fn queue() -> (Arc<dyn JobQueue>, impl Send) {
            let (fixture, keep) = $fixture().await;
            (fixture.aws.scope().queue, keep)
        }

        async fn objects() -> (Arc<dyn ObjectStore>, impl Send) {
            let (fixture, keep) = $fixture().await;
            (fixture.aws.scope().objects, keep)
        }

        skydash_ports::meta_store_conformance!($attributes, store);
        skydash_ports::job_queue_conformance!($attributes, queue);
        skydash_ports::objects_conformance!($attributes, objects);
        behaviours!($attributes, $fixture:
            the_object_store_keeps_its_own_contract,
            making_everything_twice_changes_nothing,
            pages_go_on_beyond_a_megabyte,
            a_hundred_large_bodies_are_one_transaction,
            a_body_moves_out_of_the_table_and_back,
            bodies_that_no_record_names_are_collected,
            a_cursor_from_outside_of_a_query_is_no_failure,
            ids_longer_than_a_key_may_be_are_kept_and_listed,
            a_message_that_is_none_of_ours_holds_nobody_up,
            a_long_delay_is_as_long_as_there_can_be,
            a_download_address_needs_no_credentials,
            an_upload_comes_in_parts_from_elsewhere,
        );
    };
}

/// One test for each behaviour named.
macro_rules! behaviours {
    ($attributes:tt, $fixture:path: $($behaviour:ident),+ $(,)?) => {
        $(behaviour!($attributes, $fixture, $behaviour);)+
    };
}

macro_rules! behaviour {
    ([$($attribute:tt)*], $fixture:path, $behaviour:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        $($attribute)*
        async fn $behaviour() {
            let (fixture, _keep) = $fixture().await;
            $crate::tests::behaviours::$behaviour(fixture).await;
        }
    };
}

mod in_process {
    suites!([], crate::tests::standin::fixture);
    // MiniStack copies whatever the condition.
    behaviours!([], crate::tests::standin::fixture: a_copy_replaces_nothing_unless_it_may);
}

mod emulator {
    use crate::Endpoints;
    use crate::tests::Fixture;
    use std::time::Duration;

    /// Emulators take a key of twelve digits for the account, so that each test has one of its own.
    async fn fixture() -> (Fixture, ()) {
        let endpoints = Endpoints::from_env();
        assert!(endpoints.s3.is_some(), "set AWS_ENDPOINT_URL to the emulator's address");
        let account = format!("{:012}", uuid::Uuid::new_v4().as_u128() % 1_000_000_000_000);
        (Fixture::new(endpoints, &account, Duration::from_secs(2)).await, ())
    }

    suites!([#[ignore = "needs an emulator at AWS_ENDPOINT_URL"]], fixture);
}
