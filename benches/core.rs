//! Benchmarks that print figures; nothing is gated on time.

fn main() {
    divan::main();
}
