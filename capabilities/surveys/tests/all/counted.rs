//! Tables of answers need neither the database nor a page: compiled here alone, with their own tests.

#[path = "../../src/facade/associations.rs"]
#[allow(dead_code, unreachable_pub)]
mod associations;
#[path = "../../src/facade/channels.rs"]
#[allow(dead_code, unreachable_pub)]
mod channels;
#[path = "../../src/facade/rankings.rs"]
#[allow(dead_code, unreachable_pub)]
mod rankings;
#[path = "../../src/facade/tables.rs"]
#[allow(dead_code, unreachable_pub)]
mod tables;
#[path = "../../src/facade/waves.rs"]
#[allow(dead_code, unreachable_pub)]
mod waves;
