//! The one error of the domain. Its text is what the user reads; causes stay in the logs.

/// A result of anything that can fail in Skydash.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something could not be done.
///
/// Every variant but [`Error::Internal`] carries a sentence meant for the user: no path, no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The thing asked for does not exist (or belongs to somebody else).
    #[error("{0}")]
    NotFound(String),
    /// The request contradicts something that exists: a name already taken, a stale version.
    #[error("{0}")]
    Conflict(String),
    /// The thing exists, but is not in a state that allows this.
    #[error("{0}")]
    NotReady(String),
    /// The input is wrong; the sentence names the field and the remedy.
    #[error("{0}")]
    Invalid(String),
    /// The request is well formed but cannot be carried out on this data.
    #[error("{0}")]
    Precondition(String),
    /// A budget was exceeded: bytes, rows, columns, nesting or time.
    #[error("{0}")]
    TooLarge(String),
    /// There is no room left where things are stored.
    #[error("{0}")]
    Full(String),
    /// What is stored cannot be read any more: it is not what was written.
    #[error("{0}")]
    Damaged(String),
    /// Somebody asked for the work to stop.
    #[error("cancelled")]
    Cancelled,
    /// A store or queue did not answer, or asked us to slow down. Trying again may help.
    #[error("temporarily unavailable: {0}")]
    Unavailable(String),
    /// A defect of ours. The text is for the log only and is never sent to a client.
    #[error("internal error: {0}")]
    Internal(String),
}

macro_rules! constructors {
    ($($(#[$doc:meta])* $name:ident => $variant:ident),+ $(,)?) => {
        impl Error {$(
            $(#[$doc])*
            pub fn $name(text: impl Into<String>) -> Self {
                Self::$variant(text.into())
            }
        )+}
    };
}

constructors! {
    /// [`Error::NotFound`] with this sentence.
    not_found => NotFound,
    /// [`Error::Conflict`] with this sentence.
    conflict => Conflict,
    /// [`Error::NotReady`] with this sentence.
    not_ready => NotReady,
    /// [`Error::Invalid`] with this sentence.
    invalid => Invalid,
    /// [`Error::Precondition`] with this sentence.
    precondition => Precondition,
    /// [`Error::TooLarge`] with this sentence.
    too_large => TooLarge,
    /// [`Error::Full`] with this sentence.
    full => Full,
    /// [`Error::Damaged`] with this sentence.
    damaged => Damaged,
    /// [`Error::Unavailable`] with this text.
    unavailable => Unavailable,
    /// [`Error::Internal`] with this text for the log.
    internal => Internal,
}

impl Error {
    /// Whether doing the same again later can succeed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Full(_))
    }
}
