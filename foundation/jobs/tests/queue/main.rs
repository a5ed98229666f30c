//! Queue, workers, schedule and outbox as a town lives them, on both databases and with a real mail server.

mod bench;
mod mails;
mod queue;
mod schedule;
mod server;
mod workers;
