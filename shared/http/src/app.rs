//! The state every handler sees, and the caller's part of it.

use crate::config::Config;
use crate::error::ApiError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use skydash_domain::Tenant;
use skydash_ports::Scope;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, PoisonError, RwLock};

/// The state of the whole application. Cheap to clone, which every layer does for every request.
#[derive(Clone)]
pub struct App(Arc<State>);

struct State {
    scope: Scope,
    config: Config,
    extensions: RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl App {
    /// An application over these ports.
    #[must_use]
    pub fn new(scope: Scope, config: Config) -> Self {
        Self(Arc::new(State { scope, config, extensions: RwLock::default() }))
    }

    /// Limits and origins.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// One value of a type for the whole application, made when first asked for: a router's cache.
    pub fn shared<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let id = TypeId::of::<T>();
        let known = self.0.extensions.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        let value = known.unwrap_or_else(|| {
            let mut extensions = self.0.extensions.write().unwrap_or_else(PoisonError::into_inner);
            extensions.entry(id).or_insert_with(|| Arc::new(T::default())).clone()
        });
        value.downcast().unwrap_or_default()
    }
}

/// The caller's view of the ports. Every handler that touches data takes it, and nothing else does.
#[derive(Clone)]
pub struct Scoped(pub Scope);

impl Deref for Scoped {
    type Target = Scope;

    fn deref(&self) -> &Scope {
        &self.0
    }
}

impl FromRequestParts<App> for Scoped {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        Ok(Self(match parts.extensions.get::<Tenant>() {
            Some(tenant) => app.0.scope.for_tenant(tenant),
            None => app.0.scope.clone(),
        }))
    }
}
