import { useRef, useState } from "preact/hooks";

/** A command or call that gives the same numbers, to copy. */
export function Copy({ label, text }: { label: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const code = useRef<HTMLElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A page opened from the disk may not write the clipboard: mark the text instead.
      if (code.current) getSelection()?.selectAllChildren(code.current);
      document.execCommand("copy");
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div class="copy">
      <span class="copy-label">{label}</span>
      <code ref={code}>
        <Words text={text} />
      </code>
      <button type="button" onClick={() => void copy()} aria-label={`Copy: ${label}`}>
        {copied ? "Copied" : "Copy"}
      </button>
    </div>
  );
}

/** A command breaks between its words, never inside an option such as --scale. */
export function Words({ text }: { text: string }) {
  return (
    <>
      {text.split(" ").map((word, at) => (
        <>
          {at > 0 && " "}
          <span class="word">{word}</span>
        </>
      ))}
    </>
  );
}
