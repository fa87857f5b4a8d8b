/**
 * The SQL editor: CodeMirror with completion over the site's tables, columns and metrics.
 * The caller is `pages/sql/editor.rs`.
 */
import { autocompletion, closeBrackets, closeBracketsKeymap, completeFromList, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { PostgreSQL, sql } from "@codemirror/lang-sql";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/**
 * @typedef {{ name: string, label: string }} MetricName
 * @typedef {{ name: string, type: string, description: string }} ColumnName
 * @typedef {{ tables: { name: string, description: string, columns: ColumnName[] }[], metrics: MetricName[] }} Names
 */

/**
 * @typedef {object} EditorHandle
 * @property {() => string} text
 * @property {(text: string) => void} set_text
 * @property {(text: string) => void} insert At the cursor, in place of what is selected.
 * @property {(line: number, column: number) => void} mark Marks a place, both from 1; line 0 clears it.
 * @property {() => void} focus
 * @property {() => void} dispose
 */

const colors = HighlightStyle.define([
  { tag: tags.keyword, class: "sql-keyword" },
  { tag: [tags.string, tags.special(tags.string)], class: "sql-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "sql-number" },
  { tag: [tags.lineComment, tags.blockComment], class: "sql-comment" },
  { tag: [tags.typeName, tags.standard(tags.name)], class: "sql-type" },
]);

/** @type {import("@codemirror/state").StateEffectType<number>} */
const setMark = StateEffect.define();
const markField = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    if (transaction.docChanged) return Decoration.none;
    for (const effect of transaction.effects) {
      if (!effect.is(setMark)) continue;
      if (effect.value < 0) return Decoration.none;
      const line = transaction.state.doc.lineAt(effect.value);
      const to = Math.min(line.to, Math.max(effect.value + 1, wordEnd(line.text, effect.value - line.from) + line.from));
      const mark = Decoration.mark({ class: "sql-error-place" });
      return effect.value < to ? Decoration.set([mark.range(effect.value, to)]) : Decoration.none;
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * @param {HTMLElement} element
 * @param {string} text
 * @param {string} names {@link Names} as JSON.
 * @param {() => void} run Ctrl-Enter or Cmd-Enter.
 * @param {(text: string) => void} changed
 * @returns {EditorHandle}
 */
export function mount(element, text, names, run, changed) {
  const known = /** @type {Names} */ (JSON.parse(names));
  const schema = Object.fromEntries(
    known.tables.map((table) => [
      table.name,
      {
        self: { label: table.name, type: "table", info: table.description || undefined },
        children: table.columns.map((column) => ({
          label: column.name,
          type: "column",
          detail: column.type,
          info: column.description || undefined,
        })),
      },
    ]),
  );
  const metrics = known.metrics.map((metric) => ({
    label: metric.name,
    type: "metric",
    detail: "metric",
    info: metric.label,
    boost: -10,
  }));
  const view = new EditorView({
    parent: element,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(
          keymap.of([
            {
              key: "Mod-Enter",
              run: () => {
                run();
                return true;
              },
            },
          ]),
        ),
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ icons: false }),
        highlightActiveLine(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "SQL", spellcheck: "false", autocapitalize: "off" }),
        placeholder("select … from …"),
        sql({ dialect: PostgreSQL, schema }),
        PostgreSQL.language.data.of({ autocomplete: completeFromList(metrics) }),
        syntaxHighlighting(colors),
        markField,
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    set_text(next) {
      if (next === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    insert(piece) {
      view.dispatch(view.state.replaceSelection(piece));
      view.focus();
    },
    mark(line, column) {
      const place = line > 0 ? placeOf(view.state.doc, line, column) : -1;
      view.dispatch({ effects: setMark.of(place) });
    },
    focus: () => view.focus(),
    dispose: () => view.destroy(),
  };
}

/**
 * @param {import("@codemirror/state").Text} doc
 * @param {number} line
 * @param {number} column
 */
function placeOf(doc, line, column) {
  if (line > doc.lines) return -1;
  const at = doc.line(line);
  return Math.min(at.to, at.from + Math.max(0, column - 1));
}

/**
 * @param {string} line
 * @param {number} from
 */
function wordEnd(line, from) {
  const word = /^\w+/.exec(line.slice(from));
  return from + (word ? word[0].length : 1);
}
