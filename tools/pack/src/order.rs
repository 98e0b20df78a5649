//! Puts functions that are alike side by side: what compression has just seen it names in fewer bits.
//! Calls follow them to their new places; nothing else changes.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use anyhow::{Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// As many bytes in a row make two functions alike: shorter ones every function has.
const ALIKE: usize = 6;
/// So many functions before it one is set beside.
const BEFORE: usize = 3;

/// The same module with its functions in an order that compresses better.
pub fn order(wasm: &[u8]) -> Result<Vec<u8>> {
    let (imported, bodies) = bodies(wasm)?;
    let mut ordered = Ordered {
        imported,
        order: by_likeness(&bodies),
        places: BTreeMap::new(),
    };
    for (place, &function) in (imported..).zip(&ordered.order) {
        let function = imported + u32::try_from(function)?;
        ordered.places.insert(function, place);
    }
    let mut module = Module::new();
    ordered
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(|error| anyhow!("functions cannot be put in order: {error}"))?;
    Ok(module.finish())
}

/// How many functions are imported, and the bytes of the others.
fn bodies(wasm: &[u8]) -> Result<(u32, Vec<&[u8]>)> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(&wasm[body.range()]),
            _ => {}
        }
    }
    Ok((imported, bodies))
}

/// The largest first, and then always the one that, for its size, has most in common with those just before it; what few have counts most.
fn by_likeness(bodies: &[&[u8]]) -> Vec<usize> {
    let mut had_by: BTreeMap<&[u8], u64> = BTreeMap::new();
    let runs: Vec<BTreeSet<&[u8]>> = bodies
        .iter()
        .map(|body| body.windows(ALIKE).collect())
        .collect();
    for run in runs.iter().flatten() {
        *had_by.entry(run).or_default() += 1;
    }
    let telling: Vec<BTreeMap<&[u8], u64>> = runs
        .into_iter()
        .map(|runs| {
            let others = runs.into_iter().map(|run| (run, had_by[run] - 1));
            let shared = others.filter(|(_, others)| *others > 0);
            shared
                .map(|(run, others)| (run, (1 << 24) / others))
                .collect()
        })
        .collect();
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    left.sort_by_key(|&function| bodies[function].len());
    let mut order: Vec<usize> = left.pop().into_iter().collect();
    while !left.is_empty() {
        let last = &order[order.len().saturating_sub(BEFORE)..];
        let seen = |run: &[u8]| last.iter().any(|of| telling[*of].contains_key(run));
        let in_common = |function: usize| -> u64 {
            let both = telling[function].iter().filter(|(run, _)| seen(run));
            both.map(|(_, weight)| weight).sum::<u64>() / bodies[function].len() as u64
        };
        let next = (0..left.len()).max_by_key(|&place| in_common(left[place]));
        order.extend(next.map(|place| left.remove(place)));
    }
    order
}

/// Writes a module with its functions at other places.
struct Ordered {
    imported: u32,
    /// The functions that are not imported, counted from the first such, as they shall stand.
    order: Vec<usize>,
    /// Where each goes.
    places: BTreeMap<u32, u32>,
}

impl Reencode for Ordered {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        Ok(match function < self.imported {
            true => function,
            false => self.places[&function],
        })
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let types = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for function in self.order.clone() {
            functions.function(self.type_index(types[function])?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for function in self.order.clone() {
            self.parse_function_body(code, bodies[function].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::ir::Value;
    use walrus::{FunctionBuilder, ValType};

    /// Three functions that give a number, the second and third by way of the one before, the last one exported.
    fn module() -> Vec<u8> {
        let mut module = walrus::Module::default();
        let mut before = None;
        for number in [1, 1000, 100_000] {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            let mut body = builder.func_body();
            for _ in 0..number % 7 {
                body.const_(Value::I32(number)).drop();
            }
            match before {
                Some(before) => body.call(before),
                None => body.const_(Value::I32(number)),
            };
            before = Some(builder.finish(Vec::new(), &mut module.funcs));
        }
        if let Some(last) = before {
            module.exports.add("last", last);
        }
        module.emit_wasm()
    }

    /// How long each function is on the way from the exported one by its calls.
    fn way(wasm: &[u8]) -> Vec<usize> {
        let (_, bodies) = bodies(wasm).unwrap();
        let mut next = None;
        let mut calls = BTreeMap::new();
        let mut place = 0;
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.unwrap() {
                Payload::ExportSection(section) => {
                    next = section
                        .into_iter()
                        .next()
                        .map(|export| export.unwrap().index);
                }
                Payload::CodeSectionEntry(body) => {
                    for operator in body.get_operators_reader().unwrap() {
                        if let wasmparser::Operator::Call { function_index } = operator.unwrap() {
                            calls.insert(place, function_index);
                        }
                    }
                    place += 1;
                }
                _ => {}
            }
        }
        let mut way = Vec::new();
        while let Some(function) = next {
            way.push(bodies[function as usize].len());
            next = calls.get(&function).copied();
        }
        way
    }

    #[test]
    fn calls_and_exports_find_functions_at_their_new_places() {
        let before = module();
        let mut turned = Ordered {
            imported: 0,
            order: vec![2, 0, 1],
            places: BTreeMap::from([(2, 0), (0, 1), (1, 2)]),
        };
        let mut after = Module::new();
        turned
            .parse_core_module(&mut after, Parser::new(0), &before)
            .unwrap();
        let after = after.finish();
        assert_ne!(bodies(&before).unwrap().1[0], bodies(&after).unwrap().1[0]);
        assert_eq!(way(&before).len(), 3);
        assert_eq!(way(&before), way(&after));
        assert_eq!(way(&before), way(&order(&before).unwrap()));
    }

    #[test]
    fn what_is_alike_stands_side_by_side() {
        let bodies: [&[u8]; 4] = [
            b"a long one of its own",
            b"0123456789",
            b"unlike others",
            b"x0123456789",
        ];
        let order = by_likeness(&bodies);
        let place = |function| order.iter().position(|of| *of == function).unwrap();
        assert_eq!(order.len(), 4);
        assert_eq!(place(1).abs_diff(place(3)), 1);
    }
}
