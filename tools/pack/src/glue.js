// Stands for all that wasm-bindgen writes, a tenth of vitrin.js: one function crosses, text in and text out, and our module comes in two parts.
const part = async (url, imports) => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url} is answered with ${answer.status}`);
    // Streaming insists on the right content type; a server that sends another one costs the shop only the streaming.
    const { instance } = await (answer.headers.get('content-type') === 'application/wasm'
        ? WebAssembly.instantiateStreaming(answer, imports)
        : WebAssembly.instantiate(await answer.arrayBuffer(), imports));
    return instance.exports;
};
const wasm_bindgen = async (folder) => {
    // The table is for values that are no text; none cross.
    const wasm = await part(`${folder}vitrin.wasm`, { './vitrin_bg.js': { __wbindgen_init_externref_table() {} } });
    const update = (now, event) => {
        const bytes = new TextEncoder().encode(event);
        const at = wasm.__wbindgen_malloc(bytes.length, 1) >>> 0;
        // Asked for anew each time: memory that grows has another buffer.
        new Uint8Array(wasm.memory.buffer).set(bytes, at);
        const [from, length] = wasm.update(now, at, bytes.length);
        const text = new TextDecoder().decode(new Uint8Array(wasm.memory.buffer, from >>> 0, length));
        wasm.__wbindgen_free(from, length, 1);
        return text;
    };
    // The rest lives in the first part's memory and takes what it calls from there.
    return [update, () => part(`${folder}vitrin-rest.wasm`, { a: wasm })];
};
