// Checks that every pair of colours that meets on a screen has AA contrast (WCAG 2.2: 4.5 for text, 3 for borders).
import { readFileSync } from "node:fs";

const css = readFileSync(new URL("./site/tokens.css", import.meta.url), "utf8");
const tokens = (block) => Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]));
const light = tokens(css.slice(css.indexOf(":root"), css.indexOf(":lang")));
const dark = { ...light, ...tokens(css.slice(css.indexOf(".room-dark"))) };

const channel = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const luminance = (hex) => {
  const [r, g, b] = [1, 3, 5].map((i) => channel(parseInt(hex.slice(i, i + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (a, b) => {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (hi + 0.05) / (lo + 0.05);
};

const papers = ["paper", "paper-raised", "paper-sunk"];
const pairs = [
  ...["ink", "ink-quiet", "accent", "waiting", "danger"].flatMap((t) => papers.map((p) => [t, p, 4.5])),
  ["accent-ink", "accent", 4.5],
  ["danger-ink", "danger", 4.5],
  ...papers.map((p) => ["line-strong", p, 3]),
];
let bad = 0;
for (const [name, set] of [["light", light], ["dark", dark]]) {
  for (const [a, b, least] of pairs) {
    const r = ratio(set[a], set[b]);
    if (r < least) bad += 1;
    if (r < least || process.argv.includes("--all")) console.log(`${name}: ${a} on ${b}: ${r.toFixed(2)} (at least ${least})`);
  }
}
console.log(bad ? `${bad} pairs are too faint` : `contrast: ${2 * pairs.length} pairs, all AA`);
process.exit(bad ? 1 : 0);
