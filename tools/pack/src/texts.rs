//! Which texts, tables and functions in the table a module only names in its second part. The linker writes down which function names which data (`--emit-relocs`):
//! exact, where looking for addresses among numbers would be a guess (a loop may count up to zero from an address far behind its table).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result};
use wasmparser::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExternalKind, KnownCustom, Operator, Parser,
    Payload, RelocationEntry, SymbolInfo, TypeRef,
};

use crate::areas::{AREAS, of_function};
use crate::split::is_way_in;

/// Fewer bytes stand between data only to bring the next to a round place.
const PADDING: u32 = 8;

/// A function by its index, or data by the number of its symbol.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Function(u32),
    Data(usize),
}

/// A piece of data with a name.
struct Piece {
    segment: usize,
    place: Range<u32>,
}

/// What the linker says of a module.
#[derive(Default)]
struct Linked {
    roots: Vec<Node>,
    ways_in: Vec<Node>,
    pieces: BTreeMap<usize, Piece>,
    names: BTreeMap<Node, BTreeSet<Node>>,
    /// Functions by their place in the table.
    table: Vec<(u32, u32)>,
    /// Where each segment stands in memory.
    segments: Vec<u32>,
    /// Which area each function belongs to.
    areas: BTreeMap<Node, usize>,
}

/// What no function of the first part names.
#[derive(Default)]
pub struct Late {
    /// Addresses, in order.
    pub data: Vec<Range<u32>>,
    /// Places in the table of functions.
    pub slots: Vec<u32>,
}

/// What is left to the second part of a module as the linker wrote it.
pub fn only_late(linked: &[u8]) -> Result<Late> {
    let linked = Linked::read(linked)?;
    let early = linked.reach(&linked.roots, &linked.ways_in);
    let mut slots = Vec::new();
    for (slot, function) in &linked.table {
        if !early.contains(&Node::Function(*function)) {
            slots.push(*slot);
        }
    }
    let mut late = BTreeSet::new();
    let mut kept = BTreeSet::new();
    for (symbol, piece) in &linked.pieces {
        let base = linked
            .segments
            .get(piece.segment)
            .context("data without a segment")?;
        let place = base + piece.place.start..base + piece.place.end;
        if early.contains(&Node::Data(*symbol)) {
            kept.extend(place);
        } else {
            late.extend(place);
        }
    }
    let mut ranges: Vec<Range<u32>> = Vec::new();
    for &address in late.difference(&kept) {
        match ranges.last_mut() {
            // What fills up to the next place goes along: a range more costs more.
            Some(last)
                if address - last.end < PADDING
                    && kept.range(last.end..address).next().is_none() =>
            {
                last.end = address + 1;
            }
            _ => ranges.push(address..address + 1),
        }
    }
    Ok(Late {
        data: ranges,
        slots,
    })
}

/// Addresses that functions of one area only name, in order, each with that area; what several name is the foundation's.
pub fn owned(linked: &[u8]) -> Result<Vec<(Range<u32>, usize)>> {
    let linked = Linked::read(linked)?;
    let mut owners: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for area in 0..AREAS.len() {
        let ours = linked.areas.iter().filter(|(_, of)| **of == area);
        let mut open: Vec<Node> = ours.map(|(node, _)| *node).collect();
        while let Some(node) = open.pop() {
            for named in linked.names.get(&node).into_iter().flatten() {
                if let Node::Data(symbol) = named
                    && owners.entry(*symbol).or_default().insert(area)
                {
                    open.push(*named);
                }
            }
        }
    }
    let mut bytes: BTreeMap<u32, usize> = BTreeMap::new();
    for (symbol, areas) in owners {
        let Some(piece) = linked.pieces.get(&symbol) else {
            continue;
        };
        let base = linked
            .segments
            .get(piece.segment)
            .context("data without a segment")?;
        let owner = match (areas.first(), areas.len()) {
            (Some(area), 1) => *area,
            _ => 0,
        };
        for address in base + piece.place.start..base + piece.place.end {
            // Texts may share their bytes.
            bytes
                .entry(address)
                .and_modify(|of| *of = if *of == owner { owner } else { 0 })
                .or_insert(owner);
        }
    }
    let mut ranges: Vec<(Range<u32>, usize)> = Vec::new();
    for (address, area) in bytes {
        match ranges.last_mut() {
            Some((last, of)) if last.end == address && *of == area => last.end += 1,
            _ => ranges.push((address..address + 1, area)),
        }
    }
    Ok(ranges)
}

impl Linked {
    fn read(wasm: &[u8]) -> Result<Self> {
        let mut linked = Self::default();
        let mut imported = 0;
        let mut code = 0;
        // Bodies and segments by where they begin in their section.
        let mut bodies: Vec<Range<u32>> = Vec::new();
        let mut contents: Vec<Range<u32>> = Vec::new();
        let mut symbols = Vec::new();
        let mut relocations: Vec<(bool, RelocationEntry)> = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export?;
                        if export.kind == ExternalKind::Func {
                            linked.roots.push(Node::Function(export.index));
                        }
                    }
                }
                Payload::StartSection { func, .. } => linked.roots.push(Node::Function(func)),
                Payload::ElementSection(section) => {
                    for element in section {
                        let element = element?;
                        let ElementKind::Active { offset_expr, .. } = element.kind else {
                            anyhow::bail!("functions that wait for a place in the table");
                        };
                        let ElementItems::Functions(functions) = element.items else {
                            anyhow::bail!("functions whose place in the table is computed");
                        };
                        let first = constant(&offset_expr)?;
                        for (slot, function) in (first..).zip(functions) {
                            linked.table.push((slot, function?));
                        }
                    }
                }
                Payload::CodeSectionStart { range, .. } => code = range.start,
                Payload::CodeSectionEntry(body) => {
                    bodies.push(within(&body.range(), code)?);
                }
                Payload::DataSection(section) => {
                    let data = section.range().start;
                    for segment in section {
                        let segment = segment?;
                        let bytes = segment.data;
                        let from = bytes.as_ptr() as usize - wasm.as_ptr() as usize;
                        contents.push(within(&(from..from + bytes.len()), data)?);
                        let DataKind::Active { offset_expr, .. } = segment.kind else {
                            linked.segments.push(0);
                            continue;
                        };
                        linked.segments.push(constant(&offset_expr)?);
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(reader) => {
                        for part in reader.subsections() {
                            if let wasmparser::Linking::SymbolTable(table) = part? {
                                for symbol in table {
                                    symbols.push(symbol?);
                                }
                            }
                        }
                    }
                    KnownCustom::Reloc(reader) => {
                        let is_code = section.name() == "reloc.CODE";
                        if is_code || section.name() == "reloc.DATA" {
                            for entry in reader.entries() {
                                relocations.push((is_code, entry?));
                            }
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        let node = |number: u32| match symbols.get(number as usize) {
            Some(SymbolInfo::Func { index, .. }) => Some(Node::Function(*index)),
            Some(SymbolInfo::Data {
                symbol: Some(_), ..
            }) => Some(Node::Data(number as usize)),
            _ => None,
        };
        for (number, symbol) in symbols.iter().enumerate() {
            match symbol {
                SymbolInfo::Func {
                    index,
                    name: Some(name),
                    ..
                } => {
                    let node = Node::Function(*index);
                    linked.areas.insert(node, of_function(name));
                    if is_way_in(name) {
                        linked.ways_in.push(node);
                    }
                }
                SymbolInfo::Data {
                    symbol: Some(defined),
                    ..
                } => {
                    let piece = Piece {
                        segment: defined.index as usize,
                        place: defined.offset..defined.offset + defined.size,
                    };
                    linked.pieces.insert(number, piece);
                }
                _ => {}
            }
        }
        for (is_code, entry) in relocations {
            use wasmparser::RelocationType as R;
            let names_a_symbol = !matches!(
                entry.ty,
                R::TypeIndexLeb
                    | R::GlobalIndexLeb
                    | R::GlobalIndexI32
                    | R::EventIndexLeb
                    | R::TableNumberLeb
            );
            let Some(named) = node(entry.index).filter(|_| names_a_symbol) else {
                continue;
            };
            let owners: Vec<Node> = if is_code {
                let body = bodies.partition_point(|body| body.end <= entry.offset);
                vec![Node::Function(imported + u32::try_from(body)?)]
            } else {
                linked.owners(&contents, entry.offset)
            };
            for owner in owners {
                linked.names.entry(owner).or_default().insert(named);
            }
        }
        Ok(linked)
    }

    /// The data that stand at a place of the data section.
    fn owners(&self, contents: &[Range<u32>], offset: u32) -> Vec<Node> {
        let Some(segment) = contents.iter().position(|place| place.contains(&offset)) else {
            return Vec::new();
        };
        let at = offset - contents[segment].start;
        let here = |piece: &Piece| piece.segment == segment && piece.place.contains(&at);
        let found = self.pieces.iter().filter(|(_, piece)| here(piece));
        found.map(|(symbol, _)| Node::Data(*symbol)).collect()
    }

    fn reach(&self, roots: &[Node], not_through: &[Node]) -> BTreeSet<Node> {
        let mut known = BTreeSet::new();
        let mut open = roots.to_vec();
        while let Some(node) = open.pop() {
            if !not_through.contains(&node) && known.insert(node) {
                open.extend(self.names.get(&node).into_iter().flatten());
            }
        }
        known
    }
}

/// Where a segment stands: in memory, or in the table.
fn constant(offset: &ConstExpr) -> Result<u32> {
    match offset.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(u32::try_from(value)?),
        _ => anyhow::bail!("a segment whose place is computed"),
    }
}

fn within(range: &Range<usize>, start: usize) -> Result<Range<u32>> {
    Ok(u32::try_from(range.start - start)?..u32::try_from(range.end - start)?)
}
