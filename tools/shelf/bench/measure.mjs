// The measuring itself, the same in a page of Chromium and in Node: takes in all of a shelf, file by file, and asks about visits.
const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
const timed = (work) => {
  const before = performance.now();
  work();
  return performance.now() - before;
};

/** `files` are the names of the shelf's own, `read` gets the text of one, `visits` are lines `target visit…`. */
export async function measure(compiled, manifest, files, read, visits) {
  // The widget's own way across is in the module too, and never taken here.
  const imports = {};
  for (const { module, name } of WebAssembly.Module.imports(compiled)) (imports[module] ??= {})[name] = () => 0;
  const { letter, open_shelf, feed, visit, answer, memory } = (await WebAssembly.instantiate(compiled, imports)).exports;
  const tell = (text) => {
    for (const one of text) letter(one.codePointAt(0));
  };
  const { build, products } = JSON.parse(manifest);
  const before = memory.buffer.byteLength;
  tell(manifest);
  if (!open_shelf()) throw new Error("no shelf");
  const spans = [];
  for (const name of files) {
    const [, kind, number] = name.match(new RegExp(`^${build}-([vbani])(\\d+)\\.txt$`)) ?? [];
    if (!kind) continue;
    tell(await read(name));
    spans.push(timed(() => feed("vbani".indexOf(kind), +number) || console.error(`${name} is damaged`)));
  }
  const decode = spans.reduce((sum, one) => sum + one, 0);
  const held = (memory.buffer.byteLength - before) / 1e6;
  spans.sort((a, b) => a - b);
  const asked = [];
  let many = 0;
  for (const line of visits) {
    tell(line.split(" ").slice(1).join(" "));
    visit();
    // Once for the processor to know the way, as on a page that has drawn one block.
    answer(24);
    asked.push(timed(() => (many += answer(24))) * 1000);
  }
  asked.sort((a, b) => a - b);
  return [
    products, spans.length, `${decode.toFixed(1)} ms`, `${(at(spans, 1) * 1000).toFixed(0)} µs`, `${held.toFixed(1)} MB`,
    `${at(asked, 0.5).toFixed(0)} µs`, `${at(asked, 0.9).toFixed(0)} µs`, (many / asked.length).toFixed(1),
  ];
}
