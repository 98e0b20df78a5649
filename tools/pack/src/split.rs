//! Cuts a module in two: what a page needs at once, and what is only called by way of functions named `afterwards`.
//! The second part takes the first one's memory and functions as its imports, and puts its ways in into the first one's table.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result, bail};
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId,
    FunctionKind, GlobalId, GlobalKind, ImportKind, ImportedFunction, MemoryId, Module, RefType,
    TableId, ir,
};

use crate::texts::Late;

/// A way into the second part, as both manglings of rustc write its name: at the end, or before a hash.
pub fn is_way_in(name: &str) -> bool {
    name.ends_with("10afterwards") || name.contains("10afterwards17h")
}

/// Keeps wasm-opt from drawing one into its caller.
pub const NOT_INLINED: &str = "--no-inline=*10afterwards*";
/// So many functions a call names in one byte.
const SHORT: usize = 128;
/// What the second part's imports are under.
const FIRST: &str = "a";

/// The module's two parts.
pub struct Parts {
    /// What the page needs at once.
    pub first: Vec<u8>,
    /// The rest.
    pub rest: Vec<u8>,
}

/// Cuts a module that still has the names of its functions; what only the rest names goes with it.
pub fn split(wasm: &[u8], late: &Late) -> Result<Parts> {
    let mut first = Module::from_buffer(wasm)?;
    let crossing = Crossing::of(&first, &late.slots)?;
    let stamp = stamp(wasm);
    let slot = make_room(&mut first, &crossing)?;
    for (place, way_in) in (slot..).zip(&crossing.ways_in) {
        lead_to_slot(&mut first, *way_in, crossing.table, place);
    }
    for (place, item) in crossing.items().into_iter().enumerate() {
        first.exports.add(&name(place, &stamp), item);
    }

    // Nobody calls what stands in these places before the rest has taken them.
    for element in first.elements.iter_mut() {
        if let ElementItems::Functions(functions) = &mut element.items {
            for function in functions {
                if crossing.only_late.iter().any(|(_, late)| late == function) {
                    *function = crossing.ways_in[0];
                }
            }
        }
    }

    // The same bytes read again: the same crossing, in the same order.
    let mut rest = Module::from_buffer(wasm)?;
    let crossing = Crossing::of(&rest, &late.slots)?;
    let mut taken = crossing.only_late.clone();
    taken.extend((slot..).zip(crossing.ways_in.iter().copied()));
    take_from_first(&mut rest, &crossing, &stamp);
    hand_over(&mut first, &mut rest, crossing.memory, &late.data)?;
    for (place, functions) in runs(&taken) {
        let element = rest.elements.add(
            ElementKind::Active {
                table: crossing.table,
                offset: ConstExpr::Value(ir::Value::I32(place)),
            },
            ElementItems::Functions(functions),
        );
        let table = rest.tables.get_mut(crossing.table);
        table.elem_segments.insert(element);
    }
    walrus::passes::gc::run(&mut first);
    walrus::passes::gc::run(&mut rest);
    Ok(Parts {
        first: first.emit_wasm(),
        rest: rest.emit_wasm(),
    })
}

fn ways_in(module: &Module) -> Result<Vec<FunctionId>> {
    let named = |function: &&walrus::Function| {
        let name = function.name.as_deref().unwrap_or("");
        is_way_in(name)
    };
    let found: Vec<_> = module
        .funcs
        .iter()
        .filter(named)
        .map(|way| way.id())
        .collect();
    if found.is_empty() {
        bail!(
            "nothing is named `afterwards`, or all that is was drawn into its callers: look at tools/pack/src/split.rs"
        );
    }
    Ok(found)
}

/// Functions in the table, by their places.
fn standing(module: &Module) -> Vec<(i32, FunctionId)> {
    let mut all = Vec::new();
    for element in module.elements.iter() {
        if let (
            ElementItems::Functions(functions),
            ElementKind::Active {
                offset: ConstExpr::Value(ir::Value::I32(from)),
                ..
            },
        ) = (&element.items, &element.kind)
        {
            all.extend((*from..).zip(functions.iter().copied()));
        }
    }
    all
}

/// Functions that stand side by side in the table, with the place of the first.
fn runs(taken: &[(i32, FunctionId)]) -> Vec<(i32, Vec<FunctionId>)> {
    let mut runs: Vec<(i32, Vec<FunctionId>)> = Vec::new();
    let mut next = None;
    for (place, function) in taken {
        match runs.last_mut() {
            Some((_, run)) if next == Some(*place) => run.push(*function),
            _ => runs.push((*place, vec![*function])),
        }
        next = place.checked_add(1);
    }
    runs
}

/// What the second part needs of the first.
struct Crossing {
    ways_in: Vec<FunctionId>,
    table: TableId,
    memory: MemoryId,
    /// The most called first, so that their numbers are short; of these and of the others those of one type side by side.
    functions: Vec<FunctionId>,
    globals: Vec<GlobalId>,
    /// Places in the table with functions of the rest's.
    only_late: Vec<(i32, FunctionId)>,
}

impl Crossing {
    fn of(module: &Module, late: &[u32]) -> Result<Self> {
        let ways_in = ways_in(module)?;
        let table = module
            .tables
            .iter()
            .find(|table| table.element_ty == RefType::FUNCREF);
        let memory = module.memories.iter().next();
        let mut roots = Vec::new();
        for export in module.exports.iter() {
            if let ExportItem::Function(function) = export.item {
                roots.push(function);
            }
        }
        for element in module.elements.iter() {
            if let ElementItems::Expressions(_, items) = &element.items {
                for item in items {
                    if let ConstExpr::RefFunc(function) = item {
                        roots.push(*function);
                    }
                }
            }
        }
        let mut only_late = Vec::new();
        for (place, function) in standing(module) {
            if late.contains(&place.cast_unsigned()) {
                only_late.push((place, function));
            } else {
                roots.push(function);
            }
        }
        roots.extend(module.start);
        let at_once = reach(module, &roots, &ways_in);
        // wasm-opt may have found two functions to be one.
        only_late.retain(|(_, function)| !at_once.contains(function));
        let mut late_roots = ways_in.clone();
        late_roots.extend(only_late.iter().map(|(_, function)| *function));
        let called = reach(module, &late_roots, &[]);
        let mut functions: BTreeMap<FunctionId, usize> = BTreeMap::new();
        let mut globals = BTreeSet::new();
        for &function in called.difference(&at_once) {
            let uses = Uses::of(module, function);
            for (&named, times) in &uses.functions {
                if at_once.contains(&named) {
                    *functions.entry(named).or_default() += times;
                }
            }
            globals.extend(uses.globals);
        }
        let mut functions: Vec<(FunctionId, usize)> = functions.into_iter().collect();
        functions.sort_by_key(|(_, calls)| Reverse(*calls));
        let most_called = functions.len().min(SHORT);
        let by_type = |(function, _): &(FunctionId, usize)| module.funcs.get(*function).ty();
        functions[..most_called].sort_by_key(by_type);
        functions[most_called..].sort_by_key(by_type);
        Ok(Self {
            ways_in,
            table: table.context("the module has no table of functions")?.id(),
            memory: memory.context("the module has no memory")?.id(),
            functions: functions
                .into_iter()
                .map(|(function, _)| function)
                .collect(),
            globals: globals.into_iter().collect(),
            only_late,
        })
    }

    /// In the order of their names.
    fn items(&self) -> Vec<ExportItem> {
        let mut items = vec![
            ExportItem::Table(self.table),
            ExportItem::Memory(self.memory),
        ];
        items.extend(self.globals.iter().map(|id| ExportItem::Global(*id)));
        items.extend(self.functions.iter().map(|id| ExportItem::Function(*id)));
        items
    }
}

/// The name under which something crosses: capitals, for small letters are the glue's. The first is the build's own: a part that a browser
/// kept of another build does not fit, instead of calling what stands there by chance.
fn name(place: usize, stamp: &str) -> String {
    match place.checked_sub(1) {
        Some(place) => letters(place),
        None => stamp.to_owned(),
    }
}

fn letters(place: usize) -> String {
    let last = char::from(b'A' + u8::try_from(place % 26).unwrap_or(0));
    match place / 26 {
        0 => last.to_string(),
        more => letters(more - 1) + &last.to_string(),
    }
}

/// What tells a build from others (FNV-1a): longer than any name by letters.
fn stamp(wasm: &[u8]) -> String {
    let hash = wasm.iter().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    });
    format!("{hash:08X}")
}

/// All functions that these call, and those call, except by way of `not_through`.
fn reach(
    module: &Module,
    roots: &[FunctionId],
    not_through: &[FunctionId],
) -> BTreeSet<FunctionId> {
    let mut known = BTreeSet::new();
    let mut open: Vec<FunctionId> = roots.to_vec();
    while let Some(function) = open.pop() {
        if !not_through.contains(&function) && known.insert(function) {
            open.extend(Uses::of(module, function).functions.into_keys());
        }
    }
    known
}

/// What a function names.
#[derive(Default)]
struct Uses {
    /// With how many times.
    functions: BTreeMap<FunctionId, usize>,
    globals: BTreeSet<GlobalId>,
}

impl Uses {
    fn of(module: &Module, function: FunctionId) -> Self {
        let mut uses = Self::default();
        if let FunctionKind::Local(local) = &module.funcs.get(function).kind {
            dfs_in_order(&mut uses, local, local.entry_block());
        }
        uses
    }
}

impl<'a> Visitor<'a> for Uses {
    fn visit_function_id(&mut self, function: &FunctionId) {
        *self.functions.entry(*function).or_default() += 1;
    }

    fn visit_global_id(&mut self, global: &GlobalId) {
        self.globals.insert(*global);
    }
}

/// Places in the table for the ways in; gives the first.
fn make_room(module: &mut Module, crossing: &Crossing) -> Result<i32> {
    let table = module.tables.get_mut(crossing.table);
    let slot = table.initial;
    table.initial += crossing.ways_in.len() as u64;
    table.maximum = table.maximum.map(|maximum| maximum.max(table.initial));
    i32::try_from(slot).context("the table is full")
}

/// The way in becomes a call of whatever stands in the slot.
fn lead_to_slot(module: &mut Module, way_in: FunctionId, table: TableId, slot: i32) {
    let ty = module.funcs.get(way_in).ty();
    let (takes, gives) = (
        module.types.params(ty).to_vec(),
        module.types.results(ty).to_vec(),
    );
    let mut builder = FunctionBuilder::new(&mut module.types, &takes, &gives);
    let arguments: Vec<_> = takes.iter().map(|ty| module.locals.add(*ty)).collect();
    let mut body = builder.func_body();
    for argument in &arguments {
        body.local_get(*argument);
    }
    body.i32_const(slot).call_indirect(ty, table);
    module.funcs.get_mut(way_in).kind = FunctionKind::Local(builder.local_func(arguments));
}

/// Everything of the first part's is an import here.
fn take_from_first(rest: &mut Module, crossing: &Crossing, stamp: &str) {
    for id in rest
        .exports
        .iter()
        .map(walrus::Export::id)
        .collect::<Vec<_>>()
    {
        rest.exports.delete(id);
    }
    for id in rest
        .elements
        .iter()
        .map(walrus::Element::id)
        .collect::<Vec<_>>()
    {
        rest.elements.delete(id);
    }
    for id in rest.data.iter().map(walrus::Data::id).collect::<Vec<_>>() {
        rest.data.delete(id);
    }
    rest.start = None;
    for (place, item) in crossing.items().into_iter().enumerate() {
        let name = name(place, stamp);
        match item {
            ExportItem::Function(id) => {
                let ty = rest.funcs.get(id).ty();
                let import = rest.imports.add(FIRST, &name, ImportKind::Function(id));
                rest.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
            }
            ExportItem::Global(id) => {
                let import = rest.imports.add(FIRST, &name, ImportKind::Global(id));
                rest.globals.get_mut(id).kind = GlobalKind::Import(import);
            }
            ExportItem::Memory(id) => {
                let import = rest.imports.add(FIRST, &name, ImportKind::Memory(id));
                let memory = rest.memories.get_mut(id);
                memory.import = Some(import);
                memory.data_segments.clear();
            }
            ExportItem::Table(id) => {
                let import = rest.imports.add(FIRST, &name, ImportKind::Table(id));
                let table = rest.tables.get_mut(id);
                table.import = Some(import);
                // The first part's has room for the ways in besides.
                table.maximum = None;
                table.elem_segments.clear();
            }
            ExportItem::Tag(_) => {}
        }
    }
}

/// Moves the bytes at these addresses from the first part's data to the rest's.
fn hand_over(
    first: &mut Module,
    rest: &mut Module,
    memory: MemoryId,
    late: &[Range<u32>],
) -> Result<()> {
    let segments: Vec<_> = first.data.iter().map(walrus::Data::id).collect();
    for segment in segments {
        let data = first.data.get_mut(segment);
        let DataKind::Active {
            offset: ConstExpr::Value(ir::Value::I32(base)),
            ..
        } = data.kind
        else {
            bail!("a segment whose place is computed");
        };
        let base = u32::try_from(base)?;
        let end = base + u32::try_from(data.value.len())?;
        for range in late {
            let (from, to) = (range.start.max(base), range.end.min(end));
            if from >= to {
                continue;
            }
            let bytes = &mut data.value[(from - base) as usize..(to - base) as usize];
            let kind = DataKind::Active {
                memory,
                offset: ConstExpr::Value(ir::Value::I32(i32::try_from(from)?)),
            };
            let moved = rest.data.add(kind, bytes.to_vec());
            rest.memories.get_mut(memory).data_segments.insert(moved);
            bytes.fill(0);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `update` is called from outside and calls `shared` and `afterwards`, which calls `shared` and `deep`.
    fn module() -> Vec<u8> {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        module.exports.add("memory", memory);
        module.tables.add_local(false, 1, Some(1), RefType::FUNCREF);
        let mut add = |name: &str, calls: &[FunctionId]| {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.name(name.to_owned());
            for call in calls {
                builder.func_body().call(*call);
            }
            builder.finish(Vec::new(), &mut module.funcs)
        };
        let shared = add("_R6shared", &[]);
        let deep = add("_R4deep", &[]);
        let afterwards = add("_R10afterwards", &[shared, deep]);
        let update = add("_R6update", &[shared, afterwards]);
        module.exports.add("update", update);
        module.emit_wasm()
    }

    #[test]
    fn both_manglings_name_a_way_in_and_no_closure_of_one_is() {
        assert!(is_way_in(
            "_RNvMNtCs1_6vitrin5laterNtB4_6Engine10afterwards"
        ));
        assert!(is_way_in(
            "_ZN6vitrin5later10afterwards17h0e9860f9bfeb41edE"
        ));
        assert!(!is_way_in("_RNCNvMNtB4_6Engine10afterwards0B5_"));
    }

    #[test]
    fn what_only_the_way_in_calls_is_in_the_rest_and_what_both_call_in_the_first_part() {
        let parts = split(&module(), &Late::default()).unwrap();
        let [first, rest] =
            [&parts.first, &parts.rest].map(|bytes| Module::from_buffer(bytes).unwrap());
        let bodies = |module: &Module| -> Vec<String> {
            let mut names: Vec<_> = module
                .funcs
                .iter_local()
                .filter_map(|(id, _)| module.funcs.get(id).name.clone())
                .collect();
            names.sort();
            names
        };
        assert_eq!(bodies(&first), ["_R10afterwards", "_R6shared", "_R6update"]);
        assert_eq!(bodies(&rest), ["_R10afterwards", "_R4deep"]);
        for import in rest.imports.iter() {
            let given = first
                .exports
                .iter()
                .any(|export| export.name == import.name);
            assert!(
                import.module == FIRST && given,
                "{} is not given",
                import.name
            );
        }
    }

    #[test]
    fn parts_of_two_builds_do_not_fit_each_other() {
        let other = [module(), vec![0, 2, 1, b'x']].concat();
        let [one, two] = [module(), other].map(|wasm| split(&wasm, &Late::default()).unwrap());
        let first = Module::from_buffer(&one.first).unwrap();
        let given = |rest: &[u8]| {
            Module::from_buffer(rest)
                .unwrap()
                .imports
                .iter()
                .all(|import| {
                    first
                        .exports
                        .iter()
                        .any(|export| export.name == import.name)
                })
        };
        assert!(given(&one.rest));
        assert!(!given(&two.rest));
    }

    #[test]
    fn a_module_without_a_way_in_is_an_error_here_and_not_in_the_shop() {
        assert!(split(&Module::default().emit_wasm(), &Late::default()).is_err());
    }
}
