// Stands in the glue for wasm-bindgen's own loader, which takes a module in six forms and is a tenth of vitrin.js. Ours comes as a URL, once.
async function __wbg_init({ module_or_path }) {
    const answer = await fetch(module_or_path);
    if (!answer.ok) throw new Error(`${module_or_path} is answered with ${answer.status}`);
    const imports = __wbg_get_imports();
    // Streaming insists on the right content type; a server that sends another one costs the shop only the streaming.
    const streams = answer.headers.get('content-type') === 'application/wasm';
    const { instance } = await (streams
        ? WebAssembly.instantiateStreaming(answer, imports)
        : WebAssembly.instantiate(await answer.arrayBuffer(), imports));
    return __wbg_finalize_init(instance);
}
return Object.assign(__wbg_init, exports);
