/**
 * Bundles what is not Rust: `npm run bundle`.
 *
 * Out, under `target/web/`:
 *   app.css          every style sheet, for `<link rel="stylesheet">`
 *   fonts/*.woff2    named by content; app.css refers to them as `fonts/…`
 *   js/chart.js      ECharts behind our own interface, loaded with the first chart
 *   js/editor.js     CodeMirror behind our own interface, loaded with the SQL page
 *   licenses.txt     the licences of what is inside these files
 */
import { mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const out = join(root, "target/web");
const app = join(root, "web/app");
const targets = ["chrome120", "firefox121", "safari17"];

// Only what is ours: the app's and the engine's builds lie in the same folder.
for (const old of ["app.css", "fonts", "js", "licenses.txt"]) {
  await rm(join(out, old), { recursive: true, force: true });
}
await mkdir(out, { recursive: true });

const scripts = await build({
  absWorkingDir: root,
  bundle: true,
  entryPoints: { chart: join(app, "js/chart.js"), editor: join(app, "js/editor.js") },
  format: "esm",
  legalComments: "none",
  metafile: true,
  minify: true,
  // ECharts asks for this once per call of its own.
  define: { "process.env.NODE_ENV": '"production"' },
  outdir: join(out, "js"),
  target: targets,
});

const styles = await build({
  absWorkingDir: root,
  assetNames: "fonts/[name]-[hash]",
  bundle: true,
  entryPoints: { app: join(app, "styles/app.css") },
  loader: { ".woff2": "file" },
  metafile: true,
  minify: true,
  outdir: out,
  target: targets,
});

const inputs = [...Object.keys(scripts.metafile.inputs), ...Object.keys(styles.metafile.inputs)];
await writeFile(join(out, "licenses.txt"), await licences(inputs));

for (const file of ["app.css", "js/chart.js", "js/editor.js", ...(await fonts())]) {
  const bytes = await readFile(join(out, file));
  const packed = file.endsWith(".woff2") ? bytes : brotliCompressSync(bytes);
  console.log(`${file.padEnd(60)} ${kilobytes(bytes.length)} raw  ${kilobytes(packed.length)} brotli`);
}

/** @returns {Promise<string[]>} */
async function fonts() {
  return (await readdir(join(out, "fonts"))).sort().map((name) => join("fonts", name));
}

/** @param {number} length */
function kilobytes(length) {
  return `${(length / 1000).toFixed(1).padStart(7)} kB`;
}

/**
 * The licence text of every package that is in a bundle.
 * @param {string[]} files
 * @returns {Promise<string>}
 */
async function licences(files) {
  const packages = new Set(
    files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  const texts = [];
  for (const name of [...packages].sort()) {
    const folder = join(root, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const names = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)/i.test(file)).sort();
    const bodies = [];
    for (const file of names) {
      if ((await stat(join(folder, file))).isFile()) {
        bodies.push(await readFile(join(folder, file), "utf8"));
      }
    }
    texts.push(`${name} ${version} (${license})\n\n${bodies.join("\n\n")}`);
  }
  return texts.join(`\n\n${"-".repeat(78)}\n\n`);
}
