import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { defineConfig } from "vite";

// One entry a folder. The template tag `{% island "name" %}` reads manifest.json. Nothing is inlined: the
// security policy allows neither inline script and style nor data: fonts.
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [textWithoutStyleAttribute(), smallerOnTheWire()],
  resolve: { alias: { events: "events/" } },
  worker: { format: "es" },
  build: {
    outDir: process.env.OUT ?? "../secunda/portals/parts/static/islands",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    chunkSizeWarningLimit: 4000, // the viewer: fetched in the imaging room only
    cssTarget: ["chrome111", "safari16.4", "firefox121"],
    rollupOptions: {
      input: { site: "site/main.ts", upload: "upload/main.ts", passkey: "passkey/main.ts", document: "document/main.ts", viewer: "viewer/main.ts" },
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "chunk-[name]-[hash].js",
        assetFileNames: (asset) =>
          asset.names.some((name) => name.endsWith(".woff2")) ? "fonts/[name][extname]" : "[name]-[hash][extname]",
      },
    },
  },
});

/** The viewer's drawing sets the look of a text by a style attribute, which the security policy forbids; by script it may. */
function textWithoutStyleAttribute() {
  const [found, wanted] = ["textElement.setAttribute('style', combinedStyle)", "textElement.style.cssText = combinedStyle"];
  return {
    name: "text-without-style-attribute",
    transform(code, id) {
      if (!id.endsWith("drawingSvg/drawTextBox.js")) return null;
      if (!code.includes(found)) throw new Error("drawTextBox of @cornerstonejs/tools has changed: look at how it styles text");
      return { code: code.replace(found, wanted), map: null };
    },
  };
}

/** Large files get a packed twin beside them, which the server sends to browsers that take it. */
function smallerOnTheWire() {
  return {
    name: "smaller-on-the-wire",
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle).filter((one) => /\.(js|css|wasm)$/.test(one))) {
        const content = readFileSync(join(dir, name));
        if (content.length > 50_000) writeFileSync(join(dir, `${name}.gz`), gzipSync(content, { level: 7 }));
      }
    },
  };
}
