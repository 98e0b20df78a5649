//! Compiles the crate to WebAssembly and writes the glue. Bytes must not depend on where the folders are, so every path is mapped to a name.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::glue::{self, Names};
use crate::lock::Lock;
use crate::node::Tools;
use crate::order::order;
use crate::split::{NOT_INLINED, Parts, split};
use crate::texts::{Late, only_late, owned};

const TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "wasm";

/// What every wasm-opt run is told. The features are those of rustc's default for the target: browsers since 2022 have them all.
const WASM_OPT: &[&str] = &[
    "-Oz",
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];
/// The whole keeps its names, by which it is cut in two, and the cut stays where it is.
const WHOLE: &[&str] = &["--debuginfo", NOT_INLINED, ONE_CALLER];
/// A larger function stays one of its own, even for its only caller: V8 compiles a function when it is first called, on the page's thread and whole.
/// Drawn together the longest was 47 KB of which a page needs a part, and the module larger.
const ONE_CALLER: &str = "--one-caller-inline-max-function-size=80";
/// What makes the module a hundredth smaller after brotli, all of it together. Not taken: LLVM's `experimental-mv` way to return pairs makes it a tenth smaller
/// and wrong (LLVM of Rust 1.95).
const SMALLER: &[&str] = &[
    // No counters of their own for what a loop computes from its first.
    "-disable-lsr",
    // What both ways of a branch do is done once.
    "-sink-common-insts",
    "-hoist-common-insts",
    "-tail-merge-size=2",
];
/// Less than any function gains by being drawn into its only caller (15000 by LLVM's reckoning).
const NEVER_INLINED: &str = "-16000";
/// What is counted keeps its names, and only helpers of a few instructions become a part of who calls them.
const COUNTED: &[&str] = &[
    "--debuginfo",
    NOT_INLINED,
    "--always-inline-max-function-size=12",
    "--flexible-inline-max-function-size=12",
    "--one-caller-inline-max-function-size=40",
];
/// The parts keep nothing that does not run.
const PART: &[&str] = &[
    // Nothing of ours is below 1024, where the far end of the stack is: what is added to an address goes into the load.
    "--low-memory-unused",
    ONE_CALLER,
    // Again and again, until nothing becomes smaller.
    "--converge",
    // Branches are laid out anew from the graph of what follows what, and that is made small once more than usual.
    "--flatten",
    "--rereloop",
    "-Oz",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// A compiled module with the script that loads it.
pub struct Module {
    /// The script: `wasm_bindgen` in the scope it is put in.
    pub glue: String,
    /// The module.
    pub wasm: Vec<u8>,
    /// What only its second part names.
    pub late: Late,
    /// The addresses of what only one area names, in order.
    pub owned: Vec<(Range<u32>, usize)>,
}

/// True when the sources of the standard library are there to be compiled.
#[must_use]
pub fn std_sources() -> bool {
    sysroot().is_ok_and(|root| {
        root.join("lib/rustlib/src/rust/library/std/Cargo.toml")
            .is_file()
    })
}

/// What a build is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To run.
    Fast,
    /// To be published, with the standard library compiled anew: a fifth less, and no panic messages.
    Small,
    /// To be counted: as small, but no function is drawn into another, so that each is found under its own name.
    Counted,
}

/// Compiles the crate and writes its glue.
pub fn build(root: &Path, target: &Path, purpose: Purpose) -> Result<Module> {
    same_version(root)?;
    let folder = match purpose {
        Purpose::Counted => "pack/counted",
        _ => "pack",
    };
    let built = compile(root, &target.join(folder), purpose)?;
    let linked = std::fs::read(&built)?;
    let (late, owned) = (only_late(&linked)?, owned(&linked)?);
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(built)
        .out_name("vitrin")
        .typescript(false)
        .debug(false)
        .demangle(false);
    bindgen
        .remove_name_section(false)
        .remove_producers_section(true)
        .omit_default_module_path(true);
    let mut output = bindgen.no_modules(true)?.generate_output()?;
    let script = glue::ours(output.js())?;
    let mut names = Names::default();
    let module = output.wasm_mut();
    for import in module.imports.iter_mut() {
        import.name = names.short(&import.name);
    }
    // What the glue does not read nothing does, and wasm-opt takes it out with all that only it calls.
    let (read, unread): (Vec<_>, Vec<_>) = module
        .exports
        .iter()
        .map(|export| (export.id(), glue::reads(script, &export.name)))
        .partition(|(_, read)| *read);
    for (id, _) in unread {
        module.exports.delete(id);
    }
    for (id, _) in read {
        let export = module.exports.get_mut(id);
        export.name = names.short(&export.name);
    }
    // The linker's notes have been read.
    for (id, _) in module
        .customs
        .iter()
        .map(|(id, custom)| (id, custom.name().to_owned()))
        .collect::<Vec<_>>()
    {
        module.customs.delete(id);
    }
    let wasm = module.emit_wasm();
    Ok(Module {
        late,
        owned,
        glue: match purpose {
            // Nobody loads it, and it takes in more.
            Purpose::Counted => script.to_owned(),
            _ => names.rename(script)?,
        },
        wasm,
    })
}

/// The module in its two parts, made smaller with wasm-opt where there is one.
pub fn parts(module: &Module, tools: Option<&Tools>, target: &Path) -> Result<Parts> {
    let Some(tools) = tools else {
        return split(&module.wasm, &module.late);
    };
    let whole = optimize(&module.wasm, WHOLE, tools, target)?;
    let Parts { first, rest } = split(&whole, &module.late)?;
    Ok(Parts {
        first: order(&optimize(&first, PART, tools, target)?)?,
        rest: order(&optimize(&rest, PART, tools, target)?)?,
    })
}

/// The same two parts of a module that is to be counted.
pub fn counted_parts(module: &Module, tools: &Tools, target: &Path) -> Result<Parts> {
    let whole = optimize(&module.wasm, COUNTED, tools, target)?;
    let Parts { first, rest } = split(&whole, &module.late)?;
    Ok(Parts {
        first: optimize(&first, COUNTED, tools, target)?,
        rest: optimize(&rest, COUNTED, tools, target)?,
    })
}

fn optimize(wasm: &[u8], how: &[&str], tools: &Tools, target: &Path) -> Result<Vec<u8>> {
    // wasm-opt takes names only; the process' own, since two builds can run at once.
    let name = |step| target.join(format!("pack/{step}-{}.wasm", std::process::id()));
    let (before, after) = (name("before"), name("after"));
    std::fs::write(&before, wasm)?;
    let (input, output) = (before.to_string_lossy(), after.to_string_lossy());
    // A pass applies to those after it.
    let arguments: Vec<&str> = how
        .iter()
        .chain(WASM_OPT)
        .copied()
        .chain([&*input, "-o", &*output])
        .collect();
    tools.run("binaryen/bin/wasm-opt", &arguments, &[])?;
    let smaller = std::fs::read(&after)?;
    std::fs::remove_file(before)?;
    std::fs::remove_file(after)?;
    Ok(smaller)
}

/// The glue's writer reads what the macro of the crate wrote: they must be of one version.
fn same_version(root: &Path) -> Result<()> {
    let lock = Lock::read(root)?;
    let (library, tool) = (
        lock.version("wasm-bindgen")?,
        lock.version("wasm-bindgen-cli-support")?,
    );
    if library != tool {
        bail!(
            "Cargo.lock has wasm-bindgen {library} but wasm-bindgen-cli-support {tool}: pin both to one version"
        );
    }
    Ok(())
}

fn compile(root: &Path, into: &Path, purpose: Purpose) -> Result<PathBuf> {
    let small = purpose != Purpose::Fast;
    // With the standard library's sources at hand its compiled form is not needed.
    if !small && !sysroot()?.join("lib/rustlib").join(TARGET).is_dir() {
        bail!("the target is missing; run: rustup target add {TARGET}");
    }
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args([
        "build",
        "--quiet",
        "--locked",
        "--lib",
        "--package",
        "vitrin",
        "--profile",
        PROFILE,
        "--target",
        TARGET,
    ]);
    cargo.arg("--target-dir").arg(into);
    let mut flags: Vec<String> = paths(root)?
        .iter()
        .map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display()))
        .collect();
    if small {
        cargo.args([
            "-Zbuild-std=std,panic_abort",
            "-Zbuild-std-features=optimize_for_size",
        ]);
        // The pinned stable compiler takes these switches when told so: no second toolchain to install.
        cargo.env("RUSTC_BOOTSTRAP", "1");
        flags.extend([
            "-Zunstable-options".to_owned(),
            "-Cpanic=immediate-abort".to_owned(),
            // Which function names which text: by that the data is cut in two.
            "-Clink-arg=--emit-relocs".to_owned(),
            // Where a panic came from, which nobody is told.
            "-Zlocation-detail=none".to_owned(),
        ]);
        flags.extend(SMALLER.iter().map(|how| format!("-Cllvm-args={how}")));
    }
    if purpose == Purpose::Counted {
        flags.push(format!("-Cllvm-args=-inline-threshold={NEVER_INLINED}"));
    }
    // This form wins over every other place flags could come from, and takes paths with blanks.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    if !cargo.status().context("cannot run cargo")?.success() {
        bail!("the crate does not compile for {TARGET}");
    }
    Ok(into.join(TARGET).join(PROFILE).join("vitrin.wasm"))
}

/// Every folder whose path could end up in the module, with the name that stands for it.
fn paths(root: &Path) -> Result<Vec<(PathBuf, &'static str)>> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
        .context("there is no home folder")?;
    Ok(vec![
        (root.to_path_buf(), "vitrin"),
        (home, "cargo"),
        (sysroot()?.join("lib/rustlib/src/rust"), "rust"),
    ])
}

fn sysroot() -> Result<PathBuf> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--print", "sysroot"])
        .current_dir(crate::place::root())
        .output()
        .context("cannot run rustc")?;
    Ok(PathBuf::from(
        String::from_utf8_lossy(&output.stdout).trim(),
    ))
}
