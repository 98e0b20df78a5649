// What holds of texts in every language, beyond that all of them are there (tests/languages.rs): plurals, buttons that fit, one way to address.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

// A button of a phone's popup holds so many letters in one line.
const BUTTON = 26;
const BUTTONS = /^(close|cart|next|submit|copy|copied|save|pause|resume|erase|ask\.(yes|no)|why\.ask|history\.(pause|resume|clear)|bundle\.(add|added))$|\.(close|cart|submit|next)$/;
// Counts that shops have, and one that some languages have a word for.
const COUNTS = [...Array(201).keys(), 1000, 1000000];
// How a shopper is addressed by the one, and not by the other.
const ADDRESS = { es: /\b(usted|su|sus|vea|ha visto|ha comprado)\b/i, it: /\b(lei|suo|sua|suoi|sue)\b|^(l’)?ha /i, nl: /\b(u|uw)\b/i, de: /\b(du|dein|deine|dir|dich)\b/i, fr: /\b(tu|ton|ta|tes|toi)\b/i, tr: /\b(sen|senin|seni|sana)\b/i };

const folders = ['lang', 'lang-more', 'lang-privacy'];
const tables = folders.flatMap((folder) => {
  const url = new URL(`../../src/${folder}/`, import.meta.url);
  return readdirSync(url).map((file) => ({ folder, language: file.slice(0, -5), words: JSON.parse(readFileSync(new URL(file, url), 'utf8')) }));
});
const texts = (words) => Object.entries(words).flatMap(([name, said]) => typeof said === 'string' ? [[name, said]] : Object.entries(said).map(([which, one]) => [`${name}.${which}`, one]));

test('every plural that Intl may ask for is there, and none that it never asks for', () => {
  let seen = 0;
  for (const { folder, language, words } of tables) {
    for (const [name, said] of Object.entries(words)) {
      if (typeof said === 'string') continue;
      seen += 1;
      const rules = new Intl.PluralRules(language);
      const asked = new Set(COUNTS.map((count) => rules.select(count)));
      const where = `${folder}/${language}.json ${name}`;
      for (const category of asked) assert.ok(said[category], `${where} lacks ${category}`);
      for (const category of Object.keys(said)) assert.ok(rules.resolvedOptions().pluralCategories.includes(category), `${where} has ${category}, which ${language} has not`);
    }
  }
  assert.ok(seen >= 17, 'the rule is blind');
});

test('what stands on a button fits on it', () => {
  const long = tables.flatMap(({ folder, language, words }) => texts(words).filter(([name, text]) => BUTTONS.test(name) && [...text].length > BUTTON).map(([name, text]) => `${folder}/${language}.json ${name}: ${text}`));
  assert.deepEqual(long, []);
});

test('a language addresses the shopper in one way', () => {
  const other = tables.flatMap(({ folder, language, words }) => texts(words).filter(([, text]) => ADDRESS[language]?.test(text)).map(([name, text]) => `${folder}/${language}.json ${name}: ${text}`));
  assert.deepEqual(other, []);
});

test('nothing is left to a line break that must not be', () => {
  const loose = tables.filter(({ language }) => language === 'fr').flatMap(({ folder, words }) => texts(words).filter(([, text]) => / [?!:;»]|« /.test(text)).map(([name]) => `${folder}/fr.json ${name}`));
  assert.deepEqual(loose, [], 'French keeps a no-break space there');
});

test('texts begin and end with what is said', () => {
  const sloppy = tables.flatMap(({ folder, language, words }) => texts(words).filter(([, text]) => text !== text.trim() || / {2}|\.\.\./.test(text)).map(([name]) => `${folder}/${language}.json ${name}`));
  assert.deepEqual(sloppy, []);
});
