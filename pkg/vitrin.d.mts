// What `vitrin.mjs` exports, where it is taken by its path: the same as the package by its name.
export * from './vitrin.js';
