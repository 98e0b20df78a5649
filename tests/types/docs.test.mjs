// Every piece of JavaScript and TypeScript in the guides, held against vitrin.d.ts as an editor would: no call, setting or field that there is not.
// VITRIN_TYPES is the folder where the tools of package.json are installed; without it nothing is judged.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const TOOLS = process.env.VITRIN_TYPES;
const skip = TOOLS ? false : 'VITRIN_TYPES does not say where the tools are';
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TYPES = join(ROOT, 'src/js/vitrin.d.ts');
const ts = TOOLS && createRequire(join(TOOLS, 'package.json'))('typescript');

const guides = ['README.md', 'CONTRIBUTING.md', ...['tools/docs/pages', 'docs'].flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`))];
const pieces = guides.flatMap((path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [...text.matchAll(/^( *)```(js|ts)\n([^]*?)^\1```$/gm)].map(({ 3: code, index }) => ({ at: `${path}:${text.slice(0, index).split('\n').length}`, code }));
});

// Before the script is here calls wait in a list: what stands in for it is less than the types say.
const STAND_IN = 'window.vitrin = window.vitrin || function () { (vitrin.q = vitrin.q || []).push(arguments) };';

// In memory, beside the types; a module each, as `await` stands at the top of some.
const complaints = (code) => {
  const file = join(ROOT, 'src/js/piece.ts');
  const options = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'], types: [], paths: { vitrin: [TYPES] } };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  const text = `${code.replace(STAND_IN, '')}\nexport {};\n`;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => name === file ? text : readFile(name);
  host.getSourceFile = (name, ...rest) => name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  return ts.getPreEmitDiagnostics(ts.createProgram([file, TYPES], options, host)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
};

test('what the guides show is what the types say', { skip }, () => {
  assert.ok(pieces.length >= 4, 'the rule is blind');
  const wrong = pieces.flatMap(({ at, code }) => complaints(code).map((message) => `${at}: ${message}`));
  assert.deepEqual(wrong, []);
});

test('a call that there is not is found', { skip }, () => {
  assert.equal(complaints("await vitrin('recomend', 'also-like')").length, 1);
});
