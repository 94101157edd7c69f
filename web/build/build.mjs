// Makes web/static/1-dsfr.css and web/static/icons.svg from the design system, version 1.14.4 exactly (the last under the
// MIT licence without further terms). See web/README.md.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { buildSync } from 'esbuild';
import postcss from 'postcss';

const web = join(dirname(fileURLToPath(import.meta.url)), '..');
const root = join(web, '..');
const dsfr = dirname(createRequire(import.meta.url).resolve('@gouvfr/dsfr/package.json'));

const { version } = JSON.parse(readFileSync(join(dsfr, 'package.json'), 'utf8'));
if (version !== '1.14.4') throw new Error(`the design system must be 1.14.4, not ${version}`);

writeFileSync(join(web, 'static', '1-dsfr.css'), styles());
writeFileSync(join(web, 'static', 'icons.svg'), sprite());
mkdirSync(join(web, 'licences'), { recursive: true });
writeFileSync(join(web, 'licences', 'dsfr-LICENSE.md'), readFileSync(join(dsfr, 'LICENSE.md')));
bundle('tiptap', 'Tiptap and ProseMirror', 'MIT licence');
bundle('tus', 'tus-js-client, MIT licence, with js-base64', 'BSD licence');

// styles keeps the rules of the classes that our templates use, in the components whose style we take (boxes to tick are
// ours: theirs draw with pictures). Colours come from web/static/2-theme.css, so the palettes
// go; pictures in style sheets go too (the content security policy refuses data: addresses), since icons are in the sprite.
function styles() {
  const used = usedClasses();
  const out = postcss.root();
  for (const file of sources()) {
    const css = postcss.parse(readFileSync(join(dsfr, 'dist', file), 'utf8'), { from: file });
    css.walkRules((rule) => purgeRule(rule, used));
    css.walkDecls((decl) => purgeDeclaration(decl));
    css.walkAtRules((at) => { if (['charset', 'font-face', 'supports'].includes(at.name) || at.params === 'print') at.remove(); });
    css.walkComments((comment) => comment.remove());
    removeEmpty(css);
    out.append(css.nodes);
  }
  out.walkRules((rule) => { rule.raws.between = ' '; });
  return `/* Derived from the design system of the French State, @gouvfr/dsfr ${version}, MIT licence (licences/dsfr-LICENSE.md).\n`
    + '   Made by web/build/build.mjs: do not edit. Colours, and what we changed, are in 2-theme.css. */\n'
    + out.toString().replace(/^\s+/, '').replace(/\n{3,}/g, '\n\n') + '\n';
}

function sources() {
  const components = ['link', 'skiplink', 'button', 'breadcrumb', 'badge', 'tag', 'alert', 'form', 'input', 'select', 'upload'];
  return components.map((name) => `component/${name}/${name}.main.css`);
}

function usedClasses() {
  const used = new Set();
  for (const entry of readdirSync(join(root, 'internal'), { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (!entry.isFile() || !/\.(templ|go)$/.test(file) || /_templ\.go$/.test(file)) continue;
    for (const [name] of readFileSync(file, 'utf8').matchAll(/\bfr-[a-z0-9]+(?:[-_]+[a-z0-9]+)*/g)) used.add(name);
  }
  return used;
}

function purgeRule(rule, used) {
  const kept = rule.selectors.filter((selector) => keeps(selector, used));
  if (kept.length === 0) return rule.remove();
  rule.selectors = kept;
}

function keeps(selector, used) {
  const classes = [...selector.matchAll(/\.(fr-[\w-]+)/g)].map((m) => m[1]);
  if (classes.length === 0 || classes.some((name) => !used.has(name))) return false;
  return !/class[\^*]=|\[target|data-fr-|:root|-ms-|-moz-|-webkit-|::before|::after|aria-pressed|input\[type=|not\(\[href\]\)/.test(selector);
}

function purgeDeclaration(decl) {
  if (/url\(/.test(decl.value) || /^(-webkit-mask|mask)/.test(decl.prop)) decl.remove();
  else if (/data-uri-svg|--underline|linear-gradient/.test(decl.value)) decl.remove();
  else if (/^--(icon-size|data-uri-svg|underline|external-link|text-spacing|title-spacing|[uox]l-|li-)/.test(decl.prop)) decl.remove();
  else if (/^background-(position|size|repeat)$/.test(decl.prop)) decl.remove();
}

function removeEmpty(css) {
  css.walkRules((rule) => { if (rule.nodes.length === 0) rule.remove(); });
  css.walkAtRules((at) => { if (at.nodes && at.nodes.length === 0) at.remove(); });
}

// sprite puts the icons of web/icons.txt in one file, each a <symbol> of its name.
function sprite() {
  const folder = join(dsfr, 'dist', 'icons');
  const paths = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.name.endsWith('.svg')) paths.set(entry.name.slice(0, -4), join(entry.parentPath ?? entry.path, entry.name));
  }
  const names = readFileSync(join(web, 'icons.txt'), 'utf8').split('\n').filter(Boolean).sort();
  const symbols = names.map((name) => {
    if (!paths.has(name)) throw new Error(`the design system has no icon « ${name} »`);
    const svg = readFileSync(paths.get(name), 'utf8');
    const box = svg.match(/viewBox="([^"]+)"/)[1];
    const shapes = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '').replace(/ fill="(?!none)[^"]*"/g, '').trim();
    return `<symbol id="${name}" viewBox="${box}">${shapes}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
}

// bundle joins what one of our modules takes from others into one module, and the licences of all that is in it.
function bundle(name, what, says) {
  const { metafile } = buildSync({
    absWorkingDir: join(web, 'build'), entryPoints: [`${name}.mjs`], outfile: join(web, 'static', 'vendor', `${name}.mjs`),
    bundle: true, format: 'esm', target: 'es2022', minify: true, legalComments: 'none', charset: 'utf8', metafile: true,
    banner: { js: `// ${what}, ${says} (web/licences/${name}-LICENSES.md). Made by web/build/build.mjs: do not edit.` },
  });
  const packages = [...new Set(Object.keys(metafile.inputs).map((input) => input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean))].sort();
  const licences = packages.map((name) => {
    const folder = join(web, 'build', 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (!['MIT', 'BSD-3-Clause'].includes(license)) throw new Error(`${name} has the licence ${license}`);
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file && license !== 'MIT') throw new Error(`${name} does not bring its licence`);
    return `## ${name} ${version}\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : 'MIT licence, as its package says.'}\n`;
  });
  writeFileSync(join(web, 'licences', `${name}-LICENSES.md`), `# Licences of what is in static/vendor/${name}.mjs\n\n${licences.join('\n')}`);
}
