// Writes the TypeScript types of an OpenAPI document: generate.mjs DOCUMENT TYPES
//
// What openapi-typescript's own program writes, but for files, which are Blobs.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const [document, types] = process.argv.slice(2);
const blob = ts.factory.createTypeReferenceNode("Blob");
const none = ts.factory.createLiteralTypeNode(ts.factory.createNull());
const written = await openapiTS(JSON.parse(await readFile(document, "utf8")), {
  transform(schema) {
    if (schema.format !== "binary") return undefined;
    return Array.isArray(schema.type) ? ts.factory.createUnionTypeNode([blob, none]) : blob;
  },
});
await writeFile(types, astToString(written));
