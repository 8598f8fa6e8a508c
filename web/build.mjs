// Builds the three files of the bundle into the Python package: app.js and app.css for the server
// and the report, widget.js for notebooks. Names carry no hash, so that Python finds them and a
// rebuild can be compared file by file.
import { copyFileSync, mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = process.argv[2] ?? here("../src/upheaval/workbench/bundle");
const limit = 200 * 1024;

async function bundle(entry, name, emptyOutDir) {
  await build({
    configFile: false,
    root: here("."),
    logLevel: "warn",
    esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" },
    build: {
      outDir: out,
      emptyOutDir,
      target: "es2022",
      cssCodeSplit: false,
      modulePreload: false,
      rollupOptions: {
        input: here(entry),
        preserveEntrySignatures: "strict",
        output: {
          format: "es",
          entryFileNames: `${name}.js`,
          assetFileNames: `${name}[extname]`,
          inlineDynamicImports: true,
        },
      },
    },
  });
}

mkdirSync(out, { recursive: true });
await bundle("src/widget.tsx", "widget", true);
await bundle("src/main.tsx", "app", false);
copyFileSync(here("index.html"), `${out}/index.html`);
for (const name of ["app.js", "app.css", "widget.js"]) {
  const size = statSync(`${out}/${name}`).size;
  console.log(`${name.padEnd(10)} ${(size / 1024).toFixed(1)} KB`);
  if (size > limit) throw new Error(`${name} is larger than ${limit / 1024} KB.`);
}
