//! Every test of `app`, in one program: it is linked once.

mod declared;
mod devices;
mod disk;
mod draw;
mod endurance;
mod export;
mod form;
mod killed;
mod languages;
mod limits;
mod mails;
mod open_api;
mod operators;
mod rights;
mod safekeeping;
mod searching;
mod standards;
mod start;
mod subsidies;
mod support;
mod tabulate;
mod themes;
mod uploads;
mod walls;
