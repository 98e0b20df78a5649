// What TypeScript says of vitrin.d.ts: these lines compile, those do not, and nothing in it is without a word.
// VITRIN_TYPES is the folder where the tools of package.json are installed; without it nothing is judged.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const TOOLS = process.env.VITRIN_TYPES;
const skip = TOOLS ? false : 'VITRIN_TYPES does not say where the tools are';
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const TYPES = here('../../src/js/vitrin.d.ts');
const ts = TOOLS && createRequire(join(TOOLS, 'package.json'))('typescript');

// As a careful shop compiles, whichever way its bundler finds modules.
const compile = (...files) => {
  const program = ts.createProgram(files.map(here), {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: false,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    paths: { vitrin: [TYPES] },
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName.split('/').pop()}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
};

test('what shops write compiles', { skip }, () => assert.deepEqual(compile('compiles.ts'), []));

test('what is wrong does not, line by line', { skip }, () => {
  const lines = readFileSync(here('does-not-compile.ts'), 'utf8').split('\n');
  assert.ok(lines.filter((line) => line.startsWith('// @ts-expect-error')).length > 40);
  assert.deepEqual(compile('does-not-compile.ts'), []);
});

test('every setting, call and event says what it is', { skip }, () => {
  const file = ts.createSourceFile(TYPES, readFileSync(TYPES, 'utf8'), ts.ScriptTarget.Latest, true);
  const silent = [];
  const told = (node) => ts.getJSDocCommentsAndTags(node).length > 0;
  // Interfaces of the browser's that are added to are explained elsewhere.
  const OTHERS = /^(Window|DocumentEventMap|HTMLElementTagNameMap)$/;
  const look = (node, path, depth) => {
    let inside = path;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      inside = node.name.text;
      if (!told(node) && !OTHERS.test(inside)) silent.push(inside);
    }
    // What stands inside a member is told of in the member's own words.
    const member = ts.isPropertySignature(node) || ts.isCallSignatureDeclaration(node);
    if (member && !depth && !told(node)) silent.push(`${path}: ${node.getText(file).split('\n')[0]}`);
    ts.forEachChild(node, (child) => look(child, inside, depth + (member ? 1 : 0)));
  };
  look(file, '', 0);
  assert.deepEqual(silent, []);
});

test('every call that core knows is typed', { skip }, () => {
  const core = readFileSync(here('../../src/core/engine/calls.rs'), 'utf8');
  const names = [...core.split('const NAMES')[1].split('];')[0].matchAll(/"(\w+)"/g)].map(([, name]) => name);
  const typed = [...readFileSync(TYPES, 'utf8').matchAll(/^ {2}\(call: '(\w+)'/gm)].map(([, name]) => name);
  assert.deepEqual([...new Set(typed)].sort(), names.sort());
});
