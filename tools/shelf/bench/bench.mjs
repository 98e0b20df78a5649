// What a shelf costs in wasm: `node bench.mjs MODULE SHELF TEST [CHROMIUM]`, a line for Node and, given a Chromium, one for a page in it.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { measure } from "./measure.mjs";

const [module, folder, test, chromium] = process.argv.slice(2);
/** A page that says nothing for so long says nothing any more. */
const PATIENCE = 300_000;
const text = (name) => readFileSync(join(folder, name), "utf8");
const manifest = text("shelf.json");
const files = readdirSync(folder).sort();
const visits = readFileSync(test, "utf8").split("\n", 2000).filter(Boolean);
const told = (where, cells) => console.log(`| ${[where, ...cells].join(" | ")} |`);

const here = await WebAssembly.compile(readFileSync(module));
told(`Node ${process.version}`, await measure(here, manifest, files, text, visits));

const PAGE = `<!DOCTYPE html><title>bench</title><script type=module>
import { measure } from "/measure.mjs";
const text = async (name) => (await fetch(name)).text();
let said;
try {
  // All at once and before anything is timed: what a network costs is not asked.
  const { files, visits } = JSON.parse(await text("/asked.json"));
  const texts = new Map(files);
  const module = await WebAssembly.compileStreaming(fetch("/module.wasm"));
  said = await measure(module, texts.get("shelf.json"), [...texts.keys()], (name) => texts.get(name), visits);
} catch (error) {
  said = String(error);
}
await fetch("/said", { method: "POST", body: JSON.stringify([navigator.userAgent.match(/Chrome\\/(\\d+)/)?.[1], said]) });
</script>`;

/** What a page in Chromium says: its version and the cells. */
function page() {
  const server = createServer();
  const profile = mkdtempSync(join(tmpdir(), "shelf-bench-"));
  return new Promise((done, failed) => {
    server.on("request", (asked, answer) => {
      const send = (type, body) => {
        // Isolated, so that the page's clock is exact to 5 µs.
        answer.writeHead(200, {
          "content-type": type, "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp",
        });
        answer.end(body);
      };
      const name = basename(asked.url);
      if (asked.method === "POST") {
        let body = "";
        asked.on("data", (part) => (body += part));
        asked.on("end", () => (send("text/plain", ""), done(JSON.parse(body))));
      } else if (asked.url === "/") send("text/html", PAGE);
      else if (name === "measure.mjs") send("text/javascript", readFileSync(new URL("measure.mjs", import.meta.url)));
      else if (name === "asked.json") send("application/json", JSON.stringify({ files: files.map((name) => [name, text(name)]), visits }));
      else if (name === "module.wasm") send("application/wasm", readFileSync(module));
      else answer.writeHead(404).end();
    });
    server.listen(0, "127.0.0.1", () => {
      const browser = spawn(chromium, [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--no-first-run", `--user-data-dir=${profile}`,
        `http://127.0.0.1:${server.address().port}/`,
      ], { stdio: "ignore" });
      const late = setTimeout(() => browser.kill(), PATIENCE);
      server.on("close", () => (clearTimeout(late), browser.kill()));
      browser.on("error", failed);
      browser.on("exit", () => {
        rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
        failed(new Error(`${chromium} ended without a word`));
      });
    });
  }).finally(() => {
    server.closeAllConnections();
    server.close();
  });
}

if (chromium) {
  const [version, cells] = await page();
  if (!Array.isArray(cells)) throw new Error(cells);
  told(`Chromium ${version}`, cells);
}
