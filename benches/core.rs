//! Benchmarks that print figures; nothing is gated on time.

mod api;

fn main() {
    divan::main();
}
