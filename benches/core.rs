//! Benchmarks that print figures; nothing is gated on time.

mod api;
mod screen;

fn main() {
    divan::main();
}
