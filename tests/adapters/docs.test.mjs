// The document of backends says what the tables say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rows } from './rows.mjs';

test('docs/backends.md lists every backend as its table has it', () => {
  const text = readFileSync(new URL('../../docs/backends.md', import.meta.url), 'utf8');
  assert.deepEqual(text.split('\n').filter((line) => line.startsWith('| `') && line.split('|').length > 8), rows, 'node tests/adapters/rows.mjs prints the rows');
});
