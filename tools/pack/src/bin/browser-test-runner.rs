//! wasm-bindgen's test runner, built from Cargo.lock so that its version is the crate's. `cargo xtask test` names it as cargo's runner for
//! the wasm target.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
