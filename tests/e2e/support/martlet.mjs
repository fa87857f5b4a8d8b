// @ts-check
/** The command line's answers on the same site. */
import { execFileSync } from "node:child_process";
import { needed } from "./site.mjs";

/**
 * Rows by column name.
 * @param {string} command @param {string[]} flags
 * @returns {Record<string, any>[]}
 */
export function martlet(command, ...flags) {
  const text = execFileSync(needed("MARTLET_BIN"), [command, "--site", needed("MARTLET_SITE"), "--format", "json", ...flags], { encoding: "utf8" });
  const { columns, rows } = JSON.parse(text);
  return rows.map((/** @type {unknown[]} */ row) => Object.fromEntries(row.map((value, at) => [columns[at].name, value])));
}

/**
 * The site's catalog, of which only what is named here is used.
 * @param {string} url
 * @returns {Promise<{as_of: string, metrics: {name: string, label: string}[]}>}
 */
export async function catalog(url) {
  const index = await (await fetch(`${url}data/index.json`)).json();
  return (await fetch(`${url}data/${index.snapshot}/catalog.json`)).json();
}

/** The first day of the month that lies `back` months before that of `day`. @param {string} day @param {number} back */
export function month(day, back) {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 - back, 1)).toISOString().slice(0, 10);
}

/** The last day of a month, given its first. @param {string} first */
export function monthEnd(first) {
  return new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)), 0)).toISOString().slice(0, 10);
}
