//! The layers around the doors, and the loop that accepts connections.
//!
//! `axum::serve` keeps connections open that never finish their headers; this loop closes them, bounds
//! how many there are, and lets running answers end when the server stops.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::{Service, ServiceExt};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

use crate::limits::Limiter;
use crate::{House, fault, headers, limits, metrics, visit};

/// Connections open at once.
const CONNECTIONS: usize = 4096;
/// Time to send a request's headers.
const HEADER_SECONDS: u64 = 10;
/// Time for a whole request.
const REQUEST_SECONDS: u64 = 60;
/// Time for a request with a file: fifty megabytes over a slow line of a town hall.
const UPLOAD_SECONDS: u64 = 900;

/// The address at the other end of the connection.
#[derive(Clone, Copy)]
pub(crate) struct Peer(pub IpAddr);

/// Why the server could not start; for the operator, in French.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken or not ours.
    #[error(
        "impossible d’écouter sur {address} : {problem}. Si un autre programme utilise ce port, choisissez-en un autre \
         avec --listen 127.0.0.1:PORT"
    )]
    Listen {
        /// Which address.
        address: String,
        /// The system's word.
        problem: String,
    },
}

/// Puts every layer around the doors. The first listed here sees the request last.
pub(crate) fn layered(router: Router<Arc<House>>, house: Arc<House>) -> Router {
    let limiter = Arc::new(Limiter::new(&house.settings));
    let csrf = CsrfLayer::new();
    let csrf = csrf.clone().add_trusted_origin(&house.settings.public_url).unwrap_or(csrf);
    router
        .layer(DefaultBodyLimit::max(house.settings.body_limit_bytes))
        .route_layer(from_fn_with_state(house.clone(), metrics::layer))
        .layer(from_fn_with_state((limiter, house.clone()), limits::layer))
        .layer(from_fn(fault::remember))
        .layer(from_fn_with_state(house.clone(), visit::layer))
        .layer(csrf)
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(house.clone(), fault::layer))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(house.clone(), headers::layer))
        .with_state(house)
}

/// A request that never ends is given up.
async fn in_time(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let seconds = if kind.starts_with("multipart/form-data") { UPLOAD_SECONDS } else { REQUEST_SECONDS };
    match tokio::time::timeout(Duration::from_secs(seconds), next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

/// Opens the port.
///
/// # Errors
/// [`ServeError::Listen`].
pub async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    let told = |error: std::io::Error| ServeError::Listen { address: address.to_string(), problem: error.to_string() };
    TcpListener::bind(address).await.map_err(told)
}

/// Serves until `stop`, then lets running answers end (ten seconds at most).
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        let permit = tokio::select! {
            permit = room.clone().acquire_owned() => permit,
            () = &mut stop => break,
        };
        let Ok(permit) = permit else { break };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, most often: wait for some to be given back.
                    tracing::warn!(%error, "accept");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = tower::service_fn(move |mut request: axum::http::Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(Peer(peer.ip()));
            let mut router = router.clone();
            async move { router.as_service().ready().await?.call(request).await }
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(HEADER_SECONDS))
            .max_headers(100)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that leaves early is not worth a line in the log.
            let _ = connection.await;
            drop(permit);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(Duration::from_secs(10), graceful.shutdown()).await;
}
