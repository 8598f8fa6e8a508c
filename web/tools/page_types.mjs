// Makes src/page.d.ts from the JSON schema of the page document, which Python defines.
//   node tools/page_types.mjs SCHEMA.json     or with the schema on standard input
import { readFileSync, writeFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const schema = JSON.parse(readFileSync(process.argv[2] ?? 0, "utf8"));
// Python titles every property, and describes some that are references; either would make a named
// type of its own of each.
const untitled = (properties = {}) =>
  Object.values(properties).forEach((property) => {
    delete property.title;
    if (property.$ref) delete property.description;
  });
untitled(schema.properties);
Object.values(schema.$defs).forEach((part) => untitled(part.properties));

const text = await compile(schema, "Page", {
  bannerComment: "// Made by tools/page_types.mjs from the schema of the page. Do not edit.",
  additionalProperties: false,
  maxItems: -1,
});
writeFileSync(new URL("../src/page.d.ts", import.meta.url), text);
