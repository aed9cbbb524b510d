import { json, jsonParseLinter } from "@codemirror/lang-json";
import { linter } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { basicSetup, EditorView } from "codemirror";
import { useEffect, useRef } from "preact/hooks";

interface BodyEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
}

/** An editor for JSON: CodeMirror, in a chunk of its own. */
export default function BodyEditor({ value, onChange, label }: BodyEditorProps) {
  const parent = useRef<HTMLDivElement>(null);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (parent.current === null) return;
    // In a shadow root its styles are adopted sheets, which a strict Content-Security-Policy lets pass.
    const root = parent.current.attachShadow({ mode: "open" });
    const view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: value,
        extensions: [
          basicSetup,
          json(),
          linter(jsonParseLinter()),
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    return () => view.destroy();
  }, []);
  return <div ref={parent} class="code-editor" />;
}
